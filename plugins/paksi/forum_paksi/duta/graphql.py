"""Duta integritas in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.duta import baca, service
from forum_paksi.duta.rules import IsianDuta
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Orang,
    PerangkatDaerah,
    Requires,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "Mutation", "PaksiDuta", "Query"]


@strawberry.type
class PaksiDuta:
    """Seseorang sebagai duta integritas sebuah perangkat daerah, kecamatan, kelurahan, desa, atau kabupaten/kota."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    dari: date = strawberry.field(description="Hari pertama masa tugasnya.")
    sampai: date | None = strawberry.field(
        description="Hari terakhir masa tugasnya; kosong: sampai ditentukan lain."
    )
    dasar: str | None = strawberry.field(description="Surat penunjukannya, seperti biasa dikutip.")
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari_baris(cls, row: Row[Any]) -> PaksiDuta:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            dari=row.dari,
            sampai=row.sampai,
            dasar=row.dasar,
            kode_pemilik=row.wilayah_kode,
            orang_id=row.orang_id,
            perangkat_daerah_id=row.perangkat_daerah_id,
        )


DUTA = Fields(PaksiDuta)
ORANG = Fields(Orang)
FIELDS = (DUTA, ORANG)


@DUTA.batch
async def orang(duta: list[PaksiDuta], info: Info) -> list[Orang]:
    """Orangnya."""
    rows = await Orang.muat(info.context.db, (d.orang_id for d in duta))
    return [rows[d.orang_id] for d in duta]


@DUTA.batch
async def wilayah(duta: list[PaksiDuta], info: Info) -> list[Wilayah]:
    """Wilayah tempat tugasnya, atau wilayah perangkat daerahnya."""
    rows = await Wilayah.muat(info.context.db, (d.kode_pemilik for d in duta))
    return [rows[d.kode_pemilik] for d in duta]


@DUTA.batch(name="perangkatDaerah")
async def perangkat_daerah(duta: list[PaksiDuta], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah tempat tugasnya; kosong bila tugasnya bagi wilayah itu sendiri."""
    rows = await PerangkatDaerah.muat(
        info.context.db, (d.perangkat_daerah_id for d in duta if d.perangkat_daerah_id)
    )
    return [rows[d.perangkat_daerah_id] if d.perangkat_daerah_id else None for d in duta]


@ORANG.batch
async def paksi_duta(orang: list[Orang], info: Info) -> list[list[PaksiDuta] | None]:
    """Tempat orang ini menjadi duta integritas, yang terbaru lebih dahulu, sejauh boleh Anda lihat."""
    rows = await baca.per_orang(info.context.db, info.context.aktor, [o.pengenal for o in orang])
    return [[PaksiDuta.dari_baris(r) for r in rows.get(o.pengenal, ())] for o in orang]


@strawberry.type
class Query:
    """Root fields about duta integritas."""

    @strawberry.field(
        extensions=[Requires(*baca.PEMBACA)],
        description="Duta integritas di wilayah kerja Anda, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_duta(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        pada: Annotated[
            date | None, strawberry.argument(description="Hanya yang bertugas pada hari ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiDuta]:
        """Duta integritas."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            pada=pada or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiDuta.dari_baris)


@strawberry.input
class PaksiDutaIsian:
    """Siapa menjadi duta integritas di mana, dan sejak kapan."""

    orang: strawberry.ID = strawberry.field(description="Orang yang terdaftar pada pemda itu.")
    wilayah: str = strawberry.field(
        description="Kode kabupaten, kota, kecamatan, kelurahan, atau desanya, atau wilayah perangkat daerahnya."
    )
    dari: date = strawberry.field(description="Hari pertama masa tugasnya.")
    perangkat_daerah: strawberry.ID | None = strawberry.field(
        default=None, description="Perangkat daerah di wilayah itu, bila tugasnya di sana."
    )
    sampai: date | None = strawberry.field(
        default=None, description="Hari terakhir masa tugasnya, bila sudah ditentukan."
    )
    dasar: str | None = strawberry.field(default=None, description="Nomor surat penunjukannya.")

    def jadi(self) -> IsianDuta:
        """The value the service takes."""
        return IsianDuta(
            orang=pengenal(self.orang, "orang"),
            wilayah=self.wilayah,
            dari=self.dari,
            perangkat_daerah=(
                pengenal(self.perangkat_daerah, "perangkat_daerah", letak="perangkatDaerah")
                if self.perangkat_daerah
                else None
            ),
            sampai=self.sampai,
            dasar=self.dasar,
        )


TetapkanHasil = Annotated[
    PaksiDuta | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTetapkanDutaHasil", description="Duta yang ditetapkan, atau mengapa ditolak."),
]
AkhiriHasil = Annotated[
    PaksiDuta | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiAkhiriDutaHasil", description="Duta dengan hari terakhirnya, atau mengapa tidak."),
]


async def _terbaca(info: Info, duta_id: uuid.UUID) -> PaksiDuta:
    row = await baca.satu(info.context.db, info.context.aktor, duta_id)
    if row is None:
        raise TidakDitemukan("duta", letak=["duta"])
    return PaksiDuta.dari_baris(row)


@strawberry.type
class Mutation:
    """What is done about duta integritas."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Tetapkan seseorang sebagai duta integritas sebuah perangkat daerah atau wilayah kecil.",
    )
    async def paksi_tetapkan_duta(
        self,
        info: Info,
        isian: Annotated[PaksiDutaIsian, strawberry.argument(description="Siapa, di mana, sejak kapan.")],
    ) -> TetapkanHasil:
        """Set a duta."""
        konteks = info.context
        return await _terbaca(
            info, await konteks.db.write(service.tetapkan_duta, konteks.aktor, isian=isian.jadi())
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Tentukan hari terakhir masa tugas seorang duta; yang sudah ditentukan hanya dapat dimajukan.",
    )
    async def paksi_akhiri_duta(
        self,
        info: Info,
        duta: Annotated[strawberry.ID, strawberry.argument(description="Pengenal duta.")],
        sampai: Annotated[date, strawberry.argument(description="Hari terakhirnya bertugas.")],
    ) -> AkhiriHasil:
        """End a duta's term."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.akhiri_duta, konteks.aktor, duta_id=pengenal(duta, "duta"), sampai=sampai
        )
        return await _terbaca(info, id_)
