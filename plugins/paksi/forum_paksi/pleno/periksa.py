"""Invariants of assessments, plenos and appeals that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.asesmen.models import Asesmen, AsesmenUnit
from forum_paksi.banding.models import Banding
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi
from forum_paksi.pleno.models import Keputusan, Pleno
from forum_paksi.skema.models import Unit
from forum_paksi.sql import Pilih

__all__ = ["periksa_asesmen"]

K = KeadaanPermohonan
_PUTUS = (K.KOMPETEN, K.BELUM_KOMPETEN, K.BANDING, K.SERTIFIKAT_TERBIT)
_DINILAI = (K.DIREKOMENDASIKAN, K.PLENO, *_PUTUS)


def periksa_asesmen(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    return [
        kalimat.format(*row)
        for kalimat, pernyataan in (*_penilaian(), *_putusan(), *_pemisahan(), *_banding())
        for row in session.execute(pernyataan)
    ]


def _penilaian() -> tuple[tuple[str, Pilih], ...]:
    kini = and_(Asesmen.permohonan_id == Permohonan.id, Asesmen.putaran == Permohonan.putaran)
    dinilai = exists().where(
        AsesmenUnit.permohonan_id == Asesmen.permohonan_id,
        AsesmenUnit.putaran == Asesmen.putaran,
        AsesmenUnit.unit_id == Unit.id,
    )
    bk = exists().where(
        AsesmenUnit.permohonan_id == Asesmen.permohonan_id,
        AsesmenUnit.putaran == Asesmen.putaran,
        AsesmenUnit.hasil == Kompetensi.BK,
    )
    return (
        (
            "Permohonan {} sedang {} tanpa asesmen putaran {} oleh asesornya, atau rekomendasinya lain.",
            select(Permohonan.id, Permohonan.keadaan, Permohonan.putaran).where(
                Permohonan.keadaan.in_([K.DIASES, *_DINILAI]),
                ~exists().where(
                    kini,
                    Asesmen.asesor_orang_id == Permohonan.asesor_orang_id,
                    Asesmen.mulai_pada.is_not(None),
                    Asesmen.rekomendasi.is_not_distinct_from(Permohonan.rekomendasi),
                ),
            ),
        ),
        (
            "Asesmen permohonan {} putaran {} direkomendasikan K padahal ada unit BK.",
            select(Asesmen.permohonan_id, Asesmen.putaran).where(Asesmen.rekomendasi == Kompetensi.K, bk),
        ),
        (
            "Asesmen permohonan {} putaran {} direkomendasikan padahal unit {} belum dinilai.",
            select(Asesmen.permohonan_id, Asesmen.putaran, Unit.kode)
            .join(Permohonan, Permohonan.id == Asesmen.permohonan_id)
            .join(Unit, Unit.skema_id == Permohonan.skema_id)
            .where(Asesmen.rekomendasi.is_not(None), ~dinilai),
        ),
    )


def _putusan() -> tuple[tuple[str, Pilih], ...]:
    kini = and_(
        Keputusan.permohonan_id == Permohonan.id,
        Keputusan.putaran == Permohonan.putaran,
        Keputusan.pleno_id == Permohonan.pleno_id,
    )
    return (
        (
            "Permohonan {} sedang {} tanpa keputusan pleno yang sama.",
            select(Permohonan.id, Permohonan.keadaan).where(
                or_(
                    and_(
                        Permohonan.keadaan.in_([K.KOMPETEN, K.SERTIFIKAT_TERBIT]),
                        ~exists().where(kini, Keputusan.keputusan == Kompetensi.K),
                    ),
                    and_(
                        Permohonan.keadaan.in_([K.BELUM_KOMPETEN, K.BANDING]),
                        ~exists().where(kini, Keputusan.keputusan == Kompetensi.BK),
                    ),
                    and_(
                        Permohonan.keadaan == K.PLENO,
                        ~exists().where(kini, Keputusan.keputusan.is_(None)),
                    ),
                )
            ),
        ),
        (
            "Keputusan permohonan {} putaran {} menggantung: permohonannya sedang {}.",
            select(Keputusan.permohonan_id, Keputusan.putaran, Permohonan.keadaan)
            .join(Permohonan, Permohonan.id == Keputusan.permohonan_id)
            .where(
                Keputusan.keputusan.is_(None),
                Permohonan.keadaan.not_in([K.PLENO, K.MUNDUR, K.DIBATALKAN]),
            ),
        ),
        (
            "Pleno {} sudah ditutup padahal {} permohonannya belum diputus.",
            select(Pleno.id, func.count())
            .join(Keputusan, Keputusan.pleno_id == Pleno.id)
            .join(Permohonan, Permohonan.id == Keputusan.permohonan_id)
            .where(
                Pleno.ditutup_pada.is_not(None),
                Keputusan.keputusan.is_(None),
                Permohonan.keadaan == K.PLENO,
            )
            .group_by(Pleno.id),
        ),
        (
            "Permohonan {} dari LSP {} diputus dalam pleno LSP {}.",
            select(Permohonan.id, Permohonan.lembaga_kode, Pleno.lembaga_kode)
            .join(Keputusan, Keputusan.permohonan_id == Permohonan.id)
            .join(Pleno, Pleno.id == Keputusan.pleno_id)
            .where(Pleno.lembaga_kode != Permohonan.lembaga_kode),
        ),
    )


def _pemisahan() -> tuple[tuple[str, Pilih], ...]:
    lain = aliased(Asesmen)
    return (
        (
            "Permohonan {} putaran {} diputus oleh orang yang mengasesnya.",
            select(Keputusan.permohonan_id, Keputusan.putaran).where(
                exists().where(
                    lain.permohonan_id == Keputusan.permohonan_id,
                    lain.asesor_orang_id == Keputusan.pemutus_orang_id,
                )
            ),
        ),
        (
            "Permohonan {} putaran {} diases pemohonnya sendiri.",
            select(Asesmen.permohonan_id, Asesmen.putaran)
            .join(Permohonan, Permohonan.id == Asesmen.permohonan_id)
            .where(Asesmen.asesor_orang_id == Permohonan.orang_id),
        ),
    )


def _banding() -> tuple[tuple[str, Pilih], ...]:
    b = Banding
    terlibat = or_(
        exists().where(
            Asesmen.permohonan_id == b.permohonan_id,
            Asesmen.putaran <= b.putaran,
            Asesmen.asesor_orang_id == b.hakim_orang_id,
        ),
        exists().where(
            Keputusan.permohonan_id == b.permohonan_id,
            Keputusan.putaran <= b.putaran,
            Keputusan.pemutus_orang_id == b.hakim_orang_id,
        ),
    )
    return (
        (
            "Banding permohonan {} putaran {} dijawab oleh orang yang mengases atau memutuskannya.",
            select(b.permohonan_id, b.putaran).where(terlibat),
        ),
        (
            "Permohonan {} sedang {} padahal bandingnya pada putaran {} tidak demikian.",
            select(Permohonan.id, Permohonan.keadaan, Permohonan.putaran)
            .outerjoin(b, and_(b.permohonan_id == Permohonan.id, b.putaran == Permohonan.putaran))
            .where(
                or_(
                    and_(
                        Permohonan.keadaan == K.BANDING,
                        or_(b.permohonan_id.is_(None), b.dikabulkan.is_not(None)),
                    ),
                    and_(
                        Permohonan.keadaan != K.BANDING,
                        b.permohonan_id.is_not(None),
                        or_(b.dikabulkan.is_(None), b.dikabulkan.is_(True)),
                    ),
                )
            ),
        ),
        (
            "Permohonan {} sampai pada putaran {} tanpa banding yang dikabulkan sebelumnya.",
            select(Permohonan.id, Permohonan.putaran).where(
                Permohonan.putaran > 1,
                ~exists().where(
                    b.permohonan_id == Permohonan.id,
                    b.putaran == Permohonan.putaran - 1,
                    b.dikabulkan.is_(True),
                ),
            ),
        ),
    )
