"""Clearing what nobody needs any more: old notifications, and mails that were in vain for too long."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from forum_server.database import bebas_jejak, dalam, sekarang
from forum_server.pekerjaan.jenis import KonteksPekerjaan
from forum_server.pemberitahuan.models import KeadaanSurel, Pemberitahuan, SurelKeluar
from forum_server.pemberitahuan.rules import UMUR_SUREL

__all__ = ["bersihkan", "hapus_lama", "hentikan_basi"]

SEKALI: Final = 1000
"""Notifications in one transaction at most."""

_TANPA_SINKRON: Final = {"synchronize_session": False}


async def bersihkan(konteks: KonteksPekerjaan) -> None:
    """Give up stale mails, then delete old notifications, a bounded number at a time."""
    await konteks.db.write(hentikan_basi)
    umur = timedelta(days=konteks.settings.simpan_pemberitahuan_hari)
    while await konteks.db.write(hapus_lama, umur) == SEKALI:
        pass


def hentikan_basi(session: Session) -> None:
    """Whatever waits longer than a mail may is given up: also when there was no mail server to send it by."""
    bebas_jejak(session, "e-mail that was in vain for too long")
    kini = sekarang(session)
    s, p = SurelKeluar, Pemberitahuan
    basi = select(p.id).where(p.id == s.pemberitahuan_id, p.dibuat_pada <= kini - UMUR_SUREL)
    session.execute(
        update(s)
        .where(
            s.keadaan == KeadaanSurel.MENUNGGU,
            (s.dipinjam_sampai.is_(None)) | (s.dipinjam_sampai < kini),
            basi.exists(),
        )
        .values(
            keadaan=KeadaanSurel.GAGAL,
            alasan="KEDALUWARSA",
            selesai_pada=kini,
            peminjam=None,
            dipinjam_sampai=None,
        ),
        execution_options=_TANPA_SINKRON,
    )


def hapus_lama(session: Session, umur: timedelta) -> int:
    """Delete notifications older than this, with their mails; returns how many."""
    bebas_jejak(session, "old notifications")
    p, s = Pemberitahuan, SurelKeluar
    lama = session.scalars(
        select(p.id).where(p.dibuat_pada < sekarang(session) - umur).order_by(p.id).limit(SEKALI)
    ).all()
    if lama:
        session.execute(delete(s).where(dalam(s.pemberitahuan_id, lama)), execution_options=_TANPA_SINKRON)
        session.execute(delete(p).where(dalam(p.id, lama)), execution_options=_TANPA_SINKRON)
    return len(lama)
