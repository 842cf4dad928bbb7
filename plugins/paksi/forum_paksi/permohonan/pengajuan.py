"""Handing an application in: everything that is asked for is there, and what it counts is counted for it."""

from __future__ import annotations

import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_paksi.kelayakan.rules import StatusButir, yang_kurang
from forum_paksi.permohonan.isian import unit_belum_ditetapkan
from forum_paksi.permohonan.models import AsesmenMandiri, Permohonan
from forum_paksi.permohonan.pemakaian import pakai
from forum_paksi.permohonan.rules import TindakanPermohonan
from forum_paksi.permohonan.sandaran import lepas_sandaran, nilai_permohonan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, pindah
from forum_paksi.skema.models import Unit
from forum_server.plugin import Aktor, KeadaanMenolak, waktu_db

__all__ = ["ajukan_permohonan"]

T = TindakanPermohonan


def ajukan_permohonan(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID) -> uuid.UUID:
    """Hand an application in, for the first time or after it was corrected.

    The reports that its met requirements need are its own from now on; what is shown to whoever judges an item without
    a number stays free until a finding relies on it (`sandarkan`). Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak`
    UNIT_BELUM_DITETAPKAN, BELUM_LENGKAP (naming everything that is missing), KEGIATAN_TERPAKAI and as `ambil`.
    """
    row = ambil(session, aktor, permohonan_id, T.AJUKAN)
    # Held from here on: what is weighed now is what is handed in.
    row = pindah(
        session,
        aktor,
        permohonan=row,
        tindakan=T.AJUKAN,
        diajukan_pada=func.coalesce(Permohonan.diajukan_pada, waktu_db()),
    )
    lepas_sandaran(session, row)  # it is weighed anew
    hasil = nilai_permohonan(session, row)
    if kurang := [*_belum_diisi(session, row), *(n.nama for n in yang_kurang(hasil))]:
        raise KeadaanMenolak(
            "BELUM_LENGKAP",
            f"Permohonan belum lengkap. Penuhi dahulu: {'; '.join(kurang)}. "
            "Lihat kelayakan untuk apa yang harus dilakukan.",
        )
    terpenuhi = [n for n in hasil if n.status is StatusButir.TERPENUHI]
    pakai(session, permohonan_id, [(kegiatan, n.kode) for n in terpenuhi for kegiatan in n.kegiatan])
    return permohonan_id


def _belum_diisi(session: Session, row: BarisPermohonan) -> list[str]:
    """What of APL-01 and APL-02 is still empty."""
    unit, dijawab = session.execute(
        select(func.count(Unit.id), func.count(AsesmenMandiri.unit_id))
        .select_from(Unit)
        .outerjoin(
            AsesmenMandiri, (AsesmenMandiri.unit_id == Unit.id) & (AsesmenMandiri.permohonan_id == row.id)
        )
        .where(Unit.skema_id == row.skema_id)
    ).one()
    if not unit:
        raise unit_belum_ditetapkan()
    kurang: list[str] = []
    if row.disetujui_pada is None:
        kurang.append("pernyataan persetujuan (APL-01)")
    if dijawab < unit:
        kurang.append(f"asesmen mandiri {unit - dijawab} unit (APL-02)")
    return kurang
