"""`python -m benchmarks`: measure and print; see README.md for what the figures mean."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import kueri, pemesanan

app = typer.Typer(add_completion=False)


class Mesin(StrEnum):
    """A database engine."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Bagian(StrEnum):
    """What is measured."""

    PEMESANAN = "pemesanan"
    KUERI = "kueri"


@app.command()
def ukur(
    bagian: Annotated[list[Bagian] | None, typer.Argument(help="Measure only this.")] = None,
    mesin: Annotated[list[Mesin] | None, typer.Option(help="Only on this engine.")] = None,
    putaran: Annotated[int, typer.Option(min=1, help="Measured rounds; one more warms up.")] = 3,
    banyak: Annotated[int, typer.Option(min=200, help="Requests per load and round.")] = 1000,
    klien: Annotated[int, typer.Option(min=1, help="Connections that are kept alive.")] = 64,
) -> None:
    """Measure booking and reading on both engines, durable settings on."""
    for satu in bagian or list(Bagian):
        for nama in mesin or list(Mesin):
            with tempfile.TemporaryDirectory() as folder:
                jalankan = pemesanan.ukur if satu is Bagian.PEMESANAN else kueri.ukur
                jalankan(nama.value, Path(folder), putaran=putaran, banyak=banyak, klien=klien)


if __name__ == "__main__":
    app()
