"""Build one schema from core and a set of plugins, without touching the classes they share.

The classes of strawberry carry state (a field remembers extensions that were applied to it), so every schema works on
isolated copies of fields. What a plugin may add is checked here, with an error that names the plugin, the place and
the fix.
"""

from __future__ import annotations

import copy
import inspect
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

import strawberry
from graphql import (
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLUnionType,
    Undefined,
    get_named_type,
    lexicographic_sort_schema,
    print_schema,
)
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.exception_handlers import get_exception_types
from strawberry.types.base import (
    StrawberryList,
    StrawberryObjectDefinition,
    StrawberryOptional,
    get_object_definition,
)
from strawberry.types.enum import StrawberryEnumDefinition
from strawberry.types.field import UNRESOLVED, StrawberryField
from strawberry.types.fields.resolver import StrawberryResolver
from strawberry.types.lazy_type import LazyType
from strawberry.types.scalar import ScalarDefinition

from forum_server.graphql.akar import Mutation, Query, Subscription
from forum_server.graphql.rahasia import SKALAR
from forum_server.plugin.fields import GraphQL, definisi
from forum_server.plugin.guards import Access, DiWilayahAktif, NullBilaTiada, Requires

__all__ = ["CORE", "ComposedSchema", "SchemaConflict", "cetak_sdl", "compose"]

CORE = "core"
"""The owner of everything that is no plugin's."""

AKAR = (Query, Mutation, Subscription)
PEMILIK = "kode_pemilik"
_BAWAAN = {"builtins", "datetime", "decimal", "uuid"}


class SchemaConflict(Exception):
    """A plugin broke a rule of composition; `plugin` is the one to set aside."""

    def __init__(self, plugin: str, pesan: str) -> None:
        super().__init__(f"{plugin}: {pesan}")
        self.plugin = plugin


class ComposedSchema(strawberry.Schema):
    """A schema whose types carry the fields of the plugins it was composed with.

    `owners["Type.field"]` and `type_owners["Type"]` say whose everything is ("core" or a plugin); `plugins` is the
    set. The order of `parts` plays no role. Use `compose`.
    """

    def __init__(self, core: Mapping[str, GraphQL], parts: Mapping[str, GraphQL]) -> None:
        self.plugins = frozenset(parts)
        self.owners: dict[str, str] = {}
        self.type_owners: dict[str, str] = {}
        self._copies: dict[StrawberryObjectDefinition, list[StrawberryField]] = {}
        self._added: dict[type, list[tuple[str, StrawberryField]]] = defaultdict(list)
        semua = [(CORE, core[n]) for n in sorted(core)] + [(n, parts[n]) for n in sorted(parts)]
        self._eksplisit: dict[str, list[type]] = defaultdict(list)
        for pemilik, bagian in semua:
            self._eksplisit[pemilik] += bagian.types
        self._skalar_plugin = [v for n, p in semua if n != CORE for v in p.scalars.values()]
        config = StrawberryConfig(
            scalar_map={**SKALAR, **{k: v for _, p in semua for k, v in p.scalars.items()}}
        )
        self._nama = config.name_converter
        for pemilik, bagian in semua:
            for target, field in bagian.sumbangan():
                self._periksa(pemilik, target, field)
                self._added[target].append((pemilik, field))
        try:
            super().__init__(
                query=Query,
                mutation=Mutation if self._added[Mutation] else None,
                subscription=Subscription if self._added[Subscription] else None,
                types=[t for _, bagian in semua for t in bagian.types],
                # Plugins first: the handler that names the more specific exception is asked first.
                exception_handlers=sorted(
                    (h for _, bagian in reversed(semua) for h in bagian.handlers),
                    key=_kekhususan,
                    reverse=True,
                ),
                config=config,
            )
        except TypeError as error:  # graphql-core wraps what a thunk raises
            if isinstance(error.__cause__, SchemaConflict):
                raise error.__cause__ from None
            raise
        for target, tambahan in self._added.items():
            if (
                self._nama.from_type(definisi(target)) not in self.schema_converter.type_map
                and target not in AKAR
            ):
                raise SchemaConflict(
                    tambahan[0][0], f"adds fields to {target.__name__}, which no field leads to"
                )
        self._rapikan()
        self._tentukan_pemilik()

    def get_fields(self, type_definition: StrawberryObjectDefinition) -> list[StrawberryField]:
        """The type's own fields and those added to it, as copies that belong to this schema alone."""
        if (tahu := self._copies.get(type_definition)) is not None:
            return tahu
        fields = {self._nama.get_graphql_name(f): _tersendiri(f) for f in type_definition.fields}
        tipe = self._nama.from_type(type_definition)
        for target in (type_definition.origin, *(i.origin for i in type_definition.interfaces)):
            for pemilik, asli in self._added.get(target, ()):
                kunci = self._nama.get_graphql_name(asli)
                letak = f"{tipe}.{kunci}"
                if kunci in fields:
                    raise SchemaConflict(
                        pemilik,
                        f"{letak} is already defined by {self.owners.get(letak, 'its type')}; choose another name",
                    )
                fields[kunci] = self._dijaga(pemilik, tipe, target, _tersendiri(asli))
                self.owners[letak] = pemilik
        self._copies[type_definition] = list(fields.values())
        return self._copies[type_definition]

    def requirements(self) -> Iterator[tuple[str, str]]:
        """Every `Requires` of the schema: where it stands and the permission it names."""
        for definition, fields in self._copies.items():
            tipe = self._nama.from_type(definition)
            for field in fields:
                for e in field.extensions:
                    if isinstance(e, Requires):
                        for izin in e.izin:
                            yield f"{tipe}.{self._nama.get_graphql_name(field)}", izin

    def owner(self, tipe: str, field: str) -> str:
        """Whose the field is: who added it, else who owns its type."""
        return self.owners.get(f"{tipe}.{field}", CORE)

    def _periksa(self, pemilik: str, target: type, field: StrawberryField) -> None:
        """The rules a field keeps that lands on `target`."""
        definition = definisi(target)
        tipe, kunci = self._nama.from_type(definition), self._nama.get_graphql_name(field)
        letak = f"{tipe}.{kunci}"
        if definition.is_input:
            raise SchemaConflict(
                pemilik, f"{letak}: an input's fields belong to its owner; add an argument instead"
            )
        if target in AKAR:
            if sum(isinstance(e, Access) for e in field.extensions) != 1:
                raise SchemaConflict(
                    pemilik,
                    f"{letak} must say who may call it: one of Requires('…') or Public() in its extensions",
                )
            # A websocket must be able to tell a listener at once that it may not listen.
            if target is Subscription and not field.is_subscription:
                raise SchemaConflict(pemilik, f"{letak} must be declared with @strawberry.subscription")
        if pemilik == CORE or _milik_nama(pemilik, tipe):
            return
        if not re.match(rf"{re.escape(pemilik)}[A-Z]", kunci):
            raise SchemaConflict(pemilik, f"{letak}: its name must start with {pemilik!r}")
        if target not in AKAR:
            if field.type is not UNRESOLVED and not isinstance(field.type, StrawberryOptional):
                raise SchemaConflict(
                    pemilik, f"{letak} must be nullable (T | None): not every region runs {pemilik}"
                )
            if not _punya_pemilik(target):
                raise SchemaConflict(
                    pemilik, f"{letak}: {tipe} does not say its owner ({PEMILIK}), so others can't extend it"
                )

    def _dijaga(self, pemilik: str, tipe: str, target: type, field: StrawberryField) -> StrawberryField:
        """The field with what core puts before it. The last extension is the outermost."""
        if target is Query and isinstance(field.type, StrawberryOptional):
            field.extensions.append(NullBilaTiada())
        if target not in AKAR and pemilik != CORE and not _milik_nama(pemilik, tipe):
            field.extensions.append(DiWilayahAktif(pemilik))
        return field

    def _rapikan(self) -> None:
        """Docstrings become descriptions, and an absent argument is absent instead of an explicit null."""
        for nama, tipe in self._schema.type_map.items():
            if nama.startswith("__"):
                continue  # introspection's types are shared by every schema
            backref = tipe.extensions.get("strawberry-definition")
            if tipe.description is None and (doc := _dokumen(backref)) is not None:
                tipe.description = doc
            if isinstance(tipe, (GraphQLObjectType, GraphQLInterfaceType)):
                for field in tipe.fields.values():
                    for argumen in field.args.values():
                        if argumen.default_value is None:
                            argumen.default_value = Undefined
            elif isinstance(tipe, GraphQLInputObjectType):
                for masukan in tipe.fields.values():
                    if masukan.default_value is None:
                        masukan.default_value = Undefined

    def _tentukan_pemilik(self) -> None:
        """Say whose every type is, and check that a plugin's types carry its name.

        A type is core's when its class is or a core field leads to it; else it belongs to the plugin from whose own
        fields it is reached and whose name it bears.
        """
        peta = self.schema_converter.type_map
        core = {n for n, k in peta.items() if self._kelas_core(k.definition)} | self._jangkauan(CORE, set())
        self.type_owners = dict.fromkeys(core, CORE)
        for plugin in sorted(self.plugins):
            if bentrok := sorted(n for n in core if _milik_nama(plugin, n)):
                raise SchemaConflict(plugin, f"this name is reserved: core has the type {bentrok[0]}")
        jangkau = {plugin: self._jangkauan(plugin, core) for plugin in sorted(self.plugins)}
        for plugin, tipe in jangkau.items():
            for nama in sorted(tipe):
                punya = [p for p in jangkau if nama in jangkau[p] and _milik_nama(p, nama)]
                if not punya:
                    awalan = plugin[:1].upper() + plugin[1:]
                    raise SchemaConflict(plugin, f"type {nama}: its name must start with {awalan!r}")
                self.type_owners[nama] = max(punya, key=len)
        for nama, tipe in self._schema.type_map.items():
            if isinstance(tipe, (GraphQLObjectType, GraphQLInterfaceType)) and not nama.startswith("__"):
                for kunci in tipe.fields:
                    self.owners.setdefault(f"{nama}.{kunci}", self.type_owners.get(nama, CORE))

    def _jangkauan(self, pemilik: str, henti: set[str]) -> set[str]:
        """Names of the types that what `pemilik` contributes leads to, not through others' fields nor past `henti`."""
        peta, tahu = self._schema.type_map, self.schema_converter.type_map
        antre: list[GraphQLNamedType] = []
        for letak in [k for k, milik in self.owners.items() if milik == pemilik]:
            tipe, _, kunci = letak.partition(".")
            antre += _dari_field(cast("GraphQLObjectType", peta[tipe]).fields[kunci])
        antre += [peta[self._nama.from_type(definisi(t))] for t in self._eksplisit[pemilik]]
        hasil: set[str] = set()
        while antre:
            tipe = antre.pop()
            if tipe.name in hasil or tipe.name in henti or tipe.name not in tahu:
                continue
            hasil.add(tipe.name)
            if isinstance(tipe, GraphQLUnionType):
                antre += tipe.types
            elif isinstance(tipe, GraphQLInputObjectType):
                antre += [get_named_type(f.type) for f in tipe.fields.values()]
            elif isinstance(tipe, (GraphQLObjectType, GraphQLInterfaceType)):
                antre += tipe.interfaces
                for kunci, field in tipe.fields.items():
                    if self.owners.get(f"{tipe.name}.{kunci}", pemilik) == pemilik:
                        antre += _dari_field(field)
        return hasil

    def _kelas_core(self, definition: object) -> bool:
        """Whether a type is core's by its class alone."""
        if isinstance(definition, ScalarDefinition):
            return definition not in self._skalar_plugin
        if isinstance(definition, StrawberryEnumDefinition):
            return _modul_core(definition.wrapped_cls)
        if not isinstance(definition, StrawberryObjectDefinition):
            return False
        if definition.concrete_of is not None:
            isi = definition.type_var_map.values()
            return _modul_core(definition.concrete_of.origin) and all(self._isi_core(t) for t in isi)
        return _modul_core(definition.origin)

    def _isi_core(self, tipe: object) -> bool:
        if isinstance(tipe, (StrawberryOptional, StrawberryList)):
            return self._isi_core(tipe.of_type)
        if isinstance(tipe, LazyType):
            return self._isi_core(tipe.resolve_type())
        definition = get_object_definition(tipe)
        return _modul_core(tipe) if definition is None else self._kelas_core(definition)


def compose(
    parts: Mapping[str, GraphQL], *, core: Mapping[str, GraphQL], izin: Collection[str] | None = None
) -> ComposedSchema:
    """One schema of core and `parts` (by plugin name), the same whatever their order.

    `izin` are the permissions declared by core and these plugins; a `Requires` outside them is refused (None: not
    checked). Raises `SchemaConflict`, or strawberry's own exception for what is wrong with a type.
    """
    schema = ComposedSchema(core, parts)
    if izin is not None:
        for letak, kode in schema.requirements():
            if kode not in izin:
                raise SchemaConflict(
                    schema.owners.get(letak, CORE),
                    f"{letak} requires {kode!r}, which no plugin here declares",
                )
    return schema


def cetak_sdl(schema: strawberry.Schema) -> str:
    """The schema as text, everything in alphabetical order, ending with a newline."""
    return print_schema(lexicographic_sort_schema(schema._schema)) + "\n"  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]  strawberry prints its own dialect


def _tersendiri(field: StrawberryField) -> StrawberryField:
    """A copy that can be converted without marking the original."""
    salinan = copy.copy(field)
    salinan.extensions = [copy.copy(e) for e in field.extensions]
    resolver = cast("StrawberryResolver[Any] | None", salinan.base_resolver)
    if resolver is None:
        # An extension may install a resolver with arguments of its own.
        salinan._arguments = None  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    else:
        salinan.arguments = [copy.copy(a) for a in resolver.arguments]
        if salinan.description is None:
            salinan.description = inspect.getdoc(cast("object", resolver.wrapped_func))
    return salinan


def _dari_field(field: GraphQLField) -> list[GraphQLNamedType]:
    tipe: list[Any] = [field.type, *(a.type for a in field.args.values())]
    return [get_named_type(t) for t in tipe]


def _milik_nama(plugin: str, tipe: str) -> bool:
    """Whether the type's name says that it is the plugin's."""
    return re.match(rf"{re.escape(plugin[:1].upper() + plugin[1:])}(?=[A-Z]|$)", tipe) is not None


def _modul_core(kelas: object) -> bool:
    modul = str(getattr(kelas, "__module__", ""))
    return modul == "forum_server" or modul.startswith("forum_server.") or modul in _BAWAAN


def _punya_pemilik(kelas: type) -> bool:
    return hasattr(kelas, PEMILIK) or any(
        PEMILIK in vars(k).get("__annotations__", {}) for k in kelas.__mro__
    )


def _dokumen(definition: object) -> str | None:
    """The docstring of a type's class, unless `dataclass` made it up."""
    if not isinstance(definition, StrawberryObjectDefinition):
        return None
    kelas = definition.origin if definition.concrete_of is None else definition.concrete_of.origin
    doc: str | None = vars(kelas).get("__doc__")
    return None if doc is None or doc.startswith(f"{kelas.__name__}(") else inspect.cleandoc(doc)


def _kekhususan(penangan: strawberry.ExceptionHandler[Any, Any]) -> int:
    """How far the handled exception stands below Exception."""
    return max(len(e.__mro__) for e in get_exception_types(penangan))
