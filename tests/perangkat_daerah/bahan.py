"""What the tests of offices share."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from forum_server.akses.rules import Aktor, Hibah
from forum_server.database import Database
from forum_server.jejak.models import Jejak
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.service import IZIN
from forum_server.peristiwa.models import PeristiwaBaris

PONTIANAK = "61.71"


def aktor(wilayah: str | None = PONTIANAK, izin: str = IZIN, **lain: Any) -> Aktor:
    """Someone who holds one permission in one place, or nowhere."""
    tempat: dict[str, Any] = {"wilayah": wilayah, **lain}
    hibah = (Hibah(peran="uji", izin=frozenset({izin}), **tempat),) if any(tempat.values()) else ()
    return Aktor(akun_id=None, orang_id=None, nama="uji", hibah=hibah)


async def potret(db: Database) -> list[Any]:
    """All offices, in a fixed order."""
    return [tuple(r) for r in await db.all(select(PerangkatDaerah.__table__).order_by(PerangkatDaerah.id))]


async def jejak(db: Database) -> list[tuple[str, str, list[str]]]:
    """Audit entries about offices: action, region, fields."""
    stmt = select(Jejak.aksi, Jejak.wilayah, Jejak.bidang).where(Jejak.objek == "perangkat_daerah")
    return [(r.aksi, r.wilayah, r.bidang) for r in await db.all(stmt.order_by(Jejak.id))]


async def kabar(db: Database) -> list[str]:
    """Keys of the events about offices."""
    stmt = select(PeristiwaBaris.kunci).where(PeristiwaBaris.jenis == "inti.perangkat_daerah")
    return list(await db.scalars(stmt.order_by(PeristiwaBaris.id)))
