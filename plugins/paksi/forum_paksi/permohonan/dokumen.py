"""The files of an application: who attaches them, and who may read them (domain notes 5.4)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forum_paksi.permohonan import baca
from forum_paksi.permohonan.models import Dokumen
from forum_paksi.permohonan.pihak import PENGURUS, pihak_atas
from forum_paksi.permohonan.rules import TindakanPermohonan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, pindah
from forum_paksi.persyaratan.models import Butir
from forum_paksi.persyaratan.rules import JenisButir
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    JPEG,
    PDF,
    PNG,
    Aktor,
    IsianTidakSah,
    KonteksBerkas,
    PemilikBerkas,
    TidakDitemukan,
    lampirkan,
    lepaskan_berkas,
    setelan_untuk,
)

__all__ = ["PEMILIK", "hapus_dokumen", "lampirkan_dokumen"]

NAMA: Final = "paksi.permohonan"
MEDIA: Final = frozenset({PDF, JPEG, PNG})
_MIB: Final = 1024 * 1024
T = TindakanPermohonan


def lampirkan_dokumen(
    session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, butir: str, unggahan: uuid.UUID
) -> uuid.UUID:
    """Give a finished upload for an item of kind DOKUMEN; it takes the place of an older file.

    Raises `Ditolak`, `TidakDitemukan` (permohonan, butir, unggahan), `IsianTidakSah` BUKAN_DOKUMEN,
    JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR, `KeadaanMenolak` UNGGAHAN_BELUM_SELESAI and as `ambil`.
    """
    row = ambil(session, aktor, permohonan_id, T.UBAH)
    _wajib_dokumen(session, row, butir)
    pindah(session, aktor, permohonan=row, tindakan=T.UBAH, bidang=["dokumen"])
    _lepas(session, permohonan_id, butir)
    berkas = lampirkan(
        session,
        aktor,
        unggahan=unggahan,
        pemilik=NAMA,
        pemilik_id=str(permohonan_id),
        wilayah=row.wilayah_kode,
        media=MEDIA,
        maks=setelan_untuk(session, PaksiSetelan, "paksi", row.wilayah_kode).dokumen_maks_mb * _MIB,
    )
    session.execute(insert(Dokumen).values(permohonan_id=permohonan_id, butir_kode=butir, berkas_id=berkas))
    return permohonan_id


def hapus_dokumen(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID, butir: str) -> uuid.UUID:
    """Take the file of an item away. Raises `Ditolak`, `TidakDitemukan` (permohonan, dokumen), as `ambil`."""
    row = ambil(session, aktor, permohonan_id, T.UBAH)
    pindah(session, aktor, permohonan=row, tindakan=T.UBAH, bidang=["dokumen"])
    if not _lepas(session, permohonan_id, butir):
        raise TidakDitemukan("dokumen", letak=["butir"])
    return permohonan_id


def _wajib_dokumen(session: Session, row: BarisPermohonan, butir: str) -> None:
    jenis = session.scalar(
        select(Butir.jenis).where(Butir.persyaratan_id == row.persyaratan_id, Butir.kode == butir)
    )
    if jenis is None:
        raise TidakDitemukan("butir", letak=["butir"])
    if jenis is not JenisButir.DOKUMEN:
        raise IsianTidakSah(
            "BUKAN_DOKUMEN",
            "Butir ini tidak dipenuhi dengan berkas. Catat buktinya atau laporkan kegiatannya.",
            letak=["butir"],
        )


def _lepas(session: Session, permohonan_id: uuid.UUID, butir: str) -> bool:
    lama = session.scalar(
        delete(Dokumen)
        .where(Dokumen.permohonan_id == permohonan_id, Dokumen.butir_kode == butir)
        .returning(Dokumen.berkas_id),
        execution_options=TANPA_SINKRON,
    )
    if lama is None:
        return False
    lepaskan_berkas(session, lama)
    return True


async def _boleh(konteks: KonteksBerkas, permohonan: Collection[str]) -> Collection[str]:
    rows = await baca.banyak(konteks.db, map(uuid.UUID, permohonan))
    return {
        str(id_)
        for id_, row in rows.items()
        if PENGURUS & pihak_atas(konteks.aktor, baca.milik(row)) or konteks.aktor.serba_boleh
    }


PEMILIK: Final = PemilikBerkas(nama=NAMA, boleh=_boleh)
"""Files of applications: the applicant, the pemda that keeps it, the verifiers of that LSP; nobody else."""
