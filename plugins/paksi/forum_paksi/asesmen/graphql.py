"""Rounds of assessment in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.asesmen import baca
from forum_paksi.asesmen.rules import Metode
from forum_paksi.pelaku import IZIN_ASESMEN
from forum_paksi.permohonan import baca as baca_permohonan
from forum_paksi.permohonan.graphql import PaksiPermohonan
from forum_paksi.permohonan.pihak import pihak_atas
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import (
    BAWAAN,
    After,
    Aktor,
    Connection,
    Fields,
    First,
    Info,
    Orang,
    Requires,
    sambungan,
)

__all__ = ["FIELDS", "PaksiAsesmen", "Query", "milik_pihak"]

strawberry.enum(Metode, name="PaksiMetodeAsesmen", description="Cara sebuah unit diases.")


@strawberry.type
class PaksiHasilUnit:
    """K atau BK satu unit kompetensi, dan dengan metode apa."""

    unit: strawberry.ID = strawberry.field(description="Pengenal unit.")
    kode: str = strawberry.field(description="Kode unit.")
    judul: str = strawberry.field(description="Judul unit.")
    hasil: Kompetensi = strawberry.field(description="K atau BK.")
    metode: list[Metode] = strawberry.field(description="Metode yang dipakai.")
    catatan: str | None = strawberry.field(description="Catatan asesor.")


@strawberry.type
class PaksiAsesmen:
    """Satu putaran asesmen sebuah permohonan; putaran kedua sesudah banding dikabulkan."""

    putaran: int = strawberry.field(description="Putaran yang keberapa.")
    tanggal: date = strawberry.field(description="Hari asesmennya.")
    mulai_pada: datetime | None = strawberry.field(description="Saat dimulai asesor; kosong bila belum.")
    rekomendasi: Kompetensi | None = strawberry.field(
        description="Rekomendasi asesor; pleno yang memutuskan."
    )
    catatan: str | None = strawberry.field(description="Catatan asesor atas rekomendasinya.")
    direkomendasikan_pada: datetime | None = strawberry.field(description="Saat direkomendasikan.")
    permohonan_id: strawberry.Private[uuid.UUID]
    asesor_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiAsesmen:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            putaran=row.putaran,
            tanggal=row.tanggal,
            mulai_pada=row.mulai_pada,
            rekomendasi=row.rekomendasi,
            catatan=row.catatan,
            direkomendasikan_pada=row.direkomendasikan_pada,
            permohonan_id=row.permohonan_id,
            asesor_id=row.asesor_orang_id,
        )


def milik_pihak(aktor: Aktor, permohonan: list[PaksiPermohonan]) -> set[uuid.UUID]:
    """Those of these applications in which the actor has a part: who only reads a region sees no more than states."""
    return {p.pengenal for p in permohonan if pihak_atas(aktor, p)}


ASESMEN = Fields(PaksiAsesmen)
PERMOHONAN = Fields(PaksiPermohonan)
FIELDS = (ASESMEN, PERMOHONAN)


@ASESMEN.batch
async def asesor(asesmen: list[PaksiAsesmen], info: Info) -> list[Orang]:
    """Yang mengases."""
    rows = await Orang.muat(info.context.db, (a.asesor_id for a in asesmen))
    return [rows[a.asesor_id] for a in asesmen]


@ASESMEN.batch
async def unit(asesmen: list[PaksiAsesmen], info: Info) -> list[list[PaksiHasilUnit]]:
    """Hasil setiap unit yang sudah dinilai, menurut urutan skemanya."""
    rows = await baca.unit(info.context.db, {a.permohonan_id for a in asesmen})
    return [
        [
            PaksiHasilUnit(
                unit=strawberry.ID(str(r.unit_id)),
                kode=r.kode,
                judul=r.judul,
                hasil=r.hasil,
                metode=[Metode(m) for m in r.metode],
                catatan=r.catatan,
            )
            for r in rows.get((a.permohonan_id, a.putaran), ())
        ]
        for a in asesmen
    ]


@ASESMEN.batch
async def permohonan(asesmen: list[PaksiAsesmen], info: Info) -> list[PaksiPermohonan | None]:
    """Permohonannya; kosong bila sudah beralih kepada asesor lain."""
    rows = await baca_permohonan.banyak(
        info.context.db, {a.permohonan_id for a in asesmen}, info.context.aktor
    )
    return [PaksiPermohonan.dari(rows[a.permohonan_id]) if a.permohonan_id in rows else None for a in asesmen]


@PERMOHONAN.batch(name="asesmen")
async def asesmen_permohonan(
    permohonan: list[PaksiPermohonan], info: Info
) -> list[list[PaksiAsesmen] | None]:
    """Putaran asesmennya, yang pertama lebih dahulu; kosong bila Anda bukan pihak dalam permohonan ini."""
    boleh = milik_pihak(info.context.aktor, permohonan)
    rows = await baca.putaran(info.context.db, boleh)
    return [
        [PaksiAsesmen.dari(r) for r in rows.get(p.pengenal, ())] if p.pengenal in boleh else None
        for p in permohonan
    ]


@strawberry.type
class Query:
    """Root fields about assessments."""

    @strawberry.field(
        extensions=[Requires(IZIN_ASESMEN)],
        description="Asesmen yang ditugaskan kepada Anda, yang terbaru lebih dahulu.",
    )
    async def paksi_tugas_asesmen(
        self,
        info: Info,
        *,
        belum_selesai: Annotated[
            bool, strawberry.argument(description="Hanya yang belum Anda rekomendasikan.")
        ] = False,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiAsesmen]:
        """One's own tasks."""
        konteks = info.context
        halaman = await baca.tugas(
            konteks.db, konteks.aktor, belum_selesai=belum_selesai, first=first, after=after or None
        )
        return sambungan(halaman, PaksiAsesmen.dari)
