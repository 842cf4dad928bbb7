"""Engines of the two databases, with the settings each needs to be correct and fast."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

__all__ = ["Dialek", "baca_engine", "baca_sqlite", "dialek", "tulis_postgresql", "tulis_sqlite"]

Dialek = Literal["sqlite", "postgresql"]

SIBUK_DETIK = 30.0
"""How long SQLite waits for another process's write before it gives up."""


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


def baca_engine(url: URL, ukuran: int) -> AsyncEngine:
    """Readers: autocommit, so that a read never holds a transaction open."""
    if dialek(url) == "sqlite":
        _folder(url)
        engine = create_async_engine(
            url.set(drivername="sqlite+aiosqlite"),
            pool_size=ukuran,
            max_overflow=0,
            isolation_level="AUTOCOMMIT",
            skip_autocommit_rollback=True,
            connect_args={"timeout": SIBUK_DETIK},
        )
        _pragma(engine.sync_engine, hanya_baca=True)
        return engine
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        pool_pre_ping=False,
    )


def baca_sqlite(url: URL, ukuran: int) -> Engine:
    """Readers for threads of our own: as those of `baca_engine`, without a hop to a thread for every call."""
    _folder(url)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
        connect_args={"timeout": SIBUK_DETIK, "check_same_thread": False},
    )
    _pragma(engine, hanya_baca=True)
    return engine


def tulis_postgresql(url: URL, ukuran: int) -> AsyncEngine:
    """Writers on PostgreSQL: a small pool, because many waiters on one hot row convoy."""
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        pool_size=ukuran,
        max_overflow=0,
        isolation_level="READ COMMITTED",
    )


def tulis_sqlite(url: URL) -> Engine:
    """The one writer on SQLite; every transaction begins IMMEDIATE.

    Python 3.11 has no `autocommit=False`, so the driver is left in autocommit and BEGIN is said here.
    """
    _folder(url)
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        pool_size=1,
        max_overflow=0,
        connect_args={"timeout": SIBUK_DETIK, "isolation_level": None, "check_same_thread": False},
    )
    _pragma(engine, hanya_baca=False)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _folder(url: URL) -> None:
    assert url.database
    Path(url.database).parent.mkdir(parents=True, exist_ok=True)


def _pragma(engine: Engine, *, hanya_baca: bool) -> None:
    @event.listens_for(engine, "connect")
    def connect(dbapi: Any, record: object) -> None:
        cursor: sqlite3.Cursor = dbapi.cursor()
        for pragma in (
            "journal_mode=WAL",
            "foreign_keys=ON",
            "synchronous=FULL",
            "cache_size=-16000",
            "mmap_size=134217728",
            f"query_only={'ON' if hanya_baca else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


def url_dari(teks: str) -> URL:
    """Parse a database URL, checking that it is one of ours."""
    url = make_url(teks)
    dialek(url)
    return url
