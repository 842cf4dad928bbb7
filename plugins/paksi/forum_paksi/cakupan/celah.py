"""The gaps of a region as a workbook: every OPD that falls short, and by how much."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row
from sqlalchemy.orm import Session

from forum_paksi.cakupan import baca, rules
from forum_paksi.cakupan.baca import Kebijakan
from forum_paksi.cakupan.rules import KeadaanCakupan, Punya
from forum_paksi.pelaku import IZIN_LIHAT
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    MEDIA_XLSX,
    Aktor,
    JenisUnduhan,
    KolomTulis,
    KonteksUnduhan,
    TautanSiap,
    Unduhan,
    catat,
    terbitkan_unduhan,
    tulis_buku,
)

__all__ = ["NAMA", "UNDUH", "terbitkan_celah"]

NAMA: Final = "paksi.unduh_celah"
CELAH: Final = (KeadaanCakupan.BELUM_ADA, KeadaanCakupan.DI_BAWAH_KUOTA)
_KOLOM: Final = tuple(
    KolomTulis(judul=judul, lebar=lebar)
    for judul, lebar in (
        ("kode wilayah", 14),
        ("pemda", 36),
        ("perangkat daerah", 60),
        ("jenis", 22),
        ("keadaan", 18),
        ("pemegang paksi", 16),
        ("pemegang api", 16),
        ("kepala pemegang paksi", 16),
        ("kurang paksi", 14),
        ("kurang api", 14),
        ("kurang kepala", 14),
    )
)


def terbitkan_celah(session: Session, aktor: Aktor, *, wilayah: str) -> TautanSiap:
    """A link to the gaps of a region and of all beneath it.

    Raises `Ditolak` and, for a region outside the actor's scope, `TidakDitemukan`.
    """
    aktor.wajib(IZIN_LIHAT, wilayah=wilayah, apa="wilayah")
    catat(session, aktor, NAMA, objek="wilayah", objek_id=wilayah, wilayah=wilayah)
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi={"wilayah": wilayah}, wilayah=wilayah)


async def _buat(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    wilayah, aktor, db = isi["wilayah"], konteks.aktor, konteks.db
    aktor.wajib(IZIN_LIHAT, wilayah=wilayah, apa="wilayah")
    kebijakan = Kebijakan(konteks.aktif)
    stmt = await baca.pilih_opd(db, aktor, kebijakan, wilayah=wilayah, keadaan=CELAH, pada=baca.hari_ini())
    p = PERANGKAT_DAERAH.c
    rows = await db.all(
        stmt.join(WILAYAH, WILAYAH.c.kode == p.wilayah_kode)
        .add_columns(WILAYAH.c.nama.label("pemda"))
        .order_by(p.wilayah_kode, p.nama_cari, p.id)
    )
    buku = await asyncio.to_thread(tulis_buku, "Celah", _KOLOM, [_baris(row, kebijakan) for row in rows])
    return Unduhan(nama=f"celah-cakupan-{wilayah}.xlsx", media=MEDIA_XLSX, isi=buku)


def _baris(row: Row[Any], kebijakan: Kebijakan) -> tuple[str | int | bool, ...]:
    punya = Punya(paksi=row.paksi, api=row.api, kepala=bool(row.kepala))
    syarat = kebijakan.syarat(row.wilayah_kode, inspektorat=row.jenis == rules.INSPEKTORAT)
    kurang = rules.kekurangan(syarat, punya)
    return (
        row.wilayah_kode,
        row.pemda,
        row.nama,
        row.jenis,
        rules.keadaan(syarat, punya).value,
        punya.paksi,
        punya.api,
        punya.kepala,
        kurang.paksi,
        kurang.api,
        kurang.kepala,
    )


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
