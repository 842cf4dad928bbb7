"""Decisions about activity reports: their words, as AKSESKU-Interaksi uses them (domain notes 1.6 and 2), and states."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from forum_paksi.jadwal.rules import ANGKA_MAKS, periksa_antara
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import IsianTidakSah, KeadaanMenolak, rapikan

NAMA_MAKS: Final = 200
RUANG_LINGKUP_MAKS: Final = 120
SASARAN_MAKS: Final = 200
TEMPAT_MAKS: Final = 200
URAIAN_MAKS: Final = 4000
CATATAN_MAKS: Final = 500
SUMBER_MAKS: Final = 300


class JenisKegiatan(StrEnum):
    """The kinds of activities; API is for integrity builders, the others for PAKSI."""

    PENYULUHAN = "PENYULUHAN"
    PENGEMBANGAN_MEDIA = "PENGEMBANGAN_MEDIA"
    PEMBENTUKAN_KOMUNITAS_FORUM = "PEMBENTUKAN_KOMUNITAS_FORUM"
    MONEV = "MONEV"
    LAINNYA = "LAINNYA"
    API = "API"
    PENGEMBANGAN_KOMUNITAS = "PENGEMBANGAN_KOMUNITAS"


class BentukKomunitas(StrEnum):
    """The forms of community development."""

    ANALISIS_KEKUATAN = "ANALISIS_KEKUATAN"
    STRATEGI_PENGEMBANGAN = "STRATEGI_PENGEMBANGAN"
    PENYUSUNAN_RENCANA = "PENYUSUNAN_RENCANA"
    PENGUATAN_KAPASITAS = "PENGUATAN_KAPASITAS"
    PENDAMPINGAN = "PENDAMPINGAN"
    KOLABORASI = "KOLABORASI"
    MOBILISASI_FORUM = "MOBILISASI_FORUM"


class BidangApi(StrEnum):
    """The three fields of API."""

    TATA_KELOLA_ORGANISASI = "TATA_KELOLA_ORGANISASI"
    MANAJEMEN_RISIKO = "MANAJEMEN_RISIKO"
    KEPATUHAN = "KEPATUHAN"


class SegiApi(StrEnum):
    """The two sides of an API's yearly evidence."""

    PELAKSANAAN = "PELAKSANAAN"
    MONEV = "MONEV"


class KeadaanKegiatan(StrEnum):
    """How far a report is verified; only DITERIMA counts. DRAF is ours: not handed in yet."""

    DRAF = "DRAF"
    BELUM = "BELUM"
    PERLU_REVISI = "PERLU_REVISI"
    SUDAH_REVISI = "SUDAH_REVISI"
    DITERIMA = "DITERIMA"
    DITOLAK = "DITOLAK"


class TindakanKegiatan(StrEnum):
    """What can be done to a report."""

    UBAH = "UBAH"
    """Also attaching evidence to it and taking it off."""
    HAPUS = "HAPUS"
    AJUKAN = "AJUKAN"
    TERIMA = "TERIMA"
    KEMBALIKAN = "KEMBALIKAN"
    TOLAK = "TOLAK"


class PelakuKegiatan(StrEnum):
    """The capacities: whose report it is, who reports for people of the region, who verifies at the LSP, the server."""

    DIRI = "DIRI"
    PEMDA = "PEMDA"
    PEMERIKSA = "PEMERIKSA"
    SISTEM = "SISTEM"


class Putusan(StrEnum):
    """What a verifier decides."""

    DITERIMA = "DITERIMA"
    PERLU_REVISI = "PERLU_REVISI"
    DITOLAK = "DITOLAK"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """To which state an action leads from each in which it is possible, and who may take it."""

    ke: Mapping[KeadaanKegiatan, KeadaanKegiatan]
    oleh: frozenset[PelakuKegiatan]


K = KeadaanKegiatan
T = TindakanKegiatan
P = PelakuKegiatan
_PELAPOR: Final = frozenset({P.DIRI, P.PEMDA, P.SISTEM})
_PEMERIKSA: Final = frozenset({P.PEMERIKSA, P.SISTEM})
_DIAJUKAN: Final = (K.BELUM, K.SUDAH_REVISI)
PERALIHAN: Final = {
    T.UBAH: Peralihan(ke={K.DRAF: K.DRAF, K.PERLU_REVISI: K.PERLU_REVISI}, oleh=_PELAPOR),
    T.HAPUS: Peralihan(ke={K.DRAF: K.DRAF}, oleh=_PELAPOR),
    T.AJUKAN: Peralihan(ke={K.DRAF: K.BELUM, K.PERLU_REVISI: K.SUDAH_REVISI}, oleh=_PELAPOR),
    T.TERIMA: Peralihan(ke=dict.fromkeys(_DIAJUKAN, K.DITERIMA), oleh=_PEMERIKSA),
    T.KEMBALIKAN: Peralihan(ke=dict.fromkeys(_DIAJUKAN, K.PERLU_REVISI), oleh=_PEMERIKSA),
    T.TOLAK: Peralihan(ke=dict.fromkeys(_DIAJUKAN, K.DITOLAK), oleh=_PEMERIKSA),
}
"""Nothing leads out of DITERIMA and DITOLAK. HAPUS leaves nothing behind."""
TINDAKAN_PUTUSAN: Final = {
    Putusan.DITERIMA: T.TERIMA,
    Putusan.PERLU_REVISI: T.KEMBALIKAN,
    Putusan.DITOLAK: T.TOLAK,
}


def setelah(
    keadaan: KeadaanKegiatan, tindakan: TindakanKegiatan, pelaku: PelakuKegiatan
) -> KeadaanKegiatan | None:
    """The state an action by `pelaku` leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    return peralihan.ke.get(keadaan) if pelaku in peralihan.oleh else None


def tolak_tindakan(keadaan: KeadaanKegiatan, tindakan: TindakanKegiatan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].ke)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Laporan kegiatan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang laporan lalu pilih tindakan yang sesuai.",
    )


def bentuk_banding(teks: str) -> str:
    """How names are compared: no case, no signs, one blank between words.

    >>> bentuk_banding("Penyuluhan:  SMP  Negeri 1!")
    'penyuluhan smp negeri 1'
    """
    polos = rapikan(teks).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", polos).split()) or polos


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianKegiatan:
    """What a report says; `lembaga` is the LSP that verifies it."""

    lembaga: str
    jenis: JenisKegiatan
    nama: str
    ruang_lingkup: str
    sasaran: str
    tujuan: str
    deskripsi: str
    tempat: str
    mulai: date
    selesai: date
    jumlah_peserta: int
    tempat_wilayah: str | None = None
    hasil: str | None = None
    tindak_lanjut: str | None = None
    bentuk: BentukKomunitas | None = None
    bidang: BidangApi | None = None
    segi: SegiApi | None = None


def periksa_isian(isian: IsianKegiatan, hari_ini: date) -> dict[str, Any]:
    """The columns of a report, every value checked; `hari_ini` is the day where the person works.

    Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, ANGKA_DI_LUAR_BATAS, TANGGAL_TIDAK_SAH, BENTUK_TIDAK_SESUAI,
    BIDANG_TIDAK_SESUAI. LSP, region, kind and audience are for the service.
    """
    periksa_antara(isian.jumlah_peserta, 0, ANGKA_MAKS, "jumlahPeserta", "Jumlah peserta")
    periksa_hari(isian.mulai, isian.selesai, hari_ini)
    _periksa_rincian(isian)

    def teks(nilai: str | None, letak: str, maks: int, *, wajib: bool = True) -> str | None:
        return periksa_teks(nilai, letak=letak, maks=maks, wajib=wajib)

    nama = rapikan(teks(isian.nama, "nama", NAMA_MAKS) or "")
    return {
        "jenis": isian.jenis,
        "bentuk": isian.bentuk,
        "bidang": isian.bidang,
        "segi": isian.segi,
        "nama": nama,
        "nama_cari": bentuk_banding(nama)[:NAMA_MAKS],
        "ruang_lingkup": teks(isian.ruang_lingkup, "ruangLingkup", RUANG_LINGKUP_MAKS),
        "sasaran": teks(isian.sasaran, "sasaran", SASARAN_MAKS),
        "tujuan": teks(isian.tujuan, "tujuan", URAIAN_MAKS),
        "deskripsi": teks(isian.deskripsi, "deskripsi", URAIAN_MAKS),
        "hasil": teks(isian.hasil, "hasil", URAIAN_MAKS, wajib=False),
        "tindak_lanjut": teks(isian.tindak_lanjut, "tindakLanjut", URAIAN_MAKS, wajib=False),
        "tempat": teks(isian.tempat, "tempat", TEMPAT_MAKS),
        "mulai": isian.mulai,
        "selesai": isian.selesai,
        "jumlah_peserta": isian.jumlah_peserta,
    }


def periksa_hari(mulai: date, selesai: date, hari_ini: date) -> None:
    """Raise `IsianTidakSah` TANGGAL_TIDAK_SAH for an activity that ends before it begins, or after today."""
    if selesai < mulai:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Kegiatan berakhir sebelum mulai. Perbaiki tanggal mulai atau selesainya.",
            letak=["selesai"],
        )
    if selesai > hari_ini:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Kegiatan dilaporkan sesudah selesai; tanggal ini belum tiba. Perbaiki tanggalnya.",
            letak=["selesai"],
        )


def _periksa_rincian(isian: IsianKegiatan) -> None:
    if (isian.bentuk is not None) != (isian.jenis is JenisKegiatan.PENGEMBANGAN_KOMUNITAS):
        raise IsianTidakSah(
            "BENTUK_TIDAK_SESUAI",
            "Isi bentuk pengembangan komunitas bagi PENGEMBANGAN_KOMUNITAS, dan hanya bagi jenis itu.",
            letak=["bentuk"],
        )
    api = isian.jenis is JenisKegiatan.API
    for letak, nilai in (("bidang", isian.bidang), ("segi", isian.segi)):
        if (nilai is not None) != api:
            raise IsianTidakSah(
                "BIDANG_TIDAK_SESUAI",
                "Isi bidang dan segi bagi kegiatan API, dan hanya bagi jenis itu.",
                letak=[letak],
            )


JENIS_BAWAAN: Final = {
    j: JenisSkema.API if j is JenisKegiatan.API else JenisSkema.PAKSI for j in JenisKegiatan
}
"""Which kinds belong to which scheme as shipped (domain notes 1.6: kind 6 is API's own); nobody is barred from any."""
SUMBER_JENIS: Final = "Kosakata AKSESKU-Interaksi, jenis kegiatan 1-7"
