"""What happens to seats, one unit of work each: confirmed, cancelled, lapsed, attended; booking is in `pesan`."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import TERKIRIM, KeadaanHimpunan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.jadwal.models import Bagian, Jadwal
from forum_paksi.jadwal.rules import BERGERAK, KeadaanJadwal
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.pemesanan.kursi import (
    OBJEK,
    SISTEM,
    HasilKursi,
    bentrok,
    kosongkan,
    kunci_bagian,
    promosikan,
    tempati,
    tinggalkan,
    umumkan_kursi,
)
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.pemesanan.rules import (
    PERALIHAN,
    AlasanBatal,
    KeadaanPemesanan,
    TindakanPemesanan,
    alasan_permintaan,
    tolak_tindakan,
)
from forum_paksi.permohonan.kursi import kursi_dikonfirmasi, kursi_dilepas
from forum_paksi.sql import TANPA_SINKRON, Baris
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    dalam,
    wajib_aktif,
    waktu_db,
)

__all__ = [
    "HasilBatal",
    "HasilKursi",
    "akhiri",
    "batalkan",
    "catat_kehadiran",
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


def _cari(
    session: Session, aktor: Aktor, pemesanan_id: uuid.UUID, tindakan: TindakanPemesanan
) -> tuple[Baris, frozenset[Pelaku]]:
    """A booking the actor may do `tindakan` to, and in which capacities; nothing is locked yet."""
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
            Himpunan.id.label("himpunan_id"),
            Himpunan.wilayah_kode.label("provinsi"),
            Himpunan.keadaan.label("keadaan_himpunan"),
        )
        .join(Jadwal, Jadwal.id == Pemesanan.jadwal_id)
        .join(Bagian, Bagian.id == Pemesanan.bagian_id)
        .outerjoin(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(Pemesanan.id == pemesanan_id)
    ).first()
    if row is None:
        raise TidakDitemukan("pemesanan", letak=["pemesanan"])
    pelaku = wajib_pelaku(
        aktor,
        boleh,
        wilayah=row.wilayah_kode,
        perangkat_daerah=row.perangkat_daerah_id,
        lembaga=row.lembaga_kode if _dilihat_lsp(row) else None,
        apa="pemesanan",
    )
    wajib_aktif(session, "paksi", row.wilayah_kode)
    return row, pelaku


def _dilihat_lsp(row: Baris) -> bool:
    """Seats of a pool are none of the LSP's business before the pool is sent to it."""
    return row.keadaan_himpunan is None or row.keadaan_himpunan in TERKIRIM


def _himpunan(row: Baris) -> tuple[uuid.UUID, str] | None:
    return None if row.himpunan_id is None else (row.himpunan_id, row.provinsi)


def konfirmasi(session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID) -> uuid.UUID:
    """Confirm a held seat; by the database's clock a lapsed hold can't be, whether or not it was swept up yet.

    The seats of a pool are confirmed by the LSP, all at once (`konfirmasi_himpunan`); afterwards a seat somebody
    moved up to is confirmed here like one of the open share.

    Raises `TidakDitemukan`, `KeadaanMenolak` TAHANAN_LEWAT, HIMPUNAN_BELUM_DIKONFIRMASI or KEADAAN_TIDAK_SESUAI.
    """
    row, _ = _cari(session, aktor, pemesanan_id, T.KONFIRMASI)
    menunggu_lsp = (
        select(Bagian.id)
        .join(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(Bagian.id == Pemesanan.bagian_id, Himpunan.keadaan != KeadaanHimpunan.DIKONFIRMASI)
        .exists()
    )
    jadi = session.scalar(
        update(Pemesanan)
        .where(
            Pemesanan.id == pemesanan_id,
            Pemesanan.keadaan == K.DITAHAN,
            Pemesanan.ditahan_sampai > waktu_db(),
            ~menunggu_lsp,
        )
        .values(keadaan=K.DIKONFIRMASI, ditahan_sampai=None)
        .returning(Pemesanan.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise _tak_terkonfirmasi(session, row)
    catat(
        session,
        aktor,
        "paksi.konfirmasi",
        objek=OBJEK,
        objek_id=str(pemesanan_id),
        wilayah=row.wilayah_kode,
        bidang=["keadaan", "ditahan_sampai"],
    )
    umumkan_kursi(session, row.jadwal_id, row.lembaga_kode, _himpunan(row))
    kursi_dikonfirmasi(session, [pemesanan_id])
    return pemesanan_id


def _tak_terkonfirmasi(session: Session, row: Baris) -> KeadaanMenolak:
    """Why a seat could not be confirmed."""
    kini, alasan, lewat = session.execute(
        select(Pemesanan.keadaan, Pemesanan.alasan_batal, Pemesanan.ditahan_sampai <= waktu_db()).where(
            Pemesanan.id == row.id
        )
    ).one()
    if lewat or alasan is AlasanBatal.LEWAT_WAKTU:
        return KeadaanMenolak(
            "TAHANAN_LEWAT",
            "Masa tahanan kursi ini sudah lewat sehingga tidak dapat dikonfirmasi. "
            + (
                "Pesan lagi bila jadwal ini masih menerima pendaftaran, atau pilih jadwal lain."
                if row.himpunan_id is None
                else "Kursi ini milik sebuah himpunan: hubungi koordinator provinsi, "
                "atau calonkan orangnya lagi dalam permintaan berikutnya."
            ),
        )
    if kini is K.DITAHAN and row.keadaan_himpunan is not None:
        return KeadaanMenolak(
            "HIMPUNAN_BELUM_DIKONFIRMASI",
            "Kursi ini milik sebuah himpunan dan belum dapat dikonfirmasi sendiri: sesudah himpunan dikirim, "
            "LSP mengonfirmasi semua kursinya sekaligus.",
        )
    return tolak_tindakan(kini, T.KONFIRMASI)


def batalkan(
    session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID, catatan: str | None = None
) -> HasilBatal:
    """Give up a seat or a place on the waiting list; a freed seat goes to the next of its share at once.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    row, pelaku = _cari(session, aktor, pemesanan_id, T.BATAL)
    kunci_bagian(session, [row.bagian_id])
    naik = akhiri(
        session,
        aktor,
        row.bagian_id,
        [pemesanan_id],
        alasan=alasan_permintaan(pelaku),
        catatan=catatan,
    )
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

    def ubah(*dari: ColumnElement[bool]) -> list[Baris]:
        return list(
            session.execute(
                update(Pemesanan)
                .where(*syarat, *dari)
                .values(**nilai)
                .returning(Pemesanan.id, Pemesanan.wilayah_kode),
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
        kursi_dilepas(session, [r.id for r in kursi])
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
    tempat = session.execute(
        select(Bagian.jadwal_id, Jadwal.lembaga_kode, Himpunan.id, Himpunan.wilayah_kode)
        .join(Jadwal, Jadwal.id == Bagian.jadwal_id)
        .outerjoin(Himpunan, Himpunan.id == Bagian.himpunan_id)
        .where(Bagian.id == bagian_id)
    ).one()
    umumkan_kursi(session, tempat[0], tempat[1], tempat[2] and (tempat[2], tempat[3]))
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


def catat_kehadiran(session: Session, aktor: Aktor, *, pemesanan_id: uuid.UUID, hadir: bool) -> uuid.UUID:
    """Record whether somebody came; can be corrected until the schedule is SELESAI.

    Raises `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BENTROK_JADWAL (a correction to present of somebody
    who sits elsewhere by now).
    """
    tindakan = T.HADIR if hadir else T.TIDAK_HADIR
    peralihan = PERALIHAN[tindakan]
    row, _ = _cari(session, aktor, pemesanan_id, tindakan)
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
    umumkan_kursi(session, row.jadwal_id, row.lembaga_kode, _himpunan(row))
    return pemesanan_id
