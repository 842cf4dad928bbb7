"""A recognised LSP, somebody with an application, and the certificates issued to them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.sertifikat.penerbit import IsianPenerbit, tetapkan_penerbit
from forum_paksi.sertifikat.service import terbitkan_sertifikat
from forum_paksi.skema.rules import JenisSkema
from tests.paksi.bahan import LSP, SISTEM, aktor, dasar, hibah, orang, tabel
from tests.paksi.bahan_kelayakan import permohonan

PENERBIT = aktor(hibah("paksi:terbitkan", lembaga=LSP))
KINI = datetime.now(UTC).date() - timedelta(days=1)
"""A day that is over in every zone."""


def diakui(
    session: Session, lembaga: str = LSP, dari: date = date(2016, 1, 1), sampai: date | None = None
) -> None:
    """Certificates of this LSP count, of both kinds."""
    for jenis in JenisSkema:
        tetapkan_penerbit(
            session,
            SISTEM,
            isian=IsianPenerbit(
                lembaga=lembaga, jenis=jenis, berlaku_dari=dari, berlaku_sampai=sampai, sumber="uji"
            ),
        )


def satu_orang(session: Session, *, aktif: Sequence[str] = ("ID",)) -> uuid.UUID:
    """Two LSPs, the first recognised, and one person."""
    dasar(session, aktif=aktif)
    diakui(session)
    return orang(session)[0]


def terbit(
    session: Session,
    orang_id: uuid.UUID,
    pada: date,
    skema: str = "PAKSI_PERTAMA",
    *,
    nomor: str | None = None,
    lembaga: str = LSP,
) -> uuid.UUID:
    """A certificate from an application of its own."""
    t = tabel("paksi_skema")
    asal = permohonan(
        session,
        orang_id,
        "PAKSI_PERTAMA/BARU/PENGALAMAN",
        keadaan="DIBATALKAN",
        alasan="uji",
        lembaga_kode=lembaga,
    )
    return terbitkan_sertifikat(
        session,
        SISTEM,
        permohonan_id=asal,
        orang_id=orang_id,
        skema_id=session.scalars(select(t.c.id).where(t.c.kode == skema)).one(),
        lembaga=lembaga,
        nomor=nomor or f"UJI-{uuid.uuid4()}",
        terbit=pada,
    )
