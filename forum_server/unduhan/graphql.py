"""A link in GraphQL."""

from __future__ import annotations

from datetime import datetime

import strawberry

from forum_server.unduhan import service

__all__ = ["Tautan"]


@strawberry.type
class Tautan:
    """Alamat untuk mengunduh satu kali; berkasnya dibuat dan hak Anda diperiksa lagi saat tautan dipakai."""

    alamat: str = strawberry.field(
        description="Jalur pada server ini, misalnya /unduh/fpu_...; sekali pakai."
    )
    berlaku_sampai: datetime = strawberry.field(description="Sesudah saat ini tautan tidak dapat dipakai.")

    @classmethod
    def dari(cls, tautan: service.TautanSiap) -> Tautan:
        """The GraphQL object of an issued link."""
        return cls(alamat=tautan.alamat, berlaku_sampai=tautan.berlaku_sampai)
