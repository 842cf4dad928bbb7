"""Workbooks in GraphQL: candidates and applications in, templates, participants and results out."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_paksi.lembar.hasil import terbitkan_hasil
from forum_paksi.lembar.peserta import terbitkan_ekspor
from forum_paksi.lembar.templat import JenisTemplat, terbitkan_templat
from forum_paksi.lembar.usulan import PermohonanTerimpor, impor_permohonan
from forum_paksi.pelaku import IZIN_MINTA, IZIN_MOHON, IZIN_SERTIFIKAT
from forum_paksi.pemesanan.baca import IZIN_BACA
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan.graphql import IdPermintaan, PaksiPermintaan
from forum_paksi.permintaan.impor import CalonTerimpor, impor_calon
from forum_paksi.permohonan import baca as baca_permohonan
from forum_paksi.permohonan.baca import IZIN_BACA as IZIN_BACA_PERMOHONAN
from forum_paksi.permohonan.graphql import PaksiPermohonan
from forum_paksi.permohonan.tujuan import IsianPermohonan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    IdUnggahan,
    ImporDitolak,
    Info,
    LaporanUnggahan,
    Requires,
    Tautan,
    baca_orang,
    impor_unggahan,
)

__all__ = ["Mutation"]

strawberry.enum(
    JenisTemplat,
    name="PaksiJenisTemplat",
    description="Tabel kosong untuk diisi: calon, permohonan, atau sertifikat.",
)


@strawberry.type
class PaksiCalonDiimpor:
    """Hasil mengimpor calon ke dalam draf."""

    permintaan: PaksiPermintaan = strawberry.field(description="Permintaan dengan semua calonnya.")
    laporan: LaporanUnggahan = strawberry.field(
        description="Yang ditulis adalah calon baru; yang sama sudah menjadi calon."
    )
    orang_baru: int = strawberry.field(description="Banyaknya orang yang didaftarkan karena belum terdaftar.")


@strawberry.input
class PaksiImporPermohonanIsian:
    """Apa yang dimohonkan bagi semua orang dalam berkas, dan kepada siapa."""

    skema: str = strawberry.field(description="Kode skema, misalnya PAKSI_PERTAMA.")
    lembaga: str = strawberry.field(description="Kode LSP yang dituju.")
    jenis: JenisPermohonan = strawberry.field(
        description="Mengapa dimohonkan; selain BARU, setiap orang berangkat dari sertifikatnya yang sesuai."
    )
    jalur: str | None = strawberry.field(
        default=None, description="Kode jalur bagi permohonan BARU, misalnya DIKLAT; selain itu kosong."
    )

    def jadi(self) -> IsianPermohonan:
        """The value the service takes."""
        return IsianPermohonan(
            skema=self.skema, lembaga=self.lembaga, jenis=self.jenis, jalur=self.jalur or None
        )


@strawberry.type
class PaksiPermohonanDiimpor:
    """Hasil mengimpor permohonan."""

    permohonan: list[PaksiPermohonan] = strawberry.field(
        description="Draf yang baru ditulis, menurut urutan berkas."
    )
    laporan: LaporanUnggahan = strawberry.field(
        description="Yang ditulis adalah draf baru; yang sama sudah mempunyai permohonan ini."
    )
    orang_baru: int = strawberry.field(description="Banyaknya orang yang didaftarkan karena belum terdaftar.")


ImporPermohonanHasil = Annotated[
    PaksiPermohonanDiimpor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiImporPermohonanHasil", description="Laporan impor, atau mengapa ditolak."),
]
ImporCalonHasil = Annotated[
    PaksiCalonDiimpor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiImporCalonHasil", description="Laporan impor, atau mengapa ditolak."),
]
TemplatHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUnduhTemplatHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]
PesertaHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiEksporPesertaHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]

HasilEkspor = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiEksporHasilHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What goes in and out as workbooks."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA)],
        description="Tambahkan calon ke dalam draf dari unggahan XLSX atau CSV berkolom nama, kepegawaian, nip, nik,"
        " jabatan, perangkat daerah; yang belum terdaftar didaftarkan. Satu kesalahan membatalkan semuanya.",
    )
    async def paksi_impor_calon(
        self, info: Info, permintaan: IdPermintaan, unggahan: IdUnggahan
    ) -> ImporCalonHasil:
        """Import candidates."""
        konteks = info.context
        id_ = pengenal(permintaan, "permintaan")
        try:
            hasil = await impor_unggahan(
                konteks,
                pengenal(unggahan, "unggahan"),
                baca=baca_orang,
                tulis=lambda session, terbaca: impor_calon(
                    session, konteks.aktor, konteks.kunci, permintaan_id=id_, terbaca=terbaca
                ),
            )
        except ImporDitolak as galat:
            hasil = CalonTerimpor(laporan=galat.laporan, orang_baru=0)
        return PaksiCalonDiimpor(
            permintaan=await PaksiPermintaan.satu(konteks.db, id_),
            laporan=LaporanUnggahan.dari(hasil.laporan),
            orang_baru=hasil.orang_baru,
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_MOHON)],
        description="Buat draf permohonan bagi semua orang dalam unggahan XLSX atau CSV berkolom nama, kepegawaian,"
        " nip, nik, jabatan, perangkat daerah; yang belum terdaftar didaftarkan. Satu kesalahan membatalkan semuanya.",
    )
    async def paksi_impor_permohonan(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah orang-orang itu.")],
        isian: Annotated[
            PaksiImporPermohonanIsian, strawberry.argument(description="Apa yang dimohonkan bagi mereka.")
        ],
        unggahan: IdUnggahan,
    ) -> ImporPermohonanHasil:
        """Import applications."""
        konteks = info.context
        try:
            hasil = await impor_unggahan(
                konteks,
                pengenal(unggahan, "unggahan"),
                baca=baca_orang,
                tulis=lambda session, terbaca: impor_permohonan(
                    session,
                    konteks.aktor,
                    konteks.kunci,
                    wilayah=wilayah,
                    isian=isian.jadi(),
                    terbaca=terbaca,
                ),
            )
        except ImporDitolak as galat:
            hasil = PermohonanTerimpor(laporan=galat.laporan, orang_baru=0, permohonan=())
        rows = await baca_permohonan.banyak(konteks.db, hasil.permohonan)
        return PaksiPermohonanDiimpor(
            permohonan=[PaksiPermohonan.dari(rows[id_]) for id_ in hasil.permohonan],
            laporan=LaporanUnggahan.dari(hasil.laporan),
            orang_baru=hasil.orang_baru,
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_MINTA, IZIN_MOHON, IZIN_SERTIFIKAT)],
        description="Minta tautan ke templat XLSX kosong untuk paksiImporCalon, paksiImporPermohonan, atau"
        " paksiImporSertifikat.",
    )
    async def paksi_unduh_templat(
        self,
        info: Info,
        jenis: Annotated[JenisTemplat, strawberry.argument(description="Templat yang mana.")],
    ) -> TemplatHasil:
        """A link to a template."""
        konteks = info.context
        return Tautan.dari(await konteks.db.write(terbitkan_templat, konteks.aktor, jenis=jenis))

    @strawberry.mutation(
        extensions=[Requires(*IZIN_BACA)],
        description="Minta tautan ke peserta sebuah jadwal sebagai XLSX: yang berkursi dan yang menunggu, sejauh boleh"
        " Anda lihat. NIP tersamar, kecuali Anda minta dibuka dan berizin; setiap pembukaan tercatat.",
    )
    async def paksi_ekspor_peserta(
        self,
        info: Info,
        *,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwal.")],
        buka_nip: Annotated[
            bool, strawberry.argument(description="Tulis NIP lengkap; perlu izin membuka identitas mereka.")
        ] = False,
    ) -> PesertaHasil:
        """A link to the participants."""
        konteks = info.context
        return Tautan.dari(
            await konteks.db.write(
                terbitkan_ekspor,
                konteks.aktor,
                jadwal_id=pengenal(jadwal, "jadwal"),
                buka_nip=buka_nip,
            )
        )

    @strawberry.mutation(
        extensions=[Requires(*IZIN_BACA_PERMOHONAN)],
        description="Minta tautan ke hasil asesmen sebuah jadwal sebagai XLSX: K atau BK per unit, rekomendasi,"
        " keputusan pleno, dan sertifikat dari permohonan yang boleh Anda lihat.",
    )
    async def paksi_ekspor_hasil(
        self,
        info: Info,
        *,
        jadwal: Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwal.")],
    ) -> HasilEkspor:
        """A link to the results."""
        konteks = info.context
        id_ = pengenal(jadwal, "jadwal")
        return Tautan.dari(await konteks.db.write(terbitkan_hasil, konteks.aktor, jadwal_id=id_))
