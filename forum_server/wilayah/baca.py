"""Reading the region tree. Lists hold the codes in force; former ones show where they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from forum_server.database import Database, dalam, di_bawah
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman
from forum_server.teks import mengandung
from forum_server.wilayah.models import Wilayah, WilayahAlias, WilayahPengganti
from forum_server.wilayah.rules import TingkatWilayah, kode_sah, kode_sekarang

__all__ = ["alias", "anak", "banyak", "daftar", "pengganti", "satu"]

Baris = Row[Any]

KOLOM = (
    Wilayah.kode,
    Wilayah.nama,
    Wilayah.tingkat,
    Wilayah.induk_kode,
    Wilayah.zona,
    Wilayah.otonom,
    Wilayah.berlaku_dari,
    Wilayah.berlaku_sampai,
    Wilayah.sumber,
)

URUTAN = Urutan("wilayah", pemutus=Wilayah.kode)


def _pilih() -> Pilih:
    return select(*KOLOM)


def _berlaku() -> ColumnElement[bool]:
    hari_ini = func.current_date()
    return and_(
        or_(Wilayah.berlaku_dari.is_(None), Wilayah.berlaku_dari <= hari_ini),
        or_(Wilayah.berlaku_sampai.is_(None), Wilayah.berlaku_sampai >= hari_ini),
    )


async def satu(db: Database, kode: str) -> Baris | None:
    """The region a code means today: itself, or by its successors where it has ended (see `rules.kode_sekarang`)."""
    if not kode_sah(kode):
        return None
    baris = await db.first(_pilih().where(Wilayah.kode == kode))
    if baris is None or baris.berlaku_sampai is None:
        return baris
    kini = kode_sekarang(kode, await _penerus(db, kode))
    return baris if kini == kode else await db.first(_pilih().where(Wilayah.kode == kini))


async def _penerus(db: Database, kode: str) -> Mapping[str, list[str]]:
    """Who took the place of `kode` and of its successors, for as long as they have ended themselves."""
    langkah = (
        select(WilayahPengganti.lama_kode, WilayahPengganti.baru_kode)
        .join(Wilayah, Wilayah.kode == WilayahPengganti.lama_kode)
        .where(Wilayah.berlaku_sampai < func.current_date())
    )
    rantai = langkah.where(WilayahPengganti.lama_kode == kode).cte("rantai", recursive=True)
    rantai = rantai.union(langkah.join(rantai, rantai.c.baru_kode == WilayahPengganti.lama_kode))
    penerus: dict[str, list[str]] = {}
    for row in await db.all(select(rantai).order_by(rantai.c.lama_kode, rantai.c.baru_kode)):
        penerus.setdefault(row.lama_kode, []).append(row.baru_kode)
    return penerus


async def banyak(db: Database, kode: Iterable[str]) -> dict[str, Baris]:
    """The rows of these codes as they stand, former ones too."""
    return {row.kode: row for row in await db.all(_pilih().where(dalam(Wilayah.kode, set(kode))))}


async def anak(db: Database, kode: Iterable[str], *, termasuk_lama: bool = False) -> dict[str, list[Baris]]:
    """The regions right beneath each of these, by code."""
    stmt = _pilih().where(dalam(Wilayah.induk_kode, set(kode))).order_by(Wilayah.kode)
    if not termasuk_lama:
        stmt = stmt.where(_berlaku())
    hasil: dict[str, list[Baris]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.induk_kode, []).append(row)
    return hasil


async def alias(db: Database, kode: Iterable[str]) -> dict[str, list[str]]:
    """Other names of each of these regions, in the order of the alphabet."""
    stmt = (
        select(WilayahAlias.wilayah_kode, WilayahAlias.nama)
        .where(dalam(WilayahAlias.wilayah_kode, set(kode)))
        .order_by(WilayahAlias.nama_cari)
    )
    hasil: dict[str, list[str]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.wilayah_kode, []).append(row.nama)
    return hasil


async def pengganti(db: Database, kode: Iterable[str], *, mundur: bool = False) -> dict[str, list[Baris]]:
    """The regions in the place of each of these; `mundur`: the former ones whose place each of these took.

    A row is a region with `kunci` (the code asked about), `tanggal` and `sumber_pengganti`.
    """
    p = aliased(WilayahPengganti)
    kunci, lain = (p.baru_kode, p.lama_kode) if mundur else (p.lama_kode, p.baru_kode)
    stmt = (
        select(*KOLOM, kunci.label("kunci"), p.tanggal, p.sumber.label("sumber_pengganti"))
        .join(Wilayah, Wilayah.kode == lain)
        .where(dalam(kunci, set(kode)))
        .order_by(Wilayah.kode)
    )
    hasil: dict[str, list[Baris]] = {}
    for row in await db.all(stmt):
        hasil.setdefault(row.kunci, []).append(row)
    return hasil


async def daftar(
    db: Database,
    *,
    induk: str | None = None,
    tingkat: TingkatWilayah | None = None,
    cari: str | None = None,
    termasuk_lama: bool = False,
    first: int = BAWAAN,
    after: str | None = None,
) -> Halaman:
    """Regions by code: those right beneath `induk`, or with `tingkat` all of that level anywhere beneath it.

    `cari` looks in names and other names, blind to case and diacritics.
    """
    stmt = _pilih()
    if induk:
        if not kode_sah(induk):
            stmt = stmt.where(Wilayah.kode.is_(None))
        elif tingkat is None:
            stmt = stmt.where(Wilayah.induk_kode == induk)
        else:
            stmt = stmt.where(di_bawah(Wilayah.kode, induk), Wilayah.kode != induk)
    if tingkat is not None:
        stmt = stmt.where(Wilayah.tingkat == tingkat)
    if cari and cari.strip():
        lain = exists().where(
            WilayahAlias.wilayah_kode == Wilayah.kode, mengandung(WilayahAlias.nama_cari, cari)
        )
        stmt = stmt.where(or_(mengandung(Wilayah.nama_cari, cari), lain))
    if not termasuk_lama:
        stmt = stmt.where(_berlaku())
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)
