"""Invariants of speaker requests that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.penyuluh.models import PermintaanPenyuluh, SesiPenyuluh
from forum_paksi.penyuluh.rules import BERTUGAS
from forum_paksi.sql import Pilih

__all__ = ["periksa_penyuluh"]

P = PermintaanPenyuluh
S = SesiPenyuluh


def periksa_penyuluh(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    bertugas = P.keadaan.in_(sorted(BERTUGAS))
    harus = case((bertugas, case((P.paruh.is_(None), 2), else_=1)), else_=literal(0))
    ada = (
        select(func.count())
        .select_from(S)
        .where(
            S.permintaan_id == P.id,
            S.orang_id == P.penyuluh_id,
            S.tanggal == P.tanggal,
            or_(P.paruh.is_(None), S.paruh == P.paruh),
        )
        .scalar_subquery()
    )
    semua = select(func.count()).select_from(S).where(S.permintaan_id == P.id).scalar_subquery()
    pemeriksaan: tuple[tuple[str, Pilih], ...] = (
        (
            "Permintaan penyuluh {} menempati {} paruh hari, seharusnya {}.",
            select(P.nomor, semua, harus).where(or_(ada != harus, semua != harus)),
        ),
        (
            "Permintaan penyuluh {} terhubung dengan laporan {} milik orang lain.",
            select(P.nomor, Kegiatan.id).join(
                Kegiatan, and_(Kegiatan.id == P.kegiatan_id, Kegiatan.orang_id != P.penyuluh_id)
            ),
        ),
    )
    return [kalimat.format(*row) for kalimat, stmt in pemeriksaan for row in session.execute(stmt)]
