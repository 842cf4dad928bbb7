"""What a resolver knows of its request (`info.context`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import strawberry
from strawberry.dataloader import DataLoader

from forum_server.akses.rules import Aktor
from forum_server.berkas.gudang import Gudang
from forum_server.database import AKAR, Database
from forum_server.peristiwa.hub import Hub
from forum_server.settings import Settings

if TYPE_CHECKING:
    from forum_server.berkas.pemilik import PemilikBerkas
    from forum_server.kunci import Kunci
    from forum_server.pemberitahuan.jenis import JenisPemberitahuan
    from forum_server.plugin.aktif.rules import PluginAktif

__all__ = ["Info", "Konteks"]


@dataclass(kw_only=True, slots=True)
class Konteks:
    """One request (or one operation of a socket): who asks, at which endpoint, and with what at hand."""

    db: Database
    aktor: Aktor
    aktif: PluginAktif
    hub: Hub
    settings: Settings
    kunci: Kunci
    gudang: Gudang
    kode: str = AKAR
    """Code of the region or lembaga whose endpoint was called; the national root for /graphql."""
    pemuat: dict[Any, DataLoader[Any, Any]] = field(default_factory=dict[Any, "DataLoader[Any, Any]"])
    """Loaders of this request, made on first use."""
    jenis_pemberitahuan: Mapping[str, JenisPemberitahuan] = field(
        default_factory=dict[str, "JenisPemberitahuan"]
    )
    """Every kind of notification this process knows, by name."""
    pemilik_berkas: Mapping[str, PemilikBerkas] = field(default_factory=dict[str, "PemilikBerkas"])
    """Every kind of record that has files, by name."""
    segarkan: Callable[[], Awaitable[Aktor]] | None = None
    """Reads again who asks and with which rights; called before each event of a stream (None: rights don't change)."""


Info = strawberry.Info[Konteks, None]
