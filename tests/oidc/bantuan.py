"""Gates through providers, and what a test counts to know that nothing was written."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable
from typing import Any

import pytest

from forum_server.akun.sesi import PasanganToken
from forum_server.database import Database
from forum_server.galat import GalatDomain
from forum_server.oidc import service
from forum_server.oidc.masuk import GerbangOidc
from forum_server.oidc.penyedia import PenyediaOidc
from tests.akun.bantuan import KUNCI, SISTEM, akun, gerbang
from tests.oidc.nyata import KEMBALI, RAHASIA, masuk_di_penyedia

NAMA = "sso-uji"


def setelan(issuer: str, **lain: Any) -> PenyediaOidc:
    bawaan = {"client_id": "forum", "client_secret": RAHASIA, "kembali": (KEMBALI,)}
    return PenyediaOidc.model_validate({"label": "SSO Uji", "issuer": issuer, **bawaan, **lain})


def pintu(
    db: Database, issuer: str, *, wajib: tuple[str, ...] = (), nama: str = NAMA, **lain: Any
) -> GerbangOidc:
    return GerbangOidc(gerbang=gerbang(db, wajib=wajib), penyedia={nama: setelan(issuer, **lain)})


async def terhubung(
    db: Database, issuer: str, subjek: str = "subjek-budi", nama: str = "budi.uji", **lain: Any
) -> uuid.UUID:
    """An account without a password, linked by an administrator."""
    akun_id = await akun(db, nama, **lain)
    dikenal = pintu(db, issuer).dikenal(NAMA, subjek)
    await db.write(service.hubungkan, SISTEM, KUNCI, dikenal, akun_id=akun_id)
    return akun_id


async def masuk_lewat(gerbang_: GerbangOidc, subjek: str) -> object:
    mulai = await gerbang_.mulai(NAMA, KEMBALI)
    return await gerbang_.selesaikan((await masuk_di_penyedia(mulai.alamat, subjek)).kepulangan(mulai))


def sesi(hasil: object) -> PasanganToken:
    assert isinstance(hasil, PasanganToken)
    return hasil


async def galat(kerja: Awaitable[object]) -> str:
    with pytest.raises(GalatDomain) as tertangkap:
        await kerja
    assert tertangkap.value.pesan.endswith(".")
    return tertangkap.value.kode
