"""Permissions this plugin checks, and the roles administrators grant."""

from __future__ import annotations

from typing import Final

from forum_paksi.pelaku import (
    IZIN_ACUAN,
    IZIN_ANGKATAN,
    IZIN_ASESMEN,
    IZIN_BANDING,
    IZIN_DIKLAT,
    IZIN_FORUM,
    IZIN_HIMPUN,
    IZIN_JADWAL,
    IZIN_KEGIATAN,
    IZIN_LIHAT,
    IZIN_MINTA,
    IZIN_MINTA_PENYULUH,
    IZIN_MOHON,
    IZIN_PERIKSA_KEGIATAN,
    IZIN_PLENO,
    IZIN_SERTIFIKAT,
    IZIN_TERBITKAN,
    IZIN_TUGASKAN,
    IZIN_VERIFIKASI,
)
from forum_server.plugin import Izin, Peran

IZIN_ORANG: Final = "inti:orang"
"""Core's permission to find and register people: a request names people, so who writes it must have them."""


def _orang(kode: str, keterangan: str) -> Izin:
    """A permission to decide about people: only a named person ever holds it."""
    return Izin(kode=kode, keterangan=keterangan, hanya_orang=True)


IZIN: Final = (
    Izin(kode=IZIN_LIHAT, keterangan="Melihat permintaan, himpunan, dan ringkasan PAKSI di wilayahnya."),
    Izin(kode=IZIN_MINTA, keterangan="Mengajukan permintaan dan memesan kursi untuk pemdanya."),
    Izin(kode=IZIN_HIMPUN, keterangan="Menghimpun permintaan pemda dan membagi kursinya."),
    Izin(kode=IZIN_JADWAL, keterangan="Mengelola jadwal LSP, mengonfirmasi kursinya, dan menugaskan asesor."),
    Izin(kode=IZIN_SERTIFIKAT, keterangan="Mengimpor dan melihat sertifikat."),
    _orang(IZIN_ACUAN, "Menetapkan persyaratan, unit kompetensi, penerbit, dan aturan pemisahan tugas."),
    Izin(kode=IZIN_MOHON, keterangan="Menyusun permohonan sertifikasi dan bukti bagi orang di wilayahnya."),
    _orang(IZIN_VERIFIKASI, "Memeriksa kelengkapan permohonan bagi LSP."),
    _orang(IZIN_ASESMEN, "Mengases asesi yang ditugaskan kepadanya."),
    _orang(IZIN_PLENO, "Memutuskan kompeten atau belum kompeten dalam pleno."),
    _orang(IZIN_BANDING, "Memutuskan banding atas hasil asesmen."),
    _orang(IZIN_TERBITKAN, "Menerbitkan, membekukan, mengaktifkan kembali, dan mencabut sertifikat."),
    Izin(kode=IZIN_KEGIATAN, keterangan="Melaporkan kegiatan bagi penyuluh di wilayahnya."),
    _orang(IZIN_PERIKSA_KEGIATAN, "Menerima, mengembalikan, atau menolak laporan kegiatan bagi LSP."),
    Izin(kode=IZIN_MINTA_PENYULUH, keterangan="Meminta penyuluh bagi perangkat daerahnya."),
    Izin(kode=IZIN_TUGASKAN, keterangan="Menugaskan penyuluh atas permintaan perangkat daerah."),
    Izin(kode=IZIN_ANGKATAN, keterangan="Mengelola angkatan calon, tugasnya, dan duta integritas."),
    Izin(kode=IZIN_FORUM, keterangan="Mengelola forum dan sekretariat PAKSI."),
    Izin(kode=IZIN_DIKLAT, keterangan="Mengelola gelombang diklat dan kelulusannya."),
)
PERAN: Final = (
    Peran(
        kode="paksi.operator_nasional",
        nama="Operator nasional PAKSI",
        izin=frozenset({IZIN_LIHAT, IZIN_ACUAN}),
    ),
    Peran(
        kode="paksi.operator_pemda",
        nama="Operator PAKSI pemda",
        izin=frozenset(
            {
                IZIN_LIHAT,
                IZIN_MINTA,
                IZIN_ORANG,
                IZIN_MOHON,
                IZIN_KEGIATAN,
                IZIN_TUGASKAN,
                IZIN_MINTA_PENYULUH,
                IZIN_ANGKATAN,
                IZIN_FORUM,
                IZIN_DIKLAT,
            }
        ),
    ),
    Peran(
        kode="paksi.operator_opd",
        nama="Operator PAKSI perangkat daerah",
        izin=frozenset({IZIN_MINTA_PENYULUH}),
    ),
    Peran(
        kode="paksi.koordinator",
        nama="Koordinator PAKSI provinsi",
        izin=frozenset({IZIN_LIHAT, IZIN_HIMPUN, IZIN_SERTIFIKAT, IZIN_FORUM, IZIN_DIKLAT}),
    ),
    Peran(
        kode="paksi.operator_lsp",
        nama="Operator LSP",
        izin=frozenset({IZIN_LIHAT, IZIN_JADWAL, IZIN_SERTIFIKAT, IZIN_TERBITKAN}),
    ),
    Peran(
        kode="paksi.verifikator",
        nama="Verifikator LSP",
        izin=frozenset({IZIN_VERIFIKASI, IZIN_PERIKSA_KEGIATAN}),
    ),
    Peran(kode="paksi.asesor", nama="Asesor LSP", izin=frozenset({IZIN_ASESMEN})),
    Peran(kode="paksi.pemutus", nama="Pemutus pleno LSP", izin=frozenset({IZIN_PLENO})),
    Peran(kode="paksi.pemutus_banding", nama="Pemutus banding LSP", izin=frozenset({IZIN_BANDING})),
)
