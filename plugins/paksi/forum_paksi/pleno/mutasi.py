"""What is done with plenos, in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_PLENO
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import IdPermohonan, PaksiPermohonan
from forum_paksi.permohonan.mutasi import PermohonanHasil
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno import berita_acara, service
from forum_paksi.pleno.graphql import IdPleno, PaksiPleno, pleno_terbaca
from forum_paksi.pleno.service import IZIN_SUSUN
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Requires,
    Tautan,
    TidakDitemukan,
)

__all__ = ["Mutation"]


@strawberry.input
class PaksiPlenoIsian:
    """Sebuah pleno yang diadakan."""

    lembaga: str = strawberry.field(description="Kode LSP.")
    nomor: str = strawberry.field(description="Nomor berita acara menurut penomoran LSP.")
    tanggal: date = strawberry.field(description="Hari berlangsungnya.")
    tempat: str = strawberry.field(description="Tempatnya, atau cara berlangsungnya bila jarak jauh.")
    anggota: list[strawberry.ID] = strawberry.field(description="Pengenal anggotanya, ketua lebih dahulu.")


PlenoHasil = Annotated[
    PaksiPleno | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiPlenoHasil", description="Pleno sesudah tindakan ini, atau mengapa ditolak."),
]
BeritaAcaraHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatBeritaAcaraHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What is done with plenos."""

    @strawberry.mutation(extensions=[Requires(*IZIN_SUSUN)], description="Adakan pleno LSP Anda.")
    async def paksi_buat_pleno(
        self,
        info: Info,
        isian: Annotated[PaksiPlenoIsian, strawberry.argument(description="Pleno yang diadakan.")],
    ) -> PlenoHasil:
        """Call a pleno."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buat_pleno,
            konteks.aktor,
            lembaga=isian.lembaga,
            nomor=isian.nomor,
            tanggal=isian.tanggal,
            tempat=isian.tempat,
            anggota=_ids(isian.anggota, "orang", "anggota"),
        )
        return await pleno_terbaca(konteks.db, info, id_)

    @strawberry.mutation(
        extensions=[Requires(*IZIN_SUSUN)],
        description="Masukkan permohonan yang direkomendasikan ke dalam pleno; semuanya, atau tidak satu pun.",
    )
    async def paksi_masukkan_pleno(
        self,
        info: Info,
        pleno: IdPleno,
        permohonan: Annotated[
            list[strawberry.ID], strawberry.argument(description="Pengenal permohonannya.")
        ],
    ) -> PlenoHasil:
        """Put applications on the agenda."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.masukkan_pleno,
            konteks.aktor,
            pleno_id=pengenal(pleno, "pleno"),
            permohonan=_ids(permohonan, "permohonan", "permohonan"),
        )
        return await pleno_terbaca(konteks.db, info, id_)

    @strawberry.mutation(
        extensions=[Requires(*IZIN_SUSUN)],
        description="Keluarkan permohonan yang belum diputus dari plenonya; dapat dimasukkan ke pleno lain.",
    )
    async def paksi_keluarkan_dari_pleno(self, info: Info, permohonan: IdPermohonan) -> PlenoHasil:
        """Take an application off the agenda."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.keluarkan_dari_pleno,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
        )
        return await pleno_terbaca(konteks.db, info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_PLENO)],
        description="Catat putusan pleno atas satu permohonan; oleh anggota pleno itu yang bukan asesor, verifikator,"
        " atau pemohonnya.",
    )
    async def paksi_putuskan_pleno(
        self,
        info: Info,
        permohonan: IdPermohonan,
        keputusan: Annotated[Kompetensi, strawberry.argument(description="K atau BK.")],
        alasan: Annotated[
            str | None,
            strawberry.argument(
                description="Alasannya; wajib bagi BK dan bagi putusan yang berbeda dari rekomendasi."
            ),
        ] = None,
    ) -> PermohonanHasil:
        """Decide."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.putuskan,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            keputusan=keputusan,
            alasan=alasan,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(*IZIN_SUSUN)],
        description="Tutup pleno yang sudah memutuskan semua permohonannya; sesudah itu tidak berubah lagi.",
    )
    async def paksi_tutup_pleno(self, info: Info, pleno: IdPleno) -> PlenoHasil:
        """Close a pleno."""
        konteks = info.context
        id_ = await konteks.db.write(service.tutup_pleno, konteks.aktor, pleno_id=pengenal(pleno, "pleno"))
        return await pleno_terbaca(konteks.db, info, id_)

    @strawberry.mutation(
        extensions=[Requires(*IZIN_SUSUN)],
        description="Buat berita acara pleno (PDF) yang sudah ditutup, dengan putusan setiap permohonan.",
    )
    async def paksi_buat_berita_acara(self, info: Info, pleno: IdPleno) -> BeritaAcaraHasil:
        """The minutes."""
        konteks = info.context
        return Tautan.dari(
            await konteks.db.write(
                berita_acara.terbitkan_berita_acara, konteks.aktor, pleno_id=pengenal(pleno, "pleno")
            )
        )


def _ids(teks: list[strawberry.ID], apa: str, letak: str) -> list[uuid.UUID]:
    hasil: list[uuid.UUID] = []
    for ke, satu in enumerate(teks):
        try:
            hasil.append(pengenal(satu, apa))
        except TidakDitemukan:
            raise TidakDitemukan(apa, letak=[letak, str(ke)]) from None
    return hasil
