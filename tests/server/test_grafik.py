"""Charts of coverage in a real browser: both forms decode, and the bars have the colours of their numbers."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import async_playwright

from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.test_cakupan import kota
from tools import chromium

MINTA = """mutation($b: PaksiBentukGrafik!) { paksiUnduhGrafik(wilayah: "61.71", grafik: OPD, bentuk: $b) {
  ... on Tautan { alamat } } }"""
LIHAT = """async (alamat) => {
  const gambar = new Image();
  gambar.src = alamat;
  await gambar.decode();
  const kanvas = document.createElement("canvas");
  [kanvas.width, kanvas.height] = [720, Math.round(720 * gambar.naturalHeight / gambar.naturalWidth)];
  const kuas = kanvas.getContext("2d");
  kuas.drawImage(gambar, 0, 0, kanvas.width, kanvas.height);
  const { data } = kuas.getImageData(0, 0, kanvas.width, kanvas.height);
  const warna = {};
  for (let i = 0; i < data.length; i += 4) {
    const satu = [data[i], data[i + 1], data[i + 2]].join(" ");
    warna[satu] = (warna[satu] || 0) + 1;
  }
  return { lebar: gambar.naturalWidth, tinggi: kanvas.height, warna };
}"""
TERPENUHI, DI_BAWAH, BELUM, PUTIH = "11 83 148", "246 178 107", "153 0 0", "255 255 255"


@pytest.mark.lama
async def test_a_browser_shows_the_chart_in_both_forms(graphql_with: GraphQLWith, tmp_path: Path) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    pelihat = aktor_uji("paksi:lihat", wilayah="61")
    berkas = chromium.find()
    assert berkas is not None, f"Tidak ada Chromium. {chromium.ADVICE}"
    async with async_playwright() as main:
        peramban = await main.chromium.launch_persistent_context(
            tmp_path / "peramban",
            executable_path=berkas,
            headless=True,
            args=["--no-sandbox", "--disable-gpu"],
        )
        try:
            halaman = await peramban.new_page()
            for bentuk in ("SVG", "PNG"):
                jawab = await server.ask(MINTA, aktor=pelihat, b=bentuk)
                unduhan, isi = await server.unduh(jawab.hasil["paksiUnduhGrafik"]["alamat"], aktor=pelihat)
                alamat = f"data:{unduhan.media};base64,{base64.b64encode(isi).decode()}"
                lihat: dict[str, Any] = await halaman.evaluate(LIHAT, alamat)
                _periksa(lihat, bentuk)
        finally:
            await peramban.close()


def _periksa(lihat: dict[str, Any], bentuk: str) -> None:
    """Three OPDs are covered and one has nobody: one bar of two colours, three to one."""
    warna: dict[str, int] = lihat["warna"]
    assert warna[PUTIH] > 720 * lihat["tinggi"] / 2, bentuk
    assert 2.5 < warna[TERPENUHI] / warna[BELUM] < 3.5, bentuk
    # The colour of the third state is in the legend only.
    assert 0 < warna[DI_BAWAH] < 150 < warna[BELUM], bentuk
