"""Of which deadlines people were reminded."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase


class Pengingat(PaksiBase):
    """People were reminded of the deadline `batas` of a seat, pool or certificate; `keadaan` is the state it was in, or which
    of several reminders it was.

    A deadline that is moved is another deadline, of which they are reminded anew. Rows whose deadline is over go.
    """

    __tablename__ = "paksi_pengingat"

    objek_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    """A pemesanan, a himpunan or a sertifikat; any may be gone."""
    keadaan: Mapped[str] = mapped_column(String(32), primary_key=True)
    batas: Mapped[datetime] = mapped_column(primary_key=True)

    __table_args__ = (Index("ix_paksi_pengingat_batas", "batas"),)
