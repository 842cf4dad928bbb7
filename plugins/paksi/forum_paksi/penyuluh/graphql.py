"""Requests for speakers in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.kegiatan import baca as baca_kegiatan
from forum_paksi.kegiatan.graphql import PaksiKegiatan
from forum_paksi.pelaku import IZIN_LIHAT, IZIN_TUGASKAN
from forum_paksi.pengenal import pengenal
from forum_paksi.penyuluh import baca
from forum_paksi.penyuluh.rules import KeadaanPenyuluhan
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Masuk,
    Orang,
    PerangkatDaerah,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdPermintaan", "PaksiPermintaanPenyuluh", "Query"]

strawberry.enum(
    KeadaanPenyuluhan, name="PaksiKeadaanPenyuluhan", description="Sampai di mana permintaan penyuluh."
)
IdPermintaan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal permintaan penyuluh.")]
"""Type of an argument that names a request."""


@strawberry.type
class PaksiPermintaanPenyuluh:
    """Permintaan materi antikorupsi kepada inspektorat sebuah pemda."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor yang mudah dibaca, misalnya PP-61.71-2026-001.")
    tahun: int = strawberry.field(description="Tahun diajukan.")
    peminta: str | None = strawberry.field(
        description="Siapa yang meminta, bila bukan perangkat daerah, misalnya sekolah."
    )
    materi: str = strawberry.field(description="Materi yang diminta.")
    sasaran: str = strawberry.field(description="Siapa yang disuluh.")
    jumlah_peserta: int = strawberry.field(description="Perkiraan banyaknya peserta.")
    tempat: str = strawberry.field(description="Tempat penyuluhan.")
    tanggal: date = strawberry.field(
        description="Hari yang diinginkan; sesudah ditugaskan, hari pelaksanaannya."
    )
    paruh: Paruh | None = strawberry.field(description="Pagi atau siang; kosong: sehari penuh.")
    catatan: str | None = strawberry.field(description="Catatan peminta.")
    keadaan: KeadaanPenyuluhan = strawberry.field(description="Sampai di mana permintaan ini.")
    alasan: str | None = strawberry.field(description="Mengapa ditolak atau dibatalkan.")
    nomor_surat: str | None = strawberry.field(description="Nomor surat tugas.")
    tanggal_surat: date | None = strawberry.field(description="Tanggal surat tugas.")
    ditugaskan_pada: datetime | None = strawberry.field(description="Saat penyuluhnya ditugaskan.")
    dibuat_pada: datetime = strawberry.field(description="Saat diajukan.")
    dilaporkan: bool = strawberry.field(
        description="Sudah dilaporkan penyuluhnya, jadi dapat dikonfirmasi pemintanya."
    )
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    tempat_kode: strawberry.Private[str | None]
    penyuluh_id: strawberry.Private[uuid.UUID | None]
    kegiatan_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPermintaanPenyuluh:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            tahun=row.tahun,
            peminta=row.peminta,
            materi=row.materi,
            sasaran=row.sasaran,
            jumlah_peserta=row.jumlah_peserta,
            tempat=row.tempat,
            tanggal=row.tanggal,
            paruh=row.paruh,
            catatan=row.catatan,
            keadaan=row.keadaan,
            alasan=row.alasan,
            nomor_surat=row.nomor_surat,
            tanggal_surat=row.tanggal_surat,
            ditugaskan_pada=row.ditugaskan_pada,
            dibuat_pada=row.dibuat_pada,
            dilaporkan=row.kegiatan_id is not None,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            tempat_kode=row.tempat_wilayah,
            penyuluh_id=row.penyuluh_id,
            kegiatan_id=row.kegiatan_id,
        )

    @classmethod
    async def satu(cls, db: Database, permintaan_id: uuid.UUID) -> PaksiPermintaanPenyuluh:
        """A request the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [permintaan_id]))[permintaan_id])


@strawberry.type
class PaksiHitunganPenyuluhan:
    """Permintaan penyuluh sebuah wilayah beserta semua di bawahnya dalam satu tahun."""

    tahun: int = strawberry.field(description="Tahun diajukan.")
    jumlah: int = strawberry.field(description="Banyaknya permintaan.")
    diajukan: int = strawberry.field(description="Yang menunggu penyuluh.")
    ditugaskan: int = strawberry.field(description="Yang sudah mendapat penyuluh dan belum selesai.")
    selesai: int = strawberry.field(description="Yang terlaksana dan dikonfirmasi.")
    ditolak: int = strawberry.field(description="Yang ditolak.")
    dibatalkan: int = strawberry.field(description="Yang dibatalkan.")
    peserta: int = strawberry.field(description="Peserta menurut permintaan yang selesai.")


PERMINTAAN = Fields(PaksiPermintaanPenyuluh)
KEGIATAN = Fields(PaksiKegiatan)
WILAYAH = Fields(Wilayah)


@PERMINTAAN.batch
async def wilayah(permintaan: list[PaksiPermintaanPenyuluh], info: Info) -> list[Wilayah]:
    """Pemda yang inspektoratnya diminta."""
    rows = await Wilayah.muat(info.context.db, (p.kode_pemilik for p in permintaan))
    return [rows[p.kode_pemilik] for p in permintaan]


@PERMINTAAN.batch
async def perangkat_daerah(
    permintaan: list[PaksiPermintaanPenyuluh], info: Info
) -> list[PerangkatDaerah | None]:
    """Perangkat daerah yang meminta."""
    ada = {p.perangkat_daerah_id for p in permintaan if p.perangkat_daerah_id}
    rows = await PerangkatDaerah.muat(info.context.db, ada) if ada else {}
    return [rows[p.perangkat_daerah_id] if p.perangkat_daerah_id else None for p in permintaan]


@PERMINTAAN.batch
async def tempat_wilayah(permintaan: list[PaksiPermintaanPenyuluh], info: Info) -> list[Wilayah | None]:
    """Wilayah tempat penyuluhan, bila disebut."""
    ada = {p.tempat_kode for p in permintaan if p.tempat_kode}
    rows = await Wilayah.muat(info.context.db, ada) if ada else {}
    return [rows[p.tempat_kode] if p.tempat_kode else None for p in permintaan]


@PERMINTAAN.batch
async def penyuluh(permintaan: list[PaksiPermintaanPenyuluh], info: Info) -> list[Orang | None]:
    """Penyuluh yang ditugaskan."""
    ada = {p.penyuluh_id for p in permintaan if p.penyuluh_id}
    rows = await Orang.muat(info.context.db, ada) if ada else {}
    return [rows[p.penyuluh_id] if p.penyuluh_id else None for p in permintaan]


@PERMINTAAN.batch
async def kegiatan(permintaan: list[PaksiPermintaanPenyuluh], info: Info) -> list[PaksiKegiatan | None]:
    """Laporan yang tumbuh dari permintaan ini; kosong bila belum ada atau tidak boleh Anda lihat."""
    ada = {p.kegiatan_id for p in permintaan if p.kegiatan_id}
    rows = await baca_kegiatan.banyak(info.context.db, ada, info.context.aktor) if ada else {}
    return [
        PaksiKegiatan.dari(rows[p.kegiatan_id]) if p.kegiatan_id and p.kegiatan_id in rows else None
        for p in permintaan
    ]


@KEGIATAN.batch
async def permintaan_penyuluh(
    kegiatan: list[PaksiKegiatan], info: Info
) -> list[PaksiPermintaanPenyuluh | None]:
    """Permintaan yang menumbuhkan laporan ini, bila ada dan boleh Anda lihat."""
    rows = await baca.per_kegiatan(info.context.db, info.context.aktor, [k.pengenal for k in kegiatan])
    return [PaksiPermintaanPenyuluh.dari(rows[k.pengenal]) if k.pengenal in rows else None for k in kegiatan]


@WILAYAH.batch
async def paksi_penyuluhan(
    wilayah: list[Wilayah],
    info: Info,
    *,
    tahun: Annotated[int, strawberry.argument(description="Tahun diajukan, misalnya 2026.")],
) -> list[PaksiHitunganPenyuluhan | None]:
    """Permintaan penyuluh wilayah ini dalam setahun; kosong bila di luar wilayah kerja Anda."""
    aktor = info.context.aktor
    boleh = {
        w.kode
        for w in wilayah
        if any(aktor.meliputi(izin, wilayah=w.kode) for izin in (IZIN_LIHAT, IZIN_TUGASKAN))
    }
    angka = await baca.hitungan(info.context.db, boleh, tahun) if boleh else {}
    return [_hitungan(angka[w.kode], tahun) if w.kode in boleh else None for w in wilayah]


def _hitungan(angka: dict[KeadaanPenyuluhan, tuple[int, int]], tahun: int) -> PaksiHitunganPenyuluhan:
    def banyak(keadaan: KeadaanPenyuluhan) -> int:
        return angka.get(keadaan, (0, 0))[0]

    return PaksiHitunganPenyuluhan(
        tahun=tahun,
        jumlah=sum(satu for satu, _ in angka.values()),
        diajukan=banyak(KeadaanPenyuluhan.DIAJUKAN),
        ditugaskan=banyak(KeadaanPenyuluhan.DITUGASKAN),
        selesai=banyak(KeadaanPenyuluhan.SELESAI),
        ditolak=banyak(KeadaanPenyuluhan.DITOLAK),
        dibatalkan=banyak(KeadaanPenyuluhan.DIBATALKAN),
        peserta=angka.get(KeadaanPenyuluhan.SELESAI, (0, 0))[1],
    )


@strawberry.type
class Query:
    """Root fields about requests for speakers."""

    @strawberry.field(extensions=[Masuk()], description="Satu permintaan penyuluh yang boleh Anda lihat.")
    async def paksi_permintaan_penyuluh(self, info: Info, id: IdPermintaan) -> PaksiPermintaanPenyuluh | None:
        """One request."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "permintaan penyuluh", letak="id"))
        return None if row is None else PaksiPermintaanPenyuluh.dari(row)

    @strawberry.field(
        extensions=[Masuk()],
        description="Permintaan penyuluh yang boleh Anda lihat, hari terbaru lebih dahulu: perangkat daerah atau"
        " wilayah Anda, dan yang ditugaskan kepada Anda.",
    )
    async def paksi_daftar_permintaan_penyuluh(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya pemda ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        tahun: Annotated[
            int | None, strawberry.argument(description="Hanya yang diajukan tahun ini.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanPenyuluhan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        penyuluh: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya yang ditugaskan kepada orang ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPermintaanPenyuluh]:
        """Requests, the latest day first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            tahun=tahun or None,
            keadaan=keadaan or (),
            penyuluh=pengenal(penyuluh, "orang", letak="penyuluh") if penyuluh else None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiPermintaanPenyuluh.dari)


FIELDS = (PERMINTAAN, KEGIATAN, WILAYAH)
