"""What a seed can't enter through a service: days that are over before the demo begins.

A schedule takes bookings, and a wave opens, only while its days are still to come, so both are written as of now and
then moved back with everybody in them. Certificates of earlier years are written as the import writes them.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from forum_paksi.diklat.models import Gelombang, HariGelombang, OrangHari
from forum_paksi.jadwal.models import Jadwal, JadwalSesi
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.sertifikat.rangkaian import tulis, umumkan
from forum_paksi.sertifikat.rules import berakhir
from forum_paksi.skema.models import Skema
from forum_paksi.sql import tabel
from forum_paksi.tabel import ORANG
from forum_server.plugin import Aktor

__all__ = ["mundurkan_gelombang", "mundurkan_jadwal", "sertifikat_lama"]


def mundurkan_jadwal(session: Session, jadwal_id: uuid.UUID, lama: timedelta) -> None:
    """Move a schedule that takes no bookings any more, and where its people are, so many days back."""
    j, s, o = tabel(Jadwal), tabel(JadwalSesi), tabel(OrangSesi)
    mulai, batas = session.execute(select(j.c.mulai_pada, j.c.batas_daftar).where(j.c.id == jadwal_id)).one()
    session.execute(
        j.update().where(j.c.id == jadwal_id).values(mulai_pada=mulai - lama, batas_daftar=batas - lama)
    )
    kursi = select(Pemesanan.id).where(Pemesanan.jadwal_id == jadwal_id).scalar_subquery()
    _geser(session, s, s.c.jadwal_id == jadwal_id, lama)
    _geser(session, o, o.c.pemesanan_id.in_(kursi), lama)


def mundurkan_gelombang(session: Session, gelombang_id: uuid.UUID, lama: timedelta) -> None:
    """Move a wave that has not begun, and where its people are, so many days back."""
    g, h, o = tabel(Gelombang), tabel(HariGelombang), tabel(OrangHari)
    mulai, selesai = session.execute(select(g.c.mulai, g.c.selesai).where(g.c.id == gelombang_id)).one()
    session.execute(
        g.update().where(g.c.id == gelombang_id).values(mulai=mulai - lama, selesai=selesai - lama)
    )
    # People's days name the wave's: taken off, moved, and put back.
    orang = session.execute(select(o).where(o.c.gelombang_id == gelombang_id)).mappings().all()
    session.execute(o.delete().where(o.c.gelombang_id == gelombang_id))
    _geser(session, h, h.c.gelombang_id == gelombang_id, lama)
    if orang:
        session.execute(insert(o), [{**satu, "tanggal": satu["tanggal"] - lama} for satu in orang])


def _geser(session: Session, t: Table, yang: Any, lama: timedelta) -> None:
    """Move the column `tanggal` of these rows; earliest first, so that none is in another's way."""
    hari: Iterable[date] = session.scalars(
        select(t.c.tanggal).where(yang).distinct().order_by(t.c.tanggal)
    ).all()
    for satu in hari:
        session.execute(t.update().where(yang, t.c.tanggal == satu).values(tanggal=satu - lama))


def sertifikat_lama(
    session: Session,
    aktor: Aktor,
    *,
    orang: uuid.UUID,
    skema: str,
    lembaga: str,
    nomor: str,
    terbit: date,
) -> uuid.UUID:
    """A certificate from before this server, of its scheme's length; a later one of its line supersedes it."""
    baris = session.execute(
        select(Skema.id, Skema.kode, Skema.jenis, Skema.masa_bulan).where(Skema.kode == skema)
    ).one()
    tempat = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.perangkat_daerah_id).where(ORANG.c.id == orang)
    ).one()
    id_ = uuid.uuid4()
    tulis(
        session,
        aktor,
        [
            {
                "id": id_,
                "orang_id": orang,
                "skema_id": baris.id,
                "jenis": baris.jenis,
                "lembaga_kode": lembaga,
                "nomor": nomor,
                "terbit": terbit,
                "berakhir": berakhir(terbit, baris.masa_bulan),
                "diakui": True,
                "wilayah_kode": tempat.wilayah_kode,
                "perangkat_daerah_id": tempat.perangkat_daerah_id,
            }
        ],
        skema={baris.id: baris.kode},
    )
    umumkan(
        session,
        aktor,
        "paksi.impor_sertifikat",
        id_,
        tempat.wilayah_kode,
        ["skema", "lembaga", "nomor", "terbit", "berakhir"],
    )
    return id_
