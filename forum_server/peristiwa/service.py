"""Telling an event inside a unit; it is written last, when the unit holds every lock it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from forum_server.database.unit import di_akhir, kabarkan
from forum_server.peristiwa.models import PeristiwaBaris

__all__ = ["Peristiwa", "siarkan"]

# Of the table, not of the class, and built once: every write pays for this statement.
_SISIP: Final = insert(cast("Table", PeristiwaBaris.__table__))


@dataclass(frozen=True, kw_only=True, slots=True)
class Peristiwa:
    """A committed event as its readers get it. `posisi` orders events; later is larger."""

    jenis: str
    kunci: str
    wilayah: str
    isi: Mapping[str, str] = field(default_factory=dict[str, str])
    posisi: tuple[int, int] = (0, 0)


def siarkan(
    session: Session, jenis: str, *, kunci: str, wilayah: str, isi: Mapping[str, str] | None = None
) -> None:
    """Announce that `jenis` happened to `kunci` (an id). The same event told twice in one unit is told once.

    `isi` holds ids for the readers' convenience; never a value: readers look up what they may see.
    """
    daftar = cast("dict[Any, dict[str, Any]]", session.info.setdefault("peristiwa", {}))
    isi = dict(isi or {})
    daftar[jenis, kunci, tuple(sorted(isi.items()))] = {
        "jenis": jenis,
        "kunci": kunci,
        "wilayah": wilayah,
        "isi": isi,
    }
    di_akhir(session, _tulis)


def _tulis(session: Session) -> None:
    daftar = session.info.pop("peristiwa", None)
    if daftar:
        session.execute(_SISIP, list(daftar.values()))
        kabarkan(session)
