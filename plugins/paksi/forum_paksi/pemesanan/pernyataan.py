"""The statements of a booking, put together once: under load, building SQL costs more than sending it."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import String, Uuid, and_, bindparam, exists, literal, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalSesi, JadwalWilayah
from forum_paksi.jadwal.rules import KeadaanJadwal
from forum_paksi.kesibukan import terhalang_kursi
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.skema.models import Jalur
from forum_paksi.sql import Pilih, tabel
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import KodeTipe, waktu_db

__all__ = ["ANTREKAN", "DI_JADWAL", "DUDUKKAN", "SISIPKAN", "TEMPATI"]

_BAGIAN: Final = tabel(Bagian)
_PEMESANAN: Final = tabel(Pemesanan)
_SESI: Final = tabel(OrangSesi)
_JADWAL_SESI: Final = tabel(JadwalSesi)


def _tempat() -> Pilih:
    """All a booking must know of a schedule, its open share, the pemda and the person, before anything is locked."""
    satu = literal(1)
    wilayah = bindparam("wilayah", type_=KodeTipe())
    orang = bindparam("orang", type_=Uuid())
    terbuka = select(satu).where(JadwalWilayah.jadwal_id == Jadwal.id)
    jalur = (
        select(satu)
        .select_from(JadwalJalur)
        .join(Jalur, Jalur.id == JadwalJalur.jalur_id)
        .where(JadwalJalur.jadwal_id == Jadwal.id)
    )
    terdaftar = select(satu).where(
        Pemesanan.jadwal_id == Jadwal.id,
        Pemesanan.orang_id == orang,
        Pemesanan.keadaan != KeadaanPemesanan.DIBATALKAN,
    )
    provinsi = bindparam("provinsi", type_=KodeTipe())
    return (
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
            ORANG.c.wilayah_kode.label("orang_wilayah"),
            ORANG.c.perangkat_daerah_id,
            exists(jalur).label("pakai_jalur"),
            exists(jalur.where(Jalur.kode == bindparam("jalur", type_=String()))).label("jalur_cocok"),
            exists(terbuka.where(JadwalWilayah.wilayah_kode == wilayah)).label("wilayah_terbuka"),
            exists(terbuka.where(JadwalWilayah.wilayah_kode == provinsi)).label("provinsi_terbuka"),
            exists(terdaftar).label("terdaftar"),
        )
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .outerjoin(
            WILAYAH,
            and_(WILAYAH.c.kode == wilayah, WILAYAH.c.otonom, WILAYAH.c.berlaku_sampai.is_(None)),
        )
        .outerjoin(ORANG, ORANG.c.id == orang)
        .where(
            Jadwal.id == bindparam("jadwal", type_=Uuid()),
            Bagian.himpunan_id.is_(None),
            Jadwal.keadaan != KeadaanJadwal.DRAF,
        )
    )


DI_JADWAL: Final = _tempat()
"""The open share of an announced schedule: `jadwal`, `wilayah`, its `provinsi`, `orang`, `jalur`."""

_DITERIMA = and_(_BAGIAN.c.id == bindparam("b_id", type_=Uuid()), _BAGIAN.c.diterima_sampai > waktu_db())

DUDUKKAN: Final = (
    update(_BAGIAN)
    .where(_DITERIMA, _BAGIAN.c.terisi < _BAGIAN.c.kapasitas)
    .values(terisi=_BAGIAN.c.terisi + 1)
    .returning(waktu_db())
)
"""Takes a seat of the share `b_id` and locks its row; no row when it is full or takes no bookings now."""

ANTREKAN: Final = (
    update(_BAGIAN)
    .where(_DITERIMA, _BAGIAN.c.terisi >= _BAGIAN.c.kapasitas)
    .values(antre_terakhir=_BAGIAN.c.antre_terakhir + 1)
    .returning(_BAGIAN.c.antre_terakhir, waktu_db())
)
"""Takes the next queue number of a full share and locks its row."""


def _per_dialek(susun: Any) -> dict[str, Any]:
    return {"postgresql": susun(postgresql.insert), "sqlite": susun(sqlite.insert)}


def _sisipkan(insert: Any) -> Any:
    return (
        insert(_PEMESANAN)
        .on_conflict_do_nothing(
            index_elements=["jadwal_id", "orang_id"], index_where=text("keadaan <> 'DIBATALKAN'")
        )
        .returning(_PEMESANAN.c.dibuat_pada)
    )


SISIPKAN: Final = _per_dialek(_sisipkan)
"""Writes a booking given by its columns; no row when the person has a live one in this schedule."""


def _tempati(insert: Any) -> Any:
    orang, waktu = bindparam("o_id", type_=Uuid()), (_JADWAL_SESI.c.tanggal, _JADWAL_SESI.c.paruh)
    sesi = (
        select(orang, *waktu, bindparam("p_id", type_=Uuid()))
        .where(
            _JADWAL_SESI.c.jadwal_id == bindparam("j_id", type_=Uuid()),
            ~terhalang_kursi(orang, *waktu, _JADWAL_SESI.c.jadwal_id),
        )
        .order_by(*waktu)
    )
    return (
        insert(_SESI)
        .from_select(["orang_id", "tanggal", "paruh", "pemesanan_id"], sesi)
        .on_conflict_do_nothing(index_elements=["orang_id", "tanggal", "paruh"])
        .returning(_SESI.c.tanggal)
    )


TEMPATI: Final = _per_dialek(_tempati)
"""Writes where the person `o_id` will be for booking `p_id` in schedule `j_id`: a row for each half-day free."""
