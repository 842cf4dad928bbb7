"""What is done with requests for speakers, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.kegiatan.graphql import PaksiKegiatan
from forum_paksi.pelaku import IZIN_MINTA_PENYULUH, IZIN_TUGASKAN
from forum_paksi.pengenal import pengenal
from forum_paksi.penyuluh import service
from forum_paksi.penyuluh.graphql import IdPermintaan, PaksiPermintaanPenyuluh
from forum_paksi.penyuluh.rules import IsianPermintaan
from forum_paksi.penyuluh.surat import terbitkan_surat_tugas
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Requires,
    Tautan,
)

__all__ = ["Mutation"]


@strawberry.input
class PaksiPermintaanPenyuluhIsian:
    """Isi permintaan penyuluh."""

    materi: str = strawberry.field(description="Materi yang diminta; menjadi nama kegiatannya nanti.")
    sasaran: str = strawberry.field(description="Siapa yang disuluh.")
    jumlah_peserta: int = strawberry.field(description="Perkiraan banyaknya peserta.")
    tempat: str = strawberry.field(description="Tempat penyuluhan.")
    tanggal: date = strawberry.field(description="Hari yang diinginkan; hari ini atau sesudahnya.")
    paruh: Paruh | None = strawberry.field(default=None, description="Pagi atau siang; kosong: sehari penuh.")
    tempat_wilayah: str | None = strawberry.field(default=None, description="Kode wilayah tempat itu.")
    perangkat_daerah: strawberry.ID | None = strawberry.field(
        default=None, description="Perangkat daerah yang meminta."
    )
    peminta: str | None = strawberry.field(
        default=None, description="Siapa yang meminta, bila bukan perangkat daerah, misalnya sekolah."
    )
    catatan: str | None = strawberry.field(default=None, description="Catatan bagi inspektorat.")

    def jadi(self) -> IsianPermintaan:
        """The value the service takes."""
        return IsianPermintaan(
            materi=self.materi,
            sasaran=self.sasaran,
            jumlah_peserta=self.jumlah_peserta,
            tempat=self.tempat,
            tanggal=self.tanggal,
            paruh=self.paruh,
            tempat_wilayah=self.tempat_wilayah or None,
            peminta=self.peminta,
            catatan=self.catatan,
        )


@strawberry.input
class PaksiWaktuPenyuluhan:
    """Waktu yang disepakati, bila lain dari yang diinginkan."""

    tanggal: date = strawberry.field(description="Harinya.")
    paruh: Paruh | None = strawberry.field(default=None, description="Pagi atau siang; kosong: sehari penuh.")


@strawberry.input
class PaksiLaporanPenyuluhanIsian:
    """Laporan penyuluh; nama, tempat, dan hari kegiatan diambil dari permintaannya."""

    lembaga: str = strawberry.field(description="Kode LSP yang memeriksa laporannya.")
    ruang_lingkup: str = strawberry.field(description="Ruang lingkup, misalnya Pendidikan.")
    tujuan: str = strawberry.field(description="Tujuan kegiatan.")
    deskripsi: str = strawberry.field(description="Uraian kegiatan.")
    jumlah_peserta: int = strawberry.field(description="Banyaknya peserta yang hadir.")
    sasaran: str | None = strawberry.field(
        default=None, description="Siapa yang disuluh; kosong: seperti dalam permintaan."
    )
    hasil: str | None = strawberry.field(default=None, description="Hasil kegiatan.")
    tindak_lanjut: str | None = strawberry.field(default=None, description="Tindak lanjutnya.")

    def jadi(self) -> service.IsianLaporan:
        """The value the service takes."""
        return service.IsianLaporan(
            lembaga=self.lembaga,
            ruang_lingkup=self.ruang_lingkup,
            tujuan=self.tujuan,
            deskripsi=self.deskripsi,
            jumlah_peserta=self.jumlah_peserta,
            sasaran=self.sasaran,
            hasil=self.hasil,
            tindak_lanjut=self.tindak_lanjut,
        )


_Alasan = Annotated[str, strawberry.argument(description="Mengapa.")]
MintaHasil = Annotated[
    PaksiPermintaanPenyuluh | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiMintaPenyuluhHasil", description="Permintaan yang diajukan, atau mengapa ditolak."
    ),
]
TugaskanHasil = Annotated[
    PaksiPermintaanPenyuluh | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTugaskanPenyuluhHasil", description="Permintaan dengan penyuluhnya, atau mengapa ditolak."
    ),
]
TolakHasil = Annotated[
    PaksiPermintaanPenyuluh | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTolakPermintaanPenyuluhHasil", description="Permintaan yang ditolak, atau mengapa tidak dapat."
    ),
]
BatalkanHasil = Annotated[
    PaksiPermintaanPenyuluh | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBatalkanPermintaanPenyuluhHasil",
        description="Permintaan yang dibatalkan, atau mengapa tidak dapat.",
    ),
]
LaporkanHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiLaporkanPenyuluhanHasil", description="Draf laporan kegiatannya, atau mengapa ditolak."
    ),
]
KonfirmasiHasil = Annotated[
    PaksiPermintaanPenyuluh | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKonfirmasiPenyuluhanHasil", description="Permintaan yang selesai, atau mengapa ditolak."
    ),
]
SuratHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBuatSuratTugasPenyuluhHasil", description="Tautan sekali pakai, atau mengapa ditolak."
    ),
]


@strawberry.type
class Mutation:
    """What is done with requests for speakers."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA_PENYULUH)],
        description="Minta penyuluh kepada inspektorat: bagi perangkat daerah Anda, atau bagi sekolah dan lainnya di"
        " wilayah Anda.",
    )
    async def paksi_minta_penyuluh(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode pemda yang inspektoratnya diminta.")],
        isian: Annotated[PaksiPermintaanPenyuluhIsian, strawberry.argument(description="Isi permintaan.")],
    ) -> MintaHasil:
        """Ask for a speaker."""
        konteks = info.context
        opd = isian.perangkat_daerah
        id_ = await konteks.db.write(
            service.minta_penyuluh,
            konteks.aktor,
            wilayah=wilayah,
            isian=isian.jadi(),
            perangkat_daerah=pengenal(opd, "perangkat daerah", letak="perangkatDaerah") if opd else None,
        )
        return await PaksiPermintaanPenyuluh.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_TUGASKAN)],
        description="Tugaskan penyuluh yang sertifikat PAKSI-nya berlaku dan belum bertugas pada waktu itu; sekali lagi"
        " untuk menggantinya.",
    )
    async def paksi_tugaskan_penyuluh(
        self,
        info: Info,
        *,
        permintaan: IdPermintaan,
        penyuluh: Annotated[strawberry.ID, strawberry.argument(description="Orang yang ditugaskan.")],
        nomor_surat: Annotated[str, strawberry.argument(description="Nomor surat tugas.")],
        tanggal_surat: Annotated[date, strawberry.argument(description="Tanggal surat tugas.")],
        waktu: Annotated[
            PaksiWaktuPenyuluhan | None,
            strawberry.argument(description="Waktu yang disepakati; kosong: seperti yang diinginkan."),
        ] = strawberry.UNSET,
    ) -> TugaskanHasil:
        """Assign a penyuluh."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tugaskan_penyuluh,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan penyuluh", letak="permintaan"),
            penyuluh=pengenal(penyuluh, "orang", letak="penyuluh"),
            nomor_surat=nomor_surat,
            tanggal_surat=tanggal_surat,
            waktu=service.Waktu(tanggal=waktu.tanggal, paruh=waktu.paruh) if waktu else None,
        )
        return await PaksiPermintaanPenyuluh.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_TUGASKAN)],
        description="Tolak permintaan yang belum mendapat penyuluh, dengan alasan yang dibaca pemintanya.",
    )
    async def paksi_tolak_permintaan_penyuluh(
        self, info: Info, permintaan: IdPermintaan, alasan: _Alasan
    ) -> TolakHasil:
        """Refuse a request."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tolak_permintaan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan penyuluh", letak="permintaan"),
            alasan=alasan,
        )
        return await PaksiPermintaanPenyuluh.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA_PENYULUH, IZIN_TUGASKAN)],
        description="Batalkan permintaan yang belum dilaporkan, dengan alasan: pemintanya atau inspektorat.",
    )
    async def paksi_batalkan_permintaan_penyuluh(
        self, info: Info, permintaan: IdPermintaan, alasan: _Alasan
    ) -> BatalkanHasil:
        """Call a request off."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.batalkan_permintaan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan penyuluh", letak="permintaan"),
            alasan=alasan,
        )
        return await PaksiPermintaanPenyuluh.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Laporkan penyuluhan yang ditugaskan kepada Anda: draf laporan kegiatannya dibuat, sekali saja."
        " Lampirkan buktinya lalu ajukan laporan itu.",
    )
    async def paksi_laporkan_penyuluhan(
        self,
        info: Info,
        permintaan: IdPermintaan,
        isian: Annotated[PaksiLaporanPenyuluhanIsian, strawberry.argument(description="Isi laporan.")],
    ) -> LaporkanHasil:
        """Write the report that grows out of an assignment."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.laporkan_penyuluhan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan penyuluh", letak="permintaan"),
            isian=isian.jadi(),
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA_PENYULUH)],
        description="Konfirmasi bahwa penyuluhan yang sudah dilaporkan memang terlaksana.",
    )
    async def paksi_konfirmasi_penyuluhan(self, info: Info, permintaan: IdPermintaan) -> KonfirmasiHasil:
        """Confirm that it took place."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.konfirmasi_penyuluhan,
            konteks.aktor,
            permintaan_id=pengenal(permintaan, "permintaan penyuluh", letak="permintaan"),
        )
        return await PaksiPermintaanPenyuluh.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_TUGASKAN)],
        description="Buat surat tugas (PDF) penyuluh yang ditugaskan, berkop pemda. Memuat NIP lengkap: perlu izin"
        " membuka identitasnya, dan pembukaannya tercatat.",
    )
    async def paksi_buat_surat_tugas_penyuluh(self, info: Info, permintaan: IdPermintaan) -> SuratHasil:
        """The letter of assignment."""
        konteks = info.context
        id_ = pengenal(permintaan, "permintaan penyuluh", letak="permintaan")
        return Tautan.dari(await konteks.db.write(terbitkan_surat_tugas, konteks.aktor, permintaan_id=id_))
