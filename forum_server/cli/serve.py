"""`forum serve`: serve the application, in one process or several that share a port."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn
from starlette.applications import Starlette

from forum_server.catatan import atur_catatan
from forum_server.cli.dasar import dengan_database, gagal, plugin_terpasang
from forum_server.graphql.terdaftar import DaftarRusak, DokumenTerdaftar
from forum_server.http.app import create_app
from forum_server.http.status import Migrasi
from forum_server.settings import Settings

__all__ = ["aplikasi", "serve"]

MULAI_DETIK = 60
"""How long a process may take to start, on a slow machine, before another takes its place."""
TUTUP_DETIK = 10
"""How long open requests may take to end when the server stops."""


def serve(
    host: Annotated[str, typer.Option(help="Alamat untuk didengarkan.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Porta; 0 memilih yang kosong.")] = 8000,
    proses: Annotated[int, typer.Option(min=1, max=64, help="Banyaknya proses pada porta yang sama.")] = 1,
) -> None:
    """Layani GraphQL lewat HTTP dan websocket."""
    settings = Settings()
    atur_catatan(settings.log)
    _wajib_terbaca(settings)
    _wajib_dimigrasi(settings)
    typer.echo(f"Forum PAKSI: http://{host}:{port}/graphql", err=True)
    uvicorn.run(
        "forum_server.cli.serve:aplikasi",
        factory=True,
        host=host,
        port=port,
        workers=proses,
        # The application logs each request itself, without addresses and queries.
        access_log=False,
        log_config=None,
        log_level="warning",
        server_header=False,
        ws="websockets-sansio",
        # Events are small: compressing them costs more memory per socket than it saves in bytes.
        ws_per_message_deflate=False,
        ws_max_size=settings.batas.pesan_soket,
        timeout_graceful_shutdown=TUTUP_DETIK,
        timeout_worker_healthcheck=MULAI_DETIK,
    )


def _wajib_terbaca(settings: Settings) -> None:
    """Say which registered document is wrong in a sentence, before any process starts with it."""
    try:
        DokumenTerdaftar.muat(settings.dokumen_terdaftar, hanya=settings.hanya_dokumen_terdaftar)
    except DaftarRusak as galat:
        raise gagal(str(galat)) from None


def _wajib_dimigrasi(settings: Settings) -> None:
    """Say so now, in a sentence, instead of in every process that would start and fail."""
    migrasi = Migrasi(plugin_terpasang(settings))
    if tertinggal := dengan_database(migrasi.tertinggal, settings):
        raise gagal(f"Jalankan `forum migrate` dahulu; belum terbaru: {', '.join(tertinggal)}.")


def aplikasi() -> Starlette:
    """The application of one serving process, with settings from the environment."""
    settings = Settings()
    atur_catatan(settings.log)
    return create_app(settings, bekukan=True)
