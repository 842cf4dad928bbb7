"""Reading files: their rows in one statement, their content piece by piece."""

from __future__ import annotations

import base64
import uuid
from collections.abc import AsyncIterator, Iterable
from typing import Any, Final

from sqlalchemy import Row, select

from forum_server.berkas.gudang import Gudang
from forum_server.berkas.jenis import JENIS, periksa_daftar
from forum_server.berkas.lampiran import APA, ambil_unggahan
from forum_server.berkas.models import KUNCI, Berkas, ObjekBerkas, Unggahan
from forum_server.berkas.pemilik import KonteksBerkas
from forum_server.berkas.rules import (
    KeadaanUnggahan,
    KelasBerkas,
    belum_selesai,
    jenis_ditolak,
    terlalu_besar,
)
from forum_server.berkas.sandi import BerkasRusak, Keterangan, buka_keterangan, bukakan
from forum_server.database import Database, dalam
from forum_server.galat import TidakDitemukan
from forum_server.kunci import Kunci

__all__ = ["Isi", "baca_unggahan", "banyak", "buka_berkas", "isi_objek"]

Isi = tuple[Keterangan, AsyncIterator[bytes]]
"""What a file is called, what it is and how long, and its content."""

_OBJEK: Final = (
    ObjekBerkas.id.label("objek_id"),
    ObjekBerkas.nama.label("objek"),
    ObjekBerkas.ukuran.label("tersimpan"),
    ObjekBerkas.kunci,
    ObjekBerkas.keterangan,
)


async def banyak(db: Database, berkas: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These files by id, with what is known of their objects, in one statement."""
    rows = await db.all(
        select(
            Berkas.id,
            Berkas.kelas,
            Berkas.pemilik,
            Berkas.pemilik_id,
            Berkas.wilayah_kode,
            Berkas.nama,
            Berkas.media,
            Berkas.dibuat_pada,
            *_OBJEK,
        )
        .join(ObjekBerkas, ObjekBerkas.id == Berkas.objek_id)
        .where(dalam(Berkas.id, set(berkas)))
    )
    return {row.id: row for row in rows}


def isi_objek(gudang: Gudang, row: Row[Any], *, kunci: Kunci, kunci_berkas: bytes | None = None) -> Isi:
    """A file's description and content. One of class RAHASIA opens with `kunci_berkas`, else with the key the server keeps.

    Raises `BerkasRusak` (also while the content is read), `ObjekHilang`.
    """
    aliran = gudang.baca(row.objek, row.tersimpan)
    if row.kelas is KelasBerkas.BIASA:
        return Keterangan(nama=row.nama, media=row.media, ukuran=row.tersimpan), aliran
    if kunci_berkas is None:
        if row.kunci is None:
            raise BerkasRusak("the server does not keep the key of this file")
        kunci_berkas = base64.b64decode(KUNCI.buka(kunci, row.objek_id, row.kunci))
    return buka_keterangan(row.keterangan, kunci_berkas), bukakan(aliran, kunci_berkas, objek=row.objek)


async def buka_berkas(konteks: KonteksBerkas, berkas: uuid.UUID, *, kunci_berkas: bytes | None = None) -> Isi:
    """A file for code that has checked the actor's rights itself. Raises `TidakDitemukan` and as `isi_objek`."""
    row = (await banyak(konteks.db, [berkas])).get(berkas)
    if row is None:
        raise TidakDitemukan("berkas")
    return isi_objek(konteks.gudang, row, kunci=konteks.kunci, kunci_berkas=kunci_berkas)


async def baca_unggahan(
    konteks: KonteksBerkas, unggahan: uuid.UUID, *, maks: int, media: frozenset[str]
) -> bytes:
    """The content of a finished upload of this account, which stays until `pakai_unggahan` in the caller's write.

    For what is read and not kept, such as an import. Raises as `lampirkan`.
    """
    periksa_daftar(media)
    u = Unggahan
    row = await konteks.db.first(
        select(u.kelas, u.keadaan, u.ukuran, u.nama, u.media, *_OBJEK)
        .outerjoin(ObjekBerkas, ObjekBerkas.id == u.objek_id)
        .where(*ambil_unggahan(konteks.aktor, unggahan))
    )
    if row is None:
        raise TidakDitemukan(APA, letak=(APA,))
    if row.keadaan is not KeadaanUnggahan.SELESAI:
        raise belum_selesai()
    if row.ukuran > maks:
        raise terlalu_besar(maks)
    if row.media not in media:
        raise jenis_ditolak(media, {m: j.nama for m, j in JENIS.items()})
    _, aliran = isi_objek(konteks.gudang, row, kunci=konteks.kunci)
    return b"".join([potongan async for potongan in aliran])
