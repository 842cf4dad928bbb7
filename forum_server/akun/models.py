"""Tables of accounts, their sessions and tokens, one-time codes, and what counts and guards attempts to log in."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.akses.rules import Cara
from forum_server.database import Base, Instan, KodeTipe, pilihan, waktu_db

__all__ = ["Akun", "JenisToken", "PercobaanMasuk", "SesiMasuk", "TantanganMasuk", "Token", "Undangan"]


class Akun(Base):
    """A login. Owned by a region or by a lembaga; an administrator of the owner looks after it."""

    __tablename__ = "akun"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama_pengguna: Mapped[str] = mapped_column(String(64), unique=True)
    surel: Mapped[str | None] = mapped_column(String(254))
    orang_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"))
    wilayah_kode: Mapped[str | None] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), info={"wilayah": "ikut", "mengikuti": "orang_id"}
    )
    lembaga_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    sandi_hash: Mapped[str | None] = mapped_column(String(255))
    """argon2id; empty until the owner of the account has chosen a password."""
    aktif: Mapped[bool] = mapped_column(default=True)
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name="tepat_satu_pemilik"),
        Index("ix_akun_orang_id", "orang_id"),
        Index("ix_akun_wilayah_kode", "wilayah_kode"),
        Index("ix_akun_lembaga_kode", "lembaga_kode"),
    )


class SesiMasuk(Base):
    """One login and the family of tokens that came from it; revoked as a whole."""

    __tablename__ = "sesi_masuk"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    berakhir_pada: Mapped[datetime] = mapped_column(Instan)
    """No token of the family lives longer than this."""
    dicabut_pada: Mapped[datetime | None] = mapped_column(Instan)
    cara: Mapped[Cara] = mapped_column(pilihan(Cara, "cara"), server_default=Cara.SANDI.value)
    dua_langkah: Mapped[bool] = mapped_column(server_default=false())
    """Whether a second step was passed when the session began."""

    __table_args__ = (
        Index("ix_sesi_masuk_akun_id", "akun_id"),
        Index("ix_sesi_masuk_berakhir_pada", "berakhir_pada"),
    )


class JenisToken(StrEnum):
    """What a token is for."""

    AKSES = "AKSES"
    SEGAR = "SEGAR"


class Token(Base):
    """A token, known only by its SHA-256; a refresh token works once."""

    __tablename__ = "token"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    sesi_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("sesi_masuk.id"))
    jenis: Mapped[JenisToken] = mapped_column(pilihan(JenisToken, "jenis"))
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan)
    dipakai_pada: Mapped[datetime | None] = mapped_column(Instan)

    __table_args__ = (
        Index("ix_token_sesi_id", "sesi_id"),
        Index("ix_token_berlaku_sampai", "berlaku_sampai"),
    )


class Undangan(Base):
    """A one-time code with which the owner of an account chooses a password; known only by its SHA-256."""

    __tablename__ = "undangan"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"), unique=True)
    """A newer code replaces the older one."""
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan)


class TantanganMasuk(Base):
    """A login whose first step is done and whose second is not: known only by its SHA-256, good once, for minutes."""

    __tablename__ = "tantangan_masuk"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))
    cara: Mapped[Cara] = mapped_column(pilihan(Cara, "cara"))
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        Index("ix_tantangan_masuk_akun_id", "akun_id"),
        Index("ix_tantangan_masuk_berlaku_sampai", "berlaku_sampai"),
    )


class PercobaanMasuk(Base):
    """Login attempts per keyed hash of a user name, in the present window; holds no name and no address."""

    __tablename__ = "percobaan_masuk"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    jumlah: Mapped[int]
    sejak: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint("jumlah >= 1", name="jumlah_positif"),
        Index("ix_percobaan_masuk_sejak", "sejak"),
    )
