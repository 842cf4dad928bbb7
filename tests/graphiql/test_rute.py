"""The pages and their files over HTTP: policies, caching, and what is there when little is."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from forum_server.galat import ServerSibuk
from forum_server.graphiql.halaman import Kelompok, TitikAkses, halaman_graphiql, halaman_mulai
from forum_server.graphiql.rute import rute_graphiql
from forum_server.http.app import create_app
from forum_server.http.lapisan import Lapisan
from forum_server.http.layanan import Layanan
from forum_server.http.statis import Aset, Bagian
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing import GraphQLWith

BAGIAN = Bagian(skrip="/aset/a.js", gaya=("/aset/a.css",))


@pytest.fixture
def aset(tmp_path: Path) -> Path:
    """A folder as the build leaves it."""
    folder = tmp_path / "aset"
    folder.mkdir()
    manifes = {
        "_bersama.js": {"file": "bersama-1.js", "css": ["bersama-1.css"], "imports": ["_bersama.js"]},
        "src/gaya.css": {"file": "gaya-1.js", "css": ["gaya-1.css"]},
        "src/graphiql.jsx": {"file": "graphiql-1.js", "css": ["gaya-1.css"], "imports": ["_bersama.js"]},
    }
    (folder / "aset.json").write_text(json.dumps(manifes), encoding="utf-8")
    (folder / "graphiql-1.js").write_bytes(b"export {};")
    (folder / "graphiql-1.js.gz").write_bytes(gzip.compress(b"export {};"))
    (folder / "graphiql-1.js.br").write_bytes(b"mampat")
    (folder / "gaya-1.css").write_bytes(b"body{}")
    return folder


async def tiada(_permintaan: Request, salah: Exception) -> Response:
    assert isinstance(salah, HTTPException)
    return PlainTextResponse("", salah.status_code)


def klien_untuk(layanan: Layanan, folder: Path) -> httpx.AsyncClient:
    app = Starlette(
        routes=rute_graphiql(lambda: layanan, layanan.plugins.collect("examples"), Aset(folder)),
        middleware=[Middleware(Lapisan)],
        exception_handlers={HTTPException: tiada},
    )
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://forum.contoh.test")


@pytest.fixture
async def layanan(graphql_with: GraphQLWith) -> Layanan:
    return (await graphql_with("paksi", aktif={"61": {"paksi"}})).layanan


@pytest.fixture
async def klien(layanan: Layanan, aset: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with klien_untuk(layanan, aset) as klien:
        yield klien


def kebijakan(jawab: httpx.Response) -> dict[str, str]:
    bagian = (b.partition(" ") for b in jawab.headers["content-security-policy"].split("; "))
    return {nama: nilai for nama, _, nilai in bagian}


async def test_the_start_page_offers_every_endpoint_and_what_it_runs(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get("/")
    assert (jawab.status_code, jawab.headers["cache-control"]) == (200, "no-store")
    assert kebijakan(jawab) == {
        "default-src": "'none'", "style-src": "'self'", "img-src": "data:", "base-uri": "'none'",
        "form-action": "'self'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert '<a href="/graphiql/61">Kalimantan Barat</a> <code>61</code> <span class="lencana">' in jawab.text
    assert '<a href="/graphiql/62">Kalimantan Tengah</a> <code>62</code></li>' in jawab.text
    assert '<option value="61.71">' in jawab.text
    assert '<a href="/graphiql/lsp-kpk">' in jawab.text
    assert "<script" not in jawab.text


async def test_graphiql_runs_files_of_this_server_only(klien: httpx.AsyncClient) -> None:
    satu, dua = await klien.get("/graphiql/61"), await klien.get("/graphiql/61")
    aturan = kebijakan(satu)
    nonce = re.fullmatch(r"'self' 'nonce-([\w-]{24})'", aturan.pop("style-src"))
    assert nonce is not None
    assert aturan == {
        "default-src": "'none'", "script-src": "'self'", "style-src-attr": "'unsafe-inline'",
        "worker-src": "'self'", "connect-src": "'self'", "img-src": "'self' data:", "font-src": "'self' data:",
        "base-uri": "'none'", "form-action": "'none'", "frame-ancestors": "'none'",
    }  # fmt: skip
    assert f'nonce="{nonce[1]}"' in satu.text
    assert nonce[1] not in dua.text
    assert re.findall(r'<script[^>]*src="([^"]*)"></script>', satu.text) == ["/aset/graphiql-1.js"]
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)">', satu.text) == [
        "/aset/gaya-1.css",
        "/aset/bersama-1.css",
    ]
    assert 'data-kode="61" data-nama="Kalimantan Barat"' in satu.text
    assert "://" not in satu.text.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    ("jalur", "ke"),
    [("/graphiql", "/graphiql/ID"), ("/graphiql?kode=61.71", "/graphiql/61.71"), ("/graphiql/91.01", "/graphiql/96.01"),
     ("/graphiql?kode=//lain.contoh.test", "/graphiql/%2F%2Flain.contoh.test")],
)  # fmt: skip
async def test_an_endpoint_is_reached_by_its_code(
    klien: httpx.AsyncClient, layanan: Layanan, jalur: str, ke: str
) -> None:
    if jalur.startswith("/graphiql/9"):
        titik = await layanan.titik("91.01")
        assert titik is not None
        ke = f"/graphiql/{titik.kode}"
    jawab = await klien.get(jalur)
    if ke == jalur:
        assert jawab.status_code == 200
    else:
        assert (jawab.status_code, jawab.headers["location"]) == (303, ke)


async def test_an_unknown_code_is_said_on_the_start_page(klien: httpx.AsyncClient) -> None:
    jawab = await klien.get("/graphiql/<b>")
    assert jawab.status_code == 404
    assert "Tidak ada wilayah atau lembaga dengan kode &lt;b&gt;." in jawab.text
    assert (await klien.get("/graphiql/tidak-ada/contoh")).json() == {"contoh": []}


async def test_examples_are_those_of_the_endpoint(klien: httpx.AsyncClient) -> None:
    for kode, pemilik in (("61", ["Inti", "PAKSI"]), ("62", ["Inti"])):
        isi = (await klien.get(f"/graphiql/{kode}/contoh")).json()["contoh"]
        assert [p.upper() for p in dict.fromkeys(c["pemilik"] for c in isi)] == [p.upper() for p in pemilik]
        assert isi[0]["variabel"] == {"kode": kode}


async def test_a_server_without_the_built_page_says_what_to_run(layanan: Layanan, tmp_path: Path) -> None:
    async with klien_untuk(layanan, tmp_path) as klien:
        for jalur in ("/", "/graphiql/61"):
            jawab = await klien.get(jalur)
            assert (jawab.status_code, jawab.headers["content-type"]) == (503, "text/plain; charset=utf-8")
            assert "make assets" in jawab.text


async def test_a_busy_server_says_so(layanan: Layanan, aset: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def sibuk(_kode: str | None) -> None:
        raise ServerSibuk("Server sedang sibuk. Coba lagi.")

    monkeypatch.setattr(layanan, "titik", sibuk)
    async with klien_untuk(layanan, aset) as klien:
        jawab = await klien.get("/graphiql/61")
    assert (jawab.status_code, jawab.text) == (503, "Server sedang sibuk. Coba lagi.\n")


async def test_files_are_kept_for_good_and_sent_compressed(klien: httpx.AsyncClient) -> None:
    for sandi, dipakai, etag in (
        ("gzip, deflate, br", "br", '"graphiql-1.js.br"'),
        ("gzip;q=1.0, br;q=0", "gzip", '"graphiql-1.js.gz"'),
        ("identity", None, '"graphiql-1.js"'),
    ):
        kepala = {"accept-encoding": sandi}
        async with klien.stream("GET", "/aset/graphiql-1.js", headers=kepala) as jawab:
            mentah = b"".join([p async for p in jawab.aiter_raw()])
        assert (jawab.status_code, jawab.headers.get("content-encoding"), jawab.headers["etag"]) == (
            200,
            dipakai,
            etag,
        )
        assert jawab.headers["content-type"] == "text/javascript; charset=utf-8"
        assert jawab.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "accept-encoding" in jawab.headers["vary"].lower()
        assert mentah == {"br": b"mampat", None: b"export {};"}.get(dipakai, mentah)
        lagi = await klien.get("/aset/graphiql-1.js", headers={**kepala, "if-none-match": etag})
        assert (lagi.status_code, lagi.content) == (304, b"")


@pytest.mark.parametrize(
    "nama", ["aset.json", "tidak-ada.js", "graphiql-1.js.br", "..%2Faset.json", "%2e%2e/x.js"]
)
async def test_nothing_else_is_a_file(klien: httpx.AsyncClient, nama: str) -> None:
    assert (await klien.get(f"/aset/{nama}")).status_code == 404


def test_names_can_not_write_into_the_page() -> None:
    jahat = '"><script>x</script>'
    satu = halaman_graphiql(BAGIAN, kode=jahat, nama=jahat, nonce="n")
    titik = TitikAkses(kode=jahat, nama=jahat, plugin=(jahat,))
    dua = halaman_mulai(BAGIAN, [Kelompok(judul=jahat, isi=[titik])], [titik], pesan=jahat)
    assert "<script>" not in satu + dua


def test_the_page_can_be_switched_off() -> None:
    def jalur(**setelan: bool) -> set[str]:
        app = create_app(Settings(**setelan), plugins=Plugins(strict=True))  # pyright: ignore[reportArgumentType]
        return {getattr(r, "path", "") for r in app.routes}

    halaman = {"/", "/graphiql", "/graphiql/{kode}", "/graphiql/{kode}/contoh", "/aset/{nama}"}
    assert halaman <= jalur()
    assert not halaman & jalur(graphiql=False)
    assert not halaman & jalur(hanya_dokumen_terdaftar=True)
