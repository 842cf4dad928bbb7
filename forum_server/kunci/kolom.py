"""How a subject says which of its columns hold what `Kunci` made, so that keys can be rotated without knowing it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import InstrumentedAttribute

__all__ = ["KolomSidik", "KolomTersandi"]

Teks = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]


@dataclass(frozen=True, kw_only=True, slots=True)
class KolomSidik:
    """A column with the keyed hash of what the encrypted column beside it holds: `kunci.sidik(ranah, isi)`."""

    kolom: Teks
    ranah: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KolomTersandi:
    """A column whose text opens with `kunci.bukakan(isi, tempat=f"{tempat}:{pengenal}")`, or is null.

    Each subject lists its own as `KOLOM_TERSANDI` in its models.
    """

    kolom: Teks
    pengenal: InstrumentedAttribute[uuid.UUID]
    tempat: str
    sidik: KolomSidik | None = None
