"""`/metrics`: on the server's port for whoever knows the token, or on a port of this machine alone."""

from __future__ import annotations

import asyncio
import hmac
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

import structlog
import uvicorn
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from forum_server.pantau.pengaturan import PengaturanMetrik

__all__ = ["PORTA_SEKITAR", "rute_metrik", "setempat"]

PORTA_SEKITAR = 64
"""How many ports are tried: as many as there may be processes."""

log = structlog.stdlib.get_logger("forum.pantau")

Teks = Callable[[], Awaitable[bytes]]


def rute_metrik(pengaturan: PengaturanMetrik, teks: Teks) -> list[Route]:
    """The route on the server's own port; none without a token."""
    if pengaturan.token is None:
        return []
    harus = f"Bearer {pengaturan.token.get_secret_value()}".encode()

    async def metrik(permintaan: Request) -> Response:
        """What Prometheus reads."""
        diberi = permintaan.headers.get("authorization", "").encode("latin-1")
        if not hmac.compare_digest(diberi, harus):
            return PlainTextResponse(
                "Token metrik diperlukan.", 401, headers={"www-authenticate": 'Bearer realm="metrics"'}
            )
        return _jawab(await teks())

    return [Route("/metrics", metrik)]


@asynccontextmanager
async def setempat(pengaturan: PengaturanMetrik, teks: Teks) -> AsyncGenerator[None]:
    """Answer on a port of this machine while what follows runs, if one is set."""
    if pengaturan.porta is None:
        yield
        return

    async def metrik(_permintaan: Request) -> Response:
        return _jawab(await teks())

    soket = _soket(pengaturan.porta)
    if soket is None:
        log.error("metrics_port_taken", porta=pengaturan.porta)
        yield
        return
    server = _Server(
        uvicorn.Config(
            Starlette(routes=[Route("/metrics", metrik)]),
            access_log=False,
            log_config=None,
            lifespan="off",
            server_header=False,
            ws="none",
        )
    )
    tugas = asyncio.create_task(server.serve([soket]), name="forum-metrik")
    log.info("metrics", porta=soket.getsockname()[1])
    try:
        yield
    finally:
        server.should_exit = True
        await tugas


class _Server(uvicorn.Server):
    """Signals are for the server that people use; this one ends with it."""

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        """None."""
        yield


def _soket(porta: int) -> socket.socket | None:
    """The first port from this one on that no other process has."""
    for satu in range(porta, min(porta + PORTA_SEKITAR, 65536)):
        try:
            return socket.create_server(("127.0.0.1", satu))
        except OSError:
            continue
    return None


def _jawab(isi: bytes) -> Response:
    return Response(isi, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})
