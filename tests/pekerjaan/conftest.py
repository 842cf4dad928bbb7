"""These tests count rows, so their database is migrated but holds no reference data."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forum_server.testing.basis_data import Templat


@pytest.fixture
def db_url(mesin: str, templat: Templat) -> Iterator[str]:
    """URL of a migrated database without reference data."""
    url = templat.salin(mesin, benih=())
    yield url
    templat.buang(url)
