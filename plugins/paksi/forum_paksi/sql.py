"""Statements the two engines spell alike but SQLAlchemy keeps in two dialects."""

from __future__ import annotations

from typing import Any, Final, TypeAlias, cast

from sqlalchemy import Row, Select, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_paksi.basis import PaksiBase

Baris: TypeAlias = Row[*tuple[Any, ...]]
"""A row whose columns are read by name."""

Pilih: TypeAlias = Select[*tuple[Any, ...]]
"""A statement that gives such rows."""

TANPA_SINKRON: Final = {"synchronize_session": False}
"""Services keep no objects in the session, so there is nothing to bring up to date."""


def sisipkan(session: Session, model: type[PaksiBase]) -> postgresql.Insert | sqlite.Insert:
    """An INSERT that can say ON CONFLICT."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(model)
    return sqlite.insert(model)


def tabel(model: type[PaksiBase]) -> Table:
    """The table behind a model, for statements that need nothing of the ORM."""
    return cast("Table", model.__table__)
