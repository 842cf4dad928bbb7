"""Registered documents: operations a frontend ships with, known by their hash; a setting accepts nothing else.

A document is registered by the SHA-256 of its exact UTF-8 text. A client then sends only
`"documentId": "sha256:…"` (or the `persistedQuery` extension of older clients).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from graphql import GraphQLError, parse

from forum_server.galat import PermintaanTidakSah

__all__ = ["DaftarRusak", "DokumenTerdaftar", "IdDokumen", "TidakTerdaftar", "sidik_dokumen"]

_SIDIK = re.compile(r"(?:sha256:)?([0-9a-f]{64})", re.ASCII)
AKHIRAN = frozenset({".graphql", ".gql"})


class TidakTerdaftar(PermintaanTidakSah):
    """The document asked for is not among the registered ones."""


class DaftarRusak(Exception):
    """A folder or manifest of documents can't be used; says which and why."""


@dataclass(frozen=True, slots=True)
class IdDokumen:
    """A document named by its hash instead of its text."""

    sidik: str

    @classmethod
    def dari(cls, teks: object) -> IdDokumen:
        """Read `sha256:<64 hex digits>`; raises `PermintaanTidakSah`."""
        cocok = _SIDIK.fullmatch(teks) if isinstance(teks, str) else None
        if cocok is None:
            raise PermintaanTidakSah("documentId harus berupa sha256: diikuti 64 digit heksadesimal.")
        return cls(cocok[1])


def sidik_dokumen(teks: str) -> str:
    """The hash a document is known by."""
    return hashlib.sha256(teks.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class DokumenTerdaftar:
    """The registered documents; `hanya`: no other is run."""

    isi: Mapping[str, str] = field(default_factory=dict[str, str])
    hanya: bool = False

    @classmethod
    def muat(cls, sumber: Iterable[Path], *, hanya: bool) -> DokumenTerdaftar:
        """Read folders of `.graphql` files, and manifests (JSON: hash to text); raises `DaftarRusak`.

        A text that does not parse is refused here, at start-up, and not when a user first needs it. Whether it is valid
        depends on the endpoint's schema and is seen there.
        """
        isi: dict[str, str] = {}
        for satu in sumber:
            for nama, teks in _teks(satu):
                try:
                    parse(teks)
                except GraphQLError as galat:
                    raise DaftarRusak(f"{nama}: bukan dokumen GraphQL yang sah ({galat.message})") from None
                isi[sidik_dokumen(teks)] = teks
        if hanya and not isi:
            raise DaftarRusak(
                "Hanya dokumen terdaftar yang diterima, tetapi tidak satu pun terdaftar. "
                "Isikan FORUM_DOKUMEN_TERDAFTAR dengan folder atau manifes dokumen."
            )
        return cls(isi=isi, hanya=hanya)

    def teks(self, dokumen: str | IdDokumen) -> str:
        """The text to run; raises `TidakTerdaftar`."""
        if isinstance(dokumen, IdDokumen):
            if (teks := self.isi.get(dokumen.sidik)) is None:
                raise TidakTerdaftar(
                    "Dokumen dengan documentId itu tidak terdaftar di server ini. "
                    + (
                        "Mintalah operator mendaftarkannya."
                        if self.hanya
                        else "Kirim teks lengkapnya sebagai query."
                    )
                )
            return teks
        if self.hanya and sidik_dokumen(dokumen) not in self.isi:
            raise TidakTerdaftar(
                "Server ini hanya menjalankan dokumen yang terdaftar. Mintalah operator mendaftarkan dokumen ini."
            )
        return dokumen


def _teks(sumber: Path) -> Iterable[tuple[str, str]]:
    try:
        if sumber.is_dir():
            berkas = sorted(f for f in sumber.rglob("*") if f.suffix in AKHIRAN)
            # Bytes, because a text file's line ends would be made alike, and the hash be another than sha256sum's.
            return [(str(f), f.read_bytes().decode()) for f in berkas]
        manifes: object = json.loads(sumber.read_text(encoding="utf-8"))
    except (OSError, ValueError) as galat:
        raise DaftarRusak(f"{sumber}: tidak dapat dibaca ({type(galat).__name__})") from None
    if not isinstance(manifes, dict):
        raise DaftarRusak(f"{sumber}: manifes harus berupa objek JSON dari sidik ke teks dokumen")
    hasil: list[tuple[str, str]] = []
    for sidik, teks in cast("dict[str, object]", manifes).items():
        cocok = _SIDIK.fullmatch(sidik)
        if not isinstance(teks, str) or cocok is None or cocok[1] != sidik_dokumen(teks):
            raise DaftarRusak(f"{sumber}: {sidik[:80]} bukan sidik SHA-256 dari teksnya")
        hasil.append((f"{sumber} {sidik}", teks))
    return hasil
