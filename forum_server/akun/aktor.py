"""Who an account is now, for what was begun with a token and ends without one."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import bindparam, select

from forum_server.akses.models import DaftarPeran, HibahPeran
from forum_server.akses.rules import Aktor, Hibah
from forum_server.akses.service import hari
from forum_server.akun.models import Akun
from forum_server.database import Database, waktu_db

__all__ = ["aktor_akun"]

_AKTOR: Final = (
    select(
        Akun.id,
        Akun.orang_id,
        Akun.nama_pengguna,
        waktu_db().label("kini"),
        HibahPeran.peran,
        HibahPeran.wilayah_kode,
        HibahPeran.perangkat_daerah_id,
        HibahPeran.lembaga_kode,
        HibahPeran.mulai,
        HibahPeran.sampai,
        HibahPeran.tolak,
        DaftarPeran.izin,
    )
    .select_from(Akun)
    .outerjoin(HibahPeran, (HibahPeran.akun_id == Akun.id) & HibahPeran.dicabut_pada.is_(None))
    .outerjoin(DaftarPeran, DaftarPeran.kode == HibahPeran.peran)
    .where(Akun.id == bindparam("akun"), Akun.aktif)
    .order_by(HibahPeran.id)
)


async def aktor_akun(db: Database, akun_id: uuid.UUID) -> Aktor | None:
    """The account with the grants in force today, in one statement; None when it is not active."""
    baris = await db.all(_AKTOR, {"akun": akun_id})
    if not baris:
        return None
    hari_ini = hari(baris[0].kini)
    hibah = tuple(
        Hibah(
            peran=b.peran,
            izin=frozenset(b.izin),
            wilayah=b.wilayah_kode,
            perangkat_daerah=b.perangkat_daerah_id,
            lembaga=b.lembaga_kode,
            tolak=b.tolak,
            sampai=b.sampai,
        )
        for b in baris
        if b.peran is not None and b.mulai <= hari_ini and (b.sampai is None or hari_ini <= b.sampai)
    )
    return Aktor(akun_id=baris[0].id, orang_id=baris[0].orang_id, nama=baris[0].nama_pengguna, hibah=hibah)
