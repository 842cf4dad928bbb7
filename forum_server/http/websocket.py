"""GraphQL over websockets: the protocol graphql-transport-ws, and no other.

Only what breaks the protocol or ends the right to be here closes a socket; a bad operation ends itself.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import aclosing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import orjson
import structlog
from graphql import OperationType
from starlette.datastructures import Headers
from starlette.types import Receive, Scope, Send

from forum_server.akses.rules import Aktor, Cara
from forum_server.galat import PermintaanTidakSah, ServerSibuk
from forum_server.graphql.eksekusi import PermintaanDitolak
from forum_server.graphql.penyajian import KESALAHAN_SISTEM, PESAN_SISTEM, galat
from forum_server.http.asal import KEPALA_KUNCI
from forum_server.http.pelayan import Pelayan, Titik
from forum_server.http.pemanggil import batasi_umum, frontend_dari, peladen_di_peramban, token_dari
from forum_server.http.pembatas import Jatah, TerlaluSering
from forum_server.http.pemegang import Pemegang, pastikan_tetap
from forum_server.http.permintaan import Permintaan, Tolakan, dari_json, muat_json
from forum_server.http.soket import RuangSoket
from forum_server.plugin.guards import AksesBerakhir

__all__ = ["PROTOKOL", "GraphQLWebSocket"]

PROTOKOL = "graphql-transport-ws"
SIBUK = "Server sedang sibuk, sambungkan kembali nanti"

log = structlog.stdlib.get_logger("forum.soket")


class _Putus(Exception):
    """The client is gone, or too slow: nothing more can be sent."""


@dataclass(frozen=True, slots=True)
class _Tutup:
    """How a socket ends; no code: the client ended it."""

    kode: int | None
    alasan: str = ""


class GraphQLWebSocket:
    """The ASGI application of `/graphql` and `/graphql/{kode}` for websockets."""

    def __init__(self, pelayan: Callable[[], Pelayan], ruang: RuangSoket) -> None:
        self._pelayan = pelayan
        self._ruang = ruang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one socket until it ends."""
        await receive()  # websocket.connect
        if PROTOKOL not in scope["subprotocols"]:
            await send({"type": "websocket.accept"})
            await send({"type": "websocket.close", "code": 4406, "reason": f"Pakai subprotokol {PROTOKOL}"})
            return
        pelayan = self._pelayan()
        await send({"type": "websocket.accept", "subprotocol": PROTOKOL})
        try:
            titik = await pelayan.titik(scope["path_params"].get("kode"))
        except ServerSibuk:
            await send({"type": "websocket.close", "code": 1013, "reason": SIBUK})
            return
        if titik is None:
            await send({"type": "websocket.close", "code": 4404, "reason": "Wilayah tidak dikenal"})
            return
        sambungan = _Sambungan(pelayan, titik, scope, receive, send)
        self._ruang.masuk(sambungan)
        try:
            await sambungan.layani()
        finally:
            self._ruang.keluar(sambungan)


class _Sambungan:
    def __init__(self, pelayan: Pelayan, titik: Titik, scope: Scope, receive: Receive, send: Send) -> None:
        self._pelayan = pelayan
        self._batas = pelayan.batas
        self._scope = scope
        self._headers = Headers(scope=scope)
        self._pemegang = Pemegang(pelayan, titik, asal=self._headers.get("origin"))
        self._jatah: tuple[Jatah, ...] = ()
        self._receive = receive
        self._send = send
        self._kunci = asyncio.Lock()
        self._akhir: asyncio.Future[_Tutup] = asyncio.get_running_loop().create_future()
        self._jam: list[asyncio.TimerHandle] = []
        self._init = self._ack = False
        self._aktor = Aktor.anonim()
        self._operasi: dict[str, asyncio.Task[None]] = {}
        self._mendengar: dict[str, Aktor] = {}
        """Running subscriptions, with the actor that began each."""

    async def layani(self) -> None:
        """Receive and answer until somebody ends it."""
        self._nanti(self._batas.tunggu_init, self._init_terlambat)
        penerima = asyncio.create_task(self._terima())
        penerima.add_done_callback(self._penerima_selesai)
        try:
            tutup = await self._akhir
        finally:
            for jam in self._jam:
                jam.cancel()
            tugas = [penerima, *self._operasi.values()]
            for satu in tugas:
                satu.cancel()
            await asyncio.gather(*tugas, return_exceptions=True)
        if tutup.kode is None:
            return
        with suppress(OSError, RuntimeError, TimeoutError):  # already gone, or does not even take this
            async with asyncio.timeout(self._batas.tunggu_kirim):
                await self._send(
                    {"type": "websocket.close", "code": tutup.kode, "reason": _alasan(tutup.alasan)}
                )

    # from outside (RuangSoket) ----------------------------------------------------------------------------

    async def periksa_akses(self, akun: str | None = None) -> None:
        """Close with 4403 when the token ended or a running subscription lost rights it began with."""
        if not self._ack or (akun is not None and str(self._aktor.akun_id) != akun):
            return
        try:
            await self._pemegang.periksa_kunci()
            kini = await self._pemegang.aktor()
            for awal in self._mendengar.values():
                pastikan_tetap(awal, kini)
        except AksesBerakhir:
            self._akhiri(4403, "Akses berakhir")

    async def periksa_skema(self) -> None:
        """Close with 1012 when the endpoint has another schema now."""
        if await self._pemegang.titik_kini() is None:
            self._akhiri(1012, "Skema berubah, sambungkan kembali")

    # receiving --------------------------------------------------------------------------------------------

    async def _terima(self) -> None:
        while True:
            pesan = await self._receive()
            if pesan["type"] == "websocket.disconnect":
                self._akhiri(None)
                return
            teks = pesan.get("text")
            if teks is None:
                self._akhiri(4400, "Pesan harus berupa teks JSON")
                return
            if len(teks) > self._batas.pesan_soket:
                self._akhiri(1009, "Pesan terlalu besar")
                return
            try:
                await self._tangani(muat_json(teks))
            except PermintaanTidakSah as salah:
                self._akhiri(4400, salah.pesan)
                return
            except ServerSibuk:
                self._akhiri(1013, SIBUK)
                return
            except _Putus:
                return

    async def _tangani(self, pesan: object) -> None:
        if not isinstance(pesan, dict):
            raise PermintaanTidakSah("Pesan harus berupa objek JSON")
        peta = cast("dict[str, Any]", pesan)
        match peta.get("type"):
            case "connection_init":
                await self._mulai(peta)
            case "ping":
                await self._kirim({"type": "pong", **_payload(peta)})
            case "pong":
                _payload(peta)
            case "subscribe":
                self._langgan(peta)
            case "complete":
                self._selesai(_id(peta))
            case _:
                raise PermintaanTidakSah("Jenis pesan tidak dikenal")

    async def _mulai(self, peta: Mapping[str, Any]) -> None:
        if self._init:
            self._akhiri(4429, "Too many initialisation requests")
            return
        self._init = True
        payload = _payload(peta).get("payload", {})
        token = self._pemegang.token = self._token_dari(payload)
        if token is not None:
            hasil = await self._pelayan.aktor(token)
            if hasil is None:
                self._tolak_masuk(Tolakan(401, "Token tidak sah atau sudah berakhir"))
                return
            self._aktor, sampai = hasil
            self._nanti(
                (sampai - datetime.now(UTC)).total_seconds(),
                lambda: self._akhiri(4403, "Token berakhir"),
            )
        try:
            self._jatah = await self._batasi(payload)
        except TerlaluSering as sering:
            self._akhiri(1013, sering.pesan)
            return
        except Tolakan as tolak:
            self._tolak_masuk(tolak)
            return
        self._ack = True
        await self._kirim({"type": "connection_ack"})

    def _tolak_masuk(self, tolak: Tolakan) -> None:
        """Close on who shows what is not valid, and draw for it from the limits of strangers."""
        try:
            batasi_umum(self._pelayan, self._scope)
        except TerlaluSering as sering:
            self._akhiri(1013, sering.pesan)
        else:
            self._akhiri(4403, tolak.pesan)

    async def _batasi(self, payload: Mapping[str, Any]) -> tuple[Jatah, ...]:
        """Take up the frontend's key and draw one request for the connection; raises `Tolakan`."""
        asal = self._headers.get("origin")
        if self._aktor.cara is Cara.LAYANAN and asal is not None:
            raise peladen_di_peramban()
        kunci = payload.get("kunciLayanan", self._headers.get(KEPALA_KUNCI))
        frontend = None
        if kunci is not None:
            frontend = await frontend_dari(self._pelayan, kunci if isinstance(kunci, str) else "", asal)
            self._pemegang.kunci = kunci
        jatah = self._pelayan.pembatas.jatah(self._aktor, frontend, self._scope)
        self._pelayan.pembatas.ambil(jatah)
        return jatah

    def _token_dari(self, payload: Mapping[str, Any]) -> str | None:
        """The token of connection_init, else of the handshake; "" stands for one that can't be any."""
        for nama in ("token", "Authorization", "authorization"):
            nilai = payload.get(nama)
            if nilai is None:
                continue
            if not isinstance(nilai, str):
                raise PermintaanTidakSah(f"{nama} harus berupa teks")
            return token_dari(f"Bearer {nilai}" if nama == "token" else nilai) or ""
        kepala = self._headers.get("authorization")
        return None if kepala is None else token_dari(kepala) or ""

    def _langgan(self, peta: Mapping[str, Any]) -> None:
        if not self._ack:
            self._akhiri(4401, "Unauthorized")
            return
        id_ = _id(peta)
        permintaan = dari_json(peta.get("payload"))
        if id_ in self._operasi:
            self._akhiri(4409, f"Subscriber for {id_} already exists")
            return
        if len(self._operasi) >= self._batas.operasi_soket:
            kerja = self._galat(
                id_, [galat("TERLALU_BANYAK_OPERASI", "Terlalu banyak operasi sekaligus pada sambungan ini.")]
            )
        else:
            kerja = self._jalankan(id_, permintaan)
        tugas = asyncio.create_task(kerja)
        self._operasi[id_] = tugas
        tugas.add_done_callback(lambda t: self._lupakan(id_, t))

    def _selesai(self, id_: str) -> None:
        self._mendengar.pop(id_, None)
        tugas = self._operasi.pop(id_, None)
        if tugas is not None:
            tugas.cancel()

    def _lupakan(self, id_: str, tugas: asyncio.Task[None]) -> None:
        if self._operasi.get(id_) is tugas:
            del self._operasi[id_]
            self._mendengar.pop(id_, None)

    # operations -------------------------------------------------------------------------------------------

    async def _jalankan(self, id_: str, permintaan: Permintaan) -> None:
        try:
            await self._operasi_satu(id_, permintaan)
        except PermintaanDitolak as tolak:
            await self._galat(id_, tolak.galat)
        except AksesBerakhir:
            self._akhiri(4403, "Akses berakhir")
        except TerlaluSering as sering:
            await self._galat(id_, sering.isi["errors"])
        except ServerSibuk as sibuk:
            await self._galat(id_, [galat(sibuk.kode, sibuk.pesan)])
        except _Putus:
            return
        except Exception:
            log.exception("operation_failed")
            await self._galat(id_, [galat(KESALAHAN_SISTEM, PESAN_SISTEM)])

    async def _operasi_satu(self, id_: str, permintaan: Permintaan) -> None:
        titik = await self._pemegang.titik_kini()
        if titik is None:
            self._akhiri(1012, "Skema berubah, sambungkan kembali")
            return
        self._pelayan.pembatas.ambil(self._jatah)
        siap = titik.eksekutor.siapkan(
            permintaan.query, variables=permintaan.variables, operation_name=permintaan.operation_name
        )
        self._pelayan.pembatas.operasi(self._jatah, siap.biaya)
        aktor = await self._pemegang.aktor()
        if siap.operasi.jenis is not OperationType.SUBSCRIPTION:
            jawaban = await titik.eksekutor.laksanakan(siap, self._pelayan.konteks(titik, aktor))
            if jawaban.ditolak is not None:
                await self._galat(id_, jawaban.isi["errors"])
                return
            await self._kirim({"id": id_, "type": "next", "payload": jawaban.isi})
            await self._lengkap(id_)
            return
        self._mendengar[id_] = aktor
        async with aclosing(self._pemegang.dengar(titik, siap, aktor)) as aliran:
            async for jawaban in aliran:
                if jawaban.ditolak is not None:
                    await self._galat(id_, jawaban.isi["errors"])
                    return
                await self._kirim({"id": id_, "type": "next", "payload": jawaban.isi})
        await self._lengkap(id_)

    # sending ----------------------------------------------------------------------------------------------

    async def _galat(self, id_: str, isi: list[dict[str, Any]]) -> None:
        self._lepas(id_)
        await self._kirim_diam({"id": id_, "type": "error", "payload": isi})

    async def _lengkap(self, id_: str) -> None:
        self._lepas(id_)
        await self._kirim_diam({"id": id_, "type": "complete"})

    def _lepas(self, id_: str) -> None:
        """Free the id before the client hears of the end: it may use it again at once."""
        self._mendengar.pop(id_, None)
        if self._operasi.get(id_) is asyncio.current_task():
            del self._operasi[id_]

    async def _kirim_diam(self, pesan: Mapping[str, Any]) -> None:
        try:
            await self._kirim(pesan)
        except _Putus:
            return

    async def _kirim(self, pesan: Mapping[str, Any]) -> None:
        """Send one message once the client takes it: one waits per operation, so nothing piles up here."""
        teks = orjson.dumps(pesan).decode()
        try:
            async with asyncio.timeout(self._batas.tunggu_kirim), self._kunci:
                await self._send({"type": "websocket.send", "text": teks})
        except TimeoutError:
            self._akhiri(1013, "Klien terlalu lambat")
            raise _Putus from None
        except (
            OSError,
            RuntimeError,
        ):  # the server says it in one way or the other once its close is under way
            self._akhiri(None)
            raise _Putus from None

    # ending -----------------------------------------------------------------------------------------------

    def _akhiri(self, kode: int | None, alasan: str = "") -> None:
        if not self._akhir.done():
            self._akhir.set_result(_Tutup(kode, alasan))

    def _nanti(self, detik: float, kerja: Callable[[], None]) -> None:
        self._jam.append(asyncio.get_running_loop().call_later(max(0.0, detik), kerja))

    def _init_terlambat(self) -> None:
        if not self._init:
            self._akhiri(4408, "Connection initialisation timeout")

    def _penerima_selesai(self, tugas: asyncio.Task[None]) -> None:
        if tugas.cancelled() or (salah := tugas.exception()) is None:
            return
        log.error("socket_failed", exc_info=salah)
        self._akhiri(1011, "Kesalahan di server")


def _payload(peta: Mapping[str, Any]) -> dict[str, Any]:
    """The optional payload of a message, as a map with that one key."""
    payload = peta.get("payload")
    if payload is None:
        return {}
    if not isinstance(payload, dict):
        raise PermintaanTidakSah("payload harus berupa objek JSON")
    return {"payload": payload}


def _id(peta: Mapping[str, Any]) -> str:
    id_ = peta.get("id")
    if not isinstance(id_, str) or not 0 < len(id_) <= 128:
        raise PermintaanTidakSah("id harus berupa teks")
    return id_


def _alasan(teks: str) -> str:
    """A close frame holds 123 bytes of reason."""
    return teks.encode()[:123].decode(errors="ignore")
