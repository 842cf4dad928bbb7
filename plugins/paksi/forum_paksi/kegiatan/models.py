"""Tables of activity reports: the report, its evidence, and what may be reported."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.kegiatan.rules import BentukKomunitas, BidangApi, JenisKegiatan, KeadaanKegiatan, SegiApi
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Kegiatan(PaksiBase):
    """One activity of one penyuluh; `wilayah_kode` and `perangkat_daerah_id` are theirs when it was written.

    The same activity (kind, days, name) of one person stands here once, unless it was refused.
    """

    __tablename__ = "paksi_kegiatan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"))
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    """The LSP that verifies it."""
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    jenis: Mapped[JenisKegiatan] = mapped_column(pilihan(JenisKegiatan, "jenis"))
    bentuk: Mapped[BentukKomunitas | None] = mapped_column(pilihan(BentukKomunitas, "bentuk"))
    bidang: Mapped[BidangApi | None] = mapped_column(pilihan(BidangApi, "bidang"))
    segi: Mapped[SegiApi | None] = mapped_column(pilihan(SegiApi, "segi"))
    nama: Mapped[str] = mapped_column(String(200))
    nama_cari: Mapped[str] = mapped_column(String(200))
    ruang_lingkup: Mapped[str] = mapped_column(String(120))
    sasaran: Mapped[str] = mapped_column(String(200))
    tujuan: Mapped[str] = mapped_column(Text)
    deskripsi: Mapped[str] = mapped_column(Text)
    hasil: Mapped[str | None] = mapped_column(Text)
    tindak_lanjut: Mapped[str | None] = mapped_column(Text)
    tempat: Mapped[str] = mapped_column(String(200))
    tempat_wilayah: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), index=True)
    mulai: Mapped[date]
    selesai: Mapped[date]
    jumlah_peserta: Mapped[int]
    keadaan: Mapped[KeadaanKegiatan] = mapped_column(pilihan(KeadaanKegiatan, "keadaan"))
    catatan: Mapped[str | None] = mapped_column(String(500))
    """What the verifier said last."""
    pemeriksa_akun_id: Mapped[uuid.UUID | None]
    pemeriksa_orang_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"), index=True)
    """Who verified it last; never whose report it is."""
    diputus_pada: Mapped[datetime | None]
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("selesai >= mulai", name="urutan_tanggal"),
        CheckConstraint("jumlah_peserta >= 0", name="peserta_tak_negatif"),
        CheckConstraint(
            "(jenis = 'PENGEMBANGAN_KOMUNITAS') = (bentuk IS NOT NULL)", name="bentuk_bila_komunitas"
        ),
        CheckConstraint(
            "(jenis = 'API') = (bidang IS NOT NULL) AND (bidang IS NULL) = (segi IS NULL)",
            name="bidang_bila_api",
        ),
        CheckConstraint(
            "(keadaan IN ('DITERIMA', 'DITOLAK')) = (diputus_pada IS NOT NULL)", name="putusan_bertanggal"
        ),
        CheckConstraint(
            "keadaan NOT IN ('PERLU_REVISI', 'DITOLAK') OR catatan IS NOT NULL", name="beralasan"
        ),
        CheckConstraint(
            "pemeriksa_orang_id IS NULL OR pemeriksa_orang_id <> orang_id", name="diperiksa_orang_lain"
        ),
        Index(
            "uq_paksi_kegiatan_sekali",
            "orang_id",
            "jenis",
            "mulai",
            "selesai",
            "nama_cari",
            unique=True,
            sqlite_where=text("keadaan <> 'DITOLAK'"),
            postgresql_where=text("keadaan <> 'DITOLAK'"),
        ),
        Index("ix_paksi_kegiatan_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_kegiatan_lembaga_kode", "lembaga_kode", "keadaan", "id"),
        Index("ix_paksi_kegiatan_orang_id", "orang_id", "mulai", "id"),
        Index("ix_paksi_kegiatan_urut", "mulai", "id"),
    )


class BuktiKegiatan(PaksiBase):
    """A photo or document of one report; a file is evidence of one report only."""

    __tablename__ = "paksi_kegiatan_berkas"

    berkas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("berkas.id"), primary_key=True)
    kegiatan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_kegiatan.id"))
    dilampirkan_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        Index("ix_paksi_kegiatan_berkas_kegiatan_id", "kegiatan_id", "dilampirkan_pada", "berkas_id"),
    )


class JenisDiterima(PaksiBase):
    """Which kind of activity belongs to which kind of scheme; `hanya_pemegang`: only holders and candidates report it."""

    __tablename__ = "paksi_kegiatan_jenis"

    jenis: Mapped[JenisKegiatan] = mapped_column(pilihan(JenisKegiatan, "jenis"), primary_key=True)
    jenis_skema: Mapped[JenisSkema] = mapped_column(pilihan(JenisSkema, "jenis_skema"))
    hanya_pemegang: Mapped[bool]
    sumber: Mapped[str] = mapped_column(String(300))


class Sasaran(PaksiBase):
    """An audience that may be reported in one field (ruang lingkup); a field without rows takes any audience."""

    __tablename__ = "paksi_kegiatan_sasaran"

    ruang_lingkup_cari: Mapped[str] = mapped_column(String(120), primary_key=True)
    sasaran_cari: Mapped[str] = mapped_column(String(200), primary_key=True)
    ruang_lingkup: Mapped[str] = mapped_column(String(120))
    sasaran: Mapped[str] = mapped_column(String(200))
    urutan: Mapped[int]
    sumber: Mapped[str] = mapped_column(String(300))
