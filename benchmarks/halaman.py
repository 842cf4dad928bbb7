"""The page that keeps the last figures, with the machine they come from."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

__all__ = ["tulis_halaman"]

AWAL = "<!-- figures -->\n"


def tulis_halaman(halaman: Path, baris: Sequence[str]) -> None:
    """Put these tables in the place of the former ones, below the mark that ends the page's own words."""
    teks, tanda, _ = halaman.read_text(encoding="utf-8").partition(AWAL)
    if not tanda:
        raise ValueError(f"{halaman} has no line {AWAL.strip()}")
    isi = "\n".join(baris).strip("\n")
    halaman.write_text(f"{teks}{AWAL}\n{_mesin()}\n\n```text\n{isi}\n```\n", encoding="utf-8")


def _mesin() -> str:
    info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    cpu = next((b.partition(":")[2].strip() for b in info.splitlines() if b.startswith("model name")), "?")
    gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    sibuk = os.getloadavg()[2]
    return (
        f"Measured on {time.strftime('%Y-%m-%d')}: {os.cpu_count()} cores ({cpu}), {gib:.0f} GiB, "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}; "
        f"load average of the last quarter of an hour {sibuk:.1f}."
    )
