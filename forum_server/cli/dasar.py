"""What every command needs: the settings, the plugins, and a database for one piece of work."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import typer
from sqlalchemy.exc import DBAPIError

from forum_server.database import Database
from forum_server.galat import GalatDomain
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings

__all__ = ["dengan_database", "gagal", "plugin_terpasang"]

T = TypeVar("T")


def plugin_terpasang(settings: Settings) -> Plugins:
    """Every installed plugin that this server can run."""
    plugins = Plugins(strict=settings.strict)
    plugins.load()
    return plugins


def gagal(pesan: str) -> typer.Exit:
    """Say on standard error what went wrong; raise what this returns."""
    typer.secho(pesan, fg=typer.colors.RED, err=True)
    return typer.Exit(1)


def dengan_database(kerja: Callable[[Database], Awaitable[T]], settings: Settings | None = None) -> T:
    """Run `kerja` with an open database; a domain error becomes a sentence and exit code 1."""
    setelan = settings or Settings()

    async def jalan() -> T:
        db = Database(setelan.database_url)
        try:
            return await kerja(db)
        finally:
            await db.tutup()

    try:
        return asyncio.run(jalan())
    except GalatDomain as galat:
        if isinstance(galat.__cause__, OSError):
            raise gagal(_tak_terhubung(galat.__cause__)) from None
        raise gagal(f"{galat.pesan} [{galat.kode}]") from None
    except OSError as galat:
        raise gagal(_tak_terhubung(galat)) from None
    except DBAPIError as galat:
        if _tabel_tidak_ada(galat):
            raise gagal("Basis data belum disiapkan. Jalankan dahulu: forum migrate") from None
        raise


def _tak_terhubung(galat: OSError) -> str:
    return f"Basis data tidak dapat dihubungi: {galat.strerror or type(galat).__name__}."


def _tabel_tidak_ada(galat: DBAPIError) -> bool:
    return getattr(galat.orig, "sqlstate", None) == "42P01" or "no such table" in str(galat.orig)
