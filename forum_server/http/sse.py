"""One operation as an event stream: GraphQL over server-sent events, in its mode of distinct connections.

Every result is an event `next`, the end an event `complete`. What ends a stream before its time (access, another
schema, a server that stops) is said in a last `next` with errors, since a stream has no code to close with.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import aclosing, suppress
from datetime import UTC, datetime
from typing import Any

import orjson
import structlog
from graphql import OperationType
from starlette.types import Receive, Send

from forum_server.akses.rules import Aktor
from forum_server.galat import ServerSibuk
from forum_server.graphql.eksekusi import Siap
from forum_server.graphql.penyajian import KESALAHAN_SISTEM, PESAN_SISTEM, galat
from forum_server.http.negosiasi import ALIRAN
from forum_server.http.pelayan import Pelayan
from forum_server.http.pemegang import Pemegang, pastikan_tetap
from forum_server.plugin.guards import AksesBerakhir

__all__ = ["AKSES_BERAKHIR", "SERVER_BERHENTI", "SKEMA_BERUBAH", "Aliran", "kirim_ditolak"]

log = structlog.stdlib.get_logger("forum.aliran")

AKSES_BERAKHIR = "AKSES_BERAKHIR"
SERVER_BERHENTI = "SERVER_BERHENTI"
SKEMA_BERUBAH = "SKEMA_BERUBAH"

PESAN: Mapping[str, str] = {
    AKSES_BERAKHIR: "Hak akses berakhir atau berubah. Silakan masuk kembali.",
    SERVER_BERHENTI: "Server sedang dimulai ulang. Sambungkan kembali.",
    SKEMA_BERUBAH: "Skema berubah. Sambungkan kembali.",
}

KEPALA = (
    (b"content-type", f"{ALIRAN}; charset=utf-8".encode()),
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept, Authorization"),
    # A proxy that collects before it passes on would hold events back.
    (b"x-accel-buffering", b"no"),
)
DENYUT = b":\n\n"
SELESAI = b"event: complete\ndata:\n\n"


class Aliran:
    """One stream; the room of sockets watches over it as over a websocket.

    `sampai`: when the token of `aktor` ends. A query or mutation is a stream of its one answer.
    """

    def __init__(
        self,
        pemegang: Pemegang,
        pelayan: Pelayan,
        receive: Receive,
        send: Send,
        *,
        aktor: Aktor,
        sampai: datetime | None,
    ) -> None:
        self._pemegang = pemegang
        self._pelayan = pelayan
        self._batas = pelayan.batas
        self._receive = receive
        self._send = send
        self._aktor = aktor
        self._sampai = sampai
        self._kunci = asyncio.Lock()
        self._mampet = False
        self._akhir: asyncio.Future[str | None] = asyncio.get_running_loop().create_future()

    async def layani(self, siap: Siap) -> None:
        """Stream until the operation completes, the client leaves, or it is ended."""
        await _mulai(self._send)
        tugas = [
            asyncio.create_task(kerja)
            for kerja in (self._jalankan(siap), self._sampai_pergi(), self._berdenyut(), self._jam())
        ]
        try:
            kode = await self._akhir
        finally:
            for satu in tugas:
                satu.cancel()
            await asyncio.gather(*tugas, return_exceptions=True)
        if self._mampet:
            return  # half an answer is out and no more can be: the server below cuts the connection
        with suppress(_Putus):
            akhir = b"" if kode is None else _next({"errors": [galat(kode, PESAN[kode])]}) + SELESAI
            await self._kirim(akhir, lagi=False)

    def hentikan(self) -> None:
        """The server stops."""
        self._akhiri(SERVER_BERHENTI)

    # from outside (RuangSoket) ----------------------------------------------------------------------------

    async def periksa_akses(self, akun: str | None = None) -> None:
        """End when the token ended or rights that it began with are gone."""
        if akun is not None and str(self._aktor.akun_id) != akun:
            return
        try:
            await self._pemegang.periksa_kunci()
            pastikan_tetap(self._aktor, await self._pemegang.aktor())
        except AksesBerakhir:
            self._akhiri(AKSES_BERAKHIR)

    async def periksa_skema(self) -> None:
        """End when the endpoint has another schema now."""
        if await self._pemegang.titik_kini() is None:
            self._akhiri(SKEMA_BERUBAH)

    # tasks --------------------------------------------------------------------------------------------------

    async def _jalankan(self, siap: Siap) -> None:
        try:
            await self._operasi(siap)
        except AksesBerakhir:
            self._akhiri(AKSES_BERAKHIR)
        except ServerSibuk as sibuk:
            await self._tutup({"errors": [galat(sibuk.kode, sibuk.pesan)]})
        except _Putus:
            self._akhiri(None)
        except Exception:
            log.exception("operation_failed")
            await self._tutup({"errors": [galat(KESALAHAN_SISTEM, PESAN_SISTEM)]})

    async def _operasi(self, siap: Siap) -> None:
        titik = self._pemegang.titik
        if siap.operasi.jenis is not OperationType.SUBSCRIPTION:
            konteks = self._pelayan.konteks(titik, self._aktor)
            await self._tutup((await titik.eksekutor.laksanakan(siap, konteks)).isi)
            return
        async with aclosing(self._pemegang.dengar(titik, siap, self._aktor)) as aliran:
            async for jawaban in aliran:
                await self._kirim(_next(jawaban.isi))
        await self._tutup(None)

    async def _sampai_pergi(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass
        self._akhiri(None)

    async def _berdenyut(self) -> None:
        """Comments keep proxies from taking a quiet stream for a dead one, and find clients that left unheard."""
        while not self._akhir.done():
            await asyncio.sleep(self._batas.denyut)
            try:
                await self._kirim(DENYUT)
            except _Putus:
                self._akhiri(None)

    async def _jam(self) -> None:
        if self._sampai is not None:
            await asyncio.sleep(max(0.0, (self._sampai - datetime.now(UTC)).total_seconds()))
            self._akhiri(AKSES_BERAKHIR)

    # sending and ending -------------------------------------------------------------------------------------

    async def _tutup(self, isi: Mapping[str, Any] | None) -> None:
        """Say the last result, if there is one, and that it was the last."""
        with suppress(_Putus):
            await self._kirim((b"" if isi is None else _next(isi)) + SELESAI)
        self._akhiri(None)

    async def _kirim(self, potongan: bytes, *, lagi: bool = True) -> None:
        """Send once the client takes it, so that nothing piles up here; raises `_Putus` when it does not."""
        try:
            async with asyncio.timeout(self._batas.tunggu_kirim), self._kunci:
                await self._send({"type": "http.response.body", "body": potongan, "more_body": lagi})
        except (OSError, RuntimeError, TimeoutError):
            self._mampet = True
            raise _Putus from None

    def _akhiri(self, kode: str | None) -> None:
        if not self._akhir.done():
            self._akhir.set_result(kode)


class _Putus(Exception):
    """The client is gone, or too slow."""


async def kirim_ditolak(send: Send, isi: list[dict[str, Any]]) -> None:
    """A stream that only says why the operation did not begin: the browser's EventSource reads no other answer."""
    await _mulai(send)
    await send({"type": "http.response.body", "body": _next({"errors": isi}) + SELESAI})


async def _mulai(send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": list(KEPALA)})


def _next(isi: Mapping[str, Any]) -> bytes:
    """JSON holds no line breaks, so one line of data is enough."""
    return b"event: next\ndata: " + orjson.dumps(isi) + b"\n\n"
