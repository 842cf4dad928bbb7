"""Kinds of records that have files, and who may read those: whoever may see the record."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy import Row

if TYPE_CHECKING:
    from forum_server.akses.rules import Aktor
    from forum_server.berkas.gudang import Gudang
    from forum_server.database import Database
    from forum_server.kunci import Kunci
    from forum_server.plugin.aktif.rules import PluginAktif
    from forum_server.settings import Settings

__all__ = ["KonteksBerkas", "PemilikBerkas", "boleh_baca"]


class KonteksBerkas(Protocol):
    """What both a request and a download have at hand."""

    @property
    def db(self) -> Database:
        """The database."""
        ...

    @property
    def aktor(self) -> Aktor:
        """Who asks."""
        ...

    @property
    def aktif(self) -> PluginAktif:
        """Who runs which plugin."""
        ...

    @property
    def settings(self) -> Settings:
        """Settings of the server."""
        ...

    @property
    def kunci(self) -> Kunci:
        """Keys of the server."""
        ...

    @property
    def gudang(self) -> Gudang:
        """The store."""
        ...

    @property
    def pemilik_berkas(self) -> Mapping[str, PemilikBerkas]:
        """Every kind of record that has files, by its name."""
        ...


@dataclass(frozen=True, kw_only=True, slots=True)
class PemilikBerkas:
    """A kind of record that has files; `nama` starts with its owner's name ("paksi.permintaan").

    `boleh` gives, of these ids of records, those that the actor of the context may see now.
    """

    nama: str
    boleh: Callable[[KonteksBerkas, Collection[str]], Awaitable[Collection[str]]]


async def boleh_baca(konteks: KonteksBerkas, berkas: Iterable[Row[Any]]) -> set[uuid.UUID]:
    """Ids of those files whose record the actor may see, where the record's plugin runs; one question per kind."""
    per_jenis: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in berkas:
        per_jenis[row.pemilik].append(row)
    boleh: set[uuid.UUID] = set()
    for nama, daftar in per_jenis.items():
        jenis = konteks.pemilik_berkas.get(nama)
        plugin = nama.partition(".")[0]
        dari_plugin = plugin in konteks.aktif.katalog.names
        hidup = [r for r in daftar if not dari_plugin or plugin in konteks.aktif.untuk(r.wilayah_kode)]
        if jenis is None or not hidup:
            continue
        terlihat = set(await jenis.boleh(konteks, {r.pemilik_id for r in hidup}))
        boleh.update(r.id for r in hidup if r.pemilik_id in terlihat)
    return boleh
