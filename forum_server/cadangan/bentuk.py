"""The form of a backup: what its manifest says, and how a value is written so that either engine can read it."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import types as sa
from sqlalchemy.types import TypeEngine

from forum_server.database.engine import Dialek

__all__ = [
    "BENTUK",
    "OBJEK",
    "CadanganGagal",
    "IsiBerkas",
    "Jenis",
    "Kolom",
    "Manifes",
    "Tabel",
    "jenis_dari",
    "pembaca",
    "penulis",
]

BENTUK: Final = 1
"""Of the archive. A server reads every form up to its own."""

OBJEK: Final = re.compile(r"(?:biasa|rahasia)/[0-9a-z]{2}/[0-9a-z]+", re.ASCII)
"""Names of the store's objects. No other name of an archive becomes a place to write, or to clear, on this machine."""
KUNCI: Final = frozenset({"sandi", "sidik"})
"""Kinds of key of which a manifest tells."""


class CadanganGagal(Exception):
    """A backup was not made, or not taken back; says why and what to do. Nothing was written then."""


class Jenis(StrEnum):
    """What a column holds, whatever an engine calls it."""

    TEKS = "teks"
    BULAT = "bulat"
    BENAR = "benar"
    WAKTU = "waktu"
    TANGGAL = "tanggal"
    JAM = "jam"
    UUID = "uuid"
    JSON = "json"
    BYTE = "byte"
    DESIMAL = "desimal"
    PECAHAN = "pecahan"


@dataclass(frozen=True, kw_only=True, slots=True)
class Kolom:
    """One column of a table as it was backed up."""

    nama: str
    jenis: Jenis


@dataclass(frozen=True, kw_only=True, slots=True)
class Tabel:
    """One table: its columns in the order of a line's values, how many lines, and the SHA-256 of all of them."""

    nama: str
    kolom: tuple[Kolom, ...]
    baris: int
    sidik: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IsiBerkas:
    """One stored file: its key in the store, its length in bytes and its SHA-256 as stored."""

    nama: str
    panjang: int
    sidik: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifes:
    """What an archive holds.

    `lini`: the revision of every migration line; `urutan`: the last number a table gave to a row of its own accord;
    `kunci`: per kind of key what only the same key makes (no key material); None where there were no keys yet.
    """

    bentuk: int
    dibuat: str
    versi: str
    asal: Dialek
    lini: Mapping[str, str]
    tabel: tuple[Tabel, ...]
    urutan: Mapping[str, int]
    kunci: Mapping[str, Mapping[str, str]] | None
    berkas: tuple[IsiBerkas, ...] | None

    def ke_json(self) -> bytes:
        """The text of the manifest."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def dari_json(cls, teks: bytes) -> Manifes:
        """Read a manifest; raises `CadanganGagal`."""
        try:
            isi = cast("dict[str, Any]", json.loads(teks))
            if int(isi["bentuk"]) > BENTUK:
                raise CadanganGagal(
                    f"Cadangan ini dibuat oleh forum-server {isi['versi']}, yang lebih baru dari server ini. "
                    "Pasang versi itu atau yang lebih baru, lalu ulangi."
                )
            berkas = None if isi["berkas"] is None else tuple(_berkas(satu) for satu in isi["berkas"])
            return cls(
                bentuk=int(isi["bentuk"]),
                dibuat=str(isi["dibuat"]),
                versi=str(isi["versi"]),
                asal=isi["asal"],
                lini=dict(isi["lini"]),
                tabel=tuple(_tabel(satu) for satu in isi["tabel"]),
                urutan={nama: int(nomor) for nama, nomor in isi["urutan"].items()},
                kunci=None if isi["kunci"] is None else {jenis: dict(isi["kunci"][jenis]) for jenis in KUNCI},
                berkas=berkas,
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as galat:
            raise CadanganGagal(f"Manifes cadangan rusak ({type(galat).__name__}).") from None


def _tabel(isi: Mapping[str, Any]) -> Tabel:
    kolom = tuple(Kolom(nama=satu["nama"], jenis=Jenis(satu["jenis"])) for satu in isi["kolom"])
    return Tabel(nama=isi["nama"], kolom=kolom, baris=int(isi["baris"]), sidik=isi["sidik"])


def _berkas(isi: Mapping[str, Any]) -> IsiBerkas:
    satu = IsiBerkas(nama=isi["nama"], panjang=int(isi["panjang"]), sidik=isi["sidik"])
    if OBJEK.fullmatch(satu.nama) is None:
        raise ValueError
    return satu


# What an engine calls a column, most specific first: a subclass stands before its parent.
_JENIS: Final[tuple[tuple[type[TypeEngine[Any]], Jenis], ...]] = (
    (sa.Uuid, Jenis.UUID),
    (sa.Boolean, Jenis.BENAR),
    (sa.JSON, Jenis.JSON),
    (sa.DateTime, Jenis.WAKTU),
    (sa.Date, Jenis.TANGGAL),
    (sa.Time, Jenis.JAM),
    (sa.LargeBinary, Jenis.BYTE),
    (sa.Integer, Jenis.BULAT),
    (sa.Float, Jenis.PECAHAN),
    (sa.Numeric, Jenis.DESIMAL),
    (sa.String, Jenis.TEKS),
)


def jenis_dari(tipe: TypeEngine[Any], asal: Dialek) -> Jenis:
    """What a reflected column holds; raises TypeError for a type no backup can carry."""
    if asal == "sqlite" and isinstance(tipe, sa.CHAR) and tipe.length == 32:
        return Jenis.UUID
    for kelas, jenis in _JENIS:
        if isinstance(tipe, kelas):
            return jenis
    raise TypeError(f"a column of type {tipe!r} has no form in a backup")


Ubah = Callable[[Any], Any]


def penulis(jenis: Jenis, asal: Dialek) -> Ubah | None:
    """From a driver's value to one of JSON; None where it stays as it is. NULL is the caller's."""
    sqlite = asal == "sqlite"
    match jenis:
        case Jenis.UUID:
            return _uuid_teks if sqlite else str
        case Jenis.BENAR:
            return bool
        case Jenis.WAKTU:
            return _waktu_sqlite if sqlite else _waktu_teks
        case Jenis.TANGGAL | Jenis.JAM:
            return None if sqlite else _iso
        case Jenis.BYTE:
            return _base64
        case Jenis.DESIMAL:
            return str
        case Jenis.PECAHAN:
            return repr
        case Jenis.TEKS | Jenis.BULAT | Jenis.JSON:
            return None


def pembaca(jenis: Jenis, tujuan: Dialek, *, berzona: bool = True) -> Ubah | None:
    """From a value of JSON to a driver's; `berzona`: the column of PostgreSQL knows time zones."""
    sqlite = tujuan == "sqlite"
    match jenis:
        case Jenis.UUID:
            return _tanpa_garis if sqlite else uuid.UUID
        case Jenis.BENAR:
            return int if sqlite else None
        case Jenis.WAKTU:
            return _ke_sqlite if sqlite else datetime.fromisoformat if berzona else _tanpa_zona
        case Jenis.TANGGAL:
            return None if sqlite else date.fromisoformat
        case Jenis.JAM:
            return None if sqlite else time.fromisoformat
        case Jenis.BYTE:
            return base64.b64decode
        case Jenis.DESIMAL:
            return float if sqlite else Decimal
        case Jenis.PECAHAN:
            return float
        case Jenis.TEKS | Jenis.BULAT | Jenis.JSON:
            return None


def _uuid_teks(nilai: str) -> str:
    return str(uuid.UUID(nilai))


def _tanpa_garis(nilai: str) -> str:
    return nilai.replace("-", "")


def _waktu_sqlite(nilai: str) -> str:
    return _waktu_teks(datetime.fromisoformat(nilai).replace(tzinfo=UTC))


def _waktu_teks(nilai: datetime) -> str:
    """`2026-01-31T01:02:03.000004Z`; a time without a zone is in UTC."""
    utc = nilai if nilai.tzinfo is None else nilai.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def _ke_sqlite(nilai: str) -> str:
    return nilai[:-1].replace("T", " ")


def _tanpa_zona(nilai: str) -> datetime:
    return datetime.fromisoformat(nilai[:-1])


def _iso(nilai: date | time) -> str:
    return nilai.isoformat()


def _base64(nilai: bytes) -> str:
    return base64.b64encode(nilai).decode()
