"""QR codes of short texts, such as an address that shows whether a document is genuine."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

from forum_server.galat import IsianTidakSah

__all__ = ["QR_MAKS", "qr_png", "qr_svg"]

QR_MAKS: Final = 500
"""Bytes of the longest text: beyond it a printed code is too fine to be read from paper."""


def qr_svg(teks: str) -> str:
    """An `<svg>` element with nothing in it but its path: no script, style, title or link, so it can stand in a page.

    Raises `IsianTidakSah` QR_TERLALU_PANJANG, also for an empty text.
    """
    return _kode(teks).svg_inline(scale=4, border=4, svgclass=None, lineclass=None, omitsize=False)


def qr_png(teks: str) -> bytes:
    """A PNG with the quiet zone of four modules; errors as of `qr_svg`."""
    isi = BytesIO()
    _kode(teks).save(isi, kind="png", scale=8, border=4)
    return isi.getvalue()


def _kode(teks: str) -> segno.QRCode:
    if not 0 < len(teks.encode()) <= QR_MAKS:
        raise IsianTidakSah(
            "QR_TERLALU_PANJANG", f"Isi kode QR 1 sampai {QR_MAKS} byte; pakai alamat yang lebih pendek."
        )
    return segno.make_qr(teks, error="m")
