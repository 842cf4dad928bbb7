"""Tables of the second step: one authenticator per account, and its recovery codes."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, waktu_db
from forum_server.kunci import KolomTersandi

__all__ = ["KOLOM_TERSANDI", "RAHASIA", "KodePemulihan", "Totp"]


class Totp(Base):
    """The authenticator of an account; without `aktif_sejak` one that was shown and not yet confirmed."""

    __tablename__ = "totp"

    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"), primary_key=True)
    rahasia_sandi: Mapped[str] = mapped_column(String(255))
    """The shared secret in base32, encrypted."""
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    aktif_sejak: Mapped[datetime | None] = mapped_column(Instan)
    langkah_terakhir: Mapped[int | None] = mapped_column(BigInteger)
    """The time step of the last code that was taken; no code of it or of an earlier one is taken again."""

    __table_args__ = (
        CheckConstraint("(aktif_sejak IS NULL) = (langkah_terakhir IS NULL)", name="aktif_dengan_kode"),
    )


class KodePemulihan(Base):
    """A recovery code that is still unused, known only by its SHA-256."""

    __tablename__ = "kode_pemulihan"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))

    __table_args__ = (Index("ix_kode_pemulihan_akun_id", "akun_id"),)


RAHASIA = KolomTersandi(kolom=Totp.rahasia_sandi, pengenal=Totp.akun_id, tempat="totp.rahasia")

KOLOM_TERSANDI = (RAHASIA,)
"""What is encrypted here; rotating keys goes by it."""
