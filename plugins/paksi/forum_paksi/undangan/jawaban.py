"""How an invitation is answered, and what an agreement brings about; one unit of work each.

Nothing is seated, and no schedule is there, before both sides agreed to the same version of the text: the LSP to what
the coordinator sent, or the coordinator to what the LSP answered.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from forum_paksi.himpunan.service import cadangkan_untuk
from forum_paksi.jadwal.keadaan import buka
from forum_paksi.jadwal.service import buat_jadwal, siapkan_jadwal
from forum_paksi.pemesanan.kursi import SISTEM
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.undangan.kunci import (
    UndanganTerkunci,
    baca_isi,
    kunci_undangan,
    pindah,
    tanggapi,
    tulis_putaran,
)
from forum_paksi.undangan.rules import (
    Isi,
    IsianJawaban,
    KeadaanUndangan,
    Kesanggupan,
    TindakanUndangan,
    jawaban,
    periksa_daya,
    pilihan_tanggal,
    rancangan,
)
from forum_server.plugin import Aktor, KeadaanMenolak, sekarang, waktu_db

__all__ = [
    "Kesepakatan",
    "jawab_undangan",
    "setujui_jawaban",
    "terima_undangan",
    "tolak_jawaban",
    "tolak_undangan",
]

K = KeadaanUndangan
T = TindakanUndangan


class Kesepakatan(NamedTuple):
    """What an agreement brought about."""

    undangan_id: uuid.UUID
    jadwal_id: uuid.UUID
    bagian_id: uuid.UUID


def terima_undangan(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, pilihan: int, sanggup: Kesanggupan
) -> Kesepakatan:
    """The LSP accepts the text it read, for one of its dates: the schedule is there, its seats are the pool's.

    Raises `TidakDitemukan`; `IsianTidakSah` PILIHAN_TIDAK_ADA, KAPASITAS_MELEBIHI_ASESOR, or as `buat_jadwal`;
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, VERSI_BERUBAH, LEWAT_TENGGAT_JAWAB, LEWAT_BATAS_DAFTAR, and what
    `cadangkan_untuk` raises.
    """
    undangan = kunci_undangan(session, aktor, undangan_id, T.TERIMA, versi=versi)
    isi, _ = baca_isi(session, undangan_id, versi)
    return _sepakati(session, aktor, undangan, T.TERIMA, isi, pilihan, sanggup)


def setujui_jawaban(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, pilihan: int
) -> Kesepakatan:
    """The coordinator agrees to the LSP's answer, for one of its dates. Raises as `terima_undangan`."""
    undangan = kunci_undangan(session, aktor, undangan_id, T.SETUJUI, versi=versi)
    isi, sanggup = baca_isi(session, undangan_id, versi)
    assert sanggup is not None
    return _sepakati(session, aktor, undangan, T.SETUJUI, isi, pilihan, sanggup)


def _sepakati(
    session: Session,
    aktor: Aktor,
    undangan: UndanganTerkunci,
    tindakan: TindakanUndangan,
    isi: Isi,
    pilihan: int,
    sanggup: Kesanggupan,
) -> Kesepakatan:
    """Write the schedule, open it, reserve all its seats, and close the invitation: all of it or nothing.

    The schedule is neither side's act alone, so it is written down as the server's.
    """
    rentang = pilihan_tanggal(isi, pilihan)
    periksa_daya(isi, rentang, sanggup)
    himpunan = undangan.himpunan
    rencana = rancangan(isi, rentang, sanggup, skema=himpunan.skema_kode, provinsi=himpunan.wilayah)
    _wajib_terbuka(session, siapkan_jadwal(session, himpunan.lembaga, rencana).nilai["batas_daftar"])
    jadwal_id = buat_jadwal(session, SISTEM, lembaga=himpunan.lembaga, rancangan=rencana)
    buka(session, SISTEM, jadwal_id=jadwal_id)
    bagian_id = cadangkan_untuk(
        session, SISTEM, himpunan_id=himpunan.id, jadwal_id=jadwal_id, kapasitas=isi.peserta
    )
    pindah(session, aktor, undangan, tindakan, jadwal_id=jadwal_id, disepakati_pada=waktu_db(), alasan=None)
    tanggapi(session, undangan.id, undangan.versi, K.DISEPAKATI)
    return Kesepakatan(undangan_id=undangan.id, jadwal_id=jadwal_id, bagian_id=bagian_id)


def _wajib_terbuka(session: Session, batas_daftar: datetime) -> None:
    if batas_daftar <= sekarang(session):
        raise KeadaanMenolak(
            "LEWAT_BATAS_DAFTAR",
            "Batas pendaftaran dalam undangan ini sudah lewat. Sepakati batas yang baru dalam putaran berikutnya.",
            letak=["batasDaftar"],
        )


def jawab_undangan(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, isian: IsianJawaban
) -> uuid.UUID:
    """The LSP answers with other dates or fewer seats; its text is the next version, for the coordinator to decide.

    Every date it offers is checked as if it were agreed to. Raises as `terima_undangan`, and `IsianTidakSah`
    PESERTA_BERTAMBAH, `KeadaanMenolak` TIDAK_BERUBAH.
    """
    undangan = kunci_undangan(session, aktor, undangan_id, T.JAWAB, versi=versi)
    semula, _ = baca_isi(session, undangan_id, versi)
    isi = jawaban(semula, isian, sekarang(session).date())
    himpunan, sanggup = undangan.himpunan, isian.kesanggupan
    for rentang in isi.tanggal:
        periksa_daya(isi, rentang, sanggup)
        rencana = rancangan(isi, rentang, sanggup, skema=himpunan.skema_kode, provinsi=himpunan.wilayah)
        _wajib_terbuka(session, siapkan_jadwal(session, himpunan.lembaga, rencana).nilai["batas_daftar"])
    pindah(session, aktor, undangan, T.JAWAB, versi=versi + 1)
    tanggapi(session, undangan_id, versi, K.DIJAWAB)
    tulis_putaran(session, aktor, undangan_id, versi + 1, isi, sanggup)
    return undangan_id


def tolak_undangan(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, alasan: str
) -> uuid.UUID:
    """The LSP declines, or takes back its own answer, with a reason that every pemda of the pool reads.

    Raises `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or VERSI_BERUBAH.
    """
    return _tolak(session, aktor, undangan_id, versi, alasan, T.TOLAK, K.DITOLAK)


def tolak_jawaban(
    session: Session, aktor: Aktor, *, undangan_id: uuid.UUID, versi: int, alasan: str
) -> uuid.UUID:
    """The coordinator does not agree to the answer; a new text may follow, or the invitation is withdrawn.

    Raises as `tolak_undangan`.
    """
    return _tolak(session, aktor, undangan_id, versi, alasan, T.TOLAK_JAWABAN, K.TIDAK_DISETUJUI)


def _tolak(
    session: Session,
    aktor: Aktor,
    undangan_id: uuid.UUID,
    versi: int,
    alasan: str,
    tindakan: TindakanUndangan,
    hasil: KeadaanUndangan,
) -> uuid.UUID:
    undangan = kunci_undangan(session, aktor, undangan_id, tindakan, versi=versi)
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=True)
    pindah(session, aktor, undangan, tindakan, alasan=sebab)
    tanggapi(session, undangan_id, versi, hasil, sebab)
    return undangan_id
