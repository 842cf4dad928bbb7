"""Offices as core registers them."""

from __future__ import annotations

from collections.abc import Sequence

from forum_server.akses.rules import Izin
from forum_server.perangkat_daerah import graphql as gql
from forum_server.perangkat_daerah.ekspor import UNDUH
from forum_server.perangkat_daerah.service import IZIN
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl
from forum_server.unduhan.jenis import JenisUnduhan

__all__ = ["downloads", "graphql", "permissions"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `PerangkatDaerah`, its root fields, and the offices of each region."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, fields=[gql.FIELDS, gql.FIELDS_WILAYAH])


@hookimpl
def downloads() -> Sequence[JenisUnduhan]:
    """Declare the export of a region's offices."""
    return [UNDUH]


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may keep the list."""
    return [
        Izin(kode=IZIN, keterangan="Menambah, mengganti nama, menonaktifkan, dan mengimpor perangkat daerah.")
    ]
