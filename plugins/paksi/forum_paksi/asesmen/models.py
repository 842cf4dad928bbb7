"""Tables of assessments: one round of an application, and its units."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import pilihan, waktu_db


class Asesmen(PaksiBase):
    """One round of one application: its asesor, the day, and what the asesor recommends.

    An asesor assesses one application in one round at most: who assesses again after an appeal is somebody else.
    """

    __tablename__ = "paksi_asesmen"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    putaran: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asesor_orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"))
    tanggal: Mapped[date]
    """The day of the assessment: one of the seat's schedule, or any day for a round after an appeal."""
    ditugaskan_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    mulai_pada: Mapped[datetime | None]
    rekomendasi: Mapped[Kompetensi | None] = mapped_column(pilihan(Kompetensi, "rekomendasi"))
    catatan: Mapped[str | None] = mapped_column(String(1000))
    direkomendasikan_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("putaran > 0", name="putaran_positif"),
        CheckConstraint(
            "(rekomendasi IS NULL) = (direkomendasikan_pada IS NULL)"
            " AND (rekomendasi IS NULL OR mulai_pada IS NOT NULL)",
            name="rekomendasi_sesudah_mulai",
        ),
        UniqueConstraint("permohonan_id", "asesor_orang_id"),
        UniqueConstraint("permohonan_id", "putaran", "asesor_orang_id"),
        Index("ix_paksi_asesmen_asesor_orang_id", "asesor_orang_id", "tanggal", "permohonan_id"),
    )


class AsesmenUnit(PaksiBase):
    """K or BK of one unit in one round, and by which methods (domain notes 1.3.5)."""

    __tablename__ = "paksi_asesmen_unit"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    putaran: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_unit.id"), primary_key=True, index=True)
    hasil: Mapped[Kompetensi] = mapped_column(pilihan(Kompetensi, "hasil"))
    metode: Mapped[list[str]] = mapped_column(JSON)
    """Values of `Metode`, at least one."""
    catatan: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        ForeignKeyConstraint(
            ["permohonan_id", "putaran"], ["paksi_asesmen.permohonan_id", "paksi_asesmen.putaran"]
        ),
    )
