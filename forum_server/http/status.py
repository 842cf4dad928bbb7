"""Pages for those who keep the server running: alive, ready, and how it is. They hold no secrets and no names."""

from __future__ import annotations

import platform
from collections.abc import Callable
from importlib import metadata
from typing import Any

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import DBAPIError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from forum_server import __version__
from forum_server.database.migrate import Lini, posisi
from forum_server.database.transaksi import sesudah
from forum_server.http.layanan import Layanan
from forum_server.http.soket import RuangSoket
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.persiapan import lini

__all__ = ["belum_dimigrasi", "rute_status"]

PUSTAKA = ("graphql-core", "sqlalchemy", "starlette", "strawberry-graphql")

KEPALA = {"cache-control": "no-store"}


def rute_status(layanan: Callable[[], Layanan], ruang: RuangSoket) -> list[Route]:
    """`/healthz`, `/readyz` and `/status`."""

    async def healthz(_permintaan: Request) -> Response:
        """The process answers."""
        return JSONResponse({"hidup": True}, headers=KEPALA)

    async def readyz(_permintaan: Request) -> Response:
        """The database answers and every migration line is at its head."""
        try:
            tertinggal = await belum_dimigrasi(layanan())
        except (DBAPIError, OSError):
            return JSONResponse({"siap": False, "alasan": "Basis data tidak menjawab."}, 503, headers=KEPALA)
        if tertinggal:
            alasan = f"Basis data belum dimigrasi: {', '.join(tertinggal)}. Jalankan forum migrate."
            return JSONResponse({"siap": False, "alasan": alasan}, 503, headers=KEPALA)
        return JSONResponse({"siap": True}, headers=KEPALA)

    async def status(_permintaan: Request) -> Response:
        """Versions, plugins on and set aside, failures, schemas, sockets, and how far the outbox is behind."""
        satu = layanan()
        isi: dict[str, Any] = {
            "versi": {
                "forum-server": __version__,
                "python": platform.python_version(),
                **{p: metadata.version(p) for p in PUSTAKA},
            },
            "basis_data": satu.db.dialect,
            "plugin": satu.plugins.status(),
            "skema": satu.skema,
            "soket": len(ruang),
        }
        try:
            isi["peristiwa"] = {"tertinggal": await _tertinggal(satu)}
        except (DBAPIError, OSError):
            isi["peristiwa"] = {"tertinggal": None, "alasan": "Basis data tidak menjawab."}
        return JSONResponse(isi, headers=KEPALA)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/status", status)]


async def belum_dimigrasi(layanan: Layanan) -> list[str]:
    """Owners of migration lines that are not at their head, core first."""
    semua = lini(layanan.plugins)
    async with layanan.db.read() as koneksi:
        return await koneksi.run_sync(_bukan_terbaru, semua)


def _bukan_terbaru(koneksi: Connection, semua: list[Lini]) -> list[str]:
    hasil: list[str] = []
    for satu in semua:
        kini, terbaru = posisi(koneksi, satu)
        if kini != terbaru:
            hasil.append(satu.pemilik)
    return hasil


async def _tertinggal(layanan: Layanan) -> int:
    """Committed events this process has not handed out yet."""
    b = PeristiwaBaris
    jumlah = await layanan.db.scalar(
        select(func.count()).where(sesudah(b.transaksi, b.id, layanan.hub.posisi))
    )
    return int(jumlah or 0)
