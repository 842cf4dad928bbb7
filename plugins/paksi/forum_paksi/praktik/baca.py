"""Reading good practice: what is published everybody with an account reads, the rest its author and its region."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, or_, select

from forum_paksi.angkatan.models import Anggota
from forum_paksi.pelaku import IZIN_ANGKATAN, IZIN_LIHAT
from forum_paksi.praktik.models import BerkasPraktik, PraktikBaik
from forum_paksi.praktik.rules import KeadaanPraktik
from forum_server.plugin import (
    BAWAAN,
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    dalam,
    di_bawah,
    turun,
)

URUTAN: Final = Urutan("paksi_praktik_baik", turun(PraktikBaik.dibuat_pada), pemutus=turun(PraktikBaik.id))
PEMBACA: Final = (IZIN_LIHAT, IZIN_ANGKATAN)


def wewenang(aktor: Aktor) -> ColumnElement[bool]:
    """Written by the actor, or of a region or office the actor looks after: who wrote it is shown too."""
    syarat = [
        aktor.lingkup(izin).klausa(
            PraktikBaik.wilayah_kode, kolom_perangkat_daerah=PraktikBaik.perangkat_daerah_id
        )
        for izin in PEMBACA
    ]
    if aktor.orang_id is not None:
        syarat.append(Anggota.orang_id == aktor.orang_id)
    return or_(*syarat)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """What the actor may read: published, or theirs."""
    if not aktor.masuk and not aktor.serba_boleh:
        return wewenang(aktor)
    return or_(PraktikBaik.keadaan == KeadaanPraktik.TERBIT, wewenang(aktor))


def _pilih(aktor: Aktor) -> Select[*tuple[Any, ...]]:
    p = PraktikBaik
    return (
        select(
            p.id,
            p.anggota_id,
            p.wilayah_kode,
            p.perangkat_daerah_id,
            p.judul,
            p.ringkasan,
            p.isi,
            p.keadaan,
            p.alasan,
            p.dibuat_pada,
            p.disetujui_pada,
            Anggota.orang_id,
            wewenang(aktor).label("dikenal"),
        )
        .join(Anggota, Anggota.id == p.anggota_id)
        .where(terlihat(aktor))
    )


async def satu(db: Database, aktor: Aktor, praktik_id: uuid.UUID) -> Row[Any] | None:
    """A good practice the actor may read."""
    return await db.first(_pilih(aktor).where(PraktikBaik.id == praktik_id))


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    keadaan: Collection[KeadaanPraktik],
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Good practice the actor may read, newest first, of one region and all beneath it."""
    stmt = _pilih(aktor)
    if wilayah:
        stmt = stmt.where(di_bawah(PraktikBaik.wilayah_kode, wilayah))
    if keadaan:
        stmt = stmt.where(PraktikBaik.keadaan.in_(sorted(keadaan)))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def praktik_terlihat(db: Database, aktor: Aktor, praktik_id: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these the actor may read."""
    rows = await db.all(
        select(PraktikBaik.id)
        .join(Anggota, Anggota.id == PraktikBaik.anggota_id)
        .where(dalam(PraktikBaik.id, set(praktik_id)), terlihat(aktor))
    )
    return {row.id for row in rows}


async def berkas(db: Database, praktik_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The files of each of these, in the order they were given."""
    hasil: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in await db.all(
        select(BerkasPraktik.praktik_id, BerkasPraktik.berkas_id)
        .where(dalam(BerkasPraktik.praktik_id, praktik_id))
        .order_by(BerkasPraktik.praktik_id, BerkasPraktik.urutan)
    ):
        hasil[row.praktik_id].append(row.berkas_id)
    return hasil
