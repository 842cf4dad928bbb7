"""Reading one account's notifications and choices."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Row, func, select

from forum_server.database import Database
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman, turun
from forum_server.pemberitahuan.models import Pemberitahuan, PilihanPemberitahuan

__all__ = ["daftar", "jumlah", "pilihan", "satu"]

P = Pemberitahuan
URUTAN: Final = Urutan("pemberitahuan", turun(P.dibuat_pada), pemutus=turun(P.id))


def _milik(akun_id: uuid.UUID, *, belum_dibaca: bool = False) -> Pilih:
    stmt = select(P.id, P.jenis, P.wilayah, P.data, P.dibuat_pada, P.dibaca_pada).where(
        P.akun_id == akun_id, P.dalam_aplikasi
    )
    return stmt.where(P.dibaca_pada.is_(None)) if belum_dibaca else stmt


async def daftar(
    db: Database,
    akun_id: uuid.UUID,
    *,
    belum_dibaca: bool = False,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """The account's notifications, newest first."""
    return await ambil_halaman(
        db, _milik(akun_id, belum_dibaca=belum_dibaca), URUTAN, first=first, after=after
    )


async def jumlah(db: Database, akun_id: uuid.UUID, *, belum_dibaca: bool) -> int:
    """How many there are."""
    stmt = _milik(akun_id, belum_dibaca=belum_dibaca).with_only_columns(func.count())
    return await db.scalar(stmt) or 0


async def satu(db: Database, akun_id: uuid.UUID, id_: uuid.UUID) -> Row[Any] | None:
    """One of the account's own."""
    return await db.first(_milik(akun_id).where(P.id == id_))


async def pilihan(db: Database, akun_id: uuid.UUID) -> Mapping[str, Row[Any]]:
    """What the account chose, by kind."""
    p = PilihanPemberitahuan
    rows = await db.all(select(p.jenis, p.surel, p.dalam_aplikasi).where(p.akun_id == akun_id))
    return {r.jenis: r for r in rows}
