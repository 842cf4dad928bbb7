"""The pytest plugin: fixtures and options of the test kit."""

from __future__ import annotations

import pytest

# Before the modules are imported: their asserts explain themselves when a test fails.
pytest.register_assert_rewrite("forum_server.testing.kontrak", "forum_server.testing.server")

from forum_server.testing.basis_data import db, db_kosong_url, db_url, mesin, templat  # noqa: E402
from forum_server.testing.postgres import klaster  # noqa: E402
from forum_server.testing.server import graphql_with  # noqa: E402

__all__ = ["db", "db_kosong_url", "db_url", "graphql_with", "klaster", "mesin", "pytest_addoption", "templat"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the kit."""
    parser.addoption(
        "--perbarui-sdl",
        action="store_true",
        help="tulis ulang berkas SDL yang diperiksa PluginContract",
    )
