"""The audit: who did what to which object, sealed in a chain per province."""

from forum_server.jejak.service import catat

__all__ = ["catat"]
