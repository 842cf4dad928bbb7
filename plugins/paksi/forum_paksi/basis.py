"""The declarative base every table of this plugin derives from."""

from __future__ import annotations

from forum_server.plugin import Base


class PaksiBase(Base):
    """Base of the plugin's tables: owned by `paksi`, so they migrate on the plugin's own line.

    Table names start with `paksi_`.
    """

    __abstract__ = True
    __pemilik__ = "paksi"
