"""Pages for those who keep the server running: alive, ready, and how it is. They hold no secrets and no names."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from importlib import metadata
from typing import Any

from sqlalchemy import Connection, String, column, select, table
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from forum_server import __version__
from forum_server.database import GANGGUAN, Database
from forum_server.database.migrate import Lini, posisi
from forum_server.http.layanan import Layanan
from forum_server.http.soket import RuangSoket
from forum_server.peristiwa.hub import tertinggal
from forum_server.persiapan import lini
from forum_server.plugin.manager import Plugins

__all__ = ["Migrasi", "rute_status"]

PUSTAKA = ("graphql-core", "sqlalchemy", "starlette", "strawberry-graphql")

KEPALA = {"cache-control": "no-store"}


class Migrasi:
    """Where each migration line must stand, looked up in its files once, and whether the database is there."""

    def __init__(self, plugins: Plugins) -> None:
        self._lini = lini(plugins)
        self._terbaru: dict[str, str | None] = {}

    async def tertinggal(self, db: Database) -> list[str]:
        """Owners of lines that are not at their head, core first."""
        async with db.read() as koneksi:
            if not self._terbaru:
                return await koneksi.run_sync(self._lihat)
            return [
                satu.pemilik
                for satu in self._lini
                if await self._kini(koneksi, satu) != self._terbaru[satu.pemilik]
            ]

    def _lihat(self, koneksi: Connection) -> list[str]:
        semua = {satu.pemilik: posisi(koneksi, satu) for satu in self._lini}
        self._terbaru = {pemilik: terbaru for pemilik, (_, terbaru) in semua.items()}
        return [pemilik for pemilik, (kini, terbaru) in semua.items() if kini != terbaru]

    async def _kini(self, koneksi: AsyncConnection, satu: Lini) -> str | None:
        versi = select(column("version_num", String())).select_from(table(satu.tabel_versi))
        return (await koneksi.execute(versi)).scalar()


def rute_status(layanan: Callable[[], Layanan], migrasi: Migrasi, ruang: RuangSoket) -> list[Route]:
    """`/healthz`, `/readyz` and `/status`."""

    async def healthz(_permintaan: Request) -> Response:
        """The process answers."""
        return JSONResponse({"hidup": True}, headers=KEPALA)

    async def readyz(_permintaan: Request) -> Response:
        """The database answers and every migration line is at its head."""
        try:
            tertinggal = await migrasi.tertinggal(layanan().db)
        except GANGGUAN:
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
            "proses": os.getpid(),
            "basis_data": satu.db.dialect,
            "plugin": satu.plugins.status(),
            "skema": satu.skema,
            "soket": len(ruang),
        }
        try:
            isi["peristiwa"] = {"tertinggal": await tertinggal(satu.db, satu.hub.posisi)}
        except GANGGUAN:
            isi["peristiwa"] = {"tertinggal": None, "alasan": "Basis data tidak menjawab."}
        return JSONResponse(isi, headers=KEPALA)

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/status", status)]
