"""The reference data that ships with the server: provinsi and kabupaten/kota by a named decree, and former codes."""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from typing import Any, cast

from forum_server.wilayah.rules import (
    AKAR,
    Pengganti,
    TingkatWilayah,
    Zona,
    bukan_pemda,
    kode_sah,
    tingkat_dari,
    zona_dari,
)

__all__ = ["Acuan", "AcuanRusak", "BarisAlias", "BarisWilayah", "acuan_bawaan", "baris_wilayah"]


class AcuanRusak(ValueError):
    """The reference file does not hold what it says it holds; a fault of the package, not of a user."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BarisWilayah:
    """One region as the reference gives it; what the code says by itself is worked out, not read."""

    kode: str
    nama: str
    sumber: str
    tingkat: TingkatWilayah
    zona: Zona
    otonom: bool
    berlaku_dari: date | None = None
    berlaku_sampai: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class BarisAlias:
    """Another name of a region."""

    kode: str
    nama: str
    sumber: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Acuan:
    """What to load: regions (parents need not stand first), other names, and which code took whose place."""

    wilayah: tuple[BarisWilayah, ...]
    alias: tuple[BarisAlias, ...] = ()
    pengganti: tuple[Pengganti, ...] = field(default=())


def baris_wilayah(
    kode: str,
    nama: str,
    sumber: str,
    *,
    administrasi: frozenset[str] = frozenset(),
    berlaku_dari: date | None = None,
    berlaku_sampai: date | None = None,
) -> BarisWilayah:
    """A row with level and zone worked out from its code; ValueError when the code is none."""
    tingkat = tingkat_dari(kode)
    if tingkat is None:
        raise ValueError(f"{kode!r} is not a region code")
    return BarisWilayah(
        kode=kode,
        nama=nama,
        sumber=sumber,
        tingkat=tingkat,
        zona=zona_dari(kode),
        otonom=berlaku_sampai is None and not bukan_pemda(kode, administrasi),
        berlaku_dari=berlaku_dari,
        berlaku_sampai=berlaku_sampai,
    )


def _teks(nama: str) -> str:
    return (files("forum_server.wilayah") / "data" / nama).read_text("utf-8")


def _csv(nama: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(_teks(nama).splitlines())


def acuan_bawaan() -> Acuan:
    """Read the shipped files and check that they are whole; raises `AcuanRusak`."""
    keterangan = tomllib.loads(_teks("wilayah.toml"))
    sumber: str = keterangan["sumber"]
    administrasi = frozenset(cast("list[str]", keterangan["bukan_otonom"]))
    mulai: Mapping[str, date] = keterangan["berlaku_dari"]
    kini = [baris_wilayah(AKAR, "Indonesia", sumber)]
    for baris in _csv("wilayah.csv"):
        kode = baris["kode"]
        dari = mulai.get(kode[:2])
        wilayah = baris_wilayah(kode, baris["nama"], sumber, administrasi=administrasi, berlaku_dari=dari)
        if wilayah.tingkat != baris["tingkat"]:
            raise AcuanRusak(
                f"wilayah.csv: {kode} is {wilayah.tingkat} by its code, {baris['tingkat']} by its row"
            )
        kini.append(wilayah)
    _periksa_jumlah(kini, keterangan["jumlah"])
    lama: list[BarisWilayah] = []
    pengganti: list[Pengganti] = []
    for baris in _csv("wilayah_lama.csv"):
        sampai = date.fromisoformat(baris["berlaku_sampai"])
        lama.append(baris_wilayah(baris["kode"], baris["nama"], baris["sumber"], berlaku_sampai=sampai))
        pengganti.append(
            Pengganti(
                lama=baris["kode"],
                baru=baris["pengganti"],
                tanggal=date.fromisoformat(baris["tanggal"]),
                sumber=baris["sumber_pengganti"],
            )
        )
    return Acuan(
        wilayah=(*kini, *lama),
        alias=tuple(BarisAlias(**baris) for baris in _csv("wilayah_alias.csv")),
        pengganti=tuple(pengganti),
    )


def _periksa_jumlah(baris: list[BarisWilayah], jumlah: Mapping[str, Any]) -> None:
    if len({b.kode for b in baris}) != len(baris) or not all(kode_sah(b.kode) for b in baris):
        raise AcuanRusak("wilayah.csv: a code stands there twice")
    hitung = Counter(str(b.tingkat) for b in baris if b.kode != AKAR)
    hitung["pemda"] = sum(b.otonom for b in baris)
    if dict(hitung) != dict(jumlah):
        raise AcuanRusak(f"wilayah.csv holds {dict(hitung)}, its description says {dict(jumlah)}")
