"""Reading people. Nothing here holds a NIP or NIK: only the last three digits of the one are stored in the clear."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, or_, select

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR, Database, dalam, di_bawah
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman
from forum_server.orang.models import Orang
from forum_server.orang.service import IZIN
from forum_server.teks import mengandung

__all__ = ["banyak", "daftar", "satu"]

Baris = Row[Any]

URUTAN = Urutan("orang", Orang.nama_cari, pemutus=Orang.id)


def _pilih() -> Pilih:
    return select(
        Orang.id,
        Orang.nama,
        Orang.jabatan,
        Orang.kepegawaian,
        Orang.nip_akhir,
        Orang.wilayah_kode,
        Orang.lembaga_kode,
        Orang.perangkat_daerah_id,
    )


async def satu(db: Database, aktor: Aktor, orang_id: uuid.UUID) -> Baris | None:
    """One person, where the actor may see people."""
    return await db.first(_pilih().where(Orang.id == orang_id, _terlihat(aktor)))


async def banyak(db: Database, orang_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Baris]:
    """These people, whoever asks: the caller has decided that they may be seen."""
    return {row.id: row for row in await db.all(_pilih().where(dalam(Orang.id, set(orang_id))))}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str,
    perangkat_daerah: uuid.UUID | None = None,
    cari: str | None = None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """The people of a region and of all beneath it (or of a lembaga) by name, as far as the actor may see them."""
    milik = di_bawah(Orang.wilayah_kode, wilayah)
    if wilayah != AKAR:
        milik = or_(milik, Orang.lembaga_kode == wilayah)
    stmt = _pilih().where(milik, _terlihat(aktor), mengandung(Orang.nama_cari, cari))
    if perangkat_daerah is not None:
        stmt = stmt.where(Orang.perangkat_daerah_id == perangkat_daerah)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


def _terlihat(aktor: Aktor) -> Any:
    return aktor.lingkup(IZIN).klausa(
        Orang.wilayah_kode,
        kolom_lembaga=Orang.lembaga_kode,
        kolom_perangkat_daerah=Orang.perangkat_daerah_id,
    )
