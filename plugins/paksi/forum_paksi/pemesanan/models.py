"""Tables of seats: one row per person and schedule, and one per person and half-day."""

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
from forum_paksi.jadwal.rules import Paruh
from forum_paksi.pemesanan.rules import AlasanBatal, KeadaanPemesanan
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Pemesanan(PaksiBase):
    """One person's seat, or place on the waiting list, in one schedule.

    `wilayah_kode` is the pemda that asked. `nomor_antre` orders the waiting list of a share and is kept after a
    promotion; what people are shown is the rank among those still waiting.
    """

    __tablename__ = "paksi_pemesanan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    jadwal_id: Mapped[uuid.UUID]
    bagian_id: Mapped[uuid.UUID]
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    permintaan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_permintaan.id"), index=True)
    jalur_kode: Mapped[str | None] = mapped_column(String(32))
    keadaan: Mapped[KeadaanPemesanan] = mapped_column(pilihan(KeadaanPemesanan, "keadaan"))
    nomor_antre: Mapped[int | None]
    ditahan_sampai: Mapped[datetime | None]
    alasan_batal: Mapped[AlasanBatal | None] = mapped_column(pilihan(AlasanBatal, "alasan_batal"))
    catatan_batal: Mapped[str | None] = mapped_column(String(500))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        ForeignKeyConstraint(["bagian_id", "jadwal_id"], ["paksi_bagian.id", "paksi_bagian.jadwal_id"]),
        CheckConstraint("(keadaan = 'DITAHAN') = (ditahan_sampai IS NOT NULL)", name="tahanan_berbatas"),
        CheckConstraint("keadaan <> 'DAFTAR_TUNGGU' OR nomor_antre IS NOT NULL", name="tunggu_bernomor"),
        CheckConstraint("(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)", name="batal_beralasan"),
        UniqueConstraint("bagian_id", "nomor_antre"),
        Index(
            "uq_paksi_pemesanan_hidup",
            "jadwal_id",
            "orang_id",
            unique=True,
            sqlite_where=text("keadaan <> 'DIBATALKAN'"),
            postgresql_where=text("keadaan <> 'DIBATALKAN'"),
        ),
        Index(
            "ix_paksi_pemesanan_tunggu",
            "bagian_id",
            "nomor_antre",
            sqlite_where=text("keadaan = 'DAFTAR_TUNGGU'"),
            postgresql_where=text("keadaan = 'DAFTAR_TUNGGU'"),
        ),
        Index(
            "ix_paksi_pemesanan_ditahan_sampai",
            "ditahan_sampai",
            sqlite_where=text("keadaan = 'DITAHAN'"),
            postgresql_where=text("keadaan = 'DITAHAN'"),
        ),
        Index("ix_paksi_pemesanan_jadwal_id", "jadwal_id", "id"),
        Index("ix_paksi_pemesanan_wilayah_kode", "wilayah_kode", "id"),
    )


class OrangSesi(PaksiBase):
    """Where a person is in one half-day; the primary key keeps them from being in two places."""

    __tablename__ = "paksi_orang_sesi"

    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    paruh: Mapped[Paruh] = mapped_column(pilihan(Paruh, "paruh"), primary_key=True)
    pemesanan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_pemesanan.id"), index=True)
