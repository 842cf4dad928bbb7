"""What codes say, and what codes of former times mean today."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.database import leluhur
from forum_server.wilayah.rules import (
    NAMA_ZONA,
    TingkatWilayah,
    Zona,
    berlaku,
    bukan_pemda,
    induk_dari,
    kode_sah,
    kode_sekarang,
    tingkat_dari,
    zona_dari,
)

T = TingkatWilayah


@pytest.mark.parametrize(
    ("kode", "tingkat"),
    [
        ("ID", T.NASIONAL),
        ("11", T.PROVINSI),
        ("96", T.PROVINSI),
        ("61.01", T.KABUPATEN),
        ("61.69", T.KABUPATEN),
        ("61.71", T.KOTA),
        ("61.99", T.KOTA),
        ("61.71.01", T.KECAMATAN),
        ("61.71.01.1001", T.KELURAHAN),
        ("33.26.01.2001", T.DESA),
        ("91.03.01.3001", T.DESA_ADAT),
    ],
)
def test_the_level_of_a_region_stands_in_its_code(kode: str, tingkat: TingkatWilayah) -> None:
    assert tingkat_dari(kode) is tingkat
    assert kode_sah(kode)


@pytest.mark.parametrize(
    "kode",
    [
        "",
        "id",
        "ID.61",
        "6",
        "061",
        "10",
        "00",
        "6171",
        "61.7",
        "61.00",
        "61.70",
        "61.71.00",
        "61.71.01.4001",
        "61.71.01.0001",
        "61.71.01.100",
        "61.71.01.1001.01",
        "61.71 ",
        " 61",
        "61\n",
        "٦١",
        "lsp-kpk",
        "61.71\0",
    ],
)
def test_what_is_no_code_has_no_level(kode: str) -> None:
    assert tingkat_dari(kode) is None
    assert not kode_sah(kode)


kode_acak = st.builds(
    lambda p, d, k, v, n: ".".join([f"{p:02}", f"{d:02}", f"{k:02}", f"{v:04}"][:n]),
    st.integers(11, 99),
    st.integers(1, 69) | st.integers(71, 99),
    st.integers(1, 99),
    st.integers(1000, 3999),
    st.integers(1, 4),
)


@given(kode_acak)
def test_parents_lead_from_any_code_to_the_nation(kode: str) -> None:
    jalur = [kode]
    while (induk := induk_dari(jalur[-1])) is not None:
        jalur.append(induk)
    assert tuple(jalur) == leluhur(kode)
    tingkat = [tingkat_dari(k) for k in jalur]
    assert None not in tingkat
    assert tingkat[-1] is T.NASIONAL


@given(kode_acak)
def test_a_region_keeps_the_zone_of_its_province(kode: str) -> None:
    assert zona_dari(kode) is zona_dari(kode[:2])


def test_zones_are_those_of_the_provinces() -> None:
    wib = [*range(11, 37), 61, 62]
    wita = [*range(51, 54), *range(63, 66), *range(71, 77)]
    wit = [*range(81, 97)]
    assert {zona_dari(str(p)) for p in wib} == {Zona.WIB}
    assert {zona_dari(str(p)) for p in wita} == {Zona.WITA}
    assert {zona_dari(str(p)) for p in wit} == {Zona.WIT}
    assert zona_dari("ID") is Zona.WIB


def test_each_zone_is_known_to_the_clock() -> None:
    saat = datetime(2025, 6, 1, 5, tzinfo=UTC)
    assert {z: saat.astimezone(ZoneInfo(nama)).hour for z, nama in NAMA_ZONA.items()} == {
        Zona.WIB: 12,
        Zona.WITA: 13,
        Zona.WIT: 14,
    }


def test_only_provinces_kabupaten_and_kota_have_a_government_of_their_own() -> None:
    assert not bukan_pemda("61", ())
    assert not bukan_pemda("61.71", ())
    assert bukan_pemda("31.71", {"31.71"})
    assert [bukan_pemda(k, ()) for k in ("ID", "61.71.01", "61.71.01.1001", "bukan")] == [True] * 4


@pytest.mark.parametrize(
    ("dari", "sampai", "harap"),
    [
        (None, None, True),
        (date(2025, 1, 2), None, True),
        (date(2025, 1, 3), None, False),
        (None, date(2025, 1, 2), True),
        (None, date(2025, 1, 1), False),
        (date(2025, 1, 1), date(2025, 1, 3), True),
    ],
)
def test_both_bounds_belong_to_the_period_of_a_code(
    dari: date | None, sampai: date | None, *, harap: bool
) -> None:
    assert berlaku(dari, sampai, date(2025, 1, 2)) is harap


def test_a_renumbered_code_leads_to_its_successor_over_several_steps() -> None:
    penerus = {"a": ["b"], "b": ["c"]}
    assert kode_sekarang("a", penerus) == "c"
    assert kode_sekarang("b", penerus) == "c"
    assert kode_sekarang("c", penerus) == "c"


def test_a_code_that_became_several_stays_itself() -> None:
    assert kode_sekarang("a", {"a": ["b", "c"]}) == "a"
    assert kode_sekarang("z", {"z": ["a"], "a": ["b", "c"]}) == "a", "as far as one can say"


def test_codes_that_were_joined_lead_to_the_same_one() -> None:
    penerus = {"a": ["c"], "b": ["c"]}
    assert {kode_sekarang("a", penerus), kode_sekarang("b", penerus)} == {"c"}


@given(st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=2)))
def test_successors_in_a_circle_end_somewhere_they_lead_to(penerus: dict[str, list[str]]) -> None:
    hasil = kode_sekarang("a", penerus)
    assert hasil == "a" or any(hasil in baru for baru in penerus.values())
