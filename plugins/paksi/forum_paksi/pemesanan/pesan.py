"""Booking: a pemda takes a seat of the open share; the seats of a himpunan are written by its allocation."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from forum_paksi.jadwal.rules import Cakupan
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
from forum_paksi.pemesanan.pernyataan import DI_JADWAL
from forum_paksi.sql import Baris
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
)

__all__ = ["pesan_slot"]


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
    if not aktor.boleh(IZIN_MINTA, wilayah=wilayah) and not aktor.lingkup(IZIN_MINTA).perangkat_daerah:
        aktor.wajib(IZIN_MINTA, wilayah=wilayah, apa="wilayah")
    wajib_aktif(session, "paksi", wilayah)
    jadwal = _tempat(session, aktor, jadwal_id, orang_id=orang_id, wilayah=wilayah, jalur=jalur)
    hasil = tempatkan(
        session,
        jadwal.tempat,
        Calon(
            orang_id=orang_id, wilayah=wilayah, perangkat_daerah_id=jadwal.perangkat_daerah_id, jalur=jalur
        ),
        boleh_antre=boleh_antre,
    )
    catat(
        session,
        aktor,
        "paksi.pesan_slot",
        objek=OBJEK,
        objek_id=str(hasil.pemesanan_id),
        wilayah=wilayah,
        bidang=["keadaan", "ditahan_sampai" if hasil.nomor_antre is None else "nomor_antre"],
    )
    siarkan(session, PERISTIWA_SLOT, kunci=str(hasil.jadwal_id), wilayah=jadwal.tempat.lembaga)
    return hasil


def _boleh_untuk(aktor: Aktor, wilayah: str, row: Baris) -> bool:
    """Whether the actor may book this person for the pemda `wilayah`.

    Who asks for the whole pemda may book everybody of it; who asks for one office, its people.
    """
    if row.orang_wilayah is None or not aktor.boleh(
        IZIN_MINTA, wilayah=row.orang_wilayah, perangkat_daerah=row.perangkat_daerah_id
    ):
        return False
    if aktor.boleh(IZIN_MINTA, wilayah=wilayah):
        return row.orang_wilayah == wilayah or row.orang_wilayah.startswith(f"{wilayah}.")
    return row.orang_wilayah == wilayah


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rencana:
    tempat: Tempat
    perangkat_daerah_id: uuid.UUID | None


def _tempat(
    session: Session,
    aktor: Aktor,
    jadwal_id: uuid.UUID,
    *,
    orang_id: uuid.UUID,
    wilayah: str,
    jalur: str | None,
) -> _Rencana:
    """Everything a booking needs to know, in one statement and before any lock; refuses what is sure to fail."""
    row = session.execute(
        DI_JADWAL,
        {
            "jadwal": jadwal_id,
            "orang": orang_id,
            "wilayah": wilayah,
            "provinsi": wilayah[:2],
            "jalur": jalur or "",
        },
    ).first()
    if row is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    if row.wilayah is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    if row.orang_id is None or not _boleh_untuk(aktor, wilayah, row):
        raise TidakDitemukan("orang", letak=["orang"])
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
