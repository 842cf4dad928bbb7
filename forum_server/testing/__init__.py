"""The test kit: what this server's own tests and those of plugin authors use.

Put `pytest_plugins = ["forum_server.testing.plugin"]` into your top-level `conftest.py`. You get the fixtures `mesin`
(each engine in turn), `db` (a migrated database of your own) and `graphql_with` (a server that runs your plugins), and
the option `--perbarui-sdl`. `PluginContract` is the list of promises every plugin keeps.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from forum_server.testing.kontrak import PluginContract as PluginContract
    from forum_server.testing.kontrak import TanyaBatch as TanyaBatch
    from forum_server.testing.pelaku import aktor_uji as aktor_uji
    from forum_server.testing.pernyataan import Pernyataan as Pernyataan
    from forum_server.testing.server import GraphQLWith as GraphQLWith
    from forum_server.testing.server import Jawab as Jawab
    from forum_server.testing.server import ServerUji as ServerUji

_ASAL = {
    "forum_server.testing.kontrak": ("PluginContract", "TanyaBatch"),
    "forum_server.testing.pelaku": ("aktor_uji",),
    "forum_server.testing.pernyataan": ("Pernyataan",),
    "forum_server.testing.server": ("GraphQLWith", "Jawab", "ServerUji"),
}
_MODUL = {nama: modul for modul, daftar in _ASAL.items() for nama in daftar}


def __getattr__(nama: str) -> object:
    # Loaded on first use: pytest rewrites the asserts of the kit's modules only if nobody imported them before.
    if (modul := _MODUL.get(nama)) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {nama!r}")
    return getattr(import_module(modul), nama)


def __dir__() -> list[str]:
    return sorted(_MODUL)
