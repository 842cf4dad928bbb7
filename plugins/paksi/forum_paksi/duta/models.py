"""The table of duta integritas."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from forum_paksi.basis import PaksiBase
from forum_server.plugin import KodeTipe, waktu_db

_DI_WILAYAH = text("perangkat_daerah_id IS NULL AND sampai IS NULL")
_DI_OPD = text("perangkat_daerah_id IS NOT NULL AND sampai IS NULL")


class Duta(PaksiBase):
    """One person as duta integritas of one place, from `dari` to `sampai` (its last day; NULL: until further notice).

    The place is the office `perangkat_daerah_id` of region `wilayah_kode`; without an office the region itself, which
    is then a kabupaten, kota, kecamatan, kelurahan or desa. A place may have several, a person several places.
    """

    __tablename__ = "paksi_duta"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    orang_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("orang.id"))
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"))
    perangkat_daerah_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("perangkat_daerah.id"))
    dari: Mapped[date]
    sampai: Mapped[date | None]
    dasar: Mapped[str | None] = mapped_column(String(120))
    """The letter of appointment, as people cite it."""
    akun_id: Mapped[uuid.UUID | None]
    dicatat_pada: Mapped[datetime] = mapped_column(server_default=waktu_db())

    __table_args__ = (
        CheckConstraint("sampai >= dari", name="urutan_tanggal"),
        CheckConstraint("perangkat_daerah_id IS NOT NULL OR length(wilayah_kode) >= 5", name="tempat_kecil"),
        Index(
            "uq_paksi_duta_wilayah",
            "orang_id",
            "wilayah_kode",
            unique=True,
            sqlite_where=_DI_WILAYAH,
            postgresql_where=_DI_WILAYAH,
        ),
        Index(
            "uq_paksi_duta_opd",
            "orang_id",
            "perangkat_daerah_id",
            unique=True,
            sqlite_where=_DI_OPD,
            postgresql_where=_DI_OPD,
        ),
        Index("ix_paksi_duta_orang_id", "orang_id", "id"),
        Index("ix_paksi_duta_wilayah_kode", "wilayah_kode", "id"),
        Index("ix_paksi_duta_perangkat_daerah_id", "perangkat_daerah_id", "dari"),
    )
