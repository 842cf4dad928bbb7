from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.oidc.nyata import penyedia_nyata


@pytest.fixture(scope="session")
def issuer() -> Iterator[str]:
    """A real OpenID provider on loopback."""
    with penyedia_nyata() as alamat:
        yield alamat
