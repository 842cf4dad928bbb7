"""The sentences a coordinator reads out: one for every decision, in Indonesian, without a person's name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone

from forum_paksi.himpunan.masukan import JadwalMasukan, PermintaanMasukan, Rentang

_BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_JAM = {"WIB": 7, "WITA": 8, "WIT": 9}


def tanggal(rentang: Rentang) -> str:
    """ "3 Juni 2026", "3-5 Juni 2026", "30 Juni - 2 Juli 2026"."""
    mulai, sampai = rentang.mulai, rentang.sampai
    akhir = f"{sampai.day} {_BULAN[sampai.month - 1]} {sampai.year}"
    if mulai == sampai:
        return akhir
    if (mulai.year, mulai.month) == (sampai.year, sampai.month):
        return f"{mulai.day}-{akhir}"
    tahun = "" if mulai.year == sampai.year else f" {mulai.year}"
    return f"{mulai.day} {_BULAN[mulai.month - 1]}{tahun} - {akhir}"


def waktu(saat: datetime, zona: str) -> str:
    """ "3 Maret 2026 pukul 09.12 WIB"."""
    lokal = saat.astimezone(timezone(timedelta(hours=_JAM[zona])))
    hari = lokal.date()
    return f"{tanggal(Rentang(mulai=hari, sampai=hari))} pukul {lokal:%H.%M} {zona}"


def urut_waktu(urutan: int, semua: int, permintaan: PermintaanMasukan, zona: str) -> str:
    """First come, first served: the place in the order of submission."""
    return (
        f"urutan {urutan} dari {semua} menurut waktu pengajuan "
        f"({permintaan.nama_wilayah}, diajukan {waktu(permintaan.diajukan_pada, zona)})"
    )


def jatah_proporsional(
    nama: str, ke: int, jatah: int, kursi: int, layak: int, semua: int, *, sisa: bool
) -> str:
    """A seat of a pemda's quota; `sisa`: the quota was rounded up."""
    besar = ", sisa terbesar" if sisa else ""
    return (
        f"kursi ke-{ke} dari jatah {nama} {jatah} dari {kursi} kursi "
        f"({layak} dari {semua} calon yang dapat ikut{besar})"
    )


def sisa_jatah(nama: str, jatah: int) -> str:
    """A seat above the quota, because other quotas could not be used up."""
    return f"kursi di luar jatah {nama} ({jatah} kursi), karena jatah pemda lain tidak dapat terpakai"


def giliran(nama: str, ke: int, diperoleh: int, didahulukan: str) -> str:
    """A seat by turns: the `ke`-th of the `diperoleh` this pemda got; `didahulukan`: to whom seats went before."""
    sesudah = f"sesudah {didahulukan} didahulukan, " if didahulukan else ""
    return (
        f"kursi ke-{ke} dari {diperoleh} untuk {nama}; "
        f"{sesudah}kursi dibagi bergiliran, pemda berkursi paling sedikit didahulukan"
    )


def opd_tanpa_paksi(urutan: int, semua: int, sebutan: str, opd: str, nama: str) -> str:
    """A place in the order of OPDs that have no certificate holder."""
    siapa = f"{opd}, {nama}" if opd else nama
    return f"urutan {urutan} dari {semua} OPD tanpa {sebutan} ({siapa})"


def tanpa_paksi(sebutan: str) -> str:
    """To whom PRIORITAS_CAKUPAN gives first."""
    return f"OPD tanpa {sebutan}"


PERPANJANGAN = "perpanjangan sertifikat"
"""To what PRIORITAS_KEDALUWARSA gives first."""


def sertifikat_berakhir(urutan: int, semua: int, berakhir: date) -> str:
    """A place in the order of renewals."""
    hari = tanggal(Rentang(mulai=berakhir, sampai=berakhir))
    return f"urutan {urutan} dari {semua} perpanjangan menurut hari terakhir sertifikatnya ({hari})"


def tunggu(posisi: int, kursi: int, terpakai: int, kode: str) -> str:
    """A place on the pool's waiting list; `kode`: the jadwal waited for."""
    if not kursi:
        habis = "himpunan ini tidak mempunyai kursi kosong"
    elif terpakai == kursi:
        habis = f"{kursi} kursi sudah habis"
    else:
        habis = "kursi di jadwal yang cocok sudah habis"
    return f"{habis}; daftar tunggu nomor {posisi}, menunggu {kode}"


def tunggu_proporsional(nama: str, diperoleh: int, jatah: int, kursi: int, layak: int, semua: int) -> str:
    """Waiting because the pemda's quota is used up, or what is left of it suits none of its candidates."""
    dasar = f"jatah {nama} {jatah} dari {kursi} kursi ({layak} dari {semua} calon yang dapat ikut)"
    if not jatah:
        return dasar
    return f"{dasar} sudah terpakai" if diperoleh >= jatah else f"{dasar}, {_terpakai(diperoleh)}"


def _terpakai(banyak: int) -> str:
    return f"baru {banyak} dapat dipakai" if banyak else "belum ada yang dapat dipakai"


def tunggu_merata(nama: str, diperoleh: int, kursi: int, pemda: int) -> str:
    """Waiting because the turns ended before the next one of this pemda."""
    dibagi = f"{kursi} kursi yang dibagi rata kepada {pemda} pemda"
    if not diperoleh:
        return f"{nama} belum mendapat kursi dari {dibagi}"
    return f"{nama} sudah mendapat {diperoleh} dari {dibagi}"


def tunggu_didahulukan(nama: str, diperoleh: int, didahulukan: int, kursi: int, siapa: str) -> str:
    """Waiting after `siapa`, to whom `didahulukan` of the `kursi` seats went; the rest went by turns."""
    sisa = kursi - didahulukan
    punya = f"{nama} sudah mendapat {diperoleh} kursi" if diperoleh else f"{nama} belum mendapat kursi"
    if not sisa:
        return f"semua {kursi} kursi untuk {siapa}, yang didahulukan; {punya}"
    return (
        f"{didahulukan} dari {kursi} kursi untuk {siapa}, yang didahulukan; "
        f"{sisa} kursi sisanya dibagi bergiliran; {punya}"
    )


def ditempatkan(
    jadwal: JadwalMasukan, permintaan: PermintaanMasukan, pilihan: int | None, *, ada: bool
) -> str:
    """Where the seat is, and whether a wished date was met; `ada`: the pool had a jadwal on a wished date."""
    tempat = f"{jadwal.kode}, {tanggal(jadwal.tanggal)}"
    if not permintaan.tanggal:
        return f"ditempatkan di {tempat}"
    if pilihan is not None:
        return f"tanggal pilihan ke-{pilihan + 1} terpenuhi ({tempat})"
    sebab = (
        "kursi pada tanggal yang diminta sudah habis" if ada else "tidak ada jadwal pada tanggal yang diminta"
    )
    return f"{sebab}; ditempatkan di {tempat}"


def ganda(lebih_dahulu: PermintaanMasukan, zona: str) -> str:
    """The same person stands in an earlier request."""
    return (
        f"sudah diajukan lebih dahulu oleh {lebih_dahulu.nama_wilayah} "
        f"(permintaan {lebih_dahulu.nomor}, {waktu(lebih_dahulu.diajukan_pada, zona)}); "
        "satu orang hanya dialokasikan satu kali"
    )


def sudah_terdaftar(kode: Sequence[str]) -> str:
    """The person has a seat, or waits in every jadwal that would do."""
    return f"sudah terdaftar di {', '.join(kode)}; tidak dialokasikan lagi"


def di_luar_cakupan(nama: str) -> str:
    """The LSP opened none of the pool's jadwal to this pemda."""
    return f"tidak ada jadwal dalam himpunan ini yang dibuka LSP untuk {nama}"


def jalur_tidak_diterima(jalur: str | None) -> str:
    """No jadwal of the pool takes the request's jalur."""
    apa = f"jalur {jalur}" if jalur else "permintaan tanpa jalur"
    return f"tidak ada jadwal dalam himpunan ini yang menerima {apa}"


def belum_layak(kurang: int | None) -> str:
    """The pool seats only who meets the requirements; which ones are missing, the pemda reads in the application."""
    if kurang is None:
        return "himpunan ini mensyaratkan kelayakan, dan calon ini belum mempunyai permohonan untuk skemanya"
    return f"himpunan ini mensyaratkan kelayakan, dan {kurang} butir persyaratan permohonan calon ini belum terpenuhi"


def bentrok() -> str:
    """Every jadwal that would do falls on half-days the person is already seated in."""
    return "semua jadwal yang dapat diikuti bentrok dengan jadwal lain yang sudah diikuti"


TIDAK_ADA_JADWAL = "himpunan ini belum mempunyai jadwal"


def kalimat(*bagian: str) -> str:
    """Join the parts to one sentence with a capital and a full stop."""
    teks = "; ".join(b for b in bagian if b)
    return f"{teks[:1].upper()}{teks[1:]}."
