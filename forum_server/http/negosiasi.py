"""Which media type an answer has, and whether a body has one we read (RFC 9110, GraphQL over HTTP)."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from functools import lru_cache

__all__ = ["ALIRAN", "GRAPHQL", "JSON", "json_utf8", "pilih_media"]

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
ALIRAN = "text/event-stream"

_PERSIS = 3


@dataclass(frozen=True, slots=True)
class _Minat:
    """One entry of an Accept header."""

    media: str
    mutu: float

    def kekhususan(self, media: str) -> int:
        """How exactly the entry names a media type; 0: not at all."""
        if self.media == media:
            return _PERSIS
        if self.media == "application/*":
            return 2
        return 1 if self.media == "*/*" else 0


@lru_cache(maxsize=128)  # clients send few different headers, each many times
def pilih_media(accept: str | None) -> str | None:
    """The media type of the answer, or None when the client accepts none of ours.

    A client that says nothing, or anything at all, gets application/json; one that names both equally gets the type
    made for GraphQL, whose status codes say more. A stream gets only who asks for it first: some clients name it at
    the end of their list and can't read one.
    """
    if accept is None or not accept.strip():
        return JSON
    minat = [m for m in map(_minat, accept.split(",")) if m is not None]
    pertama = max(minat, key=lambda m: m.mutu, default=None)  # of equals `max` gives the one named first
    if pertama is not None and pertama.media == ALIRAN and pertama.mutu > 0:
        return ALIRAN

    def nilai(media: str) -> tuple[float, int, bool]:
        khusus, mutu = max(((m.kekhususan(media), m.mutu) for m in minat), default=(0, 0.0))
        return (mutu if khusus else 0.0), khusus, media == GRAPHQL and khusus == _PERSIS

    terpilih = max((JSON, GRAPHQL), key=nilai)
    return terpilih if nilai(terpilih)[0] > 0 else None


def _minat(teks: str) -> _Minat | None:
    media, *parameter = (b.strip() for b in teks.split(";"))
    if not media:
        return None
    mutu = 1.0
    for satu in parameter:
        nama, _, nilai = satu.partition("=")
        if nama.strip().lower() == "q":
            try:
                mutu = min(1.0, max(0.0, float(nilai)))
            except ValueError:
                return None
    return _Minat(media.lower(), mutu)


@lru_cache(maxsize=128)
def json_utf8(content_type: str | None) -> bool:
    """Whether a body says it is application/json in UTF-8 (which is assumed when it names no charset)."""
    if not content_type:
        return False
    pesan = Message()
    pesan["content-type"] = content_type
    try:
        charset = pesan.get_content_charset("utf-8")
    except ValueError:  # RFC 2231 at its oddest
        return False
    return pesan.get_content_type() == JSON and charset.lower().replace("_", "-") in {"utf-8", "utf8"}
