"""Templates as core registers them."""

from __future__ import annotations

from collections.abc import Sequence

from forum_server.plugin.fields import GraphQL
from forum_server.plugin.hookspecs import hookimpl
from forum_server.templat import graphql as gql
from forum_server.templat.service import UNDUH
from forum_server.unduhan.jenis import JenisUnduhan

__all__ = ["downloads", "graphql"]


@hookimpl
def graphql() -> GraphQL:
    """Contribute the link to a template."""
    return GraphQL(mutation=gql.Mutation)


@hookimpl
def downloads() -> Sequence[JenisUnduhan]:
    """Declare the download of a template."""
    return [UNDUH]
