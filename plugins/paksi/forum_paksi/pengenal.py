"""Ids as clients write them."""

from __future__ import annotations

import uuid

from forum_server.plugin import TidakDitemukan


def pengenal(teks: str, apa: str, *, letak: str | None = None) -> uuid.UUID:
    """The id in a text; a text that is none names nothing there is: raises `TidakDitemukan(apa)`."""
    try:
        return uuid.UUID(teks)
    except ValueError:
        raise TidakDitemukan(apa, letak=[letak or apa]) from None
