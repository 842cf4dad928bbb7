"""What a lembaga's code may look like; never like a region's."""

from __future__ import annotations

import re
from enum import StrEnum

from forum_server.teks import bentuk_cari, rapikan

__all__ = ["KODE_MAKS", "NAMA_MAKS", "JenisLembaga", "alasan_kode", "alasan_nama"]

KODE_MAKS = 32
NAMA_MAKS = 200

_KODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", re.ASCII)


class JenisLembaga(StrEnum):
    """The kind of an institution."""

    LSP = "LSP"
    KEMENTERIAN = "KEMENTERIAN"
    LEMBAGA_NEGARA = "LEMBAGA_NEGARA"
    PERGURUAN_TINGGI = "PERGURUAN_TINGGI"
    LAINNYA = "LAINNYA"


def alasan_kode(kode: str) -> str | None:
    """What is wrong with a code, or None. Codes stand in addresses (/graphql/lsp-kpk) and never change.

    >>> alasan_kode("lsp-kpk") is None, alasan_kode("61.71") is None
    (True, False)
    """
    if 3 <= len(kode) <= KODE_MAKS and _KODE.fullmatch(kode):
        return None
    return (
        f"Kode lembaga berisi 3 sampai {KODE_MAKS} huruf kecil, angka, dan tanda hubung, diawali huruf;"
        " misalnya lsp-kpk."
    )


def alasan_nama(nama: str) -> str | None:
    """What is wrong with a name, or None."""
    bersih = rapikan(nama)
    # Some signs are words of many letters in the form that is searched.
    if max(len(bersih), len(bentuk_cari(bersih))) > NAMA_MAKS:
        return f"Nama paling banyak {NAMA_MAKS} huruf."
    if len(bentuk_cari(bersih)) < 3 or not bersih.isprintable():
        return "Isi nama lengkap lembaga, paling sedikit tiga huruf."
    return None
