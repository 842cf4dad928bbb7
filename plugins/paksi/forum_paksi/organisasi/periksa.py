"""Invariants of forums that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.organisasi.models import AnggotaForum

__all__ = ["periksa_organisasi"]


def periksa_organisasi(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    satu, lain = aliased(AnggotaForum), aliased(AnggotaForum)
    ganda = select(satu.orang_id, satu.id, lain.id).where(
        satu.organ_id == lain.organ_id,
        satu.orang_id == lain.orang_id,
        satu.id < lain.id,
        or_(satu.berhenti_pada.is_(None), satu.berhenti_pada > lain.mulai),
        or_(lain.berhenti_pada.is_(None), lain.berhenti_pada > satu.mulai),
        or_(satu.sampai.is_(None), satu.sampai >= lain.mulai),
        or_(lain.sampai.is_(None), lain.sampai >= satu.mulai),
    )
    return [
        f"orang {orang}: keanggotaan {a} dan {b} dalam satu organ beririsan"
        for orang, a, b in session.execute(ganda)
    ]
