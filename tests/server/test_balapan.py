"""200 people, 26 seats, two server processes: over HTTP, as on the day the registration opens."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from forum_paksi.pemesanan.models import Pemesanan
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.jejak.models import Jejak
from forum_server.plugin.manager import Plugins
from forum_server.testing.proses import ServerProses
from tests.server.bahan import PEMDA, jadwal_uji, orang_uji
from tests.server.klien import dengan, masuk, minta

PESAN = """mutation ($jadwal: ID!, $orang: ID!, $wilayah: String!) {
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: "DIKLAT") {
    __typename ... on PaksiPemesanan { id keadaan posisi } ... on Galat { kode } } }"""
ANTREAN = """query ($jadwal: ID!, $after: String) {
  paksiDaftarPemesanan(jadwal: $jadwal, first: 200, after: $after) {
    totalCount edges { node { id keadaan posisi orang { id } } } } }"""


@pytest.mark.lama
async def test_200_bookings_of_26_seats_from_two_server_processes(demo_url: str, folder: Path) -> None:
    db = Database(demo_url)
    jadwal = str(await db.write(jadwal_uji, "UJI-BALAPAN", 26, terbuka=26, hari=0))
    orang = [str(o) for o in await db.write(orang_uji, "Balap", 200)]
    with ServerProses(demo_url, folder) as satu, ServerProses(demo_url, folder) as dua:
        token = await masuk(satu.url, f"demo.operator.{PEMDA[0]}")
        async with dengan(token, limits=httpx.Limits(max_connections=200)) as http:

            async def pesan(nomor: int) -> dict[str, Any]:
                server = satu if nomor % 2 else dua
                jawab = await minta(
                    http, server.url, PESAN, jadwal=jadwal, orang=orang[nomor], wilayah=PEMDA[0]
                )
                hasil: dict[str, Any] = jawab["paksiPesanSlot"]
                return hasil

            hasil = await asyncio.gather(*(pesan(n) for n in range(200)))
            dilihat = await minta(http, dua.url, ANTREAN, jadwal=jadwal)

    assert {h["__typename"] for h in hasil} == {"PaksiPemesanan"}
    assert sum(h["keadaan"] == "DITAHAN" for h in hasil) == 26
    node = [tepi["node"] for tepi in dilihat["paksiDaftarPemesanan"]["edges"]]
    assert len({n["orang"]["id"] for n in node}) == 200 == dilihat["paksiDaftarPemesanan"]["totalCount"]
    posisi = {n["id"]: n["posisi"] for n in node if n["posisi"] is not None}
    assert sorted(posisi.values()) == list(range(1, 175))
    # The audit is written in the transaction of the booking, last of all: its order is that of the commits.
    urut = await db.scalars(select(Jejak.objek_id).where(Jejak.aksi == "paksi.pesan_slot").order_by(Jejak.id))
    menurut_commit = [posisi[p] for p in urut if p in posisi]
    assert menurut_commit == list(range(1, 175))
    assert await db.scalar(select(Pemesanan.id).where(Pemesanan.nomor_antre > 174)) is None
    plugins = Plugins(strict=True)
    plugins.load()
    assert await db.write(temuan, plugins) == []
    await db.tutup()
