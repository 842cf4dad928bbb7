"""What is done with activity reports, in GraphQL."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.kegiatan import acuan, baca, berkas, service
from forum_paksi.kegiatan.graphql import IdKegiatan, PaksiJenisDiterima, PaksiKegiatan, PaksiSasaran
from forum_paksi.kegiatan.rules import (
    BentukKomunitas,
    BidangApi,
    IsianKegiatan,
    JenisKegiatan,
    Putusan,
    SegiApi,
)
from forum_paksi.pelaku import IZIN_ACUAN, IZIN_PERIKSA_KEGIATAN
from forum_paksi.pengenal import pengenal
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Masuk,
    Requires,
)

__all__ = ["Mutation"]

strawberry.enum(Putusan, name="PaksiPutusanKegiatan", description="Putusan atas sebuah laporan kegiatan.")


@strawberry.input
class PaksiKegiatanIsian:
    """Isi sebuah laporan kegiatan."""

    lembaga: str = strawberry.field(description="Kode LSP yang memeriksanya.")
    jenis: JenisKegiatan = strawberry.field(description="Jenis kegiatan.")
    nama: str = strawberry.field(description="Nama kegiatan.")
    ruang_lingkup: str = strawberry.field(description="Ruang lingkup, misalnya Pendidikan.")
    sasaran: str = strawberry.field(
        description="Siapa yang disuluh; bila ruang lingkupnya mempunyai daftar, salah satu dari daftar itu."
    )
    tujuan: str = strawberry.field(description="Tujuan kegiatan.")
    deskripsi: str = strawberry.field(description="Uraian kegiatan.")
    tempat: str = strawberry.field(description="Tempat kegiatan.")
    mulai: date = strawberry.field(description="Hari pertama.")
    selesai: date = strawberry.field(description="Hari terakhir; tidak boleh di masa depan.")
    jumlah_peserta: int = strawberry.field(description="Banyaknya peserta.")
    tempat_wilayah: str | None = strawberry.field(default=None, description="Kode wilayah tempat itu.")
    hasil: str | None = strawberry.field(default=None, description="Hasil kegiatan.")
    tindak_lanjut: str | None = strawberry.field(default=None, description="Tindak lanjutnya.")
    bentuk: BentukKomunitas | None = strawberry.field(
        default=None, description="Wajib bagi PENGEMBANGAN_KOMUNITAS, kosong bagi yang lain."
    )
    bidang: BidangApi | None = strawberry.field(
        default=None, description="Wajib bagi API, kosong bagi yang lain."
    )
    segi: SegiApi | None = strawberry.field(
        default=None, description="Wajib bagi API, kosong bagi yang lain."
    )

    def jadi(self) -> IsianKegiatan:
        """The value the service takes."""
        return IsianKegiatan(
            lembaga=self.lembaga,
            jenis=self.jenis,
            nama=self.nama,
            ruang_lingkup=self.ruang_lingkup,
            sasaran=self.sasaran,
            tujuan=self.tujuan,
            deskripsi=self.deskripsi,
            tempat=self.tempat,
            mulai=self.mulai,
            selesai=self.selesai,
            jumlah_peserta=self.jumlah_peserta,
            tempat_wilayah=self.tempat_wilayah or None,
            hasil=self.hasil,
            tindak_lanjut=self.tindak_lanjut,
            bentuk=self.bentuk,
            bidang=self.bidang,
            segi=self.segi,
        )


@strawberry.type
class PaksiKegiatanDihapus:
    """Draf yang sudah dihapus."""

    id: strawberry.ID = strawberry.field(description="Pengenal draf yang dihapus.")


_Isian = Annotated[PaksiKegiatanIsian, strawberry.argument(description="Isi laporan.")]
_Sumber = Annotated[str, strawberry.argument(description="Dari mana ketentuan ini.")]
CatatHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiCatatKegiatanHasil", description="Draf laporan, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahKegiatanHasil", description="Laporan sesudah diubah, atau mengapa ditolak."),
]
HapusHasil = Annotated[
    PaksiKegiatanDihapus | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiHapusKegiatanHasil", description="Draf yang dihapus, atau mengapa ditolak."),
]
AjukanHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiAjukanKegiatanHasil", description="Laporan yang diajukan, atau mengapa ditolak."),
]
LampirkanHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiLampirkanBuktiKegiatanHasil", description="Laporan dengan buktinya, atau mengapa ditolak."
    ),
]
LepasHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiLepasBuktiKegiatanHasil", description="Laporan tanpa bukti itu, atau mengapa ditolak."
    ),
]
PeriksaHasil = Annotated[
    PaksiKegiatan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiPeriksaKegiatanHasil", description="Laporan dengan putusannya, atau mengapa ditolak."
    ),
]
JenisHasil = Annotated[
    PaksiJenisDiterima | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanJenisKegiatanHasil", description="Ketentuan yang berlaku, atau mengapa ditolak."
    ),
]
SasaranHasil = Annotated[
    PaksiSasaran | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTetapkanSasaranHasil", description="Daftar yang berlaku, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What is done with reports."""

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Buat draf laporan kegiatan: penyuluh sendiri, atau operator di wilayahnya.",
    )
    async def paksi_catat_kegiatan(
        self,
        info: Info,
        orang: Annotated[strawberry.ID, strawberry.argument(description="Penyuluh yang berkegiatan.")],
        isian: _Isian,
    ) -> CatatHasil:
        """Write a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.catat_kegiatan, konteks.aktor, orang_id=pengenal(orang, "orang"), isian=isian.jadi()
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Ganti seluruh isi laporan yang masih draf atau dikembalikan untuk direvisi.",
    )
    async def paksi_ubah_kegiatan(self, info: Info, kegiatan: IdKegiatan, isian: _Isian) -> UbahHasil:
        """Replace what a report says."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_kegiatan,
            konteks.aktor,
            kegiatan_id=pengenal(kegiatan, "kegiatan"),
            isian=isian.jadi(),
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(extensions=[Masuk()], description="Hapus laporan yang masih draf beserta buktinya.")
    async def paksi_hapus_kegiatan(self, info: Info, kegiatan: IdKegiatan) -> HapusHasil:
        """Delete a draft."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.hapus_kegiatan, konteks.aktor, kegiatan_id=pengenal(kegiatan, "kegiatan")
        )
        return PaksiKegiatanDihapus(id=strawberry.ID(str(id_)))

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Ajukan laporan kepada LSP: draf, atau yang sudah direvisi. Buktinya harus sudah dilampirkan.",
    )
    async def paksi_ajukan_kegiatan(self, info: Info, kegiatan: IdKegiatan) -> AjukanHasil:
        """Hand in a report."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ajukan_kegiatan, konteks.aktor, kegiatan_id=pengenal(kegiatan, "kegiatan")
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()],
        description="Lampirkan foto (JPEG, PNG, WebP) atau dokumen (PDF) dari sebuah unggahan sebagai bukti laporan.",
    )
    async def paksi_lampirkan_bukti_kegiatan(
        self,
        info: Info,
        kegiatan: IdKegiatan,
        unggahan: Annotated[
            strawberry.ID,
            strawberry.argument(description="Pengenal dari siapkanUnggahan, sesudah isinya terkirim."),
        ],
    ) -> LampirkanHasil:
        """Attach evidence."""
        konteks = info.context
        id_ = await konteks.db.write(
            berkas.lampirkan_bukti,
            konteks.aktor,
            kegiatan_id=pengenal(kegiatan, "kegiatan"),
            unggahan=pengenal(unggahan, "unggahan"),
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Masuk()], description="Lepas satu bukti dari laporan dan hapus berkasnya."
    )
    async def paksi_lepas_bukti_kegiatan(
        self,
        info: Info,
        kegiatan: IdKegiatan,
        berkas_id: Annotated[
            strawberry.ID, strawberry.argument(name="berkas", description="Pengenal berkas bukti.")
        ],
    ) -> LepasHasil:
        """Take evidence off."""
        konteks = info.context
        id_ = await konteks.db.write(
            berkas.lepas_bukti,
            konteks.aktor,
            kegiatan_id=pengenal(kegiatan, "kegiatan"),
            berkas=pengenal(berkas_id, "berkas"),
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_PERIKSA_KEGIATAN)],
        description="Terima, kembalikan untuk direvisi, atau tolak laporan yang diajukan kepada LSP Anda. Laporan"
        " sendiri diperiksa orang lain; yang diterima tidak dapat diubah lagi.",
    )
    async def paksi_periksa_kegiatan(
        self,
        info: Info,
        kegiatan: IdKegiatan,
        putusan: Annotated[Putusan, strawberry.argument(description="Putusannya.")],
        catatan: Annotated[
            str | None,
            strawberry.argument(description="Catatan bagi pelapor; wajib bila dikembalikan atau ditolak."),
        ] = strawberry.UNSET,
    ) -> PeriksaHasil:
        """Verify a report."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.periksa_kegiatan,
            konteks.aktor,
            kegiatan_id=pengenal(kegiatan, "kegiatan"),
            putusan=putusan,
            catatan=catatan or None,
        )
        return await PaksiKegiatan.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Tetapkan skema pemilik sebuah jenis kegiatan, dan apakah hanya pemegang atau pemohonnya yang"
        " melaporkannya.",
    )
    async def paksi_tetapkan_jenis_kegiatan(
        self,
        info: Info,
        *,
        jenis: Annotated[JenisKegiatan, strawberry.argument(description="Jenis kegiatan.")],
        skema: Annotated[JenisSkema, strawberry.argument(description="Skema pemiliknya.")],
        hanya_pemegang: Annotated[
            bool, strawberry.argument(description="Hanya pemegang atau pemohon skema itu yang melaporkannya.")
        ],
        sumber: _Sumber,
    ) -> JenisHasil:
        """Say what belongs to which scheme."""
        konteks = info.context
        ditetapkan = await konteks.db.write(
            acuan.tetapkan_jenis,
            konteks.aktor,
            jenis=jenis,
            skema=skema,
            hanya_pemegang=hanya_pemegang,
            sumber=sumber,
        )
        rows = await baca.jenis_diterima(konteks.db)
        return next(PaksiJenisDiterima.dari(row) for row in rows if row.jenis is ditetapkan)

    @strawberry.mutation(
        extensions=[Requires(IZIN_ACUAN)],
        description="Ganti daftar sasaran sebuah ruang lingkup; daftar kosong: sasaran apa pun diterima.",
    )
    async def paksi_tetapkan_sasaran(
        self,
        info: Info,
        *,
        ruang_lingkup: Annotated[str, strawberry.argument(description="Ruang lingkupnya.")],
        sasaran: Annotated[list[str], strawberry.argument(description="Pilihan sasarannya, menurut urutan.")],
        sumber: _Sumber,
    ) -> SasaranHasil:
        """Replace the audiences of a field."""
        konteks = info.context
        cari = await konteks.db.write(
            acuan.tetapkan_sasaran,
            konteks.aktor,
            ruang_lingkup=ruang_lingkup,
            sasaran=sasaran,
            sumber=sumber,
        )
        ada = [r for r in await baca.sasaran(konteks.db) if r.ruang_lingkup_cari == cari]
        return PaksiSasaran(
            ruang_lingkup=ada[0].ruang_lingkup if ada else ruang_lingkup,
            sasaran=[r.sasaran for r in ada],
            sumber=ada[0].sumber if ada else sumber,
        )
