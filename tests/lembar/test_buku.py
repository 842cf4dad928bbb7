"""Workbooks from anybody: what was written comes back, and what is hostile or ambiguous is refused with its place."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from forum_server.impor import BerkasCsv, Kolom, baca_tabel
from forum_server.lembar.buku import UKURAN_MAKS, BukuDitolak, Lembar, baca_buku, berupa_buku
from forum_server.lembar.tulis import IsianTemplat, KolomTulis, tulis_buku, tulis_templat

KOLOM = (Kolom(nama="nama"), Kolom(nama="nip", wajib=False, rahasia=True))
JUDUL = [KolomTulis(judul="nama"), KolomTulis(judul="nip")]
BAIK = tulis_buku("Data", JUDUL, [("Si Contoh", "199001012020051001")])


def baca(isi: bytes) -> Lembar:
    return baca_buku(isi, baris_maks=1000)


def tabel(isi: bytes) -> BerkasCsv:
    return baca_tabel(isi, berkas="uji.xlsx", kolom=KOLOM, baris_maks=1000)


def tolakan(isi: bytes) -> list[str]:
    """What is told of a file that is refused as a whole; the table of it is refused in the same words."""
    with pytest.raises(BukuDitolak) as galat:
        baca(isi)
    terbaca = tabel(isi)
    assert terbaca.baris == ()
    assert [k.pesan for k in terbaca.kesalahan] == [c.pesan for c in galat.value.cela]
    return [str(k) for k in terbaca.kesalahan]


def ubah(
    isi: bytes, ganti: Callable[[dict[str, bytes]], None], *, metode: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """The workbook with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(isi)) as lama:
        bagian = {nama: lama.read(nama) for nama in lama.namelist()}
    ganti(bagian)
    hasil = io.BytesIO()
    with zipfile.ZipFile(hasil, "w", metode) as baru:
        for nama, teks in bagian.items():
            baru.writestr(nama, teks)
    return hasil.getvalue()


def lembar(teks: str) -> bytes:
    """A workbook whose one sheet has this XML as its data."""
    kepala = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    )

    def ganti(bagian: dict[str, bytes]) -> None:
        bagian["xl/worksheets/sheet1.xml"] = (kepala + teks + "</worksheet>").encode()

    return ubah(BAIK, ganti)


def sel(acuan: str, teks: str = "nama") -> str:
    return f'<c r="{acuan}" t="inlineStr"><is><t>{teks}</t></is></c>'


def buat(isi: Callable[[Any, Any], None], **pilihan: Any) -> bytes:
    """A workbook as spreadsheet programs make it, with a header."""
    hasil = io.BytesIO()
    buku = xlsxwriter.Workbook(hasil, {"in_memory": True, **pilihan})
    halaman = buku.add_worksheet("Data")
    halaman.write_row(0, 0, ["nama", "nip"])
    isi(buku, halaman)
    buku.close()
    return hasil.getvalue()


TEKS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs", "Co", "Cn")),
    min_size=1,
    max_size=30,
)
NILAI = st.one_of(
    TEKS,
    TEKS.map(lambda t: "=" + t),
    st.sampled_from(
        ["=1+1", "+62811", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "https://contoh.id", "007", "_x0041_"]
    ),
    st.integers(-(10**14), 10**14),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
)


@settings(max_examples=60)
@given(st.lists(st.tuples(NILAI, st.none() | NILAI), min_size=1, max_size=5))
def test_what_is_exported_is_read_back(baris: list[tuple[Any, Any]]) -> None:
    def teks(nilai: Any) -> str:
        return "" if nilai is None else nilai.isoformat() if isinstance(nilai, date) else str(nilai)

    terbaca = baca(tulis_buku("Data", JUDUL, baris))
    assert [[*sel_, ""][:2] for _, sel_ in terbaca.baris[1:]] == [[teks(a), teks(b)] for a, b in baris]
    assert terbaca.cela == ()


@pytest.mark.parametrize("teks", ["=1+1", "+1", "-1", "@A1", '=HYPERLINK("http://x")', "\t=1", "{=1}"])
def test_text_that_looks_like_a_formula_is_written_as_text(teks: str) -> None:
    isi = tulis_buku("Data", JUDUL, [(teks, teks)])
    with zipfile.ZipFile(io.BytesIO(isi)) as arsip:
        xml = arsip.read("xl/worksheets/sheet1.xml")
    assert b"<f" not in xml
    assert b"hyperlink" not in xml
    assert baca(isi).baris[1] == (2, [teks, teks])


def test_a_template_is_empty_text_and_reads_as_a_table_once_filled_in() -> None:
    isian = [IsianTemplat(judul="nama", wajib=True, keterangan="Nama.", pilihan=("x" * 200, "y" * 200))]
    isi = tulis_templat("Data", isian, petunjuk=["Isi."])
    (salah,) = tabel(isi).kesalahan
    assert "hanya berisi judul kolom" in salah.pesan


def _gabung(buku: Any, halaman: Any) -> None:
    halaman.merge_range("A2:A3", "Si Contoh")


def _rumus(buku: Any, halaman: Any) -> None:
    halaman.write_formula("A2", '="Si "&"Contoh"', value="Si Contoh")


def _sembunyi(buku: Any, halaman: Any) -> None:
    halaman.write("A2", "Si Contoh")
    halaman.set_row(1, None, None, {"hidden": True})


def _galat(buku: Any, halaman: Any) -> None:
    halaman.write_formula("A2", "=NA()", value="#N/A")


def _dua(buku: Any, halaman: Any) -> None:
    buku.add_worksheet("Lain").write("A1", "x")


def _lembar_sembunyi(buku: Any, halaman: Any) -> None:
    halaman.write("A2", "Si Contoh")
    lain = buku.add_worksheet("Lain")
    lain.activate()
    halaman.hide()


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        (_gabung, "lembar Data, baris 2, kolom A: sel A2:A3 digabung"),
        (_rumus, "lembar Data, baris 2, kolom A: berisi rumus"),
        (_sembunyi, "lembar Data, baris 2: baris ini tersembunyi"),
        (_galat, "kolom A: berisi galat"),
        (_dua, 'lebih dari satu lembar berisi: "Data", "Lain"'),
        (_lembar_sembunyi, "lembar ini tersembunyi"),
    ],
)
def test_what_a_reader_would_flatten_is_refused_with_its_place(isi: Any, pesan: str) -> None:
    assert any(pesan in teks for teks in tolakan(buat(isi)))


def test_a_shared_formula_is_refused_where_it_only_refers_too() -> None:
    isi = lembar(
        '<sheetData><row r="1">'
        + sel("A1")
        + '</row><row r="2"><c r="A2"><f t="shared" ref="A2:A3" si="0">B2</f>'
        '<v>1</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/><v>1</v></c></row></sheetData>'
    )
    assert [p for p in tolakan(isi) if "rumus" in p] == tolakan(isi)
    assert len(tolakan(isi)) == 2


@pytest.mark.parametrize("acuan", ["XFD1048576", "A1048576", "ZZZ9999999", "XFD1"])
def test_a_cell_far_away_costs_nothing_and_is_refused(acuan: str) -> None:
    nomor = int(re.sub(r"\D", "", acuan))
    jauh = sel(acuan)
    isi = lembar(
        f'<sheetData><row r="1">{sel("A1")}{jauh if nomor == 1 else ""}</row>'
        + (f'<row r="{nomor}">{jauh}</row>' if nomor > 1 else "")
        + "</sheetData>"
    )
    (pesan,) = tolakan(isi)
    assert "terlalu jauh" in pesan or "lebih dari 1000 baris" in pesan


@pytest.mark.parametrize("acuan", ["xfd1048576", "XFD 9", "A-1", "", "A0x", "$A$1"])
def test_a_cell_whose_place_could_be_read_in_two_ways_is_refused(acuan: str) -> None:
    (pesan,) = tolakan(lembar(f'<sheetData><row r="1">{sel("A1")}{sel(acuan)}</row></sheetData>'))
    assert "tidak wajar" in pesan
    (pesan,) = tolakan(lembar(f'<sheetData><row r="+9">{sel("A1")}</row></sheetData>'))
    assert "tidak wajar" in pesan


def test_a_sheet_of_blanks_is_empty() -> None:
    (pesan,) = tolakan(lembar(f'<sheetData><row r="1">{sel("A1", " ")}</row></sheetData>'))
    assert "berkas kosong" in pesan


@pytest.mark.parametrize("angka", [1e300, -5, 1e10, 0.25, 60])
def test_a_figure_that_is_no_date_is_no_fault_of_the_server(angka: float) -> None:
    def isi(buku: Any, halaman: Any) -> None:
        halaman.write_number("A2", angka, buku.add_format({"num_format": "dd/mm/yyyy"}))

    hasil = tabel(buat(isi))
    assert hasil.kesalahan or hasil.baris


@pytest.mark.parametrize("acuan", ["XFD1048576", "ZZZ1048577"])
def test_an_empty_cell_far_away_is_not_walked_to(acuan: str) -> None:
    nomor = int(re.sub(r"\D", "", acuan))
    isi = lembar(
        f'<sheetData><row r="1">{sel("A1")}</row><row r="2">{sel("A2", "Si Contoh")}</row>'
        f'<row r="{nomor}"><c r="{acuan}" s="1"/></row></sheetData>'
    )
    assert baca(isi).baris[0][1][0] == "nama"


def test_numbers_keep_the_digits_a_spreadsheet_kept() -> None:
    def isi(buku: Any, halaman: Any) -> None:
        halaman.write_number("A2", 12345)
        halaman.write_number("A3", 0.1)
        halaman.write_number("B4", 199001012020051001)
        halaman.write_string("A4", "Si Contoh")
        halaman.write_boolean("A5", True)

    terbaca = baca(buat(isi))
    assert [s[0] for _, s in terbaca.baris[1:]] == ["12345", "0.1", "Si Contoh", "ya"]
    (cela,) = terbaca.cela
    assert (cela.lembar, cela.baris, cela.kolom) == ("Data", 4, 1)
    hasil = tabel(buat(isi))
    assert [b.nomor for b in hasil.baris] == [2, 3, 5]
    (salah,) = hasil.kesalahan
    assert "baris 4, kolom B (nip): angka lebih dari 15 digit" in str(salah)


@pytest.mark.parametrize("sejak_1904", [False, True])
def test_dates_are_days_in_both_calendars(sejak_1904: bool) -> None:
    def isi(buku: Any, halaman: Any) -> None:
        halaman.write_datetime("A2", date(2024, 10, 5), buku.add_format({"num_format": "dd/mm/yyyy"}))

    assert baca(buat(isi, date_1904=sejak_1904)).baris[1][1][0] == "2024-10-05"


def test_macros_old_formats_and_passwords_are_refused() -> None:
    assert "makro" in tolakan(ubah(BAIK, lambda b: b.update({"xl/vbaProject.bin": b"x"})))[0]
    assert "makro" in tolakan(ubah(BAIK, lambda b: b.update({"xl/macrosheets/sheet1.xml": b"<x/>"})))[0]
    assert "jenis lama (.xls)" in tolakan(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512)[0]
    sandi = bytearray(BAIK)
    for tanda, geser in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        letak = -1
        while (letak := sandi.find(tanda, letak + 1)) >= 0:
            (bendera,) = struct.unpack_from("<H", sandi, letak + geser)
            struct.pack_into("<H", sandi, letak + geser, bendera | 1)
    assert "bersandi" in tolakan(bytes(sandi))[0]


@pytest.mark.parametrize(
    "bagian", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"]
)
@pytest.mark.parametrize(
    "awal",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_document_types_are_refused_in_every_part(bagian: str, awal: bytes) -> None:
    def ganti(b: dict[str, bytes]) -> None:
        kepala, _, sisa = b[bagian].partition(b"?>")
        b[bagian] = kepala + b"?>" + awal + sisa

    assert "tidak wajar" in tolakan(ubah(BAIK, ganti))[0]


def test_a_bomb_is_refused_before_it_is_large() -> None:
    besar = b"<x>" + b" " * (UKURAN_MAKS + 1)
    bom = ubah(BAIK, lambda b: b.update({"xl/worksheets/sheet1.xml": besar}))
    assert len(bom) < 200_000
    assert "terlalu besar" in tolakan(bom)[0]
    banyak = ubah(BAIK, lambda b: b.update({f"xl/media/{i}": b"" for i in range(600)}))
    assert "rusak" in tolakan(banyak)[0]


@pytest.mark.parametrize("potong", [4, 30, len(BAIK) // 2, len(BAIK) - 5])
def test_a_file_cut_short_is_refused(potong: int) -> None:
    assert tolakan(BAIK[:potong])


@pytest.mark.parametrize("teks", ["<sheetData><row", "<sheetData></row></sheetData>", "\x00", "&tiada;"])
def test_broken_xml_is_refused(teks: str) -> None:
    assert "rusak" in tolakan(lembar(teks))[0]


def test_names_that_lead_elsewhere_or_stand_twice_are_not_followed() -> None:
    assert (
        baca(ubah(BAIK, lambda b: b.update({"../../etc/cron.d/x": b"x", "/abs": b"x"}))).baris
        == baca(BAIK).baris
    )
    hasil = io.BytesIO(BAIK)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(hasil, "a") as arsip:
        arsip.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    assert "rusak" in tolakan(hasil.getvalue())[0]

    def keluar(b: dict[str, bytes]) -> None:
        b["xl/_rels/workbook.xml.rels"] = b["xl/_rels/workbook.xml.rels"].replace(
            b"worksheets/sheet1.xml", b"../../../etc/passwd"
        )

    assert tolakan(ubah(BAIK, keluar))


def test_other_archives_and_other_documents_are_no_workbooks() -> None:
    def kata(b: dict[str, bytes]) -> None:
        b.clear()
        b["word/document.xml"] = b"<x/>"

    assert "bukan berkas Excel" in tolakan(ubah(BAIK, kata))[0]
    assert not berupa_buku(b"nama,nip\n")
    assert [b["nama"] for b in tabel(b"nama,nip\nSi Contoh,\n").baris] == ["Si Contoh"]


@settings(max_examples=60)
@given(st.data())
def test_whatever_the_bytes_are_the_answer_is_a_table_or_faults(data: st.DataObject) -> None:
    isi = bytearray(BAIK)
    for _ in range(data.draw(st.integers(1, 6))):
        isi[data.draw(st.integers(0, len(isi) - 1))] = data.draw(st.integers(0, 255))
    hasil = tabel(bytes(isi))
    assert hasil.kesalahan or hasil.baris


XML = st.lists(
    st.sampled_from(
        [
            "<sheetData>",
            "</sheetData>",
            "<row>",
            '<row r="x">',
            "</row>",
            "<c>",
            '<c r="B2" t="e">',
            '<c r="A0">',
            "</c>",
            "<v>1</v>",
            "<v>x</v>",
            '<c t="s"><v>99999</v></c>',
            '<c t="inlineStr"><is><t>x</t></is></c>',
            '<c s="999"><v>1</v></c>',
            '<mergeCell ref="?"/>',
            "<f/>",
            '<c r="AAAA1"><v>1</v></c>',
            '<c t="d"><v>2024-01-01</v></c>',
        ]
    ),
    max_size=12,
)


@settings(max_examples=80)
@given(XML)
def test_whatever_a_sheet_holds_the_answer_is_a_table_or_faults(potongan: list[str]) -> None:
    hasil = tabel(lembar("".join(potongan)))
    assert hasil.kesalahan or hasil.baris
