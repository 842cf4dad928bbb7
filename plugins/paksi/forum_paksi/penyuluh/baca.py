"""Reading requests for speakers: who sees which, and how many a region had in a year."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from forum_paksi.pelaku import IZIN_KEGIATAN, IZIN_LIHAT, IZIN_MINTA_PENYULUH, IZIN_TUGASKAN
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_paksi.penyuluh.rules import KeadaanPenyuluhan
from forum_paksi.sql import Pilih
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import (
    AKAR,
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

__all__ = ["banyak", "daftar", "hitungan", "per_kegiatan", "satu", "terlihat"]

P = PermintaanPenyuluh
KOLOM: Final = (
    P.id,
    P.nomor,
    P.tahun,
    P.wilayah_kode,
    P.perangkat_daerah_id,
    P.peminta,
    P.materi,
    P.sasaran,
    P.jumlah_peserta,
    P.tempat,
    P.tempat_wilayah,
    P.tanggal,
    P.paruh,
    P.catatan,
    P.keadaan,
    P.penyuluh_id,
    P.nomor_surat,
    P.tanggal_surat,
    P.kegiatan_id,
    P.alasan,
    P.ditugaskan_pada,
    P.dibuat_pada,
)
URUTAN: Final = Urutan("paksi_permintaan_penyuluh", turun(P.tanggal), pemutus=turun(P.id))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Those of one's office or region, and those to which oneself or somebody one reports for is assigned."""
    boleh: list[ColumnElement[bool]] = [
        aktor.lingkup(izin).klausa(P.wilayah_kode, kolom_perangkat_daerah=P.perangkat_daerah_id)
        for izin in (IZIN_LIHAT, IZIN_TUGASKAN, IZIN_MINTA_PENYULUH)
    ]
    if aktor.punya(IZIN_KEGIATAN):
        milik = aktor.lingkup(IZIN_KEGIATAN).klausa(
            ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id
        )
        boleh.append(select(ORANG.c.id).where(ORANG.c.id == P.penyuluh_id, milik).exists())
    if aktor.orang_id is not None:
        boleh.append(P.penyuluh_id == aktor.orang_id)
    return or_(*boleh)


def _pilih() -> Pilih:
    return select(*KOLOM)


async def satu(db: Database, aktor: Aktor, permintaan_id: uuid.UUID) -> Row[Any] | None:
    """A request the actor may see."""
    return await db.first(_pilih().where(P.id == permintaan_id, terlihat(aktor)))


async def banyak(db: Database, permintaan_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These requests by id."""
    return {row.id: row for row in await db.all(_pilih().where(dalam(P.id, set(permintaan_id))))}


async def per_kegiatan(
    db: Database, aktor: Aktor, kegiatan_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, Row[Any]]:
    """The request that each of these reports grew out of, if the actor may see it."""
    rows = await db.all(_pilih().where(dalam(P.kegiatan_id, kegiatan_id), terlihat(aktor)))
    return {row.kegiatan_id: row for row in rows}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None = None,
    tahun: int | None = None,
    keadaan: Collection[KeadaanPenyuluhan] = (),
    penyuluh: uuid.UUID | None = None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Requests the actor may see, the latest day first."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah is not None:
        stmt = stmt.where(di_bawah(P.wilayah_kode, wilayah))
    if tahun is not None:
        stmt = stmt.where(P.tahun == tahun)
    if keadaan:
        stmt = stmt.where(P.keadaan.in_(sorted(keadaan)))
    if penyuluh is not None:
        stmt = stmt.where(P.penyuluh_id == penyuluh)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def hitungan(
    db: Database, kode: Collection[str], tahun: int
) -> dict[str, dict[KeadaanPenyuluhan, tuple[int, int]]]:
    """How many requests, for how many participants, each region with all beneath it had in a year, by state."""
    w = WILAYAH.c.kode
    di = or_(
        P.wilayah_kode == w,
        and_(P.wilayah_kode > w + ".", P.wilayah_kode < w + "/"),
        w == AKAR,
    )
    rows = await db.all(
        select(
            w,
            P.keadaan,
            func.count().label("banyak"),
            func.sum(P.jumlah_peserta).label("peserta"),
        )
        .join(P, di)
        .where(dalam(w, kode), P.tahun == tahun)
        .group_by(w, P.keadaan)
    )
    hasil: dict[str, dict[KeadaanPenyuluhan, tuple[int, int]]] = {k: {} for k in kode}
    for row in rows:
        hasil[row.kode][row.keadaan] = (row.banyak, int(row.peserta))
    return hasil
