"""Counting the SQL statements of a piece of work: N+1 queries show at once."""

from __future__ import annotations

from typing import Any, Self

from sqlalchemy import Engine, event

__all__ = ["Pernyataan"]

_BUKAN = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Pernyataan:
    """Collects in `daftar` every statement this process sends to any database inside the `with` block.

    What only frames a transaction does not count. Blocks that overlap see each other's statements.
    """

    def __init__(self) -> None:
        self.daftar: list[str] = []

    def __enter__(self) -> Self:
        event.listen(Engine, "before_cursor_execute", self._catat)
        return self

    def __exit__(self, *_: object) -> None:
        event.remove(Engine, "before_cursor_execute", self._catat)

    def _catat(
        self,
        _koneksi: object,
        _kursor: object,
        pernyataan: str,
        _nilai: object,
        _konteks: object,
        _banyak: Any,
    ) -> None:
        if not pernyataan.lstrip().upper().startswith(_BUKAN):
            self.daftar.append(pernyataan)
