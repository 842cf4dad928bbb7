"""How a pool ends: sent to the LSP and confirmed, or dissolved."""

from __future__ import annotations

import uuid

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_paksi.biaya.service import bekukan
from forum_paksi.himpunan.keadaan import KeadaanHimpunan, TindakanHimpunan
from forum_paksi.himpunan.kunci import kunci_untuk, majukan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.bagian import kembalikan_sisa
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import KeadaanJadwal
from forum_paksi.pemesanan.kursi import PERISTIWA_SLOT, kunci_bagian
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BELUM_MULAI, AlasanBatal, KeadaanPemesanan
from forum_paksi.pemesanan.service import akhiri
from forum_paksi.pengingat.service import kabari_konfirmasi
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permintaan.rules import ALASAN_MAKS, KeadaanPermintaan, periksa_teks
from forum_paksi.permintaan.service import OBJEK as OBJEK_PERMINTAAN
from forum_paksi.permintaan.service import PERISTIWA_PERMINTAAN
from forum_paksi.permohonan.kursi import kursi_dikonfirmasi
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.undangan.ikut import himpunan_bubar
from forum_server.plugin import Aktor, KeadaanMenolak, catat, siarkan, waktu_db

__all__ = ["bubarkan_himpunan", "kirim_himpunan", "konfirmasi_himpunan", "pindahkan_permintaan"]

T = TindakanHimpunan


def kirim_himpunan(session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID) -> uuid.UUID:
    """Send the allocation to the LSP, which sees the names from now on.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, TAHANAN_LEWAT or TIDAK_ADA_KURSI.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.KIRIM)
    _wajib_dalam_tenggat(session, himpunan_id)
    bagian = _bagian(session, himpunan_id)
    if (
        session.scalar(
            select(Pemesanan.id)
            .where(Pemesanan.bagian_id.in_(bagian), Pemesanan.keadaan == KeadaanPemesanan.DITAHAN)
            .limit(1)
        )
        is None
    ):
        raise _tanpa_kursi()
    majukan(session, aktor, himpunan, T.KIRIM)
    return himpunan_id


def konfirmasi_himpunan(session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID) -> uuid.UUID:
    """The LSP confirms every seat still held for the pool; its requests are SELESAI, its costs frozen.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, TAHANAN_LEWAT (a lapsed hold is never confirmed)
    or TIDAK_ADA_KURSI.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.KONFIRMASI)
    _wajib_dalam_tenggat(session, himpunan_id)
    bagian = _bagian(session, himpunan_id)
    kunci_bagian(session, bagian)
    rows = session.execute(
        update(Pemesanan)
        .where(
            Pemesanan.bagian_id.in_(bagian),
            Pemesanan.keadaan == KeadaanPemesanan.DITAHAN,
            Pemesanan.ditahan_sampai > waktu_db(),
        )
        .values(keadaan=KeadaanPemesanan.DIKONFIRMASI, ditahan_sampai=None)
        .returning(Pemesanan.id, Pemesanan.wilayah_kode, Pemesanan.jadwal_id),
        execution_options=TANPA_SINKRON,
    ).all()
    if not rows:
        raise _tanpa_kursi()
    for pemesanan_id, wilayah, jadwal_id in sorted(rows):
        catat(
            session,
            aktor,
            "paksi.konfirmasi",
            objek="paksi_pemesanan",
            objek_id=str(pemesanan_id),
            wilayah=wilayah,
            bidang=["keadaan", "ditahan_sampai"],
        )
        siarkan(session, PERISTIWA_SLOT, kunci=str(jadwal_id), wilayah=himpunan.lembaga)
    kursi_dikonfirmasi(session, [r.id for r in rows])
    pindahkan_permintaan(
        session, aktor, himpunan_id, ke=KeadaanPermintaan.SELESAI, aksi="paksi.selesaikan_permintaan"
    )
    bekukan(session, aktor, himpunan)
    majukan(session, aktor, himpunan, T.KONFIRMASI)
    kabari_konfirmasi(session, himpunan)
    return himpunan_id


def bubarkan_himpunan(session: Session, aktor: Aktor, *, himpunan_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Dissolve a pool: its seats go back to where they came from, its requests are DIAJUKAN again.

    A confirmed pool only when the LSP has cancelled every schedule of it.
    Raises `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    himpunan = kunci_untuk(session, aktor, himpunan_id, T.BUBARKAN)
    if himpunan.keadaan is KeadaanHimpunan.DIKONFIRMASI and _masih_berjadwal(session, himpunan_id):
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            "Himpunan ini sudah DIKONFIRMASI; ia hanya dapat dibubarkan bila LSP membatalkan semua jadwalnya. "
            "Kursi yang tidak jadi dipakai dibatalkan satu per satu.",
        )
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pindahkan_permintaan(
        session,
        aktor,
        himpunan_id,
        ke=KeadaanPermintaan.DIAJUKAN,
        aksi="paksi.kembalikan_permintaan",
        himpunan_id_baru=None,
    )
    himpunan_bubar(session, aktor, himpunan_id)
    bagian = _bagian(session, himpunan_id)
    terbuka = session.scalars(
        select(Bagian.id).where(
            Bagian.himpunan_id.is_(None),
            Bagian.jadwal_id.in_(select(Bagian.jadwal_id).where(Bagian.himpunan_id == himpunan_id)),
        )
    ).all()
    kunci_bagian(session, [*bagian, *terbuka])
    for satu in bagian:
        hidup = session.scalars(
            select(Pemesanan.id).where(Pemesanan.bagian_id == satu, Pemesanan.keadaan.in_(BELUM_MULAI))
        ).all()
        if hidup:
            akhiri(session, aktor, satu, hidup, alasan=AlasanBatal.HIMPUNAN_DIBUBARKAN, naikkan=False)
        kembalikan_sisa(session, satu, aktor=aktor, segera=True)
    majukan(session, aktor, himpunan, T.BUBARKAN, alasan_bubar=sebab)
    return himpunan_id


def _bagian(session: Session, himpunan_id: uuid.UUID) -> list[uuid.UUID]:
    return list(
        session.scalars(select(Bagian.id).where(Bagian.himpunan_id == himpunan_id).order_by(Bagian.id))
    )


def _masih_berjadwal(session: Session, himpunan_id: uuid.UUID) -> bool:
    """Whether a schedule of the pool stands; no schedule comes back from DIBATALKAN."""
    return (
        session.scalar(
            select(Bagian.id)
            .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
            .where(Bagian.himpunan_id == himpunan_id, Jadwal.keadaan != KeadaanJadwal.DIBATALKAN)
            .limit(1)
        )
        is not None
    )


def _tanpa_kursi() -> KeadaanMenolak:
    return KeadaanMenolak(
        "TIDAK_ADA_KURSI",
        "Tidak ada lagi kursi himpunan ini yang ditahan: jadwalnya dibatalkan atau dimulai, atau semua kursinya "
        "dilepas. Bubarkan himpunan ini; permintaannya DIAJUKAN lagi dan dapat dihimpun kembali.",
    )


def _wajib_dalam_tenggat(session: Session, himpunan_id: uuid.UUID) -> None:
    masih = session.scalar(
        select(Himpunan.id).where(Himpunan.id == himpunan_id, Himpunan.tenggat > waktu_db())
    )
    if masih is None:
        raise KeadaanMenolak(
            "TAHANAN_LEWAT",
            "Tenggat konfirmasi himpunan ini sudah lewat sehingga kursinya tidak lagi ditahan. "
            "Bubarkan himpunan ini, lalu himpun permintaannya kembali.",
        )


def pindahkan_permintaan(
    session: Session,
    aktor: Aktor,
    himpunan_id: uuid.UUID,
    *,
    ke: KeadaanPermintaan,
    aksi: str,
    **nilai: uuid.UUID | None,
) -> None:
    """Move every request of a locked pool on; `himpunan_id_baru=None` lets them go."""
    kolom = {"himpunan_id": nilai["himpunan_id_baru"]} if "himpunan_id_baru" in nilai else {}
    rows = session.execute(
        update(Permintaan)
        .where(Permintaan.himpunan_id == himpunan_id)
        .values(keadaan=ke, **kolom)
        .returning(Permintaan.id, Permintaan.wilayah_kode),
        execution_options=TANPA_SINKRON,
    ).all()
    for permintaan_id, wilayah in sorted(rows):
        catat(
            session,
            aktor,
            aksi,
            objek=OBJEK_PERMINTAAN,
            objek_id=str(permintaan_id),
            wilayah=wilayah,
            bidang=["keadaan", *kolom],
        )
        siarkan(session, PERISTIWA_PERMINTAAN, kunci=str(permintaan_id), wilayah=wilayah)
