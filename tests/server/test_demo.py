"""The demo as its reader meets it: filled, served, and played over HTTP by its four kinds of users."""

from __future__ import annotations

import asyncio
import io
import re
from pathlib import Path

import httpx
import pytest
import typer
from rich.console import Console
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_paksi.cerita.alur import mainkan
from forum_paksi.pemesanan.models import Pemesanan
from forum_server.akun.models import Akun
from forum_server.benih import SANDI_DEMO, benih_akun
from forum_server.cli.demo import isi, pengantar
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.proses import ServerProses
from tests.server.klien import dengan, masuk


def _tabel(teks: str, judul: str) -> list[list[str]]:
    """The rows of the table under a heading of the story."""
    bagian = teks.split(judul, 1)[1].split("\n\n", 1)[0]
    return [[s.strip() for s in b.strip("│").split("│")] for b in bagian.splitlines() if b.startswith("│")]


async def _mainkan(url: str) -> str:
    keluaran = io.StringIO()
    await mainkan(url, SANDI_DEMO, Console(file=keluaran, width=160))
    return keluaran.getvalue()


@pytest.mark.lama
async def test_the_story_ends_with_26_seats_and_the_waiting_list_and_can_be_shown_again(
    demo_url: str, folder: Path
) -> None:
    db = Database(demo_url)
    with ServerProses(demo_url, folder) as server:
        cerita = await _mainkan(server.url)
        lagi = await _mainkan(server.url)
    kursi, tunggu = _tabel(cerita, "Akhirnya: 26 kursi"), _tabel(cerita, "... dan daftar tunggunya")
    assert [baris[0] for baris in kursi] == [str(n) for n in range(1, 27)]
    assert [baris[0] for baris in tunggu] == [str(n) for n in range(1, 19)]
    nama = [baris[1] for baris in kursi + tunggu]
    assert len(set(nama)) == 44
    assert all("Contoh" in satu for satu in nama)
    assert re.search(r"Jumlah\s+│ 45\s+│ 26\s+│ 19\s+│ 0 ", cerita)
    assert re.search(r"Jumlah\s+│ 45\s+│ 26\s+│ 26\s+│ 18 ", cerita)
    *biaya, jumlah = _tabel(cerita, "Biayanya dibagi menurut kursi")
    assert (len(biaya), sum(int(baris[1]) for baris in biaya)) == (14, 26)
    assert sum(int(baris[2]) for baris in biaya) == int(jumlah[2]) == 54_750_001
    assert _tabel(lagi, "Biayanya dibagi menurut kursi") == [*biaya, jumlah]
    assert "45 keputusan beserta alasannya, 5 di antaranya dengan nama" in cerita
    assert "sudah pernah dimainkan" in lagi
    assert _tabel(lagi, "Akhirnya: 26 kursi") == kursi
    per_keadaan = (
        select(Pemesanan.keadaan, func.count().label("n"))
        .where(Pemesanan.wilayah_kode.like("61.%"))
        .group_by(Pemesanan.keadaan)
    )
    hitung = {str(b.keadaan): b.n for b in await db.all(per_keadaan)}
    assert hitung == {"DIKONFIRMASI": 25, "DITAHAN": 1, "DAFTAR_TUNGGU": 18, "DIBATALKAN": 1}
    plugins = Plugins(strict=True)
    plugins.load()
    assert await db.write(temuan, plugins) == []
    await db.tutup()


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_the_three_queries_of_the_introduction_answer(demo_url: str, folder: Path) -> None:
    teks = pengantar("")
    tiga = [
        bagian.split("variabel:")[0].strip()
        for bagian in re.findall(r"^\d\. [^\n]*:\n(   .*?)\n\n", teks, re.MULTILINE | re.DOTALL)
    ]
    assert len(tiga) == 3
    with ServerProses(demo_url, folder) as server:
        token = await masuk(server.url, "demo.koordinator")
        async with dengan(token) as http:
            for satu in tiga:
                variabel = {"sandi": SANDI_DEMO} if "$sandi" in satu else {}
                respons = await http.post(
                    f"{server.url}/graphql", json={"query": satu, "variables": variabel}
                )
                assert respons.status_code == httpx.codes.OK, respons.text
                assert "errors" not in respons.json(), respons.text
                assert "null" not in respons.text, respons.text


async def test_filling_twice_changes_nothing(demo_url: str) -> None:
    db = Database(demo_url)
    sebelum = [await db.scalar(select(func.count()).select_from(t)) for t in (Akun, Pemesanan)]
    plugins = Plugins(strict=True)
    plugins.load()
    await asyncio.to_thread(isi, Settings(database_url=demo_url), plugins)
    assert [await db.scalar(select(func.count()).select_from(t)) for t in (Akun, Pemesanan)] == sebelum
    await db.tutup()


async def test_made_up_data_is_not_mixed_with_real_accounts(db: Database, db_url: str) -> None:
    def nyata(session: Session) -> None:
        benih_akun(session, "admin.sungguhan", "inti.admin", wilayah="ID")

    await db.write(nyata)
    plugins = Plugins(strict=True)
    plugins.load()
    with pytest.raises(typer.Exit):
        await asyncio.to_thread(isi, Settings(database_url=db_url), plugins)
    assert await db.scalars(select(Akun.nama_pengguna)) == ["admin.sungguhan"]
