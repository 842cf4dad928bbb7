"""Invariants of waves that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from forum_paksi.bukti.models import Bukti
from forum_paksi.diklat.models import Gelombang, PelatihGelombang, PesertaGelombang
from forum_paksi.diklat.rules import HasilDiklat, KeadaanGelombang

__all__ = ["periksa_diklat"]


def periksa_diklat(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    p, g = PesertaGelombang, Gelombang
    banyak = select(func.count()).select_from(p).where(p.gelombang_id == g.id).correlate(g).scalar_subquery()
    berbukti = exists().where(Bukti.asal_id == p.id, Bukti.orang_id == p.orang_id)
    lulus = and_(g.keadaan == KeadaanGelombang.SELESAI, p.hasil == HasilDiklat.LULUS)
    tidak_lulus = or_(g.keadaan != KeadaanGelombang.SELESAI, p.hasil.is_(None), p.hasil != HasilDiklat.LULUS)
    pemeriksaan = (
        (
            "Gelombang {} mencatat {} peserta, padahal {}.",
            select(g.id, g.terisi, banyak).where(g.terisi != banyak),
        ),
        (
            "Orang {} pelatih sekaligus peserta gelombang {}.",
            select(p.orang_id, p.gelombang_id).join(
                PelatihGelombang,
                and_(
                    PelatihGelombang.gelombang_id == p.gelombang_id,
                    PelatihGelombang.orang_id == p.orang_id,
                ),
            ),
        ),
        (
            "Peserta {} gelombang {} dan buktinya tidak sejalan.",
            select(p.id, g.id)
            .join(g, g.id == p.gelombang_id)
            .where(or_(and_(lulus, ~berbukti), and_(tidak_lulus, berbukti))),
        ),
        (
            "Gelombang {} selesai, tetapi peserta {} belum dinilai.",
            select(g.id, p.id)
            .join(p, p.gelombang_id == g.id)
            .where(g.keadaan == KeadaanGelombang.SELESAI, p.hasil.is_(None)),
        ),
    )
    return [kalimat.format(*row) for kalimat, stmt in pemeriksaan for row in session.execute(stmt)]
