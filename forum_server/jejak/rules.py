"""How entries are chained; pure, so that anyone can check a chain with the entries alone."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

__all__ = ["AWAL", "Entri", "LaporanRantai", "periksa_rantai", "rantai_dari", "sidik"]

AWAL = "0" * 64
"""What the first seal of a chain stands on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entri:
    """An audit entry as its seal covers it."""

    id: int
    waktu: datetime
    akun_id: uuid.UUID | None
    pelaku: str
    aksi: str
    objek: str
    objek_id: str
    wilayah: str
    bidang: Sequence[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class LaporanRantai:
    """What a check of every chain found."""

    panjang: dict[str, int]
    kepala: dict[str, str]
    rusak: tuple[str, ...]
    belum_disegel: int

    @property
    def utuh(self) -> bool:
        """Whether no seal contradicts its entry or its predecessor."""
        return not self.rusak


def rantai_dari(wilayah: str) -> str:
    """The chain of an owner: its province, the lembaga itself, or the nation.

    >>> rantai_dari("61.71"), rantai_dari("lsp-kpk"), rantai_dari("ID")
    ('61', 'lsp-kpk', 'ID')
    """
    return wilayah[:2] if wilayah[:1].isdigit() else wilayah


def sidik(entri: Entri, sebelum: str) -> str:
    """SHA-256 over the entry and the seal before it, as 64 hexadecimal digits."""
    isi = [
        entri.id,
        entri.waktu.astimezone(UTC).isoformat(timespec="microseconds"),
        str(entri.akun_id) if entri.akun_id else None,
        entri.pelaku,
        entri.aksi,
        entri.objek,
        entri.objek_id,
        entri.wilayah,
        list(entri.bidang),
        sebelum,
    ]
    return hashlib.sha256(json.dumps(isi, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def periksa_rantai(
    rantai: str, baris: Iterable[tuple[int, str, str, Entri | None]]
) -> tuple[int, str, list[str]]:
    """Check one chain given (urutan, sebelum, sidik, entry) in order; returns length, head and what is wrong."""
    sebelum, urutan_lalu, rusak = AWAL, 0, list[str]()
    for urutan, tertulis_sebelum, tertulis, entri in baris:
        if urutan != urutan_lalu + 1:
            rusak.append(f"rantai {rantai}: urutan {urutan_lalu + 1} hilang")
        elif tertulis_sebelum != sebelum:
            rusak.append(f"rantai {rantai}: segel {urutan} tidak menyambung segel sebelumnya")
        if entri is None:
            rusak.append(f"rantai {rantai}: entri segel {urutan} hilang")
        elif rantai_dari(entri.wilayah) != rantai or sidik(entri, tertulis_sebelum) != tertulis:
            rusak.append(f"rantai {rantai}: entri {entri.id} (segel {urutan}) telah diubah")
        sebelum, urutan_lalu = tertulis, urutan
    return urutan_lalu, sebelum, rusak
