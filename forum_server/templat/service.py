"""Links to templates: they hold nobody's data, but a link belongs to the account that asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import AKAR
from forum_server.jejak.service import catat
from forum_server.lembar.tulis import MEDIA_XLSX
from forum_server.orang.templat import templat_orang
from forum_server.perangkat_daerah.ekspor import templat as templat_opd
from forum_server.unduhan.jenis import JenisUnduhan, KonteksUnduhan, Unduhan
from forum_server.unduhan.service import TautanSiap, terbitkan_unduhan

__all__ = ["UNDUH", "JenisTemplat", "terbitkan_templat"]

NAMA: Final = "inti.templat"


class JenisTemplat(StrEnum):
    """What core's templates are for."""

    OPD = "OPD"
    ORANG = "ORANG"


_TEMPLAT: Final[Mapping[JenisTemplat, tuple[str, Callable[[], bytes]]]] = {
    JenisTemplat.OPD: ("templat-perangkat-daerah.xlsx", templat_opd),
    JenisTemplat.ORANG: ("templat-orang.xlsx", templat_orang),
}


def terbitkan_templat(session: Session, aktor: Aktor, *, jenis: JenisTemplat) -> TautanSiap:
    """A link to the template."""
    catat(session, aktor, NAMA, objek="templat", objek_id=jenis.value, wilayah=AKAR)
    return terbitkan_unduhan(session, aktor, jenis=NAMA, isi={"jenis": jenis.value}, wilayah=AKAR)


async def _buat(_konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    nama, buat = _TEMPLAT[JenisTemplat(isi["jenis"])]
    return Unduhan(nama=nama, media=MEDIA_XLSX, isi=await asyncio.to_thread(buat))


UNDUH: Final = JenisUnduhan(nama=NAMA, buat=_buat)
