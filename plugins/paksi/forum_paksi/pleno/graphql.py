"""Plenos in GraphQL: what they are, and what can be asked."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.asesmen.graphql import milik_pihak
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan import baca as baca_permohonan
from forum_paksi.permohonan.graphql import PaksiPermohonan
from forum_paksi.permohonan.rules import Kompetensi
from forum_paksi.pleno import baca
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Lembaga,
    Orang,
    Requires,
    sambungan,
)

__all__ = ["FIELDS", "IdPleno", "PaksiPleno", "Query"]

IdPleno = Annotated[strawberry.ID, strawberry.argument(description="Pengenal pleno.")]


@strawberry.type
class PaksiPleno:
    """Satu pleno LSP: rapat yang memutuskan kompeten atau belum kompeten."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor berita acaranya.")
    tanggal: date = strawberry.field(description="Hari berlangsungnya.")
    tempat: str = strawberry.field(description="Tempatnya.")
    dibuat_pada: datetime = strawberry.field(description="Saat dicatat.")
    ditutup_pada: datetime | None = strawberry.field(
        description="Saat ditutup; kosong selama masih dapat bertambah."
    )
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPleno:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            tanggal=row.tanggal,
            tempat=row.tempat,
            dibuat_pada=row.dibuat_pada,
            ditutup_pada=row.ditutup_pada,
            pengenal=row.id,
            kode_pemilik=row.lembaga_kode,
        )


@strawberry.type
class PaksiKeputusanPleno:
    """Satu putaran sebuah permohonan di hadapan pleno, dan putusannya."""

    putaran: int = strawberry.field(description="Putaran asesmen yang keberapa.")
    nomor_pleno: str = strawberry.field(description="Nomor berita acara plenonya.")
    tanggal_pleno: date = strawberry.field(description="Hari plenonya.")
    keputusan: Kompetensi | None = strawberry.field(description="K atau BK; kosong selama belum diputus.")
    alasan: str | None = strawberry.field(description="Alasannya.")
    diputus_pada: datetime | None = strawberry.field(description="Saat dicatat.")
    permohonan_id: strawberry.Private[uuid.UUID]
    pemutus_id: strawberry.Private[uuid.UUID | None]
    lembaga_kode: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiKeputusanPleno:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            putaran=row.putaran,
            nomor_pleno=row.nomor,
            tanggal_pleno=row.tanggal,
            keputusan=row.keputusan,
            alasan=row.alasan,
            diputus_pada=row.diputus_pada,
            permohonan_id=row.permohonan_id,
            pemutus_id=row.pemutus_orang_id,
            lembaga_kode=row.lembaga_kode,
        )


PLENO = Fields(PaksiPleno)
KEPUTUSAN = Fields(PaksiKeputusanPleno)
PERMOHONAN = Fields(PaksiPermohonan)
FIELDS = (PLENO, KEPUTUSAN, PERMOHONAN)


@PLENO.batch
async def lembaga(pleno: list[PaksiPleno], info: Info) -> list[Lembaga]:
    """LSP yang berpleno."""
    rows = await Lembaga.muat(info.context.db, (p.kode_pemilik for p in pleno))
    return [rows[p.kode_pemilik] for p in pleno]


@PLENO.batch
async def anggota(pleno: list[PaksiPleno], info: Info) -> list[list[Orang]]:
    """Anggotanya, ketua lebih dahulu."""
    rows = await baca.anggota(info.context.db, [p.pengenal for p in pleno])
    orang = await Orang.muat(info.context.db, {id_ for milik in rows.values() for id_ in milik})
    return [[orang[id_] for id_ in rows.get(p.pengenal, ())] for p in pleno]


@PLENO.batch
async def agenda(pleno: list[PaksiPleno], info: Info) -> list[list[PaksiKeputusanPleno]]:
    """Permohonan yang dibahas dan putusannya, menurut nomor permohonan."""
    rows = await baca.agenda(info.context.db, [p.pengenal for p in pleno])
    return [[PaksiKeputusanPleno.dari(r) for r in rows.get(p.pengenal, ())] for p in pleno]


@KEPUTUSAN.batch
async def permohonan(keputusan: list[PaksiKeputusanPleno], info: Info) -> list[PaksiPermohonan | None]:
    """Permohonannya; kosong bila tidak boleh Anda lihat."""
    rows = await baca_permohonan.banyak(
        info.context.db, {k.permohonan_id for k in keputusan}, info.context.aktor
    )
    return [
        PaksiPermohonan.dari(rows[k.permohonan_id]) if k.permohonan_id in rows else None for k in keputusan
    ]


@KEPUTUSAN.batch
async def pemutus(keputusan: list[PaksiKeputusanPleno], info: Info) -> list[Orang | None]:
    """Anggota pleno yang mencatatkan putusannya; hanya bagi petugas LSP."""
    aktor = info.context.aktor
    boleh = {
        kode
        for kode in {k.lembaga_kode for k in keputusan}
        if any(aktor.boleh(izin, lembaga=kode) for izin in baca.IZIN_BACA)
    }
    milik = [k.pemutus_id if k.lembaga_kode in boleh else None for k in keputusan]
    rows = await Orang.muat(info.context.db, {id_ for id_ in milik if id_ is not None})
    return [None if id_ is None else rows[id_] for id_ in milik]


@PERMOHONAN.batch(name="pleno")
async def pleno_permohonan(
    permohonan: list[PaksiPermohonan], info: Info
) -> list[list[PaksiKeputusanPleno] | None]:
    """Putusan pleno atasnya, putaran pertama lebih dahulu; kosong bila Anda bukan pihak dalam permohonan ini."""
    boleh = milik_pihak(info.context.aktor, permohonan)
    rows = await baca.keputusan(info.context.db, boleh)
    return [
        [PaksiKeputusanPleno.dari(r) for r in rows.get(p.pengenal, ())] if p.pengenal in boleh else None
        for p in permohonan
    ]


async def pleno_terbaca(db: Database, info: Info, pleno_id: uuid.UUID) -> PaksiPleno:
    """A pleno the caller has just acted on."""
    row = await baca.satu(db, info.context.aktor, pleno_id)
    assert row is not None
    return PaksiPleno.dari(row)


@strawberry.type
class Query:
    """Root fields about plenos."""

    @strawberry.field(extensions=[Requires(*baca.IZIN_BACA)], description="Satu pleno LSP Anda.")
    async def paksi_pleno(self, info: Info, id: IdPleno) -> PaksiPleno | None:
        """One pleno."""
        row = await baca.satu(info.context.db, info.context.aktor, pengenal(id, "pleno", letak="id"))
        return None if row is None else PaksiPleno.dari(row)

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)], description="Pleno LSP Anda, yang terbaru lebih dahulu."
    )
    async def paksi_daftar_pleno(
        self,
        info: Info,
        *,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya dari LSP ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPleno]:
        """Plenos, the latest first."""
        konteks = info.context
        halaman = await baca.daftar(
            konteks.db, konteks.aktor, lembaga=lembaga or None, first=first, after=after or None
        )
        return sambungan(halaman, PaksiPleno.dari)
