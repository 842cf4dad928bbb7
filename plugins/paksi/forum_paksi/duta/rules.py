"""What may be a place of duta integritas, and for how long.

Source: domain notes 0.9 (at least one per instansi, kecamatan and kelurahan) and 3.4 (no definition of KPK is found,
so the role is lighter than PAKSI and API: no certificate).
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Final

from forum_server.plugin import IsianTidakSah

__all__ = ["IsianDuta", "periksa_masa", "tempat_boleh"]

_TINGKAT: Final = frozenset({"KABUPATEN", "KOTA", "KECAMATAN", "KELURAHAN", "DESA", "DESA_ADAT"})


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianDuta:
    """Who becomes duta integritas of which place from when; `perangkat_daerah`: of that office of the region."""

    orang: uuid.UUID
    wilayah: str
    dari: date
    perangkat_daerah: uuid.UUID | None = None
    sampai: date | None = None
    dasar: str | None = None


def tempat_boleh(tingkat: str, *, di_opd: bool) -> None:
    """Raises `IsianTidakSah` TEMPAT_DUTA for a whole province or the nation; their offices may have one."""
    if not di_opd and tingkat not in _TINGKAT:
        raise IsianTidakSah(
            "TEMPAT_DUTA",
            "Duta integritas ditetapkan bagi perangkat daerah, atau bagi kabupaten, kota, kecamatan, kelurahan, atau"
            " desa. Pilih salah satunya.",
            letak=["wilayah"],
        )


def periksa_masa(dari: date, sampai: date | None, *, letak: str = "sampai") -> None:
    """Raises `IsianTidakSah` TANGGAL_TIDAK_SAH where the last day lies before the first."""
    if sampai is not None and sampai < dari:
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Hari terakhir tidak boleh mendahului hari pertama. Perbaiki tanggalnya.",
            letak=[letak],
        )
