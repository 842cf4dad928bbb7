"""Reading evidence: the person, who keeps their applications, and the LSP that has to judge one of them."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, false, or_, select

from forum_paksi.bukti.models import Bukti
from forum_paksi.bukti.service import BERKAS_BUKTI
from forum_paksi.pelaku import IZIN_ASESMEN, IZIN_LIHAT, IZIN_MOHON, IZIN_VERIFIKASI
from forum_paksi.permohonan.models import Permohonan
from forum_server.plugin import (
    Aktor,
    Database,
    Halaman,
    KonteksBerkas,
    PemilikBerkas,
    Urutan,
    ambil_halaman_per,
    dalam,
    turun,
)

__all__ = ["PEMBACA", "PEMILIK", "banyak", "daftar_per_orang"]

URUTAN: Final = Urutan("paksi_bukti", turun(Bukti.selesai), pemutus=turun(Bukti.id))
PEMBACA: Final = (IZIN_LIHAT, IZIN_MOHON, IZIN_VERIFIKASI, IZIN_ASESMEN)
"""Whoever holds none of these sees no evidence but their own."""


def _lingkup(aktor: Aktor, izin: str) -> ColumnElement[bool]:
    return aktor.lingkup(izin).klausa(Bukti.wilayah_kode, kolom_perangkat_daerah=Bukti.perangkat_daerah_id)


def berkas_terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Evidence whose file the actor may read: narrower than the row, for it may show more than the row says."""
    sendiri = false() if aktor.orang_id is None else Bukti.orang_id == aktor.orang_id
    asesor = false() if aktor.orang_id is None else Permohonan.asesor_orang_id == aktor.orang_id
    diperiksa = exists().where(
        Permohonan.orang_id == Bukti.orang_id,
        Permohonan.diajukan_pada.is_not(None),
        or_(
            aktor.lingkup(IZIN_VERIFIKASI).klausa(Permohonan.lembaga_kode),
            and_(aktor.lingkup(IZIN_ASESMEN).klausa(Permohonan.lembaga_kode), asesor),
        ),
    )
    return or_(sendiri, _lingkup(aktor, IZIN_MOHON), diperiksa)


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """Evidence the actor may see: also whoever sees the region's data."""
    return or_(_lingkup(aktor, IZIN_LIHAT), berkas_terlihat(aktor))


def _pilih() -> Select[*tuple[Any, ...]]:
    return select(
        Bukti.id,
        Bukti.orang_id,
        Bukti.jenis,
        Bukti.nama,
        Bukti.penyelenggara,
        Bukti.nomor,
        Bukti.mulai,
        Bukti.selesai,
        Bukti.asal_id,
        Bukti.berkas_id,
        Bukti.wilayah_kode,
        Bukti.dicatat_pada,
    )


async def banyak(db: Database, bukti: Collection[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """These, whoever asks."""
    return {row.id: row for row in await db.all(_pilih().where(dalam(Bukti.id, bukti)))}


async def daftar_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of evidence for each of these people, the latest first."""
    return await ambil_halaman_per(
        db,
        _pilih().where(terlihat(aktor)),
        URUTAN,
        kunci=Bukti.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


async def berkas_boleh(db: Database, aktor: Aktor, bukti: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these whose file the actor may read."""
    return set(await db.scalars(select(Bukti.id).where(dalam(Bukti.id, bukti), berkas_terlihat(aktor))))


async def _boleh(konteks: KonteksBerkas, bukti: Collection[str]) -> Collection[str]:
    return {str(i) for i in await berkas_boleh(konteks.db, konteks.aktor, [uuid.UUID(b) for b in bukti])}


PEMILIK: Final = PemilikBerkas(nama=BERKAS_BUKTI, boleh=_boleh)
"""Files of evidence."""
