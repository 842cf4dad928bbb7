"""Which columns of which tables hold the code of a region, and what happens to them when the code changes.

A foreign key to `wilayah.kode` says so by itself. Every other column of type `KodeTipe` says it in its `info`:

* ``{"wilayah": "ikut"}``: whose the row is; it follows the region to its new code;
* ``{"wilayah": "sejarah"}``: what was so then (or the tree itself); it stays. A foreign key may say this too;
* ``{"wilayah": "bukan"}``: never the code of a region.

``"mengikuti": "orang_id"`` beside it says that the row goes where that person's office goes. ``"bentrok": "biarkan"``
says that a row whose place at the new code is taken may stay behind without harm.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, cast

from sqlalchemy import Column, ForeignKeyConstraint, String, Table

from forum_server.database import KodeTipe

__all__ = ["BUKAN", "IKUT", "SEJARAH", "KolomTakDinyatakan", "KolomWilayah", "dirujuk", "kolom_wilayah"]

IKUT: Final = "ikut"
SEJARAH: Final = "sejarah"
BUKAN: Final = "bukan"
_TUJUAN: Final = "wilayah.kode"
_NAMA: Final = frozenset({"wilayah", "wilayah_kode", "kode_wilayah"})


class KolomTakDinyatakan(Exception):
    """These columns do not say what happens to them when a region gets a new code."""

    def __init__(self, kolom: Iterable[str]) -> None:
        self.kolom = tuple(kolom)
        super().__init__(", ".join(self.kolom))


@dataclass(frozen=True, kw_only=True, slots=True)
class KolomWilayah:
    """A column that follows its region."""

    tabel: Table
    kolom: Column[Any]

    @property
    def pemilik(self) -> str:
        """ "core" or a plugin's name."""
        return str(self.tabel.info.get("pemilik"))

    @property
    def dibiarkan(self) -> bool:
        """Whether a row may stay behind when its place at the new code is taken."""
        return self.kolom.info.get("bentrok") == "biarkan"

    @property
    def opd(self) -> Column[Any] | None:
        """The column that says to which office the row belongs."""
        if self.tabel.name == "perangkat_daerah":
            return self.tabel.columns["id"]
        return _yang_merujuk(self.tabel, "perangkat_daerah.id")

    @property
    def orang(self) -> Column[Any] | None:
        """The column that says which person's office the row follows."""
        nama = self.kolom.info.get("mengikuti")
        return None if nama is None else cast("Column[Any]", self.tabel.columns[nama])


def kolom_wilayah(tabel: Iterable[Table]) -> list[KolomWilayah]:
    """Every column that follows its region, in the order of `tabel`. Raises `KolomTakDinyatakan`."""
    hasil: list[KolomWilayah] = []
    salah: list[str] = []
    for satu in tabel:
        for kolom in satu.columns:
            match _arti(kolom):
                case "ikut":
                    hasil.append(KolomWilayah(tabel=satu, kolom=kolom))
                case None:
                    salah.append(f"{satu.name}.{kolom.name}")
                case _:
                    pass
    ikut = {k.kolom for k in hasil}
    for satu in {k.tabel for k in hasil}:
        for kunci in satu.foreign_key_constraints:
            if _terpisah(kunci) and ikut.intersection(kunci.columns):
                salah += [f"{satu.name}({', '.join(kunci.column_keys)})"]
    if salah:
        raise KolomTakDinyatakan(sorted(salah))
    return hasil


def dirujuk(tabel: Table) -> bool:
    """Whether rows of other tables refer to rows of this one."""
    return any(
        kunci.referred_table is tabel
        for lain in tabel.metadata.tables.values()
        if lain is not tabel
        for kunci in lain.foreign_key_constraints
    )


def _arti(kolom: Column[Any]) -> str | None:
    """What a column says: one of the three, or None when it should say something and does not."""
    nyata = kolom.info.get("wilayah")
    if nyata is not None:
        return str(nyata) if nyata in {IKUT, SEJARAH, BUKAN} else None
    tujuan = {kunci.target_fullname for kunci in kolom.foreign_keys}
    if _TUJUAN in tujuan:
        return IKUT
    if isinstance(kolom.type, KodeTipe):
        return BUKAN if tujuan == {"lembaga.kode"} else None
    return None if isinstance(kolom.type, String) and kolom.name in _NAMA else BUKAN


def _terpisah(kunci: ForeignKeyConstraint) -> bool:
    """Whether the code is in a key of two tables, one of which would change first: then the key must cascade."""
    return len(kunci.columns) > 1 and kunci.referred_table is not kunci.parent and kunci.onupdate != "CASCADE"


def _yang_merujuk(tabel: Table, tujuan: str) -> Column[Any] | None:
    return next((k for k in tabel.columns if any(f.target_fullname == tujuan for f in k.foreign_keys)), None)
