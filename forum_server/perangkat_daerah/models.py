"""The table of offices."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    SmallInteger,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe, pilihan
from forum_server.perangkat_daerah.rules import KEDALAMAN_MAKS, NAMA_MAKS, JenisPerangkatDaerah

__all__ = ["PerangkatDaerah"]

_AKTIF = text("dinonaktifkan_pada IS NULL")


class PerangkatDaerah(Base):
    """One office of a region; its name is unique there among those not closed.

    `kedalaman` is 0 without a parent and one more than the parent's otherwise. The foreign key carries region and
    depth of the parent, so that no office can stand under one of another region, or under itself by any detour.
    """

    __tablename__ = "perangkat_daerah"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    jenis: Mapped[JenisPerangkatDaerah] = mapped_column(pilihan(JenisPerangkatDaerah, "jenis"))
    nama: Mapped[str] = mapped_column(String(NAMA_MAKS))
    nama_cari: Mapped[str] = mapped_column(String(NAMA_MAKS))
    induk_id: Mapped[uuid.UUID | None]
    induk_kedalaman: Mapped[int | None] = mapped_column(SmallInteger)
    kedalaman: Mapped[int] = mapped_column(SmallInteger)
    dinonaktifkan_pada: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("id", "wilayah_kode", "kedalaman"),
        ForeignKeyConstraint(
            ["induk_id", "wilayah_kode", "induk_kedalaman"],
            ["perangkat_daerah.id", "perangkat_daerah.wilayah_kode", "perangkat_daerah.kedalaman"],
        ),
        CheckConstraint(
            "(induk_id IS NULL AND induk_kedalaman IS NULL AND kedalaman = 0)"
            " OR (induk_id IS NOT NULL AND induk_kedalaman IS NOT NULL AND kedalaman = induk_kedalaman + 1)",
            name="kedalaman_dari_induk",
        ),
        CheckConstraint(f"kedalaman BETWEEN 0 AND {KEDALAMAN_MAKS}", name="kedalaman_terbatas"),
        CheckConstraint(
            "(jenis NOT IN ('UPTD', 'KELURAHAN') OR induk_id IS NOT NULL)"
            " AND (jenis IN ('UPTD', 'KELURAHAN', 'LAINNYA') OR induk_id IS NULL)",
            name="induk_menurut_jenis",
        ),
        Index(
            "uq_perangkat_daerah_nama",
            "wilayah_kode",
            "nama_cari",
            unique=True,
            sqlite_where=_AKTIF,
            postgresql_where=_AKTIF,
        ),
        Index("ix_perangkat_daerah_urut", "wilayah_kode", "nama_cari", "id"),
        Index("ix_perangkat_daerah_induk_id", "induk_id"),
    )
