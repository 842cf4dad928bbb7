"""Making an appeal, and answering it; one unit of work each."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_paksi.banding.models import Banding
from forum_paksi.banding.rules import periksa_tenggat
from forum_paksi.hari import hari_ini
from forum_paksi.pemisahan.rules import Tugas
from forum_paksi.pemisahan.service import wajib_terpisah
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.pihak import wajib_orang
from forum_paksi.permohonan.rules import ALASAN_MAKS, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, pindah
from forum_paksi.pleno.models import Keputusan
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import Aktor, KeadaanMenolak, sekarang, setelan_untuk, waktu_db

__all__ = ["ajukan_banding", "putuskan_banding"]

T = TindakanPermohonan


def ajukan_banding(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Appeal against BELUM_KOMPETEN, once in a round.

    Raises `Ditolak`; `TidakDitemukan`; `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG; `KeadaanMenolak`
    KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, LEWAT_BATAS_BANDING, BANDING_SUDAH_DIAJUKAN, and as `pindah`.
    """
    row = ambil(session, aktor, permohonan_id, T.AJUKAN_BANDING)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    putusan = session.execute(
        select(Keputusan.asesor_orang_id, Keputusan.pemutus_orang_id, Keputusan.diputus_pada).where(
            Keputusan.permohonan_id == row.id, Keputusan.putaran == row.putaran
        )
    ).one()
    batas = setelan_untuk(session, PaksiSetelan, "paksi", row.lembaga_kode).batas_banding_hari
    periksa_tenggat(putusan.diputus_pada, sekarang(session), batas)
    baru = session.scalar(
        sisipkan(session, Banding)
        .values(
            permohonan_id=row.id,
            putaran=row.putaran,
            asesi_orang_id=row.orang_id,
            asesor_orang_id=putusan.asesor_orang_id,
            pemutus_orang_id=putusan.pemutus_orang_id,
            alasan=sebab,
            akun_id=aktor.akun_id,
        )
        .on_conflict_do_nothing(index_elements=["permohonan_id", "putaran"])
        .returning(Banding.permohonan_id)
    )
    if baru is None:
        raise KeadaanMenolak(
            "BANDING_SUDAH_DIAJUKAN",
            "Banding atas keputusan ini sudah pernah diajukan dan dijawab. Ajukan permohonan baru.",
        )
    pindah(session, aktor, permohonan=row, tindakan=T.AJUKAN_BANDING, alasan=sebab)
    return permohonan_id


def putuskan_banding(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, dikabulkan: bool, jawaban: str
) -> uuid.UUID:
    """Answer an appeal with its reason: upheld, the application is assessed again by another asesor; refused, it ends.

    Raises `Ditolak`; `TidakDitemukan`; `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG; `KeadaanMenolak`
    AKUN_TANPA_ORANG, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF, SEDANG_BERUBAH, or the rule of separation it breaks.
    """
    tindakan = T.TERIMA_BANDING if dikabulkan else T.TOLAK_BANDING
    row = ambil(session, aktor, permohonan_id, tindakan)
    hakim = wajib_orang(aktor)
    sebab = periksa_teks(jawaban, letak="jawaban", maks=ALASAN_MAKS, wajib=True)
    kini = hari_ini(session, row.wilayah_kode)
    wajib_terpisah(session, Tugas.PEMUTUS_BANDING, hakim, permohonan_id=row.id, hari=kini)
    if dikabulkan:
        pindah(session, aktor, permohonan=row, tindakan=tindakan, alasan=sebab, pleno_id=None)
    else:
        pindah(session, aktor, permohonan=row, tindakan=tindakan, alasan=sebab)
    session.execute(
        update(Banding)
        .where(Banding.permohonan_id == row.id, Banding.putaran == row.putaran)
        .values(hakim_orang_id=hakim, dikabulkan=dikabulkan, jawaban=sebab, dijawab_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    return permohonan_id
