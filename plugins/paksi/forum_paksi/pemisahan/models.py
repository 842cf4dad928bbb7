"""The table of rules that separate duties."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.pemisahan.rules import KodePemisahan
from forum_server.plugin import pilihan, waktu_db


class AturanPemisahan(PaksiBase):
    """One rule from one day on, until its next row. Rows are only added."""

    __tablename__ = "paksi_aturan_pemisahan"

    kode: Mapped[KodePemisahan] = mapped_column(pilihan(KodePemisahan, "kode"), primary_key=True)
    berlaku_dari: Mapped[date] = mapped_column(primary_key=True)
    aktif: Mapped[bool]
    nilai: Mapped[int | None]
    sumber: Mapped[str] = mapped_column(Text)
    akun_id: Mapped[uuid.UUID | None]
    ditulis_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint(
            "(kode = 'ASESOR_BUKAN_PELATIH') = (nilai IS NOT NULL) AND (nilai IS NULL OR nilai > 0)",
            name="nilai_tahun",
        ),
        CheckConstraint(
            "aktif OR kode NOT IN ('ASESI_BUKAN_PETUGAS', 'PEMUTUS_BUKAN_ASESOR', 'PEMUTUS_BANDING_BERBEDA')",
            name="tetap_aktif",
        ),
    )
