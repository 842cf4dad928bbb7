"""The three root types. They are empty: core's subjects and plugins alike contribute every field."""

from __future__ import annotations

import strawberry

__all__ = ["Mutation", "Query", "Subscription"]


@strawberry.type
class Query:
    """Bacaan: tidak mengubah apa pun."""


@strawberry.type
class Mutation:
    """Perubahan: setiap field adalah satu transaksi, dijalankan berurutan."""


@strawberry.type
class Subscription:
    """Kabar langsung setiap kali data yang diikuti berubah."""
