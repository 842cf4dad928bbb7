"""The template in which people are handed in."""

from __future__ import annotations

from typing import Final

from forum_server.lembar.tulis import IsianTemplat, tulis_templat
from forum_server.orang.rules import Kepegawaian

__all__ = ["ISIAN_ORANG", "PETUNJUK_ORANG", "templat_orang"]

ISIAN_ORANG: Final = (
    IsianTemplat(judul="nama", wajib=True, keterangan="Nama lengkap beserta gelar."),
    IsianTemplat(
        judul="kepegawaian",
        wajib=True,
        keterangan="Status kepegawaian.",
        pilihan=tuple(k.value for k in Kepegawaian),
    ),
    IsianTemplat(judul="nip", wajib=False, keterangan="NIP atau NI PPPK, 18 angka; kosong bila bukan ASN."),
    IsianTemplat(judul="nik", wajib=False, keterangan="NIK, 16 angka; disimpan tersandi."),
    IsianTemplat(judul="jabatan", wajib=False, keterangan="Jabatan saat ini."),
    IsianTemplat(
        judul="perangkat daerah",
        wajib=False,
        keterangan="Nama perangkat daerah tempatnya bekerja, seperti terdaftar di pemda.",
    ),
)
"""The columns that `impor.KOLOM` reads."""
PETUNJUK_ORANG: Final = (
    "Isi satu orang per baris di lembar pertama; jangan mengubah judul kolomnya.",
    "Semua sel berjenis teks agar NIP dan NIK tidak berubah; tempel sebagai nilai atau teks.",
    "Orang yang sudah terdaftar dikenali dari NIP atau NIK-nya dan tidak didaftarkan dua kali.",
)


def templat_orang() -> bytes:
    """An empty workbook to fill in."""
    return tulis_templat("Orang", ISIAN_ORANG, petunjuk=PETUNJUK_ORANG)
