"""Who sits in which jadwal: seats are given one at a time, and earlier ones are moved when that makes room.

The candidates of a group (a pemda, an OPD, or one person alone) are seated by number: `tambah(grup)` gives a
group one more seat if any arrangement allows it, and never takes one from another group. To make room, people
already seated may move to another jadwal that suits them, and a group's member may give way to a member of the
same group. Among all arrangements that keep every group's number, the cheapest is kept:

1. members of a group in the order they were named,
2. as many people as possible on a date they wished for,
3. wishes met as high on each list as possible.

This is the minimum-cost flow group → person → jadwal, found by successive shortest paths. The nodes of the
search are only the groups and the jadwal; a person is an edge between them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_URUTAN = 1 << 64
_LUAR = 1 << 32


@dataclass(frozen=True, kw_only=True, slots=True)
class Kecocokan:
    """How well a jadwal suits a person: `pilihan` counts from 0, None means none of the wished dates."""

    jadwal: int
    pilihan: int | None

    @property
    def biaya(self) -> int:
        """What this place costs: nothing is better than the first wish."""
        return _LUAR if self.pilihan is None else self.pilihan


class _Simpul(NamedTuple):
    """A node of the search: a group, or a jadwal."""

    grup: Hashable | None
    jadwal: int = -1


class _Langkah(NamedTuple):
    """An edge: person `calon` goes from node `dari` to the next at this cost."""

    biaya: int
    calon: int
    dari: _Simpul


class Penempatan:
    """Seats given so far. Persons and jadwal are indexes; a lower index means named or held earlier."""

    def __init__(self, kursi: Sequence[int], cocok: Mapping[int, Sequence[Kecocokan]]) -> None:
        self._sisa = list(kursi)
        self._biaya = {
            calon: {k.jadwal: k.biaya for k in sorted(daftar, key=lambda k: k.jadwal)}
            for calon, daftar in cocok.items()
        }
        self._grup: dict[int, Hashable] = {}
        self._anggota: dict[Hashable, list[int]] = {}
        self._duduk: dict[int, int] = {}
        self._penghuni: list[set[int]] = [set() for _ in kursi]

    @property
    def duduk(self) -> Mapping[int, int]:
        """Person → jadwal."""
        return self._duduk

    def kelompokkan(self, grup: Mapping[int, Hashable]) -> None:
        """Say who belongs to which group from now on. A seated person left out keeps a seat of their own."""
        self._grup = dict(grup)
        self._anggota = {}
        for calon in sorted(grup):
            self._anggota.setdefault(grup[calon], []).append(calon)

    def anggota(self, grup: Hashable) -> Sequence[int]:
        """Members of a group, in the order they were named."""
        return self._anggota.get(grup, ())

    def menunggu(self, grup: Hashable) -> list[int]:
        """Members without a seat, in the order they were named."""
        return [calon for calon in self.anggota(grup) if calon not in self._duduk]

    def tambah(self, grup: Hashable) -> bool:
        """Give `grup` one more seat. False: no arrangement can, now or after any further call."""
        if not any(self._sisa):
            return False
        if langsung := self._langsung(grup):
            self._pindah(*langsung)
            return True
        jalan = self._jalan_termurah(grup)
        for calon, jadwal in jalan:
            self._pindah(calon, jadwal)
        return bool(jalan)

    def _langsung(self, grup: Hashable) -> tuple[int, int] | None:
        """The first waiting member, where a most wanted jadwal has a seat: nothing can be cheaper."""
        for calon in self.menunggu(grup)[:1]:
            for jadwal, biaya in self._biaya[calon].items():
                if biaya == 0 and self._sisa[jadwal]:
                    return calon, jadwal
        return None

    def _pindah(self, calon: int, jadwal: int) -> None:
        lama = self._duduk.pop(calon, -1)
        if lama >= 0:
            self._sisa[lama] += 1
            self._penghuni[lama].discard(calon)
        if jadwal >= 0:
            self._sisa[jadwal] -= 1
            self._penghuni[jadwal].add(calon)
            self._duduk[calon] = jadwal

    def _langkah(self, dari: _Simpul) -> dict[_Simpul, _Langkah]:
        """The cheapest edge from `dari` to each neighbour."""
        hasil: dict[_Simpul, _Langkah] = {}

        def tawar(ke: _Simpul, calon: int, biaya: int) -> None:
            if ke not in hasil or biaya < hasil[ke].biaya:
                hasil[ke] = _Langkah(biaya, calon, dari)

        if dari.grup is not None:
            for calon in self.menunggu(dari.grup):
                for jadwal, biaya in self._biaya[calon].items():
                    tawar(_Simpul(None, jadwal), calon, calon * _URUTAN + biaya)
            return hasil
        for calon in sorted(self._penghuni[dari.jadwal]):
            kini = self._biaya[calon][dari.jadwal]
            for jadwal, biaya in self._biaya[calon].items():
                if jadwal != dari.jadwal:
                    tawar(_Simpul(None, jadwal), calon, biaya - kini)
            grup = self._grup.get(calon)
            if grup is not None and len(self._anggota[grup]) > 1:
                tawar(_Simpul(grup), calon, -calon * _URUTAN - kini)
        return hasil

    def _jalan_termurah(self, grup: Hashable) -> list[tuple[int, int]]:
        """The cheapest chain of moves (person, jadwal or -1) to a free seat; the shortest of equally cheap ones."""
        awal = _Simpul(grup)
        jarak: dict[_Simpul, tuple[int, int]] = {awal: (0, 0)}
        lewat: dict[_Simpul, _Langkah] = {}
        tepi: dict[_Simpul, dict[_Simpul, _Langkah]] = {}
        antre = deque([awal])
        while antre:
            simpul = antre.popleft()
            biaya, panjang = jarak[simpul]
            if simpul not in tepi:
                tepi[simpul] = self._langkah(simpul)
            for ke, langkah in tepi[simpul].items():
                baru = (biaya + langkah.biaya, panjang + 1)
                if ke != awal and (ke not in jarak or baru < jarak[ke]):
                    jarak[ke] = baru
                    lewat[ke] = langkah
                    if ke not in antre:
                        antre.append(ke)
        kosong = [s for s in jarak if s.grup is None and self._sisa[s.jadwal]]
        if not kosong:
            return []
        simpul = min(kosong, key=lambda s: (jarak[s], s.jadwal))
        jalan: list[tuple[int, int]] = []
        while simpul != awal:
            jalan.append((lewat[simpul].calon, simpul.jadwal))
            simpul = lewat[simpul].dari
        return jalan[::-1]
