"""Reading coverage: figures of many regions of a level in one statement each, and pages of what is missing."""

from __future__ import annotations

import itertools
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Subquery, and_, not_, or_, select

from forum_paksi.cakupan import pernyataan, rules
from forum_paksi.cakupan.models import KepalaOpd, WilayahKerja
from forum_paksi.cakupan.pernyataan import lebar, opd_berkeadaan, opd_di
from forum_paksi.cakupan.rules import KeadaanCakupan, Punya, Syarat
from forum_paksi.hari import ZONA_NASIONAL, hari_di
from forum_paksi.pelaku import IZIN_LIHAT
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import Pilih
from forum_paksi.tabel import ORANG, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    AKAR,
    Aktor,
    Database,
    Halaman,
    Konteks,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam,
    leluhur,
)

__all__ = [
    "AngkaOpd",
    "Kebijakan",
    "TitikTren",
    "anak",
    "angka_duta",
    "angka_opd",
    "angka_pemegang",
    "angka_wilayah",
    "daftar_celah_wilayah",
    "daftar_opd",
    "hari_ini",
    "kepala",
    "opd_ini",
    "pilih_opd",
    "satu",
    "tren",
    "turunan",
    "wilayah_kerja",
]

Baris = Row[Any]
K = KeadaanCakupan

_P = PERANGKAT_DAERAH.c
_URUTAN_OPD: Final = Urutan("paksi_cakupan_opd", _P.wilayah_kode, _P.nama_cari, pemutus=_P.id)
_URUTAN_WILAYAH: Final = Urutan("paksi_cakupan_wilayah", pemutus=WILAYAH.c.kode)
_KOLOM_WILAYAH: Final = (WILAYAH.c.kode, WILAYAH.c.nama, WILAYAH.c.tingkat)


def hari_ini() -> date:
    """The day for which coverage is told: the nation's, for all regions, so that they add up."""
    return hari_di(datetime.now(UTC), ZONA_NASIONAL)


class Kebijakan:
    """What offices should have, by the settings of the region that owns them."""

    def __init__(self, aktif: Any) -> None:
        """`aktif` is the snapshot of the request: who runs what, with which settings."""
        self._aktif = aktif
        self._tahu: dict[tuple[str, ...], PaksiSetelan] = {}

    @classmethod
    def dari(cls, konteks: Konteks) -> Kebijakan:
        """Those of a request."""
        return cls(konteks.aktif)

    def setelan(self, kode: str) -> PaksiSetelan:
        """The settings of a region; read once for all regions that inherit the same."""
        jalur = tuple(k for k in leluhur(kode) if self._aktif.baris("paksi", k) is not None)
        if (tahu := self._tahu.get(jalur)) is None:
            tahu = self._tahu[jalur] = self._aktif.setelan(PaksiSetelan, "paksi", kode)
        return tahu

    def syarat(self, kode: str, *, inspektorat: bool) -> Syarat:
        """What an office of this region should have."""
        s = self.setelan(kode)
        return rules.syarat(
            s.kebijakan_cakupan,
            kuota_opd=s.kuota_opd,
            kuota_api_inspektorat=s.kuota_api_inspektorat,
            inspektorat=inspektorat,
        )

    def kelompok(self, kode: Iterable[str]) -> dict[tuple[Syarat, Syarat], list[str]]:
        """Regions by what their offices should have: (an inspectorate, any other)."""
        hasil: defaultdict[tuple[Syarat, Syarat], list[str]] = defaultdict(list)
        for k in kode:
            hasil[self.syarat(k, inspektorat=True), self.syarat(k, inspektorat=False)].append(k)
        return hasil


@dataclass(kw_only=True, slots=True)
class AngkaOpd:
    """OPDs of a region with all beneath it, by their state; inspectorates among them."""

    keadaan: dict[KeadaanCakupan, int] = field(default_factory=lambda: dict.fromkeys(K, 0))
    inspektorat: int = 0
    inspektorat_lengkap: int = 0

    @property
    def jumlah(self) -> int:
        """All of them."""
        return sum(self.keadaan.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class TitikTren:
    """Holders on one day."""

    tanggal: date
    paksi: int
    api: int


async def satu(db: Database, kode: str) -> Baris | None:
    """A region of today: kode, nama, tingkat."""
    w = WILAYAH.c
    return await db.first(select(*_KOLOM_WILAYAH).where(w.kode == kode, w.berlaku_sampai.is_(None)))


async def turunan(db: Database, kode: Sequence[str], *, first: int, after: str | None) -> list[Halaman]:
    """A page of the regions right beneath each of these."""
    stmt = select(*_KOLOM_WILAYAH).where(WILAYAH.c.berlaku_sampai.is_(None))
    return await ambil_halaman_per(
        db, stmt, _URUTAN_WILAYAH, kunci=WILAYAH.c.induk_kode, nilai=kode, first=first, after=after
    )


async def anak(db: Database, kode: str) -> Sequence[Baris]:
    """All regions right beneath one, by code."""
    w = WILAYAH.c
    return await db.all(
        select(*_KOLOM_WILAYAH).where(w.induk_kode == kode, w.berlaku_sampai.is_(None)).order_by(w.kode)
    )


async def _per_tingkat(
    db: Database, kode: Collection[str], buat: Callable[[list[str], int], Pilih]
) -> dict[str, list[Baris]]:
    """The rows of a statement by region; one statement for each level among `kode`."""
    tingkat: defaultdict[int, list[str]] = defaultdict(list)
    for k in sorted(set(kode)):
        tingkat[lebar(k)].append(k)
    hasil: dict[str, list[Baris]] = {k: [] for k in kode}
    for panjang, setingkat in tingkat.items():
        diminta = set(setingkat)
        for row in await db.all(buat(setingkat, panjang)):
            if (k := row.kunci or AKAR) in diminta:
                hasil[k].append(row)
    return hasil


async def _tunggal(
    db: Database, kode: Collection[str], buat: Callable[[list[str], int], Pilih]
) -> dict[str, Baris | None]:
    rows = await _per_tingkat(db, kode, buat)
    return {k: baris[0] if baris else None for k, baris in rows.items()}


async def angka_pemegang(db: Database, kode: Collection[str], pada: date) -> dict[str, Baris | None]:
    """Holders of each region with all beneath it: paksi, api, and kecamatan and desa with a PAKSI."""
    return await _tunggal(db, kode, lambda k, n: pernyataan.pemegang_per_wilayah(k, n, pada))


async def angka_duta(db: Database, kode: Collection[str], pada: date) -> dict[str, Baris | None]:
    """Duta of each region with all beneath it: orang, and opd, kecamatan and desa that have one."""
    return await _tunggal(db, kode, lambda k, n: pernyataan.duta_per_wilayah(k, n, pada))


async def angka_wilayah(db: Database, kode: Collection[str]) -> dict[str, Baris | None]:
    """How many kecamatan and desa lie in each region."""
    return await _tunggal(db, kode, pernyataan.isi_wilayah)


async def angka_opd(
    db: Database, kebijakan: Kebijakan, kode: Collection[str], pada: date
) -> dict[str, AngkaOpd]:
    """OPDs of each region with all beneath it, each judged by the policy of the pemda it belongs to."""
    rows = await _per_tingkat(db, kode, lambda k, n: pernyataan.opd_per_wilayah(k, n, pada))
    hasil: dict[str, AngkaOpd] = {}
    for k, baris in rows.items():
        angka = hasil[k] = AngkaOpd()
        for row in baris:
            punya = Punya(paksi=row.paksi, api=row.api, kepala=bool(row.kepala))
            syarat = kebijakan.syarat(row.wilayah_kode, inspektorat=bool(row.inspektorat))
            angka.keadaan[rules.keadaan(syarat, punya)] += row.banyak
            if row.inspektorat:
                angka.inspektorat += row.banyak
                angka.inspektorat_lengkap += row.banyak if row.paksi and row.api else 0
    return hasil


async def tren(db: Database, kode: Collection[str], hari: Sequence[date]) -> dict[str, list[TitikTren]]:
    """Holders of each region on each of these days, where people are today; two statements for each level."""
    biasa = await _tunggal(db, kode, lambda k, n: pernyataan.tren(k, n, hari))
    beku = await _per_tingkat(db, kode, pernyataan.beku)
    hasil: dict[str, list[TitikTren]] = {}
    for k, row in biasa.items():
        tambah = _hidup_per_hari(beku[k], hari)
        hasil[k] = [
            TitikTren(
                tanggal=satu,
                paksi=(getattr(row, f"paksi_{n}") if row else 0) + tambah[JenisSkema.PAKSI, satu],
                api=(getattr(row, f"api_{n}") if row else 0) + tambah[JenisSkema.API, satu],
            )
            for n, satu in enumerate(hari)
        ]
    return hasil


def _hidup_per_hari(rows: Iterable[Baris], hari: Sequence[date]) -> Mapping[tuple[JenisSkema, date], int]:
    """How many of the certificates that were suspended once were in force on each day."""
    hasil: defaultdict[tuple[JenisSkema, date], int] = defaultdict(int)
    for _, perubahan in itertools.groupby(rows, key=lambda r: r.id):
        semua = list(perubahan)
        s = semua[0]
        pembekuan = [(hari_di(r.pada, ZONA_NASIONAL), r.ke is KeadaanSertifikat.DIBEKUKAN) for r in semua]
        for satu in hari:
            hasil[s.jenis, satu] += rules.hidup(
                satu,
                terbit=s.terbit,
                berakhir=s.berakhir,
                berhenti_pada=s.berhenti_pada,
                pembekuan=pembekuan,
            )
    return hasil


def _berkeadaan(o: Any, kelompok: Mapping[tuple[Syarat, Syarat], list[str]], keadaan: Collection[K]) -> Any:
    """The offices in one of these states; says the same as `rules.keadaan`."""
    pilihan: list[ColumnElement[bool]] = []
    for (inspektorat, lain), kode in kelompok.items():
        for syarat, jenis in (
            (inspektorat, o.jenis == rules.INSPEKTORAT),
            (lain, o.jenis != rules.INSPEKTORAT),
        ):
            cukup = and_(o.paksi >= syarat.paksi, o.api >= syarat.api)
            ada = or_(o.paksi > 0, o.kepala)
            if syarat.kepala:
                cukup = and_(cukup, o.kepala)
            if syarat.api:
                ada = or_(ada, o.api > 0)
            menurut = {
                K.TERPENUHI: cukup,
                K.DI_BAWAH_KUOTA: and_(not_(cukup), ada),
                K.BELUM_ADA: and_(not_(cukup), not_(ada)),
            }
            pilihan.append(and_(dalam(o.wilayah_kode, kode), jenis, or_(*(menurut[k] for k in set(keadaan)))))
    return or_(*pilihan)


async def pilih_opd(
    db: Database,
    aktor: Aktor,
    kebijakan: Kebijakan,
    *,
    wilayah: str,
    keadaan: Collection[K] | None,
    pada: date,
) -> Pilih:
    """The OPDs of a region and of all beneath that the actor may see, with what they have; costs one statement."""
    o: Subquery = opd_di([wilayah], pada)
    stmt = (
        select(_P.id, _P.wilayah_kode, _P.jenis, _P.nama, o.c.paksi, o.c.api, o.c.kepala)
        .join(o, o.c.id == _P.id)
        .where(
            aktor.lingkup(IZIN_LIHAT).klausa(_P.wilayah_kode, kolom_perangkat_daerah=_P.id),
            pernyataan.rentang(o.c.tempat, [wilayah]),
        )
    )
    if keadaan is None:
        return stmt
    pemilik = await db.scalars(
        select(_P.wilayah_kode)
        .where(_P.dinonaktifkan_pada.is_(None), pernyataan.rentang(_P.wilayah_kode, [wilayah[:5]]))
        .distinct()
    )
    kelompok = kebijakan.kelompok(pemilik)
    return stmt.where(_berkeadaan(o.c, kelompok, keadaan) if kelompok and keadaan else o.c.id.is_(None))


async def daftar_opd(
    db: Database,
    aktor: Aktor,
    kebijakan: Kebijakan,
    *,
    wilayah: str,
    keadaan: Collection[K] | None,
    first: int,
    after: str | None,
) -> Halaman:
    """A page of those OPDs, by pemda and name; two statements."""
    stmt = await pilih_opd(db, aktor, kebijakan, wilayah=wilayah, keadaan=keadaan, pada=hari_ini())
    return await ambil_halaman(db, stmt, _URUTAN_OPD, first=first, after=after)


async def daftar_celah_wilayah(
    db: Database, aktor: Aktor, *, wilayah: str, tingkat: Collection[str], first: int, after: str | None
) -> Halaman:
    """A page of the small regions that have neither a PAKSI nor a duta, by code."""
    stmt = pernyataan.celah_wilayah(wilayah, tingkat, hari_ini()).where(
        aktor.lingkup(IZIN_LIHAT).klausa(WILAYAH.c.kode)
    )
    return await ambil_halaman(db, stmt, _URUTAN_WILAYAH, first=first, after=after)


async def opd_ini(db: Database, opd: Collection[uuid.UUID], pada: date) -> dict[uuid.UUID, Baris]:
    """What each of these offices has, of whatever kind they are: paksi, api, kepala; one statement."""
    milik = dalam(ORANG.c.perangkat_daerah_id, opd)
    o = opd_berkeadaan(dalam(_P.id, opd), pada, milik=milik)
    return {row.id: row for row in await db.all(select(o))}


async def kepala(db: Database, opd: Collection[uuid.UUID], pada: date) -> dict[uuid.UUID, Baris]:
    """Who heads each of these offices on a day: orang_id, dari."""
    k = KepalaOpd
    stmt = select(k.perangkat_daerah_id, k.orang_id, k.dari).where(
        dalam(k.perangkat_daerah_id, opd), pernyataan.bertugas(k, pada)
    )
    return {row.perangkat_daerah_id: row for row in await db.all(stmt)}


async def wilayah_kerja(db: Database, opd: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The small region each of these offices serves."""
    w = WilayahKerja
    stmt = select(w.perangkat_daerah_id, w.wilayah_kode).where(dalam(w.perangkat_daerah_id, opd))
    return {row.perangkat_daerah_id: row.wilayah_kode for row in await db.all(stmt)}
