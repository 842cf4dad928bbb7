"""Tables of speaker requests: the request, who is where in which half-day for it, and its numbers."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.jadwal.rules import Paruh
from forum_paksi.penyuluh.rules import KeadaanPenyuluhan
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class PermintaanPenyuluh(PaksiBase):
    """A request for a speaker to the inspectorate of one pemda.

    `peminta` names who asks where that is no perangkat daerah. `tanggal` and `paruh` (empty: the whole day) are what
    is wished, and once somebody is assigned, what was agreed. `tahun` is the year in which it was asked there.
    """

    __tablename__ = "paksi_permintaan_penyuluh"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nomor: Mapped[str] = mapped_column(String(48), unique=True)
    tahun: Mapped[int]
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    peminta: Mapped[str | None] = mapped_column(String(200))
    akun_id: Mapped[uuid.UUID | None]
    """Who wrote it; told how it goes on."""
    materi: Mapped[str] = mapped_column(String(200))
    sasaran: Mapped[str] = mapped_column(String(200))
    jumlah_peserta: Mapped[int]
    tempat: Mapped[str] = mapped_column(String(200))
    tempat_wilayah: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), index=True)
    tanggal: Mapped[date]
    paruh: Mapped[Paruh | None] = mapped_column(pilihan(Paruh, "paruh"))
    catatan: Mapped[str | None] = mapped_column(String(1000))
    keadaan: Mapped[KeadaanPenyuluhan] = mapped_column(pilihan(KeadaanPenyuluhan, "keadaan"))
    penyuluh_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"))
    nomor_surat: Mapped[str | None] = mapped_column(String(120))
    """Number of the letter of assignment."""
    tanggal_surat: Mapped[date | None]
    kegiatan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_kegiatan.id"), unique=True)
    """The report that grew out of it."""
    alasan: Mapped[str | None] = mapped_column(String(500))
    ditugaskan_pada: Mapped[datetime | None]
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("jumlah_peserta > 0", name="berpeserta"),
        CheckConstraint("perangkat_daerah_id IS NOT NULL OR peminta IS NOT NULL", name="berpeminta"),
        CheckConstraint(
            "keadaan = 'DIBATALKAN' OR (keadaan IN ('DITUGASKAN', 'SELESAI')) = (penyuluh_id IS NOT NULL)",
            name="berpenyuluh",
        ),
        CheckConstraint(
            "(penyuluh_id IS NULL) = (nomor_surat IS NULL) AND (penyuluh_id IS NULL) = (tanggal_surat IS NULL)"
            " AND (penyuluh_id IS NULL) = (ditugaskan_pada IS NULL)",
            name="bersurat",
        ),
        CheckConstraint("keadaan <> 'SELESAI' OR kegiatan_id IS NOT NULL", name="selesai_dilaporkan"),
        CheckConstraint("kegiatan_id IS NULL OR penyuluh_id IS NOT NULL", name="dilaporkan_penyuluh"),
        CheckConstraint("keadaan NOT IN ('DITOLAK', 'DIBATALKAN') OR alasan IS NOT NULL", name="beralasan"),
        UniqueConstraint("id", "penyuluh_id"),
        Index("ix_paksi_permintaan_penyuluh_wilayah_kode", "wilayah_kode", "tahun", "keadaan"),
        Index("ix_paksi_permintaan_penyuluh_urut", "tanggal", "id"),
        Index("ix_paksi_permintaan_penyuluh_penyuluh_id", "penyuluh_id", "tanggal", "id"),
    )


class SesiPenyuluh(PaksiBase):
    """Where a penyuluh is in one half-day; the primary key keeps them from being asked to two places."""

    __tablename__ = "paksi_penyuluh_sesi"

    orang_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    paruh: Mapped[Paruh] = mapped_column(pilihan(Paruh, "paruh"), primary_key=True)
    permintaan_id: Mapped[uuid.UUID] = mapped_column(index=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["permintaan_id", "orang_id"],
            ["paksi_permintaan_penyuluh.id", "paksi_permintaan_penyuluh.penyuluh_id"],
        ),
    )


class NomorPenyuluh(PaksiBase):
    """The last number given to a request for a speaker of one pemda in one year."""

    __tablename__ = "paksi_nomor_penyuluh"

    # The numbers given so far name the old code; a new code counts anew.
    wilayah_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, info={"wilayah": "sejarah"}
    )
    tahun: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terakhir: Mapped[int]
