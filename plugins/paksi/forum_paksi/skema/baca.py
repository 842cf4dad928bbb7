"""Reading schemes and jalur."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select

from forum_paksi.skema.models import Jalur, Skema, SkemaJalur, Unit
from forum_server.plugin import Database, dalam

__all__ = ["banyak", "daftar", "jalur_skema", "unit"]


def _skema() -> Any:
    return select(
        Skema.id,
        Skema.kode,
        Skema.nama,
        Skema.jenis,
        Skema.jenjang,
        Skema.urutan,
        Skema.berlaku_dari,
        Skema.berlaku_sampai,
        Skema.sumber,
        Skema.masa_bulan,
    )


def pilih_jalur() -> Any:
    """The columns a `PaksiJalur` shows."""
    return select(
        Jalur.id,
        Jalur.kode,
        Jalur.nama,
        Jalur.keterangan,
        Jalur.berlaku_dari,
        Jalur.berlaku_sampai,
        Jalur.sumber,
    )


async def daftar(db: Database, *, pada: date | None) -> Sequence[Row[Any]]:
    """All versions of all schemes, or those in force on a day, in order."""
    stmt = _skema()
    if pada is not None:
        stmt = stmt.where(
            Skema.berlaku_dari <= pada, Skema.berlaku_sampai.is_(None) | (Skema.berlaku_sampai >= pada)
        )
    return await db.all(stmt.order_by(Skema.urutan, Skema.kode, Skema.berlaku_dari))


async def banyak(db: Database, id_: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These versions."""
    return {row.id: row for row in await db.all(_skema().where(dalam(Skema.id, set(id_))))}


async def jalur_skema(db: Database, skema: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The jalur that lead into each of these schemes, in order."""
    stmt = (
        pilih_jalur()
        .add_columns(SkemaJalur.skema_id)
        .join(SkemaJalur, SkemaJalur.jalur_id == Jalur.id)
        .where(dalam(SkemaJalur.skema_id, set(skema)))
        .order_by(Jalur.urutan, Jalur.kode)
    )
    hasil: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.skema_id, []).append(row)
    return hasil


async def unit(db: Database, skema: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The units of competence of each of these versions, in order."""
    stmt = (
        select(Unit.id, Unit.skema_id, Unit.kode, Unit.judul, Unit.urutan)
        .where(dalam(Unit.skema_id, set(skema)))
        .order_by(Unit.skema_id, Unit.urutan)
    )
    hasil: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.skema_id, []).append(row)
    return hasil
