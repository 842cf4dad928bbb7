"""Origins as browsers send them, and nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from forum_server.galat import IsianTidakSah
from forum_server.kunci_layanan.rules import periksa_asal, periksa_batas, periksa_nama
from forum_server.settings import Settings


@pytest.mark.parametrize(
    ("tulis", "asal"),
    [
        ("https://portal.contoh.go.id", "https://portal.contoh.go.id"),
        ("https://Portal.Contoh.go.id:443", "https://portal.contoh.go.id"),
        ("https://portal.contoh.go.id:8443", "https://portal.contoh.go.id:8443"),
        ("https://xn--bcher-kva.contoh.id", "https://xn--bcher-kva.contoh.id"),
        ("http://localhost:3000", "http://localhost:3000"),
        ("http://127.0.0.1", "http://127.0.0.1"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://[2001:DB8::0:1]", "https://[2001:db8::1]"),
    ],
)
def test_an_origin_is_kept_as_browsers_send_it(tulis: str, asal: str) -> None:
    assert periksa_asal(tulis) == asal
    assert periksa_asal(asal) == asal


@pytest.mark.parametrize(
    "tulis",
    [
        "",
        "*",
        "null",
        "https://*",
        "https://*.contoh.go.id",
        "https://",
        "portal.contoh.go.id",
        "//portal.contoh.go.id",
        "https://portal.contoh.go.id/",
        "https://portal.contoh.go.id/app",
        "https://portal.contoh.go.id?x",
        "https://portal.contoh.go.id#x",
        "https://a@portal.contoh.go.id",
        "https://portal.contoh.go.id:",
        "https://portal.contoh.go.id:0",
        "https://portal.contoh.go.id:99999",
        "https://portal.contoh.go.id:x",
        "https://portal..contoh.id",
        "https://-contoh.id",
        "https://contoh.id\n",
        "https://contoh .id",
        "https://bücher.contoh.id",
        "http://portal.contoh.go.id",
        "http://localhost.contoh.go.id",
        "http://10.0.0.1",
        "ftp://contoh.go.id",
        "file://localhost",
        "https://[::1",
        "https://" + "a" * 300,
    ],
)
def test_patterns_paths_plain_http_and_the_rest_are_refused(tulis: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        periksa_asal(tulis)
    assert galat.value.kode == "ASAL_TIDAK_SAH"


@given(st.text(max_size=60) | st.builds("https://{}".format, st.text(max_size=40)))
def test_whatever_is_written_an_origin_is_one_or_refused(tulis: str) -> None:
    try:
        asal = periksa_asal(tulis)
    except IsianTidakSah:
        return
    assert asal.startswith(("https://", "http://"))
    assert not set("*/?#@ \n") & set(asal.partition("://")[2])
    assert len(asal) <= 255
    assert periksa_asal(asal) == asal


@pytest.mark.parametrize("nama", ["ab", "Portal", "-portal", "portal-", "a b c", "x" * 41, "pörtal"])
def test_names_are_short_and_plain(nama: str) -> None:
    with pytest.raises(IsianTidakSah):
        periksa_nama(nama)
    assert periksa_nama("portal-pontianak.v2") == "portal-pontianak.v2"


@pytest.mark.parametrize("batas", [0, -1, 1_000_001])
def test_a_limit_is_positive_and_bounded(batas: int) -> None:
    with pytest.raises(IsianTidakSah):
        periksa_batas(batas)
    assert periksa_batas(1) == 1


@pytest.mark.parametrize("asal", ["*", "null", "https://portal.contoh.go.id/", "http://portal.contoh.go.id"])
def test_the_origins_of_the_settings_are_origins_too(asal: str, monkeypatch: pytest.MonkeyPatch) -> None:
    tanpa_berkas: dict[str, Any] = {"_env_file": None}
    monkeypatch.setenv("FORUM_ASAL", json.dumps(["https://Portal.contoh.go.id:443"]))
    assert Settings(**tanpa_berkas).asal == ("https://portal.contoh.go.id",)
    monkeypatch.setenv("FORUM_ASAL", json.dumps([asal]))
    with pytest.raises(ValidationError, match="asal"):
        Settings(**tanpa_berkas)
