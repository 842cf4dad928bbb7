"""Codes of institutions never look like those of regions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.lembaga.rules import KODE_MAKS, alasan_kode, alasan_nama
from forum_server.wilayah.rules import kode_sah


@pytest.mark.parametrize("kode", ["lsp-kpk", "kpk", "bnsp", "a1-b2-c3", "x" * KODE_MAKS])
def test_a_code_is_accepted(kode: str) -> None:
    assert alasan_kode(kode) is None


@pytest.mark.parametrize(
    "kode",
    [
        "",
        "ab",
        "id",
        "ID",
        "61.71",
        "61",
        "LSP",
        "lsp_kpk",
        "lsp--kpk",
        "-lsp",
        "lsp-",
        "1lsp",
        "lsp kpk",
        "lśp",
        "x" * (KODE_MAKS + 1),
        "lsp\n",
        "lsp/kpk",
        "lsp\0",
    ],
)
def test_a_code_is_refused_with_what_to_do(kode: str) -> None:
    assert "misalnya lsp-kpk" in (alasan_kode(kode) or "")


@given(st.text(max_size=40) | st.from_regex(r"[a-z0-9.-]{1,20}", fullmatch=True))
def test_no_text_is_both_a_lembaga_and_a_region(kode: str) -> None:
    assert not (alasan_kode(kode) is None and kode_sah(kode))


@pytest.mark.parametrize("nama", ["", "ab", "--", "A" * 201, "LSP\u200bKPK"])
def test_a_name_is_refused(nama: str) -> None:
    assert alasan_nama(nama) is not None
