"""When a version of a scheme or jalur is in force."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class JenisSkema(StrEnum):
    """The two certifications of LSP KPK: PAKSI (educators) and API (integrity builders)."""

    PAKSI = "PAKSI"
    API = "API"


class Jenjang(StrEnum):
    """Levels of PAKSI; API has none. Not to be confused with the levels of functional positions."""

    PERTAMA = "PERTAMA"
    MUDA = "MUDA"
    MADYA = "MADYA"
    UTAMA = "UTAMA"


def berlaku(dari: date, sampai: date | None, pada: date) -> bool:
    """Whether a version valid from `dari` up to and including `sampai` (None: open) is in force on `pada`."""
    return dari <= pada and (sampai is None or pada <= sampai)
