"""Tables of schemes, jalur, and which jalur leads into which scheme."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.skema.rules import JenisSkema, Jenjang
from forum_server.plugin import pilihan


class Skema(PaksiBase):
    """One version of a scheme; `kode` is stable across versions (PAKSI_PERTAMA, ..., API)."""

    __tablename__ = "paksi_skema"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kode: Mapped[str] = mapped_column(String(32))
    nama: Mapped[str] = mapped_column(String(120))
    jenis: Mapped[JenisSkema] = mapped_column(pilihan(JenisSkema, "jenis"))
    jenjang: Mapped[Jenjang | None] = mapped_column(pilihan(Jenjang, "jenjang"))
    urutan: Mapped[int]
    berlaku_dari: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    sumber: Mapped[str] = mapped_column(Text)
    masa_bulan: Mapped[int] = mapped_column(server_default="36")
    """How many months a certificate is valid."""

    __table_args__ = (
        UniqueConstraint("kode", "berlaku_dari"),
        CheckConstraint("berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari", name="masa_berlaku"),
        CheckConstraint("masa_bulan > 0", name="masa_bulan_positif"),
        CheckConstraint("(jenis = 'PAKSI') = (jenjang IS NOT NULL)", name="jenjang_hanya_paksi"),
    )


class Jalur(PaksiBase):
    """One version of a way into a scheme; `kode` is stable across versions (PENGALAMAN, DIKLAT, MATA_KULIAH)."""

    __tablename__ = "paksi_jalur"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kode: Mapped[str] = mapped_column(String(32))
    nama: Mapped[str] = mapped_column(String(120))
    keterangan: Mapped[str] = mapped_column(Text)
    urutan: Mapped[int]
    berlaku_dari: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    sumber: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("kode", "berlaku_dari"),
        CheckConstraint("berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari", name="masa_berlaku"),
    )


class SkemaJalur(PaksiBase):
    """This jalur leads into this scheme, according to `sumber`."""

    __tablename__ = "paksi_skema_jalur"

    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), primary_key=True)
    jalur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jalur.id"), primary_key=True, index=True)
    sumber: Mapped[str] = mapped_column(Text)


class Unit(PaksiBase):
    """One unit of competence of one version of a scheme; the lists are data (domain notes 1.1 and 9)."""

    __tablename__ = "paksi_unit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"))
    kode: Mapped[str] = mapped_column(String(40))
    judul: Mapped[str] = mapped_column(String(300))
    urutan: Mapped[int]

    __table_args__ = (UniqueConstraint("skema_id", "kode"), UniqueConstraint("skema_id", "urutan"))
