"""Who calls: the actor behind the token, the frontend behind the key, and the limits both draw from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from starlette.datastructures import Headers
from starlette.types import Scope

from forum_server.akses.rules import Aktor, Cara
from forum_server.http.asal import KEPALA_KUNCI
from forum_server.http.pelayan import Pelayan
from forum_server.http.pembatas import Jatah
from forum_server.http.permintaan import Tolakan
from forum_server.kunci_layanan.baca import Frontend

__all__ = [
    "ASAL_DITOLAK",
    "KUNCI_TIDAK_SAH",
    "TOKEN_MAKS",
    "TOKEN_TIDAK_SAH",
    "Pemanggil",
    "batasi_umum",
    "frontend_dari",
    "peladen_di_peramban",
    "pemanggil",
    "token_dari",
]

TOKEN_TIDAK_SAH: Final = "TOKEN_TIDAK_SAH"  # noqa: S105 - a code, not a token
KUNCI_TIDAK_SAH: Final = "KUNCI_TIDAK_SAH"
ASAL_DITOLAK: Final = "ASAL_DITOLAK"
TOKEN_MAKS: Final = 512


@dataclass(frozen=True, kw_only=True, slots=True)
class Pemanggil:
    """Who sent a request. `sampai`: when the token ends; `kunci`: the frontend's key."""

    aktor: Aktor
    sampai: datetime | None
    token: str | None
    kunci: str | None
    jatah: tuple[Jatah, ...]


async def pemanggil(pelayan: Pelayan, scope: Scope) -> Pemanggil:
    """Who sent this request; one request is drawn from their limits.

    Whoever shows what is not valid draws from the limits of strangers: guessing is not free of them.
    Raises `Tolakan` with 401 TOKEN_TIDAK_SAH or KUNCI_TIDAK_SAH, 403 ASAL_DITOLAK, 429 TERLALU_SERING.
    """
    headers = Headers(scope=scope)
    try:
        token = _token(headers)
        aktor, sampai = await _aktor(pelayan, token)
        asal = headers.get("origin")
        if aktor.cara is Cara.LAYANAN and asal is not None:
            raise peladen_di_peramban()
        kunci = headers.getlist(KEPALA_KUNCI)
        frontend = await frontend_dari(pelayan, ",".join(kunci), asal) if kunci else None
    except Tolakan:
        batasi_umum(pelayan, scope)
        raise
    jatah = pelayan.pembatas.jatah(aktor, frontend, scope)
    pelayan.pembatas.ambil(jatah)
    return Pemanggil(aktor=aktor, sampai=sampai, token=token, kunci=kunci[0] if kunci else None, jatah=jatah)


def batasi_umum(pelayan: Pelayan, scope: Scope) -> None:
    """Draw one request for somebody who shows no token: an address that is itself the right to use it.

    Raises `Tolakan` 429 TERLALU_SERING.
    """
    pelayan.pembatas.ambil(pelayan.pembatas.jatah(Aktor.anonim(), None, scope))


def peladen_di_peramban() -> Tolakan:
    """The refusal of a server's key that came from a page."""
    return Tolakan(
        403,
        "Kunci peladen adalah rahasia dan tidak dipakai dari peramban. Buat kunci peramban untuk halaman ini.",
        kode=ASAL_DITOLAK,
    )


async def frontend_dari(pelayan: Pelayan, kunci: str, asal: str | None) -> Frontend:
    """The frontend of a key used from a page of `asal`; raises `Tolakan`."""
    frontend = await pelayan.frontend(kunci) if len(kunci) <= TOKEN_MAKS else None
    if frontend is None:
        raise Tolakan(
            401,
            "Kunci layanan tidak sah atau sudah berakhir. Mintalah yang baru kepada administrator wilayah Anda.",
            kode=KUNCI_TIDAK_SAH,
        )
    if asal not in frontend.asal:
        raise Tolakan(
            403,
            "Kunci layanan ini tidak berlaku untuk asal halaman ini. Tambahkan asalnya pada kunci itu.",
            kode=ASAL_DITOLAK,
        )
    return frontend


def _token(headers: Headers) -> str | None:
    """The token of the Authorization header; None when there is no such header."""
    nilai = headers.getlist("authorization")
    if not nilai:
        return None
    if len(nilai) > 1 or (token := token_dari(nilai[0])) is None:
        raise _token_tidak_sah()
    return token


async def _aktor(pelayan: Pelayan, token: str | None) -> tuple[Aktor, datetime | None]:
    """Who asks, and until when the token says so."""
    if token is None:
        return Aktor.anonim(), None
    hasil = await pelayan.aktor(token)
    if hasil is None:
        raise _token_tidak_sah()
    return hasil


def _token_tidak_sah() -> Tolakan:
    return Tolakan(
        401,
        "Token akses tidak sah atau sudah berakhir. Silakan masuk kembali.",
        kode=TOKEN_TIDAK_SAH,
        headers={"www-authenticate": 'Bearer realm="forum", error="invalid_token"'},
    )


def token_dari(nilai: str) -> str | None:
    """The token of `Bearer <token>`, or None when the value is anything else."""
    skema, _, token = nilai.strip().partition(" ")
    token = token.strip()
    sah = (
        skema.lower() == "bearer" and 0 < len(token) <= TOKEN_MAKS and token.isascii() and token.isprintable()
    )
    return token if sah and " " not in token else None
