from __future__ import annotations

from tests.http.conftest import catatan_ringkas

__all__ = ["catatan_ringkas"]
