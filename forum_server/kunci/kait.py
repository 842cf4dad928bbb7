"""Keys as core registers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum_server.kunci import models
from forum_server.kunci.periksa import periksa_kunci
from forum_server.plugin.hookspecs import hookimpl

if TYPE_CHECKING:
    from starlette.applications import Starlette

__all__ = ["TABEL", "startup"]

TABEL = (models,)
"""Modules that declare tables of core."""


@hookimpl
async def startup(app: Starlette) -> None:
    """Stop here when the keys are not those of the data in the database."""
    layanan = app.state.layanan
    await periksa_kunci(layanan.db, layanan.kunci, layanan.kolom_tersandi)
