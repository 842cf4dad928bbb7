"""The states of an application (domain notes 1.3) and the words of its assessment."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class KeadaanPermohonan(StrEnum):
    """How far an application is. PLENO: on the agenda of a pleno; ASESMEN_ULANG: an appeal was upheld."""

    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    VERIFIKASI = "VERIFIKASI"
    PERLU_PERBAIKAN = "PERLU_PERBAIKAN"
    MEMENUHI_SYARAT = "MEMENUHI_SYARAT"
    TIDAK_MEMENUHI_SYARAT = "TIDAK_MEMENUHI_SYARAT"
    TERJADWAL = "TERJADWAL"
    DIASES = "DIASES"
    DIREKOMENDASIKAN = "DIREKOMENDASIKAN"
    PLENO = "PLENO"
    KOMPETEN = "KOMPETEN"
    BELUM_KOMPETEN = "BELUM_KOMPETEN"
    BANDING = "BANDING"
    ASESMEN_ULANG = "ASESMEN_ULANG"
    SERTIFIKAT_TERBIT = "SERTIFIKAT_TERBIT"
    MUNDUR = "MUNDUR"
    DIBATALKAN = "DIBATALKAN"
    TIDAK_HADIR = "TIDAK_HADIR"


K = KeadaanPermohonan
SELESAI: Final = frozenset(
    {
        K.TIDAK_MEMENUHI_SYARAT,
        K.BELUM_KOMPETEN,
        K.SERTIFIKAT_TERBIT,
        K.MUNDUR,
        K.DIBATALKAN,
        K.TIDAK_HADIR,
    }
)
"""Nothing more is waited for; the person may apply anew. BELUM_KOMPETEN can still be appealed."""


class Kompetensi(StrEnum):
    """K (kompeten) or BK (belum kompeten), of one unit or of the whole."""

    K = "K"
    BK = "BK"
