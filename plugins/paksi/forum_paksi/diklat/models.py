"""Tables of training waves: their days, trainers, participants, and who attended which day."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.diklat.rules import HasilDiklat, JenisHari, KeadaanGelombang
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Gelombang(PaksiBase):
    """One wave of training, run for `wilayah_kode` and open to people of others.

    `mulai` and `selesai` repeat its first and last day, NULL while it has none. `terisi` is the number of its
    participants. `jadwal_id` is the schedule of kind DIKLAT whose confirmed seats may come in, if any.
    """

    __tablename__ = "paksi_gelombang"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama: Mapped[str] = mapped_column(String(200))
    penyelenggara: Mapped[str] = mapped_column(String(200))
    tempat: Mapped[str | None] = mapped_column(String(200))
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    jadwal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_jadwal.id"), index=True)
    kuota: Mapped[int]
    terisi: Mapped[int] = mapped_column(default=0)
    jp: Mapped[int | None]
    """Jam pelajaran; no source says how many, so nobody has to."""
    mulai: Mapped[date | None]
    selesai: Mapped[date | None]
    keadaan: Mapped[KeadaanGelombang] = mapped_column(pilihan(KeadaanGelombang, "keadaan"))
    alasan_batal: Mapped[str | None] = mapped_column(String(500))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("kuota > 0 AND (jp IS NULL OR jp > 0)", name="angka_positif"),
        CheckConstraint("terisi >= 0 AND terisi <= kuota", name="terisi_dalam_kuota"),
        CheckConstraint("(mulai IS NULL) = (selesai IS NULL) AND selesai >= mulai", name="urutan_tanggal"),
        CheckConstraint("keadaan IN ('DISUSUN', 'DIBATALKAN') OR mulai IS NOT NULL", name="berhari"),
        CheckConstraint("(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)", name="batal_beralasan"),
        Index("ix_paksi_gelombang_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_gelombang_urut", "dibuat_pada", "id"),
    )


class HariGelombang(PaksiBase):
    """One day of a wave, together (synchronous) or each by themself (asynchronous)."""

    __tablename__ = "paksi_gelombang_hari"

    gelombang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_gelombang.id"), primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    jenis: Mapped[JenisHari] = mapped_column(pilihan(JenisHari, "jenis"))


class PelatihGelombang(PaksiBase):
    """Who teaches in a wave; who does is not its participant."""

    __tablename__ = "paksi_gelombang_pelatih"

    gelombang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_gelombang.id"), primary_key=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True, index=True)


class PesertaGelombang(PaksiBase):
    """Who takes part in a wave; region and OPD are theirs when they were registered.

    `pemesanan_id` is the seat they came with. The evidence that grows from passing names `id` as its origin.
    """

    __tablename__ = "paksi_gelombang_peserta"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    gelombang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_gelombang.id"))
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    pemesanan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_pemesanan.id"), unique=True)
    hasil: Mapped[HasilDiklat | None] = mapped_column(pilihan(HasilDiklat, "hasil"))
    nomor_sertifikat: Mapped[str | None] = mapped_column(String(80))
    dinilai_pada: Mapped[datetime | None]
    terdaftar_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        UniqueConstraint("gelombang_id", "orang_id"),
        UniqueConstraint("id", "gelombang_id"),
        CheckConstraint("(hasil IS NULL) = (dinilai_pada IS NULL)", name="dinilai_bertanggal"),
        CheckConstraint(
            "nomor_sertifikat IS NULL OR coalesce(hasil, '') = 'LULUS'", name="bernomor_bila_lulus"
        ),
        Index("ix_paksi_gelombang_peserta_wilayah_kode", "wilayah_kode", "id"),
    )


class OrangHari(PaksiBase):
    """In which wave a person is on one synchronous day, teaching or taught; the key keeps them out of two at once."""

    __tablename__ = "paksi_orang_hari"

    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    gelombang_id: Mapped[uuid.UUID]

    __table_args__ = (
        ForeignKeyConstraint(
            ["gelombang_id", "tanggal"],
            ["paksi_gelombang_hari.gelombang_id", "paksi_gelombang_hari.tanggal"],
        ),
        Index("ix_paksi_orang_hari_gelombang", "gelombang_id", "tanggal"),
    )


class HadirGelombang(PaksiBase):
    """Whether a participant was there on one day of the wave; no row: not written down."""

    __tablename__ = "paksi_gelombang_hadir"

    peserta_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    gelombang_id: Mapped[uuid.UUID]
    hadir: Mapped[bool]

    __table_args__ = (
        ForeignKeyConstraint(
            ["peserta_id", "gelombang_id"],
            ["paksi_gelombang_peserta.id", "paksi_gelombang_peserta.gelombang_id"],
        ),
        ForeignKeyConstraint(
            ["gelombang_id", "tanggal"],
            ["paksi_gelombang_hari.gelombang_id", "paksi_gelombang_hari.tanggal"],
        ),
        Index("ix_paksi_gelombang_hadir_hari", "gelombang_id", "tanggal"),
    )
