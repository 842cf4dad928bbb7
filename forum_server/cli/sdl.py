"""`forum sdl`: write the published contract into schema/, or check that it says what the code serves."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forum_server.cli.dasar import gagal
from forum_server.plugin.manager import PluginGagal, Plugins
from forum_server.plugin.terbitan import beda, semua_sdl, tulis

__all__ = ["sdl"]


def sdl(
    periksa: Annotated[
        bool,
        typer.Option("--periksa", help="Jangan menulis; gagal bila isi berkas tidak sesuai dengan kode."),
    ] = False,
    folder: Annotated[Path, typer.Option("--folder", help="Folder berkas skema.")] = Path("schema"),
) -> None:
    """Tulis skema GraphQL inti, setiap plugin, dan semuanya."""
    plugins = Plugins(strict=True)
    try:
        plugins.load()
        isi = semua_sdl(plugins)
    except PluginGagal as galat:
        raise gagal(f"Skema tidak dapat disusun. {galat}") from None
    berbeda = beda(folder, isi)
    if periksa and berbeda:
        raise gagal(
            f"Tidak sesuai dengan kode: {', '.join(berbeda)}. Jalankan `forum sdl` dan simpan hasilnya."
        )
    if not periksa:
        tulis(folder, isi)
    for nama in isi:
        typer.echo(f"{folder / nama}{'' if nama not in berbeda else '  diperbarui'}")
