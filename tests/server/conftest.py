"""Whole servers in processes of their own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the server processes of a test keep their keys."""
    return tmp_path
