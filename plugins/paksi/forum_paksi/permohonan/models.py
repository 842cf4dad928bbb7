"""Tables of applications: the application, its self-assessment, documents, findings, history, and what it used up."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import KodeTipe, KolomTersandi, pilihan, waktu_db

TERBUKA = (
    "keadaan NOT IN ('TIDAK_MEMENUHI_SYARAT', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT', 'MUNDUR', 'DIBATALKAN',"
    " 'TIDAK_HADIR')"
)
"""Something is still waited for; a person has one such application per kind of scheme at most."""


class Permohonan(PaksiBase):
    """One person's application to one LSP; at most one is open per person and kind of scheme.

    `wilayah_kode` and `perangkat_daerah_id` are the person's when it was written. `putaran` is the round of
    assessment, 2 after an appeal was upheld. `verifikator_*` and `asesor_orang_id` are those of now, and never the
    applicant.
    """

    __tablename__ = "paksi_permohonan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nomor: Mapped[str] = mapped_column(String(40), unique=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"))
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    jenis_skema: Mapped[JenisSkema] = mapped_column(pilihan(JenisSkema, "jenis_skema"))
    jenis: Mapped[JenisPermohonan] = mapped_column(pilihan(JenisPermohonan, "jenis"))
    jalur_kode: Mapped[str | None] = mapped_column(String(32))
    dari_sertifikat_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("paksi_sertifikat.id"), index=True
    )
    persyaratan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_persyaratan.id"), index=True)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("perangkat_daerah.id"), index=True
    )
    keadaan: Mapped[KeadaanPermohonan] = mapped_column(pilihan(KeadaanPermohonan, "keadaan"))
    putaran: Mapped[int]
    pemesanan_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_pemesanan.id"), unique=True)
    informasi_pendukung: Mapped[str | None] = mapped_column(Text)
    kebutuhan_khusus_sandi: Mapped[str | None] = mapped_column(Text)
    """APL-01: needs of language or disability; encrypted, for health is specific personal data (UU 27/2022 art. 4)."""
    disetujui_pada: Mapped[datetime | None]
    """APL-01: when the statement of agreement was given."""
    diajukan_pada: Mapped[datetime | None]
    verifikator_akun_id: Mapped[uuid.UUID | None]
    verifikator_orang_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"), index=True)
    asesor_orang_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("orang.id"), index=True)
    rekomendasi: Mapped[Kompetensi | None] = mapped_column(pilihan(Kompetensi, "rekomendasi"))
    pleno_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_pleno.id"), index=True)
    """The pleno that has it on its agenda, or decided it."""
    alasan: Mapped[str | None] = mapped_column(String(500))
    dibuat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("putaran > 0", name="putaran_positif"),
        CheckConstraint(
            "verifikator_orang_id <> orang_id AND asesor_orang_id <> orang_id", name="petugas_orang_lain"
        ),
        CheckConstraint("jenis = 'BARU' OR dari_sertifikat_id IS NOT NULL", name="berasal_sertifikat"),
        CheckConstraint(
            "keadaan NOT IN ('TERJADWAL', 'DIASES', 'TIDAK_HADIR') OR pemesanan_id IS NOT NULL",
            name="berkursi",
        ),
        CheckConstraint(
            "keadaan NOT IN ('DIREKOMENDASIKAN', 'PLENO', 'KOMPETEN', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT')"
            " OR (rekomendasi IS NOT NULL AND asesor_orang_id IS NOT NULL)",
            name="direkomendasikan",
        ),
        CheckConstraint(
            "keadaan NOT IN ('PLENO', 'KOMPETEN', 'BELUM_KOMPETEN', 'SERTIFIKAT_TERBIT')"
            " OR pleno_id IS NOT NULL",
            name="diputus_pleno",
        ),
        Index(
            "uq_paksi_permohonan_terbuka",
            "orang_id",
            "jenis_skema",
            unique=True,
            sqlite_where=text(TERBUKA),
            postgresql_where=text(TERBUKA),
        ),
        Index("ix_paksi_permohonan_orang_id", "orang_id", "id"),
        Index("ix_paksi_permohonan_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_permohonan_lembaga_kode", "lembaga_kode", "keadaan", "id"),
    )


KEBUTUHAN_KHUSUS = KolomTersandi(
    kolom=Permohonan.kebutuhan_khusus_sandi,
    pengenal=Permohonan.id,
    tempat="paksi_permohonan.kebutuhan_khusus",
)
KOLOM_TERSANDI = (KEBUTUHAN_KHUSUS,)
"""What is encrypted here; rotating keys goes by it."""


class AsesmenMandiri(PaksiBase):
    """APL-02: what the applicant says of one unit of the scheme, and on what evidence."""

    __tablename__ = "paksi_permohonan_apl02"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    unit_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_unit.id"), primary_key=True, index=True)
    kompeten: Mapped[bool]
    bukti: Mapped[str] = mapped_column(Text)


class Dokumen(PaksiBase):
    """The file given for one item of kind DOKUMEN."""

    __tablename__ = "paksi_permohonan_dokumen"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    butir_kode: Mapped[str] = mapped_column(String(40), primary_key=True)
    berkas_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("berkas.id"), unique=True)


class VerifikatorPermohonan(PaksiBase):
    """Everybody who ever began to verify an application: who handed it over to a colleague verified it too."""

    __tablename__ = "paksi_verifikator"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), primary_key=True, index=True)


class Temuan(PaksiBase):
    """What the verifier found about one item of the requirements."""

    __tablename__ = "paksi_permohonan_temuan"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    butir_kode: Mapped[str] = mapped_column(String(40), primary_key=True)
    sesuai: Mapped[bool]
    catatan: Mapped[str | None] = mapped_column(String(500))
    akun_id: Mapped[uuid.UUID | None]
    pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (CheckConstraint("sesuai OR catatan IS NOT NULL", name="kurang_beralasan"),)


class Riwayat(PaksiBase):
    """One step an application took; the applicant reads it, without who did it."""

    __tablename__ = "paksi_permohonan_riwayat"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    urutan: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    dari: Mapped[KeadaanPermohonan | None] = mapped_column(pilihan(KeadaanPermohonan, "dari"))
    ke: Mapped[KeadaanPermohonan] = mapped_column(pilihan(KeadaanPermohonan, "ke"))
    putaran: Mapped[int]
    alasan: Mapped[str | None] = mapped_column(String(500))
    akun_id: Mapped[uuid.UUID | None]
    pada: Mapped[datetime] = mapped_column(server_default=waktu_db())


class NomorPermohonan(PaksiBase):
    """The last number given to an application of a pemda in a year."""

    __tablename__ = "paksi_nomor_permohonan"

    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), primary_key=True)
    tahun: Mapped[int] = mapped_column(primary_key=True)
    terakhir: Mapped[int]


class PemakaianKegiatan(PaksiBase):
    """An accepted report that an application counts: each counts in one application at most, for one item."""

    __tablename__ = "paksi_kegiatan_pemakaian"

    kegiatan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_kegiatan.id"), primary_key=True)
    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), index=True)
    butir_kode: Mapped[str] = mapped_column(String(40))


class KegiatanDilepas(PaksiBase):
    """A report that an application counted until it was decided BELUM_KOMPETEN: an appeal counts it again."""

    __tablename__ = "paksi_kegiatan_dilepas"

    permohonan_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_permohonan.id"), primary_key=True)
    kegiatan_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("paksi_kegiatan.id"), primary_key=True, index=True
    )
    butir_kode: Mapped[str] = mapped_column(String(40))
