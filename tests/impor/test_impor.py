"""CSV as people really save it, and every fault told with its place."""

from __future__ import annotations

import csv
import io
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server import impor
from forum_server.impor import (
    BerkasCsv,
    ImporDitolak,
    Kesalahan,
    Kolom,
    LaporanImpor,
    baca_csv,
    pilihan_dari,
    tolak_bila_salah,
)


class Warna(StrEnum):
    MERAH_TUA = "MERAH_TUA"
    HIJAU = "HIJAU"


def angka(teks: str) -> int:
    if not teks.isdecimal():
        raise ValueError("bukan angka. Isi dengan angka saja.")
    return int(teks)


KOLOM = (
    Kolom(nama="nama", panjang=30, alias=("nama lengkap",)),
    Kolom(nama="warna", wajib=False, baca=pilihan_dari(Warna)),
    Kolom(nama="nomor", wajib=False, baca=angka, rahasia=True),
)


def baca(isi: bytes | str, kunci: tuple[str, ...] = ("nama",)) -> BerkasCsv:
    mentah = isi.encode() if isinstance(isi, str) else isi
    return baca_csv(mentah, berkas="uji.csv", kolom=KOLOM, kunci=kunci)


def nilai(hasil: BerkasCsv) -> list[dict[str, Any]]:
    assert hasil.kesalahan == ()
    return [dict(b.nilai) for b in hasil.baris]


def salah(hasil: BerkasCsv) -> list[tuple[int, str | None]]:
    return [(k.baris, k.kolom) for k in hasil.kesalahan]


ANI = {"nama": "Ani", "warna": Warna.HIJAU, "nomor": 7}
BUDI = {"nama": "Budi; Á", "warna": None, "nomor": None}

BENTUK: dict[str, bytes] = {
    "comma": b'nama,warna,nomor\nAni,hijau,7\n"Budi; \xc3\x81",,\n',
    "semicolon": b'nama;warna;nomor\nAni;HIJAU;7\n"Budi; \xc3\x81";;\n',
    "tab": "nama\twarna\tnomor\nAni\tHijau\t7\nBudi; Á\t\t\n".encode(),
    "with a BOM": b'\xef\xbb\xbfnama,warna,nomor\nAni,hijau,7\n"Budi; \xc3\x81",,\n',
    "Excel's Unicode text": "nama\twarna\tnomor\r\nAni\tHijau\t7\r\nBudi; Á\t\t\r\n".encode("utf-16"),
    "Excel's own hint": b'sep=;\r\nnama;warna;nomor\r\nAni;hijau;7\r\n"Budi; \xc3\x81";;\r\n',
    "old Macintosh line ends": b'nama,warna,nomor\rAni,hijau,7\r"Budi; \xc3\x81",,\r',
    "no line end at the end": b'nama,warna,nomor\nAni,hijau,7\n"Budi; \xc3\x81",,',
    "empty rows and columns": b'\nnama,warna,nomor,,\n,,,,\nAni,hijau,7,,\n\n"Budi; \xc3\x81",,,,\n,,\n',
    "other order, case and name": b'NOMOR,Nama  Lengkap,Warna\n7,Ani,hijau\n,"Budi; \xc3\x81",\n',
    "blanks around": 'nama,warna,nomor\n  Ani , hijau\u00a0,7 \n"Budi;   A\u0301",,\n'.encode(),
    "short rows": b'nama,warna,nomor\nAni,hijau,7\n"Budi; \xc3\x81"\n',
}


@pytest.mark.parametrize("isi", BENTUK.values(), ids=BENTUK)
def test_a_file_is_read_in_every_form_spreadsheets_save(isi: bytes) -> None:
    assert nilai(baca(isi)) == [ANI, BUDI]


def test_a_column_that_is_not_needed_may_be_missing() -> None:
    assert nilai(baca("nama\nAni\n")) == [{"nama": "Ani", "warna": None, "nomor": None}]


TAK_TERBACA: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 1, "berkas kosong"),
    "only a BOM": (b"\xef\xbb\xbf\r\n", 1, "berkas kosong"),
    "only empty rows": (b",,\n,,\n", 1, "berkas kosong"),
    "only a header": (b"nama\n", 2, "hanya berisi judul"),
    "an Excel file": (b"PK\x03\x04abc", 1, "ini berkas Excel"),
    "an old Excel file": (b"\xd0\xcf\x11\xe0abc", 1, "ini berkas Excel"),
    "another encoding": ("nama\nAni\nJosé\n".encode("cp1252"), 3, "UTF-8"),
    "half of UTF-16": (b"\xff\xfen\0a\0m\0a\0\n\0A", 2, "UTF-8"),
    "bytes that are no text": (b"nama\nA\0ni\n", 2, "bukan teks"),
    "an open quote": (b'nama\n"Ani\nBudi\n', 2, "tanda kutip"),
    "a broken quote": (b'nama\n"Ani"x\n', 2, "tanda kutip"),
    "no needed column": (b"warna,nomor\nhijau,1\n", 1, "tidak ada kolom nama"),
    "a column twice": (b"nama,nama lengkap\nAni,Ani\n", 1, "dua kali"),
    "an unknown column": (b"nama,alamat\nAni,Jalan\n", 1, "tidak dikenal"),
    "a misspelled column": (b"nama,wrna\nAni,hijau\n", 1, 'maksudnya "warna"'),
}


@pytest.mark.parametrize(("isi", "baris", "pesan"), TAK_TERBACA.values(), ids=TAK_TERBACA)
def test_a_file_that_can_not_be_read_is_one_fault_that_says_what_to_do(
    isi: bytes, baris: int, pesan: str
) -> None:
    hasil = baca(isi)
    assert salah(hasil) == [(baris, None)]
    assert pesan in hasil.kesalahan[0].pesan
    assert hasil.baris == ()


def test_every_fault_of_the_header_is_told_at_once() -> None:
    hasil = baca("warna,warna,alamat\nhijau,hijau,x\n")
    assert len(hasil.kesalahan) == 3


def test_every_faulty_cell_is_told_with_its_row_as_the_spreadsheet_counts() -> None:
    hasil = baca("nama,warna,nomor\nAni,biru,7\n\nBudi,hijau,x\n,merah tua,\nCici,hijau,1\n")
    assert salah(hasil) == [(2, "warna"), (4, "nomor"), (5, "nama")]
    assert [b["nama"] for b in hasil.baris] == ["Cici"]
    assert hasil.dibaca == 4
    pesan = [k.pesan for k in hasil.kesalahan]
    assert pesan[0] == '"biru" tidak dikenal. Isi salah satu dari: MERAH_TUA, HIJAU.'
    assert pesan[2] == "kosong. Kolom ini wajib diisi."


def test_a_row_over_several_lines_counts_as_one() -> None:
    hasil = baca('nama,warna\n"Ani\nPutri",biru\nBudi,biru\n')
    assert salah(hasil) == [(2, "warna"), (3, "warna")]


def test_a_secret_cell_is_in_no_message() -> None:
    hasil = baca("nama,nomor\nAni,6171xx\n")
    assert hasil.kesalahan[0].pesan == "bukan angka. Isi dengan angka saja."
    assert "6171" not in str(hasil.kesalahan)


def test_the_same_row_twice_names_the_first() -> None:
    hasil = baca("nama,nomor\nAni,1\nBudi,2\n ANI,3\n")
    assert salah(hasil) == [(4, "nama")]
    assert hasil.kesalahan[0].pesan == "sama dengan baris 2. Hapus salah satunya."
    assert salah(baca("nama,nomor\nAni,1\nAni,2\n", kunci=())) == []


def test_a_row_with_more_cells_than_the_header_is_a_fault() -> None:
    hasil = baca("nama,warna\nDinas A, B,hijau\n")
    assert salah(hasil) == [(2, None)]
    assert "tanda kutip" in hasil.kesalahan[0].pesan


@pytest.mark.parametrize("teks", ["A" * 31, "A\u200bni", "A\x07ni", "\ufeffAni"])
def test_too_long_or_invisible_text_is_a_fault(teks: str) -> None:
    assert salah(baca(f"nama\n{teks}\n")) == [(2, "nama")]


def test_files_out_of_size_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impor, "UKURAN_MAKS", 1024 * 1024)
    assert "1 MB" in baca(b"nama\n" + b"a" * 1024 * 1024).kesalahan[0].pesan
    hasil = baca_csv(b"nama\na\nb\nc\n", berkas="x", kolom=KOLOM, baris_maks=2)
    assert "lebih dari 2 baris" in hasil.kesalahan[0].pesan


@given(st.binary(max_size=200))
def test_no_bytes_whatever_make_it_fail(isi: bytes) -> None:
    hasil = baca(isi)
    assert hasil.kesalahan or hasil.baris
    assert baca(b"nama\n" + isi).berkas == "uji.csv"


sel = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), min_size=1, max_size=20)


@given(st.lists(sel.filter(lambda s: impor.rapikan(s) == s), min_size=1, max_size=8), st.sampled_from(",;\t"))
def test_what_a_spreadsheet_writes_is_what_is_read(nama: list[str], pemisah: str) -> None:
    keluar = io.StringIO()
    penulis = csv.writer(keluar, delimiter=pemisah)
    penulis.writerows([["nama", "warna", "nomor"], *([n, "", str(i)] for i, n in enumerate(nama))])
    hasil = baca(keluar.getvalue(), kunci=())
    assert [(b["nama"], b["nomor"]) for b in hasil.baris] == list(zip(nama, range(len(nama)), strict=True))


def test_a_refused_import_says_that_nothing_was_written() -> None:
    faults = [
        Kesalahan(baris=3, kolom=None, pesan="c."),
        Kesalahan(baris=2, kolom="b", pesan="b."),
        Kesalahan(baris=2, kolom="a", pesan="a."),
    ]
    with pytest.raises(ImporDitolak) as galat:
        tolak_bila_salah("uji.csv", 5, faults)
    assert galat.value.kode == "IMPOR_DITOLAK"
    assert galat.value.pesan.splitlines() == [
        "uji.csv, baris 2, kolom a: a.",
        "uji.csv, baris 2, kolom b: b.",
        "uji.csv, baris 3: c.",
        "uji.csv: 3 kesalahan, tidak ada yang ditulis. Perbaiki berkasnya, lalu impor lagi.",
    ]
    tolak_bila_salah("uji.csv", 5, [])


def test_a_report_tells_two_hundred_faults_and_the_number_of_the_others() -> None:
    banyak = tuple(Kesalahan(baris=n, kolom=None, pesan="x.") for n in range(2, 252))
    baris = LaporanImpor(berkas="uji.csv", kesalahan=banyak).baris_teks()
    assert len(baris) == 202
    assert baris[-2] == "… dan 50 kesalahan lagi."
    assert LaporanImpor(berkas="a", dibaca=3, ditulis=2, sama=1).baris_teks() == [
        "a: 3 baris dibaca, 2 ditulis, 1 sudah ada."
    ]
