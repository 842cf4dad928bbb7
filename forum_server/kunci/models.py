"""Tables: which keys are in force, and which keys each server process has at hand."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, pilihan

__all__ = ["ProsesKunci", "PutaranKunci", "Tahap"]


class Tahap(StrEnum):
    """How far the rotation of keys has come."""

    SEBAR = "SEBAR"
    """New keys are being given to every process; nothing is written with them."""
    PUTAR = "PUTAR"
    """The new keys write; hashes stand under both; what is older is written anew."""
    SELESAI = "SELESAI"
    """Nothing needs the old keys any more."""


class PutaranKunci(Base):
    """One row: the keys in force. Every write of an encrypted column reads it, so all processes agree in their transactions.

    Without ids the active keys of the file are in force: nothing was ever rotated. `…_lain` is the key to come
    (SEBAR) or the one that went (PUTAR, SELESAI). `kolom` says in which of the two columns of a hashed value the
    hashes of `sidik` stand.
    """

    __tablename__ = "kunci_putaran"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    versi: Mapped[int] = mapped_column(BigInteger)
    tahap: Mapped[Tahap] = mapped_column(pilihan(Tahap, "tahap"))
    sandi: Mapped[str | None] = mapped_column(String(16))
    sandi_lain: Mapped[str | None] = mapped_column(String(16))
    sidik: Mapped[str | None] = mapped_column(String(16))
    sidik_lain: Mapped[str | None] = mapped_column(String(16))
    kolom: Mapped[int]
    sejak: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint("id = 1", name="satu_baris"),
        CheckConstraint("kolom IN (1, 2)", name="kolom_satu_dari_dua"),
        CheckConstraint(
            "(sandi IS NULL) = (sidik IS NULL) AND (sandi_lain IS NULL) = (sidik_lain IS NULL)"
            " AND (sandi IS NOT NULL OR sandi_lain IS NULL)",
            name="berpasangan",
        ),
        CheckConstraint("tahap = 'SELESAI' OR sandi_lain IS NOT NULL", name="ada_yang_diputar"),
    )


class ProsesKunci(Base):
    """A server process, the version of `PutaranKunci` it acts by, and the ids of the keys it has; never a key."""

    __tablename__ = "kunci_proses"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    versi: Mapped[int] = mapped_column(BigInteger)
    kunci: Mapped[list[Any]] = mapped_column(JSON)
    terlihat_pada: Mapped[datetime] = mapped_column(Instan)
