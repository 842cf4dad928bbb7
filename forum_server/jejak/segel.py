"""Sealing committed entries into the chain of their province, and proving the chains."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, and_, exists, func, insert, or_, select, tuple_, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from forum_server.database import Database, bebas_jejak, waktu_db
from forum_server.database.transaksi import batas_belum_ada, batas_selesai, sesudah
from forum_server.jejak.models import Jejak, JejakPenyegel, JejakSegel
from forum_server.jejak.rules import AWAL, Entri, LaporanRantai, periksa_rantai, rantai_dari, sidik

__all__ = ["EKOR_MAKS", "SEKALI_SEGEL", "buktikan", "ekor", "laporan", "segel"]

SEKALI_SEGEL = 1000
"""Entries sealed in one transaction at most."""

EKOR_MAKS = 10_000

_KOLOM = (
    Jejak.id,
    Jejak.waktu,
    Jejak.akun_id,
    Jejak.pelaku,
    Jejak.aksi,
    Jejak.objek,
    Jejak.objek_id,
    Jejak.wilayah,
    Jejak.bidang,
)


def segel(session: Session) -> int:
    """Seal the next committed entries, oldest first; returns how many. Call again while it returns `SEKALI_SEGEL`."""
    bebas_jejak(session, "seals are about entries and tell nothing themselves")
    penyegel = _penyegel(session)
    posisi = (penyegel.transaksi, penyegel.jejak_id)
    selesai, belum_ada = session.execute(select(batas_selesai(), batas_belum_ada())).one()
    if dipulihkan := posisi[0] >= belum_ada:
        # This position was reached in another cluster. What is not sealed may stand before it or behind it.
        yang = or_(Jejak.transaksi < selesai, Jejak.transaksi >= belum_ada)
    else:
        yang = sesudah(Jejak.transaksi, Jejak.id, posisi)
    baris = session.execute(
        select(Jejak.transaksi, *_KOLOM)
        # Only entries of another cluster can have a seal and stand behind the position.
        .where(yang, ~exists().where(JejakSegel.jejak_id == Jejak.id))
        .order_by(Jejak.transaksi, Jejak.id)
        .limit(SEKALI_SEGEL)
    ).all()
    if baris:
        _sambung(session, baris)
        posisi = (baris[-1].transaksi, baris[-1].id)
    if not dipulihkan:
        _maju(session, posisi)
    elif len(baris) < SEKALI_SEGEL:
        _maju(session, (selesai, -1))
    return len(baris)


def _penyegel(session: Session) -> JejakPenyegel:
    """The sealer's row, locked: of several sealers one goes on at a time."""
    baris = select(JejakPenyegel).with_for_update()
    if (ada := session.scalars(baris).one_or_none()) is not None:
        return ada
    pakai = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(pakai(JejakPenyegel).values(nomor=1, transaksi=-1, jejak_id=-1).on_conflict_do_nothing())
    return session.scalars(baris).one()


def _maju(session: Session, posisi: tuple[int, int]) -> None:
    session.execute(update(JejakPenyegel).values(transaksi=posisi[0], jejak_id=posisi[1]))


def _sambung(session: Session, baris: Sequence[Any]) -> None:
    """Put a seal on each of these entries, in this order."""
    kepala = _kepala(session, {rantai_dari(b.wilayah) for b in baris})
    segel_baru: list[dict[str, object]] = []
    for b in baris:
        entri = _entri(b)
        rantai = rantai_dari(b.wilayah)
        urutan, sebelum = kepala.get(rantai, (0, AWAL))
        baru = sidik(entri, sebelum)
        kepala[rantai] = (urutan + 1, baru)
        segel_baru.append(
            {"rantai": rantai, "urutan": urutan + 1, "jejak_id": b.id, "sebelum": sebelum, "sidik": baru}
        )
    session.execute(insert(JejakSegel), segel_baru)


def _kepala(session: Session, rantai: set[str]) -> dict[str, tuple[int, str]]:
    terakhir = (
        select(JejakSegel.rantai, func.max(JejakSegel.urutan).label("urutan"))
        .where(JejakSegel.rantai.in_(rantai))
        .group_by(JejakSegel.rantai)
        .subquery()
    )
    stmt = select(JejakSegel.rantai, JejakSegel.urutan, JejakSegel.sidik).join(
        terakhir, (terakhir.c.rantai == JejakSegel.rantai) & (terakhir.c.urutan == JejakSegel.urutan)
    )
    return {b.rantai: (b.urutan, b.sidik) for b in session.execute(stmt)}


def laporan(connection: Connection) -> LaporanRantai:
    """Recompute every seal from its entry and compare; counts the entries that are not sealed yet."""
    panjang: dict[str, int] = {}
    kepala: dict[str, str] = {}
    rusak: list[str] = []
    for rantai, baris in groupby(_segel(connection), key=lambda b: b.rantai):
        isi = ((b.urutan, b.sebelum, b.sidik, _entri(b) if b.id is not None else None) for b in baris)
        panjang[rantai], kepala[rantai], temuan = periksa_rantai(rantai, isi)
        rusak += temuan
    jumlah = connection.execute(select(func.count()).select_from(Jejak)).scalar_one()
    return LaporanRantai(
        panjang=panjang, kepala=kepala, rusak=tuple(rusak), belum_disegel=jumlah - sum(panjang.values())
    )


def _segel(connection: Connection) -> Iterator[Any]:
    """Every seal with its entry, chain by chain, a page at a time."""
    s = JejakSegel
    posisi = ("", 0)
    while baris := connection.execute(
        select(s.rantai, s.urutan, s.sebelum, s.sidik, *_KOLOM)
        .outerjoin(Jejak, Jejak.id == s.jejak_id)
        .where(tuple_(s.rantai, s.urutan) > posisi)
        .order_by(s.rantai, s.urutan)
        .limit(SEKALI_SEGEL)
    ).all():
        yield from baris
        posisi = (baris[-1].rantai, baris[-1].urutan)


async def buktikan(db: Database) -> LaporanRantai:
    """The same, on a reader's connection."""
    async with db.read() as koneksi:
        return await koneksi.run_sync(laporan)


async def ekor(db: Database) -> tuple[int, float]:
    """How many entries wait for a seal, counted up to `EKOR_MAKS`, and how many seconds the oldest of them has waited."""
    kini = await db.first(select(JejakPenyegel.transaksi, JejakPenyegel.jejak_id))
    posisi = (-1, -1) if kini is None else (kini.transaksi, kini.jejak_id)
    sesudahnya = or_(Jejak.transaksi > posisi[0], and_(Jejak.transaksi == posisi[0], Jejak.id > posisi[1]))
    menunggu = select(Jejak.waktu).where(sesudahnya).limit(EKOR_MAKS).subquery()
    tertua, banyak = func.min(menunggu.c.waktu).label("tertua"), func.count().label("banyak")
    satu = await db.first(select(banyak, tertua, waktu_db().label("kini")).select_from(menunggu))
    assert satu is not None
    return satu.banyak, 0.0 if satu.tertua is None else max(0.0, (satu.kini - satu.tertua).total_seconds())


def _entri(baris: Any) -> Entri:
    return Entri(**{k.key: getattr(baris, k.key) for k in _KOLOM})
