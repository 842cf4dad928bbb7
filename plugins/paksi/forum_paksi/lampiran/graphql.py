"""The signed letter in GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry
from sqlalchemy import select

from forum_paksi.lampiran import service
from forum_paksi.lampiran.models import SuratDitandatangani
from forum_paksi.pelaku import IZIN_MINTA
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan.graphql import IdPermintaan, PaksiPermintaan
from forum_server.plugin import (
    Berkas,
    Fields,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Requires,
    dalam,
)

__all__ = ["FIELDS", "Mutation"]

FIELDS = Fields(PaksiPermintaan)


@FIELDS.batch(name="suratDitandatangani")
async def surat_ditandatangani(permintaan: list[PaksiPermintaan], info: Info) -> list[Berkas | None]:
    """Surat permohonan yang sudah ditandatangani, bila sudah dilampirkan; unduh dengan tautanBerkas."""
    s = SuratDitandatangani
    db = info.context.db
    rows = await db.all(
        select(s.permintaan_id, s.berkas_id).where(dalam(s.permintaan_id, [p.pengenal for p in permintaan]))
    )
    surat = {row.permintaan_id: row.berkas_id for row in rows}
    berkas = await Berkas.muat(db, surat.values()) if surat else {}
    return [berkas.get(surat[p.pengenal]) if p.pengenal in surat else None for p in permintaan]


LampirkanHasil = Annotated[
    PaksiPermintaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiLampirkanSuratHasil", description="Permintaan dengan suratnya, atau mengapa ditolak."
    ),
]


@strawberry.type
class Mutation:
    """What is done with letters of requests."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Lampirkan surat permohonan yang sudah ditandatangani (PDF, PNG, atau JPEG) dari sebuah unggahan; "
        "menggantikan yang lama selama permintaan masih berjalan.",
    )
    async def paksi_lampirkan_surat(
        self,
        info: Info,
        permintaan: IdPermintaan,
        unggahan: Annotated[
            strawberry.ID,
            strawberry.argument(description="Pengenal dari siapkanUnggahan, sesudah isinya terkirim."),
        ],
    ) -> LampirkanHasil:
        """Attach the letter."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.lampirkan_surat,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan"),
            unggahan=pengenal(unggahan, "unggahan"),
        )
        return await PaksiPermintaan.satu(konteks.db, id_)
