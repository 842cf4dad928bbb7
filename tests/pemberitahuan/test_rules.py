from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from forum_server.pemberitahuan.jenis import JenisPemberitahuan
from forum_server.pemberitahuan.pengaturan import PengaturanSurel
from forum_server.pemberitahuan.rules import jeda_ulang, periksa_data, saluran

SAH: dict[str, Any] = {"host": "surel.contoh.test", "pengirim": "forum@contoh.test"}


@pytest.mark.parametrize(
    "nilai",
    [
        "2026-08-03T09:00:00.123456+00:00",
        "61.71",
        "lsp-kpk",
        "lsp-2026080100010001",
        "PAKSI_PERTAMA",
        "0b7f6a6e-7a3b-4a52-9d0a-0d4c1b2a3c4d",
        "26",
        "",
    ],
)
def test_ids_codes_numbers_and_instants_are_kept(nilai: str) -> None:
    assert periksa_data({"satu": nilai}) == {"satu": nilai}


@pytest.mark.parametrize(
    "data",
    [
        {"nama": "Siti Contoh"},
        {"surel": "a@contoh.test"},
        {"nip": "198001012006041001"},
        {"nik": "6171010101800001"},
        {"x": "y" * 81},
        {"Nama": "x"},
        {"x": "a\nb"},
        {f"x{n}": "y" for n in range(17)},
    ],
)
def test_what_may_be_personal_or_is_too_much_is_not(data: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"notification|name of a value"):
        periksa_data(data)


@given(st.integers(min_value=1, max_value=1000))
def test_pauses_never_shrink_and_end_at_four_hours(n: int) -> None:
    assert timedelta(minutes=1) <= jeda_ulang(n) <= jeda_ulang(n + 1) <= timedelta(hours=4)


@given(st.none() | st.booleans(), st.none() | st.booleans(), st.booleans(), st.booleans())
def test_a_choice_beats_the_default_and_no_address_beats_both(
    aplikasi: bool | None, surel: bool | None, bawaan: bool, beralamat: bool
) -> None:
    hasil = saluran(dalam_aplikasi=aplikasi, surel=surel, surel_bawaan=bawaan, beralamat=beralamat)
    assert hasil.dalam_aplikasi is (aplikasi is not False)
    assert hasil.surel is (beralamat and (surel is True or (surel is None and bawaan)))


@pytest.mark.parametrize(
    "lain",
    [
        {"tls": "none"},
        {"tls": "none", "host": "10.0.0.5"},
        {"pengirim": ""},
        {"pengirim": "bukan alamat"},
        {"pengirim": "a@contoh.test, b@contoh.test"},
        {"pengirim": "a@contoh.test\r\nBcc: b@contoh.test"},
        {"pengguna": "forum"},
        {"sandi": SecretStr("x")},
        {"alamat_depan": "forum.contoh.test"},
        {"alamat_depan": "javascript://x"},
        {"halaman_pilihan": "https://a.test/> <x"},
    ],
)
def test_settings_that_would_leak_or_fail_later_are_refused_at_the_start(lain: dict[str, Any]) -> None:
    PengaturanSurel(**SAH)
    with pytest.raises(ValidationError):
        PengaturanSurel(**{**SAH, **lain})


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("implicit", 465), ("none", 25)])
def test_each_way_has_its_port(tls: Any, port: int) -> None:
    di_sini: dict[str, Any] = {**SAH, "host": "::1", "tls": tls}
    assert PengaturanSurel(**di_sini).port_berlaku == port


def test_a_password_is_never_shown() -> None:
    assert "rahasia" not in repr(PengaturanSurel(**SAH, pengguna="forum", sandi=SecretStr("rahasia")))


@pytest.mark.parametrize(
    ("nama", "judul"),
    [("", "x"), ("x" * 65, "x"), ("uji.a", ""), ("uji.a", "a\r\nBcc: b"), ("uji.a", "x" * 101)],
)
def test_a_kind_is_declared_in_one_printable_line(nama: str, judul: str) -> None:
    with pytest.raises(ValueError, match=r"name|title"):
        JenisPemberitahuan(nama=nama, judul=judul, kalimat=lambda _: "x")
