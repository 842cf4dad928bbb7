"""The database: short reads on an autocommit engine, writes as plain functions of a session."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, CursorResult, Executable, Row
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import Session

from forum_server.database.base import Base, milik, pemicu
from forum_server.database.clause import AKAR, dalam, dalam_parameter, di_bawah, leluhur, sekarang, waktu_db
from forum_server.database.engine import (
    BatasPostgresql,
    Dialek,
    baca_engine,
    baca_sqlite,
    dialek,
    tulis_postgresql,
    tulis_sqlite,
    url_dari,
)
from forum_server.database.gangguan import (
    GANGGUAN,
    TERSANGKA,
    TIDAK_TERSAMBUNG,
    baca_sibuk,
    hasil_tak_diketahui,
    sibuk,
    tak_menjawab,
    terputus,
    tulis_sibuk,
)
from forum_server.database.reader import Pembaca
from forum_server.database.types import Instan, KodeTipe, pilihan
from forum_server.database.unit import Unit, akhiri, bebas_jejak, di_akhir, mulai, panggil, setelah_commit
from forum_server.database.writer import Penulis

if TYPE_CHECKING:
    from forum_server.pantau.pantau import Pantau

__all__ = [
    "AKAR",
    "GANGGUAN",
    "Base",
    "BatasPostgresql",
    "Database",
    "Dialek",
    "Instan",
    "KodeTipe",
    "bebas_jejak",
    "dalam",
    "dalam_parameter",
    "di_akhir",
    "di_bawah",
    "leluhur",
    "milik",
    "pemicu",
    "pilihan",
    "sekarang",
    "setelah_commit",
    "waktu_db",
]

P = ParamSpec("P")
T = TypeVar("T")

ULANG_MAKS = 5
"""How often a unit is run again after PostgreSQL ended it for a deadlock."""

_BOLEH_ULANG = ("40P01", "40001")

TUNGGU_DETIK = 15.0
"""How long a statement or a unit waits for its turn."""


class Database:
    """One process's access to the database. Open it inside the event loop that uses it; close it with `tutup`."""

    def __init__(
        self,
        url: URL | str,
        *,
        kumpulan_baca: int = 4,
        kumpulan_tulis: int = 4,
        tunggu: float = TUNGGU_DETIK,
        batas: BatasPostgresql | None = None,
    ) -> None:
        batas = batas or BatasPostgresql()
        self.url = url_dari(url) if isinstance(url, str) else url
        self.dialect: Dialek = dialek(self.url)
        self.baca_engine: AsyncEngine = baca_engine(self.url, kumpulan_baca, tunggu, batas)
        self.pendengar: set[Callable[[], None]] = set()
        """Called (from any thread) after a commit that told events; they must only wake somebody."""
        self.pantau: Pantau | None = None
        """Told how long reads and writes take and wait."""
        self._pembaca: Pembaca | None = None
        self._penulis: Penulis | None = None
        self._tulis: AsyncEngine | None = None
        self._berjalan: set[asyncio.Task[Any]] = set()
        if self.dialect == "sqlite":
            self._penulis = Penulis(tulis_sqlite(self.url, tunggu), tunggu)
            self._pembaca = Pembaca(baca_sqlite(self.url, kumpulan_baca, tunggu), kumpulan_baca, tunggu)
        else:
            self._tulis = tulis_postgresql(self.url, kumpulan_tulis, tunggu, batas)

    async def tutup(self) -> None:
        """Finish queued writes and close every connection."""
        if self._penulis is not None:
            await asyncio.to_thread(self._penulis.tutup)
        if self._pembaca is not None:
            await asyncio.to_thread(self._pembaca.tutup)
        await asyncio.gather(*self._berjalan, return_exceptions=True)
        if self._tulis is not None:
            await self._tulis.dispose()
        await self.baca_engine.dispose()

    async def write(
        self, unit: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run `unit(session, …)` as one transaction and return its result after the commit.

        What it raises rolls everything back. On PostgreSQL a unit ended by a deadlock, or by the loss of its connection
        before the commit, is run again, so it must not keep state outside its session. A unit must not be cancelled halfway: when the caller is, the unit
        still ends, and either all of it is there or nothing.

        Raises `ServerSibuk` when the unit could not run because of what others do or because the database is away;
        nothing is written then. Only where the connection was lost during the commit nobody knows, and it says so.
        """

        def jalankan(session: Session) -> T:
            mulai(session, self._kabarkan)
            if ukur is not None:
                ukur.mulai()
            try:
                return unit(session, *args, **kwargs)
            except SystemExit as galat:
                raise RuntimeError("a unit of work tried to end the process") from galat

        if self.pantau is None:
            ukur = None
            return await self._tulis_satu(jalankan)
        with self.pantau.unit(unit) as ukur:
            return await self._tulis_satu(jalankan)

    async def _tulis_satu(self, jalankan: Callable[[Session], T]) -> T:
        try:
            if self._penulis is not None:
                return await asyncio.wrap_future(self._penulis.kirim(jalankan))
            tugas = asyncio.ensure_future(self._write_postgresql(jalankan))
            self._berjalan.add(tugas)
            tugas.add_done_callback(self._berjalan.discard)
            return await asyncio.shield(tugas)
        except TERSANGKA as galat:
            if sibuk(galat):
                raise tulis_sibuk(galat) from galat
            raise

    def _kabarkan(self) -> None:
        for dengar in tuple(self.pendengar):
            dengar()

    async def _write_postgresql(self, unit: Callable[[Session], T]) -> T:
        for percobaan in range(1, ULANG_MAKS + 1):
            tersambung = sampai_commit = False
            try:
                async with (
                    AsyncSession(self._tulis, sync_session_class=Unit, expire_on_commit=False) as session,
                    session.begin(),
                ):
                    await session.connection()
                    tersambung = True
                    hasil, setelah = await session.run_sync(lambda s: (unit(s), akhiri(s)))
                    sampai_commit = True
            except TIDAK_TERSAMBUNG as galat:
                if not tersambung:
                    if tak_menjawab(galat):
                        raise tulis_sibuk(galat) from galat
                    raise
                if sampai_commit and terputus(galat):
                    raise hasil_tak_diketahui(galat) from galat
                asal = galat.orig if isinstance(galat, DBAPIError) else galat
                kalah = getattr(asal, "sqlstate", None) in _BOLEH_ULANG
                if percobaan == ULANG_MAKS or not (kalah or terputus(galat)):
                    raise
            else:
                panggil(setelah)
                return hasil
        raise AssertionError("unreachable")

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[AsyncConnection]:
        """A connection for a few statements; each sees what was committed when it began.

        Raises `ServerSibuk` when none comes free in time, and when the database is away.
        """
        try:
            async with self._pinjam() as koneksi:
                yield koneksi
        except TERSANGKA as galat:
            if sibuk(galat):
                raise baca_sibuk(galat) from galat
            raise

    @asynccontextmanager
    async def _pinjam(self) -> AsyncGenerator[AsyncConnection]:
        """A reader; raises `ServerSibuk` when the database is away."""
        async with AsyncExitStack() as tumpukan:
            try:
                koneksi = await tumpukan.enter_async_context(self.baca_engine.connect())
            except TIDAK_TERSAMBUNG as galat:
                if tak_menjawab(galat):
                    raise baca_sibuk(galat) from galat
                raise
            yield koneksi

    async def all(self, stmt: Executable, params: Mapping[str, Any] | None = None) -> Sequence[Row[Any]]:
        """Every row of one statement."""
        return await self._satu(stmt, params, lambda hasil: hasil.all())

    async def first(self, stmt: Executable, params: Mapping[str, Any] | None = None) -> Row[Any] | None:
        """The first row of one statement, or None."""
        return await self._satu(stmt, params, lambda hasil: hasil.first())

    async def scalar(self, stmt: Executable, params: Mapping[str, Any] | None = None) -> Any:
        """The first column of the first row, or None."""
        return await self._satu(stmt, params, lambda hasil: hasil.scalar())

    async def scalars(self, stmt: Executable, params: Mapping[str, Any] | None = None) -> Sequence[Any]:
        """The first column of every row."""
        return await self._satu(stmt, params, lambda hasil: hasil.scalars().all())

    async def _satu(
        self, stmt: Executable, params: Mapping[str, Any] | None, ambil: Callable[[CursorResult[Any]], T]
    ) -> T:
        if self.pantau is None:
            return await self._baca(stmt, params, ambil)
        with self.pantau.baca():
            return await self._baca(stmt, params, ambil)

    async def _baca(
        self, stmt: Executable, params: Mapping[str, Any] | None, ambil: Callable[[CursorResult[Any]], T]
    ) -> T:
        if self._pembaca is not None:
            try:
                return await self._pembaca.baca(stmt, params, ambil)
            except TERSANGKA as galat:
                if sibuk(galat):
                    raise baca_sibuk(galat) from galat
                raise
        try:
            async with self._pinjam() as koneksi:
                return ambil(await koneksi.execute(stmt, params))
        except TERSANGKA as galat:
            if not terputus(galat):
                if sibuk(galat):
                    raise baca_sibuk(galat) from galat
                raise
        # The server of the database began anew or another took its place, and every connection in store is lost.
        async with self.read() as koneksi:
            return ambil(await koneksi.execute(stmt, params))
