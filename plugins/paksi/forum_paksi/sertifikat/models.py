"""Tables of certificates, what was done to them, and whose certificates count."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_paksi.sertifikat.rules import KeadaanSertifikat, kode_periksa_baru
from forum_paksi.skema.rules import JenisSkema
from forum_server.plugin import KodeTipe, pilihan, waktu_db

_PAKSI_HIDUP = text("jenis = 'PAKSI' AND diakui AND keadaan IN ('AKTIF', 'DIBEKUKAN')")
_API_HIDUP = text("jenis = 'API' AND diakui AND keadaan IN ('AKTIF', 'DIBEKUKAN')")


class Sertifikat(PaksiBase):
    """One certificate as issued; `berakhir` is the last day it is valid, `berhenti_pada` the first it no longer was.

    `diakui`: its issuer was recognised for its kind (`Penerbit`) when it was issued; others don't count.
    A person has one recognised PAKSI certificate that lives (AKTIF or DIBEKUKAN) at most: a later one supersedes the
    earlier, expired or not. `kode_periksa` lets the public check it.
    """

    __tablename__ = "paksi_sertifikat"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    skema_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_skema.id"), index=True)
    jenis: Mapped[JenisSkema] = mapped_column(pilihan(JenisSkema, "jenis"))
    """The kind of its scheme."""
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    nomor: Mapped[str] = mapped_column(String(80))
    terbit: Mapped[date]
    berakhir: Mapped[date]
    keadaan: Mapped[KeadaanSertifikat] = mapped_column(
        pilihan(KeadaanSertifikat, "keadaan"), default=KeadaanSertifikat.AKTIF
    )
    diakui: Mapped[bool]
    kode_periksa: Mapped[str] = mapped_column(String(40), unique=True, default=kode_periksa_baru)
    berhenti_pada: Mapped[date | None]
    pengganti_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("paksi_sertifikat.id"), index=True)
    permohonan_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("paksi_permohonan.id", use_alter=True), unique=True
    )
    """The application it came from; none for one that was imported."""
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))

    __table_args__ = (
        CheckConstraint("berakhir > terbit", name="masa_berlaku"),
        CheckConstraint(
            "(keadaan IN ('DICABUT', 'DIGANTIKAN')) = (berhenti_pada IS NOT NULL)", name="berhenti_bertanggal"
        ),
        CheckConstraint("pengganti_id IS NULL OR keadaan = 'DIGANTIKAN'", name="pengganti_hanya_digantikan"),
        UniqueConstraint("lembaga_kode", "nomor"),
        Index(
            "uq_paksi_sertifikat_paksi_hidup",
            "orang_id",
            unique=True,
            sqlite_where=_PAKSI_HIDUP,
            postgresql_where=_PAKSI_HIDUP,
        ),
        Index(
            "uq_paksi_sertifikat_api_hidup",
            "orang_id",
            "skema_id",
            unique=True,
            sqlite_where=_API_HIDUP,
            postgresql_where=_API_HIDUP,
        ),
        Index("ix_paksi_sertifikat_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_sertifikat_perangkat_daerah_id", "perangkat_daerah_id", "berakhir"),
        Index("ix_paksi_sertifikat_keadaan", "keadaan", "berakhir", "id"),
        # All that coverage reads of a person's certificates.
        Index(
            "ix_paksi_sertifikat_cakupan",
            *("orang_id", "jenis", "keadaan", "diakui", "terbit", "berakhir", "berhenti_pada"),
        ),
    )


class RiwayatSertifikat(PaksiBase):
    """One change of a certificate's state, with its reason; the first row is its issue (`dari` is empty)."""

    __tablename__ = "paksi_sertifikat_riwayat"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    sertifikat_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("paksi_sertifikat.id"))
    dari: Mapped[KeadaanSertifikat | None] = mapped_column(pilihan(KeadaanSertifikat, "dari"))
    ke: Mapped[KeadaanSertifikat] = mapped_column(pilihan(KeadaanSertifikat, "ke"))
    alasan: Mapped[str | None] = mapped_column(String(500))
    akun_id: Mapped[uuid.UUID | None]
    pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint(
            "dari IS NULL OR ke = 'DIGANTIKAN' OR alasan IS NOT NULL",
            name="beralasan",
        ),
        Index("ix_paksi_sertifikat_riwayat_sertifikat_id", "sertifikat_id", "pada", "id"),
    )


class Penerbit(PaksiBase):
    """Certificates of this kind count when this institution issued them between these days, according to `sumber`.

    The institution needn't be registered (yet), so its code is no foreign key.
    """

    __tablename__ = "paksi_penerbit"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    lembaga_kode: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "bukan"})
    jenis: Mapped[JenisSkema] = mapped_column(pilihan(JenisSkema, "jenis"))
    berlaku_dari: Mapped[date]
    berlaku_sampai: Mapped[date | None]
    sumber: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        UniqueConstraint("lembaga_kode", "jenis", "berlaku_dari"),
        CheckConstraint("berlaku_sampai IS NULL OR berlaku_sampai >= berlaku_dari", name="masa_berlaku"),
    )
