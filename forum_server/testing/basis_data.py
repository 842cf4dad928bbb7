"""A database of its own for every test, on both engines: migrated and with reference data, then thrown away."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from forum_server.database import Database
from forum_server.database.engine import url_dari
from forum_server.persiapan import siapkan
from forum_server.plugin.manager import Plugins
from forum_server.testing.postgres import Klaster

__all__ = ["db", "db_kosong_url", "db_url", "mesin", "templat"]


class Templat:
    """A prepared database per engine, made once and copied for each test."""

    def __init__(self, folder: Path, request: pytest.FixtureRequest) -> None:
        self._folder = folder
        self._request = request
        self._siap: dict[tuple[str, tuple[str, ...]], str] = {}

    def kosong(self, mesin: str) -> str:
        """URL of a new, empty database."""
        if mesin == "sqlite":
            return f"sqlite:///{self._folder / (uuid.uuid4().hex + '.db')}"
        return self._klaster().buat(f"t_{uuid.uuid4().hex}")

    def salin(self, mesin: str, benih: tuple[str, ...] = ("dasar",)) -> str:
        """URL of a new copy of a migrated database that holds these seeds."""
        kunci = (mesin, benih)
        if kunci not in self._siap:
            url = self.kosong(mesin)
            plugins = Plugins(strict=True)
            plugins.load()
            siapkan(url_dari(url), plugins, benih=benih)
            self._siap[kunci] = url
        return self.salin_dari(self._siap[kunci])

    def salin_dari(self, asal: str) -> str:
        """URL of a new copy of a database made here, which nobody is connected to."""
        if asal.startswith("sqlite"):
            url = self.kosong("sqlite")
            shutil.copyfile(_berkas(asal), _berkas(url))
            return url
        return self._klaster().buat_dari_templat(asal.rsplit("/", 1)[1], f"t_{uuid.uuid4().hex}")

    def buang(self, url: str) -> None:
        """Remove a database made here."""
        if url.startswith("sqlite"):
            for akhiran in ("", "-wal", "-shm"):
                Path(f"{_berkas(url)}{akhiran}").unlink(missing_ok=True)
        else:
            self._klaster().hapus(url.rsplit("/", 1)[1])

    def _klaster(self) -> Klaster:
        return self._request.getfixturevalue("klaster")


def _berkas(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


@pytest.fixture(scope="session")
def templat(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Templat:
    """Makes databases; the prepared one is built on first use of an engine."""
    return Templat(tmp_path_factory.mktemp("basis_data"), request)


@pytest.fixture(params=["sqlite", "postgresql"])
def mesin(request: pytest.FixtureRequest) -> str:
    """The engine under test; whatever uses it runs once on each."""
    return request.param


@pytest.fixture
def db_kosong_url(mesin: str, templat: Templat) -> Iterator[str]:
    """URL of an empty database, without a single table."""
    url = templat.kosong(mesin)
    yield url
    templat.buang(url)


@pytest.fixture
def db_url(mesin: str, templat: Templat) -> Iterator[str]:
    """URL of a migrated database with reference data, for tests that start processes of their own."""
    url = templat.salin(mesin)
    yield url
    templat.buang(url)


@pytest.fixture
async def db(db_url: str) -> AsyncIterator[Database]:
    """A migrated database with reference data."""
    basis = Database(db_url)
    yield basis
    await basis.tutup()
