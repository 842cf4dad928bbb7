"""Reading accounts; never a hash."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import Row, false, or_, select

from forum_server.akses.rules import Aktor
from forum_server.akun.models import Akun
from forum_server.database import AKAR, Database, di_bawah
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman
from forum_server.teks import CARI_MAKS

__all__ = ["daftar", "menurut_nama", "satu", "satu_dalam_lingkup"]

Baris = Row[Any]

URUTAN = Urutan("akun", pemutus=Akun.nama_pengguna)


def _pilih() -> Pilih:
    return select(
        Akun.id,
        Akun.nama_pengguna,
        Akun.surel,
        Akun.orang_id,
        Akun.wilayah_kode,
        Akun.lembaga_kode,
        Akun.aktif,
    )


async def satu(db: Database, akun_id: uuid.UUID) -> Baris | None:
    """One account."""
    return await db.first(_pilih().where(Akun.id == akun_id))


async def menurut_nama(db: Database, nama: str) -> Baris | None:
    """The account of a stored user name."""
    return await db.first(_pilih().where(Akun.nama_pengguna == nama))


async def satu_dalam_lingkup(db: Database, aktor: Aktor, akun_id: uuid.UUID, *, izin: str) -> Baris | None:
    """One account, where the actor holds `izin` over its owner."""
    return await db.first(_pilih().where(Akun.id == akun_id, _dalam_lingkup(aktor, izin)))


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    kode: str,
    cari: str | None = None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """The accounts of a region and of all beneath it (or of a lembaga) by user name, as far as in scope."""
    milik = di_bawah(Akun.wilayah_kode, kode)
    if kode != AKAR:
        milik = or_(milik, Akun.lembaga_kode == kode)
    stmt = _pilih().where(milik, _dalam_lingkup(aktor, "inti:akun"))
    if cari and (bersih := cari.strip().casefold()):
        ada = Akun.nama_pengguna.contains(bersih, autoescape=True)
        stmt = stmt.where(ada if len(bersih) <= CARI_MAKS else false())
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


def _dalam_lingkup(aktor: Aktor, izin: str) -> Any:
    return aktor.lingkup(izin).klausa(Akun.wilayah_kode, kolom_lembaga=Akun.lembaga_kode)
