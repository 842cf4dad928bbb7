"""Files of what members hand in and of good practice: attached together, replaced together."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Final, TypeAlias

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_paksi.angkatan.models import BerkasHasil
from forum_paksi.praktik.models import BerkasPraktik
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import (
    JPEG,
    PDF,
    PNG,
    WEBP,
    Aktor,
    IsianTidakSah,
    lampirkan,
    lepaskan_berkas,
    setelan_untuk,
)

__all__ = ["BERKAS_MAKS", "NAMA_HASIL", "NAMA_PRAKTIK", "ganti_berkas"]

NAMA_HASIL: Final = "paksi.angkatan"
NAMA_PRAKTIK: Final = "paksi.praktik_baik"
MEDIA: Final = frozenset({PDF, PNG, JPEG, WEBP})
BERKAS_MAKS: Final = 10
"""Files of one record at most, a limit of the software."""
_MIB: Final = 1024 * 1024

Tabel: TypeAlias = type[BerkasHasil] | type[BerkasPraktik]
_INDUK: Final[dict[Tabel, tuple[InstrumentedAttribute[uuid.UUID], str]]] = {
    BerkasHasil: (BerkasHasil.hasil_id, NAMA_HASIL),
    BerkasPraktik: (BerkasPraktik.praktik_id, NAMA_PRAKTIK),
}


def ganti_berkas(
    session: Session,
    aktor: Aktor,
    tabel: Tabel,
    induk_id: uuid.UUID,
    *,
    wilayah: str,
    unggahan: Sequence[uuid.UUID],
    wajib: bool,
) -> None:
    """Make these uploads the files of a record, in this order, in place of those it had; without any, those stay.

    Raises `TidakDitemukan` (unggahan); `IsianTidakSah` TERLALU_BANYAK, BUKTI_WAJIB (`wajib`, and there is none at all),
    JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR; `KeadaanMenolak` UNGGAHAN_BELUM_SELESAI.
    """
    kolom, nama = _INDUK[tabel]
    if len(unggahan) > BERKAS_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK",
            f"Paling banyak {BERKAS_MAKS} berkas. Pilih yang terpenting.",
            letak=["unggahan"],
        )
    if not unggahan:
        if wajib and not session.scalar(select(func.count()).select_from(tabel).where(kolom == induk_id)):
            raise IsianTidakSah(
                "BUKTI_WAJIB",
                "Lampirkan paling sedikit satu foto atau dokumen yang menunjukkan pelaksanaannya.",
                letak=["unggahan"],
            )
        return
    lama = session.scalars(
        delete(tabel).where(kolom == induk_id).returning(tabel.berkas_id), execution_options=TANPA_SINKRON
    ).all()
    for berkas_id in lama:
        lepaskan_berkas(session, berkas_id)
    maks = setelan_untuk(session, PaksiSetelan, "paksi", wilayah).bukti_maks_mb * _MIB
    baru = [
        lampirkan(
            session,
            aktor,
            unggahan=satu,
            pemilik=nama,
            pemilik_id=str(induk_id),
            wilayah=wilayah,
            media=MEDIA,
            maks=maks,
        )
        for satu in unggahan
    ]
    session.execute(
        insert(tabel),
        [{"berkas_id": b, kolom.key: induk_id, "urutan": ke} for ke, b in enumerate(baru, 1)],
    )
