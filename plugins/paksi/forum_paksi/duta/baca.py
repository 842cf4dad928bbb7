"""Reading duta integritas: who sees which."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, or_, select

from forum_paksi.duta.models import Duta
from forum_paksi.pelaku import IZIN_ANGKATAN, IZIN_LIHAT
from forum_server.plugin import (
    BAWAAN,
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    dalam,
    di_bawah,
    turun,
)

__all__ = ["PEMBACA", "daftar", "per_orang", "satu"]

PEMBACA: Final = (IZIN_LIHAT, IZIN_ANGKATAN)
"""Whoever holds one of these over the place sees its duta by name."""
URUTAN: Final = Urutan("paksi_duta", turun(Duta.dari), pemutus=turun(Duta.id))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Those of places within the actor's scope, and what they are themself."""
    syarat = [
        aktor.lingkup(izin).klausa(Duta.wilayah_kode, kolom_perangkat_daerah=Duta.perangkat_daerah_id)
        for izin in PEMBACA
    ]
    if aktor.orang_id is not None:
        syarat.append(Duta.orang_id == aktor.orang_id)
    return or_(*syarat)


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Duta.id,
        Duta.orang_id,
        Duta.wilayah_kode,
        Duta.perangkat_daerah_id,
        Duta.dari,
        Duta.sampai,
        Duta.dasar,
    )


async def satu(db: Database, aktor: Aktor, duta_id: uuid.UUID) -> Row[Any] | None:
    """One the actor may see."""
    return await db.first(_pilih().where(Duta.id == duta_id, terlihat(aktor)))


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    pada: date | None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Those the actor may see, newest first, of one region and all beneath it, on one day."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Duta.wilayah_kode, wilayah))
    if pada is not None:
        stmt = stmt.where(Duta.dari <= pada, or_(Duta.sampai.is_(None), Duta.sampai >= pada))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def per_orang(
    db: Database, aktor: Aktor, orang: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """What each of these people is or was, as far as the actor may see it, newest first."""
    rows = await db.all(
        _pilih().where(dalam(Duta.orang_id, orang), terlihat(aktor)).order_by(Duta.dari.desc(), Duta.id)
    )
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.orang_id].append(row)
    return hasil
