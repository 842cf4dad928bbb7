"""Training waves in GraphQL: what they are, and what can be asked."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.diklat import baca
from forum_paksi.diklat.rules import HasilDiklat, JenisHari, KeadaanGelombang
from forum_paksi.jadwal import baca as baca_jadwal
from forum_paksi.jadwal.graphql import PaksiJadwal
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Database,
    Fields,
    First,
    Info,
    Orang,
    PerangkatDaerah,
    Requires,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdGelombang", "PaksiGelombang", "PaksiPesertaGelombang", "Query"]

strawberry.enum(
    KeadaanGelombang,
    name="PaksiKeadaanGelombang",
    description="Sampai di mana sebuah gelombang diklat. DISUSUN: hanya terlihat oleh wilayahnya.",
)
strawberry.enum(
    JenisHari,
    name="PaksiJenisHari",
    description="Bagaimana sebuah hari dijalani: SINKRON bersama pada satu waktu, ASINKRON sendiri-sendiri.",
)
strawberry.enum(HasilDiklat, name="PaksiHasilDiklat", description="Hasil seorang peserta diklat.")

IdGelombang = Annotated[strawberry.ID, strawberry.argument(description="Pengenal gelombang.")]


@strawberry.type
class PaksiHariGelombang:
    """Satu hari sebuah gelombang."""

    tanggal: date = strawberry.field(description="Harinya.")
    jenis: JenisHari = strawberry.field(description="Sinkron atau asinkron.")


@strawberry.type
class PaksiKehadiranDiklat:
    """Kehadiran seorang peserta pada satu hari."""

    tanggal: date = strawberry.field(description="Harinya.")
    hadir: bool = strawberry.field(description="Benar bila hadir.")


@strawberry.type
class PaksiGelombang:
    """Satu gelombang diklat calon penyuluh; lulus diklat menjadi bukti, bukan sertifikat."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama gelombang.")
    penyelenggara: str = strawberry.field(description="Siapa yang menyelenggarakan.")
    tempat: str | None = strawberry.field(description="Tempat hari sinkronnya; kosong bila daring.")
    kuota: int = strawberry.field(description="Paling banyak peserta.")
    terisi: int = strawberry.field(description="Banyaknya peserta sekarang.")
    jp: int | None = strawberry.field(description="Banyaknya jam pelajaran; kosong bila tidak disebut.")
    mulai: date | None = strawberry.field(description="Hari pertama; kosong selama belum berhari.")
    selesai: date | None = strawberry.field(description="Hari terakhir; kosong selama belum berhari.")
    keadaan: KeadaanGelombang = strawberry.field(description="Sampai di mana gelombang ini.")
    alasan_batal: str | None = strawberry.field(description="Mengapa dibatalkan.")
    dibuat_pada: datetime = strawberry.field(description="Saat disusun.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    jadwal_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiGelombang:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            penyelenggara=row.penyelenggara,
            tempat=row.tempat,
            kuota=row.kuota,
            terisi=row.terisi,
            jp=row.jp,
            mulai=row.mulai,
            selesai=row.selesai,
            keadaan=row.keadaan,
            alasan_batal=row.alasan_batal,
            dibuat_pada=row.dibuat_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            jadwal_id=row.jadwal_id,
        )

    @classmethod
    async def satu(cls, db: Database, gelombang_id: uuid.UUID) -> PaksiGelombang:
        """A wave the caller has just acted on."""
        return cls.dari((await baca.banyak(db, [gelombang_id]))[gelombang_id])


@strawberry.type
class PaksiPesertaGelombang:
    """Keikutsertaan seseorang dalam sebuah gelombang diklat."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    hasil: HasilDiklat | None = strawberry.field(description="Lulus atau tidak; kosong selama belum dinilai.")
    nomor_sertifikat: str | None = strawberry.field(description="Nomor sertifikat kelulusan diklatnya.")
    dinilai_pada: datetime | None = strawberry.field(description="Saat terakhir dinilai.")
    terdaftar_pada: datetime = strawberry.field(description="Saat didaftarkan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    gelombang_id: strawberry.Private[uuid.UUID]
    orang_id: strawberry.Private[uuid.UUID]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPesertaGelombang:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            hasil=row.hasil,
            nomor_sertifikat=row.nomor_sertifikat,
            dinilai_pada=row.dinilai_pada,
            terdaftar_pada=row.terdaftar_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            gelombang_id=row.gelombang_id,
            orang_id=row.orang_id,
            perangkat_daerah_id=row.perangkat_daerah_id,
        )


GELOMBANG = Fields(PaksiGelombang)
PESERTA = Fields(PaksiPesertaGelombang)
ORANG = Fields(Orang)
FIELDS = (GELOMBANG, PESERTA, ORANG)


@GELOMBANG.batch
async def wilayah(gelombang: list[PaksiGelombang], info: Info) -> list[Wilayah]:
    """Wilayah yang mengelolanya."""
    rows = await Wilayah.muat(info.context.db, (g.kode_pemilik for g in gelombang))
    return [rows[g.kode_pemilik] for g in gelombang]


@GELOMBANG.batch
async def jadwal(gelombang: list[PaksiGelombang], info: Info) -> list[PaksiJadwal | None]:
    """Jadwal diklat yang kursinya menjadi peserta; kosong bila tidak ada, atau tidak boleh Anda lihat."""
    ids = {g.jadwal_id for g in gelombang if g.jadwal_id is not None}
    rows = await baca_jadwal.banyak(info.context.db, info.context.aktor, ids)
    return [
        PaksiJadwal.dari(rows[g.jadwal_id]) if g.jadwal_id is not None and g.jadwal_id in rows else None
        for g in gelombang
    ]


@GELOMBANG.batch
async def hari(gelombang: list[PaksiGelombang], info: Info) -> list[list[PaksiHariGelombang]]:
    """Hari-harinya, yang terawal lebih dahulu."""
    rows = await baca.hari(info.context.db, [g.pengenal for g in gelombang])
    return [
        [PaksiHariGelombang(tanggal=r.tanggal, jenis=r.jenis) for r in rows.get(g.pengenal, ())]
        for g in gelombang
    ]


@GELOMBANG.batch
async def pelatih(gelombang: list[PaksiGelombang], info: Info) -> list[list[Orang] | None]:
    """Para pelatihnya; kosong bila gelombang ini di luar wilayah kerja Anda."""
    konteks = info.context
    boleh = {g.pengenal for g in gelombang if baca.boleh_lihat(konteks.aktor, g.kode_pemilik)}
    rows = await baca.pelatih(konteks.db, boleh) if boleh else {}
    semua = {o for satu in rows.values() for o in satu}
    orang = await Orang.muat(konteks.db, semua) if semua else {}
    return [
        sorted((orang[o] for o in rows.get(g.pengenal, ())), key=lambda o: (o.nama, o.id))
        if g.pengenal in boleh
        else None
        for g in gelombang
    ]


@GELOMBANG.batch
async def peserta(
    gelombang: list[PaksiGelombang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiPesertaGelombang]]:
    """Peserta yang boleh Anda lihat, menurut urutan pendaftaran."""
    halaman = await baca.peserta_per_gelombang(
        info.context.db,
        info.context.aktor,
        [g.pengenal for g in gelombang],
        first=first,
        after=after or None,
    )
    return [sambungan(satu, PaksiPesertaGelombang.dari) for satu in halaman]


@PESERTA.batch
async def gelombang(peserta: list[PaksiPesertaGelombang], info: Info) -> list[PaksiGelombang]:
    """Gelombang yang diikutinya."""
    rows = await baca.banyak(info.context.db, (p.gelombang_id for p in peserta))
    return [PaksiGelombang.dari(rows[p.gelombang_id]) for p in peserta]


@PESERTA.batch(name="orang")
async def orang_peserta(peserta: list[PaksiPesertaGelombang], info: Info) -> list[Orang]:
    """Siapa pesertanya."""
    rows = await Orang.muat(info.context.db, (p.orang_id for p in peserta))
    return [rows[p.orang_id] for p in peserta]


@PESERTA.batch(name="wilayah")
async def wilayah_peserta(peserta: list[PaksiPesertaGelombang], info: Info) -> list[Wilayah]:
    """Wilayah asalnya saat didaftarkan."""
    rows = await Wilayah.muat(info.context.db, (p.kode_pemilik for p in peserta))
    return [rows[p.kode_pemilik] for p in peserta]


@PESERTA.batch
async def perangkat_daerah(peserta: list[PaksiPesertaGelombang], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerahnya saat didaftarkan."""
    ids = {p.perangkat_daerah_id for p in peserta if p.perangkat_daerah_id is not None}
    rows = await PerangkatDaerah.muat(info.context.db, ids) if ids else {}
    return [None if p.perangkat_daerah_id is None else rows[p.perangkat_daerah_id] for p in peserta]


@PESERTA.batch
async def kehadiran(peserta: list[PaksiPesertaGelombang], info: Info) -> list[list[PaksiKehadiranDiklat]]:
    """Kehadiran yang sudah dicatat, hari terawal lebih dahulu."""
    rows = await baca.kehadiran(info.context.db, [p.pengenal for p in peserta])
    return [
        [PaksiKehadiranDiklat(tanggal=r.tanggal, hadir=r.hadir) for r in rows.get(p.pengenal, ())]
        for p in peserta
    ]


@ORANG.batch
async def paksi_diklat(
    orang: list[Orang],
    info: Info,
    *,
    first: First = BAWAAN,
    after: After = strawberry.UNSET,
) -> list[Connection[PaksiPesertaGelombang] | None]:
    """Gelombang diklat yang diikuti orang ini; kosong bila Anda tidak berizin melihatnya."""
    aktor = info.context.aktor
    boleh = [baca.boleh_diri(aktor, o.pengenal) for o in orang]
    if not any(boleh):
        return [None] * len(orang)
    halaman = await baca.peserta_per_orang(
        info.context.db, aktor, [o.pengenal for o in orang], first=first, after=after or None
    )
    return [
        sambungan(satu, PaksiPesertaGelombang.dari) if ya else None
        for ya, satu in zip(boleh, halaman, strict=True)
    ]


@strawberry.type
class Query:
    """Root fields about training waves."""

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)], description="Satu gelombang diklat yang boleh Anda lihat."
    )
    async def paksi_gelombang(self, info: Info, id: IdGelombang) -> PaksiGelombang | None:
        """One wave."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "gelombang", letak="id"))
        return None if row is None else PaksiGelombang.dari(row)

    @strawberry.field(
        extensions=[Requires(*baca.IZIN_BACA)],
        description="Gelombang diklat wilayah Anda dan yang dibuka bagi semua, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_gelombang(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanGelombang] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiGelombang]:
        """Waves, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            keadaan=keadaan or (),
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiGelombang.dari)
