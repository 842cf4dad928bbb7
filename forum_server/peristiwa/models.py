"""Events of committed changes; they hold ids only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe, waktu_db
from forum_server.database.transaksi import kolom_transaksi

__all__ = ["PeristiwaBaris"]


class PeristiwaBaris(Base):
    """One event, written in the transaction of the change it tells of."""

    __tablename__ = "peristiwa"

    id: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    transaksi: Mapped[int] = kolom_transaksi()
    waktu: Mapped[datetime] = mapped_column(server_default=waktu_db())
    jenis: Mapped[str] = mapped_column(String(64))
    kunci: Mapped[str] = mapped_column(String(64))
    wilayah: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "sejarah"})
    isi: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        Index("ix_peristiwa_transaksi_id", "transaksi", "id"),
        Index("ix_peristiwa_waktu", "waktu"),
        {"sqlite_autoincrement": True},
    )
