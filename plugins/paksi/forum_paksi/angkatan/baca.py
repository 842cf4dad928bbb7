"""Reading cohorts: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum_paksi.angkatan.models import Anggota, Angkatan, BerkasHasil, Elearning, HasilTugas, Tugas
from forum_paksi.angkatan.rules import KeadaanAngkatan, KeadaanHasil
from forum_paksi.hari import hari_setempat
from forum_paksi.pelaku import IZIN_ANGKATAN, IZIN_LIHAT
from forum_paksi.tabel import ORANG, WILAYAH
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
    turun,
)

PEMBACA: Final = (IZIN_LIHAT, IZIN_ANGKATAN)
"""Whoever holds one of these over a pemda sees its cohorts with names; everybody sees what they are in themself."""
URUTAN: Final = Urutan("paksi_angkatan", turun(Angkatan.tahun), pemutus=turun(Angkatan.id))
URUTAN_ANGGOTA: Final = Urutan("paksi_anggota_angkatan", ORANG.c.nama, pemutus=Anggota.id)
URUTAN_TUNGGAKAN: Final = Urutan("paksi_tunggakan_angkatan", Tugas.batas, Tugas.id, pemutus=Anggota.id)


def anggota_terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Members of cohorts of the actor's pemda or of their office, and what the actor is a member of."""
    syarat = [
        aktor.lingkup(izin).klausa(Angkatan.wilayah_kode, kolom_perangkat_daerah=Anggota.perangkat_daerah_id)
        for izin in PEMBACA
    ]
    if aktor.orang_id is not None:
        syarat.append(Anggota.orang_id == aktor.orang_id)
    return or_(*syarat)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Cohorts of the actor's pemda, and those in which the actor sees a member."""
    syarat = [aktor.lingkup(izin).klausa(Angkatan.wilayah_kode) for izin in PEMBACA]
    lain = aliased(Anggota)
    opd = [o for izin in PEMBACA for o in aktor.lingkup(izin).perangkat_daerah]
    if opd:
        syarat.append(exists().where(lain.angkatan_id == Angkatan.id, dalam(lain.perangkat_daerah_id, opd)))
    if aktor.orang_id is not None:
        syarat.append(exists().where(lain.angkatan_id == Angkatan.id, lain.orang_id == aktor.orang_id))
    return or_(*syarat)


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Angkatan.id,
        Angkatan.wilayah_kode,
        Angkatan.tahun,
        Angkatan.nama,
        Angkatan.pendorong,
        Angkatan.rujukan_pendorong,
        Angkatan.keadaan,
        Angkatan.dibuat_pada,
        Angkatan.selesai_pada,
    )


def _pilih_anggota() -> Select[*tuple[Any, ...]]:
    return (
        select(
            Anggota.id,
            Anggota.angkatan_id,
            Anggota.orang_id,
            Anggota.perangkat_daerah_id,
            Anggota.masuk,
            Anggota.keluar,
            Anggota.alasan,
            Angkatan.wilayah_kode,
        )
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .join(ORANG, ORANG.c.id == Anggota.orang_id)
    )


async def satu(db: Database, aktor: Aktor, angkatan_id: uuid.UUID) -> Row[Any] | None:
    """A cohort the actor may see."""
    return await db.first(_pilih().where(Angkatan.id == angkatan_id, terlihat(aktor)))


async def banyak(db: Database, angkatan_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These cohorts by id; the caller has decided that they may be seen."""
    rows = await db.all(_pilih().where(dalam(Angkatan.id, set(angkatan_id))))
    return {row.id: row for row in rows}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    tahun: int | None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Cohorts the actor may see, newest first, of one region and all beneath it, of one year."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Angkatan.wilayah_kode, wilayah))
    if tahun is not None:
        stmt = stmt.where(Angkatan.tahun == tahun)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def anggota_satu(db: Database, aktor: Aktor, anggota_id: uuid.UUID) -> Row[Any] | None:
    """A member the actor may see."""
    return await db.first(_pilih_anggota().where(Anggota.id == anggota_id, anggota_terlihat(aktor)))


async def anggota_banyak(db: Database, anggota_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These members by id; the caller has decided that they may be seen."""
    rows = await db.all(_pilih_anggota().where(dalam(Anggota.id, set(anggota_id))))
    return {row.id: row for row in rows}


async def anggota_per_angkatan(
    db: Database,
    aktor: Aktor,
    angkatan_id: list[uuid.UUID],
    *,
    keluar: bool,
    first: int = BAWAAN,
    after: str | None = None,
) -> list[Halaman]:
    """The members of each of these cohorts that the actor may see, by name; with `keluar` those who left too."""
    stmt = _pilih_anggota().where(anggota_terlihat(aktor))
    if not keluar:
        stmt = stmt.where(Anggota.keluar.is_(None))
    return await ambil_halaman_per(
        db, stmt, URUTAN_ANGGOTA, kunci=Anggota.angkatan_id, nilai=angkatan_id, first=first, after=after
    )


async def keanggotaan(
    db: Database, aktor: Aktor, orang: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """The memberships of each of these people that the actor may see, newest cohort first."""
    rows = await db.all(
        _pilih_anggota()
        .where(dalam(Anggota.orang_id, orang), anggota_terlihat(aktor))
        .order_by(Angkatan.tahun.desc(), Anggota.id)
    )
    return _kelompok(rows, "orang_id")


async def elearning(db: Database, anggota_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The classes each of these members passed, oldest first."""
    e = Elearning
    rows = await db.all(
        select(e.id, e.anggota_id, e.kelas, e.penyelenggara, e.selesai, e.nomor)
        .where(dalam(e.anggota_id, anggota_id))
        .order_by(e.selesai, e.id)
    )
    return _kelompok(rows, "anggota_id")


async def tugas(db: Database, angkatan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The tasks of each of these cohorts, the first due first."""
    t = Tugas
    rows = await db.all(
        select(t.id, t.angkatan_id, t.jenis, t.nama, t.mulai, t.selesai, t.batas)
        .where(dalam(t.angkatan_id, angkatan_id))
        .order_by(t.batas, t.id)
    )
    return _kelompok(rows, "angkatan_id")


def _hasil() -> list[Any]:
    h = HasilTugas
    return [
        h.id.label("hasil_id"),
        h.keadaan.label("hasil_keadaan"),
        h.uraian,
        h.dilaksanakan,
        h.catatan,
        h.diserahkan_pada,
    ]


def _tugas() -> list[Any]:
    t = Tugas
    return [t.id.label("tugas_id"), t.jenis, t.nama, t.mulai, t.selesai, t.batas]


async def tugas_anggota(
    db: Database, anggota_id: Collection[uuid.UUID], kini: datetime
) -> dict[uuid.UUID, list[Row[Any]]]:
    """What each of these members is asked for, with what they handed in and the day it is there, first due first.

    Who joined after a task was due is not asked for it, but what they handed in all the same is there.
    """
    rows = await db.all(
        select(
            Anggota.id.label("anggota_id"),
            Angkatan.wilayah_kode,
            hari_setempat(kini, WILAYAH.c.zona).label("hari_ini"),
            *_tugas(),
            *_hasil(),
        )
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .join(WILAYAH, WILAYAH.c.kode == Angkatan.wilayah_kode)
        .join(Tugas, Tugas.angkatan_id == Anggota.angkatan_id)
        .outerjoin(HasilTugas, and_(HasilTugas.tugas_id == Tugas.id, HasilTugas.anggota_id == Anggota.id))
        .where(
            dalam(Anggota.id, anggota_id),
            or_(Tugas.batas >= Anggota.masuk, HasilTugas.id.is_not(None)),
        )
        .order_by(Tugas.batas, Tugas.id)
    )
    return _kelompok(rows, "anggota_id")


async def berkas(db: Database, hasil_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The files of each of these results, in the order they were given."""
    hasil: defaultdict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for row in await db.all(
        select(BerkasHasil.hasil_id, BerkasHasil.berkas_id)
        .where(dalam(BerkasHasil.hasil_id, hasil_id))
        .order_by(BerkasHasil.hasil_id, BerkasHasil.urutan)
    ):
        hasil[row.hasil_id].append(row.berkas_id)
    return hasil


async def hasil_terlihat(db: Database, aktor: Aktor, hasil_id: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these results that the actor may see: of members they may see."""
    rows = await db.all(
        select(HasilTugas.id)
        .join(Anggota, Anggota.id == HasilTugas.anggota_id)
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .where(dalam(HasilTugas.id, set(hasil_id)), anggota_terlihat(aktor))
    )
    return {row.id for row in rows}


def diminta() -> ColumnElement[bool]:
    """A member is asked for a task of their cohort unless they left, or joined after it was due."""
    return and_(Anggota.keluar.is_(None), Tugas.batas >= Anggota.masuk)


def belum() -> ColumnElement[bool]:
    """Nothing stands handed in."""
    return ~exists().where(
        HasilTugas.tugas_id == Tugas.id,
        HasilTugas.anggota_id == Anggota.id,
        HasilTugas.keadaan == KeadaanHasil.DISERAHKAN,
    )


async def tunggakan(
    db: Database,
    aktor: Aktor,
    kini: datetime,
    *,
    wilayah: str | None,
    angkatan: uuid.UUID | None,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """(member, task) of running cohorts that are overdue today, as far as the actor may see them, oldest first."""
    stmt = (
        select(
            Anggota.id.label("anggota_id"),
            Angkatan.wilayah_kode,
            hari_setempat(kini, WILAYAH.c.zona).label("hari_ini"),
            *_tugas(),
        )
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .join(WILAYAH, WILAYAH.c.kode == Angkatan.wilayah_kode)
        .join(Tugas, Tugas.angkatan_id == Anggota.angkatan_id)
        .where(
            Angkatan.keadaan == KeadaanAngkatan.BERJALAN,
            diminta(),
            Tugas.batas < hari_setempat(kini, WILAYAH.c.zona),
            belum(),
            anggota_terlihat(aktor),
        )
    )
    if wilayah:
        stmt = stmt.where(di_bawah(Angkatan.wilayah_kode, wilayah))
    if angkatan is not None:
        stmt = stmt.where(Angkatan.id == angkatan)
    return await ambil_halaman(db, stmt, URUTAN_TUNGGAKAN, first=first, after=after)


async def banyak_anggota(db: Database, angkatan_id: Collection[uuid.UUID]) -> list[Row[Any]]:
    """(cohort, office, members, of whom passed e-learning) of those who did not leave."""
    lulus = exists().where(Elearning.anggota_id == Anggota.id)
    rows = await db.all(
        select(
            Anggota.angkatan_id,
            Anggota.perangkat_daerah_id,
            func.count().label("anggota"),
            func.sum(case((lulus, 1), else_=0)).label("lulus"),
        )
        .where(dalam(Anggota.angkatan_id, angkatan_id), Anggota.keluar.is_(None))
        .group_by(Anggota.angkatan_id, Anggota.perangkat_daerah_id)
    )
    return list(rows)


async def banyak_tugas(db: Database, angkatan_id: Collection[uuid.UUID], kini: datetime) -> list[Row[Any]]:
    """(cohort, office, kind of task, asked for, done, overdue) of those who did not leave."""
    telat = and_(belum(), Tugas.batas < hari_setempat(kini, WILAYAH.c.zona))
    rows = await db.all(
        select(
            Anggota.angkatan_id,
            Anggota.perangkat_daerah_id,
            Tugas.jenis,
            func.count().label("seharusnya"),
            func.sum(case((belum(), 0), else_=1)).label("selesai"),
            func.sum(case((telat, 1), else_=0)).label("terlambat"),
        )
        .join(Angkatan, Angkatan.id == Anggota.angkatan_id)
        .join(WILAYAH, WILAYAH.c.kode == Angkatan.wilayah_kode)
        .join(Tugas, Tugas.angkatan_id == Anggota.angkatan_id)
        .where(dalam(Anggota.angkatan_id, angkatan_id), diminta())
        .group_by(Anggota.angkatan_id, Anggota.perangkat_daerah_id, Tugas.jenis)
    )
    return list(rows)


def _kelompok(rows: Iterable[Row[Any]], kolom: str) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[getattr(row, kolom)].append(row)
    return hasil
