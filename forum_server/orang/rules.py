"""What makes a NIP, a NI PPPK or a NIK possible, and how little of one may be shown.

Both 18-digit numbers begin with the birth date and end with sex and serial number; between them a civil servant
(PNS) has year and month of the first appointment, a contract employee (PPPK) the year and the number of agreements,
so a month check there would refuse valid numbers.  A NIK begins with the district of *first* registration, which is
not compared with today's list of districts, and adds 40 to the day of a woman's birth.  None has a check digit.
(Perka BKN 22/2007; the layouts as published by BKN and Dukcapil offices.)
"""

from __future__ import annotations

import unicodedata
from datetime import date
from enum import StrEnum
from typing import Final

from forum_server.galat import IsianTidakSah
from forum_server.teks import bentuk_cari, rapikan

__all__ = ["Kepegawaian", "nama_rapi", "periksa_nik", "periksa_nip", "samarkan_nip"]

TAHUN_TERAWAL: Final = 1900


class Kepegawaian(StrEnum):
    """How a person is employed; decides which number they can have."""

    PNS = "PNS"
    PPPK = "PPPK"
    NON_ASN = "NON_ASN"


def nama_rapi(nama: str) -> str:
    """The name as stored: composed Unicode, single blanks; refuses empty, over 200 characters and control signs."""
    rapi = rapikan(nama)
    if not bentuk_cari(rapi) or len(rapi) > 200 or any(unicodedata.category(c)[0] == "C" for c in rapi):
        raise IsianTidakSah("NAMA_TIDAK_SAH", "Isi nama dengan 1 sampai 200 huruf.", letak=("nama",))
    return rapi


def periksa_nip(nip: str, kepegawaian: Kepegawaian, *, hari_ini: date) -> str:
    """The 18 digits of `nip` without blanks, when someone employed like this can have it.

    Raises `IsianTidakSah` NIP_TIDAK_SAH, whose sentence names the fault and never the number.
    """
    if kepegawaian is Kepegawaian.NON_ASN:
        raise _nip("Orang yang bukan ASN tidak memiliki NIP. Kosongkan NIP atau ubah status kepegawaiannya.")
    angka = _angka(nip)
    if angka is None or len(angka) != 18:
        raise _nip("NIP harus terdiri atas 18 angka.")
    lahir = _tanggal(int(angka[:4]), int(angka[4:6]), int(angka[6:8]))
    if lahir is None or lahir.year < TAHUN_TERAWAL or lahir >= hari_ini:
        raise _nip("Delapan angka pertama NIP harus tanggal lahir yang mungkin (tahun, bulan, tanggal).")
    tahun, angkat = int(angka[8:12]), int(angka[12:14])
    if kepegawaian is Kepegawaian.PNS and not 1 <= angkat <= 12:
        raise _nip(
            "Angka ke-13 dan ke-14 NIP PNS harus bulan pengangkatan (01-12). PPPK? Ubah kepegawaiannya."
        )
    if not lahir.year < tahun <= hari_ini.year + 1:
        raise _nip("Angka ke-9 sampai ke-12 NIP harus tahun pengangkatan, sesudah tahun lahir.")
    if angka[14] not in "12":
        raise _nip("Angka ke-15 NIP harus 1 atau 2.")
    if angka[15:] == "000":
        raise _nip("Tiga angka terakhir NIP dimulai dari 001.")
    return angka


def periksa_nik(nik: str) -> str:
    """The 16 digits of `nik` without blanks, when the birth date in it is possible.

    The century is not in the number, so 29 February is accepted when either century had one.  Raises
    `IsianTidakSah` NIK_TIDAK_SAH, whose sentence names the fault and never the number.
    """
    angka = _angka(nik)
    if angka is None or len(angka) != 16:
        raise _nik("NIK harus terdiri atas 16 angka.")
    hari, bulan, tahun = int(angka[6:8]), int(angka[8:10]), int(angka[10:12])
    hari -= 40 if hari > 40 else 0
    if not any(_tanggal(abad + tahun, bulan, hari) for abad in (1900, 2000)):
        raise _nik("Angka ke-7 sampai ke-12 NIK harus tanggal lahir (perempuan: tanggal ditambah 40).")
    if angka[12:] == "0000":
        raise _nik("Empat angka terakhir NIK dimulai dari 0001.")
    return angka


def samarkan_nip(akhir: str | None) -> str | None:
    """What everyone may see of a NIP: that there is one, and its serial number; neither birth date nor sex."""
    return None if akhir is None else "*" * 15 + akhir


def _angka(teks: str) -> str | None:
    """The digits 0-9 of `teks` with blanks removed, or None when anything else stands there."""
    rapat = "".join(teks.split())
    return rapat if rapat.isascii() and rapat.isdigit() else None


def _tanggal(tahun: int, bulan: int, hari: int) -> date | None:
    try:
        return date(tahun, bulan, hari)
    except ValueError:
        return None


def _nip(pesan: str) -> IsianTidakSah:
    return IsianTidakSah("NIP_TIDAK_SAH", pesan, letak=("nip",))


def _nik(pesan: str) -> IsianTidakSah:
    return IsianTidakSah("NIK_TIDAK_SAH", pesan, letak=("nik",))
