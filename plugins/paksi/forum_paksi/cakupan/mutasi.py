"""What is set for coverage and downloaded of it, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.cakupan import service
from forum_paksi.cakupan.celah import terbitkan_celah
from forum_paksi.cakupan.grafik import BentukGrafik, JenisGrafik, terbitkan_grafik
from forum_paksi.pelaku import IZIN_ANGKATAN, IZIN_LIHAT
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    PerangkatDaerah,
    Requires,
    Tautan,
)

__all__ = ["Mutation"]

strawberry.enum(
    JenisGrafik,
    name="PaksiJenisGrafik",
    description="TREN 24 bulan, OPD menurut keadaannya, atau PEMEGANG per wilayah.",
)
strawberry.enum(BentukGrafik, name="PaksiBentukGrafik", description="SVG untuk laman, PNG untuk dokumen.")

IdOpd = Annotated[strawberry.ID, strawberry.argument(description="Pengenal perangkat daerah.")]
KodeWilayah = Annotated[
    str, strawberry.argument(description="Kode wilayah, misalnya 61.71; ID bagi seluruh Indonesia.")
]


@strawberry.type
class PaksiOpdDitetapkan:
    """Perangkat daerah sesudah ditetapkan."""

    perangkat_daerah: PerangkatDaerah = strawberry.field(description="Perangkat daerahnya.")


OpdHasil = Annotated[
    PaksiOpdDitetapkan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTetapkanOpdHasil", description="Perangkat daerahnya, atau mengapa ditolak."),
]
CelahHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUnduhCelahHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]
GrafikHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUnduhGrafikHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What is set for coverage, and downloads."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Catat kepala sebuah perangkat daerah sejak suatu hari; pendahulunya berakhir sehari sebelumnya."
        " Tanpa `orang` jabatan itu kosong sejak hari itu.",
    )
    async def paksi_tetapkan_kepala(
        self,
        info: Info,
        perangkat_daerah: IdOpd,
        dari: Annotated[date, strawberry.argument(description="Hari pertamanya menjabat.")],
        orang: Annotated[
            strawberry.ID | None, strawberry.argument(description="Pengenal orangnya, dari pemda yang sama.")
        ] = strawberry.UNSET,
    ) -> OpdHasil:
        """Set the head of an office."""
        konteks = info.context
        opd = await konteks.db.write(
            service.tetapkan_kepala,
            konteks.aktor,
            opd=pengenal(perangkat_daerah, "perangkat daerah", letak="perangkatDaerah"),
            orang=pengenal(orang, "orang") if orang else None,
            dari=dari,
        )
        return PaksiOpdDitetapkan(perangkat_daerah=(await PerangkatDaerah.muat(konteks.db, [opd]))[opd])

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Nyatakan kecamatan, kelurahan, atau desa yang dilayani sebuah perangkat daerah, supaya pegawainya"
        " terhitung di sana; tanpa `wilayah` tidak ada lagi.",
    )
    async def paksi_tetapkan_wilayah_kerja(
        self,
        info: Info,
        perangkat_daerah: IdOpd,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Kode kecamatan, kelurahan, atau desa di pemdanya.")
        ] = strawberry.UNSET,
    ) -> OpdHasil:
        """Say which small region an office serves."""
        konteks = info.context
        opd = await konteks.db.write(
            service.tetapkan_wilayah_kerja,
            konteks.aktor,
            opd=pengenal(perangkat_daerah, "perangkat daerah", letak="perangkatDaerah"),
            wilayah=wilayah or None,
        )
        return PaksiOpdDitetapkan(perangkat_daerah=(await PerangkatDaerah.muat(konteks.db, [opd]))[opd])

    @strawberry.mutation(
        extensions=[Requires(IZIN_LIHAT)],
        description="Minta tautan ke daftar OPD yang belum memenuhi kebijakan, di sebuah wilayah dan semua di"
        " bawahnya, sebagai XLSX.",
    )
    async def paksi_unduh_celah(self, info: Info, wilayah: KodeWilayah) -> CelahHasil:
        """A link to the gaps."""
        konteks = info.context
        return Tautan.dari(await konteks.db.write(terbitkan_celah, konteks.aktor, wilayah=wilayah))

    @strawberry.mutation(
        extensions=[Requires(IZIN_LIHAT)],
        description="Minta tautan ke grafik cakupan sebuah wilayah; judul dan angka-angkanya tertulis juga di dalam"
        " berkasnya bagi pembaca layar.",
    )
    async def paksi_unduh_grafik(
        self,
        info: Info,
        wilayah: KodeWilayah,
        grafik: Annotated[JenisGrafik, strawberry.argument(description="Grafik yang mana.")],
        bentuk: Annotated[
            BentukGrafik, strawberry.argument(description="Bentuk berkasnya.")
        ] = BentukGrafik.SVG,
    ) -> GrafikHasil:
        """A link to a chart."""
        konteks = info.context
        tautan = await konteks.db.write(
            terbitkan_grafik, konteks.aktor, wilayah=wilayah, grafik=grafik, bentuk=bentuk
        )
        return Tautan.dari(tautan)
