"""The rules that separate duties, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import select

from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.pemisahan.models import AturanPemisahan
from forum_paksi.pemisahan.rules import KodePemisahan
from forum_paksi.pemisahan.service import tetapkan_pemisahan
from forum_server.plugin import (
    Database,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Requires,
)

__all__ = ["Mutation", "Query"]

strawberry.enum(
    KodePemisahan,
    name="PaksiKodePemisahan",
    description="Aturan pemisahan tugas; kodenya juga kode penolakannya.",
)


@strawberry.type
class PaksiAturanPemisahan:
    """Satu aturan pemisahan tugas mulai suatu hari, sampai ada baris berikutnya."""

    aturan: KodePemisahan = strawberry.field(description="Aturannya.")
    berlaku_dari: date = strawberry.field(description="Mulai hari ini berlaku demikian.")
    aktif: bool = strawberry.field(description="Apakah ditegakkan.")
    nilai: int | None = strawberry.field(
        description="Berapa tahun pelatih menjauh dari orang yang dilatihnya; kosong bagi aturan lain."
    )
    sumber: str = strawberry.field(description="Dasar aturan ini.")


async def _baca(db: Database) -> list[Any]:
    a = AturanPemisahan
    return list(
        await db.all(
            select(a.kode, a.berlaku_dari, a.aktif, a.nilai, a.sumber).order_by(a.kode, a.berlaku_dari.desc())
        )
    )


def _dari(row: Any) -> PaksiAturanPemisahan:
    return PaksiAturanPemisahan(
        aturan=row.kode,
        berlaku_dari=row.berlaku_dari,
        aktif=row.aktif,
        nilai=row.nilai,
        sumber=row.sumber,
    )


TetapkanHasil = Annotated[
    PaksiAturanPemisahan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanPemisahanHasil", description="Aturan yang ditetapkan, atau mengapa ditolak."
    ),
]


@strawberry.type
class Query:
    """Root fields about the rules."""

    @strawberry.field(
        extensions=[Masuk()],
        description="Semua aturan pemisahan tugas dengan sumbernya; bagi setiap aturan yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_pemisahan(self, info: Info) -> list[PaksiAturanPemisahan]:
        """The rules; a handful of rows."""
        return [_dari(row) for row in await _baca(info.context.db)]


@strawberry.type
class Mutation:
    """Keeping the rules."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Tetapkan satu aturan pemisahan tugas mulai suatu hari, paling cepat hari ini. Yang lama tetap"
        " tercatat. Pemohon, asesor, dan pemutus yang merangkap tidak dapat diizinkan.",
    )
    async def paksi_tetapkan_pemisahan(
        self,
        info: Info,
        *,
        aturan: Annotated[KodePemisahan, strawberry.argument(description="Aturannya.")],
        aktif: Annotated[bool, strawberry.argument(description="Apakah ditegakkan.")],
        berlaku_dari: Annotated[date, strawberry.argument(description="Mulai hari ini.")],
        sumber: Annotated[str, strawberry.argument(description="Dasarnya, misalnya nomor keputusan.")],
        nilai: Annotated[
            int | None, strawberry.argument(description="Berapa tahun; hanya bagi ASESOR_BUKAN_PELATIH.")
        ] = None,
    ) -> TetapkanHasil:
        """Set a rule."""
        konteks = info.context
        await konteks.db.write(
            tetapkan_pemisahan,
            konteks.aktor,
            kode=aturan,
            aktif=aktif,
            nilai=nilai,
            berlaku_dari=berlaku_dari,
            sumber=sumber,
        )
        rows = await _baca(konteks.db)
        return next(_dari(r) for r in rows if r.kode is aturan and r.berlaku_dari == berlaku_dari)
