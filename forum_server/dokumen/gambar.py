"""Pictures that say in words what they show, for who can't see them."""

from __future__ import annotations

import struct
import zlib
from enum import StrEnum
from typing import Final
from xml.sax.saxutils import escape

__all__ = ["BentukGambar", "beri_keterangan"]

_KEPALA_PNG: Final = 8 + 25
"""Bytes of the signature and of the chunk IHDR, which comes first."""


class BentukGambar(StrEnum):
    """What kind of picture."""

    SVG = "SVG"
    PNG = "PNG"

    @property
    def media(self) -> str:
        """Its media type."""
        return "image/svg+xml" if self is BentukGambar.SVG else "image/png"


def beri_keterangan(isi: bytes, bentuk: BentukGambar, *, judul: str, keterangan: str) -> bytes:
    """The picture with a title and a description: elements of an SVG, international text chunks of a PNG.

    >>> beri_keterangan(b'<svg width="1">', BentukGambar.SVG, judul="A&B", keterangan="C").decode()
    '<svg role="img" aria-labelledby="judul keterangan" width="1"><title id="judul">A&amp;B</title><desc id="keterangan">C</desc>'
    """
    if bentuk is BentukGambar.PNG:
        teks = _teks_png("Title", judul) + _teks_png("Description", keterangan)
        return isi[:_KEPALA_PNG] + teks + isi[_KEPALA_PNG:]
    awal, tanda, akhir = isi.partition(b">")
    kata = f'<title id="judul">{escape(judul)}</title><desc id="keterangan">{escape(keterangan)}</desc>'
    buka = awal.replace(b"<svg", b'<svg role="img" aria-labelledby="judul keterangan"', 1)
    return buka + tanda + kata.encode() + akhir


def _teks_png(kata: str, isi: str) -> bytes:
    """A chunk iTXt: keyword, not compressed, no language, no translated keyword, UTF-8."""
    badan = b"iTXt" + kata.encode() + b"\0\0\0\0\0" + isi.encode()
    return struct.pack(">I", len(badan) - 4) + badan + struct.pack(">I", zlib.crc32(badan))
