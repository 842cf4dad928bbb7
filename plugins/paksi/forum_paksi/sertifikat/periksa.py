"""Invariants of certificates that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.sertifikat.models import Penerbit, Sertifikat
from forum_paksi.sertifikat.rules import HIDUP, KeadaanSertifikat
from forum_paksi.skema.models import Skema
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import Pilih

__all__ = ["periksa_sertifikat"]

_HIDUP: Final = sorted(HIDUP)
Lain = aliased(Sertifikat)


def periksa_sertifikat(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    temuan: list[str] = []
    for kalimat, pernyataan in _PEMERIKSAAN:
        temuan += [kalimat.format(*row) for row in session.execute(pernyataan())]
    return temuan


def _jenis_lain() -> Pilih:
    return (
        select(Sertifikat.id)
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .where(Skema.jenis != Sertifikat.jenis)
    )


def _tanpa_pengganti() -> Pilih:
    """Superseded by nothing, or by what is somebody else's, of another kind, or older."""
    return (
        select(Sertifikat.id)
        .outerjoin(
            Lain,
            and_(
                Lain.id == Sertifikat.pengganti_id,
                Lain.orang_id == Sertifikat.orang_id,
                Lain.jenis == Sertifikat.jenis,
                Lain.terbit >= Sertifikat.terbit,
                Lain.terbit == Sertifikat.berhenti_pada,
            ),
        )
        .where(Sertifikat.keadaan == KeadaanSertifikat.DIGANTIKAN, Lain.id.is_(None))
    )


def _paksi_ganda() -> Pilih:
    """The database keeps this too; nothing in the product matters more, so it is looked for all the same."""
    return (
        select(Sertifikat.orang_id, func.count())
        .where(Sertifikat.jenis == JenisSkema.PAKSI, Sertifikat.diakui, Sertifikat.keadaan.in_(_HIDUP))
        .group_by(Sertifikat.orang_id)
        .having(func.count() > 1)
    )


def _api_ganda() -> Pilih:
    """The database keeps one of each version of a scheme; this keeps one of each scheme."""
    return (
        select(Sertifikat.orang_id, Skema.kode)
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .where(Sertifikat.jenis == JenisSkema.API, Sertifikat.diakui, Sertifikat.keadaan.in_(_HIDUP))
        .group_by(Sertifikat.orang_id, Skema.kode)
        .having(func.count() > 1)
    )


def _salah_diakui() -> Pilih:
    masuk = exists().where(
        Penerbit.lembaga_kode == Sertifikat.lembaga_kode,
        Penerbit.jenis == Sertifikat.jenis,
        Penerbit.berlaku_dari <= Sertifikat.terbit,
        or_(Penerbit.berlaku_sampai.is_(None), Penerbit.berlaku_sampai >= Sertifikat.terbit),
    )
    return select(Sertifikat.id).where(Sertifikat.diakui != masuk)


def _permohonan_tak_cocok() -> Pilih:
    """Of another person or scheme than the application, or of one that didn't end in a certificate."""
    return (
        select(Sertifikat.id, Permohonan.nomor)
        .join(Permohonan, Permohonan.id == Sertifikat.permohonan_id)
        .where(
            or_(
                Permohonan.orang_id != Sertifikat.orang_id,
                Permohonan.skema_id != Sertifikat.skema_id,
                Permohonan.lembaga_kode != Sertifikat.lembaga_kode,
                Permohonan.keadaan != KeadaanPermohonan.SERTIFIKAT_TERBIT,
            )
        )
    )


def _permohonan_tanpa_sertifikat() -> Pilih:
    return select(Permohonan.nomor).where(
        Permohonan.keadaan == KeadaanPermohonan.SERTIFIKAT_TERBIT,
        ~exists().where(Sertifikat.permohonan_id == Permohonan.id),
    )


_PEMERIKSAAN = (
    ("sertifikat {0}: jenisnya bukan jenis skemanya", _jenis_lain),
    ("sertifikat {0}: digantikan, tetapi penggantinya tidak sesuai", _tanpa_pengganti),
    ("orang {0}: mempunyai {1} sertifikat PAKSI yang hidup", _paksi_ganda),
    ("orang {0}: mempunyai lebih dari satu sertifikat {1} yang hidup", _api_ganda),
    ("sertifikat {0}: pengakuannya tidak sesuai dengan masa penerbitnya", _salah_diakui),
    ("sertifikat {0}: tidak sesuai dengan permohonan {1}", _permohonan_tak_cocok),
    ("permohonan {0}: sertifikat terbit, tetapi tidak ada sertifikatnya", _permohonan_tanpa_sertifikat),
)
