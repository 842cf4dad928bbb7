"""Documents parsed, measured and validated once per schema, and kept while they are asked for."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import cast

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    ListTypeNode,
    NamedTypeNode,
    NonNullTypeNode,
    OperationDefinitionNode,
    OperationType,
    TypeNode,
    parse,
    specified_rules,
    validate,
)
from graphql.validation.specified_rules import recommended_rules
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from forum_server.galat import PermintaanTidakSah
from forum_server.graphql.batas import Batas
from forum_server.graphql.biaya import Biaya, biaya_operasi
from forum_server.graphql.rahasia import tipe_rahasia
from forum_server.graphql.terdaftar import sidik_dokumen
from forum_server.graphql.ukuran import periksa_ukuran

__all__ = ["Dokumen", "DokumenTidakSah", "Operasi", "RakDokumen"]

ATURAN = (*specified_rules, *recommended_rules, MaybeNullValidationRule, OneOfInputValidationRule)
"""The specification's rules, the bound on introspection, and strawberry's for its `Maybe` and one-of inputs."""


class DokumenTidakSah(Exception):
    """A document with syntax or validation errors."""

    def __init__(self, galat: list[GraphQLError]) -> None:
        super().__init__(galat[0].message)
        self.galat = galat


@dataclass(frozen=True, slots=True, kw_only=True)
class Operasi:
    """One operation of a valid document."""

    nama: str | None
    jenis: OperationType
    simpul: OperationDefinitionNode
    biaya: Biaya


@dataclass(frozen=True, slots=True, kw_only=True)
class Dokumen:
    """A valid document. `rahasia`: it takes secrets, so neither it nor what comes of it is kept or logged."""

    ast: DocumentNode
    operasi: tuple[Operasi, ...]
    rahasia: bool
    sidik: str
    """SHA-256 of its text, by which traces know it; empty when it takes secrets."""

    def pilih(self, nama: str | None) -> Operasi:
        """The operation to run, as the specification selects it; raises `PermintaanTidakSah`."""
        if nama is None:
            if len(self.operasi) == 1:
                return self.operasi[0]
            raise PermintaanTidakSah(
                "Dokumen memuat beberapa operasi. Sebutkan salah satu dengan operationName."
                if self.operasi
                else "Dokumen tidak memuat operasi."
            )
        for operasi in self.operasi:
            if operasi.nama == nama:
                return operasi
        raise PermintaanTidakSah("Operasi dengan operationName itu tidak ada di dalam dokumen.")


class RakDokumen:
    """The documents of one schema, least recently used first out; those that take secrets never come in."""

    def __init__(self, schema: GraphQLSchema, batas: Batas) -> None:
        self._schema = schema
        self._batas = batas
        self._rahasia = tipe_rahasia(schema)
        self._isi: OrderedDict[str, Dokumen] = OrderedDict()
        self._huruf = 0

    def __len__(self) -> int:
        return len(self._isi)

    def __contains__(self, teks: str) -> bool:
        return teks in self._isi

    def ambil(self, teks: str) -> Dokumen:
        """The document, from the shelf or made now; raises `DokumenTidakSah` or `PermintaanTidakSah`."""
        if (dokumen := self._isi.get(teks)) is not None:
            self._isi.move_to_end(teks)
            return dokumen
        dokumen = self._buat(teks)
        if not dokumen.rahasia and len(teks) <= self._batas.dokumen_panjang:
            self._isi[teks] = dokumen
            self._huruf += len(teks)
            while len(self._isi) > self._batas.dokumen or self._huruf > self._batas.dokumen_semua:
                lama, _ = self._isi.popitem(last=False)
                self._huruf -= len(lama)
        return dokumen

    def _buat(self, teks: str) -> Dokumen:
        try:
            ast = parse(teks, max_lexical_tokens=self._batas.token, max_comments=self._batas.komentar)
        except GraphQLError as galat:
            raise DokumenTidakSah([galat]) from None
        periksa_ukuran(ast, self._batas)
        if galat := validate(
            self._schema, ast, ATURAN, max_errors=self._batas.galat_dokumen, hide_suggestions=True
        ):
            raise DokumenTidakSah(galat)
        simpul = [d for d in ast.definitions if isinstance(d, OperationDefinitionNode)]
        rahasia = any(
            _nama_tipe(v.type) in self._rahasia for o in simpul for v in o.variable_definitions or ()
        )
        return Dokumen(
            ast=ast,
            sidik="" if rahasia else sidik_dokumen(teks),
            operasi=tuple(
                Operasi(
                    nama=o.name.value if o.name else None,
                    jenis=o.operation,
                    simpul=o,
                    biaya=biaya_operasi(self._schema, ast, o, self._batas),
                )
                for o in simpul
            ),
            rahasia=rahasia,
        )


def _nama_tipe(tipe: TypeNode) -> str:
    while isinstance(tipe, ListTypeNode | NonNullTypeNode):
        tipe = cast("TypeNode", tipe.type)
    assert isinstance(tipe, NamedTypeNode)
    return tipe.name.value
