"""Sekretariat PAKSI in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.pelaku import IZIN_FORUM
from forum_paksi.pengenal import pengenal
from forum_paksi.sekretariat import baca
from forum_paksi.sekretariat.rules import IsianSekretariat, Staf
from forum_paksi.sekretariat.service import hapus_sekretariat, tetapkan_sekretariat
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Orang,
    PerangkatDaerah,
    Requires,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "Mutation", "Query"]


@strawberry.type
class PaksiSekretariat:
    """Sekretariat PAKSI sebuah inspektorat."""

    id: strawberry.ID = strawberry.field(description="Pengenalnya, sama dengan pengenal inspektoratnya.")
    nomor_sk: str = strawberry.field(description="Nomor keputusan pembentukannya.")
    tanggal_sk: date = strawberry.field(description="Tanggal keputusan itu.")
    alamat: str | None = strawberry.field(description="Alamatnya.")
    telepon: str | None = strawberry.field(description="Nomor telepon kantor.")
    surel: str | None = strawberry.field(description="Alamat surel kantor.")
    kode_pemilik: strawberry.Private[str]
    perangkat_daerah_id: strawberry.Private[uuid.UUID]
    kepala_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiSekretariat:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.perangkat_daerah_id)),
            nomor_sk=row.nomor_sk,
            tanggal_sk=row.tanggal_sk,
            alamat=row.alamat,
            telepon=row.telepon,
            surel=row.surel,
            kode_pemilik=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            kepala_id=row.kepala_id,
        )


@strawberry.type
class PaksiStafSekretariat:
    """Seorang staf sekretariat PAKSI."""

    tugas: str | None = strawberry.field(description="Tugasnya, bila disebut.")
    orang_id: strawberry.Private[uuid.UUID]


SEKRETARIAT = Fields(PaksiSekretariat)
STAF = Fields(PaksiStafSekretariat)
PERANGKAT_DAERAH = Fields(PerangkatDaerah)
FIELDS = (SEKRETARIAT, STAF, PERANGKAT_DAERAH)


@SEKRETARIAT.batch
async def wilayah(sekretariat: list[PaksiSekretariat], info: Info) -> list[Wilayah]:
    """Wilayah inspektoratnya."""
    rows = await Wilayah.muat(info.context.db, (s.kode_pemilik for s in sekretariat))
    return [rows[s.kode_pemilik] for s in sekretariat]


@SEKRETARIAT.batch
async def perangkat_daerah(sekretariat: list[PaksiSekretariat], info: Info) -> list[PerangkatDaerah]:
    """Inspektoratnya."""
    rows = await PerangkatDaerah.muat(info.context.db, (s.perangkat_daerah_id for s in sekretariat))
    return [rows[s.perangkat_daerah_id] for s in sekretariat]


@SEKRETARIAT.batch
async def kepala(sekretariat: list[PaksiSekretariat], info: Info) -> list[Orang]:
    """Kepalanya."""
    rows = await Orang.muat(info.context.db, (s.kepala_id for s in sekretariat))
    return [rows[s.kepala_id] for s in sekretariat]


@SEKRETARIAT.batch
async def staf(sekretariat: list[PaksiSekretariat], info: Info) -> list[list[PaksiStafSekretariat]]:
    """Stafnya."""
    rows = await baca.staf(info.context.db, [s.perangkat_daerah_id for s in sekretariat])
    return [
        [
            PaksiStafSekretariat(tugas=r.tugas, orang_id=r.orang_id)
            for r in rows.get(s.perangkat_daerah_id, ())
        ]
        for s in sekretariat
    ]


@STAF.batch(name="orang")
async def orang_staf(staf: list[PaksiStafSekretariat], info: Info) -> list[Orang]:
    """Siapa orangnya."""
    rows = await Orang.muat(info.context.db, (s.orang_id for s in staf))
    return [rows[s.orang_id] for s in staf]


@PERANGKAT_DAERAH.batch
async def paksi_sekretariat(
    perangkat_daerah: list[PerangkatDaerah], info: Info
) -> list[PaksiSekretariat | None]:
    """Sekretariat PAKSI di inspektorat ini; kosong bila tidak ada, atau di luar wilayah kerja Anda."""
    konteks = info.context
    if not any(konteks.aktor.punya(izin) for izin in baca.IZIN_BACA):
        return [None] * len(perangkat_daerah)
    rows = await baca.banyak(konteks.db, konteks.aktor, [p.pengenal for p in perangkat_daerah])
    return [PaksiSekretariat.dari(rows[p.pengenal]) if p.pengenal in rows else None for p in perangkat_daerah]


@strawberry.input
class PaksiStafSekretariatIsian:
    """Seorang staf sekretariat."""

    orang: strawberry.ID = strawberry.field(
        description="Siapa orangnya; terdaftar di wilayah inspektorat itu."
    )
    tugas: str | None = strawberry.field(default=None, description="Tugasnya.")


@strawberry.input
class PaksiSekretariatIsian:
    """Isi sekretariat sebuah inspektorat."""

    nomor_sk: str = strawberry.field(description="Nomor keputusan pembentukannya.")
    tanggal_sk: date = strawberry.field(description="Tanggal keputusan itu.")
    kepala: strawberry.ID = strawberry.field(description="Kepalanya; terdaftar di wilayah inspektorat itu.")
    staf: list[PaksiStafSekretariatIsian] = strawberry.field(
        default_factory=list, description="Stafnya seluruhnya."
    )
    alamat: str | None = strawberry.field(default=None, description="Alamatnya.")
    telepon: str | None = strawberry.field(default=None, description="Nomor telepon kantor.")
    surel: str | None = strawberry.field(default=None, description="Alamat surel kantor.")

    def jadi(self) -> IsianSekretariat:
        """The value the service takes."""
        return IsianSekretariat(
            nomor_sk=self.nomor_sk,
            tanggal_sk=self.tanggal_sk,
            kepala=pengenal(self.kepala, "orang", letak="kepala"),
            staf=[Staf(orang=_orang(s.orang, ke), tugas=s.tugas) for ke, s in enumerate(self.staf)],
            alamat=self.alamat,
            telepon=self.telepon,
            surel=self.surel,
        )


def _orang(teks: str, ke: int) -> uuid.UUID:
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan("orang", letak=["staf", str(ke)]) from None


@strawberry.type
class PaksiSekretariatTerhapus:
    """Bukti bahwa sekretariat sebuah inspektorat dihapus."""

    id: strawberry.ID = strawberry.field(description="Pengenal inspektoratnya.")


_IdInspektorat = Annotated[strawberry.ID, strawberry.argument(description="Pengenal inspektoratnya.")]
TetapkanHasil = Annotated[
    PaksiSekretariat | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTetapkanSekretariatHasil", description="Sekretariatnya, atau mengapa ditolak."),
]
HapusHasil = Annotated[
    PaksiSekretariatTerhapus | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiHapusSekretariatHasil", description="Yang terhapus, atau mengapa ditolak."),
]


@strawberry.type
class Query:
    """Root fields about sekretariat."""

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Sekretariat PAKSI di inspektorat wilayah kerja Anda, menurut kode wilayah.",
    )
    async def paksi_daftar_sekretariat(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiSekretariat]:
        """Sekretariat by region."""
        halaman = await baca.daftar(
            info.context.db, info.context.aktor, wilayah=wilayah or None, first=first, after=after or None
        )
        return sambungan(halaman, PaksiSekretariat.dari)


@strawberry.type
class Mutation:
    """What is done with sekretariat."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Tetapkan sekretariat PAKSI sebuah inspektorat, menggantikan catatan sebelumnya.",
    )
    async def paksi_tetapkan_sekretariat(
        self,
        info: Info,
        perangkat_daerah: _IdInspektorat,
        isian: Annotated[PaksiSekretariatIsian, strawberry.argument(description="Isinya seluruhnya.")],
    ) -> TetapkanHasil:
        """Set a sekretariat up."""
        konteks = info.context
        id_ = await konteks.db.write(
            tetapkan_sekretariat,
            konteks.aktor,
            perangkat_daerah_id=pengenal(perangkat_daerah, "perangkat daerah", letak="perangkatDaerah"),
            isian=isian.jadi(),
        )
        return PaksiSekretariat.dari(await baca.satu(konteks.db, id_))

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)], description="Hapus sekretariat PAKSI sebuah inspektorat."
    )
    async def paksi_hapus_sekretariat(self, info: Info, perangkat_daerah: _IdInspektorat) -> HapusHasil:
        """Take a sekretariat away."""
        konteks = info.context
        id_ = await konteks.db.write(
            hapus_sekretariat,
            konteks.aktor,
            perangkat_daerah_id=pengenal(perangkat_daerah, "perangkat daerah", letak="perangkatDaerah"),
        )
        return PaksiSekretariatTerhapus(id=strawberry.ID(str(id_)))
