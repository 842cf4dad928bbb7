"""What a workbook may be, and how its cells become text; no reading of files here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

__all__ = ["PETUNJUK", "Cela", "SelTakTerbaca", "huruf_kolom", "teks_sel"]

PETUNJUK: Final = "Petunjuk"
"""The sheet that explains a template; an import passes over it."""

DIGIT_MAKS: Final = 15
"""Digits a spreadsheet keeps of a number; further ones have become zeros before the file was saved."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cela:
    """One fault of a workbook: the sheet, the row as the spreadsheet counts, the letters of the column, what to do."""

    pesan: str
    lembar: str | None = None
    baris: int = 1
    kolom: int | None = None
    """Counted from 0."""


class SelTakTerbaca(ValueError):
    """A cell whose value can't be taken as text; says what to do."""


def huruf_kolom(nomor: int) -> str:
    """The letters over a column counted from 0.

    >>> huruf_kolom(0), huruf_kolom(25), huruf_kolom(26), huruf_kolom(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    huruf = ""
    nomor += 1
    while nomor:
        nomor, sisa = divmod(nomor - 1, 26)
        huruf = chr(ord("A") + sisa) + huruf
    return huruf


def teks_sel(nilai: object) -> str:
    """The text of a cell as a person would have typed it into a CSV file; raises `SelTakTerbaca`.

    >>> teks_sel(7.0), teks_sel(date(2026, 1, 2)), teks_sel(True)
    ('7', '2026-01-02', 'ya')
    """
    match nilai:
        case str():
            return nilai
        case bool():
            return "ya" if nilai else "tidak"
        case int() | float():
            return _teks_angka(nilai)
        case datetime():
            return nilai.date().isoformat() if _tengah_malam(nilai) else nilai.isoformat(" ", "minutes")
        case date():
            return nilai.isoformat()
        case _:
            raise SelTakTerbaca(
                "berisi jam atau lama waktu. Ubah format sel menjadi Teks, lalu ketik isinya."
            )


def _teks_angka(nilai: float) -> str:
    if not math.isfinite(nilai) or abs(nilai) >= 10**DIGIT_MAKS:
        raise SelTakTerbaca(
            f"angka lebih dari {DIGIT_MAKS} digit; digit belakangnya sudah hilang dari berkas. "
            "Ubah format sel menjadi Teks, lalu ketik ulang."
        )
    return str(int(nilai)) if nilai == int(nilai) else format(nilai, ".15g")


def _tengah_malam(waktu: datetime) -> bool:
    return (waktu.hour, waktu.minute, waktu.second, waktu.microsecond) == (0, 0, 0, 0)
