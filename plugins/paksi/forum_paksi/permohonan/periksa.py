"""Invariants of applications that span rows: the history ends where they are, and what ended counts nothing."""

from __future__ import annotations

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.permohonan.models import KegiatanDilepas, PemakaianKegiatan, Permohonan, Riwayat
from forum_paksi.permohonan.rules import SELESAI, KeadaanPermohonan

__all__ = ["periksa_permohonan"]

K = KeadaanPermohonan


def periksa_permohonan(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    p, r = Permohonan, Riwayat
    gagal = sorted(SELESAI - {K.SERTIFIKAT_TERBIT})
    temuan = [
        f"Permohonan {id_} sudah {keadaan} tetapi masih menghitung laporan kegiatan."
        for id_, keadaan in session.execute(
            select(p.id, p.keadaan).where(
                p.keadaan.in_(gagal), exists().where(PemakaianKegiatan.permohonan_id == p.id)
            )
        )
    ]
    temuan += [
        f"Permohonan {id_} sedang {keadaan} tetapi menyimpan laporan yang dilepas."
        for id_, keadaan in session.execute(
            select(p.id, p.keadaan).where(
                p.keadaan != K.BELUM_KOMPETEN, exists().where(KegiatanDilepas.permohonan_id == p.id)
            )
        )
    ]
    temuan += [
        f"Permohonan {id_} TERJADWAL pada kursi {kursi} yang sudah {keadaan} atau milik orang lain."
        for id_, kursi, keadaan in session.execute(
            select(p.id, Pemesanan.id, Pemesanan.keadaan)
            .join(Pemesanan, Pemesanan.id == p.pemesanan_id)
            .where(
                p.keadaan == K.TERJADWAL,
                or_(Pemesanan.keadaan == KeadaanPemesanan.DIBATALKAN, Pemesanan.orang_id != p.orang_id),
            )
        )
    ]
    terakhir = select(func.max(r.urutan)).where(r.permohonan_id == p.id).correlate(p).scalar_subquery()
    temuan += [
        f"Permohonan {id_} sedang {keadaan} tetapi riwayatnya berakhir pada {ke}."
        for id_, keadaan, ke in session.execute(
            select(p.id, p.keadaan, r.ke)
            .outerjoin(r, (r.permohonan_id == p.id) & (r.urutan == terakhir))
            .where(r.ke.is_distinct_from(p.keadaan))
        )
    ]
    return temuan
