"""Who belongs to a pemda: staff of its offices and people registered with it or beneath it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.tabel import ORANG
from forum_server.plugin import Aktor, dalam, di_bawah

__all__ = ["pemda_dari", "warga_pemda"]


def pemda_dari(wilayah: str) -> str:
    """The pemda a place lies in: the kabupaten or kota of a kecamatan, kelurahan or desa; else the place itself."""
    return wilayah[:5]


def warga_pemda(
    session: Session, aktor: Aktor, izin: str, *, pemda: str, orang: Collection[uuid.UUID]
) -> dict[uuid.UUID, uuid.UUID | None]:
    """Person → OPD of those of `orang` who belong to the pemda and are within the actor's scope of `izin`.

    A province has its own people only, a kabupaten or kota also those of its kecamatan.
    """
    milik = ORANG.c.wilayah_kode == pemda
    if "." in pemda:
        milik |= di_bawah(ORANG.c.wilayah_kode, pemda)
    rows = session.execute(
        select(ORANG.c.id, ORANG.c.perangkat_daerah_id).where(
            dalam(ORANG.c.id, orang),
            milik,
            aktor.lingkup(izin).klausa(
                ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id
            ),
        )
    )
    return {row[0]: row[1] for row in rows}
