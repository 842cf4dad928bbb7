"""How errors look to a client: a stable kode, a sentence, and nothing from inside the server.

Shown as they are: what GraphQL itself refuses in a request, `Ditolak`, `PermintaanTidakSah` and domain errors that no
field turned into data. Everything else is a fault of ours: it gets one sentence, and the log gets the rest.
"""

from __future__ import annotations

from typing import Any

from graphql import ArgumentNode, GraphQLError, ValueNode
from strawberry.exceptions import StrawberryInputCoercionError

from forum_server.galat import Ditolak, GalatDomain, PermintaanTidakSah
from forum_server.graphql.terdaftar import TidakTerdaftar
from forum_server.graphql.ukuran import BatasTerlampaui

__all__ = [
    "DITOLAK",
    "DOKUMEN_TIDAK_TERDAFTAR",
    "KESALAHAN_SISTEM",
    "PERMINTAAN_TIDAK_SAH",
    "galat",
    "galat_bidang",
    "galat_permintaan",
    "galat_tersamar",
    "sebab",
]

DITOLAK = "DITOLAK"
DOKUMEN_TIDAK_TERDAFTAR = "DOKUMEN_TIDAK_TERDAFTAR"
KESALAHAN_SISTEM = "KESALAHAN_SISTEM"
PERMINTAAN_TIDAK_SAH = "PERMINTAAN_TIDAK_SAH"

PESAN_SISTEM = "Terjadi kesalahan di server."
PESAN_DITOLAK = "Anda tidak berwenang melakukan ini. Mintalah izin kepada administrator wilayah Anda."
PESAN_RAHASIA = "Nilai variabel tidak sesuai dengan tipenya."


def galat(kode: str, pesan: str, **lain: Any) -> dict[str, Any]:
    """One entry of `errors`."""
    return {"message": pesan, "extensions": {"kode": kode, **lain}}


def galat_permintaan(salah: GraphQLError | PermintaanTidakSah, *, rahasia: bool = False) -> dict[str, Any]:
    """An error of the request as a whole. With `rahasia` graphql-core's sentence is left out: it repeats values."""
    if isinstance(salah, BatasTerlampaui):
        return galat(PERMINTAAN_TIDAK_SAH, salah.pesan, batas=salah.batas)
    if isinstance(salah, TidakTerdaftar):
        return galat(DOKUMEN_TIDAK_TERDAFTAR, salah.pesan)
    if isinstance(salah, PermintaanTidakSah):
        return galat(PERMINTAAN_TIDAK_SAH, salah.pesan)
    return _letak(galat(PERMINTAAN_TIDAK_SAH, PESAN_RAHASIA if rahasia else salah.message), salah)


def galat_bidang(salah: GraphQLError) -> dict[str, Any] | None:
    """An error of one field, or None when it is a fault of ours that must be masked."""
    match sebab(salah):
        case Ditolak(izin=izin):
            isi = galat(DITOLAK, PESAN_DITOLAK, izin=izin)
        case PermintaanTidakSah(pesan=pesan):
            isi = galat(PERMINTAAN_TIDAK_SAH, pesan)
        case GalatDomain(kode=kode, pesan=pesan, letak=letak):
            isi = galat(kode, pesan, letak=list(letak))
        case GraphQLError() as asal if _dari_klien(asal):
            isi = galat(PERMINTAAN_TIDAK_SAH, asal.message)
        case _:
            return None
    return _letak(isi, salah)


def galat_tersamar(salah: GraphQLError) -> dict[str, Any]:
    """A fault of ours, as the client sees it."""
    return _letak(galat(KESALAHAN_SISTEM, PESAN_SISTEM), salah)


def sebab(salah: GraphQLError) -> BaseException:
    """What was raised first, under the layers graphql-core wraps around it."""
    asal: BaseException = salah
    while isinstance(asal, GraphQLError) and asal.original_error is not None:
        asal = asal.original_error
    return asal


def _dari_klien(asal: GraphQLError) -> bool:
    """Whether graphql-core or strawberry refused an argument, rather than a value we returned."""
    return isinstance(asal, StrawberryInputCoercionError) or any(
        isinstance(n, ArgumentNode | ValueNode) for n in asal.nodes or ()
    )


def _letak(isi: dict[str, Any], salah: GraphQLError) -> dict[str, Any]:
    if salah.locations:
        isi["locations"] = [{"line": t.line, "column": t.column} for t in salah.locations]
    if salah.path is not None:
        isi["path"] = list(salah.path)
    return isi
