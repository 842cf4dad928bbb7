"""What an LSP does with its schedules, in GraphQL."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import strawberry

from forum_paksi.jadwal import keadaan, service
from forum_paksi.jadwal.graphql import PaksiJadwal, jadwal_terbaca
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pengenal import pengenal
from forum_server.plugin import GalatIsian, GalatKeadaan, GalatTidakDitemukan, Info, Requires

__all__ = ["Mutation"]


@strawberry.input
class PaksiSesiIsian:
    """Satu paruh hari; bagi jadwal tatap muka cukup tanggalnya, sebab kedua paruhnya terpakai."""

    tanggal: date = strawberry.field(description="Tanggal pelaksanaan.")
    paruh: Paruh = strawberry.field(default=Paruh.PAGI, description="Pagi atau siang.")


@strawberry.input
class PaksiJadwalIsian:
    """Isi sebuah jadwal."""

    jenis: JenisJadwal = strawberry.field(description="Asesmen atau diklat.")
    skema: str = strawberry.field(description="Kode skema, misalnya PAKSI_PERTAMA.")
    jalur: list[str] = strawberry.field(
        description="Kode jalur yang diterima; kosong bila pendaftarannya tanpa jalur."
    )
    mode: Mode = strawberry.field(description="Tatap muka atau jarak jauh.")
    sesi: list[PaksiSesiIsian] = strawberry.field(description="Hari atau paruh hari pelaksanaan.")
    batas_daftar: str = strawberry.field(
        description="Batas pendaftaran menurut jam wilayah TUK (WIB bila jarak jauh), misalnya 2026-04-01T16:00."
    )
    jumlah_asesor: int = strawberry.field(description="Banyaknya asesor.")
    batas_per_asesor: int = strawberry.field(description="Paling banyak asesi per asesor per hari.")
    kapasitas: int = strawberry.field(description="Kursi; paling banyak asesor × hari × batas per asesor.")
    kapasitas_terbuka: int | None = strawberry.field(
        default=None, description="Kursi bagian terbuka; kosong: semua yang tidak dicadangkan."
    )
    cakupan: Cakupan = strawberry.field(default=Cakupan.NASIONAL, description="Untuk siapa jadwal dibuka.")
    wilayah_terbuka: list[str] = strawberry.field(
        default_factory=list[str],
        description="Kode provinsi atau pemda yang boleh mendaftar, bila tidak nasional.",
    )
    tuk_nama: str | None = strawberry.field(
        default=None, description="Tempat uji kompetensi; wajib bila tatap muka."
    )
    tuk_wilayah: str | None = strawberry.field(
        default=None, description="Kode wilayah TUK; wajib bila tatap muka."
    )
    tahanan_menit: int | None = strawberry.field(
        default=None, description="Lamanya kursi ditahan sebelum dikonfirmasi; kosong: menurut setelan."
    )
    kode: str | None = strawberry.field(
        default=None, description="Kode yang mudah dibaca; kosong: dibuatkan."
    )

    def rancangan(self) -> Rancangan:
        """The same for the service."""
        return Rancangan(
            jenis=self.jenis,
            skema_kode=self.skema,
            jalur=tuple(dict.fromkeys(self.jalur)),
            mode=self.mode,
            sesi=tuple(Sesi(tanggal=s.tanggal, paruh=s.paruh) for s in self.sesi),
            batas_daftar=self.batas_daftar,
            jumlah_asesor=self.jumlah_asesor,
            batas_per_asesor=self.batas_per_asesor,
            kapasitas=self.kapasitas,
            kapasitas_terbuka=self.kapasitas_terbuka,
            cakupan=self.cakupan,
            wilayah_terbuka=tuple(dict.fromkeys(self.wilayah_terbuka)),
            tuk_nama=self.tuk_nama,
            tuk_wilayah=self.tuk_wilayah,
            tahanan_menit=self.tahanan_menit,
            kode=self.kode,
        )


BuatHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBuatJadwalHasil", description="Jadwal baru, atau mengapa ditolak."),
]
UbahHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiUbahJadwalHasil", description="Jadwal setelah diubah, atau mengapa ditolak."),
]
UbahBatasHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union(
        "PaksiUbahBatasDaftarHasil", description="Jadwal dengan batas barunya, atau mengapa ditolak."
    ),
]
BukaHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBukaJadwalHasil", description="Jadwal yang dibuka, atau mengapa ditolak."),
]
TutupHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiTutupJadwalHasil", description="Jadwal yang ditutup, atau mengapa ditolak."),
]
MulaiHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiMulaiJadwalHasil", description="Jadwal yang dimulai, atau mengapa ditolak."),
]
SelesaiHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiSelesaikanJadwalHasil", description="Jadwal yang selesai, atau mengapa ditolak."),
]
BatalHasil = Annotated[
    PaksiJadwal | GalatIsian | GalatTidakDitemukan | GalatKeadaan,
    strawberry.union("PaksiBatalkanJadwalHasil", description="Jadwal yang dibatalkan, atau mengapa ditolak."),
]

_Id = Annotated[strawberry.ID, strawberry.argument(description="Pengenal jadwalnya.")]


async def _lakukan(info: Info, unit: Callable[..., uuid.UUID], id_: str, **lain: Any) -> PaksiJadwal:
    konteks = info.context
    jadwal_id = pengenal(id_, "jadwal", letak="id")
    await konteks.db.write(unit, konteks.aktor, jadwal_id=jadwal_id, **lain)
    return await jadwal_terbaca(info, jadwal_id)


@strawberry.type
class Mutation:
    """An LSP's schedules."""

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)], description="Buat rancangan jadwal sebuah LSP (DRAF)."
    )
    async def paksi_buat_jadwal(
        self,
        info: Info,
        lembaga: Annotated[str, strawberry.argument(description="Kode LSP penyelenggara.")],
        isi: Annotated[PaksiJadwalIsian, strawberry.argument(description="Isi jadwalnya.")],
    ) -> BuatHasil:
        """Enter a schedule."""
        konteks = info.context
        baru = await konteks.db.write(
            service.buat_jadwal, konteks.aktor, lembaga=lembaga, rancangan=isi.rancangan()
        )
        return await jadwal_terbaca(info, baru)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)], description="Ganti isi jadwal yang masih rancangan."
    )
    async def paksi_ubah_jadwal(
        self,
        info: Info,
        id: _Id,
        isi: Annotated[PaksiJadwalIsian, strawberry.argument(description="Isi seluruhnya yang baru.")],
    ) -> UbahHasil:
        """Change a draft."""
        return await _lakukan(info, service.ubah_jadwal, id, rancangan=isi.rancangan())

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Pindahkan batas pendaftaran jadwal yang masih rancangan atau sedang dibuka.",
    )
    async def paksi_ubah_batas_daftar(
        self,
        info: Info,
        id: _Id,
        batas_daftar: Annotated[
            str, strawberry.argument(description="Menurut jam zona jadwal, misalnya 2026-04-01T16:00.")
        ],
    ) -> UbahBatasHasil:
        """Move a deadline."""
        return await _lakukan(info, keadaan.ubah_batas_daftar, id, batas_daftar=batas_daftar)

    @strawberry.mutation(extensions=[Requires(IZIN_JADWAL)], description="Buka pendaftaran sebuah jadwal.")
    async def paksi_buka_jadwal(self, info: Info, id: _Id) -> BukaHasil:
        """Open a schedule."""
        return await _lakukan(info, keadaan.buka, id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Tutup pendaftaran; daftar tunggu tetap bergerak bila ada kursi yang lepas.",
    )
    async def paksi_tutup_jadwal(self, info: Info, id: _Id) -> TutupHasil:
        """Close a schedule."""
        return await _lakukan(info, keadaan.tutup, id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Mulai pelaksanaan; kursi yang belum dikonfirmasi dan daftar tunggu berakhir.",
    )
    async def paksi_mulai_jadwal(self, info: Info, id: _Id) -> MulaiHasil:
        """Begin a schedule."""
        return await _lakukan(info, keadaan.mulai, id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Selesaikan pelaksanaan setelah kehadiran semua peserta dicatat.",
    )
    async def paksi_selesaikan_jadwal(self, info: Info, id: _Id) -> SelesaiHasil:
        """End a schedule."""
        return await _lakukan(info, keadaan.selesai, id)

    @strawberry.mutation(
        extensions=[Requires(IZIN_JADWAL)],
        description="Batalkan jadwal yang belum dimulai; semua kursi dan antreannya berakhir.",
    )
    async def paksi_batalkan_jadwal(
        self,
        info: Info,
        id: _Id,
        alasan: Annotated[str, strawberry.argument(description="Alasan yang dapat dibaca semua orang.")],
    ) -> BatalHasil:
        """Cancel a schedule."""
        return await _lakukan(info, keadaan.batalkan_jadwal, id, alasan=alasan)
