"""Who must log in with a second step: everyone, or the holders of named roles and permissions."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarPeran, HibahPeran
from forum_server.akses.service import hari
from forum_server.database import waktu_db
from forum_server.database.halaman import Pilih

__all__ = ["SETIAP_AKUN", "dipegang", "wajib", "wajib_dua_langkah"]

SETIAP_AKUN: Final = "*"


def dipegang(akun_id: uuid.UUID) -> Pilih:
    """The roles an account holds or is to hold, with their last days."""
    return (
        select(HibahPeran.peran, DaftarPeran.izin, HibahPeran.sampai, waktu_db().label("kini"))
        .join(DaftarPeran, DaftarPeran.kode == HibahPeran.peran)
        .where(
            HibahPeran.akun_id == akun_id,
            HibahPeran.dicabut_pada.is_(None),
            HibahPeran.tolak.is_(False),
        )
    )


def wajib(kebijakan: Collection[str], peran: Iterable[Row[Any]]) -> bool:
    """Whether a policy binds who holds these roles (rows of `dipegang`).

    `kebijakan` holds codes of roles (`inti.admin`) and permissions (`paksi:himpun`), or `SETIAP_AKUN`. A role counts
    wherever it is granted, and also before its first day: who waits for a right should not begin with a weak session.
    """
    if SETIAP_AKUN in kebijakan:
        return True
    return any(
        (h.peran in kebijakan or not set(kebijakan).isdisjoint(h.izin))
        and (h.sampai is None or hari(h.kini) <= h.sampai)
        for h in peran
    )


def wajib_dua_langkah(session: Session, akun_id: uuid.UUID, kebijakan: Collection[str]) -> bool:
    """Whether the account must use a second step today; `kebijakan` as in `wajib`."""
    return bool(kebijakan) and wajib(kebijakan, session.execute(dipegang(akun_id)))
