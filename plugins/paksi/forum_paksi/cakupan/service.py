"""Setting who heads an office, and which small region an office serves."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Final

from sqlalchemy import delete, exists, or_, select, update
from sqlalchemy.orm import Session

from forum_paksi.cakupan.models import KepalaOpd, WilayahKerja
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.sql import TANPA_SINKRON, Baris, sisipkan
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_paksi.warga import warga_pemda
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    di_bawah,
    siarkan,
    wajib_aktif,
)

__all__ = ["MELAYANI", "PERISTIWA", "tetapkan_kepala", "tetapkan_wilayah_kerja"]

PERISTIWA: Final = "paksi.cakupan"
"""Kind of the event told when what coverage knows of an office changed; its key is the office."""
TAHUN_AWAL: Final = 1945
"""Before it there was no office to head."""
MELAYANI: Final = {
    "KECAMATAN": frozenset({"KECAMATAN"}),
    "KELURAHAN": frozenset({"KELURAHAN", "DESA", "DESA_ADAT"}),
}
"""Kinds of offices that serve one small region, and of which levels."""


def tetapkan_kepala(
    session: Session, aktor: Aktor, *, opd: uuid.UUID, orang: uuid.UUID | None, dari: date
) -> uuid.UUID:
    """From that day this person heads the office (None: nobody that is known); who did until then ends the day before.

    Raises `Ditolak`, `TidakDitemukan` perangkat daerah or orang (somebody of another pemda, or outside the actor's scope), `IsianTidakSah`
    TANGGAL_KEPALA for a day that is not after the beginning of the present head or before 1945, `KeadaanMenolak`
    PLUGIN_TIDAK_AKTIF, and KEPALA_BERUBAH when nobody heads it, or another set a head at the same time.
    """
    pemilik = _opd(session, aktor, opd).wilayah_kode
    if orang is not None and not warga_pemda(session, aktor, IZIN_ANGKATAN, pemda=pemilik, orang=[orang]):
        raise TidakDitemukan("orang", letak=["orang"])
    k = KepalaOpd
    if dari.year < TAHUN_AWAL:
        raise IsianTidakSah(
            "TANGGAL_KEPALA", f"Tahun {dari.year} tidak mungkin. Periksa tanggal mulainya.", letak=["dari"]
        )
    sampai = dari - timedelta(days=1)
    tutup = session.scalar(
        update(k)
        .where(k.perangkat_daerah_id == opd, k.sampai.is_(None), k.dari < dari)
        .values(sampai=sampai)
        .returning(k.id),
        execution_options=TANPA_SINKRON,
    )
    terlambat = select(
        exists().where(k.perangkat_daerah_id == opd, or_(k.sampai.is_(None), k.sampai >= dari))
    )
    if session.scalar(terlambat):
        raise IsianTidakSah(
            "TANGGAL_KEPALA",
            "Kepala OPD ini sudah dicatat sampai sesudah hari itu. Isi tanggal sesudah ia mulai menjabat.",
            letak=["dari"],
        )
    if orang is not None:
        baru = sisipkan(session, k).values(
            id=uuid.uuid4(), perangkat_daerah_id=opd, orang_id=orang, dari=dari, sampai=None
        )
        ditulis = session.scalar(baru.on_conflict_do_nothing().returning(k.id))
    else:
        ditulis = tutup
    if ditulis is None:
        raise KeadaanMenolak(
            "KEPALA_BERUBAH",
            "Kepala OPD ini belum dicatat, atau baru saja diubah orang lain. Muat ulang, lalu periksa kembali.",
        )
    _selesai(session, aktor, "paksi.tetapkan_kepala", opd, pemilik, ["orang", "dari", "sampai"])
    return opd


def tetapkan_wilayah_kerja(
    session: Session, aktor: Aktor, *, opd: uuid.UUID, wilayah: str | None
) -> uuid.UUID:
    """This office serves that kecamatan, kelurahan or desa of its pemda (None: none), in the place of any other.

    A closed office serves none any more; what it served is given to another once it is taken from it here.

    Raises `Ditolak`, `TidakDitemukan` perangkat daerah or wilayah, `IsianTidakSah` WILAYAH_KERJA_TIDAK_SESUAI for an
    office that serves no region of that level, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF and WILAYAH_KERJA_TERPAKAI.
    """
    row = _opd(session, aktor, opd, buka=wilayah is not None)
    kerja = WilayahKerja
    kini = session.scalar(select(kerja.wilayah_kode).where(kerja.perangkat_daerah_id == opd))
    if wilayah == kini:
        return opd
    session.execute(delete(kerja).where(kerja.perangkat_daerah_id == opd), execution_options=TANPA_SINKRON)
    if wilayah is not None:
        w = WILAYAH.c
        tingkat = session.scalar(
            select(w.tingkat).where(
                w.kode == wilayah, di_bawah(w.kode, row.wilayah_kode), w.berlaku_sampai.is_(None)
            )
        )
        if tingkat is None:
            raise TidakDitemukan("wilayah", letak=["wilayah"])
        if tingkat not in MELAYANI.get(row.jenis, ()):
            raise IsianTidakSah(
                "WILAYAH_KERJA_TIDAK_SESUAI",
                "Kecamatan melayani satu wilayah kecamatan, kelurahan satu kelurahan atau desa. Pilih wilayah yang"
                " sesuai dengan jenis perangkat daerahnya.",
                letak=["wilayah"],
            )
        baru = sisipkan(session, kerja).values(perangkat_daerah_id=opd, wilayah_kode=wilayah)
        if session.scalar(baru.on_conflict_do_nothing().returning(kerja.wilayah_kode)) is None:
            raise KeadaanMenolak(
                "WILAYAH_KERJA_TERPAKAI",
                "Wilayah ini sudah dilayani perangkat daerah lain. Kosongkan wilayah kerja yang lama lebih dahulu.",
            )
    _selesai(session, aktor, "paksi.tetapkan_wilayah_kerja", opd, row.wilayah_kode, ["wilayah"])
    return opd


def _opd(session: Session, aktor: Aktor, opd: uuid.UUID, *, buka: bool = True) -> Baris:
    """An office the actor may speak for, with `buka` one that is not closed."""
    if not aktor.punya(IZIN_ANGKATAN):
        raise Ditolak(IZIN_ANGKATAN)
    p = PERANGKAT_DAERAH.c
    row = session.execute(select(p.wilayah_kode, p.jenis, p.dinonaktifkan_pada).where(p.id == opd)).first()
    if row is None or (buka and row.dinonaktifkan_pada is not None):
        raise TidakDitemukan("perangkat daerah", letak=["perangkatDaerah"])
    aktor.wajib(IZIN_ANGKATAN, wilayah=row.wilayah_kode, perangkat_daerah=opd, apa="perangkat daerah")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    return row


def _selesai(
    session: Session, aktor: Aktor, aksi: str, opd: uuid.UUID, wilayah: str, bidang: list[str]
) -> None:
    catat(session, aktor, aksi, objek="perangkat_daerah", objek_id=str(opd), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA, kunci=str(opd), wilayah=wilayah)
