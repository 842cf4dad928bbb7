"""What a region may set for a plugin: a frozen dataclass per plugin, checked on writing, inherited down the tree."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast, get_type_hints

import orjson
from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic_core import to_jsonable_python

from forum_server.galat import IsianTidakSah

__all__ = ["gabung", "jenis_sah", "periksa", "sebagai_json"]

S = TypeVar("S")

_KETAT = ConfigDict(strict=True, arbitrary_types_allowed=True)


def jenis_sah(jenis: object) -> str | None:
    """What is wrong with `jenis` as a declaration of settings, or None.

    It must be a frozen dataclass whose fields all have defaults: a region that sets nothing has settings too.
    """
    if not (isinstance(jenis, type) and dataclasses.is_dataclass(jenis)):
        return "settings() must return a dataclass"
    if not getattr(jenis, "__dataclass_params__").frozen:  # noqa: B009  not part of the typed interface
        return f"{jenis.__qualname__} must be frozen"
    tanpa = [f.name for f in dataclasses.fields(jenis) if _wajib(f)]
    return f"{jenis.__qualname__}: fields without a default: {', '.join(tanpa)}" if tanpa else None


def periksa(jenis: type, nilai: Mapping[str, Any]) -> None:
    """Check JSON values a region wants to set.

    Raises `IsianTidakSah` SETELAN_TIDAK_DIKENAL or SETELAN_TIDAK_SAH, naming the setting.
    """
    baca = _pembaca(jenis)
    for nama, isi in nilai.items():
        if nama not in baca:
            raise IsianTidakSah(
                "SETELAN_TIDAK_DIKENAL",
                f"Setelan {nama!r} tidak ada. Yang dapat diatur: {', '.join(sorted(baca)) or 'tidak ada'}.",
                letak=("setelan", nama),
            )
        try:
            baca[nama].validate_json(orjson.dumps(isi))
        except ValidationError as galat:
            raise IsianTidakSah(
                "SETELAN_TIDAK_SAH",
                f"Nilai setelan {nama!r} tidak sesuai jenisnya; perbaiki nilainya.",
                letak=("setelan", nama),
            ) from galat
    try:
        gabung(jenis, [nilai])
    except ValueError as galat:
        raise IsianTidakSah(
            "SETELAN_TIDAK_SAH",
            "Gabungan nilai setelan ini tidak sah; perbaiki nilainya.",
            letak=("setelan",),
        ) from galat


def gabung(jenis: type[S], lapisan: Iterable[Mapping[str, Any]]) -> S:
    """One `jenis` from layers of JSON values, the nearest region last; nearest wins per setting.

    A stored value that this version of the plugin no longer knows or accepts is passed over, so that an upgrade
    never stops a region.
    """
    baca, hasil = _pembaca(jenis), dict[str, Any]()
    for nilai in lapisan:
        for nama, isi in nilai.items():
            if nama in baca:
                try:
                    hasil[nama] = baca[nama].validate_json(orjson.dumps(isi))
                except ValidationError:
                    continue
    return jenis(**hasil)


def sebagai_json(setelan: object) -> dict[str, Any]:
    """Settings as the JSON values a region would write to get them."""
    return cast(
        "dict[str, Any]", to_jsonable_python({f.name: getattr(setelan, f.name) for f in _medan(setelan)})
    )


def _medan(setelan: object) -> tuple[dataclasses.Field[Any], ...]:
    return tuple(f for f in dataclasses.fields(cast("Any", setelan)) if f.init)


def _pembaca(jenis: type) -> dict[str, TypeAdapter[Any]]:
    petunjuk = get_type_hints(jenis)
    return {f.name: TypeAdapter(petunjuk[f.name], config=_KETAT) for f in _medan(jenis)}


def _wajib(medan: dataclasses.Field[Any]) -> bool:
    return (
        medan.init and medan.default is dataclasses.MISSING and medan.default_factory is dataclasses.MISSING
    )
