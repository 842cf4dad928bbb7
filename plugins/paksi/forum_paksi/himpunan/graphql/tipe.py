"""What pools are in GraphQL, and who sees what of them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import strawberry
from sqlalchemy import Row

from forum_paksi.himpunan import baca
from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.masukan import AlasanKode, Hasil, Kebijakan
from forum_paksi.jadwal import baca as baca_jadwal
from forum_paksi.jadwal.graphql import PaksiJadwal
from forum_paksi.pemesanan.graphql import KeadaanPemesanan
from forum_paksi.permintaan import baca as baca_permintaan
from forum_paksi.permintaan.graphql import PaksiPermintaan
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
    Wilayah,
    sambungan,
)

strawberry.enum(
    KeadaanHimpunan,
    name="PaksiKeadaanHimpunan",
    description="Sampai di mana sebuah himpunan; permintaan dan kebijakan hanya berubah selama TERBUKA.",
)
strawberry.enum(Hasil, name="PaksiHasilAlokasi", description="Nasib seorang calon dalam alokasi.")
strawberry.enum(AlasanKode, name="PaksiAlasanKode", description="Kode tetap dari alasan sebuah keputusan.")


@strawberry.type
class PaksiHimpunan:
    """Himpunan permintaan banyak pemda satu provinsi untuk satu skema di satu LSP."""

    id: strawberry.ID = strawberry.field(description="Pengenal yang tidak berubah.")
    nama: str = strawberry.field(description="Nama himpunan.")
    kebijakan: Kebijakan = strawberry.field(description="Aturan pembagian kursinya.")
    wajib_kelayakan: bool = strawberry.field(
        description="Hanya calon yang permohonannya memenuhi persyaratan yang mendapat kursi."
    )
    keadaan: KeadaanHimpunan = strawberry.field(description="Sampai di mana himpunan ini.")
    tenggat: datetime | None = strawberry.field(
        description="Sampai kapan LSP dapat mengonfirmasi; selama itu kursinya ditahan."
    )
    alasan_bubar: str | None = strawberry.field(description="Mengapa dibubarkan.")
    dibuka_pada: datetime = strawberry.field(description="Saat dibuka.")
    dialokasikan_pada: datetime | None = strawberry.field(description="Saat kursinya dibagi.")
    pengenal: strawberry.Private[uuid.UUID]
    kode_pemilik: strawberry.Private[str]
    lembaga_kode: strawberry.Private[str]
    skema_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiHimpunan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            id=strawberry.ID(str(row.id)),
            nama=row.nama,
            kebijakan=row.kebijakan,
            wajib_kelayakan=row.wajib_kelayakan,
            keadaan=row.keadaan,
            tenggat=row.tenggat,
            alasan_bubar=row.alasan_bubar,
            dibuka_pada=row.dibuka_pada,
            dialokasikan_pada=row.dialokasikan_pada,
            pengenal=row.id,
            kode_pemilik=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
            skema_id=row.skema_id,
        )

    @classmethod
    async def muat(cls, db: Database, himpunan_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, PaksiHimpunan]:
        """These pools by id; the caller has decided that they may be seen."""
        return {i: cls.dari(row) for i, row in (await baca.banyak(db, himpunan_id)).items()}

    @classmethod
    async def satu(cls, db: Database, himpunan_id: uuid.UUID) -> PaksiHimpunan:
        """A pool the caller has just acted on."""
        return (await cls.muat(db, [himpunan_id]))[himpunan_id]


@strawberry.type
class PaksiHimpunanPemda:
    """Angka satu pemda dalam himpunan; terlihat oleh semua pemda di dalamnya."""

    jumlah_permintaan: int = strawberry.field(description="Banyaknya permintaan.")
    calon: int = strawberry.field(description="Banyaknya calon yang diminta.")
    kursi: int = strawberry.field(description="Banyaknya calon yang mendapat kursi saat dialokasikan.")
    tunggu: int = strawberry.field(description="Banyaknya calon di daftar tunggu saat dialokasikan.")
    tidak_dapat: int = strawberry.field(description="Banyaknya calon yang tidak dapat ikut.")
    wilayah_kode: strawberry.Private[str]
    himpunan_id: strawberry.Private[uuid.UUID]

    @classmethod
    def dari(cls, angka: baca.AngkaPemda) -> PaksiHimpunanPemda:
        """The GraphQL object of figures read by `baca`."""
        return cls(
            jumlah_permintaan=angka.permintaan,
            calon=angka.calon,
            kursi=angka.kursi,
            tunggu=angka.tunggu,
            tidak_dapat=angka.tidak_dapat,
            wilayah_kode=angka.wilayah,
            himpunan_id=angka.himpunan,
        )


@strawberry.type
class PaksiKursiPemda:
    """Kursi satu pemda dalam himpunan pada saat ini, sesudah pembatalan dan yang naik dari daftar tunggu."""

    ditahan: int = strawberry.field(description="Kursi yang ditahan.")
    dikonfirmasi: int = strawberry.field(description="Kursi yang dikonfirmasi, juga yang sudah dijalani.")
    menunggu: int = strawberry.field(description="Orang dalam daftar tunggu.")


@strawberry.type
class PaksiHimpunanBagian:
    """Kursi sebuah jadwal yang dicadangkan LSP untuk himpunan ini."""

    kapasitas: int = strawberry.field(description="Kursi yang dicadangkan.")
    terisi: int = strawberry.field(description="Kursi yang sudah ditempati.")
    kembali_pada: datetime | None = strawberry.field(
        description="Saat kursi yang tidak terpakai kembali ke bagian terbuka."
    )
    dikembalikan: int = strawberry.field(description="Kursi yang sudah dikembalikan.")
    jadwal_id: strawberry.Private[uuid.UUID]


@strawberry.type
class PaksiPerubahanKebijakan:
    """Perubahan kebijakan pembagian kursi, dengan alasannya."""

    dari: Kebijakan = strawberry.field(description="Kebijakan semula.")
    ke: Kebijakan = strawberry.field(description="Kebijakan penggantinya.")
    alasan: str = strawberry.field(description="Mengapa diubah.")
    pada: datetime = strawberry.field(description="Saat diubah.")


@strawberry.type
class PaksiKeputusan:
    """Keputusan alokasi tentang satu calon, dengan alasan yang dapat dibacakan."""

    hasil: Hasil = strawberry.field(description="Mendapat kursi, menunggu, atau tidak dapat ikut.")
    urutan: int | None = strawberry.field(description="Urutan menurut kebijakan, mulai dari 1.")
    posisi_tunggu: int | None = strawberry.field(
        description="Nomor di daftar tunggu himpunan saat dialokasikan."
    )
    pilihan_ke: int | None = strawberry.field(
        description="Tanggal pilihan ke berapa yang terpenuhi; kosong bila tidak ada."
    )
    alasan_kode: AlasanKode = strawberry.field(description="Kode tetap alasannya.")
    alasan: str = strawberry.field(description="Alasan dalam satu kalimat.")
    keadaan_kini: KeadaanPemesanan | None = strawberry.field(
        description="Keadaan kursi atau antreannya sekarang; kosong bila tidak dapat ikut atau baru pratinjau."
    )
    nomor_permintaan: str = strawberry.field(description="Nomor permintaan yang mencalonkannya.")
    wilayah_kode: strawberry.Private[str]
    lembaga_kode: strawberry.Private[str]
    keadaan: strawberry.Private[KeadaanHimpunan]
    orang_id: strawberry.Private[uuid.UUID]
    jadwal_id: strawberry.Private[uuid.UUID | None]

    @classmethod
    def dari(cls, row: Row[Any]) -> PaksiKeputusan:
        """The GraphQL object of a row read by `baca`."""
        return cls(
            hasil=row.hasil,
            urutan=row.urutan,
            posisi_tunggu=row.posisi_tunggu,
            pilihan_ke=row.pilihan_ke,
            alasan_kode=row.alasan_kode,
            alasan=row.alasan,
            keadaan_kini=row.keadaan_kini,
            nomor_permintaan=row.nomor_permintaan,
            wilayah_kode=row.wilayah_kode,
            lembaga_kode=row.lembaga_himpunan,
            keadaan=row.keadaan_himpunan,
            orang_id=row.orang_id,
            jadwal_id=row.jadwal_id,
        )


HIMPUNAN = Fields(PaksiHimpunan)
PEMDA = Fields(PaksiHimpunanPemda)
BAGIAN = Fields(PaksiHimpunanBagian)
KEPUTUSAN = Fields(PaksiKeputusan)
PERMINTAAN = Fields(PaksiPermintaan)


@HIMPUNAN.batch
async def wilayah(himpunan: list[PaksiHimpunan], info: Info) -> list[Wilayah]:
    """Provinsi yang menghimpun."""
    rows = await Wilayah.muat(info.context.db, (h.kode_pemilik for h in himpunan))
    return [rows[h.kode_pemilik] for h in himpunan]


@HIMPUNAN.batch
async def lembaga(himpunan: list[PaksiHimpunan], info: Info) -> list[Lembaga]:
    """LSP yang dituju."""
    rows = await Lembaga.muat(info.context.db, (h.lembaga_kode for h in himpunan))
    return [rows[h.lembaga_kode] for h in himpunan]


@HIMPUNAN.batch
async def skema(himpunan: list[PaksiHimpunan], info: Info) -> list[PaksiSkema]:
    """Skema sertifikasi himpunan ini."""
    rows = await baca_skema.banyak(info.context.db, (h.skema_id for h in himpunan))
    return [PaksiSkema.dari(rows[h.skema_id]) for h in himpunan]


@HIMPUNAN.batch
async def pemda(himpunan: list[PaksiHimpunan], info: Info) -> list[list[PaksiHimpunanPemda]]:
    """Angka setiap pemda dalam himpunan, menurut kode wilayah."""
    rows = await baca.angka_pemda(info.context.db, [h.pengenal for h in himpunan])
    return [[PaksiHimpunanPemda.dari(a) for a in rows.get(h.pengenal, ())] for h in himpunan]


@HIMPUNAN.batch
async def bagian(himpunan: list[PaksiHimpunan], info: Info) -> list[list[PaksiHimpunanBagian]]:
    """Kursi yang dicadangkan untuk himpunan ini, menurut mulainya jadwal."""
    rows = await baca.bagian(info.context.db, [h.pengenal for h in himpunan])
    return [
        [
            PaksiHimpunanBagian(
                kapasitas=r.kapasitas,
                terisi=r.terisi,
                kembali_pada=r.kembali_pada,
                dikembalikan=r.dikembalikan,
                jadwal_id=r.jadwal_id,
            )
            for r in rows.get(h.pengenal, ())
        ]
        for h in himpunan
    ]


@HIMPUNAN.batch(name="perubahanKebijakan")
async def perubahan_kebijakan(
    himpunan: list[PaksiHimpunan], info: Info
) -> list[list[PaksiPerubahanKebijakan]]:
    """Setiap perubahan kebijakan sejak dibuka, yang terlama lebih dahulu."""
    rows = await baca.kebijakan_ubah(info.context.db, [h.pengenal for h in himpunan])
    return [
        [
            PaksiPerubahanKebijakan(dari=r.dari, ke=r.ke, alasan=r.alasan, pada=r.pada)
            for r in rows.get(h.pengenal, ())
        ]
        for h in himpunan
    ]


@HIMPUNAN.batch
async def permintaan(himpunan: list[PaksiHimpunan], info: Info) -> list[list[PaksiPermintaan]]:
    """Permintaan dalam himpunan yang boleh Anda lihat, menurut waktu pengajuan."""
    rows = await baca_permintaan.per_himpunan(
        info.context.db, info.context.aktor, [h.pengenal for h in himpunan]
    )
    return [[PaksiPermintaan.dari(r) for r in rows.get(h.pengenal, ())] for h in himpunan]


@HIMPUNAN.batch
async def keputusan(
    himpunan: list[PaksiHimpunan], info: Info, *, first: First = BAWAAN, after: After = strawberry.UNSET
) -> list[Connection[PaksiKeputusan]]:
    """Keputusan tentang setiap calon: yang mendapat kursi, daftar tunggu, lalu yang tidak dapat ikut."""
    halaman = await baca.keputusan_per_himpunan(
        info.context.db, [h.pengenal for h in himpunan], first=first, after=after or None
    )
    return [sambungan(h, PaksiKeputusan.dari) for h in halaman]


@PEMDA.batch(name="wilayah")
async def wilayah_pemda(pemda: list[PaksiHimpunanPemda], info: Info) -> list[Wilayah]:
    """Pemda yang dimaksud."""
    rows = await Wilayah.muat(info.context.db, (p.wilayah_kode for p in pemda))
    return [rows[p.wilayah_kode] for p in pemda]


@PEMDA.batch
async def kini(pemda: list[PaksiHimpunanPemda], info: Info) -> list[PaksiKursiPemda]:
    """Kursi dan daftar tunggunya sekarang; angka lain adalah hasil pembagian."""
    rows = await baca.kursi_kini(info.context.db, {p.himpunan_id for p in pemda})
    angka = [rows.get((p.himpunan_id, p.wilayah_kode)) for p in pemda]
    return [
        PaksiKursiPemda(ditahan=0, dikonfirmasi=0, menunggu=0)
        if a is None
        else PaksiKursiPemda(
            ditahan=int(a.ditahan), dikonfirmasi=int(a.dikonfirmasi), menunggu=int(a.menunggu)
        )
        for a in angka
    ]


@BAGIAN.batch(name="jadwal")
async def jadwal_bagian(bagian: list[PaksiHimpunanBagian], info: Info) -> list[PaksiJadwal | None]:
    """Jadwal yang kursinya dicadangkan; kosong selama masih rancangan LSP."""
    rows = await _jadwal(info, (b.jadwal_id for b in bagian))
    return [rows.get(b.jadwal_id) for b in bagian]


async def _jadwal(info: Info, jadwal_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, PaksiJadwal]:
    rows = await baca_jadwal.banyak(info.context.db, info.context.aktor, set(jadwal_id))
    return {i: PaksiJadwal.dari(row) for i, row in rows.items()}


@KEPUTUSAN.batch(name="wilayah")
async def wilayah_keputusan(keputusan: list[PaksiKeputusan], info: Info) -> list[Wilayah]:
    """Pemda yang mencalonkan."""
    rows = await Wilayah.muat(info.context.db, (k.wilayah_kode for k in keputusan))
    return [rows[k.wilayah_kode] for k in keputusan]


@KEPUTUSAN.batch(name="jadwal")
async def jadwal_keputusan(keputusan: list[PaksiKeputusan], info: Info) -> list[PaksiJadwal | None]:
    """Jadwal tempat ia duduk atau menunggu."""
    rows = await _jadwal(info, (k.jadwal_id for k in keputusan if k.jadwal_id))
    return [rows.get(k.jadwal_id) if k.jadwal_id else None for k in keputusan]


@KEPUTUSAN.batch
async def orang(keputusan: list[PaksiKeputusan], info: Info) -> list[Orang | None]:
    """Calonnya; kosong bila bukan dari pemda Anda. LSP melihatnya sesudah himpunan dikirim."""
    terlihat = [
        baca.boleh_nama_keputusan(
            info.context.aktor,
            wilayah=k.wilayah_kode,
            lembaga=k.lembaga_kode,
            keadaan=k.keadaan,
            hasil=k.hasil,
        )
        for k in keputusan
    ]
    boleh = {k.orang_id for k, ya in zip(keputusan, terlihat, strict=True) if ya}
    rows = await Orang.muat(info.context.db, boleh)
    return [rows[k.orang_id] if ya else None for k, ya in zip(keputusan, terlihat, strict=True)]


@PERMINTAAN.batch(name="himpunan")
async def himpunan_permintaan(permintaan: list[PaksiPermintaan], info: Info) -> list[PaksiHimpunan | None]:
    """Himpunan provinsi tempat permintaan ini bergabung."""
    ids = {p.himpunan_id for p in permintaan if p.himpunan_id is not None}
    rows = await PaksiHimpunan.muat(info.context.db, ids)
    return [rows[p.himpunan_id] if p.himpunan_id is not None else None for p in permintaan]


@PERMINTAAN.batch(name="keputusan")
async def keputusan_permintaan(permintaan: list[PaksiPermintaan], info: Info) -> list[list[PaksiKeputusan]]:
    """Keputusan alokasi tentang para calonnya, beserta alasannya."""
    rows = await baca.keputusan_per_permintaan(info.context.db, [p.pengenal for p in permintaan])
    return [[PaksiKeputusan.dari(r) for r in rows.get(p.pengenal, ())] for p in permintaan]
