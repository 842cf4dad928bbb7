"""The life of a schedule: opened, closed, begun, ended, cancelled; one unit of work each.

The schedule's row is locked first, then the invitation it came from, then its shares: whoever books holds a share, so what is decided here about the
bookings of a schedule is decided about all of them.
"""

from __future__ import annotations

import uuid

from sqlalchemy import case, delete, func, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import (
    PERALIHAN,
    KeadaanJadwal,
    TindakanJadwal,
    instan_dari_lokal,
    periksa_batas_daftar,
    setelah,
    tolak_tindakan,
)
from forum_paksi.jadwal.service import OBJEK, jadwal_terkunci
from forum_paksi.pemesanan.kursi import OBJEK as OBJEK_PEMESANAN
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT, kunci_bagian_jadwal
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.pemesanan.rules import BELUM_MULAI, AlasanBatal, KeadaanPemesanan
from forum_paksi.permohonan.kursi import kursi_dilepas, kursi_tidak_dihadiri
from forum_paksi.sql import TANPA_SINKRON, Baris
from forum_paksi.undangan.ikut import jadwal_batal
from forum_server.plugin import Aktor, IsianTidakSah, KeadaanMenolak, catat, sekarang, siarkan

__all__ = ["batalkan_jadwal", "buka", "mulai", "selesai", "tutup", "ubah_batas_daftar"]

T = TindakanJadwal


def buka(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID) -> uuid.UUID:
    """DRAF → DIBUKA: from now to its deadline people may book.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or LEWAT_BATAS_DAFTAR.
    """
    jadwal = _pindah(session, aktor, jadwal_id, T.BUKA)
    batas = session.scalar(select(Jadwal.batas_daftar).where(Jadwal.id == jadwal_id))
    if batas is None or batas <= sekarang(session):
        raise KeadaanMenolak(
            "LEWAT_BATAS_DAFTAR",
            "Batas pendaftaran sudah lewat. Ubah batasnya lebih dahulu, lalu buka jadwal.",
        )
    _terima(session, jadwal_id)
    _umumkan(session, aktor, "paksi.buka_jadwal", jadwal_id, jadwal, ["keadaan"])
    return jadwal_id


def tutup(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID) -> uuid.UUID:
    """DIBUKA → DITUTUP: no new bookings; who waits still moves up when somebody gives up a seat."""
    jadwal = _pindah(session, aktor, jadwal_id, T.TUTUP)
    kunci_bagian_jadwal(session, jadwal_id)
    _berhenti_menerima(session, jadwal_id)
    _umumkan(session, aktor, "paksi.tutup_jadwal", jadwal_id, jadwal, ["keadaan"])
    return jadwal_id


def mulai(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID) -> uuid.UUID:
    """DITUTUP → BERLANGSUNG: unconfirmed seats and waiting lists end, attendance may be recorded."""
    jadwal = _pindah(session, aktor, jadwal_id, T.MULAI)
    kunci_bagian_jadwal(session, jadwal_id)
    _akhiri_pemesanan(
        session,
        aktor,
        jadwal_id,
        frozenset({KeadaanPemesanan.DITAHAN, KeadaanPemesanan.DAFTAR_TUNGGU}),
        AlasanBatal.JADWAL_DIMULAI,
    )
    _umumkan(session, aktor, "paksi.mulai_jadwal", jadwal_id, jadwal, ["keadaan"])
    return jadwal_id


def selesai(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID) -> uuid.UUID:
    """BERLANGSUNG → SELESAI, once everybody's attendance is recorded.

    Raises also `KeadaanMenolak` KEHADIRAN_BELUM_LENGKAP.
    """
    jadwal = _pindah(session, aktor, jadwal_id, T.SELESAI)
    kunci_bagian_jadwal(session, jadwal_id)
    belum = session.scalar(
        select(func.count())
        .select_from(Pemesanan)
        .where(Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan == KeadaanPemesanan.DIKONFIRMASI)
    )
    if belum:
        raise KeadaanMenolak(
            "KEHADIRAN_BELUM_LENGKAP",
            f"Kehadiran {belum} peserta belum dicatat. Catat semuanya, lalu selesaikan jadwal.",
        )
    kursi_tidak_dihadiri(session, jadwal_id)
    _umumkan(session, aktor, "paksi.selesaikan_jadwal", jadwal_id, jadwal, ["keadaan"])
    return jadwal_id


def batalkan_jadwal(session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Cancel a schedule that hasn't begun; every seat and queue place ends, and each is announced.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` ALASAN_KOSONG, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    alasan = alasan.strip()
    if not 0 < len(alasan) <= 500:
        raise IsianTidakSah(
            "ALASAN_KOSONG", "Tulis alasan pembatalan, paling banyak 500 huruf.", letak=["alasan"]
        )
    jadwal = _pindah(session, aktor, jadwal_id, T.BATAL, alasan_batal=alasan)
    jadwal_batal(session, aktor, jadwal_id)
    kunci_bagian_jadwal(session, jadwal_id)
    _berhenti_menerima(session, jadwal_id)
    _akhiri_pemesanan(session, aktor, jadwal_id, BELUM_MULAI, AlasanBatal.JADWAL_DIBATALKAN)
    _umumkan(session, aktor, "paksi.batalkan_jadwal", jadwal_id, jadwal, ["keadaan", "alasan_batal"])
    return jadwal_id


def ubah_batas_daftar(
    session: Session, aktor: Aktor, *, jadwal_id: uuid.UUID, batas_daftar: str
) -> uuid.UUID:
    """Move the registration deadline (local time of the schedule's zone) of a draft or an open schedule.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    jadwal = jadwal_terkunci(session, aktor, jadwal_id)
    if jadwal.keadaan not in {KeadaanJadwal.DRAF, KeadaanJadwal.DIBUKA}:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Jadwal sedang {jadwal.keadaan.value}; batas pendaftaran hanya dapat diubah saat DRAF atau DIBUKA.",
        )
    batas = instan_dari_lokal(batas_daftar, jadwal.zona, letak=["batasDaftar"])
    periksa_batas_daftar(batas, jadwal.mulai_pada)
    if batas <= sekarang(session):
        raise IsianTidakSah(
            "WAKTU_TIDAK_SAH", "Batas pendaftaran harus di masa depan.", letak=["batasDaftar"]
        )
    session.execute(
        update(Jadwal).where(Jadwal.id == jadwal_id).values(batas_daftar=batas),
        execution_options=TANPA_SINKRON,
    )
    kunci_bagian_jadwal(session, jadwal_id)
    if jadwal.keadaan is KeadaanJadwal.DIBUKA:
        _terima(session, jadwal_id)
    _umumkan(session, aktor, "paksi.ubah_batas_daftar", jadwal_id, jadwal, ["batas_daftar"])
    return jadwal_id


def _pindah(
    session: Session, aktor: Aktor, jadwal_id: uuid.UUID, tindakan: TindakanJadwal, **nilai: str
) -> Baris:
    jadwal = jadwal_terkunci(session, aktor, jadwal_id)
    if setelah(jadwal.keadaan, tindakan) is None:
        raise tolak_tindakan(jadwal.keadaan, tindakan)
    session.execute(
        update(Jadwal).where(Jadwal.id == jadwal_id).values(keadaan=PERALIHAN[tindakan].ke, **nilai),
        execution_options=TANPA_SINKRON,
    )
    return jadwal


def _terima(session: Session, jadwal_id: uuid.UUID) -> None:
    """Repeat on every share until when it takes bookings: the deadline, or its return if that is earlier."""
    batas = select(Jadwal.batas_daftar).where(Jadwal.id == jadwal_id).scalar_subquery()
    session.execute(
        update(Bagian)
        .where(Bagian.jadwal_id == jadwal_id)
        .values(
            diterima_sampai=case((Bagian.kembali_pada < batas, Bagian.kembali_pada), else_=batas),
        ),
        execution_options=TANPA_SINKRON,
    )


def _berhenti_menerima(session: Session, jadwal_id: uuid.UUID) -> None:
    session.execute(
        update(Bagian).where(Bagian.jadwal_id == jadwal_id).values(diterima_sampai=None),
        execution_options=TANPA_SINKRON,
    )


def _akhiri_pemesanan(
    session: Session,
    aktor: Aktor,
    jadwal_id: uuid.UUID,
    dari: frozenset[KeadaanPemesanan],
    alasan: AlasanBatal,
) -> None:
    """End all bookings in these states; the seats they leave stay empty."""
    yang_berakhir = list(
        session.execute(
            update(Pemesanan)
            .where(Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan.in_(dari))
            .values(keadaan=KeadaanPemesanan.DIBATALKAN, alasan_batal=alasan, ditahan_sampai=None)
            .returning(Pemesanan.id, Pemesanan.wilayah_kode),
            execution_options=TANPA_SINKRON,
        )
    )
    session.execute(
        delete(OrangSesi).where(
            OrangSesi.pemesanan_id.in_(
                select(Pemesanan.id).where(
                    Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan == KeadaanPemesanan.DIBATALKAN
                )
            )
        ),
        execution_options=TANPA_SINKRON,
    )
    sisa = (
        select(func.count())
        .select_from(Pemesanan)
        .where(
            Pemesanan.bagian_id == Bagian.id,
            Pemesanan.keadaan.not_in([KeadaanPemesanan.DIBATALKAN, KeadaanPemesanan.DAFTAR_TUNGGU]),
        )
        .scalar_subquery()
    )
    session.execute(
        update(Bagian).where(Bagian.jadwal_id == jadwal_id).values(terisi=sisa),
        execution_options=TANPA_SINKRON,
    )
    kursi_dilepas(session, [row.id for row in yang_berakhir])
    for row in yang_berakhir:
        catat(
            session,
            aktor,
            "paksi.batalkan",
            objek=OBJEK_PEMESANAN,
            objek_id=str(row.id),
            wilayah=row.wilayah_kode,
            bidang=["keadaan", "alasan_batal"],
        )


def _umumkan(
    session: Session, aktor: Aktor, aksi: str, id_: uuid.UUID, jadwal: Baris, bidang: list[str]
) -> None:
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(id_), wilayah=jadwal.lembaga_kode, bidang=bidang)
    siarkan(session, PERISTIWA_SLOT, kunci=str(id_), wilayah=jadwal.lembaga_kode)
    for himpunan_id, wilayah in session.execute(
        select(Himpunan.id, Himpunan.wilayah_kode)
        .join(Bagian, Bagian.himpunan_id == Himpunan.id)
        .where(Bagian.jadwal_id == id_)
        .order_by(Himpunan.id)
    ):
        siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(himpunan_id), wilayah=wilayah)
