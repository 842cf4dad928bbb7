"""A process that tells people and sends mail, for tests that race it or kill it."""

from __future__ import annotations

import asyncio
import sys

from forum_server.database import Database
from forum_server.pemberitahuan.kirim import kirim_surel
from forum_server.settings import Settings
from tests.pemberitahuan.bahan import kabari, konteks

BANYAK = 8


async def utama(apa: str) -> None:
    """`kabari`: tell of many occasions; `kirim`: send what waits; `semua`: both."""
    settings = Settings()
    db = Database(settings.database_url)
    if apa in {"kabari", "semua"}:
        for nomor in range(BANYAK):
            await db.write(kabari, nomor)
    if apa in {"kirim", "semua"}:
        await kirim_surel(konteks(db, settings.surel))
    await db.tutup()


if __name__ == "__main__":
    asyncio.run(utama(sys.argv[1]))
