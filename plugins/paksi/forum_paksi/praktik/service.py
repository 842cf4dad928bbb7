"""What happens to a good practice: written, offered, returned, published with the region's consent, taken back."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.angkatan.berkas import ganti_berkas
from forum_paksi.angkatan.models import Anggota
from forum_paksi.angkatan.service import ambil_anggota
from forum_paksi.pelaku import IZIN_ANGKATAN, diri
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.praktik.models import BerkasPraktik, PraktikBaik
from forum_paksi.praktik.rules import (
    PERALIHAN,
    IsianPraktik,
    KeadaanPraktik,
    Penulis,
    TindakanPraktik,
    tolak_tindakan,
)
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    Aktor,
    Ditolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "PERISTIWA_PRAKTIK",
    "ajukan_praktik",
    "kembalikan_praktik",
    "tarik_praktik",
    "terbitkan_praktik",
    "tulis_praktik",
    "ubah_praktik",
]

OBJEK: Final = "paksi_praktik_baik"
PERISTIWA_PRAKTIK: Final = "paksi.praktik_baik"
"""Told with a good practice's id whenever it changed."""
T = TindakanPraktik


def tulis_praktik(
    session: Session,
    aktor: Aktor,
    *,
    anggota_id: uuid.UUID,
    isian: IsianPraktik,
    unggahan: Sequence[uuid.UUID] = (),
) -> uuid.UUID:
    """Write a draft for a member: by themself, or by who looks after the cohort. It belongs to the cohort's pemda.

    Raises `Ditolak`; `TidakDitemukan` (anggota, unggahan); `IsianTidakSah` as `IsianPraktik.periksa` and
    `ganti_berkas`; `KeadaanMenolak` ANGGOTA_KELUAR or PLUGIN_TIDAK_AKTIF.
    """
    row = ambil_anggota(session, aktor, anggota_id, sendiri=True)
    praktik_id = uuid.uuid4()
    session.execute(
        insert(PraktikBaik).values(
            id=praktik_id,
            anggota_id=anggota_id,
            wilayah_kode=row.wilayah_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
            keadaan=KeadaanPraktik.DRAF,
            **isian.periksa(),
        )
    )
    _lampiri(session, aktor, praktik_id, row.wilayah_kode, unggahan)
    _umumkan(session, aktor, "paksi.tulis_praktik_baik", praktik_id, row.wilayah_kode, ["keadaan", "isi"])
    return praktik_id


def ubah_praktik(
    session: Session,
    aktor: Aktor,
    *,
    praktik_id: uuid.UUID,
    isian: IsianPraktik,
    unggahan: Sequence[uuid.UUID] = (),
) -> uuid.UUID:
    """Write a draft, or what was taken back, anew; new uploads take the place of the old files."""
    wilayah = _ambil(session, aktor, praktik_id, T.UBAH)
    _pindah(session, praktik_id, T.UBAH, **isian.periksa())
    _lampiri(session, aktor, praktik_id, wilayah, unggahan)
    _umumkan(session, aktor, "paksi.ubah_praktik_baik", praktik_id, wilayah, ["keadaan", "isi"])
    return praktik_id


def ajukan_praktik(session: Session, aktor: Aktor, *, praktik_id: uuid.UUID) -> uuid.UUID:
    """Offer a draft to the region for publishing."""
    wilayah = _ambil(session, aktor, praktik_id, T.AJUKAN)
    _pindah(session, praktik_id, T.AJUKAN, alasan=None)
    _umumkan(session, aktor, "paksi.ajukan_praktik_baik", praktik_id, wilayah, ["keadaan"])
    return praktik_id


def kembalikan_praktik(session: Session, aktor: Aktor, *, praktik_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Give what was offered back to its author, saying why."""
    wilayah = _ambil(session, aktor, praktik_id, T.KEMBALIKAN)
    _pindah(session, praktik_id, T.KEMBALIKAN, alasan=_alasan(alasan))
    _umumkan(session, aktor, "paksi.kembalikan_praktik_baik", praktik_id, wilayah, ["keadaan", "alasan"])
    return praktik_id


def terbitkan_praktik(session: Session, aktor: Aktor, *, praktik_id: uuid.UUID) -> uuid.UUID:
    """Consent for the region: from now on everybody with an account reads it, whatever their region."""
    wilayah = _ambil(session, aktor, praktik_id, T.TERBITKAN)
    _pindah(session, praktik_id, T.TERBITKAN, disetujui_pada=waktu_db(), penyetuju_akun_id=aktor.akun_id)
    _umumkan(session, aktor, "paksi.terbitkan_praktik_baik", praktik_id, wilayah, ["keadaan"])
    return praktik_id


def tarik_praktik(session: Session, aktor: Aktor, *, praktik_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Take back what was published, saying why; other regions no longer read it."""
    wilayah = _ambil(session, aktor, praktik_id, T.TARIK)
    _pindah(
        session,
        praktik_id,
        T.TARIK,
        alasan=_alasan(alasan),
        disetujui_pada=None,
        penyetuju_akun_id=None,
    )
    _umumkan(session, aktor, "paksi.tarik_praktik_baik", praktik_id, wilayah, ["keadaan", "alasan"])
    return praktik_id


# --- inside ----------------------------------------------------------------------------------------------


def _ambil(session: Session, aktor: Aktor, praktik_id: uuid.UUID, tindakan: TindakanPraktik) -> str:
    """The region of a good practice the actor may do `tindakan` to.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    row = session.execute(
        select(PraktikBaik.wilayah_kode, PraktikBaik.perangkat_daerah_id, Anggota.orang_id)
        .join(Anggota, Anggota.id == PraktikBaik.anggota_id)
        .where(PraktikBaik.id == praktik_id)
    ).first()
    sendiri = Penulis.DIRI in PERALIHAN[tindakan].oleh and row is not None and diri(aktor, row.orang_id)
    if not sendiri and not aktor.punya(IZIN_ANGKATAN):
        raise Ditolak(IZIN_ANGKATAN)
    if row is None:
        raise TidakDitemukan("praktik_baik", letak=["praktik"])
    if not sendiri:
        opd: uuid.UUID | None = row.perangkat_daerah_id
        aktor.wajib(IZIN_ANGKATAN, wilayah=row.wilayah_kode, perangkat_daerah=opd, apa="praktik_baik")
        if Penulis.DIRI not in PERALIHAN[tindakan].oleh:
            # Consent is the region's: an office's own grant is enough to write, not to publish.
            aktor.wajib(IZIN_ANGKATAN, wilayah=row.wilayah_kode, apa="praktik_baik")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    wilayah: str = row.wilayah_kode
    return wilayah


def _pindah(session: Session, praktik_id: uuid.UUID, tindakan: TindakanPraktik, **nilai: Any) -> None:
    peralihan = PERALIHAN[tindakan]
    jadi = session.scalar(
        update(PraktikBaik)
        .where(PraktikBaik.id == praktik_id, PraktikBaik.keadaan.in_(peralihan.dari))
        .values(keadaan=peralihan.ke, **nilai)
        .returning(PraktikBaik.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        kini = session.scalar(select(PraktikBaik.keadaan).where(PraktikBaik.id == praktik_id))
        assert kini is not None
        raise tolak_tindakan(kini, tindakan)


def _lampiri(
    session: Session, aktor: Aktor, praktik_id: uuid.UUID, wilayah: str, unggahan: Sequence[uuid.UUID]
) -> None:
    ganti_berkas(session, aktor, BerkasPraktik, praktik_id, wilayah=wilayah, unggahan=unggahan, wajib=False)


def _alasan(alasan: str) -> str | None:
    return periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)


def _umumkan(
    session: Session, aktor: Aktor, aksi: str, praktik_id: uuid.UUID, wilayah: str, bidang: list[str]
) -> None:
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(praktik_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA_PRAKTIK, kunci=str(praktik_id), wilayah=wilayah)
