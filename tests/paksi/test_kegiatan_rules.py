"""Decisions about reports: every state, action and capacity; what a report must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_paksi.kegiatan.rules import (
    JENIS_BAWAAN,
    BentukKomunitas,
    BidangApi,
    JenisKegiatan,
    KeadaanKegiatan,
    PelakuKegiatan,
    SegiApi,
    TindakanKegiatan,
    bentuk_banding,
    periksa_hari,
    periksa_isian,
    setelah,
    tolak_tindakan,
)
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import IsianTidakSah
from tests.paksi.bahan_kegiatan import ISIAN

HARI_INI = date(2025, 6, 1)
PELAPOR = ("DIRI", "PEMDA", "SISTEM")
PEMERIKSA = ("PEMERIKSA", "SISTEM")
BOLEH = {
    **{("UBAH", k, p): k for k in ("DRAF", "PERLU_REVISI") for p in PELAPOR},
    **{("HAPUS", "DRAF", p): "DRAF" for p in PELAPOR},
    **{("AJUKAN", "DRAF", p): "BELUM" for p in PELAPOR},
    **{("AJUKAN", "PERLU_REVISI", p): "SUDAH_REVISI" for p in PELAPOR},
    **{
        (t, k, p): ke
        for t, ke in (("TERIMA", "DITERIMA"), ("KEMBALIKAN", "PERLU_REVISI"), ("TOLAK", "DITOLAK"))
        for k in ("BELUM", "SUDAH_REVISI")
        for p in PEMERIKSA
    },
}


def test_every_action_is_possible_where_the_table_says_and_nowhere_else() -> None:
    for tindakan, keadaan, pelaku in product(TindakanKegiatan, KeadaanKegiatan, PelakuKegiatan):
        jadi = setelah(keadaan, tindakan, pelaku)
        assert (jadi and jadi.value) == BOLEH.get((tindakan.value, keadaan.value, pelaku.value))


def test_nothing_leads_out_of_a_decision_and_only_a_verifier_leads_into_one() -> None:
    for (tindakan, dari, pelaku), ke in BOLEH.items():
        assert dari not in ("DITERIMA", "DITOLAK")
        if ke in ("DITERIMA", "DITOLAK"):
            assert pelaku in PEMERIKSA, tindakan


@pytest.mark.parametrize("tindakan", TindakanKegiatan)
def test_a_refusal_names_the_state_and_where_it_would_be_possible(tindakan: TindakanKegiatan) -> None:
    galat = tolak_tindakan(KeadaanKegiatan.DITERIMA, tindakan)
    assert galat.kode == "KEADAAN_TIDAK_SESUAI"
    assert "sedang DITERIMA" in galat.pesan
    for keadaan in ("DRAF", "BELUM", "PERLU_REVISI", "SUDAH_REVISI"):
        mungkin = any((tindakan.value, keadaan, p.value) in BOLEH for p in PelakuKegiatan)
        assert (f" {keadaan}" in galat.pesan) == mungkin


def test_shipped_kinds_give_api_its_own_kind_and_paksi_all_others() -> None:
    assert {j for j, s in JENIS_BAWAAN.items() if s is JenisSkema.API} == {JenisKegiatan.API}
    assert set(JENIS_BAWAAN) == set(JenisKegiatan)


@given(st.integers(-800, 800), st.integers(-800, 800))
def test_days_are_in_order_and_none_is_ahead(a: int, b: int) -> None:
    mulai, selesai = HARI_INI + timedelta(a), HARI_INI + timedelta(b)
    if a <= b <= 0:
        periksa_hari(mulai, selesai, HARI_INI)
        return
    with pytest.raises(IsianTidakSah) as salah:
        periksa_hari(mulai, selesai, HARI_INI)
    assert (salah.value.kode, salah.value.letak) == ("TANGGAL_TIDAK_SAH", ("selesai",))


@given(st.text(max_size=60), st.sampled_from(["  ", "!", " - ", "\u00a0", "\n"]))
def test_the_form_to_compare_ignores_signs_and_case_and_is_its_own_form(teks: str, tanda: str) -> None:
    bentuk = bentuk_banding(teks)
    assert bentuk_banding(bentuk) == bentuk
    if bentuk and bentuk.replace(" ", "").isalnum():
        assert bentuk_banding(f"{tanda}{teks}{tanda}") == bentuk


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"nama": "  "}, "WAJIB_DIISI", "nama"),
        ({"nama": "x" * 201}, "TERLALU_PANJANG", "nama"),
        ({"ruang_lingkup": ""}, "WAJIB_DIISI", "ruangLingkup"),
        ({"sasaran": "x" * 201}, "TERLALU_PANJANG", "sasaran"),
        ({"tujuan": ""}, "WAJIB_DIISI", "tujuan"),
        ({"deskripsi": "x" * 4001}, "TERLALU_PANJANG", "deskripsi"),
        ({"tempat": " "}, "WAJIB_DIISI", "tempat"),
        ({"jumlah_peserta": -1}, "ANGKA_DI_LUAR_BATAS", "jumlahPeserta"),
        ({"bentuk": BentukKomunitas.KOLABORASI}, "BENTUK_TIDAK_SESUAI", "bentuk"),
        ({"jenis": JenisKegiatan.PENGEMBANGAN_KOMUNITAS}, "BENTUK_TIDAK_SESUAI", "bentuk"),
        ({"jenis": JenisKegiatan.API}, "BIDANG_TIDAK_SESUAI", "bidang"),
        ({"jenis": JenisKegiatan.API, "bidang": BidangApi.KEPATUHAN}, "BIDANG_TIDAK_SESUAI", "segi"),
        ({"segi": SegiApi.MONEV}, "BIDANG_TIDAK_SESUAI", "segi"),
        ({"mulai": date(2025, 3, 5)}, "TANGGAL_TIDAK_SAH", "selesai"),
        ({"selesai": date(2025, 6, 2)}, "TANGGAL_TIDAK_SAH", "selesai"),
    ],
)
def test_what_a_report_may_not_say(ganti: dict[str, Any], kode: str, letak: str) -> None:
    with pytest.raises(IsianTidakSah) as salah:
        periksa_isian(replace(ISIAN, **ganti), HARI_INI)
    assert (salah.value.kode, salah.value.letak) == (kode, (letak,))


def test_a_sound_report_is_kept_as_written_and_compared_by_its_plain_name() -> None:
    nilai = periksa_isian(replace(ISIAN, nama="  Nilai:  SMP Contoh! ", hasil=" "), HARI_INI)
    assert (nilai["nama"], nilai["nama_cari"], nilai["hasil"]) == (
        "Nilai: SMP Contoh!",
        "nilai smp contoh",
        None,
    )
