"""What a letterhead must say, and whose letterhead a region writes under."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from typing import Final
from uuid import UUID

from forum_server.database.clause import leluhur
from forum_server.galat import IsianTidakSah, KeadaanMenolak
from forum_server.teks import rapikan

__all__ = ["PANJANG", "IsianKop", "kop_belum_ada", "pemilik_kop", "periksa_kop"]

PANJANG: Final[Mapping[str, int]] = {
    "instansi": 120,
    "unit": 120,
    "alamat": 200,
    "kota": 80,
    "telepon": 60,
    "surel": 120,
    "laman": 120,
    "jabatan": 160,
}
"""Letters of the longest text of each part: one or two printed lines."""
WAJIB: Final = frozenset({"instansi", "alamat", "kota", "jabatan"})
_SUREL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianKop:
    """What a letterhead says: `pejabat` signs, in the office `jabatan`; `kota` stands before the date."""

    instansi: str
    alamat: str
    kota: str
    jabatan: str
    pejabat: UUID
    unit: str | None = None
    telepon: str | None = None
    surel: str | None = None
    laman: str | None = None


def periksa_kop(isian: IsianKop) -> dict[str, str | None]:
    """The texts as they are stored; raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG or SUREL_TIDAK_SAH."""
    hasil: dict[str, str | None] = {}
    for medan in fields(isian):
        if medan.name == "pejabat":
            continue
        letak = ("isian", medan.name)
        teks = rapikan(getattr(isian, medan.name) or "")
        if not teks and medan.name in WAJIB:
            raise IsianTidakSah("WAJIB_DIISI", f"Isi {medan.name} kop surat.", letak=letak)
        if len(teks) > PANJANG[medan.name] or any(unicodedata.category(h)[0] == "C" for h in teks):
            raise IsianTidakSah(
                "TERLALU_PANJANG",
                f"Isi {medan.name} dengan paling banyak {PANJANG[medan.name]} huruf yang tampak.",
                letak=letak,
            )
        hasil[medan.name] = teks or None
    if (surel := hasil["surel"]) and not _SUREL.fullmatch(surel):
        raise IsianTidakSah(
            "SUREL_TIDAK_SAH", "Tulis alamat surel seperti nama@contoh.go.id.", letak=("isian", "surel")
        )
    return hasil


def pemilik_kop(kode: str, *, otonom: Collection[str], ada: Collection[str]) -> str | None:
    """Whose letterhead `kode` writes under: its own, or the nearest above within the same pemda.

    A kecamatan writes under its kota's head; a kota never under its province's, whose governor does not sign for it.
    The six units inside Jakarta are no pemda and write under Jakarta's. None when nobody there has one.

    >>> pemilik_kop("61.71.01", otonom={"61", "61.71"}, ada={"61.71", "61"})
    '61.71'
    >>> pemilik_kop("61.71", otonom={"61", "61.71"}, ada={"61"}) is None
    True
    """
    for satu in leluhur(kode):
        if satu in ada:
            return satu
        if satu in otonom or not satu[:1].isdigit():
            return None
    return None


def kop_belum_ada(kode: str) -> KeadaanMenolak:
    """The refusal of a letter from somebody without a letterhead."""
    return KeadaanMenolak(
        "KOP_BELUM_ADA",
        f"Kop surat untuk {kode} belum diatur. Minta pemegang izin inti:kop di sana mengisinya dengan mutasi"
        " aturKopSurat, lalu buat surat ini lagi.",
    )
