"""What the national operator does with schemes, in GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.pengenal import pengenal
from forum_paksi.skema import baca
from forum_paksi.skema.graphql import PaksiSkema
from forum_paksi.skema.unit import IsianUnit, tetapkan_unit
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires

__all__ = ["Mutation"]


@strawberry.input
class PaksiUnitIsian:
    """Satu unit kompetensi."""

    kode: str = strawberry.field(description="Kode unit menurut SKKNI.")
    judul: str = strawberry.field(description="Judul unit.")


TetapkanUnitHasil = Annotated[
    PaksiSkema | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanUnitHasil", description="Skema dengan daftar unitnya, atau mengapa ditolak."
    ),
]


@strawberry.type
class Mutation:
    """Keeping schemes."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Tetapkan seluruh daftar unit kompetensi sebuah versi skema, menurut urutannya; hanya selama belum"
        " ada permohonan yang menjawabnya. Bagi operator nasional.",
    )
    async def paksi_tetapkan_unit(
        self,
        info: Info,
        skema: Annotated[
            strawberry.ID, strawberry.argument(description="Pengenal versi skema, dari paksiDaftarSkema.")
        ],
        unit: Annotated[list[PaksiUnitIsian], strawberry.argument(description="Seluruh unitnya.")],
    ) -> TetapkanUnitHasil:
        """Set the units."""
        db = info.context.db
        id_ = await db.write(
            tetapkan_unit,
            info.context.aktor,
            skema_id=pengenal(skema, "skema"),
            unit=[IsianUnit(kode=u.kode, judul=u.judul) for u in unit],
        )
        return PaksiSkema.dari((await baca.banyak(db, [id_]))[id_])
