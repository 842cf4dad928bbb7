"""What an actor may do, from the grants alone."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.akses.rules import Aktor, Hibah, Lingkup, mencakup
from forum_server.galat import Ditolak, TidakDitemukan

IZIN = "paksi:himpun"
OPD = uuid.UUID(int=7)


def hibah(
    wilayah: str | None = None,
    *,
    opd: uuid.UUID | None = None,
    lembaga: str | None = None,
    tolak: bool = False,
    izin: str = IZIN,
) -> Hibah:
    return Hibah(
        peran="uji",
        izin=frozenset({izin}),
        wilayah=wilayah,
        perangkat_daerah=opd,
        lembaga=lembaga,
        tolak=tolak,
    )


def aktor(*hibah: Hibah) -> Aktor:
    return Aktor(akun_id=uuid.UUID(int=1), orang_id=None, nama="uji", hibah=hibah)


@pytest.mark.parametrize(
    ("atas", "kode", "hasil"),
    [
        ("ID", "61.71", True),
        ("ID", "lsp-kpk", True),
        ("ID", "ID", True),
        ("61", "61", True),
        ("61", "61.71", True),
        ("61", "61.71.01.1001", True),
        ("61", "ID", False),
        ("61", "6", False),
        ("61", "62.71", False),
        ("61.7", "61.71", False),
        ("61.71", "61", False),
        ("6", "61", False),
    ],
)
def test_a_region_covers_itself_and_what_lies_beneath_it(atas: str, kode: str, hasil: bool) -> None:
    assert mencakup(atas, kode) is hasil


@pytest.mark.parametrize(
    ("pemegang", "wilayah", "opd", "lembaga", "hasil"),
    [
        (aktor(), "61", None, None, False),
        (Aktor.anonim(), "61", None, None, False),
        (Aktor.sistem("uji"), "61", None, None, True),
        (Aktor.sistem("uji"), None, None, None, True),
        (aktor(hibah("61")), "61.71", None, None, True),
        (aktor(hibah("61")), "62", None, None, False),
        (aktor(hibah("61")), "ID", None, None, False),
        (aktor(hibah("61")), None, None, None, False),
        (aktor(hibah("ID")), None, None, None, True),
        (aktor(hibah("ID")), None, None, "lsp-kpk", True),
        (aktor(hibah("61")), None, None, "lsp-kpk", False),
        (aktor(hibah(lembaga="lsp-kpk")), None, None, "lsp-kpk", True),
        (aktor(hibah(lembaga="lsp-kpk")), "lsp-kpk", None, None, True),
        (aktor(hibah(lembaga="lsp-kpk")), None, None, "lsp-lain", False),
        (aktor(hibah(lembaga="lsp-kpk")), "61", None, None, False),
        (aktor(hibah(opd=OPD)), None, OPD, None, True),
        (aktor(hibah(opd=OPD)), "61.71", OPD, None, True),
        (aktor(hibah(opd=OPD)), "61.71", None, None, False),
        (aktor(hibah(opd=OPD)), None, uuid.UUID(int=8), None, False),
        (aktor(hibah("61", izin="paksi:lihat")), "61", None, None, False),
        (aktor(hibah("61"), hibah("61.71", tolak=True)), "61.71", None, None, False),
        (aktor(hibah("61"), hibah("61.71", tolak=True)), "61.71.01", None, None, False),
        (aktor(hibah("61"), hibah("61.71", tolak=True)), "61.72", None, None, True),
        (aktor(hibah("61.71"), hibah("61", tolak=True)), "61.71", None, None, False),
        (aktor(hibah("61"), hibah(opd=OPD, tolak=True)), "61.71", OPD, None, False),
        (aktor(hibah("61"), hibah(opd=OPD, tolak=True)), "61.71", None, None, True),
        (aktor(hibah("ID"), hibah(lembaga="lsp-kpk", tolak=True)), None, None, "lsp-kpk", False),
        (aktor(hibah("61", tolak=True)), "61", None, None, False),
    ],
)
def test_who_may_do_what_where(
    pemegang: Aktor, wilayah: str | None, opd: uuid.UUID | None, lembaga: str | None, hasil: bool
) -> None:
    assert pemegang.boleh(IZIN, wilayah=wilayah, perangkat_daerah=opd, lembaga=lembaga) is hasil


@pytest.mark.parametrize(
    ("pemegang", "hasil"),
    [
        (aktor(), False),
        (Aktor.sistem("uji"), True),
        (aktor(hibah("61")), True),
        (aktor(hibah("61"), hibah("61", tolak=True)), False),
        (aktor(hibah("61"), hibah("ID", tolak=True)), False),
        (aktor(hibah("61"), hibah("61.71", tolak=True)), True),
        (aktor(hibah("61"), hibah("62"), hibah("61", tolak=True)), True),
        (aktor(hibah(opd=OPD), hibah(opd=OPD, tolak=True)), False),
        (aktor(hibah(lembaga="lsp-kpk"), hibah("ID", tolak=True)), False),
    ],
)
def test_a_permission_denied_everywhere_is_held_nowhere(pemegang: Aktor, hasil: bool) -> None:
    assert pemegang.punya(IZIN) is hasil
    assert pemegang.lingkup(IZIN).kosong is not hasil


def test_held_nowhere_is_refused_and_out_of_scope_is_not_found() -> None:
    with pytest.raises(Ditolak):
        aktor(hibah("61", izin="paksi:lihat")).wajib(IZIN, wilayah="61")
    with pytest.raises(TidakDitemukan) as galat:
        aktor(hibah("61")).wajib(IZIN, wilayah="62", apa="himpunan")
    assert galat.value.kode == "TIDAK_DITEMUKAN"
    assert galat.value.pesan.startswith("Himpunan tidak ditemukan.")
    aktor(hibah("61")).wajib(IZIN, wilayah="61.71")


@pytest.mark.parametrize(
    ("pemegang", "hasil"),
    [
        (aktor(hibah("61")), True),
        (aktor(hibah("61"), hibah("61.71", tolak=True)), False),
        (aktor(hibah("61"), hibah("62.01", tolak=True)), True),
        (aktor(hibah("ID"), hibah(opd=OPD, tolak=True)), False),
        (aktor(hibah("ID"), hibah(lembaga="lsp-kpk", tolak=True)), True),
        (aktor(hibah("61.71")), False),
        (Aktor.sistem("uji"), True),
    ],
)
def test_only_what_is_held_in_the_whole_place_can_be_handed_on(pemegang: Aktor, hasil: bool) -> None:
    assert pemegang.meliputi(IZIN, wilayah="61") is hasil


def test_a_denied_lembaga_counts_against_the_whole_nation() -> None:
    assert not aktor(hibah("ID"), hibah(lembaga="lsp-kpk", tolak=True)).meliputi(IZIN, wilayah="ID")


def test_the_scope_holds_no_region_under_another() -> None:
    pemegang = aktor(hibah("61.71"), hibah("61"), hibah("62.71"), hibah("61"), hibah("33.26", tolak=True))
    assert pemegang.lingkup(IZIN) == Lingkup(wilayah=("61", "62.71"), tolak_wilayah=("33.26",))
    assert aktor(hibah("61"), hibah("ID")).lingkup(IZIN) == Lingkup(semua=True, wilayah=("ID",))
    assert not aktor(hibah("ID"), hibah("61", tolak=True)).lingkup(IZIN).semua


kode_wilayah = st.sampled_from(["ID", "61", "61.71", "61.71.01", "61.72", "62", "62.71"])
tempat = st.one_of(
    kode_wilayah.map(hibah),
    st.just(hibah(opd=OPD)),
    st.just(hibah(lembaga="lsp-kpk")),
)
hibah_acak = st.builds(lambda h, tolak: replace(h, tolak=tolak), tempat, st.booleans())


@given(st.lists(hibah_acak, max_size=6), kode_wilayah, st.sampled_from([None, OPD]))
def test_a_denial_never_gives_and_a_grant_never_takes(
    daftar: list[Hibah], kode: str, opd: uuid.UUID | None
) -> None:
    sebelum = aktor(*daftar).boleh(IZIN, wilayah=kode, perangkat_daerah=opd)
    for h in (hibah("61", tolak=True), hibah(opd=OPD, tolak=True)):
        assert not aktor(*daftar, h).boleh(IZIN, wilayah=kode, perangkat_daerah=opd) or sebelum
    if sebelum:
        assert aktor(*daftar, hibah("62")).boleh(IZIN, wilayah=kode, perangkat_daerah=opd)


@given(st.lists(hibah_acak, max_size=6), kode_wilayah)
def test_what_covers_a_place_covers_everything_beneath_it(daftar: list[Hibah], kode: str) -> None:
    pemegang = aktor(*daftar)
    if pemegang.meliputi(IZIN, wilayah=kode):
        for di_bawah in ("ID", "61", "61.71", "61.71.01", "61.72", "62", "62.71"):
            if mencakup(kode, di_bawah):
                assert pemegang.boleh(IZIN, wilayah=di_bawah)
                assert pemegang.boleh(IZIN, wilayah=di_bawah, perangkat_daerah=OPD)


@given(st.lists(hibah_acak, max_size=6), kode_wilayah)
def test_who_may_somewhere_holds_the_permission(daftar: list[Hibah], kode: str) -> None:
    pemegang = aktor(*daftar)
    if pemegang.boleh(IZIN, wilayah=kode):
        assert pemegang.punya(IZIN)
        assert not pemegang.lingkup(IZIN).kosong
