"""The core's own jobs: sealing of audit entries, and clearing of outbox events everybody has long read."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from forum_server.database import bebas_jejak, sekarang
from forum_server.jejak.segel import SEKALI_SEGEL, segel
from forum_server.pekerjaan import models
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["TABEL", "jobs"]

TABEL = (models,)
"""Modules that declare tables of core, whoever runs jobs."""


@hookimpl
def jobs() -> list[Pekerjaan]:
    """Work of core that has a clock."""
    return [
        Pekerjaan(nama="inti.segel_jejak", tiap=timedelta(seconds=10), jalankan=_segel_semua),
        Pekerjaan(nama="inti.bersihkan_peristiwa", tiap=timedelta(hours=1), jalankan=_bersihkan),
    ]


async def _segel_semua(konteks: KonteksPekerjaan) -> None:
    while await konteks.db.write(segel) == SEKALI_SEGEL:
        pass


async def _bersihkan(konteks: KonteksPekerjaan) -> None:
    await konteks.db.write(_hapus_lama, timedelta(days=konteks.settings.simpan_peristiwa_hari))


def _hapus_lama(session: Session, umur: timedelta) -> None:
    bebas_jejak(session, "events that were delivered long ago")
    session.execute(delete(PeristiwaBaris).where(PeristiwaBaris.waktu < sekarang(session) - umur))
