"""The region tree as core registers it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Izin
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl
from forum_server.wilayah import graphql as gql
from forum_server.wilayah.acuan import acuan_bawaan
from forum_server.wilayah.service import IZIN, muat_acuan

__all__ = ["graphql", "permissions", "seed"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `Wilayah` and its root fields."""
    return GraphQL(query=gql.Query, fields=[gql.FIELDS])


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may change the tree."""
    return [
        Izin(kode=IZIN, keterangan="Memuat dan mengganti kode wilayah (berlaku untuk seluruh Indonesia).")
    ]


@hookimpl
def seed(kind: str, session: Session) -> None:
    """Load the shipped provinsi and kabupaten/kota."""
    if kind == "dasar":
        muat_acuan(session, Aktor.sistem("benih"), acuan_bawaan())
