"""Tables of requirements: one version per path and first day, and its items."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.persyaratan.rules import Jendela, JenisButir, JenisPermohonan
from forum_server.plugin import pilihan


class Persyaratan(PaksiBase):
    """One version of what a path (`jalan`) asks; in force from `berlaku_dari` until the next version of the path.

    `jalan` is `rules.jalan(...)` of the four columns after it. A version is never changed: applications keep the one
    they began with.
    """

    __tablename__ = "paksi_persyaratan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    jalan: Mapped[str] = mapped_column(String(120))
    skema_kode: Mapped[str] = mapped_column(String(32))
    jenis: Mapped[JenisPermohonan] = mapped_column(pilihan(JenisPermohonan, "jenis"))
    jalur_kode: Mapped[str | None] = mapped_column(String(32))
    dari_skema_kode: Mapped[str | None] = mapped_column(String(32))
    berlaku_dari: Mapped[date]
    sumber: Mapped[str] = mapped_column(Text)
    catatan: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("jalan", "berlaku_dari"),
        CheckConstraint("(jenis = 'NAIK_JENJANG') = (dari_skema_kode IS NOT NULL)", name="naik_dari_skema"),
        CheckConstraint("jalur_kode IS NULL OR jenis = 'BARU'", name="jalur_hanya_baru"),
    )


class Butir(PaksiBase):
    """One item of a version. `jumlah` is empty where the number is not known: people judge it then."""

    __tablename__ = "paksi_persyaratan_butir"

    persyaratan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_persyaratan.id"), primary_key=True)
    kode: Mapped[str] = mapped_column(String(40), primary_key=True)
    urutan: Mapped[int]
    jenis: Mapped[JenisButir] = mapped_column(pilihan(JenisButir, "jenis"))
    nama: Mapped[str] = mapped_column(String(200))
    petunjuk: Mapped[str] = mapped_column(Text)
    """What to do to meet it, as an Indonesian sentence."""
    wajib: Mapped[bool]
    jumlah: Mapped[int | None]
    jenis_kegiatan: Mapped[list[str] | None] = mapped_column(JSON)
    """Kinds of kegiatan that count (JenisKegiatan); empty: all."""
    bentuk: Mapped[str | None] = mapped_column(String(40))
    """Only kegiatan of this form (BentukKomunitas)."""
    jendela: Mapped[Jendela | None] = mapped_column(pilihan(Jendela, "jendela"))
    sumber: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("persyaratan_id", "urutan"),
        CheckConstraint("jumlah IS NULL OR jumlah > 0", name="jumlah_positif"),
        CheckConstraint("(jenis = 'KEGIATAN') = (jendela IS NOT NULL)", name="jendela_kegiatan"),
    )
