"""What an allocation asks about the certification of its candidates: which certificate ends when, and who is eligible."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_di
from forum_paksi.kelayakan.bahan import Pasangan, nilai_banyak
from forum_paksi.kelayakan.rules import yang_kurang
from forum_paksi.permintaan.models import Calon, Permintaan
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import SELESAI, KeadaanPermohonan
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.models import Skema
from forum_server.plugin import sekarang

__all__ = ["Kesiapan", "baca_kesiapan"]

K = KeadaanPermohonan
BELUM_DIPUTUS: Final = frozenset({K.DRAF, K.DIAJUKAN, K.VERIFIKASI, K.PERLU_PERBAIKAN})
"""Nobody at the LSP has said yet whether the requirements are met, so they are weighed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kesiapan:
    """Person → last day of the certificate a seat would renew, and (None: not asked) requirements not met yet."""

    berakhir: Mapping[uuid.UUID, date]
    kurang: Mapping[uuid.UUID, int] | None

    def kurang_bagi(self, orang: uuid.UUID) -> int | None:
        """As `CalonMasukan.kurang` has it."""
        return 0 if self.kurang is None else self.kurang.get(orang)


def baca_kesiapan(
    session: Session,
    himpunan_id: uuid.UUID,
    *,
    skema: str,
    lembaga: str,
    zona: str,
    wajib_kelayakan: bool,
) -> Kesiapan:
    """Read it for all candidates of a pool, as of today in the zone of its province; the number of statements doesn't grow with it."""
    calon = (
        select(Calon.orang_id)
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .where(Permintaan.himpunan_id == himpunan_id)
    )
    return Kesiapan(
        berakhir=_berakhir(session, calon, skema, hari_di(sekarang(session), zona)),
        kurang=_kurang(session, himpunan_id, skema, lembaga) if wajib_kelayakan else None,
    )


def _berakhir(
    session: Session, calon: Select[uuid.UUID], skema: str, hari_ini: date
) -> dict[uuid.UUID, date]:
    """A certificate in force of the pool's own scheme: a seat would renew it."""
    rows = session.execute(
        select(Sertifikat.orang_id, Sertifikat.berakhir)
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .where(
            Sertifikat.orang_id.in_(calon),
            Skema.kode == skema,
            Sertifikat.diakui,
            Sertifikat.keadaan == KeadaanSertifikat.AKTIF,
            Sertifikat.berakhir >= hari_ini,
        )
    )
    return {row[0]: row[1] for row in rows}


def _kurang(session: Session, himpunan_id: uuid.UUID, skema: str, lembaga: str) -> dict[uuid.UUID, int]:
    """How many requirements each application for this scheme at this LSP does not meet yet.

    Only one of the jalur a person is asked a seat for: the seat would not become that of any other (`kursi`).
    """
    diminta = (
        select(Calon.orang_id)
        .join(Permintaan, Permintaan.id == Calon.permintaan_id)
        .where(
            Permintaan.himpunan_id == himpunan_id,
            Calon.orang_id == Permohonan.orang_id,
            Permintaan.jalur_kode.is_not_distinct_from(Permohonan.jalur_kode),
        )
        .correlate(Permohonan)
    )
    rows = session.execute(
        select(
            Permohonan.id,
            Permohonan.orang_id,
            Permohonan.persyaratan_id,
            Permohonan.dari_sertifikat_id,
            Permohonan.keadaan,
        )
        .join(Skema, Skema.id == Permohonan.skema_id)
        .where(
            diminta.exists(),
            Skema.kode == skema,
            Permohonan.lembaga_kode == lembaga,
            Permohonan.keadaan.not_in(SELESAI),
        )
        .order_by(Permohonan.id)
    ).all()
    dinilai = [row for row in rows if row.keadaan in BELUM_DIPUTUS]
    hasil = nilai_banyak(
        session,
        [
            Pasangan(
                orang=row.orang_id,
                persyaratan=row.persyaratan_id,
                sertifikat=row.dari_sertifikat_id,
                permohonan=row.id,
            )
            for row in dinilai
        ],
    )
    return {row.orang_id: 0 for row in rows} | {
        row.orang_id: len(yang_kurang(butir)) for row, butir in zip(dinilai, hasil, strict=True)
    }
