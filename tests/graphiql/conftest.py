"""The demo's server; what is tested here does not depend on the engine."""

from __future__ import annotations

import pytest

from tests.docs.conftest import demo, demo_terisi

__all__ = ["demo", "demo_terisi", "mesin"]


@pytest.fixture
def mesin() -> str:
    """One engine."""
    return "sqlite"
