"""Bringing a database to the state this server needs: tables migrated, reference data loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection

from forum_server.akses.service import selaraskan
from forum_server.database.migrate import INTI, Lini, jalankan, naik
from forum_server.database.unit import Unit, akhiri, bebas_jejak
from forum_server.pemberitahuan.service import selaraskan_jenis

if TYPE_CHECKING:
    from forum_server.plugin.manager import Plugins

__all__ = ["lini", "siapkan", "siapkan_dalam"]


def lini(plugins: Plugins) -> list[Lini]:
    """The migration lines of core and of every loaded plugin, a plugin after those it requires."""
    return [
        INTI,
        *(
            Lini(pemilik=nama, folder=folder)
            for nama, folder in plugins.call("migrations", plugins.names)
            if folder is not None
        ),
    ]


def siapkan(url: URL, plugins: Plugins, *, benih: tuple[str, ...] = ("dasar",)) -> None:
    """Migrate every line and load the named seeds, all in one transaction; doing it again changes nothing."""

    jalankan(url, lambda connection: siapkan_dalam(connection, plugins, benih=benih))


def siapkan_dalam(connection: Connection, plugins: Plugins, *, benih: tuple[str, ...] = ("dasar",)) -> None:
    """The same inside a transaction of `database.migrate.jalankan`."""
    naik(connection, lini(plugins))
    with Unit(bind=connection, join_transaction_mode="rollback_only", expire_on_commit=False) as session:
        bebas_jejak(session, "reference data that ships with the server")
        selaraskan(session, izin=plugins.permissions(), peran=plugins.roles())
        selaraskan_jenis(session, (j for _, daftar in plugins.collect("notifications") for j in daftar))
        for jenis in benih:
            for _ in plugins.call("seed", plugins.names, kind=jenis, session=session):
                pass
        akhiri(session)
        session.commit()
