"""Between the two steps of a login: a challenge in place of tokens, and tokens for the challenge."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from forum_server.akses.rules import Cara
from forum_server.akun.models import TantanganMasuk
from forum_server.akun.rules import sidik_rahasia, token_baru
from forum_server.akun.sesi import PasanganToken, kunci_akun, mulai_sesi
from forum_server.akun.totp.kebijakan import wajib_dua_langkah
from forum_server.akun.totp.rules import UMUR_TANTANGAN, tantangan_tidak_sah
from forum_server.akun.totp.service import terpasang
from forum_server.database import bebas_jejak, sekarang, waktu_db

__all__ = ["Tantangan", "ambil_tantangan", "lanjutkan"]

AWALAN_TANTANGAN = "fpt_"


@dataclass(frozen=True, kw_only=True, slots=True)
class Tantangan:
    """What a client gets when its first step was right and a second is needed."""

    tantangan: str
    berlaku_sampai: datetime
    terpasang: bool
    """False: there is no authenticator yet and there must be one; it is set up with this challenge."""


def lanjutkan(
    session: Session,
    *,
    akun_id: uuid.UUID,
    cara: Cara,
    kebijakan: Collection[str],
    sandi_hash: str | None = None,
    dua_langkah: bool = False,
) -> PasanganToken | Tantangan:
    """After the first step: a session, or a challenge when the account has an authenticator or must have one.

    `sandi_hash` is the one the password was just checked against; `dua_langkah` says that whoever vouches for the first
    step vouches for a second too.  Raises MASUK_GAGAL when the account was deactivated or its password changed meanwhile.
    """
    ada = terpasang(session, akun_id)
    if dua_langkah or not (ada or wajib_dua_langkah(session, akun_id, kebijakan)):
        return mulai_sesi(session, akun_id=akun_id, sandi_hash=sandi_hash, cara=cara, dua_langkah=dua_langkah)
    bebas_jejak(session, "a challenge lets nobody in yet")
    kunci_akun(session, akun_id=akun_id, sandi_hash=sandi_hash)
    rahasia = token_baru(AWALAN_TANTANGAN)
    sampai = sekarang(session) + UMUR_TANTANGAN
    session.execute(
        insert(TantanganMasuk).values(
            sidik=sidik_rahasia(rahasia), akun_id=akun_id, cara=cara, berlaku_sampai=sampai
        )
    )
    return Tantangan(tantangan=rahasia, berlaku_sampai=sampai, terpasang=ada)


def ambil_tantangan(session: Session, tantangan: str) -> tuple[uuid.UUID, Cara]:
    """Use up a challenge; whose login it is and how its first step was done.

    A unit that raises afterwards leaves the challenge as it was.  Raises TANTANGAN_TIDAK_SAH.
    """
    milik = session.execute(
        delete(TantanganMasuk)
        .where(TantanganMasuk.sidik == sidik_rahasia(tantangan), TantanganMasuk.berlaku_sampai > waktu_db())
        .returning(TantanganMasuk.akun_id, TantanganMasuk.cara),
        execution_options={"synchronize_session": False},
    ).first()
    if milik is None:
        raise tantangan_tidak_sah()
    return milik.akun_id, milik.cara
