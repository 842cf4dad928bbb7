"""Invariants of cohorts and duta that span rows, each as one statement that finds what breaks it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from forum_paksi.angkatan.models import Anggota, BerkasHasil, Elearning, HasilTugas, Tugas
from forum_paksi.bukti.models import Bukti
from forum_paksi.duta.models import Duta
from forum_paksi.sql import Pilih

__all__ = ["periksa_angkatan"]


def periksa_angkatan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    temuan: list[str] = []
    for kalimat, pernyataan in _PEMERIKSAAN:
        temuan += [kalimat.format(*row) for row in session.execute(pernyataan())]
    return temuan


def _periode_beririsan() -> Pilih:
    satu, lain = aliased(Tugas), aliased(Tugas)
    return select(satu.angkatan_id, satu.id, lain.id).where(
        satu.angkatan_id == lain.angkatan_id,
        satu.id < lain.id,
        satu.mulai <= lain.selesai,
        satu.selesai >= lain.mulai,
    )


def _elearning_tanpa_bukti() -> Pilih:
    return (
        select(Elearning.id)
        .join(Anggota, Anggota.id == Elearning.anggota_id)
        .where(~exists().where(Bukti.asal_id == Elearning.id, Bukti.orang_id == Anggota.orang_id))
    )


def _hasil_tanpa_berkas() -> Pilih:
    return select(HasilTugas.id).where(~exists().where(BerkasHasil.hasil_id == HasilTugas.id))


def _duta_ganda() -> Pilih:
    satu, lain = aliased(Duta), aliased(Duta)
    return select(satu.orang_id, satu.id, lain.id).where(
        satu.orang_id == lain.orang_id,
        satu.wilayah_kode == lain.wilayah_kode,
        satu.perangkat_daerah_id.is_not_distinct_from(lain.perangkat_daerah_id),
        satu.id < lain.id,
        and_(
            or_(lain.sampai.is_(None), satu.dari <= lain.sampai),
            or_(satu.sampai.is_(None), lain.dari <= satu.sampai),
        ),
    )


_PEMERIKSAAN: Final = (
    ("angkatan {0}: periode laporan {1} dan {2} beririsan", _periode_beririsan),
    ("elearning {0}: tidak mempunyai bukti", _elearning_tanpa_bukti),
    ("hasil tugas {0}: tidak mempunyai berkas", _hasil_tanpa_berkas),
    ("orang {0}: duta {1} dan {2} di tempat yang sama beririsan", _duta_ganda),
)
