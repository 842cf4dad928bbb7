"""Relay connections: the GraphQL face of a page read from the database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from sqlalchemy import Row

from forum_server.database.halaman import (
    BAWAAN,
    PALING_BANYAK,
    Halaman,
    Urut,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    turun,
)

__all__ = [
    "BAWAAN",
    "PALING_BANYAK",
    "After",
    "Connection",
    "Edge",
    "First",
    "Halaman",
    "PageInfo",
    "Urut",
    "Urutan",
    "ambil_halaman",
    "ambil_halaman_per",
    "sambungan",
    "turun",
]

T = TypeVar("T")

First = Annotated[
    int, strawberry.argument(description=f"Banyaknya baris pada halaman ini, paling banyak {PALING_BANYAK}.")
]
"""Type of a connection's argument `first`; write `first: First = BAWAAN`."""

After = Annotated[
    str | None,
    strawberry.argument(description="Mulai sesudah kursor ini: `endCursor` dari halaman sebelumnya."),
]
"""Type of a connection's argument `after`; write `after: After = strawberry.UNSET`."""


@strawberry.type
class PageInfo:
    """Letak halaman ini dalam daftarnya."""

    has_next_page: bool = strawberry.field(description="Benar bila masih ada baris sesudah halaman ini.")
    has_previous_page: bool = strawberry.field(description="Benar bila halaman ini bukan yang pertama.")
    start_cursor: str | None = strawberry.field(description="Kursor baris pertama halaman ini.")
    end_cursor: str | None = strawberry.field(description="Kursor baris terakhir; isikan pada `after`.")


@strawberry.type
class Edge(Generic[T]):
    """Satu baris sebuah daftar, dengan kursornya."""

    cursor: str = strawberry.field(
        description="Letak baris ini; isikan pada `after` untuk melanjutkan sesudahnya."
    )
    node: T = strawberry.field(description="Isi baris ini.")


@strawberry.type
class Connection(Generic[T]):
    """Satu halaman sebuah daftar."""

    edges: list[Edge[T]] = strawberry.field(description="Baris-baris halaman ini, menurut urutan daftar.")
    page_info: PageInfo = strawberry.field(description="Letak halaman ini dalam daftarnya.")
    jumlah: strawberry.Private[Callable[[], Awaitable[int]]]

    @strawberry.field(description="Banyaknya baris seluruh daftar; dihitung hanya bila diminta.")
    async def total_count(self) -> int:
        """Count the whole list."""
        return await self.jumlah()


def sambungan(halaman: Halaman, node: Callable[[Row[Any]], T]) -> Connection[T]:
    """The connection that shows a page, each row made a GraphQL object by `node`."""
    kursor = halaman.kursor
    return Connection(
        edges=[Edge(cursor=k, node=node(row)) for k, row in zip(kursor, halaman.baris, strict=True)],
        page_info=PageInfo(
            has_next_page=halaman.ada_lagi,
            has_previous_page=halaman.ada_sebelum,
            start_cursor=kursor[0] if kursor else None,
            end_cursor=kursor[-1] if kursor else None,
        ),
        jumlah=halaman.jumlah,
    )
