"""Regions in GraphQL."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.database import Database
from forum_server.database import leluhur as kode_leluhur
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Public
from forum_server.wilayah import baca
from forum_server.wilayah.rules import TingkatWilayah, Zona

__all__ = ["FIELDS", "Query", "Wilayah"]

strawberry.enum(TingkatWilayah, description="Tingkat wilayah, dari nasional sampai desa.")
strawberry.enum(Zona, description="Zona waktu: WIB (UTC+7), WITA (UTC+8), WIT (UTC+9).")


@strawberry.type
class Wilayah:
    """Satu wilayah menurut kode Kementerian Dalam Negeri, dari Indonesia (kode ID) sampai desa."""

    kode: str = strawberry.field(
        description="Kode wilayah, misalnya 61.71; tidak berubah selama kodenya berlaku."
    )
    nama: str = strawberry.field(
        description="Nama lengkap dengan jenisnya, misalnya Kota Pontianak; bukan kunci, sebab nama bisa kembar."
    )
    tingkat: TingkatWilayah = strawberry.field(description="Tingkat wilayah ini.")
    zona: Zona = strawberry.field(description="Zona waktu wilayah ini.")
    otonom: bool = strawberry.field(
        description="Benar bagi 546 pemda; salah bagi satuan administrasi DKI, kecamatan, desa, dan kode lama."
    )
    berlaku_dari: date | None = strawberry.field(description="Hari pertama kode ini berlaku, bila tercatat.")
    berlaku_sampai: date | None = strawberry.field(
        description="Hari terakhir kode ini berlaku; kosong bila masih berlaku."
    )
    sumber: str = strawberry.field(description="Keputusan yang menetapkan kode dan nama ini.")
    induk_kode: strawberry.Private[str | None]

    @property
    def kode_pemilik(self) -> str:
        """A region owns itself."""
        return self.kode

    @classmethod
    def dari(cls, row: Row[Any]) -> Wilayah:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            kode=row.kode,
            nama=row.nama,
            tingkat=row.tingkat,
            zona=row.zona,
            otonom=row.otonom,
            berlaku_dari=row.berlaku_dari,
            berlaku_sampai=row.berlaku_sampai,
            sumber=row.sumber,
            induk_kode=row.induk_kode,
        )

    @classmethod
    async def muat(cls, db: Database, kode: Iterable[str]) -> dict[str, Wilayah]:
        """These regions by code, former ones too, in one statement; for plugins."""
        return {k: cls.dari(row) for k, row in (await baca.banyak(db, kode)).items()}


@strawberry.type
class PenggantiWilayah:
    """Pergantian kode: wilayah di ujung yang lain, sejak kapan, dan menurut keputusan mana."""

    wilayah: Wilayah = strawberry.field(description="Wilayah di ujung yang lain dari pergantian ini.")
    tanggal: date = strawberry.field(description="Hari pertama kode baru berlaku.")
    sumber: str = strawberry.field(description="Keputusan yang menetapkan kode baru.")


FIELDS = Fields(Wilayah)


@FIELDS.batch
async def induk(wilayah: list[Wilayah], info: Info) -> list[Wilayah | None]:
    """Wilayah tepat di atasnya; kosong bagi Indonesia."""
    rows = await baca.banyak(info.context.db, (w.induk_kode for w in wilayah if w.induk_kode))
    return [Wilayah.dari(rows[w.induk_kode]) if w.induk_kode in rows else None for w in wilayah]


@FIELDS.batch
async def leluhur(wilayah: list[Wilayah], info: Info) -> list[list[Wilayah]]:
    """Semua wilayah di atasnya, dari Indonesia sampai yang tepat di atasnya."""
    jalur = [kode_leluhur(w.kode)[:0:-1] for w in wilayah]
    rows = await baca.banyak(info.context.db, (kode for satu in jalur for kode in satu))
    return [[Wilayah.dari(rows[kode]) for kode in satu if kode in rows] for satu in jalur]


@FIELDS.batch
async def anak(
    wilayah: list[Wilayah],
    info: Info,
    *,
    termasuk_lama: Annotated[
        bool, strawberry.argument(description="Sertakan kode yang sudah tidak berlaku.")
    ] = False,
) -> list[list[Wilayah]]:
    """Wilayah tepat di bawahnya, menurut kode."""
    rows = await baca.anak(info.context.db, (w.kode for w in wilayah), termasuk_lama=termasuk_lama)
    return [[Wilayah.dari(row) for row in rows.get(w.kode, ())] for w in wilayah]


@FIELDS.batch
async def alias(wilayah: list[Wilayah], info: Info) -> list[list[str]]:
    """Sebutan lain wilayah ini; ikut ditemukan oleh pencarian."""
    nama = await baca.alias(info.context.db, (w.kode for w in wilayah))
    return [nama.get(w.kode, []) for w in wilayah]


@FIELDS.batch
async def pengganti(wilayah: list[Wilayah], info: Info) -> list[list[PenggantiWilayah]]:
    """Wilayah yang menggantikannya; kosong selama kodenya berlaku."""
    return await _pergantian(wilayah, info, mundur=False)


@FIELDS.batch
async def menggantikan(wilayah: list[Wilayah], info: Info) -> list[list[PenggantiWilayah]]:
    """Wilayah lama yang digantikannya; kode lama itu tetap dapat dipakai untuk mencari."""
    return await _pergantian(wilayah, info, mundur=True)


async def _pergantian(wilayah: list[Wilayah], info: Info, *, mundur: bool) -> list[list[PenggantiWilayah]]:
    rows = await baca.pengganti(info.context.db, (w.kode for w in wilayah), mundur=mundur)
    return [
        [
            PenggantiWilayah(wilayah=Wilayah.dari(row), tanggal=row.tanggal, sumber=row.sumber_pengganti)
            for row in rows.get(w.kode, ())
        ]
        for w in wilayah
    ]


@strawberry.type
class Query:
    """Root fields about regions."""

    @strawberry.field(
        extensions=[Public()],
        description="Satu wilayah menurut kodenya. Kode lama menunjuk penggantinya; bila penggantinya lebih dari satu,"
        " kode lama itu sendiri ditampilkan beserta `pengganti`-nya.",
    )
    async def wilayah(
        self,
        info: Info,
        kode: Annotated[
            str, strawberry.argument(description="Kode wilayah, misalnya 61 atau 61.71; ID: Indonesia.")
        ],
    ) -> Wilayah | None:
        """One region."""
        row = await baca.satu(info.context.db, kode)
        return None if row is None else Wilayah.dari(row)

    @strawberry.field(
        extensions=[Public()],
        description="Daftar wilayah menurut kode: yang tepat di bawah `induk`, atau bersama `tingkat` semua wilayah"
        " setingkat itu di bawahnya.",
    )
    async def daftar_wilayah(
        self,
        info: Info,
        *,
        induk: Annotated[
            str | None,
            strawberry.argument(description="Kode wilayah di atasnya; ID untuk seluruh Indonesia."),
        ] = strawberry.UNSET,
        tingkat: Annotated[
            TingkatWilayah | None, strawberry.argument(description="Hanya wilayah pada tingkat ini.")
        ] = strawberry.UNSET,
        cari: Annotated[
            str | None,
            strawberry.argument(
                description="Bagian nama atau sebutan lain; huruf besar-kecil dan tanda baca tidak dibedakan."
            ),
        ] = strawberry.UNSET,
        termasuk_lama: Annotated[
            bool, strawberry.argument(description="Sertakan kode yang sudah tidak berlaku.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[Wilayah]:
        """Regions by code."""
        halaman = await baca.daftar(
            info.context.db,
            induk=induk or None,
            tingkat=tingkat or None,
            cari=cari or None,
            termasuk_lama=termasuk_lama,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, Wilayah.dari)
