"""One row per job: when it is due, and who runs it now."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base

__all__ = ["PekerjaanBaris"]


class PekerjaanBaris(Base):
    """The lease and the last outcome of a job."""

    __tablename__ = "pekerjaan"

    nama: Mapped[str] = mapped_column(String(64), primary_key=True)
    berikut: Mapped[datetime]
    peminjam: Mapped[str | None] = mapped_column(String(64))
    dipinjam_sampai: Mapped[datetime | None]
    terakhir_selesai: Mapped[datetime | None]
    gagal_beruntun: Mapped[int] = mapped_column(default=0)
    galat: Mapped[str | None] = mapped_column(String(128))
