"""Applications in GraphQL: what everyone in the matter sees, and what only some do."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any, Final

import strawberry
from sqlalchemy import Row

from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan import baca
from forum_paksi.permohonan.models import KEBUTUHAN_KHUSUS
from forum_paksi.permohonan.pihak import PELAYAN, PENGURUS, PENILAI, pihak_atas
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi, PelakuPermohonan
from forum_paksi.persyaratan import baca as baca_persyaratan
from forum_paksi.persyaratan.graphql import PaksiPersyaratan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.skema import baca as baca_skema
from forum_paksi.skema.graphql import PaksiSkema
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import (
    BAWAAN,
    After,
    Berkas,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Lembaga,
    Masuk,
    Orang,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdPermohonan", "PaksiPermohonan", "Query"]

strawberry.enum(
    KeadaanPermohonan, name="PaksiKeadaanPermohonan", description="Sampai di mana sebuah permohonan."
)
strawberry.enum(Kompetensi, name="PaksiKompetensi", description="K (kompeten) atau BK (belum kompeten).")


@strawberry.type
class PaksiPermohonan:
    """Permohonan sertifikasi seseorang kepada sebuah LSP, dari draf sampai sertifikatnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nomor: str = strawberry.field(description="Nomor yang mudah dibaca, misalnya PS-61.71-2026-001.")
    jenis: JenisPermohonan = strawberry.field(description="Mengapa dimohonkan.")
    jalur: str | None = strawberry.field(description="Kode jalur; kosong selain pada permohonan baru.")
    keadaan: KeadaanPermohonan = strawberry.field(description="Sampai di mana permohonan ini.")
    putaran: int = strawberry.field(description="Asesmen yang keberapa; bertambah sesudah banding diterima.")
    disetujui_pada: datetime | None = strawberry.field(
        description="Saat pernyataan persetujuan (APL-01) diberikan; kosong bila belum."
    )
    diajukan_pada: datetime | None = strawberry.field(description="Saat pertama kali diajukan.")
    dibuat_pada: datetime = strawberry.field(description="Saat draf dibuat.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    orang_id: strawberry.Private[uuid.UUID]
    skema_id: strawberry.Private[uuid.UUID]
    jenis_skema: strawberry.Private[JenisSkema]
    dari_sertifikat_id: strawberry.Private[uuid.UUID | None]
    persyaratan_id: strawberry.Private[uuid.UUID]
    lembaga_kode: strawberry.Private[str]
    wilayah_kode: strawberry.Private[str]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]
    asesor_orang_id: strawberry.Private[uuid.UUID | None]
    pemesanan_id: strawberry.Private[uuid.UUID | None]
    direkomendasikan: strawberry.Private[Kompetensi | None]
    pendukung: strawberry.Private[str | None]
    kebutuhan_sandi: strawberry.Private[str | None]
    sebab: strawberry.Private[str | None]

    @property
    def diajukan(self) -> bool:
        """Whether it was ever handed in."""
        return self.diajukan_pada is not None

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPermohonan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nomor=row.nomor,
            jenis=row.jenis,
            jalur=row.jalur_kode,
            keadaan=row.keadaan,
            putaran=row.putaran,
            direkomendasikan=row.rekomendasi,
            disetujui_pada=row.disetujui_pada,
            diajukan_pada=row.diajukan_pada,
            dibuat_pada=row.dibuat_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            orang_id=row.orang_id,
            skema_id=row.skema_id,
            jenis_skema=row.jenis_skema,
            dari_sertifikat_id=row.dari_sertifikat_id,
            persyaratan_id=row.persyaratan_id,
            lembaga_kode=row.lembaga_kode,
            wilayah_kode=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            asesor_orang_id=row.asesor_orang_id,
            pemesanan_id=row.pemesanan_id,
            pendukung=row.informasi_pendukung,
            kebutuhan_sandi=row.kebutuhan_khusus_sandi,
            sebab=row.alasan,
        )

    @classmethod
    async def satu(cls, db: Database, permohonan_id: uuid.UUID) -> PaksiPermohonan:
        """An application the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [permohonan_id]))[permohonan_id])


@strawberry.type
class PaksiLangkahPermohonan:
    """Satu langkah yang ditempuh sebuah permohonan."""

    dari: KeadaanPermohonan | None = strawberry.field(description="Keadaan sebelumnya; kosong saat dibuat.")
    ke: KeadaanPermohonan = strawberry.field(description="Keadaan sesudahnya.")
    putaran: int = strawberry.field(description="Asesmen yang keberapa saat itu.")
    alasan: str | None = strawberry.field(
        description="Alasannya, bila ada dan Anda pihak dalam permohonan ini."
    )
    pada: datetime = strawberry.field(description="Saat terjadi (UTC).")


@strawberry.type
class PaksiJawabanUnit:
    """Jawaban asesmen mandiri (APL-02) tentang satu unit kompetensi."""

    unit: strawberry.ID = strawberry.field(description="Pengenal unit.")
    kode: str = strawberry.field(description="Kode unit.")
    judul: str = strawberry.field(description="Judul unit.")
    kompeten: bool = strawberry.field(description="Apakah pemohon menilai dirinya kompeten.")
    bukti: str = strawberry.field(description="Bukti yang disebut pemohon.")


@strawberry.type
class PaksiDokumenPermohonan:
    """Berkas untuk satu butir persyaratan; unduh dengan tautanBerkas."""

    butir: str = strawberry.field(description="Kode butir persyaratan.")
    nama: str = strawberry.field(description="Nama butir persyaratan.")
    berkas: Berkas = strawberry.field(description="Berkasnya.")


@strawberry.type
class PaksiTemuan:
    """Temuan verifikator tentang satu butir persyaratan."""

    butir: str = strawberry.field(description="Kode butir persyaratan.")
    nama: str = strawberry.field(description="Nama butir persyaratan.")
    sesuai: bool = strawberry.field(description="Apakah butir ini sesuai.")
    catatan: str | None = strawberry.field(description="Apa yang harus diperbaiki.")
    pada: datetime = strawberry.field(description="Saat dicatat (UTC).")


PERMOHONAN = Fields(PaksiPermohonan)


def _untuk(
    info: Info, permohonan: list[PaksiPermohonan], siapa: frozenset[PelakuPermohonan]
) -> set[uuid.UUID]:
    """Those over which the actor has one of these capacities."""
    aktor = info.context.aktor
    return {p.pengenal for p in permohonan if aktor.serba_boleh or siapa & pihak_atas(aktor, p)}


_SEMUA: Final = frozenset(PelakuPermohonan)


@PERMOHONAN.batch
async def orang(permohonan: list[PaksiPermohonan], info: Info) -> list[Orang]:
    """Pemohonnya."""
    rows = await Orang.muat(info.context.db, (p.orang_id for p in permohonan))
    return [rows[p.orang_id] for p in permohonan]


@PERMOHONAN.batch
async def skema(permohonan: list[PaksiPermohonan], info: Info) -> list[PaksiSkema]:
    """Skema yang dimohonkan."""
    rows = await baca_skema.banyak(info.context.db, (p.skema_id for p in permohonan))
    return [PaksiSkema.dari(rows[p.skema_id]) for p in permohonan]


@PERMOHONAN.batch
async def persyaratan(permohonan: list[PaksiPermohonan], info: Info) -> list[PaksiPersyaratan]:
    """Versi persyaratan saat permohonan dibuat; tidak berubah bila ada versi yang lebih baru."""
    rows = await baca_persyaratan.banyak(info.context.db, (p.persyaratan_id for p in permohonan))
    return [PaksiPersyaratan.dari(rows[p.persyaratan_id]) for p in permohonan]


@PERMOHONAN.batch
async def lembaga(permohonan: list[PaksiPermohonan], info: Info) -> list[Lembaga]:
    """LSP yang dituju."""
    rows = await Lembaga.muat(info.context.db, (p.lembaga_kode for p in permohonan))
    return [rows[p.lembaga_kode] for p in permohonan]


@PERMOHONAN.batch
async def wilayah(permohonan: list[PaksiPermohonan], info: Info) -> list[Wilayah]:
    """Wilayah pemohon saat permohonan dibuat."""
    rows = await Wilayah.muat(info.context.db, (p.wilayah_kode for p in permohonan))
    return [rows[p.wilayah_kode] for p in permohonan]


@PERMOHONAN.batch
async def alasan(permohonan: list[PaksiPermohonan], info: Info) -> list[str | None]:
    """Mengapa keadaannya demikian, bila beralasan; hanya bagi pihak dalam permohonan ini."""
    boleh = _untuk(info, permohonan, _SEMUA)
    return [p.sebab if p.pengenal in boleh else None for p in permohonan]


@PERMOHONAN.batch
async def rekomendasi(permohonan: list[PaksiPermohonan], info: Info) -> list[Kompetensi | None]:
    """Rekomendasi asesor pada putaran ini; hanya bagi pihak dalam permohonan ini."""
    boleh = _untuk(info, permohonan, _SEMUA)
    return [p.direkomendasikan if p.pengenal in boleh else None for p in permohonan]


@PERMOHONAN.batch(name="informasiPendukung")
async def informasi_pendukung(permohonan: list[PaksiPermohonan], info: Info) -> list[str | None]:
    """Informasi pendukung (APL-01); hanya bagi pemohon, pemdanya, verifikator, asesornya, dan operator LSP."""
    boleh = _untuk(info, permohonan, PELAYAN)
    return [p.pendukung if p.pengenal in boleh else None for p in permohonan]


@PERMOHONAN.batch(name="kebutuhanKhusus")
async def kebutuhan_khusus(permohonan: list[PaksiPermohonan], info: Info) -> list[str | None]:
    """Kebutuhan bahasa atau disabilitas (APL-01); hanya bagi pemohon, pemdanya, verifikator, asesornya, dan operator LSP."""
    boleh, kunci = _untuk(info, permohonan, PELAYAN), info.context.kunci
    return [
        KEBUTUHAN_KHUSUS.buka(kunci, p.pengenal, p.kebutuhan_sandi)
        if p.kebutuhan_sandi is not None and p.pengenal in boleh
        else None
        for p in permohonan
    ]


@PERMOHONAN.batch
async def riwayat(permohonan: list[PaksiPermohonan], info: Info) -> list[list[PaksiLangkahPermohonan]]:
    """Langkah-langkah yang sudah ditempuh, yang terlama lebih dahulu; tanpa nama pelakunya."""
    rows = await baca.riwayat(info.context.db, [p.pengenal for p in permohonan])
    boleh = _untuk(info, permohonan, _SEMUA)
    return [
        [
            PaksiLangkahPermohonan(
                dari=r.dari,
                ke=r.ke,
                putaran=r.putaran,
                alasan=r.alasan if p.pengenal in boleh else None,
                pada=r.pada,
            )
            for r in rows.get(p.pengenal, ())
        ]
        for p in permohonan
    ]


@PERMOHONAN.batch
async def apl02(permohonan: list[PaksiPermohonan], info: Info) -> list[list[PaksiJawabanUnit] | None]:
    """Asesmen mandiri (APL-02) menurut urutan unit; kosong bila Anda bukan pihak yang memeriksanya."""
    boleh = _untuk(info, permohonan, PENILAI)
    rows = await baca.apl02(info.context.db, boleh)
    return [
        [
            PaksiJawabanUnit(
                unit=strawberry.ID(str(r.unit_id)),
                kode=r.kode,
                judul=r.judul,
                kompeten=r.kompeten,
                bukti=r.bukti,
            )
            for r in rows.get(p.pengenal, ())
        ]
        if p.pengenal in boleh
        else None
        for p in permohonan
    ]


@PERMOHONAN.batch
async def dokumen(permohonan: list[PaksiPermohonan], info: Info) -> list[list[PaksiDokumenPermohonan] | None]:
    """Berkas persyaratannya; hanya bagi pemohon, pemda yang mengurusnya, dan verifikator LSP itu."""
    boleh = _untuk(info, permohonan, PENGURUS)
    rows = await baca.dokumen(info.context.db, boleh)
    berkas = await Berkas.muat(info.context.db, (r.berkas_id for milik in rows.values() for r in milik))
    return [
        [
            PaksiDokumenPermohonan(butir=r.butir_kode, nama=r.nama, berkas=berkas[r.berkas_id])
            for r in rows.get(p.pengenal, ())
        ]
        if p.pengenal in boleh
        else None
        for p in permohonan
    ]


@PERMOHONAN.batch
async def temuan(permohonan: list[PaksiPermohonan], info: Info) -> list[list[PaksiTemuan] | None]:
    """Temuan verifikator menurut urutan butir; kosong bila Anda bukan pemohon, pemdanya, atau petugas LSP."""
    boleh = _untuk(info, permohonan, PELAYAN)
    rows = await baca.temuan(info.context.db, boleh)
    return [
        [
            PaksiTemuan(butir=r.butir_kode, nama=r.nama, sesuai=r.sesuai, catatan=r.catatan, pada=r.pada)
            for r in rows.get(p.pengenal, ())
        ]
        if p.pengenal in boleh
        else None
        for p in permohonan
    ]


FIELDS_ORANG = Fields(Orang)


@FIELDS_ORANG.batch
async def paksi_permohonan(
    orang: list[Orang], info: Info, *, first: First = BAWAAN, after: After = strawberry.UNSET
) -> list[Connection[PaksiPermohonan] | None]:
    """Permohonan sertifikasi orang ini yang boleh Anda lihat, yang terbaru lebih dahulu."""
    aktor = info.context.aktor
    if not baca.boleh_membaca(aktor):
        return [None] * len(orang)
    halaman = await baca.daftar_per_orang(
        info.context.db, aktor, [o.pengenal for o in orang], first=first, after=after or None
    )
    return [sambungan(satu, PaksiPermohonan.dari) for satu in halaman]


_TIDAK_ADA: Final = uuid.UUID(int=0)
"""The id of nothing: what a text that is no id narrows a list to."""


def _atau_tak_ada(teks: str | None) -> uuid.UUID | None:
    if not teks:
        return None
    try:
        return uuid.UUID(teks)
    except ValueError:
        return _TIDAK_ADA


IdPermohonan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal permohonan.")]
"""Type of an argument that names an application."""


@strawberry.type
class Query:
    """Root fields about applications."""

    @strawberry.field(
        extensions=[Masuk()],
        description="Satu permohonan sertifikasi: milik Anda, atau yang boleh Anda lihat.",
    )
    async def paksi_permohonan(self, info: Info, id: IdPermohonan) -> PaksiPermohonan | None:
        """One application."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "permohonan", letak="id"))
        return None if row is None else PaksiPermohonan.dari(row)

    @strawberry.field(
        extensions=[Masuk()],
        description="Permohonan sertifikasi milik Anda dan yang boleh Anda lihat, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_permohonan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya kepada LSP ini.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanPermohonan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        orang: Annotated[
            strawberry.ID | None, strawberry.argument(description="Hanya milik orang ini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiPermohonan]:
        """Applications, newest first."""
        saringan = baca.Saringan(
            wilayah=wilayah or None,
            lembaga=lembaga or None,
            keadaan=keadaan or None,
            orang=_atau_tak_ada(orang),
        )
        halaman = await baca.daftar(
            info.context.db, info.context.aktor, saringan, first=first, after=after or None
        )
        return sambungan(halaman, PaksiPermohonan.dari)


FIELDS = (PERMOHONAN, FIELDS_ORANG)
