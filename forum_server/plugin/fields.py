"""The one way fields come onto a type that is already there, and all that a subject contributes to a schema."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, overload

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.types.base import StrawberryObjectDefinition, get_object_definition
from strawberry.types.field import StrawberryField
from strawberry.types.scalar import ScalarDefinition

from forum_server.graphql.akar import Mutation, Query, Subscription
from forum_server.plugin.batch import satuan

__all__ = ["Fields", "GraphQL", "definisi"]

T = TypeVar("T")
P = ParamSpec("P")
R = TypeVar("R")


class Fields(Generic[T]):
    """Fields added to the GraphQL type `T`: another owner's, or one's own.

    >>> wilayah = Fields(Wilayah)
    >>> @wilayah.field
    ... def demo_salam(wilayah: Parent[Wilayah]) -> str | None:
    ...     "Salam dari wilayah ini."
    ...     return f"Salam dari {wilayah.nama}"

    The docstring is the field's description. Resolvers stay plain functions that can be called and are typed.
    """

    def __init__(self, target: type[T]) -> None:
        definisi(target)
        self.target = target
        self._fields: list[StrawberryField] = []

    def __iter__(self) -> Iterator[StrawberryField]:
        return iter(self._fields)

    @overload
    def field(self, resolver: Callable[Concatenate[T, P], R], /) -> Callable[Concatenate[T, P], R]: ...
    @overload
    def field(
        self,
        /,
        *,
        name: str | None = None,
        description: str | None = None,
        deprecation_reason: str | None = None,
        extensions: Sequence[FieldExtension] = (),
    ) -> Callable[[Callable[Concatenate[T, P], R]], Callable[Concatenate[T, P], R]]: ...
    def field(self, resolver: Callable[..., Any] | None = None, /, **pilihan: Any) -> Any:
        """Add a field that is resolved parent by parent: for what needs no fetching."""

        def tambah(fungsi: Callable[..., Any]) -> Callable[..., Any]:
            self._tambah(fungsi, fungsi, pilihan)
            return fungsi

        return tambah if resolver is None else tambah(resolver)

    @overload
    def batch(
        self, resolver: Callable[Concatenate[list[T], P], Awaitable[Sequence[R]]], /
    ) -> Callable[Concatenate[list[T], P], Awaitable[Sequence[R]]]: ...
    @overload
    def batch(
        self,
        /,
        *,
        name: str | None = None,
        description: str | None = None,
        deprecation_reason: str | None = None,
        extensions: Sequence[FieldExtension] = (),
    ) -> Callable[
        [Callable[Concatenate[list[T], P], Awaitable[Sequence[R]]]],
        Callable[Concatenate[list[T], P], Awaitable[Sequence[R]]],
    ]: ...
    def batch(self, resolver: Callable[..., Any] | None = None, /, **pilihan: Any) -> Any:
        """Add a field that fetches: an async function over all parents that returns one value each, in their order.

        Its parameters after the parents (and an optional `info`) are the field's GraphQL arguments. An `Exception`
        in place of a value fails that parent only.
        """

        def tambah(fungsi: Callable[..., Any]) -> Callable[..., Any]:
            self._tambah(fungsi, satuan(fungsi), pilihan)
            return fungsi

        return tambah if resolver is None else tambah(resolver)

    def _tambah(
        self, fungsi: Callable[..., Any], resolver: Callable[..., Any], pilihan: dict[str, Any]
    ) -> None:
        pilihan = {"description": inspect.getdoc(fungsi), **pilihan}
        pilihan["extensions"] = list(pilihan.get("extensions", ()))
        self._fields.append(strawberry.field(resolver, **pilihan))


@dataclass(frozen=True, kw_only=True, slots=True)
class GraphQL:
    """What one subject of core or one plugin contributes to a schema.

    `query`, `mutation` and `subscription` are strawberry types whose fields join the roots of the same name;
    `fields` go onto other types; `types` are types no field mentions (implementations of an interface); `handlers`
    turn domain exceptions into members of result unions; `scalars` name one's own scalars.
    """

    query: type | None = None
    mutation: type | None = None
    subscription: type | None = None
    fields: Sequence[Fields[Any]] = ()
    types: Sequence[type] = ()
    handlers: Sequence[strawberry.ExceptionHandler[Any, Any]] = ()
    scalars: Mapping[object, ScalarDefinition] = field(default_factory=dict[object, ScalarDefinition])

    def sumbangan(self) -> Iterator[tuple[type, StrawberryField]]:
        """Every field contributed, with the type it lands on."""
        for akar, bagian in (
            (Query, self.query),
            (Mutation, self.mutation),
            (Subscription, self.subscription),
        ):
            if bagian is not None:
                yield from ((akar, f) for f in definisi(bagian).fields)
        for kelompok in self.fields:
            yield from ((kelompok.target, f) for f in kelompok)


def definisi(kelas: type) -> StrawberryObjectDefinition:
    """What strawberry knows about a type; raises TypeError for a class that is none of its types."""
    hasil = get_object_definition(kelas)
    if hasil is None:
        raise TypeError(f"{kelas.__qualname__} is not a strawberry type; decorate it with @strawberry.type")
    return hasil
