"""What is done with training waves, in GraphQL."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Annotated

import strawberry

from forum_paksi.diklat import baca, service
from forum_paksi.diklat.graphql import IdGelombang, PaksiGelombang, PaksiPesertaGelombang
from forum_paksi.diklat.penilaian import Kehadiran, catat_kehadiran, nilai_peserta
from forum_paksi.diklat.peserta import (
    ambil_dari_jadwal,
    daftarkan_peserta,
    keluarkan_peserta,
    tetapkan_pelatih,
)
from forum_paksi.diklat.rules import KUOTA_BAWAAN, Hari, HasilDiklat, IsianGelombang, JenisHari
from forum_paksi.pelaku import IZIN_DIKLAT
from forum_paksi.pengenal import pengenal
from forum_server.plugin import (
    GalatIsian,
    GalatKeadaan,
    GalatTidakDitemukan,
    Info,
    Requires,
    TidakDitemukan,
)

__all__ = ["Mutation"]


@strawberry.input
class PaksiHariGelombangIsian:
    """Satu hari sebuah gelombang."""

    tanggal: date = strawberry.field(description="Harinya.")
    jenis: JenisHari = strawberry.field(description="Sinkron atau asinkron.")


@strawberry.input
class PaksiGelombangIsian:
    """Isi sebuah gelombang."""

    nama: str = strawberry.field(description="Nama gelombang, misalnya PELOPOR gelombang 3.")
    penyelenggara: str = strawberry.field(description="Siapa yang menyelenggarakan.")
    kuota: int = strawberry.field(default=KUOTA_BAWAAN, description="Paling banyak peserta.")
    tempat: str | None = strawberry.field(
        default=None, description="Tempat hari sinkron; kosong bila daring."
    )
    jp: int | None = strawberry.field(default=None, description="Banyaknya jam pelajaran, bila diketahui.")
    hari: list[PaksiHariGelombangIsian] = strawberry.field(
        default_factory=list, description="Hari-harinya, sinkron dan asinkron; boleh kosong sampai dibuka."
    )
    jadwal: strawberry.ID | None = strawberry.field(
        default=None,
        description="Jadwal berjenis DIKLAT yang kursi terkonfirmasinya boleh diambil menjadi peserta.",
    )

    def jadi(self) -> IsianGelombang:
        """The value the service takes."""
        return IsianGelombang(
            nama=self.nama,
            penyelenggara=self.penyelenggara,
            kuota=self.kuota,
            tempat=self.tempat,
            jp=self.jp,
            hari=[Hari(tanggal=h.tanggal, jenis=h.jenis) for h in self.hari],
            jadwal=None if self.jadwal is None else pengenal(self.jadwal, "jadwal"),
        )


@strawberry.input
class PaksiKehadiranDiklatIsian:
    """Kehadiran seorang peserta."""

    peserta: strawberry.ID = strawberry.field(description="Pengenal pesertanya (bukan orangnya).")
    hadir: bool = strawberry.field(description="Benar bila hadir.")


def _banyak(teks: list[strawberry.ID], apa: str, letak: str) -> list[uuid.UUID]:
    hasil: list[uuid.UUID] = []
    for ke, satu in enumerate(teks):
        try:
            hasil.append(uuid.UUID(satu))
        except ValueError:
            raise TidakDitemukan(apa, letak=[letak, str(ke)]) from None
    return hasil


_Isian = Annotated[PaksiGelombangIsian, strawberry.argument(description="Isi gelombang seluruhnya.")]
_IdPeserta = Annotated[
    strawberry.ID, strawberry.argument(description="Pengenal pesertanya (bukan orangnya).")
]

BuatHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatGelombangHasil", description="Gelombang baru, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahGelombangHasil", description="Gelombang dengan isi barunya, atau mengapa tidak."
    ),
]
BukaHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBukaGelombangHasil", description="Gelombang yang dibuka, atau mengapa ditolak."),
]
MulaiHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiMulaiGelombangHasil", description="Gelombang yang berjalan, atau mengapa ditolak."
    ),
]
SelesaikanHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiSelesaikanGelombangHasil", description="Gelombang yang selesai, atau mengapa ditolak."
    ),
]
BatalkanHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiBatalkanGelombangHasil", description="Gelombang yang dibatalkan, atau mengapa tidak."
    ),
]
PelatihHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiTetapkanPelatihHasil", description="Gelombang dengan pelatihnya, atau mengapa ditolak."
    ),
]
DaftarkanHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiDaftarkanPesertaHasil", description="Gelombang dengan peserta barunya, atau mengapa ditolak."
    ),
]
AmbilHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiAmbilPesertaJadwalHasil", description="Gelombang dengan peserta barunya, atau mengapa ditolak."
    ),
]
KeluarkanHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiKeluarkanPesertaHasil", description="Gelombang tanpa peserta itu, atau mengapa tidak."
    ),
]
HadirHasil = Annotated[
    PaksiGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiCatatKehadiranDiklatHasil", description="Gelombangnya, atau mengapa ditolak."),
]
NilaiHasil = Annotated[
    PaksiPesertaGelombang | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiNilaiPesertaHasil", description="Peserta dengan hasilnya, atau mengapa ditolak."),
]


@strawberry.type
class Mutation:
    """What is done with training waves."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Susun gelombang diklat; hanya terlihat oleh wilayahnya sampai dibuka.",
    )
    async def paksi_buat_gelombang(
        self,
        info: Info,
        wilayah: Annotated[str, strawberry.argument(description="Kode wilayah yang mengelolanya.")],
        isian: _Isian,
    ) -> BuatHasil:
        """Write a wave."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buat_gelombang, konteks.aktor, wilayah=wilayah, isian=isian.jadi()
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Ganti isi gelombang yang belum berjalan; pelatih dan pesertanya tetap.",
    )
    async def paksi_ubah_gelombang(self, info: Info, gelombang: IdGelombang, isian: _Isian) -> UbahHasil:
        """Write a wave anew."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.ubah_gelombang,
            konteks.aktor,
            gelombang_id=pengenal(gelombang, "gelombang"),
            isian=isian.jadi(),
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Buka gelombang: terlihat oleh semua wilayah, dan setiap wilayah dapat mendaftarkan orangnya.",
    )
    async def paksi_buka_gelombang(self, info: Info, gelombang: IdGelombang) -> BukaHasil:
        """Announce a wave."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.buka_gelombang, konteks.aktor, gelombang_id=pengenal(gelombang, "gelombang")
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Mulai gelombang, sejak hari pertamanya; sesudah itu pesertanya tetap.",
    )
    async def paksi_mulai_gelombang(self, info: Info, gelombang: IdGelombang) -> MulaiHasil:
        """Begin a wave."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.mulai_gelombang, konteks.aktor, gelombang_id=pengenal(gelombang, "gelombang")
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Tutup gelombang, sejak hari terakhirnya dan sesudah semua dinilai; yang lulus mendapat bukti DIKLAT.",
    )
    async def paksi_selesaikan_gelombang(self, info: Info, gelombang: IdGelombang) -> SelesaikanHasil:
        """Close a wave."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.selesaikan_gelombang, konteks.aktor, gelombang_id=pengenal(gelombang, "gelombang")
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Batalkan gelombang yang belum selesai, dengan alasan.",
    )
    async def paksi_batalkan_gelombang(
        self,
        info: Info,
        gelombang: IdGelombang,
        alasan: Annotated[str, strawberry.argument(description="Alasan yang dibaca semua pesertanya.")],
    ) -> BatalkanHasil:
        """Call a wave off."""
        konteks = info.context
        id_ = await konteks.db.write(
            service.batalkan_gelombang,
            konteks.aktor,
            gelombang_id=pengenal(gelombang, "gelombang"),
            alasan=alasan,
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Tetapkan para pelatih gelombang, menggantikan yang sebelumnya; pelatih bukan peserta.",
    )
    async def paksi_tetapkan_pelatih(
        self,
        info: Info,
        gelombang: IdGelombang,
        orang: Annotated[
            list[strawberry.ID], strawberry.argument(description="Semua pelatihnya; kosong: tanpa pelatih.")
        ],
    ) -> PelatihHasil:
        """Name the trainers."""
        konteks = info.context
        id_ = await konteks.db.write(
            tetapkan_pelatih,
            konteks.aktor,
            gelombang_id=pengenal(gelombang, "gelombang"),
            orang=_banyak(orang, "orang", "orang"),
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Daftarkan orang wilayah Anda ke gelombang yang dibuka: semuanya, atau tidak seorang pun.",
    )
    async def paksi_daftarkan_peserta(
        self,
        info: Info,
        gelombang: IdGelombang,
        orang: Annotated[list[strawberry.ID], strawberry.argument(description="Orang yang didaftarkan.")],
    ) -> DaftarkanHasil:
        """Register participants."""
        konteks = info.context
        id_ = await konteks.db.write(
            daftarkan_peserta,
            konteks.aktor,
            gelombang_id=pengenal(gelombang, "gelombang"),
            orang=_banyak(orang, "orang", "orang"),
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Daftarkan semua orang wilayah Anda yang kursinya terkonfirmasi di jadwal gelombang ini.",
    )
    async def paksi_ambil_peserta_jadwal(self, info: Info, gelombang: IdGelombang) -> AmbilHasil:
        """Register who has a seat."""
        konteks = info.context
        id_ = await konteks.db.write(
            ambil_dari_jadwal, konteks.aktor, gelombang_id=pengenal(gelombang, "gelombang")
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Keluarkan peserta dari gelombang yang belum berjalan.",
    )
    async def paksi_keluarkan_peserta(self, info: Info, peserta: _IdPeserta) -> KeluarkanHasil:
        """Take a participant out."""
        konteks = info.context
        id_ = await konteks.db.write(
            keluarkan_peserta, konteks.aktor, peserta_id=pengenal(peserta, "peserta")
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Catat siapa yang hadir pada satu hari gelombang yang berjalan; catatan lama diganti.",
    )
    async def paksi_catat_kehadiran_diklat(
        self,
        info: Info,
        gelombang: IdGelombang,
        tanggal: Annotated[date, strawberry.argument(description="Salah satu hari gelombang ini.")],
        hadir: Annotated[
            list[PaksiKehadiranDiklatIsian], strawberry.argument(description="Kehadiran setiap peserta.")
        ],
    ) -> HadirHasil:
        """Write down who was there."""
        konteks = info.context
        ids = _banyak([h.peserta for h in hadir], "peserta", "hadir")
        id_ = await konteks.db.write(
            catat_kehadiran,
            konteks.aktor,
            gelombang_id=pengenal(gelombang, "gelombang"),
            tanggal=tanggal,
            kehadiran=[Kehadiran(peserta=i, hadir=h.hadir) for i, h in zip(ids, hadir, strict=True)],
        )
        return await PaksiGelombang.satu(konteks.db, id_)

    @strawberry.mutation(
        extensions=[Requires(IZIN_DIKLAT)],
        description="Nilai seorang peserta, sejak hari terakhir gelombangnya. Sesudah gelombang selesai, hasil yang diubah"
        " mengubah buktinya juga.",
    )
    async def paksi_nilai_peserta(
        self,
        info: Info,
        peserta: _IdPeserta,
        hasil: Annotated[HasilDiklat, strawberry.argument(description="Lulus atau tidak.")],
        nomor_sertifikat: Annotated[
            str | None, strawberry.argument(description="Nomor sertifikat kelulusan diklatnya, bila lulus.")
        ] = strawberry.UNSET,
    ) -> NilaiHasil:
        """Say whether a participant passed."""
        konteks = info.context
        id_ = await konteks.db.write(
            nilai_peserta,
            konteks.aktor,
            peserta_id=pengenal(peserta, "peserta"),
            hasil=hasil,
            nomor_sertifikat=nomor_sertifikat or None,
        )
        return PaksiPesertaGelombang.dari(await baca.peserta(konteks.db, id_))
