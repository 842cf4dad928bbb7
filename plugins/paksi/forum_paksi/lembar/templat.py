"""Empty tables for candidates, applications and certificates."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from forum_server.plugin import (
    AKAR,
    ISIAN_ORANG,
    MEDIA_XLSX,
    PETUNJUK_ORANG,
    Aktor,
    IsianTemplat,
    JenisUnduhan,
    KonteksUnduhan,
    TautanSiap,
    Unduhan,
    catat,
    terbitkan_unduhan,
    tulis_templat,
)

__all__ = ["ISIAN_SERTIFIKAT", "UNDUH", "JenisTemplat", "terbitkan_templat"]

NAMA: Final = "paksi.templat"
ISIAN_SERTIFIKAT: Final = (
    IsianTemplat(judul="nip", wajib=False, keterangan="NIP atau NI PPPK pemegang, 18 angka."),
    IsianTemplat(judul="nik", wajib=False, keterangan="NIK pemegang, 16 angka; isi ini atau nip."),
    IsianTemplat(judul="skema", wajib=True, keterangan="Kode skema, misalnya PAKSI_PERTAMA."),
    IsianTemplat(judul="lembaga", wajib=True, keterangan="Kode lembaga penerbit, misalnya lsp-kpk."),
    IsianTemplat(judul="nomor", wajib=True, keterangan="Nomor sertifikat dari penerbit."),
    IsianTemplat(judul="terbit", wajib=True, keterangan="Tanggal terbit, misalnya 2024-10-05."),
    IsianTemplat(judul="berakhir", wajib=True, keterangan="Hari terakhir berlaku, misalnya 2027-10-04."),
)
"""The columns that `sertifikat.service.KOLOM` reads."""


class JenisTemplat(StrEnum):
    """What the plugin's templates are for."""

    CALON = "CALON"
    PERMOHONAN = "PERMOHONAN"
    SERTIFIKAT = "SERTIFIKAT"


def _calon() -> bytes:
    urutan = "Urutan baris menjadi urutan calon; yang paling diutamakan lebih dahulu."
    return tulis_templat("Calon", ISIAN_ORANG, petunjuk=(*PETUNJUK_ORANG, urutan))


def _permohonan() -> bytes:
    asal = "Setiap orang mendapat satu draf; sertifikat asalnya, bila perlu, diambil dari yang tercatat."
    return tulis_templat("Permohonan", ISIAN_ORANG, petunjuk=(*PETUNJUK_ORANG, asal))


def _sertifikat() -> bytes:
    petunjuk = (
        "Isi satu sertifikat per baris di lembar pertama; jangan mengubah judul kolomnya.",
        "Pemegangnya harus sudah terdaftar di wilayah kerja Anda; isi NIP atau NIK-nya.",
    )
    return tulis_templat("Sertifikat", ISIAN_SERTIFIKAT, petunjuk=petunjuk)


_TEMPLAT: Final[Mapping[JenisTemplat, tuple[str, Callable[[], bytes]]]] = {
    JenisTemplat.CALON: ("templat-calon.xlsx", _calon),
    JenisTemplat.PERMOHONAN: ("templat-permohonan.xlsx", _permohonan),
    JenisTemplat.SERTIFIKAT: ("templat-sertifikat.xlsx", _sertifikat),
}


def terbitkan_templat(session: Session, aktor: Aktor, *, jenis: JenisTemplat) -> TautanSiap:
    """A link to the template."""
    catat(session, aktor, NAMA, objek="templat", objek_id=jenis.value, wilayah=AKAR)
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi={"jenis": jenis.value}, wilayah=AKAR)


async def _buat(_konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    nama, buat = _TEMPLAT[JenisTemplat(isi["jenis"])]
    return Unduhan(nama=nama, media=MEDIA_XLSX, isi=await asyncio.to_thread(buat))


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
