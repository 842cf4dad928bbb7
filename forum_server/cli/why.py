"""`forum why`: explain why an account may or may not do something somewhere."""

from __future__ import annotations

from typing import Annotated

import typer

from forum_server.akses.baca import mengapa
from forum_server.akses.penjelasan import Penjelasan
from forum_server.akun.baca import menurut_nama
from forum_server.akun.rules import nama_pengguna_ringkas
from forum_server.cli.dasar import dengan_database, gagal
from forum_server.database import Database

__all__ = ["why"]


def why(
    akun: Annotated[str, typer.Argument(help="Nama pengguna.")],
    izin: Annotated[str, typer.Argument(help="Kode izin, misalnya paksi:himpun.")],
    wilayah: Annotated[str, typer.Argument(help="Kode wilayah atau lembaga, misalnya 61.71.")],
) -> None:
    """Jelaskan langkah demi langkah mengapa akun boleh atau tidak; kode keluar 1 bila tidak, 2 bila akun tidak ada."""

    async def kerja(db: Database) -> Penjelasan | None:
        row = await menurut_nama(db, nama_pengguna_ringkas(akun))
        return None if row is None else await mengapa(db, akun_id=row.id, izin=izin, kode=wilayah)

    hasil = dengan_database(kerja)
    if hasil is None:
        gagal(f"Tidak ada akun {akun!r}. Periksa ejaannya.")
        raise typer.Exit(2)
    for langkah in hasil.langkah:
        typer.echo(langkah)
    if not hasil.boleh:
        raise typer.Exit(1)
