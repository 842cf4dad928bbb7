"""Booking: a pemda takes a seat of the open share, a himpunan seats its candidates in its own."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, literal, select, true
from sqlalchemy.orm import Session

from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalWilayah
from forum_paksi.jadwal.rules import Cakupan, KeadaanJadwal
from forum_paksi.pelaku import IZIN_MINTA
from forum_paksi.pemesanan.kursi import (
    OBJEK,
    PERISTIWA_SLOT,
    Calon,
    HasilKursi,
    Tempat,
    sudah_terdaftar,
    tempatkan,
    tertutup,
)
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import HIDUP
from forum_paksi.skema.models import Jalur
from forum_paksi.sql import Baris
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    di_bawah,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = ["dudukkan", "pesan_slot"]


def pesan_slot(
    session: Session,
    aktor: Aktor,
    *,
    jadwal_id: uuid.UUID,
    orang_id: uuid.UUID,
    wilayah: str,
    jalur: str | None = None,
    boleh_antre: bool = True,
) -> HasilKursi:
    """Take a seat of the open share for a person of the pemda `wilayah`, or a place on its waiting list.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, orang, jadwal: unknown or outside the actor's scope);
    `KeadaanMenolak`: PLUGIN_TIDAK_AKTIF, DITUTUP, LEWAT_BATAS_DAFTAR, DI_LUAR_CAKUPAN, JALUR_TIDAK_DITERIMA,
    SUDAH_TERDAFTAR, BENTROK_JADWAL, PENUH (only when `boleh_antre` is false).
    """
    milik = _orang_milik(aktor, wilayah)
    wajib_aktif(session, "paksi", wilayah)
    jadwal = _tempat(
        session,
        and_(Jadwal.id == jadwal_id, Bagian.himpunan_id.is_(None), Jadwal.keadaan != KeadaanJadwal.DRAF),
        orang_id=orang_id,
        wilayah=wilayah,
        jalur=jalur,
        milik=milik,
    )
    hasil = tempatkan(
        session,
        jadwal.tempat,
        Calon(
            orang_id=orang_id, wilayah=wilayah, perangkat_daerah_id=jadwal.perangkat_daerah_id, jalur=jalur
        ),
        boleh_antre=boleh_antre,
    )
    _umumkan_pesanan(
        session, aktor, "paksi.pesan_slot", hasil, wilayah=wilayah, lembaga=jadwal.tempat.lembaga
    )
    return hasil


def dudukkan(
    session: Session,
    aktor: Aktor,
    *,
    bagian_id: uuid.UUID,
    orang_id: uuid.UUID,
    wilayah: str,
    perangkat_daerah_id: uuid.UUID | None,
    permintaan_id: uuid.UUID | None,
    jalur: str | None = None,
    ditahan_sampai: datetime | None = None,
) -> HasilKursi:
    """Seat a himpunan's candidate in its share, or put them last on that share's waiting list.

    The seat is held until `ditahan_sampai` (the himpunan's own deadline), else as long as the schedule says.

    The caller has checked that the actor may allocate this himpunan, has locked all its shares with
    `kunci_bagian` when it seats in several, and calls in the order of its allocation. Raises as `pesan_slot` does,
    except for what concerns the actor and the plugin.
    """
    jadwal = _tempat(
        session,
        and_(Bagian.id == bagian_id, Bagian.himpunan_id.is_not(None)),
        orang_id=orang_id,
        wilayah=wilayah,
        jalur=jalur,
        milik=true(),
    )
    calon = Calon(
        orang_id=orang_id,
        wilayah=wilayah,
        perangkat_daerah_id=perangkat_daerah_id,
        permintaan_id=permintaan_id,
        jalur=jalur,
    )
    hasil = tempatkan(session, jadwal.tempat, calon, ditahan_sampai=ditahan_sampai)
    _umumkan_pesanan(session, aktor, "paksi.dudukkan", hasil, wilayah=wilayah, lembaga=jadwal.tempat.lembaga)
    return hasil


def _orang_milik(aktor: Aktor, wilayah: str) -> ColumnElement[bool]:
    """Which people the actor may book for the pemda `wilayah`."""
    lingkup = aktor.lingkup(IZIN_MINTA)
    if aktor.boleh(IZIN_MINTA, wilayah=wilayah):
        return and_(
            lingkup.klausa(ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id),
            di_bawah(ORANG.c.wilayah_kode, wilayah),
        )
    if not lingkup.perangkat_daerah:
        aktor.wajib(IZIN_MINTA, wilayah=wilayah, apa="wilayah")
    return and_(
        lingkup.klausa(ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id),
        ORANG.c.wilayah_kode == wilayah,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rencana:
    tempat: Tempat
    perangkat_daerah_id: uuid.UUID | None


def _tempat(
    session: Session,
    mana: ColumnElement[bool],
    *,
    orang_id: uuid.UUID,
    wilayah: str,
    jalur: str | None,
    milik: ColumnElement[bool],
) -> _Rencana:
    """Everything a booking needs to know, in one statement and before any lock; refuses what is sure to fail."""
    satu = literal(1)
    terbuka = select(satu).where(JadwalWilayah.jadwal_id == Jadwal.id)
    jalur_jadwal = (
        select(satu)
        .select_from(JadwalJalur)
        .join(Jalur, Jalur.id == JadwalJalur.jalur_id)
        .where(JadwalJalur.jadwal_id == Jadwal.id)
    )
    row = session.execute(
        select(
            Jadwal.id,
            Jadwal.lembaga_kode,
            Jadwal.keadaan,
            Jadwal.cakupan,
            Jadwal.jumlah_sesi,
            Jadwal.tahanan_menit,
            Jadwal.mulai_pada,
            Bagian.id.label("bagian_id"),
            (Bagian.terisi >= Bagian.kapasitas).label("penuh"),
            (Bagian.diterima_sampai > waktu_db()).label("diterima"),
            WILAYAH.c.kode.label("wilayah"),
            ORANG.c.id.label("orang_id"),
            ORANG.c.perangkat_daerah_id,
            exists(jalur_jadwal).label("pakai_jalur"),
            exists(jalur_jadwal.where(Jalur.kode == (jalur or ""))).label("jalur_cocok"),
            exists(terbuka.where(JadwalWilayah.wilayah_kode == wilayah)).label("wilayah_terbuka"),
            exists(terbuka.where(JadwalWilayah.wilayah_kode == wilayah[:2])).label("provinsi_terbuka"),
            exists(
                select(satu).where(
                    Pemesanan.jadwal_id == Jadwal.id,
                    Pemesanan.orang_id == orang_id,
                    Pemesanan.keadaan.in_(HIDUP),
                )
            ).label("terdaftar"),
        )
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .outerjoin(
            WILAYAH,
            and_(WILAYAH.c.kode == wilayah, WILAYAH.c.otonom, WILAYAH.c.berlaku_sampai.is_(None)),
        )
        .outerjoin(ORANG, and_(ORANG.c.id == orang_id, milik))
        .where(mana)
    ).first()
    if row is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    _tolak_pesanan(row, jalur)
    return _Rencana(
        tempat=Tempat(
            jadwal_id=row.id,
            bagian_id=row.bagian_id,
            lembaga=row.lembaga_kode,
            jumlah_sesi=row.jumlah_sesi,
            tahanan_menit=row.tahanan_menit,
            mulai_pada=row.mulai_pada,
            tampak_penuh=row.penuh,
        ),
        perangkat_daerah_id=row.perangkat_daerah_id,
    )


def _tolak_pesanan(row: Baris, jalur: str | None) -> None:
    if row.wilayah is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if row.orang_id is None:
        raise TidakDitemukan("orang", letak=["orang"])
    if not row.diterima:
        raise tertutup(row.keadaan)
    cakupan: Cakupan = row.cakupan
    if not (
        cakupan is Cakupan.NASIONAL
        or row.wilayah_terbuka
        or (cakupan is Cakupan.PROVINSI and row.provinsi_terbuka)
    ):
        raise KeadaanMenolak(
            "DI_LUAR_CAKUPAN",
            "Jadwal ini tidak dibuka untuk pemda Anda. Pilih jadwal lain, atau hubungi LSP penyelenggara.",
            letak=["jadwal"],
        )
    if not (row.jalur_cocok if row.pakai_jalur else jalur is None):
        raise KeadaanMenolak(
            "JALUR_TIDAK_DITERIMA",
            f"Jadwal ini tidak menerima jalur {jalur or '(tanpa jalur)'}. Lihat jalur yang diterima pada jadwalnya.",
            letak=["jalur"],
        )
    if row.terdaftar:
        raise sudah_terdaftar()


def _umumkan_pesanan(
    session: Session, aktor: Aktor, aksi: str, hasil: HasilKursi, *, wilayah: str, lembaga: str
) -> None:
    bidang = ["keadaan", "ditahan_sampai" if hasil.nomor_antre is None else "nomor_antre"]
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(hasil.pemesanan_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA_SLOT, kunci=str(hasil.jadwal_id), wilayah=lembaga)
