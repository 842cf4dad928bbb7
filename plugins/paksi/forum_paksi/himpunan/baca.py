"""Reading pools: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, case, exists, func, or_, select

from forum_paksi.himpunan.keadaan import TERKIRIM, KeadaanHimpunan
from forum_paksi.himpunan.masukan import Hasil
from forum_paksi.himpunan.models import Himpunan, KebijakanUbah, Keputusan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI, KeadaanPemesanan
from forum_paksi.permintaan.baca import boleh_nama, milik
from forum_paksi.permintaan.models import Calon, Permintaan
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

KOLOM: Final = (
    Himpunan.id,
    Himpunan.wilayah_kode,
    Himpunan.lembaga_kode,
    Himpunan.skema_id,
    Himpunan.nama,
    Himpunan.kebijakan,
    Himpunan.wajib_kelayakan,
    Himpunan.keadaan,
    Himpunan.tenggat,
    Himpunan.alasan_bubar,
    Himpunan.dibuka_pada,
    Himpunan.dialokasikan_pada,
)
KOLOM_KEPUTUSAN: Final = (
    Keputusan.himpunan_id,
    Keputusan.permintaan_id,
    Permintaan.nomor.label("nomor_permintaan"),
    Keputusan.orang_id,
    Keputusan.nomor,
    Keputusan.wilayah_kode,
    Keputusan.hasil,
    Keputusan.jadwal_id,
    Keputusan.pemesanan_id,
    Keputusan.urutan,
    Keputusan.posisi_tunggu,
    Keputusan.pilihan_ke,
    Keputusan.alasan_kode,
    Keputusan.alasan,
    Pemesanan.keadaan.label("keadaan_kini"),
    Himpunan.keadaan.label("keadaan_himpunan"),
    Himpunan.lembaga_kode.label("lembaga_himpunan"),
)
URUTAN: Final = Urutan("paksi_himpunan", turun(Himpunan.dibuka_pada), pemutus=turun(Himpunan.id))
URUTAN_KEPUTUSAN: Final = Urutan("paksi_keputusan", pemutus=Keputusan.nomor)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """The coordinator, the LSP it is addressed to, and every pemda with a request or a decision in the pool."""
    return or_(
        milik(aktor, Himpunan.wilayah_kode),
        aktor.lingkup(IZIN_JADWAL).klausa(Himpunan.lembaga_kode),
        exists().where(Permintaan.himpunan_id == Himpunan.id, milik(aktor, Permintaan.wilayah_kode)),
        exists().where(Keputusan.himpunan_id == Himpunan.id, milik(aktor, Keputusan.wilayah_kode)),
    )


def belum_dikirim(kolom_bagian: Any) -> ColumnElement[bool]:
    """The share belongs to a pool whose LSP has not been sent the names yet."""
    return exists().where(
        Bagian.id == kolom_bagian, Himpunan.id == Bagian.himpunan_id, Himpunan.keadaan.not_in(TERKIRIM)
    )


def boleh_nama_keputusan(
    aktor: Aktor, *, wilayah: str, lembaga: str, keadaan: KeadaanHimpunan, hasil: Hasil
) -> bool:
    """Names are for the pemda and its coordinator; for the LSP once sent, of those who sit or wait with it."""
    if boleh_nama(aktor, wilayah):
        return True
    return (
        keadaan in TERKIRIM and hasil is not Hasil.TIDAK_DAPAT and aktor.boleh(IZIN_JADWAL, lembaga=lembaga)
    )


async def satu(db: Database, aktor: Aktor, himpunan_id: uuid.UUID) -> Row[Any] | None:
    """A pool the actor may see."""
    return await db.first(select(*KOLOM).where(Himpunan.id == himpunan_id, terlihat(aktor)))


async def banyak(
    db: Database, himpunan_id: Iterable[uuid.UUID], aktor: Aktor | None = None
) -> dict[uuid.UUID, Row[Any]]:
    """These pools by id; with `aktor` only those the actor may see."""
    stmt = select(*KOLOM).where(dalam(Himpunan.id, set(himpunan_id)))
    if aktor is not None:
        stmt = stmt.where(terlihat(aktor))
    return {row.id: row for row in await db.all(stmt)}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    keadaan: Collection[KeadaanHimpunan] = (),
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Pools the actor may see, newest first, of one region and all beneath it."""
    stmt = select(*KOLOM).where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Himpunan.wilayah_kode, wilayah))
    if keadaan:
        stmt = stmt.where(Himpunan.keadaan.in_(sorted(keadaan)))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


@dataclass(frozen=True, kw_only=True, slots=True)
class AngkaPemda:
    """The figures of one pemda in a pool, for everybody in it."""

    himpunan: uuid.UUID
    wilayah: str
    permintaan: int
    calon: int
    kursi: int
    tunggu: int
    tidak_dapat: int


async def angka_pemda(db: Database, himpunan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[AngkaPemda]]:
    """Figures per pemda of each of these pools, by region code; counted from decisions once there are any."""
    diminta = await db.all(
        select(
            Permintaan.himpunan_id,
            Permintaan.wilayah_kode,
            func.count(Permintaan.id.distinct()).label("permintaan"),
            func.count(Calon.orang_id).label("calon"),
        )
        .outerjoin(Calon, Calon.permintaan_id == Permintaan.id)
        .where(dalam(Permintaan.himpunan_id, himpunan_id))
        .group_by(Permintaan.himpunan_id, Permintaan.wilayah_kode)
    )
    diputuskan = await db.all(
        select(
            Keputusan.himpunan_id,
            Keputusan.wilayah_kode,
            func.count(Keputusan.permintaan_id.distinct()).label("permintaan"),
            func.count().label("calon"),
            *(func.sum(case((Keputusan.hasil == h, 1), else_=0)).label(h.value.lower()) for h in Hasil),
        )
        .where(dalam(Keputusan.himpunan_id, himpunan_id))
        .group_by(Keputusan.himpunan_id, Keputusan.wilayah_kode)
    )
    angka: dict[tuple[uuid.UUID, str], AngkaPemda] = {
        (r.himpunan_id, r.wilayah_kode): AngkaPemda(
            himpunan=r.himpunan_id,
            wilayah=r.wilayah_kode,
            permintaan=r.permintaan,
            calon=r.calon,
            kursi=0,
            tunggu=0,
            tidak_dapat=0,
        )
        for r in diminta
    }
    for r in diputuskan:
        angka[r.himpunan_id, r.wilayah_kode] = AngkaPemda(
            himpunan=r.himpunan_id,
            wilayah=r.wilayah_kode,
            permintaan=r.permintaan,
            calon=r.calon,
            kursi=int(r.kursi),
            tunggu=int(r.daftar_tunggu),
            tidak_dapat=int(r.tidak_dapat),
        )
    hasil: defaultdict[uuid.UUID, list[AngkaPemda]] = defaultdict(list)
    for (himpunan, _), satu_pemda in sorted(angka.items(), key=lambda t: t[0][1]):
        hasil[himpunan].append(satu_pemda)
    return hasil


async def kursi_kini(
    db: Database, himpunan_id: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, str], Row[Any]]:
    """How many seats each pemda of these pools holds and has confirmed now, and how many of its people wait."""

    def banyak(nama: str, *keadaan: KeadaanPemesanan) -> ColumnElement[int]:
        return func.sum(case((Pemesanan.keadaan.in_(keadaan), 1), else_=0)).label(nama)

    rows = await db.all(
        select(
            Bagian.himpunan_id,
            Pemesanan.wilayah_kode,
            banyak("ditahan", KeadaanPemesanan.DITAHAN),
            banyak("dikonfirmasi", *sorted(BERKURSI - {KeadaanPemesanan.DITAHAN})),
            banyak("menunggu", KeadaanPemesanan.DAFTAR_TUNGGU),
        )
        .join(Bagian, Bagian.id == Pemesanan.bagian_id)
        .where(dalam(Bagian.himpunan_id, himpunan_id))
        .group_by(Bagian.himpunan_id, Pemesanan.wilayah_kode)
    )
    return {(r.himpunan_id, r.wilayah_kode): r for r in rows}


async def bagian(db: Database, himpunan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The shares each of these pools has, by the start of their jadwal."""
    rows = await db.all(
        select(
            Bagian.id,
            Bagian.himpunan_id,
            Bagian.jadwal_id,
            Bagian.kapasitas,
            Bagian.terisi,
            Bagian.kembali_pada,
            Bagian.dikembalikan,
        )
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .where(dalam(Bagian.himpunan_id, himpunan_id))
        .order_by(Jadwal.mulai_pada, Jadwal.kode)
    )
    return _kelompok(rows, "himpunan_id")


async def kebijakan_ubah(db: Database, himpunan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The changes of policy of each of these pools, oldest first."""
    rows = await db.all(
        select(
            KebijakanUbah.himpunan_id,
            KebijakanUbah.dari,
            KebijakanUbah.ke,
            KebijakanUbah.alasan,
            KebijakanUbah.pada,
        )
        .where(dalam(KebijakanUbah.himpunan_id, himpunan_id))
        .order_by(KebijakanUbah.pada, KebijakanUbah.id)
    )
    return _kelompok(rows, "himpunan_id")


def _keputusan() -> Select[*tuple[Any, ...]]:
    return (
        select(*KOLOM_KEPUTUSAN)
        .join(Himpunan, Himpunan.id == Keputusan.himpunan_id)
        .join(Permintaan, Permintaan.id == Keputusan.permintaan_id)
        .outerjoin(Pemesanan, Pemesanan.id == Keputusan.pemesanan_id)
    )


async def keputusan_per_himpunan(
    db: Database, himpunan_id: list[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of the decisions of each of these pools, in the order of the allocation."""
    return await ambil_halaman_per(
        db,
        _keputusan(),
        URUTAN_KEPUTUSAN,
        kunci=Keputusan.himpunan_id,
        nilai=himpunan_id,
        first=first,
        after=after,
    )


async def semua_keputusan(db: Database, himpunan_id: uuid.UUID) -> list[Row[Any]]:
    """Every decision of one pool, in the order of the allocation."""
    return list(
        await db.all(_keputusan().where(Keputusan.himpunan_id == himpunan_id).order_by(Keputusan.nomor))
    )


async def keputusan_per_permintaan(
    db: Database, permintaan_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """The decisions about each of these requests in the pool they are in now, in the order of the allocation."""
    rows = await db.all(
        _keputusan()
        .where(dalam(Keputusan.permintaan_id, permintaan_id), Permintaan.himpunan_id == Keputusan.himpunan_id)
        .order_by(Keputusan.nomor)
    )
    return _kelompok(rows, "permintaan_id")


def _kelompok(rows: Iterable[Row[Any]], kolom: str) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[getattr(row, kolom)].append(row)
    return hasil
