"""Whose certificates count: recognised issuers as data, shipped with LSP KPK and kept by the national operator."""

from __future__ import annotations

import csv
import uuid
from datetime import date
from importlib.resources import files
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.sertifikat.models import Penerbit
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import sisipkan
from forum_server.plugin import AKAR, Aktor, catat

__all__ = ["MasaPenerbit", "isi_penerbit", "masa_penerbit"]

RUANG: Final = uuid.UUID("8d1f7d55-2f0b-5a0e-8a3f-93f0c5a1d0f2")
"""Names the ids of shipped rows, so they are the same in every database."""
MasaPenerbit = tuple[str, JenisSkema, date, date | None]
"""An issuer, a kind, and the first and last day its certificates of that kind count (None: open)."""


def masa_penerbit(session: Session) -> list[MasaPenerbit]:
    """Every recognised issuer, for `rules.diakui`; a handful of rows."""
    rows = session.execute(
        select(Penerbit.lembaga_kode, Penerbit.jenis, Penerbit.berlaku_dari, Penerbit.berlaku_sampai)
    )
    return [(r.lembaga_kode, r.jenis, r.berlaku_dari, r.berlaku_sampai) for r in rows]


def isi_penerbit(session: Session) -> None:
    """Write the shipped issuers that aren't there yet; rows somebody changed are left alone."""
    isi = files("forum_paksi.sertifikat").joinpath("data", "penerbit.csv").read_text(encoding="utf-8")
    rows = [
        {
            "id": uuid.uuid5(RUANG, f"{b['lembaga']}:{b['jenis']}:{b['berlaku_dari']}"),
            "lembaga_kode": b["lembaga"],
            "jenis": JenisSkema(b["jenis"]),
            "berlaku_dari": date.fromisoformat(b["berlaku_dari"]),
            "berlaku_sampai": date.fromisoformat(b["berlaku_sampai"]) if b["berlaku_sampai"] else None,
            "sumber": b["sumber"],
        }
        for b in csv.DictReader(isi.splitlines())
    ]
    stmt = sisipkan(session, Penerbit).values(rows).on_conflict_do_nothing().returning(Penerbit.id)
    for id_ in session.scalars(stmt).all():
        catat(
            session,
            Aktor.sistem("paksi"),
            "paksi.isi_dasar",
            objek="paksi_penerbit",
            objek_id=str(id_),
            wilayah=AKAR,
        )
