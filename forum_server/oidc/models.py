"""Tables of logging in at a provider: whose account an identity means, and logins on their way."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, pilihan, waktu_db
from forum_server.kunci import KolomSidik, KolomTersandi

__all__ = ["KOLOM_TERSANDI", "SUBJEK", "IdentitasOidc", "PermintaanOidc", "Tujuan"]


class IdentitasOidc(Base):
    """One person at one provider and the account they log in to with it.

    A provider's subject may be a NIP or NIK, so issuer and subject together stand here encrypted and as a keyed hash.
    """

    __tablename__ = "oidc_identitas"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))
    issuer: Mapped[str] = mapped_column(String(255))
    subjek_sandi: Mapped[str] = mapped_column(String(2048))
    """Issuer, a line feed, subject."""
    subjek_sidik: Mapped[str | None] = mapped_column(String(128), unique=True)
    subjek_sidik_kedua: Mapped[str | None] = mapped_column(String(128), unique=True)
    """The hash by another key while keys are rotated."""
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())

    __table_args__ = (
        UniqueConstraint("akun_id", "issuer"),
        CheckConstraint("subjek_sidik IS NOT NULL OR subjek_sidik_kedua IS NOT NULL", name="dapat_dicari"),
    )


class Tujuan(StrEnum):
    """What a login at the provider is for."""

    MASUK = "MASUK"
    UNDANGAN = "UNDANGAN"
    HUBUNGKAN = "HUBUNGKAN"


class PermintaanOidc(Base):
    """A login on its way to the provider and back; known only by the SHA-256 of what the frontend keeps, good once."""

    __tablename__ = "oidc_permintaan"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    penyedia: Mapped[str] = mapped_column(String(64))
    kembali: Mapped[str] = mapped_column(String(2048))
    tujuan: Mapped[Tujuan] = mapped_column(pilihan(Tujuan, "tujuan"))
    akun_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("akun.id"))
    """Whose account is to be linked (HUBUNGKAN)."""
    undangan_sidik: Mapped[str | None] = mapped_column(String(64))
    """The one-time code that is to be spent (UNDANGAN)."""
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint(
            "(tujuan = 'HUBUNGKAN') = (akun_id IS NOT NULL) AND (tujuan = 'UNDANGAN') = (undangan_sidik IS NOT NULL)",
            name="tujuan_lengkap",
        ),
        Index("ix_oidc_permintaan_berlaku_sampai", "berlaku_sampai"),
    )


SUBJEK = KolomTersandi(
    kolom=IdentitasOidc.subjek_sandi,
    pengenal=IdentitasOidc.id,
    tempat="oidc.subjek",
    sidik=KolomSidik(
        kolom=IdentitasOidc.subjek_sidik, kedua=IdentitasOidc.subjek_sidik_kedua, ranah="oidc.subjek"
    ),
)

KOLOM_TERSANDI = (SUBJEK,)
"""What is encrypted here; rotating keys goes by it."""
