"""Decisions about cohorts: their kinds of tasks, the spans of their reports, and how far they are.

Source: domain notes 0.9 (Pekalongan: forty candidates, at least one per OPD, e-learning first; then share values with
colleagues, build the network of the OPD, document good practice, and report periodically). How often is not known.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from forum_server.plugin import IsianTidakSah, KeadaanMenolak

__all__ = [
    "ANGGOTA_MAKS",
    "BULAN_MAKS",
    "PERIODE_MAKS",
    "TENGGAT_MAKS",
    "JenisTagihan",
    "JenisTugas",
    "KeadaanAngkatan",
    "KeadaanHasil",
    "Periode",
    "StatusTugas",
    "periode_laporan",
    "status_tugas",
    "tolak_selesai",
]

ANGGOTA_MAKS: Final = 1000
"""Most members of one cohort, a limit of the software; in practice they are about forty."""
BULAN_MAKS: Final = 24
"""Longest span of one report in months, a limit of the software."""
PERIODE_MAKS: Final = 60
"""Most reports a cohort may be asked for, a limit of the software."""
TENGGAT_MAKS: Final = 90
"""Most days between the end of a span and the day its report is due, a limit of the software."""


class KeadaanAngkatan(StrEnum):
    """BERJALAN: members learn and report; SELESAI: it is over and nothing of it changes any more."""

    BERJALAN = "BERJALAN"
    SELESAI = "SELESAI"


class JenisTugas(StrEnum):
    """What members do after they learned."""

    SEBAR_NILAI = "SEBAR_NILAI"
    JARINGAN_OPD = "JARINGAN_OPD"
    PRAKTIK_BAIK = "PRAKTIK_BAIK"
    LAPORAN_BERKALA = "LAPORAN_BERKALA"


class KeadaanHasil(StrEnum):
    """What a member handed in; DIKEMBALIKAN counts as nothing until it is handed in again."""

    DISERAHKAN = "DISERAHKAN"
    DIKEMBALIKAN = "DIKEMBALIKAN"


class JenisTagihan(StrEnum):
    """Of what a member is told: that a task is due, from the end of a report's span or a task's last day; that it is late."""

    JATUH_TEMPO = "JATUH_TEMPO"
    TERLAMBAT = "TERLAMBAT"


class StatusTugas(StrEnum):
    """How a task stands for one member today."""

    SELESAI = "SELESAI"
    BERJALAN = "BERJALAN"
    TERLAMBAT = "TERLAMBAT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Periode:
    """The span one report is about, both ends included, and the last day to hand it in."""

    mulai: date
    selesai: date
    batas: date


def _maju(hari: date, bulan: int) -> date:
    """The same day so many months later; the month's last where it has no such day."""
    tahun, nol = divmod(hari.year * 12 + hari.month - 1 + bulan, 12)
    return date(tahun, nol + 1, min(hari.day, calendar.monthrange(tahun, nol + 1)[1]))


def periode_laporan(
    mulai: date, *, tiap_bulan: int, banyak: int, tenggat_hari: int = 0
) -> tuple[Periode, ...]:
    """So many spans of so many months each, without gap or overlap, the first from `mulai`.

    Each starts on the day of `mulai` in its month, counted from `mulai` itself, so a short month shifts no later one.

    Raises `IsianTidakSah` DI_LUAR_BATAS.
    """
    for letak, nilai, awal, akhir in (
        ("tiapBulan", tiap_bulan, 1, BULAN_MAKS),
        ("banyak", banyak, 1, PERIODE_MAKS),
        ("tenggatHari", tenggat_hari, 0, TENGGAT_MAKS),
    ):
        if not awal <= nilai <= akhir:
            raise IsianTidakSah("DI_LUAR_BATAS", f"Isi dengan angka {awal} sampai {akhir}.", letak=[letak])
    if mulai.year + (banyak * tiap_bulan) // 12 + 2 > date.max.year:
        raise IsianTidakSah("DI_LUAR_BATAS", "Isi dengan tahun yang benar.", letak=["mulai"])
    hasil: list[Periode] = []
    for ke in range(banyak):
        selesai = _maju(mulai, (ke + 1) * tiap_bulan) - timedelta(days=1)
        hasil.append(
            Periode(
                mulai=_maju(mulai, ke * tiap_bulan),
                selesai=selesai,
                batas=selesai + timedelta(days=tenggat_hari),
            )
        )
    return tuple(hasil)


def status_tugas(hasil: KeadaanHasil | None, *, batas: date, hari_ini: date) -> StatusTugas:
    """How a task with this result stands; on its last day it is not late yet."""
    if hasil is KeadaanHasil.DISERAHKAN:
        return StatusTugas.SELESAI
    return StatusTugas.TERLAMBAT if hari_ini > batas else StatusTugas.BERJALAN


def tolak_selesai() -> KeadaanMenolak:
    """The refusal of a change to a cohort that is over."""
    return KeadaanMenolak(
        "KEADAAN_TIDAK_SESUAI",
        "Angkatan ini sudah SELESAI; anggota, tugas, dan laporannya tidak berubah lagi. Buat angkatan baru bila"
        " kegiatannya berlanjut.",
    )
