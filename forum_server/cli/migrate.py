"""`forum migrate`: bring the tables of core and of every plugin to their newest form."""

from __future__ import annotations

import tempfile
from typing import Annotated

import typer
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from forum_server.cli.dasar import gagal, plugin_terpasang
from forum_server.database.engine import url_dari
from forum_server.database.migrate import Lini, MigrasiRusak, berbeda, buat, jalankan, naik, posisi, turun
from forum_server.persiapan import lini, siapkan
from forum_server.settings import Settings

__all__ = ["app"]

app = typer.Typer(help="Bawa tabel inti dan plugin ke bentuk terbarunya, lalu muat data acuan.")


@app.callback(invoke_without_command=True)
def migrate(ctx: typer.Context) -> None:
    """Migrasikan semua lini dan muat data acuan: semuanya, atau tidak sama sekali."""
    if ctx.invoked_subcommand is not None:
        return
    settings = Settings()
    url = url_dari(settings.database_url)
    try:
        siapkan(url, plugin_terpasang(settings))
    except (SQLAlchemyError, MigrasiRusak) as galat:
        raise gagal(f"Migrasi gagal, tidak ada yang berubah: {galat}") from None
    _tampilkan(settings)


@app.command()
def status() -> None:
    """Tampilkan revisi basis data dan revisi terbaru setiap lini."""
    _tampilkan(Settings())


@app.command(name="turun")
def turunkan(
    pemilik: Annotated[str, typer.Argument(help='Nama plugin, atau "core".')],
    ke: Annotated[
        str, typer.Argument(help='Revisi tujuan, atau "base" untuk menghapus semua tabelnya.')
    ] = "base",
) -> None:
    """Mundurkan satu lini; data dalam tabelnya ikut hilang."""
    settings = Settings()
    satu = _lini(settings, pemilik)
    if ke == "base" and not typer.confirm(f"Semua data {pemilik} akan hilang. Lanjutkan?"):
        raise typer.Exit(1)
    jalankan(url_dari(settings.database_url), lambda connection: turun(connection, satu, ke))
    _tampilkan(settings)


def _lini(settings: Settings, pemilik: str) -> Lini:
    semua = {satu.pemilik: satu for satu in lini(plugin_terpasang(settings))}
    if pemilik not in semua:
        raise gagal(f"Tidak ada lini {pemilik!r}; yang ada: {', '.join(semua)}.")
    return semua[pemilik]


def _tampilkan(settings: Settings) -> None:
    semua = lini(plugin_terpasang(settings))

    def baca(connection: Connection) -> list[tuple[str, str | None, str | None]]:
        return [(satu.pemilik, *posisi(connection, satu)) for satu in semua]

    for pemilik, kini, terbaru in jalankan(url_dari(settings.database_url), baca):
        tanda = "terbaru" if kini == terbaru else f"tersedia {terbaru}"
        typer.echo(f"{pemilik:<12} {kini or '-':<12} {tanda}")


@app.command(name="buat")
def buat_revisi(
    pemilik: Annotated[str, typer.Argument(help='Nama plugin, atau "core".')],
    pesan: Annotated[str, typer.Argument(help="Apa yang berubah, dalam beberapa kata.")],
) -> None:
    """Untuk pengembang: tulis revisi dari migrasi yang ada menuju model saat ini.

    Baca sebelum dipakai: pemicu dan pemindahan data ditambahkan dengan tangan.
    """
    satu, semua = _lini(Settings(), pemilik), lini(plugin_terpasang(Settings()))
    with tempfile.TemporaryDirectory() as folder:
        url = url_dari(f"sqlite:///{folder}/kosong.db")
        jalankan(url, lambda connection: naik(connection, semua))
        if not jalankan(url, lambda connection: berbeda(connection, satu)):
            typer.echo(f"Tidak ada yang berubah pada {pemilik}.")
            return
        nomor = f"{len(list(satu.folder.glob('[0-9]*.py'))) + 1:04}"
        berkas = jalankan(url, lambda connection: buat(connection, satu, pesan, nomor))
    typer.echo(f"Ditulis: {berkas.name}")
