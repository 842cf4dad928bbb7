"""Reading offices."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from forum_server.database import Database, dalam
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman, ambil_halaman_per
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.teks import mengandung

__all__ = ["anak", "banyak", "daftar", "daftar_per_wilayah", "satu"]

Baris = Row[Any]

URUTAN = Urutan("perangkat_daerah", PerangkatDaerah.nama_cari, pemutus=PerangkatDaerah.id)


def _pilih() -> Pilih:
    return select(
        PerangkatDaerah.id,
        PerangkatDaerah.wilayah_kode,
        PerangkatDaerah.jenis,
        PerangkatDaerah.nama,
        PerangkatDaerah.induk_id,
        PerangkatDaerah.dinonaktifkan_pada,
    )


async def satu(db: Database, id: uuid.UUID) -> Baris | None:
    """One office, also when it is closed."""
    return await db.first(_pilih().where(PerangkatDaerah.id == id))


async def banyak(db: Database, id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Baris]:
    """These offices, closed ones too."""
    return {row.id: row for row in await db.all(_pilih().where(dalam(PerangkatDaerah.id, set(id))))}


async def anak(db: Database, id: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Baris]]:
    """The open offices right under each of these, by name."""
    stmt = (
        _pilih()
        .where(dalam(PerangkatDaerah.induk_id, set(id)), PerangkatDaerah.dinonaktifkan_pada.is_(None))
        .order_by(PerangkatDaerah.nama_cari, PerangkatDaerah.id)
    )
    hasil: dict[uuid.UUID, list[Baris]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.induk_id, []).append(row)
    return hasil


def _saring(jenis: JenisPerangkatDaerah | None, cari: str | None, *, termasuk_nonaktif: bool) -> Pilih:
    stmt = _pilih()
    if jenis is not None:
        stmt = stmt.where(PerangkatDaerah.jenis == jenis)
    if cari and cari.strip():
        stmt = stmt.where(mengandung(PerangkatDaerah.nama_cari, cari))
    return stmt if termasuk_nonaktif else stmt.where(PerangkatDaerah.dinonaktifkan_pada.is_(None))


async def daftar(
    db: Database,
    *,
    wilayah: str,
    jenis: JenisPerangkatDaerah | None = None,
    cari: str | None = None,
    termasuk_nonaktif: bool = False,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """The offices of one region by name."""
    stmt = _saring(jenis, cari, termasuk_nonaktif=termasuk_nonaktif)
    stmt = stmt.where(PerangkatDaerah.wilayah_kode == wilayah)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def daftar_per_wilayah(
    db: Database,
    wilayah: Sequence[str],
    *,
    jenis: JenisPerangkatDaerah | None = None,
    first: int = BAWAAN,
    after: str | None = None,
) -> list[Halaman]:
    """The open offices of each of these regions by name, a page each."""
    stmt = _saring(jenis, None, termasuk_nonaktif=False)
    kunci = PerangkatDaerah.wilayah_kode
    return await ambil_halaman_per(db, stmt, URUTAN, kunci=kunci, nilai=wilayah, first=first, after=after)
