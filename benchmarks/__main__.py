"""`python -m benchmarks`: measure and print; see README.md for what the figures mean."""

from __future__ import annotations

import tempfile
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from benchmarks import cakupan, kueri, pemesanan, siaran
from benchmarks.halaman import tulis_halaman

app = typer.Typer(add_completion=False)


class Mesin(StrEnum):
    """A database engine."""

    SQLITE = "sqlite"
    POSTGRESQL = "postgresql"


class Bagian(StrEnum):
    """What is measured."""

    PEMESANAN = "pemesanan"
    KUERI = "kueri"
    SIARAN = "siaran"
    CAKUPAN = "cakupan"


UKUR = {
    Bagian.PEMESANAN: pemesanan.ukur,
    Bagian.KUERI: kueri.ukur,
    Bagian.SIARAN: siaran.ukur,
    Bagian.CAKUPAN: cakupan.ukur,
}


@app.command()
def ukur(
    bagian: Annotated[list[Bagian] | None, typer.Argument(help="Measure only this.")] = None,
    mesin: Annotated[list[Mesin] | None, typer.Option(help="Only on this engine.")] = None,
    putaran: Annotated[int, typer.Option(min=1, help="Measured rounds; one more warms up.")] = 3,
    banyak: Annotated[int, typer.Option(min=200, help="Requests per load and round.")] = 1000,
    klien: Annotated[int, typer.Option(min=1, help="Connections that are kept alive.")] = 64,
    tulis: Annotated[Path | None, typer.Option(help="Write the tables into this page as well.")] = None,
) -> None:
    """Measure booking, reading, fan-out and coverage on both engines, durable settings on."""
    baris: list[str] = []
    for satu in bagian or list(Bagian):
        for nama in mesin or list(Mesin):
            with tempfile.TemporaryDirectory() as folder:
                hasil = UKUR[satu](nama.value, Path(folder), putaran=putaran, banyak=banyak, klien=klien)
            print("\n".join(hasil))
            baris += hasil
    if tulis is not None:
        tulis_halaman(tulis, baris)


if __name__ == "__main__":
    app()
