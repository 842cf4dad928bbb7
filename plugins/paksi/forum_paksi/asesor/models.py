"""The registry of asesor."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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
