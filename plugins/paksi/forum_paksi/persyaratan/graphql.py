"""Requirements in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.kegiatan.graphql import BentukKomunitas, JenisKegiatan
from forum_paksi.persyaratan import baca
from forum_paksi.persyaratan.rules import Jendela, JenisButir, JenisPermohonan
from forum_server.plugin import BAWAAN, After, Connection, Fields, First, Info, Public, sambungan

__all__ = ["FIELDS", "PaksiPersyaratan", "Query"]

strawberry.enum(
    JenisPermohonan,
    name="PaksiJenisPermohonan",
    description="Baru, naik jenjang, perpanjangan, atau sertifikasi ulang sesudah sertifikat berakhir.",
)
strawberry.enum(
    JenisButir,
    name="PaksiJenisButir",
    description="Apa yang dilihat sebuah butir: dokumen, bukti, laporan kegiatan, atau sertifikat asal.",
)
strawberry.enum(
    Jendela,
    name="PaksiJendela",
    description="Laporan mana yang dihitung menurut tanggalnya: kapan saja, sesudah diklat, atau selama masa sertifikat.",
)


@strawberry.type
class PaksiButirPersyaratan:
    """Satu butir persyaratan."""

    kode: str = strawberry.field(description="Kode yang tetap dalam versi ini.")
    jenis: JenisButir = strawberry.field(description="Apa yang dilihatnya.")
    nama: str = strawberry.field(description="Nama butir.")
    petunjuk: str = strawberry.field(description="Cara memenuhinya.")
    wajib: bool = strawberry.field(description="Wajib, atau dianjurkan saja.")
    jumlah: int | None = strawberry.field(
        description="Berapa yang diperlukan; kosong bila tidak diketahui, sehingga verifikator yang menilai."
    )
    jenis_kegiatan: list[JenisKegiatan] = strawberry.field(
        description="Hanya kegiatan berjenis ini; kosong berarti semua jenis."
    )
    bentuk: BentukKomunitas | None = strawberry.field(
        description="Hanya pengembangan komunitas berbentuk ini."
    )
    jendela: Jendela | None = strawberry.field(description="Laporan mana yang dihitung menurut tanggalnya.")
    sumber: str = strawberry.field(description="Dari mana butir ini diketahui.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiButirPersyaratan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            kode=row.kode,
            jenis=row.jenis,
            nama=row.nama,
            petunjuk=row.petunjuk,
            wajib=row.wajib,
            jumlah=row.jumlah,
            jenis_kegiatan=[JenisKegiatan(j) for j in row.jenis_kegiatan or ()],
            bentuk=None if row.bentuk is None else BentukKomunitas(row.bentuk),
            jendela=row.jendela,
            sumber=row.sumber,
        )


@strawberry.type
class PaksiPersyaratan:
    """Satu versi persyaratan sebuah jalan sertifikasi; tidak pernah diubah, digantikan versi berikutnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal versi ini.")
    skema: str = strawberry.field(description="Kode skema yang dituju, misalnya PAKSI_UTAMA.")
    jenis: JenisPermohonan = strawberry.field(description="Jenis permohonannya.")
    jalur: str | None = strawberry.field(description="Kode jalur, bagi permohonan baru skema berjalur.")
    dari_skema: str | None = strawberry.field(description="Kode skema asal, bagi naik jenjang.")
    berlaku_dari: date = strawberry.field(description="Hari pertama versi ini berlaku.")
    sumber: str = strawberry.field(description="Dari mana persyaratan ini diketahui.")
    catatan: str | None = strawberry.field(description="Yang perlu diketahui, misalnya sumber yang berbeda.")
    pengenal: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPersyaratan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            skema=row.skema_kode,
            jenis=row.jenis,
            jalur=row.jalur_kode,
            dari_skema=row.dari_skema_kode,
            berlaku_dari=row.berlaku_dari,
            sumber=row.sumber,
            catatan=row.catatan,
            pengenal=row.id,
        )


FIELDS = Fields(PaksiPersyaratan)


@FIELDS.batch
async def butir(persyaratan: list[PaksiPersyaratan], info: Info) -> list[list[PaksiButirPersyaratan]]:
    """Butir-butirnya menurut urutan."""
    rows = await baca.butir(info.context.db, (p.pengenal for p in persyaratan))
    return [[PaksiButirPersyaratan.dari(row) for row in rows.get(p.pengenal, ())] for p in persyaratan]


@strawberry.type
class Query:
    """Root fields about requirements."""

    @strawberry.field(
        extensions=[Public()],
        description="Persyaratan setiap jalan sertifikasi, versi terbaru lebih dahulu, atau yang berlaku pada satu hari.",
    )
    async def paksi_daftar_persyaratan(
        self,
        info: Info,
        *,
        skema: Annotated[
            str | None, strawberry.argument(description="Hanya menuju skema berkode ini.")
        ] = strawberry.UNSET,
        jenis: Annotated[
            JenisPermohonan | None, strawberry.argument(description="Hanya jenis permohonan ini.")
        ] = strawberry.UNSET,
        pada: Annotated[
            date | None, strawberry.argument(description="Hanya versi yang berlaku pada hari ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPersyaratan]:
        """Requirements."""
        halaman = await baca.daftar(
            info.context.db,
            skema=skema or None,
            jenis=jenis or None,
            pada=pada or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiPersyaratan.dari)
