"""Tables of good practice."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.praktik.rules import KeadaanPraktik
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class PraktikBaik(PaksiBase):
    """A good practice a member wrote down; all regions read it once its own region published it.

    `wilayah_kode` and `perangkat_daerah_id` are where it was done.
    """

    __tablename__ = "paksi_praktik_baik"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    anggota_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan_anggota.id"), index=True)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    judul: Mapped[str] = mapped_column(String(200))
    ringkasan: Mapped[str] = mapped_column(String(1000))
    isi: Mapped[str] = mapped_column(Text)
    keadaan: Mapped[KeadaanPraktik] = mapped_column(pilihan(KeadaanPraktik, "keadaan"))
    alasan: Mapped[str | None] = mapped_column(String(500))
    """Why the region gave it back or took it back."""
    penyetuju_akun_id: Mapped[uuid.UUID | None]
    """Whose account consented for the region; NULL for the server itself."""
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    disetujui_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("(keadaan = 'TERBIT') = (disetujui_pada IS NOT NULL)", name="terbit_disetujui"),
        CheckConstraint("keadaan <> 'DITARIK' OR alasan IS NOT NULL", name="ditarik_beralasan"),
        Index("ix_paksi_praktik_baik_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_praktik_baik_urut", "dibuat_pada", "id"),
    )


class BerkasPraktik(PaksiBase):
    """A file that belongs to a good practice, readable with it."""

    __tablename__ = "paksi_praktik_berkas"

    berkas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("berkas.id"), primary_key=True)
    praktik_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_praktik_baik.id"), index=True)
    urutan: Mapped[int]
