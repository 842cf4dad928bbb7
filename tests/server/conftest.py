"""Whole servers on the demo's data, in processes of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from forum_server.cli.demo import isi
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.basis_data import Templat


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
def folder(tmp_path: Path) -> Path:
    """Where the server processes of a test keep their keys."""
    return tmp_path
