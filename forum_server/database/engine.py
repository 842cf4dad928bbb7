"""Engines of the two databases, with the settings each needs to be correct and fast."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import asyncpg
from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from forum_server.database.sambung import mesin_postgresql, url_postgresql

__all__ = [
    "BatasPostgresql",
    "Dialek",
    "baca_engine",
    "baca_sqlite",
    "dialek",
    "ke_wal",
    "siapkan_berkas",
    "tulis_postgresql",
    "tulis_sqlite",
]

Dialek = Literal["sqlite", "postgresql"]

WAL_MAKS = 100
"""How often a new file is tried; every time it is refused another process got further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BatasPostgresql:
    """How long PostgreSQL lets this process's sessions take, in seconds; 0 is without limit.

    `pernyataan`: one statement; `kunci`: waiting for one lock; `menganggur`: a transaction between two statements.
    """

    pernyataan: float = 60.0
    kunci: float = 10.0
    menganggur: float = 60.0

    def setelan(self) -> dict[str, str]:
        """As settings of a session."""
        return {
            "statement_timeout": f"{round(self.pernyataan * 1000)}",
            "lock_timeout": f"{round(self.kunci * 1000)}",
            "idle_in_transaction_session_timeout": f"{round(self.menganggur * 1000)}",
        }


def dialek(url: URL) -> Dialek:
    """Which of the two engines a URL is for."""
    nama = url.get_backend_name()
    if nama == "sqlite":
        if not url.database or url.database == ":memory:":
            raise ValueError("SQLite needs a file: readers and the writer are separate connections")
        return "sqlite"
    if nama == "postgresql":
        return "postgresql"
    raise ValueError(f"unknown database {nama!r}; use sqlite:///… or postgresql://…")


def baca_engine(url: URL, ukuran: int, tunggu: float, batas: BatasPostgresql) -> AsyncEngine:
    """Readers: autocommit, so that a read never holds a transaction open; they are refused every write.

    `tunggu`: seconds to wait for one of the `ukuran` connections. No engine repeats the values of a statement in what
    it raises: they are people's, and exceptions end in logs.
    """
    if dialek(url) == "sqlite":
        siapkan_berkas(url)
        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"),
            pool_size=ukuran,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            pool_timeout=tunggu,
            hide_parameters=True,
            connect_args={"timeout": tunggu},
        )
        _pragma(engine.sync_engine, hanya_baca=True)
        return engine
    engine = mesin_postgresql(
        url,
        setelan={"default_transaction_read_only": "on", **batas.setelan()},
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_timeout=tunggu,
    )
    _tanpa_isi(engine)
    return engine


def baca_sqlite(url: URL, ukuran: int, tunggu: float) -> Engine:
    """Readers for threads of our own: as those of `baca_engine`, without a hop to a thread for every call."""
    siapkan_berkas(url)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        hide_parameters=True,
        connect_args={"timeout": tunggu, "check_same_thread": False},
    )
    _pragma(engine, hanya_baca=True)
    return engine


def tulis_postgresql(url: URL, ukuran: int, tunggu: float, batas: BatasPostgresql) -> AsyncEngine:
    """Writers on PostgreSQL: a small pool, because many waiters on one hot row convoy."""
    engine = mesin_postgresql(
        url,
        setelan=batas.setelan(),
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="READ COMMITTED",
        pool_timeout=tunggu,
    )
    _tanpa_isi(engine)
    return engine


def tulis_sqlite(url: URL, tunggu: float) -> Engine:
    """The one writer on SQLite; every transaction begins IMMEDIATE, and waits `tunggu` seconds for other processes.

    Python 3.11 has no `autocommit=False`, so the driver is left in autocommit and BEGIN is said here.
    """
    siapkan_berkas(url)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": tunggu, "isolation_level": None, "check_same_thread": False},
    )
    _pragma(engine, hanya_baca=False)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def siapkan_berkas(url: URL) -> None:
    """Make sure an SQLite file and its folder exist; a new file can be read by this system user only.

    Its companions (-wal, -shm) get the same permissions from SQLite.
    """
    assert url.database
    berkas = Path(url.database)
    berkas.parent.mkdir(parents=True, exist_ok=True)
    berkas.touch(mode=0o600, exist_ok=True)


def _pragma(engine: Engine, *, hanya_baca: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, record: object) -> None:
        cursor: sqlite3.Cursor = dbapi.cursor()
        ke_wal(cursor)
        for pragma in (
            "foreign_keys=ON",
            "synchronous=FULL",
            "cache_size=-16000",
            "mmap_size=134217728",
            f"query_only={'ON' if hanya_baca else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def ke_wal(cursor: sqlite3.Cursor) -> None:
    """Turn the file to its write-ahead log, whoever else turns it at the same moment; must not be in a transaction.

    SQLite does not wait here for its busy timeout: a connection that already reads the file would wait for another
    one that does the same. So the wait is for a lock that it does wait for, and then the file is most likely turned.
    """
    for _ in range(WAL_MAKS):
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as galat:
            if galat.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            cursor.execute("BEGIN EXCLUSIVE")
            cursor.execute("ROLLBACK")
        else:
            return
    cursor.execute("PRAGMA journal_mode=WAL")


def url_dari(teks: str) -> URL:
    """Parse a database URL, checking that it is one of ours; PostgreSQL's may name several hosts."""
    url = url_postgresql(teks)
    dialek(url)
    return url


def _tanpa_isi(engine: AsyncEngine) -> None:
    """Take out of PostgreSQL's errors what quotes rows ("Failing row contains …"); the constraint's name stays."""

    @event.listens_for(engine.sync_engine, "handle_error")
    def hapus(konteks: ExceptionContext) -> None:
        asal = konteks.original_exception.__cause__
        if isinstance(asal, asyncpg.PostgresError):
            vars(asal)["detail"] = None
