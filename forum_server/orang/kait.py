"""People as core registers them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from forum_server.akses.rules import Izin
from forum_server.kunci import KolomTersandi
from forum_server.orang import graphql as gql
from forum_server.orang.models import KOLOM_TERSANDI
from forum_server.orang.service import IZIN, IZIN_BUKA, salah_tempat
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

__all__ = ["checks", "graphql", "permissions", "secrets"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `Orang` and its root fields."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, fields=[gql.FIELDS])


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may see and keep people, and who may see a NIP in full."""
    return [
        Izin(kode=IZIN, keterangan="Melihat, mendaftarkan, mengubah, dan mengimpor orang."),
        Izin(
            kode=IZIN_BUKA,
            keterangan="Membuka NIP lengkap seseorang; setiap pembukaan tercatat.",
            hanya_orang=True,
        ),
    ]


@hookimpl
def checks(session: Session) -> Sequence[str]:
    """Find people whose office is not one of their region."""
    return [f"orang {i} bekerja di perangkat daerah wilayah lain" for i in salah_tempat(session)]


@hookimpl
def secrets() -> Sequence[KolomTersandi]:
    """Declare the encrypted numbers."""
    return KOLOM_TERSANDI
