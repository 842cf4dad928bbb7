"""Ending an application from either side, and giving its seat to the next who waits."""

from __future__ import annotations

import uuid

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.pemesanan.kursi import kunci_bagian
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import AlasanBatal
from forum_paksi.pemesanan.service import akhiri
from forum_paksi.permohonan.rules import KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, pindah
from forum_server.plugin import Aktor

__all__ = ["batalkan", "tarik"]

T = TindakanPermohonan


def tarik(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, alasan: str | None = None
) -> uuid.UUID:
    """Withdraw an application nothing is decided about yet (MUNDUR); its seat, if it waits for one, is free again.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF.
    """
    return _akhiri(session, aktor, permohonan_id, T.TARIK, AlasanBatal.PERMINTAAN_PEMDA, alasan)


def batalkan(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """End an application on the LSP's side, with a reason its applicant reads. Raises as `tarik`."""
    return _akhiri(session, aktor, permohonan_id, T.BATALKAN, AlasanBatal.PERMINTAAN_LSP, alasan)


def _akhiri(
    session: Session,
    aktor: Aktor,
    permohonan_id: uuid.UUID,
    tindakan: TindakanPermohonan,
    sebab: AlasanBatal,
    alasan: str | None,
) -> uuid.UUID:
    row = ambil(session, aktor, permohonan_id, tindakan)
    if row.keadaan is KeadaanPermohonan.TERJADWAL and row.pemesanan_id is not None:
        bagian_id = session.scalar(select(Pemesanan.bagian_id).where(Pemesanan.id == row.pemesanan_id))
        assert bagian_id is not None
        kunci_bagian(session, [bagian_id])
        akhiri(session, aktor, bagian_id, [row.pemesanan_id], alasan=sebab)
        row = ambil(session, aktor, permohonan_id, tindakan)
    pindah(session, aktor, permohonan=row, tindakan=tindakan, alasan=alasan)
    return permohonan_id
