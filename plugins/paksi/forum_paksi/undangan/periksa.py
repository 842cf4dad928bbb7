"""Invariants of invitations that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import MENCARI_KURSI, KeadaanHimpunan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import KeadaanJadwal
from forum_paksi.undangan.models import Putaran, TanggalUndangan, Undangan
from forum_paksi.undangan.rules import HIDUP, KeadaanUndangan

__all__ = ["periksa_undangan"]

K = KeadaanUndangan


def periksa_undangan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    kini = and_(Putaran.undangan_id == Undangan.id, Putaran.versi == Undangan.versi)
    terbaru = select(func.max(Putaran.versi)).where(Putaran.undangan_id == Undangan.id).scalar_subquery()
    pemeriksaan = (
        (
            "Undangan {} versi {} tidak mempunyai isi, atau isinya bukan yang terbaru.",
            select(Undangan.id, Undangan.versi).where(
                or_(~exists().where(kini), terbaru.is_distinct_from(Undangan.versi))
            ),
        ),
        (
            "Isi undangan {} versi {} tidak mempunyai tanggal.",
            select(Putaran.undangan_id, Putaran.versi).where(
                ~exists().where(
                    TanggalUndangan.undangan_id == Putaran.undangan_id,
                    TanggalUndangan.versi == Putaran.versi,
                )
            ),
        ),
        (
            "Undangan {} sedang {} dengan isi dari {}.",
            select(Undangan.id, Undangan.keadaan, Putaran.pihak)
            .join(Putaran, kini)
            .where(
                or_(
                    and_(Undangan.keadaan == K.DRAF, Putaran.dikirim_pada.is_not(None)),
                    and_(Undangan.keadaan == K.DIKIRIM, Putaran.pihak != "KOORDINATOR"),
                    and_(Undangan.keadaan == K.DIJAWAB, Putaran.pihak != "LSP"),
                )
            ),
        ),
        (
            "Undangan {} sedang {} padahal himpunannya {}.",
            select(Undangan.id, Undangan.keadaan, Himpunan.keadaan)
            .join(Himpunan, Himpunan.id == Undangan.himpunan_id)
            .where(
                or_(
                    and_(Undangan.keadaan.in_(HIDUP), Himpunan.keadaan.not_in(MENCARI_KURSI)),
                    and_(Undangan.keadaan == K.DISEPAKATI, Himpunan.keadaan == KeadaanHimpunan.DIBUBARKAN),
                )
            ),
        ),
        (
            "Undangan {} disepakati padahal jadwal {} sudah dibatalkan.",
            select(Undangan.id, Jadwal.kode)
            .join(Jadwal, Jadwal.id == Undangan.jadwal_id)
            .where(Undangan.keadaan == K.DISEPAKATI, Jadwal.keadaan == KeadaanJadwal.DIBATALKAN),
        ),
        (
            "Jadwal {} dari undangan {} tidak mempunyai bagian bagi himpunannya, atau milik LSP lain.",
            select(Jadwal.kode, Undangan.id)
            .join(Jadwal, Jadwal.id == Undangan.jadwal_id)
            .join(Himpunan, Himpunan.id == Undangan.himpunan_id)
            .where(
                or_(
                    Jadwal.lembaga_kode != Himpunan.lembaga_kode,
                    ~exists().where(
                        Bagian.jadwal_id == Jadwal.id, Bagian.himpunan_id == Undangan.himpunan_id
                    ),
                )
            ),
        ),
    )
    return [
        kalimat.format(*row) for kalimat, pernyataan in pemeriksaan for row in session.execute(pernyataan)
    ]
