"""The scalar for what must never be written down: passwords, receipts, passphrases.

A value arrives only as a variable of a POST or of a websocket message. As a literal it would stand in the document,
which caches and logs may keep, and in a URL it would stand in every log on the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NewType

import strawberry
from graphql import GraphQLError, GraphQLInputObjectType, GraphQLSchema, ValueNode, get_named_type
from strawberry.types.scalar import ScalarDefinition

__all__ = ["SKALAR", "Rahasia", "tipe_rahasia"]

NAMA = "Rahasia"

Rahasia = NewType("Rahasia", str)
"""Type of an argument that carries a secret: `sandi: Rahasia`. A plain `str` for whoever receives it."""


def _dari_variabel(nilai: object) -> str:
    if not isinstance(nilai, str):
        raise GraphQLError("Nilai rahasia harus berupa teks.")
    return nilai


def _dari_literal(_node: ValueNode, _variabel: Mapping[str, Any] | None = None) -> str:
    # The node is not attached: its text is the secret.
    raise GraphQLError("Nilai rahasia hanya diterima sebagai variabel, tidak ditulis di dalam dokumen.")


def _keluar(_nilai: object) -> str:
    raise GraphQLError("Nilai rahasia tidak pernah dikirim kembali.")


SKALAR: Mapping[object, ScalarDefinition] = {
    Rahasia: strawberry.scalar(
        name=NAMA,
        description=(
            "Teks rahasia seperti kata sandi. Hanya diterima sebagai variabel permintaan POST atau pesan websocket, "
            "dan tidak pernah dikirim kembali."
        ),
        serialize=_keluar,
        parse_value=_dari_variabel,
        parse_literal=_dari_literal,
    )
}
"""For `StrawberryConfig(scalar_map=…)` of every schema."""


def tipe_rahasia(schema: GraphQLSchema) -> frozenset[str]:
    """Names of the input types whose values may hold a secret: the scalar itself and inputs that reach it."""
    nama = {NAMA} & schema.type_map.keys()
    if not nama:
        return frozenset()
    masukan = [t for t in schema.type_map.values() if isinstance(t, GraphQLInputObjectType)]
    while True:
        baru = {
            t.name
            for t in masukan
            if t.name not in nama and any(get_named_type(f.type).name in nama for f in t.fields.values())
        }
        if not baru:
            return frozenset(nama)
        nama |= baru
