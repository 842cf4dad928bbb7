"""Enabling as core registers it."""

from __future__ import annotations

from collections.abc import Sequence

from forum_server.akses.rules import Izin
from forum_server.graphql.galat import PENANGAN
from forum_server.plugin.aktif import graphql as gql
from forum_server.plugin.aktif.service import IZIN
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "permissions"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute what a region runs, and core's handlers of refusals."""
    return GraphQL(
        query=gql.Query, mutation=gql.Mutation, fields=[gql.WILAYAH, gql.LEMBAGA], handlers=PENANGAN
    )


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may turn plugins on and off."""
    return [Izin(kode=IZIN, keterangan="Mengaktifkan, mematikan, dan mengatur plugin.")]
