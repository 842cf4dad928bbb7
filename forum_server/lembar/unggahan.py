"""Importing a table from a staged upload: read apart from any transaction, written and used up in one."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.berkas.baca import baca_unggahan
from forum_server.berkas.jenis import CSV, XLSX
from forum_server.berkas.lampiran import pakai_unggahan
from forum_server.berkas.models import Unggahan
from forum_server.berkas.pemilik import KonteksBerkas
from forum_server.database import AKAR
from forum_server.impor import UKURAN_MAKS, BerkasCsv
from forum_server.jejak.service import catat

__all__ = ["AKSI", "MEDIA_TABEL", "impor_unggahan"]

MEDIA_TABEL: Final = frozenset({XLSX, CSV})
"""What a table may be uploaded as."""
AKSI: Final = "berkas.impor"

T = TypeVar("T")


async def impor_unggahan(
    konteks: KonteksBerkas,
    unggahan: uuid.UUID,
    *,
    baca: Callable[[bytes, str], BerkasCsv],
    tulis: Callable[[Session, BerkasCsv], T],
    wilayah: str = AKAR,
) -> T:
    """Import the finished upload `unggahan` of this account and return what `tulis` returned.

    `baca` reads the content (and its name, for messages) in a thread, with `baca_tabel`; `tulis` checks rights, calls
    `BerkasCsv.tolak` and writes, in one unit with which the upload is used up. On any fault nothing is written and the
    upload stays for another try. `wilayah` owns the audit entry of the import as such. Raises what `tulis` raises, and
    as `lampirkan`.
    """
    isi = await baca_unggahan(konteks, unggahan, maks=UKURAN_MAKS, media=MEDIA_TABEL)
    nama = await konteks.db.scalar(select(Unggahan.nama).where(Unggahan.id == unggahan))
    terbaca = await asyncio.to_thread(baca, isi, nama or "unggahan")
    aktor = konteks.aktor

    def unit(session: Session) -> T:
        hasil = tulis(session, terbaca)
        pakai_unggahan(session, aktor, unggahan)
        catat(session, aktor, AKSI, objek="unggahan", objek_id=str(unggahan), wilayah=wilayah)
        return hasil

    return await konteks.db.write(unit)
