"""What an office should have by the policy of its region, and how far what it has falls short; no reading here.

Sources (domain notes 0.1, 0.8, 0.9, 3.2): one or two holders per OPD; or every head of an OPD, as Pontianak decided;
an inspectorate has both kinds; a duta integritas in each office, kecamatan and kelurahan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

__all__ = [
    "BULAN_MAKS",
    "INSPEKTORAT",
    "OPD",
    "KeadaanCakupan",
    "KebijakanCakupan",
    "Kekurangan",
    "Punya",
    "Syarat",
    "akhir_bulan",
    "hidup",
    "keadaan",
    "kekurangan",
    "syarat",
]

INSPEKTORAT: Final = "INSPEKTORAT"
OPD: Final = ("BADAN", "DINAS", INSPEKTORAT, "KECAMATAN", "SEKRETARIAT_DAERAH", "SEKRETARIAT_DPRD")
"""Kinds of offices that are an OPD by PP 18/2016: a UPTD is part of one, a kelurahan part of its kecamatan."""
BULAN_MAKS: Final = 60
"""Months of a trend at most."""


class KebijakanCakupan(StrEnum):
    """How a region decides that an OPD is covered."""

    JUMLAH = "JUMLAH"
    """So many holders, one or two in practice."""
    KEPALA_OPD = "KEPALA_OPD"
    """Its head holds a certificate."""


class KeadaanCakupan(StrEnum):
    """How far an office is covered."""

    BELUM_ADA = "BELUM_ADA"
    DI_BAWAH_KUOTA = "DI_BAWAH_KUOTA"
    TERPENUHI = "TERPENUHI"


@dataclass(frozen=True, kw_only=True, slots=True)
class Syarat:
    """What an office should have: holders of each kind, and whether its head must be a PAKSI."""

    paksi: int
    api: int = 0
    kepala: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Punya:
    """What an office has: people with a certificate in force, and whether its head is a PAKSI."""

    paksi: int = 0
    api: int = 0
    kepala: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Kekurangan:
    """What is missing."""

    paksi: int
    api: int
    kepala: bool

    @property
    def ada(self) -> bool:
        """Whether anything is."""
        return self.kepala or self.paksi > 0 or self.api > 0


def syarat(
    kebijakan: KebijakanCakupan, *, kuota_opd: int, kuota_api_inspektorat: int, inspektorat: bool
) -> Syarat:
    """What an office should have by its region's policy; a negative number counts as none."""
    api = max(0, kuota_api_inspektorat) if inspektorat else 0
    if kebijakan is KebijakanCakupan.KEPALA_OPD:
        return Syarat(paksi=0, api=api, kepala=True)
    return Syarat(paksi=max(0, kuota_opd), api=api)


def kekurangan(syarat: Syarat, punya: Punya) -> Kekurangan:
    """What of `syarat` an office does not have."""
    return Kekurangan(
        paksi=max(0, syarat.paksi - punya.paksi),
        api=max(0, syarat.api - punya.api),
        kepala=syarat.kepala and not punya.kepala,
    )


def keadaan(syarat: Syarat, punya: Punya) -> KeadaanCakupan:
    """BELUM_ADA: something is missing and nobody of a kind that is asked for is there."""
    if not kekurangan(syarat, punya).ada:
        return KeadaanCakupan.TERPENUHI
    if punya.paksi or punya.kepala or (syarat.api and punya.api):
        return KeadaanCakupan.DI_BAWAH_KUOTA
    return KeadaanCakupan.BELUM_ADA


def akhir_bulan(hari_ini: date, banyak: int) -> list[date]:
    """The last days of the months before this one, and today: `banyak` days in order.

    >>> [str(h) for h in akhir_bulan(date(2026, 3, 14), 3)]
    ['2026-01-31', '2026-02-28', '2026-03-14']
    """
    hasil = [hari_ini]
    while len(hasil) < banyak:
        hasil.append(hasil[-1].replace(day=1) - timedelta(days=1))
    return hasil[::-1]


def hidup(
    hari: date,
    *,
    terbit: date,
    berakhir: date,
    berhenti_pada: date | None,
    pembekuan: Sequence[tuple[date, bool]] = (),
) -> bool:
    """Whether a certificate was in force on a day, whatever became of it later.

    `berhenti_pada` is the first day it no longer was; `pembekuan` its changes of state in order, each with whether it
    was suspended from that day on.
    """
    if not terbit <= hari <= berakhir or (berhenti_pada is not None and berhenti_pada <= hari):
        return False
    return not next((beku for sejak, beku in reversed(pembekuan) if sejak <= hari), False)
