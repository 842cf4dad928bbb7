"""What is done with forums, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.organisasi import baca
from forum_paksi.organisasi.anggota import angkat_anggota, berhentikan_anggota, ubah_anggota
from forum_paksi.organisasi.graphql import IdForum, PaksiForum, PaksiForumKeanggotaan
from forum_paksi.organisasi.rules import IsianDasar, IsianForum, IsianOrgan, JenisDasarHukum, TingkatForum
from forum_paksi.organisasi.service import buat_forum, bubarkan_forum, tetapkan_organ, ubah_forum
from forum_paksi.pelaku import IZIN_FORUM
from forum_paksi.pengenal import pengenal
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires

__all__ = ["Mutation"]


@strawberry.input
class PaksiForumDasarIsian:
    """Satu dokumen yang menjadi dasar forum."""

    jenis: JenisDasarHukum = strawberry.field(description="Jenis dokumennya.")
    nomor: str = strawberry.field(description="Nomornya.")
    tanggal: date | None = strawberry.field(default=None, description="Tanggalnya, bila diketahui.")


@strawberry.input
class PaksiForumOrganIsian:
    """Satu organ forum."""

    nama: str = strawberry.field(description="Sebutannya dalam forum itu, misalnya Dewan Pengawas.")
    id: strawberry.ID | None = strawberry.field(
        default=None, description="Pengenal organ yang sudah ada; kosong bagi organ baru."
    )

    def jadi(self) -> IsianOrgan:
        """The value the service takes."""
        return IsianOrgan(nama=self.nama, id=None if self.id is None else pengenal(self.id, "organ"))


@strawberry.input
class PaksiForumIsian:
    """Isi profil sebuah forum."""

    nama: str = strawberry.field(description="Nama forum.")
    tingkat: TingkatForum = strawberry.field(description="Siapa yang dihimpunnya.")
    singkatan: str | None = strawberry.field(default=None, description="Singkatannya, bila ada.")
    mulai: date | None = strawberry.field(default=None, description="Hari pertama masa bakti.")
    selesai: date | None = strawberry.field(default=None, description="Hari terakhir masa bakti.")
    dasar_hukum: list[PaksiForumDasarIsian] = strawberry.field(
        default_factory=list, description="Dokumen yang menjadi dasarnya, yang utama lebih dahulu."
    )

    def jadi(self) -> IsianForum:
        """The value the service takes."""
        return IsianForum(
            nama=self.nama,
            tingkat=self.tingkat,
            singkatan=self.singkatan,
            mulai=self.mulai,
            selesai=self.selesai,
            dasar=[IsianDasar(jenis=d.jenis, nomor=d.nomor, tanggal=d.tanggal) for d in self.dasar_hukum],
        )


_Isian = Annotated[PaksiForumIsian, strawberry.argument(description="Profil forum seluruhnya.")]
_Organ = Annotated[
    list[PaksiForumOrganIsian], strawberry.argument(description="Semua organnya, menurut urutan forum itu.")
]
_IdAnggota = Annotated[
    strawberry.ID, strawberry.argument(description="Pengenal keanggotaannya (bukan orangnya).")
]
_Jabatan = Annotated[str, strawberry.argument(description="Jabatannya, misalnya Ketua II atau Anggota.")]
_Mulai = Annotated[date, strawberry.argument(description="Hari pertama menjabat.")]
_Sampai = Annotated[
    date | None, strawberry.argument(description="Hari terakhir menjabat; kosong bila tidak ditentukan.")
]

BuatHasil = Annotated[
    PaksiForum | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatForumHasil", description="Forum baru, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiForum | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahForumHasil", description="Forum dengan profil barunya, atau mengapa ditolak."),
]
OrganHasil = Annotated[
    PaksiForum | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanOrganForumHasil", description="Forum dengan organ barunya, atau mengapa ditolak."
    ),
]
BubarHasil = Annotated[
    PaksiForum | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBubarkanForumHasil", description="Forum yang dibubarkan, atau mengapa ditolak."),
]
AngkatHasil = Annotated[
    PaksiForumKeanggotaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiAngkatAnggotaForumHasil", description="Keanggotaan baru, atau mengapa ditolak."),
]
UbahAnggotaHasil = Annotated[
    PaksiForumKeanggotaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahAnggotaForumHasil", description="Keanggotaan sesudah diubah, atau mengapa ditolak."
    ),
]
BerhentikanHasil = Annotated[
    PaksiForumKeanggotaan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBerhentikanAnggotaForumHasil", description="Keanggotaan yang berakhir, atau mengapa ditolak."
    ),
]


@strawberry.type
class Mutation:
    """What is done with forums."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)], description="Catat forum penyuluh pada sebuah wilayah."
    )
    async def paksi_buat_forum(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah yang mencatatnya.")],
        isian: _Isian,
        organ: _Organ,
    ) -> BuatHasil:
        """Write a forum down."""
        konteks = info.context
        id_ = await konteks.db.write(
            buat_forum,
            konteks.aktor,
            wilayah=wilayah,
            isian=isian.jadi(),
            organ=[o.jadi() for o in organ],
        )
        return await PaksiForum.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Ganti profil forum, juga masa baktinya; organ dan anggotanya tetap.",
    )
    async def paksi_ubah_forum(self, info: Info, forum: IdForum, isian: _Isian) -> UbahHasil:
        """Write the profile anew."""
        konteks = info.context
        id_ = await konteks.db.write(
            ubah_forum, konteks.aktor, forum_id=pengenal(forum, "forum"), isian=isian.jadi()
        )
        return await PaksiForum.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Tetapkan organ forum seluruhnya; organ yang pernah beranggota tidak dapat dihapus.",
    )
    async def paksi_tetapkan_organ_forum(self, info: Info, forum: IdForum, organ: _Organ) -> OrganHasil:
        """Set the organs."""
        konteks = info.context
        id_ = await konteks.db.write(
            tetapkan_organ,
            konteks.aktor,
            forum_id=pengenal(forum, "forum"),
            organ=[o.jadi() for o in organ],
        )
        return await PaksiForum.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Bubarkan forum, dengan alasan; riwayatnya tetap dapat dibaca.",
    )
    async def paksi_bubarkan_forum(
        self,
        info: Info,
        forum: IdForum,
        alasan: Annotated[str, strawberry.argument(description="Mengapa dibubarkan.")],
    ) -> BubarHasil:
        """Dissolve a forum."""
        konteks = info.context
        id_ = await konteks.db.write(
            bubarkan_forum, konteks.aktor, forum_id=pengenal(forum, "forum"), alasan=alasan
        )
        return await PaksiForum.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Angkat seseorang ke dalam organ forum; seorang duduk sekali dalam satu organ.",
    )
    async def paksi_angkat_anggota_forum(
        self,
        info: Info,
        organ: Annotated[strawberry.ID, strawberry.argument(description="Pengenal organ forum.")],
        orang: Annotated[strawberry.ID, strawberry.argument(description="Siapa yang diangkat.")],
        jabatan: _Jabatan,
        mulai: _Mulai,
        sampai: _Sampai = strawberry.UNSET,
    ) -> AngkatHasil:
        """Appoint a member."""
        konteks = info.context
        id_ = await konteks.db.write(
            angkat_anggota,
            konteks.aktor,
            organ_id=pengenal(organ, "organ"),
            orang_id=pengenal(orang, "orang"),
            jabatan=jabatan,
            mulai=mulai,
            sampai=sampai or None,
        )
        return PaksiForumKeanggotaan.dari(await baca.satu_anggota(konteks.db, id_))

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)], description="Ganti jabatan atau masa jabatan seorang anggota."
    )
    async def paksi_ubah_anggota_forum(
        self,
        info: Info,
        anggota: _IdAnggota,
        jabatan: _Jabatan,
        mulai: _Mulai,
        sampai: _Sampai = strawberry.UNSET,
    ) -> UbahAnggotaHasil:
        """Another position or term."""
        konteks = info.context
        id_ = await konteks.db.write(
            ubah_anggota,
            konteks.aktor,
            anggota_id=pengenal(anggota, "anggota"),
            jabatan=jabatan,
            mulai=mulai,
            sampai=sampai or None,
        )
        return PaksiForumKeanggotaan.dari(await baca.satu_anggota(konteks.db, id_))

    @strawberry.mutation(
        extensions=[Requires(IZIN_FORUM)],
        description="Catat bahwa seorang anggota berhenti; riwayatnya tetap, dan ia dapat diangkat lagi.",
    )
    async def paksi_berhentikan_anggota_forum(
        self,
        info: Info,
        anggota: _IdAnggota,
        pada: Annotated[date, strawberry.argument(description="Sejak hari apa tidak lagi menjabat.")],
    ) -> BerhentikanHasil:
        """Let a member go."""
        konteks = info.context
        id_ = await konteks.db.write(
            berhentikan_anggota, konteks.aktor, anggota_id=pengenal(anggota, "anggota"), pada=pada
        )
        return PaksiForumKeanggotaan.dari(await baca.satu_anggota(konteks.db, id_))
