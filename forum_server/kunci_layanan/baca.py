"""Reading keys: who a key is at this moment, whether an origin is some frontend's, and lists for administrators."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import Row, bindparam, or_, select

from forum_server.akses.models import DaftarIzin, DaftarPeran
from forum_server.akses.rules import Aktor, Cara, Hibah
from forum_server.akses.service import WIB, hari
from forum_server.akun.rules import sidik_rahasia
from forum_server.database import AKAR, GANGGUAN, Database, dalam, di_bawah, waktu_db
from forum_server.database.halaman import BAWAAN, Halaman, Pilih, Urutan, ambil_halaman
from forum_server.galat import ServerSibuk
from forum_server.kunci_layanan.models import AsalLayanan, JenisKunciLayanan, KunciLayanan, PeranLayanan
from forum_server.kunci_layanan.rules import AWALAN_PELADEN, AWALAN_PERAMBAN
from forum_server.kunci_layanan.service import IZIN, tandai_dipakai

__all__ = [
    "Frontend",
    "aktor_dari_kunci",
    "asal_banyak",
    "asal_dikenal",
    "daftar",
    "frontend",
    "peran_banyak",
    "satu",
]

_SELAMANYA: Final = timedelta(days=1)
"""How long an answer about a key without an end is good for; sockets ask again long before."""

_k = KunciLayanan

_FRONTEND: Final = (
    select(
        _k.id,
        _k.nama,
        _k.batas_per_menit,
        _k.terakhir_dipakai,
        _k.berlaku_sampai,
        AsalLayanan.asal,
        waktu_db().label("kini"),
    )
    .join(AsalLayanan, AsalLayanan.kunci_id == _k.id)
    .where(_k.sidik == bindparam("sidik"), _k.jenis == JenisKunciLayanan.PERAMBAN, _k.dicabut_pada.is_(None))
)
_PELADEN: Final = (
    select(
        _k.id,
        _k.nama,
        _k.batas_per_menit,
        _k.terakhir_dipakai,
        _k.berlaku_sampai,
        _k.wilayah_kode,
        _k.lembaga_kode,
        DaftarPeran.kode.label("peran"),
        DaftarPeran.izin,
        waktu_db().label("kini"),
    )
    .join(PeranLayanan, PeranLayanan.kunci_id == _k.id)
    .join(DaftarPeran, DaftarPeran.kode == PeranLayanan.peran)
    .where(_k.sidik == bindparam("sidik"), _k.jenis == JenisKunciLayanan.PELADEN, _k.dicabut_pada.is_(None))
    .order_by(DaftarPeran.kode)
)
_ASAL: Final = (
    select(_k.berlaku_sampai, waktu_db().label("kini"))
    .join(AsalLayanan, AsalLayanan.kunci_id == _k.id)
    .where(AsalLayanan.asal == bindparam("asal"), _k.dicabut_pada.is_(None))
    .order_by(_k.berlaku_sampai.desc().nulls_first())
    .limit(1)
)
_HANYA_ORANG: Final = select(DaftarIzin.kode).where(DaftarIzin.hanya_orang)


@dataclass(frozen=True, kw_only=True, slots=True)
class Frontend:
    """A frontend that named itself with its key."""

    id: uuid.UUID
    nama: str
    asal: frozenset[str]
    batas_per_menit: int


async def frontend(db: Database, kunci: str) -> Frontend | None:
    """The frontend of a living browser key; one statement. None for anything else."""
    if not kunci.startswith(AWALAN_PERAMBAN):
        return None
    baris = await db.all(_FRONTEND, {"sidik": sidik_rahasia(kunci)})
    if not baris or not _berlaku(baris[0]):
        return None
    satu_ = baris[0]
    await _tandai(db, satu_)
    return Frontend(
        id=satu_.id,
        nama=satu_.nama,
        asal=frozenset(b.asal for b in baris),
        batas_per_menit=satu_.batas_per_menit,
    )


async def aktor_dari_kunci(db: Database, kunci: str) -> tuple[Aktor, datetime] | None:
    """Who a server's key speaks for and until when; two statements. None for anything that is no living key.

    The actor is no person: no account, no orang. What only a person may hold is left out even where a role has come to
    contain it since.
    """
    if not kunci.startswith(AWALAN_PELADEN):
        return None
    baris = await db.all(_PELADEN, {"sidik": sidik_rahasia(kunci)})
    if not baris or not _berlaku(baris[0]):
        return None
    hanya_orang = frozenset(await db.scalars(_HANYA_ORANG))
    satu_ = baris[0]
    await _tandai(db, satu_)
    hibah = tuple(
        Hibah(
            peran=b.peran,
            izin=frozenset(b.izin) - hanya_orang,
            wilayah=b.wilayah_kode,
            lembaga=b.lembaga_kode,
            sampai=b.berlaku_sampai,
        )
        for b in baris
    )
    aktor = Aktor(
        akun_id=None,
        orang_id=None,
        nama=f"layanan:{satu_.nama}",
        hibah=hibah,
        cara=Cara.LAYANAN,
        jatah=(f"kunci:{satu_.id}", satu_.batas_per_menit),
    )
    return aktor, _akhir(satu_.berlaku_sampai, satu_.kini)


async def asal_dikenal(db: Database, asal: str) -> bool:
    """Whether a living key of a frontend names this origin."""
    row = await db.first(_ASAL, {"asal": asal})
    return row is not None and _berlaku(row)


async def satu(db: Database, kunci_id: uuid.UUID) -> Row[Any] | None:
    """One key, whoever asks: the caller has decided that they may."""
    return await db.first(_pilih().where(_k.id == kunci_id))


async def daftar(
    db: Database, aktor: Aktor, *, kode: str, first: int = BAWAAN, after: str | None = None
) -> Halaman:
    """The keys of a region and of all beneath it (or of a lembaga) by name, revoked ones too, as far as in scope."""
    milik = di_bawah(_k.wilayah_kode, kode)
    if kode != AKAR:
        milik = or_(milik, _k.lembaga_kode == kode)
    lingkup = aktor.lingkup(IZIN).klausa(_k.wilayah_kode, kolom_lembaga=_k.lembaga_kode)
    urutan = Urutan("kunci-layanan", pemutus=_k.nama)
    return await ambil_halaman(db, _pilih().where(milik, lingkup), urutan, first=first, after=after)


async def asal_banyak(db: Database, kunci_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The origins of these keys."""
    a = AsalLayanan
    stmt = select(a.kunci_id, a.asal).where(dalam(a.kunci_id, set(kunci_id))).order_by(a.kunci_id, a.asal)
    return _per_kunci(await db.all(stmt))


async def peran_banyak(db: Database, kunci_id: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The roles of these keys."""
    p = PeranLayanan
    stmt = select(p.kunci_id, p.peran).where(dalam(p.kunci_id, set(kunci_id))).order_by(p.kunci_id, p.peran)
    return _per_kunci(await db.all(stmt))


def _per_kunci(rows: Iterable[Any]) -> dict[uuid.UUID, list[str]]:
    hasil: defaultdict[uuid.UUID, list[str]] = defaultdict(list)
    for kunci_id, isi in rows:
        hasil[kunci_id].append(isi)
    return hasil


def _pilih() -> Pilih:
    return select(
        _k.id,
        _k.nama,
        _k.jenis,
        _k.batas_per_menit,
        _k.berlaku_sampai,
        _k.terakhir_dipakai,
        _k.dibuat_pada,
        _k.dicabut_pada,
        _k.wilayah_kode,
        _k.lembaga_kode,
    )


async def _tandai(db: Database, row: Row[Any]) -> None:
    hari_ini = hari(row.kini)
    if row.terakhir_dipakai is None or row.terakhir_dipakai < hari_ini:
        with suppress(*GANGGUAN, ServerSibuk):  # it is told again with the next request
            await db.write(tandai_dipakai, row.id, hari_ini)


def _berlaku(row: Row[Any]) -> bool:
    return row.berlaku_sampai is None or hari(row.kini) <= row.berlaku_sampai


def _akhir(sampai: date | None, kini: datetime) -> datetime:
    if sampai is None:
        return kini + _SELAMANYA
    return datetime.combine(sampai + timedelta(days=1), time(), WIB)
