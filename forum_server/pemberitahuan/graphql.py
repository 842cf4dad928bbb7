"""Notifications in GraphQL: what I was told, how many are unread, what is new, and by which ways I want to be told."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row
from strawberry.scalars import JSON

from forum_server.galat import Ditolak, IsianTidakSah, TidakDitemukan
from forum_server.graphql.galat import GalatIsian, GalatKeadaan, GalatTidakDitemukan
from forum_server.graphql.halaman import BAWAAN, After, Connection, First, sambungan
from forum_server.graphql.konteks import Info, Konteks
from forum_server.pemberitahuan import baca, service
from forum_server.pemberitahuan.jenis import JenisPemberitahuan, teks_untuk
from forum_server.pemberitahuan.rules import saluran
from forum_server.pemberitahuan.service import PERISTIWA, Tetap
from forum_server.plugin.guards import Masuk

__all__ = ["Mutation", "Query", "Subscription"]


@strawberry.type
class Pemberitahuan:
    """Satu kabar bagi akun Anda."""

    id: strawberry.ID = strawberry.field(description="Pengenal untuk menandainya sudah dibaca.")
    jenis: str = strawberry.field(description="Jenisnya, misalnya paksi.tahanan_berakhir.")
    judul: str = strawberry.field(description="Judul jenis ini.")
    kalimat: str = strawberry.field(description="Isi kabar dalam kalimat.")
    tautan: str | None = strawberry.field(description="Jalur halaman frontend tentang hal ini, bila ada.")
    kode_wilayah: str = strawberry.field(description="Kode wilayah atau lembaga yang dikabarkan.")
    data: JSON = strawberry.field(
        description="Pengenal dan kode yang disebut kabar ini, untuk membuka datanya."
    )
    dibuat_pada: datetime = strawberry.field(description="Saat dikabarkan.")
    dibaca_pada: datetime | None = strawberry.field(
        description="Saat ditandai sudah dibaca; kosong bila belum."
    )

    @classmethod
    def dari(cls, row: Row[Any], konteks: Konteks) -> Pemberitahuan:
        """The GraphQL object of a row read by `baca`."""
        teks = teks_untuk(konteks.jenis_pemberitahuan, row.jenis, row.data)
        return cls(
            id=strawberry.ID(str(row.id)),
            jenis=row.jenis,
            judul=teks.judul,
            kalimat=teks.kalimat,
            tautan=teks.tautan,
            kode_wilayah=row.wilayah,
            data=row.data,
            dibuat_pada=row.dibuat_pada,
            dibaca_pada=row.dibaca_pada,
        )


@strawberry.type
class PilihanPemberitahuan:
    """Bagaimana Anda ingin dikabari tentang satu jenis hal."""

    jenis: str = strawberry.field(description="Jenis pemberitahuan.")
    judul: str = strawberry.field(description="Judulnya.")
    dalam_aplikasi: bool = strawberry.field(description="Benar bila tampil di aplikasi.")
    surel: bool = strawberry.field(description="Benar bila juga dikirim ke surel Anda.")
    surel_bawaan: bool = strawberry.field(description="Berlaku untuk surel selama Anda belum memilih.")
    bawaan: bool = strawberry.field(description="Benar bila Anda belum memilih apa pun untuk jenis ini.")

    @classmethod
    def dari(cls, jenis: JenisPemberitahuan, row: Row[Any] | None) -> PilihanPemberitahuan:
        """What holds for one kind."""
        berlaku = saluran(
            dalam_aplikasi=row.dalam_aplikasi if row else None,
            surel=row.surel if row else None,
            surel_bawaan=jenis.surel_bawaan,
        )
        return cls(
            jenis=jenis.nama,
            judul=jenis.judul,
            dalam_aplikasi=berlaku.dalam_aplikasi,
            surel=berlaku.surel,
            surel_bawaan=jenis.surel_bawaan,
            bawaan=row is None,
        )


@strawberry.type
class PemberitahuanDibaca:
    """Penandaan berhasil."""

    ditandai: int = strawberry.field(description="Banyaknya yang baru saja ditandai.")
    belum_dibaca: int = strawberry.field(description="Banyaknya yang masih belum dibaca.")


BacaPemberitahuanHasil = Annotated[
    PemberitahuanDibaca | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("BacaPemberitahuanHasil", description="Hasil penandaan, atau mengapa ditolak."),
]
AturPemberitahuanHasil = Annotated[
    PilihanPemberitahuan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "AturPemberitahuanHasil", description="Pilihan yang kini berlaku, atau mengapa ditolak."
    ),
]


@strawberry.type
class Query:
    """Root fields about one's own notifications."""

    @strawberry.field(extensions=[Masuk()], description="Pemberitahuan bagi akun Anda, terbaru lebih dahulu.")
    async def pemberitahuan(
        self,
        info: Info,
        *,
        belum_dibaca: Annotated[bool, strawberry.argument(description="Hanya yang belum dibaca.")] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[Pemberitahuan]:
        """One's own notifications."""
        konteks = info.context
        halaman = await baca.daftar(
            konteks.db, _diri(konteks), belum_dibaca=belum_dibaca, first=first, after=after or None
        )
        return sambungan(halaman, lambda row: Pemberitahuan.dari(row, konteks))

    @strawberry.field(extensions=[Masuk()], description="Banyaknya pemberitahuan bagi akun Anda.")
    async def jumlah_pemberitahuan(
        self,
        info: Info,
        *,
        belum_dibaca: Annotated[bool, strawberry.argument(description="Hanya yang belum dibaca.")] = True,
    ) -> int:
        """How many."""
        return await baca.jumlah(info.context.db, _diri(info.context), belum_dibaca=belum_dibaca)

    @strawberry.field(
        extensions=[Masuk()],
        description="Setiap jenis pemberitahuan dan cara Anda dikabari tentangnya.",
    )
    async def pilihan_pemberitahuan(self, info: Info) -> list[PilihanPemberitahuan]:
        """Every declared kind with what holds for it."""
        konteks = info.context
        dipilih = await baca.pilihan(konteks.db, _diri(konteks))
        return [
            PilihanPemberitahuan.dari(j, dipilih.get(j.nama)) for j in konteks.jenis_pemberitahuan.values()
        ]


@strawberry.type
class Mutation:
    """Marking as read, and choosing."""

    @strawberry.mutation(extensions=[Masuk()], description="Tandai pemberitahuan ini sudah dibaca.")
    async def baca_pemberitahuan(
        self,
        info: Info,
        ids: Annotated[
            list[strawberry.ID],
            strawberry.argument(description=f"Pengenalnya, paling banyak {service.BACA_MAKS}."),
        ],
    ) -> BacaPemberitahuanHasil:
        """Mark some."""
        terbaca = await info.context.db.write(
            service.baca, info.context.aktor, [_pengenal(id_) for id_ in ids]
        )
        return PemberitahuanDibaca(ditandai=terbaca.ditandai, belum_dibaca=terbaca.belum_dibaca)

    @strawberry.mutation(extensions=[Masuk()], description="Tandai semua pemberitahuan Anda sudah dibaca.")
    async def baca_semua_pemberitahuan(
        self,
        info: Info,
        sampai: Annotated[
            datetime | None,
            strawberry.argument(
                description="`dibuatPada` dari yang terbaru Anda lihat; yang datang sesudahnya tetap belum dibaca."
            ),
        ] = strawberry.UNSET,
    ) -> BacaPemberitahuanHasil:
        """Mark all."""
        if sampai and sampai.tzinfo is None:
            raise IsianTidakSah(
                "WAKTU_TANPA_ZONA", "Sertakan zona waktu, seperti pada dibuatPada.", letak=["sampai"]
            )
        terbaca = await info.context.db.write(service.baca_semua, info.context.aktor, sampai=sampai or None)
        return PemberitahuanDibaca(ditandai=terbaca.ditandai, belum_dibaca=terbaca.belum_dibaca)

    @strawberry.mutation(
        extensions=[Masuk()], description="Pilih bagaimana Anda dikabari tentang satu jenis pemberitahuan."
    )
    async def atur_pemberitahuan(
        self,
        info: Info,
        jenis: Annotated[str, strawberry.argument(description="Jenis dari pilihanPemberitahuan.")],
        surel: Annotated[
            strawberry.Maybe[bool | None],
            strawberry.argument(
                description="Kirim juga ke surel; null untuk mengikuti bawaan, tanpa argumen ini tidak berubah."
            ),
        ] = None,
        dalam_aplikasi: Annotated[
            strawberry.Maybe[bool | None],
            strawberry.argument(
                description="Tampilkan di aplikasi; null untuk mengikuti bawaan, tanpa argumen ini tidak berubah."
            ),
        ] = None,
    ) -> AturPemberitahuanHasil:
        """Choose."""
        konteks = info.context
        if (dikenal := konteks.jenis_pemberitahuan.get(jenis)) is None:
            raise IsianTidakSah(
                "JENIS_TIDAK_DIKENAL",
                "Jenis pemberitahuan ini tidak dikenal. Lihat pilihanPemberitahuan untuk yang ada.",
                letak=["jenis"],
            )
        await konteks.db.write(
            service.atur_pilihan,
            konteks.aktor,
            jenis=jenis,
            surel=Tetap() if surel is None else surel.value,
            dalam_aplikasi=Tetap() if dalam_aplikasi is None else dalam_aplikasi.value,
        )
        dipilih = await baca.pilihan(konteks.db, _diri(konteks))
        return PilihanPemberitahuan.dari(dikenal, dipilih.get(jenis))


@strawberry.type
class Subscription:
    """What is new for one's own account."""

    @strawberry.subscription(
        extensions=[Masuk()], description="Setiap pemberitahuan baru bagi akun Anda, sejak berlangganan."
    )
    async def pemberitahuan_baru(self, info: Info) -> AsyncIterator[Pemberitahuan]:
        """Tell of each new one."""
        konteks = info.context
        akun_id = _diri(konteks)
        async with konteks.hub.langgan(PERISTIWA, str(akun_id)) as peristiwa:
            async for satu in peristiwa:
                row = await baca.satu(konteks.db, akun_id, uuid.UUID(satu.isi["id"]))
                if row is not None:
                    yield Pemberitahuan.dari(row, konteks)


def _diri(konteks: Konteks) -> uuid.UUID:
    if konteks.aktor.akun_id is None:
        raise Ditolak("masuk")
    return konteks.aktor.akun_id


def _pengenal(teks: str) -> uuid.UUID:
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan("pemberitahuan", letak=["ids"]) from None
