"""Keys of services in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_server.akun.graphql import pengenal
from forum_server.galat import TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info
from forum_server.kunci_layanan import baca, service
from forum_server.kunci_layanan.models import JenisKunciLayanan
from forum_server.kunci_layanan.service import IZIN
from forum_server.lembaga import baca as baca_lembaga
from forum_server.lembaga.graphql import Lembaga
from forum_server.plugin.fields import Fields
from forum_server.plugin.guards import Requires
from forum_server.wilayah import baca as baca_wilayah
from forum_server.wilayah.graphql import Wilayah

__all__ = ["FIELDS", "KunciLayanan", "Mutation", "Query"]

strawberry.enum(
    JenisKunciLayanan,
    description="Tempat kunci dipakai: PERAMBAN oleh frontend di peramban, PELADEN oleh server lain tanpa orang.",
)


@strawberry.type
class KunciLayanan:
    """Satu kunci layanan milik wilayah atau lembaga; kuncinya sendiri tidak pernah ditampilkan lagi."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama layanan, tercatat pada jejak.")
    jenis: JenisKunciLayanan = strawberry.field(description="Tempat kunci dipakai.")
    batas_per_menit: int = strawberry.field(
        description="Permintaan paling banyak tiap menit, pada tiap proses server."
    )
    berlaku_sampai: date | None = strawberry.field(
        description="Hari terakhir berlaku; kosong bila tanpa batas."
    )
    terakhir_dipakai: date | None = strawberry.field(
        description="Hari terakhir dipakai; kosong bila belum pernah."
    )
    dibuat_pada: datetime = strawberry.field(description="Saat dibuat.")
    dicabut_pada: datetime | None = strawberry.field(description="Saat dicabut; kosong bila masih berlaku.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    wilayah_kode: strawberry.Private[str | None]
    lembaga_kode: strawberry.Private[str | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> KunciLayanan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            jenis=row.jenis,
            batas_per_menit=row.batas_per_menit,
            berlaku_sampai=row.berlaku_sampai,
            terakhir_dipakai=row.terakhir_dipakai,
            dibuat_pada=row.dibuat_pada,
            dicabut_pada=row.dicabut_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode or row.lembaga_kode,
            wilayah_kode=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
        )


@strawberry.type
class KunciLayananBaru:
    """Kunci yang baru dibuat; hanya terlihat sekali ini."""

    layanan: KunciLayanan = strawberry.field(description="Keterangan kunci.")
    kunci: str = strawberry.field(
        description="Kirim pada kepala X-Kunci-Layanan (PERAMBAN) atau Authorization: Bearer (PELADEN)."
    )


BuatKunciLayananHasil = Annotated[
    KunciLayananBaru | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("BuatKunciLayananHasil", description="Kunci baru, atau mengapa ditolak."),
]
KunciLayananHasil = Annotated[
    KunciLayanan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("KunciLayananHasil", description="Kunci setelah perubahan, atau mengapa ditolak."),
]

FIELDS = Fields(KunciLayanan)


@FIELDS.batch(name="asal")
async def kunci_asal(kunci: list[KunciLayanan], info: Info) -> list[list[str]]:
    """Asal halaman yang boleh memakai kunci ini; kosong untuk PELADEN."""
    asal = await baca.asal_banyak(info.context.db, (k.pengenal for k in kunci))
    return [asal.get(k.pengenal, []) for k in kunci]


@FIELDS.batch(name="peran")
async def kunci_peran(kunci: list[KunciLayanan], info: Info) -> list[list[str]]:
    """Kode peran yang dipegang kunci ini atas pemiliknya; kosong untuk PERAMBAN."""
    peran = await baca.peran_banyak(info.context.db, (k.pengenal for k in kunci))
    return [peran.get(k.pengenal, []) for k in kunci]


@FIELDS.batch(name="wilayah")
async def kunci_wilayah(kunci: list[KunciLayanan], info: Info) -> list[Wilayah | None]:
    """Wilayah pemilik kunci; kosong bila milik lembaga."""
    rows = await baca_wilayah.banyak(info.context.db, (k.wilayah_kode for k in kunci if k.wilayah_kode))
    return [Wilayah.dari(rows[k.wilayah_kode]) if k.wilayah_kode else None for k in kunci]


@FIELDS.batch(name="lembaga")
async def kunci_lembaga(kunci: list[KunciLayanan], info: Info) -> list[Lembaga | None]:
    """Lembaga pemilik kunci; kosong bila milik wilayah."""
    rows = await baca_lembaga.banyak(info.context.db, (k.lembaga_kode for k in kunci if k.lembaga_kode))
    return [Lembaga.dari(rows[k.lembaga_kode]) if k.lembaga_kode else None for k in kunci]


@strawberry.type
class Query:
    """Root fields about keys of services."""

    @strawberry.field(
        extensions=[Requires(IZIN)],
        description="Kunci layanan satu wilayah dan semua di bawahnya (atau satu lembaga), menurut nama; juga yang"
        " sudah dicabut.",
    )
    async def daftar_kunci_layanan(
        self,
        info: Info,
        *,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah, atau kode lembaga.")],
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[KunciLayanan]:
        """Keys by name."""
        halaman = await baca.daftar(
            info.context.db, info.context.aktor, kode=wilayah, first=first, after=after or None
        )
        return sambungan(halaman, KunciLayanan.dari)


_Id = Annotated[strawberry.ID, strawberry.argument(description="Pengenal kunci.")]


@strawberry.type
class Mutation:
    """Root changes of keys of services."""

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Buat kunci layanan: PERAMBAN dengan asal, atau PELADEN dengan peran yang tidak melebihi hak Anda.",
    )
    async def buat_kunci_layanan(
        self,
        info: Info,
        nama: Annotated[str, strawberry.argument(description="Nama layanan, misalnya portal-pontianak.")],
        jenis: Annotated[JenisKunciLayanan, strawberry.argument(description="Tempat kunci dipakai.")],
        batas_per_menit: Annotated[
            int,
            strawberry.argument(description="Permintaan paling banyak tiap menit, pada tiap proses server."),
        ] = 600,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Wilayah pemilik; atau isi lembaga.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Lembaga pemilik; atau isi wilayah.")
        ] = strawberry.UNSET,
        asal: Annotated[
            list[str] | None,
            strawberry.argument(
                description="Untuk PERAMBAN: asal frontend, misalnya https://portal.contoh.go.id."
            ),
        ] = strawberry.UNSET,
        peran: Annotated[
            list[str] | None, strawberry.argument(description="Untuk PELADEN: kode peran atas pemiliknya.")
        ] = strawberry.UNSET,
        berlaku_sampai: Annotated[
            date | None, strawberry.argument(description="Hari terakhir; kosong: tanpa batas.")
        ] = strawberry.UNSET,
    ) -> BuatKunciLayananHasil:
        """Make a key."""
        konteks = info.context
        baru = await konteks.db.write(
            service.buat,
            konteks.aktor,
            nama=nama,
            jenis=jenis,
            batas_per_menit=batas_per_menit,
            wilayah=wilayah or None,
            lembaga=lembaga or None,
            asal=asal or (),
            peran=peran or (),
            berlaku_sampai=berlaku_sampai or None,
        )
        return KunciLayananBaru(layanan=await _kunci(info, baru.id), kunci=baru.kunci)

    @strawberry.mutation(
        extensions=[Requires(IZIN)],
        description="Ubah asal atau batas satu kunci; yang tidak diisi tidak berubah.",
    )
    async def ubah_kunci_layanan(
        self,
        info: Info,
        kunci: _Id,
        asal: Annotated[
            list[str] | None, strawberry.argument(description="Pengganti semua asal.")
        ] = strawberry.UNSET,
        batas_per_menit: Annotated[
            int | None, strawberry.argument(description="Batas baru tiap menit.")
        ] = strawberry.UNSET,
    ) -> KunciLayananHasil:
        """Change a key."""
        konteks = info.context
        kunci_id = pengenal(kunci, "kunci layanan", "kunci")
        await konteks.db.write(
            service.ubah,
            konteks.aktor,
            kunci_id=kunci_id,
            asal=None if asal is strawberry.UNSET else asal,
            batas_per_menit=None if batas_per_menit is strawberry.UNSET else batas_per_menit,
        )
        return await _kunci(info, kunci_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN)], description="Cabut satu kunci; sambungannya segera berakhir."
    )
    async def cabut_kunci_layanan(self, info: Info, kunci: _Id) -> KunciLayananHasil:
        """Revoke a key."""
        konteks = info.context
        kunci_id = pengenal(kunci, "kunci layanan", "kunci")
        await konteks.db.write(service.cabut, konteks.aktor, kunci_id=kunci_id)
        return await _kunci(info, kunci_id)


async def _kunci(info: Info, kunci_id: uuid.UUID) -> KunciLayanan:
    """The key the actor just changed."""
    row = await baca.satu(info.context.db, kunci_id)
    if row is None:
        raise TidakDitemukan("kunci layanan")
    return KunciLayanan.dari(row)
