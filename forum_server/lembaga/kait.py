"""Institutions as core registers them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Izin
from forum_server.lembaga import graphql as gql
from forum_server.lembaga.rules import JenisLembaga
from forum_server.lembaga.service import IZIN, pastikan
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "permissions", "seed"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `Lembaga` and its root fields."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation)


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may keep the list."""
    return [
        Izin(kode=IZIN, keterangan="Mendaftarkan dan mengubah lembaga (berlaku untuk seluruh Indonesia).")
    ]


@hookimpl
def seed(kind: str, session: Session) -> None:
    """Register the certification body whose slots the forums share: LSP KPK, licensed by BNSP."""
    if kind == "dasar":
        nama = "Lembaga Sertifikasi Profesi KPK"
        pastikan(session, Aktor.sistem("benih"), kode="lsp-kpk", nama=nama, jenis=JenisLembaga.LSP)
