"""What a job is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta

from forum_server.database import Database
from forum_server.settings import Settings

__all__ = ["KonteksPekerjaan", "Pekerjaan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class KonteksPekerjaan:
    """What a job has at hand."""

    db: Database
    settings: Settings


@dataclass(frozen=True, kw_only=True, slots=True)
class Pekerjaan:
    """Something to do again and again.

    `nama` starts with the plugin's name ("paksi.tahanan"), `tiap` is the pause after a run ends, `pinjam` how long one
    run may take before another process may believe this one dead. A run that is repeated must do no harm.
    """

    nama: str
    tiap: timedelta
    jalankan: Callable[[KonteksPekerjaan], Awaitable[None]]
    pinjam: timedelta = timedelta(minutes=5)
