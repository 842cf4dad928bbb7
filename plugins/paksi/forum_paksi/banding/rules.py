"""Until when an appeal may be made.

Source: domain notes 1.3 (a route of appeal exists, the LSP must answer; no day limit of LSP KPK is known, so it is a
setting, without limit unless set).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from forum_server.plugin import KeadaanMenolak


def periksa_tenggat(diputus_pada: datetime, kini: datetime, batas_hari: int) -> None:
    """Raises `KeadaanMenolak` LEWAT_BATAS_BANDING later than `batas_hari` days after the decision; 0 or less: never."""
    if batas_hari > 0 and kini > diputus_pada + timedelta(days=batas_hari):
        raise KeadaanMenolak(
            "LEWAT_BATAS_BANDING",
            f"Banding diajukan paling lambat {batas_hari} hari sesudah keputusan. "
            "Batasnya sudah lewat; ajukan permohonan baru.",
        )
