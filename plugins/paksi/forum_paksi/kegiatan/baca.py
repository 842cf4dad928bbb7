"""Reading activity reports: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, false, or_, select

from forum_paksi.kegiatan.models import BuktiKegiatan, JenisDiterima, Kegiatan, Sasaran
from forum_paksi.kegiatan.rules import JenisKegiatan, KeadaanKegiatan
from forum_paksi.pelaku import (
    IZIN_ASESMEN,
    IZIN_KEGIATAN,
    IZIN_LIHAT,
    IZIN_MOHON,
    IZIN_PERIKSA_KEGIATAN,
    IZIN_VERIFIKASI,
)
from forum_paksi.permohonan.models import PemakaianKegiatan, Permohonan
from forum_paksi.sql import Pilih
from forum_server.plugin import (
    BAWAAN,
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam,
    di_bawah,
    turun,
)

__all__ = [
    "banyak",
    "bukti",
    "daftar",
    "daftar_per_orang",
    "jenis_diterima",
    "sasaran",
    "satu",
    "terlihat",
]

KOLOM: Final = (
    Kegiatan.id,
    Kegiatan.orang_id,
    Kegiatan.lembaga_kode,
    Kegiatan.wilayah_kode,
    Kegiatan.perangkat_daerah_id,
    Kegiatan.jenis,
    Kegiatan.bentuk,
    Kegiatan.bidang,
    Kegiatan.segi,
    Kegiatan.nama,
    Kegiatan.ruang_lingkup,
    Kegiatan.sasaran,
    Kegiatan.tujuan,
    Kegiatan.deskripsi,
    Kegiatan.hasil,
    Kegiatan.tindak_lanjut,
    Kegiatan.tempat,
    Kegiatan.tempat_wilayah,
    Kegiatan.mulai,
    Kegiatan.selesai,
    Kegiatan.jumlah_peserta,
    Kegiatan.keadaan,
    Kegiatan.catatan,
    Kegiatan.diputus_pada,
    Kegiatan.dibuat_pada,
)
URUTAN: Final = Urutan("paksi_kegiatan", turun(Kegiatan.mulai), pemutus=turun(Kegiatan.id))
DI_WILAYAH: Final = (IZIN_LIHAT, IZIN_KEGIATAN, IZIN_MOHON)
DI_LSP: Final = (IZIN_PERIKSA_KEGIATAN, IZIN_VERIFIKASI)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """One's own, those of people in one's region, what was handed in to one's LSP, and what one's asesi build on."""
    k = Kegiatan
    boleh: list[ColumnElement[bool]] = [
        aktor.lingkup(izin).klausa(k.wilayah_kode, kolom_perangkat_daerah=k.perangkat_daerah_id)
        for izin in DI_WILAYAH
    ]
    boleh += [
        and_(aktor.lingkup(izin).klausa(k.lembaga_kode), k.keadaan != KeadaanKegiatan.DRAF) for izin in DI_LSP
    ]
    if aktor.orang_id is not None:
        boleh.append(k.orang_id == aktor.orang_id)
        if aktor.punya(IZIN_ASESMEN):
            boleh.append(
                select(PemakaianKegiatan.kegiatan_id)
                .join(Permohonan, Permohonan.id == PemakaianKegiatan.permohonan_id)
                .where(
                    PemakaianKegiatan.kegiatan_id == k.id,
                    Permohonan.asesor_orang_id == aktor.orang_id,
                    aktor.lingkup(IZIN_ASESMEN).klausa(Permohonan.lembaga_kode),
                )
                .exists()
            )
    return or_(false(), *boleh)


def _pilih() -> Pilih:
    return select(*KOLOM)


async def satu(db: Database, aktor: Aktor, kegiatan_id: uuid.UUID) -> Row[Any] | None:
    """A report the actor may see."""
    return await db.first(_pilih().where(Kegiatan.id == kegiatan_id, terlihat(aktor)))


async def banyak(
    db: Database, kegiatan_id: Iterable[uuid.UUID], aktor: Aktor | None = None
) -> dict[uuid.UUID, Row[Any]]:
    """These reports by id; with `aktor` only those the actor may see."""
    stmt = _pilih().where(dalam(Kegiatan.id, set(kegiatan_id)))
    if aktor is not None:
        stmt = stmt.where(terlihat(aktor))
    return {row.id: row for row in await db.all(stmt)}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None = None,
    lembaga: str | None = None,
    orang: uuid.UUID | None = None,
    jenis: Collection[JenisKegiatan] = (),
    keadaan: Collection[KeadaanKegiatan] = (),
    dari: date | None = None,
    sampai: date | None = None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Reports the actor may see, the latest activity first; `dari` and `sampai` bound its first day."""
    k = Kegiatan
    stmt = _pilih().where(terlihat(aktor))
    if wilayah is not None:
        stmt = stmt.where(di_bawah(k.wilayah_kode, wilayah))
    if lembaga is not None:
        stmt = stmt.where(k.lembaga_kode == lembaga)
    if orang is not None:
        stmt = stmt.where(k.orang_id == orang)
    if jenis:
        stmt = stmt.where(k.jenis.in_(sorted(jenis)))
    if keadaan:
        stmt = stmt.where(k.keadaan.in_(sorted(keadaan)))
    if dari is not None:
        stmt = stmt.where(k.mulai >= dari)
    if sampai is not None:
        stmt = stmt.where(k.mulai <= sampai)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def daftar_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of reports for each of these people, the latest activity first."""
    return await ambil_halaman_per(
        db,
        _pilih().where(terlihat(aktor)),
        URUTAN,
        kunci=Kegiatan.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


async def bukti(db: Database, kegiatan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The files of each of these reports, in the order in which they were attached."""
    b = BuktiKegiatan
    hasil: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in await db.all(
        select(b.kegiatan_id, b.berkas_id)
        .where(dalam(b.kegiatan_id, kegiatan_id))
        .order_by(b.kegiatan_id, b.dilampirkan_pada, b.berkas_id)
    ):
        hasil[row.kegiatan_id].append(row.berkas_id)
    return hasil


async def jenis_diterima(db: Database) -> list[Row[Any]]:
    """Which kind belongs to which scheme."""
    j = JenisDiterima
    return list(await db.all(select(j.jenis, j.jenis_skema, j.hanya_pemegang, j.sumber).order_by(j.jenis)))


async def sasaran(db: Database) -> list[Row[Any]]:
    """All audiences, field after field."""
    s = Sasaran
    return list(
        await db.all(
            select(s.ruang_lingkup_cari, s.ruang_lingkup, s.sasaran, s.sumber).order_by(
                s.ruang_lingkup_cari, s.urutan
            )
        )
    )
