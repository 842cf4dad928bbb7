"""Issuing certificates in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_TERBITKAN
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import IdPermohonan, PaksiPermohonan
from forum_paksi.permohonan.mutasi import PermohonanHasil
from forum_server.plugin import Info, Requires

__all__ = ["Mutation"]


@strawberry.type
class Mutation:
    """Issuing certificates."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_TERBITKAN)],
        description="Terbitkan sertifikat bagi yang diputus KOMPETEN; masa berlakunya menurut skema, dan sertifikat"
        " sebelumnya yang sejenis digantikan.",
    )
    async def paksi_terbitkan_sertifikat(
        self,
        info: Info,
        permohonan: IdPermohonan,
        nomor: Annotated[str, strawberry.argument(description="Nomor sertifikat.")],
        terbit: Annotated[
            date, strawberry.argument(description="Tanggal terbit, sejak plenonya sampai hari ini.")
        ],
    ) -> PermohonanHasil:
        """Issue a certificate."""
        konteks = info.context
        id_ = pengenal(permohonan, "permohonan")
        await konteks.db.write(terbitkan, konteks.aktor, permohonan_id=id_, nomor=nomor, terbit=terbit)
        return await PaksiPermohonan.satu(konteks.db, id_)
