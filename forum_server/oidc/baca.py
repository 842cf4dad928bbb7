"""Reading which identities accounts are linked to; never a subject."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, select

from forum_server.database import Database, dalam
from forum_server.oidc.models import IdentitasOidc

__all__ = ["identitas"]


async def identitas(db: Database, akun: Iterable[uuid.UUID]) -> dict[uuid.UUID, Sequence[Row[Any]]]:
    """The identities of these accounts, oldest first, in one statement."""
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in await db.all(
        select(IdentitasOidc.id, IdentitasOidc.akun_id, IdentitasOidc.issuer, IdentitasOidc.dibuat_pada)
        .where(dalam(IdentitasOidc.akun_id, akun))
        .order_by(IdentitasOidc.dibuat_pada, IdentitasOidc.id)
    ):
        hasil[row.akun_id].append(row)
    return dict(hasil)
