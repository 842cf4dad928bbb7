"""The five policies: in which order seats are given, and in which order the rest wait.

Every policy gives seats one at a time to the group (one person, an OPD, a pemda) that is next by its key, as
long as `Penempatan` finds room. Where seats run out, the same key goes on counting to order the waiting list.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeAlias

from forum_paksi.himpunan.masukan import AlasanKode, Kebijakan
from forum_paksi.himpunan.penempatan import Penempatan
from forum_paksi.himpunan.peserta import Daftar

Kunci: TypeAlias = Callable[[str, int], tuple[Fraction | int, ...]]
"""(pemda, places it has so far) → the smallest is next."""


@dataclass(kw_only=True, slots=True)
class Urutan:
    """The outcome of a policy, by index of participant."""

    penempatan: Penempatan
    dapat: list[tuple[int, AlasanKode]] = field(default_factory=list[tuple[int, AlasanKode]])
    """Seated, in the order of the policy, with the rule that gave the seat."""
    tunggu: list[tuple[int, AlasanKode]] = field(default_factory=list[tuple[int, AlasanKode]])
    """Waiting, in the order of the policy."""
    jatah: Mapping[str, int] | None = None
    """PROPORSIONAL: quota per pemda."""
    sisa_terbesar: frozenset[str] = frozenset()
    """PROPORSIONAL: pemda whose last quota seat came from the largest remainders."""


def bagi(kebijakan: Kebijakan, daftar: Daftar) -> Urutan:
    """Seat the participants by `kebijakan` and order everyone else."""
    return _KEBIJAKAN[kebijakan](daftar)


def _penempatan(daftar: Daftar) -> Penempatan:
    cocok = {i: p.cocok for i, p in enumerate(daftar.peserta)}
    return Penempatan([j.kursi for j in daftar.jadwal], cocok)


def _urut_waktu(daftar: Daftar) -> Urutan:
    hasil = Urutan(penempatan=_penempatan(daftar))
    semua = range(len(daftar.peserta))
    hasil.penempatan.kelompokkan({i: i for i in semua})
    for i in semua:
        hasil.penempatan.tambah(i)
    for i in semua:
        tujuan = hasil.dapat if i in hasil.penempatan.duduk else hasil.tunggu
        tujuan.append((i, AlasanKode.URUT_WAKTU))
    return hasil


def _merata(daftar: Daftar) -> Urutan:
    hasil = Urutan(penempatan=_penempatan(daftar))
    _bergiliran(hasil, daftar, range(len(daftar.peserta)))
    return hasil


def _bergiliran(hasil: Urutan, daftar: Daftar, siapa: Iterable[int]) -> None:
    """Max-min fairness: the next seat always goes to the pemda that has fewest, ties by submission, then kode."""
    pemda = daftar.pemda
    hasil.penempatan.kelompokkan({i: daftar.peserta[i].wilayah for i in siapa})

    def kunci(wilayah: str, punya: int) -> tuple[int, ...]:
        return punya, pemda[wilayah]

    giliran = _isi_pemda(hasil.penempatan, daftar, kunci)
    _catat(hasil, [(w, AlasanKode.GILIRAN_MERATA) for w in giliran])
    _antrekan_pemda(hasil, daftar, kunci, AlasanKode.GILIRAN_MERATA)


def _proporsional(daftar: Daftar) -> Urutan:
    hasil = Urutan(penempatan=_penempatan(daftar))
    pemda, layak = daftar.pemda, daftar.layak
    jatah, sisa = jatah_proporsional(kursi_terpakai(daftar), {w: layak[w] for w in pemda if layak[w]})
    hasil.jatah, hasil.sisa_terbesar = jatah, sisa
    hasil.penempatan.kelompokkan({i: p.wilayah for i, p in enumerate(daftar.peserta)})

    def kunci(wilayah: str, punya: int) -> tuple[Fraction | int, ...]:
        return Fraction(punya, layak[wilayah]), pemda[wilayah]

    dalam_jatah = _isi_pemda(hasil.penempatan, daftar, kunci, batas=jatah)
    di_luar_jatah = _isi_pemda(hasil.penempatan, daftar, kunci)
    giliran = [(w, AlasanKode.JATAH_PROPORSIONAL) for w in dalam_jatah]
    _catat(hasil, giliran + [(w, AlasanKode.SISA_JATAH) for w in di_luar_jatah])
    _antrekan_pemda(hasil, daftar, kunci, AlasanKode.JATAH_PROPORSIONAL)
    return hasil


def _prioritas_cakupan(daftar: Daftar) -> Urutan:
    """One seat for every OPD without a holder, the pemda with fewest seats next; then everyone else as MERATA."""
    hasil = Urutan(penempatan=_penempatan(daftar))
    pemda, peserta = daftar.pemda, daftar.peserta
    opd: dict[Hashable, list[int]] = {}
    for i, p in enumerate(peserta):
        if p.calon.perangkat_daerah is not None and p.calon.perangkat_daerah not in daftar.tercakup:
            opd.setdefault(p.calon.perangkat_daerah, []).append(i)
    hasil.penempatan.kelompokkan({i: kode for kode, anggota in opd.items() for i in anggota})

    def bergilir(siapa: Iterable[Hashable], punya: Counter[str]) -> Iterator[Hashable]:
        """These OPDs: always the first named of the pemda that has fewest, ties by submission, then kode."""
        antre: dict[str, deque[Hashable]] = {}
        for kode in siapa:
            antre.setdefault(peserta[opd[kode][0]].wilayah, deque()).append(kode)
        while antre:
            wilayah = min(antre, key=lambda w: (punya[w], pemda[w]))
            yield antre[wilayah].popleft()
            if not antre[wilayah]:
                del antre[wilayah]

    dapat: list[Hashable] = []
    punya = Counter[str]()
    for kode in bergilir(opd, punya):
        if hasil.penempatan.tambah(kode):
            dapat.append(kode)
            punya.clear()
            punya.update(_punya(hasil.penempatan, daftar))
    duduk = hasil.penempatan.duduk
    wakil = {kode: next(i for i in opd[kode] if i in duduk) for kode in dapat}
    hasil.dapat += [(wakil[kode], AlasanKode.OPD_TANPA_PAKSI) for kode in dapat]

    menanti = [kode for kode in opd if kode not in wakil]
    didahulukan = {opd[kode][0] for kode in menanti}
    sisanya = [i for i in range(len(peserta)) if i not in duduk]
    for kode in bergilir(menanti, punya):
        punya[peserta[opd[kode][0]].wilayah] += 1
        hasil.tunggu.append((opd[kode][0], AlasanKode.OPD_TANPA_PAKSI))
    _bergiliran(hasil, daftar, [i for i in sisanya if i not in didahulukan])
    return hasil


def _prioritas_kedaluwarsa(daftar: Daftar) -> Urutan:
    """Renewals first, the certificate that ends soonest before the others; then everyone else as MERATA.

    A certificate that has ended already is no renewal any more: nothing is lost by waiting.
    """
    hasil = Urutan(penempatan=_penempatan(daftar))
    peserta = daftar.peserta
    berakhir = {i: hari for i, p in enumerate(peserta) if (hari := p.calon.sertifikat_berakhir) is not None}
    urut = sorted(berakhir, key=lambda i: (berakhir[i], i))
    hasil.penempatan.kelompokkan({i: i for i in urut})
    for i in urut:
        hasil.penempatan.tambah(i)
    for i in urut:
        tujuan = hasil.dapat if i in hasil.penempatan.duduk else hasil.tunggu
        tujuan.append((i, AlasanKode.SERTIFIKAT_BERAKHIR))
    _bergiliran(hasil, daftar, [i for i in range(len(peserta)) if i not in berakhir])
    return hasil


_KEBIJAKAN: Mapping[Kebijakan, Callable[[Daftar], Urutan]] = {
    Kebijakan.URUT_WAKTU: _urut_waktu,
    Kebijakan.PROPORSIONAL: _proporsional,
    Kebijakan.MERATA: _merata,
    Kebijakan.PRIORITAS_CAKUPAN: _prioritas_cakupan,
    Kebijakan.PRIORITAS_KEDALUWARSA: _prioritas_kedaluwarsa,
}


def kursi_terpakai(daftar: Daftar) -> int:
    """How many seats can be used at all: neither more than there are, nor more than suit somebody."""
    penempatan = _penempatan(daftar)
    penempatan.kelompokkan({i: i for i in range(len(daftar.peserta))})
    return sum(penempatan.tambah(i) for i in range(len(daftar.peserta)))


def jatah_proporsional(kursi: int, diminta: Mapping[str, int]) -> tuple[dict[str, int], frozenset[str]]:
    """Hamilton's method: whole shares first, what is left to the largest remainders, ties in the order given.

    Returns the quota of each and who got one more by remainder. Exact, whatever the size of the numbers.
    """
    semua = sum(diminta.values())
    if not semua:
        return {}, frozenset()
    jatah = {siapa: kursi * n // semua for siapa, n in diminta.items()}
    sisa = sorted(diminta, key=lambda siapa: -(kursi * diminta[siapa] % semua))
    ditambah = frozenset(sisa[: kursi - sum(jatah.values())])
    return {siapa: n + (siapa in ditambah) for siapa, n in jatah.items()}, ditambah


def _punya(penempatan: Penempatan, daftar: Daftar) -> Counter[str]:
    return Counter(daftar.peserta[i].wilayah for i in penempatan.duduk)


def _isi_pemda(
    penempatan: Penempatan, daftar: Daftar, kunci: Kunci, batas: Mapping[str, int] | None = None
) -> list[str]:
    """Seat until no pemda can have another (or has reached its limit); returns who got each seat, in order."""
    aktif = {w for w in daftar.pemda if penempatan.anggota(w)}
    punya = _punya(penempatan, daftar)
    giliran: list[str] = []
    while aktif:
        wilayah = min(aktif, key=lambda w: kunci(w, punya[w]))
        habis = batas is not None and punya[wilayah] >= batas[wilayah]
        if habis or not penempatan.tambah(wilayah):
            aktif.discard(wilayah)
        else:
            punya[wilayah] += 1
            giliran.append(wilayah)
    return giliran


def _catat(hasil: Urutan, giliran: Sequence[tuple[str, AlasanKode]]) -> None:
    """Note who sits: the first seat of a pemda is its first named member who has one, and so on."""
    penempatan = hasil.penempatan
    duduk = {w: iter([i for i in penempatan.anggota(w) if i in penempatan.duduk]) for w, _ in giliran}
    hasil.dapat += [(next(duduk[wilayah]), kode) for wilayah, kode in giliran]


def _antrekan_pemda(hasil: Urutan, daftar: Daftar, kunci: Kunci, kode: AlasanKode) -> None:
    """Order those without a seat as if seats went on: every place on the list counts like a seat."""
    antre = {w: hasil.penempatan.menunggu(w) for w in daftar.pemda}
    punya = _punya(hasil.penempatan, daftar)
    punya.update(daftar.peserta[i].wilayah for i, _ in hasil.tunggu)
    while any(antre.values()):
        wilayah = min((w for w in antre if antre[w]), key=lambda w: kunci(w, punya[w]))
        punya[wilayah] += 1
        hasil.tunggu.append((antre[wilayah].pop(0), kode))


DIDAHULUKAN: Final = frozenset({AlasanKode.OPD_TANPA_PAKSI, AlasanKode.SERTIFIKAT_BERAKHIR})
"""Reasons by which somebody comes before those who take turns."""


def urutan_didahulukan(hasil: Urutan) -> Sequence[int]:
    """Who comes before the turns (for an OPD without a holder, or to renew), in order: seated first, then waiting."""
    return [i for i, kode in [*hasil.dapat, *hasil.tunggu] if kode in DIDAHULUKAN]
