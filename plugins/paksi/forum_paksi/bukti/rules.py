"""The kinds of evidence of a person, and what must hold for one before it is written down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import IsianTidakSah, rapikan

NAMA_MAKS: Final = 200
NOMOR_MAKS: Final = 80
TERAWAL: Final = date(1990, 1, 1)
"""Earlier days are slips of the finger: what is shown here exists since long after."""


class JenisBukti(StrEnum):
    """What the evidence shows."""

    ELEARNING = "ELEARNING"
    """A class of e-learning was passed."""
    DIKLAT = "DIKLAT"
    """A training for candidates was passed."""
    MENGAJAR = "MENGAJAR"
    """Agenda 1 (integrity) was taught, as widyaiswara."""


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianBukti:
    """What is said of an evidence; `selesai` is the last day, the day of passing."""

    jenis: JenisBukti
    nama: str
    mulai: date
    selesai: date
    penyelenggara: str | None = None
    nomor: str | None = None

    def periksa(self, hari_ini: date) -> IsianBukti:
        """The same, tidied.

        Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TANGGAL_TIDAK_SAH or TANGGAL_DI_MASA_DEPAN.
        """
        nama = periksa_teks(rapikan(self.nama), letak="nama", maks=NAMA_MAKS, wajib=True)
        assert nama is not None
        if self.selesai < self.mulai:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                "Tanggal selesai mendahului tanggal mulai. Perbaiki tanggalnya.",
                letak=["selesai"],
            )
        if self.mulai < TERAWAL:
            raise IsianTidakSah(
                "TANGGAL_TIDAK_SAH",
                f"Tanggal mulai paling awal {TERAWAL}. Perbaiki tanggalnya.",
                letak=["mulai"],
            )
        if self.selesai > hari_ini:
            raise IsianTidakSah(
                "TANGGAL_DI_MASA_DEPAN",
                "Bukti dicatat sesudah selesai. Periksa tanggalnya, atau catat nanti.",
                letak=["selesai"],
            )
        return replace(
            self,
            nama=nama,
            penyelenggara=periksa_teks(self.penyelenggara, letak="penyelenggara", maks=NAMA_MAKS),
            nomor=periksa_teks(self.nomor, letak="nomor", maks=NOMOR_MAKS),
        )
