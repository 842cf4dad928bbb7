"""The demo's data and server, filled once per test process and copied for every test that wants it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum_server.cli.demo import isi
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.basis_data import Templat
from forum_server.testing.proses import ServerProses


@pytest.fixture(scope="session")
def demo_siap(templat: Templat) -> Callable[[str], str]:
    """URL of the demo's database on an engine, filled on first use; to be copied, not used."""
    siap: dict[str, str] = {}

    def ambil(mesin: str) -> str:
        if mesin not in siap:
            url = templat.kosong(mesin)
            plugins = Plugins(strict=True)
            plugins.load()
            isi(Settings(database_url=url), plugins)
            siap[mesin] = url
        return siap[mesin]

    return ambil


@pytest.fixture
def demo_url(mesin: str, templat: Templat, demo_siap: Callable[[str], str]) -> Iterator[str]:
    """URL of a database with the demo's data, of this test alone."""
    url = templat.salin_dari(demo_siap(mesin))
    yield url
    templat.buang(url)


@pytest.fixture
def demo(templat: Templat, demo_siap: Callable[[str], str], tmp_path: Path) -> Iterator[str]:
    """URL of a server with the demo's data on SQLite, of this test alone."""
    url = templat.salin_dari(demo_siap("sqlite"))
    with ServerProses(url, tmp_path) as server:
        yield server.url
    templat.buang(url)
