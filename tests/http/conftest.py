from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import structlog

from forum_server.http.soket import RuangSoket
from tests.http.peladen import PelayanUji, aplikasi, dilayani


@pytest.fixture(autouse=True)
def catatan_ringkas() -> Iterator[None]:
    """Tracebacks as Python writes them: structlog's default draws every local variable, which takes seconds."""
    semula = structlog.get_config()["processors"]
    polos = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*semula[:-1], polos])
    yield
    structlog.configure(processors=semula)


@pytest.fixture
def pelayan() -> PelayanUji:
    return PelayanUji()


@pytest.fixture
def ruang() -> RuangSoket:
    return RuangSoket()


@pytest.fixture
async def alamat(pelayan: PelayanUji, ruang: RuangSoket) -> AsyncIterator[str]:
    """host:port of a server around `pelayan`."""
    async with dilayani(aplikasi(pelayan, ruang)) as alamat:
        yield alamat


@pytest.fixture
async def klien(alamat: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien:
        yield klien
