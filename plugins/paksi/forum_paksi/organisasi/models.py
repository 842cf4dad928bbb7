"""Tables of forums: the forum, what it rests on, its organs, and who sits in them."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.organisasi.rules import JenisDasarHukum, TingkatForum
from forum_server.plugin import KodeTipe, pilihan, waktu_db

_ADA = text("dibubarkan_pada IS NULL")
_MENJABAT = text("berhenti_pada IS NULL")


class ForumPenyuluh(PaksiBase):
    """One forum, kept by `wilayah_kode`; its name stands once among the forums there that still exist.

    `mulai` and `selesai` bound the present term of office, empty where nobody set one.
    """

    __tablename__ = "paksi_forum"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama: Mapped[str] = mapped_column(String(200))
    nama_cari: Mapped[str] = mapped_column(String(200))
    singkatan: Mapped[str | None] = mapped_column(String(60))
    tingkat: Mapped[TingkatForum] = mapped_column(pilihan(TingkatForum, "tingkat"))
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    mulai: Mapped[date | None]
    selesai: Mapped[date | None]
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    dibubarkan_pada: Mapped[datetime | None]
    alasan_bubar: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint("selesai IS NULL OR (mulai IS NOT NULL AND selesai >= mulai)", name="masa_bakti"),
        CheckConstraint("(dibubarkan_pada IS NULL) = (alasan_bubar IS NULL)", name="bubar_beralasan"),
        Index(
            "uq_paksi_forum_nama",
            "wilayah_kode",
            "nama_cari",
            unique=True,
            sqlite_where=_ADA,
            postgresql_where=_ADA,
        ),
        Index("ix_paksi_forum_urut", "nama_cari", "id"),
    )


class DasarHukum(PaksiBase):
    """One document a forum rests on."""

    __tablename__ = "paksi_forum_dasar"

    forum_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_forum.id"), primary_key=True)
    urutan: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    jenis: Mapped[JenisDasarHukum] = mapped_column(pilihan(JenisDasarHukum, "jenis"))
    nomor: Mapped[str] = mapped_column(String(120))
    tanggal: Mapped[date | None]

    __table_args__ = (
        UniqueConstraint("forum_id", "jenis", "nomor"),
        CheckConstraint("urutan > 0", name="urutan_positif"),
    )


class Organ(PaksiBase):
    """One organ of a forum under the forum's own name for it."""

    __tablename__ = "paksi_forum_organ"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    forum_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_forum.id"))
    nama: Mapped[str] = mapped_column(String(120))
    nama_cari: Mapped[str] = mapped_column(String(120))
    urutan: Mapped[int]

    __table_args__ = (
        UniqueConstraint("id", "forum_id"),
        UniqueConstraint("forum_id", "nama_cari"),
        CheckConstraint("urutan > 0", name="urutan_positif"),
    )


class AnggotaForum(PaksiBase):
    """A person in an organ. While they have not left (`berhenti_pada`), they are in it once; leaving is kept."""

    __tablename__ = "paksi_forum_anggota"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    forum_id: Mapped[uuid.UUID]
    organ_id: Mapped[uuid.UUID]
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    jabatan: Mapped[str] = mapped_column(String(120))
    mulai: Mapped[date]
    sampai: Mapped[date | None]
    berhenti_pada: Mapped[date | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["organ_id", "forum_id"], ["paksi_forum_organ.id", "paksi_forum_organ.forum_id"]
        ),
        CheckConstraint("sampai IS NULL OR sampai >= mulai", name="masa_jabatan"),
        CheckConstraint("berhenti_pada IS NULL OR berhenti_pada >= mulai", name="berhenti_sesudah_mulai"),
        Index(
            "uq_paksi_forum_anggota_menjabat",
            "organ_id",
            "orang_id",
            unique=True,
            sqlite_where=_MENJABAT,
            postgresql_where=_MENJABAT,
        ),
        Index("ix_paksi_forum_anggota_forum_id", "forum_id", "id"),
    )
