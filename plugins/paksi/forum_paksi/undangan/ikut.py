"""An invitation follows its pool and its schedule: when one of them is over, so is the invitation."""

from __future__ import annotations

import uuid
from typing import Final

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.models import Himpunan
from forum_paksi.pengingat.service import kabari_undangan
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.undangan.kunci import OBJEK, tanggapi
from forum_paksi.undangan.models import Undangan
from forum_paksi.undangan.rules import HIDUP, KeadaanUndangan
from forum_server.plugin import Aktor, catat

__all__ = ["himpunan_bubar", "himpunan_dialokasikan", "jadwal_batal"]

K = KeadaanUndangan
HIMPUNAN_BUBAR: Final = "Himpunannya dibubarkan."
HIMPUNAN_DIALOKASIKAN: Final = "Kursi himpunannya sudah dibagi dengan jadwal lain."
JADWAL_BATAL: Final = "LSP membatalkan jadwalnya."


def himpunan_bubar(session: Session, aktor: Aktor, himpunan_id: uuid.UUID) -> None:
    """A locked pool is dissolved: its invitation falls, agreed to or not. The schedule stays the LSP's to decide on."""
    _gugurkan(
        session,
        aktor,
        Undangan.himpunan_id == himpunan_id,
        Undangan.keadaan.in_(HIDUP | {K.DISEPAKATI}),
        alasan=HIMPUNAN_BUBAR,
    )


def himpunan_dialokasikan(session: Session, aktor: Aktor, himpunan_id: uuid.UUID) -> None:
    """The seats of a locked pool are divided: an invitation still open could give it no more seats, so it falls."""
    _gugurkan(
        session,
        aktor,
        Undangan.himpunan_id == himpunan_id,
        Undangan.keadaan.in_(HIDUP),
        alasan=HIMPUNAN_DIALOKASIKAN,
    )


def jadwal_batal(session: Session, aktor: Aktor, jadwal_id: uuid.UUID) -> None:
    """The LSP cancelled a locked schedule: the agreement it came from falls, and the pool may invite again."""
    _gugurkan(
        session,
        aktor,
        Undangan.jadwal_id == jadwal_id,
        Undangan.keadaan == K.DISEPAKATI,
        alasan=JADWAL_BATAL,
    )


def _gugurkan(session: Session, aktor: Aktor, *syarat: ColumnElement[bool], alasan: str) -> None:
    """The caller announces its own pool, so no event is told here."""
    for id_, versi, himpunan_id, dikirim_pada in session.execute(
        update(Undangan)
        .where(*syarat)
        .values(keadaan=K.GUGUR, alasan=alasan)
        .returning(Undangan.id, Undangan.versi, Undangan.himpunan_id, Undangan.dikirim_pada),
        execution_options=TANPA_SINKRON,
    ).all():
        tanggapi(session, id_, versi, K.GUGUR, alasan)
        wilayah, lembaga = session.execute(
            select(Himpunan.wilayah_kode, Himpunan.lembaga_kode).where(Himpunan.id == himpunan_id)
        ).one()
        catat(
            session,
            aktor,
            "paksi.undangan_gugur",
            objek=OBJEK,
            objek_id=str(id_),
            wilayah=wilayah,
            bidang=["keadaan", "alasan"],
        )
        if dikirim_pada is not None:
            kabari_undangan(
                session,
                undangan_id=id_,
                versi=versi,
                himpunan_id=himpunan_id,
                wilayah=wilayah,
                lembaga=lembaga,
                tindakan=K.GUGUR.value,
            )
