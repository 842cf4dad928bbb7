"""Tables of requests: their candidates, wished dates, and the consultation with the LSP."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.pelaku import Pelaku
from forum_paksi.permintaan.rules import KeadaanPermintaan, SumberAnggaran
from forum_server.plugin import KodeTipe, pilihan, waktu_db


class Permintaan(PaksiBase):
    """A pemda's request to an LSP. `alasan` says why it was withdrawn or refused."""

    __tablename__ = "paksi_permintaan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nomor: Mapped[str] = mapped_column(String(48), unique=True)
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"), index=True)
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    jalur_kode: Mapped[str | None] = mapped_column(String(32))
    keadaan: Mapped[KeadaanPermintaan] = mapped_column(pilihan(KeadaanPermintaan, "keadaan"))
    sumber_anggaran: Mapped[SumberAnggaran | None] = mapped_column(pilihan(SumberAnggaran, "sumber_anggaran"))
    pagu_rupiah: Mapped[int | None] = mapped_column(BigInteger)
    nomor_surat: Mapped[str | None] = mapped_column(String(120))
    tanggal_surat: Mapped[date | None]
    himpunan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_himpunan.id"), index=True)
    alasan: Mapped[str | None] = mapped_column(String(500))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    diajukan_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("pagu_rupiah IS NULL OR pagu_rupiah >= 0", name="pagu_tak_negatif"),
        CheckConstraint(
            "keadaan IN ('DRAF', 'DITARIK') OR diajukan_pada IS NOT NULL", name="pernah_diajukan"
        ),
        CheckConstraint(
            "(keadaan IN ('DIHIMPUN', 'DIALOKASIKAN', 'SELESAI')) = (himpunan_id IS NOT NULL)",
            name="terhimpun",
        ),
        CheckConstraint("keadaan <> 'DITOLAK' OR alasan IS NOT NULL", name="tolak_beralasan"),
        Index("ix_paksi_permintaan_wilayah_kode", "wilayah_kode", "keadaan"),
        Index("ix_paksi_permintaan_urut", "dibuat_pada", "id"),
    )


class NomorPermintaan(PaksiBase):
    """The last number given to a request of one pemda in one year."""

    __tablename__ = "paksi_nomor_permintaan"

    # The numbers given so far name the old code; a new code counts anew.
    wilayah_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, info={"wilayah": "sejarah"}
    )
    tahun: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    terakhir: Mapped[int]


class Calon(PaksiBase):
    """A candidate of a request; `urutan` is the pemda's own order of preference, from 1."""

    __tablename__ = "paksi_calon"

    permintaan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permintaan.id"), primary_key=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True, index=True)
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))
    urutan: Mapped[int]

    __table_args__ = (
        UniqueConstraint("permintaan_id", "urutan"),
        CheckConstraint("urutan > 0", name="urutan_positif"),
    )


class TanggalPermintaan(PaksiBase):
    """A wished span of dates; `urutan` 1 is wanted most."""

    __tablename__ = "paksi_permintaan_tanggal"

    permintaan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permintaan.id"), primary_key=True)
    urutan: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mulai: Mapped[date]
    sampai: Mapped[date]

    __table_args__ = (CheckConstraint("sampai >= mulai", name="rentang_maju"),)


class Konsultasi(PaksiBase):
    """One message of the consultation about a request; `pihak` says in which capacity it was written."""

    __tablename__ = "paksi_konsultasi"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    permintaan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permintaan.id"))
    akun_id: Mapped[uuid.UUID | None]
    pihak: Mapped[Pelaku] = mapped_column(pilihan(Pelaku, "pihak"))
    isi: Mapped[str] = mapped_column(String(4000))
    dikirim_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (Index("ix_paksi_konsultasi_permintaan_id", "permintaan_id", "dikirim_pada", "id"),)
