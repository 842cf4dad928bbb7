"""Nobody is in two places at once: in a seat, in a training wave, and speaking somewhere.

Each of the three has a table of its own whose key keeps a person from being there twice. Between the tables goes this:
who sends people to a wave or to speak holds them first (`tahan_orang`). That waits for whoever is being seated, since
writing a booking shares the person's row by its foreign key, and what is seated later sees where they were sent.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_paksi.diklat.models import Gelombang, OrangHari
from forum_paksi.jadwal.rules import Paruh
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.penyuluh.models import SesiPenyuluh
from forum_paksi.tabel import ORANG
from forum_server.plugin import dalam

__all__ = [
    "bagi_orang",
    "di_mana",
    "dua_tempat",
    "tahan_orang",
    "terhalang_diklat",
    "terhalang_kursi",
    "terhalang_tugas",
]

Kolom = ColumnElement[Any] | InstrumentedAttribute[Any]


def tahan_orang(session: Session, orang: Collection[uuid.UUID]) -> None:
    """Hold these people until the unit ends: nobody else is sent anywhere, nobody is seated.

    Comes before anything is written that names them, so that two units never wait for each other.
    """
    session.execute(
        select(ORANG.c.id).where(dalam(ORANG.c.id, set(orang))).order_by(ORANG.c.id).with_for_update()
    ).all()


def bagi_orang(session: Session, orang: Select[uuid.UUID]) -> None:
    """Before these people are seated: wait for who holds them, and let them be seated by others at the same time."""
    session.execute(
        select(ORANG.c.id)
        .where(ORANG.c.id.in_(orang))
        .order_by(ORANG.c.id)
        .with_for_update(read=True, key_share=True)
    ).all()


def terhalang_kursi(orang: Kolom, tanggal: Kolom, paruh: Kolom, jadwal: Kolom) -> ColumnElement[bool]:
    """Why nobody is seated in a half-day of a schedule: they speak, or are in a wave that isn't this schedule's."""
    s, h, g = SesiPenyuluh, OrangHari, Gelombang
    menyuluh = select(s.orang_id).where(s.orang_id == orang, s.tanggal == tanggal, s.paruh == paruh)
    diklat = (
        select(h.orang_id)
        .join(g, g.id == h.gelombang_id)
        .where(h.orang_id == orang, h.tanggal == tanggal, g.jadwal_id.is_distinct_from(jadwal))
    )
    return or_(menyuluh.correlate_except(s).exists(), diklat.correlate_except(h, g).exists())


def terhalang_tugas(session: Session, orang: uuid.UUID, tanggal: date, paruh: Collection[Paruh]) -> bool:
    """Whether this person, who is held, can't be sent to speak: they sit in a seat or are in a wave then."""
    duduk = exists().where(
        OrangSesi.orang_id == orang, OrangSesi.tanggal == tanggal, OrangSesi.paruh.in_(sorted(paruh))
    )
    diklat = exists().where(OrangHari.orang_id == orang, OrangHari.tanggal == tanggal)
    return bool(session.scalar(select(or_(duduk, diklat))))


def terhalang_diklat(
    session: Session, gelombang_id: uuid.UUID, orang: Collection[uuid.UUID], hari: Collection[date]
) -> set[uuid.UUID]:
    """Which of these people, who are held, can't be in the wave on these days: they speak, or sit elsewhere.

    A seat in the wave's own schedule is how they come to it.
    """
    o, s = OrangSesi, SesiPenyuluh
    milik = select(Gelombang.jadwal_id).where(Gelombang.id == gelombang_id).scalar_subquery()
    duduk = (
        select(o.orang_id)
        .join(Pemesanan, Pemesanan.id == o.pemesanan_id)
        .where(
            dalam(o.orang_id, orang), o.tanggal.in_(sorted(hari)), Pemesanan.jadwal_id.is_distinct_from(milik)
        )
    )
    menyuluh = select(s.orang_id).where(dalam(s.orang_id, orang), s.tanggal.in_(sorted(hari)))
    return set(session.scalars(duduk.union(menyuluh)))


def di_mana(orang: Select[uuid.UUID]) -> CompoundSelect[uuid.UUID, date, Paruh]:
    """Every half-day in which one of these people is somewhere: orang, tanggal, paruh."""
    o, s, h = OrangSesi, SesiPenyuluh, OrangHari
    duduk = select(o.orang_id, o.tanggal, o.paruh).where(o.orang_id.in_(orang))
    menyuluh = select(s.orang_id, s.tanggal, s.paruh).where(s.orang_id.in_(orang))
    diklat = [
        select(h.orang_id, h.tanggal, literal(paruh, o.paruh.type)).where(h.orang_id.in_(orang))
        for paruh in Paruh
    ]
    return duduk.union_all(menyuluh, *diklat)


def dua_tempat() -> CompoundSelect[uuid.UUID, date, Paruh]:
    """Who is in two of these places in one half-day: orang, tanggal, paruh."""
    o, s, h = OrangSesi, SesiPenyuluh, OrangHari
    duduk = (
        select(o.orang_id, o.tanggal, o.paruh)
        .join(Pemesanan, Pemesanan.id == o.pemesanan_id)
        .where(terhalang_kursi(o.orang_id, o.tanggal, o.paruh, Pemesanan.jadwal_id))
    )
    menyuluh = select(s.orang_id, s.tanggal, s.paruh).where(
        exists().where(h.orang_id == s.orang_id, h.tanggal == s.tanggal)
    )
    return duduk.union(menyuluh)
