"""Kelayakan in GraphQL: of a person who would apply, and of applications."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Annotated, TypeVar

import strawberry
from sqlalchemy.orm import Session

from forum_paksi.kelayakan import service
from forum_paksi.kelayakan.bahan import Pasangan, nilai_banyak
from forum_paksi.kelayakan.rules import NilaiButir, StatusButir, yang_kurang
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan.graphql import PaksiPermohonan
from forum_paksi.persyaratan import baca as baca_persyaratan
from forum_paksi.persyaratan.graphql import PaksiPersyaratan
from forum_paksi.persyaratan.rules import JenisButir, JenisPermohonan
from forum_server.plugin import (
    Database,
    Fields,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
)

__all__ = ["FIELDS", "PaksiKelayakan", "Query"]

T = TypeVar("T")
strawberry.enum(
    StatusButir,
    name="PaksiStatusButir",
    description="Terpenuhi, kurang, atau perlu dinilai orang karena jumlahnya tidak diketahui.",
)


@strawberry.type
class PaksiNilaiButir:
    """Bagaimana satu butir persyaratan terpenuhi."""

    kode: str = strawberry.field(description="Kode butir.")
    jenis: JenisButir = strawberry.field(description="Apa yang dilihatnya.")
    nama: str = strawberry.field(description="Nama butir.")
    wajib: bool = strawberry.field(description="Wajib, atau dianjurkan saja.")
    status: StatusButir = strawberry.field(description="Terpenuhi, kurang, atau perlu dinilai.")
    punya: int = strawberry.field(description="Berapa yang sudah ada dan dihitung untuk butir ini.")
    perlu: int | None = strawberry.field(description="Berapa yang diperlukan; kosong bila tidak diketahui.")
    petunjuk: str | None = strawberry.field(
        description="Apa yang harus dilakukan; kosong bila sudah terpenuhi."
    )
    kegiatan: list[strawberry.ID] = strawberry.field(
        description="Laporan yang dihitung; setiap laporan paling banyak sekali di antara semua butir."
    )

    @classmethod
    def dari(cls, n: NilaiButir) -> PaksiNilaiButir:
        """The GraphQL object of a result."""
        return cls(
            kode=n.kode,
            jenis=n.jenis,
            nama=n.nama,
            wajib=n.wajib,
            status=n.status,
            punya=n.punya,
            perlu=n.perlu,
            petunjuk=n.petunjuk or None,
            kegiatan=[strawberry.ID(str(k)) for k in n.kegiatan],
        )


@strawberry.type
class PaksiKelayakan:
    """Kelayakan seseorang butir demi butir, menurut satu versi persyaratan."""

    lengkap: bool = strawberry.field(
        description="Tidak ada butir wajib yang kurang; butir yang perlu dinilai tidak menghalangi pengajuan."
    )
    butir: list[PaksiNilaiButir] = strawberry.field(description="Setiap butir menurut urutannya.")
    persyaratan_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, persyaratan: uuid.UUID, butir: Sequence[NilaiButir]) -> PaksiKelayakan:
        """The GraphQL object of results."""
        return cls(
            lengkap=not yang_kurang(butir),
            butir=[PaksiNilaiButir.dari(n) for n in butir],
            persyaratan_id=persyaratan,
        )


KELAYAKAN = Fields(PaksiKelayakan)


@KELAYAKAN.batch
async def persyaratan(kelayakan: list[PaksiKelayakan], info: Info) -> list[PaksiPersyaratan]:
    """Versi persyaratan yang dipakai menilai."""
    rows = await baca_persyaratan.banyak(info.context.db, (k.persyaratan_id for k in kelayakan))
    return [PaksiPersyaratan.dari(rows[k.persyaratan_id]) for k in kelayakan]


PERMOHONAN = Fields(PaksiPermohonan)


@PERMOHONAN.batch
async def kelayakan(permohonan: list[PaksiPermohonan], info: Info) -> list[PaksiKelayakan]:
    """Kelayakannya saat ini menurut persyaratan yang berlaku ketika permohonan dibuat, butir demi butir."""
    pasangan = [
        Pasangan(
            orang=p.orang_id,
            persyaratan=p.persyaratan_id,
            sertifikat=p.dari_sertifikat_id,
            permohonan=p.pengenal,
        )
        for p in permohonan
    ]
    hasil = await _baca(info.context.db, lambda session: nilai_banyak(session, pasangan))
    return [PaksiKelayakan.dari(p.persyaratan_id, h) for p, h in zip(permohonan, hasil, strict=True)]


FIELDS = (KELAYAKAN, PERMOHONAN)
KelayakanHasil = Annotated[
    PaksiKelayakan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKelayakanHasil", description="Kelayakan butir demi butir, atau mengapa tidak dapat dinilai."
    ),
]


async def _baca(db: Database, baca: Callable[[Session], T]) -> T:
    """What a function of a session gives on a connection that can only read."""
    async with db.read() as koneksi:
        return await koneksi.run_sync(lambda k: baca(Session(bind=k)))


@strawberry.type
class Query:
    """Root fields about kelayakan."""

    @strawberry.field(
        extensions=[Masuk()],
        description="Kelayakan seseorang seandainya memohon hari ini: diri sendiri, atau orang di wilayah Anda. Dokumen"
        " baru dapat dilampirkan sesudah ada permohonan, jadi di sini selalu kurang.",
    )
    async def paksi_kelayakan(
        self,
        info: Info,
        *,
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal orangnya.")],
        skema: Annotated[str, strawberry.argument(description="Kode skema yang dituju.")],
        jenis: Annotated[JenisPermohonan, strawberry.argument(description="Jenis permohonannya.")],
        jalur: Annotated[
            str | None,
            strawberry.argument(description="Kode jalur; wajib bagi permohonan baru skema berjalur."),
        ] = strawberry.UNSET,
    ) -> KelayakanHasil:
        """How a person would stand."""
        aktor, orang_id = info.context.aktor, pengenal(orang, "orang")
        tinjauan = await _baca(
            info.context.db,
            lambda session: service.tinjau_kelayakan(
                session, aktor, orang=orang_id, skema=skema, jenis=jenis, jalur=jalur or None
            ),
        )
        return PaksiKelayakan.dari(tinjauan.persyaratan, tinjauan.butir)
