"""Why this server runs without a plugin, in words that anyone may read."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from typing import Literal

import pluggy
from strawberry.exceptions import StrawberryException

from forum_server.plugin.compose import SchemaConflict
from forum_server.plugin.daftar import PluginSalah

__all__ = ["Kegagalan", "PluginGagal", "Tahap", "TakTersusun", "alasan"]

Tahap = Literal["import", "version", "hooks", "requires", "graphql", "startup"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kegagalan:
    """A plugin this server runs without, and why. The reason names no value, so it can be shown to anyone."""

    plugin: str
    tahap: Tahap
    alasan: str


class PluginGagal(Exception):
    """A plugin failed while `strict` is set, or core itself did."""

    def __init__(self, kegagalan: Kegagalan) -> None:
        super().__init__(f"{kegagalan.plugin}: {kegagalan.tahap}: {kegagalan.alasan}")
        self.kegagalan = kegagalan


class TakTersusun(Exception):
    """Carries what composing raised: its text is about types, so it may be shown."""

    def __init__(self, galat: Exception) -> None:
        super().__init__(
            f"{type(galat).__name__}: {galat}" if not isinstance(galat, SchemaConflict) else str(galat)
        )
        self.__cause__ = galat


def alasan(galat: BaseException) -> str:
    """Why, in words that can be public: texts made by this server or about types, else only what and where.

    The text of any other exception may hold an address or a password; it stands in the log with its traceback.
    """
    if isinstance(galat, (PluginSalah, SchemaConflict, TakTersusun)):
        return str(galat)
    if isinstance(galat, StrawberryException):
        return f"{type(galat).__name__}: {galat.message}"
    if isinstance(galat, pluggy.PluginValidationError):
        return " ".join(str(galat).replace(repr(galat.plugin), "this plugin").split())
    if isinstance(galat, ImportError) and galat.name is not None:
        return f"{type(galat).__name__}: {galat.name}"
    jejak = traceback.extract_tb(galat.__traceback__)
    asal = next((b.name for b in reversed(jejak) if b.name != "<module>"), None)
    baris = f" at line {jejak[-1].lineno} of {jejak[-1].filename.rpartition('/')[2]}" if jejak else ""
    return f"{type(galat).__name__}{baris}{f' ({asal})' if asal else ''}"
