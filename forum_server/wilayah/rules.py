"""What a region code says by itself, and which region a code of former times means today.

The layout of codes is that of Permendagri 58/2021: two digits for a provinsi, then two for a kabupaten (01-69) or
kota (71-99), two for a kecamatan, four for a kelurahan (1...), desa (2...) or desa adat (3...), joined by dots.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forum_server.akses.rules import AKAR

__all__ = [
    "AKAR",
    "NAMA_ZONA",
    "Pengganti",
    "TingkatWilayah",
    "Zona",
    "berlaku",
    "bukan_pemda",
    "induk_dari",
    "kode_sah",
    "kode_sekarang",
    "tingkat_dari",
    "zona_dari",
]


class TingkatWilayah(StrEnum):
    """The level of a region, from the nation to the village."""

    NASIONAL = "NASIONAL"
    PROVINSI = "PROVINSI"
    KABUPATEN = "KABUPATEN"
    KOTA = "KOTA"
    KECAMATAN = "KECAMATAN"
    KELURAHAN = "KELURAHAN"
    DESA = "DESA"
    DESA_ADAT = "DESA_ADAT"


class Zona(StrEnum):
    """The three time zones of Indonesia: UTC+7, UTC+8 and UTC+9, without summer time."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"


NAMA_ZONA: Mapping[Zona, str] = {
    Zona.WIB: "Asia/Jakarta",
    Zona.WITA: "Asia/Makassar",
    Zona.WIT: "Asia/Jayapura",
}
"""The name under which the tz database knows each zone."""

_KODE = re.compile(r"(\d{2})(?:\.(\d{2})(?:\.(\d{2})(?:\.(\d{4}))?)?)?", re.ASCII)
_WITA = frozenset({"51", "52", "53", "63", "64", "65", "71", "72", "73", "74", "75", "76"})
_DESA = {"1": TingkatWilayah.KELURAHAN, "2": TingkatWilayah.DESA, "3": TingkatWilayah.DESA_ADAT}


def tingkat_dari(kode: str) -> TingkatWilayah | None:
    """The level a code belongs to, or None when it is not a region code.

    >>> tingkat_dari("61.71").value, tingkat_dari("61.7")
    ('KOTA', None)
    """
    if kode == AKAR:
        return TingkatWilayah.NASIONAL
    cocok = _KODE.fullmatch(kode)
    if cocok is None:
        return None
    provinsi, daerah, kecamatan, desa = cocok.groups()
    if provinsi < "11":
        return None
    if daerah is None:
        return TingkatWilayah.PROVINSI
    if daerah in {"00", "70"} or kecamatan == "00":
        return None
    if desa is not None:
        return _DESA.get(desa[0])
    if kecamatan is not None:
        return TingkatWilayah.KECAMATAN
    return TingkatWilayah.KABUPATEN if daerah < "70" else TingkatWilayah.KOTA


def kode_sah(kode: str) -> bool:
    """Whether `kode` has the shape of a region code (it need not exist)."""
    return tingkat_dari(kode) is not None


def induk_dari(kode: str) -> str | None:
    """The code of the region right above; None for the nation.

    >>> induk_dari("61.71"), induk_dari("61"), induk_dari("ID")
    ('61', 'ID', None)
    """
    if kode == AKAR:
        return None
    atas, titik, _ = kode.rpartition(".")
    return atas if titik else AKAR


def zona_dari(kode: str) -> Zona:
    """The zone of a region by its province; the nation keeps the time of its capital, WIB."""
    provinsi = kode[:2]
    if provinsi in _WITA:
        return Zona.WITA
    return Zona.WIT if provinsi[0] in "89" else Zona.WIB


def bukan_pemda(kode: str, administrasi: Iterable[str]) -> bool:
    """Whether the region at `kode` has no government of its own: a level that never has, or listed as such."""
    pemda = {TingkatWilayah.PROVINSI, TingkatWilayah.KABUPATEN, TingkatWilayah.KOTA}
    return tingkat_dari(kode) not in pemda or kode in set(administrasi)


def berlaku(dari: date | None, sampai: date | None, pada: date) -> bool:
    """Whether a code is in force on a day; both bounds belong to the period, None leaves it open."""
    return (dari is None or dari <= pada) and (sampai is None or pada <= sampai)


@dataclass(frozen=True, kw_only=True, slots=True)
class Pengganti:
    """One code took the place of another on a day, by a decree."""

    lama: str
    baru: str
    tanggal: date
    sumber: str


def kode_sekarang(kode: str, penerus: Mapping[str, Sequence[str]]) -> str:
    """Follow successors as long as there is exactly one; stop where a region was split, or never replaced.

    `penerus` holds the successors of codes no longer in force. A region renumbered twice is found through both
    steps; where one region became several nobody can say which is meant, so the old one is the answer and shows its
    successors.
    """
    dilalui = {kode}
    while len(berikut := penerus.get(kode, ())) == 1 and berikut[0] not in dilalui:
        kode = berikut[0]
        dilalui.add(kode)
    return kode
