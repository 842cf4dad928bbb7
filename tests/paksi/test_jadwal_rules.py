"""Decisions about schedules, without a database."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.jadwal.rules import (
    NAMA_ZONA,
    PERALIHAN,
    Cakupan,
    JenisJadwal,
    KeadaanJadwal,
    Mode,
    Paruh,
    Rancangan,
    Sesi,
    TindakanJadwal,
    instan_dari_lokal,
    jumlah_hari,
    kapasitas_maks,
    lokal_dari_instan,
    mulai_pada,
    periksa_batas_daftar,
    periksa_kode,
    periksa_rancangan,
    setelah,
    susun_sesi,
    tahanan_sampai,
    terbuka_untuk,
    tolak_tindakan,
    zona_jadwal,
)
from forum_paksi.pelaku import Pelaku
from forum_paksi.setelan import PaksiSetelan
from forum_server.plugin import IsianTidakSah

K = KeadaanJadwal
T = TindakanJadwal
HARI = date(2022, 4, 5)


def sesi(*hari: date) -> tuple[Sesi, ...]:
    return tuple(Sesi(tanggal=h, paruh=Paruh.PAGI) for h in hari)


TARAKAN = Rancangan(
    jenis=JenisJadwal.ASESMEN,
    skema_kode="PAKSI_PERTAMA",
    jalur=("DIKLAT",),
    mode=Mode.TATAP_MUKA,
    sesi=sesi(HARI, HARI + timedelta(1), HARI + timedelta(2)),
    batas_daftar="2022-04-01T16:00",
    jumlah_asesor=6,
    batas_per_asesor=5,
    kapasitas=26,
    tuk_nama="SMA Negeri 1 Tarakan",
    tuk_wilayah="65.71",
)


@pytest.mark.parametrize(("keadaan", "tindakan"), list(itertools.product(K, T)))
def test_every_transition_of_a_schedule(keadaan: K, tindakan: T) -> None:
    boleh = {
        (K.DRAF, T.BUKA): K.DIBUKA,
        (K.DIBUKA, T.TUTUP): K.DITUTUP,
        (K.DITUTUP, T.MULAI): K.BERLANGSUNG,
        (K.BERLANGSUNG, T.SELESAI): K.SELESAI,
        (K.DRAF, T.BATAL): K.DIBATALKAN,
        (K.DIBUKA, T.BATAL): K.DIBATALKAN,
        (K.DITUTUP, T.BATAL): K.DIBATALKAN,
    }
    assert setelah(keadaan, tindakan) == boleh.get((keadaan, tindakan))


def test_only_the_lsp_and_the_server_move_a_schedule() -> None:
    assert {p.oleh for p in PERALIHAN.values()} == {frozenset({Pelaku.LSP, Pelaku.SISTEM})}


def test_a_refused_transition_says_where_it_would_be_allowed() -> None:
    galat = tolak_tindakan(K.SELESAI, T.BATAL)
    assert galat.kode == "KEADAAN_TIDAK_SESUAI"
    assert "SELESAI" in galat.pesan
    assert "DRAF, DIBUKA, DITUTUP" in galat.pesan


def test_face_to_face_takes_both_halves_of_every_day_once() -> None:
    assert susun_sesi(Mode.TATAP_MUKA, sesi(HARI, HARI, HARI + timedelta(1))) == (
        Sesi(tanggal=HARI, paruh=Paruh.PAGI),
        Sesi(tanggal=HARI, paruh=Paruh.SIANG),
        Sesi(tanggal=HARI + timedelta(1), paruh=Paruh.PAGI),
        Sesi(tanggal=HARI + timedelta(1), paruh=Paruh.SIANG),
    )


def test_at_a_distance_only_the_chosen_halves_are_taken_in_order() -> None:
    pilihan = (
        Sesi(tanggal=HARI, paruh=Paruh.SIANG),
        Sesi(tanggal=HARI, paruh=Paruh.PAGI),
        Sesi(tanggal=HARI, paruh=Paruh.SIANG),
    )
    assert susun_sesi(Mode.JARAK_JAUH, pilihan) == (pilihan[1], pilihan[0])


def test_a_schedule_without_a_session_is_refused() -> None:
    with pytest.raises(IsianTidakSah) as galat:
        susun_sesi(Mode.JARAK_JAUH, ())
    assert galat.value.kode == "SESI_KOSONG"


@given(
    st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2035, 1, 1)), st.sampled_from(Paruh)), min_size=1),
    st.sampled_from(Mode),
)
def test_sessions_are_unique_and_ordered_and_keep_the_days(
    pilihan: list[tuple[date, Paruh]], mode: Mode
) -> None:
    hasil = susun_sesi(mode, [Sesi(tanggal=t, paruh=p) for t, p in pilihan])
    assert len(set(hasil)) == len(hasil)
    assert list(hasil) == sorted(hasil, key=lambda s: (s.tanggal, s.paruh is Paruh.SIANG))
    assert {s.tanggal for s in hasil} == {t for t, _ in pilihan}
    assert jumlah_hari(hasil) <= len(hasil) <= 2 * jumlah_hari(hasil)
    if mode is Mode.TATAP_MUKA:
        assert len(hasil) == 2 * jumlah_hari(hasil)


def test_six_asesor_for_three_days_can_take_the_26_of_tarakan() -> None:
    assert kapasitas_maks(asesor=6, hari=3, batas_per_asesor=5) == 90
    assert len(periksa_rancangan(TARAKAN, batas=PaksiSetelan())) == 6


@given(
    asesor=st.integers(1, 40),
    hari=st.integers(1, 7),
    batas=st.integers(1, 10),
    kapasitas=st.integers(-5, 3000),
)
def test_capacity_is_accepted_exactly_up_to_what_the_asesor_can_do(
    asesor: int, hari: int, batas: int, kapasitas: int
) -> None:
    r = replace(
        TARAKAN,
        jumlah_asesor=asesor,
        batas_per_asesor=batas,
        kapasitas=kapasitas,
        sesi=sesi(*(HARI + timedelta(n) for n in range(hari))),
    )
    if 1 <= kapasitas <= asesor * hari * batas:
        periksa_rancangan(r, batas=PaksiSetelan())
    else:
        with pytest.raises(IsianTidakSah) as galat:
            periksa_rancangan(r, batas=PaksiSetelan())
        assert (galat.value.kode, galat.value.letak) == ("KAPASITAS_MELEBIHI_ASESOR", ("kapasitas",))


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"jumlah_asesor": 0}, "ANGKA_DI_LUAR_BATAS", "jumlahAsesor"),
        ({"batas_per_asesor": 11}, "ANGKA_DI_LUAR_BATAS", "batasPerAsesor"),
        ({"batas_per_asesor": 0}, "ANGKA_DI_LUAR_BATAS", "batasPerAsesor"),
        ({"tahanan_menit": 0}, "ANGKA_DI_LUAR_BATAS", "tahananMenit"),
        ({"kapasitas_terbuka": 27}, "ANGKA_DI_LUAR_BATAS", "kapasitasTerbuka"),
        ({"kapasitas_terbuka": -1}, "ANGKA_DI_LUAR_BATAS", "kapasitasTerbuka"),
        ({"tuk_nama": None}, "TUK_KOSONG", "tukNama"),
        ({"tuk_nama": "  "}, "TUK_KOSONG", "tukNama"),
        ({"tuk_wilayah": None}, "TUK_KOSONG", "tukNama"),
        ({"mode": Mode.JARAK_JAUH}, "TUK_TIDAK_PERLU", "tukNama"),
        ({"cakupan": Cakupan.PROVINSI}, "CAKUPAN_TIDAK_SESUAI", "wilayahTerbuka"),
        ({"wilayah_terbuka": ("61",)}, "CAKUPAN_TIDAK_SESUAI", "wilayahTerbuka"),
        ({"sesi": ()}, "SESI_KOSONG", "sesi"),
    ],
)
def test_what_is_wrong_with_an_entered_schedule_is_named(
    ganti: dict[str, object], kode: str, letak: str
) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        periksa_rancangan(replace(TARAKAN, **ganti), batas=PaksiSetelan())
    assert (galat.value.kode, galat.value.letak) == (kode, (letak,))


def test_the_ceiling_per_asesor_is_a_setting() -> None:
    with pytest.raises(IsianTidakSah):
        periksa_rancangan(TARAKAN, batas=PaksiSetelan(batas_asesi_per_asesor=4))


@pytest.mark.parametrize(("zona", "utc"), [("WIB", 9), ("WITA", 8), ("WIT", 7)])
def test_a_deadline_is_the_local_time_of_its_zone(zona: str, utc: int) -> None:
    instan = instan_dari_lokal("2022-04-01T16:00", zona, letak=["batasDaftar"])
    assert instan == datetime(2022, 4, 1, utc, tzinfo=UTC)
    assert lokal_dari_instan(instan, zona) == "2022-04-01T16:00"


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.times(), st.sampled_from(sorted(NAMA_ZONA)))
def test_local_times_come_back_as_they_were_entered(hari: date, jam: time, zona: str) -> None:
    teks = f"{hari:%Y-%m-%d}T{jam:%H:%M}"
    assert lokal_dari_instan(instan_dari_lokal(teks, zona, letak=[]), zona) == teks


@pytest.mark.parametrize(
    "teks",
    [
        "",
        "besok",
        "2022-04-01",
        "2022-04-01T16:00Z",
        "2022-04-01T16:00+07:00",
        "2022-13-01T00:00",
        "0001-01-01T00:00",
    ],
)
def test_a_deadline_that_is_no_local_time_is_refused(teks: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        instan_dari_lokal(teks, "WIB", letak=["batasDaftar"])
    assert (galat.value.kode, galat.value.letak) == ("WAKTU_TIDAK_SAH", ("batasDaftar",))


def test_at_a_distance_times_are_wib_whatever_the_tuk() -> None:
    assert zona_jadwal(Mode.JARAK_JAUH, None) == "WIB"
    assert zona_jadwal(Mode.TATAP_MUKA, "WITA") == "WITA"
    with pytest.raises(IsianTidakSah):
        zona_jadwal(Mode.TATAP_MUKA, None)


def test_a_schedule_begins_at_eight_or_one_local_time() -> None:
    pagi = (Sesi(tanggal=HARI, paruh=Paruh.SIANG), Sesi(tanggal=HARI, paruh=Paruh.PAGI))
    assert mulai_pada(pagi, "WITA") == datetime(2022, 4, 5, 0, tzinfo=UTC)
    assert mulai_pada(pagi[:1], "WIB") == datetime(2022, 4, 5, 6, tzinfo=UTC)


def test_the_deadline_may_fall_on_the_beginning_but_not_after() -> None:
    mulai = datetime(2022, 4, 5, tzinfo=UTC)
    periksa_batas_daftar(mulai, mulai)
    with pytest.raises(IsianTidakSah) as galat:
        periksa_batas_daftar(mulai + timedelta(minutes=1), mulai)
    assert galat.value.kode == "BATAS_DAFTAR_SETELAH_MULAI"


@pytest.mark.parametrize(
    ("cakupan", "wilayah", "kode", "boleh"),
    [
        (Cakupan.NASIONAL, (), "61.71", True),
        (Cakupan.PROVINSI, ("61",), "61.71", True),
        (Cakupan.PROVINSI, ("61",), "61", True),
        (Cakupan.PROVINSI, ("61",), "62.71", False),
        (Cakupan.PROVINSI, ("61",), "6", False),
        (Cakupan.PROVINSI, (), "61", False),
        (Cakupan.PEMDA, ("61",), "61", True),
        (Cakupan.PEMDA, ("61",), "61.71", False),
        (Cakupan.PEMDA, ("61.71", "61.01"), "61.71", True),
        (Cakupan.PEMDA, ("61.71", "61.01"), "61.72", False),
    ],
)
def test_whom_a_schedule_is_open_to(
    cakupan: Cakupan, wilayah: tuple[str, ...], kode: str, *, boleh: bool
) -> None:
    assert terbuka_untuk(cakupan, wilayah, kode) is boleh


SAAT = datetime(2022, 4, 1, 9, tzinfo=UTC)


def test_a_hold_ends_with_the_first_session_at_the_latest() -> None:
    assert tahanan_sampai(SAAT, menit=60, mulai=SAAT + timedelta(days=1)) == SAAT + timedelta(hours=1)
    assert tahanan_sampai(SAAT, menit=60, mulai=SAAT + timedelta(minutes=5)) == SAAT + timedelta(minutes=5)
    assert tahanan_sampai(SAAT, menit=60, mulai=SAAT) == SAAT + timedelta(hours=1)


@given(st.integers(1, 50_000), st.integers(-100_000, 100_000))
def test_a_hold_always_lasts_and_never_longer_than_asked(menit: int, jarak: int) -> None:
    sampai = tahanan_sampai(SAAT, menit=menit, mulai=SAAT + timedelta(minutes=jarak))
    assert SAAT < sampai <= SAAT + timedelta(minutes=menit)


@pytest.mark.parametrize(("kode", "jadi"), [("asm-2022-01", "ASM-2022-01"), (" A1B ", "A1B")])
def test_a_code_is_kept_in_capitals(kode: str, jadi: str) -> None:
    assert periksa_kode(kode) == jadi


@pytest.mark.parametrize("kode", ["", "AB", "-AB", "AB-", "A B", "A" * 33, "KODÉ", "2026080100010001"])
def test_a_code_that_people_cannot_type_is_refused(kode: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        periksa_kode(kode)
    assert galat.value.kode == "KODE_TIDAK_SAH"
