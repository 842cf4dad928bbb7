"""Reading invitations: who sees which, and which versions of their text."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select

from forum_paksi.himpunan.baca import terlihat as himpunan_terlihat
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.permintaan.baca import boleh_nama, milik
from forum_paksi.undangan.models import JalurUndangan, Putaran, TanggalUndangan, Undangan
from forum_paksi.undangan.rules import KeadaanUndangan
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

URUTAN: Final = Urutan("paksi_undangan", turun(Undangan.dibuat_pada), pemutus=turun(Undangan.id))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Who sees the pool sees what was sent; what was not, only who works for the whole province."""
    return and_(
        himpunan_terlihat(aktor),
        or_(Undangan.dikirim_pada.is_not(None), milik(aktor, Himpunan.wilayah_kode)),
    )


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Undangan.id,
        Undangan.himpunan_id,
        Undangan.keadaan,
        Undangan.versi,
        Undangan.jawab_sampai,
        Undangan.alasan,
        Undangan.jadwal_id,
        Undangan.dibuat_pada,
        Undangan.dikirim_pada,
        Undangan.disepakati_pada,
        Himpunan.wilayah_kode,
        Himpunan.lembaga_kode,
    ).join(Himpunan, Himpunan.id == Undangan.himpunan_id)


async def satu(db: Database, aktor: Aktor, undangan_id: uuid.UUID) -> Row[Any] | None:
    """An invitation the actor may see."""
    return await db.first(_pilih().where(Undangan.id == undangan_id, terlihat(aktor)))


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    lembaga: str | None,
    keadaan: Collection[KeadaanUndangan] = (),
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Invitations the actor may see, newest first, of one region and all beneath it, or to one LSP."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah:
        stmt = stmt.where(di_bawah(Himpunan.wilayah_kode, wilayah))
    if lembaga:
        stmt = stmt.where(Himpunan.lembaga_kode == lembaga)
    if keadaan:
        stmt = stmt.where(Undangan.keadaan.in_(sorted(keadaan)))
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def per_himpunan(
    db: Database, aktor: Aktor, himpunan_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """The invitations of each of these pools that the actor may see, newest first."""
    rows = await db.all(
        _pilih()
        .where(dalam(Undangan.himpunan_id, himpunan_id), terlihat(aktor))
        .order_by(Undangan.dibuat_pada.desc(), Undangan.id.desc())
    )
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.himpunan_id].append(row)
    return hasil


async def per_jadwal(
    db: Database, aktor: Aktor, jadwal_id: Collection[uuid.UUID]
) -> dict[uuid.UUID, Row[Any]]:
    """The invitation each of these schedules came from, where there is one the actor may see."""
    rows = await db.all(_pilih().where(dalam(Undangan.jadwal_id, jadwal_id), terlihat(aktor)))
    return {row.jadwal_id: row for row in rows}


async def putaran(
    db: Database, aktor: Aktor, undangan: Iterable[tuple[uuid.UUID, str]]
) -> dict[uuid.UUID, list[Row[Any]]]:
    """The versions of the text of each of these (invitation, province), oldest first; a text not sent is not for all."""
    provinsi = dict(undangan)
    rows = await db.all(
        select(
            Putaran.undangan_id,
            Putaran.versi,
            Putaran.pihak,
            Putaran.jenis,
            Putaran.tuan_rumah,
            Putaran.tuk_nama,
            Putaran.tuk_alamat,
            Putaran.tuk_wilayah,
            Putaran.peserta,
            Putaran.sumber_anggaran,
            Putaran.anggaran_rupiah,
            Putaran.catatan,
            Putaran.jumlah_asesor,
            Putaran.batas_per_asesor,
            Putaran.batas_daftar,
            Putaran.dikirim_pada,
            Putaran.hasil,
            Putaran.alasan,
            Putaran.ditanggapi_pada,
        )
        .where(dalam(Putaran.undangan_id, set(provinsi)))
        .order_by(Putaran.undangan_id, Putaran.versi)
    )
    hasil: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        if row.dikirim_pada is not None or boleh_nama(aktor, provinsi[row.undangan_id]):
            hasil[row.undangan_id].append(row)
    return hasil


async def tanggal(
    db: Database, undangan_id: Collection[uuid.UUID]
) -> dict[tuple[uuid.UUID, int], list[Row[Any]]]:
    """The dates of every version of these invitations, most wanted first."""
    rows = await db.all(
        select(
            TanggalUndangan.undangan_id, TanggalUndangan.versi, TanggalUndangan.mulai, TanggalUndangan.sampai
        )
        .where(dalam(TanggalUndangan.undangan_id, undangan_id))
        .order_by(TanggalUndangan.undangan_id, TanggalUndangan.versi, TanggalUndangan.urutan)
    )
    hasil: defaultdict[tuple[uuid.UUID, int], list[Row[Any]]] = defaultdict(list)
    for row in rows:
        hasil[row.undangan_id, row.versi].append(row)
    return hasil


async def jalur(db: Database, undangan_id: Collection[uuid.UUID]) -> dict[tuple[uuid.UUID, int], list[str]]:
    """The jalur of every version of these invitations, by code."""
    rows = await db.all(
        select(JalurUndangan.undangan_id, JalurUndangan.versi, JalurUndangan.jalur_kode)
        .where(dalam(JalurUndangan.undangan_id, undangan_id))
        .order_by(JalurUndangan.jalur_kode)
    )
    hasil: defaultdict[tuple[uuid.UUID, int], list[str]] = defaultdict(list)
    for row in rows:
        hasil[row.undangan_id, row.versi].append(row.jalur_kode)
    return hasil
