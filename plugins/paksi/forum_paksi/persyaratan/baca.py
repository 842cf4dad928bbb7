"""Reading versions of requirements and their items; they are public."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from sqlalchemy import Row, Select, exists, select
from sqlalchemy.orm import aliased

from forum_paksi.persyaratan.models import Butir, Persyaratan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import Database, Halaman, Urutan, ambil_halaman, dalam, turun

__all__ = ["banyak", "butir", "daftar"]

URUTAN: Final = Urutan("paksi_persyaratan", Persyaratan.jalan, pemutus=turun(Persyaratan.berlaku_dari))
"""`jalan` and `berlaku_dari` are unique together."""


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Persyaratan.id,
        Persyaratan.jalan,
        Persyaratan.skema_kode,
        Persyaratan.jenis,
        Persyaratan.jalur_kode,
        Persyaratan.dari_skema_kode,
        Persyaratan.berlaku_dari,
        Persyaratan.sumber,
        Persyaratan.catatan,
    )


async def banyak(db: Database, id_: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These versions."""
    return {row.id: row for row in await db.all(_pilih().where(dalam(Persyaratan.id, set(id_))))}


async def daftar(
    db: Database,
    *,
    skema: str | None,
    jenis: JenisPermohonan | None,
    pada: date | None,
    first: int,
    after: str | None,
) -> Halaman:
    """Versions by path, the latest of each first; with `pada` only those in force on that day."""
    stmt = _pilih()
    if skema is not None:
        stmt = stmt.where(Persyaratan.skema_kode == skema)
    if jenis is not None:
        stmt = stmt.where(Persyaratan.jenis == jenis)
    if pada is not None:
        lain = aliased(Persyaratan)
        stmt = stmt.where(
            Persyaratan.berlaku_dari <= pada,
            ~exists().where(
                lain.jalan == Persyaratan.jalan,
                lain.berlaku_dari <= pada,
                lain.berlaku_dari > Persyaratan.berlaku_dari,
            ),
        )
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def butir(db: Database, persyaratan: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The items of each of these versions, in order."""
    stmt = (
        select(
            Butir.persyaratan_id,
            Butir.kode,
            Butir.jenis,
            Butir.nama,
            Butir.petunjuk,
            Butir.wajib,
            Butir.jumlah,
            Butir.jenis_kegiatan,
            Butir.bentuk,
            Butir.jendela,
            Butir.sumber,
        )
        .where(dalam(Butir.persyaratan_id, set(persyaratan)))
        .order_by(Butir.persyaratan_id, Butir.urutan)
    )
    hasil: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.persyaratan_id, []).append(row)
    return hasil
