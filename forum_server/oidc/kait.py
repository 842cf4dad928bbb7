"""Logging in at a provider as core registers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta

from forum_server.kunci import KolomTersandi
from forum_server.oidc import graphql as gql
from forum_server.oidc.models import KOLOM_TERSANDI
from forum_server.oidc.service import DIHUBUNGKAN, bersihkan
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.pemberitahuan.jenis import JenisPemberitahuan
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "jobs", "notifications", "secrets"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute logging in at providers."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, fields=[gql.FIELDS])


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """Clear logins that never came back."""
    return [Pekerjaan(nama="oidc.bersihkan", tiap=timedelta(hours=1), jalankan=_bersihkan)]


@hookimpl
def secrets() -> Sequence[KolomTersandi]:
    """Name the encrypted columns."""
    return KOLOM_TERSANDI


@hookimpl
def notifications() -> Sequence[JenisPemberitahuan]:
    """Declare what owners of accounts are told."""
    return [
        JenisPemberitahuan(
            nama=DIHUBUNGKAN, judul="Akun Anda dihubungkan dengan penyedia masuk", kalimat=_dihubungkan
        )
    ]


def _dihubungkan(_data: Mapping[str, str]) -> str:
    return (
        "Administrator menghubungkan akun Anda dengan sebuah identitas di penyedia masuk. Lihat dan lepaskan di halaman"
        " akun Anda bila keliru."
    )


async def _bersihkan(konteks: KonteksPekerjaan) -> None:
    await konteks.db.write(bersihkan)
