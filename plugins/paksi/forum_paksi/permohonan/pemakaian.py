"""Which accepted reports an application counts: each counts in one application at most, until that one failed."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from sqlalchemy import delete, insert, literal, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.permohonan.models import KegiatanDilepas, PemakaianKegiatan
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import KeadaanMenolak

__all__ = ["lepas", "lepas_butir", "pakai", "pakai_lagi", "tambah"]


def pakai(session: Session, permohonan_id: uuid.UUID, kegiatan: Collection[tuple[uuid.UUID, str]]) -> None:
    """Count these (report, code of the item) in an application, instead of what it counted before.

    Raises `KeadaanMenolak` KEGIATAN_TERPAKAI when another application counted one of them meanwhile.
    """
    session.execute(
        delete(PemakaianKegiatan).where(PemakaianKegiatan.permohonan_id == permohonan_id),
        execution_options=TANPA_SINKRON,
    )
    tambah(session, permohonan_id, kegiatan)


def tambah(session: Session, permohonan_id: uuid.UUID, kegiatan: Collection[tuple[uuid.UUID, str]]) -> None:
    """Count these besides. Raises as `pakai`."""
    if not kegiatan:
        return
    try:
        with session.begin_nested():
            session.execute(
                insert(PemakaianKegiatan),
                [
                    {"kegiatan_id": id_, "permohonan_id": permohonan_id, "butir_kode": butir}
                    for id_, butir in sorted(kegiatan)
                ],
            )
    except IntegrityError:
        raise _terpakai() from None


def lepas_butir(session: Session, permohonan_id: uuid.UUID, butir: Collection[str]) -> None:
    """Free what an application counted for these items."""
    p = PemakaianKegiatan
    session.execute(
        delete(p).where(p.permohonan_id == permohonan_id, p.butir_kode.in_(sorted(butir))),
        execution_options=TANPA_SINKRON,
    )


def lepas(session: Session, permohonan_id: uuid.UUID, *, ingat: bool) -> None:
    """Free what an application counted; with `ingat` it is remembered for `pakai_lagi`."""
    p = PemakaianKegiatan
    if ingat:
        session.execute(
            insert(KegiatanDilepas).from_select(
                ["permohonan_id", "kegiatan_id", "butir_kode"],
                select(literal(permohonan_id, p.permohonan_id.type), p.kegiatan_id, p.butir_kode).where(
                    p.permohonan_id == permohonan_id
                ),
            )
        )
    session.execute(delete(p).where(p.permohonan_id == permohonan_id), execution_options=TANPA_SINKRON)


def pakai_lagi(session: Session, permohonan_id: uuid.UUID) -> None:
    """Count again what an application counted until it failed. Raises as `pakai`."""
    d = KegiatanDilepas
    rows = session.execute(
        delete(d).where(d.permohonan_id == permohonan_id).returning(d.kegiatan_id, d.butir_kode),
        execution_options=TANPA_SINKRON,
    )
    pakai(session, permohonan_id, [(row[0], row[1]) for row in rows.all()])


def _terpakai() -> KeadaanMenolak:
    return KeadaanMenolak(
        "KEGIATAN_TERPAKAI",
        "Sebagian laporan kegiatan untuk permohonan ini sudah dihitung dalam permohonan lain. "
        "Muat ulang kelayakannya, lalu lengkapi laporan yang kurang.",
    )
