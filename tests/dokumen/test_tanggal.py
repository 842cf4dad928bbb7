from __future__ import annotations

import doctest
from datetime import date

import pytest

from forum_server.dokumen import rules, tanggal
from forum_server.dokumen.tanggal import (
    BULAN,
    HARI,
    hari_tanggal,
    rangkai_tanggal,
    tanggal_panjang,
    terbilang,
)


def test_the_examples_in_the_code_hold() -> None:
    for modul in (tanggal, rules):
        hasil = doctest.testmod(modul)
        assert (hasil.failed, hasil.attempted > 0) == (0, True)


def test_a_week_of_days_and_a_year_of_months_have_their_indonesian_names() -> None:
    assert [hari_tanggal(date(2026, 11, n)).split(",")[0] for n in range(16, 23)] == list(HARI)
    assert [tanggal_panjang(date(2026, n, 9)) for n in range(1, 13)] == [f"9 {b} 2026" for b in BULAN]


@pytest.mark.parametrize(
    ("hari", "tertulis"),
    [
        ([], ""),
        ([date(2026, 12, 31), date(2027, 1, 1)], "31 Desember 2026 s.d. 1 Januari 2027"),
        ([date(2026, 4, 30), date(2026, 5, 1)], "30 April s.d. 1 Mei 2026"),
        (
            [date(2026, 5, 8), date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 8)],
            "1 Mei 2026, 4 Mei 2026 dan 8 Mei 2026",
        ),
    ],
)
def test_dates_are_drawn_together_where_days_follow_each_other(hari: list[date], tertulis: str) -> None:
    assert rangkai_tanggal(hari) == tertulis


@pytest.mark.parametrize(
    ("angka", "kata"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (15, "lima belas"),
        (100, "seratus"),
        (999, "sembilan ratus sembilan puluh sembilan"),
        (1_000, "seribu"),
        (212_100, "dua ratus dua belas ribu seratus"),
    ],
)
def test_numbers_are_written_out(angka: int, kata: str) -> None:
    assert terbilang(angka) == kata


@pytest.mark.parametrize("angka", [-1, 1_000_000])
def test_numbers_beyond_a_letter_are_refused(angka: int) -> None:
    with pytest.raises(ValueError, match=str(angka)):
        terbilang(angka)
