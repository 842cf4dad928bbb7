from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.database.unit import akhiri
from forum_server.jejak import catat
from forum_server.peristiwa import siarkan
from forum_server.peristiwa.hub import ANTREAN_MAKS, Hub, TerlaluLambat, baca_sesudah, posisi_kini
from forum_server.peristiwa.models import PeristiwaBaris


def _ubah(session: Session, nomor: int, kunci: str = "k") -> None:
    catat(session, Aktor.sistem("uji"), "uji.ubah", objek="Uji", objek_id=str(nomor), wilayah="61")
    siarkan(session, "uji", kunci=kunci, wilayah="61", isi={"nomor": str(nomor)})


@pytest.fixture
async def lain(db: Database, db_url: str) -> AsyncIterator[Database]:
    """Another process's view of the same database, as far as one process can have it."""
    kedua = Database(db_url)
    yield kedua
    await kedua.tutup()


async def _ambil(peristiwa: AsyncIterator[object], jumlah: int) -> list[str]:
    hasil: list[str] = []
    async with asyncio.timeout(20):
        async for satu in peristiwa:
            hasil.append(satu.isi["nomor"])  # pyright: ignore[reportAttributeAccessIssue]
            if len(hasil) == jumlah:
                return hasil
    raise AssertionError("ended early")


async def test_a_subscriber_gets_what_another_process_commits(db: Database, lain: Database) -> None:
    hub = Hub(lain)
    await hub.mulai()
    async with hub.langgan("uji", "k") as peristiwa:
        for nomor in range(5):
            await db.write(_ubah, nomor)
            await db.write(_ubah, 100 + nomor, kunci="lain")
        assert await _ambil(peristiwa, 5) == ["0", "1", "2", "3", "4"]
    await hub.tutup()


async def test_a_unit_that_fails_tells_nothing(db: Database) -> None:
    def gagal(session: Session) -> None:
        _ubah(session, 1)
        raise ValueError("batal")

    with pytest.raises(ValueError, match="batal"):
        await db.write(gagal)
    assert await db.scalar(select(func.count()).select_from(PeristiwaBaris)) == 0


async def test_the_same_event_told_twice_in_a_unit_is_told_once(db: Database) -> None:
    def dua_kali(session: Session) -> None:
        _ubah(session, 1)
        _ubah(session, 1)

    await db.write(dua_kali)
    assert [p.isi for p in await baca_sesudah(db, (-1, -1))] == [{"nomor": "1"}]


async def _dengan_yang_tertahan(db: Database, lain: Database) -> tuple[threading.Event, asyncio.Task[None]]:
    """Begin a transaction that has written its event and stays open until the returned event is set."""
    terbuka, lepas = asyncio.Event(), threading.Event()
    loop = asyncio.get_running_loop()

    def lama(session: Session) -> None:
        _ubah(session, 1)
        akhiri(session)  # the event is in its table, with the smaller number
        loop.call_soon_threadsafe(terbuka.set)
        lepas.wait(20)

    def di_utas() -> None:
        async def jalan() -> None:
            sendiri = Database(db.url)
            await sendiri.write(lama)
            await sendiri.tutup()

        asyncio.run(jalan())

    tugas = asyncio.create_task(asyncio.to_thread(di_utas))
    await terbuka.wait()
    return lepas, tugas


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_no_reader_misses_the_event_of_a_transaction_that_outlasts_a_later_one(
    db: Database, lain: Database
) -> None:
    hub = Hub(lain)
    await hub.mulai()
    posisi = await posisi_kini(db)
    async with hub.langgan("uji", "k") as peristiwa:
        lepas, tugas = await _dengan_yang_tertahan(db, lain)
        await db.write(_ubah, 2)
        # control: a reader that goes by numbers alone would see 2 now and never come back for 1
        tampak = await db.all(select(PeristiwaBaris.id, PeristiwaBaris.isi).order_by(PeristiwaBaris.id))
        assert [(b.id, b.isi["nomor"]) for b in tampak] == [(2, "2")]
        assert await baca_sesudah(db, posisi) == []
        lepas.set()
        await tugas
        assert await _ambil(peristiwa, 2) == ["1", "2"]
    assert [p.isi["nomor"] for p in await baca_sesudah(db, posisi)] == ["1", "2"]
    await hub.tutup()


async def test_every_reader_sees_the_same_order(db: Database, lain: Database) -> None:
    hub_a, hub_b = Hub(db), Hub(lain)
    await hub_a.mulai()
    await hub_b.mulai()
    async with hub_a.langgan("uji") as a, hub_b.langgan("uji") as b:
        await asyncio.gather(*(d.write(_ubah, n) for n in range(60) for d in (db if n % 2 else lain,)))
        dari_a, dari_b = await asyncio.gather(_ambil(a, 60), _ambil(b, 60))
    assert dari_a == dari_b
    assert sorted(map(int, dari_a)) == list(range(60))
    await hub_a.tutup()
    await hub_b.tutup()


async def test_who_does_not_take_its_events_is_ended_and_told_so(db: Database) -> None:
    hub = Hub(db)
    await hub.mulai()

    def banyak(session: Session) -> None:
        for nomor in range(ANTREAN_MAKS + 50):
            _ubah(session, nomor)

    async with hub.langgan("uji") as lambat, hub.langgan("uji", "penanda") as penanda:
        await db.write(banyak)
        await db.write(_ubah, 7, kunci="penanda")
        assert await _ambil(penanda, 1) == ["7"]
        with pytest.raises(TerlaluLambat) as galat:
            await _ambil(lambat, ANTREAN_MAKS + 50)
        assert galat.value.kode == "TERLALU_LAMBAT"  # what the subscriber reads, instead of a masked fault
    await hub.tutup()
