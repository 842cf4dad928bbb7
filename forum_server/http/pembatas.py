"""How often somebody may ask: buckets of tokens in the memory of this process, one per key, account, or nobody.

Each process counts for itself, so N processes behind one port let through at most N times a limit (and, since a bucket
may be full when a minute begins, twice that within one minute at worst). A counter that all share would cost a write
per request; this costs a few microseconds. No address is stored: where anonymous callers are told apart at all, it is
by a hash with a random key that is forgotten after a day.
"""

from __future__ import annotations

import ipaddress
import math
import secrets
from collections import OrderedDict
from collections.abc import Callable, Sequence
from hashlib import blake2b
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from forum_server.akses.rules import Aktor
from forum_server.graphql.batas import Batas
from forum_server.http.permintaan import Tolakan

if TYPE_CHECKING:
    from forum_server.kunci_layanan.baca import Frontend

__all__ = ["EMBER_MAKS", "Jatah", "Pembatas", "TerlaluSering"]

EMBER_MAKS: Final = 20_000
"""Buckets kept; the one unused for longest goes, and its caller begins with a full one."""

SEHARI: Final = 86_400.0
SEPELE: Final = 1e-6
"""What fractions lose when they are added up; whoever waits as long as told is let through."""

Jatah = tuple[str, int]
"""Whose bucket, and how many tokens a minute."""


class TerlaluSering(Tolakan):
    """More was asked than the limit allows; `detik` from now there is enough again."""

    def __init__(self, detik: int) -> None:
        super().__init__(
            429,
            f"Terlalu banyak permintaan. Coba lagi dalam {detik} detik.",
            kode="TERLALU_SERING",
            headers={"retry-after": str(detik)},
        )
        self.detik = detik


class Pembatas:
    """The buckets of one process."""

    def __init__(self, batas: Batas, *, jam: Callable[[], float] = monotonic) -> None:
        self._batas = batas
        self._jam = jam
        self._ember: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._rahasia = (-1.0, b"")

    def __len__(self) -> int:
        return len(self._ember)

    def jatah(self, aktor: Aktor, frontend: Frontend | None, scope: Any) -> tuple[Jatah, ...]:
        """The buckets a caller draws from.

        Who is logged in draws from the account's, a server from its key's. A frontend's key has two buckets of its
        size: one for those who are logged in there, one for those who are not, because it is no secret and a stranger
        who copies it must not shut out the others.
        """
        if aktor.jatah is not None:
            return (aktor.jatah,)
        hasil: list[Jatah] = []
        if aktor.akun_id is not None and self._batas.akun_per_menit:
            hasil.append((f"akun:{aktor.akun_id}", self._batas.akun_per_menit))
        if frontend is not None:
            siapa = "umum" if aktor.akun_id is None else "masuk"
            hasil.append((f"frontend:{frontend.id}:{siapa}", frontend.batas_per_menit))
        if aktor.akun_id is not None:
            return tuple(hasil)
        if frontend is None and self._batas.anonim_per_menit:
            hasil.append(("anonim", self._batas.anonim_per_menit))
        if self._batas.alamat_per_menit and (klien := scope.get("client")):
            hasil.append((f"alamat:{self._alamat(klien[0])}", self._batas.alamat_per_menit))
        return tuple(hasil)

    def ambil(self, jatah: Sequence[Jatah], banyak: int = 1) -> None:
        """Draw from every bucket, or from none and raise `TerlaluSering`.

        What costs more than a whole bucket holds takes a full one.
        """
        if not jatah:
            return
        kini = self._jam()
        isi: list[tuple[str, float]] = []
        for nama, per_menit in jatah:
            ambil = min(float(banyak), float(per_menit))
            ada = self._isi(nama, per_menit, kini)
            if ada < ambil - SEPELE:
                raise TerlaluSering(max(1, math.ceil((ambil - ada) * 60 / per_menit)))
            isi.append((nama, max(0.0, ada - ambil)))
        for nama, sisa in isi:
            self._ember[nama] = (sisa, kini)
            self._ember.move_to_end(nama)
        while len(self._ember) > EMBER_MAKS:
            self._ember.popitem(last=False)

    def operasi(self, jatah: Sequence[Jatah], biaya: int) -> None:
        """Draw for an operation that was counted as one request and costs `biaya` fields."""
        if lebih := biaya // self._batas.bidang_per_permintaan:
            self.ambil(jatah, lebih)

    def _isi(self, nama: str, per_menit: int, kini: float) -> float:
        ada = self._ember.get(nama)
        if ada is None:
            return float(per_menit)
        return min(float(per_menit), ada[0] + (kini - ada[1]) * per_menit / 60)

    def _alamat(self, alamat: str) -> str:
        """A name for today of a client's network, from which the address can't be told."""
        hari = self._jam() // SEHARI
        if self._rahasia[0] != hari:
            self._rahasia = (hari, secrets.token_bytes(32))
        try:
            ip = ipaddress.ip_address(alamat)
        except ValueError:
            jaringan = alamat.encode()
        else:  # one subscriber holds a whole /64
            jaringan = ip.packed if ip.version == 4 else ip.packed[:8]
        return blake2b(jaringan, key=self._rahasia[1], digest_size=12).hexdigest()
