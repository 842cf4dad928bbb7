"""Which NIP, NI PPPK and NIK are possible, and how little of one is shown. No number here belongs to anyone."""

from __future__ import annotations

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.galat import IsianTidakSah
from forum_server.orang.rules import Kepegawaian, nama_rapi, periksa_nik, periksa_nip, samarkan_nip

HARI_INI = date(2026, 8, 17)
PNS, PPPK, NON_ASN = Kepegawaian.PNS, Kepegawaian.PPPK, Kepegawaian.NON_ASN


def alasan(nip: str, kepegawaian: Kepegawaian) -> IsianTidakSah | None:
    """Why a NIP is refused, or None when it is not."""
    try:
        periksa_nip(nip, kepegawaian, hari_ini=HARI_INI)
    except IsianTidakSah as galat:
        return galat
    return None


def alasan_nik(nik: str) -> IsianTidakSah | None:
    """Why a NIK is refused, or None when it is not."""
    try:
        periksa_nik(nik)
    except IsianTidakSah as galat:
        return galat
    return None


def sah(nip: str, kepegawaian: Kepegawaian) -> bool:
    galat = alasan(nip, kepegawaian)
    assert galat is None or (galat.kode, galat.letak) == ("NIP_TIDAK_SAH", ("nip",))
    return galat is None


def nik_sah(nik: str) -> bool:
    galat = alasan_nik(nik)
    assert galat is None or (galat.kode, galat.letak) == ("NIK_TIDAK_SAH", ("nik",))
    return galat is None


def test_a_nip_may_be_typed_in_groups() -> None:
    assert periksa_nip(" 19860926 201505 1 001 ", PNS, hari_ini=HARI_INI) == "198609262015051001"


@pytest.mark.parametrize(
    ("nip", "pns", "pppk"),
    [
        ("198609262015051001", True, True),
        ("198609262015052999", True, True),
        ("198609262023211001", False, True),  # 21 agreements: no month, yet a good NI PPPK
        ("198609262015001001", False, True),
        ("198609262015131001", False, True),
        ("198609262015121001", True, True),
        ("198609262015053001", False, False),
        ("198609262015050001", False, False),
        ("198609262015051000", False, False),
        ("198602302015051001", False, False),
        ("198613012015051001", False, False),
        ("198600012015051001", False, False),
        ("198609002015051001", False, False),
        ("198809292015051001", True, True),
        ("198802292015051001", True, True),  # a leap year
        ("198702292015051001", False, False),
        ("000009262015051001", False, False),
        ("189909262015051001", False, False),
        ("190001011901011001", True, True),
        ("198609261986101001", False, False),  # appointed in the year of birth
        ("198609261985051001", False, False),
        ("198609262027051001", True, True),
        ("198609262028051001", False, False),
        ("202608172027011001", False, False),  # born today
        ("19860926201505100", False, False),
        ("1986092620150510011", False, False),
        ("19860926201505100a", False, False),
        ("١٩٨٦٠٩٢٦٢٠١٥٠٥١٠٠١", False, False),
        ("", False, False),
    ],
)
def test_a_civil_servant_has_a_month_where_a_contract_employee_has_a_count(
    nip: str, pns: bool, pppk: bool
) -> None:
    assert (sah(nip, PNS), sah(nip, PPPK)) == (pns, pppk)


def test_who_is_no_civil_servant_has_no_nip() -> None:
    assert not sah("198609262015051001", NON_ASN)


def test_every_day_and_only_days_of_the_calendar_begin_a_nip() -> None:
    diterima = {
        (bulan, hari)
        for bulan in range(100)
        for hari in range(100)
        if sah(f"2000{bulan:02}{hari:02}2020051001", PNS)
    }
    assert diterima == {(b, h) for b in range(1, 13) for h in range(1, calendar.monthrange(2000, b)[1] + 1)}


def test_only_the_twelve_months_stand_in_the_nip_of_a_civil_servant_and_any_two_digits_otherwise() -> None:
    assert [n for n in range(100) if sah(f"198609262015{n:02}1001", PNS)] == list(range(1, 13))
    assert [n for n in range(100) if sah(f"198609262015{n:02}1001", PPPK)] == list(range(100))


def test_every_serial_number_but_zero_ends_a_nip() -> None:
    assert [n for n in range(1000) if sah(f"198609262015051{n:03}", PNS)] == list(range(1, 1000))


@given(st.text(max_size=24), st.sampled_from([PNS, PPPK]))
def test_whatever_is_typed_a_nip_is_18_digits_or_refused(teks: str, kepegawaian: Kepegawaian) -> None:
    galat = alasan(teks, kepegawaian)
    if galat is not None:
        assert len(teks) < 4 or teks not in galat.pesan
        return
    hasil = periksa_nip(teks, kepegawaian, hari_ini=HARI_INI)
    assert len(hasil) == 18
    assert hasil == "".join(teks.split())


@given(
    st.dates(date(1900, 1, 1), date(2008, 12, 31)),
    st.integers(1, 17),
    st.integers(1, 12),
    st.sampled_from("12"),
    st.integers(1, 999),
)
def test_every_number_made_by_the_rule_is_a_nip(
    lahir: date, sesudah: int, bulan: int, jenis: str, urut: int
) -> None:
    nip = f"{lahir:%Y%m%d}{lahir.year + sesudah}{bulan:02}{jenis}{urut:03}"
    assert periksa_nip(nip, PNS, hari_ini=HARI_INI) == nip
    assert periksa_nip(nip, PPPK, hari_ini=HARI_INI) == nip


@pytest.mark.parametrize(
    ("nik", "hasil"),
    [
        ("6171012609860001", True),
        ("6171016609860001", True),  # a woman: 26 + 40
        ("6171 0126 0986 0001", True),
        ("6171014109860001", True),
        ("6171017112860001", True),
        ("6171017209860001", False),
        ("6171014009860001", False),
        ("6171010009860001", False),
        ("6171013209860001", False),
        ("6171013106860001", False),
        ("6171012913860001", False),
        ("6171012900860001", False),
        ("6171012902000001", True),  # 29 February 2000
        ("6171012902870001", False),
        ("6171016902000001", True),
        ("9999992609860001", True),  # a district that is on no list of today
        ("6171012609860000", False),
        ("617101260986000", False),
        ("61710126098600011", False),
        ("617101260986000x", False),
        ("", False),
    ],
)
def test_a_nik_holds_a_possible_birth_date(nik: str, hasil: bool) -> None:
    assert nik_sah(nik) is hasil


def test_every_day_and_month_of_a_nik() -> None:
    diterima = {
        (hari, bulan)
        for hari in range(100)
        for bulan in range(100)
        if nik_sah(f"617101{hari:02}{bulan:02}990001")
    }
    kalender = {(h, b) for b in range(1, 13) for h in range(1, calendar.monthrange(1999, b)[1] + 1)}
    assert diterima == kalender | {(h + 40, b) for h, b in kalender}


@given(st.text(max_size=20))
def test_whatever_is_typed_a_nik_is_16_digits_or_refused(teks: str) -> None:
    galat = alasan_nik(teks)
    if galat is not None:
        assert len(teks) < 4 or teks not in galat.pesan
        return
    hasil = periksa_nik(teks)
    assert len(hasil) == 16
    assert hasil.isdigit()


@given(st.integers(1, 999), st.dates(date(1960, 1, 1), date(2000, 1, 1)))
def test_what_is_shown_of_a_nip_is_the_same_for_every_birth_date_and_sex(urut: int, lahir: date) -> None:
    tersamar = {
        samarkan_nip(periksa_nip(f"{lahir:%Y%m%d}202005{jenis}{urut:03}", PNS, hari_ini=HARI_INI)[-3:])
        for jenis in "12"
    }
    assert tersamar == {f"***************{urut:03}"}


def test_without_a_nip_nothing_is_masked() -> None:
    assert samarkan_nip(None) is None


@pytest.mark.parametrize("nama", ["", "   ", "x" * 201, "Budi\x00", "Budi\u202e", "--"])
def test_a_name_has_letters_and_no_control_signs(nama: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        nama_rapi(nama)
    assert galat.value.kode == "NAMA_TIDAK_SAH"


def test_a_name_is_kept_as_written_with_single_blanks() -> None:
    assert nama_rapi("  Si   Tokoh\tContoh, S.Uji. ") == "Si Tokoh Contoh, S.Uji."
