from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from forum_server.http.soket import RuangSoket
from tests.http.peladen import PelayanUji, aplikasi, dilayani


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
