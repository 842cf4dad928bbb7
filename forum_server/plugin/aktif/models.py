"""Tables: decisions about plugins, and the version every process compares with its snapshot."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, BigInteger, CheckConstraint, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe
from forum_server.plugin.aktif.rules import Keputusan

__all__ = ["SEMUA", "PluginVersi", "PluginWilayah", "keputusan_dari"]


class PluginWilayah(Base):
    """What the owner `kode` (a region or a lembaga) decided about one plugin.

    `aktif` is null where it follows the region above it; `setelan` holds only what it sets itself. The plugin need
    not be installed: a decision outlives an uninstallation.
    """

    __tablename__ = "plugin_wilayah"

    kode: Mapped[str] = mapped_column(KodeTipe, primary_key=True, info={"wilayah": "ikut"})
    plugin: Mapped[str] = mapped_column(String(64), primary_key=True)
    aktif: Mapped[bool | None]
    setelan: Mapped[dict[str, Any]] = mapped_column(JSON)
    diubah_oleh: Mapped[UUID | None]
    diubah_pada: Mapped[datetime]

    __table_args__ = (Index("ix_plugin_wilayah_plugin", "plugin", "kode"),)


class PluginVersi(Base):
    """One row, counted up in the transaction of every change; also the lock that orders changes."""

    __tablename__ = "plugin_versi"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    versi: Mapped[int] = mapped_column(BigInteger)

    __table_args__ = (CheckConstraint("id = 1", name="satu_baris"),)


SEMUA = select(PluginWilayah.kode, PluginWilayah.plugin, PluginWilayah.aktif, PluginWilayah.setelan)
"""Every decision, for a snapshot."""


def keputusan_dari(kode: str, plugin: str, aktif: bool | None, setelan: dict[str, Any]) -> Keputusan:  # noqa: FBT001  a row's columns
    """The columns of a row of `SEMUA` as a value."""
    return Keputusan(kode=kode, plugin=plugin, aktif=aktif, setelan=setelan)
