"""Tables of asesor: the registry, and how many asesi each has on a day."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe


class Asesor(PaksiBase):
    """An asesor of an LSP; `sertifikat_berakhir` is the last day they may assess."""

    __tablename__ = "paksi_asesor"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    no_met: Mapped[str] = mapped_column(String(40))
    sertifikat_berakhir: Mapped[date]

    __table_args__ = (
        UniqueConstraint("lembaga_kode", "orang_id"),
        UniqueConstraint("lembaga_kode", "no_met"),
        Index("ix_paksi_asesor_lembaga_kode", "lembaga_kode", "id"),
    )


class AsesorHari(PaksiBase):
    """How many asesi a person assesses on a day, at whatever LSP; only raised below the limit of the day."""

    __tablename__ = "paksi_asesor_hari"

    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    terisi: Mapped[int]

    __table_args__ = (CheckConstraint("terisi >= 0", name="terisi_tak_negatif"),)
