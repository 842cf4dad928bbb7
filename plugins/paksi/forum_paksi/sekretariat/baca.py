"""Reading sekretariat: who reads the region sees them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, or_, select

from forum_paksi.pelaku import IZIN_FORUM, IZIN_LIHAT
from forum_paksi.sekretariat.models import Sekretariat, StafSekretariat
from forum_server.plugin import Aktor, Database, Halaman, Urutan, ambil_halaman, dalam, di_bawah

KOLOM: Final = (
    Sekretariat.perangkat_daerah_id,
    Sekretariat.wilayah_kode,
    Sekretariat.nomor_sk,
    Sekretariat.tanggal_sk,
    Sekretariat.kepala_id,
    Sekretariat.alamat,
    Sekretariat.telepon,
    Sekretariat.surel,
)
URUTAN: Final = Urutan("paksi_sekretariat", Sekretariat.wilayah_kode, pemutus=Sekretariat.perangkat_daerah_id)
IZIN_BACA: Final = (IZIN_LIHAT, IZIN_FORUM)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Sekretariat of regions and inspectorates the actor reads."""
    s = Sekretariat
    return or_(
        *(
            aktor.lingkup(izin).klausa(s.wilayah_kode, kolom_perangkat_daerah=s.perangkat_daerah_id)
            for izin in IZIN_BACA
        )
    )


async def banyak(
    db: Database, aktor: Aktor, perangkat_daerah_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, Row[Any]]:
    """The sekretariat of these offices that the actor may see."""
    rows = await db.all(
        select(*KOLOM).where(
            dalam(Sekretariat.perangkat_daerah_id, set(perangkat_daerah_id)), terlihat(aktor)
        )
    )
    return {row.perangkat_daerah_id: row for row in rows}


async def satu(db: Database, perangkat_daerah_id: uuid.UUID) -> Row[Any]:
    """A sekretariat the caller has just acted on."""
    row = await db.first(select(*KOLOM).where(Sekretariat.perangkat_daerah_id == perangkat_daerah_id))
    assert row is not None
    return row


async def daftar(
    db: Database, aktor: Aktor, *, wilayah: str | None, first: int, after: str | None
) -> Halaman:
    """Sekretariat the actor may see, by region, of one region and all beneath it."""
    stmt = select(*KOLOM).where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Sekretariat.wilayah_kode, wilayah))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def staf(db: Database, perangkat_daerah_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """Who works in each of these sekretariat."""
    s = StafSekretariat
    rows = await db.all(
        select(s.perangkat_daerah_id, s.orang_id, s.tugas)
        .where(dalam(s.perangkat_daerah_id, set(perangkat_daerah_id)))
        .order_by(s.perangkat_daerah_id, s.tugas, s.orang_id)
    )
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.perangkat_daerah_id].append(row)
    return hasil
