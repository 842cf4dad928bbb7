"""What an operation may cost at most: its fields, with every list multiplied out, before anything runs.

A connection counts as many items as `first` or `last` asks for, a plain list a fixed guess. Where the numbers stand in
variables the formula is kept with the document and only the numbers are filled in per request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from graphql import (
    ArgumentNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLInterfaceType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    Undefined,
    VariableNode,
)

from forum_server.graphql.batas import Batas

__all__ = ["Biaya", "biaya_operasi"]

_HALAMAN = ("first", "last")
_DIGIT = 10
"""Digits of the longest Int."""


@dataclass(frozen=True, slots=True)
class Kali:
    """`isi` as many times as a variable says (`anggapan` when it says nothing)."""

    variabel: str
    anggapan: int
    isi: Biaya


@dataclass(frozen=True, slots=True)
class Biaya:
    """A sum: a fixed part, parts used as they are, and parts multiplied by a variable."""

    tetap: int
    bagian: tuple[tuple[int, Biaya], ...] = ()
    kali: tuple[Kali, ...] = ()

    def hitung(self, variabel: Mapping[str, Any]) -> int:
        """The cost with these variables."""
        return self._hitung(variabel, {})

    def _hitung(self, variabel: Mapping[str, Any], sudah: dict[int, int]) -> int:
        # Fragments are shared between parts: each is added up once per request.
        if not self.bagian and not self.kali:
            return self.tetap
        if (hasil := sudah.get(id(self))) is None:
            hasil = self.tetap
            for faktor, isi in self.bagian:
                hasil += faktor * isi._hitung(variabel, sudah)  # noqa: SLF001 - its own class
            for kali in self.kali:
                nilai = variabel.get(kali.variabel)
                banyak = nilai if isinstance(nilai, int) and not isinstance(nilai, bool) else kali.anggapan
                hasil += max(1, banyak) * kali.isi._hitung(variabel, sudah)  # noqa: SLF001 - its own class
            sudah[id(self)] = hasil
        return hasil


def biaya_operasi(
    schema: GraphQLSchema, dokumen: DocumentNode, operasi: OperationDefinitionNode, batas: Batas
) -> Biaya:
    """The cost of an operation of a valid document."""
    return _Penghitung(schema, dokumen, operasi, batas).operasi()


class _Penghitung:
    def __init__(
        self, schema: GraphQLSchema, dokumen: DocumentNode, operasi: OperationDefinitionNode, batas: Batas
    ) -> None:
        self._schema = schema
        self._operasi = operasi
        self._batas = batas
        self._fragmen = {
            d.name.value: d for d in dokumen.definitions if isinstance(d, FragmentDefinitionNode)
        }
        self._selesai: dict[tuple[str, bool], Biaya] = {}
        self._anggapan: dict[str, int] = {
            v.variable.name.value: int(v.default_value.value)
            for v in operasi.variable_definitions or ()
            if isinstance(v.default_value, IntValueNode) and len(v.default_value.value) <= _DIGIT
        }

    def operasi(self) -> Biaya:
        akar = self._schema.get_root_type(self._operasi.operation)
        return self._himpunan(self._operasi.selection_set, akar.name if akar else "", halaman=False)

    def _himpunan(self, himpunan: SelectionSetNode, tipe: str, *, halaman: bool) -> Biaya:
        tetap, bagian, kali = 0, list[tuple[int, Biaya]](), list[Kali]()
        for pilihan in himpunan.selections:
            if isinstance(pilihan, FieldNode):
                faktor, isi = self._bidang(pilihan, tipe, halaman=halaman)
                tetap += 1
            elif isinstance(pilihan, FragmentSpreadNode):
                faktor, isi = 1, self._pecahan(pilihan.name.value, halaman=halaman)
            else:
                assert isinstance(pilihan, InlineFragmentNode)
                sasaran = pilihan.type_condition.name.value if pilihan.type_condition else tipe
                faktor, isi = 1, self._himpunan(pilihan.selection_set, sasaran, halaman=halaman)
            if isi is None:
                continue
            if isinstance(faktor, int) and not isi.bagian and not isi.kali:
                tetap += faktor * isi.tetap
            elif isinstance(faktor, int):
                bagian.append((faktor, isi))
            else:
                kali.append(Kali(faktor[0], faktor[1], isi))
        return Biaya(tetap, tuple(bagian), tuple(kali))

    def _pecahan(self, nama: str, *, halaman: bool) -> Biaya:
        if (hasil := self._selesai.get((nama, halaman))) is None:
            fragmen = self._fragmen[nama]
            hasil = self._himpunan(fragmen.selection_set, fragmen.type_condition.name.value, halaman=halaman)
            self._selesai[nama, halaman] = hasil
        return hasil

    def _bidang(
        self, bidang: FieldNode, tipe: str, *, halaman: bool
    ) -> tuple[int | tuple[str, int], Biaya | None]:
        """How often the selection below a field is resolved (a number, or a variable), and its cost."""
        if bidang.selection_set is None:
            return 1, None
        nama = bidang.name.value
        induk = self._schema.type_map.get(tipe)
        definisi = (
            induk.fields.get(nama) if isinstance(induk, GraphQLObjectType | GraphQLInterfaceType) else None
        )
        if definisi is None:  # __schema, __type: what is behind them is in memory and bounded by validation
            return 0, None
        berhalaman = any(a in definisi.args for a in _HALAMAN)
        # Of a connection the items are counted once, at the field that takes `first`, and not again at `edges`.
        koneksi = berhalaman and not _daftar(definisi.type)
        isi = self._himpunan(bidang.selection_set, _nama_tipe(definisi.type), halaman=koneksi)
        if berhalaman:
            return self._banyak(bidang, definisi), isi
        if _daftar(definisi.type) and not halaman:
            return self._batas.daftar_anggapan, isi
        return 1, isi

    def _banyak(self, bidang: FieldNode, definisi: GraphQLField) -> int | tuple[str, int]:
        argumen: dict[str, ArgumentNode] = {a.name.value: a for a in bidang.arguments or ()}
        bawaan = self._batas.halaman_anggapan
        for nama in _HALAMAN:
            nilai = argumen[nama].value if nama in argumen else None
            if isinstance(nilai, IntValueNode):
                return max(1, int(nilai.value))
            if isinstance(nilai, VariableNode):
                return nilai.name.value, self._anggapan.get(nilai.name.value, bawaan)
        for nama in _HALAMAN:
            tersirat = definisi.args[nama].default_value if nama in definisi.args else Undefined
            if isinstance(tersirat, int):
                return max(1, tersirat)
        return bawaan


def _daftar(tipe: Any) -> bool:
    return isinstance(tipe.of_type if isinstance(tipe, GraphQLNonNull) else tipe, GraphQLList)


def _nama_tipe(tipe: Any) -> str:
    while isinstance(tipe, GraphQLNonNull | GraphQLList):
        tipe = cast("Any", tipe.of_type)
    return tipe.name
