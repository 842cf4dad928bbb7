"""Figures about regions and offices, one statement each for any number of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.permintaan.models import Calon, Permintaan
from forum_paksi.permintaan.rules import TERBUKA, KeadaanPermintaan
from forum_paksi.tabel import WILAYAH
from forum_server.plugin import AKAR, Database, dalam

DIAJUKAN = TERBUKA - {KeadaanPermintaan.DRAF}
"""Requests that were handed in and still wait for something."""
BERKURSI = frozenset({KeadaanPemesanan.DITAHAN, KeadaanPemesanan.DIKONFIRMASI})
"""Seats that are still ahead."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Angka:
    """What a region, with all beneath it, has going on."""

    permintaan: int = 0
    calon: int = 0
    kursi: int = 0
    menunggu: int = 0


def _di_bawah(kolom: Any) -> ColumnElement[bool]:
    """`kolom` is the region of the joined row of `wilayah` or lies beneath it."""
    kode = WILAYAH.c.kode
    return or_(kolom == kode, (kolom > kode + ".") & (kolom < kode + "/"), kode == AKAR)


async def angka_wilayah(db: Database, kode: Collection[str]) -> dict[str, Angka]:
    """The figures of each of these regions, in two statements whatever their number."""
    diminta = await db.all(
        select(
            WILAYAH.c.kode,
            func.count(Permintaan.id.distinct()).label("permintaan"),
            func.count(Calon.orang_id).label("calon"),
        )
        .join(Permintaan, _di_bawah(Permintaan.wilayah_kode))
        .outerjoin(Calon, Calon.permintaan_id == Permintaan.id)
        .where(dalam(WILAYAH.c.kode, kode), Permintaan.keadaan.in_(sorted(DIAJUKAN)))
        .group_by(WILAYAH.c.kode)
    )
    dipesan = await db.all(
        select(
            WILAYAH.c.kode,
            func.sum(case((Pemesanan.keadaan.in_(sorted(BERKURSI)), 1), else_=0)).label("kursi"),
            func.sum(case((Pemesanan.keadaan == KeadaanPemesanan.DAFTAR_TUNGGU, 1), else_=0)).label(
                "menunggu"
            ),
        )
        .join(Pemesanan, _di_bawah(Pemesanan.wilayah_kode))
        .where(dalam(WILAYAH.c.kode, kode))
        .group_by(WILAYAH.c.kode)
    )
    permintaan = {r.kode: r for r in diminta}
    pemesanan = {r.kode: r for r in dipesan}
    return {
        k: Angka(
            permintaan=permintaan[k].permintaan if k in permintaan else 0,
            calon=permintaan[k].calon if k in permintaan else 0,
            kursi=int(pemesanan[k].kursi) if k in pemesanan else 0,
            menunggu=int(pemesanan[k].menunggu) if k in pemesanan else 0,
        )
        for k in kode
    }
