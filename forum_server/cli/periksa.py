"""`forum periksa`: look for rows that break an invariant, in core and in every plugin."""

from __future__ import annotations

import typer
from sqlalchemy.orm import Session

from forum_server.berkas.gudang import Gudang
from forum_server.cli.dasar import dengan_database, plugin_terpasang
from forum_server.database import Database
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings

__all__ = ["periksa", "temuan"]


def temuan(session: Session, plugins: Plugins, gudang: Gudang | None = None) -> list[str]:
    """Every finding of every owner, each with the owner's name; empty when all is sound. With `gudang` the store too."""
    return [
        f"{nama}: {satu}"
        for nama, daftar in plugins.call("checks", plugins.names, session=session, gudang=gudang)
        for satu in daftar
    ]


def periksa() -> None:
    """Periksa kaidah data inti dan setiap plugin; kode keluar 1 bila ada yang dilanggar."""
    settings = Settings()
    plugins = plugin_terpasang(settings)

    async def kerja(db: Database) -> list[str]:
        return await db.write(temuan, plugins, Gudang(settings))

    hasil = dengan_database(kerja, settings)
    for satu in hasil:
        typer.secho(satu, fg=typer.colors.RED, err=True)
    if hasil:
        raise typer.Exit(1)
    typer.echo("Data konsisten: semua pemeriksaan lulus.")
