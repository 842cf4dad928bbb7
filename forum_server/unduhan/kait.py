"""Downloads as core registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.plugin.hookspecs import hookimpl
from forum_server.unduhan import models
from forum_server.unduhan.service import bersihkan

__all__ = ["TABEL", "jobs"]

TABEL = (models,)


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """Clear what has expired."""
    return [Pekerjaan(nama="unduhan.bersihkan", tiap=timedelta(hours=1), jalankan=_bersihkan)]


async def _bersihkan(konteks: KonteksPekerjaan) -> None:
    await konteks.db.write(bersihkan)
