"""Invitations in GraphQL: what they are, and what can be asked."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.himpunan.graphql.tipe import HIMPUNAN, PaksiHimpunan
from forum_paksi.jadwal import baca as baca_jadwal
from forum_paksi.jadwal.graphql import PaksiJadwal
from forum_paksi.jadwal.rules import JenisJadwal
from forum_paksi.pelaku import IZIN_LIHAT, Pelaku
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan.graphql import PaksiRentang
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.undangan import baca
from forum_paksi.undangan.rules import KeadaanUndangan
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    Info,
    Lembaga,
    Requires,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "IdUndangan", "PaksiUndangan", "Query", "undangan_terbaca"]

strawberry.enum(
    KeadaanUndangan,
    name="PaksiKeadaanUndangan",
    description="Sampai di mana sebuah undangan. DISEPAKATI: kedua pihak setuju dan jadwalnya ada. GUGUR: himpunan atau"
    " jadwalnya berakhir.",
)

IdUndangan = Annotated[strawberry.ID, strawberry.argument(description="Pengenal undangan.")]


@strawberry.type
class PaksiUndangan:
    """Undangan sebuah himpunan agar LSP-nya datang ke daerah."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    keadaan: KeadaanUndangan = strawberry.field(description="Sampai di mana undangan ini.")
    versi: int = strawberry.field(
        description="Versi isinya yang terbaru; sebut versi yang Anda baca saat menanggapi."
    )
    jawab_sampai: datetime | None = strawberry.field(
        description="Sampai kapan LSP dapat menerima atau menjawab; kosong: selama undangannya berlaku."
    )
    alasan: str | None = strawberry.field(
        description="Mengapa ditolak, tidak disetujui, ditarik, atau gugur."
    )
    dibuat_pada: datetime = strawberry.field(description="Saat dibuat.")
    dikirim_pada: datetime | None = strawberry.field(description="Saat pertama kali dikirim kepada LSP.")
    disepakati_pada: datetime | None = strawberry.field(description="Saat kedua pihak sepakat.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    lembaga_kode: strawberry.Private[str]
    himpunan_id: strawberry.Private[uuid.UUID]
    jadwal_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiUndangan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            keadaan=row.keadaan,
            versi=row.versi,
            jawab_sampai=row.jawab_sampai,
            alasan=row.alasan,
            dibuat_pada=row.dibuat_pada,
            dikirim_pada=row.dikirim_pada,
            disepakati_pada=row.disepakati_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
            himpunan_id=row.himpunan_id,
            jadwal_id=row.jadwal_id,
        )


@strawberry.type
class PaksiPutaranUndangan:
    """Satu versi isi undangan, dari koordinator atau jawaban LSP, dan apa jadinya."""

    versi: int = strawberry.field(description="Nomor versinya.")
    pihak: Pelaku = strawberry.field(description="Siapa yang menulisnya: KOORDINATOR atau LSP.")
    jenis: JenisJadwal = strawberry.field(description="Asesmen atau diklat.")
    tuk_nama: str = strawberry.field(description="Nama tempat uji kompetensi.")
    tuk_alamat: str = strawberry.field(description="Letak tempat itu.")
    peserta: int = strawberry.field(description="Banyaknya peserta; sebanyak itu kursinya nanti.")
    sumber_anggaran: SumberAnggaran = strawberry.field(description="Dari mana biayanya.")
    anggaran_rupiah: str = strawberry.field(description="Anggaran yang disediakan, rupiah bulat.")
    catatan: str | None = strawberry.field(description="Catatan bagi pihak lain.")
    jumlah_asesor: int | None = strawberry.field(description="Asesor yang disanggupi LSP dalam jawabannya.")
    batas_per_asesor: int | None = strawberry.field(
        description="Paling banyak asesi per asesor per hari, dalam jawaban LSP."
    )
    batas_daftar: str | None = strawberry.field(
        description="Batas pendaftaran dalam jawaban LSP, menurut jam wilayah TUK."
    )
    dikirim_pada: datetime | None = strawberry.field(description="Saat dikirim; kosong selama masih disusun.")
    hasil: KeadaanUndangan | None = strawberry.field(
        description="Tanggapan atas versi ini; kosong selama menunggu."
    )
    alasan: str | None = strawberry.field(description="Alasan tanggapan itu.")
    ditanggapi_pada: datetime | None = strawberry.field(description="Saat ditanggapi.")
    undangan_id: strawberry.Private[uuid.UUID]
    tuan_rumah_kode: strawberry.Private[str]
    tuk_wilayah_kode: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiPutaranUndangan:
        """The GraphQL object of a row read by `baca.putaran`."""
        return cls(
            versi=row.versi,
            pihak=row.pihak,
            jenis=row.jenis,
            tuk_nama=row.tuk_nama,
            tuk_alamat=row.tuk_alamat,
            peserta=row.peserta,
            sumber_anggaran=row.sumber_anggaran,
            anggaran_rupiah=str(row.anggaran_rupiah),
            catatan=row.catatan,
            jumlah_asesor=row.jumlah_asesor,
            batas_per_asesor=row.batas_per_asesor,
            batas_daftar=row.batas_daftar,
            dikirim_pada=row.dikirim_pada,
            hasil=row.hasil,
            alasan=row.alasan,
            ditanggapi_pada=row.ditanggapi_pada,
            undangan_id=row.undangan_id,
            tuan_rumah_kode=row.tuan_rumah,
            tuk_wilayah_kode=row.tuk_wilayah,
        )


UNDANGAN = Fields(PaksiUndangan)
PUTARAN = Fields(PaksiPutaranUndangan)
JADWAL = Fields(PaksiJadwal)
FIELDS = (UNDANGAN, PUTARAN, JADWAL)


@UNDANGAN.batch
async def himpunan(undangan: list[PaksiUndangan], info: Info) -> list[PaksiHimpunan]:
    """Himpunan yang mengundang."""
    rows = await PaksiHimpunan.muat(info.context.db, (u.himpunan_id for u in undangan))
    return [rows[u.himpunan_id] for u in undangan]


@UNDANGAN.batch
async def lembaga(undangan: list[PaksiUndangan], info: Info) -> list[Lembaga]:
    """LSP yang diundang."""
    rows = await Lembaga.muat(info.context.db, (u.lembaga_kode for u in undangan))
    return [rows[u.lembaga_kode] for u in undangan]


@UNDANGAN.batch
async def jadwal(undangan: list[PaksiUndangan], info: Info) -> list[PaksiJadwal | None]:
    """Jadwal yang lahir dari kesepakatan."""
    ids = {u.jadwal_id for u in undangan if u.jadwal_id is not None}
    rows = await baca_jadwal.banyak(info.context.db, info.context.aktor, ids)
    return [
        PaksiJadwal.dari(rows[u.jadwal_id]) if u.jadwal_id is not None and u.jadwal_id in rows else None
        for u in undangan
    ]


@UNDANGAN.batch
async def putaran(undangan: list[PaksiUndangan], info: Info) -> list[list[PaksiPutaranUndangan]]:
    """Setiap versi isinya yang pernah dikirim, yang terlama lebih dahulu; yang terakhir berlaku."""
    rows = await baca.putaran(
        info.context.db, info.context.aktor, ((u.pengenal, u.kode_pemilik) for u in undangan)
    )
    return [[PaksiPutaranUndangan.dari(r) for r in rows.get(u.pengenal, ())] for u in undangan]


@UNDANGAN.batch
async def isi(undangan: list[PaksiUndangan], info: Info) -> list[PaksiPutaranUndangan]:
    """Isinya yang terbaru sejauh boleh Anda lihat."""
    rows = await baca.putaran(
        info.context.db, info.context.aktor, ((u.pengenal, u.kode_pemilik) for u in undangan)
    )
    return [PaksiPutaranUndangan.dari(rows[u.pengenal][-1]) for u in undangan]


@PUTARAN.batch
async def tanggal(putaran: list[PaksiPutaranUndangan], info: Info) -> list[list[PaksiRentang]]:
    """Pilihan tanggalnya, yang paling diinginkan lebih dahulu."""
    rows = await baca.tanggal(info.context.db, {p.undangan_id for p in putaran})
    return [
        [PaksiRentang(mulai=r.mulai, sampai=r.sampai) for r in rows.get((p.undangan_id, p.versi), ())]
        for p in putaran
    ]


@PUTARAN.batch
async def jalur(putaran: list[PaksiPutaranUndangan], info: Info) -> list[list[str]]:
    """Kode jalur yang akan diterima; kosong bila skemanya tanpa jalur."""
    rows = await baca.jalur(info.context.db, {p.undangan_id for p in putaran})
    return [rows.get((p.undangan_id, p.versi), []) for p in putaran]


@PUTARAN.batch
async def tuan_rumah(putaran: list[PaksiPutaranUndangan], info: Info) -> list[Wilayah]:
    """Pemda yang menjadi tuan rumah."""
    rows = await Wilayah.muat(info.context.db, (p.tuan_rumah_kode for p in putaran))
    return [rows[p.tuan_rumah_kode] for p in putaran]


@PUTARAN.batch
async def tuk_wilayah(putaran: list[PaksiPutaranUndangan], info: Info) -> list[Wilayah]:
    """Wilayah tempat uji kompetensi."""
    rows = await Wilayah.muat(info.context.db, (p.tuk_wilayah_kode for p in putaran))
    return [rows[p.tuk_wilayah_kode] for p in putaran]


@HIMPUNAN.batch(name="undangan")
async def undangan_himpunan(himpunan: list[PaksiHimpunan], info: Info) -> list[list[PaksiUndangan]]:
    """Undangan kepada LSP yang boleh Anda lihat, yang terbaru lebih dahulu."""
    rows = await baca.per_himpunan(info.context.db, info.context.aktor, [h.pengenal for h in himpunan])
    return [[PaksiUndangan.dari(r) for r in rows.get(h.pengenal, ())] for h in himpunan]


@JADWAL.batch(name="undangan")
async def undangan_jadwal(jadwal: list[PaksiJadwal], info: Info) -> list[PaksiUndangan | None]:
    """Undangan asal jadwal ini; kosong bila tidak ada, atau tidak boleh Anda lihat."""
    rows = await baca.per_jadwal(info.context.db, info.context.aktor, [j.pengenal for j in jadwal])
    return [PaksiUndangan.dari(rows[j.pengenal]) if j.pengenal in rows else None for j in jadwal]


async def undangan_terbaca(info: Info, undangan_id: uuid.UUID) -> PaksiUndangan:
    """An invitation the actor may see; raises `TidakDitemukan`."""
    row = await baca.satu(info.context.db, info.context.aktor, undangan_id)
    if row is None:
        raise TidakDitemukan("undangan", letak=["undangan"])
    return PaksiUndangan.dari(row)


@strawberry.type
class Query:
    """Root fields about invitations."""

    @strawberry.field(extensions=[Requires(IZIN_LIHAT)], description="Satu undangan yang boleh Anda lihat.")
    async def paksi_undangan(self, info: Info, id: IdUndangan) -> PaksiUndangan | None:
        """One invitation."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(id, "undangan", letak="id"))
        return None if row is None else PaksiUndangan.dari(row)

    @strawberry.field(
        extensions=[Requires(IZIN_LIHAT)],
        description="Undangan yang boleh Anda lihat, yang terbaru lebih dahulu.",
    )
    async def paksi_daftar_undangan(
        self,
        info: Info,
        *,
        wilayah: Annotated[
            str | None, strawberry.argument(description="Hanya dari wilayah ini dan semua di bawahnya.")
        ] = strawberry.UNSET,
        lembaga: Annotated[
            str | None, strawberry.argument(description="Hanya kepada LSP dengan kode ini.")
        ] = strawberry.UNSET,
        keadaan: Annotated[
            list[KeadaanUndangan] | None, strawberry.argument(description="Hanya yang sedang begini.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiUndangan]:
        """Invitations, newest first."""
        halaman = await baca.daftar(
            info.context.db,
            info.context.aktor,
            wilayah=wilayah or None,
            lembaga=lembaga or None,
            keadaan=keadaan or (),
            first=first,
            after=after or None,
        )
        return sambungan(halaman, PaksiUndangan.dari)
