"""`PUT /unggah/{token}`: the body of a staged upload goes to the store as it comes.

The answer says only that it was stored; what it is, and whether it may be used, shows when it is attached.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from forum_server.berkas.terima import KlienPutus, Penerima
from forum_server.galat import GalatDomain
from forum_server.graphql.penyajian import PERMINTAAN_TIDAK_SAH
from forum_server.http.pemanggil import batasi_umum
from forum_server.http.permintaan import Tolakan
from forum_server.unduhan.rute import tolakan, tolakan_domain

if TYPE_CHECKING:
    from forum_server.http.layanan import Layanan

__all__ = ["rute_berkas"]


def rute_berkas(layanan: Callable[[], Layanan]) -> list[BaseRoute]:
    """The one address of all uploads."""
    return [Route("/unggah/{token}", _Unggah(layanan))]


class _Unggah:
    """The ASGI application."""

    def __init__(self, layanan: Callable[[], Layanan]) -> None:
        self._layanan = layanan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            jawaban = await self._jawab(scope, receive)
        except KlienPutus:
            return
        await jawaban(scope, receive, send)

    async def _jawab(self, scope: Scope, receive: Receive) -> Response:
        if scope["method"] != "PUT":
            return tolakan(405, PERMINTAAN_TIDAK_SAH, "Pakai metode PUT.", {"allow": "PUT"})
        la = self._layanan()
        penerima = Penerima(la.db, la.gudang, la.kunci, la.settings.berkas)
        try:
            batasi_umum(la, scope)
            sampai = await penerima.terima(scope["path_params"]["token"], Headers(scope=scope), receive)
        except (GalatDomain, Tolakan) as salah:
            jawaban = (
                tolakan_domain(salah)
                if isinstance(salah, GalatDomain)
                else JSONResponse(salah.isi, salah.status, headers=salah.headers)
            )
            jawaban.headers["connection"] = "close"  # the rest of the body is not wanted
            return jawaban
        return JSONResponse({"berlakuSampai": sampai.isoformat()}, 201, headers={"cache-control": "no-store"})
