"""Codes of an authenticator: which count, what they look like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyotp.totp import TOTP

from forum_server.akun.totp.rules import (
    KODE_BANYAK,
    alamat_otp,
    angka,
    kode_pemulihan_baru,
    langkah_cocok,
    rahasia_baru,
)

# RFC 6238, appendix B: the secret is the ASCII text 12345678901234567890; its codes of 8 digits end in these six.
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("detik", "kode"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_the_examples_of_the_rfc(detik: int, kode: str) -> None:
    assert langkah_cocok(RFC, kode, datetime.fromtimestamp(detik, UTC)) == detik // 30


@given(st.integers(min_value=1_577_836_800, max_value=4_102_444_800), st.integers(min_value=-4, max_value=4))
def test_a_code_counts_one_step_before_and_after_its_own_and_no_further(detik: int, geser: int) -> None:
    kini = datetime.fromtimestamp(detik, UTC)
    kode = TOTP(RFC).at(kini + timedelta(seconds=30 * geser))
    langkah = langkah_cocok(RFC, kode, kini)
    if abs(geser) <= 1:
        assert langkah is not None
        assert TOTP(RFC).generate_otp(langkah) == kode
    elif langkah is not None:  # one in a few hundred thousand is the code of another step as well
        assert TOTP(RFC).generate_otp(langkah) == kode
        assert abs(langkah - int(kini.timestamp()) // 30) <= 1


@pytest.mark.parametrize("kode", ["287083", "28708", "", "２８７０８２"])
def test_anything_else_is_wrong(kode: str) -> None:
    kini = datetime.fromtimestamp(59, UTC)
    assert angka(kode) is None or langkah_cocok(RFC, kode, kini) is None


@pytest.mark.parametrize(
    ("ketikan", "hasil"),
    [
        (" 287 082 ", "287082"),
        ("287082", "287082"),
        ("28708", None),
        ("ABCD-EFGH", None),
        ("２８７０８２", None),
    ],
)
def test_six_digits_are_a_code_of_the_authenticator(ketikan: str, hasil: str | None) -> None:
    assert angka(ketikan) == hasil


def test_the_address_says_whose_and_whose_server() -> None:
    rahasia = rahasia_baru()
    alamat = urlsplit(alamat_otp(rahasia, nama="budi.uji", penerbit="Forum Uji"))
    assert (alamat.scheme, alamat.netloc, alamat.path) == ("otpauth", "totp", "/Forum%20Uji:budi.uji")
    assert parse_qs(alamat.query)["secret"] == [rahasia]
    assert parse_qs(alamat.query)["issuer"] == ["Forum Uji"]


def test_secrets_and_recovery_codes_are_long_and_never_the_same() -> None:
    assert len({rahasia_baru() for _ in range(50)}) == 50
    assert len(rahasia_baru()) * 5 >= 160
    kode = [*kode_pemulihan_baru(), *kode_pemulihan_baru()]
    assert len(set(kode)) == len(kode) == 2 * KODE_BANYAK
    assert all(len(satu.replace("-", "")) * 5 == 80 and angka(satu) is None for satu in kode)
