"""Pure rules of renewal readiness: what counts inside a certificate's own period, what is missing, by when it is due.

The requirement is data (path PERPANJANGAN); what counts is weighed by `kelayakan.rules`, as an application would.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from forum_paksi.kegiatan.rules import SegiApi
from forum_paksi.kelayakan.rules import (
    ButirSyarat,
    KegiatanMilik,
    Milik,
    NilaiButir,
    SertifikatMilik,
    nilai,
    tahun_sertifikat,
)
from forum_paksi.persyaratan.rules import Jendela, JenisButir

__all__ = ["BagianPembaruan", "Kesiapan", "bagi_rata", "kesiapan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class BagianPembaruan:
    """One thing to report: between `mulai` and `sampai`, `perlu` of them (None: not known, a person judges).

    `tahun` (1, 2, ...) and `segi` are set for the yearly evidence of an API. `tenggat`: by which days the missing
    ones should happen, spread evenly over the days left; empty when nothing is missing, when the number isn't known,
    and when the time is over.
    """

    kode: str
    nama: str
    petunjuk: str
    wajib: bool
    mulai: date
    sampai: date
    tahun: int | None
    segi: SegiApi | None
    punya: int
    perlu: int | None
    tenggat: tuple[date, ...]

    @property
    def kurang(self) -> int | None:
        """How many are missing; None where the number isn't known."""
        return None if self.perlu is None else max(0, self.perlu - self.punya)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kesiapan:
    """How ready a certificate is for renewal."""

    bagian: tuple[BagianPembaruan, ...]

    @property
    def terpenuhi(self) -> bool | None:
        """Whether nothing that is asked for is missing; None when only a person can tell."""
        kurang = [b.kurang for b in self.bagian if b.wajib]
        if any(kurang):
            return False
        return None if None in kurang else True


def bagi_rata(banyak: int, dari: date, sampai: date) -> tuple[date, ...]:
    """By which days each of so many should happen, evenly over the days from `dari` to `sampai`, the last at the end.

    Empty when `sampai` is over.
    """
    sisa = (sampai - dari).days
    if sisa < 0:
        return ()
    return tuple(dari + timedelta(days=sisa * ke // banyak) for ke in range(1, banyak + 1))


def kesiapan(
    butir: Sequence[ButirSyarat],
    kegiatan: Sequence[KegiatanMilik],
    *,
    terbit: date,
    berakhir: date,
    hari_ini: date,
) -> Kesiapan:
    """How ready a certificate is, by the items of its renewal that look at reports."""
    melapor = [b for b in butir if _melapor(b)]
    milik = Milik(kegiatan=kegiatan, sertifikat=SertifikatMilik(terbit=terbit, berakhir=berakhir))
    menurut_id = {k.id: k for k in kegiatan}
    return Kesiapan(
        bagian=tuple(
            bagian
            for b, hasil in zip(melapor, nilai(melapor, milik, hari_ini), strict=True)
            for bagian in _bagian(b, hasil, menurut_id, terbit, berakhir, hari_ini)
        )
    )


_MASA: Final = Jendela.MASA_SERTIFIKAT


def _melapor(b: ButirSyarat) -> bool:
    return b.jenis is JenisButir.BUKTI_TAHUNAN or (b.jenis is JenisButir.KEGIATAN and b.jendela is _MASA)


def _bagian(
    b: ButirSyarat,
    hasil: NilaiButir,
    kegiatan: Mapping[UUID, KegiatanMilik],
    terbit: date,
    berakhir: date,
    hari_ini: date,
) -> Iterator[BagianPembaruan]:
    if b.jenis is JenisButir.KEGIATAN:
        yield _satu(b, len(hasil.kegiatan), terbit, berakhir, hari_ini)
        return
    terhitung = [kegiatan[id_] for id_ in hasil.kegiatan]
    for tahun, (mulai, sampai) in enumerate(tahun_sertifikat(terbit, berakhir), 1):
        for segi in SegiApi:
            punya = sum(k.segi is segi and mulai <= k.mulai <= sampai for k in terhitung)
            yield _satu(b, punya, mulai, sampai, hari_ini, tahun=tahun, segi=segi)


def _satu(
    b: ButirSyarat,
    punya: int,
    mulai: date,
    sampai: date,
    hari_ini: date,
    *,
    tahun: int | None = None,
    segi: SegiApi | None = None,
) -> BagianPembaruan:
    kurang = 0 if b.jumlah is None else max(0, b.jumlah - punya)
    return BagianPembaruan(
        kode=b.kode,
        nama=b.nama,
        petunjuk=b.petunjuk,
        wajib=b.wajib,
        mulai=mulai,
        sampai=sampai,
        tahun=tahun,
        segi=segi,
        punya=punya,
        perlu=b.jumlah,
        tenggat=bagi_rata(kurang, max(mulai, hari_ini), sampai) if kurang else (),
    )
