"""Spans of reports, how a task stands, and the life of a good practice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.angkatan.rules import (
    BULAN_MAKS,
    PERIODE_MAKS,
    TENGGAT_MAKS,
    KeadaanHasil,
    Periode,
    StatusTugas,
    periode_laporan,
    status_tugas,
)
from forum_paksi.hari import hari_di
from forum_paksi.praktik.rules import (
    PERALIHAN,
    KeadaanPraktik,
    Penulis,
    TindakanPraktik,
    setelah,
    tolak_tindakan,
)
from forum_server.plugin import IsianTidakSah
from tests.paksi.bahan_angkatan import instan

HARI = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 12, 31))
K, T, P = KeadaanPraktik, TindakanPraktik, Penulis


def test_a_year_in_quarters_from_the_last_of_a_long_month() -> None:
    assert periode_laporan(date(2026, 10, 31), tiap_bulan=4, banyak=2, tenggat_hari=10) == (
        Periode(mulai=date(2026, 10, 31), selesai=date(2027, 2, 27), batas=date(2027, 3, 9)),
        Periode(mulai=date(2027, 2, 28), selesai=date(2027, 6, 29), batas=date(2027, 7, 9)),
    )
    assert periode_laporan(date(2026, 1, 1), tiap_bulan=12, banyak=1) == (
        Periode(mulai=date(2026, 1, 1), selesai=date(2026, 12, 31), batas=date(2026, 12, 31)),
    )


@given(
    mulai=HARI,
    tiap_bulan=st.integers(1, BULAN_MAKS),
    banyak=st.integers(1, PERIODE_MAKS),
    tenggat=st.integers(0, TENGGAT_MAKS),
)
def test_spans_follow_each_other_without_gap_or_overlap(
    mulai: date, tiap_bulan: int, banyak: int, tenggat: int
) -> None:
    periode = periode_laporan(mulai, tiap_bulan=tiap_bulan, banyak=banyak, tenggat_hari=tenggat)
    assert len(periode) == banyak
    assert periode[0].mulai == mulai
    assert all(p.mulai <= p.selesai and p.batas == p.selesai + timedelta(tenggat) for p in periode)
    assert all(b.mulai == a.selesai + timedelta(1) for a, b in pairwise(periode))
    bulan = mulai.year * 12 + mulai.month
    assert [p.mulai.year * 12 + p.mulai.month - bulan for p in periode] == [
        tiap_bulan * ke for ke in range(banyak)
    ]


@pytest.mark.parametrize(
    ("tiap", "banyak", "tenggat", "letak"),
    [
        (0, 1, 0, "tiapBulan"),
        (BULAN_MAKS + 1, 1, 0, "tiapBulan"),
        (1, 0, 0, "banyak"),
        (1, PERIODE_MAKS + 1, 0, "banyak"),
        (1, 1, -1, "tenggatHari"),
        (1, 1, TENGGAT_MAKS + 1, "tenggatHari"),
    ],
)
def test_a_plan_beyond_the_limits_is_refused(tiap: int, banyak: int, tenggat: int, letak: str) -> None:
    with pytest.raises(IsianTidakSah) as salah:
        periode_laporan(date(2026, 1, 1), tiap_bulan=tiap, banyak=banyak, tenggat_hari=tenggat)
    assert (salah.value.kode, list(salah.value.letak)) == ("DI_LUAR_BATAS", [letak])


def test_a_day_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(IsianTidakSah) as salah:
        periode_laporan(date(9999, 6, 1), tiap_bulan=12, banyak=2)
    assert (salah.value.kode, list(salah.value.letak)) == ("DI_LUAR_BATAS", ["mulai"])


def test_a_task_is_late_the_day_after_its_last() -> None:
    batas = date(2026, 3, 31)
    assert status_tugas(None, batas=batas, hari_ini=batas) is StatusTugas.BERJALAN
    for hasil in (None, KeadaanHasil.DIKEMBALIKAN):
        assert status_tugas(hasil, batas=batas, hari_ini=batas + timedelta(1)) is StatusTugas.TERLAMBAT
    assert (
        status_tugas(KeadaanHasil.DISERAHKAN, batas=batas, hari_ini=batas + timedelta(900))
        is StatusTugas.SELESAI
    )


def test_the_day_is_that_of_the_zone() -> None:
    assert [hari_di(instan("2026-03-31T15:30Z"), z).day for z in ("WIB", "WITA", "WIT")] == [31, 31, 1]
    assert [hari_di(instan("2026-03-31T16:59Z"), z).day for z in ("WIB", "WITA", "WIT")] == [31, 1, 1]
    assert hari_di(instan("2026-03-31T17:00Z"), "WIB") == date(2026, 4, 1)


def test_every_state_action_and_capacity_of_a_good_practice() -> None:
    boleh = {
        (K.DRAF, T.UBAH, P.DIRI): K.DRAF,
        (K.DRAF, T.UBAH, P.PEMDA): K.DRAF,
        (K.DITARIK, T.UBAH, P.DIRI): K.DRAF,
        (K.DITARIK, T.UBAH, P.PEMDA): K.DRAF,
        (K.DRAF, T.AJUKAN, P.DIRI): K.DIAJUKAN,
        (K.DRAF, T.AJUKAN, P.PEMDA): K.DIAJUKAN,
        (K.DIAJUKAN, T.KEMBALIKAN, P.PEMDA): K.DRAF,
        (K.DIAJUKAN, T.TERBITKAN, P.PEMDA): K.TERBIT,
        (K.TERBIT, T.TARIK, P.PEMDA): K.DITARIK,
    }
    assert {(k, t, p): ke for k, t, p in product(K, T, P) if (ke := setelah(k, t, p)) is not None} == boleh
    assert set(PERALIHAN) == set(T)
    assert tolak_tindakan(K.TERBIT, T.UBAH).pesan == (
        "Praktik baik ini sedang TERBIT; UBAH hanya dapat dilakukan saat DRAF atau DITARIK. "
        "Muat ulang praktik baik lalu pilih tindakan yang sesuai."
    )
