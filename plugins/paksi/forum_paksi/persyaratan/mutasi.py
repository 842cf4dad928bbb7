"""What the national operator does with requirements, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.kegiatan.graphql import BentukKomunitas, JenisKegiatan
from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.persyaratan import baca, service
from forum_paksi.persyaratan.graphql import PaksiPersyaratan
from forum_paksi.persyaratan.rules import IsianButir, IsianPersyaratan, Jendela, JenisButir, JenisPermohonan
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires

__all__ = ["Mutation"]


@strawberry.input
class PaksiButirIsian:
    """Satu butir persyaratan."""

    kode: str = strawberry.field(description="Kode dengan huruf besar, misalnya PENYULUHAN.")
    jenis: JenisButir = strawberry.field(description="Apa yang dilihatnya.")
    nama: str = strawberry.field(description="Nama butir.")
    petunjuk: str = strawberry.field(description="Cara memenuhinya, dalam satu kalimat.")
    sumber: str = strawberry.field(description="Dari mana butir ini diketahui.")
    wajib: bool = strawberry.field(default=True, description="Wajib, atau dianjurkan saja.")
    jumlah: int | None = strawberry.field(
        default=None, description="Berapa yang diperlukan; kosong bila tidak diketahui."
    )
    jenis_kegiatan: list[JenisKegiatan] = strawberry.field(
        default_factory=list[JenisKegiatan],
        description="Hanya kegiatan berjenis ini; kosong berarti semua jenis.",
    )
    bentuk: BentukKomunitas | None = strawberry.field(
        default=None, description="Hanya pengembangan komunitas berbentuk ini."
    )
    jendela: Jendela | None = strawberry.field(
        default=None, description="Laporan mana yang dihitung; wajib bagi butir KEGIATAN."
    )

    def isian(self) -> IsianButir:
        """The same for the service."""
        return IsianButir(
            kode=self.kode,
            jenis=self.jenis,
            nama=self.nama,
            petunjuk=self.petunjuk,
            sumber=self.sumber,
            wajib=self.wajib,
            jumlah=self.jumlah,
            jenis_kegiatan=tuple(self.jenis_kegiatan),
            bentuk=self.bentuk,
            jendela=self.jendela,
        )


@strawberry.input
class PaksiPersyaratanIsian:
    """Satu versi persyaratan."""

    skema: str = strawberry.field(description="Kode skema yang dituju.")
    jenis: JenisPermohonan = strawberry.field(description="Jenis permohonannya.")
    jalur: str | None = strawberry.field(
        default=None, description="Kode jalur; wajib bagi permohonan baru skema berjalur."
    )
    dari_skema: str | None = strawberry.field(
        default=None, description="Kode skema asal; wajib bagi naik jenjang."
    )
    berlaku_dari: date = strawberry.field(description="Hari pertama berlaku, paling cepat hari ini.")
    sumber: str = strawberry.field(description="Dari mana persyaratan ini diketahui.")
    catatan: str | None = strawberry.field(default=None, description="Yang perlu diketahui, bila ada.")
    butir: list[PaksiButirIsian] = strawberry.field(description="Butir-butirnya menurut urutan.")

    def isian(self) -> IsianPersyaratan:
        """The same for the service."""
        return IsianPersyaratan(
            skema=self.skema,
            jenis=self.jenis,
            jalur=self.jalur or None,
            dari_skema=self.dari_skema or None,
            berlaku_dari=self.berlaku_dari,
            sumber=self.sumber,
            catatan=self.catatan,
            butir=tuple(b.isian() for b in self.butir),
        )


TetapkanPersyaratanHasil = Annotated[
    PaksiPersyaratan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTetapkanPersyaratanHasil", description="Versi baru, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Keeping requirements."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Tetapkan versi baru persyaratan sebuah jalan sertifikasi mulai suatu hari; permohonan yang sudah"
        " dibuat tetap memakai versinya. Bagi operator nasional.",
    )
    async def paksi_tetapkan_persyaratan(
        self,
        info: Info,
        isian: Annotated[PaksiPersyaratanIsian, strawberry.argument(description="Isi versi baru.")],
    ) -> TetapkanPersyaratanHasil:
        """Set a version."""
        db = info.context.db
        id_ = await db.write(service.tetapkan_persyaratan, info.context.aktor, isian=isian.isian())
        return PaksiPersyaratan.dari((await baca.banyak(db, [id_]))[id_])
