"""Setting a sekretariat up in an inspectorate, and taking it away, one unit of work each."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_FORUM
from forum_paksi.sekretariat.models import Sekretariat, StafSekretariat
from forum_paksi.sekretariat.rules import IsianSekretariat
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_paksi.tabel import PERANGKAT_DAERAH
from forum_paksi.warga import warga_pemda
from forum_server.plugin import (
    Aktor,
    Ditolak,
    IsianTidakSah,
    JenisPerangkatDaerah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
)

__all__ = ["hapus_sekretariat", "tetapkan_sekretariat"]

OBJEK: Final = "paksi_sekretariat"
PERISTIWA_SEKRETARIAT: Final = "paksi.sekretariat"
"""Told with the inspectorate's id whenever its sekretariat changed."""


def tetapkan_sekretariat(
    session: Session, aktor: Aktor, *, perangkat_daerah_id: uuid.UUID, isian: IsianSekretariat
) -> uuid.UUID:
    """Write down the sekretariat of an inspectorate, in place of what was written before.

    Head and staff are people of the inspectorate's own pemda, within the actor's scope. Raises `Ditolak`; `TidakDitemukan` (perangkatDaerah,
    orang); `IsianTidakSah` as `IsianSekretariat.periksa`, and BUKAN_INSPEKTORAT; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF
    or PERANGKAT_DAERAH_TUTUP.
    """
    wilayah = _ambil(session, aktor, perangkat_daerah_id, buka=True)
    isian = isian.periksa()
    _wajib_orang(session, aktor, wilayah, isian)
    nilai = {
        "wilayah_kode": wilayah,
        "nomor_sk": isian.nomor_sk,
        "tanggal_sk": isian.tanggal_sk,
        "kepala_id": isian.kepala,
        "alamat": isian.alamat,
        "telepon": isian.telepon,
        "surel": isian.surel,
    }
    session.execute(
        sisipkan(session, Sekretariat)
        .values(perangkat_daerah_id=perangkat_daerah_id, **nilai)
        .on_conflict_do_update(index_elements=["perangkat_daerah_id"], set_=nilai)
    )
    _hapus_staf(session, perangkat_daerah_id)
    if isian.staf:
        session.execute(
            insert(StafSekretariat),
            [
                {"perangkat_daerah_id": perangkat_daerah_id, "orang_id": s.orang, "tugas": s.tugas}
                for s in isian.staf
            ],
        )
    _umumkan(session, aktor, "tetapkan_sekretariat", perangkat_daerah_id, wilayah)
    return perangkat_daerah_id


def hapus_sekretariat(session: Session, aktor: Aktor, *, perangkat_daerah_id: uuid.UUID) -> uuid.UUID:
    """Take the sekretariat of an inspectorate away; the audit keeps that it was there.

    Raises `Ditolak`, `TidakDitemukan` (perangkatDaerah, sekretariat), `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    wilayah = _ambil(session, aktor, perangkat_daerah_id, buka=False)
    _hapus_staf(session, perangkat_daerah_id)
    terhapus = session.scalar(
        delete(Sekretariat)
        .where(Sekretariat.perangkat_daerah_id == perangkat_daerah_id)
        .returning(Sekretariat.perangkat_daerah_id),
        execution_options=TANPA_SINKRON,
    )
    if terhapus is None:
        raise TidakDitemukan("sekretariat", letak=["perangkatDaerah"])
    _umumkan(session, aktor, "hapus_sekretariat", perangkat_daerah_id, wilayah)
    return perangkat_daerah_id


# --- inside ----------------------------------------------------------------------------------------------


def _ambil(session: Session, aktor: Aktor, perangkat_daerah_id: uuid.UUID, *, buka: bool) -> str:
    """The region of an inspectorate whose sekretariat the actor keeps; with `buka` one that is not closed."""
    if not aktor.punya(IZIN_FORUM):
        raise Ditolak(IZIN_FORUM)
    p = PERANGKAT_DAERAH.c
    row = session.execute(
        select(p.wilayah_kode, p.jenis, p.dinonaktifkan_pada).where(p.id == perangkat_daerah_id)
    ).first()
    if row is None or not aktor.boleh(
        IZIN_FORUM, wilayah=row.wilayah_kode, perangkat_daerah=perangkat_daerah_id
    ):
        raise TidakDitemukan("perangkat daerah", letak=["perangkatDaerah"])
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if buka and row.jenis != JenisPerangkatDaerah.INSPEKTORAT:
        raise IsianTidakSah(
            "BUKAN_INSPEKTORAT",
            "Sekretariat PAKSI dibentuk di inspektorat. Pilih inspektorat wilayah ini.",
            letak=["perangkatDaerah"],
        )
    if buka and row.dinonaktifkan_pada is not None:
        raise KeadaanMenolak(
            "PERANGKAT_DAERAH_TUTUP",
            "Inspektorat ini sudah dinonaktifkan. Pilih inspektorat yang masih ada.",
            letak=["perangkatDaerah"],
        )
    return row.wilayah_kode


def _wajib_orang(session: Session, aktor: Aktor, wilayah: str, isian: IsianSekretariat) -> None:
    orang = [isian.kepala, *(s.orang for s in isian.staf)]
    ada = warga_pemda(session, aktor, IZIN_FORUM, pemda=wilayah, orang=orang)
    if isian.kepala not in ada:
        raise TidakDitemukan("orang", letak=["kepala"])
    for ke, satu in enumerate(isian.staf):
        if satu.orang not in ada:
            raise TidakDitemukan("orang", letak=["staf", str(ke)])


def _hapus_staf(session: Session, perangkat_daerah_id: uuid.UUID) -> None:
    session.execute(
        delete(StafSekretariat).where(StafSekretariat.perangkat_daerah_id == perangkat_daerah_id),
        execution_options=TANPA_SINKRON,
    )


def _umumkan(session: Session, aktor: Aktor, aksi: str, perangkat_daerah_id: uuid.UUID, wilayah: str) -> None:
    catat(
        session,
        aktor,
        f"paksi.{aksi}",
        objek=OBJEK,
        objek_id=str(perangkat_daerah_id),
        wilayah=wilayah,
        bidang=["isi", "staf"],
    )
    siarkan(session, PERISTIWA_SEKRETARIAT, kunci=str(perangkat_daerah_id), wilayah=wilayah)
