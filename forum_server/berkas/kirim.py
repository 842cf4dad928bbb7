"""Handing out a file: a one-time link to whoever may see its record, asked again when the link is used."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.berkas.baca import banyak, isi_objek
from forum_server.berkas.pemilik import KonteksBerkas, boleh_baca
from forum_server.galat import TidakDitemukan
from forum_server.jejak.service import catat
from forum_server.unduhan.jenis import JenisUnduhan, KonteksUnduhan, Unduhan
from forum_server.unduhan.service import TautanSiap, terbitkan_unduhan

__all__ = ["UNDUH", "tautan_berkas"]

NAMA: Final = "berkas.unduh"


async def tautan_berkas(konteks: KonteksBerkas, berkas: uuid.UUID) -> TautanSiap:
    """A link to this file. Raises `TidakDitemukan` where there is none that the actor may see."""
    row = (await banyak(konteks.db, [berkas])).get(berkas)
    if row is None or not await boleh_baca(konteks, [row]):
        raise TidakDitemukan("berkas", letak=("id",))
    return await konteks.db.write(_terbitkan, konteks.aktor, berkas=berkas, wilayah=row.wilayah_kode)


def _terbitkan(session: Session, aktor: Aktor, *, berkas: uuid.UUID, wilayah: str) -> TautanSiap:
    catat(session, aktor, NAMA, objek="berkas", objek_id=str(berkas), wilayah=wilayah)
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi={"berkas": str(berkas)}, wilayah=wilayah)


async def _unduh(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    berkas = uuid.UUID(isi["berkas"])
    row = (await banyak(konteks.db, [berkas])).get(berkas)
    if row is None or not await boleh_baca(konteks, [row]):
        raise TidakDitemukan("berkas")
    keterangan, aliran = isi_objek(konteks.gudang, row, kunci=konteks.kunci)
    return Unduhan(nama=keterangan.nama, media=keterangan.media, isi=aliran, panjang=keterangan.ukuran)


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_unduh)
