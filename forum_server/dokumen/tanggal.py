"""Dates, times and numbers as Indonesian letters write them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

__all__ = ["hari_tanggal", "rangkai_tanggal", "tanggal_panjang", "terbilang"]

HARI: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
BULAN: Final = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli"),
    *("Agustus", "September", "Oktober", "November", "Desember"),
)
_SATUAN: Final = (
    *("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"),
    "sebelas",
)


def tanggal_panjang(hari: date) -> str:
    """A date in words.

    >>> tanggal_panjang(date(2026, 2, 1))
    '1 Februari 2026'
    """
    return f"{hari.day} {BULAN[hari.month - 1]} {hari.year}"


def hari_tanggal(hari: date) -> str:
    """A date with its day of the week.

    >>> hari_tanggal(date(2026, 2, 1))
    'Minggu, 1 Februari 2026'
    """
    return f"{HARI[hari.weekday()]}, {tanggal_panjang(hari)}"


def rangkai_tanggal(hari: Iterable[date]) -> str:
    """Several dates, runs of days drawn together, what they share said once.

    >>> rangkai_tanggal([date(2026, 2, 1), date(2026, 2, 2), date(2026, 2, 3), date(2026, 3, 5)])
    '1 s.d. 3 Februari 2026 dan 5 Maret 2026'
    """
    runtun: list[list[date]] = []
    for satu in sorted(set(hari)):
        if runtun and satu - runtun[-1][-1] == timedelta(days=1):
            runtun[-1].append(satu)
        else:
            runtun.append([satu])
    bagian = [_rentang(r[0], r[-1]) for r in runtun]
    return bagian[0] if len(bagian) == 1 else f"{', '.join(bagian[:-1])} dan {bagian[-1]}" if bagian else ""


def terbilang(angka: int) -> str:
    """A number from 0 to 999,999 in words; raises ValueError for any other.

    >>> terbilang(115), terbilang(1_021), terbilang(20)
    ('seratus lima belas', 'seribu dua puluh satu', 'dua puluh')
    """
    if not 0 <= angka < 1_000_000:
        raise ValueError(angka)
    if angka < 12:
        return _SATUAN[angka]
    if angka < 20:
        return f"{_SATUAN[angka - 10]} belas"
    for besar, nama in ((1_000, "ribu"), (100, "ratus"), (10, "puluh")):
        banyak, sisa = divmod(angka, besar)
        if banyak:
            awal = f"se{nama}" if banyak == 1 else f"{terbilang(banyak)} {nama}"
            return f"{awal} {terbilang(sisa)}" if sisa else awal
    raise AssertionError("unreachable")


def _rentang(mulai: date, sampai: date) -> str:
    if mulai == sampai:
        return tanggal_panjang(mulai)
    awal = str(mulai.day)
    if mulai.month != sampai.month or mulai.year != sampai.year:
        awal += f" {BULAN[mulai.month - 1]}"
    if mulai.year != sampai.year:
        awal += f" {mulai.year}"
    return f"{awal} s.d. {tanggal_panjang(sampai)}"
