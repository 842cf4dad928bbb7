"""Invariants of what applications count, across rows: accepted reports of the applicant, once, and as many as it takes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.kegiatan.rules import KeadaanKegiatan
from forum_paksi.permohonan.models import PemakaianKegiatan, Permohonan
from forum_paksi.permohonan.rules import SELESAI, KeadaanPermohonan
from forum_paksi.persyaratan.models import Butir
from forum_paksi.persyaratan.rules import JenisButir

__all__ = ["periksa_kelayakan"]

K = KeadaanPermohonan
_MENGHITUNG: Final = sorted(frozenset(K) - SELESAI - {K.DRAF, K.PERLU_PERBAIKAN} | {K.SERTIFIKAT_TERBIT})
"""Handed in, and not ended without a certificate."""


def periksa_kelayakan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    return [*_asing(session), *_ganda(session), *_kurang(session)]


def _asing(session: Session) -> list[str]:
    pakai = PemakaianKegiatan
    butir = exists().where(Butir.persyaratan_id == Permohonan.persyaratan_id, Butir.kode == pakai.butir_kode)
    rows = session.execute(
        select(pakai.permohonan_id, pakai.kegiatan_id)
        .join(Permohonan, Permohonan.id == pakai.permohonan_id)
        .join(Kegiatan, Kegiatan.id == pakai.kegiatan_id)
        .where(
            or_(
                Kegiatan.orang_id != Permohonan.orang_id,
                Kegiatan.keadaan != KeadaanKegiatan.DITERIMA,
                ~butir,
            )
        )
    )
    return [
        f"permohonan {permohonan}: menghitung laporan {kegiatan} yang tidak dapat dihitungnya"
        for permohonan, kegiatan in rows
    ]


def _ganda(session: Session) -> list[str]:
    rows = session.execute(
        select(PemakaianKegiatan.kegiatan_id, func.count())
        .group_by(PemakaianKegiatan.kegiatan_id)
        .having(func.count() > 1)
    )
    return [f"laporan {kegiatan}: dihitung {banyak} kali" for kegiatan, banyak in rows]


def _kurang(session: Session) -> list[str]:
    """Applications that count fewer reports than an obligatory item with a number takes."""
    dihitung = (
        select(func.count())
        .where(PemakaianKegiatan.permohonan_id == Permohonan.id, PemakaianKegiatan.butir_kode == Butir.kode)
        .correlate(Permohonan, Butir)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Permohonan.nomor, Butir.kode, Butir.jumlah, dihitung)
        .join(Butir, Butir.persyaratan_id == Permohonan.persyaratan_id)
        .where(
            Permohonan.keadaan.in_(_MENGHITUNG),
            Butir.jenis == JenisButir.KEGIATAN,
            Butir.wajib,
            Butir.jumlah > dihitung,
        )
    )
    return [
        f"permohonan {nomor}: menghitung {punya} laporan untuk {butir}, padahal perlu {perlu}"
        for nomor, butir, perlu, punya in rows
    ]
