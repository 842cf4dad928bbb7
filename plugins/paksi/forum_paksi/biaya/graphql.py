"""Costs and their sharing in GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from forum_paksi.biaya import baca, service
from forum_paksi.biaya.rules import BagianPemda, JenisBiaya
from forum_paksi.himpunan.graphql.tipe import HIMPUNAN, PaksiHimpunan
from forum_paksi.pelaku import IZIN_HIMPUN
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    Fields,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Requires,
    Wilayah,
)

__all__ = ["FIELDS", "Mutation"]

strawberry.enum(
    JenisBiaya,
    name="PaksiJenisBiaya",
    description="Untuk apa biayanya. Sertifikasinya sendiri tidak berbiaya, jadi tidak ada jenis untuk itu.",
)


@strawberry.type
class PaksiRincianBiaya:
    """Satu biaya pelaksanaan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    jenis: JenisBiaya = strawberry.field(description="Untuk apa biayanya.")
    keterangan: str | None = strawberry.field(description="Keterangannya; selalu ada bila LAINNYA.")
    rupiah: str = strawberry.field(description="Rupiah bulat.")
    dicatat_pada: datetime = strawberry.field(description="Saat dicatat.")


@strawberry.type
class PaksiBagianBiaya:
    """Bagian biaya satu pemda menurut kursinya."""

    kursi: int = strawberry.field(description="Kursi pemda itu: kini, atau saat dibekukan.")
    rupiah: str = strawberry.field(description="Yang dibayar pemda itu, rupiah bulat.")
    pagu: str | None = strawberry.field(
        description="Jumlah pagu semua permintaannya; kosong bila ada permintaan tanpa pagu."
    )
    melebihi: str | None = strawberry.field(description="Kelebihannya di atas pagu; kosong bila cukup.")
    wilayah_kode: strawberry.Private[str]

    @classmethod
    def dari(cls, bagian: BagianPemda) -> PaksiBagianBiaya:
        """The GraphQL object of a share."""
        return cls(
            kursi=bagian.kursi,
            rupiah=str(bagian.rupiah),
            pagu=None if bagian.pagu is None else str(bagian.pagu),
            melebihi=None if bagian.melebihi is None else str(bagian.melebihi),
            wilayah_kode=bagian.wilayah,
        )


@strawberry.type
class PaksiBiaya:
    """Biaya pelaksanaan sebuah himpunan dan pembagiannya menurut kursi."""

    rincian: list[PaksiRincianBiaya] = strawberry.field(description="Setiap biaya, menurut waktu dicatat.")
    total: str = strawberry.field(description="Jumlah semua biaya, rupiah bulat.")
    pembagian: list[PaksiBagianBiaya] = strawberry.field(
        description="Bagian setiap pemda menurut kode wilayah; pemda melihat bagiannya sendiri. Nol selama belum ada kursi."
    )
    beku: bool = strawberry.field(
        description="Benar sejak LSP mengonfirmasi: biaya dan pembagiannya tidak berubah lagi."
    )


BAGIAN = Fields(PaksiBagianBiaya)
FIELDS = (BAGIAN,)


@HIMPUNAN.batch
async def biaya(himpunan: list[PaksiHimpunan], info: Info) -> list[PaksiBiaya | None]:
    """Biaya pelaksanaan dan pembagiannya; kosong bagi yang tidak ikut menanggungnya, seperti LSP."""
    semua = await baca.biaya(info.context.db, [h.pengenal for h in himpunan])
    hasil: list[PaksiBiaya | None] = []
    for satu in himpunan:
        isi = semua[satu.pengenal]
        bagian = baca.terlihat(info.context.aktor, satu.kode_pemilik, isi)
        hasil.append(
            None
            if bagian is None
            else PaksiBiaya(
                rincian=[
                    PaksiRincianBiaya(
                        id=strawberry.ID(str(r.id)),
                        jenis=r.jenis,
                        keterangan=r.keterangan,
                        rupiah=str(r.rupiah),
                        dicatat_pada=r.dicatat_pada,
                    )
                    for r in isi.rincian
                ],
                total=str(isi.total),
                pembagian=[PaksiBagianBiaya.dari(b) for b in bagian],
                beku=isi.beku,
            )
        )
    return hasil


@BAGIAN.batch
async def wilayah(bagian: list[PaksiBagianBiaya], info: Info) -> list[Wilayah]:
    """Pemda yang dimaksud."""
    rows = await Wilayah.muat(info.context.db, (b.wilayah_kode for b in bagian))
    return [rows[b.wilayah_kode] for b in bagian]


CatatHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiCatatBiayaHasil", description="Himpunan dengan biaya barunya, atau mengapa ditolak."
    ),
]
HapusHasil = Annotated[
    PaksiHimpunan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiHapusBiayaHasil", description="Himpunan tanpa biaya itu, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What is done with costs."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Catat satu biaya pelaksanaan himpunan yang belum DIKONFIRMASI.",
    )
    async def paksi_catat_biaya(
        self,
        info: Info,
        *,
        himpunan: Annotated[strawberry.ID, strawberry.argument(description="Pengenal himpunan.")],
        jenis: Annotated[JenisBiaya, strawberry.argument(description="Untuk apa biayanya.")],
        rupiah: Annotated[
            str, strawberry.argument(description="Rupiah bulat tanpa titik, misalnya 25000000.")
        ],
        keterangan: Annotated[
            str | None, strawberry.argument(description="Keterangannya; wajib bila LAINNYA.")
        ] = strawberry.UNSET,
    ) -> CatatHasil:
        """Write an item down."""
        konteks = info.context
        himpunan_id = pengenal(himpunan, "himpunan")
        await konteks.db.write(
            service.catat_biaya,
            konteks.aktor,
            himpunan_id=himpunan_id,
            jenis=jenis,
            rupiah=rupiah,
            keterangan=keterangan or None,
        )
        return await PaksiHimpunan.satu(konteks.db, himpunan_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Hapus satu biaya dari himpunan yang belum DIKONFIRMASI.",
    )
    async def paksi_hapus_biaya(
        self,
        info: Info,
        biaya: Annotated[strawberry.ID, strawberry.argument(description="Pengenal biayanya.")],
    ) -> HapusHasil:
        """Strike an item out."""
        konteks = info.context
        himpunan_id = await konteks.db.write(
            service.hapus_biaya, konteks.aktor, biaya_id=pengenal(biaya, "biaya")
        )
        return await PaksiHimpunan.satu(konteks.db, himpunan_id)
