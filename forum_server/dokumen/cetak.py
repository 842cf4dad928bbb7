"""Making documents beside the event loop: a few at a time, each in a process of its own that can be killed."""

from __future__ import annotations

import asyncio
import json
import sys
import unicodedata
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any, Final, cast

import structlog

from forum_server.dokumen.gambar import BentukGambar, beri_keterangan
from forum_server.dokumen.templat import Templat
from forum_server.galat import KeadaanMenolak, ServerSibuk

__all__ = ["DokumenGagal", "Pencetak"]

log = structlog.stdlib.get_logger("forum.dokumen")

MEMORI: Final = 2 << 30
"""Address space of one document; the library itself takes a tenth of it, 1,000 rows about 120 MB."""

# Nothing of the server's environment (keys, database) is for the child. The proxy is a closed port: whatever asks for a
# package asks there.
LINGKUNGAN: Final = {
    "LANG": "C.UTF-8",
    "RAYON_NUM_THREADS": "1",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "HTTPS_PROXY": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
    "XDG_DATA_HOME": "/nonexistent",
    "XDG_CACHE_HOME": "/nonexistent",
}


class DokumenGagal(Exception):
    """A template does not fit its data, or the process that made the document died: a bug, shown masked."""


class Pencetak:
    """Makes documents for one server process; lives in one event loop."""

    def __init__(self, *, serentak: int = 2, tenggat: float = 30.0, tunggu: float = 15.0) -> None:
        """`serentak` documents at a time, `tenggat` seconds for each, `tunggu` seconds until one's turn."""
        self._giliran = asyncio.Semaphore(serentak)
        self._tenggat = tenggat
        self._tunggu = tunggu

    async def pdf(self, templat: Templat, data: Mapping[str, Any]) -> bytes:
        """The PDF of a template filled with JSON data; the same data gives the same bytes.

        Signs without a shape (control and format characters, unassigned ones) are left out of every string, line
        ends stay. Raises `ServerSibuk` when too many documents are being made, `KeadaanMenolak` DOKUMEN_TERLALU_BESAR
        when this one needs more time or memory than it may, `DokumenGagal` when the template is at fault.
        """
        return await self._cetak(templat, data, "pdf")

    async def gambar(
        self, templat: Templat, data: Mapping[str, Any], bentuk: BentukGambar, *, judul: str, keterangan: str
    ) -> bytes:
        """The picture of a template of one page filled with JSON data, as SVG or PNG.

        Letters become outlines, so `judul` and `keterangan` (what the picture shows, in words) go into the file for
        who can't see it. Otherwise as `pdf`.
        """
        isi = await self._cetak(templat, data, bentuk.value.lower())
        kata = _tampak([judul, keterangan])
        return beri_keterangan(isi, bentuk, judul=kata[0], keterangan=kata[1])

    async def _cetak(self, templat: Templat, data: Mapping[str, Any], bentuk: str) -> bytes:
        pesanan = json.dumps(
            {
                "format": bentuk,
                "folder": str(templat.folder),
                "berkas": str(templat.folder / templat.berkas),
                "data": json.dumps(_tampak(data), ensure_ascii=False),
                "memori": MEMORI,
                "detik": ceil(self._tenggat) + 1,
            }
        ).encode()
        try:
            async with asyncio.timeout(self._tunggu):
                await self._giliran.acquire()
        except TimeoutError:
            raise ServerSibuk(
                "Server sedang membuat banyak dokumen. Tunggu sebentar, lalu minta lagi."
            ) from None
        try:
            return await self._buat(templat, pesanan)
        finally:
            self._giliran.release()

    async def _buat(self, templat: Templat, pesanan: bytes) -> bytes:
        anak = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-m", "forum_server.dokumen.anak"),
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=LINGKUNGAN,
            close_fds=True,
        )
        try:
            async with asyncio.timeout(self._tenggat):
                isi, salah = await anak.communicate(pesanan)
        except TimeoutError:
            raise _terlalu_besar(templat, "time") from None
        finally:
            await _akhiri(anak)
        if anak.returncode is not None and anak.returncode < 0:
            raise _terlalu_besar(templat, f"signal {-anak.returncode}")
        if anak.returncode != 0 or not isi:
            sebab = salah.decode("utf-8", "replace").strip()[-500:]
            raise DokumenGagal(f"{templat.berkas}: exit {anak.returncode}: {sebab}")
        return isi


def _terlalu_besar(templat: Templat, sebab: str) -> KeadaanMenolak:
    log.warning("document_stopped", templat=templat.berkas, sebab=sebab)
    return KeadaanMenolak(
        "DOKUMEN_TERLALU_BESAR",
        "Dokumen ini terlalu besar untuk dibuat sekaligus. Buat untuk lebih sedikit orang, atau coba lagi saat"
        " server tidak ramai.",
    )


async def _akhiri(anak: Process) -> None:
    """No process is left behind, whatever became of the request."""
    if anak.returncode is None:
        anak.kill()
        await asyncio.shield(anak.wait())


def _tampak(nilai: Any) -> Any:
    """The data with nothing in its strings that could hide, reorder or break off what a reader sees."""
    if isinstance(nilai, str):
        rapi = unicodedata.normalize("NFC", nilai).replace("\r\n", "\n").replace("\t", " ")
        return "".join(h for h in rapi if h == "\n" or unicodedata.category(h)[0] != "C")
    if isinstance(nilai, Mapping):
        return {k: _tampak(v) for k, v in cast("Mapping[str, Any]", nilai).items()}
    if isinstance(nilai, bytes):
        return list(nilai)
    if isinstance(nilai, Sequence):
        return [_tampak(v) for v in cast("Sequence[Any]", nilai)]
    return nilai
