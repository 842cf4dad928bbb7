"""Which transaction wrote a row, and which transactions are surely over.

A sequence gives its numbers in the order of asking, not of committing: a reader that remembers the last number it
saw misses the smaller one that commits later. On PostgreSQL a row therefore carries the id of its transaction, and
readers stop below the oldest transaction that still runs. On SQLite writers follow one another, so the row's own
id already tells the order of commits.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Integer, and_, or_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, MappedColumn, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import FunctionElement

__all__ = ["batas_belum_ada", "batas_selesai", "kolom_transaksi", "sesudah", "transaksi_ini"]


class transaksi_ini(FunctionElement[int]):
    """The id of the running transaction on PostgreSQL; 0 on SQLite."""

    type = BigInteger()
    inherit_cache = True
    name = "transaksi_ini"


@compiles(transaksi_ini, "postgresql")
def _ini_postgresql(element: transaksi_ini, compiler: SQLCompiler, **kw: Any) -> str:
    return "(pg_current_xact_id()::text::bigint)"


@compiles(transaksi_ini, "sqlite")
def _ini_sqlite(element: transaksi_ini, compiler: SQLCompiler, **kw: Any) -> str:
    return "0"


class batas_selesai(FunctionElement[int]):
    """The oldest transaction that still runs: all before it are over."""

    type = BigInteger()
    inherit_cache = True
    name = "batas_selesai"


@compiles(batas_selesai, "postgresql")
def _batas_postgresql(element: batas_selesai, compiler: SQLCompiler, **kw: Any) -> str:
    return "(pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"


@compiles(batas_selesai, "sqlite")
def _batas_sqlite(element: batas_selesai, compiler: SQLCompiler, **kw: Any) -> str:
    return "1"


class batas_belum_ada(FunctionElement[int]):
    """The first transaction that has not begun yet in this cluster. A row that carries this id or a later one was
    restored from the dump of another cluster, whose count had come further."""

    type = BigInteger()
    inherit_cache = True
    name = "batas_belum_ada"


@compiles(batas_belum_ada, "postgresql")
def _belum_postgresql(element: batas_belum_ada, compiler: SQLCompiler, **kw: Any) -> str:
    return "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"


@compiles(batas_belum_ada, "sqlite")
def _belum_sqlite(element: batas_belum_ada, compiler: SQLCompiler, **kw: Any) -> str:
    return "1"


def kolom_transaksi() -> MappedColumn[int]:
    """The id of the transaction that wrote the row (0 on SQLite), filled by the database."""
    return mapped_column(BigInteger().with_variant(Integer, "sqlite"), server_default=transaksi_ini())


def sesudah(
    transaksi: InstrumentedAttribute[int], id: InstrumentedAttribute[int], posisi: tuple[int, int]
) -> ColumnElement[bool]:
    """Rows after `posisi` (transaction, id) whose transactions, and all before them, are over.

    Read them ordered by (transaction, id) and remember the last: none is ever missed. Two transactions that ran at
    the same time come in the order in which they began to write.
    """
    return and_(
        transaksi < batas_selesai(),
        or_(transaksi > posisi[0], and_(transaksi == posisi[0], id > posisi[1])),
    )
