"""Reading the outbox in one process and handing each event to whoever waits for it.

One task reads, in the order all processes share. It is woken by this process's own commits, by LISTEN/NOTIFY on
PostgreSQL, and by a slow clock in case a wake was lost (on SQLite the clock is how other processes' commits are seen).
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from sqlalchemy import func, select, text

from forum_server.database import GANGGUAN, Database
from forum_server.database.sambung import sambung_langsung
from forum_server.database.transaksi import batas_belum_ada, sesudah
from forum_server.galat import KeadaanMenolak
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.peristiwa.service import Peristiwa

__all__ = ["Hub", "TerlaluLambat", "baca_sesudah", "posisi_kini", "tertinggal"]

SALURAN = "forum_peristiwa"
SEKALI_BACA = 500
ANTREAN_MAKS = 1000
TERTAHAN_DETIK = 0.05
"""How soon to look again while a committed event waits behind an older transaction that still runs."""

log = structlog.stdlib.get_logger("forum.peristiwa")


class TerlaluLambat(KeadaanMenolak):
    """A subscriber did not take its events in time and has lost some; it must start anew."""

    def __init__(self) -> None:
        super().__init__(
            "TERLALU_LAMBAT",
            "Langganan ini berakhir karena ada kabar yang terlewat. Berlangganan lagi, lalu muat ulang datanya.",
        )


async def baca_sesudah(
    db: Database, posisi: tuple[int, int], *, maks: int = SEKALI_BACA
) -> Sequence[Peristiwa]:
    """The next committed events after `posisi`, in order; whoever goes on from the last of them misses none."""
    b = PeristiwaBaris
    rows = await db.all(
        select(b.transaksi, b.id, b.jenis, b.kunci, b.wilayah, b.isi)
        .where(sesudah(b.transaksi, b.id, posisi))
        .order_by(b.transaksi, b.id)
        .limit(maks)
    )
    return [
        Peristiwa(jenis=r.jenis, kunci=r.kunci, wilayah=r.wilayah, isi=r.isi, posisi=(r.transaksi, r.id))
        for r in rows
    ]


async def posisi_kini(db: Database) -> tuple[int, int]:
    """The position after which every event still to come will be read."""
    b = PeristiwaBaris
    row = await db.first(
        select(b.transaksi, b.id)
        .where(sesudah(b.transaksi, b.id, (-1, -1)))
        .order_by(b.transaksi.desc(), b.id.desc())
        .limit(1)
    )
    return (row.transaksi, row.id) if row is not None else (-1, -1)


async def tertinggal(db: Database, posisi: tuple[int, int]) -> int:
    """Committed events after `posisi`."""
    b = PeristiwaBaris
    return int(await db.scalar(select(func.count()).where(sesudah(b.transaksi, b.id, posisi))) or 0)


class Hub:
    """The outbox of one process. `mulai` and `tutup` frame its life; `langgan` may be used in between."""

    def __init__(self, db: Database, *, jeda: float | None = None) -> None:
        self._db = db
        self._jeda = jeda if jeda is not None else (0.25 if db.dialect == "sqlite" else 5.0)
        self._bangun = asyncio.Event()
        self._kirim = asyncio.Event()
        self._langganan: defaultdict[tuple[str, str | None], set[asyncio.Queue[Peristiwa | None]]] = (
            defaultdict(set)
        )
        self._tugas: list[asyncio.Task[None]] = []
        self.posisi: tuple[int, int] = (-1, -1)

    async def mulai(self) -> None:
        """Begin to read after what is committed now."""
        loop = asyncio.get_running_loop()
        self.posisi = await posisi_kini(self._db)

        def dengar() -> None:
            loop.call_soon_threadsafe(self._setelah_commit)

        self._dengar = dengar
        self._db.pendengar.add(self._dengar)
        self._tugas = [asyncio.create_task(self._jalan(), name="forum-peristiwa")]
        if self._db.dialect == "postgresql":
            self._tugas.append(asyncio.create_task(self._notify(), name="forum-notify"))
            siap = asyncio.Event()
            self._tugas.append(asyncio.create_task(self._listen(siap), name="forum-listen"))
            await siap.wait()

    async def tutup(self) -> None:
        """Stop reading and end every subscription."""
        if self._tugas:
            self._db.pendengar.discard(self._dengar)
        for tugas in self._tugas:
            tugas.cancel()
        await asyncio.gather(*self._tugas, return_exceptions=True)
        self._tugas.clear()
        for antrean in [a for daftar in self._langganan.values() for a in daftar]:
            _akhiri(antrean)

    @asynccontextmanager
    async def langgan(self, jenis: str, kunci: str | None = None) -> AsyncGenerator[AsyncIterator[Peristiwa]]:
        """Events of one kind about one thing (or about all, without `kunci`) from now on.

        Subscribe first and read the state after: what happens in between is then told, not missed.
        """
        antrean: asyncio.Queue[Peristiwa | None] = asyncio.Queue(ANTREAN_MAKS)
        self._langganan[jenis, kunci].add(antrean)
        try:
            yield _ambil(antrean)
        finally:
            daftar = self._langganan[jenis, kunci]
            daftar.discard(antrean)
            if not daftar:
                del self._langganan[jenis, kunci]

    def _setelah_commit(self) -> None:
        self._bangun.set()
        self._kirim.set()

    async def _jalan(self) -> None:
        jeda = self._jeda
        while True:
            # Not wait_for: on Python 3.11 it swallows a cancellation that comes together with the wake.
            with suppress(TimeoutError):
                async with asyncio.timeout(jeda):
                    await self._bangun.wait()
            self._bangun.clear()
            try:
                while peristiwa := await baca_sesudah(self._db, self.posisi):
                    for satu in peristiwa:
                        self._bagikan(satu)
                    self.posisi = peristiwa[-1].posisi
                jeda = TERTAHAN_DETIK if await self._tertahan() else self._jeda
            except GANGGUAN as galat:
                log.warning("outbox_unreadable", galat=type(galat).__name__)

    async def _tertahan(self) -> bool:
        """Whether a committed event stands behind a transaction that still runs (only on PostgreSQL)."""
        if self._db.dialect == "sqlite":
            return False
        b = PeristiwaBaris
        terakhir = await self._db.scalar(select(func.max(b.transaksi)).where(b.transaksi < batas_belum_ada()))
        return terakhir is not None and terakhir > self.posisi[0]

    def _bagikan(self, satu: Peristiwa) -> None:
        for kunci in (satu.kunci, None):
            for antrean in tuple(self._langganan.get((satu.jenis, kunci), ())):
                if antrean.full():
                    _akhiri(antrean)
                else:
                    antrean.put_nowait(satu)

    async def _notify(self) -> None:
        """Wake the other processes, at most one NOTIFY under way however many commits there are."""
        while True:
            await self._kirim.wait()
            self._kirim.clear()
            try:
                async with self._db.read() as koneksi:
                    await koneksi.execute(text(f"SELECT pg_notify('{SALURAN}', '')"))
            except GANGGUAN as galat:
                log.warning("notify_failed", galat=type(galat).__name__)

    async def _listen(self, siap: asyncio.Event) -> None:
        putus = asyncio.Event()

        def bangun(*_: Any) -> None:
            self._bangun.set()

        def berakhir(*_: Any) -> None:
            putus.set()

        while True:
            putus.clear()
            try:
                koneksi = await sambung_langsung(self._db.url)
                try:
                    koneksi.add_termination_listener(berakhir)
                    await koneksi.add_listener(SALURAN, bangun)
                    siap.set()
                    self._bangun.set()
                    await putus.wait()
                finally:
                    koneksi.terminate()
            except GANGGUAN as galat:  # until it listens again, the clock looks for events
                log.warning("listen_failed", galat=type(galat).__name__)
                siap.set()
                await asyncio.sleep(self._jeda)


def _akhiri(antrean: asyncio.Queue[Peristiwa | None]) -> None:
    """End a queue: whoever reads it sees the end after what fits."""
    if antrean.full():
        antrean.get_nowait()
    antrean.put_nowait(None)


async def _ambil(antrean: asyncio.Queue[Peristiwa | None]) -> AsyncIterator[Peristiwa]:
    while (satu := await antrean.get()) is not None:
        yield satu
    raise TerlaluLambat
