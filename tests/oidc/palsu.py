"""A provider the test controls, to say what no real one would."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

import orjson
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from forum_server.oidc.masuk import Kepulangan, Permulaan
from tests.http.peladen import dilayani

KUNCI_RSA = RSAKey.generate_key(2048, {"kid": "satu", "use": "sig", "alg": "RS256"})
KUNCI_LAIN = RSAKey.generate_key(2048, {"kid": "satu", "use": "sig", "alg": "RS256"})
KUNCI_BARU = RSAKey.generate_key(2048, {"kid": "dua", "use": "sig", "alg": "RS256"})
"""Keys to sign with; `KUNCI_LAIN` is a stranger's under the same id."""


class Detik(int):
    """Seconds from the moment the provider answers."""


@dataclass
class PenyediaPalsu:
    """What it says may be changed by the test."""

    issuer: str = ""
    temuan: dict[str, Any] = field(default_factory=dict[str, Any])
    klaim: dict[str, Any] = field(default_factory=dict[str, Any])
    tanda: Callable[[dict[str, Any]], str] = field(default_factory=lambda: tanda_tangan)
    jwks: list[RSAKey] = field(default_factory=lambda: [KUNCI_RSA])
    jawab: dict[str, Callable[[], Response]] = field(default_factory=dict[str, "Callable[[], Response]"])
    diminta: list[str] = field(default_factory=list[str])
    nonce: str = ""
    diam: asyncio.Event = field(default_factory=asyncio.Event)

    def kepulangan(self, mulai: Permulaan, **lain: Any) -> Kepulangan:
        """As if somebody had logged in."""
        tanya = {k: v[0] for k, v in parse_qs(urlsplit(mulai.alamat).query).items()}
        self.nonce = tanya["nonce"]
        return Kepulangan(**{"permintaan": mulai.permintaan, "kode": "kode", "state": tanya["state"], **lain})

    async def layani(self, permintaan: Request) -> Response:
        jalur = permintaan.url.path
        self.diminta.append(jalur)
        if jalur in self.jawab:
            return self.jawab[jalur]()
        if jalur == "/diam":
            await self.diam.wait()
        if jalur == "/jwks":
            return JSONResponse(cast("Any", KeySet(list(self.jwks)).as_dict(private=False)))
        if jalur == "/token":
            kini = int(datetime.now(UTC).timestamp())
            klaim = {
                "iss": self.issuer,
                "sub": "subjek-budi",
                "aud": "forum",
                "exp": kini + 300,
                "iat": kini,
                "nonce": self.nonce,
                **self.klaim,
            }
            isi = {k: kini + v if isinstance(v, Detik) else v for k, v in klaim.items() if v is not ...}
            return JSONResponse(
                {"access_token": "akses", "token_type": "Bearer", "id_token": self.tanda(isi)}
            )
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/auth",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
                **self.temuan,
            }
        )


def tanda_tangan(klaim: dict[str, Any], kunci: Any = KUNCI_RSA, **kepala: Any) -> str:
    return jwt.encode({"alg": "RS256", "kid": kunci.kid, **kepala}, klaim, kunci, ["RS256", "HS256", "none"])


def tanpa_tanda(klaim: dict[str, Any]) -> str:
    """`alg: none`, with the signature left out."""
    kepala, isi, _ = tanda_tangan(klaim).split(".")
    del kepala
    return f"eyJhbGciOiJub25lIn0.{isi}."


def simetris(rahasia: bytes) -> Callable[[dict[str, Any]], str]:
    """HS256 under something an attacker may know."""

    def tanda(klaim: dict[str, Any]) -> str:
        # By hand: the library refuses a public key as a secret already when signing.
        isi = tanda_tangan(klaim).split(".")[1]
        kepala = _base64(orjson.dumps({"alg": "HS256", "kid": "satu", "typ": "JWT"}))
        ringkas = hmac.new(rahasia, f"{kepala}.{isi}".encode(), hashlib.sha256).digest()
        return f"{kepala}.{isi}.{_base64(ringkas)}"

    return tanda


def _base64(isi: bytes) -> str:
    return base64.urlsafe_b64encode(isi).decode().rstrip("=")


@asynccontextmanager
async def penyedia_palsu() -> AsyncGenerator[PenyediaPalsu]:
    palsu = PenyediaPalsu()
    app = Starlette(
        routes=[Route("/{jalur:path}", palsu.layani, methods=["GET", "POST"])],
    )
    async with dilayani(app) as alamat:
        palsu.issuer = f"http://{alamat}"
        try:
            yield palsu
        finally:
            palsu.diam.set()
