"""The search form of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.teks import bentuk_cari, rapikan


@pytest.mark.parametrize(
    ("teks", "harap"),
    [
        ("Kota Pontianak", "kota pontianak"),
        ("TOLI-Toli", "toli toli"),
        ("  É é e\u0301 ", "e e e"),
        ("Straße", "strasse"),
        ("ﬁ", "fi"),
        ("%_\\", ""),
        ("", ""),
        ("UPTD Puskesmas (Siantan) No. 2", "uptd puskesmas siantan no 2"),
    ],
)
def test_names_are_compared_without_case_diacritics_and_signs(teks: str, harap: str) -> None:
    assert bentuk_cari(teks) == harap


@given(st.text())
def test_the_search_form_of_a_search_form_is_itself(teks: str) -> None:
    sekali = bentuk_cari(teks)
    assert bentuk_cari(sekali) == sekali
    assert not set(sekali) & set("%_\\\0")


@given(st.text())
def test_tidied_text_has_single_blanks_and_none_at_the_ends(teks: str) -> None:
    rapi = rapikan(teks)
    assert rapikan(rapi) == rapi
    assert rapi == rapi.strip()
    assert "  " not in rapi
