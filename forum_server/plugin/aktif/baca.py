"""The current snapshot of enabling: one tiny statement per request, the rows only when something changed."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from forum_server.database import Database
from forum_server.plugin.aktif.katalog import Katalog
from forum_server.plugin.aktif.models import SEMUA, PluginVersi, keputusan_dari
from forum_server.plugin.aktif.rules import PluginAktif

__all__ = ["SumberAktif"]

_VERSI: Final = select(PluginVersi.versi)


class SumberAktif:
    """Gives each request the snapshot of the rows as they are now; one per process and database."""

    def __init__(self, katalog: Katalog) -> None:
        self.katalog = katalog
        self._kini: tuple[int, frozenset[str], PluginAktif] | None = None

    async def kini(self, db: Database) -> PluginAktif:
        """The snapshot of the version the database holds now.

        The version is read before the rows: rows that are newer than their number are read once more, never missed.
        """
        versi = await db.scalar(_VERSI) or 0
        nama = self.katalog.names
        if self._kini is not None and self._kini[:2] == (versi, nama):
            return self._kini[2]
        baris = await db.all(SEMUA)
        aktif = PluginAktif((keputusan_dari(*b) for b in baris), katalog=self.katalog, versi=versi)
        self._kini = (versi, nama, aktif)
        return aktif
