"""What a coordinator does with an invitation before it is answered, one unit of work each; answers are in `jawaban`."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime

from sqlalchemy import delete, func, select, text, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import TindakanHimpunan
from forum_paksi.himpunan.kunci import HimpunanTerkunci, kunci_untuk
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.skema.models import SkemaJalur
from forum_paksi.skema.service import jalur_untuk, skema_berlaku
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import WILAYAH
from forum_paksi.undangan.kunci import kunci_undangan, pindah, tanggapi, tulis_putaran, umumkan
from forum_paksi.undangan.models import BERLAKU, JalurUndangan, Putaran, TanggalUndangan, Undangan
from forum_paksi.undangan.rules import (
    Isi,
    IsianUndangan,
    KeadaanUndangan,
    TindakanUndangan,
    periksa_isian,
    periksa_jawab_sampai,
)
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    di_bawah,
    sekarang,
    waktu_db,
)

__all__ = ["buat_undangan", "kirim_undangan", "tarik_undangan", "ubah_undangan"]

K = KeadaanUndangan
T = TindakanUndangan


def buat_undangan(
    session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, isian: IsianUndangan
) -> uuid.UUID:
    """Draft the invitation of a pool that may still be given seats; only the coordinator sees it.

    Raises `Ditolak`; `TidakDitemukan` himpunan, wilayah or skema; `IsianTidakSah`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF,
    KEADAAN_TIDAK_SESUAI, or SUDAH_DIUNDANG: one invitation at a time, and none beside an agreed one.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, TindakanHimpunan.UNDANG)
    isi = _periksa(session, himpunan, isian)
    id_ = session.scalar(
        sisipkan(session, Undangan)
        .values(id=uuid.uuid4(), himpunan_id=himpunan_id, keadaan=K.DRAF, versi=1)
        .on_conflict_do_nothing(index_elements=["himpunan_id"], index_where=text(BERLAKU))
        .returning(Undangan.id)
    )
    if id_ is None:
        raise KeadaanMenolak(
            "SUDAH_DIUNDANG",
            "Himpunan ini sudah mempunyai undangan yang berjalan atau disepakati. "
            "Lanjutkan undangan itu, atau tarik dahulu.",
        )
    tulis_putaran(session, aktor, id_, 1, isi)
    umumkan(session, aktor, id_, himpunan, "BUAT", ["keadaan", "isi"])
    return id_


def ubah_undangan(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, isian: IsianUndangan
) -> uuid.UUID:
    """Write the text anew, as the next version: of a draft, or for another round after an answer was not agreed to.

    Raises as `buat_undangan`, and `KeadaanMenolak` VERSI_BERUBAH.
    """
    undangan = kunci_undangan(session, aktor, undangan_id, T.UBAH, versi=versi)
    isi = _periksa(session, undangan.himpunan, isian)
    pindah(session, aktor, undangan, T.UBAH, versi=versi + 1)
    belum_terkirim = (
        select(Putaran.versi)
        .where(Putaran.undangan_id == undangan_id, Putaran.dikirim_pada.is_(None))
        .scalar_subquery()
    )
    for anak in (TanggalUndangan, JalurUndangan):
        session.execute(
            delete(anak).where(anak.undangan_id == undangan_id, anak.versi.in_(belum_terkirim)),
            execution_options=TANPA_SINKRON,
        )
    session.execute(
        delete(Putaran).where(Putaran.undangan_id == undangan_id, Putaran.dikirim_pada.is_(None)),
        execution_options=TANPA_SINKRON,
    )
    tulis_putaran(session, aktor, undangan_id, versi + 1, isi)
    return undangan_id


def kirim_undangan(
    session: Session,
    aktor: Aktor,
    *,
    undangan_id: uuid.UUID,
    versi: int,
    jawab_sampai: datetime | None = None,
) -> uuid.UUID:
    """Send the text to the LSP, which may answer until `jawab_sampai` (None: as long as it stands).

    Raises `TidakDitemukan`, `IsianTidakSah` TENGGAT_TIDAK_SAH, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, VERSI_BERUBAH or
    BELUM_DIUBAH (the answer was not agreed to, and there is no new text).
    """
    undangan = kunci_undangan(session, aktor, undangan_id, T.KIRIM, versi=versi)
    periksa_jawab_sampai(jawab_sampai, sekarang(session))
    terkirim = session.scalar(
        update(Putaran)
        .where(Putaran.undangan_id == undangan_id, Putaran.versi == versi, Putaran.dikirim_pada.is_(None))
        .values(dikirim_pada=waktu_db())
        .returning(Putaran.versi),
        execution_options=TANPA_SINKRON,
    )
    if terkirim is None:
        raise KeadaanMenolak(
            "BELUM_DIUBAH",
            "Jawaban LSP tidak disetujui dan belum ada usulan baru. Ubah undangan ini, lalu kirim.",
        )
    pindah(
        session,
        aktor,
        undangan,
        T.KIRIM,
        jawab_sampai=jawab_sampai,
        dikirim_pada=func.coalesce(Undangan.dikirim_pada, waktu_db()),
        alasan=None,
    )
    return undangan_id


def tarik_undangan(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, alasan: str | None = None
) -> uuid.UUID:
    """Withdraw an invitation nobody agreed to yet. Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI."""
    undangan = kunci_undangan(session, aktor, undangan_id, T.TARIK)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS)
    pindah(session, aktor, undangan, T.TARIK, alasan=sebab)
    tanggapi(session, undangan_id, undangan.versi, K.DITARIK, sebab)
    return undangan_id


def _periksa(session: Session, himpunan: HimpunanTerkunci, isian: IsianUndangan) -> Isi:
    isi = periksa_isian(isian, sekarang(session).date())
    _wajib_tempat(session, himpunan.wilayah, isi)
    skema_id = skema_berlaku(session, himpunan.skema_kode, isi.tanggal[0].mulai)
    jalur = isi.jalur or _jalur_himpunan(session, himpunan.id)
    if not jalur and session.scalar(
        select(SkemaJalur.jalur_id).where(SkemaJalur.skema_id == skema_id).limit(1)
    ):
        raise IsianTidakSah(
            "WAJIB_DIISI",
            "Himpunan ini belum berisi permintaan, jadi sebut jalur yang akan diterima, misalnya DIKLAT.",
            letak=["jalur"],
        )
    return replace(isi, jalur=tuple(sorted(jalur_untuk(session, skema_id, jalur, isi.tanggal[0].mulai))))


def _wajib_tempat(session: Session, provinsi: str, isi: Isi) -> None:
    """The host is a pemda of the province, and the TUK lies in the province."""
    rows = session.execute(
        select(WILAYAH.c.kode, WILAYAH.c.otonom).where(
            WILAYAH.c.kode.in_({isi.tuan_rumah, isi.tuk_wilayah}),
            di_bawah(WILAYAH.c.kode, provinsi),
            WILAYAH.c.berlaku_sampai.is_(None),
        )
    )
    ada: dict[str, bool] = {row[0]: row[1] for row in rows}
    for kode, letak in ((isi.tuan_rumah, "tuanRumah"), (isi.tuk_wilayah, "tukWilayah")):
        if kode not in ada:
            raise TidakDitemukan("wilayah", letak=[letak])
    if not ada[isi.tuan_rumah]:
        raise IsianTidakSah(
            "BUKAN_PEMDA", "Tuan rumah adalah pemda (provinsi, kabupaten, atau kota).", letak=["tuanRumah"]
        )


def _jalur_himpunan(session: Session, himpunan_id: uuid.UUID) -> list[str]:
    jalur = session.scalars(
        select(Permintaan.jalur_kode).where(Permintaan.himpunan_id == himpunan_id).distinct()
    )
    return [kode for kode in jalur if kode is not None]
