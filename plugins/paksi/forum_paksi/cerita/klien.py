"""One user of the demo server: asks GraphQL questions over HTTP and stops at the first refusal."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import httpx

__all__ = ["AlurTerhenti", "Klien"]


class AlurTerhenti(Exception):
    """The server answered otherwise than the story expects; the text is for people."""


class Klien:
    """A person at their region's endpoint; an async context manager."""

    def __init__(self, url: str, kode: str, nama: str | None = None, sandi: str | None = None) -> None:
        self._masuk = None if nama is None else {"nama": nama, "sandi": sandi}
        self._http = httpx.AsyncClient(base_url=url, timeout=60)
        self._alamat = f"/graphql/{kode}"

    async def __aenter__(self) -> Self:
        """Log in, where there is an account."""
        if self._masuk is not None:
            token = await self.minta(
                "mutation ($nama: String!, $sandi: Rahasia!) { masuk(namaPengguna: $nama, sandi: $sandi)"
                " { ... on TokenMasuk { tokenAkses } ... on Galat { kode pesan } } }",
                **self._masuk,
            )
            self._http.headers["Authorization"] = f"Bearer {token['tokenAkses']}"
        return self

    async def __aexit__(
        self, jenis: type[BaseException] | None, galat: BaseException | None, jejak: TracebackType | None
    ) -> None:
        """Close the connection."""
        await self._http.aclose()

    async def minta(self, dokumen: str, **variabel: Any) -> Any:
        """The value of the document's one root field.

        Raises `AlurTerhenti` on an error, or when the answer is a Galat.
        """
        try:
            respons = await self._http.post(self._alamat, json={"query": dokumen, "variables": variabel})
        except httpx.TransportError as galat:
            alamat = self._http.base_url
            raise AlurTerhenti(f"Server di {alamat} tidak menjawab. Jalankan dahulu: make demo") from galat
        isi: dict[str, Any] = respons.json()
        if salah := isi.get("errors"):
            raise AlurTerhenti("; ".join(str(satu["message"]) for satu in salah))
        (nilai,) = isi["data"].values()
        if isinstance(nilai, dict) and "pesan" in nilai:
            raise AlurTerhenti(f"{nilai['pesan']} [{nilai['kode']}]")
        return nilai  # pyright: ignore[reportUnknownVariableType]
