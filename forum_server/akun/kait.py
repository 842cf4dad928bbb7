"""Accounts and rights as core registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from forum_server.akses.rules import SEMUA, Izin, Peran
from forum_server.akun import graphql as gql
from forum_server.akun import mutasi
from forum_server.akun.bersih import bersihkan
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["graphql", "jobs", "permissions", "roles"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `Akun`, logging in, and rights."""
    return GraphQL(query=gql.Query, mutation=mutasi.Mutation, fields=[gql.FIELDS, gql.FIELDS_PEMBERIAN])


@hookimpl
def permissions() -> Sequence[Izin]:
    """Declare who may look after accounts and grant roles."""
    return [
        Izin(
            kode="inti:akun",
            keterangan="Membuat, mengatur ulang, dan menonaktifkan akun.",
            hanya_orang=True,
        ),
        Izin(
            kode="inti:peran",
            keterangan="Memberi dan mencabut peran, tidak melebihi hak sendiri.",
            hanya_orang=True,
        ),
        Izin(kode="inti:jejak", keterangan="Membaca jejak: siapa mengubah apa, dan kapan."),
    ]


@hookimpl
def roles() -> Sequence[Peran]:
    """Declare the two kinds of administrators."""
    return [
        Peran(kode="inti.admin", nama="Administrator", izin=frozenset({SEMUA})),
        Peran(
            kode="inti.admin_wilayah",
            nama="Administrator wilayah",
            izin=frozenset({"inti:opd", "inti:orang", "inti:akun", "inti:peran", "inti:kunci-layanan"}),
        ),
    ]


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """Clear what has expired."""
    return [Pekerjaan(nama="akun.bersihkan", tiap=timedelta(hours=1), jalankan=_bersihkan)]


async def _bersihkan(konteks: KonteksPekerjaan) -> None:
    await konteks.db.write(bersihkan)
