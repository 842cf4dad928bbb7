"""Money as clients write it: whole rupiah, as text, because a number in JSON is not exact."""

from __future__ import annotations

import re
from typing import Final

from forum_server.plugin import IsianTidakSah

ANGKA_RUPIAH: Final = re.compile(r"0|[1-9][0-9]{0,14}")
"""Up to fifteen digits, as they are written: no sign, no separator, no leading zero."""


def rupiah_bulat(teks: str, *, letak: str, kosong: bool = True) -> int:
    """Whole rupiah from its digits, zero only if `kosong`; raises `IsianTidakSah` RUPIAH_TIDAK_SAH."""
    if not ANGKA_RUPIAH.fullmatch(teks) or (teks == "0" and not kosong):
        raise IsianTidakSah(
            "RUPIAH_TIDAK_SAH",
            "Tulis rupiah bulat tanpa titik atau koma, misalnya 25000000, paling panjang 15 angka.",
            letak=[letak],
        )
    return int(teks)
