"""What surrounds every request: an id, one line in the log, safe headers, and an answer when ours failed."""

from __future__ import annotations

import re
import uuid
from typing import Any

import structlog
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from forum_server.graphql.penyajian import KESALAHAN_SISTEM, PESAN_SISTEM, galat
from forum_server.http.negosiasi import ALIRAN
from forum_server.http.titik import kirim_json
from forum_server.pantau.pantau import Pantau

__all__ = ["Lapisan"]

log = structlog.stdlib.get_logger("forum.akses")

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)

KEPALA = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-site"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""Set where the answer does not say otherwise (a page of a plugin brings a policy of its own)."""


class Lapisan:
    """Pure ASGI middleware. The log names the route, never an address, a query, a variable or a token."""

    def __init__(self, app: ASGIApp, pantau: Pantau | None = None) -> None:
        self._app = app
        self._pantau = pantau or Pantau()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        kepala = Headers(scope=scope)
        diminta = kepala.get("x-request-id", "")
        id_ = diminta if _ID.fullmatch(diminta) else uuid.uuid4().hex
        terkirim: dict[str, int] = {}
        aliran = False

        async def kirim(pesan: Message) -> None:
            nonlocal aliran
            if pesan["type"] == "http.response.start":
                terkirim["status"] = pesan["status"]
                dari_app = [*pesan.get("headers", ())]
                ada = {nama.lower() for nama, _ in dari_app}
                aliran = any(n == b"content-type" and v.startswith(ALIRAN.encode()) for n, v in dari_app)
                pesan["headers"] = [
                    *dari_app,
                    *(satu for satu in KEPALA if satu[0] not in ada),
                    (b"x-request-id", id_.encode()),
                ]
            elif pesan["type"] == "websocket.close":
                terkirim["status"] = pesan.get("code", 1000)
            await send(pesan)

        with (
            structlog.contextvars.bound_contextvars(permintaan=id_),
            self._pantau.permintaan(id_, kepala) as ukur,
        ):
            try:
                await self._app(scope, receive, kirim)
            except Exception:
                log.exception("request_failed", rute=_rute(scope))
                if terkirim or scope["type"] == "websocket":
                    raise  # half an answer is out: only the server below can end the connection
                await kirim_json(kirim, 500, {"errors": [galat(KESALAHAN_SISTEM, PESAN_SISTEM)]})
            finally:
                ukur.selesai(
                    metode=scope.get("method"),
                    rute=_rute(scope),
                    status=terkirim.get("status"),
                    aliran=aliran,
                )
                log.info(
                    "permintaan",
                    metode=ukur.metode,
                    rute=_rute(scope),
                    status=terkirim.get("status"),
                    ms=round(ukur.detik * 1000, 1),
                )


def _rute(scope: Scope) -> str:
    """The pattern of the route: a path that matched none may hold anything."""
    rute: Any = scope.get("route")
    return getattr(rute, "path", "-")
