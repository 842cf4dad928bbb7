"""Seats in GraphQL."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.jadwal import baca as baca_jadwal
from forum_paksi.jadwal.graphql import PaksiJadwal
from forum_paksi.pemesanan import baca
from forum_paksi.pemesanan.kursi import HasilKursi
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import AlasanBatal, KeadaanPemesanan
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    Info,
    Orang,
    PerangkatDaerah,
    Requires,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = [
    "FIELDS",
    "FIELDS_JADWAL",
    "FIELDS_ORANG",
    "KeadaanPemesanan",
    "PaksiPemesanan",
    "Query",
    "pemesanan_terbaca",
]

strawberry.enum(KeadaanPemesanan, name="PaksiKeadaanPemesanan", description="Keadaan kursi seseorang.")
strawberry.enum(AlasanBatal, name="PaksiAlasanBatal", description="Mengapa kursi atau antrean berakhir.")


@strawberry.type
class PaksiPemesanan:
    """Kursi satu orang di satu jadwal, atau tempatnya dalam daftar tunggu."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    keadaan: KeadaanPemesanan = strawberry.field(description="Keadaan saat ini.")
    jalur: str | None = strawberry.field(description="Kode jalur yang ditempuh; kosong bila tanpa jalur.")
    ditahan_sampai: datetime | None = strawberry.field(
        description="Kursi yang ditahan lepas pada saat ini bila belum dikonfirmasi (UTC)."
    )
    alasan_batal: AlasanBatal | None = strawberry.field(description="Mengapa berakhir.")
    catatan_batal: str | None = strawberry.field(description="Catatan dari yang membatalkan.")
    dibuat_pada: datetime = strawberry.field(description="Saat dipesan (UTC).")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    jadwal_id: strawberry.Private[uuid.UUID]
    bagian_id: strawberry.Private[uuid.UUID]
    orang_id: strawberry.Private[uuid.UUID]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    permintaan_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPemesanan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            keadaan=row.keadaan,
            jalur=row.jalur_kode,
            ditahan_sampai=row.ditahan_sampai,
            alasan_batal=row.alasan_batal,
            catatan_batal=row.catatan_batal,
            dibuat_pada=row.dibuat_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            jadwal_id=row.jadwal_id,
            bagian_id=row.bagian_id,
            orang_id=row.orang_id,
            perangkat_daerah_id=row.perangkat_daerah_id,
            permintaan_id=row.permintaan_id,
        )

    @classmethod
    def baru(
        cls, hasil: HasilKursi, *, orang_id: uuid.UUID, wilayah: str, jalur: str | None
    ) -> PaksiPemesanan:
        """The GraphQL object of a seat just taken, from what the unit of work knows: nothing is read again."""
        return cls(
            id=strawberry.ID(str(hasil.pemesanan_id)),
            keadaan=hasil.keadaan,
            jalur=jalur,
            ditahan_sampai=hasil.ditahan_sampai,
            alasan_batal=None,
            catatan_batal=None,
            dibuat_pada=hasil.dibuat_pada,
            pengenal=hasil.pemesanan_id,
            kode_pemilik=wilayah,
            jadwal_id=hasil.jadwal_id,
            bagian_id=hasil.bagian_id,
            orang_id=orang_id,
            perangkat_daerah_id=hasil.perangkat_daerah_id,
            permintaan_id=None,
        )


FIELDS = Fields(PaksiPemesanan)


@FIELDS.batch
async def posisi(pemesanan: list[PaksiPemesanan], info: Info) -> list[int | None]:
    """Urutan dalam daftar tunggu bagiannya, mulai dari 1; kosong bila tidak menunggu."""
    menunggu = [p.pengenal for p in pemesanan if p.keadaan is KeadaanPemesanan.DAFTAR_TUNGGU]
    urutan = await baca.posisi(info.context.db, menunggu)
    return [urutan.get(p.pengenal) for p in pemesanan]


@FIELDS.batch
async def jadwal(pemesanan: list[PaksiPemesanan], info: Info) -> list[PaksiJadwal | None]:
    """Jadwalnya."""
    konteks = info.context
    rows = await baca_jadwal.banyak(konteks.db, konteks.aktor, (p.jadwal_id for p in pemesanan))
    return [PaksiJadwal.dari(rows[p.jadwal_id]) if p.jadwal_id in rows else None for p in pemesanan]


@FIELDS.batch
async def orang(pemesanan: list[PaksiPemesanan], info: Info) -> list[Orang]:
    """Orang yang menempati kursi atau menunggu."""
    rows = await Orang.muat(info.context.db, (p.orang_id for p in pemesanan))
    return [rows[p.orang_id] for p in pemesanan]


@FIELDS.batch
async def wilayah(pemesanan: list[PaksiPemesanan], info: Info) -> list[Wilayah]:
    """Pemda yang memesan."""
    rows = await Wilayah.muat(info.context.db, (p.kode_pemilik for p in pemesanan))
    return [rows[p.kode_pemilik] for p in pemesanan]


@FIELDS.batch
async def perangkat_daerah(pemesanan: list[PaksiPemesanan], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah orang itu saat memesan, bila tercatat."""
    ids = [p.perangkat_daerah_id for p in pemesanan if p.perangkat_daerah_id]
    rows = await PerangkatDaerah.muat(info.context.db, ids) if ids else {}
    return [rows[p.perangkat_daerah_id] if p.perangkat_daerah_id else None for p in pemesanan]


FIELDS_JADWAL = Fields(PaksiJadwal)


@FIELDS_JADWAL.batch(name="pemesanan")
async def pemesanan_jadwal(
    jadwal: list[PaksiJadwal],
    info: Info,
    *,
    keadaan: Annotated[
        list[KeadaanPemesanan] | None, strawberry.argument(description="Hanya dalam keadaan ini.")
    ] = strawberry.UNSET,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiPemesanan]]:
    """Pemesanan yang boleh Anda lihat: milik wilayah Anda, atau semuanya bagi LSP penyelenggara."""
    halaman = await baca.daftar_per(
        info.context.db,
        info.context.aktor,
        baca.Saringan(keadaan=keadaan or None),
        kunci=Pemesanan.jadwal_id,
        nilai=[j.pengenal for j in jadwal],
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PaksiPemesanan.dari) for satu in halaman]


FIELDS_ORANG = Fields(Orang)


@FIELDS_ORANG.batch
async def paksi_pemesanan(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiPemesanan] | None]:
    """Pemesanan orang ini yang boleh Anda lihat; kosong bila Anda tidak berizin melihat pemesanan."""
    aktor = info.context.aktor
    if not any(aktor.punya(izin) for izin in baca.IZIN_BACA):
        return [None] * len(orang)
    halaman = await baca.daftar_per(
        info.context.db,
        aktor,
        baca.Saringan(),
        kunci=Pemesanan.orang_id,
        nilai=[o.pengenal for o in orang],
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PaksiPemesanan.dari) for satu in halaman]


async def pemesanan_terbaca(info: Info, pemesanan_id: uuid.UUID) -> PaksiPemesanan:
    """A seat the actor may see; raises `TidakDitemukan`."""
    row = await baca.satu(info.context.db, info.context.aktor, pemesanan_id)
    if row is None:
        raise TidakDitemukan("pemesanan", letak=["id"])
    return PaksiPemesanan.dari(row)


@strawberry.type
class Query:
    """Root fields about seats."""

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)], description="Satu pemesanan dalam wilayah kerja Anda."
    )
    async def paksi_pemesanan(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
    ) -> PaksiPemesanan | None:
        """One seat."""
        return await pemesanan_terbaca(info, pengenal(id, "pemesanan", letak="id"))

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Pemesanan dalam wilayah kerja Anda, menurut waktu memesan.",
    )
    async def paksi_daftar_pemesanan(
        self,
        info: Info,
        *,
        jadwal: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya di jadwal ini.")
        ] = strawberry.UNSET,
        orang: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya milik orang ini.")
        ] = strawberry.UNSET,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya pemda ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanPemesanan] | None, strawberry.argument(description="Hanya dalam keadaan ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPemesanan]:
        """Seats in the order they were asked for."""
        saringan = baca.Saringan(
            jadwal=_atau_tak_ada(jadwal),
            orang=_atau_tak_ada(orang),
            wilayah=wilayah or None,
            keadaan=keadaan or None,
        )
        halaman = await baca.daftar(
            info.context.db, info.context.aktor, saringan, first=first, after=after or None
        )
        return sambungan(halaman, PaksiPemesanan.dari)


TIDAK_ADA = uuid.UUID(int=0)
"""The id of nothing: what a text that is no id narrows a list to."""


def _atau_tak_ada(teks: str | None) -> uuid.UUID | None:
    if not teks:
        return None
    try:
        return uuid.UUID(teks)
    except ValueError:
        return TIDAK_ADA
