"""The day it is in a region, by the database's clock and the region's zone."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date, datetime, timedelta, timezone
from typing import Final

from sqlalchemy import ColumnElement, Date, case, func, literal, select
from sqlalchemy.orm import Session

from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import AKAR, Database, IsianTidakSah, dalam, sekarang, waktu_db

__all__ = [
    "ZONA_NASIONAL",
    "baca_kini",
    "hari_di",
    "hari_ini",
    "hari_nasional",
    "hari_setempat",
    "jam_orang",
    "wajib_sudah_lewat",
]

_SELISIH: Final = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours before UTC; Indonesia has no summer time."""
ZONA_NASIONAL: Final = "WIB"
"""Of the nation's own row, for reads that don't look it up."""


def hari_di(kini: datetime, zona: str) -> date:
    """The day of an instant in a zone."""
    return kini.astimezone(timezone(timedelta(hours=_SELISIH[zona]))).date()


def hari_ini(session: Session, wilayah: str) -> date:
    """Today in this region, which is known to be there."""
    zona: str = session.execute(select(WILAYAH.c.zona).where(WILAYAH.c.kode == wilayah)).scalar_one()
    return hari_di(sekarang(session), zona)


def hari_nasional(session: Session) -> date:
    """Today where what holds for the whole nation, or for an LSP, is decided."""
    return hari_ini(session, AKAR)


def jam_orang(session: Session, orang: Collection[uuid.UUID]) -> dict[uuid.UUID, tuple[datetime, str]]:
    """The time, and the zone of the region each of these people belongs to; of a lembaga's people the nation's."""
    akar = select(WILAYAH.c.zona).where(WILAYAH.c.kode == AKAR).scalar_subquery()
    rows = session.execute(
        select(ORANG.c.id, waktu_db(), func.coalesce(WILAYAH.c.zona, akar))
        .outerjoin(WILAYAH, WILAYAH.c.kode == ORANG.c.wilayah_kode)
        .where(dalam(ORANG.c.id, orang))
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def hari_setempat(kini: datetime, zona: ColumnElement[str]) -> ColumnElement[date]:
    """As SQL: the day of `kini` where the column `zona` says."""
    return case(
        *((zona == nama, literal(hari_di(kini, nama), Date())) for nama in ("WITA", "WIT")),
        else_=literal(hari_di(kini, "WIB"), Date()),
    )


async def baca_kini(db: Database) -> datetime:
    """The database's time, for reads."""
    kini = await db.scalar(select(waktu_db()))
    assert kini is not None
    return kini


def wajib_sudah_lewat(hari: date, hari_ini: date, *, letak: str) -> None:
    """Raises `IsianTidakSah` TANGGAL_DI_MASA_DEPAN for a day that is not there yet."""
    if hari > hari_ini:
        raise IsianTidakSah(
            "TANGGAL_DI_MASA_DEPAN",
            "Tanggal ini belum tiba. Isi tanggal kejadiannya, paling lambat hari ini.",
            letak=[letak],
        )
