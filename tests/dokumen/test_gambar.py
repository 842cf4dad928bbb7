"""Pictures through the real library: words for who can't see them, one page, and nothing that acts."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from forum_server.dokumen.cetak import DokumenGagal, Pencetak
from forum_server.dokumen.gambar import BentukGambar
from forum_server.dokumen.templat import Templat

ISI = """#let data = json(bytes(sys.inputs.data))
#set page(width: 100pt, height: auto, margin: 10pt, fill: white)
#rect(width: 40pt, height: 20pt, fill: rgb("#0b5394"), text(data.kata))
"""
SVG = "{http://www.w3.org/2000/svg}"
JAHAT = '</desc><script>alert(1)</script> & "kutip" \u202e é'
"""Something that would act, something that would turn the rest around."""


def templat(folder: Path, isi: str = ISI) -> Templat:
    (folder / "uji.typ").write_text(isi)
    return Templat(folder=folder, berkas="uji.typ")


async def test_a_picture_says_in_words_what_it_shows(tmp_path: Path) -> None:
    data = {"kata": JAHAT}
    satu, dua = [
        await Pencetak().gambar(templat(tmp_path), data, bentuk, judul="Judul", keterangan=JAHAT)
        for bentuk in BentukGambar
    ]
    akar = ET.fromstring(satu)
    assert (akar.tag, akar.get("role"), akar.get("aria-labelledby")) == (
        f"{SVG}svg",
        "img",
        "judul keterangan",
    )
    assert [(e.tag, e.get("id")) for e in akar[:2]] == [
        (f"{SVG}title", "judul"),
        (f"{SVG}desc", "keterangan"),
    ]
    assert (akar[0].text, akar[1].text) == ("Judul", JAHAT.replace("\u202e", ""))
    assert not [e.tag for e in akar.iter() if e.tag in {f"{SVG}script", f"{SVG}text", f"{SVG}foreignObject"}]
    assert dua[:8] == b"\x89PNG\r\n\x1a\n"
    assert dua.index(b"IHDR") < dua.index(b"iTXtTitle\0\0\0\0\0Judul") < dua.index(b"iTXtDescription\0")
    assert JAHAT.replace("\u202e", "").encode() in dua


async def test_the_same_data_gives_the_same_picture(tmp_path: Path) -> None:
    satu, dua = [
        await Pencetak().gambar(
            templat(tmp_path), {"kata": "a"}, BentukGambar.PNG, judul="Judul", keterangan="Isi"
        )
        for _ in range(2)
    ]
    assert satu == dua


async def test_two_pages_are_no_picture(tmp_path: Path) -> None:
    with pytest.raises(DokumenGagal, match="one page"):
        await Pencetak().gambar(
            templat(tmp_path, "a #pagebreak() b"), {}, BentukGambar.SVG, judul="J", keterangan="K"
        )
