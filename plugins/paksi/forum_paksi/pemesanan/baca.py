"""Reading seats: whose they are is seen by the pemda that asked, its province's coordinators and the LSP."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, and_, func, literal, or_, select
from sqlalchemy.orm import aliased

from forum_paksi.himpunan.baca import belum_dikirim
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.pelaku import IZIN_HIMPUN, IZIN_JADWAL, IZIN_LIHAT, IZIN_MINTA
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_server.plugin import (
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam_parameter,
    di_bawah,
)

__all__ = ["IZIN_BACA", "Saringan", "daftar", "daftar_per", "posisi", "satu", "terlihat"]

IZIN_BACA = (IZIN_LIHAT, IZIN_MINTA, IZIN_HIMPUN, IZIN_JADWAL)
URUTAN = Urutan("paksi_pemesanan", Pemesanan.dibuat_pada, pemutus=Pemesanan.id)


@dataclass(frozen=True, kw_only=True, slots=True)
class Saringan:
    """What a list of seats may be narrowed to; None does not narrow."""

    jadwal: uuid.UUID | None = None
    orang: uuid.UUID | None = None
    wilayah: str | None = None
    keadaan: Collection[KeadaanPemesanan] | None = None


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """The seats an actor may see with the person's name; the statement joins `Jadwal`.

    An LSP sees those of a pool from the day its allocation is sent.
    """
    return or_(
        *(
            aktor.lingkup(izin).klausa(
                Pemesanan.wilayah_kode, kolom_perangkat_daerah=Pemesanan.perangkat_daerah_id
            )
            for izin in (IZIN_LIHAT, IZIN_MINTA, IZIN_HIMPUN)
        ),
        and_(aktor.lingkup(IZIN_JADWAL).klausa(Jadwal.lembaga_kode), ~belum_dikirim(Pemesanan.bagian_id)),
    )


def _pilih() -> Any:
    return select(
        Pemesanan.id,
        Pemesanan.jadwal_id,
        Pemesanan.bagian_id,
        Pemesanan.orang_id,
        Pemesanan.wilayah_kode,
        Pemesanan.perangkat_daerah_id,
        Pemesanan.permintaan_id,
        Pemesanan.jalur_kode,
        Pemesanan.keadaan,
        Pemesanan.ditahan_sampai,
        Pemesanan.alasan_batal,
        Pemesanan.catatan_batal,
        Pemesanan.dibuat_pada,
    ).join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)


async def satu(db: Database, aktor: Aktor, pemesanan_id: uuid.UUID) -> Row[Any] | None:
    """One seat the actor may see."""
    return await db.first(_pilih().where(Pemesanan.id == pemesanan_id, terlihat(aktor)))


def _saring(aktor: Aktor, s: Saringan) -> Any:
    stmt = _pilih().where(terlihat(aktor))
    if s.jadwal is not None:
        stmt = stmt.where(Pemesanan.jadwal_id == s.jadwal)
    if s.orang is not None:
        stmt = stmt.where(Pemesanan.orang_id == s.orang)
    if s.wilayah is not None:
        stmt = stmt.where(di_bawah(Pemesanan.wilayah_kode, s.wilayah))
    if s.keadaan is not None:
        stmt = stmt.where(Pemesanan.keadaan.in_(sorted(s.keadaan)))
    return stmt


async def daftar(db: Database, aktor: Aktor, saringan: Saringan, *, first: int, after: str | None) -> Halaman:
    """Seats in the order they were asked for."""
    return await ambil_halaman(db, _saring(aktor, saringan), URUTAN, first=first, after=after)


async def daftar_per(
    db: Database,
    aktor: Aktor,
    saringan: Saringan,
    *,
    kunci: Any,
    nilai: Sequence[uuid.UUID],
    first: int,
    after: str | None,
) -> list[Halaman]:
    """A page of seats for each schedule or person (`kunci` is the column)."""
    return await ambil_halaman_per(
        db, _saring(aktor, saringan), URUTAN, kunci=kunci, nilai=nilai, first=first, after=after
    )


_MENUNGGU = literal(KeadaanPemesanan.DAFTAR_TUNGGU, Pemesanan.keadaan.type, literal_execute=True)
"""Spelled out in the statement, where the index of those who wait is recognised."""
_LAIN = aliased(Pemesanan)
_POSISI: Final = select(
    Pemesanan.id,
    select(func.count())
    .where(
        _LAIN.bagian_id == Pemesanan.bagian_id,
        _LAIN.keadaan == _MENUNGGU,
        _LAIN.nomor_antre <= Pemesanan.nomor_antre,
    )
    .scalar_subquery()
    .label("posisi"),
).where(dalam_parameter(Pemesanan.id, "pemesanan"), Pemesanan.keadaan == _MENUNGGU)


async def posisi(db: Database, pemesanan: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The place of each of these who waits, 1 to n without gaps among those waiting for the same share."""
    ids = set(pemesanan)
    if not ids:
        return {}
    return {row.id: row.posisi for row in await db.all(_POSISI, {"pemesanan": ids})}
