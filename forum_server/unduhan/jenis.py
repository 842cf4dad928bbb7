"""What a download is: its content with a name and a type, and the kinds that core and plugins declare."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from forum_server.akses.rules import Aktor
from forum_server.berkas.gudang import Gudang
from forum_server.berkas.pemilik import PemilikBerkas
from forum_server.database import Database
from forum_server.dokumen.cetak import Pencetak
from forum_server.kunci import Kunci
from forum_server.plugin.aktif.rules import PluginAktif
from forum_server.settings import Settings

__all__ = ["JenisUnduhan", "KonteksUnduhan", "Unduhan"]

_NAMA: Final = re.compile(r"[a-z][a-z0-9]*\.[a-z][a-z0-9_.]*")
_MEDIA: Final = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+(?:; ?charset=utf-8)?")
NAMA_MAKS: Final = 64


@dataclass(frozen=True, kw_only=True, slots=True)
class Unduhan:
    """What is sent: `isi` at once or piece by piece, saved by the client under `nama`, never shown inside a page.

    `panjang` is the length in bytes where it is known before all pieces are. Raises ValueError for a `media` that is
    no media type.
    """

    nama: str
    media: str
    isi: bytes | AsyncIterator[bytes]
    panjang: int | None = None

    def __post_init__(self) -> None:
        if not _MEDIA.fullmatch(self.media):
            raise ValueError(f"{self.media!r} is no media type")


@dataclass(frozen=True, kw_only=True, slots=True)
class KonteksUnduhan:
    """What is at hand when a link is used; `aktor` is read anew, with the rights of that moment."""

    db: Database
    settings: Settings
    kunci: Kunci
    aktor: Aktor
    gudang: Gudang
    aktif: PluginAktif
    pemilik_berkas: Mapping[str, PemilikBerkas]
    pencetak: Pencetak


@dataclass(frozen=True, kw_only=True, slots=True)
class JenisUnduhan:
    """One kind of download; `nama` starts with its owner's name ("paksi.surat_permohonan").

    `buat` makes what is sent from the link's `isi`. It checks the actor's rights again and refuses with a domain
    error or `Ditolak`: between issue and use a right may have ended.

    Raises ValueError for a name that has no owner or is too long to be kept.
    """

    nama: str
    buat: Callable[[KonteksUnduhan, Mapping[str, str]], Awaitable[Unduhan]]

    def __post_init__(self) -> None:
        if not _NAMA.fullmatch(self.nama) or len(self.nama) > NAMA_MAKS:
            raise ValueError(
                f"{self.nama!r}: a kind of download is named owner.noun, in at most {NAMA_MAKS} signs"
            )
