"""Reading rounds of assessment: of many applications in one statement, and one's own tasks."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Row, Select, select

from forum_paksi.asesmen.models import Asesmen, AsesmenUnit
from forum_paksi.pelaku import IZIN_ASESMEN
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.skema.models import Unit
from forum_server.plugin import Aktor, Database, Halaman, Urutan, ambil_halaman, dalam, turun

__all__ = ["putaran", "tugas", "unit"]

URUTAN: Final = Urutan("paksi_tugas_asesmen", turun(Asesmen.tanggal), pemutus=turun(Asesmen.permohonan_id))


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Asesmen.permohonan_id,
        Asesmen.putaran,
        Asesmen.asesor_orang_id,
        Asesmen.tanggal,
        Asesmen.mulai_pada,
        Asesmen.rekomendasi,
        Asesmen.catatan,
        Asesmen.direkomendasikan_pada,
    )


async def putaran(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The rounds of each of these applications, the first one first."""
    rows = await db.all(
        _pilih()
        .where(dalam(Asesmen.permohonan_id, permohonan_id))
        .order_by(Asesmen.permohonan_id, Asesmen.putaran)
    )
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.permohonan_id].append(row)
    return hasil


async def unit(
    db: Database, permohonan_id: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, int], list[Row[Any]]]:
    """The units of every round of these applications, in the order of the scheme."""
    a = AsesmenUnit
    rows = await db.all(
        select(a.permohonan_id, a.putaran, a.unit_id, Unit.kode, Unit.judul, a.hasil, a.metode, a.catatan)
        .join(Unit, Unit.id == a.unit_id)
        .where(dalam(a.permohonan_id, permohonan_id))
        .order_by(a.permohonan_id, a.putaran, Unit.urutan)
    )
    hasil: defaultdict[tuple[uuid.UUID, int], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.permohonan_id, row.putaran].append(row)
    return hasil


async def tugas(db: Database, aktor: Aktor, *, belum_selesai: bool, first: int, after: str | None) -> Halaman:
    """What was given to the actor to assess at the LSP where they may, the latest day first."""
    stmt = (
        _pilih()
        .join(Permohonan, Permohonan.id == Asesmen.permohonan_id)
        .where(
            Asesmen.asesor_orang_id == aktor.orang_id,
            aktor.lingkup(IZIN_ASESMEN).klausa(Permohonan.lembaga_kode),
        )
    )
    if belum_selesai:
        stmt = stmt.where(Asesmen.rekomendasi.is_(None), Permohonan.asesor_orang_id == aktor.orang_id)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)
