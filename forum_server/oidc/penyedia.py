"""A provider as an operator sets it up, and which addresses are believed to be safe."""

from __future__ import annotations

import ipaddress
import re
from typing import Annotated, Final, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, Field, SecretStr

__all__ = ["PenyediaOidc", "alamat_sah", "loopback"]

KLAIM_BERUBAH: Final = frozenset({"email", "preferred_username", "name", "nickname", "phone_number"})
"""What people or providers change and hand on to others: no account hangs on it."""


def loopback(alamat: str) -> bool:
    """Whether the address lies on this machine."""
    host = urlsplit(alamat).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def alamat_sah(alamat: str, *, issuer: str | None = None) -> bool:
    """Whether a server may be sent to `alamat`: https, or plain http on this machine; no user, no fragment.

    `issuer` is the provider that names the address: one outside may not point to this machine or to a bare address of
    an inner network.
    """
    try:
        bagian = urlsplit(alamat)
        host, _ = bagian.hostname, bagian.port
    except ValueError:
        return False
    if not host or bagian.username is not None or bagian.password is not None or "#" in alamat:
        return False
    if not alamat.isascii() or not alamat.isprintable() or " " in alamat or "\\" in alamat:
        return False
    if issuer is not None and host != urlsplit(issuer).hostname:
        if loopback(alamat) and not loopback(issuer):
            return False
        try:
            if not ipaddress.ip_address(host).is_global and not loopback(issuer):
                return False
        except ValueError:
            pass  # a name: its certificate says whom it belongs to
    return bagian.scheme == "https" or (bagian.scheme == "http" and loopback(alamat))


def _issuer(nilai: str) -> str:
    if not alamat_sah(nilai) or "?" in nilai:
        raise ValueError("an issuer is an https address without query and fragment")
    return nilai


def _kembali(nilai: str) -> str:
    if not alamat_sah(nilai):
        raise ValueError("a page to come back to is an https address (http only on this machine)")
    return nilai


def _subjek(nilai: str) -> str:
    if nilai in KLAIM_BERUBAH:
        raise ValueError(f"{nilai!r} changes hands; take a claim that never means another person")
    return nilai


def _lingkup(nilai: tuple[str, ...]) -> tuple[str, ...]:
    if "openid" not in nilai or any(not re.fullmatch(r"[\x21\x23-\x5b\x5d-\x7e]+", s) for s in nilai):
        raise ValueError("scopes are words, one of which is openid")
    return nilai


class PenyediaOidc(BaseModel, frozen=True, extra="forbid"):
    """One OpenID provider. What it says is believed of logins only: rights come from the roles of the account."""

    label: str = Field(min_length=1, max_length=80, description="Name on the button of the login page.")
    issuer: Annotated[str, AfterValidator(_issuer)] = Field(
        max_length=255, description="Exactly as the provider's discovery document and ID tokens say it."
    )
    client_id: str = Field(min_length=1, max_length=255)
    client_secret: SecretStr | None = Field(
        default=None, description="None: a public client, protected by PKCE alone."
    )
    metode: Literal["client_secret_basic", "client_secret_post"] | None = Field(
        default=None, description="How the secret is sent; None: as the provider's discovery document allows."
    )
    kembali: tuple[Annotated[str, AfterValidator(_kembali)], ...] = Field(
        min_length=1,
        description="Pages of frontends the provider may send people back to; compared sign by sign.",
    )
    lingkup: Annotated[tuple[str, ...], AfterValidator(_lingkup)] = ("openid",)
    algoritma: tuple[
        Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"],
        ...,
    ] = Field(default=("RS256",), min_length=1, description="Signatures of ID tokens that are taken.")
    klaim_subjek: Annotated[str, AfterValidator(_subjek)] = Field(
        default="sub", min_length=1, description="The claim that says who it is, for ever."
    )
    amr_dua_langkah: tuple[str, ...] = Field(
        default=(),
        description="Values of the claim amr that count as a second step; without one the account's own is asked.",
    )
    tenggat: float = Field(default=10.0, gt=0, le=60, description="Seconds for one answer of the provider.")
