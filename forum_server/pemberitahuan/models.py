"""Tables of notifications: declared kinds, what a person chose, one row per account told, and the outgoing e-mail."""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, KodeTipe, pilihan, waktu_db

__all__ = ["DaftarJenis", "KeadaanSurel", "Pemberitahuan", "PilihanPemberitahuan", "SurelKeluar"]

_BELUM_DIBACA = "dalam_aplikasi AND dibaca_pada IS NULL"
_MENUNGGU = "keadaan = 'MENUNGGU'"


class DaftarJenis(Base):
    """A declared kind; kept in step with the declarations by `forum migrate`."""

    __tablename__ = "jenis_pemberitahuan"

    nama: Mapped[str] = mapped_column(String(64), primary_key=True)
    surel_bawaan: Mapped[bool]


class PilihanPemberitahuan(Base):
    """What somebody chose about one kind; empty follows the kind's default."""

    __tablename__ = "pilihan_pemberitahuan"

    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"), primary_key=True)
    jenis: Mapped[str] = mapped_column(
        String(64), ForeignKey("jenis_pemberitahuan.nama"), primary_key=True, index=True
    )
    surel: Mapped[bool | None]
    dalam_aplikasi: Mapped[bool | None]


class Pemberitahuan(Base):
    """One account told of one occasion. The unique constraint is what makes it once."""

    __tablename__ = "pemberitahuan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    jenis: Mapped[str] = mapped_column(String(64), ForeignKey("jenis_pemberitahuan.nama"))
    kunci: Mapped[str] = mapped_column(String(128))
    akun_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("akun.id"))
    wilayah: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "ikut"})
    """Code of the owner, region or lembaga."""
    data: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Ids, codes, numbers and instants; never a name."""
    dalam_aplikasi: Mapped[bool]
    """Whether its account wanted to see it in the application when it was told."""
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    dibaca_pada: Mapped[datetime | None] = mapped_column(Instan)

    __table_args__ = (
        UniqueConstraint("jenis", "kunci", "akun_id"),
        Index("ix_pemberitahuan_akun_id", "akun_id", "dibuat_pada", "id"),
        Index(
            "ix_pemberitahuan_belum_dibaca",
            "akun_id",
            sqlite_where=text(_BELUM_DIBACA),
            postgresql_where=text(_BELUM_DIBACA),
        ),
        Index("ix_pemberitahuan_dibuat_pada", "dibuat_pada"),
    )


class KeadaanSurel(StrEnum):
    """Where an e-mail stands. Only MENUNGGU is ever sent."""

    MENUNGGU = "MENUNGGU"
    TERKIRIM = "TERKIRIM"
    GAGAL = "GAGAL"
    BATAL = "BATAL"


class SurelKeluar(Base):
    """An e-mail to be sent; holds no address and no text, both are read when it goes out."""

    __tablename__ = "surel_keluar"

    pemberitahuan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("pemberitahuan.id"), primary_key=True)
    keadaan: Mapped[KeadaanSurel] = mapped_column(pilihan(KeadaanSurel, "keadaan"))
    berikut: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())
    """When it may be tried (again)."""
    percobaan: Mapped[int] = mapped_column(default=0)
    peminjam: Mapped[uuid.UUID | None]
    """Who sends it now, until `dipinjam_sampai`."""
    dipinjam_sampai: Mapped[datetime | None] = mapped_column(Instan)
    selesai_pada: Mapped[datetime | None] = mapped_column(Instan)
    alasan: Mapped[str | None] = mapped_column(String(64))
    """Why it failed last, as a code; never what the mail server said, which may hold an address."""

    __table_args__ = (
        CheckConstraint("(peminjam IS NULL) = (dipinjam_sampai IS NULL)", name="pinjaman_berbatas"),
        CheckConstraint("(keadaan = 'MENUNGGU') = (selesai_pada IS NULL)", name="selesai_berwaktu"),
        CheckConstraint("keadaan = 'MENUNGGU' OR peminjam IS NULL", name="selesai_tak_dipinjam"),
        Index(
            "ix_surel_keluar_berikut",
            "berikut",
            sqlite_where=text(_MENUNGGU),
            postgresql_where=text(_MENUNGGU),
        ),
    )
