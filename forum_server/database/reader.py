"""Reading on SQLite: a few threads, one statement per visit.

SQLite answers in some ten microseconds, while aiosqlite goes to its thread and back for the cursor, the statement, the
rows and the close; here the whole statement is one visit.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Engine, Executable
from sqlalchemy.exc import TimeoutError as KumpulanPenuh

__all__ = ["Pembaca"]

T = TypeVar("T")


class Pembaca:
    """As many threads as the engine has connections, so that none waits for one; `tutup` ends them.

    A statement whose turn comes after `tunggu` seconds is not run: who asked has long given up, and the next one in
    the queue has not.
    """

    def __init__(self, engine: Engine, ukuran: int, tunggu: float) -> None:
        self._engine = engine
        self._tunggu = tunggu
        self._benang = ThreadPoolExecutor(ukuran, thread_name_prefix="forum-pembaca")

    async def baca(
        self, stmt: Executable, params: Mapping[str, Any] | None, ambil: Callable[[CursorResult[Any]], T]
    ) -> T:
        """What `ambil` takes of the result of one statement."""
        paling_lambat = time.monotonic() + self._tunggu

        def kerja() -> T:
            if time.monotonic() > paling_lambat:
                raise KumpulanPenuh
            with self._engine.connect() as koneksi:
                return ambil(koneksi.execute(stmt, params))

        return await asyncio.get_running_loop().run_in_executor(self._benang, kerja)

    def tutup(self) -> None:
        """End the threads and close their connections."""
        self._benang.shutdown()
        self._engine.dispose()
