"""Files and staged uploads in GraphQL."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.berkas import baca, service
from forum_server.berkas.kirim import tautan_berkas
from forum_server.berkas.rules import KelasBerkas
from forum_server.database import Database
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.konteks import Info
from forum_server.plugin.guards import Public
from forum_server.unduhan.graphql import Tautan

__all__ = ["Berkas", "Mutation", "Unggahan"]

strawberry.enum(
    KelasBerkas,
    description="Cara sebuah berkas disimpan: BIASA apa adanya, RAHASIA tersandi dengan kunci tersendiri.",
)


@strawberry.type
class Berkas:
    """Satu berkas milik sebuah data; yang boleh melihat data itu boleh mengunduhnya dengan tautanBerkas."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    kelas: KelasBerkas = strawberry.field(description="Cara berkas ini disimpan.")
    nama: str | None = strawberry.field(
        description="Nama berkas; kosong bagi berkas rahasia, yang namanya ikut tersandi."
    )
    media: str | None = strawberry.field(
        description="Jenis isinya menurut isinya sendiri, misalnya application/pdf; kosong bagi berkas rahasia."
    )
    ukuran: int | None = strawberry.field(description="Besarnya dalam byte; kosong bagi berkas rahasia.")
    dibuat_pada: datetime = strawberry.field(description="Saat dilampirkan.")
    kode_pemilik: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> Berkas:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            kelas=row.kelas,
            nama=row.nama,
            media=row.media,
            ukuran=row.tersimpan if row.kelas is KelasBerkas.BIASA else None,
            dibuat_pada=row.dibuat_pada,
            kode_pemilik=row.wilayah_kode,
        )

    @classmethod
    async def muat(cls, db: Database, berkas: Iterable[uuid.UUID]) -> dict[uuid.UUID, Berkas]:
        """These files by id, in one statement; for plugins, on records that the actor may see."""
        return {k: cls.dari(row) for k, row in (await baca.banyak(db, berkas)).items()}


@strawberry.type
class Unggahan:
    """Alamat untuk mengirim isi satu berkas; sesudah terkirim, lampirkan dengan pengenalnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal untuk melampirkannya.")
    alamat: str = strawberry.field(
        description="Jalur pada server ini. Kirim isi berkas apa adanya dengan metode PUT; hanya dapat dipakai sekali."
    )
    berlaku_sampai: datetime = strawberry.field(description="Pengiriman harus dimulai sebelum saat ini.")

    @classmethod
    def dari(cls, siap: service.UnggahanSiap) -> Unggahan:
        """The GraphQL object of an upload that was prepared."""
        return cls(id=strawberry.ID(str(siap.id)), alamat=siap.alamat, berlaku_sampai=siap.berlaku_sampai)


SiapkanUnggahanHasil = Annotated[
    Unggahan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("SiapkanUnggahanHasil", description="Alamat unggah, atau mengapa ditolak."),
]
TautanBerkasHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("TautanBerkasHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Sending files and fetching them."""

    @strawberry.mutation(
        extensions=[Public()],
        description="Minta alamat untuk mengunggah satu berkas. Hanya bagi yang sudah masuk.",
    )
    async def siapkan_unggahan(
        self,
        info: Info,
        ukuran: Annotated[int, strawberry.argument(description="Besar berkas dalam byte, tepat.")],
        nama: Annotated[
            str | None, strawberry.argument(description="Nama berkas; tidak diisi bagi kelas RAHASIA.")
        ] = strawberry.UNSET,
        kelas: Annotated[
            KelasBerkas, strawberry.argument(description="Cara menyimpannya.")
        ] = KelasBerkas.BIASA,
        wilayah: Annotated[
            str | None,
            strawberry.argument(
                description="Kode wilayah atau lembaga yang dilayani; kosong: pemilik akun Anda."
            ),
        ] = strawberry.UNSET,
    ) -> SiapkanUnggahanHasil:
        """Prepare an upload."""
        konteks = info.context
        siap = await konteks.db.write(
            service.unggahan_akun,
            konteks.aktor,
            konteks.settings.berkas,
            ukuran=ukuran,
            nama=nama or None,
            kelas=kelas,
            wilayah=wilayah or None,
        )
        return Unggahan.dari(siap)

    @strawberry.mutation(
        extensions=[Public()],
        description="Minta tautan sekali pakai untuk mengunduh satu berkas yang datanya boleh Anda lihat; tercatat.",
    )
    async def tautan_berkas(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenal berkas.")],
    ) -> TautanBerkasHasil:
        """Issue a link."""
        try:
            pengenal = uuid.UUID(str(id))
        except ValueError:
            raise TidakDitemukan("berkas", letak=("id",)) from None
        return Tautan.dari(await tautan_berkas(info.context, pengenal))
