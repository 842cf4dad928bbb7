"""Tables: keys of services, the origins a frontend calls from, and the roles a server holds."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, KodeTipe, pilihan, waktu_db

__all__ = ["AsalLayanan", "JenisKunciLayanan", "KunciLayanan", "PeranLayanan"]


class JenisKunciLayanan(StrEnum):
    """Where a key is used."""

    PERAMBAN = "PERAMBAN"
    """By a frontend in browsers: it names the frontend and is no secret."""
    PELADEN = "PELADEN"
    """By another server, without a person: a secret that holds roles."""


class KunciLayanan(Base):
    """A key of a service of one region or lembaga, known only by its SHA-256."""

    __tablename__ = "kunci_layanan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama: Mapped[str] = mapped_column(String(40), unique=True)
    """Stands in the audit for what the service did; never given again."""
    jenis: Mapped[JenisKunciLayanan] = mapped_column(pilihan(JenisKunciLayanan, "jenis"))
    sidik: Mapped[str] = mapped_column(String(64), unique=True)
    wilayah_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    lembaga_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    batas_per_menit: Mapped[int]
    berlaku_sampai: Mapped[date | None] = mapped_column(Date)
    """Its last day."""
    terakhir_dipakai: Mapped[date | None] = mapped_column(Date)
    dibuat_oleh: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("akun.id"))
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    dicabut_pada: Mapped[datetime | None] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint("(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name="tepat_satu_pemilik"),
        CheckConstraint("batas_per_menit > 0", name="batas_positif"),
        Index("ix_kunci_layanan_wilayah_kode", "wilayah_kode", "nama"),
        Index("ix_kunci_layanan_lembaga_kode", "lembaga_kode", "nama"),
    )


class AsalLayanan(Base):
    """An origin from which a frontend's key may be used."""

    __tablename__ = "kunci_layanan_asal"

    kunci_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kunci_layanan.id"), primary_key=True)
    asal: Mapped[str] = mapped_column(String(255), primary_key=True)

    __table_args__ = (Index("ix_kunci_layanan_asal_asal", "asal"),)


class PeranLayanan(Base):
    """A role a server's key holds over its owner."""

    __tablename__ = "kunci_layanan_peran"

    kunci_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("kunci_layanan.id"), primary_key=True)
    peran: Mapped[str] = mapped_column(String(64), ForeignKey("peran.kode"), primary_key=True)
