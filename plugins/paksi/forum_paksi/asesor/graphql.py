"""The registry of asesor in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated, Any, Final

import strawberry
from sqlalchemy import Row, select

from forum_paksi.asesor.models import Asesor
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pengenal import pengenal
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
    Lembaga,
    Orang,
    Requires,
    Urutan,
    ambil_halaman,
    sambungan,
)

__all__ = ["FIELDS", "IdAsesor", "Mutation", "Query"]

URUTAN: Final = Urutan("paksi_asesor", Asesor.lembaga_kode, pemutus=Asesor.id)
_PILIH: Final = select(
    Asesor.id, Asesor.lembaga_kode, Asesor.orang_id, Asesor.no_met, Asesor.sertifikat_berakhir
)
IdAsesor = Annotated[
    strawberry.ID, strawberry.argument(description="Pengenal asesor, dari paksiDaftarAsesor.")
]


@strawberry.type
class PaksiAsesor:
    """Seorang asesor kompetensi pada sebuah LSP."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    no_met: str = strawberry.field(description="Nomor registrasi MET.")
    sertifikat_berakhir: date = strawberry.field(description="Hari terakhir sertifikat asesornya berlaku.")
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiAsesor:
        """The GraphQL object of a row."""
        return cls(
            id=strawberry.ID(str(row.id)),
            no_met=row.no_met,
            sertifikat_berakhir=row.sertifikat_berakhir,
            kode_pemilik=row.lembaga_kode,
            orang_id=row.orang_id,
        )


FIELDS = Fields(PaksiAsesor)


@FIELDS.batch
async def orang(asesor: list[PaksiAsesor], info: Info) -> list[Orang]:
    """Orangnya."""
    rows = await Orang.muat(info.context.db, (a.orang_id for a in asesor))
    return [rows[a.orang_id] for a in asesor]


@FIELDS.batch
async def lembaga(asesor: list[PaksiAsesor], info: Info) -> list[Lembaga]:
    """LSP-nya."""
    rows = await Lembaga.muat(info.context.db, (a.kode_pemilik for a in asesor))
    return [rows[a.kode_pemilik] for a in asesor]


DaftarkanHasil = Annotated[
    PaksiAsesor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiDaftarkanAsesorHasil", description="Asesor yang terdaftar, atau mengapa ditolak."),
]


@strawberry.type
class Query:
    """Root fields about asesor."""

    @strawberry.field(extensions=[Requires(IZIN_JADWAL)], description="Asesor LSP yang Anda kelola.")
    async def paksi_daftar_asesor(
        self,
        info: Info,
        *,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya dari LSP ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiAsesor]:
        """Asesor by LSP."""
        konteks = info.context
        stmt = _PILIH.where(konteks.aktor.lingkup(IZIN_JADWAL).klausa(Asesor.lembaga_kode))
        if lembaga:
            stmt = stmt.where(Asesor.lembaga_kode == lembaga)
        halaman = await ambil_halaman(konteks.db, stmt, URUTAN, first=first, after=after or None)
        return sambungan(halaman, PaksiAsesor.dari)


@strawberry.type
class Mutation:
    """Keeping the registry."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Daftarkan asesor pada LSP Anda, atau perbarui nomor MET dan masa sertifikatnya.",
    )
    async def paksi_daftarkan_asesor(
        self,
        info: Info,
        *,
        lembaga: Annotated[str, strawberry.argument(description="Kode LSP.")],
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal orangnya.")],
        no_met: Annotated[str, strawberry.argument(description="Nomor registrasi MET.")],
        sertifikat_berakhir: Annotated[
            date, strawberry.argument(description="Hari terakhir sertifikat asesornya berlaku.")
        ],
    ) -> DaftarkanHasil:
        """Register or renew an asesor."""
        konteks = info.context
        id_ = await konteks.db.write(
            daftarkan_asesor,
            konteks.aktor,
            lembaga=lembaga,
            orang_id=pengenal(orang, "orang"),
            no_met=no_met,
            sertifikat_berakhir=sertifikat_berakhir,
        )
        row = await konteks.db.first(_PILIH.where(Asesor.id == id_))
        assert row is not None
        return PaksiAsesor.dari(row)
