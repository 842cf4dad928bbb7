"""Files of the page that browsers may keep for good: named after their content, built once, part of the package."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

__all__ = ["ASET", "Aset", "Bagian"]

ASET = Path(__file__).parent / "aset"
"""Where `make assets` writes; empty in a tree that was never built."""

MANIFES = "aset.json"

MEDIA: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".ttf": "font/ttf",
}

_MAMPAT = (("br", ".br"), ("gzip", ".gz"))

KEPALA = {
    "cache-control": "public, max-age=31536000, immutable",
    # A worker's policy is that of its own file: it may load its parts from here and reach nothing.
    "content-security-policy": "default-src 'none'; script-src 'self'; frame-ancestors 'none'",
    "vary": "Accept-Encoding",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bagian:
    """What a page loads of one entry of the build: addresses of its script and of its style sheets."""

    skrip: str
    gaya: tuple[str, ...]


class Aset:
    """The built files as they are when the server starts: what is not among them does not exist."""

    def __init__(self, folder: Path = ASET) -> None:
        try:
            self._manifes: dict[str, Any] = json.loads((folder / MANIFES).read_bytes())
        except FileNotFoundError:
            self._manifes = {}
        self._berkas: dict[str, Path] = (
            {b.name: b for b in folder.iterdir() if b.name != MANIFES} if self._manifes else {}
        )

    def bagian(self, sumber: str) -> Bagian | None:
        """The entry built from `sumber`; None when nothing was built."""
        if (masuk := self._manifes.get(sumber)) is None:
            return None
        gaya: dict[str, None] = {}
        dilihat: set[str] = set()
        antre = [masuk]
        while antre:
            satu = antre.pop()
            gaya |= dict.fromkeys(satu.get("css", ()))
            antre += [self._manifes[n] for n in satu.get("imports", ()) if n not in dilihat]
            dilihat.update(satu.get("imports", ()))
        return Bagian(skrip=f"/aset/{masuk['file']}", gaya=tuple(f"/aset/{g}" for g in gaya))

    def rute(self) -> list[Route]:
        """`/aset/{nama}`."""
        return [Route("/aset/{nama}", self._kirim)]

    async def _kirim(self, permintaan: Request) -> Response:
        """One file, compressed when it was and the browser takes it."""
        nama: str = permintaan.path_params["nama"]
        media = MEDIA.get(Path(nama).suffix)
        if media is None or nama not in self._berkas:
            raise HTTPException(404)
        kepala = dict(KEPALA)
        diterima = _sandi_diterima(permintaan.headers.get("accept-encoding", ""))
        for sandi, akhiran in _MAMPAT:
            if sandi in diterima and nama + akhiran in self._berkas:
                kepala["content-encoding"] = sandi
                nama += akhiran
                break
        kepala["etag"] = f'"{nama}"'
        if kepala["etag"] in permintaan.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=kepala)
        return FileResponse(self._berkas[nama], media_type=media, headers=kepala)


def _sandi_diterima(accept: str) -> set[str]:
    """The codings of an Accept-Encoding header that are not refused with q=0."""
    hasil: set[str] = set()
    for satu in accept.lower().split(","):
        nama, _, mutu = satu.partition(";")
        if mutu.replace(" ", "").rstrip("0") not in {"q=", "q=0."}:
            hasil.add(nama.strip())
    return hasil
