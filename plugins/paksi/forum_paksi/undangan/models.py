"""Tables of invitations: the invitation, the versions of its text, and the dates and jalur of each version."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.jadwal.rules import JenisJadwal
from forum_paksi.pelaku import Pelaku
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.undangan.rules import KeadaanUndangan
from forum_server.plugin import KodeTipe, pilihan, waktu_db

BERLAKU = "keadaan IN ('DRAF', 'DIKIRIM', 'DIJAWAB', 'TIDAK_DISETUJUI', 'DISEPAKATI')"
"""Live or agreed: a pool has one such invitation at most."""


class Undangan(PaksiBase):
    """A pool's invitation to its LSP; a pool is for one LSP, so there is no second one to invite.

    `versi` is that of the current text. `dikirim_pada`: when the LSP first saw any; NULL while it is the
    coordinator's alone. `alasan` says why it stands where it stands.
    """

    __tablename__ = "paksi_undangan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    himpunan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_himpunan.id"), index=True)
    keadaan: Mapped[KeadaanUndangan] = mapped_column(pilihan(KeadaanUndangan, "keadaan"))
    versi: Mapped[int]
    jawab_sampai: Mapped[datetime | None]
    alasan: Mapped[str | None] = mapped_column(String(500))
    jadwal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_jadwal.id"), unique=True)
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    dikirim_pada: Mapped[datetime | None]
    disepakati_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("versi > 0", name="versi_positif"),
        CheckConstraint(
            "keadaan IN ('DRAF', 'DITARIK', 'GUGUR') OR dikirim_pada IS NOT NULL", name="pernah_dikirim"
        ),
        CheckConstraint("keadaan <> 'DISEPAKATI' OR jadwal_id IS NOT NULL", name="sepakat_berjadwal"),
        CheckConstraint(
            "(jadwal_id IS NULL OR keadaan IN ('DISEPAKATI', 'GUGUR')) "
            "AND (jadwal_id IS NULL) = (disepakati_pada IS NULL)",
            name="jadwal_bila_sepakat",
        ),
        CheckConstraint(
            "keadaan NOT IN ('DITOLAK', 'TIDAK_DISETUJUI', 'GUGUR') OR alasan IS NOT NULL", name="beralasan"
        ),
        Index(
            "uq_paksi_undangan_berlaku",
            "himpunan_id",
            unique=True,
            sqlite_where=text(BERLAKU),
            postgresql_where=text(BERLAKU),
        ),
        Index("ix_paksi_undangan_urut", "dibuat_pada", "id"),
    )


class Putaran(PaksiBase):
    """One version of the text, by the coordinator or as the LSP's answer, and what became of it.

    What was sent is never changed again; a text nobody was sent is replaced by its successor.
    """

    __tablename__ = "paksi_undangan_putaran"

    undangan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_undangan.id"), primary_key=True)
    versi: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    pihak: Mapped[Pelaku] = mapped_column(pilihan(Pelaku, "pihak"))
    jenis: Mapped[JenisJadwal] = mapped_column(pilihan(JenisJadwal, "jenis"))
    tuan_rumah: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    tuk_nama: Mapped[str] = mapped_column(String(200))
    tuk_alamat: Mapped[str] = mapped_column(String(300))
    tuk_wilayah: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    peserta: Mapped[int]
    sumber_anggaran: Mapped[SumberAnggaran] = mapped_column(pilihan(SumberAnggaran, "sumber_anggaran"))
    anggaran_rupiah: Mapped[int] = mapped_column(BigInteger)
    catatan: Mapped[str | None] = mapped_column(String(1000))
    jumlah_asesor: Mapped[int | None]
    batas_per_asesor: Mapped[int | None]
    batas_daftar: Mapped[str | None] = mapped_column(String(32))
    """As the LSP wrote it: a local time of the TUK's zone, without offset."""
    akun_id: Mapped[uuid.UUID | None]
    ditulis_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())
    dikirim_pada: Mapped[datetime | None]
    hasil: Mapped[KeadaanUndangan | None] = mapped_column(pilihan(KeadaanUndangan, "hasil"))
    alasan: Mapped[str | None] = mapped_column(String(500))
    ditanggapi_pada: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint("pihak IN ('KOORDINATOR', 'LSP')", name="dua_pihak"),
        CheckConstraint("peserta > 0 AND anggaran_rupiah >= 0", name="angka_wajar"),
        CheckConstraint(
            "(pihak = 'LSP') = (jumlah_asesor IS NOT NULL) AND (pihak = 'LSP') = (batas_per_asesor IS NOT NULL) "
            "AND (pihak = 'LSP') = (batas_daftar IS NOT NULL)",
            name="kesanggupan_lsp",
        ),
        CheckConstraint("pihak <> 'LSP' OR dikirim_pada IS NOT NULL", name="jawaban_terkirim"),
        CheckConstraint(
            "(hasil IS NULL) = (ditanggapi_pada IS NULL) AND (hasil IS NULL OR dikirim_pada IS NOT NULL)",
            name="ditanggapi_bila_terkirim",
        ),
    )


class TanggalUndangan(PaksiBase):
    """One of the dates a version of the text offers; `urutan` 1 is wanted most."""

    __tablename__ = "paksi_undangan_tanggal"

    undangan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    versi: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    urutan: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    mulai: Mapped[date]
    sampai: Mapped[date]

    __table_args__ = (
        ForeignKeyConstraint(
            ["undangan_id", "versi"],
            ["paksi_undangan_putaran.undangan_id", "paksi_undangan_putaran.versi"],
        ),
        CheckConstraint("sampai >= mulai AND urutan > 0", name="rentang_maju"),
    )


class JalurUndangan(PaksiBase):
    """A jalur the event accepts, by its code; none where the skema needs none."""

    __tablename__ = "paksi_undangan_jalur"

    undangan_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    versi: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    jalur_kode: Mapped[str] = mapped_column(String(32), primary_key=True)

    __table_args__ = (
        ForeignKeyConstraint(
            ["undangan_id", "versi"],
            ["paksi_undangan_putaran.undangan_id", "paksi_undangan_putaran.versi"],
        ),
    )
