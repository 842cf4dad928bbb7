"""Invariants of schedules and seats that span rows, each as one statement that finds what breaks it.

Constraints keep the rest; what is looked for here could only come from a fault in this code or a hand in the data.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalSesi
from forum_paksi.jadwal.rules import BERGERAK, KeadaanJadwal, Mode
from forum_paksi.kesibukan import dua_tempat
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI, MENEMPATI, KeadaanPemesanan
from forum_paksi.skema.models import SkemaJalur
from forum_paksi.sql import Pilih

__all__ = ["periksa"]

K = KeadaanPemesanan
BERAKHIR = {KeadaanJadwal.SELESAI, KeadaanJadwal.DIBATALKAN}


def periksa(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    temuan: list[str] = []
    for kalimat, pernyataan in _PEMERIKSAAN:
        temuan += [kalimat.format(*row) for row in session.execute(pernyataan())]
    return temuan


def _hitung(*syarat: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(Pemesanan)
        .where(Pemesanan.bagian_id == Bagian.id, *syarat)
        .scalar_subquery()
    )


def _terisi() -> Pilih:
    hidup = _hitung(Pemesanan.keadaan.in_(BERKURSI))
    return select(Bagian.id, Bagian.terisi, hidup).where(Bagian.terisi != hidup)


def _terbagi() -> Pilih:
    jumlah = (
        select(func.coalesce(func.sum(Bagian.kapasitas), 0))
        .where(Bagian.jadwal_id == Jadwal.id)
        .scalar_subquery()
    )
    return select(Jadwal.kode, Jadwal.terbagi, jumlah).where(Jadwal.terbagi != jumlah)


def _tanpa_bagian_terbuka() -> Pilih:
    return select(Jadwal.kode).where(
        ~exists().where(Bagian.jadwal_id == Jadwal.id, Bagian.himpunan_id.is_(None))
    )


def _nomor_antre() -> Pilih:
    terbesar = (
        select(func.coalesce(func.max(Pemesanan.nomor_antre), 0))
        .where(Pemesanan.bagian_id == Bagian.id)
        .scalar_subquery()
    )
    return select(Bagian.id, Bagian.antre_terakhir, terbesar).where(Bagian.antre_terakhir != terbesar)


def _nomor_bolong() -> Pilih:
    """Numbers are given without gaps, and rows that got one are never deleted."""
    banyak = _hitung(Pemesanan.nomor_antre.is_not(None))
    return select(Bagian.id, Bagian.antre_terakhir, banyak).where(Bagian.antre_terakhir != banyak)


def _sesi_kurang() -> Pilih:
    ada = (
        select(func.count())
        .select_from(OrangSesi)
        .join(
            JadwalSesi,
            and_(
                JadwalSesi.jadwal_id == Pemesanan.jadwal_id,
                JadwalSesi.tanggal == OrangSesi.tanggal,
                JadwalSesi.paruh == OrangSesi.paruh,
            ),
        )
        .where(OrangSesi.pemesanan_id == Pemesanan.id, OrangSesi.orang_id == Pemesanan.orang_id)
        .scalar_subquery()
    )
    harus = case((Pemesanan.keadaan.in_(MENEMPATI), Jadwal.jumlah_sesi), else_=literal(0))
    return select(Pemesanan.id, ada, harus).join(Jadwal, Jadwal.id == Pemesanan.jadwal_id).where(ada != harus)


def _sesi_asing() -> Pilih:
    """Half-days of a person that are none of the schedule of the booking they stand for."""
    return (
        select(OrangSesi.orang_id, OrangSesi.tanggal, OrangSesi.paruh)
        .join(Pemesanan, Pemesanan.id == OrangSesi.pemesanan_id)
        .where(
            or_(
                Pemesanan.orang_id != OrangSesi.orang_id,
                ~exists().where(
                    JadwalSesi.jadwal_id == Pemesanan.jadwal_id,
                    JadwalSesi.tanggal == OrangSesi.tanggal,
                    JadwalSesi.paruh == OrangSesi.paruh,
                ),
            )
        )
    )


def _jumlah_sesi() -> Pilih:
    banyak = (
        select(func.count())
        .select_from(JadwalSesi)
        .where(JadwalSesi.jadwal_id == Jadwal.id)
        .scalar_subquery()
    )
    hari = (
        select(func.count(JadwalSesi.tanggal.distinct()))
        .where(JadwalSesi.jadwal_id == Jadwal.id)
        .scalar_subquery()
    )
    return select(Jadwal.kode, Jadwal.jumlah_sesi, banyak).where(
        or_(
            Jadwal.jumlah_sesi != banyak,
            Jadwal.jumlah_hari != hari,
            and_(Jadwal.mode == Mode.TATAP_MUKA, banyak != 2 * hari),
        )
    )


def _menerima() -> Pilih:
    """A share takes bookings exactly while its schedule is open, until the deadline or its own return."""
    batas = case((Bagian.kembali_pada < Jadwal.batas_daftar, Bagian.kembali_pada), else_=Jadwal.batas_daftar)
    return (
        select(Bagian.id, Jadwal.kode)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .where(
            or_(
                and_(Jadwal.keadaan != KeadaanJadwal.DIBUKA, Bagian.diterima_sampai.is_not(None)),
                and_(Jadwal.keadaan == KeadaanJadwal.DIBUKA, Bagian.diterima_sampai > batas),
                and_(
                    Jadwal.keadaan == KeadaanJadwal.DIBUKA,
                    Bagian.himpunan_id.is_(None),
                    or_(Bagian.diterima_sampai.is_(None), Bagian.diterima_sampai != Jadwal.batas_daftar),
                ),
            )
        )
    )


def _keadaan_tak_cocok() -> Pilih:
    """Bookings in a state their schedule doesn't allow."""
    return (
        select(Pemesanan.id, Pemesanan.keadaan, Jadwal.keadaan)
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .where(
            or_(
                Jadwal.keadaan == KeadaanJadwal.DRAF,
                and_(
                    Jadwal.keadaan.not_in(BERGERAK),
                    Pemesanan.keadaan.in_([K.DITAHAN, K.DAFTAR_TUNGGU]),
                ),
                and_(Jadwal.keadaan.in_(BERAKHIR), Pemesanan.keadaan == K.DIKONFIRMASI),
                and_(Jadwal.keadaan.in_(BERGERAK), Pemesanan.keadaan.in_([K.HADIR, K.TIDAK_HADIR])),
            )
        )
    )


def _jalur_asing() -> Pilih:
    return (
        select(Jadwal.kode)
        .join(JadwalJalur, JadwalJalur.jadwal_id == Jadwal.id)
        .where(
            ~exists().where(
                SkemaJalur.skema_id == Jadwal.skema_id, SkemaJalur.jalur_id == JadwalJalur.jalur_id
            )
        )
    )


_PEMERIKSAAN = (
    ("bagian {0}: terisi {1}, tetapi {2} pemesanan berkursi", _terisi),
    ("jadwal {0}: terbagi {1}, tetapi jumlah bagiannya {2}", _terbagi),
    ("jadwal {0}: tidak mempunyai bagian terbuka", _tanpa_bagian_terbuka),
    ("bagian {0}: nomor antre terakhir {1}, tetapi nomor terbesar {2}", _nomor_antre),
    ("bagian {0}: {1} nomor antre diberikan, tetapi {2} tercatat", _nomor_bolong),
    ("pemesanan {0}: menempati {1} sesi, seharusnya {2}", _sesi_kurang),
    ("orang {0}: tercatat pada {1} {2} yang bukan sesi jadwalnya", _sesi_asing),
    ("jadwal {0}: tercatat {1} sesi, tetapi mempunyai {2}", _jumlah_sesi),
    ("bagian {0}: batas penerimaannya tidak sesuai dengan jadwal {1}", _menerima),
    ("pemesanan {0}: {1} padahal jadwalnya {2}", _keadaan_tak_cocok),
    ("jadwal {0}: menerima jalur yang bukan jalur skemanya", _jalur_asing),
    ("orang {0}: pada {1} {2} berada di dua tempat", dua_tempat),
)
