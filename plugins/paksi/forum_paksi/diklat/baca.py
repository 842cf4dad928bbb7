"""Reading waves: who sees which, and what belongs to many of them in one statement."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, or_, select

from forum_paksi.diklat.models import (
    Gelombang,
    HadirGelombang,
    HariGelombang,
    PelatihGelombang,
    PesertaGelombang,
)
from forum_paksi.diklat.rules import KeadaanGelombang
from forum_paksi.pelaku import IZIN_DIKLAT, IZIN_LIHAT, diri
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

KOLOM: Final = (
    Gelombang.id,
    Gelombang.nama,
    Gelombang.penyelenggara,
    Gelombang.tempat,
    Gelombang.wilayah_kode,
    Gelombang.jadwal_id,
    Gelombang.kuota,
    Gelombang.terisi,
    Gelombang.jp,
    Gelombang.mulai,
    Gelombang.selesai,
    Gelombang.keadaan,
    Gelombang.alasan_batal,
    Gelombang.dibuat_pada,
)
KOLOM_PESERTA: Final = (
    PesertaGelombang.id,
    PesertaGelombang.gelombang_id,
    PesertaGelombang.orang_id,
    PesertaGelombang.wilayah_kode,
    PesertaGelombang.perangkat_daerah_id,
    PesertaGelombang.hasil,
    PesertaGelombang.nomor_sertifikat,
    PesertaGelombang.dinilai_pada,
    PesertaGelombang.terdaftar_pada,
)
URUTAN: Final = Urutan("paksi_gelombang", turun(Gelombang.dibuat_pada), pemutus=turun(Gelombang.id))
URUTAN_PESERTA: Final = Urutan(
    "paksi_gelombang_peserta", PesertaGelombang.terdaftar_pada, pemutus=PesertaGelombang.id
)
IZIN_BACA: Final = (IZIN_LIHAT, IZIN_DIKLAT)


def boleh_lihat(aktor: Aktor, wilayah: str) -> bool:
    """May the actor see everything about this region's waves?"""
    return any(aktor.boleh(izin, wilayah=wilayah) for izin in IZIN_BACA)


def milik(aktor: Aktor, kolom_wilayah: Any) -> ColumnElement[bool]:
    """Rows of regions the actor may read."""
    return or_(*(aktor.lingkup(izin).klausa(kolom_wilayah) for izin in IZIN_BACA))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """A region's own waves; others' from the day they were opened, and those its people were registered in.

    One that was called off may never have been opened, so it stays with those it concerned.
    """
    diumumkan = Gelombang.keadaan.in_(
        (KeadaanGelombang.DIBUKA, KeadaanGelombang.BERJALAN, KeadaanGelombang.SELESAI)
    )
    ikut = Gelombang.id.in_(
        select(PesertaGelombang.gelombang_id).where(milik(aktor, PesertaGelombang.wilayah_kode))
    )
    return or_(milik(aktor, Gelombang.wilayah_kode), diumumkan, ikut)


def peserta_terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """The actor themself, their region's people, and everybody of their region's waves."""
    orang = PesertaGelombang.orang_id
    sendiri = [] if aktor.orang_id is None else [orang == aktor.orang_id]
    kelola = PesertaGelombang.gelombang_id.in_(
        select(Gelombang.id).where(milik(aktor, Gelombang.wilayah_kode))
    )
    return or_(*sendiri, milik(aktor, PesertaGelombang.wilayah_kode), kelola)


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(*KOLOM)


async def satu(db: Database, aktor: Aktor, gelombang_id: uuid.UUID) -> Row[Any] | None:
    """A wave the actor may see."""
    return await db.first(_pilih().where(Gelombang.id == gelombang_id, terlihat(aktor)))


async def banyak(db: Database, gelombang_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These waves by id; the caller has decided that they may be seen."""
    rows = await db.all(_pilih().where(dalam(Gelombang.id, set(gelombang_id))))
    return {row.id: row for row in rows}


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    keadaan: Collection[KeadaanGelombang] = (),
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Waves the actor may see, newest first, of one region and all beneath it."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Gelombang.wilayah_kode, wilayah))
    if keadaan:
        stmt = stmt.where(Gelombang.keadaan.in_(sorted(keadaan)))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def hari(db: Database, gelombang_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """The days of each of these waves, earliest first."""
    h = HariGelombang
    rows = await db.all(
        select(h.gelombang_id, h.tanggal, h.jenis)
        .where(dalam(h.gelombang_id, set(gelombang_id)))
        .order_by(h.gelombang_id, h.tanggal)
    )
    return _kelompok(rows, "gelombang_id")


async def pelatih(db: Database, gelombang_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[uuid.UUID]]:
    """The trainers of each of these waves."""
    p = PelatihGelombang
    rows = await db.all(
        select(p.gelombang_id, p.orang_id)
        .where(dalam(p.gelombang_id, set(gelombang_id)))
        .order_by(p.gelombang_id, p.orang_id)
    )
    return {k: [r.orang_id for r in v] for k, v in _kelompok(rows, "gelombang_id").items()}


async def peserta_per_gelombang(
    db: Database, aktor: Aktor, gelombang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of the participants the actor may see of each of these waves, in order of registration."""
    return await ambil_halaman_per(
        db,
        select(*KOLOM_PESERTA).where(peserta_terlihat(aktor)),
        URUTAN_PESERTA,
        kunci=PesertaGelombang.gelombang_id,
        nilai=gelombang,
        first=first,
        after=after,
    )


async def peserta_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of each person's participations that the actor may see, in order of registration."""
    return await ambil_halaman_per(
        db,
        select(*KOLOM_PESERTA).where(peserta_terlihat(aktor)),
        URUTAN_PESERTA,
        kunci=PesertaGelombang.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


async def peserta(db: Database, peserta_id: uuid.UUID) -> Row[Any]:
    """A participant the caller has just acted on."""
    row = await db.first(select(*KOLOM_PESERTA).where(PesertaGelombang.id == peserta_id))
    assert row is not None
    return row


async def kehadiran(db: Database, peserta_id: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """What was written down of each participant's days, earliest first."""
    h = HadirGelombang
    rows = await db.all(
        select(h.peserta_id, h.tanggal, h.hadir)
        .where(dalam(h.peserta_id, set(peserta_id)))
        .order_by(h.peserta_id, h.tanggal)
    )
    return _kelompok(rows, "peserta_id")


def boleh_diri(aktor: Aktor, orang: uuid.UUID) -> bool:
    """May the actor ask about this person's participations at all?"""
    return diri(aktor, orang) or any(aktor.punya(izin) for izin in IZIN_BACA)


def _kelompok(rows: Iterable[Row[Any]], kolom: str) -> dict[uuid.UUID, list[Row[Any]]]:
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[getattr(row, kolom)].append(row)
    return hasil
