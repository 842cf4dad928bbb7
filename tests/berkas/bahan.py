"""Files and bodies for the tests of files. Nothing here was made by anybody."""

from __future__ import annotations

import asyncio
import io
import struct
import uuid
import zipfile
import zlib
from collections.abc import AsyncIterator, Collection, Sequence
from typing import Any, cast

import xlsxwriter
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from starlette.types import Message, Receive

from forum_server.akses.rules import Aktor, Izin
from forum_server.berkas.lampiran import lampirkan
from forum_server.berkas.models import Berkas, ObjekBerkas, Unggahan
from forum_server.berkas.pemilik import KonteksBerkas, PemilikBerkas
from forum_server.database import Database, bebas_jejak
from forum_server.jejak.service import catat
from forum_server.plugin import PDF, hookimpl
from forum_server.settings import Settings

PDF_ISI = b"%PDF-1.7\n" + b"surat contoh\n" * 2000 + b"%%EOF\n"
TIDAK_TERTENTU = frozenset({PDF})


def png() -> bytes:
    def bagian(nama: bytes, isi: bytes) -> bytes:
        return struct.pack(">I", len(isi)) + nama + isi + struct.pack(">I", zlib.crc32(nama + isi))

    kepala = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + bagian(b"IHDR", kepala)
        + bagian(b"IDAT", zlib.compress(b"\0\0"))
        + bagian(b"IEND", b"")
    )


def xlsx() -> bytes:
    keluar = io.BytesIO()
    buku = xlsxwriter.Workbook(keluar, {"in_memory": True})
    buku.add_worksheet().write(0, 0, "contoh")
    buku.close()
    return keluar.getvalue()


def arsip(**isi: str) -> bytes:
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as z:
        for nama, teks in isi.items():
            z.writestr(nama.replace("__", "/"), teks)
    return keluar.getvalue()


async def aliran(isi: bytes, besar: int = 10_000) -> AsyncIterator[bytes]:
    for awal in range(0, len(isi), besar):
        yield isi[awal : awal + besar]


async def kumpul(isi: AsyncIterator[bytes]) -> bytes:
    return b"".join([satu async for satu in isi])


def kiriman(*potongan: bytes | type[BaseException] | str) -> Receive:
    """A request body in these pieces; "putus" for a client that goes, an exception to raise, "diam" to stand still."""
    antrean = list(potongan)

    async def receive() -> Message:
        if not antrean:
            return {"type": "http.request", "body": b"", "more_body": False}
        satu = antrean.pop(0)
        if satu == "putus":
            return {"type": "http.disconnect"}
        if satu == "diam":
            await asyncio.Event().wait()
        if isinstance(satu, type):
            raise satu
        return {"type": "http.request", "body": satu, "more_body": True}

    return receive


def pengaturan(folder: Any, **berkas: Any) -> Settings:
    return Settings(_env_file=None, data_dir=folder, berkas=berkas)  # pyright: ignore[reportCallIssue]


async def banyak(db: Database) -> tuple[int, int, int]:
    """Rows of uploads, objects and files."""
    return cast(
        "tuple[int, int, int]",
        tuple(
            [await db.scalar(select(func.count()).select_from(t)) for t in (Unggahan, ObjekBerkas, Berkas)]
        ),
    )


def pasang(
    session: Session,
    aktor: Aktor,
    unggahan: uuid.UUID,
    *,
    pemilik_id: str = "satu",
    wilayah: str = "61.71",
    media: frozenset[str] = TIDAK_TERTENTU,
    maks: int = 10_000_000,
    pemilik: str = "catatan.isi",
) -> uuid.UUID:
    """Attach, as a service of a plugin would."""
    id_ = lampirkan(
        session,
        aktor,
        unggahan=unggahan,
        pemilik=pemilik,
        pemilik_id=pemilik_id,
        wilayah=wilayah,
        media=media,
        maks=maks,
    )
    catat(session, aktor, "catatan.lampirkan", objek="catatan", objek_id=pemilik_id, wilayah=wilayah)
    return id_


class Catatan:
    """A plugin whose records are regions: whoever may read notes of a region sees its files."""

    @hookimpl
    def permissions(self) -> Sequence[Izin]:
        return [Izin(kode="catatan:baca", keterangan="Membaca catatan.")]

    @hookimpl
    def files(self) -> Sequence[PemilikBerkas]:
        return [PemilikBerkas(nama="catatan.isi", boleh=_boleh)]


async def _boleh(konteks: KonteksBerkas, ids: Collection[str]) -> Collection[str]:
    return [i for i in ids if konteks.aktor.boleh("catatan:baca", wilayah=i)]


def buat_akun(session: Session, id_: uuid.UUID, nama: str, wilayah: str) -> None:
    from forum_server.akun.models import Akun

    bebas_jejak(session, "the state a test begins with")
    session.execute(insert(Akun).values(id=id_, nama_pengguna=nama, wilayah_kode=wilayah, aktif=True))
