"""Invariants of costs that span rows: what is frozen is what the rule gives, and is frozen exactly when it should be."""

from __future__ import annotations

import uuid
from collections import defaultdict

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from forum_paksi.biaya.models import BagianBiaya, Biaya
from forum_paksi.biaya.rules import bagi
from forum_paksi.himpunan.keadaan import BELUM_BEKU, KeadaanHimpunan
from forum_paksi.himpunan.models import Himpunan

__all__ = ["periksa_biaya"]


def periksa_biaya(session: Session) -> list[str]:
    """Every finding as a sentence with ids; empty when all is sound."""
    beku = exists().where(BagianBiaya.himpunan_id == Himpunan.id)
    temuan = [
        f"Biaya himpunan {id_} belum beku padahal sudah DIKONFIRMASI."
        for id_ in session.scalars(
            select(Himpunan.id).where(Himpunan.keadaan == KeadaanHimpunan.DIKONFIRMASI, ~beku)
        )
    ]
    temuan += [
        f"Biaya himpunan {id_} sudah beku padahal himpunannya {keadaan}."
        for id_, keadaan in session.execute(
            select(Himpunan.id, Himpunan.keadaan).where(Himpunan.keadaan.in_(sorted(BELUM_BEKU)), beku)
        )
    ]
    total: defaultdict[uuid.UUID, int] = defaultdict(int)
    for id_, rupiah in session.execute(
        select(Biaya.himpunan_id, Biaya.rupiah).where(
            Biaya.himpunan_id.in_(select(BagianBiaya.himpunan_id).distinct())
        )
    ):
        total[id_] += rupiah
    kursi: defaultdict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    dibayar: defaultdict[uuid.UUID, dict[str, int]] = defaultdict(dict)
    for id_, wilayah, banyak, rupiah in session.execute(
        select(BagianBiaya.himpunan_id, BagianBiaya.wilayah_kode, BagianBiaya.kursi, BagianBiaya.rupiah)
    ):
        kursi[id_][wilayah] = banyak
        dibayar[id_][wilayah] = rupiah
    for id_, bagian in dibayar.items():
        seharusnya = bagi(total[id_], kursi[id_])
        temuan += [
            f"Bagian biaya {wilayah} dalam himpunan {id_} {rupiah} rupiah, seharusnya {seharusnya[wilayah]}."
            for wilayah, rupiah in sorted(bagian.items())
            if rupiah != seharusnya[wilayah]
        ]
    return temuan
