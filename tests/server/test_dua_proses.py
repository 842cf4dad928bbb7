"""Two server processes on one database: what happens in one is told to the listeners of both, and none is missed."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from sqlalchemy.orm import Session
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from forum_server.benih import PELAKU_BENIH
from forum_server.database import Database
from forum_server.database.unit import akhiri
from forum_server.jejak import catat
from forum_server.peristiwa import siarkan
from forum_server.testing.proses import ServerProses
from tests.server.bahan import PEMDA, jadwal_uji, orang_uji
from tests.server.klien import dengan, masuk, minta

PROSES = 3
LANGGAN = "subscription ($jadwal: ID!) { paksiSlotBerubah(jadwal: $jadwal) { bagian { terisi } } }"
PESAN = """mutation ($jadwal: ID!, $orang: ID!, $wilayah: String!) {
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: "DIKLAT") { __typename } }"""


class Berakhir(Exception):
    """The server ended the subscription, with this kode."""


class Terlewat(Exception):
    """One message could not be made, with this kode; the subscription goes on."""


class Pendengar:
    """A listener at one server: its messages, one at a time."""

    def __init__(self, soket: ClientConnection) -> None:
        self._soket = soket
        self._nomor = 0

    async def mulai(self, jadwal: str) -> None:
        """Say hello, subscribe, and take the first message: the state as it is."""
        await self._kirim({"type": "connection_init"})
        assert (await self._terima())["type"] == "connection_ack"
        assert await self.langgan(jadwal) == 0

    async def langgan(self, jadwal: str) -> int:
        """Subscribe; seats taken, as the first message tells."""
        self._nomor += 1
        payload = {"query": LANGGAN, "variables": {"jadwal": jadwal}}
        await self._kirim({"id": str(self._nomor), "type": "subscribe", "payload": payload})
        return await self.terisi()

    async def terisi(self) -> int:
        """Seats taken, as the next message tells; raises `Berakhir` and `Terlewat`."""
        pesan = await self._terima()
        if pesan["type"] == "error":
            raise Berakhir(pesan["payload"][0]["extensions"]["kode"])
        assert pesan["type"] == "next", pesan
        if "errors" in pesan["payload"]:
            raise Terlewat(pesan["payload"]["errors"][0]["extensions"]["kode"])
        return int(pesan["payload"]["data"]["paksiSlotBerubah"]["bagian"][0]["terisi"])

    async def _terima(self) -> dict[str, Any]:
        async with asyncio.timeout(60):
            return cast("dict[str, Any]", json.loads(await self._soket.recv()))

    async def _kirim(self, pesan: dict[str, Any]) -> None:
        await self._soket.send(json.dumps(pesan))


def sambung(server: ServerProses) -> connect:
    """A websocket to a server."""
    return connect(
        server.url.replace("http", "ws") + "/graphql",
        subprotocols=[Subprotocol("graphql-transport-ws")],
        open_timeout=60,
    )


def _umumkan(session: Session, jadwal: str) -> None:
    catat(session, PELAKU_BENIH, "uji.umumkan", objek="uji", objek_id=jadwal, wilayah="ID")
    siarkan(session, "paksi.slot", kunci=jadwal, wilayah="ID", isi={"uji": "lama"})


async def _tertahan(url: str, jadwal: str) -> tuple[threading.Event, asyncio.Task[None]]:
    """A transaction of a third process that has written its event and stays open until the event is set."""
    terbuka, lepas = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def lama(session: Session) -> None:
        _umumkan(session, jadwal)
        akhiri(session)
        loop.call_soon_threadsafe(terbuka.set)
        lepas.wait(60)

    def di_utas() -> None:
        async def jalan() -> None:
            sendiri = Database(url)
            await sendiri.write(lama)
            await sendiri.tutup()

        asyncio.run(jalan())

    tugas = asyncio.create_task(asyncio.to_thread(di_utas))
    await terbuka.wait()
    return lepas, tugas


async def _siapkan(url: str) -> tuple[Database, str, list[uuid.UUID]]:
    db = Database(url)
    jadwal = str(await db.write(jadwal_uji, "UJI-DUA", 5, terbuka=5, hari=0))
    return db, jadwal, await db.write(orang_uji, "Dua", 3)


@pytest.mark.lama
async def test_a_booking_at_one_process_is_told_to_the_listeners_of_both(demo_url: str, folder: Path) -> None:
    db, jadwal, orang = await _siapkan(demo_url)
    with ServerProses(demo_url, folder) as satu, ServerProses(demo_url, folder) as dua:
        token = await masuk(satu.url, f"demo.operator.{PEMDA[0]}")
        async with sambung(satu) as a, sambung(dua) as b, dengan(token) as http:
            pendengar = [Pendengar(a), Pendengar(b)]
            for satu_ in pendengar:
                await satu_.mulai(jadwal)
            for n, siapa in enumerate(orang, 1):
                await minta(http, satu.url, PESAN, jadwal=jadwal, orang=str(siapa), wilayah=PEMDA[0])
                assert [await p.terisi() for p in pendengar] == [n, n]
    await db.tutup()


async def _soket_di_setiap_proses(
    tumpukan: AsyncExitStack, server: ServerProses
) -> dict[int, ClientConnection]:
    """A socket held by each of the PROSES processes behind one port, by process id.

    The kernel chooses which process takes a connection; each says on /status how many sockets it holds.
    """
    milik: dict[int, ClientConnection] = {}
    async with asyncio.timeout(120):
        while len(milik) < PROSES:
            sebelum = await _soket_per_proses(server)
            soket = await tumpukan.enter_async_context(sambung(server))
            sesudah = await _soket_per_proses(server)
            (proses,) = [p for p, banyak in sesudah.items() if banyak > sebelum[p]]
            milik.setdefault(proses, soket)
    return milik


async def _soket_per_proses(server: ServerProses) -> dict[int, int]:
    """How many sockets each process holds, by its id: asked until all have answered."""
    banyak: dict[int, int] = {}
    async with httpx.AsyncClient(timeout=60, limits=httpx.Limits(max_keepalive_connections=0)) as http:
        while len(banyak) < PROSES:
            status = (await http.get(f"{server.url}/status")).json()
            banyak[status["proses"]] = status["soket"]
    return banyak


@pytest.mark.lama
@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_booking_is_told_to_the_listeners_of_every_process_behind_one_port(
    demo_url: str, folder: Path
) -> None:
    db, jadwal, orang = await _siapkan(demo_url)
    with ServerProses(demo_url, folder, proses=PROSES) as server:
        token = await masuk(server.url, f"demo.operator.{PEMDA[0]}")
        async with AsyncExitStack() as tumpukan:
            milik = await _soket_di_setiap_proses(tumpukan, server)
            assert len(milik) == PROSES
            pendengar = [Pendengar(soket) for soket in milik.values()]
            for satu in pendengar:
                await satu.mulai(jadwal)
            for n, siapa in enumerate(orang, 1):
                async with dengan(token) as http:  # a connection of its own, to whichever process takes it
                    await minta(http, server.url, PESAN, jadwal=jadwal, orang=str(siapa), wilayah=PEMDA[0])
                assert [await p.terisi() for p in pendengar] == [n] * PROSES
    await db.tutup()


@pytest.mark.lama
@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_transaction_that_outlasts_a_later_one_is_told_in_both_processes(
    demo_url: str, folder: Path
) -> None:
    db, jadwal, orang = await _siapkan(demo_url)
    with ServerProses(demo_url, folder) as satu, ServerProses(demo_url, folder) as dua:
        token = await masuk(satu.url, f"demo.operator.{PEMDA[0]}")
        async with sambung(satu) as a, sambung(dua) as b, dengan(token) as http:
            pendengar = [Pendengar(a), Pendengar(b)]
            for satu_ in pendengar:
                await satu_.mulai(jadwal)
            lepas, tugas = await _tertahan(demo_url, jadwal)
            await minta(http, satu.url, PESAN, jadwal=jadwal, orang=str(orang[0]), wilayah=PEMDA[0])
            lepas.set()
            await tugas
            # Two events, the earlier transaction's first; each listener is told of both, in either process.
            assert [[await p.terisi() for _ in range(2)] for p in pendengar] == [[1, 1], [1, 1]]
    await db.tutup()
