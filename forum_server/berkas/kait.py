"""Files as core registers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from forum_server.berkas import graphql as gql
from forum_server.berkas.bersih import bersihkan
from forum_server.berkas.kirim import UNDUH
from forum_server.berkas.models import KOLOM_TERSANDI
from forum_server.berkas.periksa import periksa
from forum_server.kunci.kolom import KolomTersandi
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl
from forum_server.unduhan.jenis import JenisUnduhan

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from forum_server.berkas.gudang import Gudang

__all__ = ["checks", "downloads", "graphql", "jobs", "secrets"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute `Berkas`, uploading and downloading."""
    return GraphQL(mutation=gql.Mutation)


@hookimpl
def downloads() -> Sequence[JenisUnduhan]:
    """Declare the download of a file."""
    return [UNDUH]


@hookimpl
def secrets() -> Sequence[KolomTersandi]:
    """The keys of files of class RAHASIA that the server keeps."""
    return KOLOM_TERSANDI


@hookimpl
def checks(session: Session, gudang: Gudang | None) -> Sequence[str]:
    """Compare rows and store."""
    return [] if gudang is None else periksa(session, gudang)


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """Clear what nobody refers to."""
    return [Pekerjaan(nama="berkas.bersihkan", tiap=timedelta(minutes=10), jalankan=_bersihkan)]


async def _bersihkan(konteks: KonteksPekerjaan) -> None:
    await bersihkan(konteks.db, konteks.gudang)
