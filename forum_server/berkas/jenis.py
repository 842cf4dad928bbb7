"""What a file is, from its content alone: its beginning, its end, and every byte of a text.

The names clients give are never asked. Only what is listed here can be told, and so can be allowed anywhere: formats
that run something where they are opened (HTML, SVG, programs, documents with macros) are none of them.
"""

from __future__ import annotations

import codecs
import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import puremagic

__all__ = [
    "CSV",
    "DOCX",
    "JENIS",
    "JPEG",
    "ODS",
    "ODT",
    "PDF",
    "PNG",
    "TEKS",
    "WEBP",
    "XLSX",
    "JenisBerkas",
    "Pengenal",
    "periksa_daftar",
]

KEPALA: Final = 8 * 1024
EKOR: Final = 256 * 1024
"""Enough for the directory of any office document: some 80 bytes per part."""
_MAKRO: Final = re.compile(r"(?:^|/)(?:vbaproject\w*\.bin|vbadata\.xml|macrosheets/|activex/)", re.IGNORECASE)
"""Parts of office documents that run: Visual Basic, macro sheets of old, ActiveX."""
_TERLIHAT: Final = re.compile(r"[^\s\ufeff\u200b]")
_KENDALI: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True, slots=True)
class JenisBerkas:
    """A type of file: its media type, its name for people, and how its names end (the first is ours)."""

    media: str
    nama: str
    akhiran: tuple[str, ...]


PDF: Final = "application/pdf"
PNG: Final = "image/png"
JPEG: Final = "image/jpeg"
WEBP: Final = "image/webp"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODT: Final = "application/vnd.oasis.opendocument.text"
TEKS: Final = "text/plain"
CSV: Final = TEKS
"""From its content a CSV can't be told from any other text."""

JENIS: Final[Mapping[str, JenisBerkas]] = MappingProxyType(
    {
        j.media: j
        for j in (
            JenisBerkas(media=PDF, nama="PDF", akhiran=(".pdf",)),
            JenisBerkas(media=PNG, nama="PNG", akhiran=(".png",)),
            JenisBerkas(media=JPEG, nama="JPEG", akhiran=(".jpg", ".jpeg")),
            JenisBerkas(media=WEBP, nama="WebP", akhiran=(".webp",)),
            JenisBerkas(media=XLSX, nama="XLSX", akhiran=(".xlsx",)),
            JenisBerkas(media=DOCX, nama="DOCX", akhiran=(".docx",)),
            JenisBerkas(media=ODS, nama="ODS", akhiran=(".ods",)),
            JenisBerkas(media=ODT, nama="ODT", akhiran=(".odt",)),
            JenisBerkas(media=TEKS, nama="teks", akhiran=(".txt", ".csv")),
        )
    }
)
"""Every type that can be told, by its media type."""


def periksa_daftar(media: frozenset[str]) -> None:
    """Raise ValueError for a list of allowed types that is empty or names one that can't be told or must not be."""
    if not media or not media <= JENIS.keys():
        raise ValueError(
            f"name types of forum_server.berkas.jenis, not {sorted(media - JENIS.keys()) or 'none'}"
        )


def berakhiran(nama: str, media: str) -> str:
    """`nama` with an ending that fits its content: what is saved must not be taken for something else.

    >>> berakhiran("surat.exe", "application/pdf")
    'surat.exe.pdf'
    """
    jenis = JENIS.get(media)
    if jenis is None or nama.lower().endswith(jenis.akhiran):
        return nama
    return f"{nama}{jenis.akhiran[0]}"


class Pengenal:
    """Watches a stream go by and says at its end what it was; holds the first and last bytes only."""

    def __init__(self) -> None:
        self._kepala = bytearray()
        self._ekor = bytearray()
        self._panjang = 0
        self._teks: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")("strict")
        self._huruf_awal = ""

    def tambah(self, isi: bytes) -> None:
        """The next bytes of the stream."""
        if (kurang := KEPALA - len(self._kepala)) > 0:
            self._kepala += isi[:kurang]
        self._ekor += isi[-EKOR:]
        if len(self._ekor) > 2 * EKOR:
            del self._ekor[:-EKOR]
        self._panjang += len(isi)
        self._periksa_teks(isi, akhir=False)

    def media(self) -> str | None:
        """The media type of all that went by, or None where it is none of `JENIS` or not whole."""
        self._periksa_teks(b"", akhir=True)
        kepala, ekor = bytes(self._kepala), bytes(self._ekor[-EKOR:])
        if not kepala:
            return None
        try:
            kandidat: set[str] = {satu.mime_type for satu in puremagic.magic_string(kepala)}
        except puremagic.PureError:
            kandidat = set()
        for awal, periksa in _PERIKSA:
            if kepala.startswith(awal):
                media = periksa(kepala, ekor, self._panjang)
                # Both must say so: the library, which knows a thousand formats, and our stricter look.
                return media if media in kandidat or media in _ZIP else None
        aktif = self._huruf_awal == "<" or _aktif(kepala, kandidat)
        return TEKS if self._teks is not None and not aktif else None

    def _periksa_teks(self, isi: bytes, *, akhir: bool) -> None:
        if self._teks is None:
            return
        try:
            teks = self._teks.decode(isi, akhir)
        except UnicodeDecodeError:
            self._teks = None
        else:
            if _KENDALI.search(teks):
                self._teks = None
            if not self._huruf_awal and (
                awal := _TERLIHAT.search(teks)
            ):  # however many blanks come before it
                self._huruf_awal = awal.group()


def _aktif(kepala: bytes, kandidat: set[str]) -> bool:
    """Whether a text is one that something would run, or that the library takes for more than text."""
    return kepala.removeprefix(codecs.BOM_UTF8)[:2] == b"#!" or bool(
        kandidat - {"text/plain", "text/csv", ""}
    )


def _pdf(kepala: bytes, ekor: bytes, _panjang: int) -> str | None:
    return PDF if kepala[5:7] in {b"1.", b"2."} and b"%%EOF" in ekor[-1024:] else None


def _png(kepala: bytes, ekor: bytes, _panjang: int) -> str | None:
    return PNG if kepala[12:16] == b"IHDR" and ekor.endswith(b"\0\0\0\0IEND\xaeB`\x82") else None


def _jpeg(_kepala: bytes, ekor: bytes, _panjang: int) -> str | None:
    return JPEG if ekor.rstrip(b"\0").endswith(b"\xff\xd9") else None


def _webp(kepala: bytes, _ekor: bytes, panjang: int) -> str | None:
    besar = int.from_bytes(kepala[4:8], "little")
    return WEBP if kepala[8:12] == b"WEBP" and panjang - 9 <= besar <= panjang - 8 else None


def _zip(kepala: bytes, ekor: bytes, panjang: int) -> str | None:
    """Office documents, told apart by the parts their directory lists; any other archive is refused."""
    bagian = _bagian_zip(ekor, panjang)
    if bagian is None:
        return None
    if kepala[30:38] == b"mimetype" and kepala[8:10] == b"\0\0":
        panjang_isi: int = struct.unpack("<I", kepala[22:26])[0]
        media = kepala[38 : 38 + panjang_isi].decode("ascii", "replace")
        makro = any(b.startswith(("Basic/", "Scripts/")) for b in bagian)
        return media if media in {ODS, ODT} and "content.xml" in bagian and not makro else None
    if "[Content_Types].xml" not in bagian or any(_MAKRO.search(b) for b in bagian):
        return None
    utama = [m for nama, m in (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX)) if nama in bagian]
    return utama[0] if len(utama) == 1 else None


def _bagian_zip(ekor: bytes, panjang: int) -> frozenset[str] | None:
    """The names in the directory at the end of an archive, or None where it is not all there."""
    letak = ekor.rfind(b"PK\5\6")
    if letak < 0 or len(ekor) - letak < 22:
        return None
    banyak, besar, mulai, komentar = struct.unpack("<10xHIIH", ekor[letak : letak + 22])
    awal = letak - besar
    # Nothing may stand behind the archive or between its directory and its end, or before its first part.
    if letak + 22 + komentar != len(ekor) or awal < 0 or mulai != panjang - len(ekor) + awal:
        return None
    nama: set[str] = set()
    for _ in range(banyak):
        if ekor[awal : awal + 4] != b"PK\1\2" or awal + 46 > letak:
            return None
        panjang_nama, tambahan, catatan = struct.unpack("<28xHHH", ekor[awal : awal + 34])
        nama.add(ekor[awal + 46 : awal + 46 + panjang_nama].decode("utf-8", "replace"))
        awal += 46 + panjang_nama + tambahan + catatan
    return frozenset(nama) if awal == letak else None


_Periksa = Callable[[bytes, bytes, int], str | None]
_PERIKSA: Final[tuple[tuple[bytes, _Periksa], ...]] = (
    (b"%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (b"RIFF", _webp),
    (b"PK\3\4", _zip),
)
_ZIP: Final = frozenset({XLSX, DOCX, ODS, ODT})
"""Told by their directory, which the library does not read."""
