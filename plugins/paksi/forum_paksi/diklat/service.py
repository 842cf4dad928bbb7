"""What happens to a wave, one unit of work each: written, opened, begun, finished, called off."""

from __future__ import annotations

import uuid
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.bukti.rules import JenisBukti
from forum_paksi.bukti.service import TempatOrang, catat_bukti_asal
from forum_paksi.diklat.kunci import (
    BarisGelombang,
    ambil,
    baca_gelombang,
    duduki,
    kosongkan,
    pindah,
    semua_orang,
    tulis_hari,
    umumkan,
)
from forum_paksi.diklat.models import Gelombang, HariGelombang, PesertaGelombang
from forum_paksi.diklat.rules import (
    HasilDiklat,
    IsianGelombang,
    KeadaanGelombang,
    TindakanGelombang,
    periksa_buka,
    periksa_mulai,
    periksa_usai,
)
from forum_paksi.hari import hari_ini
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.jadwal.rules import JenisJadwal, KeadaanJadwal
from forum_paksi.pelaku import IZIN_DIKLAT
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import WILAYAH
from forum_server.plugin import Aktor, IsianTidakSah, KeadaanMenolak, TidakDitemukan, wajib_aktif

__all__ = [
    "batalkan_gelombang",
    "buat_gelombang",
    "buka_gelombang",
    "catat_kelulusan",
    "mulai_gelombang",
    "selesaikan_gelombang",
    "ubah_gelombang",
]

T = TindakanGelombang


def buat_gelombang(session: Session, aktor: Aktor, *, wilayah: str, isian: IsianGelombang) -> uuid.UUID:
    """Write a wave that only its own region sees until it is opened.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, jadwal); `IsianTidakSah`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    aktor.wajib(IZIN_DIKLAT, wilayah=wilayah, apa="wilayah")
    ada = session.scalar(
        select(WILAYAH.c.kode).where(WILAYAH.c.kode == wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if ada is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    wajib_aktif(session, "paksi", wilayah)
    isian = isian.periksa()
    id_ = uuid.uuid4()
    session.execute(
        insert(Gelombang).values(
            id=id_,
            wilayah_kode=wilayah,
            keadaan=KeadaanGelombang.DISUSUN,
            **_isi(session, isian),
        )
    )
    tulis_hari(session, id_, _hari(isian))
    umumkan(session, aktor, baca_gelombang(session, id_), "buat_gelombang", ["keadaan", "isi"])
    return id_


def ubah_gelombang(
    session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID, isian: IsianGelombang
) -> uuid.UUID:
    """Write the wave anew before it begins; its people stay.

    Raises as `buat_gelombang`, and `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, KUOTA_KURANG (more people than the new
    quota), HARI_KOSONG or HARI_LAMPAU (of an open wave), ORANG_BENTROK (someone is elsewhere on a new day).
    """
    row = ambil(session, aktor, gelombang_id)
    isian = isian.periksa()
    nilai = _isi(session, isian)
    if not pindah(session, row, T.UBAH, syarat=Gelombang.terisi <= isian.kuota):
        raise KeadaanMenolak(
            "KUOTA_KURANG",
            f"Pesertanya sudah lebih dari {isian.kuota} orang. Naikkan kuota, atau keluarkan peserta dahulu.",
            letak=["kuota"],
        )
    if baca_gelombang(session, gelombang_id).keadaan is KeadaanGelombang.DIBUKA:
        periksa_buka(nilai["mulai"], hari_ini(session, row.wilayah_kode))
    session.execute(
        update(Gelombang).where(Gelombang.id == gelombang_id).values(**nilai), execution_options=TANPA_SINKRON
    )
    orang = semua_orang(session, gelombang_id)
    kosongkan(session, gelombang_id)
    session.execute(
        delete(HariGelombang).where(HariGelombang.gelombang_id == gelombang_id),
        execution_options=TANPA_SINKRON,
    )
    tulis_hari(session, gelombang_id, _hari(isian))
    duduki(session, gelombang_id, orang, letak="hari")
    umumkan(session, aktor, row, "ubah_gelombang", ["isi", "hari"])
    return gelombang_id


def buka_gelombang(session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID) -> uuid.UUID:
    """Announce the wave: every region may register its people.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, HARI_KOSONG or HARI_LAMPAU.
    """
    row = ambil(session, aktor, gelombang_id)
    if row.keadaan is KeadaanGelombang.DISUSUN:
        periksa_buka(row.mulai, hari_ini(session, row.wilayah_kode))
    # The days may have changed since they were read: only a wave with the first day that was checked is opened.
    if not pindah(session, row, T.BUKA, syarat=Gelombang.mulai == row.mulai):
        raise _berubah()
    umumkan(session, aktor, row, "buka_gelombang", ["keadaan"])
    return gelombang_id


def mulai_gelombang(session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID) -> uuid.UUID:
    """Begin the wave, from its first day on; nobody joins or leaves any more.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BELUM_WAKTUNYA or TANPA_PESERTA.
    """
    row = ambil(session, aktor, gelombang_id)
    if row.keadaan is KeadaanGelombang.DIBUKA:
        periksa_mulai(row.mulai, hari_ini(session, row.wilayah_kode))
    if not pindah(session, row, T.MULAI, syarat=(Gelombang.mulai == row.mulai) & (Gelombang.terisi > 0)):
        if baca_gelombang(session, gelombang_id).mulai != row.mulai:
            raise _berubah()
        raise KeadaanMenolak(
            "TANPA_PESERTA",
            "Gelombang ini belum mempunyai peserta. Daftarkan peserta, atau batalkan gelombang.",
        )
    umumkan(session, aktor, row, "mulai_gelombang", ["keadaan"])
    return gelombang_id


def selesaikan_gelombang(session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID) -> uuid.UUID:
    """Close the wave, from its last day on, once everybody has a result; who passed gets the evidence of it.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BELUM_WAKTUNYA or
    PESERTA_BELUM_DINILAI, and as `catat_bukti_asal`.
    """
    row = ambil(session, aktor, gelombang_id)
    pindah(session, row, T.SELESAIKAN)
    periksa_usai(row.selesai, hari_ini(session, row.wilayah_kode))
    belum = session.scalar(
        select(func.count()).where(
            PesertaGelombang.gelombang_id == gelombang_id, PesertaGelombang.hasil.is_(None)
        )
    )
    if belum:
        raise KeadaanMenolak(
            "PESERTA_BELUM_DINILAI",
            f"{belum} peserta belum dinilai. Isi hasil setiap peserta, LULUS atau TIDAK_LULUS, lalu selesaikan.",
        )
    for peserta_id in session.scalars(
        select(PesertaGelombang.id)
        .where(PesertaGelombang.gelombang_id == gelombang_id, PesertaGelombang.hasil == HasilDiklat.LULUS)
        .order_by(PesertaGelombang.id)
    ).all():
        catat_kelulusan(session, aktor, row, peserta_id)
    umumkan(session, aktor, row, "selesaikan_gelombang", ["keadaan"])
    return gelombang_id


def catat_kelulusan(session: Session, aktor: Aktor, row: BarisGelombang, peserta_id: uuid.UUID) -> None:
    """The evidence of one participant who passed a finished wave, as the wave stands now."""
    p, g = PesertaGelombang, Gelombang
    satu = session.execute(
        select(
            p.orang_id,
            p.wilayah_kode,
            p.perangkat_daerah_id,
            p.nomor_sertifikat,
            g.nama,
            g.penyelenggara,
            g.mulai,
            g.selesai,
        )
        .join(g, g.id == p.gelombang_id)
        .where(p.id == peserta_id, g.id == row.id)
    ).one()
    catat_bukti_asal(
        session,
        aktor,
        orang=satu.orang_id,
        jenis=JenisBukti.DIKLAT,
        nama=satu.nama,
        penyelenggara=satu.penyelenggara,
        nomor=satu.nomor_sertifikat,
        mulai=satu.mulai,
        selesai=satu.selesai,
        asal_id=peserta_id,
        semula=TempatOrang(wilayah=satu.wilayah_kode, perangkat_daerah=satu.perangkat_daerah_id),
    )


def batalkan_gelombang(session: Session, aktor: Aktor, *, gelombang_id: uuid.UUID, alasan: str) -> uuid.UUID:
    """Call the wave off, with a reason everybody reads; its people are free on its days, results so far are void.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI.
    """
    row = ambil(session, aktor, gelombang_id)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pindah(session, row, T.BATALKAN, alasan_batal=sebab)
    kosongkan(session, gelombang_id)
    umumkan(session, aktor, row, "batalkan_gelombang", ["keadaan", "alasan_batal"])
    return gelombang_id


# --- inside ----------------------------------------------------------------------------------------------


def _berubah() -> KeadaanMenolak:
    return KeadaanMenolak(
        "BERUBAH", "Hari gelombang ini baru saja diubah. Muat ulang gelombang, lalu ulangi tindakannya."
    )


def _hari(isian: IsianGelombang) -> list[dict[str, Any]]:
    return [{"tanggal": h.tanggal, "jenis": h.jenis} for h in isian.hari]


def _isi(session: Session, isian: IsianGelombang) -> dict[str, Any]:
    """The columns of a wave whose texts were checked."""
    if isian.jadwal is not None:
        jadwal = session.execute(
            select(Jadwal.jenis, Jadwal.keadaan).where(
                Jadwal.id == isian.jadwal, Jadwal.keadaan != KeadaanJadwal.DRAF
            )
        ).first()
        if jadwal is None:
            raise TidakDitemukan("jadwal", letak=["jadwal"])
        if jadwal.jenis is not JenisJadwal.DIKLAT or jadwal.keadaan is KeadaanJadwal.DIBATALKAN:
            raise IsianTidakSah(
                "BUKAN_JADWAL_DIKLAT",
                "Pilih jadwal berjenis DIKLAT yang tidak dibatalkan, atau kosongkan isian ini.",
                letak=["jadwal"],
            )
    return {
        "nama": isian.nama,
        "penyelenggara": isian.penyelenggara,
        "tempat": isian.tempat,
        "jadwal_id": isian.jadwal,
        "kuota": isian.kuota,
        "jp": isian.jp,
        "mulai": isian.hari[0].tanggal if isian.hari else None,
        "selesai": isian.hari[-1].tanggal if isian.hari else None,
    }
