"""SQL that the two engines spell differently, said once."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Dialect,
    String,
    Uuid,
    and_,
    bindparam,
    select,
    true,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.expression import BindParameter, FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from forum_server.database.types import Instan

__all__ = ["AKAR", "dalam", "dalam_parameter", "di_bawah", "leluhur", "sekarang", "waktu_db"]

AKAR = "ID"
"""Code of the national root of the region tree."""


class waktu_db(FunctionElement[datetime]):
    """The database's clock at the moment the statement runs (not the start of its transaction), in UTC."""

    type = Instan()
    inherit_cache = True
    name = "waktu_db"


@compiles(waktu_db, "postgresql")
def _waktu_postgresql(element: waktu_db, compiler: SQLCompiler, **kw: Any) -> str:
    return "clock_timestamp()"


@compiles(waktu_db, "sqlite")
def _waktu_sqlite(element: waktu_db, compiler: SQLCompiler, **kw: Any) -> str:
    return "strftime('%Y-%m-%d %H:%M:%f000', 'now')"


def sekarang(session: Session) -> datetime:
    """The database's time, timezone-aware."""
    waktu = session.scalar(select(waktu_db()))
    assert waktu is not None
    return waktu.astimezone(UTC)


class _dalam(FunctionElement[bool]):
    """`column = ANY(array)` on PostgreSQL, a subselect over one JSON parameter on SQLite."""

    inherit_cache = True
    name = "dalam"


@compiles(_dalam, "postgresql")
def _dalam_postgresql(element: _dalam, compiler: SQLCompiler, **kw: Any) -> str:
    kolom, larik, _ = element.clauses
    return f"{compiler.process(kolom, **kw)} = ANY({compiler.process(larik, **kw)})"


@compiles(_dalam, "sqlite")
def _dalam_sqlite(element: _dalam, compiler: SQLCompiler, **kw: Any) -> str:
    kolom, _, teks = element.clauses
    terpilih = f"(SELECT value FROM json_each({compiler.process(teks, **kw)}))"  # noqa: S608  a compiled parameter
    return f"{compiler.process(kolom, **kw)} IN {terpilih}"


def dalam(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], values: Iterable[Any]
) -> ColumnElement[bool]:
    """`column` is one of `values` (strings, ints or UUIDs): one cached statement, whatever their number."""
    listed = list(values)
    tipe: TypeEngine[Any] = column.type
    larik: BindParameter[Any] = bindparam(None, listed, type_=ARRAY(tipe), unique=True)
    return _dalam(column, larik, bindparam(None, _json(tipe, listed), type_=String(), unique=True))


def dalam_parameter(
    column: ColumnElement[Any] | InstrumentedAttribute[Any], nama: str
) -> ColumnElement[bool]:
    """As `dalam`, for a statement put together once: it is given the list as its parameter `nama` when it runs."""
    nilai: BindParameter[Any] = bindparam(nama, type_=_Larik(column.type))
    return _dalam(column, nilai, nilai)


class _Larik(TypeDecorator[Sequence[Any]]):
    """A list of values of the type `isi` as one parameter: an array on PostgreSQL, JSON text on SQLite."""

    impl = String
    cache_ok = True

    def __init__(self, isi: TypeEngine[Any]) -> None:
        super().__init__()
        self.isi = isi

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(ARRAY(self.isi) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> Any:
        listed = list(value or ())
        return listed if dialect.name == "postgresql" else _json(self.isi, listed)


def _json(tipe: TypeEngine[Any], listed: list[Any]) -> str:
    if isinstance(tipe, Uuid):
        # SQLite keeps a UUID as 32 hexadecimal digits
        return json.dumps([(v if isinstance(v, uuid.UUID) else uuid.UUID(str(v))).hex for v in listed])
    return json.dumps([str(v) if isinstance(tipe, String) else v for v in listed])


def di_bawah(
    column: ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[str | None], kode: str
) -> ColumnElement[bool]:
    """`column` is the region `kode` or lies beneath it: a range scan, since "." sorts just before "/"."""
    if kode == AKAR:
        return true()
    return (column == kode) | and_(column > f"{kode}.", column < f"{kode}/")


def leluhur(kode: str) -> tuple[str, ...]:
    """The code and its ancestors, nearest first, ending with the national root; a lembaga stands under it too.

    >>> leluhur("61.71.01")
    ('61.71.01', '61.71', '61', 'ID')
    """
    if kode == AKAR:
        return (AKAR,)
    if not kode[:1].isdigit():
        return (kode, AKAR)
    parts = kode.split(".")
    return (*(".".join(parts[:n]) for n in range(len(parts), 0, -1)), AKAR)
