"""Setting and ending duta integritas, one unit of work each."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Final

from sqlalchemy import insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.duta.models import Duta
from forum_paksi.duta.rules import IsianDuta, periksa_masa, tempat_boleh
from forum_paksi.pelaku import IZIN_ANGKATAN
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_paksi.warga import pemda_dari, warga_pemda
from forum_server.plugin import (
    Aktor,
    Ditolak,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
)

__all__ = ["PERISTIWA_DUTA", "akhiri_duta", "tetapkan_duta"]

OBJEK: Final = "paksi_duta"
PERISTIWA_DUTA: Final = "paksi.duta"
"""Told with the id of a duta whenever one is set or ended."""
DASAR_MAKS: Final = 120


def tetapkan_duta(session: Session, aktor: Aktor, *, isian: IsianDuta) -> uuid.UUID:
    """Make somebody of the pemda duta integritas of a place.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, perangkat_daerah, orang: unknown, closed or outside the actor's
    scope); `IsianTidakSah` TEMPAT_DUTA, TANGGAL_TIDAK_SAH or TERLALU_PANJANG; `KeadaanMenolak` SUDAH_DUTA or
    PLUGIN_TIDAK_AKTIF.
    """
    _wajib_punya(aktor)
    aktor.wajib(IZIN_ANGKATAN, wilayah=isian.wilayah, perangkat_daerah=isian.perangkat_daerah, apa="wilayah")
    tingkat = session.scalar(
        select(WILAYAH.c.tingkat).where(WILAYAH.c.kode == isian.wilayah, WILAYAH.c.berlaku_sampai.is_(None))
    )
    if tingkat is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    wajib_aktif(session, "paksi", isian.wilayah)
    tempat_boleh(tingkat, di_opd=isian.perangkat_daerah is not None)
    periksa_masa(isian.dari, isian.sampai)
    if isian.perangkat_daerah is not None and not session.scalar(
        select(PERANGKAT_DAERAH.c.id).where(
            PERANGKAT_DAERAH.c.id == isian.perangkat_daerah,
            PERANGKAT_DAERAH.c.wilayah_kode == isian.wilayah,
            PERANGKAT_DAERAH.c.dinonaktifkan_pada.is_(None),
        )
    ):
        raise TidakDitemukan("perangkat_daerah", letak=["perangkatDaerah"])
    warga = warga_pemda(session, aktor, IZIN_ANGKATAN, pemda=pemda_dari(isian.wilayah), orang=[isian.orang])
    if isian.orang not in warga:
        raise TidakDitemukan("orang", letak=["orang"])
    duta_id = _sisipkan(session, aktor, isian, periksa_teks(isian.dasar, letak="dasar", maks=DASAR_MAKS))
    _umumkan(session, aktor, "paksi.tetapkan_duta", duta_id, isian.wilayah, ["orang_id", "dari", "sampai"])
    return duta_id


def akhiri_duta(session: Session, aktor: Aktor, *, duta_id: uuid.UUID, sampai: date) -> uuid.UUID:
    """Say on which day somebody is duta for the last time; a day already set is only brought forward.

    Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` TANGGAL_TIDAK_SAH, `KeadaanMenolak` SUDAH_BERAKHIR or
    PLUGIN_TIDAK_AKTIF.
    """
    _wajib_punya(aktor)
    row = session.execute(
        select(Duta.wilayah_kode, Duta.perangkat_daerah_id, Duta.dari).where(Duta.id == duta_id)
    ).first()
    if row is None:
        raise TidakDitemukan("duta", letak=["duta"])
    aktor.wajib(IZIN_ANGKATAN, wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id, apa="duta")
    wajib_aktif(session, "paksi", row.wilayah_kode)
    periksa_masa(row.dari, sampai)
    jadi = session.scalar(
        update(Duta)
        .where(Duta.id == duta_id, or_(Duta.sampai.is_(None), Duta.sampai > sampai))
        .values(sampai=sampai)
        .returning(Duta.id),
        execution_options=TANPA_SINKRON,
    )
    if jadi is None:
        raise KeadaanMenolak(
            "SUDAH_BERAKHIR",
            "Masa tugas duta ini sudah berakhir pada hari itu atau sebelumnya. Untuk menugaskannya lagi, tetapkan duta"
            " yang baru.",
            letak=["sampai"],
        )
    _umumkan(session, aktor, "paksi.akhiri_duta", duta_id, row.wilayah_kode, ["sampai"])
    return duta_id


# --- inside ----------------------------------------------------------------------------------------------


def _wajib_punya(aktor: Aktor) -> None:
    if not aktor.punya(IZIN_ANGKATAN):
        raise Ditolak(IZIN_ANGKATAN)


def _sisipkan(session: Session, aktor: Aktor, isian: IsianDuta, dasar: str | None) -> uuid.UUID:
    """The row, unless the person has the place on one of these days.

    It is written open first: of two at once the unique index lets the second wait for the first, and what the first
    left is seen by the statement that looks for other rows of these days.
    """
    duta_id = uuid.uuid4()
    try:
        with session.begin_nested():
            session.execute(
                insert(Duta).values(
                    id=duta_id,
                    orang_id=isian.orang,
                    wilayah_kode=isian.wilayah,
                    perangkat_daerah_id=isian.perangkat_daerah,
                    dari=isian.dari,
                    dasar=dasar,
                    akun_id=aktor.akun_id,
                )
            )
    except IntegrityError:
        raise _sudah() from None
    bentrok = select(Duta.id).where(
        Duta.id != duta_id,
        Duta.orang_id == isian.orang,
        Duta.wilayah_kode == isian.wilayah,
        Duta.perangkat_daerah_id.is_not_distinct_from(isian.perangkat_daerah),
        Duta.sampai >= isian.dari,
        *([] if isian.sampai is None else [Duta.dari <= isian.sampai]),
    )
    if session.scalar(bentrok.limit(1)) is not None:
        raise _sudah()
    if isian.sampai is not None:
        session.execute(
            update(Duta).where(Duta.id == duta_id).values(sampai=isian.sampai),
            execution_options=TANPA_SINKRON,
        )
    return duta_id


def _sudah() -> KeadaanMenolak:
    return KeadaanMenolak(
        "SUDAH_DUTA",
        "Orang ini sudah menjadi duta integritas di tempat itu. Akhiri dahulu masa tugasnya yang berjalan, lalu pilih"
        " masa yang tidak beririsan dengan masa tugasnya yang lain.",
        letak=["orang"],
    )


def _umumkan(
    session: Session, aktor: Aktor, aksi: str, duta_id: uuid.UUID, wilayah: str, bidang: list[str]
) -> None:
    catat(session, aktor, aksi, objek=OBJEK, objek_id=str(duta_id), wilayah=wilayah, bidang=bidang)
    siarkan(session, PERISTIWA_DUTA, kunci=str(duta_id), wilayah=wilayah)
