"""A client of a real server: GraphQL over HTTP with a token."""

from __future__ import annotations

from typing import Any

import httpx

from forum_server.benih import SANDI_DEMO

MASUK = """mutation ($nama: String!, $sandi: Rahasia!) {
  masuk(namaPengguna: $nama, sandi: $sandi) { ... on TokenMasuk { tokenAkses } } }"""


async def masuk(url: str, nama: str) -> str:
    """The access token of a demo account."""
    async with httpx.AsyncClient(timeout=60) as http:
        jawab = await minta(http, url, MASUK, nama=nama, sandi=SANDI_DEMO)
    return str(jawab["masuk"]["tokenAkses"])


async def minta(http: httpx.AsyncClient, url: str, dokumen: str, **variabel: Any) -> dict[str, Any]:
    """The data of an answer without errors."""
    respons = await http.post(f"{url}/graphql", json={"query": dokumen, "variables": variabel})
    isi = respons.json()
    assert "errors" not in isi, isi
    data: dict[str, Any] = isi["data"]
    return data


def dengan(token: str, **pilihan: Any) -> httpx.AsyncClient:
    """A client that speaks for the token's account."""
    return httpx.AsyncClient(headers={"Authorization": f"Bearer {token}"}, timeout=120, **pilihan)
