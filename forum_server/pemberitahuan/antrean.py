"""The queue of outgoing mail, a transaction each: take one, then say what became of it.

A mail is taken before it is sent, and the taking is committed, so that no two processes send it at the same time. One
whose sender died is free again when the lease ends. Whether the mail server had accepted it by then nobody can know:
it is sent again, with the same Message-ID, because a reminder that is lost is worse than one that comes twice.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from forum_server.akun.models import Akun
from forum_server.database import bebas_jejak, sekarang
from forum_server.pemberitahuan.models import (
    DaftarJenis,
    KeadaanSurel,
    Pemberitahuan,
    PilihanPemberitahuan,
    SurelKeluar,
)
from forum_server.pemberitahuan.rules import UMUR_SUREL, jeda_ulang, saluran

__all__ = ["PINJAM_SATU", "Kiriman", "ambil", "selesai", "ulangi"]

PINJAM_SATU: Final = timedelta(minutes=10)
"""How long one mail is its taker's; much longer than any attempt may take."""

_ALASAN: Final = "the queue of outgoing e-mail"
_TANPA_SINKRON: Final = {"synchronize_session": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Kiriman:
    """A mail that was taken. `alamat` is None when it may not be sent any more: deactivated, no address, not wanted."""

    pemberitahuan_id: uuid.UUID
    peminjam: uuid.UUID
    percobaan: int
    alamat: str | None
    jenis: str
    data: dict[str, str]
    dibuat_pada: datetime


def ambil(session: Session, peminjam: uuid.UUID) -> Kiriman | None:
    """Take the mail that has been due longest, of those nobody is sending; None when there is none."""
    bebas_jejak(session, _ALASAN)
    s, p, kini = SurelKeluar, Pemberitahuan, sekarang(session)
    calon = (
        select(s.pemberitahuan_id)
        .join(p, p.id == s.pemberitahuan_id)
        .where(
            s.keadaan == KeadaanSurel.MENUNGGU,
            s.berikut <= kini,
            or_(s.dipinjam_sampai.is_(None), s.dipinjam_sampai < kini),
            p.dibuat_pada > kini - UMUR_SUREL,
        )
        .order_by(s.berikut, s.pemberitahuan_id)
        .limit(1)
        .with_for_update(skip_locked=True, of=s)
    )
    id_ = session.scalar(
        update(s)
        .where(s.pemberitahuan_id == calon.scalar_subquery())
        .values(peminjam=peminjam, dipinjam_sampai=kini + PINJAM_SATU, percobaan=s.percobaan + 1)
        .returning(s.pemberitahuan_id),
        execution_options=_TANPA_SINKRON,
    )
    if id_ is None:
        return None
    pilih = PilihanPemberitahuan
    row = session.execute(
        select(
            s.percobaan,
            p.jenis,
            p.data,
            p.dibuat_pada,
            Akun.aktif,
            Akun.surel,
            DaftarJenis.surel_bawaan,
            pilih.surel.label("dipilih"),
        )
        .join(p, p.id == s.pemberitahuan_id)
        .join(Akun, Akun.id == p.akun_id)
        .join(DaftarJenis, DaftarJenis.nama == p.jenis)
        .outerjoin(pilih, and_(pilih.akun_id == p.akun_id, pilih.jenis == p.jenis))
        .where(s.pemberitahuan_id == id_)
    ).one()
    mau = saluran(
        dalam_aplikasi=None,
        surel=row.dipilih,
        surel_bawaan=row.surel_bawaan,
        beralamat=row.surel is not None,
    ).surel
    return Kiriman(
        pemberitahuan_id=id_,
        peminjam=peminjam,
        percobaan=row.percobaan,
        alamat=row.surel if row.aktif and mau else None,
        jenis=row.jenis,
        data=row.data,
        dibuat_pada=row.dibuat_pada,
    )


def selesai(session: Session, kiriman: Kiriman, keadaan: KeadaanSurel, *, alasan: str | None = None) -> None:
    """Nothing more is to be done about this mail: it was accepted, refused for good, or is not wanted."""
    _catat(session, kiriman, keadaan=keadaan, alasan=alasan, selesai_pada=sekarang(session))


def ulangi(session: Session, kiriman: Kiriman, *, alasan: str) -> None:
    """Try again after a pause that grows with every attempt, as long as a mail of this age is sent at all."""
    kini = sekarang(session)
    berikut = kini + jeda_ulang(kiriman.percobaan)
    if berikut >= kiriman.dibuat_pada + UMUR_SUREL:
        _catat(session, kiriman, keadaan=KeadaanSurel.GAGAL, alasan=alasan, selesai_pada=kini)
    else:
        _catat(session, kiriman, berikut=berikut, alasan=alasan)


def _catat(session: Session, kiriman: Kiriman, **nilai: Any) -> None:
    """Write down what became of it, unless it is somebody else's by now."""
    bebas_jejak(session, _ALASAN)
    s = SurelKeluar
    session.execute(
        update(s)
        .where(s.pemberitahuan_id == kiriman.pemberitahuan_id, s.peminjam == kiriman.peminjam)
        .values(peminjam=None, dipinjam_sampai=None, **nilai),
        execution_options=_TANPA_SINKRON,
    )
