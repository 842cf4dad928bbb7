"""The open sockets of one process, and what closes them from outside: enabling that changed, access that ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Protocol

import structlog

from forum_server.akses.service import PERISTIWA_AKSES
from forum_server.database import GANGGUAN
from forum_server.kunci_layanan.service import PERISTIWA as PERISTIWA_LAYANAN
from forum_server.peristiwa.hub import Hub, TerlaluLambat
from forum_server.plugin.aktif.service import PERISTIWA as PERISTIWA_PLUGIN

__all__ = ["RuangSoket", "Soket"]

log = structlog.stdlib.get_logger("forum.soket")


class Soket(Protocol):
    """An open socket, as far as the room knows it. Both checks close it where they must."""

    async def periksa_akses(self, akun: str | None = None) -> None:
        """Close with 4403 when the token ended; `akun`: only if it speaks for this account."""
        ...

    async def periksa_skema(self) -> None:
        """Close with 1012 when the endpoint's schema is no longer the one the socket began with."""
        ...


class RuangSoket:
    """Sockets come in when they open and leave when they close; `jaga` watches over them."""

    def __init__(self) -> None:
        self._isi: set[Soket] = set()

    def __len__(self) -> int:
        return len(self._isi)

    def masuk(self, soket: Soket) -> None:
        """Watch over a socket from now on."""
        self._isi.add(soket)

    def keluar(self, soket: Soket) -> None:
        """No longer."""
        self._isi.discard(soket)

    async def jaga(self, hub: Hub, jeda: float) -> None:
        """Watch until cancelled: by events, and every `jeda` seconds in case an event was lost or a token just ended."""
        async with asyncio.TaskGroup() as grup:
            grup.create_task(self._dengar(hub, PERISTIWA_PLUGIN, lambda _kunci: self._skema()))
            grup.create_task(self._dengar(hub, PERISTIWA_AKSES, self._akses))
            grup.create_task(self._dengar(hub, PERISTIWA_LAYANAN, lambda _kunci: self._akses(None)))
            grup.create_task(self._berkala(jeda))

    async def _dengar(self, hub: Hub, jenis: str, kabari: Callable[[str], Awaitable[None]]) -> None:
        while True:
            with suppress(TerlaluLambat):  # events were lost: begin again, the clock looks at every socket
                async with hub.langgan(jenis) as peristiwa:
                    async for satu in peristiwa:
                        await kabari(satu.kunci)

    async def _berkala(self, jeda: float) -> None:
        diam = asyncio.Event()
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(diam.wait(), jeda)
            await self._akses(None)
            await self._skema()

    async def _akses(self, akun: str | None) -> None:
        for soket in tuple(self._isi):
            await self._aman(soket.periksa_akses(akun))

    async def _skema(self) -> None:
        for soket in tuple(self._isi):
            await self._aman(soket.periksa_skema())

    async def _aman(self, kerja: Awaitable[None]) -> None:
        try:
            await kerja
        except GANGGUAN as galat:
            log.warning("socket_check_failed", galat=type(galat).__name__)
