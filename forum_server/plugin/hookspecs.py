"""Every hook a plugin may implement; each returns data. Arguments are only ever added, and implementers may omit them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from sqlalchemy.orm import Session
    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from forum_server.akses.rules import Izin, Peran
    from forum_server.berkas.gudang import Gudang
    from forum_server.berkas.pemilik import PemilikBerkas
    from forum_server.graphiql.contoh import Contoh
    from forum_server.kunci import KolomTersandi
    from forum_server.pekerjaan.jenis import Pekerjaan
    from forum_server.pemberitahuan.jenis import JenisPemberitahuan
    from forum_server.plugin.fields import GraphQL
    from forum_server.unduhan.jenis import JenisUnduhan

__all__ = ["PROYEK", "hookimpl", "hookspec"]

PROYEK = "forum_server"

hookspec = pluggy.HookspecMarker(PROYEK)
hookimpl = pluggy.HookimplMarker(PROYEK)


@hookspec
def graphql(enabled: frozenset[str]) -> GraphQL:  # pyright: ignore[reportReturnType]  a specification has no body
    """Contribute types and fields to the schema whose plugins are `enabled`."""


@hookspec
def permissions() -> Sequence[Izin]:  # pyright: ignore[reportReturnType]
    """Declare the permissions this plugin checks, each starting with the plugin's name and a colon."""


@hookspec
def roles() -> Sequence[Peran]:  # pyright: ignore[reportReturnType]
    """Declare the roles an administrator can grant, made of declared permissions."""


@hookspec
def settings() -> type:  # pyright: ignore[reportReturnType]
    """Name the frozen dataclass of what a region may set for this plugin, every field with a default."""


@hookspec
def migrations() -> Path:  # pyright: ignore[reportReturnType]
    """Point at the directory of this plugin's own migration line."""


@hookspec
def seed(kind: str, session: Session) -> None:
    """Write the rows of `kind` ("dasar": reference data, "demo": made-up data) if they are not there yet."""


@hookspec
def routes() -> Sequence[BaseRoute]:  # pyright: ignore[reportReturnType]
    """Add pages, served under /plugin/<name>."""


@hookspec
def examples() -> Sequence[Contoh]:  # pyright: ignore[reportReturnType]
    """Ship example queries, read from a folder with `baca_contoh`; the page of an endpoint that can run them shows them."""


@hookspec
def jobs() -> Sequence[Pekerjaan]:  # pyright: ignore[reportReturnType]
    """Declare work that has a clock; one server process at a time runs each."""


@hookspec
def downloads() -> Sequence[JenisUnduhan]:  # pyright: ignore[reportReturnType]
    """Declare what can be downloaded through one-time links, each kind starting with the plugin's name and a dot."""


@hookspec
def secrets() -> Sequence[KolomTersandi]:  # pyright: ignore[reportReturnType]
    """Declare the encrypted columns of this plugin's tables, so that keys can be rotated."""


@hookspec
def files() -> Sequence[PemilikBerkas]:  # pyright: ignore[reportReturnType]
    """Declare the kinds of records that have files, each with the question who may see which of them."""


@hookspec
def notifications() -> Sequence[JenisPemberitahuan]:  # pyright: ignore[reportReturnType]
    """Declare the kinds of notifications this plugin tells, each with its title and the sentence people read."""


@hookspec
def checks(session: Session, gudang: Gudang | None) -> Sequence[str]:  # pyright: ignore[reportReturnType]
    """Look for rows that break this plugin's invariants and say in Indonesian what is wrong; empty when sound."""


@hookspec
async def demo(url: str, sandi: str) -> None:
    """Play this plugin's main job over HTTP against the demo server at `url`, whose accounts' password is `sandi`."""


@hookspec
async def startup(app: Starlette) -> None:
    """Run once when a server process starts, before it serves."""


@hookspec
async def shutdown(app: Starlette) -> None:
    """Run once when a server process stops, after its last answer."""


@hookspec
def enabled_for(session: Session, wilayah: str) -> None:
    """Run in the transaction that turns this plugin on in `wilayah`; raise a `GalatDomain` to refuse."""


@hookspec
def disabled_for(session: Session, wilayah: str) -> None:
    """Run in the transaction that turns this plugin off in `wilayah`; raise a `GalatDomain` to refuse."""
