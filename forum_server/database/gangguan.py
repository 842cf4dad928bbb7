"""A database that is overloaded or away: which faults those are, and what users are told."""

from __future__ import annotations

import sqlite3
from typing import Final

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as KumpulanPenuh

from forum_server.galat import ServerSibuk

__all__ = [
    "GANGGUAN",
    "TERSANGKA",
    "TIDAK_TERSAMBUNG",
    "KumpulanPenuh",
    "baca_sibuk",
    "hasil_tak_diketahui",
    "sibuk",
    "tak_menjawab",
    "terputus",
    "tulis_sibuk",
]

log = structlog.stdlib.get_logger("forum.basis_data")

GANGGUAN: Final = (
    ServerSibuk,
    SQLAlchemyError,
    OSError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
"""What a database raises that is away or overloaded: whoever keeps watch goes on and asks again."""

TERSANGKA: Final = (KumpulanPenuh, DBAPIError, asyncpg.PostgresError)
"""Among these are the faults that `sibuk` knows."""

TIDAK_TERSAMBUNG: Final = (*TERSANGKA, OSError, asyncpg.TargetServerAttributeNotMatched)
"""What asking for a connection raises: nobody listens there, or only a standby, or it does not answer."""

_POSTGRESQL = frozenset({"40001", "40P01", "53300", "55P03", "57014"})
"""Serialisation and deadlock (after the last attempt), too many connections, a lock that did not come in time, a
statement that took too long."""

_TERPUTUS = frozenset({"25P03", "57P01", "57P02", "57P03", "57P05"})
"""A transaction that lay idle too long, ended by its operator, crashed, not up yet."""

_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def sibuk(galat: BaseException) -> bool:
    """Whether the database refused only because of what others are doing."""
    asal = galat.orig if isinstance(galat, DBAPIError) else galat
    return (
        isinstance(galat, KumpulanPenuh)
        or getattr(asal, "sqlstate", None) in _POSTGRESQL
        or terputus(galat)
        # The lower byte is the kind, the rest says more about it.
        or (isinstance(asal, sqlite3.Error) and getattr(asal, "sqlite_errorcode", 0) & 0xFF in _SQLITE)
    )


def terputus(galat: BaseException) -> bool:
    """Whether the connection is lost."""
    if isinstance(galat, DBAPIError) and galat.connection_invalidated:
        return True
    keadaan = getattr(galat.orig if isinstance(galat, DBAPIError) else galat, "sqlstate", None) or ""
    return keadaan in _TERPUTUS or keadaan.startswith("08")


def tak_menjawab(galat: BaseException) -> bool:
    """Whether no connection was to be had for a reason that passes: not a wrong password, for instance."""
    if isinstance(galat, OSError) or sibuk(galat):
        return True
    asal = galat.orig if isinstance(galat, DBAPIError) else galat
    return any(
        isinstance(g, asyncpg.TargetServerAttributeNotMatched) for g in (asal, asal and asal.__cause__)
    )


def baca_sibuk(galat: BaseException) -> ServerSibuk:
    """The refusal of a read; said once in the log."""
    log.warning("readers_busy", sebab=_sebab(galat))
    return ServerSibuk(
        "Server sedang sibuk. Coba lagi beberapa saat lagi; bila Anda baru mengubah sesuatu, periksa dahulu apakah"
        " perubahan itu sudah tersimpan."
    )


def tulis_sibuk(galat: BaseException) -> ServerSibuk:
    """The refusal of a unit that did not run; said once in the log."""
    log.warning("writers_busy", sebab=_sebab(galat))
    return ServerSibuk("Server sedang sibuk dan perubahan ini belum tersimpan. Coba lagi beberapa saat lagi.")


def hasil_tak_diketahui(galat: BaseException) -> ServerSibuk:
    """The answer where the connection was lost while a unit was being committed: it is there as a whole or not at all."""
    log.warning("commit_unknown", sebab=_sebab(galat))
    return ServerSibuk(
        "Sambungan ke basis data terputus saat perubahan ini disimpan. Periksa dahulu apakah sudah tersimpan sebelum"
        " mencobanya lagi."
    )


def _sebab(galat: BaseException) -> str:
    return type(galat.orig if isinstance(galat, DBAPIError) else galat).__name__
