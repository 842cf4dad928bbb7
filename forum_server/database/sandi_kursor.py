"""How a value of each column type stands in a cursor, and how it is read back without trusting the client.

What a cursor brings is bound to a statement, so a value the driver would choke on (an integer out of range, a NUL in
a text, a date without its zone) has to be refused here, by `ValueError`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Uuid,
)
from sqlalchemy import Enum as SqlEnum
from sqlalchemy.types import TypeDecorator, TypeEngine

from forum_server.database.types import Instan

__all__ = ["Sandi", "sandi_dari"]


@dataclass(frozen=True, slots=True)
class Sandi:
    """Both directions for one type: `tulis` gives what JSON holds, `baca` raises ValueError for anything else."""

    tulis: Callable[[Any], Any]
    baca: Callable[[object], Any]


def sandi_dari(tipe: TypeEngine[Any]) -> Sandi:
    """How values of a column type stand in cursors; TypeError for a type one can't page by."""
    if isinstance(tipe, Instan):
        return Sandi(lambda v: v.astimezone(UTC).isoformat(), partial(_saat, sadar=True))
    if isinstance(tipe, TypeDecorator):
        return sandi_dari(tipe.impl_instance)
    if isinstance(tipe, SqlEnum):
        return _pilihan(tipe)
    if isinstance(tipe, String):
        return Sandi(str, _teks)
    if isinstance(tipe, Boolean):
        return Sandi(bool, _benar)
    if isinstance(tipe, Integer):
        bit = 15 if isinstance(tipe, SmallInteger) else 63 if isinstance(tipe, BigInteger) else 31
        return Sandi(int, partial(_bulat, batas=2**bit))
    if isinstance(tipe, Float):
        return Sandi(float, _pecahan)
    if isinstance(tipe, Numeric):
        return Sandi(str, _desimal)
    if isinstance(tipe, DateTime):
        return Sandi(lambda v: v.isoformat(), partial(_saat, sadar=tipe.timezone))
    if isinstance(tipe, Date):
        return Sandi(lambda v: v.isoformat(), _tanggal)
    if isinstance(tipe, Uuid):
        return Sandi(str, lambda v: uuid.UUID(_teks(v)))
    raise TypeError(f"a list can't be ordered by a column of type {tipe!r}; convert it in the statement")


def _pilihan(tipe: SqlEnum) -> Sandi:
    kelas: type[Enum] | None = tipe.enum_class
    if kelas is None:

        def baca(nilai: object) -> Any:
            if nilai not in tipe.enums:
                raise ValueError("unknown member")
            return nilai

        return Sandi(str, baca)

    def baca_anggota(nilai: object) -> Any:
        try:
            return kelas[_teks(nilai)]
        except KeyError as galat:
            raise ValueError("unknown member") from galat

    return Sandi(lambda v: v.name, baca_anggota)


def _teks(nilai: object) -> str:
    if not isinstance(nilai, str) or "\0" in nilai:
        raise ValueError("not a text")
    nilai.encode()  # a lone surrogate is a ValueError
    return nilai


def _benar(nilai: object) -> bool:
    if not isinstance(nilai, bool):
        raise ValueError("not a truth value")  # noqa: TRY004  (see above: always ValueError)
    return nilai


def _bulat(nilai: object, *, batas: int) -> int:
    if not isinstance(nilai, int) or isinstance(nilai, bool) or not -batas <= nilai < batas:
        raise ValueError("not an integer in range")
    return nilai


def _pecahan(nilai: object) -> float:
    if not isinstance(nilai, float) or nilai != nilai or nilai in {float("inf"), float("-inf")}:  # noqa: PLR0124
        raise ValueError("not a finite number")
    return nilai


def _desimal(nilai: object) -> Decimal:
    try:
        angka = Decimal(_teks(nilai))
    except InvalidOperation as galat:
        raise ValueError("not a number") from galat
    if not angka.is_finite() or abs(angka.adjusted()) > 100:
        raise ValueError("not a number in range")
    return angka


def _tanggal(nilai: object) -> date:
    return date.fromisoformat(_teks(nilai))


def _saat(nilai: object, *, sadar: bool) -> datetime:
    saat = datetime.fromisoformat(_teks(nilai))
    if (saat.tzinfo is not None) is not sadar:
        raise ValueError("with a zone where there is none, or without where there is")
    try:
        return saat.astimezone(UTC) if sadar else saat
    except OverflowError as galat:
        raise ValueError("out of range") from galat
