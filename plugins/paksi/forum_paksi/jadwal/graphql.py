"""Schedules in GraphQL: what everybody may see, without a person's name."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Annotated, Any

import strawberry
from sqlalchemy import Row

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.jadwal import baca
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, KeadaanJadwal, Mode, Paruh, lokal_dari_instan
from forum_paksi.pengenal import pengenal
from forum_paksi.skema import baca as baca_skema
from forum_paksi.skema.graphql import PaksiJalur, PaksiSkema
from forum_server.plugin import (
    BAWAAN,
    After,
    Connection,
    Fields,
    First,
    Info,
    Lembaga,
    Public,
    TidakDitemukan,
    Wilayah,
    sambungan,
)

__all__ = ["FIELDS", "PaksiBagian", "PaksiJadwal", "Query", "jadwal_terbaca"]

strawberry.enum(JenisJadwal, name="PaksiJenisJadwal", description="Asesmen atau diklat.")
strawberry.enum(Mode, name="PaksiMode", description="Tatap muka di sebuah TUK, atau jarak jauh.")
strawberry.enum(Paruh, name="PaksiParuh", description="Paruh hari: PAGI (08-12) atau SIANG (13-17).")
strawberry.enum(
    Cakupan,
    name="PaksiCakupanJadwal",
    description="Untuk siapa jadwal dibuka: semua, provinsi, atau pemda tertentu.",
)
strawberry.enum(
    Kebijakan, name="PaksiKebijakan", description="Cara membagi kursi dan mengurutkan daftar tunggu."
)
strawberry.enum(KeadaanJadwal, name="PaksiKeadaanJadwal", description="Keadaan sebuah jadwal.")


@strawberry.type
class PaksiSesi:
    """Satu paruh hari pelaksanaan."""

    tanggal: date = strawberry.field(description="Tanggalnya.")
    paruh: Paruh = strawberry.field(description="Pagi atau siang.")


@strawberry.type
class PaksiBagian:
    """Bagian kursi sebuah jadwal dengan daftar tunggunya sendiri: terbuka, atau dicadangkan untuk satu himpunan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    terbuka: bool = strawberry.field(description="Benar bagi bagian terbuka, salah bagi yang dicadangkan.")
    kapasitas: int = strawberry.field(description="Banyaknya kursi.")
    terisi: int = strawberry.field(description="Kursi yang sudah ditahan, dikonfirmasi, atau dipakai.")
    menunggu: int = strawberry.field(description="Banyaknya orang dalam daftar tunggu bagian ini.")
    kebijakan: Kebijakan = strawberry.field(description="Cara kursi dan daftar tunggunya diurutkan.")
    kembali_pada: datetime | None = strawberry.field(
        description="Saat kursi yang belum terpakai kembali ke bagian terbuka."
    )
    dikembalikan: int = strawberry.field(description="Kursi yang sudah kembali ke bagian terbuka.")
    pengenal: strawberry.Private[uuid.UUID]
    himpunan_id: strawberry.Private[uuid.UUID | None]
    kode_pemilik: strawberry.Private[str]

    @strawberry.field(description="Kursi yang masih kosong.")
    def sisa(self) -> int:
        """Free seats."""
        return self.kapasitas - self.terisi

    @classmethod
    def dari(cls, row: Row[Any], pemilik: str) -> PaksiBagian:
        """The GraphQL object of a row read by `baca.bagian`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            terbuka=row.himpunan_id is None,
            kapasitas=row.kapasitas,
            terisi=row.terisi,
            menunggu=row.menunggu,
            kebijakan=row.kebijakan,
            kembali_pada=row.kembali_pada,
            dikembalikan=row.dikembalikan,
            pengenal=row.id,
            himpunan_id=row.himpunan_id,
            kode_pemilik=pemilik,
        )


@strawberry.type
class PaksiJadwal:
    """Satu asesmen atau diklat yang ditawarkan sebuah LSP."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    kode: str = strawberry.field(description="Kode yang mudah dibaca, misalnya ASESMEN-20260405-7QX2.")
    jenis: JenisJadwal = strawberry.field(description="Asesmen atau diklat.")
    mode: Mode = strawberry.field(description="Tatap muka atau jarak jauh.")
    tuk_nama: str | None = strawberry.field(description="Tempat uji kompetensi; kosong bila jarak jauh.")
    zona: str = strawberry.field(description="Zona waktu jadwal ini: WIB, WITA, atau WIT.")
    batas_daftar: datetime = strawberry.field(description="Batas pendaftaran (UTC).")
    mulai_pada: datetime = strawberry.field(description="Saat sesi pertama dimulai (UTC).")
    jumlah_asesor: int = strawberry.field(description="Banyaknya asesor.")
    batas_per_asesor: int = strawberry.field(description="Paling banyak asesi per asesor per hari.")
    jumlah_hari: int = strawberry.field(description="Banyaknya hari pelaksanaan.")
    kapasitas: int = strawberry.field(description="Kursi seluruhnya.")
    belum_dibagi: int = strawberry.field(description="Kursi yang belum dimasukkan ke bagian mana pun.")
    tahanan_menit: int = strawberry.field(
        description="Lamanya kursi ditahan sebelum dikonfirmasi, dalam menit."
    )
    cakupan: Cakupan = strawberry.field(description="Untuk siapa jadwal ini dibuka.")
    keadaan: KeadaanJadwal = strawberry.field(description="Keadaan saat ini.")
    alasan_batal: str | None = strawberry.field(description="Mengapa dibatalkan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    skema_id: strawberry.Private[uuid.UUID]
    tuk_wilayah_kode: strawberry.Private[str | None]

    @strawberry.field(description="Batas pendaftaran menurut jam setempat, misalnya 2026-04-01T16:00.")
    def batas_daftar_lokal(self) -> str:
        """The deadline as it was entered."""
        return lokal_dari_instan(self.batas_daftar, self.zona)

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiJadwal:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            kode=row.kode,
            jenis=row.jenis,
            mode=row.mode,
            tuk_nama=row.tuk_nama,
            zona=row.zona,
            batas_daftar=row.batas_daftar,
            mulai_pada=row.mulai_pada,
            jumlah_asesor=row.jumlah_asesor,
            batas_per_asesor=row.batas_per_asesor,
            jumlah_hari=row.jumlah_hari,
            kapasitas=row.kapasitas,
            belum_dibagi=row.kapasitas - row.terbagi,
            tahanan_menit=row.tahanan_menit,
            cakupan=row.cakupan,
            keadaan=row.keadaan,
            alasan_batal=row.alasan_batal,
            pengenal=row.id,
            kode_pemilik=row.lembaga_kode,
            skema_id=row.skema_id,
            tuk_wilayah_kode=row.tuk_wilayah,
        )


FIELDS = Fields(PaksiJadwal)


@FIELDS.batch
async def skema(jadwal: list[PaksiJadwal], info: Info) -> list[PaksiSkema]:
    """Skema yang diujikan atau disiapkan."""
    rows = await baca_skema.banyak(info.context.db, (j.skema_id for j in jadwal))
    return [PaksiSkema.dari(rows[j.skema_id]) for j in jadwal]


@FIELDS.batch
async def lembaga(jadwal: list[PaksiJadwal], info: Info) -> list[Lembaga]:
    """LSP penyelenggara."""
    rows = await Lembaga.muat(info.context.db, (j.kode_pemilik for j in jadwal))
    return [rows[j.kode_pemilik] for j in jadwal]


@FIELDS.batch
async def tuk_wilayah(jadwal: list[PaksiJadwal], info: Info) -> list[Wilayah | None]:
    """Wilayah tempat uji kompetensi; kosong bila jarak jauh."""
    rows = await Wilayah.muat(info.context.db, (j.tuk_wilayah_kode for j in jadwal if j.tuk_wilayah_kode))
    return [rows[j.tuk_wilayah_kode] if j.tuk_wilayah_kode else None for j in jadwal]


@FIELDS.batch
async def sesi(jadwal: list[PaksiJadwal], info: Info) -> list[list[PaksiSesi]]:
    """Paruh-paruh hari pelaksanaan, menurut waktu."""
    rows = await baca.sesi(info.context.db, (j.pengenal for j in jadwal))
    return [[PaksiSesi(tanggal=r.tanggal, paruh=r.paruh) for r in rows.get(j.pengenal, ())] for j in jadwal]


@FIELDS.batch
async def jalur(jadwal: list[PaksiJadwal], info: Info) -> list[list[PaksiJalur]]:
    """Jalur yang diterima; kosong bila pendaftarannya tanpa jalur (API, naik jenjang)."""
    rows = await baca.jalur(info.context.db, (j.pengenal for j in jadwal))
    return [[PaksiJalur.dari(r) for r in rows.get(j.pengenal, ())] for j in jadwal]


@FIELDS.batch
async def wilayah_terbuka(jadwal: list[PaksiJadwal], info: Info) -> list[list[Wilayah]]:
    """Provinsi atau pemda yang boleh mendaftar; kosong bila dibuka untuk semua."""
    kode = await baca.wilayah_terbuka(info.context.db, (j.pengenal for j in jadwal))
    rows = (
        await Wilayah.muat(info.context.db, (k for daftar in kode.values() for k in daftar)) if kode else {}
    )
    return [[rows[k] for k in kode.get(j.pengenal, ())] for j in jadwal]


@FIELDS.batch
async def bagian(jadwal: list[PaksiJadwal], info: Info) -> list[list[PaksiBagian]]:
    """Bagian-bagian kursinya, bagian terbuka lebih dahulu."""
    rows = await baca.bagian(info.context.db, (j.pengenal for j in jadwal))
    return [[PaksiBagian.dari(r, j.kode_pemilik) for r in rows.get(j.pengenal, ())] for j in jadwal]


@strawberry.input
class PaksiSaringJadwal:
    """Saringan daftar jadwal; yang dikosongkan tidak menyaring."""

    lembaga: str | None = strawberry.field(default=None, description="Kode LSP penyelenggara.")
    skema: str | None = strawberry.field(default=None, description="Kode skema, misalnya PAKSI_PERTAMA.")
    jenis: JenisJadwal | None = strawberry.field(default=None, description="Asesmen atau diklat.")
    mode: Mode | None = strawberry.field(default=None, description="Tatap muka atau jarak jauh.")
    keadaan: KeadaanJadwal | None = strawberry.field(default=None, description="Hanya dalam keadaan ini.")
    untuk_wilayah: str | None = strawberry.field(
        default=None, description="Hanya yang terbuka untuk pemda dengan kode ini."
    )
    mulai_sejak: datetime | None = strawberry.field(
        default=None, description="Hanya yang mulai sejak saat ini."
    )
    menerima: bool = strawberry.field(default=False, description="Hanya yang sedang menerima pendaftaran.")

    def saringan(self) -> baca.Saringan:
        """The same for reading."""
        return baca.Saringan(
            lembaga=self.lembaga,
            skema=self.skema,
            jenis=self.jenis,
            mode=self.mode,
            keadaan=self.keadaan,
            untuk_wilayah=self.untuk_wilayah,
            mulai_sejak=self.mulai_sejak,
            menerima=self.menerima,
        )


async def jadwal_terbaca(info: Info, jadwal_id: uuid.UUID) -> PaksiJadwal:
    """A schedule the actor may see; raises `TidakDitemukan`."""
    row = await baca.satu(info.context.db, info.context.aktor, jadwal_id)
    if row is None:
        raise TidakDitemukan("jadwal", letak=["id"])
    return PaksiJadwal.dari(row)


@strawberry.type
class Query:
    """Root fields about schedules."""

    @strawberry.field(
        extensions=[Public()], description="Satu jadwal; rancangan (DRAF) hanya tampak bagi LSP-nya."
    )
    async def paksi_jadwal(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Pengenalnya.")],
    ) -> PaksiJadwal | None:
        """One schedule."""
        return await jadwal_terbaca(info, pengenal(id, "jadwal", letak="id"))

    @strawberry.field(extensions=[Public()], description="Jadwal menurut waktu mulainya.")
    async def paksi_daftar_jadwal(
        self,
        info: Info,
        filter: Annotated[
            PaksiSaringJadwal | None, strawberry.argument(description="Saringan; kosong berarti semua.")
        ] = strawberry.UNSET,
        first: First = BAWAAN,
        after: After = strawberry.UNSET,
    ) -> Connection[PaksiJadwal]:
        """Schedules by their beginning."""
        saringan = filter.saringan() if filter else baca.Saringan()
        halaman = await baca.daftar(
            info.context.db, info.context.aktor, saringan, first=first, after=after or None
        )
        return sambungan(halaman, PaksiJadwal.dari)
