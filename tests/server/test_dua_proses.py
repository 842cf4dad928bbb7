"""Two server processes on one database: what happens in one is told to the listeners of both, and none is missed."""

from __future__ import annotations

import asyncio
import json
import threading
import uuid
from pathlib import Path
from typing import Any, cast

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

LANGGAN = "subscription ($jadwal: ID!) { paksiSlotBerubah(jadwal: $jadwal) { bagian { terisi } } }"
PESAN = """mutation ($jadwal: ID!, $orang: ID!, $wilayah: String!) {
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: "DIKLAT") { __typename } }"""


class Pendengar:
    """A listener at one server: its messages, one at a time."""

    def __init__(self, soket: ClientConnection) -> None:
        self._soket = soket

    async def mulai(self, jadwal: str) -> None:
        """Say hello, subscribe, and take the first message: the state as it is."""
        await self._kirim({"type": "connection_init"})
        assert (await self._terima())["type"] == "connection_ack"
        await self._kirim(
            {"id": "1", "type": "subscribe", "payload": {"query": LANGGAN, "variables": {"jadwal": jadwal}}}
        )
        assert await self.terisi() == 0

    async def terisi(self) -> int:
        """Seats taken, as the next message tells."""
        pesan = await self._terima()
        assert pesan["type"] == "next", pesan
        return int(pesan["payload"]["data"]["paksiSlotBerubah"]["bagian"][0]["terisi"])

    async def _terima(self) -> dict[str, Any]:
        async with asyncio.timeout(60):
            return cast("dict[str, Any]", json.loads(await self._soket.recv()))

    async def _kirim(self, pesan: dict[str, Any]) -> None:
        await self._soket.send(json.dumps(pesan))


def _sambung(server: ServerProses) -> connect:
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
        async with _sambung(satu) as a, _sambung(dua) as b, dengan(token) as http:
            pendengar = [Pendengar(a), Pendengar(b)]
            for satu_ in pendengar:
                await satu_.mulai(jadwal)
            for n, siapa in enumerate(orang, 1):
                await minta(http, satu.url, PESAN, jadwal=jadwal, orang=str(siapa), wilayah=PEMDA[0])
                assert [await p.terisi() for p in pendengar] == [n, n]
    await db.tutup()


@pytest.mark.lama
@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_transaction_that_outlasts_a_later_one_is_told_in_both_processes(
    demo_url: str, folder: Path
) -> None:
    db, jadwal, orang = await _siapkan(demo_url)
    with ServerProses(demo_url, folder) as satu, ServerProses(demo_url, folder) as dua:
        token = await masuk(satu.url, f"demo.operator.{PEMDA[0]}")
        async with _sambung(satu) as a, _sambung(dua) as b, dengan(token) as http:
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
