"""What a sekretariat must say of itself.

Source: domain notes 0.6 (set up in each inspectorate, to strengthen its penyuluh); no regulation names it (9).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from forum_paksi.permintaan.rules import periksa_teks
from forum_server.plugin import IsianTidakSah, rapikan

NOMOR_MAKS: Final = 120
ALAMAT_MAKS: Final = 300
TELEPON_MAKS: Final = 40
SUREL_MAKS: Final = 200
TUGAS_MAKS: Final = 120
STAF_MAKS: Final = 100
_SUREL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPON: Final = re.compile(r"\+?[0-9][0-9 ()./-]*", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Staf:
    """Who works there, and as what."""

    orang: uuid.UUID
    tugas: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianSekretariat:
    """The decree that set a sekretariat up, its people, and how to reach it."""

    nomor_sk: str
    tanggal_sk: date
    kepala: uuid.UUID
    staf: Sequence[Staf] = ()
    alamat: str | None = None
    telepon: str | None = None
    surel: str | None = None

    def periksa(self) -> IsianSekretariat:
        """The same with clean texts.

        Raises `IsianTidakSah` WAJIB_DIISI, TERLALU_PANJANG, TERLALU_BANYAK, ORANG_GANDA, SUREL_TIDAK_SAH or
        TELEPON_TIDAK_SAH.
        """
        nomor = periksa_teks(rapikan(self.nomor_sk), letak="nomorSk", maks=NOMOR_MAKS, wajib=True)
        assert nomor is not None
        telepon = periksa_teks(self.telepon, letak="telepon", maks=TELEPON_MAKS)
        surel = periksa_teks(self.surel, letak="surel", maks=SUREL_MAKS)
        if telepon is not None and not _TELEPON.fullmatch(telepon):
            raise IsianTidakSah(
                "TELEPON_TIDAK_SAH",
                "Tulis nomor telepon dengan angka, misalnya 0561-123456.",
                letak=["telepon"],
            )
        if surel is not None and not _SUREL.fullmatch(surel):
            raise IsianTidakSah(
                "SUREL_TIDAK_SAH", "Tulis alamat surel lengkap, misalnya nama@contoh.go.id.", letak=["surel"]
            )
        return replace(
            self,
            nomor_sk=nomor,
            staf=self._staf(),
            alamat=periksa_teks(self.alamat, letak="alamat", maks=ALAMAT_MAKS),
            telepon=telepon,
            surel=surel,
        )

    def _staf(self) -> tuple[Staf, ...]:
        if len(self.staf) > STAF_MAKS:
            raise IsianTidakSah("TERLALU_BANYAK", f"Paling banyak {STAF_MAKS} staf.", letak=["staf"])
        sudah = {self.kepala}
        hasil: list[Staf] = []
        for ke, satu in enumerate(self.staf):
            if satu.orang in sudah:
                raise IsianTidakSah(
                    "ORANG_GANDA",
                    "Orang ini disebut dua kali, atau sudah menjadi kepala. Hapus salah satunya.",
                    letak=["staf", str(ke)],
                )
            sudah.add(satu.orang)
            tugas = rapikan(satu.tugas or "") or None
            if tugas is not None and len(tugas) > TUGAS_MAKS:
                raise IsianTidakSah(
                    "TERLALU_PANJANG", f"Paling panjang {TUGAS_MAKS} huruf.", letak=["staf", str(ke), "tugas"]
                )
            hasil.append(replace(satu, tugas=tugas))
        return tuple(hasil)
