"""Which frontends on other hosts may read answers: those of the settings, and those of living keys of services.

Tokens travel in a header, so there are no cookies to guard: this only tells browsers whose pages may read. Whether a
key was used from one of its own origins is decided with the request itself.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextvars import ContextVar
from typing import Final

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

__all__ = ["KEPALA_KUNCI", "LintasAsal"]

KEPALA_KUNCI: Final = "x-kunci-layanan"
"""The header in which a frontend names itself."""

_boleh: ContextVar[str | None] = ContextVar("forum_asal", default=None)


class LintasAsal(CORSMiddleware):
    """Starlette's CORS, whose origins are looked up for each request that names one."""

    def __init__(
        self, app: ASGIApp, *, asal: Sequence[str], dikenal: Callable[[str], Awaitable[bool]]
    ) -> None:
        """`asal`: origins of the settings; `dikenal` says whether any other is a frontend's now."""
        super().__init__(
            app,
            allow_origins=tuple(asal),
            allow_methods=("GET", "POST", "PUT"),
            allow_headers=("authorization", "content-type", KEPALA_KUNCI, "x-nama-berkas", "x-request-id"),
            expose_headers=("content-disposition", "retry-after", "x-request-id"),
            max_age=600,
        )
        self._dikenal = dikenal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":  # also "lifespan", which has no headers
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        asal = headers.get("origin")
        if asal is None or asal.partition("://")[2] == headers.get("host"):  # no page of another host
            await self.app(scope, receive, send)
            return
        boleh = asal in self.allow_origins or await self._dikenal(asal)
        tanda = _boleh.set(asal if boleh else None)
        try:
            await super().__call__(scope, receive, send)
        finally:
            _boleh.reset(tanda)

    def is_allowed_origin(self, origin: str) -> bool:
        """Whether the origin of the request at hand may read."""
        return origin == _boleh.get()
