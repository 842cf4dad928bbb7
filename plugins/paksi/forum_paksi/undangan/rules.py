"""Decisions about invitations: their states, who may move them, and what an invitation and an answer must say.

Sources: domain notes 0.7 (bringing the LSP to the region needs agreement on number of participants and budget
beforehand, also across pemda through the province), 1.5 (budget sources, asesi per asesor and day).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.jadwal.rules import (
    ANGKA_MAKS,
    Cakupan,
    JenisJadwal,
    Mode,
    Paruh,
    Rancangan,
    Sesi,
    kapasitas_maks,
    periksa_antara,
)
from forum_paksi.pelaku import Pelaku
from forum_paksi.permintaan.rules import SumberAnggaran, periksa_tanggal, periksa_teks
from forum_paksi.uang import rupiah_bulat
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

HARI_MAKS: Final = 31
"""Longest event, a limit of the software; nothing is written about it."""
NAMA_TUK_MAKS: Final = 200
ALAMAT_MAKS: Final = 300
CATATAN_MAKS: Final = 1000


class KeadaanUndangan(StrEnum):
    """The life of an invitation. DISEPAKATI: both sides agreed, the jadwal is there. GUGUR: it fell with its pool or jadwal."""

    DRAF = "DRAF"
    DIKIRIM = "DIKIRIM"
    DIJAWAB = "DIJAWAB"
    TIDAK_DISETUJUI = "TIDAK_DISETUJUI"
    DISEPAKATI = "DISEPAKATI"
    DITOLAK = "DITOLAK"
    DITARIK = "DITARIK"
    GUGUR = "GUGUR"


class TindakanUndangan(StrEnum):
    """What can be done to an invitation."""

    UBAH = "UBAH"
    KIRIM = "KIRIM"
    TERIMA = "TERIMA"
    TOLAK = "TOLAK"
    JAWAB = "JAWAB"
    SETUJUI = "SETUJUI"
    TOLAK_JAWABAN = "TOLAK_JAWABAN"
    TARIK = "TARIK"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one (None: it stays), and who may take it."""

    dari: frozenset[KeadaanUndangan]
    ke: KeadaanUndangan | None
    oleh: frozenset[Pelaku] = frozenset({Pelaku.KOORDINATOR, Pelaku.SISTEM})


K = KeadaanUndangan
T = TindakanUndangan
_LSP = frozenset({Pelaku.LSP, Pelaku.SISTEM})
_DISUSUN = frozenset({K.DRAF, K.TIDAK_DISETUJUI})
HIDUP: Final = frozenset({K.DRAF, K.DIKIRIM, K.DIJAWAB, K.TIDAK_DISETUJUI})
"""An agreement may still come of it."""
PERALIHAN: Final = {
    T.UBAH: Peralihan(dari=_DISUSUN, ke=None),
    T.KIRIM: Peralihan(dari=_DISUSUN, ke=K.DIKIRIM),
    T.TERIMA: Peralihan(dari=frozenset({K.DIKIRIM}), ke=K.DISEPAKATI, oleh=_LSP),
    T.JAWAB: Peralihan(dari=frozenset({K.DIKIRIM}), ke=K.DIJAWAB, oleh=_LSP),
    T.TOLAK: Peralihan(dari=frozenset({K.DIKIRIM, K.DIJAWAB}), ke=K.DITOLAK, oleh=_LSP),
    T.SETUJUI: Peralihan(dari=frozenset({K.DIJAWAB}), ke=K.DISEPAKATI),
    T.TOLAK_JAWABAN: Peralihan(dari=frozenset({K.DIJAWAB}), ke=K.TIDAK_DISETUJUI),
    T.TARIK: Peralihan(dari=HIDUP, ke=K.DITARIK),
}
"""TOLAK while DIJAWAB takes the LSP's own offer back. GUGUR is nobody's action: pool or jadwal bring it about."""
DALAM_TENGGAT: Final = frozenset({T.TERIMA, T.JAWAB})
"""Possible only until the day the coordinator set for the answer, if any was set."""


def setelah(keadaan: KeadaanUndangan, tindakan: TindakanUndangan, pelaku: Pelaku) -> KeadaanUndangan | None:
    """The state an action by `pelaku` leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    if keadaan not in peralihan.dari or pelaku not in peralihan.oleh:
        return None
    return peralihan.ke or keadaan


def tolak_tindakan(keadaan: KeadaanUndangan, tindakan: TindakanUndangan) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = " atau ".join(k.value for k in K if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Undangan ini sedang {keadaan.value}; {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang undangan lalu pilih tindakan yang sesuai.",
    )


def tolak_versi(kini: int, dibaca: int) -> KeadaanMenolak:
    """The refusal of an action on a text that is no longer the current one."""
    return KeadaanMenolak(
        "VERSI_BERUBAH",
        f"Isi undangan sekarang versi {kini}, sedangkan yang Anda baca versi {dibaca}. "
        "Baca isinya yang terbaru, lalu putuskan.",
        letak=["versi"],
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianUndangan:
    """What an invitation says, as a coordinator writes it; `tanggal` with the most wanted first.

    `jalur` left empty: those of the requests in the pool at this moment.
    """

    tuan_rumah: str
    tuk_nama: str
    tuk_alamat: str
    tuk_wilayah: str
    tanggal: Sequence[Rentang]
    peserta: int
    sumber_anggaran: SumberAnggaran
    anggaran_rupiah: str
    jenis: JenisJadwal = JenisJadwal.ASESMEN
    jalur: Sequence[str] = ()
    catatan: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Isi:
    """The text of one version of an invitation, checked; an answer repeats it with other dates or fewer seats."""

    jenis: JenisJadwal
    tuan_rumah: str
    tuk_nama: str
    tuk_alamat: str
    tuk_wilayah: str
    tanggal: tuple[Rentang, ...]
    peserta: int
    sumber_anggaran: SumberAnggaran
    anggaran_rupiah: int
    jalur: tuple[str, ...]
    catatan: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kesanggupan:
    """What only the LSP can say: asesor, asesi per asesor and day, and until when people register (local time)."""

    jumlah_asesor: int
    batas_per_asesor: int
    batas_daftar: str


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianJawaban:
    """A counter-offer: other dates, fewer seats, or both; left out: as invited."""

    kesanggupan: Kesanggupan
    tanggal: Sequence[Rentang] = ()
    peserta: int | None = None
    catatan: str | None = None


def periksa_isian(isian: IsianUndangan, hari_ini: date) -> Isi:
    """The text of an invitation; raises `IsianTidakSah` naming the argument. Regions and jalur are for the service."""
    periksa_antara(isian.peserta, 1, ANGKA_MAKS, "peserta", "Banyaknya peserta")
    nama = periksa_teks(isian.tuk_nama, letak="tukNama", maks=NAMA_TUK_MAKS, wajib=True)
    alamat = periksa_teks(isian.tuk_alamat, letak="tukAlamat", maks=ALAMAT_MAKS, wajib=True)
    assert nama is not None
    assert alamat is not None
    return Isi(
        jenis=isian.jenis,
        tuan_rumah=isian.tuan_rumah,
        tuk_nama=nama,
        tuk_alamat=alamat,
        tuk_wilayah=isian.tuk_wilayah,
        tanggal=_periksa_pilihan(isian.tanggal, hari_ini),
        peserta=isian.peserta,
        sumber_anggaran=isian.sumber_anggaran,
        anggaran_rupiah=rupiah_bulat(isian.anggaran_rupiah, letak="anggaranRupiah"),
        jalur=tuple(dict.fromkeys(isian.jalur)),
        catatan=periksa_teks(isian.catatan, letak="catatan", maks=CATATAN_MAKS),
    )


def _periksa_pilihan(tanggal: Sequence[Rentang], hari_ini: date) -> tuple[Rentang, ...]:
    if not tanggal:
        raise IsianTidakSah("SESI_KOSONG", "Isi paling sedikit satu pilihan tanggal.", letak=["tanggal"])
    for ke, rentang in enumerate(periksa_tanggal(tanggal)):
        if rentang.mulai <= hari_ini:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                "Pilihan tanggal ini sudah lewat. Pakai hari di masa depan.",
                letak=["tanggal", str(ke)],
            )
        if banyak_hari(rentang) > HARI_MAKS:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                f"Satu pilihan tanggal paling lama {HARI_MAKS} hari.",
                letak=["tanggal", str(ke)],
            )
    return tuple(dict.fromkeys(tanggal))


def banyak_hari(rentang: Rentang) -> int:
    """The days of a span, both ends included."""
    return (rentang.sampai - rentang.mulai).days + 1


def jawaban(isi: Isi, isian: IsianJawaban, hari_ini: date) -> Isi:
    """The invitation's text as the LSP would have it: never another TUK, never more seats.

    Raises `IsianTidakSah` (PESERTA_BERTAMBAH, and as `periksa_isian`), `KeadaanMenolak` TIDAK_BERUBAH.
    """
    peserta = isi.peserta if isian.peserta is None else isian.peserta
    if not 1 <= peserta <= isi.peserta:
        raise IsianTidakSah(
            "PESERTA_BERTAMBAH",
            f"Undangan ini untuk {isi.peserta} peserta; jawaban dapat menyanggupi 1 sampai {isi.peserta}.",
            letak=["peserta"],
        )
    tanggal = _periksa_pilihan(isian.tanggal, hari_ini) if isian.tanggal else isi.tanggal
    if (peserta, tanggal) == (isi.peserta, isi.tanggal):
        raise KeadaanMenolak(
            "TIDAK_BERUBAH",
            "Tanggal dan banyaknya peserta sama dengan undangannya. Terima saja, atau ubah salah satunya.",
        )
    catatan = periksa_teks(isian.catatan, letak="catatan", maks=CATATAN_MAKS)
    return replace(isi, tanggal=tanggal, peserta=peserta, catatan=catatan)


def periksa_daya(isi: Isi, rentang: Rentang, sanggup: Kesanggupan) -> None:
    """Raise `IsianTidakSah` unless the asesor can take everybody: asesor × days × asesi per asesor and day."""
    periksa_antara(sanggup.jumlah_asesor, 1, ANGKA_MAKS, "jumlahAsesor", "Jumlah asesor")
    periksa_antara(
        sanggup.batas_per_asesor, 1, ANGKA_MAKS, "batasPerAsesor", "Batas asesi per asesor per hari"
    )
    hari = banyak_hari(rentang)
    maks = kapasitas_maks(asesor=sanggup.jumlah_asesor, hari=hari, batas_per_asesor=sanggup.batas_per_asesor)
    if isi.peserta > maks:
        raise IsianTidakSah(
            "KAPASITAS_MELEBIHI_ASESOR",
            f"{isi.peserta} peserta melebihi {maks} ({sanggup.jumlah_asesor} asesor × {hari} hari × "
            f"{sanggup.batas_per_asesor} asesi). Tambah asesornya, atau jawab dengan peserta yang lebih sedikit.",
            letak=["jumlahAsesor"],
        )


def pilihan_tanggal(isi: Isi, pilihan: int) -> Rentang:
    """The date agreed to, by its place from 1; raises `IsianTidakSah` PILIHAN_TIDAK_ADA."""
    if not 1 <= pilihan <= len(isi.tanggal):
        raise IsianTidakSah(
            "PILIHAN_TIDAK_ADA",
            f"Undangan ini mempunyai {len(isi.tanggal)} pilihan tanggal; sebut nomornya, mulai dari 1.",
            letak=["pilihan"],
        )
    return isi.tanggal[pilihan - 1]


def rancangan(isi: Isi, rentang: Rentang, sanggup: Kesanggupan, *, skema: str, provinsi: str) -> Rancangan:
    """The schedule both sides agreed to: whole days at the TUK, all its seats for the pool, open to its province."""
    hari = [rentang.mulai + timedelta(days=ke) for ke in range(banyak_hari(rentang))]
    return Rancangan(
        jenis=isi.jenis,
        skema_kode=skema,
        jalur=isi.jalur,
        mode=Mode.TATAP_MUKA,
        sesi=tuple(Sesi(tanggal=satu, paruh=Paruh.PAGI) for satu in hari),
        batas_daftar=sanggup.batas_daftar,
        jumlah_asesor=sanggup.jumlah_asesor,
        batas_per_asesor=sanggup.batas_per_asesor,
        kapasitas=isi.peserta,
        kapasitas_terbuka=0,
        cakupan=Cakupan.PROVINSI,
        wilayah_terbuka=(provinsi,),
        tuk_nama=isi.tuk_nama,
        tuk_wilayah=isi.tuk_wilayah,
    )


def periksa_jawab_sampai(jawab_sampai: datetime | None, sekarang: datetime) -> None:
    """Raise `IsianTidakSah` TENGGAT_TIDAK_SAH for a day of answer that is over already."""
    if jawab_sampai is not None and jawab_sampai <= sekarang:
        raise IsianTidakSah(
            "TENGGAT_TIDAK_SAH", "Tenggat jawaban harus sesudah sekarang.", letak=["jawabSampai"]
        )
