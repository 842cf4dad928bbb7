"""The primary of a PostgreSQL pair dies under load and its standby takes over: nothing answered is lost or doubled."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from forum_paksi.pemesanan.models import Pemesanan
from forum_server.cli.demo import isi
from forum_server.cli.periksa import temuan
from forum_server.database import Database
from forum_server.galat import ServerSibuk
from forum_server.jejak.models import Jejak
from forum_server.jejak.segel import buktikan
from forum_server.peristiwa.hub import Hub
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.postgres import Klaster
from forum_server.testing.proses import ServerProses
from tests.server.bahan import PEMDA, jadwal_uji, orang_uji
from tests.server.klien import dengan, masuk
from tests.server.test_dua_proses import Berakhir, Pendengar, Terlewat, sambung

NAMA = "forum"
KURSI = 26
LUAS = 70
"""Seats of the schedule that everybody gets a seat in."""
SEMPIT = 60
"""People who want one of the KURSI seats."""
BERSAMAAN = 16
SEBELUM = 40
"""Bookings answered when the primary is killed."""
PESAN = """mutation ($jadwal: ID!, $orang: ID!, $wilayah: String!) {
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: "DIKLAT") {
    ... on PaksiPemesanan { id } ... on Galat { kode pesan } } }"""


@dataclass
class Pasangan:
    """A primary that answers a commit only when its standby has it too, and the URL that names both."""

    primer: Klaster
    siaga: Klaster

    @property
    def url(self) -> str:
        """As an operator sets it."""
        return f"postgresql://postgres@127.0.0.1:{self.primer.port},127.0.0.1:{self.siaga.port}/{NAMA}"


@pytest.fixture
def pasangan(plugins: Plugins) -> Iterator[Pasangan]:
    """Two real servers with the demo's data."""
    with Klaster(setelan={"synchronous_commit": "on"}) as primer:
        isi(Settings(database_url=primer.buat(NAMA)), plugins)
        with primer.siaga("siaga") as siaga:
            primer.jalankan("ALTER SYSTEM SET synchronous_standby_names = 'siaga'", "SELECT pg_reload_conf()")
            yield Pasangan(primer, siaga)


@pytest.fixture
def plugins() -> Plugins:
    """Every plugin that is installed."""
    plugins = Plugins(strict=True)
    plugins.load()
    return plugins


@dataclass
class Beban:
    """Clients that book, ask again after a coded refusal, and keep what they were answered."""

    alamat: tuple[str, str]
    token: str
    pulih: asyncio.Event = field(default_factory=asyncio.Event)
    terjawab: dict[tuple[str, str], str] = field(default_factory=dict)
    penolakan: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    cukup: asyncio.Event = field(default_factory=asyncio.Event)
    terputus: asyncio.Event = field(default_factory=asyncio.Event)

    async def jalan(self, daftar: list[tuple[str, str]]) -> None:
        """Book everything in `daftar` (schedule, person), BERSAMAAN at a time."""
        antrean = list(reversed(daftar))
        async with dengan(self.token, limits=httpx.Limits(max_connections=BERSAMAAN)) as http:

            async def klien(nomor: int) -> None:
                while antrean:
                    await self._sampai_terjawab(http, nomor, antrean.pop())

            await asyncio.gather(*(klien(n) for n in range(BERSAMAAN)))

    async def _sampai_terjawab(self, http: httpx.AsyncClient, nomor: int, satu: tuple[str, str]) -> None:
        variabel = {"jadwal": satu[0], "orang": satu[1], "wilayah": PEMDA[0]}
        while True:
            url = self.alamat[nomor % 2]
            jawab = await http.post(f"{url}/graphql", json={"query": PESAN, "variables": variabel})
            data: dict[str, Any] = jawab.json()
            if "errors" in data:
                kode = data["errors"][0]["extensions"]["kode"]
            else:
                hasil = data["data"]["paksiPesanSlot"]
                kode = hasil.get("kode")
                if kode is None:
                    self.terjawab[satu] = hasil["id"]
            if kode is None or kode == "SUDAH_TERDAFTAR":
                if len(self.terjawab) >= SEBELUM:
                    self.cukup.set()
                return
            self.penolakan[url, jawab.status_code, kode] += 1
            if {u for u, _, _ in self.penolakan} == set(self.alamat):
                self.terputus.set()
            await self.pulih.wait()


async def _sampai_penuh(
    pendengar: Pendengar, jadwal: str, pulih: asyncio.Event
) -> tuple[list[int], list[str]]:
    """What a listener is told until the last seat is taken, and the codes that ended its subscription before."""
    terlihat: list[int] = [0]
    kode: list[str] = []
    while terlihat[-1] < LUAS:
        try:
            terlihat.append(await pendengar.terisi())
        except Terlewat as lewat:
            kode.append(str(lewat))
        except Berakhir as akhir:
            kode.append(str(akhir))
            await pulih.wait()
            terlihat.append(await _langgan_lagi(pendengar, jadwal, kode))
    return terlihat, kode


async def _langgan_lagi(pendengar: Pendengar, jadwal: str, kode: list[str]) -> int:
    while True:
        try:
            return await pendengar.langgan(jadwal)
        except Berakhir as akhir:
            kode.append(str(akhir))


@pytest.mark.lama
async def test_a_primary_killed_under_load_loses_no_answered_booking(
    pasangan: Pasangan, plugins: Plugins, folder: Path
) -> None:
    db = Database(pasangan.url)
    luas = str(await db.write(jadwal_uji, "UJI-LUAS", LUAS, terbuka=LUAS, hari=0))
    sempit = str(await db.write(jadwal_uji, "UJI-SEMPIT", KURSI, terbuka=KURSI, hari=1))
    orang_luas = [str(o) for o in await db.write(orang_uji, "Luas", LUAS)]
    orang_sempit = [str(o) for o in await db.write(orang_uji, "Sempit", SEMPIT)]
    daftar = [(luas, o) for o in orang_luas] + [(sempit, o) for o in orang_sempit]
    daftar.sort(key=lambda satu: satu[1])  # one mixed with the other
    hub = Hub(db)
    await hub.mulai()
    with ServerProses(pasangan.url, folder) as satu, ServerProses(pasangan.url, folder) as dua:
        token = await masuk(satu.url, f"demo.operator.{PEMDA[0]}")
        beban = Beban((satu.url, dua.url), token)
        async with hub.langgan("paksi.slot") as peristiwa, sambung(satu) as a, sambung(dua) as b:
            pendengar = [Pendengar(a), Pendengar(b)]
            for p in pendengar:
                await p.mulai(luas)
            langganan = [asyncio.create_task(_sampai_penuh(p, luas, beban.pulih)) for p in pendengar]
            tugas = asyncio.create_task(beban.jalan(daftar))
            async with asyncio.timeout(60):
                await beban.cukup.wait()
                pasangan.primer.bunuh()
                await beban.terputus.wait()  # both servers have said that they cannot
            sendiri = Database(pasangan.siaga.url(NAMA))
            with pytest.raises(ServerSibuk):  # a standby is not written to, nor read from
                await sendiri.scalar(select(1))
            await sendiri.tutup()
            await asyncio.to_thread(pasangan.siaga.jalankan, "SELECT pg_promote(true, 60)")
            beban.pulih.set()
            async with asyncio.timeout(120):
                await tugas
                terlihat = await asyncio.gather(*langganan)
                kabar = [await anext(peristiwa) for _ in daftar]
        catatan = satu.log + dua.log

    assert {(status, kode) for _, status, kode in beban.penolakan} <= {
        (503, "SERVER_SIBUK"),
        (200, "SERVER_SIBUK"),
    }
    for urutan, kode in terlihat:
        assert set(kode) <= {"SERVER_SIBUK"}
        assert urutan == sorted(urutan)
        assert urutan[-1] == LUAS
    # Every booking is announced once, to whoever listened all the while.
    assert Counter(k.kunci for k in kabar) == {luas: LUAS, sempit: SEMPIT}
    p = Pemesanan
    ada = {
        (str(b.jadwal_id), str(b.orang_id)): str(b.id)
        for b in await db.all(
            select(p.id, p.jadwal_id, p.orang_id).where(p.jadwal_id.in_([UUID(luas), UUID(sempit)]))
        )
    }
    assert set(ada) == set(daftar)
    assert beban.terjawab.items() <= ada.items()
    keadaan = await db.all(
        select(p.keadaan, func.count()).where(p.jadwal_id == UUID(sempit)).group_by(p.keadaan)
    )
    assert {k.value: n for k, n in map(tuple, keadaan)} == {"DITAHAN": KURSI, "DAFTAR_TUNGGU": SEMPIT - KURSI}
    tercatat = await db.scalars(select(Jejak.objek_id).where(Jejak.aksi == "paksi.pesan_slot"))
    assert sorted(t for t in tercatat if t in ada.values()) == sorted(ada.values())
    assert await db.write(temuan, plugins) == []
    assert (await buktikan(db)).utuh
    assert "Traceback" not in catatan
    await hub.tutup()
    await db.tutup()
