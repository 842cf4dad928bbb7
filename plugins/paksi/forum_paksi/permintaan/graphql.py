"""Requests in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.pelaku import IZIN_LIHAT, Pelaku
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan import baca, service
from forum_paksi.permintaan.rules import KeadaanPermintaan, SumberAnggaran
from forum_paksi.skema import baca as baca_skema
from forum_paksi.skema.graphql import PaksiSkema
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
    PerangkatDaerah,
    Requires,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

strawberry.enum(
    KeadaanPermintaan, name="PaksiKeadaanPermintaan", description="Sampai di mana sebuah permintaan."
)
strawberry.enum(SumberAnggaran, name="PaksiSumberAnggaran", description="Dari mana biayanya.")
strawberry.enum(
    Pelaku, name="PaksiPihak", description="Sebagai siapa seseorang bertindak: pemda, koordinator, atau LSP."
)


@strawberry.type
class PaksiRentang:
    """Rentang tanggal; kedua ujungnya termasuk."""

    mulai: date = strawberry.field(description="Hari pertama.")
    sampai: date = strawberry.field(description="Hari terakhir.")


@strawberry.input
class PaksiRentangIsian:
    """Rentang tanggal yang diinginkan; kedua ujungnya termasuk."""

    mulai: date = strawberry.field(description="Hari pertama.")
    sampai: date = strawberry.field(description="Hari terakhir.")


@strawberry.input
class PaksiPermintaanIsian:
    """Isi sebuah permintaan."""

    skema: str = strawberry.field(description="Kode skema, misalnya PAKSI_PERTAMA.")
    lembaga: str = strawberry.field(description="Kode LSP yang dituju.")
    jalur: str | None = strawberry.field(
        default=None, description="Kode jalur, misalnya DIKLAT; kosong bila skemanya tanpa jalur."
    )
    calon: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="Orang yang dicalonkan, yang paling diutamakan lebih dahulu."
    )
    tanggal: list[PaksiRentangIsian] = strawberry.field(
        default_factory=list,
        description="Tanggal yang diinginkan, yang paling diinginkan lebih dahulu; kosong bila tanggal mana pun.",
    )
    sumber_anggaran: SumberAnggaran | None = strawberry.field(default=None, description="Dari mana biayanya.")
    pagu_rupiah: str | None = strawberry.field(
        default=None, description="Pagu dalam rupiah bulat, misalnya 25000000."
    )
    nomor_surat: str | None = strawberry.field(default=None, description="Nomor surat permintaan.")
    tanggal_surat: date | None = strawberry.field(default=None, description="Tanggal surat permintaan.")

    def jadi(self) -> service.IsianPermintaan:
        """The value the service takes."""
        return service.IsianPermintaan(
            skema=self.skema,
            lembaga=self.lembaga,
            jalur=self.jalur or None,
            calon=[_calon(c, i) for i, c in enumerate(self.calon)],
            tanggal=[Rentang(mulai=t.mulai, sampai=t.sampai) for t in self.tanggal],
            sumber_anggaran=self.sumber_anggaran,
            pagu_rupiah=self.pagu_rupiah,
            nomor_surat=self.nomor_surat,
            tanggal_surat=self.tanggal_surat,
        )


def _calon(teks: str, ke: int) -> uuid.UUID:
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan("orang", letak=["calon", str(ke)]) from None


@strawberry.type
class PaksiPermintaan:
    """Permintaan sebuah pemda agar calon-calonnya mendapat kursi di LSP."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor yang mudah dibaca, misalnya PM-61.71-2026-001.")
    jalur: str | None = strawberry.field(description="Kode jalur yang dipilih.")
    keadaan: KeadaanPermintaan = strawberry.field(description="Sampai di mana permintaan ini.")
    sumber_anggaran: SumberAnggaran | None = strawberry.field(description="Dari mana biayanya.")
    pagu_rupiah: str | None = strawberry.field(description="Pagu dalam rupiah bulat.")
    nomor_surat: str | None = strawberry.field(description="Nomor surat permintaan.")
    tanggal_surat: date | None = strawberry.field(description="Tanggal surat permintaan.")
    alasan: str | None = strawberry.field(description="Mengapa ditarik atau ditolak.")
    dibuat_pada: datetime = strawberry.field(description="Saat draf dibuat.")
    diajukan_pada: datetime | None = strawberry.field(
        description="Saat diajukan; menentukan urutan waktu dalam himpunan."
    )
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    lembaga_kode: strawberry.Private[str]
    skema_id: strawberry.Private[uuid.UUID]
    himpunan_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPermintaan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            jalur=row.jalur_kode,
            keadaan=row.keadaan,
            sumber_anggaran=row.sumber_anggaran,
            pagu_rupiah=None if row.pagu_rupiah is None else str(row.pagu_rupiah),
            nomor_surat=row.nomor_surat,
            tanggal_surat=row.tanggal_surat,
            alasan=row.alasan,
            dibuat_pada=row.dibuat_pada,
            diajukan_pada=row.diajukan_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
            skema_id=row.skema_id,
            himpunan_id=row.himpunan_id,
        )

    @classmethod
    async def satu(cls, db: Database, permintaan_id: uuid.UUID) -> PaksiPermintaan:
        """A request the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [permintaan_id]))[permintaan_id])


@strawberry.type
class PaksiCalon:
    """Orang yang dicalonkan dalam sebuah permintaan."""

    urutan: int = strawberry.field(description="Urutan yang diutamakan pemda, mulai dari 1.")
    orang_id: strawberry.Private[uuid.UUID]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]


@strawberry.type
class PaksiKonsultasi:
    """Satu pesan konsultasi tentang sebuah permintaan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    pihak: Pelaku = strawberry.field(description="Sebagai siapa pesan ini ditulis.")
    isi: str = strawberry.field(description="Isi pesan.")
    dikirim_pada: datetime = strawberry.field(description="Saat dikirim.")


PERMINTAAN = Fields(PaksiPermintaan)
CALON = Fields(PaksiCalon)


@PERMINTAAN.batch
async def wilayah(permintaan: list[PaksiPermintaan], info: Info) -> list[Wilayah]:
    """Pemda yang meminta."""
    rows = await Wilayah.muat(info.context.db, (p.kode_pemilik for p in permintaan))
    return [rows[p.kode_pemilik] for p in permintaan]


@PERMINTAAN.batch
async def lembaga(permintaan: list[PaksiPermintaan], info: Info) -> list[Lembaga]:
    """LSP yang dituju."""
    rows = await Lembaga.muat(info.context.db, (p.lembaga_kode for p in permintaan))
    return [rows[p.lembaga_kode] for p in permintaan]


@PERMINTAAN.batch
async def skema(permintaan: list[PaksiPermintaan], info: Info) -> list[PaksiSkema]:
    """Skema sertifikasi yang diminta."""
    rows = await baca_skema.banyak(info.context.db, (p.skema_id for p in permintaan))
    return [PaksiSkema.dari(rows[p.skema_id]) for p in permintaan]


@PERMINTAAN.batch
async def tanggal(permintaan: list[PaksiPermintaan], info: Info) -> list[list[PaksiRentang]]:
    """Tanggal yang diinginkan, yang paling diinginkan lebih dahulu."""
    rows = await baca.tanggal(info.context.db, [p.pengenal for p in permintaan])
    return [
        [PaksiRentang(mulai=r.mulai, sampai=r.sampai) for r in rows.get(p.pengenal, ())] for p in permintaan
    ]


@PERMINTAAN.batch
async def jumlah_calon(permintaan: list[PaksiPermintaan], info: Info) -> list[int]:
    """Banyaknya calon."""
    rows = await baca.jumlah_calon(info.context.db, [p.pengenal for p in permintaan])
    return [rows.get(p.pengenal, 0) for p in permintaan]


@PERMINTAAN.batch
async def calon(permintaan: list[PaksiPermintaan], info: Info) -> list[list[PaksiCalon] | None]:
    """Para calon menurut urutan pemda; kosong bagi LSP, yang melihat nama pada himpunan sesudah dikirim."""
    boleh = {p.pengenal for p in permintaan if baca.boleh_nama(info.context.aktor, p.kode_pemilik)}
    rows = await baca.calon(info.context.db, boleh)
    return [
        [
            PaksiCalon(urutan=r.urutan, orang_id=r.orang_id, perangkat_daerah_id=r.perangkat_daerah_id)
            for r in rows.get(p.pengenal, ())
        ]
        if p.pengenal in boleh
        else None
        for p in permintaan
    ]


@PERMINTAAN.batch
async def konsultasi(permintaan: list[PaksiPermintaan], info: Info) -> list[list[PaksiKonsultasi]]:
    """Percakapan antara pemda, koordinator, dan LSP tentang permintaan ini, yang terlama lebih dahulu."""
    rows = await baca.konsultasi(info.context.db, [p.pengenal for p in permintaan])
    return [
        [
            PaksiKonsultasi(
                id=strawberry.ID(str(r.id)), pihak=r.pihak, isi=r.isi, dikirim_pada=r.dikirim_pada
            )
            for r in rows.get(p.pengenal, ())
        ]
        for p in permintaan
    ]


@CALON.batch
async def orang(calon: list[PaksiCalon], info: Info) -> list[Orang]:
    """Orang yang dicalonkan."""
    rows = await Orang.muat(info.context.db, (c.orang_id for c in calon))
    return [rows[c.orang_id] for c in calon]


@CALON.batch(name="perangkatDaerah")
async def perangkat_daerah(calon: list[PaksiCalon], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah asal calon, bila ada."""
    rows = await PerangkatDaerah.muat(
        info.context.db, (c.perangkat_daerah_id for c in calon if c.perangkat_daerah_id)
    )
    return [rows[c.perangkat_daerah_id] if c.perangkat_daerah_id else None for c in calon]


IdPermintaan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal permintaan.")]
"""Type of an argument that names a request."""


@strawberry.type
class Query:
    """Root fields about requests."""

    @strawberry.field(extensions=[Requires(IZIN_LIHAT)], description="Satu permintaan yang boleh Anda lihat.")
    async def paksi_permintaan(self, info: Info, id: IdPermintaan) -> PaksiPermintaan | None:
        """One request."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "permintaan", letak="id"))
        return None if row is None else PaksiPermintaan.dari(row)

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="Permintaan yang boleh Anda lihat, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_permintaan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None,
            strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya."),
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanPermintaan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPermintaan]:
        """Requests, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            keadaan=keadaan or (),
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiPermintaan.dari)


FIELDS = (PERMINTAAN, CALON)
