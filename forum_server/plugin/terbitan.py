"""The published contract: the SDL of core alone, of each plugin with what it requires, and of all together."""

from __future__ import annotations

from pathlib import Path

from forum_server.plugin.compose import cetak_sdl
from forum_server.plugin.manager import Plugins

__all__ = ["beda", "sdl_plugin", "semua_sdl", "tulis"]


def sdl_plugin(plugins: Plugins, *nama: str) -> str:
    """The SDL of core with these plugins and what they require."""
    return cetak_sdl(plugins.schema_now(nama))


def semua_sdl(plugins: Plugins) -> dict[str, str]:
    """Every file of the contract by its name."""
    satuan = {f"{nama}.graphql": sdl_plugin(plugins, nama) for nama in sorted(plugins.names)}
    return {
        "core.graphql": sdl_plugin(plugins),
        **satuan,
        "semua.graphql": sdl_plugin(plugins, *plugins.names),
    }


def beda(folder: Path, isi: dict[str, str]) -> list[str]:
    """Names of the files in `folder` that are missing, say something else, or belong to no plugin here."""
    ada = {f.name for f in folder.glob("*.graphql")}
    lain = [n for n, teks in isi.items() if n not in ada or (folder / n).read_text(encoding="utf-8") != teks]
    return sorted({*lain, *(ada - isi.keys())})


def tulis(folder: Path, isi: dict[str, str]) -> None:
    """Write every file; remove those that belong to no plugin here."""
    folder.mkdir(parents=True, exist_ok=True)
    for nama in beda(folder, isi):
        if nama in isi:
            (folder / nama).write_text(isi[nama], encoding="utf-8")
        else:
            (folder / nama).unlink()
