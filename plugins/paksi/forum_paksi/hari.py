"""The day it is in a region, by the database's clock and the region's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Final

from sqlalchemy import ColumnElement, Date, case, literal, select
from sqlalchemy.orm import Session

from forum_paksi.tabel import WILAYAH
from forum_server.plugin import Database, IsianTidakSah, sekarang, waktu_db

__all__ = ["baca_kini", "hari_di", "hari_ini", "hari_setempat", "wajib_sudah_lewat"]

_SELISIH: Final = {"WIB": 7, "WITA": 8, "WIT": 9}
"""Hours before UTC; Indonesia has no summer time."""


def hari_di(kini: datetime, zona: str) -> date:
    """The day of an instant in a zone."""
    return kini.astimezone(timezone(timedelta(hours=_SELISIH[zona]))).date()


def hari_ini(session: Session, wilayah: str) -> date:
    """Today in this region, which is known to be there."""
    zona: str = session.execute(select(WILAYAH.c.zona).where(WILAYAH.c.kode == wilayah)).scalar_one()
    return hari_di(sekarang(session), zona)


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
