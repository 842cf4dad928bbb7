"""Tables of schedules: their half-days, accepted jalur, the regions they are open to, and their shares."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, KeadaanJadwal, Mode, Paruh
from forum_server.plugin import KodeTipe, pilihan


class Jadwal(PaksiBase):
    """One schedule of an LSP. `terbagi` is the sum of its shares' capacities; what is left is held back."""

    __tablename__ = "paksi_jadwal"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    kode: Mapped[str] = mapped_column(String(32), unique=True)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    jenis: Mapped[JenisJadwal] = mapped_column(pilihan(JenisJadwal, "jenis"))
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    mode: Mapped[Mode] = mapped_column(pilihan(Mode, "mode"))
    tuk_nama: Mapped[str | None] = mapped_column(String(200))
    tuk_wilayah: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), index=True)
    zona: Mapped[str] = mapped_column(String(32))
    batas_daftar: Mapped[datetime]
    mulai_pada: Mapped[datetime]
    jumlah_asesor: Mapped[int]
    batas_per_asesor: Mapped[int]
    jumlah_hari: Mapped[int]
    jumlah_sesi: Mapped[int]
    kapasitas: Mapped[int]
    terbagi: Mapped[int]
    tahanan_menit: Mapped[int]
    cakupan: Mapped[Cakupan] = mapped_column(pilihan(Cakupan, "cakupan"))
    keadaan: Mapped[KeadaanJadwal] = mapped_column(pilihan(KeadaanJadwal, "keadaan"))
    alasan_batal: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        CheckConstraint(
            "jumlah_asesor > 0 AND batas_per_asesor > 0 AND jumlah_hari > 0", name="angka_positif"
        ),
        CheckConstraint(
            "kapasitas > 0 AND kapasitas <= jumlah_asesor * jumlah_hari * batas_per_asesor",
            name="kapasitas_dalam_daya_asesor",
        ),
        CheckConstraint("terbagi >= 0 AND terbagi <= kapasitas", name="terbagi_dalam_kapasitas"),
        CheckConstraint(
            "jumlah_sesi >= jumlah_hari AND jumlah_sesi <= 2 * jumlah_hari", name="sesi_per_hari"
        ),
        CheckConstraint("tahanan_menit > 0", name="tahanan_positif"),
        CheckConstraint("batas_daftar <= mulai_pada", name="batas_sebelum_mulai"),
        CheckConstraint(
            "(mode = 'TATAP_MUKA') = (tuk_wilayah IS NOT NULL) AND (tuk_nama IS NULL) = (tuk_wilayah IS NULL)",
            name="tuk_bila_tatap_muka",
        ),
        CheckConstraint("(keadaan = 'DIBATALKAN') = (alasan_batal IS NOT NULL)", name="batal_beralasan"),
        Index("ix_paksi_jadwal_urut", "mulai_pada", "id"),
        Index("ix_paksi_jadwal_lembaga_kode", "lembaga_kode", "mulai_pada"),
    )


class JadwalSesi(PaksiBase):
    """One half-day a schedule occupies."""

    __tablename__ = "paksi_jadwal_sesi"

    jadwal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jadwal.id"), primary_key=True)
    tanggal: Mapped[date] = mapped_column(primary_key=True)
    paruh: Mapped[Paruh] = mapped_column(pilihan(Paruh, "paruh"), primary_key=True)


class JadwalJalur(PaksiBase):
    """A jalur a schedule accepts; a schedule without any takes people who need none (API, naik jenjang)."""

    __tablename__ = "paksi_jadwal_jalur"

    jadwal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jadwal.id"), primary_key=True)
    jalur_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jalur.id"), primary_key=True, index=True)


class JadwalWilayah(PaksiBase):
    """A province or pemda a schedule is open to; none when it is open to the nation."""

    __tablename__ = "paksi_jadwal_wilayah"

    jadwal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jadwal.id"), primary_key=True)
    wilayah_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, index=True
    )


class Bagian(PaksiBase):
    """A share of a schedule's seats with its own waiting list: the open one, or one reserved for a himpunan.

    `diterima_sampai` repeats, on the one row a booking locks, until when seats may be asked for; NULL while the
    schedule isn't DIBUKA. `antre_terakhir` is the last queue number given; it is only raised with the row locked,
    so queue numbers follow the order of commits.
    """

    __tablename__ = "paksi_bagian"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    jadwal_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_jadwal.id"))
    himpunan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_himpunan.id"), index=True)
    kapasitas: Mapped[int]
    terisi: Mapped[int] = mapped_column(default=0)
    antre_terakhir: Mapped[int] = mapped_column(default=0)
    kebijakan: Mapped[Kebijakan] = mapped_column(pilihan(Kebijakan, "kebijakan"))
    diterima_sampai: Mapped[datetime | None]
    kembali_pada: Mapped[datetime | None]
    dikembalikan: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        CheckConstraint("terisi >= 0 AND terisi <= kapasitas", name="terisi_dalam_kapasitas"),
        CheckConstraint("antre_terakhir >= 0 AND dikembalikan >= 0", name="hitungan_tak_negatif"),
        CheckConstraint("himpunan_id IS NOT NULL OR kembali_pada IS NULL", name="terbuka_tidak_kembali"),
        CheckConstraint("himpunan_id IS NOT NULL OR kebijakan = 'URUT_WAKTU'", name="terbuka_urut_waktu"),
        UniqueConstraint("jadwal_id", "himpunan_id"),
        UniqueConstraint("id", "jadwal_id"),
        Index(
            "uq_paksi_bagian_terbuka",
            "jadwal_id",
            unique=True,
            sqlite_where=text("himpunan_id IS NULL"),
            postgresql_where=text("himpunan_id IS NULL"),
        ),
        Index(
            "ix_paksi_bagian_kembali_pada",
            "kembali_pada",
            sqlite_where=text("kembali_pada IS NOT NULL"),
            postgresql_where=text("kembali_pada IS NOT NULL"),
        ),
    )
