"""Sharing costs by seats: exact, fair to the rupiah, and the same in whatever order."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.biaya.rules import (
    BagianPemda,
    JenisBiaya,
    bagi,
    pagu_pemda,
    pembagian,
    periksa_keterangan,
)
from forum_paksi.uang import rupiah_bulat
from forum_server.plugin import IsianTidakSah

TOTAL = st.integers(0, 200 * (10**15 - 1))
KURSI = st.dictionaries(
    st.integers(1, 99).map(lambda n: f"61.{n:02}"), st.integers(0, 500), min_size=1, max_size=40
)


@given(TOTAL, KURSI)
def test_the_shares_are_exact_and_within_a_rupiah_of_what_is_due(total: int, kursi: dict[str, int]) -> None:
    hasil = bagi(total, kursi)
    semua = sum(kursi.values())
    assert set(hasil) == set(kursi)
    if not semua:
        assert set(hasil.values()) == {0}
        return
    assert sum(hasil.values()) == total
    for kode, rupiah in hasil.items():
        assert abs(rupiah - Fraction(total * kursi[kode], semua)) < 1
        assert kursi[kode] or rupiah == 0


@given(TOTAL, KURSI)
def test_more_seats_never_pay_less_and_equal_seats_differ_by_a_rupiah_by_region_code(
    total: int, kursi: dict[str, int]
) -> None:
    hasil = bagi(total, kursi)
    urut = sorted(kursi, key=lambda k: (-kursi[k], k))
    for satu, dua in pairwise(urut):
        assert hasil[satu] >= hasil[dua]
        if kursi[satu] == kursi[dua]:
            assert hasil[satu] - hasil[dua] <= 1


@given(TOTAL, KURSI, st.randoms(use_true_random=False))
def test_the_order_in_which_pemda_come_changes_nothing(
    total: int, kursi: dict[str, int], acak: Random
) -> None:
    kunci = list(kursi)
    acak.shuffle(kunci)
    assert bagi(total, {k: kursi[k] for k in kunci}) == bagi(total, kursi)


def test_the_rupiah_left_over_goes_to_the_largest_remainder_then_to_the_first_code() -> None:
    assert bagi(100, {"61.71": 1, "61.01": 1, "61.02": 1}) == {"61.01": 34, "61.02": 33, "61.71": 33}
    assert bagi(10, {"61.01": 1, "61.71": 2}) == {"61.01": 3, "61.71": 7}
    assert bagi(1, {"61.01": 0, "61.71": 5}) == {"61.01": 0, "61.71": 1}
    assert bagi(7, {}) == {}


@pytest.mark.parametrize(
    ("pagu", "jumlah"),
    [([], None), ([None], None), ([5], 5), ([5, 7], 12), ([5, None], None), ([0], 0)],
)
def test_a_ceiling_is_the_sum_of_the_requests_and_unknown_when_one_is(
    pagu: list[int | None], jumlah: int | None
) -> None:
    assert pagu_pemda(pagu) == jumlah


@pytest.mark.parametrize(
    ("rupiah", "pagu", "lebih"), [(10, 10, None), (11, 10, 1), (9, 10, None), (9, None, None), (1, 0, 1)]
)
def test_what_exceeds_the_ceiling_is_said_to_the_rupiah(
    rupiah: int, pagu: int | None, lebih: int | None
) -> None:
    assert BagianPemda(wilayah="61.71", kursi=1, rupiah=rupiah, pagu=pagu).melebihi == lebih


def test_who_asked_but_sits_nowhere_is_in_the_division_and_pays_nothing() -> None:
    hasil = pembagian(90, {"61.71": 2, "61.03": 1}, {"61.71": [50], "61.01": [20, None], "61.03": [30]})
    assert [(b.wilayah, b.kursi, b.rupiah, b.pagu, b.melebihi) for b in hasil] == [
        ("61.01", 0, 0, None, None),
        ("61.03", 1, 30, 30, None),
        ("61.71", 2, 60, 50, 10),
    ]


@pytest.mark.parametrize("teks", ["", "0", "-1", "1.000", "1,5", "007", "1e3", " 5", "9" * 16, "५"])
def test_an_amount_is_whole_rupiah_in_digits(teks: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        rupiah_bulat(teks, letak="rupiah", kosong=False)
    assert (galat.value.kode, galat.value.letak) == ("RUPIAH_TIDAK_SAH", ("rupiah",))
    assert rupiah_bulat("9" * 15, letak="rupiah") == 10**15 - 1


def test_only_what_is_none_of_the_kinds_must_say_what_it_is() -> None:
    for jenis in JenisBiaya:
        if jenis is JenisBiaya.LAINNYA:
            with pytest.raises(IsianTidakSah):
                periksa_keterangan(jenis, " ")
        else:
            assert periksa_keterangan(jenis, " ") is None
        assert periksa_keterangan(jenis, " Plakat ") == "Plakat"
    assert not {"SERTIFIKASI", "BIAYA_UJI"} & {j.value for j in JenisBiaya}
