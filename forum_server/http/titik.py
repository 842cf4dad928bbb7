"""GraphQL over HTTP, by its specification: one request in, one JSON answer out, whatever the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import structlog
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from forum_server.galat import PermintaanTidakSah, ServerSibuk
from forum_server.graphql.eksekusi import Jawaban, PermintaanDitolak, Sebab
from forum_server.graphql.penyajian import KESALAHAN_SISTEM, PESAN_SISTEM, galat, galat_permintaan
from forum_server.http.negosiasi import ALIRAN, GRAPHQL, JSON, json_utf8, pilih_media
from forum_server.http.pelayan import Pelayan, Titik
from forum_server.http.pemanggil import Pemanggil, pemanggil
from forum_server.http.pemegang import Pemegang
from forum_server.http.permintaan import (
    KlienPergi,
    Permintaan,
    Tolakan,
    baca_isi,
    dari_alamat,
    dari_json,
    muat_json,
)
from forum_server.http.soket import RuangSoket
from forum_server.http.sse import Aliran, kirim_ditolak

__all__ = ["GraphQLHttp", "kirim_json"]

log = structlog.stdlib.get_logger("forum.http")

COBA_LAGI_DETIK = "5"


class GraphQLHttp:
    """The ASGI application of `/graphql` and `/graphql/{kode}` for plain HTTP."""

    def __init__(self, pelayan: Callable[[], Pelayan], ruang: RuangSoket) -> None:
        self._pelayan = pelayan
        self._ruang = ruang
        self._aliran: set[Aliran] = set()
        self._berhenti = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        headers = Headers(scope=scope)
        media = pilih_media(", ".join(headers.getlist("accept")) or None)
        media_tolakan = JSON if media is None or media == ALIRAN else media
        try:
            await self._jawab(scope, headers, media, receive, send)
        except Tolakan as tolak:
            await kirim_json(send, tolak.status, tolak.isi, media=media_tolakan, headers=tolak.headers)
        except PermintaanTidakSah as salah:
            await kirim_json(send, 400, {"errors": [galat_permintaan(salah)]}, media=media_tolakan)
        except ServerSibuk as sibuk:
            isi = {"errors": [galat(sibuk.kode, sibuk.pesan)]}
            await kirim_json(send, 503, isi, media=media_tolakan, headers={"retry-after": COBA_LAGI_DETIK})
        except KlienPergi:
            return

    async def _jawab(
        self, scope: Scope, headers: Headers, media: str | None, receive: Receive, send: Send
    ) -> None:
        pelayan = self._pelayan()
        metode: str = scope["method"]
        if metode not in {"GET", "POST"}:
            raise Tolakan(405, "Pakai metode GET atau POST.", headers={"allow": "GET, POST"})
        if media is None:
            raise Tolakan(
                406, f"Jawaban tersedia sebagai {GRAPHQL}, {JSON}, atau {ALIRAN}. Sesuaikan header Accept."
            )
        if metode == "POST" and not json_utf8(headers.get("content-type")):
            raise Tolakan(415, f"Kirim isi sebagai {JSON} dalam UTF-8.")
        siapa = await pemanggil(
            pelayan, scope
        )  # first, so that looking for places that do not exist counts too
        titik = await pelayan.titik(scope["path_params"].get("kode"))
        if titik is None:
            raise Tolakan(404, "Wilayah atau lembaga dengan kode itu tidak ada.", kode="TIDAK_DITEMUKAN")
        if metode == "GET":
            permintaan = dari_alamat(scope["query_string"], pelayan.batas)
        else:
            permintaan = dari_json(muat_json(await baca_isi(headers, receive, pelayan.batas)))
        if media == ALIRAN:
            pemegang = Pemegang(
                pelayan, titik, asal=headers.get("origin"), token=siapa.token, kunci=siapa.kunci
            )
            aliran = Aliran(pemegang, pelayan, receive, send, aktor=siapa.aktor, sampai=siapa.sampai)
            await self._alirkan(aliran, titik, permintaan, siapa, send, hanya_query=metode == "GET")
            return
        jawaban = await titik.eksekutor.jalankan(
            permintaan.query,
            variables=permintaan.variables,
            operation_name=permintaan.operation_name,
            konteks=pelayan.konteks(titik, siapa.aktor),
            hanya_query=metode == "GET",
            sebelum=lambda siap: pelayan.pembatas.operasi(siapa.jatah, siap.biaya),
        )
        status, tambahan = _status(jawaban, media)
        await kirim_json(send, status, jawaban.isi, media=media, headers=tambahan)

    async def _alirkan(
        self,
        aliran: Aliran,
        titik: Titik,
        permintaan: Permintaan,
        siapa: Pemanggil,
        send: Send,
        *,
        hanya_query: bool,
    ) -> None:
        """Answer as an event stream, watched over like a socket."""
        try:
            siap = titik.eksekutor.siapkan(
                permintaan.query,
                variables=permintaan.variables,
                operation_name=permintaan.operation_name,
                hanya_query=hanya_query,
            )
        except PermintaanDitolak as tolak:
            if tolak.sebab is Sebab.HANYA_QUERY:
                await kirim_json(send, 405, {"errors": tolak.galat}, headers={"allow": "POST"})
            else:
                await kirim_ditolak(send, tolak.galat)
            return
        self._pelayan().pembatas.operasi(siapa.jatah, siap.biaya)
        if len(self._aliran) >= self._pelayan().batas.aliran:
            raise ServerSibuk(
                "Terlalu banyak aliran terbuka pada server ini. Coba lagi nanti, atau pakai websocket."
            )
        self._aliran.add(aliran)
        self._ruang.masuk(aliran)
        if self._berhenti:
            aliran.hentikan()
        try:
            await aliran.layani(siap)
        finally:
            self._aliran.discard(aliran)
            self._ruang.keluar(aliran)

    def hentikan(self) -> None:
        """End every stream, and each that begins from now on: the server stops, and waits below for requests that go on."""
        self._berhenti = True
        for satu in tuple(self._aliran):
            satu.hentikan()


def _status(jawaban: Jawaban, media: str) -> tuple[int, Mapping[str, str]]:
    """A mutation by GET and a subscription are refused by HTTP itself; errors of a request only where the type says so.

    With application/json a well-formed request is answered 200 whatever GraphQL says about it: clients of that type
    take another status for an answer that did not come from a GraphQL server.
    """
    match jawaban.ditolak:
        case None:
            return 200, {}
        case Sebab.HANYA_QUERY:
            return 405, {"allow": "POST"}
        case Sebab.BUTUH_ALIRAN:
            return 400, {}
        case Sebab.TIDAK_SAH:
            return (400 if media == GRAPHQL else 200), {}


async def kirim_json(
    send: Send, status: int, isi: Any, *, media: str = JSON, headers: Mapping[str, str] | None = None
) -> None:
    """Send one JSON answer. What can't be serialised is a fault of ours and is answered as one."""
    try:
        badan = orjson.dumps(isi)
    except TypeError:
        log.exception("response_not_json")
        status, badan = 500, orjson.dumps({"errors": [galat(KESALAHAN_SISTEM, PESAN_SISTEM)]})
    kepala = {
        "content-type": f"{media}; charset=utf-8",
        "content-length": str(len(badan)),
        "cache-control": "no-store",
        "vary": "Accept, Authorization",
        **(headers or {}),
    }
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in kepala.items()],
        }
    )
    await send({"type": "http.response.body", "body": badan})
