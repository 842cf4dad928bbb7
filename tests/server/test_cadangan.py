"""A backup is made of a server under writes, and a new server with what is restored answers as the first one did."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from forum_paksi.pemesanan.models import Pemesanan
from forum_server.cli.main import app
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.jejak.models import Jejak
from forum_server.jejak.segel import buktikan, segel
from forum_server.peristiwa.models import PeristiwaBaris
from forum_server.plugin.manager import Plugins
from forum_server.testing.basis_data import Templat
from forum_server.testing.proses import ServerProses, lingkungan
from tests.server.bahan import PEMDA, jadwal_uji, orang_uji
from tests.server.klien import dengan, masuk, minta

ORANG = 2
SEBELUM = 6
"""Changes answered before the backup begins."""
PESAN = """mutation ($jadwal: ID!, $orang: ID!, $wilayah: String!) {
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: "DIKLAT") {
    __typename ... on PaksiPemesanan { id } } }"""
BATALKAN = """mutation ($pemesanan: ID!) { paksiBatalkanSlot(pemesanan: $pemesanan) { __typename } }"""
TANYA = """{ wilayah(kode: "61") { nama anak { kode nama paksiRingkasan { permintaanTerbuka calon } } }
  daftarOrang(wilayah: "61.01", first: 5) { edges { node { nama nipTersamar } } } }"""


@pytest.fixture
def tujuan(mesin: str, templat: Templat) -> Iterator[str]:
    """An empty database on the other engine."""
    url = templat.kosong("postgresql" if mesin == "sqlite" else "sqlite")
    yield url
    templat.buang(url)


def _siapkan(session: Session) -> tuple[str, list[uuid.UUID]]:
    jadwal = jadwal_uji(session, "UJI-CADANG", 10, terbuka=10, hari=0)
    return str(jadwal), orang_uji(session, "Cadang", ORANG + 1)


def _forum(*argumen: str, url: str, folder: Path) -> str:
    hasil = CliRunner().invoke(app, argumen, env=lingkungan(url, folder))
    assert hasil.exit_code == 0, hasil.output
    return hasil.output


class _Beban:
    """Books a seat and gives it back, again and again, until told to stop."""

    def __init__(self, http: httpx.AsyncClient, url: str, jadwal: str) -> None:
        self._http, self._url, self._jadwal = http, url, jadwal
        self._terjawab = 0
        self.cukup = asyncio.Event()
        self.berhenti = asyncio.Event()

    async def jalan(self, orang: uuid.UUID) -> None:
        while not self.berhenti.is_set():
            pesanan = await pesan(self._http, self._url, self._jadwal, orang)
            jawab = await minta(self._http, self._url, BATALKAN, pemesanan=pesanan)
            assert jawab["paksiBatalkanSlot"]["__typename"] == "PaksiSlotDibatalkan", jawab
            self._terjawab += 2
            if self._terjawab >= SEBELUM:
                self.cukup.set()


async def pesan(http: httpx.AsyncClient, url: str, jadwal: str, orang: uuid.UUID) -> str:
    """Book; the id of the booking."""
    jawab = await minta(http, url, PESAN, jadwal=jadwal, orang=str(orang), wilayah=PEMDA[0])
    assert jawab["paksiPesanSlot"]["__typename"] == "PaksiPemesanan", jawab
    return str(jawab["paksiPesanSlot"]["id"])


async def _tanya(url: str) -> dict[str, Any]:
    async with dengan(await masuk(url, "demo.admin")) as http:
        return await minta(http, url, TANYA)


async def _banyak(db: Database) -> tuple[list[int], list[int], int]:
    """Bookings and those given back, the audit entries of both, and the events."""
    batal = Pemesanan.keadaan == "DIBATALKAN"
    rekaman = [select(func.count()).select_from(Pemesanan), select(func.count()).where(batal)]
    jejak = [select(func.count()).where(Jejak.aksi == a) for a in ("paksi.pesan_slot", "paksi.batalkan")]
    kabar = select(func.count()).where(PeristiwaBaris.jenis == "paksi.slot")
    return (
        [await db.scalar(satu) for satu in rekaman],
        [await db.scalar(satu) for satu in jejak],
        await db.scalar(kabar),
    )


@pytest.mark.lama
async def test_a_backup_under_writes_holds_whole_transactions_and_the_other_engine_serves_it(
    demo_url: str, tujuan: str, folder: Path, tmp_path: Path
) -> None:
    db = Database(demo_url)
    jadwal, orang = await db.write(_siapkan)
    awal = await _banyak(db)
    berkas = str(tmp_path / "cadangan.zip")
    with ServerProses(demo_url, folder) as server:
        semula = await _tanya(server.url)
        async with dengan(await masuk(server.url, f"demo.operator.{PEMDA[0]}")) as http:
            beban = _Beban(http, server.url, jadwal)
            tugas = [asyncio.create_task(beban.jalan(satu)) for satu in orang[:ORANG]]
            await beban.cukup.wait()
            await asyncio.to_thread(_forum, "cadang", berkas, url=demo_url, folder=folder)
            beban.berhenti.set()
            await asyncio.gather(*tugas)
        akhir = await _banyak(db)
    await db.tutup()
    await asyncio.to_thread(_forum, "pulih", berkas, url=tujuan, folder=folder)
    baru = Database(tujuan)
    rekaman, jejak, kabar = await _banyak(baru)
    assert awal[2] + SEBELUM <= kabar < akhir[2], "the backup was made in the midst of it"
    ditambah = [p - a for p, a in zip(rekaman, awal[0], strict=True)]
    assert [p - a for p, a in zip(jejak, awal[1], strict=True)] == ditambah
    assert kabar - awal[2] == sum(ditambah)
    plugins = Plugins(strict=True)
    plugins.load()
    assert await baru.write(temuan, plugins) == []
    while await baru.write(segel):
        pass
    laporan = await buktikan(baru)
    assert (laporan.utuh, laporan.belum_disegel) == (True, 0)
    with ServerProses(tujuan, folder) as server:
        assert await _tanya(server.url) == semula
        async with dengan(await masuk(server.url, f"demo.operator.{PEMDA[0]}")) as http:
            terisi = Pemesanan.keadaan != "DIBATALKAN"
            duduk = await baru.scalars(select(Pemesanan.orang_id).where(terisi))
            siapa = [satu for satu in orang if satu not in duduk]
            assert await pesan(http, server.url, jadwal, siapa[0])
    await baru.tutup()
