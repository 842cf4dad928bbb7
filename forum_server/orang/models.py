"""The table of people."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, Instan, KodeTipe, pilihan, waktu_db
from forum_server.kunci import KolomSidik, KolomTersandi
from forum_server.orang.rules import Kepegawaian

__all__ = ["KOLOM_TERSANDI", "NIK", "NIP", "Orang"]


class Orang(Base):
    """A person, owned by a region or a lembaga. NIP and NIK stand here only encrypted and as keyed hashes."""

    __tablename__ = "orang"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama: Mapped[str] = mapped_column(String(200))
    nama_cari: Mapped[str] = mapped_column(String(200))
    """`nama` without case and diacritics, for searching and sorting."""
    jabatan: Mapped[str | None] = mapped_column(String(200))
    kepegawaian: Mapped[Kepegawaian] = mapped_column(pilihan(Kepegawaian, "kepegawaian"))
    nip_sandi: Mapped[str | None] = mapped_column(String(255))
    nip_sidik: Mapped[str | None] = mapped_column(String(128), unique=True)
    nip_sidik_kedua: Mapped[str | None] = mapped_column(String(128), unique=True)
    nip_akhir: Mapped[str | None] = mapped_column(String(3))
    """The serial number at the end of the NIP: all of it that is ever shown without a reveal."""
    nik_sandi: Mapped[str | None] = mapped_column(String(255))
    nik_sidik: Mapped[str | None] = mapped_column(String(128), unique=True)
    nik_sidik_kedua: Mapped[str | None] = mapped_column(String(128), unique=True)
    wilayah_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    lembaga_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("lembaga.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("(wilayah_kode IS NULL) <> (lembaga_kode IS NULL)", name="tepat_satu_pemilik"),
        CheckConstraint("perangkat_daerah_id IS NULL OR wilayah_kode IS NOT NULL", name="opd_milik_wilayah"),
        CheckConstraint("kepegawaian <> 'NON_ASN' OR nip_sandi IS NULL", name="nip_hanya_asn"),
        CheckConstraint(
            "(nip_sandi IS NULL) = (nip_sidik IS NULL AND nip_sidik_kedua IS NULL)"
            " AND (nip_sandi IS NULL) = (nip_akhir IS NULL)",
            name="nip_utuh",
        ),
        CheckConstraint(
            "(nik_sandi IS NULL) = (nik_sidik IS NULL AND nik_sidik_kedua IS NULL)", name="nik_utuh"
        ),
        Index("ix_orang_wilayah_kode", "wilayah_kode", "nama_cari", "id"),
        Index("ix_orang_lembaga_kode", "lembaga_kode"),
        Index("ix_orang_perangkat_daerah_id", "perangkat_daerah_id"),
    )


NIP = KolomTersandi(
    kolom=Orang.nip_sandi,
    pengenal=Orang.id,
    tempat="orang.nip",
    sidik=KolomSidik(kolom=Orang.nip_sidik, kedua=Orang.nip_sidik_kedua, ranah="nip"),
)
NIK = KolomTersandi(
    kolom=Orang.nik_sandi,
    pengenal=Orang.id,
    tempat="orang.nik",
    sidik=KolomSidik(kolom=Orang.nik_sidik, kedua=Orang.nik_sidik_kedua, ranah="nik"),
)
KOLOM_TERSANDI = (NIP, NIK)
"""What is encrypted here; rotating keys goes by it."""
