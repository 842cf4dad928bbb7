"""Looking up versions of schemes and jalur inside a unit of work, and writing the reference data."""

from __future__ import annotations

import csv
import uuid
from collections.abc import Collection, Iterator
from datetime import date
from importlib.resources import files

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.basis import PaksiBase
from forum_paksi.skema.models import Jalur, Skema, SkemaJalur
from forum_paksi.sql import sisipkan
from forum_server.plugin import Aktor, IsianTidakSah, TidakDitemukan, catat

__all__ = ["RUANG", "isi_dasar", "jalur_skema", "jalur_untuk", "skema_berlaku"]

RUANG = uuid.UUID("5f8f3d0e-7d0b-5c63-9a52-0a0b8d1f6c11")
"""Names the ids of reference rows, so they are the same in every database."""


def skema_berlaku(session: Session, kode: str, pada: date, *, letak: str = "skema") -> uuid.UUID:
    """The version of a scheme in force on a day; raises `TidakDitemukan`."""
    id_ = session.scalar(
        select(Skema.id)
        .where(
            Skema.kode == kode,
            Skema.berlaku_dari <= pada,
            Skema.berlaku_sampai.is_(None) | (Skema.berlaku_sampai >= pada),
        )
        .order_by(Skema.berlaku_dari.desc())
        .limit(1)
    )
    if id_ is None:
        raise TidakDitemukan("skema", letak=[letak])
    return id_


def jalur_skema(session: Session, skema_id: uuid.UUID, pada: date) -> dict[str, uuid.UUID]:
    """The versions of all jalur that lead into a scheme on a day, by code; none for a scheme without jalur."""
    rows = session.execute(
        select(Jalur.kode, Jalur.id)
        .join(SkemaJalur, SkemaJalur.jalur_id == Jalur.id)
        .where(
            SkemaJalur.skema_id == skema_id,
            Jalur.berlaku_dari <= pada,
            Jalur.berlaku_sampai.is_(None) | (Jalur.berlaku_sampai >= pada),
        )
    )
    return {row[0]: row[1] for row in rows}


def jalur_untuk(
    session: Session, skema_id: uuid.UUID, kode: Collection[str], pada: date
) -> dict[str, uuid.UUID]:
    """The versions of these jalur that lead into a scheme on a day; raises `IsianTidakSah` JALUR_TIDAK_SESUAI."""
    ada = jalur_skema(session, skema_id, pada)
    if asing := sorted(set(kode) - set(ada)):
        boleh = ", ".join(sorted(ada)) or "tidak ada"
        raise IsianTidakSah(
            "JALUR_TIDAK_SESUAI",
            f"Jalur {', '.join(asing)} tidak berlaku untuk skema ini. Yang berlaku: {boleh}.",
            letak=["jalur"],
        )
    return {k: ada[k] for k in kode}


def isi_dasar(session: Session) -> None:
    """Write the reference schemes and jalur that aren't there yet; rows an administrator changed are left alone."""
    baru = 0
    for model, berkas, nilai in (
        (Skema, "skema.csv", _baris_skema),
        (Jalur, "jalur.csv", _baris_jalur),
        (SkemaJalur, "skema_jalur.csv", _baris_skema_jalur),
    ):
        rows = [nilai(row) for row in _baca(berkas)]
        baru += _tambah(session, model, rows)
    if baru:
        catat(
            session,
            Aktor.sistem("paksi"),
            "paksi.isi_dasar",
            objek="paksi_skema",
            objek_id="dasar",
            wilayah="ID",
        )


def _tambah(session: Session, model: type[PaksiBase], rows: list[dict[str, object]]) -> int:
    kunci = [kolom.name for kolom in model.__table__.primary_key]
    pernyataan = (
        sisipkan(session, model)
        .values(rows)
        .on_conflict_do_nothing(index_elements=kunci)
        .returning(*model.__table__.primary_key)
    )
    return len(session.execute(pernyataan).all())


def _baca(berkas: str) -> Iterator[dict[str, str]]:
    isi = files("forum_paksi.skema").joinpath("data", berkas).read_text(encoding="utf-8")
    yield from csv.DictReader(isi.splitlines())


def _id(jenis: str, kode: str, dari: str) -> uuid.UUID:
    return uuid.uuid5(RUANG, f"{jenis}:{kode}:{dari}")


def _masa(row: dict[str, str]) -> dict[str, object]:
    sampai = row["berlaku_sampai"]
    return {
        "berlaku_dari": date.fromisoformat(row["berlaku_dari"]),
        "berlaku_sampai": date.fromisoformat(sampai) if sampai else None,
    }


def _baris_skema(row: dict[str, str]) -> dict[str, object]:
    return {
        "id": _id("skema", row["kode"], row["berlaku_dari"]),
        "kode": row["kode"],
        "nama": row["nama"],
        "jenis": row["jenis"],
        "jenjang": row["jenjang"] or None,
        "urutan": int(row["urutan"]),
        "sumber": row["sumber"],
        **_masa(row),
    }


def _baris_jalur(row: dict[str, str]) -> dict[str, object]:
    return {
        "id": _id("jalur", row["kode"], row["berlaku_dari"]),
        "kode": row["kode"],
        "nama": row["nama"],
        "keterangan": row["keterangan"],
        "urutan": int(row["urutan"]),
        "sumber": row["sumber"],
        **_masa(row),
    }


def _baris_skema_jalur(row: dict[str, str]) -> dict[str, object]:
    return {
        "skema_id": _id("skema", row["skema"], row["skema_dari"]),
        "jalur_id": _id("jalur", row["jalur"], row["jalur_dari"]),
        "sumber": row["sumber"],
    }
