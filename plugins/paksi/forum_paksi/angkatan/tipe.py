"""Cohorts as GraphQL types; what belongs to many of them is fetched together."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import strawberry
from sqlalchemy import Row

from forum_paksi.angkatan import baca
from forum_paksi.angkatan.rules import (
    JenisTugas,
    KeadaanAngkatan,
    KeadaanHasil,
    StatusTugas,
    status_tugas,
)
from forum_paksi.hari import baca_kini
from forum_server.plugin import Berkas, Fields, Info, Orang, PerangkatDaerah, Wilayah

__all__ = [
    "ANGKATAN",
    "FIELDS",
    "PaksiAnggotaAngkatan",
    "PaksiAngkatan",
    "PaksiTugasAngkatan",
    "PaksiTunggakanAngkatan",
]

strawberry.enum(
    KeadaanAngkatan,
    name="PaksiKeadaanAngkatan",
    description="BERJALAN: anggotanya belajar dan melapor. SELESAI: tidak ada yang berubah lagi.",
)
strawberry.enum(
    JenisTugas,
    name="PaksiJenisTugasAngkatan",
    description="Tugas anggota sesudah belajar: menyebarkan nilai, membangun jaringan perangkat daerah, menulis praktik"
    " baik, dan melapor berkala.",
)
strawberry.enum(
    KeadaanHasil,
    name="PaksiKeadaanHasilTugas",
    description="DIKEMBALIKAN dihitung belum dikerjakan sampai diserahkan lagi.",
)
strawberry.enum(
    StatusTugas,
    name="PaksiStatusTugas",
    description="Bagaimana sebuah tugas bagi seorang anggota hari ini: SELESAI, BERJALAN, atau TERLAMBAT.",
)


@strawberry.type
class PaksiAngkatan:
    """Angkatan calon penyuluh sebuah pemda: siapa anggotanya, apa tugasnya, dan sampai di mana."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama angkatan.")
    tahun: int = strawberry.field(description="Tahun angkatan.")
    pendorong: str | None = strawberry.field(
        description="Aksi yang mendorongnya, misalnya dari rencana aksi penilaian integritas (RAPI)."
    )
    rujukan_pendorong: str | None = strawberry.field(description="Bagaimana aksi itu dikutip.")
    keadaan: KeadaanAngkatan = strawberry.field(description="Sedang berjalan, atau selesai.")
    dibuat_pada: datetime = strawberry.field(description="Saat dibuat.")
    selesai_pada: datetime | None = strawberry.field(description="Saat diselesaikan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiAngkatan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            tahun=row.tahun,
            pendorong=row.pendorong,
            rujukan_pendorong=row.rujukan_pendorong,
            keadaan=row.keadaan,
            dibuat_pada=row.dibuat_pada,
            selesai_pada=row.selesai_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
        )


@strawberry.type
class PaksiTugasAngkatan:
    """Satu tugas bagi setiap anggota; laporan berkala mempunyai periode."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    jenis: JenisTugas = strawberry.field(description="Jenis tugasnya.")
    nama: str = strawberry.field(description="Apa yang diminta.")
    mulai: date | None = strawberry.field(description="Hari pertama periode laporan.")
    selesai: date | None = strawberry.field(description="Hari terakhir periode laporan.")
    batas: date = strawberry.field(description="Hari terakhir untuk menyerahkannya.")

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiTugasAngkatan:
        """The GraphQL object of a row read by `baca`."""
        id_ = getattr(row, "tugas_id", None) or row.id
        return cls(
            id=strawberry.ID(str(id_)),
            jenis=row.jenis,
            nama=row.nama,
            mulai=row.mulai,
            selesai=row.selesai,
            batas=row.batas,
        )


@strawberry.type
class PaksiAnggotaAngkatan:
    """Seseorang dalam sebuah angkatan."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    masuk: date = strawberry.field(description="Hari masuk.")
    keluar: date | None = strawberry.field(description="Hari keluar; kosong selama menjadi anggota.")
    alasan: str | None = strawberry.field(description="Mengapa keluar.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    angkatan_id: strawberry.Private[uuid.UUID]
    orang_id: strawberry.Private[uuid.UUID]
    perangkat_daerah_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiAnggotaAngkatan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            masuk=row.masuk,
            keluar=row.keluar,
            alasan=row.alasan,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            angkatan_id=row.angkatan_id,
            orang_id=row.orang_id,
            perangkat_daerah_id=row.perangkat_daerah_id,
        )


@strawberry.type
class PaksiElearningAnggota:
    """Satu kelas e-learning yang lulus; menjadi bukti orangnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    kelas: str = strawberry.field(description="Nama kelasnya.")
    penyelenggara: str | None = strawberry.field(description="Penyelenggaranya.")
    selesai: date = strawberry.field(description="Hari lulus.")
    nomor: str | None = strawberry.field(description="Nomor sertifikatnya.")


@strawberry.type
class PaksiHasilTugas:
    """Yang diserahkan seorang anggota untuk sebuah tugas."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    keadaan: KeadaanHasil = strawberry.field(description="Diserahkan, atau dikembalikan.")
    uraian: str = strawberry.field(description="Apa yang dilakukan dan hasilnya.")
    dilaksanakan: date = strawberry.field(description="Hari pelaksanaannya.")
    catatan: str | None = strawberry.field(description="Mengapa dikembalikan.")
    diserahkan_pada: datetime = strawberry.field(description="Saat terakhir diserahkan.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]


@strawberry.type
class PaksiTugasAnggota:
    """Satu tugas dan bagaimana keadaannya bagi seorang anggota."""

    tugas: PaksiTugasAngkatan = strawberry.field(description="Tugasnya.")
    status: StatusTugas = strawberry.field(description="Bagaimana keadaannya hari ini.")
    hasil: PaksiHasilTugas | None = strawberry.field(description="Yang diserahkan, bila ada.")


@strawberry.type
class PaksiTunggakanAngkatan:
    """Tugas yang lewat batasnya dan belum diserahkan seorang anggota."""

    tugas: PaksiTugasAngkatan = strawberry.field(description="Tugasnya.")
    hari_terlambat: int = strawberry.field(description="Sudah berapa hari lewat batas.")
    kode_pemilik: strawberry.Private[str]
    anggota_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiTunggakanAngkatan:
        """The GraphQL object of a row read by `baca.tunggakan`."""
        return cls(
            tugas=PaksiTugasAngkatan.dari(row),
            hari_terlambat=(row.hari_ini - row.batas).days,
            kode_pemilik=row.wilayah_kode,
            anggota_id=row.anggota_id,
        )


ANGKATAN = Fields(PaksiAngkatan)
ANGGOTA = Fields(PaksiAnggotaAngkatan)
HASIL = Fields(PaksiHasilTugas)
TUNGGAKAN = Fields(PaksiTunggakanAngkatan)
ORANG = Fields(Orang)
FIELDS = (ANGKATAN, ANGGOTA, HASIL, TUNGGAKAN, ORANG)


@ANGKATAN.batch
async def wilayah(angkatan: list[PaksiAngkatan], info: Info) -> list[Wilayah]:
    """Pemda pemiliknya."""
    rows = await Wilayah.muat(info.context.db, (a.kode_pemilik for a in angkatan))
    return [rows[a.kode_pemilik] for a in angkatan]


@ANGKATAN.batch
async def tugas(angkatan: list[PaksiAngkatan], info: Info) -> list[list[PaksiTugasAngkatan]]:
    """Tugas bagi setiap anggota, yang paling dahulu batasnya lebih dahulu."""
    rows = await baca.tugas(info.context.db, [a.pengenal for a in angkatan])
    return [[PaksiTugasAngkatan.dari(r) for r in rows.get(a.pengenal, ())] for a in angkatan]


@ANGGOTA.batch(name="angkatan")
async def angkatan_anggota(anggota: list[PaksiAnggotaAngkatan], info: Info) -> list[PaksiAngkatan]:
    """Angkatannya."""
    rows = await baca.banyak(info.context.db, (a.angkatan_id for a in anggota))
    return [PaksiAngkatan.dari(rows[a.angkatan_id]) for a in anggota]


@ANGGOTA.batch
async def orang(anggota: list[PaksiAnggotaAngkatan], info: Info) -> list[Orang]:
    """Orangnya."""
    rows = await Orang.muat(info.context.db, (a.orang_id for a in anggota))
    return [rows[a.orang_id] for a in anggota]


@ANGGOTA.batch(name="perangkatDaerah")
async def perangkat_daerah(anggota: list[PaksiAnggotaAngkatan], info: Info) -> list[PerangkatDaerah | None]:
    """Perangkat daerah yang diwakilinya saat masuk, bila ada."""
    rows = await PerangkatDaerah.muat(
        info.context.db, (a.perangkat_daerah_id for a in anggota if a.perangkat_daerah_id)
    )
    return [rows[a.perangkat_daerah_id] if a.perangkat_daerah_id else None for a in anggota]


@ANGGOTA.batch
async def elearning(anggota: list[PaksiAnggotaAngkatan], info: Info) -> list[list[PaksiElearningAnggota]]:
    """Kelas e-learning yang sudah lulus, yang terlama lebih dahulu."""
    rows = await baca.elearning(info.context.db, [a.pengenal for a in anggota])
    return [
        [
            PaksiElearningAnggota(
                id=strawberry.ID(str(r.id)),
                kelas=r.kelas,
                penyelenggara=r.penyelenggara,
                selesai=r.selesai,
                nomor=r.nomor,
            )
            for r in rows.get(a.pengenal, ())
        ]
        for a in anggota
    ]


@ANGGOTA.batch(name="tugas")
async def tugas_anggota(anggota: list[PaksiAnggotaAngkatan], info: Info) -> list[list[PaksiTugasAnggota]]:
    """Tugas yang diminta darinya dan yang sudah diserahkan, yang paling dahulu batasnya lebih dahulu."""
    db = info.context.db
    rows = await baca.tugas_anggota(db, [a.pengenal for a in anggota], await baca_kini(db))
    return [[_tugas_anggota(r) for r in rows.get(a.pengenal, ())] for a in anggota]


def _tugas_anggota(row: Row[Any]) -> PaksiTugasAnggota:
    hasil = (
        None
        if row.hasil_id is None
        else PaksiHasilTugas(
            id=strawberry.ID(str(row.hasil_id)),
            keadaan=row.hasil_keadaan,
            uraian=row.uraian,
            dilaksanakan=row.dilaksanakan,
            catatan=row.catatan,
            diserahkan_pada=row.diserahkan_pada,
            pengenal=row.hasil_id,
            kode_pemilik=row.wilayah_kode,
        )
    )
    return PaksiTugasAnggota(
        tugas=PaksiTugasAngkatan.dari(row),
        status=status_tugas(row.hasil_keadaan, batas=row.batas, hari_ini=row.hari_ini),
        hasil=hasil,
    )


@HASIL.batch
async def berkas(hasil: list[PaksiHasilTugas], info: Info) -> list[list[Berkas]]:
    """Foto dan dokumen yang menunjukkan pelaksanaannya; unduh dengan tautanBerkas."""
    db = info.context.db
    milik = await baca.berkas(db, [h.pengenal for h in hasil])
    semua = await Berkas.muat(db, [b for daftar in milik.values() for b in daftar])
    return [[semua[b] for b in milik.get(h.pengenal, ())] for h in hasil]


@TUNGGAKAN.batch(name="anggota")
async def anggota_menunggak(
    tunggakan: list[PaksiTunggakanAngkatan], info: Info
) -> list[PaksiAnggotaAngkatan]:
    """Anggota yang belum menyerahkannya."""
    rows = await baca.anggota_banyak(info.context.db, (t.anggota_id for t in tunggakan))
    return [PaksiAnggotaAngkatan.dari(rows[t.anggota_id]) for t in tunggakan]


@ORANG.batch
async def paksi_keanggotaan_angkatan(
    orang: list[Orang], info: Info
) -> list[list[PaksiAnggotaAngkatan] | None]:
    """Angkatan yang diikuti orang ini, yang terbaru lebih dahulu, sejauh boleh Anda lihat."""
    rows = await baca.keanggotaan(info.context.db, info.context.aktor, [o.pengenal for o in orang])
    return [[PaksiAnggotaAngkatan.dari(r) for r in rows.get(o.pengenal, ())] for o in orang]
