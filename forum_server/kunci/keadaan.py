"""Which keys are in force in this transaction.

The database says it, not the process: a hash that must be unique is compared with those of every other process, so all
of them have to hash by the same keys at the same time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.galat import ServerSibuk
from forum_server.kunci.kunci import Kunci, KunciBermasalah
from forum_server.kunci.models import PutaranKunci, Tahap

__all__ = ["KINI", "Keadaan", "keadaan", "keadaan_dari"]

log = structlog.stdlib.get_logger("forum.kunci")

_p = PutaranKunci
KINI: Final = select(
    _p.versi, _p.tahap, _p.sandi, _p.sandi_lain, _p.sidik, _p.sidik_lain, _p.kolom, _p.sejak
).where(_p.id == 1)
"""The row, for `keadaan_dari`."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keadaan:
    """The keys in force: `sandi` encrypts, `sidik` hashes into `kolom`; while both hash, `sidik_lain` into the other."""

    tahap: Tahap
    sandi: str
    sidik: str
    sidik_lain: str | None
    kolom: int

    @property
    def ganda(self) -> str | None:
        """The second key that hashes, while two do."""
        return self.sidik_lain if self.tahap is Tahap.PUTAR else None


def keadaan_dari(row: Any, kunci: Kunci) -> Keadaan:
    """What a row of `KINI` (or its absence) says."""
    if row is None or row.sandi is None:
        return Keadaan(
            tahap=Tahap.SELESAI,
            sandi=kunci.kunci_sandi.aktif,
            sidik=kunci.kunci_sidik.aktif,
            sidik_lain=None,
            kolom=1,
        )
    return Keadaan(
        tahap=row.tahap, sandi=row.sandi, sidik=row.sidik, sidik_lain=row.sidik_lain, kolom=row.kolom
    )


def keadaan(session: Session, kunci: Kunci, *, tulis: bool) -> Keadaan:
    """The keys in force until this unit ends (`tulis`), or at this statement.

    A process that does not have them looks into its file; raises `ServerSibuk` when they are not there either, so that
    nothing is ever written that another process would not find.
    """
    row = session.execute(KINI.with_for_update(read=True) if tulis else KINI).first()
    hasil = keadaan_dari(row, kunci)
    try:
        kunci.pakai(sandi=hasil.sandi, sidik=hasil.sidik)
        if hasil.ganda is not None:
            kunci.sidik("", "", dengan=hasil.ganda)
    except KunciBermasalah as salah:
        log.warning("key_missing", sandi=hasil.sandi, sidik=hasil.sidik, sidik_lain=hasil.ganda)
        raise ServerSibuk("Server ini sedang menunggu kunci baru. Coba lagi sebentar.") from salah
    return hasil
