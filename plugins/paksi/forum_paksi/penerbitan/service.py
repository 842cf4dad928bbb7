"""Issuing the certificate of who was found competent."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.pihak import wajib_orang
from forum_paksi.permohonan.rules import TindakanPermohonan
from forum_paksi.permohonan.service import ambil, pindah
from forum_paksi.pleno.models import Pleno
from forum_paksi.sertifikat.service import terbitkan_sertifikat
from forum_server.plugin import Aktor, IsianTidakSah

__all__ = ["terbitkan"]


def terbitkan(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, nomor: str, terbit: date
) -> uuid.UUID:
    """Issue the certificate of an application the pleno found KOMPETEN; returns the certificate.

    Raises `Ditolak`; `TidakDitemukan`; `IsianTidakSah` TANGGAL_TIDAK_URUT (before the pleno) and as
    `terbitkan_sertifikat`; `KeadaanMenolak` AKUN_TANPA_ORANG, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH.
    """
    row = ambil(session, aktor, permohonan_id, TindakanPermohonan.TERBITKAN)
    wajib_orang(aktor)
    tanggal = session.scalars(
        select(Pleno.tanggal).join(Permohonan, Permohonan.pleno_id == Pleno.id).where(Permohonan.id == row.id)
    ).one()
    if terbit < tanggal:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_URUT",
            f"Sertifikat tidak dapat terbit sebelum plenonya, {tanggal.isoformat()}. Periksa tanggalnya.",
            letak=["terbit"],
        )
    pindah(session, aktor, permohonan=row, tindakan=TindakanPermohonan.TERBITKAN)
    return terbitkan_sertifikat(
        session,
        aktor,
        permohonan_id=row.id,
        orang_id=row.orang_id,
        skema_id=row.skema_id,
        lembaga=row.lembaga_kode,
        nomor=nomor,
        terbit=terbit,
    )
