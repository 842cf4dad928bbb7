"""Notifications as core registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from forum_server.pekerjaan.jenis import Pekerjaan
from forum_server.pemberitahuan import graphql as gql
from forum_server.pemberitahuan.bersih import bersihkan
from forum_server.pemberitahuan.kirim import PINJAM, kirim_surel
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "jobs"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute reading and choosing notifications."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, subscription=gql.Subscription)


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """Send e-mail, and clear what is old."""
    return [
        Pekerjaan(nama="inti.kirim_surel", tiap=timedelta(seconds=10), jalankan=kirim_surel, pinjam=PINJAM),
        Pekerjaan(nama="inti.bersihkan_pemberitahuan", tiap=timedelta(hours=1), jalankan=bersihkan),
    ]
