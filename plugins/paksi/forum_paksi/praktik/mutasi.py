"""What is done to good practice, in GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_paksi.angkatan.graphql import IdAnggota
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.pengenal import pengenal
from forum_paksi.praktik import service
from forum_paksi.praktik.graphql import (
    IdPraktik,
    PaksiPraktikBaik,
    PaksiPraktikBaikIsian,
    praktik_terbaca,
)
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Requires,
)

__all__ = ["Mutation"]

_Isian = Annotated[PaksiPraktikBaikIsian, strawberry.argument(description="Isinya.")]
_Alasan = Annotated[str, strawberry.argument(description="Alasan yang dibaca penulisnya.")]

TulisHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTulisPraktikBaikHasil", description="Drafnya, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahPraktikBaikHasil", description="Draf sesudah diubah, atau mengapa ditolak."),
]
AjukanHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiAjukanPraktikBaikHasil", description="Praktik baik yang diajukan, atau mengapa tidak."
    ),
]
KembalikanHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKembalikanPraktikBaikHasil", description="Praktik baik yang dikembalikan, atau mengapa tidak."
    ),
]
TerbitkanHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTerbitkanPraktikBaikHasil", description="Praktik baik yang terbit, atau mengapa tidak."
    ),
]
TarikHasil = Annotated[
    PaksiPraktikBaik | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTarikPraktikBaikHasil", description="Praktik baik yang ditarik, atau mengapa tidak."
    ),
]


@strawberry.type
class Mutation:
    """What is done to good practice."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Tulis draf praktik baik seorang anggota angkatan, oleh anggotanya sendiri atau pengelola.",
    )
    async def paksi_tulis_praktik_baik(self, info: Info, anggota: IdAnggota, isian: _Isian) -> TulisHasil:
        """Write a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tulis_praktik,
            konteks.aktor,
            anggota_id=pengenal(anggota, "anggota"),
            isian=isian.jadi(),
            unggahan=isian.terunggah(),
        )
        return await praktik_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Masuk()], description="Ganti isi draf, atau tulis ulang yang sudah ditarik."
    )
    async def paksi_ubah_praktik_baik(self, info: Info, praktik: IdPraktik, isian: _Isian) -> UbahHasil:
        """Write it anew."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_praktik,
            konteks.aktor,
            praktik_id=pengenal(praktik, "praktik_baik", letak="praktik"),
            isian=isian.jadi(),
            unggahan=isian.terunggah(),
        )
        return await praktik_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Masuk()], description="Ajukan draf agar pemda menyetujui penerbitannya ke semua daerah."
    )
    async def paksi_ajukan_praktik_baik(self, info: Info, praktik: IdPraktik) -> AjukanHasil:
        """Offer a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ajukan_praktik,
            konteks.aktor,
            praktik_id=pengenal(praktik, "praktik_baik", letak="praktik"),
        )
        return await praktik_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Kembalikan yang diajukan kepada penulisnya dengan alasan.",
    )
    async def paksi_kembalikan_praktik_baik(
        self, info: Info, praktik: IdPraktik, alasan: _Alasan
    ) -> KembalikanHasil:
        """Give it back."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.kembalikan_praktik,
            konteks.aktor,
            praktik_id=pengenal(praktik, "praktik_baik", letak="praktik"),
            alasan=alasan,
        )
        return await praktik_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Setujui bagi pemda: sejak itu dibaca semua daerah, tanpa nama penulisnya.",
    )
    async def paksi_terbitkan_praktik_baik(self, info: Info, praktik: IdPraktik) -> TerbitkanHasil:
        """Publish it."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.terbitkan_praktik,
            konteks.aktor,
            praktik_id=pengenal(praktik, "praktik_baik", letak="praktik"),
        )
        return await praktik_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Tarik kembali yang sudah terbit dengan alasan; daerah lain tidak membacanya lagi.",
    )
    async def paksi_tarik_praktik_baik(self, info: Info, praktik: IdPraktik, alasan: _Alasan) -> TarikHasil:
        """Take it back."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tarik_praktik,
            konteks.aktor,
            praktik_id=pengenal(praktik, "praktik_baik", letak="praktik"),
            alasan=alasan,
        )
        return await praktik_terbaca(info, id_)
