"""Permissions this plugin checks, and the roles administrators grant."""

from __future__ import annotations

from typing import Final

from forum_paksi.pelaku import (
    IZIN_HIMPUN,
    IZIN_JADWAL,
    IZIN_LIHAT,
    IZIN_MINTA,
    IZIN_SERTIFIKAT,
)
from forum_server.plugin import Izin, Peran

IZIN_ORANG: Final = "inti:orang"
"""Core's permission to find and register people: a request names people, so who writes it must have them."""
IZIN: Final = (
    Izin(kode=IZIN_LIHAT, keterangan="Melihat permintaan, himpunan, dan ringkasan PAKSI di wilayahnya."),
    Izin(kode=IZIN_MINTA, keterangan="Mengajukan permintaan dan memesan kursi untuk pemdanya."),
    Izin(kode=IZIN_HIMPUN, keterangan="Menghimpun permintaan pemda dan membagi kursinya."),
    Izin(kode=IZIN_JADWAL, keterangan="Mengelola jadwal LSP dan mengonfirmasi kursinya."),
    Izin(kode=IZIN_SERTIFIKAT, keterangan="Mengimpor dan melihat sertifikat."),
)
PERAN: Final = (
    Peran(
        kode="paksi.operator_pemda",
        nama="Operator PAKSI pemda",
        izin=frozenset({IZIN_LIHAT, IZIN_MINTA, IZIN_ORANG}),
    ),
    Peran(
        kode="paksi.koordinator",
        nama="Koordinator PAKSI provinsi",
        izin=frozenset({IZIN_LIHAT, IZIN_HIMPUN, IZIN_SERTIFIKAT}),
    ),
    Peran(
        kode="paksi.operator_lsp",
        nama="Operator LSP",
        izin=frozenset({IZIN_LIHAT, IZIN_JADWAL, IZIN_SERTIFIKAT}),
    ),
)
