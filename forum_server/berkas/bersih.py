"""Clearing the store: uploads nobody attached, objects no file refers to, and what failed or killed uploads left.

Each step can be repeated and interrupted anywhere. An object is first marked, which the database refuses while a file
refers to it; then it goes from the store; its row goes last, after a while, so that what a process wrote that had
already been given up is found again.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

import structlog
from sqlalchemy import Row, delete, exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.berkas.gudang import Gudang, GudangGagal
from forum_server.berkas.models import Berkas, ObjekBerkas, Unggahan
from forum_server.berkas.rules import KeadaanObjek
from forum_server.berkas.service import TANPA
from forum_server.database import Database, bebas_jejak, sekarang, waktu_db

__all__ = ["bersihkan"]

log = structlog.stdlib.get_logger("forum.berkas")

SEKALI: Final = 200
TENANG: Final = timedelta(hours=2)
"""How long after it was marked an object's row stays; longer than any upload may take."""
_ALASAN: Final = "objects that no file refers to"


async def bersihkan(db: Database, gudang: Gudang) -> None:
    """Clear everything that is due. Raises `GudangGagal` after the rest was done, where the store refused something."""
    await db.write(_kedaluwarsa)
    sesudah: uuid.UUID | None = None
    while tanpa_acuan := await db.scalars(_tanpa_acuan(sesudah)):
        for objek_id in tanpa_acuan:
            try:
                await db.write(_tandai, objek_id)
            except IntegrityError:
                log.info("object_in_use_again")  # attached between our look and our mark: it stays
        sesudah = tanpa_acuan[-1]
    salah: GudangGagal | None = None
    sesudah = None
    while ditandai := await db.all(_ditandai(sesudah)):
        for row in ditandai:
            try:
                await gudang.hapus(row.nama)
            except GudangGagal as galat:
                salah = galat
            else:
                await db.write(_buang, row.id)
        sesudah = _terakhir(ditandai)
    if salah is not None:
        raise salah


def _kedaluwarsa(session: Session) -> None:
    bebas_jejak(session, "uploads nobody attached in time")
    session.execute(delete(Unggahan).where(Unggahan.berlaku_sampai < waktu_db()), execution_options=TANPA)


def _tanpa_acuan(sesudah: uuid.UUID | None) -> Any:
    o = ObjekBerkas
    stmt = select(o.id).where(
        o.keadaan != KeadaanObjek.DIHAPUS,
        ~exists().where(Berkas.objek_id == o.id),
        ~exists().where(Unggahan.objek_id == o.id),
    )
    return (stmt if sesudah is None else stmt.where(o.id > sesudah)).order_by(o.id).limit(SEKALI)


def _tandai(session: Session, objek_id: uuid.UUID) -> None:
    """Mark one object. That no file refers to it is asked again here, and held by the foreign key at the end."""
    bebas_jejak(session, _ALASAN)
    o = ObjekBerkas
    session.execute(
        update(o)
        .where(
            o.id == objek_id,
            o.keadaan != KeadaanObjek.DIHAPUS,
            ~exists().where(Berkas.objek_id == o.id),
            ~exists().where(Unggahan.objek_id == o.id),
        )
        .values(keadaan=KeadaanObjek.DIHAPUS, berubah_pada=waktu_db()),
        execution_options=TANPA,
    )


def _ditandai(sesudah: uuid.UUID | None) -> Any:
    o = ObjekBerkas
    stmt = select(o.id, o.nama).where(o.keadaan == KeadaanObjek.DIHAPUS)
    return (stmt if sesudah is None else stmt.where(o.id > sesudah)).order_by(o.id).limit(SEKALI)


def _buang(session: Session, objek_id: uuid.UUID) -> None:
    bebas_jejak(session, _ALASAN)
    o = ObjekBerkas
    session.execute(
        delete(o).where(
            o.id == objek_id,
            o.keadaan == KeadaanObjek.DIHAPUS,
            o.berubah_pada < sekarang(session) - TENANG,
        ),
        execution_options=TANPA,
    )


def _terakhir(rows: Sequence[Row[Any]]) -> uuid.UUID:
    return rows[-1].id
