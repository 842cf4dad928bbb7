"""Reading plenos: who sees which, their members and agendas, and what was decided of many applications."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, or_, select

from forum_paksi.pelaku import IZIN_JADWAL, IZIN_PLENO, IZIN_TERBITKAN
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.pleno.models import AnggotaPleno, Keputusan, Pleno
from forum_server.plugin import Aktor, Database, Halaman, Urutan, ambil_halaman, dalam, turun

__all__ = ["IZIN_BACA", "agenda", "anggota", "daftar", "keputusan", "satu", "terlihat"]

IZIN_BACA: Final = (IZIN_PLENO, IZIN_JADWAL, IZIN_TERBITKAN)
URUTAN: Final = Urutan("paksi_pleno", turun(Pleno.tanggal), pemutus=turun(Pleno.id))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Plenos of the LSP whose decisions, seats or certificates are the actor's work."""
    return or_(*(aktor.lingkup(izin).klausa(Pleno.lembaga_kode) for izin in IZIN_BACA))


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Pleno.id,
        Pleno.lembaga_kode,
        Pleno.nomor,
        Pleno.tanggal,
        Pleno.tempat,
        Pleno.dibuat_pada,
        Pleno.ditutup_pada,
    )


async def satu(db: Database, aktor: Aktor, pleno_id: uuid.UUID) -> Row[Any] | None:
    """A pleno the actor may see."""
    return await db.first(_pilih().where(Pleno.id == pleno_id, terlihat(aktor)))


async def daftar(
    db: Database, aktor: Aktor, *, lembaga: str | None, first: int, after: str | None
) -> Halaman:
    """Plenos the actor may see, the latest first."""
    stmt = _pilih().where(terlihat(aktor))
    if lembaga:
        stmt = stmt.where(Pleno.lembaga_kode == lembaga)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def anggota(db: Database, pleno_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """Who sits in each of these plenos, its chair first."""
    rows = await db.all(
        select(AnggotaPleno.pleno_id, AnggotaPleno.orang_id)
        .where(dalam(AnggotaPleno.pleno_id, pleno_id))
        .order_by(AnggotaPleno.pleno_id, AnggotaPleno.urutan)
    )
    hasil: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in rows:
        hasil[row.pleno_id].append(row.orang_id)
    return hasil


def _pilih_keputusan() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Keputusan.permohonan_id,
            Keputusan.putaran,
            Keputusan.pleno_id,
            Keputusan.keputusan,
            Keputusan.alasan,
            Keputusan.pemutus_orang_id,
            Keputusan.diputus_pada,
            Pleno.nomor,
            Pleno.tanggal,
            Pleno.lembaga_kode,
        )
        .join(Pleno, Pleno.id == Keputusan.pleno_id)
        .join(Permohonan, Permohonan.id == Keputusan.permohonan_id)
    )


async def agenda(db: Database, pleno_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """What is on the agenda of each of these plenos, by the number of the application."""
    rows = await db.all(
        _pilih_keputusan()
        .where(dalam(Keputusan.pleno_id, pleno_id))
        .order_by(Keputusan.pleno_id, Permohonan.nomor)
    )
    return _kelompok(rows, "pleno_id")


async def keputusan(db: Database, permohonan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The plenos each of these applications came before, the first round first."""
    rows = await db.all(
        _pilih_keputusan()
        .where(dalam(Keputusan.permohonan_id, permohonan_id))
        .order_by(Keputusan.permohonan_id, Keputusan.putaran)
    )
    return _kelompok(rows, "permohonan_id")


def _kelompok(rows: Iterable[Row[Any]], kolom: str) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[getattr(row, kolom)].append(row)
    return hasil
