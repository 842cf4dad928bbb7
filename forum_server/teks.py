"""Text as people type it, made comparable: the stored search form of names and the pattern that finds them."""

from __future__ import annotations

import re
import unicodedata

from sqlalchemy import ColumnElement, false, true
from sqlalchemy.orm import InstrumentedAttribute

__all__ = ["CARI_MAKS", "bentuk_cari", "mengandung", "rapikan"]

_TANDA = re.compile(r"[^a-z0-9]", re.ASCII)

CARI_MAKS = 500
"""Letters of the longest text that may be looked for."""


def rapikan(teks: str) -> str:
    """`teks` in composed form, with runs of white space made one blank and none at the ends.

    >>> rapikan("  Dinas\\u00a0 Kesehatan ")
    'Dinas Kesehatan'
    """
    return " ".join(unicodedata.normalize("NFC", teks).split())


def bentuk_cari(teks: str) -> str:
    """The form in which names are stored for search: no case, no diacritics, anything but letters and digits a blank.

    >>> bentuk_cari("Kabupaten  TOLI-Tolí")
    'kabupaten toli toli'
    """
    if teks.isascii():
        return " ".join(_TANDA.sub(" ", teks.lower()).split())
    terurai = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", teks).casefold())
    polos = (h for h in terurai if not unicodedata.combining(h))
    return " ".join("".join(h if h.isalnum() else " " for h in polos).split())


def mengandung(
    kolom: ColumnElement[str] | InstrumentedAttribute[str], cari: str | None
) -> ColumnElement[bool]:
    """`kolom` (which holds search forms) contains `cari`; no or blank text finds everything.

    A text of signs only finds nothing ("%" is a sign like any other, not a wildcard), and so does one of more than
    `CARI_MAKS` letters.
    """
    if cari is None or not cari.strip():
        return true()
    bentuk = bentuk_cari(cari[:CARI_MAKS])
    if len(cari) > CARI_MAKS or len(bentuk) > CARI_MAKS:
        return false()  # longer than any name; SQLite also refuses patterns beyond 50,000 bytes
    return kolom.contains(bentuk, autoescape=True) if bentuk else false()
