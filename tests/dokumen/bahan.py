"""What the tests of documents are made of; nobody in it exists."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from forum_server.dokumen.surat import (
    Alinea,
    Butir,
    Kelompok,
    KolomSurat,
    Kop,
    Lampiran,
    Penanda,
    Rincian,
    Surat,
    data_surat,
)

KOP = Kop(
    instansi="PEMERINTAH KOTA CONTOH",
    unit="INSPEKTORAT",
    alamat="Jalan Contoh Nomor 1",
    kota="Contoh",
    hubungan="Telepon 000 · inspektorat@contoh.example",
    penanda=Penanda(jabatan="Inspektur", nama="Tokoh Contoh", nip="198001012005011001"),
)
KOLOM = (
    KolomSurat(judul="No.", tengah=True),
    KolomSurat(judul="Nama", lebar=2),
    KolomSurat(judul="NIP"),
    KolomSurat(judul="Jabatan", lebar=1),
)


def surat(
    *isi: str, baris: Sequence[Sequence[str]] = (), kelompok: Sequence[Kelompok] | None = None, **lain: Any
) -> Surat:
    lampiran: tuple[Lampiran, ...] = ()
    if baris or kelompok:
        lampiran = (
            Lampiran(judul="DAFTAR CALON", kolom=KOLOM, kelompok=kelompok or [Kelompok(baris=baris)]),
        )
    bawaan: dict[str, Any] = {
        "kop": KOP,
        "nomor": "700/1/2026",
        "tanggal": date(2026, 11, 21),
        "hal": "Permohonan",
        "kepada": ["Pimpinan LSP Contoh"],
        "isi": [Alinea(teks) for teks in isi]
        or [Alinea("Sehubungan dengan itu."), Rincian([("Skema", "Contoh")]), Butir(["satu", "dua"])],
        "tembusan": ["Arsip"],
        "lampiran": lampiran,
    }
    return Surat(**{**bawaan, **lain})


def data(*semua: Surat) -> dict[str, Any]:
    return data_surat("Surat contoh", semua or [surat()])


def halaman(pdf: bytes) -> list[str]:
    """The text of each page, a line for each line."""
    return [satu.extract_text() for satu in PdfReader(BytesIO(pdf)).pages]


def datar(pdf: bytes) -> str:
    """All text in one line, without the breaks that were made to fit words into columns."""
    return " ".join(" ".join(halaman(pdf)).replace("\u200b", "").split())
