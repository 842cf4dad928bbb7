"""Tasks of a cohort: set, their reports planned, handed in with files, and returned; one unit of work each."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import delete, exists, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.angkatan.berkas import ganti_berkas
from forum_paksi.angkatan.models import BerkasHasil, HasilTugas, Tagihan, Tugas
from forum_paksi.angkatan.rules import JenisTugas, KeadaanHasil, periode_laporan
from forum_paksi.angkatan.service import ambil, ambil_anggota, tahan, umumkan, wajib_punya
from forum_paksi.hari import hari_ini, wajib_sudah_lewat
from forum_paksi.permintaan.rules import ALASAN_MAKS, periksa_teks
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    rapikan,
    setelan_untuk,
    tanggal_panjang,
    waktu_db,
)

__all__ = [
    "IsianHasil",
    "hapus_tugas",
    "jadwalkan_laporan",
    "kembalikan_hasil",
    "serahkan_tugas",
    "tambah_tugas",
]

NAMA_MAKS: Final = 200
URAIAN_MAKS: Final = 10_000
BERKALA: Final = JenisTugas.LAPORAN_BERKALA


def tambah_tugas(
    session: Session, aktor: Aktor, *, angkatan_id: uuid.UUID, jenis: JenisTugas, nama: str, batas: date
) -> uuid.UUID:
    """Ask every member for something once, until the day `batas`.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG or JENIS_BERKALA,
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF. Returns the cohort.
    """
    row = ambil(session, aktor, angkatan_id)
    if jenis is BERKALA:
        raise IsianTidakSah(
            "JENIS_BERKALA",
            "Laporan berkala memerlukan periode. Jadwalkan dengan paksiJadwalkanLaporanAngkatan.",
            letak=["jenis"],
        )
    judul = periksa_teks(rapikan(nama), letak="nama", maks=NAMA_MAKS, wajib=True)
    tahan(session, angkatan_id)
    session.execute(
        insert(Tugas).values(id=uuid.uuid4(), angkatan_id=angkatan_id, jenis=jenis, nama=judul, batas=batas)
    )
    umumkan(session, aktor, "paksi.tambah_tugas_angkatan", angkatan_id, row.wilayah_kode, ["tugas"])
    return angkatan_id


def jadwalkan_laporan(
    session: Session,
    aktor: Aktor,
    *,
    angkatan_id: uuid.UUID,
    mulai: date,
    banyak: int,
    tiap_bulan: int | None = None,
    tenggat_hari: int = 0,
) -> uuid.UUID:
    """Ask every member for a report of each of so many spans; left out, `tiap_bulan` is the region's setting.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` DI_LUAR_BATAS or SELANG_BELUM_DITETAPKAN, `KeadaanMenolak`
    PERIODE_BERIRISAN, KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF. Returns the cohort.
    """
    row = ambil(session, aktor, angkatan_id)
    selang = (
        tiap_bulan
        if tiap_bulan is not None
        else setelan_untuk(session, PaksiSetelan, "paksi", row.wilayah_kode).laporan_angkatan_bulan
    )
    if tiap_bulan is None and selang <= 0:
        raise IsianTidakSah(
            "SELANG_BELUM_DITETAPKAN",
            "Isi setiap berapa bulan anggota melapor, atau tetapkan laporan_angkatan_bulan pada setelan wilayah.",
            letak=["tiapBulan"],
        )
    periode = periode_laporan(mulai, tiap_bulan=selang, banyak=banyak, tenggat_hari=tenggat_hari)
    tahan(session, angkatan_id)
    if session.scalar(
        select(Tugas.id)
        .where(
            Tugas.angkatan_id == angkatan_id,
            Tugas.jenis == BERKALA,
            Tugas.mulai <= periode[-1].selesai,
            Tugas.selesai >= periode[0].mulai,
        )
        .limit(1)
    ):
        raise KeadaanMenolak(
            "PERIODE_BERIRISAN",
            "Sebagian masa itu sudah mempunyai laporan. Mulai sesudah periode yang terakhir, atau hapus dahulu periode"
            " yang belum dilaporkan.",
            letak=["mulai"],
        )
    session.execute(
        insert(Tugas),
        [
            {
                "id": uuid.uuid4(),
                "angkatan_id": angkatan_id,
                "jenis": BERKALA,
                "nama": f"Laporan {tanggal_panjang(p.mulai)} sampai {tanggal_panjang(p.selesai)}",
                "mulai": p.mulai,
                "selesai": p.selesai,
                "batas": p.batas,
            }
            for p in periode
        ],
    )
    umumkan(session, aktor, "paksi.jadwalkan_laporan_angkatan", angkatan_id, row.wilayah_kode, ["tugas"])
    return angkatan_id


def hapus_tugas(session: Session, aktor: Aktor, *, tugas_id: uuid.UUID) -> uuid.UUID:
    """Take back a task nobody handed anything in for. Returns the cohort.

    Raises `Ditolak`, `TidakDitemukan` (tugas), `KeadaanMenolak` TUGAS_SUDAH_DIKERJAKAN, KEADAAN_TIDAK_SESUAI or
    PLUGIN_TIDAK_AKTIF.
    """
    wajib_punya(aktor)
    angkatan_id = session.scalar(select(Tugas.angkatan_id).where(Tugas.id == tugas_id))
    if angkatan_id is None:
        raise TidakDitemukan("tugas", letak=["tugas"])
    row = _ambil_milik(session, aktor, angkatan_id)
    tahan(session, angkatan_id)
    session.execute(delete(Tagihan).where(Tagihan.tugas_id == tugas_id), execution_options=TANPA_SINKRON)
    jadi = session.scalar(
        delete(Tugas)
        .where(Tugas.id == tugas_id, ~exists().where(HasilTugas.tugas_id == Tugas.id))
        .returning(Tugas.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "TUGAS_SUDAH_DIKERJAKAN",
            "Sudah ada anggota yang menyerahkan hasil tugas ini. Biarkan tugasnya, atau selesaikan angkatannya.",
        )
    umumkan(session, aktor, "paksi.hapus_tugas_angkatan", angkatan_id, row, ["tugas"])
    return angkatan_id


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianHasil:
    """What a member hands in; `dilaksanakan` is the day it was done, `unggahan` finished uploads of the actor."""

    uraian: str
    dilaksanakan: date
    unggahan: Sequence[uuid.UUID] = ()


def serahkan_tugas(
    session: Session, aktor: Aktor, *, tugas_id: uuid.UUID, anggota_id: uuid.UUID, isian: IsianHasil
) -> uuid.UUID:
    """Hand in a task, by the member or who looks after the cohort; again replaces it, also after it was returned.

    At least one file shows it; without new uploads those handed in before stay. Raises `Ditolak`; `TidakDitemukan`
    (anggota, tugas, unggahan); `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TANGGAL_DI_MASA_DEPAN,
    TANGGAL_TIDAK_SAH, BUKTI_WAJIB, TERLALU_BANYAK, JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR; `KeadaanMenolak`
    ANGGOTA_KELUAR, KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF or UNGGAHAN_BELUM_SELESAI. Returns the member.
    """
    row = ambil_anggota(session, aktor, anggota_id, sendiri=True)
    tugas = session.execute(
        select(Tugas.mulai).where(Tugas.id == tugas_id, Tugas.angkatan_id == row.angkatan_id)
    ).first()
    if tugas is None:
        raise TidakDitemukan("tugas", letak=["tugas"])
    uraian = periksa_teks(isian.uraian, letak="uraian", maks=URAIAN_MAKS, wajib=True)
    wajib_sudah_lewat(isian.dilaksanakan, hari_ini(session, row.wilayah_kode), letak="dilaksanakan")
    if tugas.mulai is not None and isian.dilaksanakan < tugas.mulai:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Tanggal ini mendahului periode laporannya. Pilih periode yang sesuai, atau perbaiki tanggalnya.",
            letak=["dilaksanakan"],
        )
    tahan(session, row.angkatan_id)
    isi = {
        "keadaan": KeadaanHasil.DISERAHKAN,
        "uraian": uraian,
        "dilaksanakan": isian.dilaksanakan,
        "catatan": None,
        "diserahkan_pada": waktu_db(),
    }
    hasil_id = session.scalar(
        sisipkan(session, HasilTugas)
        .values(id=uuid.uuid4(), angkatan_id=row.angkatan_id, tugas_id=tugas_id, anggota_id=anggota_id, **isi)
        .on_conflict_do_update(index_elements=["tugas_id", "anggota_id"], set_=isi)
        .returning(HasilTugas.id)
    )
    assert hasil_id is not None
    ganti_berkas(
        session,
        aktor,
        BerkasHasil,
        hasil_id,
        wilayah=row.wilayah_kode,
        unggahan=isian.unggahan,
        wajib=True,
    )
    umumkan(session, aktor, "paksi.serahkan_tugas_angkatan", row.angkatan_id, row.wilayah_kode, ["hasil"])
    return anggota_id


def kembalikan_hasil(session: Session, aktor: Aktor, *, hasil_id: uuid.UUID, catatan: str) -> uuid.UUID:
    """Return what was handed in, saying what is missing; until it comes again it counts as not done.

    Raises `Ditolak`, `TidakDitemukan` (hasil), `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG, `KeadaanMenolak`
    SUDAH_DIKEMBALIKAN, KEADAAN_TIDAK_SESUAI or PLUGIN_TIDAK_AKTIF. Returns the member.
    """
    wajib_punya(aktor)
    anggota_id = session.scalar(select(HasilTugas.anggota_id).where(HasilTugas.id == hasil_id))
    if anggota_id is None:
        raise TidakDitemukan("hasil", letak=["hasil"])
    row = ambil_anggota(session, aktor, anggota_id, sendiri=False)
    sebab = periksa_teks(catatan, letak="catatan", maks=ALASAN_MAKS, wajib=True)
    tahan(session, row.angkatan_id)
    jadi = session.scalar(
        update(HasilTugas)
        .where(HasilTugas.id == hasil_id, HasilTugas.keadaan == KeadaanHasil.DISERAHKAN)
        .values(keadaan=KeadaanHasil.DIKEMBALIKAN, catatan=sebab)
        .returning(HasilTugas.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "SUDAH_DIKEMBALIKAN", "Hasil ini sudah dikembalikan. Tunggu anggota menyerahkannya lagi."
        )
    umumkan(session, aktor, "paksi.kembalikan_tugas_angkatan", row.angkatan_id, row.wilayah_kode, ["hasil"])
    return anggota_id


def _ambil_milik(session: Session, aktor: Aktor, angkatan_id: uuid.UUID) -> str:
    """The pemda of a task's cohort; out of scope the task is what is not found."""
    try:
        return ambil(session, aktor, angkatan_id).wilayah_kode
    except TidakDitemukan:
        raise TidakDitemukan("tugas", letak=["tugas"]) from None
