"""Column types that mean the same on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, String
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator

__all__ = ["Instan", "KodeTipe", "pilihan"]

E = TypeVar("E", bound=StrEnum)


class Instan(TypeDecorator[datetime]):
    """A moment in UTC; timezone-aware in Python, `timestamptz` on PostgreSQL, sortable text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC; a time without a zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone; use datetime.now(UTC) or zoneinfo")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Timezone-aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class KodeTipe(TypeDecorator[str]):
    """A region or lembaga code; compared byte by byte, so that a prefix is a range on either engine."""

    impl = String(32)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        """With collation "C" on PostgreSQL."""
        return dialect.type_descriptor(String(32, collation="C" if dialect.name == "postgresql" else None))


def _nilai(anggota: type[StrEnum]) -> list[str]:
    return [satu.value for satu in anggota]


def pilihan(kind: type[E], nama: str) -> SqlEnum:
    """A column that holds one of `kind`'s values as text, guarded by a CHECK named after `nama`."""
    return SqlEnum(
        kind,
        name=nama,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=_nilai,
    )
