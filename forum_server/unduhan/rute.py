"""`GET /unduh/{token}`: a link is used up, the file is made with the rights of this moment, and streamed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, cast

import structlog
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route
from starlette.types import Receive, Scope, Send

from forum_server.akses.rules import Aktor
from forum_server.akun.aktor import aktor_akun
from forum_server.berkas.gudang import GudangGagal, ObjekHilang
from forum_server.berkas.sandi import BerkasRusak
from forum_server.galat import (
    Ditolak,
    GalatDomain,
    IsianTidakSah,
    KeadaanMenolak,
    ServerSibuk,
    TidakDitemukan,
)
from forum_server.graphql.penyajian import DITOLAK, PERMINTAAN_TIDAK_SAH, PESAN_DITOLAK, galat
from forum_server.http.pemanggil import batasi_umum
from forum_server.http.permintaan import Tolakan
from forum_server.unduhan.jenis import KonteksUnduhan, Unduhan
from forum_server.unduhan.rules import disposisi
from forum_server.unduhan.service import Pakai, pakai

if TYPE_CHECKING:
    from forum_server.http.layanan import Layanan

__all__ = ["KEPALA_UNDUHAN", "rute_unduhan", "siapkan"]

KEPALA_UNDUHAN: Final = {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "cross-origin-resource-policy": "cross-origin",
}
"""Whatever is in it, a browser saves it and runs nothing. Frontends on other hosts may fetch it: the token is the key."""

log = structlog.stdlib.get_logger("forum.unduhan")

_RUSAK: Final = (
    "Isi berkas ini tidak utuh lagi di penyimpanan. Beri tahu administrator, atau unggah kembali berkasnya."
)
_GUDANG: Final = "Penyimpanan berkas sedang tidak dapat dipakai. Minta tautan baru, lalu unduh kembali nanti."
_STATUS: Final = ((ServerSibuk, 503), (TidakDitemukan, 404), (IsianTidakSah, 400), (KeadaanMenolak, 409))


def rute_unduhan(layanan: Callable[[], Layanan]) -> list[BaseRoute]:
    """The one address of all downloads."""
    return [Route("/unduh/{token}", _Unduh(layanan))]


async def siapkan(layanan: Layanan, token: str, *, aktor: Aktor | None = None) -> Unduhan:
    """Use the link up and make what it leads to; `aktor` stands in for the account (tests).

    Raises what `pakai` and the kind itself refuse with.
    """
    pakaian = await layanan.db.write(pakai, token)
    kini = aktor or await _aktor(layanan, pakaian)
    jenis = layanan.jenis_unduhan.get(pakaian.jenis)
    aktif = await layanan.aktif()
    pemilik = pakaian.jenis.partition(".")[0]
    dari_plugin = pemilik in layanan.plugins.names
    if jenis is None or (dari_plugin and pemilik not in aktif.untuk(pakaian.wilayah)):
        raise KeadaanMenolak(
            "PLUGIN_TIDAK_AKTIF",
            "Layanan yang menyediakan unduhan ini sedang tidak aktif. Minta administrator mengaktifkannya.",
        )
    konteks = KonteksUnduhan(
        db=layanan.db,
        settings=layanan.settings,
        kunci=layanan.kunci,
        aktor=kini,
        gudang=layanan.gudang,
        aktif=aktif,
        pemilik_berkas=layanan.pemilik_berkas,
        pencetak=layanan.pencetak,
    )
    return await jenis.buat(konteks, pakaian.isi)


async def _aktor(layanan: Layanan, pakaian: Pakai) -> Aktor:
    if pakaian.akun_id is None:
        return Aktor.anonim()
    aktor = await aktor_akun(layanan.db, pakaian.akun_id)
    if aktor is None:
        raise KeadaanMenolak(
            "TAUTAN_TIDAK_BERLAKU",
            "Akun yang meminta tautan ini tidak aktif lagi. Hubungi administrator Anda.",
        )
    return replace(aktor, cara=pakaian.cara, dua_langkah=pakaian.dua_langkah)


class _Unduh:
    """The ASGI application. Only GET: to ask about a link must not use it up."""

    def __init__(self, layanan: Callable[[], Layanan]) -> None:
        self._layanan = layanan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        jawaban = await self._jawab(scope)
        await jawaban(scope, receive, send)

    async def _jawab(self, scope: Scope) -> Response:
        if scope["method"] != "GET":
            return tolakan(405, PERMINTAAN_TIDAK_SAH, "Pakai metode GET.", {"allow": "GET"})
        layanan = self._layanan()
        try:
            batasi_umum(layanan, scope)
            unduhan = await siapkan(layanan, scope["path_params"]["token"])
            return await _kirim(unduhan)
        except Tolakan as salah:
            return JSONResponse(salah.isi, salah.status, headers=salah.headers)
        except Ditolak:
            return tolakan(403, DITOLAK, PESAN_DITOLAK)
        except (ObjekHilang, BerkasRusak) as salah:
            log.error("file_broken", galat=str(salah))  # noqa: TRY400  where it broke says nothing more
            return tolakan(500, "BERKAS_RUSAK", _RUSAK)
        except GudangGagal as salah:
            log.warning("store_failed", galat=str(salah))
            return tolakan_domain(ServerSibuk(_GUDANG))
        except GalatDomain as salah:
            return tolakan_domain(salah)


def tolakan_domain(salah: GalatDomain) -> Response:
    """A domain error as an answer of HTTP."""
    status = next((s for jenis, s in _STATUS if isinstance(salah, jenis)), 400)
    return tolakan(status, salah.kode, salah.pesan)


def tolakan(status: int, kode: str, pesan: str, headers: dict[str, str] | None = None) -> Response:
    """A refusal, in the form in which GraphQL refuses."""
    kepala = {"cache-control": "no-store", **(headers or {})}
    return JSONResponse({"errors": [galat(kode, pesan)]}, status, headers=kepala)


async def _kirim(unduhan: Unduhan) -> Response:
    kepala = {**KEPALA_UNDUHAN, "content-disposition": disposisi(unduhan.nama)}
    if isinstance(unduhan.isi, bytes):
        return Response(unduhan.isi, headers=kepala, media_type=unduhan.media)
    if unduhan.panjang is not None:
        kepala["content-length"] = str(unduhan.panjang)
    # The first piece is made before the status is sent: what can't be opened at all is answered as a fault.
    pertama = await anext(unduhan.isi, b"")
    return StreamingResponse(_aliran(pertama, unduhan.isi), headers=kepala, media_type=unduhan.media)


async def _aliran(pertama: bytes, sisa: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    try:
        yield pertama
        async for potongan in sisa:
            yield potongan
    finally:
        with suppress(AttributeError):  # an iterator need not be a generator
            await cast("Any", sisa).aclose()
