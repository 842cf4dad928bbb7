"""Core's own subjects, registered through the same hooks as plugins and owned by core.

Each subject says what it contributes in its module `kait`. The order is that of their tables' dependencies.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType

__all__ = ["SUBJEK", "TERLARANG", "subjek"]

SUBJEK = (
    "wilayah",
    "kunci",
    "lembaga",
    "perangkat_daerah",
    "orang",
    "dokumen",
    "akun",
    "kunci_layanan",
    "akun.totp",
    "pemberitahuan",
    "unduhan",
    "berkas",
    "oidc",
    "plugin.aktif",
    "jejak",
    "pekerjaan",
    "templat",
    "graphiql",
)
"""Packages of core that have a module of hooks."""

TERLARANG = frozenset(
    {"akun", "berkas", "core", "forum", "inti", "lembaga", "orang", "plugin", "semua", "unduhan", "wilayah"}
)
"""Names a plugin can't take: they are core's in permissions, files or routes."""


def subjek() -> dict[str, ModuleType]:
    """Every subject's hooks by its name."""
    return {s: import_module(f"forum_server.{s}.kait") for s in SUBJEK}
