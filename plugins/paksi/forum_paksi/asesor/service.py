"""The registry of asesor, kept by the LSP's operator."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.asesor.models import Asesor
from forum_paksi.hari import hari_nasional
from forum_paksi.pelaku import IZIN_JADWAL
from forum_paksi.sql import sisipkan
from forum_paksi.tabel import LEMBAGA, ORANG
from forum_server.plugin import (
    Aktor,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    siarkan,
    wajib_aktif,
)

__all__ = ["daftarkan_asesor"]

_NO_MET: Final = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z ./-]{0,38}[0-9A-Za-z.])?")
"""Nothing is known of its form; what a form field could hold."""


def daftarkan_asesor(
    session: Session,
    aktor: Aktor,
    *,
    lembaga: str,
    orang_id: uuid.UUID,
    no_met: str,
    sertifikat_berakhir: date,
) -> uuid.UUID:
    """Register an asesor of an LSP, or renew the number and last day of one who is registered.

    Raises `Ditolak`; `TidakDitemukan` lembaga or orang; `IsianTidakSah` NO_MET_TIDAK_SAH, ASESOR_KEDALUWARSA;
    `KeadaanMenolak` PLUGIN_TIDAK_AKTIF, BUKAN_LSP, NO_MET_TERPAKAI.
    """
    aktor.wajib(IZIN_JADWAL, lembaga=lembaga, apa="lembaga")
    jenis = session.scalar(select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == lembaga))
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    wajib_aktif(session, "paksi", lembaga)
    if jenis != "LSP":
        raise KeadaanMenolak("BUKAN_LSP", "Lembaga ini bukan LSP; asesor terdaftar pada LSP.")
    nomor = " ".join(no_met.split())
    if not _NO_MET.fullmatch(nomor):
        raise IsianTidakSah(
            "NO_MET_TIDAK_SAH",
            "Isi nomor registrasi MET seperti pada sertifikatnya, misalnya MET.000.001234 2019.",
            letak=["noMet"],
        )
    if sertifikat_berakhir < hari_nasional(session):
        raise IsianTidakSah(
            "ASESOR_KEDALUWARSA",
            "Sertifikat asesor ini sudah berakhir. Isi hari terakhir sertifikatnya yang berlaku.",
            letak=["sertifikatBerakhir"],
        )
    if session.scalar(select(ORANG.c.id).where(ORANG.c.id == orang_id)) is None:
        raise TidakDitemukan("orang", letak=["orang"])
    nilai = {"no_met": nomor, "sertifikat_berakhir": sertifikat_berakhir}
    try:
        with session.begin_nested():
            id_ = session.scalars(
                sisipkan(session, Asesor)
                .values(id=uuid.uuid4(), lembaga_kode=lembaga, orang_id=orang_id, **nilai)
                .on_conflict_do_update(index_elements=["lembaga_kode", "orang_id"], set_=nilai)
                .returning(Asesor.id)
            ).one()
    except IntegrityError:
        raise KeadaanMenolak(
            "NO_MET_TERPAKAI",
            "Nomor MET ini terdaftar atas orang lain di LSP ini. Periksa nomornya.",
            letak=["noMet"],
        ) from None
    catat(
        session,
        aktor,
        "paksi.daftarkan_asesor",
        objek="paksi_asesor",
        objek_id=str(id_),
        wilayah=lembaga,
        bidang=["orang", "no_met", "sertifikat_berakhir"],
    )
    siarkan(session, "paksi.asesor", kunci=str(id_), wilayah=lembaga)
    return id_
