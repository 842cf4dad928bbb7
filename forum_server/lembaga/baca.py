"""Reading institutions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, false, or_, select

from forum_server.database import Database, dalam
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman
from forum_server.lembaga.models import Lembaga
from forum_server.lembaga.rules import KODE_MAKS, JenisLembaga, alasan_kode
from forum_server.teks import bentuk_cari, mengandung

__all__ = ["banyak", "daftar", "satu"]

Baris = Row[Any]

URUTAN = Urutan("lembaga", Lembaga.nama_cari, pemutus=Lembaga.kode)


def _pilih() -> Pilih:
    return select(Lembaga.kode, Lembaga.nama, Lembaga.jenis, Lembaga.dinonaktifkan_pada)


async def satu(db: Database, kode: str) -> Baris | None:
    """One institution, also when it is closed."""
    return None if alasan_kode(kode) else await db.first(_pilih().where(Lembaga.kode == kode))


async def banyak(db: Database, kode: Iterable[str]) -> dict[str, Baris]:
    """These institutions by code, closed ones too."""
    return {row.kode: row for row in await db.all(_pilih().where(dalam(Lembaga.kode, set(kode))))}


async def daftar(
    db: Database,
    *,
    jenis: JenisLembaga | None = None,
    cari: str | None = None,
    termasuk_nonaktif: bool = False,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Institutions by name; `cari` looks in names and codes."""
    stmt = _pilih()
    if jenis is not None:
        stmt = stmt.where(Lembaga.jenis == jenis)
    if cari and cari.strip():
        kode = bentuk_cari(cari[: KODE_MAKS + 1]).replace(" ", "-")
        dengan_kode = Lembaga.kode.contains(kode, autoescape=True) if kode else false()
        stmt = stmt.where(or_(mengandung(Lembaga.nama_cari, cari), dengan_kode))
    if not termasuk_nonaktif:
        stmt = stmt.where(Lembaga.dinonaktifkan_pada.is_(None))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)
