"""The store of files: a folder or an S3 bucket behind one small interface.

An object is kept as numbered pieces of at most `POTONGAN` bytes under a name of its own: `biasa/3f/3f…/000000`. Each
piece is one atomic request, so nothing half-written is ever hidden in the store where no listing shows it (as an
unfinished multipart upload would be), and whatever a killed process leaves goes with the object's name.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, S3Store

from forum_server.berkas.pengaturan import S3
from forum_server.settings import Settings

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config

__all__ = ["POTONGAN", "Gudang", "GudangGagal", "ObjekHilang"]

POTONGAN: Final = 4 * 1024 * 1024
"""Bytes of one piece: what one upload or download holds in memory."""
_SEKALI: Final = 256 * 1024
_DIGIT: Final = 6


class GudangGagal(Exception):
    """The store did not do what it was asked; says what happened, never with what credentials."""


class ObjekHilang(GudangGagal):
    """An object that should be there is not, or not whole."""


class Gudang:
    """The store of one installation; opened at first use, shared by every task of the process."""

    def __init__(self, settings: Settings) -> None:
        self._s3 = settings.berkas.s3
        self._folder = settings.data_dir / "berkas"

    @cached_property
    def _toko(self) -> LocalStore | S3Store:
        if self._s3 is not None:
            return _s3(self._s3)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return LocalStore(self._folder.resolve())

    async def simpan(self, nama: str, aliran: AsyncIterator[bytes]) -> int:
        """Store a stream under a new name, piece by piece; gives its length in bytes once it is durable.

        Whatever the stream raises passes through; pieces stored by then stay until `hapus`. Raises `GudangGagal`.
        """
        penampung = bytearray()
        jumlah = ke = 0
        async for isi in aliran:
            penampung += isi
            jumlah += len(isi)
            while len(penampung) >= POTONGAN:
                await self._taruh(f"{nama}/{ke:0{_DIGIT}}", bytes(penampung[:POTONGAN]))
                del penampung[:POTONGAN]
                ke += 1
        if penampung or not ke:
            await self._taruh(f"{nama}/{ke:0{_DIGIT}}", bytes(penampung))
        return jumlah

    async def baca(self, nama: str, ukuran: int) -> AsyncIterator[bytes]:
        """The `ukuran` bytes stored under `nama`. Raises `ObjekHilang` where some are missing, `GudangGagal`."""
        sisa, ke = ukuran, 0
        while sisa > 0 or not ke:
            isi = await self._ambil(f"{nama}/{ke:0{_DIGIT}}")
            if len(isi) != min(sisa, POTONGAN):
                raise ObjekHilang(f"{nama}: piece {ke} has {len(isi)} bytes")
            for awal in range(0, len(isi), _SEKALI):
                yield isi[awal : awal + _SEKALI]
            sisa -= len(isi)
            ke += 1

    async def hapus(self, nama: str) -> None:
        """Remove everything under a name; fine where there is nothing. Raises `GudangGagal`."""
        if self._s3 is None:
            await asyncio.to_thread(_hapus, self._folder / nama)
            return
        try:
            async for daftar in obstore.list(self._toko, f"{nama}/", chunk_size=1000):
                await obstore.delete_async(self._toko, [satu["path"] for satu in daftar])
        except (BaseError, OSError) as galat:
            raise GudangGagal(_ringkas(galat)) from None

    def isi(self) -> dict[str, int]:
        """Every object and its length; walks through the whole store, for `forum periksa`. Raises `GudangGagal`."""
        hasil: dict[str, int] = {}
        try:
            for daftar in obstore.list(self._toko, chunk_size=1000):
                for satu in daftar:
                    nama = satu["path"].rpartition("/")[0]
                    hasil[nama] = hasil.get(nama, 0) + satu["size"]
        except (BaseError, OSError) as galat:
            raise GudangGagal(_ringkas(galat)) from None
        return hasil

    async def _taruh(self, nama: str, isi: bytes) -> None:
        try:
            await obstore.put_async(self._toko, nama, isi, use_multipart=False)
            if self._s3 is None:
                await asyncio.to_thread(_padatkan, self._folder, nama)
        except (BaseError, OSError) as galat:
            raise GudangGagal(_ringkas(galat)) from None

    async def _ambil(self, nama: str) -> bytes:
        try:
            return bytes(await (await obstore.get_async(self._toko, nama)).bytes_async())
        except FileNotFoundError:
            raise ObjekHilang(f"{nama} is not in the store") from None
        except (BaseError, OSError) as galat:
            raise GudangGagal(_ringkas(galat)) from None


def _s3(s3: S3) -> S3Store:
    klien: ClientConfig = {"timeout": timedelta(seconds=60), "connect_timeout": timedelta(seconds=5)}
    ulang: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=60)}
    lain: S3Config = {} if s3.endpoint is None else {"endpoint": s3.endpoint.rstrip("/")}
    if s3.endpoint is not None and s3.endpoint.startswith("http://"):
        klien["allow_http"] = True
    return S3Store(
        s3.bucket,
        config=lain,
        prefix=s3.awalan or None,
        region=s3.wilayah,
        access_key_id=s3.kunci.get_secret_value(),
        secret_access_key=s3.rahasia.get_secret_value(),
        virtual_hosted_style_request=False,
        client_options=klien,
        retry_config=ulang,
    )


def _hapus(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:  # there is nothing, or another process is removing it too
        return
    except OSError as galat:
        raise GudangGagal(_ringkas(galat)) from None


def _padatkan(akar: Path, nama: str) -> None:
    """Have the disk keep a piece, and the folders that lead to it, before anybody is told that it is stored."""
    for satu in (akar / nama, *(akar / f for f in PurePosixPath(nama).parents)):
        pegangan = os.open(satu, os.O_RDONLY)
        try:
            os.fsync(pegangan)
        finally:
            os.close(pegangan)


def _ringkas(galat: Exception) -> str:
    """The kind of failure; the library's text may quote addresses and headers."""
    return type(galat).__name__
