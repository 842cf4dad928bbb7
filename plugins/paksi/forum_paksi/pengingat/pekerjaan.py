"""Reminding people before a hold or a pool's deadline lapses; one unit per pemda or province, a bounded number each.

How many hours before is a setting of the region (`ingatkan_jam`). That somebody was reminded is written with the
notifications, so a process that dies has either done both or nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import BERGERAK
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pengingat.jenis import HIMPUNAN_BERAKHIR, TAHANAN_BERAKHIR
from forum_paksi.pengingat.models import Pengingat
from forum_paksi.pengingat.service import data_kursi, koordinator, operator_lsp, operator_pemda
from forum_paksi.setelan import INGATKAN_JAM_MAKS, PaksiSetelan
from forum_paksi.skema.models import Skema
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import WILAYAH
from forum_server.plugin import (
    Database,
    Kabar,
    KeadaanMenolak,
    KonteksPekerjaan,
    Pekerjaan,
    bebas_jejak,
    beritahu_semua,
    sekarang,
    setelan_untuk,
    wajib_aktif,
    waktu_db,
)

__all__ = ["PEKERJAAN", "ingatkan", "ingatkan_himpunan", "ingatkan_kursi", "tandai"]

SEKALI: Final = 200
"""Seats or pools in one unit at most."""

K = KeadaanHimpunan
_ALASAN: Final = "reminders of deadlines"
_KURSI: Final = KeadaanPemesanan.DITAHAN.value
_MENUNGGU: Final = (K.DIALOKASIKAN, K.DIKIRIM)


async def ingatkan(db: Database) -> None:
    """Remind of every seat and pool whose time is near, where it was not done yet.

    One region's fault keeps no other waiting; the faults are raised together once all had their turn.
    """
    kursi = _kursi_ditahan(select(Pemesanan.wilayah_kode)).distinct()
    himpunan = _himpunan_bertenggat(select(Himpunan.wilayah_kode)).distinct()
    salah: list[Exception] = []
    for satu, daerah in ((ingatkan_kursi, kursi), (ingatkan_himpunan, himpunan)):
        for wilayah in await db.scalars(daerah):
            try:
                while await db.write(satu, wilayah) == SEKALI:
                    pass
            except Exception as galat:  # noqa: BLE001  kept, and raised below
                salah.append(galat)
    await db.write(_lupakan_yang_lewat)
    if salah:
        raise ExceptionGroup("some regions could not be reminded", salah)


def ingatkan_kursi(session: Session, wilayah: str) -> int:
    """Remind a pemda of its seats whose hold is about to lapse; returns of how many.

    Seats of a pool the LSP has not confirmed yet are not the pemda's to confirm: see `ingatkan_himpunan`.
    """
    bebas_jejak(session, _ALASAN)
    if (sampai := _jendela(session, wilayah)) is None:
        return 0
    rows = session.execute(
        _kursi_ditahan(
            select(
                Pemesanan.id,
                Pemesanan.perangkat_daerah_id,
                Pemesanan.ditahan_sampai,
                Jadwal.id.label("jadwal"),
                Jadwal.kode,
                Jadwal.zona,
            )
        )
        .where(Pemesanan.wilayah_kode == wilayah, Pemesanan.ditahan_sampai <= sampai)
        .order_by(Pemesanan.ditahan_sampai, Pemesanan.id)
        .limit(SEKALI)
    ).all()
    baru = tandai(session, [(r.id, _KURSI, r.ditahan_sampai) for r in rows])
    beritahu_semua(
        session,
        [
            Kabar(
                jenis=TAHANAN_BERAKHIR,
                kunci=f"{r.id}:{r.ditahan_sampai.isoformat()}",
                wilayah=wilayah,
                penerima=[operator_pemda(wilayah, r.perangkat_daerah_id)],
                data=data_kursi(
                    pemesanan=r.id, jadwal=r.jadwal, kode=r.kode, sampai=r.ditahan_sampai, zona=r.zona
                ),
            )
            for r in rows
            if r.id in baru
        ],
    )
    return len(rows)


def ingatkan_himpunan(session: Session, wilayah: str) -> int:
    """Remind a province's coordinators, and once a pool was sent its LSP too; returns of how many pools."""
    bebas_jejak(session, _ALASAN)
    if (sampai := _jendela(session, wilayah)) is None:
        return 0
    rows = session.execute(
        _himpunan_bertenggat(
            select(
                Himpunan.id,
                Himpunan.keadaan,
                Himpunan.tenggat,
                Himpunan.lembaga_kode,
                Skema.kode.label("skema"),
                WILAYAH.c.zona,
            )
        )
        .join(Skema, Skema.id == Himpunan.skema_id)
        .join(WILAYAH, WILAYAH.c.kode == Himpunan.wilayah_kode)
        .where(Himpunan.wilayah_kode == wilayah, Himpunan.tenggat <= sampai)
        .order_by(Himpunan.tenggat, Himpunan.id)
        .limit(SEKALI)
    ).all()
    baru = tandai(session, [(r.id, r.keadaan.value, r.tenggat) for r in rows])
    beritahu_semua(
        session,
        [
            Kabar(
                jenis=HIMPUNAN_BERAKHIR,
                kunci=f"{r.id}:{r.keadaan.value}:{r.tenggat.isoformat()}",
                wilayah=wilayah,
                penerima=[
                    koordinator(wilayah),
                    *([operator_lsp(r.lembaga_kode)] if r.keadaan is K.DIKIRIM else []),
                ],
                data={
                    "himpunan": str(r.id),
                    "keadaan": r.keadaan.value,
                    "skema": r.skema,
                    "lembaga": r.lembaga_kode,
                    "sampai": r.tenggat.isoformat(),
                    "zona": r.zona,
                },
            )
            for r in rows
            if r.id in baru
        ],
    )
    return len(rows)


def _jendela(session: Session, wilayah: str) -> datetime | None:
    """Until when a deadline is near in this region; None where people are not reminded."""
    try:
        wajib_aktif(session, "paksi", wilayah)
    except KeadaanMenolak:
        return None
    jam = setelan_untuk(session, PaksiSetelan, "paksi", wilayah).ingatkan_jam
    if jam <= 0:
        return None
    return sekarang(session) + timedelta(hours=min(jam, INGATKAN_JAM_MAKS))


def _kursi_ditahan(stmt: Any) -> Any:
    """Held seats that their pemda can confirm, of whose deadline nobody was reminded."""
    kini = waktu_db()
    return (
        stmt.select_from(Pemesanan)
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .join(Bagian, Bagian.id == Pemesanan.bagian_id)
        .outerjoin(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(
            Pemesanan.keadaan == KeadaanPemesanan.DITAHAN,
            Pemesanan.ditahan_sampai > kini,
            Jadwal.keadaan.in_(BERGERAK),
            or_(Himpunan.id.is_(None), Himpunan.keadaan == K.DIKONFIRMASI),
            ~_diingatkan(Pemesanan.id, Pemesanan.ditahan_sampai, Pengingat.keadaan == _KURSI),
        )
    )


def _himpunan_bertenggat(stmt: Any) -> Any:
    """Pools whose seats are held until their deadline, of which nobody was reminded."""
    return stmt.select_from(Himpunan).where(
        Himpunan.keadaan.in_(_MENUNGGU),
        Himpunan.tenggat > waktu_db(),
        ~_diingatkan(Himpunan.id, Himpunan.tenggat, Pengingat.keadaan == Himpunan.keadaan),
    )


def _diingatkan(
    id_: InstrumentedAttribute[uuid.UUID],
    batas: InstrumentedAttribute[datetime | None],
    keadaan: ColumnElement[bool],
) -> ColumnElement[bool]:
    return (
        select(Pengingat.batas)
        .where(and_(Pengingat.objek_id == id_, Pengingat.batas == batas, keadaan))
        .correlate(Pemesanan, Himpunan)
        .exists()
    )


def tandai(session: Session, yang: Iterable[tuple[uuid.UUID, str, datetime]]) -> set[uuid.UUID]:
    """Write of what people are reminded in this unit; returns those no other process was first with."""
    rows = [{"objek_id": id_, "keadaan": keadaan, "batas": batas} for id_, keadaan, batas in sorted(yang)]
    if not rows:
        return set()
    return set(
        session.scalars(
            sisipkan(session, Pengingat).on_conflict_do_nothing().returning(Pengingat.objek_id), rows
        )
    )


def _lupakan_yang_lewat(session: Session) -> None:
    bebas_jejak(session, _ALASAN)
    session.execute(delete(Pengingat).where(Pengingat.batas <= waktu_db()), execution_options=TANPA_SINKRON)


async def _jalankan(konteks: KonteksPekerjaan) -> None:
    await ingatkan(konteks.db)


PEKERJAAN: Final = (Pekerjaan(nama="paksi.pengingat", tiap=timedelta(minutes=5), jalankan=_jalankan),)
