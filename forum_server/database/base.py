"""The declarative base every table stands on, and who owns which table."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import DDL, JSON, MetaData, Table, Uuid, event
from sqlalchemy.orm import DeclarativeBase

from forum_server.database.types import Instan

__all__ = ["Base", "milik", "pemicu"]

NAMA_BATASAN = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Tables of the core. A plugin derives an abstract base of its own and names itself as owner.

    >>> class PaksiBase(Base):
    ...     __abstract__ = True
    ...     __pemilik__ = "paksi"
    """

    __pemilik__: ClassVar[str] = "core"

    metadata = MetaData(naming_convention=NAMA_BATASAN)
    type_annotation_map: ClassVar[dict[Any, Any]] = {uuid.UUID: Uuid(), datetime: Instan(), dict: JSON()}

    def __init_subclass__(cls, **kw: Any) -> None:
        super().__init_subclass__(**kw)
        table = cls.__dict__.get("__table__")
        if isinstance(table, Table):
            owner = cls.__pemilik__
            if owner != "core" and not table.name.startswith(f"{owner}_"):
                raise TypeError(f"{cls.__qualname__}: a table of {owner!r} must be named {owner}_…")
            table.info["pemilik"] = owner


def milik(owner: str) -> list[Table]:
    """The tables one owner ("core" or a plugin) has declared so far, in the order they can be created."""
    return [t for t in Base.metadata.sorted_tables if t.info.get("pemilik") == owner]


def pemicu(table: Table, nama: str, *, sqlite: str, postgresql: Iterable[str]) -> None:
    """Give `table` a trigger on both engines; the statements also stand in `table.info` for its migration.

    A percent sign in a statement must be doubled, as in any SQLAlchemy DDL.
    """
    statements = {"sqlite": (sqlite,), "postgresql": tuple(postgresql)}
    table.info.setdefault("pemicu", {})[nama] = statements
    for dialect, ddls in statements.items():
        for ddl in ddls:
            event.listen(table, "after_create", DDL(ddl).execute_if(dialect=dialect))
