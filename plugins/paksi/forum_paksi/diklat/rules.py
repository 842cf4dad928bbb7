"""Decisions about training waves: their states, days, and what may be done when.

Source: domain notes 4 (about 40 people a wave, 2 asynchronous and 3 synchronous days; number of JP unknown), 1.3.7
(passing the diklat doesn't make a PAKSI).
"""

from __future__ import annotations

from enum import StrEnum


class KeadaanGelombang(StrEnum):
    """The life of a wave."""

    DISUSUN = "DISUSUN"
    DIBUKA = "DIBUKA"
    BERJALAN = "BERJALAN"
    SELESAI = "SELESAI"
    DIBATALKAN = "DIBATALKAN"


class JenisHari(StrEnum):
    """How a day is spent: together at one time, or each by themself."""

    SINKRON = "SINKRON"
    ASINKRON = "ASINKRON"


class HasilDiklat(StrEnum):
    """What came of a participant."""

    LULUS = "LULUS"
    TIDAK_LULUS = "TIDAK_LULUS"
