"""The `forum` command and its parts."""

from __future__ import annotations

from typing import Annotated

import typer

from forum_server import __version__
from forum_server.cli import (
    akun,
    audit,
    cadangan,
    demo,
    kunci,
    migrate,
    opd,
    orang,
    periksa,
    sdl,
    serve,
    why,
    wilayah,
)

__all__ = ["app", "main"]

app = typer.Typer(
    name="forum",
    help="Forum PAKSI server: satu layanan GraphQL untuk forum antikorupsi daerah.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(migrate.app, name="migrate")
app.add_typer(akun.app, name="akun")
app.add_typer(opd.app, name="opd")
app.add_typer(orang.app, name="orang")
app.add_typer(wilayah.app, name="wilayah")
app.add_typer(audit.app, name="audit")
app.add_typer(kunci.app, name="kunci")
app.add_typer(demo.app, name="demo")
app.command(name="serve")(serve.serve)
app.command(name="sdl")(sdl.sdl)
app.command(name="why")(why.why)
app.command(name="periksa")(periksa.periksa)
app.command(name="cadang")(cadangan.cadang)
app.command(name="pulih")(cadangan.pulih)


@app.callback(invoke_without_command=True)
def utama(
    versi: Annotated[bool, typer.Option("--version", help="Tampilkan versi dan selesai.")] = False,
) -> None:
    """Forum PAKSI server."""
    if versi:
        typer.echo(f"forum-server {__version__}")
        raise typer.Exit


def main() -> None:
    """Entry point of the console script."""
    app()
