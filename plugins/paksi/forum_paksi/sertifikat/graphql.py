"""Certificates in GraphQL."""

from __future__ import annotations

import asyncio
import uuid
from datetime import date
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.pelaku import IZIN_SERTIFIKAT
from forum_paksi.pengenal import pengenal
from forum_paksi.sertifikat import baca, impor
from forum_paksi.skema import baca as baca_skema
from forum_paksi.skema.graphql import PaksiSkema
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    ImporDitolak,
    Info,
    IsianTidakSah,
    Lembaga,
    Orang,
    Rahasia,
    Requires,
    impor_unggahan,
    sambungan,
)

__all__ = ["FIELDS", "FIELDS_ORANG", "Mutation", "PaksiSertifikat", "Query"]


@strawberry.type
class PaksiSertifikat:
    """Satu sertifikat sebagaimana diterbitkan; masih berlaku atau tidak, terbaca dari tanggalnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor dari penerbit.")
    terbit: date = strawberry.field(description="Tanggal terbit.")
    berakhir: date = strawberry.field(description="Hari terakhir berlaku.")
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]
    skema_id: strawberry.Private[uuid.UUID]
    lembaga_kode: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiSertifikat:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            terbit=row.terbit,
            berakhir=row.berakhir,
            kode_pemilik=row.wilayah_kode,
            orang_id=row.orang_id,
            skema_id=row.skema_id,
            lembaga_kode=row.lembaga_kode,
        )


FIELDS = Fields(PaksiSertifikat)


@FIELDS.batch
async def orang(sertifikat: list[PaksiSertifikat], info: Info) -> list[Orang]:
    """Pemegangnya."""
    rows = await Orang.muat(info.context.db, (s.orang_id for s in sertifikat))
    return [rows[s.orang_id] for s in sertifikat]


@FIELDS.batch
async def skema(sertifikat: list[PaksiSertifikat], info: Info) -> list[PaksiSkema]:
    """Skema yang dikuasainya."""
    rows = await baca_skema.banyak(info.context.db, (s.skema_id for s in sertifikat))
    return [PaksiSkema.dari(rows[s.skema_id]) for s in sertifikat]


@FIELDS.batch
async def penerbit(sertifikat: list[PaksiSertifikat], info: Info) -> list[Lembaga]:
    """Lembaga yang menerbitkan."""
    rows = await Lembaga.muat(info.context.db, (s.lembaga_kode for s in sertifikat))
    return [rows[s.lembaga_kode] for s in sertifikat]


FIELDS_ORANG = Fields(Orang)


@FIELDS_ORANG.batch
async def paksi_sertifikat(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiSertifikat] | None]:
    """Sertifikat orang ini, yang terbaru lebih dahulu; kosong bila Anda tidak berizin melihatnya."""
    aktor = info.context.aktor
    if not any(aktor.punya(izin) for izin in baca.IZIN_BACA):
        return [None] * len(orang)
    halaman = await baca.daftar_per_orang(
        info.context.db, aktor, [o.pengenal for o in orang], first=first, after=after or None
    )
    return [sambungan(satu, PaksiSertifikat.dari) for satu in halaman]


@strawberry.type
class Query:
    """Root fields about certificates."""

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Sertifikat orang-orang di wilayah kerja Anda, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_sertifikat(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        berlaku_pada: Annotated[
            date | None, strawberry.argument(description="Hanya yang berlaku pada hari ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiSertifikat]:
        """Certificates."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            berlaku_pada=berlaku_pada or None,
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiSertifikat.dari)


@strawberry.type
class PaksiKesalahanImpor:
    """Satu kesalahan dalam berkas."""

    lembar: str | None = strawberry.field(description="Nama lembarnya; kosong bagi CSV.")
    baris: int = strawberry.field(description="Nomor baris seperti di lembar kerja; judul kolom baris 1.")
    kolom: str | None = strawberry.field(description="Kolomnya; kosong bila mengenai seluruh baris.")
    pesan: str = strawberry.field(description="Apa yang salah dan apa yang harus dilakukan.")


@strawberry.type
class PaksiLaporanImpor:
    """Hasil impor: semua baris ditulis, atau tidak satu pun."""

    berkas: str = strawberry.field(description="Nama berkas.")
    dibaca: int = strawberry.field(description="Banyaknya baris yang dibaca.")
    ditulis: int = strawberry.field(description="Banyaknya sertifikat baru.")
    sama: int = strawberry.field(description="Banyaknya baris yang sudah tercatat persis sama.")
    kesalahan: list[PaksiKesalahanImpor] = strawberry.field(
        description="Semua kesalahan; bila ada, tidak ada yang ditulis."
    )


ImporHasil = Annotated[
    PaksiLaporanImpor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiImporSertifikatHasil", description="Laporan impor, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """Keeping certificates."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_SERTIFIKAT)],
        description="Catat sertifikat dari unggahan XLSX atau CSV, atau dari isi berkas CSV: nip atau nik, skema, lembaga,"
        " nomor, terbit, berakhir. Satu kesalahan membatalkan semuanya.",
    )
    async def paksi_impor_sertifikat(
        self,
        info: Info,
        isi: Annotated[
            Rahasia | None,
            strawberry.argument(
                description="Isi berkas CSV, bila tidak diunggah; memuat NIP atau NIK, jadi hanya sebagai variabel."
            ),
        ] = strawberry.UNSET,
        berkas: Annotated[
            str, strawberry.argument(description="Nama berkas untuk laporan tentang `isi`.")
        ] = "sertifikat.csv",
        unggahan: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Pengenal dari siapkanUnggahan; isi ini atau `isi`."),
        ] = strawberry.UNSET,
    ) -> ImporHasil:
        """Import certificates."""
        konteks = info.context
        try:
            if unggahan and not isi:
                laporan = await impor_unggahan(
                    konteks,
                    pengenal(unggahan, "unggahan"),
                    baca=impor.baca,
                    tulis=lambda session, terbaca: impor.impor(
                        session, konteks.aktor, konteks.kunci, terbaca=terbaca
                    ),
                )
            elif isi and not unggahan:
                terbaca = await asyncio.to_thread(impor.baca, isi.encode(), berkas)
                laporan = await konteks.db.write(impor.impor, konteks.aktor, konteks.kunci, terbaca=terbaca)
            else:
                raise IsianTidakSah(
                    "SALAH_SATU", "Isi salah satu: `unggahan` atau `isi`.", letak=["unggahan", "isi"]
                )
        except ImporDitolak as galat:
            laporan = galat.laporan
        return PaksiLaporanImpor(
            berkas=laporan.berkas,
            dibaca=laporan.dibaca,
            ditulis=laporan.ditulis,
            sama=laporan.sama,
            kesalahan=[
                PaksiKesalahanImpor(lembar=k.lembar, baris=k.baris, kolom=k.kolom, pesan=k.pesan)
                for k in laporan.kesalahan
            ],
        )
