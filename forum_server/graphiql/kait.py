"""The page as core registers it: example queries that every endpoint can run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from forum_server.graphiql.contoh import Contoh, baca_contoh
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["examples"]


@hookimpl
def examples() -> Sequence[Contoh]:
    """Core's example queries."""
    return baca_contoh(Path(__file__).parent / "kueri")
