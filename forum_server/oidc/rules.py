"""What is believed of a provider's answers, what binds a login to the frontend that began it, and how refusals read."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, cast

from authlib.oidc.core.claims import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, import_key

from forum_server.galat import IsianTidakSah, KeadaanMenolak
from forum_server.oidc.penyedia import PenyediaOidc

__all__ = [
    "UMUR_PERMINTAAN",
    "JawabanPalsu",
    "KunciTakDikenal",
    "akun_nonaktif",
    "belum_terhubung",
    "ditolak",
    "gabungan",
    "kumpulan_kunci",
    "periksa_klaim",
    "permintaan_tidak_sah",
    "subjek_dari",
    "sudah_terhubung",
    "tidak_terjangkau",
    "turunan",
]

UMUR_PERMINTAAN: Final = timedelta(minutes=10)
"""From the start at the frontend to the return from the provider."""
KELONGGARAN: Final = 60
"""Seconds by which a provider's clock may differ."""
SUBJEK_MAKS: Final = 255


class JawabanPalsu(Exception):
    """An answer of a provider that is not to be believed; says which part, never what stood in it."""


class KunciTakDikenal(JawabanPalsu):
    """An ID token signed with a key that is not among those known; the provider may have changed its keys."""


def turunan(permintaan: str, untuk: str) -> str:
    """A secret for one purpose ("state", "nonce", "verifier") out of the one the frontend keeps; 43 letters.

    The server keeps none of them: whoever does not hold `permintaan` can neither begin nor finish this login.
    """
    ringkas = hmac.new(permintaan.encode(), f"forum:oidc:{untuk}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(ringkas).decode().rstrip("=")


def gabungan(issuer: str, subjek: str) -> str:
    """Issuer and subject as the one text under which an identity is found; neither holds a line feed."""
    return f"{issuer}\n{subjek}"


def subjek_dari(nilai: object) -> str | None:
    """A subject as providers may write it: 1 to 255 printable letters; None for anything else."""
    if isinstance(nilai, str) and 0 < len(nilai) <= SUBJEK_MAKS and nilai.isprintable():
        return nilai
    return None


def kumpulan_kunci(jwks: Mapping[str, Any]) -> KeySet:
    """The keys of a JWKS that can check a signature: public, for signing, strong enough; others are passed over.

    Raises `JawabanPalsu` when none is left.
    """
    daftar: object = jwks.get("keys")
    kunci: list[Any] = []
    for satu in cast("list[object]", daftar if isinstance(daftar, list) else []):
        if not isinstance(satu, dict):
            continue
        isi = cast("dict[str, Any]", satu)
        # A symmetric key in a public document is nobody's secret.
        if isi.get("kty") not in {"RSA", "EC", "OKP"} or isi.get("use", "sig") != "sig":
            continue
        try:
            dibaca = import_key({k: v for k, v in isi.items() if k not in {"d", "key_ops"}})
        except (JoseError, ValueError, TypeError, KeyError):
            continue
        if isi["kty"] != "RSA" or getattr(dibaca.raw_value, "key_size", 0) >= 2048:
            kunci.append(dibaca)
    if not kunci:
        raise JawabanPalsu("jwks")
    return KeySet(kunci)


def periksa_klaim(
    penyedia: PenyediaOidc,
    kunci: KeySet,
    id_token: str,
    *,
    nonce: str,
    akses: str | None,
    kini: datetime,
) -> tuple[str, bool]:
    """Who an ID token speaks of, and whether its provider asked for a second step.

    Checked are (OpenID Connect Core 3.1.3.7) the signature under the provider's own keys and the operator's choice of
    algorithms, issuer, audience, authorized party, times, nonce and, when there is one, the hash of the access token.
    Raises `JawabanPalsu`, `KunciTakDikenal`.
    """
    try:
        token = jwt.decode(id_token, kunci, algorithms=list(penyedia.algoritma))
        klaim = CodeIDToken(
            token.claims,
            token.header,
            options={
                "iss": {"essential": True, "value": penyedia.issuer},
                "aud": {"essential": True, "value": penyedia.client_id},
            },
            params={"nonce": nonce, "client_id": penyedia.client_id, "access_token": akses},
        )
        klaim.validate(now=int(kini.timestamp()), leeway=KELONGGARAN)
    except InvalidKeyIdError:
        raise KunciTakDikenal("kid") from None
    except JoseError as galat:
        raise JawabanPalsu(
            str(getattr(galat, "claim", None) or galat.error or type(galat).__name__)
        ) from None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as galat:
        raise JawabanPalsu(type(galat).__name__) from None
    subjek = subjek_dari(token.claims.get(penyedia.klaim_subjek))
    if subjek is None:
        raise JawabanPalsu(penyedia.klaim_subjek)
    amr: object = token.claims.get("amr")
    cara = (
        {a for a in cast("list[object]", amr) if isinstance(a, str)} if isinstance(amr, list) else set[str]()
    )
    return subjek, not cara.isdisjoint(penyedia.amr_dua_langkah)


def permintaan_tidak_sah() -> IsianTidakSah:
    """The one answer to a login at a provider that is unknown, used, expired or not this frontend's."""
    return IsianTidakSah(
        "PERMINTAAN_OIDC_TIDAK_SAH",
        "Proses masuk ini sudah dipakai, kedaluwarsa, atau dimulai di tempat lain. Ulangi dari halaman masuk.",
    )


def tidak_terjangkau(label: str) -> KeadaanMenolak:
    """The provider does not answer, or not as a provider does."""
    return KeadaanMenolak(
        "OIDC_TIDAK_TERJANGKAU",
        f"{label} sedang tidak dapat dihubungi. Coba lagi sebentar, atau masuk dengan sandi.",
    )


def ditolak(label: str) -> KeadaanMenolak:
    """The provider refused, or said what can't be believed."""
    return KeadaanMenolak(
        "OIDC_DITOLAK",
        f"Jawaban {label} tidak dapat diterima. Ulangi dari halaman masuk; bila terulang, hubungi pengelola server.",
    )


def belum_terhubung(label: str) -> KeadaanMenolak:
    """Somebody real, but nobody here."""
    return KeadaanMenolak(
        "OIDC_BELUM_TERHUBUNG",
        f"Identitas Anda di {label} belum terhubung dengan akun mana pun. Masuk dengan sandi lalu hubungkan, atau minta"
        " administrator wilayah Anda menghubungkannya.",
    )


def akun_nonaktif() -> KeadaanMenolak:
    """The account of an identity was deactivated."""
    return KeadaanMenolak(
        "AKUN_NONAKTIF", "Akun Anda sudah dinonaktifkan. Hubungi administrator wilayah Anda bila ini keliru."
    )


def sudah_terhubung(*, lain: bool) -> KeadaanMenolak:
    """An identity means one account (`lain`: it is another's), and an account has one identity at each provider."""
    if lain:
        return KeadaanMenolak(
            "OIDC_SUDAH_DIPAKAI",
            "Identitas ini sudah terhubung dengan sebuah akun. Lepaskan dahulu dari akun itu.",
        )
    return KeadaanMenolak(
        "OIDC_SUDAH_TERHUBUNG",
        "Akun ini sudah terhubung dengan identitas lain di penyedia yang sama. Lepaskan dahulu yang lama.",
    )
