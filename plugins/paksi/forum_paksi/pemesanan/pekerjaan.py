"""What happens to seats by the clock: lapsed holds end, unused shares return, who became free moves up.

Each share is a unit of its own, so locks are short and one share's fault keeps no other waiting.
"""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy import select
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
    for bagian_id in await db.scalars(
        select(Pemesanan.bagian_id)
        .where(Pemesanan.keadaan == KeadaanPemesanan.DITAHAN, Pemesanan.ditahan_sampai <= waktu_db())
        .distinct()
    ):
        await db.write(lepaskan_tahanan_lewat, bagian_id)


async def kembalikan_yang_jatuh_tempo(db: Database) -> None:
    """Return the unused seats of every share whose time has come, also seats that came free after that."""
    for bagian_id in await db.scalars(
        select(Bagian.id)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .where(
            Bagian.kembali_pada <= waktu_db(),
            Bagian.terisi < Bagian.kapasitas,
            Jadwal.keadaan.in_(BERGERAK),
        )
    ):
        await db.write(kembalikan_sisa, bagian_id)


async def promosikan_yang_bebas(db: Database) -> None:
    """Seat people who were passed over because they sat elsewhere, and don't any more."""
    for bagian_id in await db.scalars(
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
    ):
        await db.write(_promosikan, bagian_id)


def _promosikan(session: Session, bagian_id: uuid.UUID) -> None:
    kunci_bagian(session, [bagian_id])
    promosikan(session, bagian_id)


async def _kursi(konteks: KonteksPekerjaan) -> None:
    await lepaskan_yang_lewat(konteks.db)
    await kembalikan_yang_jatuh_tempo(konteks.db)
    await promosikan_yang_bebas(konteks.db)


PEKERJAAN = (Pekerjaan(nama="paksi.kursi", tiap=timedelta(seconds=20), jalankan=_kursi),)
