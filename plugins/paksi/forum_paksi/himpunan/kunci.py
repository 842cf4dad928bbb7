"""Locking a pool for one unit of work, deciding who may do what to it, and moving it on.

Locks are taken in one order everywhere: pool, requests, schedules, invitations, shares.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.keadaan import (
    PERALIHAN,
    KeadaanHimpunan,
    TindakanHimpunan,
    tolak_tindakan,
)
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.models import Himpunan
from forum_paksi.pelaku import wajib_pelaku, wajib_punya
from forum_paksi.skema.models import Skema
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import Aktor, TidakDitemukan, catat, siarkan, wajib_aktif

PERISTIWA_HIMPUNAN: Final = "paksi.himpunan"
"""Told with a pool's id whenever its state, requests, policy, shares or decisions changed."""
OBJEK: Final = "paksi_himpunan"


@dataclass(frozen=True, kw_only=True, slots=True)
class HimpunanTerkunci:
    """A pool whose row is locked until the unit ends."""

    id: uuid.UUID
    wilayah: str
    lembaga: str
    skema_id: uuid.UUID
    skema_kode: str
    kebijakan: Kebijakan
    keadaan: KeadaanHimpunan


def kunci_baris(session: Session, himpunan_id: uuid.UUID) -> HimpunanTerkunci | None:
    """Lock a pool's row; None when there is none. Says nothing about who may."""
    row = session.execute(
        select(
            Himpunan.id,
            Himpunan.wilayah_kode,
            Himpunan.lembaga_kode,
            Himpunan.skema_id,
            Skema.kode,
            Himpunan.kebijakan,
            Himpunan.keadaan,
        )
        .join(Skema, Skema.id == Himpunan.skema_id)
        .where(Himpunan.id == himpunan_id)
        .with_for_update(key_share=True, of=Himpunan)
    ).first()
    if row is None:
        return None
    return HimpunanTerkunci(
        id=row[0],
        wilayah=row[1],
        lembaga=row[2],
        skema_id=row[3],
        skema_kode=row[4],
        kebijakan=row[5],
        keadaan=row[6],
    )


def kunci_untuk(
    session: Session, aktor: Aktor, himpunan_id: uuid.UUID, tindakan: TindakanHimpunan
) -> HimpunanTerkunci:
    """Lock a pool the actor may do `tindakan` to, in a state that allows it.

    Raises `Ditolak`, `TidakDitemukan` himpunan, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or KEADAAN_TIDAK_SESUAI.
    """
    peralihan = PERALIHAN[tindakan]
    wajib_punya(aktor, peralihan.oleh)
    himpunan = kunci_baris(session, himpunan_id)
    if himpunan is None:
        raise TidakDitemukan("himpunan", letak=["himpunan"])
    wajib_pelaku(aktor, peralihan.oleh, wilayah=himpunan.wilayah, lembaga=himpunan.lembaga, apa="himpunan")
    wajib_aktif(session, "paksi", himpunan.wilayah)
    if himpunan.keadaan not in peralihan.dari:
        raise tolak_tindakan(himpunan.keadaan, tindakan)
    return himpunan


def majukan(
    session: Session,
    aktor: Aktor,
    himpunan: HimpunanTerkunci,
    tindakan: TindakanHimpunan,
    **nilai: Any,
) -> None:
    """Move a locked pool to the state `tindakan` leads to, with its audit entry and event."""
    ke = PERALIHAN[tindakan].ke
    assert ke is not None
    session.execute(
        update(Himpunan)
        .where(Himpunan.id == himpunan.id, Himpunan.keadaan == himpunan.keadaan)
        .values(keadaan=ke, **nilai),
        execution_options=TANPA_SINKRON,
    )
    umumkan(session, aktor, himpunan, tindakan, bidang=["keadaan", *nilai])


def umumkan(
    session: Session,
    aktor: Aktor,
    himpunan: HimpunanTerkunci,
    tindakan: TindakanHimpunan,
    *,
    bidang: list[str],
) -> None:
    """Audit entry and event of something done to a pool."""
    catat(
        session,
        aktor,
        f"paksi.himpunan_{tindakan.value.lower()}",
        objek=OBJEK,
        objek_id=str(himpunan.id),
        wilayah=himpunan.wilayah,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_HIMPUNAN, kunci=str(himpunan.id), wilayah=himpunan.wilayah)
