"""The tables of a database as they are, read from one moment of it while others go on writing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar, cast

import orjson
from sqlalchemy import URL, Connection, MetaData, String, Text, create_engine, inspect, select, text
from sqlalchemy import Column as SqlColumn
from sqlalchemy import Table as SqlTable
from sqlalchemy import cast as sql_cast
from sqlalchemy.pool import NullPool

from forum_server.cadangan.bentuk import CadanganGagal, Jenis, Kolom, jenis_dari, penulis
from forum_server.database.engine import Dialek, dialek
from forum_server.database.sambung import mesin_postgresql

__all__ = ["VERSI", "TabelAda", "baca_saat_ini", "baris", "tabel_ada", "urutan"]

T = TypeVar("T")
SEKALI: Final = 2000
"""Rows in memory at a time."""
VERSI: Final = "alembic_version"
"""How the names of the tables begin that remember migrations."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TabelAda:
    """A table of this database: its columns and those of its primary key."""

    nama: str
    kolom: tuple[Kolom, ...]
    kunci: tuple[str, ...]
    tanpa_zona: frozenset[str] = frozenset()
    """Columns of times that PostgreSQL keeps without a zone."""


async def baca_saat_ini(url: URL, kerja: Callable[[Connection], T]) -> T:
    """Run `kerja` on a connection that sees the database as it is at its first statement, until it ends.

    On SQLite that is a reader's snapshot of the write-ahead log, on PostgreSQL a read-only REPEATABLE READ
    transaction; neither keeps anybody from writing. Raises `CadanganGagal` where PostgreSQL does not answer.
    """
    if dialek(url) == "sqlite":
        return _baca_sqlite(url, kerja)
    engine = mesin_postgresql(
        url,
        setelan={"default_transaction_read_only": "on"},
        poolclass=NullPool,
        isolation_level="REPEATABLE READ",
    )
    try:
        try:
            koneksi = await engine.connect()
        except OSError as galat:
            # Not an error of writing the archive, in the midst of which this runs.
            raise CadanganGagal(
                f"Basis data tidak menjawab ({type(galat).__name__}). Periksa FORUM_DATABASE_URL."
            ) from None
        try:
            return await koneksi.run_sync(kerja)
        finally:
            await koneksi.close()
    finally:
        await engine.dispose()


def _baca_sqlite(url: URL, kerja: Callable[[Connection], T]) -> T:
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        poolclass=NullPool,
        connect_args={"isolation_level": None, "timeout": 30},
    )
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as koneksi:
        koneksi.exec_driver_sql("PRAGMA query_only=ON")
        koneksi.exec_driver_sql("BEGIN")
        try:
            return kerja(koneksi)
        finally:
            koneksi.exec_driver_sql("ROLLBACK")


def tabel_ada(koneksi: Connection, tanpa: Collection[str] = ()) -> list[TabelAda]:
    """Every table but those of migrations and those named in `tanpa`, by name; columns by name too."""
    inspektur, mesin = inspect(koneksi), cast("Dialek", koneksi.dialect.name)
    kolom = {nama: isi for (_, nama), isi in inspektur.get_multi_columns().items()}
    kunci = {nama: isi for (_, nama), isi in inspektur.get_multi_pk_constraint().items()}
    hasil: list[TabelAda] = []
    for nama in sorted(kolom.keys() - set(tanpa)):
        if nama.startswith((VERSI, "sqlite_")):
            continue
        isi = sorted((k for k in kolom[nama] if not k.get("computed")), key=lambda k: k["name"])
        try:
            susunan = tuple(Kolom(nama=k["name"], jenis=jenis_dari(k["type"], mesin)) for k in isi)
        except TypeError as galat:
            raise CadanganGagal(f"Tabel {nama} tidak dapat dicadangkan: {galat}") from None
        hasil.append(
            TabelAda(
                nama=nama,
                kolom=susunan,
                kunci=tuple(kunci[nama]["constrained_columns"]),
                tanpa_zona=frozenset(k["name"] for k in isi if not getattr(k["type"], "timezone", True)),
            )
        )
    return hasil


def baris(koneksi: Connection, tabel: TabelAda) -> Iterator[list[bytes]]:
    """The rows of a table in the order of its key, some at a time, each as a line of JSON.

    The order and the lines are the same on both engines.
    """
    asal = cast("Dialek", koneksi.dialect.name)
    ubah = [penulis(k.jenis, asal) for k in tabel.kolom]
    hasil = koneksi.execution_options(stream_results=True, max_row_buffer=SEKALI).execute(
        text(_pilih(koneksi, tabel))
    )
    for sekali in hasil.partitions(SEKALI):
        try:
            yield [
                orjson.dumps(
                    [v if f is None or v is None else f(v) for f, v in zip(ubah, satu, strict=True)],
                    option=orjson.OPT_APPEND_NEWLINE,
                )
                for satu in sekali
            ]
        except (TypeError, ValueError, AttributeError) as galat:
            # Its text may quote a value.
            raise CadanganGagal(
                f"Tabel {tabel.nama} memuat nilai yang tidak sesuai tipe kolomnya ({type(galat).__name__})."
            ) from None


def _pilih(koneksi: Connection, tabel: TabelAda) -> str:
    """The statement as text, without types: values come as the driver gives them, JSON as it was written."""
    postgresql = koneksi.dialect.name == "postgresql"
    meta = SqlTable(tabel.nama, MetaData(), *(SqlColumn(k.nama, String()) for k in tabel.kolom))
    jenis = {k.nama: k.jenis for k in tabel.kolom}
    kolom = [
        sql_cast(meta.c[k.nama], Text()) if postgresql and k.jenis is Jenis.JSON else meta.c[k.nama]
        for k in tabel.kolom
    ]
    urut = [
        meta.c[k].collate("C") if postgresql and jenis[k] is Jenis.TEKS else meta.c[k] for k in tabel.kunci
    ]
    return str(select(*kolom).order_by(*urut).compile(dialect=koneksi.dialect))


_NOMOR_POSTGRESQL: Final = """
SELECT t.relname, n.last_value
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_class t ON t.oid = d.refobjid
JOIN pg_sequences n ON n.sequencename = s.relname AND n.schemaname = s.relnamespace::regnamespace::text
WHERE d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass
  AND t.relnamespace = current_schema()::regnamespace AND n.last_value IS NOT NULL
"""


def urutan(koneksi: Connection, tabel: Sequence[TabelAda]) -> dict[str, int]:
    """The last number each of these tables gave to a row of its own accord, also when the row is gone."""
    if koneksi.dialect.name == "postgresql":
        stmt = _NOMOR_POSTGRESQL
    elif inspect(koneksi).has_table("sqlite_sequence"):
        stmt = "SELECT name, seq FROM sqlite_sequence"
    else:
        return {}
    ada = {t.nama for t in tabel}
    return {nama: int(nomor) for nama, nomor in koneksi.execute(text(stmt)) if nama in ada}
