"""The pure rules of certificates: how long they run, which lives, who is reminded when."""

from __future__ import annotations

import itertools
import uuid
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.sertifikat.rules import (
    HIDUP,
    PERALIHAN,
    Baris,
    KeadaanSertifikat,
    KeadaanTampak,
    TindakanSertifikat,
    berakhir,
    berlaku_kini,
    diakui,
    geser_bulan,
    gugus,
    jendela_pengingat,
    kode_periksa_baru,
    pengganti,
    tampak,
)
from forum_paksi.skema.rules import JenisSkema

K, T, V = KeadaanSertifikat, TindakanSertifikat, KeadaanTampak
HARI = st.dates(min_value=date(2017, 1, 1), max_value=date(2060, 12, 31))
ORANG = [uuid.UUID(int=n) for n in range(2)]


@pytest.mark.parametrize(
    ("terbit", "bulan", "sampai"),
    [
        (date(2024, 10, 5), 36, date(2027, 10, 4)),
        (date(2024, 2, 29), 36, date(2027, 2, 27)),
        (date(2024, 1, 1), 36, date(2026, 12, 31)),
        (date(2024, 8, 31), 6, date(2025, 2, 27)),
    ],
)
def test_a_certificate_ends_the_day_before_the_same_day_so_many_months_later(
    terbit: date, bulan: int, sampai: date
) -> None:
    assert berakhir(terbit, bulan) == sampai


@given(HARI, st.integers(-60, 60))
def test_moving_by_months_keeps_the_day_or_takes_the_last_of_the_month(hari: date, bulan: int) -> None:
    geser = geser_bulan(hari, bulan)
    assert (geser.year * 12 + geser.month) - (hari.year * 12 + hari.month) == bulan
    assert geser.day == hari.day or (geser.day < hari.day and (geser + timedelta(days=1)).day == 1)


def test_every_action_leads_from_its_states_only() -> None:
    boleh = {
        (keadaan, tindakan): PERALIHAN[tindakan][1]
        for keadaan, tindakan in itertools.product(K, T)
        if keadaan in PERALIHAN[tindakan][0]
    }
    assert boleh == {
        (K.AKTIF, T.BEKUKAN): K.DIBEKUKAN,
        (K.DIBEKUKAN, T.AKTIFKAN): K.AKTIF,
        (K.AKTIF, T.CABUT): K.DICABUT,
        (K.DIBEKUKAN, T.CABUT): K.DICABUT,
        (K.AKTIF, T.GANTIKAN): K.DIGANTIKAN,
        (K.DIBEKUKAN, T.GANTIKAN): K.DIGANTIKAN,
    }


@pytest.mark.parametrize(
    ("keadaan", "sampai", "bulan", "terlihat"),
    [
        (K.AKTIF, date(2030, 7, 2), 6, V.AKTIF),
        (K.AKTIF, date(2030, 7, 1), 6, V.AKAN_BERAKHIR),
        (K.AKTIF, date(2030, 1, 1), 6, V.AKAN_BERAKHIR),
        (K.AKTIF, date(2030, 1, 1), 0, V.AKTIF),
        (K.AKTIF, date(2029, 12, 31), 6, V.KEDALUWARSA),
        (K.AKTIF, date(2029, 12, 31), 0, V.KEDALUWARSA),
        (K.DIBEKUKAN, date(2029, 12, 31), 6, V.DIBEKUKAN),
        (K.DICABUT, date(2035, 1, 1), 6, V.DICABUT),
        (K.DIGANTIKAN, date(2035, 1, 1), 6, V.DIGANTIKAN),
    ],
)
def test_what_people_see_is_the_stored_state_or_what_the_calendar_says(
    keadaan: KeadaanSertifikat, sampai: date, bulan: int, terlihat: KeadaanTampak
) -> None:
    assert tampak(keadaan, sampai, hari_ini=date(2030, 1, 1), bulan=bulan) is terlihat


@given(st.sampled_from(K), HARI, HARI, HARI)
def test_in_force_is_active_within_both_ends(
    keadaan: KeadaanSertifikat, terbit: date, sampai: date, pada: date
) -> None:
    benar = keadaan is K.AKTIF and terbit <= pada <= sampai
    assert berlaku_kini(keadaan, terbit, sampai, pada) is benar
    if benar:
        assert tampak(keadaan, sampai, hari_ini=pada, bulan=6) in {V.AKTIF, V.AKAN_BERAKHIR}


@given(HARI, st.lists(st.integers(-2, 12), max_size=6), HARI)
def test_one_reminder_at_most_is_due_for_a_certificate(
    hari_ini: date, bulan: list[int], sampai: date
) -> None:
    jatuh = [b for b, dari, batas in jendela_pengingat(hari_ini, bulan) if dari <= sampai <= batas]
    dekat = [b for b in bulan if b > 0 and hari_ini <= sampai <= geser_bulan(hari_ini, b)]
    assert jatuh == ([min(dekat)] if dekat else [])


def test_codes_are_long_and_never_the_same() -> None:
    kode = {kode_periksa_baru() for _ in range(500)}
    assert len(kode) == 500
    assert {len(k) for k in kode} == {32}
    assert set("".join(kode)) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@pytest.mark.parametrize(
    ("lembaga", "jenis", "terbit", "hasil"),
    [
        ("lsp-a", JenisSkema.PAKSI, date(2019, 12, 31), False),
        ("lsp-a", JenisSkema.PAKSI, date(2020, 1, 1), True),
        ("lsp-a", JenisSkema.PAKSI, date(2020, 12, 31), True),
        ("lsp-a", JenisSkema.PAKSI, date(2021, 1, 1), False),
        ("lsp-a", JenisSkema.API, date(2020, 6, 1), False),
        ("lsp-b", JenisSkema.PAKSI, date(2020, 6, 1), False),
        ("lsp-a", JenisSkema.PAKSI, date(2030, 1, 1), True),
    ],
)
def test_a_certificate_counts_when_its_issuer_was_recognised_that_day(
    lembaga: str, jenis: JenisSkema, terbit: date, hasil: bool
) -> None:
    masa = [
        ("lsp-a", JenisSkema.PAKSI, date(2020, 1, 1), date(2020, 12, 31)),
        ("lsp-a", JenisSkema.PAKSI, date(2029, 1, 1), None),
    ]
    assert diakui(masa, lembaga=lembaga, jenis=jenis, terbit=terbit) is hasil


BARIS = st.builds(
    lambda orang, skema, terbit, diakui_, keadaan: Baris(
        id=uuid.uuid4(),
        orang_id=orang,
        jenis=JenisSkema.API if skema.startswith("API") else JenisSkema.PAKSI,
        skema_kode=skema,
        nomor="N",
        terbit=terbit,
        berakhir=berakhir(terbit, 36),
        diakui=diakui_,
        keadaan=keadaan,
    ),
    st.sampled_from(ORANG),
    st.sampled_from(["PAKSI_PERTAMA", "PAKSI_MUDA", "API", "API_LAIN"]),
    st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 9)),
    st.booleans(),
    st.sampled_from(K),
)


@given(st.lists(BARIS, max_size=8))
def test_of_each_line_one_lives_at_most_and_it_is_the_latest(semua: list[Baris]) -> None:
    ganti = pengganti(semua)
    sesudah = [replace(b, keadaan=K.DIGANTIKAN) if b.id in ganti else b for b in semua]
    hidup = Counter(gugus(b) for b in sesudah if b.keadaan in HIDUP and b.diakui)
    assert all(n == 1 for n in hidup.values())
    for lama in semua:
        if lama.id in ganti:
            baru = ganti[lama.id]
            assert lama.keadaan in HIDUP
            assert gugus(lama) == gugus(baru) is not None
            assert baru.terbit >= lama.terbit
        elif lama.keadaan in HIDUP and lama.diakui:
            assert all(b.terbit <= lama.terbit for b in semua if gugus(b) == gugus(lama))
    assert pengganti(sesudah) == {}


def test_a_revoked_certificate_gives_the_one_before_no_life_back() -> None:
    dasar = Baris(
        id=uuid.uuid4(),
        orang_id=ORANG[0],
        jenis=JenisSkema.PAKSI,
        skema_kode="PAKSI_PERTAMA",
        nomor="1",
        terbit=date(2020, 1, 1),
        berakhir=date(2022, 12, 31),
        diakui=True,
        keadaan=K.AKTIF,
    )
    dicabut = replace(dasar, id=uuid.uuid4(), terbit=date(2021, 1, 1), keadaan=K.DICABUT)
    assert pengganti([dasar, dicabut]) == {dasar.id: dicabut}
