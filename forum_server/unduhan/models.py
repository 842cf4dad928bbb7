"""The table of links that were issued and not used yet."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from forum_server.akses.rules import Cara
from forum_server.database import Base, Instan, KodeTipe, pilihan

__all__ = ["TautanUnduhan"]


class TautanUnduhan(Base):
    """One link, known only by the SHA-256 of its token; the row goes when the link is used."""

    __tablename__ = "tautan_unduhan"

    sidik: Mapped[str] = mapped_column(String(64), primary_key=True)
    akun_id: Mapped[uuid.UUID | None]
    """For whom; empty for whoever is nobody, who gets what everybody may have."""
    cara: Mapped[Cara | None] = mapped_column(pilihan(Cara, "cara"))
    dua_langkah: Mapped[bool]
    """How they came in when the link was issued: it opens no more than they could open themselves."""
    jenis: Mapped[str] = mapped_column(String(64))
    isi: Mapped[dict[str, Any]] = mapped_column(JSON)
    """Which one: ids and short words, never content or names."""
    wilayah_kode: Mapped[str] = mapped_column(KodeTipe, info={"wilayah": "ikut"})
    berlaku_sampai: Mapped[datetime] = mapped_column(Instan, index=True)
