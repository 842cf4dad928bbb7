"""Plugins in GraphQL: what a region runs, and turning it on and off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, cast

import strawberry
from strawberry.scalars import JSON

from forum_server.database import AKAR
from forum_server.galat import IsianTidakSah, TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.lembaga.graphql import Lembaga
from forum_server.plugin.aktif import service
from forum_server.plugin.aktif.katalog import Katalog
from forum_server.plugin.aktif.rules import Keadaan
from forum_server.plugin.aktif.service import IZIN, TETAP
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Requires
from forum_server.wilayah.graphql import Wilayah

__all__ = ["LEMBAGA", "WILAYAH", "Mutation", "PluginWilayah", "Query"]


@strawberry.type
class PluginWilayah:
    """Keadaan satu plugin bagi satu wilayah atau lembaga."""

    nama: str = strawberry.field(description="Nama plugin, misalnya paksi.")
    judul: str = strawberry.field(description="Nama untuk dibaca.")
    keterangan: str = strawberry.field(description="Kegunaannya.")
    aktif: bool = strawberry.field(description="Benar bila berjalan di sini.")
    diputuskan_oleh: str | None = strawberry.field(
        description="Kode wilayah atau lembaga yang keputusannya berlaku di sini; kosong bila belum ada."
    )
    setelan_sendiri: JSON = strawberry.field(description="Setelan yang ditetapkan di sini.")
    setelan_berlaku: JSON = strawberry.field(
        description="Setelan yang berlaku di sini: setiap nilai dari wilayah terdekat yang menetapkannya."
    )

    @classmethod
    def dari(cls, keadaan: Keadaan, katalog: Katalog) -> PluginWilayah:
        """The GraphQL object that says what `keadaan` says."""
        return cls(
            nama=keadaan.plugin,
            judul=katalog.title(keadaan.plugin),
            keterangan=katalog.describe(keadaan.plugin),
            aktif=keadaan.aktif,
            diputuskan_oleh=keadaan.diputuskan_oleh,
            setelan_sendiri=_json(keadaan.setelan_sendiri),
            setelan_berlaku=_json(keadaan.setelan_berlaku),
        )


AturPluginHasil = Annotated[
    PluginWilayah | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "AturPluginHasil", description="Keadaan plugin sesudah perubahan, atau mengapa ditolak."
    ),
]

Kode = Annotated[
    str, strawberry.argument(description="Kode wilayah atau lembaga; ID untuk seluruh Indonesia.")
]


@strawberry.type
class Query:
    """Root fields about enabling."""

    @strawberry.field(
        extensions=[Requires(IZIN)],
        description="Semua plugin yang dijalankan server, dengan keadaannya bagi satu wilayah atau lembaga.",
    )
    async def daftar_plugin(self, info: Info, wilayah: Kode = AKAR) -> list[PluginWilayah] | None:
        """Every plugin that runs, as it is for one owner."""
        konteks = info.context
        konteks.aktor.wajib(IZIN, wilayah=wilayah, apa="wilayah")
        if await konteks.db.scalar(service.kode_ada(wilayah)) is None:
            raise TidakDitemukan("wilayah")
        aktif = konteks.aktif
        return [
            PluginWilayah.dari(aktif.keadaan(p, wilayah), aktif.katalog) for p in sorted(aktif.katalog.names)
        ]


@strawberry.type
class Mutation:
    """Root changes of enabling."""

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Aktifkan atau matikan satu plugin bagi satu wilayah atau lembaga, atau ubah setelannya.",
    )
    async def atur_plugin(
        self,
        info: Info,
        wilayah: Kode,
        plugin: Annotated[str, strawberry.argument(description="Nama plugin.")],
        aktif: Annotated[
            strawberry.Maybe[bool | None],
            strawberry.argument(
                description="Benar atau salah; null untuk mengikuti wilayah di atasnya; tanpa argumen ini tidak berubah."
            ),
        ] = None,
        setelan: Annotated[
            strawberry.Maybe[JSON],
            strawberry.argument(
                description="Pengganti seluruh setelan yang ditetapkan di sini; tanpa argumen ini tidak berubah."
            ),
        ] = None,
    ) -> AturPluginHasil:
        """Decide about one plugin for one owner."""
        konteks = info.context
        keadaan = await konteks.db.write(
            service.atur,
            konteks.aktor,
            katalog=konteks.aktif.katalog,
            kode=wilayah,
            plugin=plugin,
            aktif=TETAP if aktif is None else aktif.value,
            setelan=TETAP if setelan is None else _objek(setelan.value),
        )
        return PluginWilayah.dari(keadaan, konteks.aktif.katalog)


WILAYAH = Fields(Wilayah)
LEMBAGA = Fields(Lembaga)


@WILAYAH.field(name="plugin", description="Nama plugin yang berjalan di wilayah ini.")
def plugin_wilayah(wilayah: strawberry.Parent[Wilayah], info: Info) -> list[str]:
    """Names of the plugins a region runs."""
    return sorted(info.context.aktif.untuk(wilayah.kode_pemilik))


@LEMBAGA.field(name="plugin", description="Nama plugin yang berjalan di lembaga ini.")
def plugin_lembaga(lembaga: strawberry.Parent[Lembaga], info: Info) -> list[str]:
    """Names of the plugins a lembaga runs."""
    return sorted(info.context.aktif.untuk(lembaga.kode_pemilik))


def _json(nilai: Mapping[str, Any]) -> Any:
    return dict(nilai)


def _objek(nilai: object) -> Mapping[str, Any]:
    if not isinstance(nilai, dict):
        raise IsianTidakSah(
            "SETELAN_TIDAK_SAH",
            "Setelan ditulis sebagai objek: nama setelan dan nilainya.",
            letak=("setelan",),
        )
    return cast("dict[str, Any]", nilai)
