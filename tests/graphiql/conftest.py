"""What is tested here does not depend on the engine."""

from __future__ import annotations

import pytest


@pytest.fixture
def mesin() -> str:
    """One engine."""
    return "sqlite"
