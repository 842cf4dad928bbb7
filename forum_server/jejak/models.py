"""Audit entries, written unchained in the transaction they tell of, and the seals that chain them afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.database import Base, KodeTipe, pemicu, waktu_db
from forum_server.database.transaksi import kolom_transaksi

__all__ = ["Jejak", "JejakSegel"]

BigId = BigInteger().with_variant(Integer, "sqlite")


class Jejak(Base):
    """One entry: ids, an action and field names; never a value."""

    __tablename__ = "jejak"

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    transaksi: Mapped[int] = kolom_transaksi()
    waktu: Mapped[datetime] = mapped_column(server_default=waktu_db())
    akun_id: Mapped[uuid.UUID | None]
    pelaku: Mapped[str] = mapped_column(String(64))
    aksi: Mapped[str] = mapped_column(String(64))
    objek: Mapped[str] = mapped_column(String(64))
    objek_id: Mapped[str] = mapped_column(String(64))
    wilayah: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "sejarah"})
    bidang: Mapped[list[Any]] = mapped_column(JSON)

    __table_args__ = (
        Index("ix_jejak_transaksi_id", "transaksi", "id"),
        Index("ix_jejak_objek", "objek", "objek_id"),
        Index("ix_jejak_wilayah", "wilayah", "id"),
        {"sqlite_autoincrement": True},
    )


class JejakSegel(Base):
    """The link of one entry in the chain of its province (or lembaga): `sidik` covers the entry and `sebelum`."""

    __tablename__ = "jejak_segel"

    rantai: Mapped[str] = mapped_column(KodeTipe, primary_key=True, info={"wilayah": "sejarah"})
    urutan: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    jejak_id: Mapped[int] = mapped_column(BigId, ForeignKey("jejak.id"), unique=True)
    sebelum: Mapped[str] = mapped_column(String(64))
    sidik: Mapped[str] = mapped_column(String(64))

    __table_args__ = (CheckConstraint("urutan >= 1", name="urutan_positif"),)


class JejakPenyegel(Base):
    """How far the sealer has come: every committed entry up to here carries a seal."""

    __tablename__ = "jejak_penyegel"

    nomor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    transaksi: Mapped[int] = mapped_column(BigId)
    jejak_id: Mapped[int] = mapped_column(BigId)

    __table_args__ = (CheckConstraint("nomor = 1", name="satu_baris"),)


def _hanya_bertambah(tabel: Table) -> None:
    """Let the database itself refuse to change or remove a row."""
    for gerak in ("update", "delete"):
        nama = f"tg_{tabel.name}_tanpa_{gerak}"
        awal = f"CREATE TRIGGER {nama} BEFORE {gerak.upper()} ON {tabel.name} "
        pemicu(
            tabel,
            nama,
            sqlite=f"{awal}BEGIN SELECT RAISE(ABORT, 'jejak hanya bertambah'); END",
            postgresql=(
                (
                    "CREATE OR REPLACE FUNCTION jejak_hanya_bertambah() RETURNS trigger LANGUAGE plpgsql AS "
                    "$$ BEGIN RAISE EXCEPTION 'jejak hanya bertambah'; END $$"
                ),
                f"{awal}FOR EACH ROW EXECUTE FUNCTION jejak_hanya_bertambah()",
            ),
        )


for _kelas in (Jejak, JejakSegel):
    _hanya_bertambah(cast("Table", _kelas.__table__))
