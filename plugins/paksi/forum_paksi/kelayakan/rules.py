"""Weigh what a person has against the items of a version of requirements (domain notes 1.2, 1.4, 2 and 7).

A report counts at most once over all items and never when another application counted it. Reports are spread over
the items so that as many places as possible are filled; where there is a choice the earliest reports are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from forum_paksi.bukti.rules import JenisBukti
from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan, SegiApi
from forum_paksi.persyaratan.rules import Jendela, JenisButir

__all__ = [
    "BuktiMilik",
    "ButirSyarat",
    "KegiatanMilik",
    "Milik",
    "NilaiButir",
    "SertifikatMilik",
    "StatusButir",
    "nilai",
    "tahun_sertifikat",
    "yang_kurang",
]


class StatusButir(StrEnum):
    """How one item stands."""

    TERPENUHI = "TERPENUHI"
    KURANG = "KURANG"
    PERLU_DINILAI = "PERLU_DINILAI"
    """The number is not known (domain notes 9), so a person judges."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ButirSyarat:
    """One item of a version, as the rules need it. `jumlah` None: not known. `jenis_kegiatan` empty: every kind."""

    kode: str
    jenis: JenisButir
    nama: str
    petunjuk: str
    wajib: bool = True
    jumlah: int | None = None
    jenis_kegiatan: frozenset[JenisKegiatan] = frozenset()
    bentuk: BentukKomunitas | None = None
    jendela: Jendela | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BuktiMilik:
    """One evidence of the person; `selesai` is its last day."""

    jenis: JenisBukti
    selesai: date


@dataclass(frozen=True, kw_only=True, slots=True)
class KegiatanMilik:
    """One accepted report. `terpakai`: another application counts it; `diambil`: this application does already.

    `untuk`: the item this application counts it for.
    """

    id: UUID
    jenis: JenisKegiatan
    mulai: date
    selesai: date
    bentuk: BentukKomunitas | None = None
    segi: SegiApi | None = None
    terpakai: bool = False
    diambil: bool = False
    untuk: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SertifikatMilik:
    """The certificate the application starts from; `aktif`: neither frozen, withdrawn nor superseded, and recognised.

    `dilihat_pada`: the day on which its dates matter (when the application was handed in); None: today.
    """

    terbit: date
    berakhir: date
    aktif: bool = True
    dilihat_pada: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Milik:
    """Everything a person has that items look at; `dokumen` holds the codes of items that have their file."""

    bukti: Sequence[BuktiMilik] = ()
    kegiatan: Sequence[KegiatanMilik] = ()
    dokumen: frozenset[str] = frozenset()
    sertifikat: SertifikatMilik | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NilaiButir:
    """How one item stands: it has `punya` of the `perlu` it needs (None: not known), counting these reports.

    `petunjuk` says what to do, as an Indonesian sentence; empty once it is met.
    """

    kode: str
    jenis: JenisButir
    nama: str
    wajib: bool
    status: StatusButir
    punya: int
    perlu: int | None
    petunjuk: str = ""
    kegiatan: tuple[UUID, ...] = ()


_BUKTI: Final = {
    JenisButir.ELEARNING: JenisBukti.ELEARNING,
    JenisButir.DIKLAT: JenisBukti.DIKLAT,
    JenisButir.MENGAJAR: JenisBukti.MENGAJAR,
}


def nilai(butir: Sequence[ButirSyarat], milik: Milik, hari_ini: date) -> tuple[NilaiButir, ...]:
    """How each item stands on a day, in the order given."""
    hitungan = _bagi(butir, milik, hari_ini)
    return tuple(_satu(b, milik, hari_ini, hitungan[n]) for n, b in enumerate(butir))


def yang_kurang(hasil: Iterable[NilaiButir]) -> tuple[NilaiButir, ...]:
    """The items that keep an application from being handed in: asked for, with a known number, and not met."""
    return tuple(n for n in hasil if n.wajib and n.status is StatusButir.KURANG)


def tahun_sertifikat(terbit: date, berakhir: date) -> Iterator[tuple[date, date]]:
    """First and last day of every year of a certificate, counted from the day it was issued; the last may be shorter."""
    ke = 0
    while (mulai := _ulang_tahun(terbit, ke)) <= berakhir:
        ke += 1
        berikut = _ulang_tahun(terbit, ke)
        yield mulai, min(berakhir, date.fromordinal(berikut.toordinal() - 1))


def _ulang_tahun(hari: date, tahun: int) -> date:
    """That day so many years later; 29 February falls on 1 March in other years."""
    try:
        return hari.replace(year=hari.year + tahun)
    except ValueError:
        return date(hari.year + tahun, 3, 1)


def _satu(b: ButirSyarat, milik: Milik, hari_ini: date, hitungan: _Hitungan) -> NilaiButir:
    punya, perlu = _punya(b, milik, hari_ini, hitungan), b.jumlah
    if perlu is not None and b.jenis is JenisButir.BUKTI_TAHUNAN:
        perlu *= max(1, hitungan.tempat)
    if perlu is None:
        status = StatusButir.PERLU_DINILAI
    else:
        status = StatusButir.TERPENUHI if punya >= perlu else StatusButir.KURANG
    return NilaiButir(
        kode=b.kode,
        jenis=b.jenis,
        nama=b.nama,
        wajib=b.wajib,
        status=status,
        punya=punya,
        perlu=perlu,
        petunjuk=_petunjuk(b, status, punya, perlu),
        kegiatan=tuple(hitungan.kegiatan),
    )


def _petunjuk(b: ButirSyarat, status: StatusButir, punya: int, perlu: int | None) -> str:
    if status is StatusButir.TERPENUHI:
        return ""
    if perlu is None:
        return f"Jumlahnya tidak ditetapkan; verifikator yang menilai. {b.petunjuk}"
    if perlu == 1:
        return b.petunjuk
    return f"Baru {punya} dari {perlu}. {b.petunjuk}"


def _punya(b: ButirSyarat, milik: Milik, hari_ini: date, hitungan: _Hitungan) -> int:
    if b.jenis is JenisButir.DOKUMEN:
        return int(b.kode in milik.dokumen)
    if (jenis := _BUKTI.get(b.jenis)) is not None:
        return sum(x.jenis is jenis and x.selesai <= hari_ini for x in milik.bukti)
    if b.jenis is JenisButir.SERTIFIKAT_AKTIF:
        s = milik.sertifikat
        return int(s is not None and s.aktif and s.terbit <= (s.dilihat_pada or hari_ini) <= s.berakhir)
    return len(hitungan.kegiatan)


class _Hitungan:
    """What an item counts: its reports, and how many kinds of places it has for them."""

    def __init__(self) -> None:
        self.kegiatan: list[UUID] = []
        self.tempat = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tempat:
    """Places for reports of one sort: of item number `butir`, so many (None: as many as there are)."""

    butir: int
    banyak: int | None
    wajib: bool
    cocok: Callable[[KegiatanMilik], bool]


def _bagi(butir: Sequence[ButirSyarat], milik: Milik, hari_ini: date) -> list[_Hitungan]:
    """Spread the reports over the items.

    Taken earliest first, each finds a place if any is left, if need be by others moving to another place they fit:
    the places of a bipartite matching, so no other spread fills more of them. Items that are asked for come before
    those that aren't, and what is left is shown to whoever judges an item without a number. What a verifier relied on
    for such an item stays with it.
    """
    tempat = list(_semua_tempat(butir, milik))
    sah = [k for k in milik.kegiatan if not k.terpakai and k.selesai <= hari_ini]
    sah.sort(key=lambda k: (not k.diambil, k.selesai, k.mulai, k.id))
    isi: list[list[KegiatanMilik]] = [[] for _ in tempat]
    for n, t in enumerate(tempat):
        if t.banyak is None:
            duduk = {k.id for daftar in isi for k in daftar}
            isi[n] += [k for k in sah if k.untuk == butir[t.butir].kode and k.id not in duduk and t.cocok(k)]
    for wajib in (True, False):
        boleh = {n for n, t in enumerate(tempat) if t.banyak is not None and t.wajib >= wajib}
        duduk = {k.id for daftar in isi for k in daftar}
        for k in sah:
            if k.id not in duduk:
                _dudukkan(k, tempat, isi, boleh, set())
    duduk = {k.id for daftar in isi for k in daftar}
    for k in sah:
        lain = (n for n, t in enumerate(tempat) if t.banyak is None and t.cocok(k))
        if k.id not in duduk and (n := next(lain, None)) is not None:
            isi[n].append(k)
    hasil = [_Hitungan() for _ in butir]
    for t, daftar in zip(tempat, isi, strict=True):
        hasil[t.butir].tempat += 1
        hasil[t.butir].kegiatan += [k.id for k in sorted(daftar, key=lambda k: (k.selesai, k.mulai, k.id))]
    return hasil


def _dudukkan(
    k: KegiatanMilik,
    tempat: Sequence[_Tempat],
    isi: Sequence[list[KegiatanMilik]],
    boleh: set[int],
    dicoba: set[int],
) -> bool:
    """Give this report a place, moving others where that helps; `dicoba` are places that were looked at."""
    for n in sorted(boleh - dicoba):
        t = tempat[n]
        if n in dicoba or t.banyak is None or not t.cocok(k):
            continue
        dicoba.add(n)
        if len(isi[n]) < t.banyak:
            isi[n].append(k)
            return True
        for lain in isi[n]:
            if _dudukkan(lain, tempat, isi, boleh, dicoba):
                isi[n].remove(lain)
                isi[n].append(k)
                return True
    return False


def _semua_tempat(butir: Sequence[ButirSyarat], milik: Milik) -> Iterator[_Tempat]:
    for n, b in enumerate(butir):
        if b.jenis is JenisButir.KEGIATAN:
            jendela = _jendela(b.jendela or Jendela.KAPAN_SAJA, milik)
            yield _Tempat(butir=n, banyak=b.jumlah, wajib=b.wajib, cocok=_kegiatan(b, jendela))
        elif b.jenis is JenisButir.BUKTI_TAHUNAN and (s := milik.sertifikat) is not None:
            for tahun in tahun_sertifikat(s.terbit, s.berakhir):
                for segi in SegiApi:
                    yield _Tempat(butir=n, banyak=b.jumlah, wajib=b.wajib, cocok=_tahunan(b, tahun, segi))


def _jendela(jendela: Jendela, milik: Milik) -> tuple[date, date] | None:
    """First and last day of the reports that count; None: no day does."""
    if jendela is Jendela.KAPAN_SAJA:
        return date.min, date.max
    if jendela is Jendela.SESUDAH_DIKLAT:
        diklat = [x.selesai for x in milik.bukti if x.jenis is JenisBukti.DIKLAT]
        return (date.fromordinal(min(diklat).toordinal() + 1), date.max) if diklat else None
    s = milik.sertifikat
    return None if s is None else (s.terbit, s.berakhir)


def _kegiatan(b: ButirSyarat, jendela: tuple[date, date] | None) -> Callable[[KegiatanMilik], bool]:
    def cocok(k: KegiatanMilik) -> bool:
        return (
            jendela is not None
            and jendela[0] <= k.mulai
            and k.selesai <= jendela[1]
            and (not b.jenis_kegiatan or k.jenis in b.jenis_kegiatan)
            and (b.bentuk is None or k.bentuk is b.bentuk)
        )

    return cocok


def _tahunan(b: ButirSyarat, tahun: tuple[date, date], segi: SegiApi) -> Callable[[KegiatanMilik], bool]:
    """Of that side, and begun in that year of the certificate."""

    def cocok(k: KegiatanMilik) -> bool:
        return (
            k.segi is segi
            and tahun[0] <= k.mulai <= tahun[1]
            and (not b.jenis_kegiatan or k.jenis in b.jenis_kegiatan)
        )

    return cocok
