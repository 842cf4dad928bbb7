"""Talking to one provider: its discovery document, its keys, and the exchange of a code; little, briefly, and never
where it points next."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from time import monotonic
from typing import Any, Final, cast
from urllib.parse import quote_plus

import httpx
import orjson
import structlog
from authlib.oauth2 import rfc7636
from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749 import parameters
from joserfc.jwk import KeySet

from forum_server.oidc.penyedia import PenyediaOidc, alamat_sah, loopback
from forum_server.oidc.rules import kumpulan_kunci

__all__ = ["Jauh", "Penolakan", "Penyedia", "Temuan", "penyedia"]

log = structlog.stdlib.get_logger("forum.oidc")

JAWABAN_MAKS: Final = 256 * 1024
"""Bytes of one answer; a discovery document has a few thousand."""
UMUR_TEMUAN: Final = 3600.0
UMUR_KUNCI: Final = 3600.0
JEDA_GAGAL: Final = 5.0
"""Seconds in which a provider that did not answer is not asked again, so that its failure does not pile up here."""
JEDA_KUNCI: Final = 60.0
"""Seconds between two looks for new keys because of a token with an unknown one."""


class Jauh(Exception):
    """The provider does not answer, or answers with something else than a provider does; says what."""


class Penolakan(Exception):
    """The provider refuses the code: it is wrong, used, expired or another client's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Temuan:
    """What a discovery document says."""

    otorisasi: str
    token: str
    jwks: str
    metode: frozenset[str]
    """How clients may prove who they are when they exchange a code."""
    menyebut_diri: bool
    """Whether it names itself when it sends somebody back (RFC 9207)."""


class Penyedia:
    """One provider as this process knows it."""

    def __init__(self, setelan: PenyediaOidc, *, jam: Callable[[], float] = monotonic) -> None:
        self.setelan = setelan
        self._jam = jam
        self._temuan: tuple[Temuan, float] | None = None
        self._kunci: tuple[KeySet, float] | None = None
        self._gagal_sampai = 0.0
        self._dicari_pada: float | None = None

    async def temuan(self) -> Temuan:
        """Its discovery document, not older than an hour; raises `Jauh`."""
        if self._temuan is not None and self._jam() < self._temuan[1]:
            return self._temuan[0]
        if self._jam() < self._gagal_sampai:
            raise Jauh("asked a moment ago")
        try:
            alamat = f"{self.setelan.issuer.rstrip('/')}/.well-known/openid-configuration"
            temuan = self._baca(await self._ambil(alamat))
        except Jauh:
            self._gagal_sampai = self._jam() + JEDA_GAGAL
            raise
        self._temuan = (temuan, self._jam() + UMUR_TEMUAN)
        return temuan

    async def kunci(self, *, baru: bool = False) -> KeySet:
        """Its keys; `baru`: a token names one that is not among them. Raises `Jauh`, `JawabanPalsu`."""
        if self._kunci is not None and self._jam() < self._kunci[1]:
            terlalu_cepat = self._dicari_pada is not None and self._jam() < self._dicari_pada + JEDA_KUNCI
            if not baru or terlalu_cepat:
                return self._kunci[0]
        if baru:
            self._dicari_pada = self._jam()
        kunci = kumpulan_kunci(await self._ambil((await self.temuan()).jwks))
        self._kunci = (kunci, self._jam() + UMUR_KUNCI)
        return kunci

    async def alamat_masuk(self, *, kembali: str, state: str, nonce: str, pembukti: str) -> str:
        """Where to send somebody who wants to log in; raises `Jauh`."""
        return cast("Any", parameters).prepare_grant_uri(
            (await self.temuan()).otorisasi,
            self.setelan.client_id,
            "code",
            redirect_uri=kembali,
            scope=" ".join(self.setelan.lingkup),
            state=state,
            nonce=nonce,
            code_challenge=cast("str", rfc7636.create_s256_code_challenge(pembukti)),
            code_challenge_method="S256",
        )

    async def tukar(self, kode: str, *, kembali: str, pembukti: str) -> tuple[str, str | None]:
        """Exchange a code: the ID token, and the access token that came with it. Raises `Jauh`, `Penolakan`."""
        temuan = await self.temuan()
        badan = parameters.prepare_token_request(
            "authorization_code", code=kode, redirect_uri=kembali, code_verifier=pembukti
        )
        kepala = {"content-type": "application/x-www-form-urlencoded"}
        _, kepala, badan = self._bukti_klien(temuan).prepare("POST", temuan.token, kepala, badan)
        status, isi = await self._kirim("POST", temuan.token, kepala=kepala, badan=badan)
        if 400 <= status < 500 and isinstance(isi.get("error"), str):
            raise Penolakan(str(isi["error"])[:40])
        if status != 200:
            raise Jauh(f"token endpoint: {status}")
        id_token, akses = isi.get("id_token"), isi.get("access_token")
        if not isinstance(id_token, str):
            raise Jauh("token endpoint: no id_token")
        return id_token, akses if isinstance(akses, str) else None

    def _bukti_klien(self, temuan: Temuan) -> Any:
        rahasia = self.setelan.client_secret
        if rahasia is None:
            return ClientAuth(self.setelan.client_id, "", "none")
        teks = rahasia.get_secret_value()
        pos = "client_secret_basic" not in temuan.metode and "client_secret_post" in temuan.metode
        if (
            self.setelan.metode or ("client_secret_post" if pos else "client_secret_basic")
        ) != "client_secret_post":
            # RFC 6749 2.3.1: both are form-encoded before they are joined by a colon.
            return ClientAuth(quote_plus(self.setelan.client_id), quote_plus(teks), "client_secret_basic")
        return ClientAuth(self.setelan.client_id, teks, "client_secret_post")

    def _baca(self, isi: Mapping[str, Any]) -> Temuan:
        if isi.get("issuer") != self.setelan.issuer:
            raise Jauh("discovery: another issuer")
        alamat: dict[str, str] = {}
        for nama in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            nilai = isi.get(nama)
            if not isinstance(nilai, str) or not alamat_sah(nilai, issuer=self.setelan.issuer):
                raise Jauh(f"discovery: {nama}")
            alamat[nama] = nilai
        metode: object = isi.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        return Temuan(
            otorisasi=alamat["authorization_endpoint"],
            token=alamat["token_endpoint"],
            jwks=alamat["jwks_uri"],
            metode=frozenset(
                m
                for m in cast("list[object]", metode if isinstance(metode, list) else [])
                if isinstance(m, str)
            ),
            menyebut_diri=isi.get("authorization_response_iss_parameter_supported") is True,
        )

    async def _ambil(self, alamat: str) -> dict[str, Any]:
        status, isi = await self._kirim("GET", alamat)
        if status != 200:
            raise Jauh(f"status {status}")
        return isi

    async def _kirim(
        self, metode: str, alamat: str, *, kepala: Mapping[str, str] | None = None, badan: str | None = None
    ) -> tuple[int, dict[str, Any]]:
        """One request for a JSON object; no redirect is followed, nothing compressed is unpacked."""
        tenggat = self.setelan.tenggat
        diminta = {"accept": "application/json", "accept-encoding": "identity", **(kepala or {})}
        try:
            async with (
                asyncio.timeout(tenggat),
                # Proxies of the environment lead out of the network, not to this machine.
                httpx.AsyncClient(
                    timeout=tenggat,
                    trust_env=not loopback(alamat),
                    verify=alamat.startswith("https:"),  # reading certificates that nobody shows takes time
                ) as klien,
                klien.stream(metode, alamat, headers=diminta, content=badan) as jawab,
            ):
                if jawab.headers.get("content-encoding", "identity").lower() != "identity":
                    raise Jauh("compressed")
                isi = bytearray()
                async for potong in jawab.aiter_raw():
                    isi += potong
                    if len(isi) > JAWABAN_MAKS:
                        raise Jauh("too long")
        except TimeoutError:
            raise Jauh("too slow") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as galat:
            raise Jauh(type(galat).__name__) from None
        try:
            objek = orjson.loads(isi)
        except orjson.JSONDecodeError:
            objek = None
        if not isinstance(objek, dict):
            raise Jauh(f"status {jawab.status_code}, not a JSON object")
        return jawab.status_code, cast("dict[str, Any]", objek)


@lru_cache(maxsize=32)
def penyedia(setelan: PenyediaOidc) -> Penyedia:
    """The one object of this process for a provider, so that what was learned of it is kept."""
    return Penyedia(setelan)
