"""Tables of the region tree."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe, pilihan
from forum_server.wilayah.rules import TingkatWilayah, Zona

__all__ = ["Wilayah", "WilayahAlias", "WilayahPengganti"]

_POHON: Final = {"wilayah": "sejarah"}
"""The tree itself keeps its former codes."""


class Wilayah(Base):
    """One code of the region tree, in force or of former times; names are not keys.

    `otonom` marks the pemda of today: never a former code, so that counting them counts each once.
    """

    __tablename__ = "wilayah"

    kode: Mapped[str] = mapped_column(KodeTipe, primary_key=True, info=_POHON)
    nama: Mapped[str] = mapped_column(String(120))
    nama_cari: Mapped[str] = mapped_column(String(120))
    tingkat: Mapped[TingkatWilayah] = mapped_column(pilihan(TingkatWilayah, "tingkat"))
    induk_kode: Mapped[str | None] = mapped_column(KodeTipe, ForeignKey("wilayah.kode"), info=_POHON)
    zona: Mapped[Zona] = mapped_column(pilihan(Zona, "zona"))
    otonom: Mapped[bool]
    berlaku_dari: Mapped[date | None]
    berlaku_sampai: Mapped[date | None]
    sumber: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("(kode = 'ID') = (induk_kode IS NULL)", name="akar_tanpa_induk"),
        CheckConstraint("(kode = 'ID') = (tingkat = 'NASIONAL')", name="akar_nasional"),
        CheckConstraint(
            "induk_kode IS NULL OR (induk_kode = 'ID' AND length(kode) = 2)"
            " OR substr(kode, 1, length(induk_kode) + 1) = induk_kode || '.'",
            name="kode_di_bawah_induk",
        ),
        CheckConstraint(
            "length(kode) = CASE tingkat WHEN 'NASIONAL' THEN 2 WHEN 'PROVINSI' THEN 2 WHEN 'KABUPATEN' THEN 5"
            " WHEN 'KOTA' THEN 5 WHEN 'KECAMATAN' THEN 8 ELSE 13 END",
            name="panjang_kode",
        ),
        CheckConstraint("NOT otonom OR tingkat IN ('PROVINSI', 'KABUPATEN', 'KOTA')", name="otonom_pemda"),
        CheckConstraint("NOT otonom OR berlaku_sampai IS NULL", name="otonom_berlaku"),
        CheckConstraint("berlaku_sampai >= berlaku_dari", name="masa_berlaku"),
        Index("ix_wilayah_induk_kode", "induk_kode", "kode"),
        Index("ix_wilayah_tingkat", "tingkat", "kode"),
        Index("ix_wilayah_nama_cari", "nama_cari"),
    )


class WilayahAlias(Base):
    """Another name of a region, found by search: a short form, a name by a later law, a former name."""

    __tablename__ = "wilayah_alias"

    wilayah_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, info=_POHON
    )
    nama_cari: Mapped[str] = mapped_column(String(120), primary_key=True)
    nama: Mapped[str] = mapped_column(String(120))
    sumber: Mapped[str] = mapped_column(String(200))


class WilayahPengganti(Base):
    """`baru_kode` took the place of `lama_kode` (or of a part of it) on `tanggal`."""

    __tablename__ = "wilayah_pengganti"

    lama_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, info=_POHON
    )
    baru_kode: Mapped[str] = mapped_column(
        KodeTipe, ForeignKey("wilayah.kode"), primary_key=True, info=_POHON
    )
    tanggal: Mapped[date]
    sumber: Mapped[str] = mapped_column(String(200))

    __table_args__ = (
        CheckConstraint("lama_kode <> baru_kode", name="bukan_diri_sendiri"),
        Index("ix_wilayah_pengganti_baru_kode", "baru_kode"),
    )
