"""A letter as those who write one say it, and the data its template takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeAlias

from forum_server.dokumen.tanggal import tanggal_panjang, terbilang

__all__ = [
    "Alinea",
    "Bagian",
    "Butir",
    "Gambar",
    "Kelompok",
    "KolomSurat",
    "Kop",
    "Lampiran",
    "Penanda",
    "Rincian",
    "Surat",
    "data_surat",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Penanda:
    """Who signs: the office, the name, and the NIP of a civil servant."""

    jabatan: str
    nama: str
    nip: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kop:
    """A letterhead as printed: two lines of names, the address, how to reach them; `logo` is a PNG or JPEG."""

    instansi: str
    alamat: str
    kota: str
    penanda: Penanda
    unit: str | None = None
    hubungan: str | None = None
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Alinea:
    """A paragraph."""

    teks: str


@dataclass(frozen=True, slots=True)
class Rincian:
    """Labels with what belongs to each."""

    baris: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Butir:
    """A numbered list."""

    butir: Sequence[str]


@dataclass(frozen=True, slots=True)
class Gambar:
    """A PNG or JPEG in the middle of the page, `lebar` centimetres wide, with its words beneath; these are read aloud too."""

    isi: bytes
    lebar: float
    keterangan: str


Bagian: TypeAlias = Alinea | Rincian | Butir | Gambar


@dataclass(frozen=True, kw_only=True, slots=True)
class KolomSurat:
    """A column of an annex; without `lebar` (a share of what is left) it is as wide as its content."""

    judul: str
    lebar: float | None = None
    tengah: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Kelompok:
    """Rows of an annex under a heading of their own, or under none."""

    baris: Sequence[Sequence[str]]
    judul: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lampiran:
    """An annex: a table whose head is repeated on every page, signed like the letter."""

    judul: str
    kolom: Sequence[KolomSurat]
    kelompok: Sequence[Kelompok]
    pengantar: Sequence[Bagian] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Surat:
    """One letter; the last parts of `isi` are its closing words."""

    kop: Kop
    nomor: str
    tanggal: date
    hal: str
    kepada: Sequence[str]
    isi: Sequence[Bagian]
    sifat: str = "Biasa"
    di: str = "Tempat"
    tembusan: Sequence[str] = ()
    lampiran: Sequence[Lampiran] = ()

    def dengan_kop(self, kop: Kop) -> Surat:
        """The same letter under another letterhead, or under this one with its logo."""
        return replace(self, kop=kop)


def data_surat(judul: str, surat: Sequence[Surat]) -> dict[str, Any]:
    """The data of template `SURAT`: letters one after the other, each with its pages counted by itself.

    The document is dated by its first letter, so that the same letters give the same bytes whenever they are made.
    """
    pertama = surat[0]
    return {
        "judul": judul,
        "penulis": pertama.kop.unit or pertama.kop.instansi,
        "tanggal": [pertama.tanggal.year, pertama.tanggal.month, pertama.tanggal.day],
        "surat": [_surat(s) for s in surat],
    }


def _surat(s: Surat) -> dict[str, Any]:
    banyak = len(s.lampiran)
    return {
        "kop": {
            "instansi": s.kop.instansi,
            "unit": s.kop.unit,
            "alamat": s.kop.alamat,
            "hubungan": s.kop.hubungan,
            "logo": s.kop.logo,
        },
        "nomor": s.nomor,
        "tanggal": tanggal_panjang(s.tanggal),
        "tempat": s.kop.kota,
        "kepala": [
            ("Nomor", s.nomor),
            ("Sifat", s.sifat),
            ("Lampiran", f"{banyak} ({terbilang(banyak)}) berkas" if banyak else "-"),
            ("Hal", s.hal),
        ],
        "kepada": list(s.kepada),
        "di": s.di,
        "isi": [_bagian(b) for b in s.isi],
        "penanda": _penanda(s.kop.penanda),
        "tembusan": list(s.tembusan),
        "kaki": f"Surat nomor {s.nomor}",
        "lampiran": [
            {
                "sebutan": "Lampiran surat" if banyak == 1 else f"Lampiran {ke} surat",
                "judul": lampiran.judul,
                "pengantar": [_bagian(b) for b in lampiran.pengantar],
                "kolom": [{"judul": k.judul, "lebar": k.lebar, "tengah": k.tengah} for k in lampiran.kolom],
                "kelompok": [
                    {"judul": k.judul, "baris": [list(b) for b in k.baris]} for k in lampiran.kelompok
                ],
            }
            for ke, lampiran in enumerate(s.lampiran, 1)
        ],
    }


def _penanda(p: Penanda) -> Mapping[str, str | None]:
    return {"jabatan": p.jabatan, "nama": p.nama, "nip": p.nip}


def _bagian(b: Bagian) -> dict[str, Any]:
    if isinstance(b, Alinea):
        return {"jenis": "alinea", "teks": b.teks}
    if isinstance(b, Rincian):
        return {"jenis": "rincian", "baris": [list(pasangan) for pasangan in b.baris]}
    if isinstance(b, Gambar):
        return {"jenis": "gambar", "isi": b.isi, "lebar": b.lebar, "keterangan": b.keterangan}
    return {"jenis": "daftar", "butir": list(b.butir)}
