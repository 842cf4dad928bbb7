"""Who reads the files of what members handed in, and of good practice: whoever reads the record."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from typing import Final

from forum_paksi.angkatan.baca import hasil_terlihat
from forum_paksi.angkatan.berkas import NAMA_HASIL, NAMA_PRAKTIK
from forum_paksi.praktik.baca import praktik_terlihat
from forum_server.plugin import KonteksBerkas, PemilikBerkas

__all__ = ["PEMILIK"]


async def _hasil(konteks: KonteksBerkas, hasil: Collection[str]) -> Collection[str]:
    return {str(i) for i in await hasil_terlihat(konteks.db, konteks.aktor, map(uuid.UUID, hasil))}


async def _praktik(konteks: KonteksBerkas, praktik: Collection[str]) -> Collection[str]:
    return {str(i) for i in await praktik_terlihat(konteks.db, konteks.aktor, map(uuid.UUID, praktik))}


PEMILIK: Final = (
    PemilikBerkas(nama=NAMA_HASIL, boleh=_hasil),
    PemilikBerkas(nama=NAMA_PRAKTIK, boleh=_praktik),
)
"""Files of results, and of good practice."""
