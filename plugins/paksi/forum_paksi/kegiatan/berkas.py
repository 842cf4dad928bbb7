"""Evidence of a report: photos and documents, attached while it is written, read by whoever may see the report."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan import baca
from forum_paksi.kegiatan.models import BuktiKegiatan
from forum_paksi.kegiatan.rules import TindakanKegiatan
from forum_paksi.kegiatan.service import ambil, pindah, umumkan
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    JPEG,
    PDF,
    PNG,
    WEBP,
    Aktor,
    KeadaanMenolak,
    KonteksBerkas,
    PemilikBerkas,
    TidakDitemukan,
    lampirkan,
    lepaskan_berkas,
    setelan_untuk,
)

__all__ = ["PEMILIK", "lampirkan_bukti", "lepas_bukti"]

NAMA: Final = "paksi.kegiatan"
MEDIA: Final = frozenset({PDF, PNG, JPEG, WEBP})
_MIB: Final = 1024 * 1024


def lampirkan_bukti(
    session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID, unggahan: uuid.UUID
) -> uuid.UUID:
    """Make a finished upload evidence of a report that is still written or was sent back.

    Raises as `ambil`; `TidakDitemukan` unggahan; `IsianTidakSah` JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR;
    `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, BUKTI_PENUH, UNGGAHAN_BELUM_SELESAI.
    """
    row = ambil(session, aktor, kegiatan_id, TindakanKegiatan.UBAH)
    pindah(session, row, TindakanKegiatan.UBAH)  # of two files for the last place one comes first
    setelan = setelan_untuk(session, PaksiSetelan, "paksi", row.wilayah_kode)
    ada = session.scalar(
        select(func.count()).select_from(BuktiKegiatan).where(BuktiKegiatan.kegiatan_id == kegiatan_id)
    )
    if (ada or 0) >= setelan.bukti_kegiatan_maks:
        raise KeadaanMenolak(
            "BUKTI_PENUH",
            f"Satu laporan memuat paling banyak {setelan.bukti_kegiatan_maks} bukti. Lepas salah satunya dahulu.",
        )
    berkas = lampirkan(
        session,
        aktor,
        unggahan=unggahan,
        pemilik=NAMA,
        pemilik_id=str(kegiatan_id),
        wilayah=row.wilayah_kode,
        media=MEDIA,
        maks=setelan.bukti_maks_mb * _MIB,
    )
    session.execute(insert(BuktiKegiatan).values(berkas_id=berkas, kegiatan_id=kegiatan_id))
    umumkan(session, aktor, "paksi.lampirkan_bukti_kegiatan", kegiatan_id, row.wilayah_kode, ["bukti"])
    return kegiatan_id


def lepas_bukti(session: Session, aktor: Aktor, *, kegiatan_id: uuid.UUID, berkas: uuid.UUID) -> uuid.UUID:
    """Take a file off a report that is still written or was sent back. Raises as `ambil`, `TidakDitemukan` berkas."""
    row = ambil(session, aktor, kegiatan_id, TindakanKegiatan.UBAH)
    pindah(session, row, TindakanKegiatan.UBAH)
    ada = session.scalar(
        delete(BuktiKegiatan)
        .where(BuktiKegiatan.kegiatan_id == kegiatan_id, BuktiKegiatan.berkas_id == berkas)
        .returning(BuktiKegiatan.berkas_id),
        execution_options=TANPA_SINKRON,
    )
    if ada is None:
        raise TidakDitemukan("berkas", letak=["berkas"])
    lepaskan_berkas(session, berkas)
    umumkan(session, aktor, "paksi.lepas_bukti_kegiatan", kegiatan_id, row.wilayah_kode, ["bukti"])
    return kegiatan_id


async def _boleh(konteks: KonteksBerkas, kegiatan: Collection[str]) -> Collection[str]:
    return {str(i) for i in await baca.banyak(konteks.db, map(uuid.UUID, kegiatan), konteks.aktor)}


PEMILIK: Final = PemilikBerkas(nama=NAMA, boleh=_boleh)
"""Files of reports."""
