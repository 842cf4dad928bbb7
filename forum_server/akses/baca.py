"""Reading grants and declared roles, and explaining rights from what stands in the books."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from forum_server.akses.models import DaftarIzin, DaftarPeran, HibahPeran
from forum_server.akses.penjelasan import HibahTercatat, Penjelasan, jelaskan
from forum_server.akses.rules import Hibah
from forum_server.akses.service import hari
from forum_server.akun.models import Akun
from forum_server.database import Database, dalam, waktu_db

__all__ = ["daftar_izin", "daftar_peran", "hibah_akun", "mengapa"]

Baris = Row[Any]


async def daftar_peran(db: Database) -> Sequence[Baris]:
    """Every role that can be granted, by code."""
    return await db.all(
        select(DaftarPeran.kode, DaftarPeran.nama, DaftarPeran.izin).order_by(DaftarPeran.kode)
    )


async def daftar_izin(db: Database, kode: Iterable[str]) -> dict[str, str]:
    """What these permissions allow, in a sentence each."""
    stmt = select(DaftarIzin.kode, DaftarIzin.keterangan).where(dalam(DaftarIzin.kode, set(kode)))
    return {row.kode: row.keterangan for row in await db.all(stmt)}


async def hibah_akun(db: Database, akun_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Baris]]:
    """The grants of these accounts that were not revoked, in force or not, oldest first."""
    stmt = (
        select(
            HibahPeran.id,
            HibahPeran.akun_id,
            HibahPeran.peran,
            HibahPeran.wilayah_kode,
            HibahPeran.perangkat_daerah_id,
            HibahPeran.lembaga_kode,
            HibahPeran.mulai,
            HibahPeran.sampai,
            HibahPeran.tolak,
            HibahPeran.alasan,
            DaftarPeran.nama,
            DaftarPeran.izin,
        )
        .join(DaftarPeran, DaftarPeran.kode == HibahPeran.peran)
        .where(dalam(HibahPeran.akun_id, set(akun_id)), HibahPeran.dicabut_pada.is_(None))
        .order_by(HibahPeran.mulai, HibahPeran.peran, HibahPeran.id)
    )
    hasil: dict[uuid.UUID, list[Baris]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.akun_id, []).append(row)
    return hasil


async def mengapa(db: Database, *, akun_id: uuid.UUID, izin: str, kode: str) -> Penjelasan | None:
    """Why this account may or may not do `izin` in the region or lembaga `kode`; None for an unknown account."""
    akun = await db.first(
        select(Akun.nama_pengguna, Akun.aktif, waktu_db().label("kini")).where(Akun.id == akun_id)
    )
    if akun is None:
        return None
    catatan = [
        HibahTercatat(
            hibah=Hibah(
                peran=h.peran,
                izin=frozenset(h.izin),
                wilayah=h.wilayah_kode,
                perangkat_daerah=h.perangkat_daerah_id,
                lembaga=h.lembaga_kode,
                tolak=h.tolak,
            ),
            mulai=h.mulai,
            sampai=h.sampai,
        )
        for h in (await hibah_akun(db, [akun_id])).get(akun_id, ())
    ]
    return jelaskan(
        nama=akun.nama_pengguna,
        aktif=akun.aktif,
        catatan=catatan,
        izin=izin,
        hari=hari(akun.kini),
        wilayah=kode,
    )
