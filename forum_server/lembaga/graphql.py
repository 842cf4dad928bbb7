"""Institutions in GraphQL."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.database import Database
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info
from forum_server.lembaga import baca, service
from forum_server.lembaga.rules import JenisLembaga
from forum_server.lembaga.service import IZIN
from forum_server.plugin.guards import Public, Requires

__all__ = ["Lembaga", "Mutation", "Query"]

strawberry.enum(JenisLembaga, description="Jenis lembaga.")


@strawberry.type
class Lembaga:
    """Satu lembaga di luar susunan wilayah, misalnya lembaga sertifikasi profesi atau kementerian."""

    kode: str = strawberry.field(description="Kode yang tidak berubah, misalnya lsp-kpk.")
    nama: str = strawberry.field(description="Nama lengkap.")
    jenis: JenisLembaga = strawberry.field(description="Jenis lembaga.")
    aktif: bool = strawberry.field(description="Salah bila sudah dinonaktifkan.")

    @property
    def kode_pemilik(self) -> str:
        """An institution owns itself."""
        return self.kode

    @classmethod
    def dari(cls, row: Row[Any]) -> Lembaga:
        """The GraphQL object of a row read by `baca`."""
        return cls(kode=row.kode, nama=row.nama, jenis=row.jenis, aktif=row.dinonaktifkan_pada is None)

    @classmethod
    async def muat(cls, db: Database, kode: Iterable[str]) -> dict[str, Lembaga]:
        """These institutions by code, closed ones too, in one statement; for plugins."""
        return {k: cls.dari(row) for k, row in (await baca.banyak(db, kode)).items()}


@strawberry.type
class Query:
    """Root fields about institutions."""

    @strawberry.field(extensions=[Public()], description="Satu lembaga menurut kodenya.")
    async def lembaga(
        self,
        info: Info,
        kode: Annotated[str, strawberry.argument(description="Kode lembaga, misalnya lsp-kpk.")],
    ) -> Lembaga | None:
        """One institution."""
        row = await baca.satu(info.context.db, kode)
        return None if row is None else Lembaga.dari(row)

    @strawberry.field(extensions=[Public()], description="Daftar lembaga menurut nama.")
    async def daftar_lembaga(
        self,
        info: Info,
        *,
        jenis: Annotated[
            JenisLembaga | None, strawberry.argument(description="Hanya jenis ini.")
        ] = strawberry.UNSET,
        cari: Annotated[
            str | None,
            strawberry.argument(
                description="Bagian nama atau kode; huruf besar-kecil dan tanda baca tidak dibedakan."
            ),
        ] = strawberry.UNSET,
        termasuk_nonaktif: Annotated[
            bool, strawberry.argument(description="Sertakan yang sudah dinonaktifkan.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[Lembaga]:
        """Institutions by name."""
        halaman = await baca.daftar(
            info.context.db,
            jenis=jenis or None,
            cari=cari or None,
            termasuk_nonaktif=termasuk_nonaktif,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, Lembaga.dari)


DaftarkanHasil = Annotated[
    Lembaga | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("LembagaDaftarkanHasil", description="Lembaga baru, atau mengapa ditolak."),
]
GantiNamaHasil = Annotated[
    Lembaga | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("LembagaGantiNamaHasil", description="Dengan nama barunya, atau mengapa ditolak."),
]
NonaktifkanHasil = Annotated[
    Lembaga | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("LembagaNonaktifkanHasil", description="Yang dinonaktifkan, atau mengapa ditolak."),
]


async def _satu(info: Info, kode: str) -> Lembaga:
    row = await baca.satu(info.context.db, kode)
    if row is None:
        raise TidakDitemukan("lembaga", letak=("kode",))
    return Lembaga.dari(row)


@strawberry.type
class Mutation:
    """Keeping the list of institutions."""

    @strawberry.mutation(
        extensions=[Requires(IZIN)], description="Daftarkan lembaga baru; kodenya tidak dapat diubah lagi."
    )
    async def lembaga_daftarkan(
        self,
        info: Info,
        kode: Annotated[str, strawberry.argument(description="Huruf kecil, angka, dan tanda hubung.")],
        nama: Annotated[str, strawberry.argument(description="Nama lengkap.")],
        jenis: Annotated[JenisLembaga, strawberry.argument(description="Jenis lembaga.")],
    ) -> DaftarkanHasil:
        """Register an institution."""
        konteks = info.context
        return await _satu(
            info,
            await konteks.db.write(service.daftarkan, konteks.aktor, kode=kode, nama=nama, jenis=jenis),
        )

    @strawberry.mutation(extensions=[Requires(IZIN)], description="Ganti nama satu lembaga.")
    async def lembaga_ganti_nama(
        self,
        info: Info,
        kode: Annotated[str, strawberry.argument(description="Kode lembaga.")],
        nama: Annotated[str, strawberry.argument(description="Nama baru.")],
    ) -> GantiNamaHasil:
        """Rename an institution."""
        konteks = info.context
        return await _satu(
            info, await konteks.db.write(service.ganti_nama, konteks.aktor, kode=kode, nama=nama)
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN)], description="Nonaktifkan satu lembaga; riwayatnya tetap tersimpan."
    )
    async def lembaga_nonaktifkan(
        self, info: Info, kode: Annotated[str, strawberry.argument(description="Kode lembaga.")]
    ) -> NonaktifkanHasil:
        """Close an institution."""
        konteks = info.context
        return await _satu(info, await konteks.db.write(service.nonaktifkan, konteks.aktor, kode=kode))
