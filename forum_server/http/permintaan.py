"""From bytes to a GraphQL request: whatever arrives is either well formed or refused with a status of 4xx."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import parse_qsl

import orjson
from starlette.datastructures import Headers
from starlette.types import Receive

from forum_server.galat import PermintaanTidakSah
from forum_server.graphql.batas import Batas
from forum_server.graphql.penyajian import PERMINTAAN_TIDAK_SAH, galat
from forum_server.graphql.terdaftar import IdDokumen

__all__ = ["KlienPergi", "Permintaan", "Tolakan", "baca_isi", "dari_alamat", "dari_json", "muat_json"]


class Tolakan(Exception):
    """A refusal before GraphQL begins: a status, one error, perhaps headers."""

    def __init__(
        self,
        status: int,
        pesan: str,
        *,
        kode: str = PERMINTAAN_TIDAK_SAH,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(pesan)
        self.status = status
        self.pesan = pesan
        self.isi = {"errors": [galat(kode, pesan)]}
        self.headers = dict(headers or {})


class KlienPergi(Exception):
    """The client closed the connection before its request was complete; nobody waits for an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Permintaan:
    """A well-formed GraphQL request."""

    query: str | IdDokumen
    """The document, or the hash of a registered one."""
    variables: dict[str, Any] | None = None
    operation_name: str | None = None


async def baca_isi(headers: Headers, receive: Receive, batas: Batas) -> bytes:
    """The body, refused as soon as it is longer than the limit, before it is in memory."""
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Tolakan(415, "Isi permintaan tidak boleh dimampatkan.")
    terlalu_besar = Tolakan(
        413,
        f"Isi permintaan terlalu besar (paling banyak {batas.isi} byte).",
        headers={"connection": "close"},
    )
    panjang = headers.get("content-length", "")
    if panjang.isascii() and panjang.isdigit() and (len(panjang) > 15 or int(panjang) > batas.isi):
        raise terlalu_besar
    potongan: list[bytes] = []
    jumlah = 0
    try:
        async with asyncio.timeout(batas.tunggu_isi):
            while True:
                pesan = await receive()
                if pesan["type"] == "http.disconnect":
                    raise KlienPergi
                isi: bytes = pesan.get("body", b"")
                jumlah += len(isi)
                if jumlah > batas.isi:
                    raise terlalu_besar
                potongan.append(isi)
                if not pesan.get("more_body", False):
                    return b"".join(potongan)
    except TimeoutError:
        raise Tolakan(
            408, "Isi permintaan tidak kunjung lengkap. Kirim ulang.", headers={"connection": "close"}
        ) from None


def muat_json(isi: bytes | str) -> Any:
    """Parse JSON; raises `PermintaanTidakSah`. The parser itself stops at 1,024 levels and at numbers beyond a double."""
    try:
        return orjson.loads(isi)
    except orjson.JSONDecodeError:
        raise PermintaanTidakSah("Isi permintaan bukan JSON yang sah dalam UTF-8.") from None


def dari_json(isi: object) -> Permintaan:
    """The request in a parsed body; raises `PermintaanTidakSah`."""
    if isinstance(isi, list):
        raise PermintaanTidakSah("Beberapa permintaan sekaligus tidak dilayani. Kirim satu per satu.")
    if not isinstance(isi, dict):
        raise PermintaanTidakSah("Isi permintaan harus berupa objek JSON dengan query.")
    peta = cast("dict[str, Any]", isi)
    nama = peta.get("operationName")
    if nama is not None and not isinstance(nama, str):
        raise PermintaanTidakSah("operationName harus berupa teks.")
    for kunci in ("variables", "extensions"):
        if not isinstance(peta.get(kunci), dict | None):
            raise PermintaanTidakSah(f"{kunci} harus berupa objek JSON.")
    return Permintaan(query=_dokumen(peta), variables=peta.get("variables"), operation_name=nama or None)


def _dokumen(peta: Mapping[str, Any]) -> str | IdDokumen:
    """The text to run, or the hash it is registered by: `documentId`, or `persistedQuery` as older clients say it."""
    query, id_ = peta.get("query"), peta.get("documentId")
    if query is not None and id_ is not None:
        raise PermintaanTidakSah("Kirim query atau documentId, tidak keduanya.")
    if id_ is not None:
        return IdDokumen.dari(id_)
    tambahan = cast("dict[str, object]", peta.get("extensions") or {})
    if query is None and isinstance(lama := tambahan.get("persistedQuery"), dict):
        return IdDokumen.dari(cast("dict[str, object]", lama).get("sha256Hash"))
    if not isinstance(query, str) or not query:
        raise PermintaanTidakSah("Isikan query berupa teks dokumen GraphQL, atau documentId.")
    return query


def dari_alamat(query_string: bytes, batas: Batas) -> Permintaan:
    """The request in the query string of a GET; raises `Tolakan` or `PermintaanTidakSah`."""
    if len(query_string) > batas.alamat:
        raise Tolakan(414, "Alamat terlalu panjang. Kirim permintaan dengan metode POST.")
    try:
        pasangan = parse_qsl(
            query_string.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20
        )
    except ValueError:  # also not ASCII, not UTF-8, too many fields
        raise PermintaanTidakSah("Parameter alamat tidak dapat dibaca. Kodekan sebagai UTF-8.") from None
    peta: dict[str, Any] = dict(pasangan)
    if len(peta) != len(pasangan):
        raise PermintaanTidakSah("Setiap parameter alamat hanya boleh disebut sekali.")
    for kunci in ("variables", "extensions"):
        if peta.get(kunci):
            peta[kunci] = muat_json(peta[kunci])
        else:
            peta[kunci] = None
    return dari_json(peta)
