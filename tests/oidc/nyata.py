"""The real provider in a process of its own, and somebody who logs in at its pages."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx

from forum_server.oidc.masuk import Kepulangan, Permulaan
from tools.npm import node

FOLDER = Path(__file__).parent / "penyedia"
KEMBALI = "http://127.0.0.1:5173/masuk/kembali"
"""A page of a frontend; nobody serves it, the tests read the address the provider sends people to."""
RAHASIA = "rahasia:klien/uji+100%"
"""With signs that must be encoded in the header."""


def klien(client_id: str, **lain: Any) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "client_secret": RAHASIA,
        "redirect_uris": [KEMBALI],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        **lain,
    }


KLIEN = [
    klien("forum"),
    klien("forum-pos", token_endpoint_auth_method="client_secret_post"),
    {**klien("forum-publik", token_endpoint_auth_method="none"), "client_secret": None},
    klien("lain"),
]


@contextmanager
def penyedia_nyata() -> Generator[str]:
    """The issuer of a provider that runs until the block ends."""
    assert (FOLDER / "node_modules" / "oidc-provider").is_dir(), "run `make install` first"
    klien_ = [{k: v for k, v in satu.items() if v is not None} for satu in KLIEN]
    proses = subprocess.Popen(
        [str(node()), "server.mjs", json.dumps(klien_)],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert proses.stdout is not None
        yield json.loads(proses.stdout.readline())["issuer"]
    finally:
        proses.kill()
        proses.communicate()


@dataclass(frozen=True)
class Pulang:
    """The address a provider sent somebody back to."""

    alamat: str

    @property
    def parameter(self) -> dict[str, str]:
        return {k: v[0] for k, v in parse_qs(urlsplit(self.alamat).query).items()}

    def kepulangan(self, mulai: Permulaan) -> Kepulangan:
        p = self.parameter
        return Kepulangan(permintaan=mulai.permintaan, kode=p["code"], state=p["state"], iss=p.get("iss"))


async def masuk_di_penyedia(alamat: str, subjek: str) -> Pulang:
    """Somebody with a fresh browser follows the address, logs in as `subjek`, and agrees."""
    async with httpx.AsyncClient(trust_env=False, timeout=30) as peramban:
        jawab = await peramban.get(alamat)
        for _ in range(12):
            if jawab.is_redirect:
                tujuan = urljoin(str(jawab.url), jawab.headers["location"])
                if tujuan.startswith(KEMBALI):
                    return Pulang(tujuan)
                jawab = await peramban.get(tujuan)
                continue
            assert jawab.status_code == 200, jawab.text
            formulir = re.search(r'<form[^>]*action="([^"]+)"', jawab.text)
            pertanyaan = re.search(r'name="prompt" value="(\w+)"', jawab.text)
            assert formulir is not None, jawab.text
            assert pertanyaan is not None
            isi = {"prompt": pertanyaan[1]}
            if pertanyaan[1] == "login":
                isi |= {"login": subjek, "password": "apa saja"}
            jawab = await peramban.post(urljoin(str(jawab.url), unescape(formulir[1])), data=isi)
    raise AssertionError("the provider sends people in circles")
