"""The server process is killed while it allocates and promotes; whatever was answered stands, nothing is half-written."""

from __future__ import annotations

import asyncio
import random
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.models import Himpunan, Keputusan
from forum_paksi.pemesanan.models import Pemesanan
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.jejak.models import Jejak
from forum_server.jejak.segel import buktikan
from forum_server.plugin.manager import Plugins
from forum_server.testing.proses import ServerProses
from tests.server.bahan import himpunan_siap, kursi_dan_antrean
from tests.server.klien import dengan, masuk, minta

KALI = 20
BATAL_SEKALI = 4
BATALKAN = """mutation ($pemesanan: ID!) { paksiBatalkanSlot(pemesanan: $pemesanan) {
  ... on PaksiSlotDibatalkan { banyakNaik } ... on Galat { kode } } }"""
ALOKASIKAN = """mutation ($himpunan: ID!, $pratinjau: Boolean!, $sidik: String) {
  paksiAlokasikan(himpunan: $himpunan, pratinjau: $pratinjau, sidik: $sidik) {
    ... on PaksiAlokasi { sidik } ... on Galat { kode } } }"""


def _siapkan(session: Session) -> tuple[uuid.UUID, list[uuid.UUID], list[uuid.UUID]]:
    banyak = KALI * BATAL_SEKALI
    jadwal, kursi = kursi_dan_antrean(session, banyak, banyak)
    return jadwal, kursi, [himpunan_siap(session, nomor) for nomor in range(KALI)]


async def _sampai_mati(
    server: ServerProses, token: str, himpunan: str, kursi: list[str], tunggu: int
) -> tuple[set[str], bool]:
    """Send everything at once, kill after `tunggu` answers; returns which seats were answered as cancelled."""
    dijawab: set[str] = set()
    ditetapkan = False
    cukup = asyncio.Event()
    banyak = 0

    def terjawab() -> None:
        nonlocal banyak
        banyak += 1
        if banyak >= tunggu:
            cukup.set()

    async with dengan(token) as http:

        async def batal(pemesanan: str) -> None:
            jawab = await minta(http, server.url, BATALKAN, pemesanan=pemesanan)
            assert jawab["paksiBatalkanSlot"] == {"banyakNaik": 1}
            dijawab.add(pemesanan)
            terjawab()

        async def alokasi() -> None:
            nonlocal ditetapkan
            tinjauan = await minta(http, server.url, ALOKASIKAN, himpunan=himpunan, pratinjau=True)
            sidik = tinjauan["paksiAlokasikan"]["sidik"]
            hasil = await minta(http, server.url, ALOKASIKAN, himpunan=himpunan, pratinjau=False, sidik=sidik)
            assert "kode" not in hasil["paksiAlokasikan"]
            ditetapkan = True
            terjawab()

        semua = [asyncio.create_task(satu) for satu in (alokasi(), *(batal(p) for p in kursi))]
        if tunggu:
            await cukup.wait()
        await asyncio.to_thread(server.bunuh)
        menunggu: set[asyncio.Task[None]] = set(semua)
        while menunggu:
            server.putuskan()
            _, menunggu = await asyncio.wait(menunggu, timeout=0.02)
        for akhir in await asyncio.gather(*semua, return_exceptions=True):
            assert akhir is None or isinstance(akhir, httpx.TransportError), akhir
    return dijawab, ditetapkan


async def _akibat(db: Database, himpunan: uuid.UUID) -> tuple[str, int]:
    keadaan: Any = await db.scalar(select(Himpunan.keadaan).where(Himpunan.id == himpunan))
    keputusan = await db.scalar(
        select(func.count()).select_from(Keputusan).where(Keputusan.himpunan_id == himpunan)
    )
    return str(keadaan), keputusan


@pytest.mark.lama
async def test_a_killed_server_leaves_every_answered_change_and_no_half_of_any_other(
    demo_url: str, folder: Path
) -> None:
    db = Database(demo_url)
    jadwal, kursi, himpunan = await db.write(_siapkan)
    plugins = Plugins(strict=True)
    plugins.load()
    acak = random.Random(20261121)
    batal: set[str] = set()
    with ServerProses(demo_url, folder) as server:
        token = await masuk(server.url, "demo.admin")
        for kali in range(KALI):
            sekali = [str(k) for k in kursi[kali * BATAL_SEKALI : (kali + 1) * BATAL_SEKALI]]
            tunggu = acak.randrange(BATAL_SEKALI + 1)
            dijawab, ditetapkan = await _sampai_mati(server, token, str(himpunan[kali]), sekali, tunggu)
            batal |= dijawab
            assert await db.write(temuan, plugins) == []
            keadaan, keputusan = await _akibat(db, himpunan[kali])
            assert (keadaan, keputusan) in {("DIKUNCI", 0), ("DIALOKASIKAN", 9)}
            assert keadaan == "DIALOKASIKAN" or not ditetapkan
            server.mulai()
    terbatal = {
        str(i) for i in await db.scalars(select(Pemesanan.id).where(Pemesanan.keadaan == "DIBATALKAN"))
    }
    assert batal <= terbatal
    # One audit entry tells of each cancellation that is there, and of none that is not.
    tercatat = await db.scalars(select(Jejak.objek_id).where(Jejak.aksi == "paksi.batalkan"))
    assert sorted(tercatat) == sorted(terbatal)
    menunggu = await db.scalar(
        select(func.count())
        .select_from(Pemesanan)
        .where(Pemesanan.jadwal_id == jadwal, Pemesanan.keadaan == "DAFTAR_TUNGGU")
    )
    assert menunggu == len(kursi) - len(terbatal)
    assert (await buktikan(db)).utuh
    await db.tutup()
