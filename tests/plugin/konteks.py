"""A context without a database, for schemas whose resolvers need none."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from forum_server.akses.rules import AKAR, Aktor, Hibah
from forum_server.plugin.aktif.rules import Keputusan, PluginAktif
from forum_server.plugin.manager import Plugins


def pelaku(*izin: str) -> Aktor:
    hibah = Hibah(peran="uji", izin=frozenset(izin), wilayah=AKAR)
    return Aktor(akun_id=uuid4(), orang_id=None, nama="uji", hibah=(hibah,))


@dataclass
class KonteksUji:
    aktif: PluginAktif
    aktor: Aktor = field(default_factory=Aktor.anonim)
    pemuat: dict[Any, Any] = field(default_factory=dict[Any, Any])
    panggilan: list[list[str]] = field(default_factory=list[list[str]])
    segarkan: Callable[[], Awaitable[Aktor]] | None = None


def konteks(
    plugins: Plugins, *izin: str, aktif: Mapping[str, Mapping[str, bool]] | None = None
) -> KonteksUji:
    """`aktif` gives decisions by code and plugin; by default everything is on everywhere."""
    isi = {AKAR: dict.fromkeys(plugins.names, True)} if aktif is None else aktif
    keputusan = [Keputusan(kode=k, plugin=p, aktif=a) for k, per in isi.items() for p, a in per.items()]
    return KonteksUji(aktif=PluginAktif(keputusan, katalog=plugins), aktor=pelaku(*izin))
