"""Documents as core registers them."""

from __future__ import annotations

from collections.abc import Sequence

from forum_server.akses.rules import Izin
from forum_server.dokumen import graphql as gql
from forum_server.dokumen import models
from forum_server.dokumen.service import IZIN
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["TABEL", "graphql", "permissions"]

TABEL = (models,)


@hookimpl
def graphql() -> GraphQL:
    """Contribute letterheads."""
    return GraphQL(mutation=gql.Mutation, fields=gql.FIELDS)


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may set a letterhead."""
    return [Izin(kode=IZIN, keterangan="Mengatur kop surat dan penanda tangan satu wilayah atau lembaga.")]
