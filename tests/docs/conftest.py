"""The demo's server, on which the pages' examples are tried."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from forum_server.cli.demo import isi
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.basis_data import Templat
from forum_server.testing.proses import ServerProses


@pytest.fixture(scope="session")
def demo_terisi(templat: Templat) -> str:
    """URL of the demo's database; to be copied, not used."""
    url = templat.kosong("sqlite")
    plugins = Plugins(strict=True)
    plugins.load()
    isi(Settings(database_url=url), plugins)
    return url


@pytest.fixture
def demo(templat: Templat, demo_terisi: str, tmp_path: Path) -> Iterator[str]:
    """URL of a server with the demo's data, of this test alone."""
    url = templat.salin_dari(demo_terisi)
    with ServerProses(url, tmp_path) as server:
        yield server.url
    templat.buang(url)
