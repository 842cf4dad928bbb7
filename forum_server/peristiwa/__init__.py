"""The outbox: what happened, told to every process after its commit and in an order all of them share."""

from forum_server.peristiwa.service import Peristiwa, siarkan

__all__ = ["Peristiwa", "siarkan"]
