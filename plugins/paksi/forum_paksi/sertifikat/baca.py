"""Reading certificates, as far as an actor may see whose they are."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from forum_paksi.pelaku import IZIN_LIHAT, IZIN_SERTIFIKAT
from forum_paksi.sertifikat.models import Sertifikat
from forum_server.plugin import (
    Aktor,
    Database,
    Halaman,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    di_bawah,
    turun,
)

__all__ = ["IZIN_BACA", "daftar", "daftar_per_orang"]

IZIN_BACA = (IZIN_LIHAT, IZIN_SERTIFIKAT)
URUTAN = Urutan("paksi_sertifikat", turun(Sertifikat.terbit), pemutus=turun(Sertifikat.id))


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """The certificates of people in the actor's scope."""
    return or_(
        *(
            aktor.lingkup(izin).klausa(
                Sertifikat.wilayah_kode, kolom_perangkat_daerah=Sertifikat.perangkat_daerah_id
            )
            for izin in IZIN_BACA
        )
    )


def _pilih() -> Any:
    return select(
        Sertifikat.id,
        Sertifikat.orang_id,
        Sertifikat.skema_id,
        Sertifikat.lembaga_kode,
        Sertifikat.nomor,
        Sertifikat.terbit,
        Sertifikat.berakhir,
        Sertifikat.wilayah_kode,
    )


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    berlaku_pada: date | None,
    first: int,
    after: str | None,
) -> Halaman:
    """Certificates, the latest first."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah is not None:
        stmt = stmt.where(di_bawah(Sertifikat.wilayah_kode, wilayah))
    if berlaku_pada is not None:
        stmt = stmt.where(Sertifikat.terbit <= berlaku_pada, Sertifikat.berakhir >= berlaku_pada)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def daftar_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of certificates for each of these people, the latest first."""
    return await ambil_halaman_per(
        db,
        _pilih().where(terlihat(aktor)),
        URUTAN,
        kunci=Sertifikat.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )
