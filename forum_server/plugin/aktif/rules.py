"""Decide from the rows which plugins a region runs; pure, and fixed for as long as the rows stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from forum_server.akses.rules import AKAR, mencakup
from forum_server.database.clause import leluhur
from forum_server.plugin.setelan import gabung, sebagai_json
from forum_server.wilayah.rules import tingkat_dari

if TYPE_CHECKING:
    from forum_server.plugin.aktif.katalog import Katalog

__all__ = ["LEMBAGA", "Keadaan", "Keputusan", "Kurang", "PluginAktif", "akar_saja", "tingkat"]

S = TypeVar("S")

LEMBAGA = "LEMBAGA"
"""The level of a code that is no region."""

_INGATAN = 4096  # answers one snapshot remembers per question


@dataclass(frozen=True, kw_only=True, slots=True)
class Keputusan:
    """One row: what `kode` decided about a plugin. `aktif` None: it follows the region above it."""

    kode: str
    plugin: str
    aktif: bool | None
    setelan: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, kw_only=True, slots=True)
class Kurang:
    """A code that runs `plugin` while something decided that `perlu`, which it requires, is off there."""

    kode: str
    plugin: str
    perlu: str


def tingkat(kode: str) -> str:
    """The level of a code: that of `TingkatWilayah`, or LEMBAGA."""
    hasil = tingkat_dari(kode)
    return LEMBAGA if hasil is None else hasil.value


@dataclass(frozen=True, kw_only=True, slots=True)
class Keadaan:
    """What is true of one plugin for one code, and why."""

    kode: str
    plugin: str
    aktif: bool
    diputuskan_oleh: str | None
    setelan_sendiri: Mapping[str, Any]
    setelan_berlaku: Mapping[str, Any]


class PluginAktif:
    """A snapshot of who runs what; immutable, shared by all requests that read the same version of the rows."""

    def __init__(self, keputusan: Iterable[Keputusan], *, katalog: Katalog, versi: int = 0) -> None:
        self.katalog = katalog
        self.versi = versi
        self._terpasang = katalog.names
        self._baris: dict[str, dict[str, Keputusan]] = {}
        for k in keputusan:
            if k.plugin in self._terpasang:
                self._baris.setdefault(k.kode, {})[k.plugin] = k
        self._untuk: dict[tuple[str, ...], frozenset[str]] = {}
        self._skema: dict[str, frozenset[str]] = {}

    def _jalur(self, kode: str) -> tuple[str, ...]:
        return tuple(k for k in leluhur(kode) if k in self._baris)

    def _diputuskan(self, jalur: tuple[str, ...]) -> dict[str, Keputusan]:
        """Per plugin the nearest row that decides."""
        hasil: dict[str, Keputusan] = {}
        for kode in jalur:
            for nama, k in self._baris[kode].items():
                if k.aktif is not None:
                    hasil.setdefault(nama, k)
        return hasil

    def untuk(self, kode: str) -> frozenset[str]:
        """The plugins the owner `kode` runs: the nearest code that decides wins; with all that those require."""
        jalur = self._jalur(kode)
        if (tahu := self._untuk.get(jalur)) is None:
            nyala = [nama for nama, k in self._diputuskan(jalur).items() if k.aktif]
            tahu = self._untuk[jalur] = self.katalog.closure(nyala)
        return tahu

    def skema_untuk(self, kode: str) -> frozenset[str]:
        """The plugins of the endpoint of `kode`: its own and, for a region, those of everything beneath it."""
        if (tahu := self._skema.get(kode)) is None:
            gabungan = set(self.untuk(kode))
            for lain in self._baris:
                if mencakup(kode, lain):
                    gabungan |= self.untuk(lain)
            if len(self._skema) >= _INGATAN:
                self._skema.clear()
            tahu = self._skema[kode] = frozenset(gabungan)
        return tahu

    def diputuskan_oleh(self, plugin: str, kode: str) -> str | None:
        """The code whose decision about the plugin counts for `kode`, or None where nobody decided."""
        k = self._diputuskan(self._jalur(kode)).get(plugin)
        return None if k is None else k.kode

    def baris(self, plugin: str, kode: str) -> Keputusan | None:
        """What `kode` itself decided about the plugin."""
        return self._baris.get(kode, {}).get(plugin)

    def setelan(self, jenis: type[S], plugin: str, kode: str) -> S:
        """The settings of a plugin for `kode`: the nation's, then each nearer region's, nearest wins per setting."""
        jalur = reversed(self._jalur(kode))
        return gabung(jenis, [self._baris[k][plugin].setelan for k in jalur if plugin in self._baris[k]])

    def keadaan(self, plugin: str, kode: str) -> Keadaan:
        """Everything `kode` may want to know about a plugin."""
        sendiri = self.baris(plugin, kode)
        jenis: type[object] | None = self.katalog.settings_type(plugin)
        return Keadaan(
            kode=kode,
            plugin=plugin,
            aktif=plugin in self.untuk(kode),
            diputuskan_oleh=self.diputuskan_oleh(plugin, kode),
            setelan_sendiri={} if sendiri is None else sendiri.setelan,
            setelan_berlaku={} if jenis is None else sebagai_json(self.setelan(jenis, plugin, kode)),
        )

    def kurang(self, kode: str) -> list[Kurang]:
        """Where, in `kode` or beneath it, a plugin runs without something it requires being decided on."""
        hasil: list[Kurang] = []
        for tempat in sorted({kode, *(k for k in self._baris if mencakup(kode, k))}):
            nyala = {nama for nama, k in self._diputuskan(self._jalur(tempat)).items() if k.aktif}
            hasil += [
                Kurang(kode=tempat, plugin=nama, perlu=perlu)
                for nama in sorted(nyala)
                for perlu in sorted(self.katalog.closure([nama]) - nyala)
            ]
        return hasil


def akar_saja(plugin: Iterable[str]) -> list[Keputusan]:
    """Rows that turn these plugins on for the whole nation."""
    return [Keputusan(kode=AKAR, plugin=nama, aktif=True) for nama in sorted(plugin)]
