"""Writing workbooks: exports whose text stays text, and templates that a person fills in."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from forum_server.lembar.rules import PETUNJUK

__all__ = ["MEDIA_XLSX", "IsianTemplat", "KolomTulis", "tulis_buku", "tulis_templat"]

MEDIA_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEL_MAKS: Final = 32_767
"""Letters a cell of a workbook holds."""
PILIHAN_MAKS: Final = 255
"""Letters of a list to choose from; a longer one is only told on the sheet that explains."""
BARIS_TEMPLAT: Final = 2_000
"""Rows of a template that carry a format and a list to choose from."""

Nilai = str | int | date | datetime | bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class KolomTulis:
    """A column of an export: its header and its width in letters."""

    judul: str
    lebar: int = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianTemplat:
    """A column to fill in: its header, whether it must be, what it is for, and what may be chosen."""

    judul: str
    wajib: bool
    keterangan: str
    pilihan: tuple[str, ...] = ()


def tulis_buku(lembar: str, kolom: Sequence[KolomTulis], baris: Iterable[Sequence[Nilai]]) -> bytes:
    """One sheet with a header that stays in sight.

    Text is written as text whatever it begins with, so nothing becomes a formula or a link; numbers and dates are
    numbers and dates. An instant is written as its local text by the caller: a sheet knows no zones. Raises ValueError
    for a text longer than a cell holds.
    """
    hasil = io.BytesIO()
    with _buku(hasil) as buku:
        halaman = buku.add_worksheet(lembar)
        tebal = buku.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        tanggal = buku.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
        teks = buku.add_format({"num_format": "@"})
        for i, satu in enumerate(kolom):
            halaman.set_column(i, i, satu.lebar)
            halaman.write_string(0, i, satu.judul, tebal)
        halaman.freeze_panes(1, 0)
        nomor = 0
        for nomor, satu in enumerate(baris, start=1):
            for i, nilai in enumerate(satu):
                _tulis(halaman, nomor, i, nilai, tanggal, teks)
        halaman.autofilter(0, 0, max(nomor, 1), len(kolom) - 1)
    return hasil.getvalue()


def tulis_templat(lembar: str, isian: Sequence[IsianTemplat], *, petunjuk: Sequence[str]) -> bytes:
    """An empty table to fill in and a sheet that explains it; every cell is text, so no number loses its digits."""
    hasil = io.BytesIO()
    with _buku(hasil) as buku:
        halaman = buku.add_worksheet(lembar)
        teks = buku.add_format({"num_format": "@"})
        wajib = buku.add_format({"bold": True, "num_format": "@", "bottom": 1})
        boleh = buku.add_format({"num_format": "@", "bottom": 1})
        for i, satu in enumerate(isian):
            halaman.set_column(i, i, max(18, len(satu.judul) + 2), teks)
            halaman.write_string(0, i, satu.judul, wajib if satu.wajib else boleh)
            if satu.pilihan and len(",".join(satu.pilihan)) <= PILIHAN_MAKS:
                halaman.data_validation(
                    1,
                    i,
                    BARIS_TEMPLAT,
                    i,
                    {
                        "validate": "list",
                        "source": list(satu.pilihan),
                        "error_title": "Tidak dikenal",
                        "error_message": "Pilih salah satu dari daftarnya.",
                    },
                )
        halaman.freeze_panes(1, 0)
        _petunjuk(buku.add_worksheet(PETUNJUK), isian, petunjuk, buku.add_format({"bold": True}), teks)
    return hasil.getvalue()


def _buku(hasil: io.BytesIO) -> xlsxwriter.Workbook:
    # In memory: what is written may be personal, and must not lie in a folder of temporary files.
    buku = xlsxwriter.Workbook(
        hasil,
        {
            "in_memory": True,
            "strings_to_numbers": False,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
    buku.set_properties({"author": "", "created": datetime(2020, 1, 1)})  # noqa: DTZ001 - a sheet knows no zones
    return buku


def _petunjuk(
    halaman: Worksheet, isian: Sequence[IsianTemplat], petunjuk: Sequence[str], tebal: Format, teks: Format
) -> None:
    halaman.set_column(0, 0, 24)
    halaman.set_column(1, 1, 10)
    halaman.set_column(2, 2, 90)
    for nomor, kalimat in enumerate(petunjuk):
        halaman.write_string(nomor, 0, kalimat)
    awal = len(petunjuk) + 1
    for i, judul in enumerate(("Kolom", "Wajib", "Isi")):
        halaman.write_string(awal, i, judul, tebal)
    for nomor, satu in enumerate(isian, start=awal + 1):
        pilihan = f" Pilih: {', '.join(satu.pilihan)}." if satu.pilihan else ""
        for i, kalimat in enumerate((satu.judul, "ya" if satu.wajib else "", satu.keterangan + pilihan)):
            halaman.write_string(nomor, i, kalimat, teks)


def _tulis(halaman: Worksheet, baris: int, kolom: int, nilai: Nilai, tanggal: Format, teks: Format) -> None:
    match nilai:
        case None | "":
            return
        case str():
            if len(nilai) > SEL_MAKS:
                raise ValueError(f"a cell holds {SEL_MAKS} letters")
            halaman.write_string(baris, kolom, nilai, teks)
        case bool():
            halaman.write_string(baris, kolom, "ya" if nilai else "tidak", teks)
        case int():
            halaman.write_number(baris, kolom, nilai)
        case datetime():
            raise TypeError("an instant is written as its local text")
        case date():
            halaman.write_datetime(baris, kolom, datetime.combine(nilai, time()), tanggal)
