"""What is done with invitations, in GraphQL."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import strawberry

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.jadwal.rules import JenisJadwal
from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL
from forum_paksi.pengenal import pengenal
from forum_paksi.permintaan.graphql import PaksiRentangIsian
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.undangan import jawaban, service
from forum_paksi.undangan.graphql import IdUndangan, PaksiUndangan, undangan_terbaca
from forum_paksi.undangan.rules import IsianJawaban, IsianUndangan, Kesanggupan
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    IsianTidakSah,
    Requires,
)

__all__ = ["Mutation"]


@strawberry.input
class PaksiUndanganIsian:
    """Isi sebuah undangan."""

    tuan_rumah: str = strawberry.field(description="Kode pemda yang menjadi tuan rumah.")
    tuk_nama: str = strawberry.field(description="Nama tempat uji kompetensi.")
    tuk_alamat: str = strawberry.field(description="Letak tempat itu, misalnya jalannya.")
    tuk_wilayah: str = strawberry.field(description="Kode wilayah tempat itu.")
    tanggal: list[PaksiRentangIsian] = strawberry.field(
        description="Pilihan tanggal, yang paling diinginkan lebih dahulu; setiap pilihan satu rangkaian hari."
    )
    peserta: int = strawberry.field(description="Banyaknya peserta; sebanyak itu kursinya nanti.")
    sumber_anggaran: SumberAnggaran = strawberry.field(description="Dari mana biayanya.")
    anggaran_rupiah: str = strawberry.field(
        description="Anggaran yang disediakan, rupiah bulat, misalnya 60000000."
    )
    jenis: JenisJadwal = strawberry.field(default=JenisJadwal.ASESMEN, description="Asesmen atau diklat.")
    jalur: list[str] = strawberry.field(
        default_factory=list[str],
        description="Kode jalur yang akan diterima; kosong: jalur permintaan dalam himpunan saat ini.",
    )
    catatan: str | None = strawberry.field(default=None, description="Catatan bagi LSP.")

    def jadi(self) -> IsianUndangan:
        """The same for the service."""
        return IsianUndangan(
            tuan_rumah=self.tuan_rumah,
            tuk_nama=self.tuk_nama,
            tuk_alamat=self.tuk_alamat,
            tuk_wilayah=self.tuk_wilayah,
            tanggal=_rentang(self.tanggal),
            peserta=self.peserta,
            sumber_anggaran=self.sumber_anggaran,
            anggaran_rupiah=self.anggaran_rupiah,
            jenis=self.jenis,
            jalur=self.jalur,
            catatan=self.catatan,
        )


@strawberry.input
class PaksiKesanggupanIsian:
    """Yang disanggupi LSP; peserta paling banyak asesor × hari × batas per asesor."""

    jumlah_asesor: int = strawberry.field(description="Banyaknya asesor yang datang.")
    batas_per_asesor: int = strawberry.field(description="Paling banyak asesi per asesor per hari.")
    batas_daftar: str = strawberry.field(
        description="Batas pendaftaran menurut jam wilayah TUK, misalnya 2026-04-01T16:00."
    )

    def jadi(self) -> Kesanggupan:
        """The same for the service."""
        return Kesanggupan(
            jumlah_asesor=self.jumlah_asesor,
            batas_per_asesor=self.batas_per_asesor,
            batas_daftar=self.batas_daftar,
        )


@strawberry.input
class PaksiJawabanIsian:
    """Jawaban LSP dengan tanggal lain atau peserta yang lebih sedikit; TUK-nya tetap."""

    kesanggupan: PaksiKesanggupanIsian = strawberry.field(description="Asesor dan batas pendaftarannya.")
    tanggal: list[PaksiRentangIsian] = strawberry.field(
        default_factory=list, description="Pilihan tanggal lain; kosong: seperti undangannya."
    )
    peserta: int | None = strawberry.field(
        default=None, description="Peserta yang lebih sedikit; kosong: seperti undangannya."
    )
    catatan: str | None = strawberry.field(default=None, description="Catatan bagi koordinator.")

    def jadi(self) -> IsianJawaban:
        """The same for the service."""
        return IsianJawaban(
            kesanggupan=self.kesanggupan.jadi(),
            tanggal=_rentang(self.tanggal),
            peserta=self.peserta,
            catatan=self.catatan,
        )


def _rentang(tanggal: list[PaksiRentangIsian]) -> list[Rentang]:
    return [Rentang(mulai=t.mulai, sampai=t.sampai) for t in tanggal]


_Isian = Annotated[PaksiUndanganIsian, strawberry.argument(description="Isi undangan seluruhnya.")]
_Versi = Annotated[int, strawberry.argument(description="Versi isi yang Anda baca.")]
_Pilihan = Annotated[
    int, strawberry.argument(description="Nomor pilihan tanggal yang disetujui, mulai dari 1.")
]
_Alasan = Annotated[str, strawberry.argument(description="Alasan yang dibaca semua pemda dalam himpunan.")]

BuatHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatUndanganHasil", description="Rancangan undangan, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahUndanganHasil", description="Undangan dengan isi barunya, atau mengapa tidak."
    ),
]
KirimHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiKirimUndanganHasil", description="Undangan yang dikirim, atau mengapa ditolak."),
]
TerimaHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTerimaUndanganHasil",
        description="Undangan yang disepakati dengan jadwalnya, atau mengapa tidak.",
    ),
]
JawabHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiJawabUndanganHasil", description="Undangan dengan jawaban LSP, atau mengapa ditolak."
    ),
]
TolakHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTolakUndanganHasil", description="Undangan yang ditolak LSP, atau mengapa tidak."),
]
SetujuiHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiSetujuiJawabanHasil",
        description="Undangan yang disepakati dengan jadwalnya, atau mengapa tidak.",
    ),
]
TolakJawabanHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTolakJawabanHasil", description="Undangan yang jawabannya tidak disetujui, atau mengapa tidak."
    ),
]
TarikHasil = Annotated[
    PaksiUndangan | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTarikUndanganHasil", description="Undangan yang ditarik, atau mengapa tidak."),
]


@strawberry.type
class Mutation:
    """What is done with invitations."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Susun undangan agar LSP himpunan ini datang ke daerah; belum terlihat oleh siapa pun di luar"
        " provinsi sampai dikirim.",
    )
    async def paksi_buat_undangan(
        self,
        info: Info,
        himpunan: Annotated[strawberry.ID, strawberry.argument(description="Himpunan yang mengundang.")],
        isian: _Isian,
    ) -> BuatHasil:
        """Draft an invitation."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buat_undangan,
            konteks.aktor,
            himpunan_id=pengenal(himpunan, "himpunan"),
            isian=isian.jadi(),
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Ganti isi rancangan, atau susun usulan baru sesudah jawaban LSP tidak disetujui.",
    )
    async def paksi_ubah_undangan(
        self, info: Info, undangan: IdUndangan, versi: _Versi, isian: _Isian
    ) -> UbahHasil:
        """Write the text anew."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            isian=isian.jadi(),
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Kirim undangan kepada LSP, dengan tenggat jawaban bila perlu.",
    )
    async def paksi_kirim_undangan(
        self,
        info: Info,
        undangan: IdUndangan,
        versi: _Versi,
        jawab_sampai: Annotated[
            datetime | None, strawberry.argument(description="Sampai kapan LSP dapat menerima atau menjawab.")
        ] = strawberry.UNSET,
    ) -> KirimHasil:
        """Send an invitation."""
        konteks = info.context
        sampai = jawab_sampai or None
        if sampai is not None and sampai.tzinfo is None:
            raise IsianTidakSah(
                "TANPA_ZONA",
                "Tulis waktu dengan zonanya, misalnya 2026-04-01T16:00:00+07:00.",
                letak=["jawabSampai"],
            )
        id_ = await konteks.db.write(
            service.kirim_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            jawab_sampai=sampai,
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="LSP menerima undangan: jadwalnya lahir saat itu juga, dan semua kursinya dicadangkan bagi himpunan.",
    )
    async def paksi_terima_undangan(
        self,
        info: Info,
        undangan: IdUndangan,
        versi: _Versi,
        pilihan: _Pilihan,
        kesanggupan: Annotated[
            PaksiKesanggupanIsian, strawberry.argument(description="Asesor dan batas pendaftarannya.")
        ],
    ) -> TerimaHasil:
        """The LSP accepts."""
        konteks = info.context
        hasil = await konteks.db.write(
            jawaban.terima_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            pilihan=pilihan,
            sanggup=kesanggupan.jadi(),
        )
        return await undangan_terbaca(info, hasil.undangan_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="LSP menjawab undangan dengan tanggal lain atau peserta yang lebih sedikit.",
    )
    async def paksi_jawab_undangan(
        self,
        info: Info,
        undangan: IdUndangan,
        versi: _Versi,
        isian: Annotated[PaksiJawabanIsian, strawberry.argument(description="Isi jawabannya.")],
    ) -> JawabHasil:
        """The LSP answers otherwise."""
        konteks = info.context
        id_ = await konteks.db.write(
            jawaban.jawab_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            isian=isian.jadi(),
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="LSP menolak undangan, atau mencabut jawabannya sendiri, dengan alasan.",
    )
    async def paksi_tolak_undangan(
        self, info: Info, undangan: IdUndangan, versi: _Versi, alasan: _Alasan
    ) -> TolakHasil:
        """The LSP declines."""
        konteks = info.context
        id_ = await konteks.db.write(
            jawaban.tolak_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            alasan=alasan,
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Setujui jawaban LSP: jadwalnya lahir saat itu juga, dan semua kursinya dicadangkan bagi himpunan.",
    )
    async def paksi_setujui_jawaban(
        self, info: Info, undangan: IdUndangan, versi: _Versi, pilihan: _Pilihan
    ) -> SetujuiHasil:
        """The coordinator agrees."""
        konteks = info.context
        hasil = await konteks.db.write(
            jawaban.setujui_jawaban,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            pilihan=pilihan,
        )
        return await undangan_terbaca(info, hasil.undangan_id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)],
        description="Jangan setujui jawaban LSP; sesudahnya undangan dapat diubah dan dikirim lagi, atau ditarik.",
    )
    async def paksi_tolak_jawaban(
        self, info: Info, undangan: IdUndangan, versi: _Versi, alasan: _Alasan
    ) -> TolakJawabanHasil:
        """The coordinator does not agree."""
        konteks = info.context
        id_ = await konteks.db.write(
            jawaban.tolak_jawaban,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            versi=versi,
            alasan=alasan,
        )
        return await undangan_terbaca(info, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_HIMPUN)], description="Tarik undangan yang belum disepakati."
    )
    async def paksi_tarik_undangan(
        self,
        info: Info,
        undangan: IdUndangan,
        alasan: Annotated[
            str | None, strawberry.argument(description="Alasan yang dibaca semua pemda dan LSP.")
        ] = strawberry.UNSET,
    ) -> TarikHasil:
        """Withdraw an invitation."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.tarik_undangan,
            konteks.aktor,
            undangan_id=pengenal(undangan, "undangan"),
            alasan=alasan or None,
        )
        return await undangan_terbaca(info, id_)
