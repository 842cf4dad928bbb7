"""Invariants of what coverage knows that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.cakupan.models import KepalaOpd

__all__ = ["periksa_cakupan"]


def periksa_cakupan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    satu, lain = aliased(KepalaOpd), aliased(KepalaOpd)
    ganda = select(satu.perangkat_daerah_id, satu.id, lain.id).where(
        satu.perangkat_daerah_id == lain.perangkat_daerah_id,
        satu.id < lain.id,
        or_(satu.sampai.is_(None), satu.sampai >= lain.dari),
        or_(lain.sampai.is_(None), lain.sampai >= satu.dari),
    )
    return [
        f"perangkat daerah {opd}: masa kepala {a} dan {b} beririsan" for opd, a, b in session.execute(ganda)
    ]
