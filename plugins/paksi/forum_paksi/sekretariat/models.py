"""Tables of sekretariat: the desk, and who works there."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe, waktu_db


class Sekretariat(PaksiBase):
    """The sekretariat PAKSI of one inspectorate, one each; the decree that set it up, its head, and how to reach it."""

    __tablename__ = "paksi_sekretariat"

    perangkat_daerah_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("perangkat_daerah.id"), primary_key=True
    )
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), index=True)
    nomor_sk: Mapped[str] = mapped_column(String(120))
    tanggal_sk: Mapped[date]
    kepala_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    alamat: Mapped[str | None] = mapped_column(String(300))
    telepon: Mapped[str | None] = mapped_column(String(40))
    surel: Mapped[str | None] = mapped_column(String(200))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())


class StafSekretariat(PaksiBase):
    """Who works in a sekretariat besides its head, and as what."""

    __tablename__ = "paksi_sekretariat_staf"

    perangkat_daerah_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("paksi_sekretariat.perangkat_daerah_id"), primary_key=True
    )
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True, index=True)
    tugas: Mapped[str | None] = mapped_column(String(120))
