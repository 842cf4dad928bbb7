"""What a plugin declares about itself, read and checked once when it is registered."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from starlette.routing import BaseRoute

from forum_server.akses.rules import Izin, Peran
from forum_server.berkas.pemilik import PemilikBerkas
from forum_server.graphiql.contoh import Contoh
from forum_server.kunci import KolomTersandi
from forum_server.pekerjaan.jenis import Pekerjaan
from forum_server.pemberitahuan.jenis import JenisPemberitahuan
from forum_server.plugin.aktif.rules import LEMBAGA
from forum_server.plugin.inti import TERLARANG
from forum_server.plugin.setelan import jenis_sah
from forum_server.unduhan.jenis import JenisUnduhan
from forum_server.wilayah.rules import TingkatWilayah

__all__ = ["Pendaftaran", "PluginSalah", "baca", "periksa_hasil", "periksa_nama", "periksa_versi"]

_HASIL: Mapping[str, type] = {
    "downloads": JenisUnduhan,
    "examples": Contoh,
    "files": PemilikBerkas,
    "jobs": Pekerjaan,
    "notifications": JenisPemberitahuan,
    "routes": BaseRoute,
    "secrets": KolomTersandi,
}
"""Of what the list of a hook consists."""

_TINGKAT = frozenset({LEMBAGA, *(t.value for t in TingkatWilayah)})


class PluginSalah(Exception):
    """A plugin declares something it may not; the text says what to change and holds nothing secret."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pendaftaran:
    """One registered plugin (or subject of core) and what it declared."""

    name: str
    plugin: object
    title: str
    description: str
    requires: tuple[str, ...]
    levels: frozenset[str]
    permissions: tuple[Izin, ...]
    roles: tuple[Peran, ...]
    settings: type | None
    migrations: Path | None


def periksa_nama(nama: str) -> None:
    """A plugin's name begins every name it adds, so it is one lower-case word that core does not use."""
    if re.fullmatch(r"[a-z][a-z0-9]*", nama) is None:
        raise PluginSalah(f"{nama!r} is not a plugin name: use lower-case letters and digits")
    if nama in TERLARANG:
        raise PluginSalah(f"the name {nama!r} is reserved by core")


def periksa_versi(nama: str, requires: Iterable[str], *, core: str, berjalan: str) -> None:
    """Compare the `Requires-Dist` lines of a plugin's wheel with the running server."""
    for baris in requires:
        syarat = Requirement(baris)
        if canonicalize_name(syarat.name) != canonicalize_name(core):
            continue
        if syarat.marker is not None and not syarat.marker.evaluate({"extra": ""}):
            continue
        if not syarat.specifier.contains(berjalan, prereleases=True):
            raise PluginSalah(f"{nama} needs {core}{syarat.specifier}, this is {core} {berjalan}")


def baca(nama: str, plugin: object, panggil: Callable[[str], Any], *, core: bool = False) -> Pendaftaran:
    """Read what `plugin` declares; `panggil` calls one of its hooks and returns None where it has none.

    Raises `PluginSalah`; what a hook itself raises passes through. Core's subjects keep no prefix.
    """
    izin = _daftar(nama, "permissions", panggil("permissions"), Izin)
    peran = _daftar(nama, "roles", panggil("roles"), Peran)
    if not core:
        for kode in (*(i.kode for i in izin), *(p.kode.replace(".", ":", 1) for p in peran)):
            if not kode.startswith(f"{nama}:"):
                raise PluginSalah(f"{kode!r}: permissions start with '{nama}:' and roles with '{nama}.'")
        dikenal = {i.kode for i in izin}
        for p in peran:
            if asing := sorted(k for k in p.izin - dikenal if k.startswith(f"{nama}:")):
                raise PluginSalah(
                    f"role {p.kode!r} grants {asing[0]!r}, which permissions() does not declare"
                )
    jenis = panggil("settings")
    if jenis is not None and (salah := jenis_sah(jenis)) is not None:
        raise PluginSalah(salah)
    migrasi = panggil("migrations")
    if migrasi is not None and not isinstance(migrasi, Path):
        raise PluginSalah("migrations() must return a pathlib.Path")
    requires = _kata(nama, "requires", getattr(plugin, "requires", ()))
    levels = frozenset(_kata(nama, "tingkat", getattr(plugin, "tingkat", ())))
    if asing := sorted(levels - _TINGKAT):
        raise PluginSalah(f"tingkat {asing[0]!r} is unknown; use {', '.join(sorted(_TINGKAT))}")
    doc = inspect.cleandoc(cast("str | None", getattr(plugin, "__doc__", None)) or "")
    return Pendaftaran(
        name=nama,
        plugin=plugin,
        title=str(getattr(plugin, "nama", nama)),
        description=" ".join(doc.split("\n\n")[0].split()),
        requires=requires,
        levels=levels,
        permissions=izin,
        roles=peran,
        settings=jenis,
        migrations=migrasi,
    )


def periksa_hasil(nama: str, kait: str, isi: tuple[object, ...]) -> None:
    """Raise `PluginSalah` for results of a hook that the server could do nothing with."""
    jenis = _HASIL.get(kait)
    if jenis is not None and any(not isinstance(satu, jenis) for satu in isi):
        raise PluginSalah(f"{kait}() must return a list of {jenis.__name__}")
    bernama = [
        p.nama for p in isi if isinstance(p, (JenisPemberitahuan, JenisUnduhan, Pekerjaan, PemilikBerkas))
    ]
    if asing := [satu for satu in bernama if not satu.startswith(f"{nama}.")]:
        raise PluginSalah(f"{kait}(): the name {asing[0]!r} must start with '{nama}.'")


def _daftar(nama: str, kait: str, hasil: Any, jenis: type[Any]) -> tuple[Any, ...]:
    isi = () if hasil is None else tuple(cast("Iterable[object]", hasil))
    if any(not isinstance(i, jenis) for i in isi):
        raise PluginSalah(f"{nama}: {kait}() must return a list of {jenis.__name__}")
    return isi


def _kata(nama: str, atribut: str, nilai: object) -> tuple[str, ...]:
    if isinstance(nilai, str) or not isinstance(nilai, (Sequence, set, frozenset)):
        raise PluginSalah(f"{nama}: {atribut} must be a tuple of names")
    isi = tuple(cast("Iterable[object]", nilai))
    if any(not isinstance(i, str) for i in isi):
        raise PluginSalah(f"{nama}: {atribut} must be a tuple of names")
    return cast("tuple[str, ...]", isi)
