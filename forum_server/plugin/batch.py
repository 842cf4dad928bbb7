"""Batch resolvers: one async function receives every parent of a level and returns one value each."""

from __future__ import annotations

import ast
import dataclasses
import functools
import inspect
import types
import typing
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from typing import Any, cast

import strawberry
from strawberry.dataloader import DataLoader

from forum_server.graphql.konteks import Info

__all__ = ["JumlahHasilSalah", "beku", "satuan"]

ATRIBUT = "__batch__"
"""Where a per-parent resolver keeps the batch function it was made from (an executor may call that directly)."""

_DAFTAR = {"list", "List", "Sequence"}


class JumlahHasilSalah(RuntimeError):
    """A batch function did not return one value per parent."""


def satuan(fungsi: Callable[..., Awaitable[Sequence[Any]]]) -> Callable[..., Any]:
    """The resolver of one parent that waits for the batch of all of them.

    `fungsi(parents, [info,] **arguments)` becomes a resolver whose GraphQL type is the element of the list it returns
    and whose GraphQL arguments are its other parameters. Calls with equal arguments within one request and one step
    of the event loop are one call. `info` is that of one of the parents. An element that is an `Exception` (declare
    `list[X | Exception]`) fails that parent only. The resolver itself is not a coroutine: a guard costs no task.

    Raises TypeError when `fungsi` is not async, has no parameter for the parents or does not return a list.
    """
    nama = f"{fungsi.__module__}.{fungsi.__qualname__}"
    if not inspect.iscoroutinefunction(fungsi):
        raise TypeError(f"{nama}: a batch field is an async function")
    signature = inspect.signature(fungsi)
    parameter = list(signature.parameters.values())
    if not parameter:
        raise TypeError(f"{nama}: its first parameter receives the list of parents")
    dengan_info = "info" in signature.parameters
    argumen = [p.replace(kind=p.KEYWORD_ONLY) for p in parameter[1:] if p.name != "info"]
    elemen = _elemen(signature.return_annotation, nama)

    def satu(self: object, info: Info, **kwargs: Any) -> Awaitable[Any]:
        kunci = (fungsi, beku(kwargs) if kwargs else None)
        pemuat = info.context.pemuat.get(kunci)
        if pemuat is None:
            panggil = functools.partial(fungsi, info=info) if dengan_info else fungsi
            # Parents are not hashable in general and their ids are reused, so nothing is cached per parent.
            pemuat = DataLoader[Any, Any](functools.partial(_muat, nama, panggil, kwargs), cache=False)
            info.context.pemuat[kunci] = pemuat
        return pemuat.load(self)

    # Not functools.update_wrapper: its __wrapped__ would show the batch function's own signature.
    satu.__name__, satu.__qualname__, satu.__module__ = (
        fungsi.__name__,
        fungsi.__qualname__,
        fungsi.__module__,
    )
    satu.__doc__ = fungsi.__doc__
    anotasi = {"info": strawberry.Info, **{p.name: p.annotation for p in argumen}, "return": elemen}
    satu.__annotations__ = anotasi
    vars(satu)["__signature__"] = inspect.Signature(
        [
            inspect.Parameter("self", inspect.Parameter.POSITIONAL_OR_KEYWORD),
            inspect.Parameter("info", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
            *argumen,
        ],
        return_annotation=elemen,
    )
    vars(satu)[ATRIBUT] = fungsi
    return satu


async def _muat(
    nama: str, panggil: Callable[..., Awaitable[Sequence[Any]]], kwargs: Mapping[str, Any], induk: list[Any]
) -> Sequence[Any]:
    nilai = await panggil(induk, **kwargs)
    if len(nilai) != len(induk):
        raise JumlahHasilSalah(
            f"{nama} returned {len(nilai)} values for {len(induk)} parents; return one value per parent, in their order"
        )
    return nilai


def beku(nilai: Any) -> Hashable:
    """A hashable stand-in for an argument: equal arguments have equal stand-ins."""
    if isinstance(nilai, Mapping):
        pasangan = cast("Mapping[Any, Any]", nilai)
        return ("{}", *sorted((str(k), beku(v)) for k, v in pasangan.items()))
    if isinstance(nilai, (list, tuple, set, frozenset)):
        return (type(cast("object", nilai)).__name__, *(beku(v) for v in cast("Sequence[Any]", nilai)))
    if dataclasses.is_dataclass(nilai) and not isinstance(nilai, type):
        return (type(nilai), *(beku(getattr(nilai, f.name, None)) for f in dataclasses.fields(nilai)))
    return nilai if isinstance(nilai, Hashable) else repr(nilai)


def _elemen(anotasi: Any, nama: str) -> Any:
    """`X | None` of a return annotation `list[X | None | Exception]`, evaluated or still a string."""
    salah = TypeError(f"{nama}: a batch field returns list[X], one value per parent, not {anotasi!r}")
    if isinstance(anotasi, str):
        pohon = ast.parse(anotasi, mode="eval").body
        if not (isinstance(pohon, ast.Subscript) and ast.unparse(pohon.value).rpartition(".")[2] in _DAFTAR):
            raise salah
        anggota = [a for a in _anggota(pohon.slice) if ast.unparse(a) != "Exception"]
        return " | ".join(ast.unparse(a) for a in anggota)
    if typing.get_origin(anotasi) not in {list, Sequence}:
        raise salah
    (isi,) = typing.get_args(anotasi)
    if typing.get_origin(isi) in {typing.Union, types.UnionType}:
        bersih = tuple(a for a in typing.get_args(isi) if a is not Exception)
        return functools.reduce(lambda a, b: a | b, bersih)
    return isi


def _anggota(pohon: ast.expr) -> list[ast.expr]:
    if isinstance(pohon, ast.BinOp) and isinstance(pohon.op, ast.BitOr):
        return [*_anggota(pohon.left), *_anggota(pohon.right)]
    return [pohon]
