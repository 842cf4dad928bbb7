"""Tables of files: what lies in the store, uploads that wait to be attached, and files of records."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
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

from forum_server.berkas.rules import NAMA_MAKS, KeadaanObjek, KeadaanUnggahan, KelasBerkas
from forum_server.database import Base, Instan, KodeTipe, pilihan, waktu_db
from forum_server.kunci.kolom import KolomTersandi

__all__ = ["KOLOM_TERSANDI", "KUNCI", "Berkas", "ObjekBerkas", "Unggahan"]

_SAMA = text("keadaan = 'TERSIMPAN' AND sidik IS NOT NULL AND wilayah_kode IS NOT NULL")


class ObjekBerkas(Base):
    """One object of the store; written before its first byte is, so that no object is without its row.

    `nama` is its random name there, `ukuran` its length there. `sidik` is the SHA-256 of what is in it, for class
    BIASA alone; the files of one owner that hold the same share one object, those of two owners never do, so nobody
    learns from an upload whether somebody else has the same. `kunci` and `keterangan` are for class RAHASIA: its key,
    where the server keeps it, and what only that key tells.
    """

    __tablename__ = "objek_berkas"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    nama: Mapped[str] = mapped_column(String(80), unique=True)
    kelas: Mapped[KelasBerkas] = mapped_column(pilihan(KelasBerkas, "kelas"))
    keadaan: Mapped[KeadaanObjek] = mapped_column(pilihan(KeadaanObjek, "keadaan"))
    ukuran: Mapped[int | None] = mapped_column(BigInteger)
    sidik: Mapped[str | None] = mapped_column(String(64))
    # The files of the record move; where its content is stored twice, one of the two stays named after the old code.
    wilayah_kode: Mapped[str | None] = mapped_column(KodeTipe, info={"wilayah": "ikut", "bentrok": "biarkan"})
    kunci: Mapped[str | None] = mapped_column(Text)
    keterangan: Mapped[str | None] = mapped_column(Text)
    berubah_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())

    __table_args__ = (
        # What a file refers to: only an object that is whole, and stays so.
        UniqueConstraint("id", "keadaan"),
        CheckConstraint("keadaan <> 'TERSIMPAN' OR ukuran IS NOT NULL", name="tersimpan_berukuran"),
        CheckConstraint(
            "(kelas = 'RAHASIA' AND sidik IS NULL)"
            " OR (kelas = 'BIASA' AND kunci IS NULL AND keterangan IS NULL"
            " AND (keadaan <> 'TERSIMPAN' OR sidik IS NOT NULL))",
            name="sidik_menurut_kelas",
        ),
        Index(
            "uq_objek_berkas_isi",
            "wilayah_kode",
            "sidik",
            unique=True,
            sqlite_where=_SAMA,
            postgresql_where=_SAMA,
        ),
        Index("ix_objek_berkas_keadaan", "keadaan", "berubah_pada"),
    )


class Unggahan(Base):
    """A staged upload, known by the SHA-256 of its address's token; the row goes when it is attached, used or late.

    `berlaku_sampai` is when its present state ends: the address, the arrival of the body, the wait to be attached.
    """

    __tablename__ = "unggahan"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    sidik: Mapped[str] = mapped_column(String(64), unique=True)
    akun_id: Mapped[uuid.UUID | None]
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "ikut"})
    untuk: Mapped[str | None] = mapped_column(String(64))
    """The one kind of record it may be attached to, where a plugin issued it."""
    kelas: Mapped[KelasBerkas] = mapped_column(pilihan(KelasBerkas, "kelas"))
    keadaan: Mapped[KeadaanUnggahan] = mapped_column(pilihan(KeadaanUnggahan, "keadaan"))
    ukuran: Mapped[int] = mapped_column(BigInteger)
    """Bytes it must have, as declared."""
    nama: Mapped[str | None] = mapped_column(String(NAMA_MAKS))
    media_boleh: Mapped[list[Any] | None] = mapped_column(JSON)
    simpan_kunci: Mapped[bool]
    media: Mapped[str | None] = mapped_column(String(100))
    objek_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("objek_berkas.id"), unique=True)
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan)

    __table_args__ = (
        CheckConstraint("ukuran > 0", name="ukuran_positif"),
        CheckConstraint("kelas = 'BIASA' OR nama IS NULL", name="rahasia_tanpa_nama"),
        CheckConstraint("akun_id IS NOT NULL OR untuk IS NOT NULL", name="milik_seseorang"),
        CheckConstraint("(keadaan = 'SIAP') = (objek_id IS NULL)", name="siap_tanpa_objek"),
        CheckConstraint("(keadaan = 'SELESAI') = (media IS NOT NULL)", name="selesai_berjenis"),
        Index("ix_unggahan_akun_id", "akun_id"),
        Index("ix_unggahan_wilayah_kode", "wilayah_kode"),
        Index("ix_unggahan_berlaku_sampai", "berlaku_sampai"),
    )


class Berkas(Base):
    """A file of a record: `pemilik` names the kind of record and `pemilik_id` which; whoever sees it sees the file.

    The foreign key carries the object's state: as long as a file refers to it, it can't be marked for removal, and
    nothing can refer to one that is marked, whoever is faster.
    """

    __tablename__ = "berkas"

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=uuid.uuid4)
    objek_id: Mapped[uuid.UUID]
    objek_keadaan: Mapped[KeadaanObjek] = mapped_column(pilihan(KeadaanObjek, "objek_keadaan"))
    kelas: Mapped[KelasBerkas] = mapped_column(pilihan(KelasBerkas, "kelas"))
    pemilik: Mapped[str] = mapped_column(String(64))
    pemilik_id: Mapped[str] = mapped_column(String(64))
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "ikut"})
    nama: Mapped[str | None] = mapped_column(String(NAMA_MAKS))
    media: Mapped[str | None] = mapped_column(String(100))
    dibuat_oleh: Mapped[uuid.UUID | None]
    dibuat_pada: Mapped[datetime] = mapped_column(Instan, server_default=waktu_db())

    __table_args__ = (
        ForeignKeyConstraint(["objek_id", "objek_keadaan"], ["objek_berkas.id", "objek_berkas.keadaan"]),
        CheckConstraint("objek_keadaan = 'TERSIMPAN'", name="objek_tersimpan"),
        CheckConstraint(
            "(kelas = 'BIASA' AND nama IS NOT NULL AND media IS NOT NULL)"
            " OR (kelas = 'RAHASIA' AND nama IS NULL AND media IS NULL)",
            name="rahasia_tanpa_nama",
        ),
        Index("ix_berkas_objek_id", "objek_id"),
        Index("ix_berkas_pemilik", "pemilik", "pemilik_id"),
    )


KUNCI = KolomTersandi(kolom=ObjekBerkas.kunci, pengenal=ObjekBerkas.id, tempat="objek_berkas.kunci")
KOLOM_TERSANDI = (KUNCI,)
