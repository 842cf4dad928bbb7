from __future__ import annotations

import re
import struct
from xml.etree import ElementTree as ET

import pytest

from forum_server.dokumen.qr import QR_MAKS, qr_png, qr_svg
from forum_server.galat import IsianTidakSah


@pytest.mark.parametrize("teks", ["https://contoh.example/v/1", "<script>\"&'", "é\u202e\U0001f600"])
def test_an_svg_is_one_path_and_nothing_that_acts(teks: str) -> None:
    svg = qr_svg(teks)
    akar = ET.fromstring(svg)
    assert [e.tag for e in akar.iter()] == ["svg", "path"]
    assert {a for e in akar.iter() for a in e.attrib} == {"width", "height", "transform", "stroke", "d"}
    assert re.fullmatch(r"[-Mmhv0-9. ]+", akar[0].attrib["d"])
    assert teks not in svg


def test_a_png_shows_the_same_modules_at_a_size_a_printer_keeps() -> None:
    png = qr_png("https://contoh.example/v/1")
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    lebar, tinggi = struct.unpack(">II", png[16:24])
    sisi = int(ET.fromstring(qr_svg("https://contoh.example/v/1")).attrib["width"]) // 4
    assert (lebar, tinggi) == (sisi * 8, sisi * 8)


@pytest.mark.parametrize("teks", ["", "x" * (QR_MAKS + 1), "é" * (QR_MAKS // 2 + 1)])
def test_a_text_that_makes_no_readable_code_is_refused(teks: str) -> None:
    for buat in (qr_svg, qr_png):
        with pytest.raises(IsianTidakSah) as tolak:
            buat(teks)
        assert tolak.value.kode == "QR_TERLALU_PANJANG"
