"""The load: many keep-alive connections that send requests made beforehand, in a process of its own.

Run as `python -m benchmarks.klien TASK`; the task and the report are JSON files (see `Laporan`). Being another process
it neither shares the server's interpreter nor is counted in its processor time.
"""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import orjson

__all__ = ["Laporan", "bebani", "permintaan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Laporan:
    """What the clients saw: seconds in all, milliseconds of each request, and each body in order of the requests."""

    detik: float
    latensi: list[float]
    badan: list[Any]

    def persentil(self, bagian: float) -> float:
        """Milliseconds within which this part of the requests was answered."""
        urut = sorted(self.latensi)
        return urut[min(len(urut) - 1, int(len(urut) * bagian))]


def permintaan(url: str, isi: Any, token: str | None = None) -> str:
    """One POST with a JSON body as it goes over the wire."""
    alamat = urlsplit(url)
    badan = orjson.dumps(isi).decode()
    izin = f"authorization: Bearer {token}\r\n" if token else ""
    return (
        f"POST {alamat.path} HTTP/1.1\r\nhost: {alamat.netloc}\r\naccept: application/json\r\n{izin}"
        f"content-type: application/json\r\ncontent-length: {len(badan.encode())}\r\n\r\n{badan}"
    )


def bebani(url: str, kirim: Sequence[str], *, klien: int) -> Laporan:
    """Send these requests to the server of `url` from `klien` connections in another process."""
    with tempfile.TemporaryDirectory() as folder:
        tugas, hasil = Path(folder) / "tugas.json", Path(folder) / "laporan.json"
        alamat = urlsplit(url)
        tugas.write_bytes(
            orjson.dumps({"host": alamat.hostname, "port": alamat.port, "klien": klien, "kirim": list(kirim)})
        )
        subprocess.run([sys.executable, "-m", "benchmarks.klien", str(tugas), str(hasil)], check=True)
        return Laporan(**orjson.loads(hasil.read_bytes()))


class _Sambungan(asyncio.Protocol):
    """One connection: sends the next request as soon as the last was answered."""

    def __init__(self, beban: _Beban) -> None:
        self._beban = beban
        self._sisa = b""
        self._nomor = -1
        self._mulai = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def lanjut(self) -> None:
        """Send the next request, if there is one."""
        self._nomor = self._beban.ambil()
        if self._nomor >= 0:
            self._mulai = time.perf_counter()
            self._transport.write(self._beban.kirim[self._nomor])

    def data_received(self, data: bytes) -> None:
        self._sisa += data
        kepala, pemisah, badan = self._sisa.partition(b"\r\n\r\n")
        if not pemisah:
            return
        _, _, ekor = kepala.lower().partition(b"content-length:")
        panjang = int(ekor.split(b"\r\n", 1)[0])
        if len(badan) < panjang:
            return
        self._sisa = b""
        if b" 200 " not in kepala[:20]:
            self._beban.gagal(RuntimeError(f"{kepala.decode()}\n{badan.decode()}"))
            return
        self._beban.terima(self._nomor, time.perf_counter() - self._mulai, badan)
        self.lanjut()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._nomor >= 0:  # a connection without a further request may be closed for being idle
            self._beban.gagal(exc or ConnectionError("the server closed a connection"))


class _Beban:
    def __init__(self, kirim: list[str]) -> None:
        self.kirim = [satu.encode() for satu in kirim]
        self.latensi = [0.0] * len(kirim)
        self.badan = [b""] * len(kirim)
        self._berikut = iter(range(len(kirim)))
        self._sisa = len(kirim)
        self.selesai: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def ambil(self) -> int:
        return next(self._berikut, -1)

    def terima(self, nomor: int, detik: float, badan: bytes) -> None:
        self.latensi[nomor] = detik * 1000
        self.badan[nomor] = badan
        self._sisa -= 1
        if not self._sisa and not self.selesai.done():
            self.selesai.set_result(None)

    def gagal(self, sebab: Exception) -> None:
        if not self.selesai.done():
            self.selesai.set_exception(sebab)


async def _jalankan(tugas: dict[str, Any]) -> Laporan:
    loop = asyncio.get_running_loop()
    beban = _Beban(tugas["kirim"])
    sambungan = [
        (await loop.create_connection(lambda: _Sambungan(beban), tugas["host"], tugas["port"]))[1]
        for _ in range(tugas["klien"])
    ]
    gc.disable()
    mulai = time.perf_counter()
    for satu in sambungan:
        satu.lanjut()
    await beban.selesai
    detik = time.perf_counter() - mulai
    return Laporan(detik=detik, latensi=beban.latensi, badan=[orjson.loads(b) for b in beban.badan])


if __name__ == "__main__":
    laporan = asyncio.run(_jalankan(orjson.loads(Path(sys.argv[1]).read_bytes())))
    Path(sys.argv[2]).write_bytes(orjson.dumps(asdict(laporan)))
