"""A region's offices as a workbook that can be imported again, and the empty template of it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from forum_server.akses.rules import Aktor
from forum_server.jejak.service import catat
from forum_server.lembar.tulis import (
    MEDIA_XLSX,
    IsianTemplat,
    KolomTulis,
    tulis_buku,
    tulis_templat,
)
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import IZIN, wilayah_terbuka
from forum_server.unduhan.jenis import JenisUnduhan, KonteksUnduhan, Unduhan
from forum_server.unduhan.service import TautanSiap, terbitkan_unduhan

__all__ = ["ISIAN", "UNDUH", "templat", "terbitkan_ekspor"]

NAMA: Final = "inti.ekspor_opd"
ISIAN: Final = (
    IsianTemplat(judul="nama", wajib=True, keterangan="Nama lengkap; tidak kembar di satu pemda."),
    IsianTemplat(
        judul="jenis",
        wajib=True,
        keterangan="Jenis perangkat daerah.",
        pilihan=tuple(j.value for j in JenisPerangkatDaerah),
    ),
    IsianTemplat(
        judul="induk",
        wajib=False,
        keterangan="Nama perangkat daerah di atasnya, di berkas ini atau yang sudah terdaftar; wajib bagi UPTD dan"
        " kelurahan.",
    ),
)
"""The columns that `impor.KOLOM` reads."""
_LEBAR: Final = (60, 24, 60)


def templat() -> bytes:
    """An empty workbook to fill in."""
    return tulis_templat(
        "Perangkat Daerah",
        ISIAN,
        petunjuk=(
            "Isi satu perangkat daerah per baris di lembar pertama; jangan mengubah judul kolomnya.",
            "Urutan baris bebas; yang sudah terdaftar persis sama dilewati.",
        ),
    )


def terbitkan_ekspor(session: Session, aktor: Aktor, *, wilayah: str) -> TautanSiap:
    """A link to the open offices of a region.

    Raises `Ditolak`, `TidakDitemukan`, and as `service.wilayah_terbuka` for a region that keeps no offices.
    """
    aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
    wilayah_terbuka(session, wilayah)
    catat(session, aktor, NAMA, objek="wilayah", objek_id=wilayah, wilayah=wilayah)
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi={"wilayah": wilayah}, wilayah=wilayah)


async def _buat(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    wilayah = isi["wilayah"]
    konteks.aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
    satu, induk = PerangkatDaerah, aliased(PerangkatDaerah)
    rows = await konteks.db.all(
        select(satu.nama, satu.jenis, induk.nama.label("induk"))
        .outerjoin(induk, induk.id == satu.induk_id)
        .where(satu.wilayah_kode == wilayah, satu.dinonaktifkan_pada.is_(None))
        .order_by(satu.kedalaman, satu.nama_cari, satu.id)
    )
    kolom = [KolomTulis(judul=i.judul, lebar=lebar) for i, lebar in zip(ISIAN, _LEBAR, strict=True)]
    buku = await asyncio.to_thread(
        tulis_buku, "Perangkat Daerah", kolom, [(r.nama, r.jenis.value, r.induk) for r in rows]
    )
    return Unduhan(nama=f"perangkat-daerah-{wilayah}.xlsx", media=MEDIA_XLSX, isi=buku)


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
