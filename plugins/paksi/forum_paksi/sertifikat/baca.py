"""Reading certificates, as far as an actor may see whose they are, and checking one by its code as anybody may."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, exists, or_, select

from forum_paksi.pelaku import IZIN_LIHAT, IZIN_SERTIFIKAT, IZIN_TERBITKAN
from forum_paksi.sertifikat.models import Penerbit, RiwayatSertifikat, Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.models import Skema
from forum_paksi.tabel import ORANG, WILAYAH
from forum_server.plugin import (
    Aktor,
    Database,
    Halaman,
    TidakDitemukan,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    dalam,
    di_bawah,
    turun,
)

__all__ = [
    "IZIN_BACA",
    "banyak",
    "daftar",
    "daftar_per_orang",
    "menurut_kode",
    "menurut_permohonan",
    "penerbit",
    "riwayat",
    "satu",
]

IZIN_BACA = (IZIN_LIHAT, IZIN_SERTIFIKAT, IZIN_TERBITKAN)
URUTAN = Urutan("paksi_sertifikat", turun(Sertifikat.terbit), pemutus=turun(Sertifikat.id))
_KODE: Final = re.compile(r"[A-Z2-7]{32}", re.ASCII)
K = KeadaanSertifikat


def terlihat(aktor: Aktor) -> ColumnElement[bool]:
    """The certificates of people in the actor's scope, those of the actor's LSP, and the actor's own."""
    lingkup = [
        aktor.lingkup(izin).klausa(
            Sertifikat.wilayah_kode,
            kolom_perangkat_daerah=Sertifikat.perangkat_daerah_id,
            kolom_lembaga=Sertifikat.lembaga_kode,
        )
        for izin in IZIN_BACA
    ]
    sendiri = [] if aktor.orang_id is None else [Sertifikat.orang_id == aktor.orang_id]
    return or_(*lingkup, *sendiri)


def _pilih() -> Any:
    return select(
        Sertifikat.id,
        Sertifikat.orang_id,
        Sertifikat.skema_id,
        Sertifikat.jenis,
        Sertifikat.lembaga_kode,
        Sertifikat.nomor,
        Sertifikat.terbit,
        Sertifikat.berakhir,
        Sertifikat.keadaan,
        Sertifikat.diakui,
        Sertifikat.kode_periksa,
        Sertifikat.berhenti_pada,
        Sertifikat.pengganti_id,
        Sertifikat.permohonan_id,
        Sertifikat.wilayah_kode,
        Sertifikat.perangkat_daerah_id,
        WILAYAH.c.zona,
    ).join(WILAYAH, WILAYAH.c.kode == Sertifikat.wilayah_kode)


async def daftar(
    db: Database,
    aktor: Aktor,
    *,
    wilayah: str | None,
    lembaga: str | None,
    berlaku_pada: date | None,
    berakhir_sampai: date | None,
    first: int,
    after: str | None,
) -> Halaman:
    """Certificates, the latest first."""
    stmt = _pilih().where(terlihat(aktor))
    if wilayah is not None:
        stmt = stmt.where(di_bawah(Sertifikat.wilayah_kode, wilayah))
    if lembaga is not None:
        stmt = stmt.where(Sertifikat.lembaga_kode == lembaga)
    if berlaku_pada is not None:
        stmt = stmt.where(
            Sertifikat.terbit <= berlaku_pada,
            Sertifikat.berakhir >= berlaku_pada,
            Sertifikat.keadaan != K.DIBEKUKAN,
            or_(Sertifikat.berhenti_pada.is_(None), Sertifikat.berhenti_pada > berlaku_pada),
        )
    if berakhir_sampai is not None:
        stmt = stmt.where(Sertifikat.keadaan == K.AKTIF, Sertifikat.berakhir <= berakhir_sampai)
    return await ambil_halaman(db, stmt, URUTAN, first=first, after=after)


async def daftar_per_orang(
    db: Database, aktor: Aktor, orang: Sequence[uuid.UUID], *, first: int, after: str | None
) -> list[Halaman]:
    """A page of certificates for each of these people, the latest first."""
    return await ambil_halaman_per(
        db,
        _pilih().where(terlihat_pada_orang(aktor)),
        URUTAN,
        kunci=Sertifikat.orang_id,
        nilai=orang,
        first=first,
        after=after,
    )


def terlihat_pada_orang(aktor: Aktor) -> ColumnElement[bool]:
    """As `terlihat`, and those of people who belong to the actor's scope by now, wherever they were when it was issued."""
    kini = [
        aktor.lingkup(izin).klausa(ORANG.c.wilayah_kode, kolom_perangkat_daerah=ORANG.c.perangkat_daerah_id)
        for izin in IZIN_BACA
    ]
    return or_(terlihat(aktor), exists().where(ORANG.c.id == Sertifikat.orang_id, or_(*kini)))


async def satu(db: Database, aktor: Aktor, id_: uuid.UUID) -> Row[Any]:
    """One certificate; raises `TidakDitemukan` sertifikat when it is unknown or not the actor's to see."""
    rows = await db.all(_pilih().where(Sertifikat.id == id_, terlihat_pada_orang(aktor)))
    if not rows:
        raise TidakDitemukan("sertifikat", letak=["sertifikat"])
    return rows[0]


async def banyak(
    db: Database, id_: Iterable[uuid.UUID], aktor: Aktor | None = None
) -> dict[uuid.UUID, Row[Any]]:
    """These certificates; with `aktor` only those the actor may see."""
    stmt = _pilih().where(dalam(Sertifikat.id, set(id_)))
    if aktor is not None:
        stmt = stmt.where(terlihat_pada_orang(aktor))
    return {r.id: r for r in await db.all(stmt)}


async def menurut_permohonan(db: Database, permohonan: Iterable[uuid.UUID]) -> dict[uuid.UUID, Row[Any]]:
    """The certificates these applications led to, whoever asks."""
    rows = await db.all(_pilih().where(dalam(Sertifikat.permohonan_id, set(permohonan))))
    return {r.permohonan_id: r for r in rows}


async def riwayat(db: Database, sertifikat: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Row[Any]]]:
    """What happened to each of these certificates, from the first on, without who did it."""
    r = RiwayatSertifikat
    rows = await db.all(
        select(r.sertifikat_id, r.dari, r.ke, r.alasan, r.pada)
        .where(dalam(r.sertifikat_id, set(sertifikat)))
        .order_by(r.pada, r.id)
    )
    hasil: dict[uuid.UUID, list[Row[Any]]] = {}
    for row in rows:
        hasil.setdefault(row.sertifikat_id, []).append(row)
    return hasil


async def penerbit(db: Database) -> Sequence[Row[Any]]:
    """Every recognised issuer; a handful of rows."""
    return await db.all(
        select(
            Penerbit.id,
            Penerbit.lembaga_kode,
            Penerbit.jenis,
            Penerbit.berlaku_dari,
            Penerbit.berlaku_sampai,
            Penerbit.sumber,
        ).order_by(Penerbit.jenis, Penerbit.lembaga_kode, Penerbit.berlaku_dari)
    )


async def menurut_kode(db: Database, kode: str) -> Row[Any] | None:
    """What anybody may know of the certificate with this code; None for a code that is none, or of one that doesn't count.

    Blanks and small letters are forgiven: people copy it from paper.
    """
    rapat = "".join(kode[:80].split()).upper()
    if not _KODE.fullmatch(rapat):
        return None
    rows = await db.all(
        select(
            ORANG.c.nama.label("nama"),
            Skema.nama.label("skema"),
            WILAYAH.c.nama.label("wilayah"),
            WILAYAH.c.zona,
            Sertifikat.wilayah_kode,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.keadaan,
        )
        .join(ORANG, ORANG.c.id == Sertifikat.orang_id)
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .join(WILAYAH, WILAYAH.c.kode == Sertifikat.wilayah_kode)
        .where(Sertifikat.kode_periksa == rapat, Sertifikat.diakui)
    )
    return rows[0] if rows else None
