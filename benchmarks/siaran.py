"""Fan-out: one schedule, a thousand sockets that listen to its seats, and bookings one after the other."""

from __future__ import annotations

import asyncio
import statistics
import time
import uuid
from pathlib import Path
from typing import Any, Final

import orjson

from benchmarks.bahan import PEMDA, Gudang, gudang, jadwal, masuk, nyalakan, orang
from benchmarks.klien import permintaan
from benchmarks.pemesanan import PESAN
from benchmarks.pendengar import LaporanSiaran, dengarkan
from benchmarks.ukur import Server, layani
from forum_server.database import Database

__all__ = ["ukur"]

PENDENGAR: Final = 1_000
LANGGAN: Final = "subscription ($jadwal: ID!) { paksiSlotBerubah(jadwal: $jadwal) { id bagian { kapasitas terisi menunggu } } }"


async def _isi(url: str, *, banyak: int) -> tuple[str, uuid.UUID, list[uuid.UUID]]:
    db = Database(url)
    try:
        await db.write(nyalakan)
        token = await masuk(db, "tolok.operator", "paksi.operator_pemda", PEMDA)
        return token, await db.write(jadwal, banyak, minggu=0), await db.write(orang, banyak)
    finally:
        await db.tutup()


def _dengar(
    server: Server, jalur: str, pesan: list[dict[str, Any]], token: str, langgan: dict[str, Any]
) -> tuple[LaporanSiaran, float]:
    """The report and milliseconds of processor time of the server per message."""
    awal = server.cpu
    laporan = dengarkan(
        {
            "ws": f"{server.url}{jalur}",
            "banyak": PENDENGAR,
            "langgan": langgan,
            "kirim": [permintaan(f"{server.url}{jalur}", isi, token) for isi in pesan],
        }
    )
    return laporan, (server.cpu - awal) / (len(pesan) + 1) / PENDENGAR * 1000


def ukur(mesin: str, folder: Path, *, putaran: int, banyak: int, klien: int) -> list[str]:
    """Measure on one engine and return the table."""
    with gudang(mesin, folder) as tempat:
        return _ukur(tempat, peristiwa=10 * putaran)


def _ukur(tempat: Gudang, *, peristiwa: int) -> list[str]:
    url = tempat.buat("siaran")
    token, tujuan, siapa = asyncio.run(_isi(url, banyak=2 * peristiwa))
    langgan = {"query": LANGGAN, "variables": {"jadwal": str(tujuan)}}
    isian = [
        {"jadwal": str(tujuan), "orang": str(satu), "wilayah": PEMDA, "jalur": "PENGALAMAN"} for satu in siapa
    ]
    with (
        layani("benchmarks.aplikasi:aplikasi", url, tempat.folder) as server,
        layani("benchmarks.tangan.aplikasi:aplikasi", url, tempat.folder) as tangan,
    ):
        pesan = [{"query": PESAN, "variables": v} for v in isian[:peristiwa]]
        kita, cpu = _dengar(server, f"/graphql/{PEMDA}", pesan, token, langgan)
        kami, cpu_tangan = _dengar(tangan, "/pesan", isian[peristiwa:], token, langgan)
        rss = f"server {server.rss:.0f} MiB, by hand {tangan.rss:.0f} MiB"
    if _bentuk(kita) != _bentuk(kami):
        raise AssertionError(f"two messages differ in form:\n{kita.contoh}\n{kami.contoh}")
    laju, laju_tangan = (PENDENGAR / statistics.median(x.milidetik) * 1000 for x in (kita, kami))
    return [
        f"\nFan-out to {PENDENGAR} sockets on {tempat.mesin}: {peristiwa} bookings ({time.strftime('%Y-%m-%d')})",
        f"  {'':34}{'msg/s':>9}{'p50 ms':>9}{'max ms':>9}{'CPU us':>9}",
        _baris("paksiSlotBerubah", laju, kita, cpu),
        _baris("by hand", laju_tangan, kami, cpu_tangan),
        f"  fan-out / by hand: {laju / laju_tangan:.2f} of the messages/s, {cpu / cpu_tangan:.2f} x the CPU",
        f"  memory with {PENDENGAR} sockets: {rss}",
    ]


def _baris(nama: str, laju: float, laporan: LaporanSiaran, cpu: float) -> str:
    md = laporan.milidetik
    return f"  {nama:34}{laju:9.0f}{statistics.median(md):9.1f}{max(md):9.1f}{cpu * 1000:9.0f}"


def _bentuk(laporan: LaporanSiaran) -> Any:
    """A message without its numbers: both servers must say the same of a seat."""
    isi = orjson.loads(laporan.contoh)
    for bagian in isi["payload"]["data"]["paksiSlotBerubah"]["bagian"]:
        bagian.update(dict.fromkeys(bagian, 0))
    return isi
