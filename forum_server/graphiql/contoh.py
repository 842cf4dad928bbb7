"""Example queries: documents that core and plugins ship, chosen and filled in for one endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, cast

from forum_server.plugin.aktif.rules import LEMBAGA, tingkat

__all__ = ["Contoh", "baca_contoh", "contoh_untuk"]

PERLU_MASUK = "perlu masuk"


@dataclass(frozen=True, kw_only=True, slots=True)
class Contoh:
    """One example: a document with one operation, its variables, and what people read about it (Indonesian).

    A variable of the value "{wilayah}" or "{lembaga}" stands for the code of the endpoint; an example that has one
    is for regions or for institutions only. `masuk`: its fields answer only who has signed in.
    """

    judul: str
    keterangan: str
    kueri: str
    variabel: Mapping[str, Any]
    masuk: bool


class _Pemeriksa(Protocol):
    def berlaku(self, dokumen: str, variables: Mapping[str, Any]) -> bool: ...


def baca_contoh(folder: Path) -> Sequence[Contoh]:
    """The examples of a folder, in the order of their file names; raises `ValueError` naming the file that is wrong.

    Each is a file `nama.graphql` that begins with comments: the first line is the title, the others describe it; a
    line `# perlu masuk` says that one must sign in. Its variables lie beside it in `nama.json`.
    """
    return [_baca(berkas) for berkas in sorted(folder.glob("*.graphql"))]


def _baca(berkas: Path) -> Contoh:
    baris = berkas.read_text(encoding="utf-8").strip().splitlines()
    kepala: list[str] = []
    while baris and baris[0].startswith("#"):
        kepala.append(baris.pop(0).lstrip("#").strip())
    masuk = PERLU_MASUK in kepala
    judul, *keterangan = [k for k in kepala if k != PERLU_MASUK] or [""]
    if not judul or not baris:
        raise ValueError(f"{berkas.name}: begin with a line '# title', then write one operation")
    return Contoh(
        judul=judul,
        keterangan=" ".join(keterangan),
        kueri="\n".join(baris).strip() + "\n",
        variabel=_variabel(berkas.with_suffix(".json")),
        masuk=masuk,
    )


def _variabel(berkas: Path) -> Mapping[str, Any]:
    if not berkas.exists():
        return {}
    isi: object = json.loads(berkas.read_bytes())
    if not isinstance(isi, dict):
        raise ValueError(f"{berkas.name}: variables are a JSON object")  # noqa: TRY004 - one kind of fault in files
    return cast("dict[str, Any]", isi)


def contoh_untuk(kode: str, contoh: Iterable[Contoh], eksekutor: _Pemeriksa) -> list[Contoh]:
    """Those that the endpoint of `kode` can run: meant for its kind of owner, and valid for its schema."""
    tempat = "lembaga" if tingkat(kode) == LEMBAGA else "wilayah"
    hasil: list[Contoh] = []
    for satu in contoh:
        terisi = _isi(satu.variabel, {f"{{{tempat}}}": kode})
        if _ada_tempat(terisi):
            continue
        if eksekutor.berlaku(satu.kueri, terisi):
            hasil.append(replace(satu, variabel=terisi))
    return hasil


def _isi(nilai: Any, tempat: Mapping[str, str]) -> Any:
    match nilai:
        case str():
            return tempat.get(nilai, nilai)
        case dict():
            return {k: _isi(v, tempat) for k, v in cast("dict[str, Any]", nilai).items()}
        case list():
            return [_isi(v, tempat) for v in cast("list[Any]", nilai)]
        case _:
            return nilai


def _ada_tempat(nilai: Any) -> bool:
    match nilai:
        case str():
            return nilai in {"{wilayah}", "{lembaga}"}
        case dict():
            return any(_ada_tempat(v) for v in cast("dict[str, Any]", nilai).values())
        case list():
            return any(_ada_tempat(v) for v in cast("list[Any]", nilai))
        case _:
            return False
