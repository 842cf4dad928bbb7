"""Activity reports in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from itertools import groupby
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.kegiatan import baca
from forum_paksi.kegiatan.rules import (
    BentukKomunitas,
    BidangApi,
    JenisKegiatan,
    KeadaanKegiatan,
    SegiApi,
)
from forum_paksi.pengenal import pengenal
from forum_paksi.skema.graphql import JenisSkema
from forum_server.plugin import (
    BAWAAN,
    After,
    Berkas,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Lembaga,
    Masuk,
    Orang,
    PerangkatDaerah,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "BentukKomunitas", "IdKegiatan", "JenisKegiatan", "PaksiKegiatan", "Query"]

strawberry.enum(JenisKegiatan, name="PaksiJenisKegiatan", description="Jenis kegiatan yang dilaporkan.")
strawberry.enum(BentukKomunitas, name="PaksiBentukKomunitas", description="Bentuk pengembangan komunitas.")
strawberry.enum(BidangApi, name="PaksiBidangApi", description="Bidang kegiatan Ahli Pembangun Integritas.")
strawberry.enum(SegiApi, name="PaksiSegiApi", description="Segi kegiatan Ahli Pembangun Integritas.")
strawberry.enum(
    KeadaanKegiatan,
    name="PaksiKeadaanKegiatan",
    description="Sampai di mana laporan diperiksa; hanya DITERIMA yang terhitung.",
)
IdKegiatan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal laporan kegiatan.")]
"""Type of an argument that names a report."""


@strawberry.type
class PaksiKegiatan:
    """Laporan satu kegiatan seorang penyuluh."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    jenis: JenisKegiatan = strawberry.field(description="Jenis kegiatannya.")
    bentuk: BentukKomunitas | None = strawberry.field(description="Bentuknya, bagi pengembangan komunitas.")
    bidang: BidangApi | None = strawberry.field(description="Bidangnya, bagi kegiatan API.")
    segi: SegiApi | None = strawberry.field(description="Segi kegiatannya, bagi kegiatan API.")
    nama: str = strawberry.field(description="Nama kegiatan.")
    ruang_lingkup: str = strawberry.field(description="Ruang lingkup sasarannya.")
    sasaran: str = strawberry.field(description="Siapa yang disuluh.")
    tujuan: str = strawberry.field(description="Tujuan kegiatan.")
    deskripsi: str = strawberry.field(description="Uraian kegiatan.")
    hasil: str | None = strawberry.field(description="Hasil kegiatan.")
    tindak_lanjut: str | None = strawberry.field(description="Tindak lanjutnya.")
    tempat: str = strawberry.field(description="Tempat kegiatan.")
    mulai: date = strawberry.field(description="Hari pertama.")
    selesai: date = strawberry.field(description="Hari terakhir.")
    jumlah_peserta: int = strawberry.field(description="Banyaknya peserta.")
    keadaan: KeadaanKegiatan = strawberry.field(description="Sampai di mana laporan ini diperiksa.")
    catatan: str | None = strawberry.field(description="Catatan terakhir pemeriksa.")
    diputus_pada: datetime | None = strawberry.field(description="Saat diterima atau ditolak.")
    dibuat_pada: datetime = strawberry.field(description="Saat draf dibuat.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]
    lembaga_kode: strawberry.Private[str]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    tempat_kode: strawberry.Private[str | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiKegiatan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            jenis=row.jenis,
            bentuk=row.bentuk,
            bidang=row.bidang,
            segi=row.segi,
            nama=row.nama,
            ruang_lingkup=row.ruang_lingkup,
            sasaran=row.sasaran,
            tujuan=row.tujuan,
            deskripsi=row.deskripsi,
            hasil=row.hasil,
            tindak_lanjut=row.tindak_lanjut,
            tempat=row.tempat,
            mulai=row.mulai,
            selesai=row.selesai,
            jumlah_peserta=row.jumlah_peserta,
            keadaan=row.keadaan,
            catatan=row.catatan,
            diputus_pada=row.diputus_pada,
            dibuat_pada=row.dibuat_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            orang_id=row.orang_id,
            lembaga_kode=row.lembaga_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            tempat_kode=row.tempat_wilayah,
        )

    @classmethod
    async def satu(cls, db: Database, kegiatan_id: uuid.UUID) -> PaksiKegiatan:
        """A report the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [kegiatan_id]))[kegiatan_id])


@strawberry.type
class PaksiSasaran:
    """Sasaran yang dapat dipilih dalam satu ruang lingkup; ruang lingkup lain menerima sasaran apa pun."""

    ruang_lingkup: str = strawberry.field(description="Ruang lingkupnya.")
    sasaran: list[str] = strawberry.field(description="Pilihan sasarannya, menurut urutan.")
    sumber: str = strawberry.field(description="Dari mana daftar ini.")


@strawberry.type
class PaksiJenisDiterima:
    """Jenis kegiatan dan skema pemiliknya."""

    jenis: JenisKegiatan = strawberry.field(description="Jenis kegiatan.")
    skema: JenisSkema = strawberry.field(description="Skema pemilik jenis ini.")
    hanya_pemegang: bool = strawberry.field(
        description="Hanya pemegang sertifikat skema ini, atau yang sedang memohonnya, yang melaporkannya."
    )
    sumber: str = strawberry.field(description="Dari mana ketentuan ini.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiJenisDiterima:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            jenis=row.jenis, skema=row.jenis_skema, hanya_pemegang=row.hanya_pemegang, sumber=row.sumber
        )


KEGIATAN = Fields(PaksiKegiatan)
ORANG = Fields(Orang)


@KEGIATAN.batch
async def orang(kegiatan: list[PaksiKegiatan], info: Info) -> list[Orang]:
    """Penyuluh yang melaporkannya."""
    rows = await Orang.muat(info.context.db, (k.orang_id for k in kegiatan))
    return [rows[k.orang_id] for k in kegiatan]


@KEGIATAN.batch
async def lembaga(kegiatan: list[PaksiKegiatan], info: Info) -> list[Lembaga]:
    """LSP yang memeriksanya."""
    rows = await Lembaga.muat(info.context.db, (k.lembaga_kode for k in kegiatan))
    return [rows[k.lembaga_kode] for k in kegiatan]


@KEGIATAN.batch
async def wilayah(kegiatan: list[PaksiKegiatan], info: Info) -> list[Wilayah]:
    """Wilayah penyuluh saat melaporkannya."""
    rows = await Wilayah.muat(info.context.db, (k.kode_pemilik for k in kegiatan))
    return [rows[k.kode_pemilik] for k in kegiatan]


@KEGIATAN.batch
async def perangkat_daerah(kegiatan: list[PaksiKegiatan], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah penyuluh saat melaporkannya."""
    ada = {k.perangkat_daerah_id for k in kegiatan if k.perangkat_daerah_id}
    rows = await PerangkatDaerah.muat(info.context.db, ada) if ada else {}
    return [rows[k.perangkat_daerah_id] if k.perangkat_daerah_id else None for k in kegiatan]


@KEGIATAN.batch
async def tempat_wilayah(kegiatan: list[PaksiKegiatan], info: Info) -> list[Wilayah | None]:
    """Wilayah tempat kegiatan, bila disebut."""
    ada = {k.tempat_kode for k in kegiatan if k.tempat_kode}
    rows = await Wilayah.muat(info.context.db, ada) if ada else {}
    return [rows[k.tempat_kode] if k.tempat_kode else None for k in kegiatan]


@KEGIATAN.batch
async def bukti(kegiatan: list[PaksiKegiatan], info: Info) -> list[list[Berkas]]:
    """Foto dan dokumennya, menurut urutan dilampirkan; unduh dengan tautanBerkas."""
    db = info.context.db
    milik = await baca.bukti(db, [k.pengenal for k in kegiatan])
    berkas = await Berkas.muat(db, [b for daftar in milik.values() for b in daftar]) if milik else {}
    return [[berkas[b] for b in milik.get(k.pengenal, ()) if b in berkas] for k in kegiatan]


@ORANG.batch
async def paksi_kegiatan(
    orang: list[Orang], info: Info, *, first: First = BAWAAN, after: After = strawberry.UNSET
) -> list[Connection[PaksiKegiatan] | None]:
    """Laporan kegiatan orang ini yang boleh Anda lihat, yang terbaru lebih dahulu."""
    if not info.context.aktor.masuk:
        return [None] * len(orang)
    halaman = await baca.daftar_per_orang(
        info.context.db,
        info.context.aktor,
        [o.pengenal for o in orang],
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PaksiKegiatan.dari) for satu in halaman]


@strawberry.type
class Query:
    """Root fields about reports."""

    @strawberry.field(extensions=[Masuk()], description="Satu laporan kegiatan yang boleh Anda lihat.")
    async def paksi_kegiatan(self, info: Info, id: IdKegiatan) -> PaksiKegiatan | None:
        """One report."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "kegiatan", letak="id"))
        return None if row is None else PaksiKegiatan.dari(row)

    @strawberry.field(
        extensions=[Masuk()],
        description="Laporan kegiatan yang boleh Anda lihat, yang terbaru lebih dahulu: milik sendiri, orang di wilayah"
        " kerja Anda, atau yang diajukan kepada LSP Anda.",
    )
    async def paksi_daftar_kegiatan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None,
            strawberry.argument(description="Hanya penyuluh dari wilayah ini dan semua di bawahnya."),
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya yang diperiksa LSP ini.")
        ] = strawberry.UNSET,
        orang: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya milik orang ini.")
        ] = strawberry.UNSET,
        jenis: Annotated[
            list[JenisKegiatan] | None, strawberry.argument(description="Hanya jenis-jenis ini.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanKegiatan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        dari: Annotated[
            date | None, strawberry.argument(description="Hanya yang mulai pada hari ini atau sesudahnya.")
        ] = strawberry.UNSET,
        sampai: Annotated[
            date | None, strawberry.argument(description="Hanya yang mulai pada hari ini atau sebelumnya.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiKegiatan]:
        """Reports, the latest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            lembaga=lembaga or None,
            orang=pengenal(orang, "orang") if orang else None,
            jenis=jenis or (),
            keadaan=keadaan or (),
            dari=dari or None,
            sampai=sampai or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiKegiatan.dari)

    @strawberry.field(
        extensions=[Masuk()], description="Pilihan sasaran menurut ruang lingkup, sejauh sudah ditetapkan."
    )
    async def paksi_daftar_sasaran(self, info: Info) -> list[PaksiSasaran]:
        """The audiences of every field that has a list."""
        rows = await baca.sasaran(info.context.db)
        return [
            PaksiSasaran(
                ruang_lingkup=isi[0].ruang_lingkup, sasaran=[r.sasaran for r in isi], sumber=isi[0].sumber
            )
            for isi in (list(g) for _, g in groupby(rows, key=lambda r: r.ruang_lingkup_cari))
        ]

    @strawberry.field(
        extensions=[Masuk()], description="Jenis kegiatan menurut skema, dan siapa yang boleh melaporkannya."
    )
    async def paksi_daftar_jenis_kegiatan(self, info: Info) -> list[PaksiJenisDiterima]:
        """The kinds."""
        return [PaksiJenisDiterima.dari(row) for row in await baca.jenis_diterima(info.context.db)]


FIELDS = (KEGIATAN, ORANG)
