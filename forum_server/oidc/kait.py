"""Logging in at a provider as core registers it."""

from __future__ import annotations

from forum_server.oidc import models

__all__ = ["models"]
