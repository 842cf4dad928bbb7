"""How long a link works, and what a file may be called when it reaches somebody's computer."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Final
from urllib.parse import quote

__all__ = ["AWALAN", "UMUR_TAUTAN", "disposisi", "nama_aman"]

UMUR_TAUTAN: Final = timedelta(minutes=5)
"""Long enough for a click, too short to be passed around."""

AWALAN: Final = "fpu_"

NAMA_MAKS: Final = 150
_BOLEH: Final = frozenset(" -_.,()+&@=")


def nama_aman(nama: str) -> str:
    """`nama` as a file name that is harmless on any system: letters, digits and a few signs, not hidden, not endless.

    >>> nama_aman("../surat\\u202etxt.pdf")
    'surat_txt.pdf'
    """
    rapi = unicodedata.normalize("NFC", nama).replace("\\", "/").rsplit("/", 1)[-1]
    aman = "".join(h if h in _BOLEH or unicodedata.category(h)[0] in "LMN" else "_" for h in rapi)
    aman = aman.strip(" .")
    if len(aman) > NAMA_MAKS:
        awal, titik, akhiran = aman.rpartition(".")
        aman = (
            f"{awal[: NAMA_MAKS - len(akhiran) - 1]}.{akhiran}"
            if titik and len(akhiran) <= 10
            else aman[:NAMA_MAKS]
        )
    return aman or "berkas"


def disposisi(nama: str) -> str:
    """The Content-Disposition that saves a file as `nama`, for old clients too."""
    aman = nama_aman(nama)
    ascii_ = unicodedata.normalize("NFKD", aman).encode("ascii", "ignore").decode().strip(" .") or "berkas"
    return f"attachment; filename=\"{ascii_}\"; filename*=UTF-8''{quote(aman, safe='')}"
