"""Tables of access: the permissions and roles that core and plugins declare, and grants of roles to accounts."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Date, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, KodeTipe, waktu_db

__all__ = ["DaftarIzin", "DaftarPeran", "HibahPeran"]

_TEPAT_SATU = (
    "(CASE WHEN wilayah_kode IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN perangkat_daerah_id IS NULL THEN 0 ELSE 1 END"
    " + CASE WHEN lembaga_kode IS NULL THEN 0 ELSE 1 END) = 1"
)


class DaftarIzin(Base):
    """A declared permission; kept in step with the declarations at every start."""

    __tablename__ = "izin"

    kode: Mapped[str] = mapped_column(String(64), primary_key=True)
    keterangan: Mapped[str] = mapped_column(String(500))
    hanya_orang: Mapped[bool] = mapped_column(default=False, server_default=false())
    """No key of a service ever holds it."""


class DaftarPeran(Base):
    """A declared role and its permissions; rows of a plugin that is gone stay, so its grants stay readable."""

    __tablename__ = "peran"

    kode: Mapped[str] = mapped_column(String(64), primary_key=True)
    nama: Mapped[str] = mapped_column(String(200))
    izin: Mapped[list[str]] = mapped_column(JSON)


class HibahPeran(Base):
    """One role granted to (or, with `tolak`, taken from) one account in exactly one place.

    `mulai` and `sampai` are the first and the last day, in the calendar of `akses.service.hari`.
    """

    __tablename__ = "hibah"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))
    peran: Mapped[str] = mapped_column(String(64), ForeignKey("peran.kode"))
    wilayah_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))
    lembaga_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    mulai: Mapped[date] = mapped_column(Date)
    sampai: Mapped[date | None] = mapped_column(Date)
    tolak: Mapped[bool] = mapped_column(default=False)
    oleh: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("akun.id"))
    alasan: Mapped[str | None] = mapped_column(String(500))
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    dicabut_pada: Mapped[datetime | None] = mapped_column(Instan)
    dicabut_oleh: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("akun.id"))

    __table_args__ = (
        CheckConstraint(_TEPAT_SATU, name="tepat_satu_tempat"),
        CheckConstraint("sampai IS NULL OR sampai >= mulai", name="sampai_setelah_mulai"),
        Index("ix_hibah_akun_id", "akun_id"),
        Index("ix_hibah_wilayah_kode", "wilayah_kode"),
        Index("ix_hibah_perangkat_daerah_id", "perangkat_daerah_id"),
        Index("ix_hibah_lembaga_kode", "lembaga_kode"),
    )
