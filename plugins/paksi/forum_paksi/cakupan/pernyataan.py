"""The statements behind coverage: who counts, where they stand, and what each office has.

A level of the tree is asked at once: rows are grouped by the first `LEBAR` signs of their place, so that regions of
one level, whatever their number and size, cost one statement.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from forum_paksi.cakupan.models import KepalaOpd, WilayahKerja
from forum_paksi.cakupan.rules import OPD
from forum_paksi.duta.models import Duta
from forum_paksi.sertifikat.models import RiwayatSertifikat, Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import Pilih
from forum_paksi.tabel import ORANG, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import AKAR

__all__ = [
    "aktif",
    "beku",
    "bertugas",
    "celah_wilayah",
    "duta_per_wilayah",
    "isi_wilayah",
    "lebar",
    "opd_berkeadaan",
    "opd_per_wilayah",
    "pemegang_per_wilayah",
    "rentang",
    "tren",
]

Kolom = ColumnElement[Any] | InstrumentedAttribute[Any]
PANJANG_KECAMATAN: Final = 8
PANJANG_DESA: Final = 13
TINGKAT_DESA: Final = ("DESA", "DESA_ADAT", "KELURAHAN")
_PEMDA: Final = 5
"""Signs of the longest code that owns offices and, where no office serves a smaller one, people."""

K = WilayahKerja.wilayah_kode
TEMPAT_ORANG: Final = func.coalesce(K, ORANG.c.wilayah_kode)
"""Where a person is found: the small region their office serves, else the region they belong to."""


def lebar(kode: str) -> int:
    """By how many signs of their codes regions of the level of `kode` are told apart; the nation by none."""
    return 0 if kode == AKAR else len(kode)


def rentang(kolom: Kolom, kode: Collection[str]) -> ColumnElement[bool]:
    """`kolom` lies at or beneath one of these, or between them: one range scan, whatever their number."""
    if AKAR in kode:
        return true()
    return and_(kolom >= min(kode), kolom < max(f"{k}/" for k in kode))


def _pemda(kode: Collection[str]) -> set[str]:
    """The pemda these lie in: people and offices of a pemda may stand for a smaller region."""
    return {k if k == AKAR else k[:_PEMDA] for k in kode}


def aktif(pada: date) -> ColumnElement[bool]:
    """A certificate that counts on this day."""
    return and_(
        Sertifikat.keadaan == KeadaanSertifikat.AKTIF,
        Sertifikat.diakui,
        Sertifikat.terbit <= pada,
        Sertifikat.berakhir >= pada,
    )


def bertugas(tabel: type[KepalaOpd | Duta], pada: date) -> ColumnElement[bool]:
    """A head or duta of this day."""
    return and_(tabel.dari <= pada, or_(tabel.sampai.is_(None), tabel.sampai >= pada))


def _kunci(tempat: Kolom, panjang: int) -> ColumnElement[str]:
    return func.substr(tempat, 1, panjang).label("kunci")


def _banyak_paksi(*syarat: ColumnElement[bool]) -> ColumnElement[int]:
    """How many people: of living PAKSI certificates that count the database lets a person have one."""
    return func.count(case((and_(Sertifikat.jenis == JenisSkema.PAKSI, *syarat), 1)))


def _banyak_api(*syarat: ColumnElement[bool]) -> ColumnElement[int]:
    """How many people: of API a person may have several."""
    benar = and_(Sertifikat.jenis == JenisSkema.API, *syarat)
    return func.count(case((benar, Sertifikat.orang_id)).distinct())


def _kecamatan(tempat: Kolom, *syarat: ColumnElement[bool]) -> ColumnElement[int]:
    """How many kecamatan are among these places."""
    di = and_(func.length(tempat) >= PANJANG_KECAMATAN, *syarat)
    return func.count(case((di, func.substr(tempat, 1, PANJANG_KECAMATAN))).distinct())


def _desa(tempat: Kolom, *syarat: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((and_(func.length(tempat) == PANJANG_DESA, *syarat), tempat)).distinct())


def _pemegang() -> Pilih:
    """People with certificates, at their places; give it its columns."""
    return (
        select()
        .select_from(ORANG)
        .join(Sertifikat, Sertifikat.orang_id == ORANG.c.id)
        .outerjoin(WilayahKerja, WilayahKerja.perangkat_daerah_id == ORANG.c.perangkat_daerah_id)
        .where(ORANG.c.wilayah_kode.is_not(None))
    )


def pemegang_per_wilayah(kode: Collection[str], panjang: int, pada: date) -> Pilih:
    """(kunci, paksi, api, kecamatan, desa): people with a certificate in force, and small regions with a PAKSI."""
    # What is in force is counted rather than filtered: a filter sends SQLite, which knows no statistics, through the
    # certificates of the whole country instead of the people of the region.
    kini, paksi = aktif(pada), Sertifikat.jenis == JenisSkema.PAKSI
    return (
        _pemegang()
        .add_columns(
            _kunci(TEMPAT_ORANG, panjang),
            _banyak_paksi(kini).label("paksi"),
            _banyak_api(kini).label("api"),
            _kecamatan(TEMPAT_ORANG, paksi, kini).label("kecamatan"),
            _desa(TEMPAT_ORANG, paksi, kini).label("desa"),
        )
        .where(rentang(ORANG.c.wilayah_kode, _pemda(kode)))
        .group_by("kunci")
    )


def _duta(pada: date) -> Pilih:
    """Duta of a day, of places and of offices that are open; give it its columns."""
    return (
        select()
        .select_from(Duta)
        .outerjoin(WilayahKerja, WilayahKerja.perangkat_daerah_id == Duta.perangkat_daerah_id)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Duta.perangkat_daerah_id)
        .where(bertugas(Duta, pada), PERANGKAT_DAERAH.c.dinonaktifkan_pada.is_(None))
    )


def duta_per_wilayah(kode: Collection[str], panjang: int, pada: date) -> Pilih:
    """(kunci, orang, opd, kecamatan, desa): duta of today, and the offices and small regions that have one."""
    tempat = func.coalesce(K, Duta.wilayah_kode)
    return (
        _duta(pada)
        .add_columns(
            _kunci(tempat, panjang),
            func.count(Duta.orang_id.distinct()).label("orang"),
            func.count(Duta.perangkat_daerah_id.distinct()).label("opd"),
            _kecamatan(tempat).label("kecamatan"),
            _desa(tempat).label("desa"),
        )
        .where(or_(rentang(Duta.wilayah_kode, kode), rentang(K, kode)))
        .group_by("kunci")
    )


def isi_wilayah(kode: Collection[str], panjang: int) -> Pilih:
    """(kunci, kecamatan, desa): how many small regions of today lie in each."""
    kecamatan = WILAYAH.c.tingkat == "KECAMATAN"
    return (
        select(
            _kunci(WILAYAH.c.kode, panjang),
            func.count(case((kecamatan, 1))).label("kecamatan"),
            func.count(case((~kecamatan, 1))).label("desa"),
        )
        .where(
            WILAYAH.c.tingkat.in_(("KECAMATAN", *TINGKAT_DESA)),
            WILAYAH.c.berlaku_sampai.is_(None),
            rentang(WILAYAH.c.kode, kode),
        )
        .group_by("kunci")
    )


def opd_berkeadaan(syarat: ColumnElement[bool], pada: date, *, milik: ColumnElement[bool]) -> Subquery:
    """Every open office that meets `syarat` with what it has: paksi, api (people) and kepala (its head is a PAKSI).

    `milik` narrows the people (columns of `ORANG`) to those that may work there.
    """
    opd, kini = PERANGKAT_DAERAH.c, aktif(pada)
    punya = (
        select(
            ORANG.c.perangkat_daerah_id.label("opd"),
            _banyak_paksi(kini).label("paksi"),
            _banyak_api(kini).label("api"),
        )
        .join(Sertifikat, Sertifikat.orang_id == ORANG.c.id)
        .where(milik)
        # An office lies in one pemda; said so, SQLite goes by the people of the region, not through all offices.
        .group_by(ORANG.c.wilayah_kode, ORANG.c.perangkat_daerah_id)
        .subquery("punya")
    )
    kepala = (
        select(KepalaOpd.perangkat_daerah_id.label("opd"), _banyak_paksi(kini).label("paksi"))
        .join(Sertifikat, Sertifikat.orang_id == KepalaOpd.orang_id)
        .where(bertugas(KepalaOpd, pada))
        .group_by(KepalaOpd.perangkat_daerah_id)
        .subquery("kepala")
    )
    return (
        select(
            opd.id,
            opd.wilayah_kode,
            opd.jenis,
            opd.nama,
            opd.nama_cari,
            func.coalesce(K, opd.wilayah_kode).label("tempat"),
            func.coalesce(punya.c.paksi, 0).label("paksi"),
            func.coalesce(punya.c.api, 0).label("api"),
            (func.coalesce(kepala.c.paksi, 0) > 0).label("kepala"),
        )
        .select_from(PERANGKAT_DAERAH)
        .outerjoin(punya, punya.c.opd == opd.id)
        .outerjoin(kepala, kepala.c.opd == opd.id)
        .outerjoin(WilayahKerja, WilayahKerja.perangkat_daerah_id == opd.id)
        .where(opd.dinonaktifkan_pada.is_(None), syarat)
        .subquery("opd")
    )


def opd_di(kode: Collection[str], pada: date) -> Subquery:
    """The OPDs of these regions and of all beneath, with what they have."""
    pemda = _pemda(kode)
    return opd_berkeadaan(
        and_(PERANGKAT_DAERAH.c.jenis.in_(OPD), rentang(PERANGKAT_DAERAH.c.wilayah_kode, pemda)),
        pada,
        milik=rentang(ORANG.c.wilayah_kode, pemda),
    )


def opd_per_wilayah(kode: Collection[str], panjang: int, pada: date) -> Pilih:
    """(kunci, wilayah_kode, inspektorat, paksi, api, kepala, banyak): OPDs that have the same, counted together."""
    o = opd_di(kode, pada).c
    inspektorat = (o.jenis == "INSPEKTORAT").label("inspektorat")
    return select(
        _kunci(o.tempat, panjang),
        o.wilayah_kode,
        inspektorat,
        o.paksi,
        o.api,
        o.kepala,
        func.count().label("banyak"),
    ).group_by("kunci", o.wilayah_kode, "inspektorat", o.paksi, o.api, o.kepala)


def celah_wilayah(kode: str, tingkat: Collection[str], pada: date) -> Pilih:
    """Regions of these levels in `kode` that have neither a PAKSI nor a duta: kode, nama, tingkat."""
    pemda = _pemda([kode])
    berpemegang = (
        _pemegang()
        .add_columns(TEMPAT_ORANG.label("tempat"))
        .where(aktif(pada), Sertifikat.jenis == JenisSkema.PAKSI, rentang(ORANG.c.wilayah_kode, pemda))
    )
    berduta = _duta(pada).add_columns(func.coalesce(K, Duta.wilayah_kode).label("tempat"))
    terisi = berpemegang.union_all(berduta).subquery("terisi").c.tempat
    w = WILAYAH.c
    kecamatan = select(func.substr(terisi, 1, PANJANG_KECAMATAN)).where(
        func.length(terisi) >= PANJANG_KECAMATAN
    )
    desa = select(terisi).where(func.length(terisi) == PANJANG_DESA)
    return select(w.kode, w.nama, w.tingkat).where(
        w.tingkat.in_(sorted(tingkat)),
        w.berlaku_sampai.is_(None),
        rentang(w.kode, [kode]),
        case((w.tingkat == "KECAMATAN", w.kode.not_in(kecamatan)), else_=w.kode.not_in(desa)),
    )


def _pernah_beku() -> Pilih:
    return select(RiwayatSertifikat.sertifikat_id).where(RiwayatSertifikat.ke == KeadaanSertifikat.DIBEKUKAN)


def _hidup(hari: date) -> ColumnElement[bool]:
    """Within its dates on that day and not yet stopped, whatever became of it later."""
    return and_(
        Sertifikat.terbit <= hari,
        Sertifikat.berakhir >= hari,
        or_(Sertifikat.berhenti_pada.is_(None), Sertifikat.berhenti_pada > hari),
    )


def tren(kode: Collection[str], panjang: int, hari: Collection[date]) -> Pilih:
    """(kunci, paksi_0, api_0, paksi_1, ...): holders on each of these days, without certificates ever suspended."""
    kolom: list[ColumnElement[int]] = []
    for nomor, satu in enumerate(hari):
        hidup = _hidup(satu)
        kolom += [
            _banyak_paksi(hidup).label(f"paksi_{nomor}"),
            _banyak_api(hidup).label(f"api_{nomor}"),
        ]
    return (
        _pemegang()
        .add_columns(_kunci(TEMPAT_ORANG, panjang), *kolom)
        .where(
            Sertifikat.diakui,
            Sertifikat.id.not_in(_pernah_beku()),
            rentang(ORANG.c.wilayah_kode, _pemda(kode)),
        )
        .group_by("kunci")
    )


def beku(kode: Collection[str], panjang: int) -> Pilih:
    """Certificates that were suspended once, a row for each change: kunci, id, their dates, ke and pada."""
    ubah = RiwayatSertifikat
    return (
        _pemegang()
        .add_columns(
            _kunci(TEMPAT_ORANG, panjang),
            Sertifikat.id,
            Sertifikat.jenis,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.berhenti_pada,
            ubah.ke,
            ubah.pada,
        )
        .join(ubah, ubah.sertifikat_id == Sertifikat.id)
        .where(
            Sertifikat.diakui, Sertifikat.id.in_(_pernah_beku()), rentang(ORANG.c.wilayah_kode, _pemda(kode))
        )
        .order_by(Sertifikat.id, ubah.pada, ubah.id)
    )
