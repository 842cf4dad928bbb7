"""Writing on SQLite: one thread, one connection, many units per commit.

A commit costs a disk flush whatever it holds. While one group is being flushed the next units queue up, and are
committed together; each stands in a savepoint of its own, so one that fails takes nothing else with it. A unit's
result is handed back only after the commit that makes it durable.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import TimeoutError as KumpulanPenuh
from sqlalchemy.orm import Session

from forum_server.database.unit import Unit, akhiri, panggil

__all__ = ["Penulis"]

T = TypeVar("T")

KELOMPOK_MAKS = 64
"""Units in one commit at most: bounds how long the first of them waits."""


@dataclass(slots=True)
class _Tugas:
    unit: Callable[[Session], Any]
    janji: Future[Any]
    paling_lambat: float


class Penulis:
    """The writer thread. `kirim` is thread-safe; `tutup` finishes what was sent before it.

    A unit whose turn comes after `tunggu` seconds is refused: another process keeps this one from writing.
    """

    def __init__(self, engine: Engine, tunggu: float) -> None:
        self._engine = engine
        self._tunggu = tunggu
        self._antrean: queue.SimpleQueue[_Tugas | None] = queue.SimpleQueue()
        self._pintu = threading.Lock()
        self._tertutup = False
        self._thread = threading.Thread(target=self._jalan, name="forum-penulis", daemon=True)
        self._thread.start()

    def kirim(self, unit: Callable[[Session], T]) -> Future[T]:
        """Queue a unit; the future ends after its commit, or with what it raised."""
        janji: Future[T] = Future()
        with self._pintu:  # nothing may queue up behind the end
            if self._tertutup:
                raise RuntimeError("the writer is closed")
            self._antrean.put(_Tugas(unit, janji, time.monotonic() + self._tunggu))
        return janji

    def tutup(self) -> None:
        """Commit what is queued and end the thread."""
        with self._pintu:
            if not self._tertutup:
                self._tertutup = True
                self._antrean.put(None)
        self._thread.join()
        self._engine.dispose()

    def _jalan(self) -> None:
        terbuka = True
        while terbuka:
            tugas = self._antrean.get()
            if tugas is None:
                return
            kelompok = [tugas]
            while len(kelompok) < KELOMPOK_MAKS:
                try:
                    berikut = self._antrean.get_nowait()
                except queue.Empty:
                    break
                if berikut is None:
                    terbuka = False
                    break
                kelompok.append(berikut)
            kelompok = [t for t in kelompok if t.janji.set_running_or_notify_cancel()]
            kini = time.monotonic()
            for tugas in kelompok:
                if tugas.paling_lambat < kini:
                    tugas.janji.set_exception(KumpulanPenuh())
            if kelompok := [t for t in kelompok if t.paling_lambat >= kini]:
                self._tulis(kelompok)

    def _tulis(self, kelompok: list[_Tugas]) -> None:
        selesai: list[tuple[_Tugas, Any]] = []
        kabar: dict[Callable[[], None], None] = {}
        gagal: list[tuple[_Tugas, BaseException]] = []
        try:
            with self._engine.connect() as koneksi, koneksi.begin():
                for tugas in kelompok:
                    try:
                        hasil, setelah = _satu(koneksi, tugas.unit)
                    except Exception as galat:
                        if not koneksi.connection.dbapi_connection.in_transaction:  # pyright: ignore[reportOptionalMemberAccess]
                            raise  # SQLite itself gave up the whole transaction (disk full, I/O error)
                        gagal.append((tugas, galat))
                    else:
                        selesai.append((tugas, hasil))
                        kabar.update(dict.fromkeys(setelah))
        except BaseException as galat:  # noqa: BLE001  whoever waits must learn of it, and the thread must live on
            for tugas in kelompok:
                tugas.janji.set_exception(galat)
            return
        for tugas, galat in gagal:
            tugas.janji.set_exception(galat)
        panggil(kabar)
        for tugas, hasil in selesai:
            tugas.janji.set_result(hasil)


def _satu(koneksi: Connection, unit: Callable[[Session], T]) -> tuple[T, list[Callable[[], None]]]:
    """Run one unit in a savepoint of the group's transaction."""
    with Unit(bind=koneksi, join_transaction_mode="create_savepoint", expire_on_commit=False) as session:
        with session.begin():
            hasil = unit(session)
            setelah = akhiri(session)
        return hasil, setelah
