"""Refusals as data: the `Galat` interface, its three types, and what turns domain exceptions into them.

A mutation returns a union of its success and the three concrete types. Handlers are registered once by core; a plugin
may bring its own for an exception of its own, which wins because it is more specific.
"""

from __future__ import annotations

from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from forum_server.galat import GalatDomain, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.graphql.konteks import Info

__all__ = ["PENANGAN", "Galat", "GalatIsian", "GalatKeadaan", "GalatTidakDitemukan"]


@strawberry.interface
class Galat:
    """Penolakan yang dapat ditindaklanjuti pemakai."""

    kode: str = strawberry.field(description="Kode tetap untuk program, misalnya PENUH.")
    pesan: str = strawberry.field(
        description="Kalimat untuk dibaca pemakai: apa yang terjadi dan apa yang harus dilakukan."
    )
    letak: list[str] = strawberry.field(
        description="Letak isian yang dimaksud; kosong bila mengenai seluruh permintaan."
    )

    @classmethod
    def dari(cls, galat: GalatDomain) -> Any:
        """The GraphQL object that says what `galat` says."""
        return cls(kode=galat.kode, pesan=galat.pesan, letak=list(galat.letak))


@strawberry.type
class GalatIsian(Galat):
    """Isian yang tidak sah, apa pun keadaan datanya."""


@strawberry.type
class GalatTidakDitemukan(Galat):
    """Objek tidak ada, atau berada di luar wilayah kerja Anda."""


@strawberry.type
class GalatKeadaan(Galat):
    """Keadaan saat ini tidak mengizinkan: penuh, ditutup, lewat batas, sudah terjadi."""


class PenanganIsian(strawberry.ExceptionHandler[IsianTidakSah, GalatIsian]):
    """`IsianTidakSah` becomes `GalatIsian`."""

    def handle(self, exception: IsianTidakSah, *, field: StrawberryField, info: Info) -> GalatIsian:
        """Turn the exception into data."""
        del field, info
        return GalatIsian.dari(exception)


class PenanganTidakDitemukan(strawberry.ExceptionHandler[TidakDitemukan, GalatTidakDitemukan]):
    """`TidakDitemukan` becomes `GalatTidakDitemukan`."""

    def handle(self, exception: TidakDitemukan, *, field: StrawberryField, info: Info) -> GalatTidakDitemukan:
        """Turn the exception into data."""
        del field, info
        return GalatTidakDitemukan.dari(exception)


class PenanganKeadaan(strawberry.ExceptionHandler[KeadaanMenolak, GalatKeadaan]):
    """`KeadaanMenolak` becomes `GalatKeadaan`."""

    def handle(self, exception: KeadaanMenolak, *, field: StrawberryField, info: Info) -> GalatKeadaan:
        """Turn the exception into data."""
        del field, info
        return GalatKeadaan.dari(exception)


PENANGAN: tuple[strawberry.ExceptionHandler[Any, Any], ...] = (
    PenanganIsian(),
    PenanganTidakDitemukan(),
    PenanganKeadaan(),
)
"""Core's handlers, for every composed schema."""
