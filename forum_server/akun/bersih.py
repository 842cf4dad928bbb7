"""Clearing sessions, tokens, codes and counters that can no longer matter."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum_server.akun.models import PercobaanMasuk, SesiMasuk, TantanganMasuk, Token, Undangan
from forum_server.akun.rules import JENDELA_PERCOBAAN
from forum_server.akun.totp.models import Totp
from forum_server.akun.totp.rules import UMUR_PEMASANGAN
from forum_server.database import bebas_jejak, sekarang

__all__ = ["bersihkan"]

SIMPAN_SESI: Final = timedelta(days=7)
"""A spent refresh token of an ended session is recognised this much longer."""

SEKALI: Final = 1000
"""Sessions in one transaction at most."""


def bersihkan(session: Session) -> None:
    """Delete what expired; the audit keeps what happened."""
    bebas_jejak(session, "expired sessions, codes and counters")
    kini = sekarang(session)
    lama = (
        select(SesiMasuk.id)
        .where(SesiMasuk.berakhir_pada < kini - SIMPAN_SESI)
        .order_by(SesiMasuk.id)
        .limit(SEKALI)
    )
    usang = session.scalars(lama).all()
    tanpa = {"synchronize_session": False}
    session.execute(delete(Token).where(Token.sesi_id.in_(usang)), execution_options=tanpa)
    session.execute(delete(SesiMasuk).where(SesiMasuk.id.in_(usang)), execution_options=tanpa)
    # Access tokens are many and short-lived; a spent refresh token must stay to be recognised.
    session.execute(
        delete(Token).where(Token.jenis == "AKSES", Token.berlaku_sampai < kini), execution_options=tanpa
    )
    session.execute(
        delete(TantanganMasuk).where(TantanganMasuk.berlaku_sampai < kini), execution_options=tanpa
    )
    session.execute(
        delete(Totp).where(Totp.aktif_sejak.is_(None), Totp.dibuat_pada < kini - UMUR_PEMASANGAN),
        execution_options=tanpa,
    )
    session.execute(delete(Undangan).where(Undangan.berlaku_sampai < kini), execution_options=tanpa)
    session.execute(
        delete(PercobaanMasuk).where(PercobaanMasuk.sejak < kini - JENDELA_PERCOBAAN), execution_options=tanpa
    )
