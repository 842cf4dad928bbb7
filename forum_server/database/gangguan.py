"""A database that is overloaded or away: which faults those are, and what users are told."""

from __future__ import annotations

import sqlite3
from typing import Final

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as KumpulanPenuh

from forum_server.galat import ServerSibuk

__all__ = ["GANGGUAN", "TERSANGKA", "KumpulanPenuh", "baca_sibuk", "sibuk", "tulis_sibuk"]

log = structlog.stdlib.get_logger("forum.basis_data")

GANGGUAN: Final = (ServerSibuk, SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a database raises that is away or overloaded: whoever keeps watch goes on and asks again."""

TERSANGKA: Final = (KumpulanPenuh, DBAPIError, asyncpg.PostgresError)
"""Among these are the faults that `sibuk` knows."""

_POSTGRESQL = frozenset({"40001", "40P01", "53300", "55P03"})
"""Serialisation and deadlock (after the last attempt), too many connections, a lock that did not come in time."""

_SQLITE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def sibuk(galat: BaseException) -> bool:
    """Whether the database refused only because of what others are doing."""
    asal = galat.orig if isinstance(galat, DBAPIError) else galat
    return (
        isinstance(galat, KumpulanPenuh)
        or getattr(asal, "sqlstate", None) in _POSTGRESQL
        # The lower byte is the kind, the rest says more about it.
        or (isinstance(asal, sqlite3.Error) and getattr(asal, "sqlite_errorcode", 0) & 0xFF in _SQLITE)
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


def _sebab(galat: BaseException) -> str:
    return type(galat.orig if isinstance(galat, DBAPIError) else galat).__name__
