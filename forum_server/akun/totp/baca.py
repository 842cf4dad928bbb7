"""Reading how accounts stand with the second step; never a secret."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import func, select

from forum_server.akun.totp.kebijakan import dipegang, wajib
from forum_server.akun.totp.models import KodePemulihan, Totp
from forum_server.database import Database, dalam

__all__ = ["Status", "status", "terpasang"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Status:
    """How one account stands; `tersisa` counts unused recovery codes."""

    terpasang: bool
    wajib: bool
    tersisa: int


async def terpasang(db: Database, akun: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the accounts that have an authenticator in force, in one statement."""
    return frozenset(
        await db.scalars(select(Totp.akun_id).where(dalam(Totp.akun_id, akun), Totp.aktif_sejak.is_not(None)))
    )


async def status(db: Database, akun_id: uuid.UUID, kebijakan: Collection[str]) -> Status:
    """One account; `kebijakan` as in `kebijakan.wajib_dua_langkah`."""
    tersisa = await db.scalar(
        select(func.count()).select_from(KodePemulihan).where(KodePemulihan.akun_id == akun_id)
    )
    return Status(
        terpasang=bool(await terpasang(db, [akun_id])),
        wajib=wajib(kebijakan, await db.all(dipegang(akun_id)) if kebijakan else ()),
        tersisa=tersisa or 0,
    )
