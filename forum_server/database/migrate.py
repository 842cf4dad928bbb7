"""Migrations: the core's line, then each plugin's, each with a version table of its own.

All lines go in one transaction: a migration that fails leaves nothing behind. A plugin that is uninstalled leaves its
tables and its version table alone; the other lines neither see nor touch them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from forum_server.database.base import Base
from forum_server.database.engine import dialek

__all__ = [
    "INTI",
    "Lini",
    "MigrasiRusak",
    "buat",
    "dalam_transaksi",
    "jalankan",
    "naik",
    "periksa",
    "posisi",
    "render",
    "turun",
]

T = TypeVar("T")
SINI = Path(__file__).parent / "migrations"
KUNCI_MIGRASI = 7_316_402_551
"""Advisory lock on PostgreSQL: two servers that start together migrate one after the other."""


class MigrasiRusak(Exception):
    """After migrating, rows point at parents that do not exist; nothing was kept."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lini:
    """One owner's migrations: `pemilik` is "core" or a plugin's name, `folder` holds its revisions."""

    pemilik: str
    folder: Path

    @property
    def tabel_versi(self) -> str:
        """The table that remembers how far this line has come."""
        return "alembic_version" if self.pemilik == "core" else f"alembic_version_{self.pemilik}"

    def config(self, connection: Connection) -> Config:
        """What every alembic command needs to know of this line."""
        config = Config()
        config.set_main_option("script_location", str(SINI))
        config.set_main_option("version_locations", str(self.folder))
        config.set_main_option("path_separator", "newline")
        config.attributes.update(
            connection=connection,
            metadata=Base.metadata,
            pemilik=self.pemilik,
            tabel_versi=self.tabel_versi,
        )
        return config


INTI = Lini(pemilik="core", folder=SINI / "versions")


def naik(connection: Connection, lini: Sequence[Lini]) -> None:
    """Bring every line to its head, in the order given: core first, a plugin after those it requires."""
    for satu in lini:
        command.upgrade(satu.config(connection), "head")


def turun(connection: Connection, lini: Lini, ke: str = "base") -> None:
    """Take one line back; at "base" its version table goes too, so that nothing of it remains."""
    command.downgrade(lini.config(connection), ke)
    if ke == "base":
        connection.execute(text(f"DROP TABLE IF EXISTS {lini.tabel_versi}"))


def periksa(connection: Connection, lini: Lini) -> None:
    """Raise alembic's CommandError when the tables of this line differ from its models."""
    command.check(lini.config(connection))


def posisi(connection: Connection, lini: Lini) -> tuple[str | None, str | None]:
    """(revision in the database, newest revision there is); equal when this line is up to date."""
    skrip = ScriptDirectory.from_config(lini.config(connection))
    if not inspect(connection).has_table(lini.tabel_versi):
        return None, skrip.get_current_head()
    konteks = MigrationContext.configure(connection, opts={"version_table": lini.tabel_versi})
    return konteks.get_current_revision(), skrip.get_current_head()


def buat(connection: Connection, lini: Lini, pesan: str, revisi: str) -> Path:
    """Write the revision that leads from the database as it is to the models as they are."""
    hasil = command.revision(lini.config(connection), pesan, autogenerate=True, rev_id=revisi)
    assert hasil is not None
    assert not isinstance(hasil, list)
    return Path(hasil.path)


def dalam_transaksi(connection: Connection, kerja: Callable[[Connection], T]) -> T:
    """Run `kerja` as the one transaction of a fresh connection (see `jalankan`)."""
    if connection.dialect.name != "sqlite":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({KUNCI_MIGRASI})"))
        return kerja(connection)
    # Alembic rebuilds a table by dropping the old one; with foreign keys on, that would empty its children.
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        hasil = kerja(connection)
        yatim = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if yatim:
            tabel = ", ".join(sorted({str(baris[0]) for baris in yatim}))
            raise MigrasiRusak(f"rows without their parent after migrating, in: {tabel}")
    except BaseException:
        connection.exec_driver_sql("ROLLBACK")
        raise
    connection.exec_driver_sql("COMMIT")
    return hasil


def jalankan(url: URL, kerja: Callable[[Connection], T]) -> T:
    """Open `url`, run `kerja` in one transaction and close; for commands, not inside a running event loop."""
    if dialek(url) == "sqlite":
        assert url.database
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url.set(drivername="sqlite+pysqlite"),
            poolclass=NullPool,
            connect_args={"isolation_level": None, "timeout": 30},
        )
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            return dalam_transaksi(connection, kerja)
    return asyncio.run(_jalankan_postgresql(url, kerja))


async def _jalankan_postgresql(url: URL, kerja: Callable[[Connection], T]) -> T:
    engine = create_async_engine(url.set(drivername="postgresql+asyncpg"), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            return await connection.run_sync(dalam_transaksi, kerja)
    finally:
        await engine.dispose()


def render(pemilik: str, jenis: str, objek: Any, konteks: Any) -> Any:
    """How our own types and defaults are written into a revision of `pemilik`, the same for both engines."""
    asal = "forum_server.database" if pemilik == "core" else "forum_server.plugin"
    from forum_server.database.clause import waktu_db
    from forum_server.database.transaksi import transaksi_ini
    from forum_server.database.types import Instan, KodeTipe

    nama = {Instan: "Instan()", KodeTipe: "KodeTipe()"}
    if jenis == "type" and type(objek) in nama:
        konteks.imports.add(f"from {asal} import Instan, KodeTipe")
        return nama[type(objek)]
    if jenis == "server_default":
        if isinstance(objek.arg, waktu_db):
            konteks.imports.add(f"from {asal} import waktu_db")
            return "waktu_db()"
        if isinstance(objek.arg, transaksi_ini):
            konteks.imports.add("from forum_server.database.transaksi import transaksi_ini")
            return "transaksi_ini()"
    return False
