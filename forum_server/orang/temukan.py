"""Finding registered people by the numbers others know them by; the numbers themselves are never stored in the clear."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_server.kunci import KolomSidik, Kunci
from forum_server.orang.models import NIK, NIP, Orang

__all__ = ["OrangDitemukan", "Temuan", "temukan_orang"]


@dataclass(frozen=True, kw_only=True, slots=True)
class OrangDitemukan:
    """A person behind a number, and where they belong; whether the actor may know is the caller's to decide."""

    id: uuid.UUID
    wilayah_kode: str | None
    lembaga_kode: str | None
    perangkat_daerah_id: uuid.UUID | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Temuan:
    """People by NIP and by NIK; numbers that nobody registered are missing."""

    nip: dict[str, OrangDitemukan] = field(default_factory=dict[str, OrangDitemukan])
    nik: dict[str, OrangDitemukan] = field(default_factory=dict[str, OrangDitemukan])


def temukan_orang(
    session: Session, kunci: Kunci, *, nip: Iterable[str] = (), nik: Iterable[str] = ()
) -> Temuan:
    """The people with these numbers (digits only), in one statement for each kind of number (and one that asks which keys are in force)."""
    return Temuan(nip=_menurut(session, kunci, NIP.sidik, nip), nik=_menurut(session, kunci, NIK.sidik, nik))


def _menurut(
    session: Session, kunci: Kunci, sidik: KolomSidik | None, angka: Iterable[str]
) -> dict[str, OrangDitemukan]:
    assert sidik is not None
    cari = list(angka)
    if not cari:
        return {}
    dari, cocok = sidik.cari(session, kunci, cari)
    rows = session.execute(
        select(
            sidik.kolom.label("satu"),
            sidik.kedua.label("dua"),
            Orang.id,
            Orang.wilayah_kode,
            Orang.lembaga_kode,
            Orang.perangkat_daerah_id,
        ).where(cocok)
    )
    return {
        dari[row.satu] if row.satu in dari else dari[row.dua]: OrangDitemukan(
            id=row.id,
            wilayah_kode=row.wilayah_kode,
            lembaga_kode=row.lembaga_kode,
            perangkat_daerah_id=row.perangkat_daerah_id,
        )
        for row in rows
    }
