"""What is done about tasks of cohorts, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.angkatan import tugas as service
from forum_paksi.angkatan.graphql import IdAnggota, IdAngkatan, anggota_terbaca, angkatan_terbaca
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.tipe import PaksiAnggotaAngkatan, PaksiAngkatan
from forum_paksi.angkatan.tugas import IsianHasil
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Requires,
)

__all__ = ["Mutation"]

IdTugas = Annotated[strawberry.ID, strawberry.argument(description="Pengenal tugas.")]


@strawberry.input
class PaksiHasilTugasIsian:
    """Yang diserahkan untuk sebuah tugas."""

    uraian: str = strawberry.field(description="Apa yang dilakukan dan hasilnya.")
    dilaksanakan: date = strawberry.field(description="Hari pelaksanaannya, paling lambat hari ini.")
    unggahan: list[strawberry.ID] = strawberry.field(
        default_factory=list,
        description="Foto (JPEG, PNG, WEBP) atau dokumen (PDF) dari siapkanUnggahan; menggantikan yang lama. Kosong:"
        " yang lama tetap.",
    )

    def jadi(self) -> IsianHasil:
        """The value the service takes."""
        return IsianHasil(
            uraian=self.uraian,
            dilaksanakan=self.dilaksanakan,
            unggahan=[pengenal(u, "unggahan") for u in self.unggahan],
        )


TambahHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTambahTugasAngkatanHasil", description="Angkatan dengan tugasnya, atau mengapa ditolak."
    ),
]
JadwalkanHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiJadwalkanLaporanAngkatanHasil",
        description="Angkatan dengan periode laporannya, atau mengapa ditolak.",
    ),
]
HapusHasil = Annotated[
    PaksiAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiHapusTugasAngkatanHasil", description="Angkatan tanpa tugas itu, atau mengapa tidak."
    ),
]
SerahkanHasil = Annotated[
    PaksiAnggotaAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiSerahkanTugasAngkatanHasil", description="Anggota dengan hasilnya, atau mengapa ditolak."
    ),
]
KembalikanHasil = Annotated[
    PaksiAnggotaAngkatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKembalikanTugasAngkatanHasil",
        description="Anggota dengan hasil yang dikembalikan, atau mengapa tidak.",
    ),
]


@strawberry.type
class Mutation:
    """What is done about tasks."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Minta satu hal dari setiap anggota: sebar nilai, jaringan perangkat daerah, atau praktik baik.",
    )
    async def paksi_tambah_tugas_angkatan(
        self,
        info: Info,
        *,
        angkatan: IdAngkatan,
        jenis: Annotated[JenisTugas, strawberry.argument(description="Jenisnya, selain laporan berkala.")],
        nama: Annotated[str, strawberry.argument(description="Apa yang diminta.")],
        batas: Annotated[date, strawberry.argument(description="Hari terakhir untuk menyerahkannya.")],
    ) -> TambahHasil:
        """Set a task."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tambah_tugas,
            konteks.aktor,
            angkatan_id=pengenal(angkatan, "angkatan"),
            jenis=jenis,
            nama=nama,
            batas=batas,
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Jadwalkan laporan berkala: periode berturut-turut yang sama panjangnya, tanpa sela.",
    )
    async def paksi_jadwalkan_laporan_angkatan(
        self,
        info: Info,
        *,
        angkatan: IdAngkatan,
        mulai: Annotated[date, strawberry.argument(description="Hari pertama periode yang pertama.")],
        banyak: Annotated[int, strawberry.argument(description="Banyaknya periode.")],
        tiap_bulan: Annotated[
            int | None,
            strawberry.argument(
                description="Panjang setiap periode dalam bulan; kosong: laporan_angkatan_bulan pada setelan."
            ),
        ] = strawberry.UNSET,
        tenggat_hari: Annotated[
            int,
            strawberry.argument(
                description="Berapa hari sesudah periodenya laporan paling lambat diserahkan."
            ),
        ] = 0,
    ) -> JadwalkanHasil:
        """Plan reports."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.jadwalkan_laporan,
            konteks.aktor,
            angkatan_id=pengenal(angkatan, "angkatan"),
            mulai=mulai,
            banyak=banyak,
            tiap_bulan=None if tiap_bulan is strawberry.UNSET else tiap_bulan,
            tenggat_hari=tenggat_hari,
        )
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Hapus tugas atau periode laporan yang belum diserahkan siapa pun.",
    )
    async def paksi_hapus_tugas_angkatan(self, info: Info, tugas: IdTugas) -> HapusHasil:
        """Take a task back."""
        konteks = info.context
        id_ = await konteks.db.write(service.hapus_tugas, konteks.aktor, tugas_id=pengenal(tugas, "tugas"))
        return await angkatan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Serahkan hasil sebuah tugas, oleh anggotanya sendiri atau pengelola angkatan; diserahkan lagi untuk"
        " memperbaikinya.",
    )
    async def paksi_serahkan_tugas_angkatan(
        self,
        info: Info,
        tugas: IdTugas,
        anggota: IdAnggota,
        isian: Annotated[PaksiHasilTugasIsian, strawberry.argument(description="Hasilnya.")],
    ) -> SerahkanHasil:
        """Hand in a task."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.serahkan_tugas,
            konteks.aktor,
            tugas_id=pengenal(tugas, "tugas"),
            anggota_id=pengenal(anggota, "anggota"),
            isian=isian.jadi(),
        )
        return await anggota_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ANGKATAN)],
        description="Kembalikan hasil yang belum memadai dengan catatan; dihitung belum dikerjakan.",
    )
    async def paksi_kembalikan_tugas_angkatan(
        self,
        info: Info,
        hasil: Annotated[strawberry.ID, strawberry.argument(description="Pengenal hasil tugas.")],
        catatan: Annotated[str, strawberry.argument(description="Apa yang masih kurang.")],
    ) -> KembalikanHasil:
        """Return a result."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.kembalikan_hasil,
            konteks.aktor,
            hasil_id=pengenal(hasil, "hasil"),
            catatan=catatan,
        )
        return await anggota_terbaca(info, id_)
