"""What the endpoints need from the rest of the server: who asks, which schema, and the context of a request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from forum_server.akses.rules import Aktor
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor
from forum_server.graphql.konteks import Konteks
from forum_server.http.pembatas import Pembatas
from forum_server.kunci_layanan.baca import Frontend
from forum_server.plugin.aktif.rules import PluginAktif

__all__ = ["Pelayan", "Titik"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Titik:
    """One endpoint at one moment: its owner's present code, who runs what, and the schema that follows from it."""

    kode: str
    aktif: PluginAktif
    eksekutor: Eksekutor


class Pelayan(Protocol):
    """Answers the endpoints' questions; the real one is `layanan.Layanan`."""

    @property
    def batas(self) -> Batas:
        """Limits of every request."""
        ...

    async def titik(self, kode: str | None) -> Titik | None:
        """The endpoint of a region or lembaga (None: the nation's); None when there is no such code."""
        ...

    async def aktor(self, token: str) -> tuple[Aktor, datetime] | None:
        """Who a token speaks for and until when; None when it is no living token."""
        ...

    @property
    def pembatas(self) -> Pembatas:
        """How often somebody may ask."""
        ...

    async def frontend(self, kunci: str) -> Frontend | None:
        """The frontend of a browser key; None when it is no living key."""
        ...

    def konteks(
        self, titik: Titik, aktor: Aktor, *, segarkan: Callable[[], Awaitable[Aktor]] | None = None
    ) -> Konteks:
        """The context of one request or one operation of a socket."""
        ...
