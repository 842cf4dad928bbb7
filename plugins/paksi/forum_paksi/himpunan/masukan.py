"""What an allocation is decided from, and what it decides: values only, no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

Sesi: TypeAlias = tuple[date, str]
"""One half-day: the date and PAGI or SIANG."""


class Kebijakan(StrEnum):
    """By which rule the seats of a pool are divided."""

    URUT_WAKTU = "URUT_WAKTU"
    PROPORSIONAL = "PROPORSIONAL"
    MERATA = "MERATA"
    PRIORITAS_CAKUPAN = "PRIORITAS_CAKUPAN"
    PRIORITAS_KEDALUWARSA = "PRIORITAS_KEDALUWARSA"


class Hasil(StrEnum):
    """What became of one candidate."""

    KURSI = "KURSI"
    DAFTAR_TUNGGU = "DAFTAR_TUNGGU"
    TIDAK_DAPAT = "TIDAK_DAPAT"


class AlasanKode(StrEnum):
    """The stable name of a reason; the sentence beside it is for people."""

    URUT_WAKTU = "URUT_WAKTU"
    JATAH_PROPORSIONAL = "JATAH_PROPORSIONAL"
    GILIRAN_MERATA = "GILIRAN_MERATA"
    OPD_TANPA_PAKSI = "OPD_TANPA_PAKSI"
    SERTIFIKAT_BERAKHIR = "SERTIFIKAT_BERAKHIR"
    SISA_JATAH = "SISA_JATAH"
    CALON_GANDA = "CALON_GANDA"
    SUDAH_TERDAFTAR = "SUDAH_TERDAFTAR"
    DI_LUAR_CAKUPAN = "DI_LUAR_CAKUPAN"
    JALUR_TIDAK_DITERIMA = "JALUR_TIDAK_DITERIMA"
    BELUM_LAYAK = "BELUM_LAYAK"
    BENTROK_JADWAL = "BENTROK_JADWAL"
    TIDAK_ADA_JADWAL = "TIDAK_ADA_JADWAL"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rentang:
    """A span of dates, both ends included."""

    mulai: date
    sampai: date

    def memuat(self, lain: Rentang) -> bool:
        """Does `lain` lie inside this span?"""
        return self.mulai <= lain.mulai and lain.sampai <= self.sampai


@dataclass(frozen=True, kw_only=True, slots=True)
class JadwalMasukan:
    """One jadwal of the pool, as far as dividing its seats needs it."""

    id: UUID
    kode: str
    tanggal: Rentang
    kursi: int
    """Seats still free in the share this pool has of the jadwal."""
    jalur: frozenset[str]
    """Accepted jalur; empty when the skema needs none."""
    sesi: frozenset[Sesi]
    tertutup_bagi: frozenset[str] = frozenset()
    """Pemda of the pool to which the LSP has not opened this jadwal."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CalonMasukan:
    """One candidate of a request; the order inside the request is the pemda's own order of preference."""

    orang: UUID
    perangkat_daerah: UUID | None = None
    nama_perangkat_daerah: str = ""
    sibuk: frozenset[Sesi] = frozenset()
    """Half-days this person already has a seat in."""
    duduk_di: str | None = None
    """The kode of a jadwal for the same skema in which this person already has a seat."""
    menunggu_di: frozenset[str] = frozenset()
    """The kode of jadwal in whose waiting lists this person already stands."""
    sertifikat_berakhir: date | None = None
    """The last day of the certificate in force that this seat would renew."""
    kurang: int | None = 0
    """Requirements this person's application does not meet yet; None: there is no application. 0 where none is asked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PermintaanMasukan:
    """One pemda's request in the pool."""

    id: UUID
    nomor: str
    wilayah: str
    nama_wilayah: str
    diajukan_pada: datetime
    jalur: str | None
    tanggal: tuple[Rentang, ...]
    """Wished dates, most wanted first; empty when any date will do."""
    calon: tuple[CalonMasukan, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Masukan:
    """Everything an allocation may look at."""

    kebijakan: Kebijakan
    jadwal: tuple[JadwalMasukan, ...]
    permintaan: tuple[PermintaanMasukan, ...]
    tercakup: frozenset[UUID] = frozenset()
    """OPDs that have an active certificate holder."""
    sebutan: str = "PAKSI"
    """What a certificate holder is called: PAKSI or API."""
    zona: str = "WIB"
    """The zone in which times are read out: WIB, WITA or WIT."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Keputusan:
    """What was decided about one candidate of one request, and why."""

    permintaan: UUID
    nomor: str
    wilayah: str
    orang: UUID
    perangkat_daerah: UUID | None
    hasil: Hasil
    urutan: int | None
    """Place in the order of this policy, from 1: seats first, then the waiting list. None: took no part."""
    jadwal: UUID | None
    posisi_tunggu: int | None
    """Place on the pool's waiting list, from 1."""
    jadwal_tunggu: UUID | None
    """The jadwal this candidate waits for."""
    pilihan_ke: int | None
    """Which wished date was met, from 1. None: none was wished, or none could be met."""
    alasan_kode: AlasanKode
    alasan: str


@dataclass(frozen=True, kw_only=True, slots=True)
class JatahPemda:
    """The figures of one pemda, which every pemda of the pool may see."""

    wilayah: str
    nama_wilayah: str
    permintaan: int
    calon: int
    """Candidates asked for, with those who could take no part."""
    layak: int
    """Candidates who could be seated somewhere."""
    jatah: int | None
    """Quota of the PROPORSIONAL policy; None with the others."""
    kursi: int
    tunggu: int


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilAlokasi:
    """All decisions, seats first, then the waiting list, then those who took no part."""

    keputusan: tuple[Keputusan, ...]
    pemda: tuple[JatahPemda, ...]
    kursi: int
    terpakai: int
