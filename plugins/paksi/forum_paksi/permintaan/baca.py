"""Reading requests: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_LIHAT, IZIN_MINTA
from forum_paksi.permintaan.models import Calon, Konsultasi, Permintaan, TanggalPermintaan
from forum_paksi.permintaan.rules import KeadaanPermintaan
from forum_server.plugin import (
    BAWAAN,
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    dalam,
    di_bawah,
    turun,
)

KOLOM: Final = (
    Permintaan.id,
    Permintaan.nomor,
    Permintaan.wilayah_kode,
    Permintaan.lembaga_kode,
    Permintaan.skema_id,
    Permintaan.jalur_kode,
    Permintaan.keadaan,
    Permintaan.sumber_anggaran,
    Permintaan.pagu_rupiah,
    Permintaan.nomor_surat,
    Permintaan.tanggal_surat,
    Permintaan.himpunan_id,
    Permintaan.alasan,
    Permintaan.dibuat_pada,
    Permintaan.diajukan_pada,
)
URUTAN: Final = Urutan("paksi_permintaan", turun(Permintaan.dibuat_pada), pemutus=turun(Permintaan.id))
PEMBACA: Final = (IZIN_LIHAT, IZIN_MINTA, IZIN_HIMPUN)
"""Whoever holds one of these over a pemda sees its requests with names."""


def boleh_nama(aktor: Aktor, wilayah: str) -> bool:
    """May the actor see the names of this pemda's candidates?"""
    return any(aktor.boleh(izin, wilayah=wilayah) for izin in PEMBACA)


def milik(aktor: Aktor, kolom_wilayah: Any) -> ColumnElement[bool]:
    """Rows of pemda whose names the actor may see."""
    return or_(*(aktor.lingkup(izin).klausa(kolom_wilayah) for izin in PEMBACA))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """A pemda's own people, its coordinator, and the LSP it was handed in to."""
    lsp = and_(
        aktor.lingkup(IZIN_JADWAL).klausa(Permintaan.lembaga_kode), Permintaan.diajukan_pada.is_not(None)
    )
    return or_(milik(aktor, Permintaan.wilayah_kode), lsp)


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(*KOLOM)


async def satu(db: Database, aktor: Aktor, permintaan_id: uuid.UUID) -> Row[Any] | None:
    """A request the actor may see."""
    return await db.first(_pilih().where(Permintaan.id == permintaan_id, terlihat(aktor)))


async def banyak(
    db: Database, permintaan_id: Iterable[uuid.UUID], aktor: Aktor | None = None
) -> dict[uuid.UUID, Row[Any]]:
    """These requests by id; with `aktor` only those the actor may see."""
    stmt = _pilih().where(dalam(Permintaan.id, set(permintaan_id)))
    if aktor is not None:
        stmt = stmt.where(terlihat(aktor))
    return {row.id: row for row in await db.all(stmt)}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    keadaan: Collection[KeadaanPermintaan] = (),
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Requests the actor may see, newest first, of one region and all beneath it."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Permintaan.wilayah_kode, wilayah))
    if keadaan:
        stmt = stmt.where(Permintaan.keadaan.in_(sorted(keadaan)))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def per_himpunan(
    db: Database, aktor: Aktor, himpunan_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """The requests in each of these pools that the actor may see, in order of submission."""
    rows = await db.all(
        _pilih()
        .where(dalam(Permintaan.himpunan_id, himpunan_id), terlihat(aktor))
        .order_by(Permintaan.diajukan_pada, Permintaan.wilayah_kode, Permintaan.nomor)
    )
    return _kelompok(rows, "himpunan_id")


async def calon(db: Database, permintaan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The candidates of each of these requests, in the pemda's order."""
    rows = await db.all(
        select(Calon.permintaan_id, Calon.orang_id, Calon.perangkat_daerah_id, Calon.urutan)
        .where(dalam(Calon.permintaan_id, permintaan_id))
        .order_by(Calon.permintaan_id, Calon.urutan)
    )
    return _kelompok(rows, "permintaan_id")


async def jumlah_calon(db: Database, permintaan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many candidates each of these requests names."""
    rows = await db.all(
        select(Calon.permintaan_id, func.count().label("jumlah"))
        .where(dalam(Calon.permintaan_id, permintaan_id))
        .group_by(Calon.permintaan_id)
    )
    return {row.permintaan_id: row.jumlah for row in rows}


async def tanggal(db: Database, permintaan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The wished dates of each of these requests, most wanted first."""
    rows = await db.all(
        select(
            TanggalPermintaan.permintaan_id,
            TanggalPermintaan.mulai,
            TanggalPermintaan.sampai,
            TanggalPermintaan.urutan,
        )
        .where(dalam(TanggalPermintaan.permintaan_id, permintaan_id))
        .order_by(TanggalPermintaan.permintaan_id, TanggalPermintaan.urutan)
    )
    return _kelompok(rows, "permintaan_id")


async def konsultasi(db: Database, permintaan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The thread of each of these requests, oldest message first."""
    rows = await db.all(
        select(
            Konsultasi.id,
            Konsultasi.permintaan_id,
            Konsultasi.pihak,
            Konsultasi.isi,
            Konsultasi.dikirim_pada,
        )
        .where(dalam(Konsultasi.permintaan_id, permintaan_id))
        .order_by(Konsultasi.permintaan_id, Konsultasi.dikirim_pada, Konsultasi.id)
    )
    return _kelompok(rows, "permintaan_id")


def _kelompok(rows: Iterable[Row[Any]], kolom: str) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[getattr(row, kolom)].append(row)
    return hasil
