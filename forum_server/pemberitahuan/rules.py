"""What may stand in a notification, what somebody gets of it, and how long a mail that was refused must wait."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

__all__ = ["UMUR_SUREL", "Saluran", "jeda_ulang", "periksa_data", "saluran"]

UMUR_SUREL: Final = timedelta(days=3)
"""A mail that could not be sent for so long is given up; the notification itself stays in the application."""

_JEDA: Final = (1, 5, 15, 60, 240)
"""Minutes before the second, third, ... attempt; the last holds for all that follow."""

ISI_MAKS: Final = 16
_NAMA: Final = re.compile(r"[a-z][a-z0-9_]{0,31}", re.ASCII)
_NILAI: Final = re.compile(r"[A-Za-z0-9._:+/-]{0,80}", re.ASCII)
_NOMOR_PRIBADI: Final = re.compile(r"\d{16,}", re.ASCII)


def periksa_data(data: Mapping[str, str]) -> dict[str, str]:
    """What is stored with a notification: ids, codes, numbers, instants. Raises ValueError for what may be more.

    A word without blanks and without @ is no sentence, no full name and no address, and 16 digits could be a NIK.
    """
    if len(data) > ISI_MAKS:
        raise ValueError(f"a notification keeps at most {ISI_MAKS} values")
    for nama, nilai in data.items():
        if not _NAMA.fullmatch(nama):
            raise ValueError(f"{nama!r} is no name of a value")
        if not _NILAI.fullmatch(nilai) or _NOMOR_PRIBADI.fullmatch(nilai):
            raise ValueError(f"{nama}: a notification keeps ids, codes, numbers and instants only")
    return dict(data)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saluran:
    """By which ways somebody is told."""

    dalam_aplikasi: bool
    surel: bool


def saluran(
    *, dalam_aplikasi: bool | None, surel: bool | None, surel_bawaan: bool, beralamat: bool = True
) -> Saluran:
    """What was chosen, or the kind's default where nothing was; no mail without an address."""
    return Saluran(
        dalam_aplikasi=True if dalam_aplikasi is None else dalam_aplikasi,
        surel=(surel_bawaan if surel is None else surel) and beralamat,
    )


def jeda_ulang(percobaan: int) -> timedelta:
    """The pause after so many attempts: 1, 5, 15, 60, then every 240 minutes."""
    return timedelta(minutes=_JEDA[min(max(percobaan, 1), len(_JEDA)) - 1])
