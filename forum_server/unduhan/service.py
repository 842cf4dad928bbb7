"""Issuing a link, using it up, and clearing those that nobody used."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Cara
from forum_server.akun.rules import sidik_rahasia, token_baru
from forum_server.database import bebas_jejak, sekarang, waktu_db
from forum_server.galat import KeadaanMenolak
from forum_server.unduhan.models import TautanUnduhan
from forum_server.unduhan.rules import AWALAN, UMUR_TAUTAN

__all__ = ["Pakai", "TautanSiap", "bersihkan", "pakai", "terbitkan_unduhan"]

ISI_MAKS: Final = 200
_TANPA: Final = {"synchronize_session": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class TautanSiap:
    """A link that works once, until `berlaku_sampai`; the only time its address is seen."""

    alamat: str
    berlaku_sampai: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Pakai:
    """What a link that was just used up was for."""

    akun_id: uuid.UUID | None
    cara: Cara | None
    dua_langkah: bool
    jenis: str
    isi: Mapping[str, str]
    wilayah: str


def terbitkan_unduhan(
    session: Session,
    aktor: Aktor,
    *,
    jenis: str,
    isi: Mapping[str, str],
    wilayah: str,
    umur: timedelta = UMUR_TAUTAN,
) -> TautanSiap:
    """Issue a link with which this account downloads `jenis` once; `isi` says which one, `wilayah` who owns it.

    The caller has checked that the actor may, and writes the audit entry in the same unit: to hand out a link is to
    hand out what it leads to. Raises ValueError for `isi` that is more than ids and short words, and for an actor
    without an account who may do everything; `KeadaanMenolak` PERLU_AKUN for the key of a service.
    """
    if aktor.serba_boleh:
        raise ValueError("the server itself downloads nothing")
    if any(len(k) > ISI_MAKS or len(v) > ISI_MAKS for k, v in isi.items()):
        raise ValueError("a link holds ids, not content")
    if aktor.cara is Cara.LAYANAN:
        raise KeadaanMenolak(
            "PERLU_AKUN", "Unduhan hanya untuk orang. Masuk dengan akun, lalu minta tautannya kembali."
        )
    token = token_baru(AWALAN)
    sampai = sekarang(session) + umur
    session.execute(
        insert(TautanUnduhan).values(
            sidik=sidik_rahasia(token),
            akun_id=aktor.akun_id,
            cara=aktor.cara,
            dua_langkah=aktor.dua_langkah,
            jenis=jenis,
            isi=dict(isi),
            wilayah_kode=wilayah,
            berlaku_sampai=sampai,
        )
    )
    return TautanSiap(alamat=f"/unduh/{token}", berlaku_sampai=sampai)


def pakai(session: Session, token: str) -> Pakai:
    """Use a link up: of two who come with it at once exactly one gets through.

    Raises `KeadaanMenolak` TAUTAN_TIDAK_BERLAKU for one that is unknown, used or expired.
    """
    bebas_jejak(session, "the link was audited when it was issued")
    t = TautanUnduhan
    baris: Any = session.execute(
        delete(t)
        .where(t.sidik == sidik_rahasia(token), t.berlaku_sampai > waktu_db())
        .returning(t.akun_id, t.cara, t.dua_langkah, t.jenis, t.isi, t.wilayah_kode),
        execution_options=_TANPA,
    ).first()
    if baris is None:
        raise KeadaanMenolak(
            "TAUTAN_TIDAK_BERLAKU",
            "Tautan unduhan ini sudah dipakai atau sudah lewat waktunya. Minta tautan baru, lalu unduh kembali.",
        )
    return Pakai(
        akun_id=baris.akun_id,
        cara=baris.cara,
        dua_langkah=baris.dua_langkah,
        jenis=baris.jenis,
        isi=baris.isi,
        wilayah=baris.wilayah_kode,
    )


def bersihkan(session: Session) -> None:
    """Delete links that expired unused."""
    bebas_jejak(session, "expired links")
    session.execute(
        delete(TautanUnduhan).where(TautanUnduhan.berlaku_sampai < waktu_db()), execution_options=_TANPA
    )
