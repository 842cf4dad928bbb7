"""A database that is overloaded, or meets faults of those who use it: what is told, what is kept, what goes on."""

from __future__ import annotations

import asyncio
import sqlite3
import sys
import threading
import traceback
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session
from structlog.testing import capture_logs

from forum_server.akses.rules import Aktor
from forum_server.database import BatasPostgresql, Database, bebas_jejak, setelah_commit
from forum_server.galat import ServerSibuk
from forum_server.jejak import catat
from forum_server.peristiwa.hub import Hub
from forum_server.peristiwa.service import siarkan
from tests.basis_data.model import Kotak, UjiBase

SISTEM = Aktor.sistem("uji")
SEBENTAR = 0.05
PUTUSKAN = text(
    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
"""End every other connection, and wait until they are gone."""


def _buat_tabel(session: Session) -> None:
    bebas_jejak(session, "tables of a test")
    UjiBase.metadata.create_all(session.connection())


def _taruh(session: Session, nama: str, isi: int = 0) -> str:
    catat(session, SISTEM, "uji.taruh", objek="Kotak", objek_id="1", wilayah="61.71", bidang=["isi"])
    session.execute(insert(Kotak).values(nama=nama, isi=isi))
    return nama


def _kabar(session: Session, nomor: int) -> None:
    bebas_jejak(session, "an event, in a test")
    siarkan(session, "uji", kunci="k", wilayah="61", isi={"nomor": str(nomor)})


async def _banyak(db: Database) -> int:
    return await db.scalar(select(func.count()).select_from(Kotak))


@pytest.fixture
async def sempit(db_url: str) -> AsyncIterator[Database]:
    """One connection for readers, one for writers, and little patience."""
    db = Database(db_url, kumpulan_baca=1, kumpulan_tulis=1, tunggu=SEBENTAR)
    await db.write(_buat_tabel)
    yield db
    await db.tutup()


@asynccontextmanager
async def pembaca_habis(db: Database) -> AsyncGenerator[None]:
    """All readers are in use."""
    async with AsyncExitStack() as tumpukan:
        if db._pembaca is not None:
            lepas = asyncio.get_running_loop().create_future()
            mulai = asyncio.Event()
            loop = asyncio.get_running_loop()

            def tahan(_: object) -> None:
                loop.call_soon_threadsafe(mulai.set)
                asyncio.run_coroutine_threadsafe(_tunggu(lepas), loop).result()

            tugas = asyncio.ensure_future(db._pembaca.baca(text("SELECT 1"), None, tahan))
            await mulai.wait()

            async def kembali() -> None:
                lepas.set_result(None)
                await tugas

            tumpukan.push_async_callback(kembali)
        await tumpukan.enter_async_context(db.read())
        yield


async def _tunggu(lepas: asyncio.Future[None]) -> None:
    await lepas


@asynccontextmanager
async def penulis_terhalang(db: Database) -> AsyncGenerator[None]:
    """Another process keeps this one from writing."""
    if db.dialect == "sqlite":
        assert db.url.database is not None
        lain = sqlite3.connect(db.url.database, isolation_level=None)
        lain.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            lain.rollback()
            lain.close()
        return
    mesin = create_async_engine(db.url.set(drivername="postgresql+asyncpg"))
    async with mesin.connect() as koneksi, koneksi.begin() as transaksi:
        await koneksi.execute(text("LOCK TABLE uji_kotak IN EXCLUSIVE MODE"))
        pertama = asyncio.ensure_future(db.write(_taruh, "menunggu"))
        while not await koneksi.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            await koneksi.execute(text("SELECT pg_sleep(0.01)"))
        yield
        await transaksi.rollback()
        await pertama
    await mesin.dispose()


async def test_who_waits_too_long_for_a_reader_is_told_that_the_server_is_busy(sempit: Database) -> None:
    with capture_logs() as catatan:
        async with pembaca_habis(sempit):
            tugas = asyncio.ensure_future(sempit.scalar(text("SELECT 1")))
            await asyncio.wait({tugas}, timeout=4 * SEBENTAR)
        with pytest.raises(ServerSibuk) as galat:
            await tugas
    assert (galat.value.kode, galat.value.pesan[:22]) == ("SERVER_SIBUK", "Server sedang sibuk. C")
    assert [(c["event"], c["log_level"]) for c in catatan] == [("readers_busy", "warning")]
    assert await sempit.scalar(text("SELECT 1")) == 1


async def test_who_waits_too_long_to_write_is_told_and_nothing_is_written(sempit: Database) -> None:
    with capture_logs() as catatan:
        async with penulis_terhalang(sempit):
            with pytest.raises(ServerSibuk) as galat:
                await sempit.write(_taruh, "a")
    assert "belum tersimpan" in galat.value.pesan
    assert [c["event"] for c in catatan] == ["writers_busy"]
    assert await sempit.scalars(select(Kotak.nama).where(Kotak.nama == "a")) == []
    assert await sempit.write(_taruh, "a") == "a"


async def test_the_outbox_reader_outlives_a_time_without_readers(sempit: Database) -> None:
    hub = Hub(sempit, jeda=SEBENTAR)
    await hub.mulai()
    async with hub.langgan("uji", "k") as peristiwa:
        nomor = 0
        with capture_logs() as catatan:
            while "outbox_unreadable" not in {c["event"] for c in catatan}:
                assert nomor < 50
                async with pembaca_habis(sempit):
                    await sempit.write(_kabar, nomor := nomor + 1)
                    await asyncio.sleep(4 * SEBENTAR)
        await sempit.write(_kabar, nomor := nomor + 1)
        async with asyncio.timeout(20):
            terbaca = [(await anext(peristiwa)).isi["nomor"] for _ in range(nomor)]
        assert terbaca == [str(n) for n in range(1, nomor + 1)]
    await hub.tutup()


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_the_outbox_reader_outlives_the_loss_of_every_connection(db: Database) -> None:
    hub = Hub(db, jeda=SEBENTAR)
    await hub.mulai()
    mesin = create_async_engine(db.url.set(drivername="postgresql+asyncpg"))
    async with hub.langgan("uji", "k") as peristiwa, mesin.connect() as koneksi:
        for nomor in range(3):
            await koneksi.execute(PUTUSKAN)
            await db.write(_kabar, nomor)
            async with asyncio.timeout(20):
                assert (await anext(peristiwa)).isi["nomor"] == str(nomor)
    await mesin.dispose()
    await hub.tutup()


async def test_a_call_after_the_commit_that_fails_changes_nothing_about_the_unit(sempit: Database) -> None:
    def unit(session: Session) -> str:
        def rusak() -> None:
            raise RuntimeError("rusak")

        setelah_commit(session, rusak)
        return _taruh(session, "a")

    with capture_logs() as catatan:
        assert await sempit.write(unit) == "a"
    assert [c["event"] for c in catatan] == ["after_commit_failed"]
    assert await sempit.write(_taruh, "b") == "b"
    assert await _banyak(sempit) == 2


async def test_a_unit_that_wants_to_end_the_process_ends_only_itself(sempit: Database) -> None:
    def unit(session: Session) -> None:
        _taruh(session, "a")
        sys.exit(3)

    with pytest.raises(RuntimeError, match="end the process"):
        await sempit.write(unit)
    assert await sempit.write(_taruh, "b") == "b"
    assert await sempit.scalars(select(Kotak.nama)) == ["b"]


async def test_closing_waits_for_units_whose_callers_are_gone(sempit: Database, db_url: str) -> None:
    tugas = asyncio.ensure_future(sempit.write(_taruh, "a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    tugas.cancel()
    await asyncio.gather(tugas, return_exceptions=True)
    await sempit.tutup()
    lagi = Database(db_url)
    # On SQLite a unit that had not begun is cancelled with its caller.
    ditulis = await _banyak(lagi)
    await lagi.tutup()
    assert ditulis == 1 or sempit.dialect == "sqlite"


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_closed_writer_refuses_instead_of_waiting_for_ever(sempit: Database) -> None:
    await sempit.tutup()
    with pytest.raises(RuntimeError, match="closed"):
        await sempit.write(_taruh, "a")


async def test_an_error_of_the_database_quotes_no_values(sempit: Database) -> None:
    with pytest.raises(IntegrityError) as galat:
        await sempit.write(_taruh, "Nama Rahasia Seseorang", isi=-12345)
    seluruhnya = "".join(traceback.format_exception(galat.value))
    assert "isi_tak_negatif" in seluruhnya
    assert "Nama Rahasia" not in seluruhnya.replace('"Nama Rahasia Seseorang", isi=-12345)', "")
    assert "12345" not in seluruhnya.replace('"Nama Rahasia Seseorang", isi=-12345)', "")


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_users_do_not_notice_that_the_database_began_anew(db: Database) -> None:
    mesin = create_async_engine(db.url.set(drivername="postgresql+asyncpg"))
    await db.write(_buat_tabel)
    await asyncio.gather(*(db.scalar(text("SELECT 1")) for _ in range(4)))
    async with mesin.connect() as koneksi:
        for nomor in range(3):
            await koneksi.execute(PUTUSKAN)
            assert await asyncio.gather(*(db.scalar(text("SELECT 1")) for _ in range(8))) == [1] * 8
            await koneksi.execute(PUTUSKAN)
            await asyncio.gather(*(db.write(_taruh, f"{nomor}-{n}") for n in range(8)))
    assert await _banyak(db) == 24
    await mesin.dispose()


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_unit_whose_commit_lost_its_connection_is_not_run_again(db: Database) -> None:
    await db.write(_buat_tabel)
    kali = 0

    def unit(session: Session) -> None:
        nonlocal kali
        kali += 1
        _taruh(session, f"{kali}")
        # A deferred trigger runs within the commit.
        session.execute(
            text(
                "CREATE FUNCTION putus() RETURNS trigger LANGUAGE plpgsql AS"
                " $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$"
            )
        )
        session.execute(
            text(
                "CREATE CONSTRAINT TRIGGER putus AFTER INSERT ON uji_kotak DEFERRABLE INITIALLY DEFERRED"
                " FOR EACH ROW EXECUTE FUNCTION putus()"
            )
        )
        _taruh(session, f"{kali}b")

    with pytest.raises(ServerSibuk) as galat:
        await db.write(unit)
    assert "Periksa dahulu apakah sudah tersimpan" in galat.value.pesan
    assert kali == 1
    assert await _banyak(db) == 0


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_who_waits_for_a_lock_or_takes_too_long_is_told_and_nothing_is_written(db_url: str) -> None:
    longgar = Database(db_url)
    ketat = Database(db_url, batas=BatasPostgresql(pernyataan=SEBENTAR, kunci=SEBENTAR / 2, menganggur=0))
    await longgar.write(_buat_tabel)
    mesin = create_async_engine(longgar.url.set(drivername="postgresql+asyncpg"))
    async with mesin.connect() as koneksi, koneksi.begin():
        await koneksi.execute(text("LOCK TABLE uji_kotak IN EXCLUSIVE MODE"))
        with pytest.raises(ServerSibuk) as galat:
            await ketat.write(_taruh, "a")
    assert "belum tersimpan" in galat.value.pesan
    with pytest.raises(ServerSibuk):
        await ketat.scalar(text("SELECT pg_sleep(30)"))
    assert await _banyak(longgar) == 0
    assert await ketat.write(_taruh, "a") == "a"
    await mesin.dispose()
    await ketat.tutup()
    await longgar.tutup()


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_a_transaction_that_lies_idle_is_ended_and_told_and_nothing_is_written(db_url: str) -> None:
    ketat = Database(db_url, batas=BatasPostgresql(menganggur=SEBENTAR))
    await ketat.write(_buat_tabel)
    kali = 0

    def diam(session: Session) -> None:
        nonlocal kali
        kali += 1
        pid = session.scalar(text("SELECT pg_backend_pid()"))
        _taruh(session, "a")
        utas = threading.Thread(target=lambda: asyncio.run(_tunggu_mati(ketat, pid)))
        utas.start()
        utas.join()

    with pytest.raises(ServerSibuk):
        await ketat.write(diam)
    assert kali == 5
    assert await _banyak(ketat) == 0
    await ketat.tutup()


async def _tunggu_mati(db: Database, pid: int) -> None:
    """Wait on a connection of our own until another one has ended."""
    mesin = create_async_engine(db.url.set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
    async with mesin.connect() as koneksi:
        while await koneksi.scalar(text("SELECT count(*) FROM pg_stat_activity WHERE pid = :p"), {"p": pid}):
            await koneksi.execute(text("SELECT pg_sleep(0.01)"))
    await mesin.dispose()
