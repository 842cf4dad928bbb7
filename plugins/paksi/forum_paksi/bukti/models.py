"""The table of people's evidence."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.bukti.rules import JenisBukti
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Bukti(PaksiBase):
    """One thing a person passed or taught, once per name and last day.

    `asal_id` is the record it grew from (a participant of a wave, a member of a cohort), empty when it was written
    down by hand; what grew from a record changes with that record only.
    """

    __tablename__ = "paksi_bukti"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"))
    jenis: Mapped[JenisBukti] = mapped_column(pilihan(JenisBukti, "jenis"))
    nama: Mapped[str] = mapped_column(String(200))
    penyelenggara: Mapped[str | None] = mapped_column(String(200))
    nomor: Mapped[str | None] = mapped_column(String(80))
    mulai: Mapped[date]
    selesai: Mapped[date]
    asal_id: Mapped[uuid.UUID | None] = mapped_column(unique=True)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    berkas_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("berkas.id"), unique=True)
    """The certificate or letter that shows it."""
    akun_id: Mapped[uuid.UUID | None]
    dicatat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("selesai >= mulai", name="urutan_tanggal"),
        UniqueConstraint("orang_id", "jenis", "nama", "selesai"),
        Index("ix_paksi_bukti_wilayah_kode", "wilayah_kode", "id"),
    )
