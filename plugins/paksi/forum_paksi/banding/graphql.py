"""Appeals in GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row, select

from forum_paksi.asesmen.graphql import milik_pihak
from forum_paksi.banding.models import Banding
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.pelaku import IZIN_BANDING
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import IdPermohonan, PaksiPermohonan
from forum_paksi.permohonan.mutasi import PermohonanHasil
from forum_server.plugin import Fields, Info, Masuk, Requires, dalam

__all__ = ["FIELDS", "Mutation"]


@strawberry.type
class PaksiBanding:
    """Banding atas keputusan satu putaran, dan jawaban LSP."""

    putaran: int = strawberry.field(description="Putaran yang keputusannya dibanding.")
    alasan: str = strawberry.field(description="Alasan pemohon.")
    diajukan_pada: datetime = strawberry.field(description="Saat diajukan.")
    dikabulkan: bool | None = strawberry.field(
        description="Apakah dikabulkan, lalu diases ulang; kosong bila belum dijawab."
    )
    jawaban: str | None = strawberry.field(description="Jawaban LSP.")
    dijawab_pada: datetime | None = strawberry.field(description="Saat dijawab.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiBanding:
        """The GraphQL object of a row."""
        return cls(
            putaran=row.putaran,
            alasan=row.alasan,
            diajukan_pada=row.diajukan_pada,
            dikabulkan=row.dikabulkan,
            jawaban=row.jawaban,
            dijawab_pada=row.dijawab_pada,
        )


FIELDS = Fields(PaksiPermohonan)


@FIELDS.batch
async def banding(permohonan: list[PaksiPermohonan], info: Info) -> list[list[PaksiBanding] | None]:
    """Bandingnya, yang pertama lebih dahulu; kosong bila Anda bukan pihak dalam permohonan ini."""
    boleh = milik_pihak(info.context.aktor, permohonan)
    b = Banding
    rows = await info.context.db.all(
        select(
            b.permohonan_id,
            b.putaran,
            b.alasan,
            b.diajukan_pada,
            b.dikabulkan,
            b.jawaban,
            b.dijawab_pada,
        )
        .where(dalam(b.permohonan_id, boleh))
        .order_by(b.permohonan_id, b.putaran)
    )
    milik: dict[Any, list[PaksiBanding]] = {}
    for row in rows:
        milik.setdefault(row.permohonan_id, []).append(PaksiBanding.dari(row))
    return [milik.get(p.pengenal, []) if p.pengenal in boleh else None for p in permohonan]


@strawberry.type
class Mutation:
    """Appeals."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Ajukan banding atas BELUM_KOMPETEN, sekali bagi setiap keputusan; oleh pemohon atau pemdanya.",
    )
    async def paksi_ajukan_banding(
        self,
        info: Info,
        permohonan: IdPermohonan,
        alasan: Annotated[str, strawberry.argument(description="Apa yang keliru menurut Anda.")],
    ) -> PermohonanHasil:
        """Appeal."""
        konteks = info.context
        id_ = await konteks.db.write(
            ajukan_banding,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            alasan=alasan,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_BANDING)],
        description="Jawab banding: dikabulkan, lalu diases ulang oleh asesor lain; atau ditolak. Oleh orang yang tidak"
        " memeriksa, mengases, atau memutuskan permohonan itu.",
    )
    async def paksi_putuskan_banding(
        self,
        info: Info,
        permohonan: IdPermohonan,
        dikabulkan: Annotated[bool, strawberry.argument(description="Apakah dikabulkan.")],
        jawaban: Annotated[str, strawberry.argument(description="Alasan jawaban; dibaca pemohon.")],
    ) -> PermohonanHasil:
        """Answer an appeal."""
        konteks = info.context
        id_ = await konteks.db.write(
            putuskan_banding,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            dikabulkan=dikabulkan,
            jawaban=jawaban,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)
