"""The life of a seat, and who acts in which capacity; without a database."""

from __future__ import annotations

import itertools
import uuid

import pytest

from forum_paksi.pelaku import Pelaku, pelaku_atas, wajib_pelaku, wajib_punya
from forum_paksi.pemesanan.rules import (
    BELUM_MULAI,
    BERKURSI,
    MENEMPATI,
    AlasanBatal,
    KeadaanPemesanan,
    TindakanPemesanan,
    alasan_permintaan,
    setelah,
    tolak_tindakan,
)
from forum_server.plugin import Aktor, Ditolak, Hibah, TidakDitemukan

K = KeadaanPemesanan
T = TindakanPemesanan
P = Pelaku


def boleh(keadaan: K, tindakan: T, pelaku: P) -> K | None:
    """The table of the issue, written the other way round."""
    match tindakan, keadaan:
        case T.KONFIRMASI, K.DITAHAN:
            return K.DIKONFIRMASI
        case T.BATAL, K.DITAHAN | K.DIKONFIRMASI | K.DAFTAR_TUNGGU:
            return K.DIBATALKAN
        case T.LEWAT, K.DITAHAN:
            return K.DIBATALKAN if pelaku is P.SISTEM else None
        case T.PROMOSI, K.DAFTAR_TUNGGU:
            return K.DITAHAN if pelaku is P.SISTEM else None
        case T.HADIR, K.DIKONFIRMASI | K.TIDAK_HADIR:
            return K.HADIR if pelaku in {P.LSP, P.SISTEM} else None
        case T.TIDAK_HADIR, K.DIKONFIRMASI | K.HADIR:
            return K.TIDAK_HADIR if pelaku in {P.LSP, P.SISTEM} else None
        case _:
            return None


@pytest.mark.parametrize(("keadaan", "tindakan", "pelaku"), list(itertools.product(K, T, P)))
def test_every_transition_of_a_seat_per_kind_of_actor(keadaan: K, tindakan: T, pelaku: P) -> None:
    assert setelah(keadaan, tindakan, pelaku) == boleh(keadaan, tindakan, pelaku)


def test_a_cancelled_seat_never_comes_back() -> None:
    assert {setelah(K.DIBATALKAN, t, p) for t in T for p in P} == {None}


def test_the_kinds_of_state_fit_into_each_other() -> None:
    assert MENEMPATI < BERKURSI
    assert frozenset(K) - {K.DAFTAR_TUNGGU, K.DIBATALKAN} == BERKURSI
    assert {K.DITAHAN, K.DIKONFIRMASI, K.DAFTAR_TUNGGU} == BELUM_MULAI


def test_the_reason_kept_is_that_of_the_capacity_nearest_to_the_person() -> None:
    assert alasan_permintaan(frozenset({P.PEMDA, P.LSP})) is AlasanBatal.PERMINTAAN_PEMDA
    assert alasan_permintaan(frozenset({P.KOORDINATOR, P.LSP})) is AlasanBatal.PERMINTAAN_KOORDINATOR
    assert alasan_permintaan(frozenset({P.LSP})) is AlasanBatal.PERMINTAAN_LSP


def test_a_refused_action_says_where_it_would_be_allowed() -> None:
    galat = tolak_tindakan(K.DAFTAR_TUNGGU, T.KONFIRMASI)
    assert galat.kode == "KEADAAN_TIDAK_SESUAI"
    assert "DAFTAR_TUNGGU" in galat.pesan
    assert "DITAHAN" in galat.pesan


def aktor(*hibah: Hibah) -> Aktor:
    return Aktor(akun_id=uuid.uuid4(), orang_id=None, nama="uji", hibah=hibah)


def hibah(izin: str, **tempat: str) -> Hibah:
    return Hibah(peran="uji", izin=frozenset({izin}), **tempat)  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("siapa", "punya"),
    [
        (Aktor.anonim(), frozenset[P]()),
        (Aktor.sistem("uji"), frozenset(P)),
        (aktor(hibah("paksi:minta", wilayah="61.71")), frozenset({P.PEMDA})),
        (aktor(hibah("paksi:minta", wilayah="61")), frozenset({P.PEMDA})),
        (aktor(hibah("paksi:minta", wilayah="61.72")), frozenset[P]()),
        (aktor(hibah("paksi:himpun", wilayah="61")), frozenset({P.KOORDINATOR})),
        (aktor(hibah("paksi:himpun", wilayah="62")), frozenset[P]()),
        (aktor(hibah("paksi:jadwal", lembaga="lsp-kpk")), frozenset({P.LSP})),
        (aktor(hibah("paksi:jadwal", lembaga="lsp-lain")), frozenset[P]()),
        (aktor(hibah("paksi:lihat", wilayah="ID")), frozenset[P]()),
        (
            aktor(hibah("paksi:minta", wilayah="61.71"), hibah("paksi:jadwal", lembaga="lsp-kpk")),
            frozenset({P.PEMDA, P.LSP}),
        ),
    ],
)
def test_in_which_capacities_somebody_touches_a_seat(siapa: Aktor, punya: frozenset[P]) -> None:
    assert pelaku_atas(siapa, wilayah="61.71", lembaga="lsp-kpk") == punya


def test_without_any_of_the_permissions_the_actor_is_refused() -> None:
    with pytest.raises(Ditolak):
        wajib_pelaku(
            aktor(hibah("paksi:lihat", wilayah="ID")), frozenset(P), wilayah="61.71", apa="pemesanan"
        )
    with pytest.raises(Ditolak):
        wajib_punya(Aktor.anonim(), frozenset({P.LSP}))
    wajib_punya(Aktor.sistem("uji"), frozenset({P.SISTEM}))


def test_out_of_scope_looks_like_not_there() -> None:
    with pytest.raises(TidakDitemukan) as galat:
        wajib_pelaku(
            aktor(hibah("paksi:minta", wilayah="62.71")), frozenset(P), wilayah="61.71", apa="pemesanan"
        )
    assert galat.value.kode == "TIDAK_DITEMUKAN"
