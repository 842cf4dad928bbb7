"""Letters in GraphQL: each mutation gives a link that works once."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_MINTA
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan.graphql import IdPermintaan
from forum_paksi.surat.permohonan import terbitkan_himpunan, terbitkan_permohonan
from forum_paksi.surat.undangan import terbitkan_undangan
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires, Tautan

__all__ = ["Mutation"]

Nomor = Annotated[str, strawberry.argument(description="Nomor surat menurut penomoran kantor Anda.")]
Tanggal = Annotated[date, strawberry.argument(description="Tanggal surat.")]
PermohonanHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBuatSuratPermohonanHasil", description="Tautan sekali pakai, atau mengapa ditolak."
    ),
]
HimpunanHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBuatSuratPermohonanHimpunanHasil", description="Tautan sekali pakai, atau mengapa ditolak."
    ),
]
UndanganHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatSuratUndanganHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Letters to download."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Buat surat permohonan kepada LSP (PDF) dengan lampiran calon permintaan ini. Memuat NIP/NIK"
        " lengkap: perlu izin membuka identitas mereka, dan pembukaannya tercatat.",
    )
    async def paksi_buat_surat_permohonan(self, info: Info, permintaan: IdPermintaan) -> PermohonanHasil:
        """The letter of one request."""
        konteks = info.context
        id_ = pengenal(permintaan, "permintaan")
        return Tautan.dari(await konteks.db.write(terbitkan_permohonan, konteks.aktor, permintaan_id=id_))

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Buat surat permohonan bersama kepada LSP (PDF) dengan lampiran calon per pemda. Memuat NIP/NIK"
        " lengkap: perlu izin membuka identitas mereka, dan pembukaannya tercatat.",
    )
    async def paksi_buat_surat_permohonan_himpunan(
        self,
        info: Info,
        himpunan: Annotated[strawberry.ID, strawberry.argument(description="Pengenal himpunan.")],
        nomor_surat: Nomor,
        tanggal_surat: Tanggal,
    ) -> HimpunanHasil:
        """The joint letter of a pool."""
        konteks = info.context
        return Tautan.dari(
            await konteks.db.write(
                terbitkan_himpunan,
                konteks.aktor,
                himpunan_id=pengenal(himpunan, "himpunan"),
                nomor=nomor_surat,
                tanggal=tanggal_surat,
            )
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Buat undangan (PDF) bagi yang kursinya dikonfirmasi pada jadwal ini: satu surat per pemda, atau"
        " hanya untuk satu pemda. Memuat NIP/NIK lengkap: perlu izin membuka identitas, dan pembukaannya tercatat.",
    )
    async def paksi_buat_surat_undangan(
        self,
        info: Info,
        *,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwal.")],
        nomor_surat: Nomor,
        tanggal_surat: Tanggal,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya untuk pemda ini; tanpa ini: semua pemda.")
        ] = None,
    ) -> UndanganHasil:
        """The invitations of a schedule."""
        konteks = info.context
        return Tautan.dari(
            await konteks.db.write(
                terbitkan_undangan,
                konteks.aktor,
                jadwal_id=pengenal(jadwal, "jadwal"),
                nomor=nomor_surat,
                tanggal=tanggal_surat,
                wilayah=wilayah,
            )
        )
