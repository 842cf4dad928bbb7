"""`forum cadang` and `forum pulih`: everything in one file while the server runs, and back into an empty database."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import DBAPIError

from forum_server.berkas.gudang import Gudang, GudangGagal
from forum_server.cadangan.bentuk import CadanganGagal, Manifes
from forum_server.cadangan.buat import cadangkan, nama_baru
from forum_server.cadangan.kunci import kunci_ada
from forum_server.cadangan.pulih import pulihkan, teliti
from forum_server.cli.dasar import gagal, plugin_terpasang
from forum_server.database.engine import url_dari
from forum_server.database.migrate import MigrasiRusak
from forum_server.kunci.kunci import KunciBermasalah
from forum_server.persiapan import lini
from forum_server.settings import Settings

__all__ = ["cadang", "pulih"]


def cadang(
    tujuan: Annotated[
        Path, typer.Argument(help="Folder yang sudah ada (nama berkas dibuatkan), atau nama berkas baru.")
    ],
    berkas: Annotated[
        bool | None,
        typer.Option(
            "--berkas/--tanpa-berkas",
            help="Ikutkan berkas terunggah; bila tidak disebut: ya untuk folder lokal, tidak untuk S3.",
        ),
    ] = None,
    tanpa: Annotated[
        list[str] | None,
        typer.Option(help="Plugin yang tidak terpasang lagi, yang tabelnya ditinggalkan; boleh berulang."),
    ] = None,
) -> None:
    """Cadangkan basis data dan berkas selagi server berjalan; kunci tidak ikut, simpan terpisah."""
    settings = Settings()
    semua = lini(plugin_terpasang(settings))
    ikut = berkas if berkas is not None else settings.berkas.s3 is None
    try:
        hasil = asyncio.run(
            cadangkan(
                url_dari(settings.database_url),
                nama_baru(tujuan),
                lini=semua,
                kunci=kunci_ada(settings),
                gudang=Gudang(settings) if ikut else None,
                tanpa=tanpa or (),
            )
        )
    except (CadanganGagal, KunciBermasalah) as galat:
        raise gagal(str(galat)) from None
    except GudangGagal as galat:
        raise gagal(
            f"Berkas terunggah tidak dapat dibaca ({galat}). Periksa tempatnya, lalu ulangi."
        ) from None
    except (OSError, DBAPIError) as galat:
        raise gagal(
            f"Basis data tidak dapat dibaca ({type(galat).__name__}). Periksa FORUM_DATABASE_URL."
        ) from None
    typer.echo(f"{hasil.berkas}: {_isi(hasil.manifes)}")
    if hasil.manifes.kunci is None:
        typer.echo("Server ini belum punya kunci; isinya belum ada yang tersandi.", err=True)


def pulih(
    cadangan: Annotated[Path, typer.Argument(help="Berkas yang dibuat forum cadang.")],
    periksa: Annotated[
        bool, typer.Option("--periksa", help="Hanya teliti cadangan dan kuncinya; tidak ada yang ditulis.")
    ] = False,
) -> None:
    """Pulihkan cadangan ke basis data yang masih kosong: semuanya, atau tidak sama sekali."""
    settings = Settings()
    plugins = plugin_terpasang(settings)
    try:
        kunci = kunci_ada(settings)
        if periksa:
            typer.echo(f"{cadangan}: utuh; {_isi(teliti(cadangan, plugins=plugins, kunci=kunci))}")
            return
        manifes = pulihkan(
            url_dari(settings.database_url), cadangan, plugins=plugins, kunci=kunci, gudang=Gudang(settings)
        )
    except (CadanganGagal, KunciBermasalah, MigrasiRusak) as galat:
        raise gagal(f"{galat} Tidak ada yang dipulihkan.") from None
    except GudangGagal as galat:
        raise gagal(f"Berkas tidak dapat ditulis ({galat}). Tidak ada yang dipulihkan.") from None
    except (OSError, DBAPIError) as galat:
        raise gagal(
            f"Basis data tidak dapat ditulis ({type(galat).__name__}). Tidak ada yang dipulihkan; periksa "
            "FORUM_DATABASE_URL dan hak penggunanya."
        ) from None
    typer.echo(f"Dipulihkan: {_isi(manifes)}")
    typer.echo("Semua orang perlu masuk kembali. Periksa hasilnya: forum periksa, lalu forum audit verify.")


def _isi(manifes: Manifes) -> str:
    baris = sum(satu.baris for satu in manifes.tabel)
    berkas = "" if manifes.berkas is None else f", {len(manifes.berkas)} berkas"
    return f"keadaan {manifes.dibuat}, {len(manifes.tabel)} tabel, {baris} baris{berkas}"
