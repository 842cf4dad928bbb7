"""Which kind of office stands where.

Kinds and their places follow PP 18/2016: a UPTD is part of a Dinas or Badan, a kelurahan part of its kecamatan, and
kecamatan are found in kabupaten and kota only. Hospitals, schools and whatever else answers questions about integrity
without being one of these is LAINNYA, under any office or none.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from forum_server.teks import bentuk_cari, rapikan
from forum_server.wilayah.rules import TingkatWilayah

__all__ = [
    "INDUK",
    "KEDALAMAN_MAKS",
    "NAMA_MAKS",
    "JenisPerangkatDaerah",
    "alasan_induk",
    "alasan_nama",
    "alasan_wilayah",
    "sebutan",
]


class JenisPerangkatDaerah(StrEnum):
    """The kind of an office."""

    SEKRETARIAT_DAERAH = "SEKRETARIAT_DAERAH"
    SEKRETARIAT_DPRD = "SEKRETARIAT_DPRD"
    INSPEKTORAT = "INSPEKTORAT"
    DINAS = "DINAS"
    BADAN = "BADAN"
    KECAMATAN = "KECAMATAN"
    UPTD = "UPTD"
    KELURAHAN = "KELURAHAN"
    LAINNYA = "LAINNYA"


J = JenisPerangkatDaerah

INDUK: Mapping[JenisPerangkatDaerah, frozenset[JenisPerangkatDaerah]] = {
    J.UPTD: frozenset({J.DINAS, J.BADAN}),
    J.KELURAHAN: frozenset({J.KECAMATAN}),
    J.LAINNYA: frozenset(J),
}
"""Kinds that stand under another office, and under which kinds; all others stand under none."""

WAJIB_BERINDUK = frozenset({J.UPTD, J.KELURAHAN})

KEDALAMAN_MAKS = 3
"""Offices above one another at most, counting from 0; the database refuses more."""

NAMA_MAKS = 200

_BERPEMDA = frozenset({TingkatWilayah.PROVINSI, TingkatWilayah.KABUPATEN, TingkatWilayah.KOTA})


def sebutan(jenis: JenisPerangkatDaerah) -> str:
    """A kind as it is written in a sentence.

    >>> sebutan(JenisPerangkatDaerah.SEKRETARIAT_DPRD), sebutan(JenisPerangkatDaerah.DINAS)
    ('Sekretariat DPRD', 'Dinas')
    """
    if jenis is J.UPTD:
        return jenis.value
    return jenis.value.replace("_", " ").title().replace("Dprd", "DPRD")


def alasan_nama(nama: str) -> str | None:
    """What is wrong with a name, or None."""
    bersih = rapikan(nama)
    # Some signs are words of many letters in the form that is searched.
    if max(len(bersih), len(bentuk_cari(bersih))) > NAMA_MAKS:
        return f"Nama paling banyak {NAMA_MAKS} huruf."
    if len(bentuk_cari(bersih)) < 3:
        return "Isi nama lengkap perangkat daerah, paling sedikit tiga huruf."
    if not bersih.isprintable():
        return "Nama memuat karakter yang tidak tampak. Ketik ulang namanya."
    return None


def alasan_wilayah(jenis: JenisPerangkatDaerah, tingkat: TingkatWilayah) -> str | None:
    """Why an office of this kind can't belong to a region of this level, or None."""
    if tingkat not in _BERPEMDA:
        return "Perangkat daerah dimiliki provinsi, kabupaten, atau kota. Pilih wilayah pada tingkat itu."
    if tingkat is TingkatWilayah.PROVINSI and jenis in {J.KECAMATAN, J.KELURAHAN}:
        return f"{sebutan(jenis)} berada di kabupaten atau kota. Pilih wilayah kabupaten atau kotanya."
    return None


def alasan_induk(jenis: JenisPerangkatDaerah, induk: JenisPerangkatDaerah | None) -> str | None:
    """Why an office of this kind can't stand under one of kind `induk` (None: under none), or None."""
    if induk is None:
        if jenis not in WAJIB_BERINDUK:
            return None
        return f"{sebutan(jenis)} harus punya induk: {_atau(jenis)}."
    if jenis not in INDUK:
        return f"{sebutan(jenis)} tidak berada di bawah perangkat daerah lain. Kosongkan induknya."
    if induk not in INDUK[jenis]:
        return f"{sebutan(jenis)} tidak berada di bawah {sebutan(induk)}. Induknya harus {_atau(jenis)}."
    return None


def _atau(jenis: JenisPerangkatDaerah) -> str:
    return " atau ".join(sebutan(j) for j in sorted(INDUK[jenis], reverse=True))
