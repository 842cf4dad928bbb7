"""Mutations on requests."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_LIHAT, IZIN_MINTA
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan import service
from forum_paksi.permintaan.graphql import IdPermintaan, PaksiPermintaan, PaksiPermintaanIsian
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires

__all__ = ["Mutation"]

_Isian = Annotated[PaksiPermintaanIsian, strawberry.argument(description="Isi permintaan.")]
BuatHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatPermintaanHasil", description="Draf yang dibuat, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahPermintaanHasil", description="Draf sesudah diubah, atau mengapa ditolak."),
]
AjukanHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiAjukanPermintaanHasil", description="Permintaan yang diajukan, atau mengapa ditolak."
    ),
]
TarikHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTarikPermintaanHasil", description="Permintaan yang ditarik, atau mengapa tidak."),
]
TolakHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTolakPermintaanHasil", description="Permintaan yang ditolak, atau mengapa tidak dapat."
    ),
]
KonsultasiHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKirimKonsultasiHasil", description="Permintaan dengan pesan barunya, atau mengapa ditolak."
    ),
]


@strawberry.type
class Mutation:
    """What is done to requests."""

    @strawberry.mutation(extensions=[Requires(IZIN_MINTA)], description="Buat draf permintaan sebuah pemda.")
    async def paksi_buat_permintaan(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode pemda yang meminta.")],
        isian: _Isian,
    ) -> BuatHasil:
        """Write a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buat_permintaan, konteks.aktor, wilayah=wilayah, isian=isian.jadi()
        )
        return await PaksiPermintaan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)], description="Ganti seluruh isi draf dengan isian ini."
    )
    async def paksi_ubah_permintaan(self, info: Info, permintaan: IdPermintaan, isian: _Isian) -> UbahHasil:
        """Replace what a draft says."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_permintaan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan"),
            isian=isian.jadi(),
        )
        return await PaksiPermintaan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Ajukan draf; saat ini menjadi urutan waktunya. Surat dan calon harus sudah lengkap.",
    )
    async def paksi_ajukan_permintaan(self, info: Info, permintaan: IdPermintaan) -> AjukanHasil:
        """Hand in a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ajukan_permintaan, konteks.aktor, permintaan_id=pengenal(permintaan, "permintaan")
        )
        return await PaksiPermintaan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Tarik permintaan; dari himpunan hanya selama himpunannya masih TERBUKA.",
    )
    async def paksi_tarik_permintaan(
        self,
        info: Info,
        permintaan: IdPermintaan,
        alasan: Annotated[str | None, strawberry.argument(description="Mengapa ditarik.")] = strawberry.UNSET,
    ) -> TarikHasil:
        """Withdraw a request."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tarik_permintaan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan"),
            alasan=alasan or None,
        )
        return await PaksiPermintaan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_LIHAT)],
        description="Tolak permintaan yang diajukan, dengan alasan yang dibaca pemdanya: koordinator atau LSP.",
    )
    async def paksi_tolak_permintaan(
        self,
        info: Info,
        permintaan: IdPermintaan,
        alasan: Annotated[str, strawberry.argument(description="Mengapa ditolak.")],
    ) -> TolakHasil:
        """Refuse a request."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tolak_permintaan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan"),
            alasan=alasan,
        )
        return await PaksiPermintaan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_LIHAT)],
        description="Kirim pesan konsultasi tentang permintaan yang sudah diajukan: pemda, koordinator, atau LSP.",
    )
    async def paksi_kirim_konsultasi(
        self,
        info: Info,
        permintaan: IdPermintaan,
        isi: Annotated[str, strawberry.argument(description="Isi pesan.")],
    ) -> KonsultasiHasil:
        """Write into the thread."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.kirim_konsultasi,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan"),
            isi=isi,
        )
        return await PaksiPermintaan.satu(konteks.db, id_)
