"""Keys of services as core registers them."""

from __future__ import annotations

from collections.abc import Sequence

from forum_server.akses.rules import Izin
from forum_server.kunci_layanan import graphql as gql
from forum_server.kunci_layanan.service import IZIN
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "permissions"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `KunciLayanan` and its root fields."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, fields=[gql.FIELDS])


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may make keys."""
    return [
        Izin(
            kode=IZIN,
            keterangan="Membuat, mengubah, dan mencabut kunci layanan frontend dan server lain.",
            hanya_orang=True,
        )
    ]
