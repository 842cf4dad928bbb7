"""Invitations: who may move them where, and what their texts must say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, Mode
from forum_paksi.pelaku import Pelaku
from forum_paksi.undangan.rules import (
    HARI_MAKS,
    HIDUP,
    PERALIHAN,
    Isi,
    IsianJawaban,
    KeadaanUndangan,
    TindakanUndangan,
    jawaban,
    periksa_daya,
    periksa_isian,
    pilihan_tanggal,
    rancangan,
    setelah,
)
from forum_server.plugin import GalatDomain
from tests.paksi.bahan import HARI
from tests.paksi.bahan_undangan import ISIAN, JAWABAN, LAIN, SANGGUP, TIGA_HARI

K = KeadaanUndangan
HARI_INI = date(2030, 1, 1)
KOORDINATOR, LSP = Pelaku.KOORDINATOR, Pelaku.LSP
BOLEH = {
    (K.DRAF, "UBAH", KOORDINATOR): K.DRAF,
    (K.DRAF, "KIRIM", KOORDINATOR): K.DIKIRIM,
    (K.DRAF, "TARIK", KOORDINATOR): K.DITARIK,
    (K.DIKIRIM, "TARIK", KOORDINATOR): K.DITARIK,
    (K.DIKIRIM, "TERIMA", LSP): K.DISEPAKATI,
    (K.DIKIRIM, "JAWAB", LSP): K.DIJAWAB,
    (K.DIKIRIM, "TOLAK", LSP): K.DITOLAK,
    (K.DIJAWAB, "TOLAK", LSP): K.DITOLAK,
    (K.DIJAWAB, "SETUJUI", KOORDINATOR): K.DISEPAKATI,
    (K.DIJAWAB, "TOLAK_JAWABAN", KOORDINATOR): K.TIDAK_DISETUJUI,
    (K.DIJAWAB, "TARIK", KOORDINATOR): K.DITARIK,
    (K.TIDAK_DISETUJUI, "UBAH", KOORDINATOR): K.TIDAK_DISETUJUI,
    (K.TIDAK_DISETUJUI, "KIRIM", KOORDINATOR): K.DIKIRIM,
    (K.TIDAK_DISETUJUI, "TARIK", KOORDINATOR): K.DITARIK,
}


def test_every_action_is_allowed_exactly_where_the_table_says() -> None:
    for keadaan in K:
        for tindakan in TindakanUndangan:
            for pelaku in (Pelaku.PEMDA, KOORDINATOR, LSP):
                harap = BOLEH.get((keadaan, tindakan.value, pelaku))
                assert setelah(keadaan, tindakan, pelaku) is harap, (keadaan, tindakan, pelaku)


def test_an_agreement_needs_a_step_of_each_side_and_nothing_leaves_the_end() -> None:
    sepakat = {t for t, p in PERALIHAN.items() if p.ke is K.DISEPAKATI}
    assert {(t, d) for t in sepakat for d in PERALIHAN[t].dari} == {
        (TindakanUndangan.TERIMA, K.DIKIRIM),
        (TindakanUndangan.SETUJUI, K.DIJAWAB),
    }
    assert all(p.dari <= HIDUP for p in PERALIHAN.values())


def isi_undangan() -> Isi:
    return periksa_isian(ISIAN, HARI_INI)


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"peserta": 0}, "ANGKA_DI_LUAR_BATAS", ("peserta",)),
        ({"tuk_nama": " "}, "WAJIB_DIISI", ("tukNama",)),
        ({"tuk_alamat": ""}, "WAJIB_DIISI", ("tukAlamat",)),
        ({"tuk_alamat": "x" * 301}, "TERLALU_PANJANG", ("tukAlamat",)),
        ({"catatan": "x" * 1001}, "TERLALU_PANJANG", ("catatan",)),
        ({"anggaran_rupiah": "60.000"}, "RUPIAH_TIDAK_SAH", ("anggaranRupiah",)),
        ({"anggaran_rupiah": "9" * 16}, "RUPIAH_TIDAK_SAH", ("anggaranRupiah",)),
        ({"tanggal": ()}, "SESI_KOSONG", ("tanggal",)),
        ({"tanggal": (TIGA_HARI,) * 11}, "TERLALU_BANYAK", ("tanggal",)),
        (
            {"tanggal": (TIGA_HARI, Rentang(mulai=HARI, sampai=HARI - timedelta(1)))},
            "TANGGAL_TIDAK_SAH",
            ("tanggal", "1"),
        ),
        (
            {"tanggal": (Rentang(mulai=HARI_INI, sampai=HARI),)},
            "TANGGAL_TIDAK_SAH",
            ("tanggal", "0"),
        ),
        (
            {"tanggal": (Rentang(mulai=HARI, sampai=HARI + timedelta(HARI_MAKS)),)},
            "TANGGAL_TIDAK_SAH",
            ("tanggal", "0"),
        ),
    ],
)
def test_a_text_that_can_not_be_meant_is_refused(
    ganti: dict[str, Any], kode: str, letak: tuple[str, ...]
) -> None:
    with pytest.raises(GalatDomain) as galat:
        periksa_isian(replace(ISIAN, **ganti), HARI_INI)
    assert (galat.value.kode, galat.value.letak) == (kode, letak)


def test_an_answer_changes_dates_and_seats_and_nothing_else() -> None:
    asal = isi_undangan()
    assert jawaban(asal, JAWABAN, HARI_INI) == replace(asal, tanggal=(LAIN,), peserta=4)
    satu = jawaban(asal, IsianJawaban(kesanggupan=SANGGUP, peserta=4, catatan=" Ya "), HARI_INI)
    assert satu == replace(asal, peserta=4, catatan="Ya")


@pytest.mark.parametrize(
    ("isian", "kode"),
    [
        (IsianJawaban(kesanggupan=SANGGUP), "TIDAK_BERUBAH"),
        (IsianJawaban(kesanggupan=SANGGUP, peserta=5, tanggal=ISIAN.tanggal), "TIDAK_BERUBAH"),
        (IsianJawaban(kesanggupan=SANGGUP, peserta=6), "PESERTA_BERTAMBAH"),
        (IsianJawaban(kesanggupan=SANGGUP, peserta=0), "PESERTA_BERTAMBAH"),
    ],
)
def test_an_answer_that_answers_nothing_or_asks_for_more_is_refused(isian: IsianJawaban, kode: str) -> None:
    with pytest.raises(GalatDomain) as galat:
        jawaban(isi_undangan(), isian, HARI_INI)
    assert galat.value.kode == kode


@pytest.mark.parametrize(
    ("asesor", "batas", "kode"),
    [
        (1, 2, None),
        (2, 1, None),
        (1, 1, "KAPASITAS_MELEBIHI_ASESOR"),
        (0, 2, "ANGKA_DI_LUAR_BATAS"),
        (1, 0, "ANGKA_DI_LUAR_BATAS"),
    ],
)
def test_seats_obey_asesor_times_days_times_limit(asesor: int, batas: int, kode: str | None) -> None:
    sanggup = replace(SANGGUP, jumlah_asesor=asesor, batas_per_asesor=batas)
    if kode is None:
        periksa_daya(isi_undangan(), TIGA_HARI, sanggup)
        return
    with pytest.raises(GalatDomain) as galat:
        periksa_daya(isi_undangan(), TIGA_HARI, sanggup)
    assert galat.value.kode == kode


@pytest.mark.parametrize("pilihan", [-1, 0, 3])
def test_a_date_is_named_by_its_place(pilihan: int) -> None:
    asal = isi_undangan()
    assert [pilihan_tanggal(asal, n) for n in (1, 2)] == list(ISIAN.tanggal)
    with pytest.raises(GalatDomain) as galat:
        pilihan_tanggal(asal, pilihan)
    assert (galat.value.kode, galat.value.letak) == ("PILIHAN_TIDAK_ADA", ("pilihan",))


def test_the_schedule_of_an_agreement_is_what_was_agreed() -> None:
    r = rancangan(isi_undangan(), TIGA_HARI, SANGGUP, skema="PAKSI_PERTAMA", provinsi="61")
    assert (r.jenis, r.mode, r.cakupan, r.wilayah_terbuka) == (
        JenisJadwal.ASESMEN,
        Mode.TATAP_MUKA,
        Cakupan.PROVINSI,
        ("61",),
    )
    assert [s.tanggal for s in r.sesi] == [HARI, HARI + timedelta(1), HARI + timedelta(2)]
    assert (r.kapasitas, r.kapasitas_terbuka, r.tuk_nama, r.tuk_wilayah) == (5, 0, "BPSDM Contoh", "61.71")
    assert (r.jumlah_asesor, r.batas_per_asesor, r.batas_daftar) == (1, 2, "2030-03-25T16:00")
