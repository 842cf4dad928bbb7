"""Reading forums: the profile is anybody's, the members are for who reads the region."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, func, or_, select

from forum_paksi.hari import baca_kini, hari_setempat
from forum_paksi.organisasi.models import AnggotaForum, DasarHukum, ForumPenyuluh, Organ
from forum_paksi.organisasi.rules import TingkatForum
from forum_paksi.pelaku import IZIN_FORUM, IZIN_LIHAT, diri
from forum_paksi.tabel import WILAYAH
from forum_server.plugin import (
    BAWAAN,
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam,
    di_bawah,
)

KOLOM: Final = (
    ForumPenyuluh.id,
    ForumPenyuluh.nama,
    ForumPenyuluh.nama_cari,
    ForumPenyuluh.singkatan,
    ForumPenyuluh.tingkat,
    ForumPenyuluh.wilayah_kode,
    ForumPenyuluh.mulai,
    ForumPenyuluh.selesai,
    ForumPenyuluh.dibubarkan_pada,
)
KOLOM_ANGGOTA: Final = (
    AnggotaForum.id,
    AnggotaForum.forum_id,
    AnggotaForum.organ_id,
    AnggotaForum.orang_id,
    AnggotaForum.jabatan,
    AnggotaForum.mulai,
    AnggotaForum.sampai,
    AnggotaForum.berhenti_pada,
    Organ.nama.label("organ_nama"),
    ForumPenyuluh.wilayah_kode,
)
URUTAN: Final = Urutan("paksi_forum", ForumPenyuluh.nama_cari, pemutus=ForumPenyuluh.id)
URUTAN_ANGGOTA: Final = Urutan(
    "paksi_forum_anggota", Organ.urutan, AnggotaForum.mulai, pemutus=AnggotaForum.id
)
IZIN_BACA: Final = (IZIN_LIHAT, IZIN_FORUM)


def menjabat(hari: ColumnElement[date]) -> ColumnElement[bool]:
    """Who sits in a forum on this day."""
    a = AnggotaForum
    return and_(
        a.mulai <= hari,
        or_(a.sampai.is_(None), a.sampai >= hari),
        or_(a.berhenti_pada.is_(None), a.berhenti_pada > hari),
    )


def _milik(aktor: Aktor) -> ColumnElement[bool]:
    return or_(*(aktor.lingkup(izin).klausa(ForumPenyuluh.wilayah_kode) for izin in IZIN_BACA))


def anggota_terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Members of forums of the actor's regions, and the actor themself."""
    sendiri = [] if aktor.orang_id is None else [AnggotaForum.orang_id == aktor.orang_id]
    return or_(*sendiri, _milik(aktor))


async def banyak(db: Database, forum_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These forums by id."""
    rows = await db.all(select(*KOLOM).where(dalam(ForumPenyuluh.id, set(forum_id))))
    return {row.id: row for row in rows}


async def daftar(
    db: Database,
    *,
    wilayah: str | None,
    tingkat: TingkatForum | None,
    bubar: bool,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Forums by name, of one region and all beneath it; dissolved ones only when asked for."""
    stmt = select(*KOLOM)
    if wilayah:
        stmt = stmt.where(di_bawah(ForumPenyuluh.wilayah_kode, wilayah))
    if tingkat:
        stmt = stmt.where(ForumPenyuluh.tingkat == tingkat)
    if not bubar:
        stmt = stmt.where(ForumPenyuluh.dibubarkan_pada.is_(None))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def dasar(db: Database, forum_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """What each of these forums rests on."""
    d = DasarHukum
    rows = await db.all(
        select(d.forum_id, d.jenis, d.nomor, d.tanggal)
        .where(dalam(d.forum_id, set(forum_id)))
        .order_by(d.forum_id, d.urutan)
    )
    return _kelompok(rows)


async def organ(db: Database, forum_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The organs of each of these forums, in its own order."""
    rows = await db.all(
        select(Organ.forum_id, Organ.id, Organ.nama)
        .where(dalam(Organ.forum_id, set(forum_id)))
        .order_by(Organ.forum_id, Organ.urutan)
    )
    return _kelompok(rows)


async def jumlah_anggota(db: Database, forum_id: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many people sit in each of these forums today, each counted once."""
    a = AnggotaForum
    hari = hari_setempat(await baca_kini(db), WILAYAH.c.zona)
    rows = await db.all(
        select(a.forum_id, func.count(a.orang_id.distinct()).label("jumlah"))
        .join(ForumPenyuluh, ForumPenyuluh.id == a.forum_id)
        .join(WILAYAH, WILAYAH.c.kode == ForumPenyuluh.wilayah_kode)
        .where(dalam(a.forum_id, set(forum_id)), menjabat(hari))
        .group_by(a.forum_id)
    )
    return {row.forum_id: row.jumlah for row in rows}


def _pilih_anggota() -> Any:
    return (
        select(*KOLOM_ANGGOTA)
        .join(Organ, Organ.id == AnggotaForum.organ_id)
        .join(ForumPenyuluh, ForumPenyuluh.id == AnggotaForum.forum_id)
    )


async def anggota(
    db: Database,
    aktor: Aktor,
    forum_id: uuid.UUID,
    *,
    organ: uuid.UUID | None,
    semua: bool,
    first: int,
    after: str | None,
) -> Halaman:
    """Members of a forum the actor may see, by organ: those of today, or with `semua` whoever ever sat there."""
    stmt = _pilih_anggota().where(AnggotaForum.forum_id == forum_id, anggota_terlihat(aktor))
    if organ is not None:
        stmt = stmt.where(AnggotaForum.organ_id == organ)
    if not semua:
        stmt = stmt.join(WILAYAH, WILAYAH.c.kode == ForumPenyuluh.wilayah_kode).where(
            menjabat(hari_setempat(await baca_kini(db), WILAYAH.c.zona))
        )
    return await ambil_halaman(db, stmt, URUTAN_ANGGOTA, first=first, after=after)


async def satu_anggota(db: Database, anggota_id: uuid.UUID) -> Row[Any]:
    """A member the caller has just acted on."""
    row = await db.first(_pilih_anggota().where(AnggotaForum.id == anggota_id))
    assert row is not None
    return row


async def per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of each person's seats in forums that the actor may see."""
    return await ambil_halaman_per(
        db,
        _pilih_anggota().where(anggota_terlihat(aktor)),
        URUTAN_ANGGOTA,
        kunci=AnggotaForum.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


def boleh_orang(aktor: Aktor, orang: uuid.UUID) -> bool:
    """May the actor ask for this person's seats at all?"""
    return diri(aktor, orang) or any(aktor.punya(izin) for izin in IZIN_BACA)


def _kelompok(rows: Iterable[Row[Any]]) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.forum_id].append(row)
    return hasil
