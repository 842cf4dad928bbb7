"""The start page tells the truth: its requests are answered and its commands take the options it gives them."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import dataclass
from typing import Any, Final

import httpx
import pytest
from typer.testing import CliRunner

from forum_server.benih import SANDI_DEMO
from forum_server.cli.demo import pengantar
from forum_server.cli.main import app
from tests.docs.halaman import AKAR, Pemakai, dokumen
from tools import markdown

HALAMAN: Final = "mulai.md"
ALAMAT: Final = "http://127.0.0.1:8000"


def perintah() -> list[list[str]]:
    """The shell commands of the page in words, continued lines joined."""
    hasil: list[list[str]] = []
    for blok in markdown.read(AKAR / "docs" / HALAMAN).blocks:
        if blok.language == "console":
            isi = blok.text.replace("\\\n", " ")
            hasil += [shlex.split(baris.removeprefix("$ ")) for baris in isi.splitlines()]
    return hasil


@dataclass(frozen=True, kw_only=True, slots=True)
class Curl:
    """What one curl command sends."""

    url: str
    header: dict[str, str]
    isi: dict[str, Any]

    @classmethod
    def dari(cls, kata: list[str]) -> Curl:
        """Read a command; anything but the few options the page uses is a fault."""
        sisa, header, isi, url = iter(kata[1:]), {}, {}, ""
        for satu in sisa:
            if satu == "-H":
                nama, _, nilai = next(sisa).partition(": ")
                header[nama] = nilai
            elif satu == "-d":
                isi = json.loads(next(sisa))
            elif satu != "-s":
                assert satu.startswith(ALAMAT), satu
                url = satu
        return cls(url=url, header=header, isi=isi)

    def kirim(self, server: str, token: str) -> dict[str, Any]:
        """The answer's data."""
        header = {n: v.replace("$TOKEN", token) for n, v in self.header.items()}
        jawab = httpx.post(
            self.url.replace(ALAMAT, server), headers=header, json=self.isi, timeout=120
        ).json()
        assert "errors" not in jawab, jawab
        data: dict[str, Any] = jawab["data"]
        return data


@pytest.mark.lama
def test_the_three_queries_are_answered_as_a_newcomer_pastes_them(demo: str) -> None:
    pertama, masuk, ketiga = (Curl.dari(kata) for kata in perintah() if kata[0] == "curl")
    jadwal = pertama.kirim(demo, "")["paksiDaftarJadwal"]
    assert jadwal["edges"][0]["node"]["kode"] == "DEMO-PONTIANAK"
    token = masuk.kirim(demo, "")["masuk"]["tokenAkses"]
    assert token.startswith("fpa_")
    anak = ketiga.kirim(demo, token)["wilayah"]["anak"]
    assert sum(a["paksiRingkasan"]["calon"] for a in anak) == 45


@pytest.mark.lama
def test_the_pages_documents_enable_paksi_and_take_an_invitation(demo: str) -> None:
    dokumen_halaman = dokumen(HALAMAN)
    admin = Pemakai(demo, "ID", "demo.admin")
    try:
        diaktifkan = admin.jawaban(dokumen_halaman["AktifkanPaksi"])
        undangan = admin.tanya(
            'mutation { buatUndangan(namaPengguna: "baru", wilayah: "61") { ... on KodeUndangan { kode } } }'
        )
        terima = admin.tanya(dokumen_halaman["TerimaUndangan"], kode=undangan["kode"], sandi=SANDI_DEMO)
    finally:
        admin.tutup()
    assert {n: h["diputuskanOleh"] for n, h in diaktifkan.items()} == {"provinsi": "61", "lsp": "lsp-kpk"}
    assert terima["__typename"] == "SandiTerpasang"


def test_every_command_takes_the_options_the_page_gives_it() -> None:
    forum = [kata[1:] for kata in perintah() if kata[0].removeprefix(".venv/bin/") == "forum"]
    forum += [
        shlex.split(kode.text)[1:]
        for kode in markdown.read(AKAR / "docs" / HALAMAN).codes
        if kode.text.startswith("forum ")
    ]
    assert len(forum) > 10
    for kata in forum:
        hasil = CliRunner().invoke(app, [*kata, "--help"])
        assert hasil.exit_code == 0, (kata, hasil.output)


def test_a_command_with_an_option_that_does_not_exist_is_noticed() -> None:
    hasil = CliRunner().invoke(app, ["akun", "undang", "x", "--tidak-ada", "y", "--help"])
    assert hasil.exit_code != 0


def test_the_page_names_accounts_and_addresses_the_demo_has() -> None:
    isi = (AKAR / "docs" / HALAMAN).read_text(encoding="utf-8")
    akun = set(re.findall(r"`(demo\.[a-z0-9.]+)`", isi))
    pemda = {"demo.operator.61.71", "demo.operator.33.26", "demo.koordinator.33", "demo.penyuluh"}
    lsp = {f"demo.{n}" for n in ("lsp", "verifikator", "asesor", "asesor.2", "pemutus", "banding")}
    assert akun == {"demo.admin", "demo.nasional"} | pemda | lsp
    teks = pengantar(ALAMAT)
    for satu in (*akun, *re.findall(rf"`({ALAMAT}/[a-z0-9/-]+)`", isi)):
        assert satu in teks, satu
