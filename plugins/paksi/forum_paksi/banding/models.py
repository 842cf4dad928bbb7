"""The table of appeals."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import waktu_db


class Banding(PaksiBase):
    """An appeal against the decision of one round, once; asesi, asesor and who decided are repeated to be compared.

    Who judges it is none of them: the table says so.
    """

    __tablename__ = "paksi_banding"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    putaran: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asesi_orang_id: Mapped[uuid.UUID]
    asesor_orang_id: Mapped[uuid.UUID]
    pemutus_orang_id: Mapped[uuid.UUID]
    alasan: Mapped[str] = mapped_column(String(500))
    akun_id: Mapped[uuid.UUID | None]
    diajukan_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    hakim_orang_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"), index=True)
    dikabulkan: Mapped[bool | None]
    jawaban: Mapped[str | None] = mapped_column(String(500))
    dijawab_pada: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["permohonan_id", "putaran", "asesi_orang_id", "asesor_orang_id", "pemutus_orang_id"],
            [
                "paksi_pleno_keputusan.permohonan_id",
                "paksi_pleno_keputusan.putaran",
                "paksi_pleno_keputusan.asesi_orang_id",
                "paksi_pleno_keputusan.asesor_orang_id",
                "paksi_pleno_keputusan.pemutus_orang_id",
            ],
            name="fk_paksi_banding_keputusan",
        ),
        CheckConstraint(
            "hakim_orang_id <> asesi_orang_id AND hakim_orang_id <> asesor_orang_id"
            " AND hakim_orang_id <> pemutus_orang_id",
            name="hakim_orang_lain",
        ),
        CheckConstraint(
            "(hakim_orang_id IS NULL) = (dikabulkan IS NULL) AND (hakim_orang_id IS NULL) = (jawaban IS NULL)"
            " AND (hakim_orang_id IS NULL) = (dijawab_pada IS NULL)",
            name="jawaban_lengkap",
        ),
    )
