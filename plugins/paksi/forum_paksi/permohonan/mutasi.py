"""Mutations on applications, up to the point where they meet the requirements."""

from __future__ import annotations

from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_JADWAL, IZIN_MOHON, IZIN_VERIFIKASI
from forum_paksi.pengenal import pengenal
from forum_paksi.permohonan import dokumen, isian, mundur, pengajuan, verifikasi
from forum_paksi.permohonan.graphql import IdPermohonan, PaksiPermohonan
from forum_paksi.permohonan.kursi import jadwalkan
from forum_paksi.permohonan.verifikasi import PutusanVerifikasi
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    IdUnggahan,
    Info,
    Masuk,
    Rahasia,
    Requires,
    TidakDitemukan,
)

__all__ = ["Mutation"]

strawberry.enum(
    PutusanVerifikasi,
    name="PaksiPutusanVerifikasi",
    description="Putusan verifikator atas sebuah permohonan.",
)


@strawberry.input
class PaksiPermohonanIsian:
    """Apa yang dimohonkan, dan kepada siapa."""

    skema: str = strawberry.field(description="Kode skema, misalnya PAKSI_PERTAMA.")
    lembaga: str = strawberry.field(description="Kode LSP yang dituju.")
    jenis: JenisPermohonan = strawberry.field(description="Mengapa dimohonkan.")
    jalur: str | None = strawberry.field(
        default=None, description="Kode jalur bagi permohonan BARU, misalnya DIKLAT; selain itu kosong."
    )
    dari_sertifikat: strawberry.ID | None = strawberry.field(
        default=None, description="Sertifikat asal; wajib selain bagi permohonan BARU."
    )

    def jadi(self) -> isian.IsianPermohonan:
        """The value the service takes."""
        return isian.IsianPermohonan(
            skema=self.skema,
            lembaga=self.lembaga,
            jenis=self.jenis,
            jalur=self.jalur or None,
            dari_sertifikat=pengenal(self.dari_sertifikat, "sertifikat", letak="dariSertifikat")
            if self.dari_sertifikat
            else None,
        )


@strawberry.input
class PaksiJawabanUnitIsian:
    """Jawaban asesmen mandiri tentang satu unit kompetensi."""

    unit: strawberry.ID = strawberry.field(description="Pengenal unit, dari PaksiSkema.unit.")
    kompeten: bool = strawberry.field(description="Apakah pemohon menilai dirinya kompeten.")
    bukti: str = strawberry.field(description="Bukti yang mendukung jawaban ini.")


def _jawaban(semua: list[PaksiJawabanUnitIsian]) -> list[isian.JawabanUnit]:
    hasil: list[isian.JawabanUnit] = []
    for ke, satu in enumerate(semua):
        try:
            unit = pengenal(satu.unit, "unit")
        except TidakDitemukan:
            raise TidakDitemukan("unit", letak=["jawaban", str(ke), "unit"]) from None
        hasil.append(isian.JawabanUnit(unit=unit, kompeten=satu.kompeten, bukti=satu.bukti))
    return hasil


_Butir = Annotated[str, strawberry.argument(description="Kode butir persyaratan.")]
_Alasan = Annotated[str | None, strawberry.argument(description="Alasannya; dibaca pemohon.")]
PermohonanHasil = Annotated[
    PaksiPermohonan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiPermohonanHasil", description="Permohonan sesudah tindakan ini, atau mengapa ditolak."
    ),
]
"""What every mutation on an application answers."""


@strawberry.type
class Mutation:
    """What is done to applications."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Buat draf permohonan sertifikasi bagi diri sendiri atau orang di wilayah Anda.",
    )
    async def paksi_buat_permohonan(
        self,
        info: Info,
        orang: Annotated[strawberry.ID, strawberry.argument(description="Pengenal pemohon.")],
        isian: Annotated[PaksiPermohonanIsian, strawberry.argument(description="Apa yang dimohonkan.")],
    ) -> PermohonanHasil:
        """Write a draft."""
        konteks = info.context
        id_ = await konteks.db.write(_BUAT, konteks.aktor, orang=pengenal(orang, "orang"), isian=isian.jadi())
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Isi APL-01 seluruhnya: informasi pendukung, kebutuhan khusus, dan pernyataan persetujuan.",
    )
    async def paksi_isi_apl01(
        self,
        info: Info,
        permohonan: IdPermohonan,
        *,
        setuju: Annotated[
            bool, strawberry.argument(description="Pemohon menyatakan setuju dengan ketentuan LSP.")
        ],
        informasi_pendukung: Annotated[
            str | None, strawberry.argument(description="Informasi pendukung, misalnya pengalaman kerja.")
        ] = strawberry.UNSET,
        kebutuhan_khusus: Annotated[
            Rahasia | None,
            strawberry.argument(
                description="Kebutuhan bahasa atau disabilitas; disimpan tersandi, jadi hanya sebagai variabel."
            ),
        ] = strawberry.UNSET,
    ) -> PermohonanHasil:
        """Fill APL-01."""
        konteks = info.context
        id_ = await konteks.db.write(
            isian.isi_apl01,
            konteks.aktor,
            konteks.kunci,
            permohonan_id=pengenal(permohonan, "permohonan"),
            informasi_pendukung=informasi_pendukung or None,
            kebutuhan_khusus=kebutuhan_khusus or None,
            setuju=setuju,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Jawab asesmen mandiri (APL-02) bagi unit-unit ini; unit lain tetap seperti semula.",
    )
    async def paksi_jawab_apl02(
        self,
        info: Info,
        permohonan: IdPermohonan,
        jawaban: Annotated[list[PaksiJawabanUnitIsian], strawberry.argument(description="Jawaban per unit.")],
    ) -> PermohonanHasil:
        """Answer APL-02."""
        konteks = info.context
        id_ = await konteks.db.write(
            isian.jawab_apl02,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            jawaban=_jawaban(jawaban),
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Lampirkan berkas (PDF, JPEG, atau PNG) untuk satu butir persyaratan; menggantikan yang lama.",
    )
    async def paksi_lampirkan_dokumen(
        self, info: Info, permohonan: IdPermohonan, butir: _Butir, unggahan: IdUnggahan
    ) -> PermohonanHasil:
        """Attach a file."""
        konteks = info.context
        id_ = await konteks.db.write(
            dokumen.lampirkan_dokumen,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            butir=butir,
            unggahan=pengenal(unggahan, "unggahan"),
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(extensions=[Masuk()], description="Hapus berkas untuk satu butir persyaratan.")
    async def paksi_hapus_dokumen(
        self, info: Info, permohonan: IdPermohonan, butir: _Butir
    ) -> PermohonanHasil:
        """Take a file away."""
        konteks = info.context
        id_ = await konteks.db.write(
            dokumen.hapus_dokumen,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            butir=butir,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Ajukan permohonan kepada LSP, atau ajukan lagi sesudah diperbaiki. Semua harus sudah lengkap.",
    )
    async def paksi_ajukan_permohonan(self, info: Info, permohonan: IdPermohonan) -> PermohonanHasil:
        """Hand in."""
        konteks = info.context
        id_ = await konteks.db.write(
            pengajuan.ajukan_permohonan, konteks.aktor, permohonan_id=pengenal(permohonan, "permohonan")
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()], description="Tarik permohonan yang belum diputuskan; pemohon mundur."
    )
    async def paksi_tarik_permohonan(
        self, info: Info, permohonan: IdPermohonan, alasan: _Alasan = strawberry.UNSET
    ) -> PermohonanHasil:
        """Withdraw."""
        konteks = info.context
        id_ = await konteks.db.write(
            mundur.tarik,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            alasan=alasan or None,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Batalkan permohonan yang belum diputuskan, sebagai LSP, dengan alasan.",
    )
    async def paksi_batalkan_permohonan(
        self,
        info: Info,
        permohonan: IdPermohonan,
        alasan: Annotated[str, strawberry.argument(description="Alasannya; dibaca pemohon.")],
    ) -> PermohonanHasil:
        """End it on the LSP's side."""
        konteks = info.context
        id_ = await konteks.db.write(
            mundur.batalkan,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            alasan=alasan,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_MOHON, IZIN_JADWAL)],
        description="Pasangkan permohonan yang MEMENUHI_SYARAT dengan kursi terkonfirmasi orangnya. Biasanya terjadi"
        " dengan sendirinya saat kursi dikonfirmasi atau verifikasi selesai.",
    )
    async def paksi_jadwalkan_permohonan(self, info: Info, permohonan: IdPermohonan) -> PermohonanHasil:
        """Join it with its seat."""
        konteks = info.context
        id_ = await konteks.db.write(
            jadwalkan, konteks.aktor, permohonan_id=pengenal(permohonan, "permohonan")
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_VERIFIKASI)],
        description="Mulai memverifikasi permohonan, atau ambil alih dari verifikator lain.",
    )
    async def paksi_mulai_verifikasi(self, info: Info, permohonan: IdPermohonan) -> PermohonanHasil:
        """Begin to verify."""
        konteks = info.context
        id_ = await konteks.db.write(
            verifikasi.mulai_verifikasi, konteks.aktor, permohonan_id=pengenal(permohonan, "permohonan")
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_VERIFIKASI)],
        description="Catat temuan tentang satu butir persyaratan; menggantikan temuan sebelumnya.",
    )
    async def paksi_catat_temuan(
        self,
        info: Info,
        permohonan: IdPermohonan,
        butir: _Butir,
        *,
        sesuai: Annotated[bool, strawberry.argument(description="Apakah butir ini sesuai.")],
        catatan: Annotated[
            str | None, strawberry.argument(description="Apa yang harus diperbaiki; wajib bila tidak sesuai.")
        ] = strawberry.UNSET,
        kegiatan: Annotated[
            list[strawberry.ID] | None,
            strawberry.argument(
                description="Laporan yang menjadi sandaran temuan, bagi butir laporan yang jumlahnya tidak ditetapkan;"
                " kosong: semua yang tampak dalam kelayakan. Laporan itu tidak dihitung dalam permohonan lain."
            ),
        ] = strawberry.UNSET,
    ) -> PermohonanHasil:
        """Write a finding."""
        konteks = info.context
        id_ = await konteks.db.write(
            verifikasi.catat_temuan,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            butir=butir,
            sesuai=sesuai,
            catatan=catatan or None,
            kegiatan=[pengenal(k, "kegiatan") for k in kegiatan] if isinstance(kegiatan, list) else None,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_VERIFIKASI)],
        description="Putuskan hasil verifikasi menurut temuannya.",
    )
    async def paksi_putuskan_verifikasi(
        self,
        info: Info,
        permohonan: IdPermohonan,
        putusan: Annotated[PutusanVerifikasi, strawberry.argument(description="Putusannya.")],
        alasan: _Alasan = strawberry.UNSET,
    ) -> PermohonanHasil:
        """Decide the verification."""
        konteks = info.context
        id_ = await konteks.db.write(
            verifikasi.putuskan_verifikasi,
            konteks.aktor,
            permohonan_id=pengenal(permohonan, "permohonan"),
            putusan=putusan,
            alasan=alasan or None,
        )
        return await PaksiPermohonan.satu(konteks.db, id_)


_BUAT = isian.buat_permohonan
"""The service, under a name that the argument `isian` doesn't hide."""
