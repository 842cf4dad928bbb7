"""What an office should have, what it lacks, and when a certificate was in force: exhaustively and by properties."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.cakupan import rules
from forum_paksi.cakupan.rules import KeadaanCakupan, KebijakanCakupan, Punya, Syarat

J, K = KebijakanCakupan.JUMLAH, KebijakanCakupan.KEPALA_OPD
T, D, B = KeadaanCakupan.TERPENUHI, KeadaanCakupan.DI_BAWAH_KUOTA, KeadaanCakupan.BELUM_ADA
HARI = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("kebijakan", "kuota", "api", "inspektorat", "harap"),
    [
        (J, 1, 1, False, Syarat(paksi=1)),
        (J, 2, 1, True, Syarat(paksi=2, api=1)),
        (J, 2, 0, True, Syarat(paksi=2)),
        (J, -1, -1, True, Syarat(paksi=0)),
        (K, 2, 1, False, Syarat(paksi=0, kepala=True)),
        (K, 2, 1, True, Syarat(paksi=0, api=1, kepala=True)),
    ],
)
def test_a_policy_says_what_an_office_should_have(
    kebijakan: KebijakanCakupan, kuota: int, api: int, inspektorat: bool, harap: Syarat
) -> None:
    assert (
        rules.syarat(kebijakan, kuota_opd=kuota, kuota_api_inspektorat=api, inspektorat=inspektorat) == harap
    )


@pytest.mark.parametrize(
    ("syarat", "harap"),
    [
        # for (paksi, api): 00, 01, 10, 11, 20, 21
        (Syarat(paksi=0), [T, T, T, T, T, T]),
        (Syarat(paksi=1), [B, B, T, T, T, T]),
        (Syarat(paksi=2), [B, B, D, D, T, T]),
        (Syarat(paksi=1, api=1), [B, D, D, T, D, T]),
        (Syarat(paksi=0, kepala=True), [B, B, D, D, D, D]),
        (Syarat(paksi=0, api=1, kepala=True), [B, D, D, D, D, D]),
    ],
)
def test_every_state_without_a_certified_head(syarat: Syarat, harap: list[KeadaanCakupan]) -> None:
    punya = [Punya(paksi=p, api=a) for p, a in itertools.product((0, 1, 2), (0, 1))]
    assert [rules.keadaan(syarat, p) for p in punya] == harap


def test_a_certified_head_is_what_that_policy_asks_for() -> None:
    assert rules.keadaan(Syarat(paksi=0, kepala=True), Punya(kepala=True)) is T
    assert rules.keadaan(Syarat(paksi=0, api=1, kepala=True), Punya(kepala=True)) is D
    assert rules.keadaan(Syarat(paksi=1), Punya(kepala=True)) is D


SYARAT = st.builds(Syarat, paksi=st.integers(0, 3), api=st.integers(0, 2), kepala=st.booleans())
PUNYA = st.builds(Punya, paksi=st.integers(0, 4), api=st.integers(0, 3), kepala=st.booleans())


@given(syarat=SYARAT, punya=PUNYA)
def test_an_office_is_covered_exactly_when_nothing_is_missing(syarat: Syarat, punya: Punya) -> None:
    kurang = rules.kekurangan(syarat, punya)
    assert (rules.keadaan(syarat, punya) is T) == (not kurang.ada)
    assert kurang.paksi + punya.paksi >= syarat.paksi
    assert kurang.api + punya.api >= syarat.api
    penuh = Punya(
        paksi=punya.paksi + kurang.paksi, api=punya.api + kurang.api, kepala=punya.kepala or kurang.kepala
    )
    assert rules.keadaan(syarat, penuh) is T


@given(hari=HARI, banyak=st.integers(1, rules.BULAN_MAKS))
def test_a_trend_has_the_last_day_of_every_month_and_today(hari: date, banyak: int) -> None:
    titik = rules.akhir_bulan(hari, banyak)
    assert len(titik) == banyak
    assert titik[-1] == hari
    bulan = [(t.year, t.month) for t in titik]
    assert bulan == sorted(set(bulan))
    assert all((t + timedelta(days=1)).day == 1 for t in titik[:-1])
    awal, akhir = titik[0], titik[-1]
    assert (akhir.year - awal.year) * 12 + akhir.month - awal.month == banyak - 1


@given(
    terbit=HARI,
    masa=st.integers(1, 1200),
    berhenti=st.none() | HARI,
    ubah=st.lists(HARI, max_size=4, unique=True).map(sorted),
    hari=HARI,
)
def test_a_certificate_counts_on_the_days_it_was_in_force(
    terbit: date, masa: int, berhenti: date | None, ubah: list[date], hari: date
) -> None:
    berakhir = terbit + timedelta(days=masa)
    pembekuan = [(h, n % 2 == 0) for n, h in enumerate(ubah)]  # suspended, reinstated, suspended, ...
    beku = sum(h <= hari for h in ubah) % 2 == 1
    harap = terbit <= hari <= berakhir and (berhenti is None or hari < berhenti) and not beku
    assert (
        rules.hidup(hari, terbit=terbit, berakhir=berakhir, berhenti_pada=berhenti, pembekuan=pembekuan)
        == harap
    )
