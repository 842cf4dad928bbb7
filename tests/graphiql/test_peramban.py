"""The page in a real browser that reaches nothing but this server."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Error, Page, Route, WebSocket, async_playwright, expect

from forum_server.benih import SANDI_DEMO
from tests.server.klien import dengan, masuk, minta
from tools import chromium

PILIHAN = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The network is cut off: no name means anything, whoever asks, also outside of pages.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
TUNGGU = 60_000

PELANGGARAN = """
window.pelanggaran = [];
document.addEventListener("securitypolicyviolation", (p) => window.pelanggaran.push(`${p.violatedDirective} ${p.blockedURI}`));
"""
MODEL = (
    """(nama) => globalThis.__MONACO.editor.getModels().find((m) => m.uri.path.includes(nama)).getValue()"""
)
ISI_MODEL = """([nama, isi]) => globalThis.__MONACO.editor.getModels().find((m) => m.uri.path.includes(nama)).setValue(isi)"""


@dataclass
class Pengamat:
    """What the browser did that the test has to know."""

    luar: list[str] = field(default_factory=list[str])
    keluhan: list[str] = field(default_factory=list[str])
    soket: list[str] = field(default_factory=list[str])


@asynccontextmanager
async def peramban(folder: Path, url: str) -> AsyncGenerator[tuple[Page, Pengamat], None]:
    berkas = chromium.find()
    assert berkas is not None, f"Tidak ada Chromium. {chromium.ADVICE}"
    pengamat = Pengamat()
    asal = urlsplit(url).netloc

    async def jaga(rute: Route) -> None:
        if urlsplit(rute.request.url).netloc == asal:
            await rute.continue_()
        else:
            pengamat.luar.append(rute.request.url)
            await rute.abort()

    def catat_soket(soket: WebSocket) -> None:
        pengamat.soket.append(soket.url)
        if urlsplit(soket.url).netloc != asal:
            pengamat.luar.append(soket.url)

    async with async_playwright() as main:
        konteks = await main.chromium.launch_persistent_context(
            folder,
            executable_path=berkas,
            headless=True,
            args=PILIHAN,
            viewport={"width": 1360, "height": 820},
            locale="id-ID",
        )
        konteks.set_default_timeout(TUNGGU)
        await konteks.route("**/*", jaga)
        await konteks.add_init_script(PELANGGARAN)
        halaman = await konteks.new_page()
        halaman.on(
            "console",
            lambda p: pengamat.keluhan.append(p.text) if p.type in {"error", "warning"} else None,
        )
        halaman.on("pageerror", lambda g: pengamat.keluhan.append(str(g)))
        halaman.on("websocket", catat_soket)
        try:
            yield halaman, pengamat
        finally:
            await konteks.close()


async def buka_contoh(halaman: Page, judul: str) -> None:
    await halaman.get_by_role("button", name=judul).click()


async def jalankan(halaman: Page, tanda: str) -> dict[str, Any]:
    """Run what is in the editor; the answer, once it holds `tanda`."""
    await halaman.get_by_role("button", name="Execute query").click()
    return await jawaban(halaman, tanda)


async def jawaban(halaman: Page, tanda: str) -> dict[str, Any]:
    await halaman.wait_for_function(f"([n, t]) => ({MODEL})(n).includes(t)", arg=["response", tanda])
    return json.loads(await halaman.evaluate(MODEL, "response"))


@pytest.mark.lama
async def test_the_page_works_with_the_network_cut_off(demo: str, tmp_path: Path) -> None:
    async with peramban(tmp_path / "profil", demo) as (halaman, pengamat):
        await halaman.goto(f"{demo}/")
        await halaman.get_by_label("Kode wilayah atau lembaga").fill("61")
        await halaman.get_by_role("button", name="Buka").click()
        await halaman.wait_for_url(f"{demo}/graphiql/61")
        await expect(halaman.get_by_role("heading", level=1)).to_contain_text(
            "Kalimantan Barat", timeout=TUNGGU
        )

        # an example, as nobody in particular
        await buka_contoh(halaman, "Jadwal yang menerima pesanan")
        isi = await jalankan(halaman, "paksiDaftarJadwal")
        jadwal = isi["data"]["paksiDaftarJadwal"]["edges"][0]["node"]

        # a wrong password, then the right one
        await halaman.get_by_role("button", name="Masuk", exact=True).click()
        formulir = halaman.get_by_role("dialog")
        for sandi in ("bukan-sandinya", SANDI_DEMO):
            await formulir.get_by_label("Nama pengguna").fill("demo.koordinator")
            await formulir.get_by_label("Sandi").fill(sandi)
            await formulir.get_by_role("button", name="Masuk").click()
            if sandi != SANDI_DEMO:
                await expect(formulir.get_by_role("alert")).not_to_be_empty(timeout=TUNGGU)
        await expect(halaman.get_by_text("Masuk sebagai demo.koordinator")).to_be_visible(timeout=TUNGGU)
        await buka_contoh(halaman, "Siapa saya")
        isi = await jalankan(halaman, '"saya"')
        assert isi["data"]["saya"]["akun"] == {"namaPengguna": "demo.koordinator"}

        # a subscription, and what somebody else does meanwhile
        await buka_contoh(halaman, "Mengikuti kursi sebuah jadwal")
        await halaman.evaluate(ISI_MODEL, ["variables", json.dumps({"jadwal": jadwal["id"]})])
        isi = await jalankan(halaman, "DIBUKA")
        assert isi["data"]["paksiSlotBerubah"]["kode"] == jadwal["kode"]
        async with dengan(await masuk(demo, "demo.lsp")) as lsp:
            tutup = "mutation ($id: ID!) { paksiTutupJadwal(id: $id) { ... on PaksiJadwal { keadaan } } }"
            assert await minta(lsp, demo, tutup, id=jadwal["id"]) == {
                "paksiTutupJadwal": {"keadaan": "DITUTUP"}
            }
        isi = await jawaban(halaman, "DITUTUP")
        assert isi["data"]["paksiSlotBerubah"]["keadaan"] == "DITUTUP"

        # the token is in no address and in nothing that stays behind; the page kept to its policy and to this server
        simpanan = await halaman.evaluate("JSON.stringify({ ...localStorage, ...sessionStorage })")
        assert "fpa_" not in simpanan + halaman.url + "".join(pengamat.soket)
        assert SANDI_DEMO not in simpanan
        assert await halaman.evaluate("window.pelanggaran") == []
        assert [urlsplit(s).path for s in pengamat.soket] == ["/graphql/61"]
    assert pengamat.luar == []
    assert pengamat.keluhan == []


@pytest.mark.lama
async def test_the_guards_of_that_test_see_what_they_look_for(demo: str, tmp_path: Path) -> None:
    async with peramban(tmp_path / "profil", demo) as (halaman, pengamat):
        await halaman.goto(f"{demo}/")
        await halaman.evaluate("fetch('http://forum.contoh.test/').catch(() => 0)")
        await halaman.evaluate(
            "document.head.append(Object.assign(document.createElement('style'), { nonce: 'x', textContent: 'p{}' }))"
        )
        await halaman.wait_for_function("() => window.pelanggaran.length >= 2")
        assert {p.split()[0] for p in await halaman.evaluate("window.pelanggaran")} == {
            "connect-src",
            "style-src-elem",
        }
        with pytest.raises(Error, match="ERR_FAILED"):
            await halaman.goto("http://forum.contoh.test/")
    assert pengamat.luar == ["http://forum.contoh.test/"]
    assert any("connect-src" in k for k in pengamat.keluhan)
