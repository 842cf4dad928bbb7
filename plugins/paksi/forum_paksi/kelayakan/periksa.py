"""Invariants of what applications count, across rows: accepted reports of the applicant, for an item of theirs."""

from __future__ import annotations

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.kegiatan.rules import KeadaanKegiatan
from forum_paksi.permohonan.models import PemakaianKegiatan, Permohonan
from forum_paksi.persyaratan.models import Butir

__all__ = ["periksa_kelayakan"]


def periksa_kelayakan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
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
