"""The shipped reference file against the facts of its decree."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from forum_server.wilayah import acuan
from forum_server.wilayah.acuan import AcuanRusak, acuan_bawaan, baris_wilayah
from forum_server.wilayah.rules import Zona, berlaku, induk_dari

HARI = date(2025, 11, 1)


def test_the_counts_are_those_of_the_decree() -> None:
    kini = [b for b in acuan_bawaan().wilayah if berlaku(b.berlaku_dari, b.berlaku_sampai, HARI)]
    assert Counter(b.tingkat.value for b in kini) == {
        "NASIONAL": 1,
        "PROVINSI": 38,
        "KABUPATEN": 416,
        "KOTA": 98,
    }
    assert sum(b.otonom for b in kini) == 546
    assert sum(b.otonom for b in acuan_bawaan().wilayah) == 546, (
        "no pemda is counted twice for its former code"
    )


def test_the_six_units_of_dki_are_no_pemda_and_everyone_else_is() -> None:
    bukan = {b.kode for b in acuan_bawaan().wilayah if not b.otonom and b.berlaku_sampai is None}
    assert bukan == {"ID", "31.01", "31.71", "31.72", "31.73", "31.74", "31.75"}


def test_every_row_names_its_decree_and_hangs_on_another() -> None:
    semua = {b.kode: b for b in acuan_bawaan().wilayah}
    assert all(b.sumber for b in semua.values())
    assert [b.kode for b in semua.values() if induk_dari(b.kode) not in {*semua, None}] == []


def test_names_are_not_keys() -> None:
    dasar = Counter(
        b.nama.removeprefix("Kabupaten ").removeprefix("Kota ")
        for b in acuan_bawaan().wilayah
        if b.tingkat.value in {"KABUPATEN", "KOTA"} and b.berlaku_sampai is None
    )
    assert dasar["Pekalongan"] == 2
    assert sum(n > 1 for n in dasar.values()) >= 26


def test_known_regions_are_there() -> None:
    semua = {b.kode: b for b in acuan_bawaan().wilayah}
    assert (semua["61.71"].nama, semua["61.71"].zona) == ("Kota Pontianak", Zona.WIB)
    assert semua["33.26"].nama == "Kabupaten Pekalongan"
    assert semua["33.75"].nama == "Kota Pekalongan"
    assert len([k for k in semua if k.startswith("61.")]) == 14


def test_former_codes_ended_the_day_before_their_successor_began() -> None:
    isi = acuan_bawaan()
    semua = {b.kode: b for b in isi.wilayah}
    assert len(isi.pengganti) == 26
    for p in isi.pengganti:
        lama, baru = semua[p.lama], semua[p.baru]
        assert (lama.nama, lama.zona) == (baru.nama, baru.zona)
        assert lama.berlaku_sampai is not None
        assert (p.tanggal - lama.berlaku_sampai).days == 1
        assert baru.berlaku_dari == p.tanggal
        assert baru.berlaku_sampai is None


def test_aliases_belong_to_regions_that_are_there() -> None:
    isi = acuan_bawaan()
    assert {a.kode for a in isi.alias} <= {b.kode for b in isi.wilayah}


def test_a_file_that_lost_a_row_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asli = acuan._teks

    def kurang(nama: str) -> str:
        teks = asli(nama)
        return teks.replace("61.71,Kota Pontianak,KOTA\n", "") if nama == "wilayah.csv" else teks

    monkeypatch.setattr(acuan, "_teks", kurang)
    with pytest.raises(AcuanRusak, match="'KOTA': 97"):
        acuan_bawaan()


def test_a_row_whose_level_contradicts_its_code_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asli = acuan._teks
    monkeypatch.setattr(acuan, "_teks", lambda n: asli(n).replace("Pontianak,KOTA", "Pontianak,KABUPATEN"))
    with pytest.raises(AcuanRusak, match=r"61\.71"):
        acuan_bawaan()


def test_a_row_needs_a_code() -> None:
    with pytest.raises(ValueError, match="not a region code"):
        baris_wilayah("61.7", "Salah", "uji")
