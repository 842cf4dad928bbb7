"""What coverage needs to know besides certificates: who heads an office, and which small region an office serves."""

from __future__ import annotations

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe

_KINI = text("sampai IS NULL")


class KepalaOpd(PaksiBase):
    """This person heads this office from `dari` to `sampai` (its last day; NULL: until further notice)."""

    __tablename__ = "paksi_kepala_opd"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    perangkat_daerah_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("perangkat_daerah.id"))
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"), index=True)
    dari: Mapped[date]
    sampai: Mapped[date | None]

    __table_args__ = (
        CheckConstraint("sampai IS NULL OR sampai >= dari", name="urutan_tanggal"),
        UniqueConstraint("perangkat_daerah_id", "dari"),
        Index(
            "uq_paksi_kepala_opd_kini",
            "perangkat_daerah_id",
            unique=True,
            sqlite_where=_KINI,
            postgresql_where=_KINI,
        ),
    )


class WilayahKerja(PaksiBase):
    """The kecamatan, kelurahan or desa that an office of a pemda serves: its people are found there too.

    An office belongs to a kabupaten or kota, and names are no keys (domain notes 5.1), so somebody says which is which.
    """

    __tablename__ = "paksi_wilayah_kerja"

    perangkat_daerah_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("perangkat_daerah.id"), primary_key=True
    )
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), unique=True)

    __table_args__ = (CheckConstraint("length(wilayah_kode) >= 8", name="wilayah_kecil"),)
