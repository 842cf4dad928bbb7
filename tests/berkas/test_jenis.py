"""What a file is follows from its content, however it is cut and whatever it is called."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum_server.berkas.jenis import (
    CSV,
    DOCX,
    JENIS,
    JPEG,
    ODS,
    ODT,
    PDF,
    PNG,
    WEBP,
    XLSX,
    Pengenal,
    berakhiran,
    periksa_daftar,
)
from tests.berkas.bahan import PDF_ISI, arsip, png, xlsx


def media(isi: bytes, besar: int = 1000) -> str | None:
    pengenal = Pengenal()
    for awal in range(0, len(isi), besar):
        pengenal.tambah(isi[awal : awal + besar])
    return pengenal.media()


def odf(jenis: str, **lain: str) -> bytes:
    keluar = io.BytesIO()
    with zipfile.ZipFile(keluar, "w") as z:
        z.writestr("mimetype", jenis)
        z.writestr("content.xml", "<x/>")
        for nama, isi in lain.items():
            z.writestr(nama.replace("__", "/"), isi)
    return keluar.getvalue()


JPEG_ISI = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1" + b"\1" * 300 + b"\xff\xd9"
WEBP_ISI = b"RIFF" + (20).to_bytes(4, "little") + b"WEBPVP8 " + b"\0" * 12
DOCX_ISI = arsip(**{"[Content_Types].xml": "x", "word__document.xml": "x"})
BAIK = {
    PDF: PDF_ISI,
    PNG: png(),
    JPEG: JPEG_ISI,
    WEBP: WEBP_ISI,
    XLSX: xlsx(),
    DOCX: DOCX_ISI,
    ODS: odf(ODS),
    ODT: odf(ODT),
    CSV: "nama;asal\nContoh;Kecamatan Sèluas\n".encode() * 500,
}


@pytest.mark.parametrize("besar", [1, 999, 10**9])
@pytest.mark.parametrize("jenis", sorted(BAIK))
def test_each_type_is_told_from_its_content(jenis: str, besar: int) -> None:
    isi = BAIK[jenis]
    assert media(isi, besar if besar > 1 or len(isi) < 9000 else 7) == jenis


def test_every_type_that_may_be_allowed_has_an_example() -> None:
    assert BAIK.keys() == JENIS.keys()


@pytest.mark.parametrize(
    "isi",
    [
        b"",
        b"<!DOCTYPE html><script>1</script>",
        b"\xef\xbb\xbf \n<html>",
        b" " * 9000 + b"<html><script>1</script>",
        "\ufeff\ufeff\u2003<html>".encode(),
        b"\xef\xbb\xbf#!/bin/sh\nrm x\n",
        b"RIFF",
        b"RIFF\1",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version='1.0'?><svg/>",
        b"#!/bin/sh\nrm x\n",
        b"MZ\x90\0" + b"\0" * 100,
        b"\x7fELF" + b"\0" * 100,
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600,
        b"GIF89a" + b"\0" * 20,
        b"teks dengan \0 di dalamnya",
        b"teks dengan \x1b di dalamnya",
        b"bukan utf-8: \xff\xfe",
        b"utf-8 yang terpotong: \xc3",
        b"%PDF-1.7\ntanpa akhir",
        b"%PDF-x.7\n%%EOF",
        b" %PDF-1.7\n\0%%EOF",
        png()[:-1],
        png() + b"<script>",
        JPEG_ISI + b"<html>",
        WEBP_ISI + b"ekor yang panjang",
        arsip(satu="x"),
        arsip(**{"[Content_Types].xml": "x", "xl__workbook.xml": "x", "word__document.xml": "x"}),
        arsip(**{"[Content_Types].xml": "x", "xl__workbook.xml": "x", "xl__vbaProject.bin": "x"}),
        *(
            arsip(**{"[Content_Types].xml": "x", "xl__workbook.xml": "x", makro: "x"})
            for makro in ("xl__VBAProject.bin", "xl__macrosheets__sheet1.xml", "xl__activeX__activeX1.bin")
        ),
        arsip(**{"[Content_Types].xml": "x", "word__document.xml": "x", "word__vbaData.xml": "x"}),
        arsip(**{"[Content_Types].xml": "x", "ppt__presentation.xml": "x"}),
        odf("application/vnd.oasis.opendocument.graphics"),
        odf(ODT, Basic__Standard__modul="x"),
        DOCX_ISI[:-1],
        DOCX_ISI + b"ekor",
        b"kepala" + DOCX_ISI,
        PDF_ISI[:20] + DOCX_ISI,
    ],
)
def test_what_runs_or_is_not_whole_or_is_two_things_is_none_of_them(isi: bytes) -> None:
    assert media(isi) is None


_BAGIAN = [b"PK\5\6" + b"\0" * 18, b"PK\1\2" + b"\0" * 42, b"mimetype", b"WEBP", b"IHDR", b"%%EOF"]


@given(
    st.sampled_from([b"%PDF-1.7", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"RIFF", b"PK\3\4", b""]),
    st.lists(st.binary(max_size=60) | st.sampled_from(_BAGIAN), max_size=5).map(b"".join),
)
def test_no_content_whatever_brings_the_look_at_it_down(awal: bytes, isi: bytes) -> None:
    assert media(awal + isi) in {None, *JENIS}


def test_svg_and_html_can_never_be_allowed() -> None:
    for jenis in ("text/html", "image/svg+xml", "application/xhtml+xml", "application/javascript", ""):
        with pytest.raises(ValueError, match="name types"):
            periksa_daftar(frozenset({PDF, jenis}))
    with pytest.raises(ValueError, match="none"):
        periksa_daftar(frozenset())


def test_a_name_ends_as_its_content_is() -> None:
    assert berakhiran("Surat.PDF", PDF) == "Surat.PDF"
    assert berakhiran("surat.html", PDF) == "surat.html.pdf"
    assert berakhiran("daftar.csv", CSV) == "daftar.csv"
