"""Tables of these tests only, owned by nobody."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class UjiBase(DeclarativeBase):
    metadata = MetaData()


class Kotak(UjiBase):
    __tablename__ = "uji_kotak"

    nama: Mapped[str] = mapped_column(String(40), primary_key=True)
    isi: Mapped[int]

    __table_args__ = (CheckConstraint("isi >= 0", name="isi_tak_negatif"),)
