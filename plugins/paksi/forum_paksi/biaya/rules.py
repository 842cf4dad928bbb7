"""How the costs of an event are shared: by seats, exact to the rupiah."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from forum_paksi.himpunan.kebijakan import jatah_proporsional
from forum_paksi.permintaan.rules import periksa_teks

RINCIAN_MAKS: Final = 200
"""Most items of one pool: 200 × 15 digits stay inside a 64-bit number."""
KETERANGAN_MAKS: Final = 200


class JenisBiaya(StrEnum):
    """What an event is spent on. There is no kind for a fee of certification, because there is no such fee.

    Certification at LSP KPK is free to the person and paid for by APBN, APBD or the institution (domain notes 1.5,
    Cost), so nothing here may record one (domain notes 7.10: no fee fields).
    """

    TRANSPORT = "TRANSPORT"
    AKOMODASI = "AKOMODASI"
    TUK = "TUK"
    KONSUMSI = "KONSUMSI"
    LAINNYA = "LAINNYA"


def periksa_keterangan(jenis: JenisBiaya, keterangan: str | None) -> str | None:
    """What the item is for; LAINNYA must say it. Raises `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG."""
    return periksa_teks(
        keterangan, letak="keterangan", maks=KETERANGAN_MAKS, wajib=jenis is JenisBiaya.LAINNYA
    )


def bagi(total: int, kursi: Mapping[str, int]) -> dict[str, int]:
    """Whole rupiah per pemda (region code → seats) whose sum is exactly `total`; nobody pays while nobody sits.

    Hamilton's method: everybody pays the whole rupiah of their exact share, the few left go to the largest remainders,
    equal ones in the order of region codes. So each share is less than one rupiah from the exact one, and more seats
    never pay less than fewer.
    """
    if not any(kursi.values()):
        return dict.fromkeys(kursi, 0)
    return jatah_proporsional(total, dict(sorted(kursi.items())))[0]


def pagu_pemda(pagu: Collection[int | None]) -> int | None:
    """The ceiling of a pemda: the sum over its requests in the pool.

    One request that states none leaves the pemda without a ceiling: what is unknown is not zero, and nobody is
    reported as exceeding it.
    """
    if not pagu:
        return None
    jumlah = 0
    for satu in pagu:
        if satu is None:
            return None
        jumlah += satu
    return jumlah


@dataclass(frozen=True, kw_only=True, slots=True)
class BagianPemda:
    """What one pemda pays; `pagu` None: it stated no ceiling. Rupiah are whole."""

    wilayah: str
    kursi: int
    rupiah: int
    pagu: int | None

    @property
    def melebihi(self) -> int | None:
        """By how much the share exceeds the ceiling; None while it is within it, or there is none."""
        if self.pagu is None or self.rupiah <= self.pagu:
            return None
        return self.rupiah - self.pagu


def pembagian(
    total: int, kursi: Mapping[str, int], pagu: Mapping[str, Collection[int | None]]
) -> tuple[BagianPemda, ...]:
    """The shares of every pemda that asked or sits, by region code."""
    semua = {kode: kursi.get(kode, 0) for kode in sorted({*kursi, *pagu})}
    dibayar = bagi(total, semua)
    return tuple(
        BagianPemda(wilayah=kode, kursi=banyak, rupiah=dibayar[kode], pagu=pagu_pemda(pagu.get(kode, ())))
        for kode, banyak in semua.items()
    )
