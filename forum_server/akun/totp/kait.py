"""The second step of logging in as core registers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from forum_server.akun.totp import graphql as gql
from forum_server.akun.totp.models import KOLOM_TERSANDI
from forum_server.akun.totp.service import DIATUR_ULANG
from forum_server.kunci import KolomTersandi
from forum_server.pemberitahuan.jenis import JenisPemberitahuan
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "notifications", "secrets"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute the second step."""
    return GraphQL(query=gql.Query, mutation=gql.Mutation, fields=[gql.FIELDS])


@hookimpl
def secrets() -> Sequence[KolomTersandi]:
    """Name the encrypted columns."""
    return KOLOM_TERSANDI


@hookimpl
def notifications() -> Sequence[JenisPemberitahuan]:
    """Declare what owners of accounts are told."""
    return [
        JenisPemberitahuan(
            nama=DIATUR_ULANG, judul="Autentikator akun Anda dicopot administrator", kalimat=_diatur_ulang
        )
    ]


def _diatur_ulang(_data: Mapping[str, str]) -> str:
    return (
        "Administrator mencopot autentikator akun Anda, dan semua sesi berakhir. Pasang yang baru setelah masuk; bila"
        " Anda tidak memintanya, hubungi administrator wilayah Anda dan ganti sandi."
    )
