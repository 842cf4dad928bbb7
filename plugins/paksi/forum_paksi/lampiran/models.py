"""Which file is a request's signed letter."""

from __future__ import annotations

import uuid

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase


class SuratDitandatangani(PaksiBase):
    """The signed letter of a request, one at a time; a file is the letter of one request only."""

    __tablename__ = "paksi_surat_ditandatangani"

    permintaan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permintaan.id"), primary_key=True)
    berkas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("berkas.id"), unique=True)
