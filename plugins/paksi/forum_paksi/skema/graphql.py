"""Schemes and jalur in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.skema import baca
from forum_paksi.skema.rules import JenisSkema, Jenjang
from forum_server.plugin import Fields, Info, Public

__all__ = ["FIELDS", "JenisSkema", "PaksiJalur", "PaksiSkema", "PaksiUnit", "Query"]

strawberry.enum(
    JenisSkema, name="PaksiJenisSkema", description="PAKSI (penyuluh) atau API (ahli pembangun integritas)."
)
strawberry.enum(Jenjang, name="PaksiJenjang", description="Jenjang PAKSI; bukan jenjang jabatan fungsional.")


@strawberry.type
class PaksiJalur:
    """Satu jalur masuk ke sertifikasi, misalnya jalur pengalaman."""

    kode: str = strawberry.field(description="Kode tetap, misalnya PENGALAMAN.")
    nama: str = strawberry.field(description="Nama jalur.")
    keterangan: str = strawberry.field(description="Untuk siapa jalur ini.")
    berlaku_dari: date = strawberry.field(description="Hari pertama ketentuan ini berlaku.")
    berlaku_sampai: date | None = strawberry.field(description="Hari terakhirnya; kosong bila masih berlaku.")
    sumber: str = strawberry.field(description="Dari mana ketentuan ini diketahui.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiJalur:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            kode=row.kode,
            nama=row.nama,
            keterangan=row.keterangan,
            berlaku_dari=row.berlaku_dari,
            berlaku_sampai=row.berlaku_sampai,
            sumber=row.sumber,
        )


@strawberry.type
class PaksiSkema:
    """Satu skema sertifikasi LSP KPK, misalnya PAKSI Pertama."""

    id: strawberry.ID = strawberry.field(description="Pengenal versi skema ini.")
    kode: str = strawberry.field(description="Kode tetap, misalnya PAKSI_PERTAMA.")
    nama: str = strawberry.field(description="Nama skema.")
    jenis: JenisSkema = strawberry.field(description="PAKSI atau API.")
    jenjang: Jenjang | None = strawberry.field(description="Jenjang PAKSI; kosong bagi API.")
    berlaku_dari: date = strawberry.field(description="Hari pertama versi ini berlaku.")
    berlaku_sampai: date | None = strawberry.field(description="Hari terakhirnya; kosong bila masih berlaku.")
    sumber: str = strawberry.field(description="Dari mana ketentuan ini diketahui.")
    masa_bulan: int = strawberry.field(description="Berapa bulan sertifikatnya berlaku.")
    pengenal: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiSkema:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            kode=row.kode,
            nama=row.nama,
            jenis=row.jenis,
            jenjang=row.jenjang,
            berlaku_dari=row.berlaku_dari,
            berlaku_sampai=row.berlaku_sampai,
            sumber=row.sumber,
            masa_bulan=row.masa_bulan,
            pengenal=row.id,
        )


@strawberry.type
class PaksiUnit:
    """Satu unit kompetensi dalam sebuah versi skema."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    kode: str = strawberry.field(description="Kode unit menurut SKKNI.")
    judul: str = strawberry.field(description="Judul unit.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiUnit:
        """The GraphQL object of a row read by `baca`."""
        return cls(id=strawberry.ID(str(row.id)), kode=row.kode, judul=row.judul)


FIELDS = Fields(PaksiSkema)


@FIELDS.batch
async def jalur(skema: list[PaksiSkema], info: Info) -> list[list[PaksiJalur]]:
    """Jalur yang dapat dipakai untuk skema ini; kosong bila skemanya tidak mengenal jalur."""
    rows = await baca.jalur_skema(info.context.db, (s.pengenal for s in skema))
    return [[PaksiJalur.dari(row) for row in rows.get(s.pengenal, ())] for s in skema]


@FIELDS.batch
async def unit(skema: list[PaksiSkema], info: Info) -> list[list[PaksiUnit]]:
    """Unit kompetensi versi ini menurut urutannya; kosong selama belum ditetapkan."""
    rows = await baca.unit(info.context.db, (s.pengenal for s in skema))
    return [[PaksiUnit.dari(row) for row in rows.get(s.pengenal, ())] for s in skema]


@strawberry.type
class Query:
    """Root fields about schemes."""

    @strawberry.field(
        extensions=[Public()], description="Skema sertifikasi: semua versi, atau yang berlaku pada satu hari."
    )
    async def paksi_daftar_skema(
        self,
        info: Info,
        pada: Annotated[
            date | None, strawberry.argument(description="Hanya versi yang berlaku pada hari ini.")
        ] = strawberry.UNSET,
    ) -> list[PaksiSkema]:
        """Schemes."""
        return [PaksiSkema.dari(row) for row in await baca.daftar(info.context.db, pada=pada or None)]
