"""Hearing that the process is to stop while requests are still open: the server below tells the application only after."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import cast

__all__ = ["saat_berhenti"]

TANDA = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def saat_berhenti(kerja: Callable[[], None]) -> Generator[None, None, None]:
    """Run `kerja` in the running event loop at SIGTERM or SIGINT, beside what the process does then anyhow.

    For a process that does nothing but serve. Handlers that nobody installed, and other threads, are left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()
    semula = {tanda: lama for tanda in TANDA if callable(lama := signal.getsignal(tanda))}

    def tangani(tanda: int, bingkai: FrameType | None) -> None:
        loop.call_soon_threadsafe(kerja)
        semula[signal.Signals(tanda)](tanda, bingkai)

    for tanda in semula:
        signal.signal(tanda, tangani)
    try:
        yield
    finally:
        for tanda, lama in semula.items():
            if cast("object", signal.getsignal(tanda)) is tangani:
                signal.signal(tanda, lama)
