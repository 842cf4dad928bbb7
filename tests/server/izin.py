"""Trying every operation of paksi as every kind of actor, each in a transaction that is taken back."""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLUnionType,
    get_named_type,
    get_nullable_type,
    is_leaf_type,
    is_required_argument,
    is_required_input_field,
)
from sqlalchemy.orm import Session

from forum_paksi.peran import IZIN, PERAN
from forum_server.database import Database
from forum_server.galat import KeadaanMenolak
from forum_server.plugin import Aktor, Cara, Hibah
from forum_server.testing.server import ServerUji

WILAYAH: Final = "33.26"
PROVINSI: Final = "33"
LSP: Final = "lsp-kpk"
LEWAT: Final = "UJI_LEWAT"

YA: Final = "ya"
ASING: Final = "asing"
TIDAK: Final = "tidak"

_HANYA_ORANG: Final = frozenset(i.kode for i in IZIN if i.hanya_orang)
_PERAN: Final = {p.kode: p.izin for p in PERAN}


def pemegang(peran: str, *, orang: uuid.UUID | None = None, cara: Cara = Cara.SANDI, **tempat: Any) -> Aktor:
    """Somebody with an account who was granted this role in one place."""
    izin = _PERAN[peran]
    if cara is Cara.LAYANAN:
        izin = izin - _HANYA_ORANG
    return Aktor(
        akun_id=uuid.uuid4(),
        orang_id=None if cara is Cara.LAYANAN else orang or uuid.uuid4(),
        nama="uji",
        hibah=(Hibah(peran=peran, izin=izin, **tempat),),
        cara=cara,
    )


def bertakdir(unit: Callable[..., Any]) -> Callable[..., Any]:
    """The unit of work, refused with `LEWAT` after it went through, so that nothing it wrote stays."""

    def jalankan(session: Session, *args: Any, **kwargs: Any) -> Any:
        unit(session, *args, **kwargs)
        raise KeadaanMenolak(LEWAT, "Uji ini tidak menyimpan apa pun.")

    return jalankan


def tanpa_jejak(server: ServerUji) -> Callable[..., Awaitable[Any]]:
    """From now on every unit of work of this server is taken back; gives the way to write all the same."""
    db: Database = server.layanan.db
    asli = db.write

    async def tulis(unit: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        return await asli(bertakdir(unit), *args, **kwargs)

    db.write = tulis
    return asli


@dataclass(frozen=True, slots=True, kw_only=True)
class Operasi:
    """One root field as a document with its variables."""

    nama: str
    dokumen: str
    variabel: Mapping[str, Any]


def susun(jenis: str, nama: str, medan: GraphQLField, isi: Callable[[str, str], Any]) -> Operasi:
    """A document that calls a field; `isi(field, argument)` gives what an argument that means an object is."""
    deklarasi: list[str] = []
    panggilan: list[str] = []
    variabel: dict[str, Any] = {}
    for arg, tipe in medan.args.items():
        nilai = isi(nama, arg) if _cocok(tipe.type) or arg in {"first", "pilihan"} else None
        if nilai is None and not is_required_argument(tipe):
            continue
        deklarasi.append(f"${arg}: {tipe.type}")
        panggilan.append(f"{arg}: ${arg}")
        variabel[arg] = nilai if nilai is not None else contoh(tipe.type, nama, isi)
    kepala = f"({', '.join(deklarasi)})" if deklarasi else ""
    isian = f"({', '.join(panggilan)})" if panggilan else ""
    return Operasi(
        nama=nama,
        dokumen=f"{jenis} X{kepala} {{ {nama}{isian} {_pilih(medan)} }}",
        variabel=variabel,
    )


def _pilih(medan: GraphQLField) -> str:
    tipe = get_named_type(medan.type)
    if is_leaf_type(tipe):
        return ""
    if isinstance(tipe, GraphQLUnionType):
        return "{ __typename ... on Galat { kode pesan letak } }"
    if "edges" in getattr(tipe, "fields", {}):
        return "{ edges { cursor } }"
    return "{ __typename }"


_SKALAR: Final[Mapping[str, Any]] = {
    "String": "Uji",
    "Rahasia": "rahasia",
    "Int": 1,
    "Boolean": True,
    "Date": "2030-01-07",
    "DateTime": "2030-01-07T02:00:00+00:00",
    "ID": "00000000-0000-4000-8000-000000000000",
}


def contoh(tipe: Any, nama: str, isi: Callable[[str, str], Any]) -> Any:
    """A value of an input type: an object where its name means one, the first word of an enum."""
    polos = get_nullable_type(tipe)
    if isinstance(polos, GraphQLList):
        return [contoh(polos.of_type, nama, isi)]
    if isinstance(polos, GraphQLEnumType):
        return next(iter(polos.values))
    if isinstance(polos, GraphQLInputObjectType):
        hasil: dict[str, Any] = {}
        for kunci, medan in polos.fields.items():
            nilai = isi(nama, f"{polos.name}.{kunci}") if _cocok(medan.type) else None
            if nilai is not None:
                hasil[kunci] = nilai
            elif is_required_input_field(medan):
                hasil[kunci] = contoh(medan.type, nama, isi)
        return hasil
    assert isinstance(polos, GraphQLScalarType), polos
    return _SKALAR[polos.name]


def _cocok(tipe: Any) -> bool:
    """Whether a value of this type may be the id or the code of an object."""
    polos = get_named_type(tipe)
    return isinstance(polos, GraphQLScalarType) and polos.name in {"ID", "String"}


def golong(jawab: Any, nama: str) -> tuple[str, str]:
    """What an answer means for the table, and the code behind it."""
    if jawab.errors:
        kode = jawab.errors[0].get("extensions", {}).get("kode", jawab.errors[0]["message"])
        return {"DITOLAK": TIDAK, "TIDAK_DITEMUKAN": ASING}.get(kode, f"galat {kode}"), kode
    isi = jawab.data[nama]
    if isi is None or isi in ([], {"edges": []}):
        return ASING, ""
    if isinstance(isi, dict) and isi.get("kode") == "TIDAK_DITEMUKAN":
        return ASING, isi["pesan"]
    return YA, isi.get("kode", "") if isinstance(isi, dict) else ""


def wajib_tak_null(tipe: Any) -> bool:
    """Whether the type is never null."""
    return isinstance(tipe, GraphQLNonNull)
