"""Tables of cohorts: members, what they learned, tasks, and what was handed in."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.angkatan.rules import JenisTagihan, JenisTugas, KeadaanAngkatan, KeadaanHasil
from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe, pilihan, waktu_db

_ANGGOTA = "paksi_angkatan_anggota"
_BERKALA = text("jenis = 'LAPORAN_BERKALA'")


class Angkatan(PaksiBase):
    """One cohort of a pemda. `pendorong`: the action of a plan that asked for it, `rujukan_pendorong` how it is cited."""

    __tablename__ = "paksi_angkatan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    tahun: Mapped[int]
    nama: Mapped[str] = mapped_column(String(200))
    nama_cari: Mapped[str] = mapped_column(String(200))
    pendorong: Mapped[str | None] = mapped_column(String(500))
    rujukan_pendorong: Mapped[str | None] = mapped_column(String(120))
    keadaan: Mapped[KeadaanAngkatan] = mapped_column(pilihan(KeadaanAngkatan, "keadaan"))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    selesai_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("tahun BETWEEN 2000 AND 2200", name="tahun_wajar"),
        CheckConstraint("(keadaan = 'SELESAI') = (selesai_pada IS NOT NULL)", name="selesai_bertanggal"),
        CheckConstraint("rujukan_pendorong IS NULL OR pendorong IS NOT NULL", name="rujukan_berpendorong"),
        UniqueConstraint("wilayah_kode", "tahun", "nama_cari"),
        Index("ix_paksi_angkatan_urut", "tahun", "id"),
    )


class Anggota(PaksiBase):
    """A person in a cohort, with the office they were of when they joined; who left keeps what they did."""

    __tablename__ = _ANGGOTA

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    angkatan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan.id"))
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    masuk: Mapped[date]
    keluar: Mapped[date | None]
    """The day they left; NULL while they are a member."""
    alasan: Mapped[str | None] = mapped_column(String(500))

    __table_args__ = (
        UniqueConstraint("angkatan_id", "orang_id"),
        UniqueConstraint("id", "angkatan_id"),
        CheckConstraint("keluar >= masuk", name="urutan_tanggal"),
        CheckConstraint("(keluar IS NULL) = (alasan IS NULL)", name="keluar_beralasan"),
    )


class Elearning(PaksiBase):
    """A class of e-learning a member passed; the person's evidence grows out of it."""

    __tablename__ = "paksi_angkatan_elearning"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    anggota_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan_anggota.id"))
    kelas: Mapped[str] = mapped_column(String(200))
    kelas_cari: Mapped[str] = mapped_column(String(200))
    penyelenggara: Mapped[str | None] = mapped_column(String(200))
    selesai: Mapped[date]
    nomor: Mapped[str | None] = mapped_column(String(80))
    """Of the certificate, as written on it."""
    dicatat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (UniqueConstraint("anggota_id", "kelas_cari"),)


class Tugas(PaksiBase):
    """What every member of a cohort does until `batas` (a date, that day included); a report has the span it is about."""

    __tablename__ = "paksi_angkatan_tugas"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    angkatan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan.id"))
    jenis: Mapped[JenisTugas] = mapped_column(pilihan(JenisTugas, "jenis"))
    nama: Mapped[str] = mapped_column(String(200))
    mulai: Mapped[date | None]
    selesai: Mapped[date | None]
    batas: Mapped[date]

    __table_args__ = (
        UniqueConstraint("id", "angkatan_id"),
        CheckConstraint(
            "(jenis = 'LAPORAN_BERKALA') = (mulai IS NOT NULL) AND (mulai IS NULL) = (selesai IS NULL)",
            name="berkala_berperiode",
        ),
        CheckConstraint("selesai >= mulai AND batas >= selesai", name="urutan_tanggal"),
        Index("ix_paksi_angkatan_tugas_angkatan_id", "angkatan_id", "batas", "id"),
        Index("ix_paksi_angkatan_tugas_batas", "batas", "id"),
        Index(
            "uq_paksi_angkatan_tugas_periode",
            "angkatan_id",
            "mulai",
            unique=True,
            sqlite_where=_BERKALA,
            postgresql_where=_BERKALA,
        ),
    )


class HasilTugas(PaksiBase):
    """What a member handed in for a task of the own cohort, once; handing in again replaces it."""

    __tablename__ = "paksi_angkatan_hasil"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    angkatan_id: Mapped[uuid.UUID]
    tugas_id: Mapped[uuid.UUID]
    anggota_id: Mapped[uuid.UUID]
    keadaan: Mapped[KeadaanHasil] = mapped_column(pilihan(KeadaanHasil, "keadaan"))
    uraian: Mapped[str] = mapped_column(Text)
    dilaksanakan: Mapped[date]
    catatan: Mapped[str | None] = mapped_column(String(500))
    """Why it was returned."""
    diserahkan_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        ForeignKeyConstraint(
            ["tugas_id", "angkatan_id"], ["paksi_angkatan_tugas.id", "paksi_angkatan_tugas.angkatan_id"]
        ),
        ForeignKeyConstraint(["anggota_id", "angkatan_id"], [f"{_ANGGOTA}.id", f"{_ANGGOTA}.angkatan_id"]),
        UniqueConstraint("tugas_id", "anggota_id"),
        CheckConstraint("(keadaan = 'DIKEMBALIKAN') = (catatan IS NOT NULL)", name="dikembalikan_bercatatan"),
        Index("ix_paksi_angkatan_hasil_anggota_id", "anggota_id"),
        Index("ix_paksi_angkatan_hasil_angkatan_id", "angkatan_id"),
    )


class BerkasHasil(PaksiBase):
    """A file that shows what was handed in."""

    __tablename__ = "paksi_angkatan_berkas"

    berkas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("berkas.id"), primary_key=True)
    hasil_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan_hasil.id"), index=True)
    urutan: Mapped[int]


class Tagihan(PaksiBase):
    """That a member was told that a task is due, or overdue; they are told of each once."""

    __tablename__ = "paksi_angkatan_tagihan"

    tugas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_angkatan_tugas.id"), primary_key=True)
    anggota_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("paksi_angkatan_anggota.id"), primary_key=True, index=True
    )
    jenis: Mapped[JenisTagihan] = mapped_column(pilihan(JenisTagihan, "jenis"), primary_key=True)
    pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
