"""What a job is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from forum_server.berkas.gudang import Gudang
from forum_server.database import Database
from forum_server.settings import Settings

if TYPE_CHECKING:
    from forum_server.pemberitahuan.jenis import JenisPemberitahuan

__all__ = ["NAMA_MAKS", "KonteksPekerjaan", "Pekerjaan"]

NAMA_MAKS = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class KonteksPekerjaan:
    """What a job has at hand."""

    db: Database
    settings: Settings
    gudang: Gudang
    jenis_pemberitahuan: Mapping[str, JenisPemberitahuan] = field(
        default_factory=dict[str, "JenisPemberitahuan"]
    )
    """Every kind of notification this process knows, by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pekerjaan:
    """Something to do again and again.

    `nama` starts with the plugin's name ("paksi.tahanan"), `tiap` is the pause after a run ends, `pinjam` how long one
    run may take before another process may believe this one dead. A run that is repeated must do no harm.

    Raises ValueError for a name too long to be kept, a negative pause and a lease of no length.
    """

    nama: str
    tiap: timedelta
    jalankan: Callable[[KonteksPekerjaan], Awaitable[None]]
    pinjam: timedelta = timedelta(minutes=5)

    def __post_init__(self) -> None:
        if not self.nama or len(self.nama) > NAMA_MAKS:
            raise ValueError(f"a job's name has 1 to {NAMA_MAKS} letters")
        if self.tiap < timedelta(0) or self.pinjam <= timedelta(0):
            raise ValueError(f"{self.nama}: tiap is not negative and pinjam takes time")
