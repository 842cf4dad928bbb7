"""Which OPDs have a certificate holder: the statement behind coverage, for allocations and for fields alike."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_nasional
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.tabel import ORANG
from forum_server.plugin import dalam


def pemegang_aktif(
    opd: Collection[uuid.UUID], hari_ini: date, jenis: JenisSkema | None = None
) -> Select[uuid.UUID, uuid.UUID, JenisSkema]:
    """(OPD, person, kind) of every holder of a certificate in force who works in one of these OPDs now.

    Only certificates of recognised issuers count (domain notes 1.4), and none that was suspended.
    """
    stmt = (
        select(ORANG.c.perangkat_daerah_id, Sertifikat.orang_id, Sertifikat.jenis)
        .join(ORANG, ORANG.c.id == Sertifikat.orang_id)
        .where(
            dalam(ORANG.c.perangkat_daerah_id, opd),
            Sertifikat.terbit <= hari_ini,
            Sertifikat.berakhir >= hari_ini,
            Sertifikat.keadaan == KeadaanSertifikat.AKTIF,
            Sertifikat.diakui,
        )
        .distinct()
    )
    return stmt if jenis is None else stmt.where(Sertifikat.jenis == jenis)


def opd_tercakup(session: Session, opd: Collection[uuid.UUID], jenis: JenisSkema) -> set[uuid.UUID]:
    """Those of these OPDs that have at least one active holder of this kind."""
    rows = session.execute(pemegang_aktif(opd, hari_nasional(session), jenis))
    return {row[0] for row in rows}
