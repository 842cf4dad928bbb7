"""Reading the pages under docs/, and asking a server what they say to ask."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import graphql
import httpx

from forum_server.benih import SANDI_DEMO
from tools import markdown

AKAR: Final = Path(__file__).parents[2]
MASUK: Final = """mutation ($nama: String!, $sandi: Rahasia!) {
  masuk(namaPengguna: $nama, sandi: $sandi) { ... on TokenMasuk { tokenAkses } } }"""


def dokumen(nama: str) -> dict[str, str]:
    """The GraphQL documents of a page by the name of their operation, in the order of the page."""
    hasil: dict[str, str] = {}
    for blok in markdown.read(AKAR / "docs" / nama).blocks:
        if blok.language == "graphql":
            (satu,) = graphql.parse(blok.text).definitions
            assert isinstance(satu, graphql.OperationDefinitionNode)
            assert satu.name is not None, f"{nama}:{blok.line}: name the operation"
            assert satu.name.value not in hasil, f"{nama}:{blok.line}: {satu.name.value} is there twice"
            hasil[satu.name.value] = blok.text
    return hasil


def teks(nama: str) -> str:
    """A page with its line breaks inside paragraphs taken out."""
    isi = (AKAR / "docs" / nama).read_text(encoding="utf-8")
    return re.sub(r"(?<!\n)\n(?!\n)", " ", isi)


def tabel(nama: str, kepala: str) -> list[list[str]]:
    """The rows of the table whose first heading is `kepala`; a page has one."""
    baris = iter((AKAR / "docs" / nama).read_text(encoding="utf-8").splitlines())
    hasil: list[list[str]] = []
    for satu in baris:
        if satu.startswith(f"| {kepala} |"):
            next(baris)
            for isi in baris:
                if not isi.startswith("|"):
                    break
                hasil.append([sel.strip() for sel in isi.strip("|").split("|")])
    assert hasil, f"{nama} has no table {kepala}"
    return hasil


class Pemakai:
    """Somebody at an endpoint of a server; logged in unless `nama` is None."""

    def __init__(self, url: str, kode: str, nama: str | None = None) -> None:
        self._url = url
        self._alamat = f"{url}/graphql/{kode}"
        self._http = httpx.Client(timeout=120)
        if nama is not None:
            token = self.tanya(MASUK, nama=nama, sandi=SANDI_DEMO)["tokenAkses"]
            self._http.headers["Authorization"] = f"Bearer {token}"

    def tanya(self, dokumen: str, /, **variabel: Any) -> Any:
        """The value of the one root field; neither an error nor a refusal."""
        (nilai,) = self.jawaban(dokumen, **variabel).values()
        return nilai

    def jawaban(self, dokumen: str, /, **variabel: Any) -> dict[str, Any]:
        """The values of the root fields; neither an error nor a refusal."""
        isi = self._http.post(self._alamat, json={"query": dokumen, "variables": variabel}).json()
        assert "errors" not in isi, isi
        data: dict[str, Any] = isi["data"]
        assert not any(isinstance(nilai, dict) and "pesan" in nilai for nilai in data.values()), data
        return data

    def kirim(self, alamat: str, isi: bytes, nama: str) -> None:
        """Send the body of an upload to its address."""
        jawab = self._http.put(f"{self._url}{alamat}", content=isi, headers={"x-nama-berkas": quote(nama)})
        assert jawab.status_code == 201, jawab.text

    def unduh(self, alamat: str) -> tuple[str, bytes]:
        """What a link gives: its media type and its content."""
        jawab = self._http.get(f"{self._url}{alamat}")
        assert jawab.status_code == 200, jawab.text
        return jawab.headers["content-type"], jawab.content

    def tutup(self) -> None:
        """Close the connection."""
        self._http.close()


class Kisah:
    """The people of a guide, doing what it says; each document is taken once or more."""

    def __init__(self, halaman: str, orang: dict[str, Pemakai]) -> None:
        self._dokumen = dokumen(halaman)
        self.terpakai: set[str] = set()
        self.orang = orang

    def lakukan(self, siapa: str, dokumen: str, /, **variabel: Any) -> Any:
        """The value of the one root field of a document, asked by one of them; neither an error nor a refusal."""
        self.terpakai.add(dokumen)
        return self.orang[siapa].tanya(self._dokumen[dokumen], **variabel)

    def semua(self, siapa: str, dokumen: str, /, **variabel: Any) -> dict[str, Any]:
        """The same of a document with several root fields, by their names."""
        self.terpakai.add(dokumen)
        return self.orang[siapa].jawaban(self._dokumen[dokumen], **variabel)

    def tersisa(self) -> set[str]:
        """Documents nobody has sent yet."""
        return set(self._dokumen) - self.terpakai

    def tutup(self) -> None:
        """Close all connections."""
        for satu in self.orang.values():
            satu.tutup()


def isian(halaman: str) -> list[dict[str, Any]]:
    """The variables a page shows, in its order."""
    blok = markdown.read(AKAR / "docs" / halaman).blocks
    return [json.loads(satu.text) for satu in blok if satu.language == "json"]


def node(sambungan: dict[str, Any]) -> list[dict[str, Any]]:
    """The nodes of a connection."""
    return [tepi["node"] for tepi in sambungan["edges"]]
