"""The table of institutions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe, pilihan
from forum_server.lembaga.rules import NAMA_MAKS, JenisLembaga

__all__ = ["Lembaga"]

_AKTIF = text("dinonaktifkan_pada IS NULL")


class Lembaga(Base):
    """One institution. Its code owns rows as a region's does; the CHECK keeps the two apart."""

    __tablename__ = "lembaga"

    kode: Mapped[str] = mapped_column(KodeTipe, primary_key=True, info={"wilayah": "bukan"})
    nama: Mapped[str] = mapped_column(String(NAMA_MAKS))
    nama_cari: Mapped[str] = mapped_column(String(NAMA_MAKS))
    jenis: Mapped[JenisLembaga] = mapped_column(pilihan(JenisLembaga, "jenis"))
    dinonaktifkan_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "substr(kode, 1, 1) BETWEEN 'a' AND 'z' AND kode = lower(kode) AND length(kode) >= 3",
            name="kode_bukan_wilayah",
        ),
        Index("uq_lembaga_nama_cari", "nama_cari", unique=True, sqlite_where=_AKTIF, postgresql_where=_AKTIF),
    )
