"""Root fields about coverage."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import strawberry

from forum_paksi.cakupan import baca
from forum_paksi.cakupan.baca import Kebijakan
from forum_paksi.cakupan.graphql import opd, wilayah
from forum_paksi.cakupan.graphql.opd import PaksiCakupanOpd
from forum_paksi.cakupan.graphql.wilayah import PaksiCakupanWilayah
from forum_paksi.cakupan.rules import KeadaanCakupan
from forum_paksi.pelaku import IZIN_LIHAT
from forum_server.plugin import (
    AKAR,
    BAWAAN,
    After,
    Connection,
    First,
    Info,
    Requires,
    sambungan,
)

__all__ = ["FIELDS", "Query"]

FIELDS = (*wilayah.FIELDS, *opd.FIELDS)

KodeWilayah = Annotated[
    str, strawberry.argument(description="Kode wilayah, misalnya 61.71; ID bagi seluruh Indonesia.")
]


@strawberry.enum(description="Satuan kecil sebuah pemda.")
class PaksiSatuanKecil(StrEnum):
    """Levels beneath a pemda; kelurahan stands for desa too."""

    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"


_TINGKAT = {
    PaksiSatuanKecil.KECAMATAN: ("KECAMATAN",),
    PaksiSatuanKecil.KELURAHAN: ("DESA", "DESA_ADAT", "KELURAHAN"),
}


@strawberry.type
class Query:
    """Root fields about coverage."""

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="Cakupan sebuah wilayah; kosong bila kodenya tidak berlaku atau di luar wilayah kerja Anda.",
    )
    async def paksi_cakupan_wilayah(self, info: Info, kode: KodeWilayah = AKAR) -> PaksiCakupanWilayah | None:
        """Coverage of a region."""
        if not info.context.aktor.meliputi(IZIN_LIHAT, wilayah=kode):
            return None
        row = await baca.satu(info.context.db, kode)
        return None if row is None else PaksiCakupanWilayah.dari(row)

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="OPD sebuah wilayah dan semua di bawahnya, sejauh boleh Anda lihat, menurut pemda dan nama;"
        " dengan `keadaan` BELUM_ADA dan DI_BAWAH_KUOTA inilah daftar celahnya.",
    )
    async def paksi_daftar_cakupan_opd(
        self,
        info: Info,
        wilayah: KodeWilayah = AKAR,
        keadaan: Annotated[
            list[KeadaanCakupan] | None, strawberry.argument(description="Hanya yang berkeadaan ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiCakupanOpd]:
        """OPDs with what they have."""
        konteks = info.context
        kebijakan = Kebijakan.dari(konteks)
        halaman = await baca.daftar_opd(
            konteks.db,
            konteks.aktor,
            kebijakan,
            wilayah=wilayah,
            keadaan=keadaan or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, lambda row: PaksiCakupanOpd.dari(row, kebijakan))

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="Kecamatan, atau kelurahan dan desa, yang belum punya pemegang PAKSI maupun duta integritas.",
    )
    async def paksi_daftar_celah_wilayah(
        self,
        info: Info,
        satuan: Annotated[PaksiSatuanKecil, strawberry.argument(description="Satuan yang mana.")],
        wilayah: KodeWilayah = AKAR,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiCakupanWilayah]:
        """Small regions without anybody."""
        konteks = info.context
        halaman = await baca.daftar_celah_wilayah(
            konteks.db,
            konteks.aktor,
            wilayah=wilayah,
            tingkat=_TINGKAT[satuan],
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiCakupanWilayah.dari)
