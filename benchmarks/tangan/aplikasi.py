"""The ASGI application by hand: `/pesan`, `/titik`, `/daftar`, `/panjang`, `/pohon`, `/kosong`, coverage, and sockets that listen."""

from __future__ import annotations

import hashlib
import os
import uuid
from typing import Any

import orjson
from sqlalchemy import make_url

from benchmarks.tangan.cakupan import CAKUPAN
from benchmarks.tangan.kueri import KUERI, kursi
from benchmarks.tangan.mesin import Ditolak, Mesin, MesinPostgresql, MesinSqlite, Pesanan
from forum_server.settings import Settings

__all__ = ["Aplikasi", "aplikasi"]

_HIBAH = """
SELECT a.id, h.wilayah_kode, r.izin
FROM token t JOIN sesi_masuk s ON s.id = t.sesi_id JOIN akun a ON a.id = s.akun_id
JOIN hibah h ON h.akun_id = a.id AND h.dicabut_pada IS NULL JOIN peran r ON r.kode = h.peran
WHERE t.sidik = $1 AND t.jenis = 'AKSES' AND t.berlaku_sampai > {kini} AND s.dicabut_pada IS NULL AND a.aktif
"""


_KUERI = {**KUERI, **CAKUPAN}


class Aplikasi:
    """Raw ASGI: no framework, no schema, no validation of more than SQL itself does."""

    def __init__(self, mesin: Mesin) -> None:
        self._mesin = mesin
        self._hibah = _HIBAH.format(kini=mesin.kini)
        self._pendengar: dict[str, list[Any]] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._hidup(receive, send)
            return
        if scope["type"] == "websocket":
            await self._dengar(receive, send)
            return
        badan = b""
        while (pesan := await receive()).get("more_body"):
            badan += pesan["body"]
        badan += pesan["body"]
        status, isi = await self._jawab(scope, orjson.loads(badan or b"{}"))
        jawaban = orjson.dumps(isi)
        kepala = [(b"content-type", b"application/json"), (b"content-length", str(len(jawaban)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": kepala})
        await send({"type": "http.response.body", "body": jawaban})

    async def _dengar(self, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept", "subprotocol": "graphql-transport-ws"})
        await receive()
        await send({"type": "websocket.send", "text": '{"type":"connection_ack"}'})
        jadwal = orjson.loads((await receive())["text"])["payload"]["variables"]["jadwal"]
        await send(await self._kursi(jadwal))
        daftar = self._pendengar.setdefault(jadwal, [])
        daftar.append(send)
        while (await receive())["type"] != "websocket.disconnect":
            pass
        daftar.remove(send)

    async def _kursi(self, jadwal: str) -> dict[str, str]:
        """The message about a schedule's seats, made once for everybody."""
        data = {"paksiSlotBerubah": await kursi(self._mesin, jadwal)}
        isi = {"id": "1", "type": "next", "payload": {"data": data}}
        return {"type": "websocket.send", "text": orjson.dumps(isi).decode()}

    async def _hidup(self, receive: Any, send: Any) -> None:
        await receive()
        await self._mesin.buka()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        await self._mesin.tutup()
        await send({"type": "lifespan.shutdown.complete"})

    async def _jawab(self, scope: Any, isi: dict[str, Any]) -> tuple[int, Any]:
        jalur = scope["path"][1:]
        if jalur == "status":
            return 200, {"proses": os.getpid()}
        token = dict(scope["headers"]).get(b"authorization", b"").removeprefix(b"Bearer ")
        izin, wilayah = "paksi:minta" if jalur == "pesan" else "paksi:lihat", isi["wilayah"]
        akun = await self._akun(token, izin, wilayah) if token else None
        if akun is None and jalur not in {"titik", "daftar"}:
            return 403, {"galat": "DITOLAK"}
        if jalur == "kosong":
            return 200, {"data": True}
        if jalur != "pesan":
            return 200, {"data": await _KUERI[jalur](self._mesin, wilayah)}
        try:
            hasil = await self._mesin.pesan(
                Pesanan(
                    akun=akun,
                    jadwal=uuid.UUID(isi["jadwal"]),
                    orang=uuid.UUID(isi["orang"]),
                    wilayah=wilayah,
                    jalur=isi["jalur"],
                )
            )
        except Ditolak:
            return 409, {"galat": "DITOLAK"}
        if daftar := self._pendengar.get(isi["jadwal"]):
            pesan = await self._kursi(isi["jadwal"])
            for kirim in daftar:
                await kirim(pesan)
        return 200, {"data": hasil}

    async def _akun(self, token: bytes, izin: str, wilayah: str) -> Any:
        for akun, kode, daftar in await self._mesin.baca(self._hibah, hashlib.sha256(token).hexdigest()):
            if izin in orjson.loads(daftar) and (kode in ("ID", wilayah) or wilayah.startswith(f"{kode}.")):
                return akun
        return None


def aplikasi() -> Aplikasi:
    """The application on the database of the environment."""
    url = make_url(Settings().database_url)
    if url.get_backend_name() == "sqlite":
        assert url.database
        return Aplikasi(MesinSqlite(url.database))
    return Aplikasi(MesinPostgresql(url.render_as_string(hide_password=False)))
