"""What happens to seats by the clock: lapsed holds end, unused shares return, who became free moves up.

Each share is a unit of its own, so locks are short and one share's fault keeps no other waiting.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import Executable, select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.bagian import kembalikan_sisa
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import BERGERAK
from forum_paksi.pemesanan.kursi import belum_lewat_tenggat, kunci_bagian, promosikan, sedang_sibuk
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pemesanan.service import lepaskan_tahanan_lewat
from forum_server.plugin import Database, KonteksPekerjaan, Pekerjaan, waktu_db

__all__ = ["PEKERJAAN", "kembalikan_yang_jatuh_tempo", "lepaskan_yang_lewat", "promosikan_yang_bebas"]


async def lepaskan_yang_lewat(db: Database) -> None:
    """End every lapsed hold."""
    bagian = (
        select(Pemesanan.bagian_id)
        .where(Pemesanan.keadaan == KeadaanPemesanan.DITAHAN, Pemesanan.ditahan_sampai <= waktu_db())
        .distinct()
    )
    await _masing_masing(db, bagian, lepaskan_tahanan_lewat)


async def kembalikan_yang_jatuh_tempo(db: Database) -> None:
    """Return the unused seats of every share whose time has come, also seats that came free after that."""
    bagian = (
        select(Bagian.id)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .where(
            Bagian.kembali_pada <= waktu_db(),
            Bagian.terisi < Bagian.kapasitas,
            Jadwal.keadaan.in_(BERGERAK),
        )
    )
    await _masing_masing(db, bagian, kembalikan_sisa)


async def promosikan_yang_bebas(db: Database) -> None:
    """Seat people who were passed over because they sat elsewhere, and don't any more."""
    bagian = (
        select(Bagian.id)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .join(Pemesanan, Pemesanan.bagian_id == Bagian.id)
        .where(
            Bagian.terisi < Bagian.kapasitas,
            Jadwal.keadaan.in_(BERGERAK),
            Pemesanan.keadaan == KeadaanPemesanan.DAFTAR_TUNGGU,
            ~sedang_sibuk(),
            belum_lewat_tenggat(),
        )
        .distinct()
    )
    await _masing_masing(db, bagian, _promosikan)


async def _masing_masing(
    db: Database, bagian: Executable, unit: Callable[[Session, uuid.UUID], object]
) -> None:
    """Run `unit` for each of these shares; the faults are raised together once all had their turn."""
    salah: list[Exception] = []
    for bagian_id in await db.scalars(bagian):
        try:
            await db.write(unit, bagian_id)
        except Exception as galat:  # noqa: BLE001  kept, and raised below
            salah.append(galat)
    if salah:
        raise ExceptionGroup("some shares could not be brought up to date", salah)


def _promosikan(session: Session, bagian_id: uuid.UUID) -> None:
    kunci_bagian(session, [bagian_id])
    promosikan(session, bagian_id)


async def _kursi(konteks: KonteksPekerjaan) -> None:
    salah: list[Exception] = []
    for satu in (lepaskan_yang_lewat, kembalikan_yang_jatuh_tempo, promosikan_yang_bebas):
        try:
            await satu(konteks.db)
        except Exception as galat:  # noqa: BLE001  kept, and raised below
            salah.append(galat)
    if salah:
        raise ExceptionGroup("some seats could not be brought up to date", salah)


PEKERJAAN = (Pekerjaan(nama="paksi.kursi", tiap=timedelta(seconds=20), jalankan=_kursi),)
