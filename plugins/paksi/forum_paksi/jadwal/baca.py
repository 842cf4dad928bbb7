"""Reading schedules and their shares."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select

from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalSesi, JadwalWilayah
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, KeadaanJadwal, Mode
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.skema.baca import pilih_jalur
from forum_paksi.skema.models import Jalur, Skema
from forum_server.plugin import Aktor, Database, Halaman, Urutan, ambil_halaman, dalam, waktu_db

__all__ = ["Saringan", "bagian", "banyak", "daftar", "jalur", "satu", "sesi", "terlihat", "wilayah_terbuka"]

URUTAN = Urutan("paksi_jadwal", Jadwal.mulai_pada, pemutus=Jadwal.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saringan:
    """What a list of schedules may be narrowed to; None does not narrow."""

    lembaga: str | None = None
    skema: str | None = None
    jenis: JenisJadwal | None = None
    mode: Mode | None = None
    keadaan: KeadaanJadwal | None = None
    untuk_wilayah: str | None = None
    mulai_sejak: datetime | None = None
    menerima: bool = False


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Everybody sees what was announced; drafts are for those who run the LSP's schedules."""
    return or_(Jadwal.keadaan != KeadaanJadwal.DRAF, aktor.lingkup(IZIN_JADWAL).klausa(Jadwal.lembaga_kode))


def _pilih() -> Any:
    return select(
        Jadwal.id,
        Jadwal.kode,
        Jadwal.lembaga_kode,
        Jadwal.jenis,
        Jadwal.skema_id,
        Jadwal.mode,
        Jadwal.tuk_nama,
        Jadwal.tuk_wilayah,
        Jadwal.zona,
        Jadwal.batas_daftar,
        Jadwal.mulai_pada,
        Jadwal.jumlah_asesor,
        Jadwal.batas_per_asesor,
        Jadwal.jumlah_hari,
        Jadwal.kapasitas,
        Jadwal.terbagi,
        Jadwal.tahanan_menit,
        Jadwal.cakupan,
        Jadwal.keadaan,
        Jadwal.alasan_batal,
    )


async def satu(db: Database, aktor: Aktor, jadwal_id: uuid.UUID) -> Row[Any] | None:
    """One schedule the actor may see."""
    return await db.first(_pilih().where(Jadwal.id == jadwal_id, terlihat(aktor)))


async def banyak(db: Database, aktor: Aktor, jadwal: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """Those of these schedules the actor may see."""
    return {
        row.id: row for row in await db.all(_pilih().where(dalam(Jadwal.id, set(jadwal)), terlihat(aktor)))
    }


async def daftar(db: Database, aktor: Aktor, saringan: Saringan, *, first: int, after: str | None) -> Halaman:
    """Schedules by their beginning."""
    syarat: list[ColumnElement[bool]] = [terlihat(aktor)]
    s = saringan
    for kolom, nilai in (
        (Jadwal.lembaga_kode, s.lembaga),
        (Jadwal.jenis, s.jenis),
        (Jadwal.mode, s.mode),
        (Jadwal.keadaan, s.keadaan),
    ):
        if nilai is not None:
            syarat.append(kolom == nilai)
    if s.skema is not None:
        syarat.append(Jadwal.skema_id.in_(select(Skema.id).where(Skema.kode == s.skema)))
    if s.untuk_wilayah is not None:
        syarat.append(_terbuka_untuk(s.untuk_wilayah))
    if s.mulai_sejak is not None:
        syarat.append(Jadwal.mulai_pada >= s.mulai_sejak)
    if s.menerima:
        syarat += [Jadwal.keadaan == KeadaanJadwal.DIBUKA, Jadwal.batas_daftar > waktu_db()]
    return await ambil_halaman(db, _pilih().where(*syarat), URUTAN, first=first, after=after)


def _terbuka_untuk(wilayah: str) -> ColumnElement[bool]:
    disebut = exists().where(JadwalWilayah.jadwal_id == Jadwal.id, JadwalWilayah.wilayah_kode == wilayah)
    provinsi = exists().where(JadwalWilayah.jadwal_id == Jadwal.id, JadwalWilayah.wilayah_kode == wilayah[:2])
    return or_(
        Jadwal.cakupan == Cakupan.NASIONAL,
        disebut,
        and_(Jadwal.cakupan == Cakupan.PROVINSI, provinsi),
    )


async def sesi(db: Database, jadwal: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The half-days of these schedules, in order."""
    return _per_jadwal(
        await db.all(
            select(JadwalSesi.jadwal_id, JadwalSesi.tanggal, JadwalSesi.paruh)
            .where(dalam(JadwalSesi.jadwal_id, set(jadwal)))
            .order_by(JadwalSesi.tanggal, JadwalSesi.paruh)
        )
    )


async def jalur(db: Database, jadwal: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The jalur these schedules accept."""
    return _per_jadwal(
        await db.all(
            pilih_jalur()
            .add_columns(JadwalJalur.jadwal_id)
            .join(JadwalJalur, JadwalJalur.jalur_id == Jalur.id)
            .where(dalam(JadwalJalur.jadwal_id, set(jadwal)))
            .order_by(Jalur.urutan, Jalur.kode)
        )
    )


async def wilayah_terbuka(db: Database, jadwal: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The codes these schedules are open to."""
    rows = await db.all(
        select(JadwalWilayah.jadwal_id, JadwalWilayah.wilayah_kode)
        .where(dalam(JadwalWilayah.jadwal_id, set(jadwal)))
        .order_by(JadwalWilayah.wilayah_kode)
    )
    return {k: [row.wilayah_kode for row in daftar_] for k, daftar_ in _per_jadwal(rows).items()}


async def bagian(db: Database, jadwal: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The shares of these schedules, the open one first, with how many people wait for each."""
    menunggu = (
        select(func.count())
        .select_from(Pemesanan)
        .where(Pemesanan.bagian_id == Bagian.id, Pemesanan.keadaan == KeadaanPemesanan.DAFTAR_TUNGGU)
        .scalar_subquery()
    )
    return _per_jadwal(
        await db.all(
            select(
                Bagian.id,
                Bagian.jadwal_id,
                Bagian.himpunan_id,
                Bagian.kapasitas,
                Bagian.terisi,
                Bagian.kebijakan,
                Bagian.kembali_pada,
                Bagian.dikembalikan,
                menunggu.label("menunggu"),
            )
            .where(dalam(Bagian.jadwal_id, set(jadwal)))
            .order_by(Bagian.himpunan_id.is_not(None), Bagian.id)
        )
    )


def _per_jadwal(rows: Iterable[Row[Any]]) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in rows:
        hasil.setdefault(row.jadwal_id, []).append(row)
    return hasil
