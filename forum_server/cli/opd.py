"""`forum opd`: the offices of a region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forum_server.akses.rules import Aktor
from forum_server.cli.dasar import dengan_database, gagal
from forum_server.database import Database
from forum_server.impor import ImporDitolak, LaporanImpor
from forum_server.perangkat_daerah.impor import baca, impor

__all__ = ["app"]

app = typer.Typer(help="Perangkat daerah (OPD) sebuah pemda.", no_args_is_help=True)


@app.callback()
def utama() -> None:
    """Keep `impor` a command of its own name while it is the only one."""


@app.command(name="impor")
def impor_berkas(
    berkas: Annotated[
        Path,
        typer.Argument(help="Berkas CSV atau XLSX dengan kolom nama, jenis, dan induk (boleh tidak ada)."),
    ],
    wilayah: Annotated[str, typer.Option(help="Kode pemda pemilik, misalnya 61.71.")],
) -> None:
    """Tambahkan perangkat daerah dari berkas; semua kesalahan dilaporkan, dan satu kesalahan membatalkan semuanya."""
    try:
        terbaca = baca(berkas.read_bytes(), berkas.name)
    except OSError as galat:
        raise gagal(f"{berkas}: tidak dapat dibaca ({galat.strerror}). Periksa nama dan izinnya.") from None

    async def kerja(db: Database) -> LaporanImpor:
        try:
            return await db.write(impor, Aktor.sistem("cli"), wilayah=wilayah, terbaca=terbaca)
        except ImporDitolak as galat:
            return galat.laporan

    laporan = dengan_database(kerja)
    if laporan.kesalahan:
        raise gagal("\n".join(laporan.baris_teks()))
    for baris in laporan.baris_teks():
        typer.echo(baris)
