"""The table of certificates; whether one is active is derived from its dates."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe


class Sertifikat(PaksiBase):
    """One certificate as issued; `berakhir` is the last day it is valid. The issuer decides whether it counts."""

    __tablename__ = "paksi_sertifikat"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    nomor: Mapped[str] = mapped_column(String(80))
    terbit: Mapped[date]
    berakhir: Mapped[date]
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))

    __table_args__ = (
        CheckConstraint("berakhir > terbit", name="masa_berlaku"),
        UniqueConstraint("lembaga_kode", "nomor"),
        Index("ix_paksi_sertifikat_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_sertifikat_perangkat_daerah_id", "perangkat_daerah_id", "berakhir"),
    )
