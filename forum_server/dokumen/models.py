"""The table of letterheads."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, KodeTipe
from forum_server.dokumen.rules import PANJANG

__all__ = ["KopSurat"]


class KopSurat(Base):
    """The letterhead of one region or lembaga. Who signs is an orang, so the NIP stands in one place, encrypted."""

    __tablename__ = "kop_surat"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    wilayah_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), unique=True)
    lembaga_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"), unique=True)
    instansi: Mapped[str] = mapped_column(String(PANJANG["instansi"]))
    unit: Mapped[str | None] = mapped_column(String(PANJANG["unit"]))
    alamat: Mapped[str] = mapped_column(String(PANJANG["alamat"]))
    kota: Mapped[str] = mapped_column(String(PANJANG["kota"]))
    telepon: Mapped[str | None] = mapped_column(String(PANJANG["telepon"]))
    surel: Mapped[str | None] = mapped_column(String(PANJANG["surel"]))
    laman: Mapped[str | None] = mapped_column(String(PANJANG["laman"]))
    jabatan: Mapped[str] = mapped_column(String(PANJANG["jabatan"]))
    pejabat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    logo_id: Mapped[uuid.UUID | None]
    """A berkas of class biasa."""
    diubah_pada: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint("(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name="tepat_satu_pemilik"),
        CheckConstraint(
            "instansi <> '' AND alamat <> '' AND kota <> '' AND jabatan <> ''", name="bagian_wajib"
        ),
    )
