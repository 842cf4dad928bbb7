"""What a person has, weighed against every kind of item."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.bukti.rules import JenisBukti
from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan, SegiApi
from forum_paksi.kelayakan.rules import (
    BuktiMilik,
    ButirSyarat,
    KegiatanMilik,
    Milik,
    NilaiButir,
    SertifikatMilik,
    StatusButir,
    nilai,
    tahun_sertifikat,
    yang_kurang,
)
from forum_paksi.persyaratan.rules import Jendela, JenisButir

HARI = date(2026, 6, 1)
K, J, W, S = JenisKegiatan, JenisButir, Jendela, StatusButir
SERTIFIKAT = SertifikatMilik(terbit=date(2024, 3, 1), berakhir=date(2027, 2, 28))


def butir(jenis: JenisButir, jumlah: int | None = 1, kode: str = "X", **lain: object) -> ButirSyarat:
    if jenis is J.KEGIATAN:
        lain = {"jendela": W.KAPAN_SAJA, **lain}
    return ButirSyarat(kode=kode, jenis=jenis, nama="Uji", petunjuk="Lengkapi.", jumlah=jumlah, **lain)  # pyright: ignore[reportArgumentType]


def kegiatan(hari: date, jenis: JenisKegiatan = K.PENYULUHAN, n: int = 0, **lain: object) -> KegiatanMilik:
    return KegiatanMilik(id=uuid.UUID(int=n), jenis=jenis, mulai=hari, selesai=hari, **lain)  # pyright: ignore[reportArgumentType]


def satu(b: ButirSyarat, milik: Milik, hari: date = HARI) -> tuple[StatusButir, int, int | None]:
    (hasil,) = nilai([b], milik, hari)
    return hasil.status, hasil.punya, hasil.perlu


def nomor(hasil: NilaiButir) -> list[int]:
    return [k.int for k in hasil.kegiatan]


def test_a_document_is_there_or_it_is_not() -> None:
    assert satu(butir(J.DOKUMEN, kode="EKTP"), Milik()) == (S.KURANG, 0, 1)
    assert satu(butir(J.DOKUMEN, kode="EKTP"), Milik(dokumen=frozenset({"NPWP"}))) == (S.KURANG, 0, 1)
    assert satu(butir(J.DOKUMEN, kode="EKTP"), Milik(dokumen=frozenset({"EKTP"}))) == (S.TERPENUHI, 1, 1)
    assert satu(butir(J.DOKUMEN, None, kode="EKTP"), Milik(dokumen=frozenset({"EKTP"}))) == (
        S.PERLU_DINILAI,
        1,
        None,
    )


@pytest.mark.parametrize(
    ("butir_", "bukti"), list(product([J.ELEARNING, J.DIKLAT, J.MENGAJAR], list(JenisBukti)))
)
def test_evidence_counts_for_the_item_of_its_kind_once_it_is_over(
    butir_: JenisButir, bukti: JenisBukti
) -> None:
    sesuai = butir_.value == bukti.value
    for selesai, ada in ((HARI, True), (HARI + timedelta(1), False)):
        milik = Milik(bukti=[BuktiMilik(jenis=bukti, selesai=selesai)])
        punya = int(sesuai and ada)
        assert satu(butir(butir_), milik) == (S.TERPENUHI if punya else S.KURANG, punya, 1)
        assert satu(butir(butir_, 2), milik) == (S.KURANG, punya, 2)
        assert satu(butir(butir_, None), milik) == (S.PERLU_DINILAI, punya, None)


@pytest.mark.parametrize(
    ("hari", "aktif", "terpenuhi"),
    [
        (date(2024, 2, 29), True, False),
        (date(2024, 3, 1), True, True),
        (date(2027, 2, 28), True, True),
        (date(2027, 3, 1), True, False),
        (date(2026, 6, 1), False, False),
    ],
)
def test_a_certificate_is_active_from_its_first_to_its_last_day(
    hari: date, aktif: bool, terpenuhi: bool
) -> None:
    milik = Milik(sertifikat=replace(SERTIFIKAT, aktif=aktif))
    assert satu(butir(J.SERTIFIKAT_AKTIF), milik, hari)[0] is (S.TERPENUHI if terpenuhi else S.KURANG)
    # An application that was handed in on that day is judged by it, however late.
    milik = Milik(sertifikat=replace(SERTIFIKAT, aktif=aktif, dilihat_pada=hari))
    assert satu(butir(J.SERTIFIKAT_AKTIF), milik, date(2029, 1, 1))[0] is (
        S.TERPENUHI if terpenuhi else S.KURANG
    )


def test_without_a_certificate_nothing_that_looks_at_one_is_met() -> None:
    milik = Milik(kegiatan=[kegiatan(HARI), kegiatan(HARI, K.API, 1, segi=SegiApi.MONEV)])
    assert satu(butir(J.SERTIFIKAT_AKTIF), milik) == (S.KURANG, 0, 1)
    assert satu(butir(J.KEGIATAN, jendela=W.MASA_SERTIFIKAT), milik) == (S.KURANG, 0, 1)
    assert satu(butir(J.BUKTI_TAHUNAN), milik) == (S.KURANG, 0, 1)


@pytest.mark.parametrize(
    ("jendela", "mulai", "selesai", "dihitung"),
    [
        (W.KAPAN_SAJA, date(2010, 1, 1), date(2010, 1, 2), True),
        (W.KAPAN_SAJA, HARI, HARI, True),
        (W.KAPAN_SAJA, HARI, HARI + timedelta(1), False),
        (W.MASA_SERTIFIKAT, date(2024, 2, 29), date(2024, 3, 1), False),
        (W.MASA_SERTIFIKAT, date(2024, 3, 1), date(2024, 3, 1), True),
        (W.SESUDAH_DIKLAT, date(2025, 5, 9), date(2025, 5, 9), False),
        (W.SESUDAH_DIKLAT, date(2025, 5, 9), date(2025, 5, 10), False),
        (W.SESUDAH_DIKLAT, date(2025, 5, 10), date(2025, 5, 10), True),
    ],
)
def test_a_report_counts_inside_its_window(
    jendela: Jendela, mulai: date, selesai: date, dihitung: bool
) -> None:
    """The diklat ended on 9 May 2025; a second one later takes nothing away."""
    milik = Milik(
        bukti=[
            BuktiMilik(jenis=JenisBukti.DIKLAT, selesai=date(2026, 5, 1)),
            BuktiMilik(jenis=JenisBukti.DIKLAT, selesai=date(2025, 5, 9)),
        ],
        kegiatan=[KegiatanMilik(id=uuid.UUID(int=1), jenis=K.PENYULUHAN, mulai=mulai, selesai=selesai)],
        sertifikat=SERTIFIKAT,
    )
    assert satu(butir(J.KEGIATAN, jendela=jendela), milik)[1] == int(dihitung)


def test_the_last_day_of_a_certificate_still_counts_and_the_next_does_not() -> None:
    milik = Milik(
        kegiatan=[kegiatan(date(2027, 2, 28), n=1), kegiatan(date(2027, 3, 1), n=2)], sertifikat=SERTIFIKAT
    )
    (hasil,) = nilai([butir(J.KEGIATAN, 2, jendela=W.MASA_SERTIFIKAT)], milik, date(2028, 1, 1))
    assert (hasil.status, nomor(hasil)) == (S.KURANG, [1])


def test_reports_after_a_diklat_need_the_diklat() -> None:
    milik = Milik(kegiatan=[kegiatan(HARI)])
    assert satu(butir(J.KEGIATAN, jendela=W.SESUDAH_DIKLAT), milik) == (S.KURANG, 0, 1)


@pytest.mark.parametrize("jenis", list(JenisKegiatan))
@pytest.mark.parametrize("bentuk", [None, *BentukKomunitas])
def test_kinds_and_forms_narrow_what_counts(jenis: JenisKegiatan, bentuk: BentukKomunitas | None) -> None:
    milik = Milik(kegiatan=[kegiatan(HARI, jenis, bentuk=bentuk)])
    assert satu(butir(J.KEGIATAN), milik)[1] == 1
    assert satu(butir(J.KEGIATAN, jenis_kegiatan=frozenset({K.PENYULUHAN, K.MONEV})), milik)[1] == int(
        jenis in {K.PENYULUHAN, K.MONEV}
    )
    assert satu(butir(J.KEGIATAN, bentuk=BentukKomunitas.PENDAMPINGAN), milik)[1] == int(
        bentuk is BentukKomunitas.PENDAMPINGAN
    )


def test_what_another_application_counted_is_gone_and_the_earliest_of_the_rest_are_taken() -> None:
    milik = Milik(
        kegiatan=[
            kegiatan(HARI - timedelta(1), n=4),
            kegiatan(HARI - timedelta(9), n=1, terpakai=True),
            kegiatan(HARI - timedelta(3), n=3),
            kegiatan(HARI - timedelta(5), n=2),
        ]
    )
    (hasil,) = nilai([butir(J.KEGIATAN, 2)], milik, HARI)
    assert (hasil.status, hasil.punya, nomor(hasil)) == (S.TERPENUHI, 2, [2, 3])


def test_what_this_application_counts_already_stays_counted() -> None:
    milik = Milik(
        kegiatan=[kegiatan(HARI - timedelta(9), n=1), kegiatan(HARI - timedelta(1), n=2, diambil=True)]
    )
    (hasil,) = nilai([butir(J.KEGIATAN, 1)], milik, HARI)
    assert nomor(hasil) == [2]


def test_what_a_verifier_relied_on_for_an_item_without_a_number_stays_with_it() -> None:
    milik = Milik(
        kegiatan=[
            kegiatan(HARI - timedelta(9), n=1, diambil=True, untuk="DINILAI"),
            kegiatan(HARI - timedelta(8), n=2, diambil=True, untuk="BERJUMLAH"),
            kegiatan(HARI - timedelta(7), n=3),
        ]
    )
    dinilai, berjumlah = nilai(
        [butir(J.KEGIATAN, None, "DINILAI"), butir(J.KEGIATAN, 1, "BERJUMLAH")], milik, HARI
    )
    assert (nomor(dinilai), nomor(berjumlah)) == ([1, 3], [2])


def test_one_item_leaves_another_what_only_that_one_can_use() -> None:
    """Any two reports and two of pendampingan: the any-item must not eat the pendampingan."""
    milik = Milik(
        kegiatan=[
            kegiatan(HARI - timedelta(9), K.PENGEMBANGAN_KOMUNITAS, 1, bentuk=BentukKomunitas.PENDAMPINGAN),
            kegiatan(HARI - timedelta(8), K.PENGEMBANGAN_KOMUNITAS, 2, bentuk=BentukKomunitas.PENDAMPINGAN),
            kegiatan(HARI - timedelta(7), n=3),
            kegiatan(HARI - timedelta(6), n=4),
        ]
    )
    semua, pendampingan = nilai(
        [
            butir(J.KEGIATAN, 2, "SEMUA"),
            butir(J.KEGIATAN, 2, "PENDAMPINGAN", bentuk=BentukKomunitas.PENDAMPINGAN),
        ],
        milik,
        HARI,
    )
    assert (semua.status, nomor(semua)) == (S.TERPENUHI, [3, 4])
    assert (pendampingan.status, nomor(pendampingan)) == (S.TERPENUHI, [1, 2])


def test_items_that_are_asked_for_come_before_the_others_and_those_without_a_number_last() -> None:
    milik = Milik(kegiatan=[kegiatan(HARI - timedelta(9 - n), n=n) for n in range(1, 5)])
    tak_tentu, sukarela, wajib = nilai(
        [
            butir(J.KEGIATAN, None, "A"),
            butir(J.KEGIATAN, 2, "B", wajib=False),
            butir(J.KEGIATAN, 1, "C"),
        ],
        milik,
        HARI,
    )
    assert len(wajib.kegiatan) == 1
    assert len(sukarela.kegiatan) == 2
    assert (tak_tentu.status, tak_tentu.punya) == (S.PERLU_DINILAI, 1)
    kurang = nilai([butir(J.KEGIATAN, 9, "B", wajib=False), butir(J.KEGIATAN, 9, "C")], milik, HARI)
    assert [n.kode for n in yang_kurang(kurang)] == ["C"]


def test_years_of_a_certificate_follow_each_other_without_a_gap() -> None:
    assert list(tahun_sertifikat(date(2024, 3, 1), date(2027, 2, 28))) == [
        (date(2024, 3, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2027, 2, 28)),
    ]
    assert list(tahun_sertifikat(date(2024, 2, 29), date(2025, 6, 30))) == [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 6, 30)),
    ]


def test_yearly_evidence_needs_every_side_in_every_year() -> None:
    tahun = [date(2024, 5, 1), date(2025, 5, 1), date(2026, 5, 1)]
    semua = [
        kegiatan(hari, K.API, 10 * n + m, segi=segi)
        for n, hari in enumerate(tahun)
        for m, segi in enumerate(SegiApi)
    ]
    b = butir(J.BUKTI_TAHUNAN, jenis_kegiatan=frozenset({K.API}))
    assert satu(b, Milik(kegiatan=semua, sertifikat=SERTIFIKAT)) == (S.TERPENUHI, 6, 6)
    # Ten more in the first year do not stand for the one that is missing in the third.
    lebih = [kegiatan(tahun[0], K.API, 100 + n, segi=SegiApi.MONEV) for n in range(10)]
    milik = Milik(kegiatan=[*semua[:-1], *lebih], sertifikat=SERTIFIKAT)
    assert satu(b, milik) == (S.KURANG, 5, 6)
    assert satu(replace(b, jumlah=2), Milik(kegiatan=semua, sertifikat=SERTIFIKAT)) == (S.KURANG, 6, 12)
    assert satu(replace(b, jumlah=None), Milik(kegiatan=semua, sertifikat=SERTIFIKAT)) == (
        S.PERLU_DINILAI,
        6,
        None,
    )


def test_the_hint_says_how_many_are_there_and_what_to_do() -> None:
    milik = Milik(kegiatan=[kegiatan(HARI)])

    def petunjuk(jumlah: int | None, jenis: JenisButir = J.KEGIATAN) -> str:
        (hasil,) = nilai([butir(jenis, jumlah)], milik, HARI)
        return hasil.petunjuk

    assert petunjuk(1) == ""
    assert petunjuk(3) == "Baru 1 dari 3. Lengkapi."
    assert petunjuk(None) == "Jumlahnya tidak ditetapkan; verifikator yang menilai. Lengkapi."
    assert petunjuk(1, J.DOKUMEN) == "Lengkapi."


# --- properties -------------------------------------------------------------------------------------------

_HARI = st.dates(date(2024, 1, 1), date(2027, 6, 1))
_KEGIATAN = st.lists(
    st.builds(
        lambda n, jenis, hari, lama, terpakai, diambil: KegiatanMilik(
            id=uuid.UUID(int=n),
            jenis=jenis,
            bentuk=BentukKomunitas.PENDAMPINGAN if jenis is K.PENGEMBANGAN_KOMUNITAS else None,
            segi=SegiApi.MONEV if jenis is K.API else None,
            mulai=hari,
            selesai=hari + timedelta(lama),
            terpakai=terpakai,
            diambil=diambil and not terpakai,
        ),
        st.integers(0, 10_000),
        st.sampled_from([K.PENYULUHAN, K.PENGEMBANGAN_KOMUNITAS, K.API]),
        _HARI,
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda k: k.id,
)
_BUTIR = st.lists(
    st.one_of(
        st.builds(
            lambda jumlah, jenis, jendela, wajib: butir(
                J.KEGIATAN, jumlah, jenis_kegiatan=jenis, jendela=jendela, wajib=wajib
            ),
            st.none() | st.integers(1, 3),
            st.frozensets(st.sampled_from([K.PENYULUHAN, K.PENGEMBANGAN_KOMUNITAS, K.API]), max_size=2),
            st.sampled_from(Jendela),
            st.booleans(),
        ),
        st.builds(lambda jumlah: butir(J.BUKTI_TAHUNAN, jumlah), st.none() | st.integers(1, 2)),
        st.builds(butir, st.sampled_from([J.DOKUMEN, J.ELEARNING, J.SERTIFIKAT_AKTIF])),
    ),
    max_size=4,
)
_MILIK = st.builds(
    lambda kegiatan_, diklat, sertifikat: Milik(
        kegiatan=kegiatan_,
        bukti=[BuktiMilik(jenis=JenisBukti.DIKLAT, selesai=d) for d in diklat],
        sertifikat=sertifikat,
    ),
    _KEGIATAN,
    st.lists(_HARI, max_size=2),
    st.none() | st.just(SERTIFIKAT),
)


def bisa(butir_: Sequence[ButirSyarat], milik: Milik) -> bool:
    """Whether some spread of the reports meets all items with a number, found by trying every one."""

    def cocok(b: ButirSyarat, k: KegiatanMilik) -> bool:
        return satu(replace(b, jumlah=1), replace(milik, kegiatan=[k]))[1] == 1

    sisa = [b.jumlah or 0 for b in butir_]
    boleh = [[n for n, b in enumerate(butir_) if cocok(b, k)] for k in milik.kegiatan]

    def coba(ke: int) -> bool:
        if not any(sisa):
            return True
        if ke == len(boleh):
            return False
        for n in boleh[ke]:
            if sisa[n]:
                sisa[n] -= 1
                if coba(ke + 1):
                    return True
                sisa[n] += 1
        return coba(ke + 1)

    return coba(0)


@given(_BUTIR, _MILIK)
def test_no_report_is_counted_twice_nor_one_that_another_application_counted(
    butir_: list[ButirSyarat], milik: Milik
) -> None:
    hasil = nilai(butir_, milik, HARI)
    dihitung = Counter(k for n in hasil for k in n.kegiatan)
    assert set(dihitung.values()) <= {1}
    sah = {k.id for k in milik.kegiatan if not k.terpakai and k.selesai <= HARI}
    assert set(dihitung) <= sah
    for b, n in zip(butir_, hasil, strict=True):
        if b.jenis in {J.KEGIATAN, J.BUKTI_TAHUNAN}:
            assert n.punya == len(n.kegiatan)
            assert n.perlu is None or n.punya <= n.perlu
        assert n.status is (
            S.PERLU_DINILAI if n.perlu is None else S.TERPENUHI if n.punya >= n.perlu else S.KURANG
        )


@given(_BUTIR, _MILIK, st.randoms(use_true_random=False))
def test_the_order_in_which_reports_are_read_changes_nothing(
    butir_: list[ButirSyarat], milik: Milik, acak: object
) -> None:
    lain = list(milik.kegiatan)
    acak.shuffle(lain)  # pyright: ignore[reportAttributeAccessIssue]
    assert nilai(butir_, replace(milik, kegiatan=lain), HARI) == nilai(butir_, milik, HARI)


@given(_BUTIR, _MILIK)
def test_items_of_reports_are_all_met_exactly_when_some_spread_meets_them_all(
    butir_: list[ButirSyarat], milik: Milik
) -> None:
    bernomor = [replace(b, wajib=True) for b in butir_ if b.jenis is J.KEGIATAN and b.jumlah is not None]
    hasil = nilai(bernomor, milik, HARI)
    assert all(n.status is S.TERPENUHI for n in hasil) == bisa(bernomor, milik)


@given(_BUTIR, _MILIK, _HARI)
def test_one_more_report_never_makes_an_application_worse(
    butir_: list[ButirSyarat], milik: Milik, hari: date
) -> None:
    sebelum = nilai(butir_, milik, HARI)
    tambah = kegiatan(hari, n=20_000)
    sesudah = nilai(butir_, replace(milik, kegiatan=[*milik.kegiatan, tambah]), HARI)
    wajib = [n for n, b in enumerate(butir_) if b.wajib and b.jumlah is not None]
    assert sum(sesudah[n].punya for n in wajib) >= sum(sebelum[n].punya for n in wajib)
    if not yang_kurang(sebelum):
        assert not yang_kurang(sesudah)
