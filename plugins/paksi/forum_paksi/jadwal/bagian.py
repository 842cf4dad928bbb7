"""Shares: reserving seats of a schedule for one himpunan, and returning what it left unused."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import BERGERAK, KeadaanJadwal
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT, SISTEM, kunci_bagian, promosikan, umumkan_kursi
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    sekarang,
    siarkan,
    waktu_db,
)

__all__ = ["cadangkan_bagian", "kembalikan_sisa"]

DAPAT_DICADANGKAN = frozenset({KeadaanJadwal.DRAF, KeadaanJadwal.DIBUKA})


def cadangkan_bagian(
    session: Session,
    aktor: Aktor,
    *,
    jadwal_id: uuid.UUID,
    himpunan_id: uuid.UUID,
    kapasitas: int,
    kembali_pada: datetime | None,
    kebijakan: Kebijakan,
) -> uuid.UUID:
    """Reserve `kapasitas` seats of a schedule for one himpunan; what it hasn't used at `kembali_pada` returns.

    Seats come from what is held back first, then from the open share's free ones. The caller has checked that the
    himpunan exists, may still be given seats, and wants this scheme. Returns the id of the share.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` ANGKA_DI_LUAR_BATAS or KEMBALI_TIDAK_SAH, `KeadaanMenolak`
    KEADAAN_TIDAK_SESUAI, SUDAH_DICADANGKAN, KURSI_TIDAK_CUKUP.
    """
    if not aktor.punya(IZIN_JADWAL):
        raise Ditolak(IZIN_JADWAL)
    jadwal = session.execute(
        select(Jadwal.lembaga_kode, Jadwal.keadaan, Jadwal.kapasitas, Jadwal.terbagi, Jadwal.batas_daftar)
        .where(Jadwal.id == jadwal_id)
        .with_for_update(key_share=True)
    ).first()
    if jadwal is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    lembaga, keadaan, semua, terbagi, batas_daftar = jadwal
    aktor.wajib(IZIN_JADWAL, lembaga=lembaga, apa="jadwal")
    if keadaan not in DAPAT_DICADANGKAN:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Jadwal sedang {keadaan.value}; kursi hanya dapat dicadangkan saat DRAF atau DIBUKA.",
        )
    if not 1 <= kapasitas <= semua:
        raise IsianTidakSah(
            "ANGKA_DI_LUAR_BATAS", f"Kursi yang dicadangkan harus antara 1 dan {semua}.", letak=["kapasitas"]
        )
    if kembali_pada is not None and not sekarang(session) < kembali_pada <= batas_daftar:
        raise IsianTidakSah(
            "KEMBALI_TIDAK_SAH",
            "Waktu pengembalian harus sesudah sekarang dan tidak melewati batas pendaftaran jadwal.",
            letak=["kembaliPada"],
        )
    if session.scalar(
        select(Bagian.id).where(Bagian.jadwal_id == jadwal_id, Bagian.himpunan_id == himpunan_id)
    ):
        raise KeadaanMenolak(
            "SUDAH_DICADANGKAN", "Himpunan ini sudah mempunyai bagian di jadwal ini; lihat bagian jadwal."
        )
    dari_sisa = min(kapasitas, semua - terbagi)
    _ambil_dari_terbuka(session, jadwal_id, kapasitas - dari_sisa)
    if dari_sisa:
        session.execute(
            update(Jadwal).where(Jadwal.id == jadwal_id).values(terbagi=Jadwal.terbagi + dari_sisa),
            execution_options=TANPA_SINKRON,
        )
    bagian = Bagian(
        id=uuid.uuid4(),
        jadwal_id=jadwal_id,
        himpunan_id=himpunan_id,
        kapasitas=kapasitas,
        kebijakan=kebijakan,
        kembali_pada=kembali_pada,
        diterima_sampai=(kembali_pada or batas_daftar) if keadaan is KeadaanJadwal.DIBUKA else None,
    )
    session.add(bagian)
    session.flush()
    catat(
        session,
        aktor,
        "paksi.cadangkan_bagian",
        objek="paksi_bagian",
        objek_id=str(bagian.id),
        wilayah=lembaga,
        bidang=["kapasitas", "kembali_pada"],
    )
    siarkan(session, PERISTIWA_SLOT, kunci=str(jadwal_id), wilayah=lembaga)
    return bagian.id


def _ambil_dari_terbuka(session: Session, jadwal_id: uuid.UUID, banyak: int) -> None:
    if not banyak:
        return
    diambil = session.scalar(
        update(Bagian)
        .where(
            Bagian.jadwal_id == jadwal_id,
            Bagian.himpunan_id.is_(None),
            Bagian.kapasitas - Bagian.terisi >= banyak,
        )
        .values(kapasitas=Bagian.kapasitas - banyak)
        .returning(Bagian.id),
        execution_options=TANPA_SINKRON,
    )
    if diambil is None:
        raise KeadaanMenolak(
            "KURSI_TIDAK_CUKUP",
            "Kursi yang belum dibagi dan yang masih kosong di bagian terbuka tidak cukup. Kurangi jumlahnya.",
            letak=["kapasitas"],
        )


def kembalikan_sisa(
    session: Session, bagian_id: uuid.UUID, *, aktor: Aktor = SISTEM, segera: bool = False
) -> int:
    """Move the seats a reserved share left unused to the open share, whose queue moves up; returns how many.

    Runs at the time set in advance, and again when seats of a returned share come free later. The share's own
    waiting people are served first. `segera` returns them now (a himpunan was dissolved) and ends the reservation.
    """
    terbuka = select(Bagian.jadwal_id).where(Bagian.id == bagian_id).scalar_subquery()
    pasangan = session.execute(
        select(Bagian.id, Bagian.himpunan_id, Himpunan.wilayah_kode, Bagian.jadwal_id, Jadwal.lembaga_kode)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .outerjoin(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(
            Bagian.jadwal_id == terbuka,
            (Bagian.id == bagian_id) | Bagian.himpunan_id.is_(None),
            Jadwal.keadaan.in_({*BERGERAK, KeadaanJadwal.DRAF}),
        )
    ).all()
    if len(pasangan) != 2:  # not a reserved share, or its schedule is over
        return 0
    umum = next(p.id for p in pasangan if p.himpunan_id is None)
    cadangan = next(p for p in pasangan if p.himpunan_id is not None)
    kunci_bagian(session, [bagian_id, umum])
    promosikan(session, bagian_id)
    if segera:
        _akhiri(session, aktor, bagian_id, lembaga=cadangan.lembaga_kode)
    sisa: int = (
        session.scalar(
            select(Bagian.kapasitas - Bagian.terisi).where(
                Bagian.id == bagian_id, Bagian.kembali_pada <= waktu_db()
            )
        )
        or 0
    )
    if sisa <= 0:
        return 0
    session.execute(
        update(Bagian)
        .where(Bagian.id == bagian_id)
        .values(kapasitas=Bagian.kapasitas - sisa, dikembalikan=Bagian.dikembalikan + sisa),
        execution_options=TANPA_SINKRON,
    )
    session.execute(
        update(Bagian).where(Bagian.id == umum).values(kapasitas=Bagian.kapasitas + sisa),
        execution_options=TANPA_SINKRON,
    )
    catat(
        session,
        aktor,
        "paksi.kembalikan_sisa",
        objek="paksi_bagian",
        objek_id=str(bagian_id),
        wilayah=cadangan.lembaga_kode,
        bidang=["kapasitas", "dikembalikan"],
    )
    umumkan_kursi(
        session, cadangan.jadwal_id, cadangan.lembaga_kode, (cadangan.himpunan_id, cadangan.wilayah_kode)
    )
    promosikan(session, umum)
    return sisa


def _akhiri(session: Session, aktor: Aktor, bagian_id: uuid.UUID, *, lembaga: str) -> None:
    """Let a locked share's time be over now, if it isn't yet."""
    belum = Bagian.kembali_pada.is_(None) | (Bagian.kembali_pada > waktu_db())
    if session.scalar(select(Bagian.id).where(Bagian.id == bagian_id, belum)) is None:
        return
    session.execute(
        update(Bagian).where(Bagian.id == bagian_id).values(diterima_sampai=None, kembali_pada=waktu_db()),
        execution_options=TANPA_SINKRON,
    )
    catat(
        session,
        aktor,
        "paksi.akhiri_cadangan",
        objek="paksi_bagian",
        objek_id=str(bagian_id),
        wilayah=lembaga,
        bidang=["kembali_pada"],
    )
