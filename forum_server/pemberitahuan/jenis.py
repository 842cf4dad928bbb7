"""What a notification is: kinds as core and plugins declare them, and one piece of news as a service tells it.

The database holds ids and short words; the sentence is made when somebody reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

import structlog

from forum_server.akses.pemegang import Pemegang

__all__ = [
    "JENIS_MAKS",
    "JenisPemberitahuan",
    "JenisTidakDinyatakan",
    "Kabar",
    "Teks",
    "menurut_nama",
    "teks_untuk",
]

JENIS_MAKS = 64
JUDUL_MAKS = 100

log = structlog.stdlib.get_logger("forum.pemberitahuan")


class JenisTidakDinyatakan(LookupError):
    """A notification of a kind nobody declares: a fault of the program, never of its user."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JenisPemberitahuan:
    """A kind of notification.

    `nama` starts with the plugin's name ("paksi.tahanan_berakhir"). `judul` is what people choose by, and the subject
    of the e-mail. `kalimat` makes the Indonesian sentence from a notification's `data`; it reads nothing else.
    `tautan` gives from it the path of the frontend's page ("/paksi/pemesanan/…"). `surel_bawaan`: whether those who
    chose nothing get it by e-mail too.

    Raises ValueError for a name or title that can't be kept or would break an e-mail's head.
    """

    nama: str
    judul: str
    kalimat: Callable[[Mapping[str, str]], str]
    tautan: Callable[[Mapping[str, str]], str] | None = None
    surel_bawaan: bool = True

    def __post_init__(self) -> None:
        if not self.nama or len(self.nama) > JENIS_MAKS:
            raise ValueError(f"a kind's name has 1 to {JENIS_MAKS} letters")
        if not 0 < len(self.judul) <= JUDUL_MAKS or not self.judul.isprintable():
            raise ValueError(f"{self.nama}: its title is one printable line of at most {JUDUL_MAKS} letters")


@dataclass(frozen=True, kw_only=True, slots=True)
class Kabar:
    """One piece of news for the accounts `akun` and all who hold what `penerima` names.

    `kunci` tells occasions of the same kind apart: an account gets each (jenis, kunci) once, whoever repeats it.
    `wilayah` is the code of the owner, `data` holds ids, codes, numbers and instants only.
    """

    jenis: str
    kunci: str
    wilayah: str
    akun: Iterable[UUID] = ()
    penerima: Iterable[Pemegang] = ()
    data: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, kw_only=True, slots=True)
class Teks:
    """A notification as people read it; `tautan` is a path of the frontend."""

    judul: str
    kalimat: str
    tautan: str | None


def menurut_nama(jenis: Iterable[JenisPemberitahuan]) -> dict[str, JenisPemberitahuan]:
    """Kinds by name, in the order of their names."""
    return {j.nama: j for j in sorted(jenis, key=lambda j: j.nama)}


def teks_untuk(dikenal: Mapping[str, JenisPemberitahuan], jenis: str, data: Mapping[str, str]) -> Teks:
    """The text of a notification; a kind whose plugin is gone, or fails, still says that something was there."""
    if (j := dikenal.get(jenis)) is None:
        return Teks(
            judul="Pemberitahuan",
            kalimat="Layanan yang mengirim pemberitahuan ini sedang tidak berjalan.",
            tautan=None,
        )
    try:
        tautan = None if j.tautan is None else j.tautan(data)
        return Teks(judul=j.judul, kalimat=j.kalimat(data), tautan=tautan)
    except Exception:  # a plugin's own code; one kind's fault must not hide all the others
        log.exception("notification_unreadable", jenis=jenis)
        return Teks(judul=j.judul, kalimat=f"{j.judul}.", tautan=None)
