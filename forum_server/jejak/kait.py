"""What the audit gives the server: its invariant, that every seal still fits its entry."""

from __future__ import annotations

from sqlalchemy.orm import Session

from forum_server.jejak.segel import laporan
from forum_server.plugin.hookspecs import hookimpl

__all__ = ["checks"]


@hookimpl
def checks(session: Session) -> list[str]:
    """Chains that are broken."""
    return list(laporan(session.connection()).rusak)
