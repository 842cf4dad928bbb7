"""Attaching the signed letter to a request, and who may read it: whoever may see the request."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.lampiran.models import SuratDitandatangani
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.permintaan import baca
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permintaan.rules import TERBUKA
from forum_paksi.permintaan.service import OBJEK, PERISTIWA_PERMINTAAN
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    JPEG,
    PDF,
    PNG,
    Aktor,
    KeadaanMenolak,
    KonteksBerkas,
    PemilikBerkas,
    TidakDitemukan,
    catat,
    lampirkan,
    lepaskan_berkas,
    setelan_untuk,
    siarkan,
    wajib_aktif,
)

__all__ = ["PEMILIK", "lampirkan_surat"]

NAMA: Final = "paksi.permintaan"
MEDIA: Final = frozenset({PDF, PNG, JPEG})
"""A letter is scanned or photographed after it was signed."""
_OLEH: Final = frozenset({Pelaku.PEMDA, Pelaku.SISTEM})
_MIB: Final = 1024 * 1024


def lampirkan_surat(
    session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID, unggahan: uuid.UUID
) -> uuid.UUID:
    """Make a finished upload the signed letter of a request that is still open; it takes the place of an older one.

    Raises `Ditolak`, `TidakDitemukan` (permintaan, unggahan), `IsianTidakSah` JENIS_BERKAS_DITOLAK or
    BERKAS_TERLALU_BESAR, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI, PLUGIN_TIDAK_AKTIF or UNGGAHAN_BELUM_SELESAI.
    """
    wajib_punya(aktor, _OLEH)
    wilayah = session.scalar(select(Permintaan.wilayah_kode).where(Permintaan.id == permintaan_id))
    if wilayah is None:
        raise TidakDitemukan("permintaan", letak=["permintaan"])
    wajib_pelaku(aktor, _OLEH, wilayah=wilayah, apa="permintaan")
    wajib_aktif(session, "paksi", wilayah)
    _wajib_terbuka(session, permintaan_id)
    lama = session.scalar(
        delete(SuratDitandatangani)
        .where(SuratDitandatangani.permintaan_id == permintaan_id)
        .returning(SuratDitandatangani.berkas_id),
        execution_options=TANPA_SINKRON,
    )
    if lama is not None:
        lepaskan_berkas(session, lama)
    berkas = lampirkan(
        session,
        aktor,
        unggahan=unggahan,
        pemilik=NAMA,
        pemilik_id=str(permintaan_id),
        wilayah=wilayah,
        media=MEDIA,
        maks=setelan_untuk(session, PaksiSetelan, "paksi", wilayah).surat_maks_mb * _MIB,
    )
    session.execute(insert(SuratDitandatangani).values(permintaan_id=permintaan_id, berkas_id=berkas))
    catat(
        session,
        aktor,
        "paksi.lampirkan_surat",
        objek=OBJEK,
        objek_id=str(permintaan_id),
        wilayah=wilayah,
        bidang=["surat_ditandatangani"],
    )
    siarkan(session, PERISTIWA_PERMINTAAN, kunci=str(permintaan_id), wilayah=wilayah)
    return permintaan_id


def _wajib_terbuka(session: Session, permintaan_id: uuid.UUID) -> None:
    """Hold the request as it is until this unit ends, if it still waits for something; of two letters one comes first."""
    ada = session.scalar(
        update(Permintaan)
        .where(Permintaan.id == permintaan_id, Permintaan.keadaan.in_(TERBUKA))
        .values(keadaan=Permintaan.keadaan)
        .returning(Permintaan.id),
        execution_options=TANPA_SINKRON,
    )
    if ada is None:
        keadaan = session.scalar(select(Permintaan.keadaan).where(Permintaan.id == permintaan_id))
        assert keadaan is not None
        raise KeadaanMenolak(
            "KEADAAN_TIDAK_SESUAI",
            f"Permintaan ini sudah {keadaan.value}; suratnya tidak dapat dilampirkan lagi. Muat ulang permintaan.",
        )


async def _boleh(konteks: KonteksBerkas, permintaan: Collection[str]) -> Collection[str]:
    return {str(i) for i in await baca.banyak(konteks.db, map(uuid.UUID, permintaan), konteks.aktor)}


PEMILIK: Final = PemilikBerkas(nama=NAMA, boleh=_boleh)
"""Files of requests."""
