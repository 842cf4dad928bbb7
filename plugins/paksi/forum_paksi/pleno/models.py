"""Tables of plenos: the meeting, its members, and what was decided of whom."""

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
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.permohonan.rules import Kompetensi
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Pleno(PaksiBase):
    """One meeting of an LSP; `nomor` is that of its minutes (berita acara). Closed, it takes nobody any more."""

    __tablename__ = "paksi_pleno"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    nomor: Mapped[str] = mapped_column(String(120))
    tanggal: Mapped[date]
    tempat: Mapped[str] = mapped_column(String(200))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    ditutup_pada: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("lembaga_kode", "nomor"),
        Index("ix_paksi_pleno_lembaga_kode", "lembaga_kode", "tanggal", "id"),
    )


class AnggotaPleno(PaksiBase):
    """Somebody who sits in a pleno, in the order they are named."""

    __tablename__ = "paksi_pleno_anggota"

    pleno_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_pleno.id"), primary_key=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True, index=True)
    urutan: Mapped[int]
    ketua: Mapped[bool]

    __table_args__ = (UniqueConstraint("pleno_id", "urutan"),)


class Keputusan(PaksiBase):
    """One round of an application on a pleno's agenda, and what was decided; the asesor is repeated to be compared.

    Who decides sits in that pleno and is neither the asesi nor the asesor: the table says so.
    """

    __tablename__ = "paksi_pleno_keputusan"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    putaran: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pleno_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_pleno.id"))
    asesi_orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    asesor_orang_id: Mapped[uuid.UUID]
    pemutus_orang_id: Mapped[uuid.UUID | None]
    keputusan: Mapped[Kompetensi | None] = mapped_column(pilihan(Kompetensi, "keputusan"))
    alasan: Mapped[str | None] = mapped_column(String(500))
    diputus_pada: Mapped[datetime | None]

    __table_args__ = (
        ForeignKeyConstraint(
            ["permohonan_id", "putaran", "asesor_orang_id"],
            ["paksi_asesmen.permohonan_id", "paksi_asesmen.putaran", "paksi_asesmen.asesor_orang_id"],
            name="fk_paksi_pleno_keputusan_asesmen",
        ),
        ForeignKeyConstraint(
            ["pleno_id", "pemutus_orang_id"], ["paksi_pleno_anggota.pleno_id", "paksi_pleno_anggota.orang_id"]
        ),
        UniqueConstraint(
            "permohonan_id",
            "putaran",
            "asesi_orang_id",
            "asesor_orang_id",
            "pemutus_orang_id",
            name="uq_paksi_pleno_keputusan_orang",
        ),
        CheckConstraint(
            "pemutus_orang_id <> asesor_orang_id AND pemutus_orang_id <> asesi_orang_id",
            name="pemutus_orang_lain",
        ),
        CheckConstraint(
            "(keputusan IS NULL) = (pemutus_orang_id IS NULL) AND (keputusan IS NULL) = (diputus_pada IS NULL)",
            name="putusan_lengkap",
        ),
        Index("ix_paksi_pleno_keputusan_pleno_id", "pleno_id", "permohonan_id"),
    )
