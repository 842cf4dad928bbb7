"""Settings of providers, and the secrets of a login."""

from __future__ import annotations

from typing import Any

import pytest
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from joserfc.jwk import OctKey, RSAKey
from pydantic import ValidationError

from forum_server.oidc.penyedia import PenyediaOidc, alamat_sah
from forum_server.oidc.rules import JawabanPalsu, kumpulan_kunci, turunan
from forum_server.settings import Settings

SAH: dict[str, Any] = {
    "label": "SSO Contoh",
    "issuer": "https://sso.contoh.go.id/realms/pemda",
    "client_id": "forum",
    "kembali": ["https://forum.contoh.go.id/masuk"],
}


@pytest.mark.parametrize(
    ("alamat", "issuer", "sah"),
    [
        ("https://sso.contoh.go.id", None, True),
        ("https://sso.contoh.go.id:8443/x?y=1", None, True),
        ("http://127.0.0.1:3000", None, True),
        ("http://localhost:3000", None, True),
        ("http://[::1]:3000", None, True),
        ("http://sso.contoh.go.id", None, False),
        ("ftp://sso.contoh.go.id", None, False),
        ("https://", None, False),
        ("https://orang:sandi@sso.contoh.go.id", None, False),
        ("https://sso.contoh.go.id/#x", None, False),
        ("https://sso.contoh.go.id\\@jahat", None, False),
        ("https://sso.contoh.go.id/a b", None, False),
        ("https://sso.contoh.go.id:port", None, False),
        ("https://kunci.contoh.com/jwks", "https://sso.contoh.go.id", True),
        ("https://10.1.2.3/jwks", "https://10.1.2.3", True),
        ("https://10.1.2.3/jwks", "https://sso.contoh.go.id", False),
        ("https://169.254.169.254/latest", "https://sso.contoh.go.id", False),
        ("https://localhost/jwks", "https://sso.contoh.go.id", False),
        ("http://127.0.0.1/jwks", "https://sso.contoh.go.id", False),
        ("http://127.0.0.1/jwks", "http://127.0.0.1", True),
    ],
)
def test_where_a_server_may_be_sent(alamat: str, issuer: str | None, sah: bool) -> None:
    assert alamat_sah(alamat, issuer=issuer) is sah


@pytest.mark.parametrize(
    "salah",
    [
        {"issuer": "http://sso.contoh.go.id"},
        {"issuer": "https://sso.contoh.go.id?x=1"},
        {"kembali": []},
        {"kembali": ["http://forum.contoh.go.id"]},
        {"kembali": ["https://forum.contoh.go.id/#masuk"]},
        {"algoritma": ["none"]},
        {"algoritma": ["HS256"]},
        {"algoritma": []},
        {"klaim_subjek": "email"},
        {"lingkup": ["profile"]},
        {"lingkup": ["openid", "a b"]},
        {"tenggat": 0},
        {"isuer": "salah ketik"},
    ],
)
def test_settings_that_would_let_anybody_in_are_refused(salah: dict[str, Any]) -> None:
    assert PenyediaOidc.model_validate(SAH).algoritma == ("RS256",)
    with pytest.raises(ValidationError):
        PenyediaOidc.model_validate({**SAH, **salah})


def test_an_operator_sets_providers_up_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(
        "FORUM_OIDC",
        '{"sso": {"label": "SSO", "issuer": "https://sso.contoh.go.id", "client_id": "forum",'
        ' "client_secret": "rahasia-klien", "kembali": ["https://forum.contoh.go.id/masuk"]}}',
    )
    monkeypatch.setenv("FORUM_TOTP_WAJIB", '["inti.admin"]')
    settings = Settings()
    assert settings.oidc["sso"].issuer == "https://sso.contoh.go.id"
    assert "rahasia-klien" not in repr(settings)
    assert settings.totp_wajib == ("inti.admin",)


def test_the_secrets_of_a_login_differ_and_say_nothing_of_each_other() -> None:
    rahasia = {turunan(p, u) for p in ("satu", "dua") for u in ("state", "nonce", "verifier")}
    assert len(rahasia) == 6
    assert {len(r) for r in rahasia} == {43}  # RFC 7636: a verifier has 43 to 128
    assert len(create_s256_code_challenge(turunan("satu", "verifier"))) == 43


def test_only_keys_that_can_check_a_signature_are_kept() -> None:
    kuat = RSAKey.generate_key(2048, {"kid": "kuat"}).as_dict(private=False)
    simetris = OctKey.generate_key(256, {"kid": "simetris"}).as_dict(private=True)
    daftar = [simetris, {**kuat, "use": "enc", "kid": "enc"}, {"kty": "RSA"}, {"kty": "baru"}, "x", kuat]
    assert [k.kid for k in kumpulan_kunci({"keys": daftar})] == ["kuat"]
    for jwks in ({}, {"keys": None}, {"keys": []}, {"keys": daftar[:-1]}):
        with pytest.raises(JawabanPalsu):
            kumpulan_kunci(jwks)
