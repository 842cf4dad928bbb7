"""What happens to seats, one unit of work each: booking, confirming, cancelling, lapsing, attendance."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, literal, select, true, update
from sqlalchemy.orm import Session

from forum_paksi.jadwal.models import Bagian, Jadwal, JadwalJalur, JadwalWilayah
from forum_paksi.jadwal.rules import BERGERAK, Cakupan, KeadaanJadwal
from forum_paksi.pelaku import IZIN_MINTA, wajib_pelaku, wajib_punya
from forum_paksi.pemesanan.kursi import (
    OBJEK,
    PERISTIWA_SLOT,
    SISTEM,
    Calon,
    HasilKursi,
    Tempat,
    bentrok,
    kosongkan,
    kunci_bagian,
    promosikan,
    sudah_terdaftar,
    tempati,
    tempatkan,
    tertutup,
    tinggalkan,
)
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import (
    HIDUP,
    PERALIHAN,
    AlasanBatal,
    KeadaanPemesanan,
    TindakanPemesanan,
    alasan_permintaan,
    tolak_tindakan,
)
from forum_paksi.skema.models import Jalur
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    di_bawah,
    siarkan,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "HasilBatal",
    "HasilKursi",
    "akhiri",
    "batalkan",
    "catat_kehadiran",
    "dudukkan",
    "konfirmasi",
    "lepaskan_tahanan_lewat",
    "pesan_slot",
    "promosikan",
]

K = KeadaanPemesanan
T = TindakanPemesanan


@dataclass(frozen=True, kw_only=True, slots=True)
class HasilBatal:
    """A seat or queue place that ended, and who got a seat because of it."""

    pemesanan_id: uuid.UUID
    jadwal_id: uuid.UUID
    dipromosikan: tuple[uuid.UUID, ...] = ()


# --- booking ---------------------------------------------------------------------------------------------


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
    _umumkan_pesanan(session, aktor, "paksi.pesan_slot", hasil, wilayah=wilayah, lembaga=jadwal.tempat.lembaga)
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


def _tolak_pesanan(row: Row[Any], jalur: str | None) -> None:
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
    catat(
        session, aktor, aksi, objek=OBJEK, objek_id=str(hasil.pemesanan_id), wilayah=wilayah, bidang=bidang
    )
    siarkan(session, PERISTIWA_SLOT, kunci=str(hasil.jadwal_id), wilayah=lembaga)


# --- a seat's further life ---------------------------------------------------------------------------------


def _cari(session: Session, aktor: Aktor, pemesanan_id: uuid.UUID, tindakan: TindakanPemesanan) -> Row[Any]:
    """A booking the actor may do `tindakan` to; nothing is locked yet."""
    boleh = PERALIHAN[tindakan].oleh
    wajib_punya(aktor, boleh)
    row = session.execute(
        select(
            Pemesanan.id,
            Pemesanan.jadwal_id,
            Pemesanan.bagian_id,
            Pemesanan.wilayah_kode,
            Pemesanan.perangkat_daerah_id,
            Jadwal.lembaga_kode,
            Jadwal.jumlah_sesi,
        )
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .where(Pemesanan.id == pemesanan_id)
    ).first()
    if row is None:
        raise TidakDitemukan("pemesanan", letak=["pemesanan"])
    wajib_pelaku(
        aktor,
        boleh,
        wilayah=row.wilayah_kode,
        perangkat_daerah=row.perangkat_daerah_id,
        lembaga=row.lembaga_kode,
        apa="pemesanan",
    )
    return row


def konfirmasi(session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID) -> uuid.UUID:
    """Confirm a held seat; by the database's clock a lapsed hold can't be, whether or not it was swept up yet.

    Raises `TidakDitemukan`, `KeadaanMenolak` TAHANAN_LEWAT or KEADAAN_TIDAK_SESUAI.
    """
    row = _cari(session, aktor, pemesanan_id, T.KONFIRMASI)
    jadi = session.scalar(
        update(Pemesanan)
        .where(
            Pemesanan.id == pemesanan_id,
            Pemesanan.keadaan == K.DITAHAN,
            Pemesanan.ditahan_sampai > waktu_db(),
        )
        .values(keadaan=K.DIKONFIRMASI, ditahan_sampai=None)
        .returning(Pemesanan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        kini, alasan = session.execute(
            select(Pemesanan.keadaan, Pemesanan.alasan_batal).where(Pemesanan.id == pemesanan_id)
        ).one()
        if kini is K.DITAHAN or alasan is AlasanBatal.LEWAT_WAKTU:
            raise KeadaanMenolak(
                "TAHANAN_LEWAT",
                "Masa tahanan kursi ini sudah lewat sehingga tidak dapat dikonfirmasi. Pesan lagi di jadwal ini.",
            )
        raise tolak_tindakan(kini, T.KONFIRMASI)
    catat(
        session,
        aktor,
        "paksi.konfirmasi",
        objek=OBJEK,
        objek_id=str(pemesanan_id),
        wilayah=row.wilayah_kode,
        bidang=["keadaan", "ditahan_sampai"],
    )
    siarkan(session, PERISTIWA_SLOT, kunci=str(row.jadwal_id), wilayah=row.lembaga_kode)
    return pemesanan_id


def batalkan(
    session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID, catatan: str | None = None
) -> HasilBatal:
    """Give up a seat or a place on the waiting list; a freed seat goes to the next of its share at once.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    row = _cari(session, aktor, pemesanan_id, T.BATAL)
    alasan = alasan_permintaan(
        wajib_pelaku(
            aktor,
            PERALIHAN[T.BATAL].oleh,
            wilayah=row.wilayah_kode,
            perangkat_daerah=row.perangkat_daerah_id,
            lembaga=row.lembaga_kode,
            apa="pemesanan",
        )
    )
    kunci_bagian(session, [row.bagian_id])
    naik = akhiri(session, aktor, row.bagian_id, [pemesanan_id], alasan=alasan, catatan=catatan)
    if naik is None:
        kini, jadwal = session.execute(
            select(Pemesanan.keadaan, Jadwal.keadaan)
            .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
            .where(Pemesanan.id == pemesanan_id)
        ).one()
        if kini in PERALIHAN[T.BATAL].dari and jadwal not in BERGERAK:
            raise KeadaanMenolak(
                "KEADAAN_TIDAK_SESUAI",
                f"Jadwalnya sedang {jadwal.value}; kursi tidak dapat dibatalkan lagi. Minta LSP mencatat kehadirannya.",
            )
        raise tolak_tindakan(kini, T.BATAL)
    return HasilBatal(pemesanan_id=pemesanan_id, jadwal_id=row.jadwal_id, dipromosikan=naik)


def akhiri(
    session: Session,
    aktor: Aktor,
    bagian_id: uuid.UUID,
    pemesanan: Iterable[uuid.UUID],
    *,
    alasan: AlasanBatal,
    catatan: str | None = None,
    lewat: bool = False,
    naikkan: bool = True,
) -> tuple[uuid.UUID, ...] | None:
    """End these bookings of one locked share and promote who waits; None when none of them could be ended.

    `lewat`: only held seats whose time is over. `naikkan=False` leaves the freed seats empty for the caller.
    """
    ids = list(pemesanan)
    bergerak = select(Jadwal.id).where(Jadwal.id == Pemesanan.jadwal_id, Jadwal.keadaan.in_(BERGERAK))
    syarat = [dalam(Pemesanan.id, ids), Pemesanan.bagian_id == bagian_id, bergerak.exists()]
    nilai = {
        "keadaan": K.DIBATALKAN,
        "alasan_batal": alasan,
        "catatan_batal": catatan,
        "ditahan_sampai": None,
    }

    def ubah(*dari: ColumnElement[bool]) -> list[Row[Any]]:
        return list(
            session.execute(
                update(Pemesanan)
                .where(*syarat, *dari)
                .values(**nilai)
                .returning(Pemesanan.id, Pemesanan.wilayah_kode, Pemesanan.jadwal_id),
                execution_options=TANPA_SINKRON,
            )
        )

    if lewat:
        kursi, tunggu = ubah(Pemesanan.keadaan == K.DITAHAN, Pemesanan.ditahan_sampai <= waktu_db()), []
    else:
        kursi = ubah(Pemesanan.keadaan.in_([K.DITAHAN, K.DIKONFIRMASI]))
        tunggu = ubah(Pemesanan.keadaan == K.DAFTAR_TUNGGU) if len(kursi) < len(ids) else []
    if not (kursi or tunggu):
        return None
    if kursi:
        kosongkan(session, bagian_id, [r.id for r in kursi])
    for r in (*kursi, *tunggu):
        catat(
            session,
            aktor,
            "paksi.batalkan",
            objek=OBJEK,
            objek_id=str(r.id),
            wilayah=r.wilayah_kode,
            bidang=["keadaan", "alasan_batal"],
        )
    jadwal_id = (kursi or tunggu)[0].jadwal_id
    lembaga = session.scalar(select(Jadwal.lembaga_kode).where(Jadwal.id == jadwal_id))
    siarkan(session, PERISTIWA_SLOT, kunci=str(jadwal_id), wilayah=lembaga or "")
    return promosikan(session, bagian_id) if kursi and naikkan else ()


def lepaskan_tahanan_lewat(session: Session, bagian_id: uuid.UUID) -> tuple[uuid.UUID, ...]:
    """End the lapsed holds of one share and promote who waits; returns the seats that went to somebody else."""
    kunci_bagian(session, [bagian_id])
    lewat = session.scalars(
        select(Pemesanan.id).where(
            Pemesanan.bagian_id == bagian_id,
            Pemesanan.keadaan == K.DITAHAN,
            Pemesanan.ditahan_sampai <= waktu_db(),
        )
    ).all()
    if not lewat:
        return ()
    return akhiri(session, SISTEM, bagian_id, lewat, alasan=AlasanBatal.LEWAT_WAKTU, lewat=True) or ()


def catat_kehadiran(
    session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID, hadir: bool
) -> uuid.UUID:
    """Record whether somebody came; can be corrected until the schedule is SELESAI.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BENTROK_JADWAL (a correction to present of somebody
    who sits elsewhere by now).
    """
    tindakan = T.HADIR if hadir else T.TIDAK_HADIR
    peralihan = PERALIHAN[tindakan]
    row = _cari(session, aktor, pemesanan_id, tindakan)
    kunci_bagian(session, [row.bagian_id])
    sebelum, jadwal = session.execute(
        select(Pemesanan.keadaan, Jadwal.keadaan)
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .where(Pemesanan.id == pemesanan_id)
    ).one()
    if jadwal is not KeadaanJadwal.BERLANGSUNG:
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Kehadiran dicatat saat jadwal BERLANGSUNG; jadwal ini sedang {jadwal.value}.",
        )
    jadi = session.scalar(
        update(Pemesanan)
        .where(Pemesanan.id == pemesanan_id, Pemesanan.keadaan.in_(peralihan.dari))
        .values(keadaan=peralihan.ke)
        .returning(Pemesanan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise tolak_tindakan(sebelum, tindakan)
    if not hadir:
        tinggalkan(session, [pemesanan_id])
    elif sebelum is K.TIDAK_HADIR and tempati(session, [pemesanan_id]).get(pemesanan_id, 0) < row.jumlah_sesi:
        raise bentrok()
    catat(
        session,
        aktor,
        "paksi.catat_kehadiran",
        objek=OBJEK,
        objek_id=str(pemesanan_id),
        wilayah=row.wilayah_kode,
        bidang=["keadaan"],
    )
    siarkan(session, PERISTIWA_SLOT, kunci=str(row.jadwal_id), wilayah=row.lembaga_kode)
    return pemesanan_id
