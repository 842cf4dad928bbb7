"""`forum orang`: the people of a region."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from forum_server.akses.rules import Aktor
from forum_server.cli.dasar import dengan_database, gagal
from forum_server.database import Database
from forum_server.impor import ImporDitolak, LaporanImpor
from forum_server.kunci import Kunci
from forum_server.orang.impor import baca_orang, impor
from forum_server.settings import Settings

__all__ = ["app"]

app = typer.Typer(help="Orang yang dikenal sebuah pemda.", no_args_is_help=True)


@app.callback()
def utama() -> None:
    """Keep `impor` a command of its own name while it is the only one."""


@app.command(name="impor")
def impor_berkas(
    berkas: Annotated[
        Path,
        typer.Argument(
            help="Berkas CSV atau XLSX dengan kolom nama, kepegawaian, nip, nik, jabatan, perangkat daerah."
        ),
    ],
    wilayah: Annotated[str, typer.Option(help="Kode pemda pemilik, misalnya 61.71.")],
) -> None:
    """Daftarkan orang dari berkas; semua kesalahan dilaporkan, dan satu kesalahan membatalkan semuanya."""
    settings = Settings()
    try:
        terbaca = baca_orang(berkas.read_bytes(), berkas.name)
    except OSError as galat:
        raise gagal(f"{berkas}: tidak dapat dibaca ({galat.strerror}). Periksa nama dan izinnya.") from None
    kunci = Kunci.muat(settings)

    async def kerja(db: Database) -> LaporanImpor:
        try:
            return await db.write(impor, Aktor.sistem("cli"), kunci, wilayah=wilayah, terbaca=terbaca)
        except ImporDitolak as galat:
            return galat.laporan

    laporan = dengan_database(kerja, settings)
    if laporan.kesalahan:
        raise gagal("\n".join(laporan.baris_teks()))
    for baris in laporan.baris_teks():
        typer.echo(baris)
