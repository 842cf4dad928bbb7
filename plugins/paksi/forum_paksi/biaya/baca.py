"""Reading costs and shares of many pools at once, and who sees which."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, select

from forum_paksi.biaya.models import BagianBiaya, Biaya
from forum_paksi.biaya.rules import BagianPemda, pembagian
from forum_paksi.jadwal.models import Bagian
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import BERKURSI
from forum_paksi.permintaan.baca import boleh_nama
from forum_paksi.permintaan.models import Permintaan
from forum_server.plugin import Aktor, Database, dalam

__all__ = ["BiayaHimpunan", "biaya", "terlihat"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BiayaHimpunan:
    """What a pool's event costs and how that is shared; `beku`: as it was stored when the LSP confirmed."""

    rincian: tuple[Row[Any], ...]
    total: int
    pembagian: tuple[BagianPemda, ...]
    beku: bool


async def biaya(db: Database, himpunan_id: Collection[uuid.UUID]) -> dict[uuid.UUID, BiayaHimpunan]:
    """Costs and shares of each of these pools, in four statements."""
    rincian: defaultdict[uuid.UUID, list[Row[Any]]] = defaultdict(list)
    for row in await db.all(
        select(Biaya.id, Biaya.himpunan_id, Biaya.jenis, Biaya.keterangan, Biaya.rupiah, Biaya.dicatat_pada)
        .where(dalam(Biaya.himpunan_id, himpunan_id))
        .order_by(Biaya.dicatat_pada, Biaya.id)
    ):
        rincian[row.himpunan_id].append(row)
    beku: defaultdict[uuid.UUID, list[BagianPemda]] = defaultdict(list)
    for row in await db.all(
        select(
            BagianBiaya.himpunan_id,
            BagianBiaya.wilayah_kode,
            BagianBiaya.kursi,
            BagianBiaya.rupiah,
            BagianBiaya.pagu_rupiah,
        )
        .where(dalam(BagianBiaya.himpunan_id, himpunan_id))
        .order_by(BagianBiaya.wilayah_kode)
    ):
        beku[row.himpunan_id].append(
            BagianPemda(wilayah=row.wilayah_kode, kursi=row.kursi, rupiah=row.rupiah, pagu=row.pagu_rupiah)
        )
    kursi: defaultdict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for row in await db.all(
        select(Bagian.himpunan_id, Pemesanan.wilayah_kode, func.count().label("banyak"))
        .join(Bagian, Bagian.id == Pemesanan.bagian_id)
        .where(dalam(Bagian.himpunan_id, himpunan_id), Pemesanan.keadaan.in_(sorted(BERKURSI)))
        .group_by(Bagian.himpunan_id, Pemesanan.wilayah_kode)
    ):
        kursi[row.himpunan_id][row.wilayah_kode] = row.banyak
    pagu: defaultdict[uuid.UUID, dict[str, list[int | None]]] = defaultdict(dict)
    for row in await db.all(
        select(Permintaan.himpunan_id, Permintaan.wilayah_kode, Permintaan.pagu_rupiah).where(
            dalam(Permintaan.himpunan_id, himpunan_id)
        )
    ):
        pagu[row.himpunan_id].setdefault(row.wilayah_kode, []).append(row.pagu_rupiah)
    hasil: dict[uuid.UUID, BiayaHimpunan] = {}
    for id_ in himpunan_id:
        total = sum(r.rupiah for r in rincian[id_])
        tersimpan = tuple(beku[id_])
        hasil[id_] = BiayaHimpunan(
            rincian=tuple(rincian[id_]),
            total=total,
            pembagian=tersimpan or pembagian(total, kursi[id_], pagu[id_]),
            beku=bool(tersimpan),
        )
    return hasil


def terlihat(aktor: Aktor, provinsi: str, satu: BiayaHimpunan) -> tuple[BagianPemda, ...] | None:
    """The shares the actor may see: all to the coordinator, a pemda its own. None: costs are none of theirs (the LSP)."""
    milik = tuple(b for b in satu.pembagian if boleh_nama(aktor, b.wilayah))
    return milik if milik or boleh_nama(aktor, provinsi) else None
