"""Decisions about speaker requests: every state, action and capacity; what a request must say; the letter's words."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.penyuluh.rules import (
    IsianPermintaan,
    KeadaanPenyuluhan,
    Pelaku,
    TindakanPenyuluhan,
    periksa_isian,
    sesi,
    setelah,
    tolak_tindakan,
)
from forum_paksi.penyuluh.surat import Tugas, surat_penugasan
from forum_server.plugin import Identitas, IsianTidakSah, Kop, Penanda, Rincian

HARI_INI = date(2030, 2, 1)
ISIAN = IsianPermintaan(
    materi="Gratifikasi",
    sasaran="Guru",
    jumlah_peserta=30,
    tempat="SMA Contoh",
    tanggal=HARI_INI,
    peminta="SMA Contoh",
)
BOLEH = {
    **{
        ("TUGASKAN", k, p): "DITUGASKAN"
        for k in ("DIAJUKAN", "DITUGASKAN")
        for p in ("INSPEKTORAT", "SISTEM")
    },
    **{("TOLAK", "DIAJUKAN", p): "DITOLAK" for p in ("INSPEKTORAT", "SISTEM")},
    **{
        ("BATALKAN", k, p): "DIBATALKAN"
        for k in ("DIAJUKAN", "DITUGASKAN")
        for p in ("PEMINTA", "INSPEKTORAT", "SISTEM")
    },
    **{("LAPORKAN", "DITUGASKAN", p): "DITUGASKAN" for p in ("PENYULUH", "SISTEM")},
    **{("KONFIRMASI", "DITUGASKAN", p): "SELESAI" for p in ("PEMINTA", "SISTEM")},
}


def test_every_action_is_possible_where_the_table_says_and_nowhere_else() -> None:
    for tindakan, keadaan, pelaku in product(TindakanPenyuluhan, KeadaanPenyuluhan, Pelaku):
        jadi = setelah(keadaan, tindakan, pelaku)
        assert (jadi and jadi.value) == BOLEH.get((tindakan.value, keadaan.value, pelaku.value))


def test_what_has_ended_stays_ended_and_a_refusal_says_so() -> None:
    for akhir, tindakan in product(("SELESAI", "DITOLAK", "DIBATALKAN"), TindakanPenyuluhan):
        assert not any((tindakan.value, akhir, p.value) in BOLEH for p in Pelaku)
        galat = tolak_tindakan(KeadaanPenyuluhan(akhir), tindakan)
        assert galat.kode == "KEADAAN_TIDAK_SESUAI"
        assert f"sedang {akhir}; {tindakan.value}" in galat.pesan


def test_no_half_day_named_means_both() -> None:
    assert sesi(None) == (Paruh.PAGI, Paruh.SIANG)
    assert sesi(Paruh.SIANG) == (Paruh.SIANG,)


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"materi": " "}, "WAJIB_DIISI", "materi"),
        ({"materi": "x" * 201}, "TERLALU_PANJANG", "materi"),
        ({"sasaran": ""}, "WAJIB_DIISI", "sasaran"),
        ({"tempat": ""}, "WAJIB_DIISI", "tempat"),
        ({"peminta": None}, "WAJIB_DIISI", "peminta"),
        ({"catatan": "x" * 1001}, "TERLALU_PANJANG", "catatan"),
        ({"jumlah_peserta": 0}, "ANGKA_DI_LUAR_BATAS", "jumlahPeserta"),
        ({"tanggal": HARI_INI - timedelta(1)}, "TANGGAL_TIDAK_SAH", "tanggal"),
    ],
)
def test_what_a_request_may_not_say(ganti: dict[str, Any], kode: str, letak: str) -> None:
    with pytest.raises(IsianTidakSah) as salah:
        periksa_isian(replace(ISIAN, **ganti), HARI_INI, ber_opd=False)
    assert (salah.value.kode, salah.value.letak) == (kode, (letak,))


def test_an_office_needs_no_other_name() -> None:
    assert periksa_isian(replace(ISIAN, peminta=None), HARI_INI, ber_opd=True)["peminta"] is None


def test_the_letter_names_who_is_sent_where_and_when_and_leaves_out_what_is_not_known() -> None:
    kop = Kop(
        instansi="PEMERINTAH KOTA",
        alamat="Jalan 1",
        kota="Contoh",
        penanda=Penanda(jabatan="Inspektur", nama="B"),
    )
    siapa = Identitas(id=uuid.uuid4(), nama="Contoh A", jabatan="Auditor", nip=None, nik=None)
    tugas = Tugas(
        nomor="800/1/INSP",
        tanggal_surat=HARI_INI,
        permintaan="PP-61.71-2030-001",
        peminta="SMA Contoh",
        materi="Gratifikasi",
        sasaran="Guru",
        jumlah_peserta=30,
        tanggal=date(2030, 2, 4),
        paruh=Paruh.PAGI,
        tempat="Aula",
    )
    surat = surat_penugasan(kop, siapa, None, tugas)
    orang, rincian = (b for b in surat.isi if isinstance(b, Rincian))
    assert orang.baris == [("Nama", "Contoh A"), ("Jabatan", "Auditor")]
    assert dict(rincian.baris) == {
        "Nomor permintaan": "PP-61.71-2030-001",
        "Peminta": "SMA Contoh",
        "Materi": "Gratifikasi",
        "Sasaran": "Guru, 30 orang",
        "Hari, tanggal": "Senin, 4 Februari 2030",
        "Waktu": "Pagi",
        "Tempat": "Aula",
    }
    assert (surat.nomor, surat.kepada, surat.tembusan) == ("800/1/INSP", ["Contoh A"], ["SMA Contoh"])
    seharian = surat_penugasan(kop, siapa, "Inspektorat", replace(tugas, paruh=None))
    orang, rincian = (b for b in seharian.isi if isinstance(b, Rincian))
    assert dict(orang.baris)["Perangkat daerah"] == "Inspektorat"
    assert dict(rincian.baris)["Waktu"] == "Sehari penuh"
