"""Decisions about schedules: states, capacity, sessions, the registration deadline, who a schedule is open to.

Sources: domain notes 1.5 (modes, sessions 08-12 and 13-17, ten asesi per asesor and day), 7.6 (capacity).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from forum_paksi.pelaku import Pelaku
from forum_paksi.setelan import PaksiSetelan
from forum_server.plugin import IsianTidakSah, KeadaanMenolak

NAMA_ZONA: Final = {"WIB": "Asia/Jakarta", "WITA": "Asia/Makassar", "WIT": "Asia/Jayapura"}
ZONA_JARAK_JAUH: Final = "WIB"
"""Sessions held at a distance are announced in WIB."""


class JenisJadwal(StrEnum):
    """What is held; both are scarce."""

    ASESMEN = "ASESMEN"
    DIKLAT = "DIKLAT"


class Mode(StrEnum):
    """Face to face in a TUK, or at a distance in half-day sessions."""

    TATAP_MUKA = "TATAP_MUKA"
    JARAK_JAUH = "JARAK_JAUH"


class Cakupan(StrEnum):
    """Whom a schedule is open to: everyone, the provinces named, or the pemda named."""

    NASIONAL = "NASIONAL"
    PROVINSI = "PROVINSI"
    PEMDA = "PEMDA"


class Paruh(StrEnum):
    """The halves of a day in which somebody can be in one place only."""

    PAGI = "PAGI"
    SIANG = "SIANG"


MULAI_PARUH: Final = {Paruh.PAGI: time(8), Paruh.SIANG: time(13)}


class KeadaanJadwal(StrEnum):
    """The life of a schedule."""

    DRAF = "DRAF"
    DIBUKA = "DIBUKA"
    DITUTUP = "DITUTUP"
    BERLANGSUNG = "BERLANGSUNG"
    SELESAI = "SELESAI"
    DIBATALKAN = "DIBATALKAN"


class TindakanJadwal(StrEnum):
    """What can be done to a schedule's state."""

    BUKA = "BUKA"
    TUTUP = "TUTUP"
    MULAI = "MULAI"
    SELESAI = "SELESAI"
    BATAL = "BATAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Peralihan:
    """From which states an action leads to which one, and who may take it."""

    dari: frozenset[KeadaanJadwal]
    ke: KeadaanJadwal
    oleh: frozenset[Pelaku] = frozenset({Pelaku.LSP, Pelaku.SISTEM})


K = KeadaanJadwal
PERALIHAN: Final = {
    TindakanJadwal.BUKA: Peralihan(dari=frozenset({K.DRAF}), ke=K.DIBUKA),
    TindakanJadwal.TUTUP: Peralihan(dari=frozenset({K.DIBUKA}), ke=K.DITUTUP),
    TindakanJadwal.MULAI: Peralihan(dari=frozenset({K.DITUTUP}), ke=K.BERLANGSUNG),
    TindakanJadwal.SELESAI: Peralihan(dari=frozenset({K.BERLANGSUNG}), ke=K.SELESAI),
    TindakanJadwal.BATAL: Peralihan(dari=frozenset({K.DRAF, K.DIBUKA, K.DITUTUP}), ke=K.DIBATALKAN),
}
BERGERAK: Final = frozenset({K.DIBUKA, K.DITUTUP})
"""While the seats still change hands: waiting people are promoted, unused shares return."""


def setelah(keadaan: KeadaanJadwal, tindakan: TindakanJadwal) -> KeadaanJadwal | None:
    """The state an action leads to, or None where it is not allowed."""
    peralihan = PERALIHAN[tindakan]
    return peralihan.ke if keadaan in peralihan.dari else None


def tolak_tindakan(keadaan: KeadaanJadwal, tindakan: TindakanJadwal) -> KeadaanMenolak:
    """The refusal of an action that the present state forbids."""
    dari = ", ".join(k.value for k in KeadaanJadwal if k in PERALIHAN[tindakan].dari)
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        f"Jadwal sedang {keadaan.value}; tindakan {tindakan.value} hanya dapat dilakukan saat {dari}. "
        "Muat ulang jadwal lalu pilih tindakan yang sesuai.",
    )


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Sesi:
    """One half-day of a schedule."""

    tanggal: date
    paruh: Paruh


def _urut(sesi: Sesi) -> tuple[date, int]:
    return sesi.tanggal, list(Paruh).index(sesi.paruh)


def sesi_tatap_muka(tanggal: Iterable[date]) -> tuple[Sesi, ...]:
    """Face to face takes both halves of every day."""
    return tuple(Sesi(tanggal=t, paruh=p) for t in sorted(set(tanggal)) for p in Paruh)


def susun_sesi(mode: Mode, sesi: Sequence[Sesi]) -> tuple[Sesi, ...]:
    """The half-days a schedule occupies, in order: whole days face to face, the chosen halves at a distance."""
    if not sesi:
        raise IsianTidakSah("SESI_KOSONG", "Isi paling sedikit satu tanggal pelaksanaan.", letak=["sesi"])
    if mode is Mode.TATAP_MUKA:
        return sesi_tatap_muka(s.tanggal for s in sesi)
    return tuple(sorted(set(sesi), key=_urut))


def jumlah_hari(sesi: Iterable[Sesi]) -> int:
    """On how many different days sessions are held."""
    return len({s.tanggal for s in sesi})


def kapasitas_maks(*, asesor: int, hari: int, batas_per_asesor: int) -> int:
    """The seats a schedule can have at most: asesor × days × asesi per asesor and day."""
    return asesor * hari * batas_per_asesor


def _zona(nama: str) -> ZoneInfo:
    return ZoneInfo(NAMA_ZONA[nama])


def mulai_pada(sesi: Sequence[Sesi], zona: str) -> datetime:
    """The instant the first session begins (08:00 or 13:00 local), in UTC."""
    pertama = min(sesi, key=_urut)
    return datetime.combine(pertama.tanggal, MULAI_PARUH[pertama.paruh], _zona(zona)).astimezone(UTC)


def zona_jadwal(mode: Mode, zona_tuk: str | None) -> str:
    """The zone local times of a schedule are in: the TUK region's, WIB at a distance (WIB, WITA or WIT)."""
    if mode is Mode.JARAK_JAUH:
        return ZONA_JARAK_JAUH
    if zona_tuk is None:
        raise IsianTidakSah("TUK_KOSONG", "Isi wilayah TUK untuk jadwal tatap muka.", letak=["tukWilayah"])
    return zona_tuk


def instan_dari_lokal(teks: str, zona: str, *, letak: Sequence[str]) -> datetime:
    """A local date and time without offset ("2026-04-01T16:00") as an instant in UTC."""
    try:
        lokal = datetime.fromisoformat(teks)
    except ValueError:
        lokal = None
    if lokal is None or "T" not in teks or lokal.tzinfo is not None:
        raise IsianTidakSah(
            "WAKTU_TIDAK_SAH",
            "Tulis tanggal dan jam setempat tanpa zona, misalnya 2026-04-01T16:00.",
            letak=letak,
        )
    try:
        return lokal.replace(tzinfo=_zona(zona)).astimezone(UTC)
    except OverflowError:
        raise IsianTidakSah("WAKTU_TIDAK_SAH", "Tahunnya di luar jangkauan.", letak=letak) from None


def lokal_dari_instan(instan: datetime, zona: str) -> str:
    """The local date and time of an instant, to the minute, the way it is entered."""
    return instan.astimezone(_zona(zona)).strftime("%Y-%m-%dT%H:%M")


def terbuka_untuk(cakupan: Cakupan, wilayah_terbuka: Collection[str], kode: str) -> bool:
    """Whether a pemda may take seats: a named province opens to everything beneath it, a named pemda to itself."""
    match cakupan:
        case Cakupan.NASIONAL:
            return True
        case Cakupan.PROVINSI:
            return any(kode == w or kode.startswith(f"{w}.") for w in wilayah_terbuka)
        case Cakupan.PEMDA:
            return kode in wilayah_terbuka


@dataclass(frozen=True, kw_only=True, slots=True)
class Rancangan:
    """A schedule as an LSP operator enters it; `batas_daftar` is local, all other checks need no database."""

    jenis: JenisJadwal
    skema_kode: str
    jalur: tuple[str, ...]
    mode: Mode
    sesi: tuple[Sesi, ...]
    batas_daftar: str
    jumlah_asesor: int
    batas_per_asesor: int
    kapasitas: int
    kapasitas_terbuka: int | None = None
    cakupan: Cakupan = Cakupan.NASIONAL
    wilayah_terbuka: tuple[str, ...] = ()
    tuk_nama: str | None = None
    tuk_wilayah: str | None = None
    tahanan_menit: int | None = None
    kode: str | None = None


TAHANAN_MENIT_MAKS: Final = 30 * 24 * 60
ANGKA_MAKS: Final = 100_000


def periksa_antara(nilai: int, bawah: int, atas: int, letak: str, apa: str) -> None:
    """Raise `IsianTidakSah` ANGKA_DI_LUAR_BATAS unless `nilai` lies between the two, which are allowed."""
    if not bawah <= nilai <= atas:
        raise IsianTidakSah("ANGKA_DI_LUAR_BATAS", f"{apa} harus antara {bawah} dan {atas}.", letak=[letak])


def periksa_rancangan(r: Rancangan, *, batas: PaksiSetelan) -> tuple[Sesi, ...]:
    """Check what needs no database and return the half-days; raises `IsianTidakSah` naming the argument."""
    periksa_antara(r.jumlah_asesor, 1, ANGKA_MAKS, "jumlahAsesor", "Jumlah asesor")
    periksa_antara(
        r.batas_per_asesor,
        1,
        batas.batas_asesi_per_asesor,
        "batasPerAsesor",
        "Batas asesi per asesor per hari",
    )
    if r.tahanan_menit is not None:
        periksa_antara(r.tahanan_menit, 1, TAHANAN_MENIT_MAKS, "tahananMenit", "Lama tahanan kursi (menit)")
    sesi = susun_sesi(r.mode, r.sesi)
    hari = jumlah_hari(sesi)
    maks = kapasitas_maks(asesor=r.jumlah_asesor, hari=hari, batas_per_asesor=r.batas_per_asesor)
    if not 1 <= r.kapasitas <= maks:
        raise IsianTidakSah(
            "KAPASITAS_MELEBIHI_ASESOR",
            f"Kapasitas harus antara 1 dan {maks} ({r.jumlah_asesor} asesor × {hari} hari × "
            f"{r.batas_per_asesor} asesi). Tambah asesor atau hari, atau kurangi kapasitas.",
            letak=["kapasitas"],
        )
    if r.kapasitas_terbuka is not None:
        periksa_antara(r.kapasitas_terbuka, 0, r.kapasitas, "kapasitasTerbuka", "Kursi bagian terbuka")
    if r.mode is Mode.TATAP_MUKA and not (r.tuk_nama and r.tuk_nama.strip() and r.tuk_wilayah):
        raise IsianTidakSah(
            "TUK_KOSONG", "Isi nama TUK dan wilayahnya untuk jadwal tatap muka.", letak=["tukNama"]
        )
    if r.mode is Mode.JARAK_JAUH and (r.tuk_nama or r.tuk_wilayah):
        raise IsianTidakSah(
            "TUK_TIDAK_PERLU", "Jadwal jarak jauh tidak memakai TUK; kosongkan.", letak=["tukNama"]
        )
    if (r.cakupan is Cakupan.NASIONAL) != (not r.wilayah_terbuka):
        raise IsianTidakSah(
            "CAKUPAN_TIDAK_SESUAI",
            "Sebut wilayahnya bila jadwal dibuka untuk provinsi atau pemda tertentu, kosongkan bila nasional.",
            letak=["wilayahTerbuka"],
        )
    return sesi


ANGKA_NIK: Final = 16
KODE_JADWAL: Final = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{1,30}[A-Z0-9])", re.ASCII)


def periksa_kode(kode: str) -> str:
    """A schedule's readable code, in capitals: 3 to 32 letters, digits and hyphens.

    Not 16 or more digits alone: that could be a NIK, which no notification would name the schedule by.
    """
    rapi = kode.strip().upper()
    if not KODE_JADWAL.fullmatch(rapi) or (rapi.isdigit() and len(rapi) >= ANGKA_NIK):
        raise IsianTidakSah(
            "KODE_TIDAK_SAH",
            f"Kode jadwal terdiri atas 3-32 huruf, angka, dan tanda hubung; angka saja kurang dari {ANGKA_NIK}.",
            letak=["kode"],
        )
    return rapi


def periksa_batas_daftar(batas_daftar: datetime, mulai: datetime) -> None:
    """The registration deadline may not lie after the first session begins."""
    if batas_daftar > mulai:
        raise IsianTidakSah(
            "BATAS_DAFTAR_SETELAH_MULAI",
            "Batas pendaftaran harus sebelum sesi pertama dimulai.",
            letak=["batasDaftar"],
        )


def tahanan_sampai(sekarang: datetime, *, menit: int, mulai: datetime) -> datetime:
    """Until when a seat taken now is held: `menit` from now, but not past the first session.

    When the first session has begun already the whole time is given: LSPs record late changes too.
    """
    penuh = sekarang + timedelta(minutes=menit)
    return penuh if mulai <= sekarang else min(penuh, mulai)
