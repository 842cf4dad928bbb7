"""What is done to cohorts and their members, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.angkatan import elearning, service
from forum_paksi.angkatan.elearning import IsianElearning
from forum_paksi.angkatan.graphql import IdAnggota, IdAngkatan, anggota_terbaca, angkatan_terbaca
from forum_paksi.angkatan.impor import AnggotaTerimpor, impor_anggota
from forum_paksi.angkatan.service import IsianAngkatan
from forum_paksi.angkatan.tipe import PaksiAnggotaAngkatan, PaksiAngkatan
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    IdUnggahan,
    ImporDitolak,
    Info,
    LaporanUnggahan,
    Masuk,
    Requires,
    baca_orang,
    impor_unggahan,
)

__all__ = ["Mutation"]


@strawberry.input
class PaksiAngkatanIsian:
    """Apa nama sebuah angkatan, dan apa yang mendorongnya."""

    nama: str = strawberry.field(
        description="Nama angkatan, lain dari angkatan lain pemda itu pada tahun itu."
    )
    tahun: int = strawberry.field(description="Tahun angkatan.")
    pendorong: str | None = strawberry.field(
        default=None, description="Aksi yang mendorongnya, misalnya dari RAPI; kosong bila tidak ada."
    )
    rujukan_pendorong: str | None = strawberry.field(
        default=None, description="Bagaimana aksi itu dikutip, misalnya nomornya."
    )

    def jadi(self) -> IsianAngkatan:
        """The value the service takes."""
        return IsianAngkatan(
            nama=self.nama,
            tahun=self.tahun,
            pendorong=self.pendorong,
            rujukan_pendorong=self.rujukan_pendorong,
        )


@strawberry.input
class PaksiElearningIsian:
    """Satu kelas e-learning yang lulus."""

    kelas: str = strawberry.field(description="Nama kelas, seperti pada sertifikatnya.")
    selesai: date = strawberry.field(description="Hari lulus.")
    penyelenggara: str | None = strawberry.field(default=None, description="Penyelenggaranya.")
    nomor: str | None = strawberry.field(default=None, description="Nomor sertifikatnya.")

    def jadi(self) -> IsianElearning:
        """The value the service takes."""
        return IsianElearning(
            kelas=self.kelas, selesai=self.selesai, penyelenggara=self.penyelenggara, nomor=self.nomor
        )


@strawberry.type
class PaksiAnggotaDiimpor:
    """Hasil mengimpor anggota ke dalam angkatan."""

    angkatan: PaksiAngkatan = strawberry.field(description="Angkatannya.")
    laporan: LaporanUnggahan = strawberry.field(
        description="Yang ditulis adalah anggota baru; yang sama sudah menjadi anggota."
    )
    orang_baru: int = strawberry.field(description="Banyaknya orang yang didaftarkan karena belum terdaftar.")


_Isian = Annotated[PaksiAngkatanIsian, strawberry.argument(description="Nama dan pendorongnya.")]

BuatHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatAngkatanHasil", description="Angkatan yang dibuat, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahAngkatanHasil", description="Angkatan sesudah diubah, atau mengapa ditolak."),
]
SelesaikanHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiSelesaikanAngkatanHasil", description="Angkatan yang selesai, atau mengapa tidak."
    ),
]
TambahHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTambahAnggotaAngkatanHasil", description="Angkatan dengan anggotanya, atau mengapa ditolak."
    ),
]
KeluarkanHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKeluarkanAnggotaAngkatanHasil", description="Angkatan tanpa orang itu, atau mengapa tidak."
    ),
]
ImporHasil = Annotated[
    PaksiAnggotaDiimpor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiImporAnggotaAngkatanHasil", description="Laporan impor, atau mengapa ditolak."),
]
CatatHasil = Annotated[
    PaksiAnggotaAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiCatatElearningHasil", description="Anggota dengan kelasnya, atau mengapa ditolak."
    ),
]
HapusHasil = Annotated[
    PaksiAnggotaAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiHapusElearningHasil", description="Anggota tanpa kelas itu, atau mengapa tidak."),
]


@strawberry.type
class Mutation:
    """What is done to cohorts and their members."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)], description="Buat angkatan calon penyuluh sebuah pemda."
    )
    async def paksi_buat_angkatan(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode pemdanya.")],
        isian: _Isian,
    ) -> BuatHasil:
        """Begin a cohort."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buat_angkatan, konteks.aktor, wilayah=wilayah, isian=isian.jadi()
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Ganti nama, tahun, atau pendorong angkatan yang berjalan.",
    )
    async def paksi_ubah_angkatan(self, info: Info, angkatan: IdAngkatan, isian: _Isian) -> UbahHasil:
        """Change a cohort."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_angkatan,
            konteks.aktor,
            angkatan_id=pengenal(angkatan, "angkatan"),
            isian=isian.jadi(),
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Selesaikan angkatan; sesudahnya tidak ada yang ditagih atau diserahkan lagi.",
    )
    async def paksi_selesaikan_angkatan(self, info: Info, angkatan: IdAngkatan) -> SelesaikanHasil:
        """End a cohort."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.selesaikan_angkatan, konteks.aktor, angkatan_id=pengenal(angkatan, "angkatan")
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Tambahkan orang pemda itu sebagai anggota; yang pernah keluar masuk kembali.",
    )
    async def paksi_tambah_anggota_angkatan(
        self,
        info: Info,
        angkatan: IdAngkatan,
        orang: Annotated[list[strawberry.ID], strawberry.argument(description="Orang yang ditambahkan.")],
    ) -> TambahHasil:
        """Add members."""
        konteks = info.context
        id_ = pengenal(angkatan, "angkatan")
        await konteks.db.write(
            service.tambah_anggota,
            konteks.aktor,
            angkatan_id=id_,
            orang=[pengenal(o, "orang") for o in orang],
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Keluarkan anggota dengan alasan; yang sudah dikerjakannya tetap tercatat.",
    )
    async def paksi_keluarkan_anggota_angkatan(
        self,
        info: Info,
        anggota: IdAnggota,
        alasan: Annotated[str, strawberry.argument(description="Mengapa keluar.")],
    ) -> KeluarkanHasil:
        """Take a member out."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.keluarkan_anggota,
            konteks.aktor,
            anggota_id=pengenal(anggota, "anggota"),
            alasan=alasan,
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Tambahkan anggota dari unggahan XLSX atau CSV berkolom nama, kepegawaian, nip, nik, jabatan,"
        " perangkat daerah; yang belum terdaftar didaftarkan. Satu kesalahan membatalkan semuanya.",
    )
    async def paksi_impor_anggota_angkatan(
        self, info: Info, angkatan: IdAngkatan, unggahan: IdUnggahan
    ) -> ImporHasil:
        """Import members."""
        konteks = info.context
        id_ = pengenal(angkatan, "angkatan")
        try:
            hasil = await impor_unggahan(
                konteks,
                pengenal(unggahan, "unggahan"),
                baca=baca_orang,
                tulis=lambda session, terbaca: impor_anggota(
                    session, konteks.aktor, konteks.kunci, angkatan_id=id_, terbaca=terbaca
                ),
            )
        except ImporDitolak as galat:
            hasil = AnggotaTerimpor(laporan=galat.laporan, orang_baru=0)
        return PaksiAnggotaDiimpor(
            angkatan=await angkatan_terbaca(info, id_),
            laporan=LaporanUnggahan.dari(hasil.laporan),
            orang_baru=hasil.orang_baru,
        )

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Catat kelas e-learning yang lulus, oleh anggotanya sendiri atau pengelola angkatan; kelas yang sama"
        " dicatat lagi untuk memperbaikinya. Menjadi bukti orangnya.",
    )
    async def paksi_catat_elearning(
        self,
        info: Info,
        anggota: IdAnggota,
        isian: Annotated[PaksiElearningIsian, strawberry.argument(description="Kelasnya.")],
    ) -> CatatHasil:
        """Write down a class."""
        konteks = info.context
        id_ = await konteks.db.write(
            elearning.catat_elearning,
            konteks.aktor,
            anggota_id=pengenal(anggota, "anggota"),
            isian=isian.jadi(),
        )
        return await anggota_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Masuk()], description="Hapus kelas e-learning yang salah dicatat, beserta buktinya."
    )
    async def paksi_hapus_elearning(
        self,
        info: Info,
        elearning_id: Annotated[
            strawberry.ID, strawberry.argument(name="elearning", description="Pengenal catatannya.")
        ],
    ) -> HapusHasil:
        """Take a class back."""
        konteks = info.context
        id_ = await konteks.db.write(
            elearning.hapus_elearning,
            konteks.aktor,
            elearning_id=pengenal(elearning_id, "elearning"),
        )
        return await anggota_terbaca(info, id_)
