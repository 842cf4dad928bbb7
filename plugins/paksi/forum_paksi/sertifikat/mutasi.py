"""What is done to certificates: importing them, changing their state, saying whose count, printing their codes."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.pelaku import IZIN_ACUAN, IZIN_SERTIFIKAT, IZIN_TERBITKAN
from forum_paksi.pengenal import pengenal
from forum_paksi.sertifikat import baca, impor, unduhan
from forum_paksi.sertifikat.graphql import IdSertifikat, PaksiSertifikat
from forum_paksi.sertifikat.penerbit import IsianPenerbit, tetapkan_penerbit
from forum_paksi.sertifikat.rules import TindakanSertifikat
from forum_paksi.sertifikat.service import ubah_keadaan
from forum_paksi.sertifikat.unduhan import BentukQr
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    ImporDitolak,
    Info,
    IsianTidakSah,
    Masuk,
    Rahasia,
    Requires,
    Tautan,
    impor_unggahan,
)

__all__ = ["Mutation"]

Alasan = Annotated[str, strawberry.argument(description="Alasan; terbaca oleh pemegangnya.")]
strawberry.enum(BentukQr, name="PaksiBentukQr", description="Bentuk gambar kode QR.")


@strawberry.type
class PaksiKesalahanImpor:
    """Satu kesalahan dalam berkas."""

    lembar: str | None = strawberry.field(description="Nama lembarnya; kosong bagi CSV.")
    baris: int = strawberry.field(description="Nomor baris seperti di lembar kerja; judul kolom baris 1.")
    kolom: str | None = strawberry.field(description="Kolomnya; kosong bila mengenai seluruh baris.")
    pesan: str = strawberry.field(description="Apa yang salah dan apa yang harus dilakukan.")


@strawberry.type
class PaksiLaporanImpor:
    """Hasil impor: semua baris ditulis, atau tidak satu pun."""

    berkas: str = strawberry.field(description="Nama berkas.")
    dibaca: int = strawberry.field(description="Banyaknya baris yang dibaca.")
    ditulis: int = strawberry.field(description="Banyaknya sertifikat baru.")
    sama: int = strawberry.field(description="Banyaknya baris yang sudah tercatat persis sama.")
    kesalahan: list[PaksiKesalahanImpor] = strawberry.field(
        description="Semua kesalahan; bila ada, tidak ada yang ditulis."
    )


@strawberry.type
class PaksiPenerbitDitetapkan:
    """Masa pengakuan yang dicatat, dan akibatnya."""

    id: strawberry.ID = strawberry.field(description="Pengenal masa pengakuan itu.")
    berubah: int = strawberry.field(
        description="Banyaknya sertifikat yang karenanya mulai atau berhenti dihitung."
    )


ImporHasil = Annotated[
    PaksiLaporanImpor | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiImporSertifikatHasil", description="Laporan impor, atau mengapa ditolak."),
]
KeadaanHasil = Annotated[
    PaksiSertifikat | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahSertifikatHasil", description="Sertifikatnya sesudah diubah, atau mengapa ditolak."
    ),
]
PenerbitHasil = Annotated[
    PaksiPenerbitDitetapkan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanPenerbitHasil", description="Masa pengakuan yang dicatat, atau mengapa ditolak."
    ),
]
TautanHasil = Annotated[
    Tautan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUnduhSertifikatHasil", description="Tautan sekali pakai, atau mengapa ditolak."),
]


async def _ubah(info: Info, sertifikat: str, tindakan: TindakanSertifikat, alasan: str) -> PaksiSertifikat:
    konteks = info.context
    id_ = await konteks.db.write(
        ubah_keadaan,
        konteks.aktor,
        sertifikat_id=pengenal(sertifikat, "sertifikat"),
        tindakan=tindakan,
        alasan=alasan,
    )
    return PaksiSertifikat.dari((await baca.banyak(konteks.db, [id_]))[id_])


@strawberry.type
class Mutation:
    """Keeping certificates."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_SERTIFIKAT)],
        description="Catat sertifikat dari unggahan XLSX atau CSV, atau dari isi berkas CSV: nip atau nik, skema, lembaga,"
        " nomor, terbit, berakhir. Yang lebih baru menggantikan yang lama. Satu kesalahan membatalkan semuanya.",
    )
    async def paksi_impor_sertifikat(
        self,
        info: Info,
        isi: Annotated[
            Rahasia | None,
            strawberry.argument(
                description="Isi berkas CSV, bila tidak diunggah; memuat NIP atau NIK, jadi hanya sebagai variabel."
            ),
        ] = strawberry.UNSET,
        berkas: Annotated[
            str, strawberry.argument(description="Nama berkas untuk laporan tentang `isi`.")
        ] = "sertifikat.csv",
        unggahan: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Pengenal dari siapkanUnggahan; isi ini atau `isi`."),
        ] = strawberry.UNSET,
    ) -> ImporHasil:
        """Import certificates."""
        konteks = info.context
        try:
            if unggahan and not isi:
                laporan = await impor_unggahan(
                    konteks,
                    pengenal(unggahan, "unggahan"),
                    baca=impor.baca,
                    tulis=lambda session, terbaca: impor.impor(
                        session, konteks.aktor, konteks.kunci, terbaca=terbaca
                    ),
                )
            elif isi and not unggahan:
                terbaca = await asyncio.to_thread(impor.baca, isi.encode(), berkas)
                laporan = await konteks.db.write(impor.impor, konteks.aktor, konteks.kunci, terbaca=terbaca)
            else:
                raise IsianTidakSah(
                    "SALAH_SATU", "Isi salah satu: `unggahan` atau `isi`.", letak=["unggahan", "isi"]
                )
        except ImporDitolak as galat:
            laporan = galat.laporan
        return PaksiLaporanImpor(
            berkas=laporan.berkas,
            dibaca=laporan.dibaca,
            ditulis=laporan.ditulis,
            sama=laporan.sama,
            kesalahan=[
                PaksiKesalahanImpor(lembar=k.lembar, baris=k.baris, kolom=k.kolom, pesan=k.pesan)
                for k in laporan.kesalahan
            ],
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_TERBITKAN)],
        description="Bekukan sertifikat aktif terbitan LSP Anda; selama beku ia tidak berlaku.",
    )
    async def paksi_bekukan_sertifikat(
        self, info: Info, sertifikat: IdSertifikat, alasan: Alasan
    ) -> KeadaanHasil:
        """Suspend one."""
        return await _ubah(info, sertifikat, TindakanSertifikat.BEKUKAN, alasan)

    @strawberry.mutation(
        extensions=[Requires(IZIN_TERBITKAN)],
        description="Aktifkan kembali sertifikat yang dibekukan; hari terakhirnya tidak berubah.",
    )
    async def paksi_aktifkan_sertifikat(
        self, info: Info, sertifikat: IdSertifikat, alasan: Alasan
    ) -> KeadaanHasil:
        """Reinstate one."""
        return await _ubah(info, sertifikat, TindakanSertifikat.AKTIFKAN, alasan)

    @strawberry.mutation(
        extensions=[Requires(IZIN_TERBITKAN)],
        description="Cabut sertifikat terbitan LSP Anda untuk selamanya.",
    )
    async def paksi_cabut_sertifikat(
        self, info: Info, sertifikat: IdSertifikat, alasan: Alasan
    ) -> KeadaanHasil:
        """Revoke one."""
        return await _ubah(info, sertifikat, TindakanSertifikat.CABUT, alasan)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Catat masa pengakuan sebuah penerbit bagi satu jenis; masa dengan hari mulai yang sama diganti."
        " Sertifikatnya yang terbit dalam masa itu dihitung, juga yang sudah tercatat.",
    )
    async def paksi_tetapkan_penerbit(
        self,
        info: Info,
        *,
        lembaga: Annotated[str, strawberry.argument(description="Kode lembaga terdaftar.")],
        jenis: Annotated[JenisSkema, strawberry.argument(description="PAKSI atau API.")],
        berlaku_dari: Annotated[date, strawberry.argument(description="Hari terbit pertama yang dihitung.")],
        berlaku_sampai: Annotated[
            date | None, strawberry.argument(description="Hari terbit terakhir; kosong: seterusnya.")
        ] = None,
        sumber: Annotated[str, strawberry.argument(description="Dari mana diketahui.")],
    ) -> PenerbitHasil:
        """Say from when to when an issuer counts."""
        konteks = info.context
        id_, berubah = await konteks.db.write(
            tetapkan_penerbit,
            konteks.aktor,
            isian=IsianPenerbit(
                lembaga=lembaga,
                jenis=jenis,
                berlaku_dari=berlaku_dari,
                berlaku_sampai=berlaku_sampai,
                sumber=sumber,
            ),
        )
        return PaksiPenerbitDitetapkan(id=strawberry.ID(str(id_)), berubah=berubah)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Unduh kode QR sebuah sertifikat yang boleh Anda lihat; ia menuju halaman pemeriksaannya.",
    )
    async def paksi_unduh_qr_sertifikat(
        self,
        info: Info,
        *,
        sertifikat: IdSertifikat,
        bentuk: Annotated[BentukQr, strawberry.argument(description="SVG atau PNG.")] = BentukQr.SVG,
    ) -> TautanHasil:
        """The QR code of one certificate."""
        konteks = info.context
        row = await baca.satu(konteks.db, konteks.aktor, pengenal(sertifikat, "sertifikat"))
        return Tautan.dari(
            await konteks.db.write(
                unduhan.terbitkan_qr,
                konteks.aktor,
                sertifikat_id=row.id,
                wilayah=row.wilayah_kode,
                bentuk=bentuk,
            )
        )

    @strawberry.mutation(
        extensions=[Requires(IZIN_TERBITKAN)],
        description="Buat surat keterangan (PDF) di atas kop LSP Anda bahwa sebuah sertifikat berlaku, dengan kode QR.",
    )
    async def paksi_buat_surat_keterangan(
        self,
        info: Info,
        *,
        sertifikat: IdSertifikat,
        nomor_surat: Annotated[
            str, strawberry.argument(description="Nomor surat menurut penomoran kantor Anda.")
        ],
        tanggal_surat: Annotated[date, strawberry.argument(description="Tanggal surat.")],
    ) -> TautanHasil:
        """The letter about one certificate."""
        konteks = info.context
        return Tautan.dari(
            await konteks.db.write(
                unduhan.terbitkan_keterangan,
                konteks.aktor,
                sertifikat_id=pengenal(sertifikat, "sertifikat"),
                nomor=nomor_surat,
                tanggal=tanggal_surat,
            )
        )
