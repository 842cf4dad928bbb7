"""How seats change hands: locking a share, taking a seat or a queue number, freeing seats, promoting who waits.

Everything here runs inside one unit of work. A unit that touches a share's seats locks the share's row first and
holds it to the end, so queue numbers follow the order of commits. Units that need several shares lock them with
`kunci_bagian`, in the one order everybody uses; schedules are locked before shares.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, case, delete, literal, or_, select, update
from sqlalchemy.orm import Session, aliased

from forum_paksi.himpunan.keadaan import KeadaanHimpunan
from forum_paksi.himpunan.kunci import PERISTIWA_HIMPUNAN
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalSesi
from forum_paksi.jadwal.rules import BERGERAK, KeadaanJadwal, tahanan_sampai
from forum_paksi.kesibukan import bagi_orang, terhalang_kursi
from forum_paksi.pemesanan.models import OrangSesi, Pemesanan
from forum_paksi.pemesanan.pernyataan import ANTREKAN, DUDUKKAN, SISIPKAN, TEMPATI
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.pengingat.service import kabari_kursi_didapat
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import Aktor, KeadaanMenolak, catat, dalam, siarkan, waktu_db

PERISTIWA_SLOT: Final = "paksi.slot"
"""Told with a schedule's id whenever its seats, its waiting list or its state changed."""
PERISTIWA_PROMOSI: Final = "paksi.promosi"
"""Told with a seat's id when somebody who waited got one."""
OBJEK: Final = "paksi_pemesanan"
SISTEM: Final = Aktor.sistem("paksi")
_LEWAT: Final = aliased(Himpunan)


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilKursi:
    """A seat that was taken (DITAHAN, with the instant it lapses) or a place on the waiting list."""

    pemesanan_id: uuid.UUID
    jadwal_id: uuid.UUID
    bagian_id: uuid.UUID
    perangkat_daerah_id: uuid.UUID | None
    keadaan: KeadaanPemesanan
    nomor_antre: int | None
    ditahan_sampai: datetime | None
    dibuat_pada: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Tempat:
    """The open share somebody is to be seated in. `tampak_penuh` is a guess that saves a statement; it decides nothing."""

    jadwal_id: uuid.UUID
    bagian_id: uuid.UUID
    lembaga: str
    jumlah_sesi: int
    tahanan_menit: int
    mulai_pada: datetime
    tampak_penuh: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Calon:
    """Who is to be seated, and for which pemda."""

    orang_id: uuid.UUID
    wilayah: str
    perangkat_daerah_id: uuid.UUID | None
    jalur: str | None


def kunci_bagian(session: Session, bagian: Iterable[uuid.UUID]) -> None:
    """Lock these shares until the unit ends.

    Reserved shares come before open ones, then by id: whoever locks several does it in this order.
    """
    session.execute(
        select(Bagian.id)
        .where(dalam(Bagian.id, set(bagian)))
        .order_by(Bagian.himpunan_id.is_(None), Bagian.id)
        .with_for_update(key_share=True)
    ).all()


def kunci_bagian_jadwal(session: Session, jadwal_id: uuid.UUID) -> None:
    """Lock every share of a schedule whose row is locked already."""
    session.execute(
        select(Bagian.id)
        .where(Bagian.jadwal_id == jadwal_id)
        .order_by(Bagian.himpunan_id.is_(None), Bagian.id)
        .with_for_update(key_share=True)
    ).all()


def tempatkan(session: Session, tempat: Tempat, calon: Calon, *, boleh_antre: bool = True) -> HasilKursi:
    """Seat somebody, or put them last on the share's waiting list when it is full.

    Raises `KeadaanMenolak`: PENUH (full and `boleh_antre` is false), DITUTUP or LEWAT_BATAS_DAFTAR (decided with the
    share locked, by the database's clock), SUDAH_TERDAFTAR, BENTROK_JADWAL. The constraints decide, not a look first.
    """
    nomor, waktu = _ambil(session, tempat, boleh_antre=boleh_antre)
    duduk = nomor is None
    sampai = tahanan_sampai(waktu, menit=tempat.tahanan_menit, mulai=tempat.mulai_pada) if duduk else None
    pemesanan_id = uuid.uuid4()
    keadaan = KeadaanPemesanan.DITAHAN if duduk else KeadaanPemesanan.DAFTAR_TUNGGU
    dialek = session.get_bind().dialect.name
    masuk = session.execute(
        SISIPKAN[dialek],
        {
            "id": pemesanan_id,
            "jadwal_id": tempat.jadwal_id,
            "bagian_id": tempat.bagian_id,
            "orang_id": calon.orang_id,
            "wilayah_kode": calon.wilayah,
            "perangkat_daerah_id": calon.perangkat_daerah_id,
            "jalur_kode": calon.jalur,
            "keadaan": keadaan,
            "nomor_antre": nomor,
            "ditahan_sampai": sampai,
        },
    ).first()
    if masuk is None:
        raise sudah_terdaftar()
    if duduk:
        tempat_duduk = {"o_id": calon.orang_id, "p_id": pemesanan_id, "j_id": tempat.jadwal_id}
        if len(session.execute(TEMPATI[dialek], tempat_duduk).all()) < tempat.jumlah_sesi:
            raise bentrok()
    return HasilKursi(
        pemesanan_id=pemesanan_id,
        jadwal_id=tempat.jadwal_id,
        bagian_id=tempat.bagian_id,
        perangkat_daerah_id=calon.perangkat_daerah_id,
        keadaan=keadaan,
        nomor_antre=nomor,
        ditahan_sampai=sampai,
        dibuat_pada=masuk.dibuat_pada,
    )


def _ambil(session: Session, tempat: Tempat, *, boleh_antre: bool) -> tuple[int | None, datetime]:
    """Lock the share by taking a seat (None) or a queue number; also the database's time."""
    langkah = [_isi, _antrekan] if boleh_antre else [_isi]
    if tempat.tampak_penuh:
        langkah.reverse()
    for terkunci in (False, True):
        for coba in langkah:
            if (hasil := coba(session, tempat.bagian_id)) is not None:
                return hasil
        if not terkunci:
            # closed, or seats came free between the two statements: with the lock held nothing moves
            kunci_bagian(session, [tempat.bagian_id])
    raise _tertutup(session, tempat.bagian_id)


def _isi(session: Session, bagian_id: uuid.UUID) -> tuple[None, datetime] | None:
    waktu = session.scalar(DUDUKKAN, {"b_id": bagian_id})
    return None if waktu is None else (None, waktu)


def _antrekan(session: Session, bagian_id: uuid.UUID) -> tuple[int, datetime] | None:
    row = session.execute(ANTREKAN, {"b_id": bagian_id}).first()
    return None if row is None else (row[0], row[1])


def _tertutup(session: Session, bagian_id: uuid.UUID) -> KeadaanMenolak:
    row = session.execute(
        select(Jadwal.keadaan, Bagian.diterima_sampai > waktu_db())
        .join(Bagian, Bagian.jadwal_id == Jadwal.id)
        .where(Bagian.id == bagian_id)
    ).one()
    if row[1]:
        return KeadaanMenolak(
            "PENUH", "Kursi sudah habis. Daftarkan orang ini ke daftar tunggu, atau pilih jadwal lain."
        )
    return tertutup(row[0])


def tertutup(keadaan: KeadaanJadwal) -> KeadaanMenolak:
    """The refusal of a booking that comes too early or too late."""
    if keadaan is KeadaanJadwal.DIBUKA:
        return KeadaanMenolak(
            "LEWAT_BATAS_DAFTAR",
            "Batas pendaftaran jadwal ini sudah lewat. Pilih jadwal lain, atau hubungi LSP penyelenggara.",
        )
    return KeadaanMenolak(
        "DITUTUP",
        f"Jadwal ini sedang {keadaan.value} dan tidak menerima pendaftaran. Pilih jadwal yang DIBUKA.",
    )


def sudah_terdaftar() -> KeadaanMenolak:
    """The refusal of a second seat for the same person."""
    return KeadaanMenolak(
        "SUDAH_TERDAFTAR",
        "Orang ini sudah mempunyai kursi atau antrean di jadwal ini. Lihat daftar pemesanan; tidak perlu memesan lagi.",
        letak=["orang"],
    )


def bentrok() -> KeadaanMenolak:
    """The refusal of being in two places at once."""
    return KeadaanMenolak(
        "BENTROK_JADWAL",
        "Orang ini sudah mempunyai kursi, diklat, atau tugas menyuluh lain pada sesi yang sama. Batalkan salah satu, "
        "atau pilih orang lain.",
        letak=["orang"],
    )


def tempati(session: Session, pemesanan: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """Write where these people will be, as far as they are free; says for how many half-days of each that worked.

    People are taken in the order of their ids, so that two units never wait for each other's.
    """
    bagi_orang(session, select(Pemesanan.orang_id).where(dalam(Pemesanan.id, pemesanan)))
    sumber = (
        select(Pemesanan.orang_id, JadwalSesi.tanggal, JadwalSesi.paruh, Pemesanan.id)
        .join(JadwalSesi, JadwalSesi.jadwal_id == Pemesanan.jadwal_id)
        .where(
            dalam(Pemesanan.id, pemesanan),
            ~terhalang_kursi(Pemesanan.orang_id, JadwalSesi.tanggal, JadwalSesi.paruh, Pemesanan.jadwal_id),
        )
        .order_by(Pemesanan.orang_id, JadwalSesi.tanggal, JadwalSesi.paruh)
    )
    rows = session.execute(
        sisipkan(session, OrangSesi)
        .from_select(["orang_id", "tanggal", "paruh", "pemesanan_id"], sumber)
        .on_conflict_do_nothing(index_elements=["orang_id", "tanggal", "paruh"])
        .returning(OrangSesi.pemesanan_id)
    ).scalars()
    hitungan: dict[uuid.UUID, int] = {}
    for satu in rows:
        hitungan[satu] = hitungan.get(satu, 0) + 1
    return hitungan


def tinggalkan(session: Session, pemesanan: Collection[uuid.UUID]) -> None:
    """These people are free again in the half-days of these seats."""
    session.execute(
        delete(OrangSesi).where(dalam(OrangSesi.pemesanan_id, pemesanan)), execution_options=TANPA_SINKRON
    )


def kosongkan(session: Session, bagian_id: uuid.UUID, pemesanan: Collection[uuid.UUID]) -> None:
    """Give the seats of these (already ended) bookings back to their locked share."""
    tinggalkan(session, pemesanan)
    session.execute(
        update(Bagian).where(Bagian.id == bagian_id).values(terisi=Bagian.terisi - len(pemesanan)),
        execution_options=TANPA_SINKRON,
    )


def umumkan_kursi(
    session: Session, jadwal_id: uuid.UUID, lembaga: str, himpunan: tuple[uuid.UUID, str] | None
) -> None:
    """Tell that seats of a schedule changed, and the pool (with its province) whose share they are of."""
    siarkan(session, PERISTIWA_SLOT, kunci=str(jadwal_id), wilayah=lembaga)
    if himpunan is not None:
        siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(himpunan[0]), wilayah=himpunan[1])


def belum_lewat_tenggat() -> ColumnElement[bool]:
    """Whether the enclosing statement's `Bagian` may still seat people, as far as its pool is concerned.

    A pool that wasn't confirmed in time has lost its seats: whoever moved up could never be confirmed.
    """
    return ~(
        select(literal(1))
        .where(
            _LEWAT.id == Bagian.himpunan_id,
            _LEWAT.keadaan != KeadaanHimpunan.DIKONFIRMASI,
            _LEWAT.tenggat <= waktu_db(),
        )
        .correlate(Bagian)
        .exists()
    )


def promosikan(session: Session, bagian_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """Give the free seats of a share to those who wait for it, in queue order, and announce it.

    The share's row must be locked. Who has a seat elsewhere in the same half-days is passed over and keeps the
    place. Queue order is the share's policy: the open share gives numbers first come first served, a himpunan's
    share gets them in the order of its allocation. The seat is held as long as the schedule says; in a himpunan
    the LSP hasn't confirmed yet, until that himpunan's own deadline, like all its seats. Returns the promoted
    seats, in that order.
    """
    bagian = session.execute(
        select(
            Bagian.kapasitas - Bagian.terisi,
            Bagian.jadwal_id,
            Jadwal.lembaga_kode,
            Jadwal.jumlah_sesi,
            Jadwal.tahanan_menit,
            Jadwal.mulai_pada,
            waktu_db(),
            Himpunan.id,
            Himpunan.wilayah_kode,
            case((Himpunan.keadaan != KeadaanHimpunan.DIKONFIRMASI, Himpunan.tenggat)),
        )
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .outerjoin(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(
            Bagian.id == bagian_id,
            Jadwal.keadaan.in_(BERGERAK),
            Bagian.terisi < Bagian.kapasitas,
            belum_lewat_tenggat(),
        )
    ).first()
    if bagian is None:
        return ()
    sisa, jadwal_id, lembaga, jumlah_sesi, menit, mulai, waktu, himpunan_id, provinsi, tenggat = bagian
    naik: dict[uuid.UUID, str] = {}
    while sisa > len(naik) and (calon := _menunggu(session, bagian_id, sisa - len(naik))):
        hitungan = tempati(session, list(calon))
        naik |= {id_: w for id_, w in calon.items() if hitungan.get(id_) == jumlah_sesi}
        # somebody got a seat elsewhere in this very moment: busy at the next look
        if sebagian := [id_ for id_ in hitungan if id_ not in naik]:
            tinggalkan(session, sebagian)
    if not naik:
        return ()
    session.execute(
        update(Pemesanan)
        .where(dalam(Pemesanan.id, naik))
        .values(
            keadaan=KeadaanPemesanan.DITAHAN,
            ditahan_sampai=tenggat or tahanan_sampai(waktu, menit=menit, mulai=mulai),
        ),
        execution_options=TANPA_SINKRON,
    )
    session.execute(
        update(Bagian).where(Bagian.id == bagian_id).values(terisi=Bagian.terisi + len(naik)),
        execution_options=TANPA_SINKRON,
    )
    for id_, wilayah in naik.items():
        catat(
            session,
            SISTEM,
            "paksi.promosikan",
            objek=OBJEK,
            objek_id=str(id_),
            wilayah=wilayah,
            bidang=["keadaan", "ditahan_sampai"],
        )
        siarkan(session, PERISTIWA_PROMOSI, kunci=str(id_), wilayah=wilayah, isi={"jadwal": str(jadwal_id)})
    umumkan_kursi(session, jadwal_id, lembaga, himpunan_id and (himpunan_id, provinsi))
    kabari_kursi_didapat(session, naik)
    return tuple(naik)


def sedang_sibuk() -> ColumnElement[bool]:
    """Whether the person of the enclosing statement's `Pemesanan` is elsewhere in one of its half-days."""
    p, o, j = Pemesanan, OrangSesi, JadwalSesi
    duduk = select(o.orang_id).where(o.orang_id == p.orang_id, o.tanggal == j.tanggal, o.paruh == j.paruh)
    return (
        select(literal(1))
        .select_from(j)
        .where(
            j.jadwal_id == p.jadwal_id,
            or_(
                duduk.correlate_except(o).exists(),
                terhalang_kursi(p.orang_id, j.tanggal, j.paruh, p.jadwal_id),
            ),
        )
        .correlate(p)
        .exists()
    )


def _menunggu(session: Session, bagian_id: uuid.UUID, banyak: int) -> dict[uuid.UUID, str]:
    """The next people in the queue who are free in every half-day, with the pemda that asked."""
    rows = session.execute(
        select(Pemesanan.id, Pemesanan.wilayah_kode)
        .where(
            Pemesanan.bagian_id == bagian_id,
            Pemesanan.keadaan == KeadaanPemesanan.DAFTAR_TUNGGU,
            ~sedang_sibuk(),
        )
        .order_by(Pemesanan.nomor_antre)
        .limit(banyak)
    )
    return {row[0]: row[1] for row in rows}
