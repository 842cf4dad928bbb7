"""`forum audit`: prove that nobody changed what was recorded."""

from __future__ import annotations

import typer

from forum_server.cli.dasar import dengan_database
from forum_server.database import Database
from forum_server.jejak.segel import SEKALI_SEGEL, buktikan, segel

__all__ = ["app"]

app = typer.Typer(help="Jejak audit: segel dan buktikan.", no_args_is_help=True)


@app.command()
def verify() -> None:
    """Hitung ulang setiap segel; kode keluar 1 bila ada entri atau segel yang diubah atau hilang."""
    laporan = dengan_database(buktikan)
    for rantai, panjang in sorted(laporan.panjang.items()):
        typer.echo(f"{rantai:<16} {panjang:>8} entri  kepala {laporan.kepala[rantai][:16]}…")
    typer.echo(f"belum disegel: {laporan.belum_disegel}")
    for temuan in laporan.rusak:
        typer.secho(temuan, fg=typer.colors.RED, err=True)
    if not laporan.utuh:
        raise typer.Exit(1)
    typer.echo("Semua rantai utuh.")


@app.command(name="segel")
def segel_sekarang() -> None:
    """Segel sekarang, tanpa menunggu pekerjaan berkala."""

    async def kerja(db: Database) -> int:
        jumlah = 0
        while (satu := await db.write(segel)) > 0:
            jumlah += satu
            if satu < SEKALI_SEGEL:
                break
        return jumlah

    typer.echo(f"{dengan_database(kerja)} entri disegel.")
