"""Templates in GraphQL."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.plugin.guards import Masuk
from forum_server.templat.service import JenisTemplat, terbitkan_templat
from forum_server.unduhan.graphql import Tautan

__all__ = ["Mutation"]

strawberry.enum(
    JenisTemplat,
    description="Tabel kosong untuk diisi: perangkat daerah, atau orang.",
)

UnduhTemplatHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("UnduhTemplatHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Templates of core."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Minta tautan ke templat XLSX kosong untuk imporPerangkatDaerah atau imporOrang.",
    )
    async def unduh_templat(
        self,
        info: Info,
        jenis: Annotated[JenisTemplat, strawberry.argument(description="Templat yang mana.")],
    ) -> UnduhTemplatHasil:
        """A link to a template."""
        konteks = info.context
        return Tautan.dari(await konteks.db.write(terbitkan_templat, konteks.aktor, jenis=jenis))
