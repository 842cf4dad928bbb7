"""A thousand listeners and one who books, in a process of their own: how long until the last has heard of each booking.

Run as `python -m benchmarks.pendengar TASK`; prints its report as JSON. Frames are read by hand: what is measured is
the server, so the client does as little as the protocol allows.
"""

from __future__ import annotations

import asyncio
import base64
import gc
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import orjson

__all__ = ["LaporanSiaran", "dengarkan"]

PING, PONG = 0x9, 0xA


@dataclass(frozen=True, kw_only=True, slots=True)
class LaporanSiaran:
    """Milliseconds from sending a booking to the last listener's frame, for each booking; and one message."""

    milidetik: list[float]
    contoh: str


def dengarkan(tugas: Mapping[str, Any]) -> LaporanSiaran:
    """Let `banyak` sockets of `ws` subscribe with `langgan`, then send the requests of `kirim` one by one."""
    with tempfile.TemporaryDirectory() as folder:
        berkas = Path(folder) / "tugas.json"
        berkas.write_bytes(orjson.dumps(tugas))
        hasil = subprocess.run(
            [sys.executable, "-m", "benchmarks.pendengar", str(berkas)], check=True, stdout=subprocess.PIPE
        )
        return LaporanSiaran(**orjson.loads(hasil.stdout))


class _Hitung:
    """Wakes who waits once every listener got its frame."""

    def __init__(self, banyak: int) -> None:
        self._banyak = banyak
        self.contoh = b""
        self.mulai()

    def mulai(self) -> None:
        self._sisa = self._banyak
        self.selesai = asyncio.get_running_loop().create_future()

    def satu(self, isi: bytes) -> None:
        self.contoh = isi
        self._sisa -= 1
        if not self._sisa and not self.selesai.done():
            self.selesai.set_result(None)

    def gagal(self, sebab: str) -> None:
        if not self.selesai.done():
            self.selesai.set_exception(ConnectionError(sebab))


def _bingkai(isi: Any) -> bytes:
    """A masked text frame; a mask of zeros leaves the text as it is."""
    teks = orjson.dumps(isi)
    panjang = bytes([0x80 | len(teks)]) if len(teks) < 126 else b"\xfe" + len(teks).to_bytes(2)
    return b"\x81" + panjang + b"\0\0\0\0" + teks


class _Pendengar(asyncio.Protocol):
    """One socket: shakes hands, subscribes, and counts what it hears."""

    def __init__(self, alamat: str, langgan: Any, hitung: _Hitung) -> None:
        self._alamat = urlsplit(alamat)
        self._langgan = langgan
        self._hitung = hitung
        self._sisa = b""
        self._tersambung = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        kunci = base64.b64encode(os.urandom(16)).decode()
        self._transport.write(
            f"GET {self._alamat.path} HTTP/1.1\r\nhost: {self._alamat.netloc}\r\nupgrade: websocket\r\n"
            f"connection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: {kunci}\r\n"
            "sec-websocket-protocol: graphql-transport-ws\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._sisa += data
        if not self._tersambung:
            kepala, pemisah, self._sisa = self._sisa.partition(b"\r\n\r\n")
            if not pemisah:
                self._sisa = kepala
                return
            if b" 101 " not in kepala[:20]:
                self._hitung.gagal(kepala.decode())
                return
            self._tersambung = True
            self._transport.write(_bingkai({"type": "connection_init"}))
        while (bingkai := self._ambil()) is not None:
            jenis, isi = bingkai
            if jenis == PING:
                self._transport.write(bytes([0x80 | PONG, 0x80 | len(isi)]) + b"\0\0\0\0" + isi)
            elif b'"connection_ack"' in isi:
                self._transport.write(_bingkai({"id": "1", "type": "subscribe", "payload": self._langgan}))
            elif b'"next"' in isi:
                self._hitung.satu(isi)
            else:
                self._hitung.gagal(isi.decode("utf-8", "replace"))

    def _ambil(self) -> tuple[int, bytes] | None:
        """Opcode and payload of the next whole frame, if there is one."""
        if len(self._sisa) < 2:
            return None
        panjang, awal = self._sisa[1] & 0x7F, 2
        if panjang == 126:
            panjang, awal = int.from_bytes(self._sisa[2:4]), 4
        if panjang == 127 or len(self._sisa) < awal + panjang:
            return None
        jenis = self._sisa[0] & 0x0F
        isi, self._sisa = self._sisa[awal : awal + panjang], self._sisa[awal + panjang :]
        return jenis, isi

    def connection_lost(self, exc: Exception | None) -> None:
        self._hitung.gagal(f"a listener was cut off: {exc}")


async def _pesan(tugas: Mapping[str, Any], isi: str) -> None:
    alamat = urlsplit(str(tugas["ws"]))
    baca, tulis = await asyncio.open_connection(alamat.hostname or "", alamat.port or 80)
    tulis.write(isi.encode())
    kepala = await baca.readuntil(b"\r\n\r\n")
    tulis.close()
    if b" 200 " not in kepala[:20]:
        raise ConnectionError(kepala.decode())


async def _jalankan(tugas: Mapping[str, Any]) -> LaporanSiaran:
    loop = asyncio.get_running_loop()
    alamat = urlsplit(str(tugas["ws"]))
    hitung = _Hitung(tugas["banyak"])
    sambungan = [
        await loop.create_connection(
            lambda: _Pendengar(tugas["ws"], tugas["langgan"], hitung),
            alamat.hostname or "",
            alamat.port or 80,
        )
        for _ in range(tugas["banyak"])
    ]
    await hitung.selesai  # the first state, which every subscription begins with
    gc.disable()
    milidetik: list[float] = []
    for isi in tugas["kirim"]:
        hitung.mulai()
        mulai = time.perf_counter()
        await asyncio.gather(_pesan(tugas, isi), hitung.selesai)
        milidetik.append((time.perf_counter() - mulai) * 1000)
    contoh = hitung.contoh.decode()
    hitung.selesai = loop.create_future()
    hitung.selesai.set_result(None)
    for transport, _ in sambungan:
        transport.abort()
    return LaporanSiaran(milidetik=milidetik, contoh=contoh)


if __name__ == "__main__":
    laporan = asyncio.run(_jalankan(orjson.loads(Path(sys.argv[1]).read_bytes())))
    sys.stdout.buffer.write(orjson.dumps(asdict(laporan)))
