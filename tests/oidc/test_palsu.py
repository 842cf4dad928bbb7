"""What a provider may say that is not to be believed, and how it may fail; a guard each, and nothing written."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from forum_server.akun.sesi import aktor_dari_token
from forum_server.database import Database
from forum_server.oidc.klien import Jauh, Penyedia
from tests.akun.bantuan import isi
from tests.oidc.bantuan import NAMA, galat, pintu, sesi, setelan, terhubung
from tests.oidc.nyata import KEMBALI, RAHASIA
from tests.oidc.palsu import (
    KUNCI_BARU,
    KUNCI_LAIN,
    KUNCI_RSA,
    Detik,
    PenyediaPalsu,
    penyedia_palsu,
    simetris,
    tanda_tangan,
    tanpa_tanda,
)


@pytest.fixture
async def palsu() -> AsyncIterator[PenyediaPalsu]:
    async with penyedia_palsu() as satu:
        yield satu


def rusak(klaim: dict[str, Any]) -> str:
    """A token whose middle says something else than was signed."""
    kepala, _, tanda = tanda_tangan({**klaim, "sub": "subjek-siti"}).split(".")
    return f"{kepala}.{tanda_tangan(klaim).split('.')[1]}.{tanda}"


PERCAYA: list[dict[str, Any]] = [
    {},
    {"aud": ["forum"]},
    {"aud": ["forum", "lain"], "azp": "forum"},
    {"exp": Detik(-30), "iat": Detik(-300)},  # a clock may differ by a minute
    {"iat": Detik(30)},
]

PALSU: dict[str, dict[str, Any]] = {
    "nonce lain": {"nonce": "x" * 43},
    "tanpa nonce": {"nonce": ...},
    "penerbit lain": {"iss": "http://127.0.0.1:1"},
    "tanpa penerbit": {"iss": ...},
    "bagi klien lain": {"aud": "lain"},
    "bagi dua klien tanpa azp": {"aud": ["forum", "lain"]},
    "azp klien lain": {"azp": "lain"},
    "tanpa aud": {"aud": ...},
    "kedaluwarsa": {"exp": Detik(-3600), "iat": Detik(-7200)},
    "tanpa exp": {"exp": ...},
    "exp bukan waktu": {"exp": "nanti"},
    "dari masa depan": {"iat": Detik(7200)},
    "belum berlaku": {"nbf": Detik(7200)},
    "token akses lain": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "tanpa sub": {"sub": ...},
    "sub kosong": {"sub": ""},
    "sub berbaris": {"sub": "a\nb"},
    "sub bukan teks": {"sub": 7},
}

TANDA: dict[str, Callable[[dict[str, Any]], str]] = {
    "isi diubah": rusak,
    "kunci orang lain": lambda k: tanda_tangan(k, KUNCI_LAIN),
    "kunci tak dikenal": lambda k: tanda_tangan(k, KUNCI_BARU),
    "tanpa tanda tangan": tanpa_tanda,
    "HS256 dengan kunci publik": simetris(KUNCI_RSA.as_pem(private=False)),
    "HS256 dengan rahasia klien": simetris(RAHASIA.encode()),
    "bukan token": lambda _: "a.b.c",
    "kosong": lambda _: "",
}


async def test_what_can_be_checked_is_believed(db: Database, palsu: PenyediaPalsu) -> None:
    budi = await terhubung(db, palsu.issuer)
    depan = pintu(db, palsu.issuer)
    for klaim in PERCAYA:
        palsu.klaim = klaim
        hasil = sesi(await depan.selesaikan(palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))))
        diri = await aktor_dari_token(db, hasil.akses)
        assert diri is not None
        assert diri[0].akun_id == budi


async def test_a_token_that_can_not_be_believed_lets_nobody_in(db: Database, palsu: PenyediaPalsu) -> None:
    await terhubung(db, palsu.issuer)
    depan = pintu(db, palsu.issuer)
    sebelum = await isi(db)
    for nama, klaim in PALSU.items():
        palsu.klaim = klaim
        pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
        assert (nama, await galat(depan.selesaikan(pulang))) == (nama, "OIDC_DITOLAK")
    palsu.klaim = {}
    for nama, tanda in TANDA.items():
        palsu.tanda = tanda
        pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
        assert (nama, await galat(depan.selesaikan(pulang))) == (nama, "OIDC_DITOLAK")
    assert await isi(db) == sebelum


async def test_another_subject_is_another_person(db: Database, palsu: PenyediaPalsu) -> None:
    await terhubung(db, palsu.issuer)
    depan = pintu(db, palsu.issuer)
    for subjek in ("subjek-Budi", "subjek-budi ", "subjek-siti"):
        palsu.klaim = {"sub": subjek}
        pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
        assert await galat(depan.selesaikan(pulang)) == "OIDC_BELUM_TERHUBUNG"


async def test_a_provider_may_vouch_for_the_second_step_if_the_operator_says_so(
    db: Database, palsu: PenyediaPalsu
) -> None:
    await terhubung(db, palsu.issuer)
    for amr, diakui, lolos in (
        (["pwd", "otp"], ("otp", "mfa"), True),
        (["pwd"], ("otp", "mfa"), False),
        (["pwd", "otp"], (), False),
        ("otp", ("otp",), False),
        ([["otp"]], ("otp",), False),
    ):
        palsu.klaim = {"amr": amr}
        depan = pintu(db, palsu.issuer, wajib=("*",), amr_dua_langkah=diakui)
        if not isinstance(amr, list):
            pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
            assert await galat(depan.selesaikan(pulang)) == "OIDC_DITOLAK"
            continue
        hasil = await depan.selesaikan(palsu.kepulangan(await depan.mulai(NAMA, KEMBALI)))
        if not lolos:
            assert hasattr(hasil, "tantangan")
            continue
        diri = await aktor_dari_token(db, sesi(hasil).akses)
        assert diri is not None
        assert diri[0].dua_langkah


async def test_a_provider_that_changes_its_keys_is_followed_but_not_chased(
    db: Database, palsu: PenyediaPalsu
) -> None:
    await terhubung(db, palsu.issuer)
    depan = pintu(db, palsu.issuer)

    async def coba() -> object:
        return await depan.selesaikan(palsu.kepulangan(await depan.mulai(NAMA, KEMBALI)))

    sesi(await coba())
    palsu.jwks, palsu.tanda = [KUNCI_BARU], lambda k: tanda_tangan(k, KUNCI_BARU)
    sesi(await coba())
    assert palsu.diminta.count("/jwks") == 2
    palsu.tanda = lambda k: tanda_tangan(k, KUNCI_RSA)  # a key that is gone
    assert await galat(coba()) == "OIDC_DITOLAK"
    assert palsu.diminta.count("/jwks") == 2
    assert palsu.diminta.count("/.well-known/openid-configuration") == 1


def besar() -> Response:
    return Response(b'{"x": "' + b"x" * 300_000 + b'"}', media_type="application/json")


def mampat() -> Response:
    return Response(gzip.compress(b"{}" + b" " * 1_000_000), headers={"content-encoding": "gzip"})


GAGAL: dict[str, Callable[[], Response]] = {
    "rusak": lambda: Response("galat", 500),
    "halaman": lambda: Response("<html>", media_type="text/html"),
    "larik": lambda: JSONResponse([1]),
    "dialihkan": lambda: RedirectResponse("/diam"),
    "terlalu besar": besar,
    "dimampatkan": mampat,
}


async def test_a_provider_that_fails_is_said_to_fail(db: Database, palsu: PenyediaPalsu) -> None:
    await terhubung(db, palsu.issuer)
    sebelum = await isi(db)
    for nomor, (nama, jawab) in enumerate(GAGAL.items()):
        for jalur in ("/.well-known/openid-configuration", "/jwks", "/token"):
            palsu.jawab = {}
            # Settings of their own: a provider is remembered.
            depan = pintu(db, palsu.issuer, label=f"SSO {nomor} {jalur}")
            if jalur.startswith("/."):
                palsu.jawab = {jalur: jawab}
                assert (nama, await galat(depan.mulai(NAMA, KEMBALI))) == (nama, "OIDC_TIDAK_TERJANGKAU")
                continue
            pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
            palsu.jawab = {jalur: jawab}
            assert (nama, jalur, await galat(depan.selesaikan(pulang))) == (
                nama,
                jalur,
                "OIDC_TIDAK_TERJANGKAU",
            )
    assert "/diam" not in palsu.diminta
    assert await isi(db) == sebelum


async def test_a_provider_that_refuses_the_code_is_believed(db: Database, palsu: PenyediaPalsu) -> None:
    depan = pintu(db, palsu.issuer)
    pulang = palsu.kepulangan(await depan.mulai(NAMA, KEMBALI))
    palsu.jawab = {"/token": lambda: JSONResponse({"error": "invalid_grant"}, 400)}
    assert await galat(depan.selesaikan(pulang)) == "OIDC_DITOLAK"


TEMUAN: list[dict[str, Any]] = [
    {"issuer": "https://lain.contoh.go.id"},
    {"token_endpoint": "http://contoh.go.id/token"},
    {"token_endpoint": "file:///etc/passwd"},
    {"token_endpoint": None},
    {"jwks_uri": "https://orang@contoh.go.id/jwks"},
    {"authorization_endpoint": "javascript:alert(1)"},
]


async def test_a_discovery_document_may_not_point_anywhere(palsu: PenyediaPalsu) -> None:
    for temuan in TEMUAN:
        palsu.temuan = temuan
        with pytest.raises(Jauh):
            await Penyedia(setelan(palsu.issuer)).temuan()
    palsu.temuan = {}
    assert (await Penyedia(setelan(palsu.issuer)).temuan()).token == f"{palsu.issuer}/token"


async def test_silence_ends_and_is_not_waited_for_again_at_once(palsu: PenyediaPalsu) -> None:
    jam = [0.0]
    satu = Penyedia(setelan(palsu.issuer), jam=lambda: jam[0])
    palsu.temuan = {"jwks_uri": f"{palsu.issuer}/diam"}
    await satu.temuan()
    satu.setelan = setelan(palsu.issuer, tenggat=0.05)
    with pytest.raises(Jauh, match="too slow"):
        await satu.kunci()
    satu.setelan = setelan(palsu.issuer)
    palsu.temuan = {"issuer": "lain"}
    jam[0] = 4000.0  # what was found is old by now
    diminta = len(palsu.diminta)
    for _ in range(3):
        with pytest.raises(Jauh):
            await satu.temuan()
    assert len(palsu.diminta) == diminta + 1
    palsu.temuan = {}
    jam[0] += 6.0
    assert (await satu.temuan()).jwks == f"{palsu.issuer}/jwks"
