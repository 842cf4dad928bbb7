"""Booking: on one schedule everybody wants and on a hundred, beside an empty mutation and beside booking by hand."""

from __future__ import annotations

import asyncio
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks.bahan import PEMDA, Gudang, gudang, jadwal, masuk, nyalakan, orang
from benchmarks.klien import permintaan
from benchmarks.ukur import Beban, Server, hasil, layani, perbandingan, putar
from forum_server.cli.periksa import temuan
from forum_server.database import Base, Database
from forum_server.plugin.manager import Plugins

__all__ = ["SalahHitung", "ukur"]

_VARIABEL = "$jadwal: ID!, $orang: ID!, $wilayah: String!, $jalur: String"
PESAN = f"""mutation ({_VARIABEL}) {{
  paksiPesanSlot(jadwal: $jadwal, orang: $orang, wilayah: $wilayah, jalur: $jalur) {{
    ... on PaksiPemesanan {{ id keadaan posisi ditahanSampai }} ... on Galat {{ kode pesan }} }} }}"""
KOSONG = """mutation ($jadwal: String!, $orang: String!, $wilayah: String!) {
  %s(jadwal: $jadwal, orang: $orang, wilayah: $wilayah) }"""

SERATUS = 100
KURSI = ("DITAHAN", "DIKONFIRMASI", "HADIR")


class SalahHitung(AssertionError):
    """The answers or the rows are not what these bookings must give."""


async def _isi(url: str, *, putaran: int, banyak: int) -> dict[str, Any]:
    """Fill a database: people, and for every round one schedule for all of them and a hundred to share."""
    db = Database(url)
    try:
        await db.write(nyalakan)
        token = await masuk(db, "tolok.operator", "paksi.operator_pemda", PEMDA)
        siapa = await db.write(orang, banyak)
        panas = [await db.write(jadwal, max(1, banyak // 2), minggu=2 * n) for n in range(putaran)]
        seratus = [
            [await db.write(jadwal, max(1, banyak // SERATUS // 2), minggu=2 * n + 1) for _ in range(SERATUS)]
            for n in range(putaran)
        ]
        return {"token": token, "orang": siapa, "panas": panas, "seratus": seratus}
    finally:
        await db.tutup()


def _isian(isi: dict[str, Any], tujuan: Sequence[uuid.UUID]) -> list[dict[str, str]]:
    """One booking for each person, the schedules taken in turn."""
    return [
        {
            "jadwal": str(tujuan[n % len(tujuan)]),
            "orang": str(siapa),
            "wilayah": PEMDA,
            "jalur": "PENGALAMAN",
        }
        for n, siapa in enumerate(isi["orang"])
    ]


def _kursi(kapasitas: int, tujuan: int) -> Callable[[Sequence[Any]], None]:
    """Checks that every booking got a seat or a place in the queue, and that no seat was sold twice."""

    def periksa(badan: Sequence[Any]) -> None:
        jawab = [b["data"].get("paksiPesanSlot", b["data"]) for b in badan]
        hitung = Counter(j.get("keadaan") for j in jawab)
        seharusnya = {"DITAHAN": kapasitas * tujuan, "DAFTAR_TUNGGU": len(badan) - kapasitas * tujuan}
        if hitung != seharusnya:
            raise SalahHitung(f"{hitung} instead of {seharusnya}: {jawab[:3]}")

    return periksa


def _benar(badan: Sequence[Any]) -> None:
    if salah := [b for b in badan if list(b["data"].values()) != [True]]:
        raise SalahHitung(f"{salah[0]}")


def _beban(server: Server, tangan: Server, isi: dict[str, Any], n: int, *, banyak: int) -> list[Beban]:
    token, panas, seratus = isi["token"], _isian(isi, [isi["panas"][n]]), _isian(isi, isi["seratus"][n])
    url = f"{server.url}/graphql/{PEMDA}"

    def graphql(nama: str, dokumen: str, daftar: list[dict[str, str]], periksa: Any) -> Beban:
        kirim = [permintaan(url, {"query": dokumen, "variables": v}, token) for v in daftar]
        return Beban(nama=nama, server=server, kirim=kirim, periksa=periksa)

    def dengan_tangan(nama: str, daftar: list[dict[str, str]], periksa: Any) -> Beban:
        kirim = [permintaan(f"{tangan.url}/pesan", v, token) for v in daftar]
        return Beban(nama=nama, server=tangan, kirim=kirim, periksa=periksa)

    satu, bagi = _kursi(max(1, banyak // 2), 1), _kursi(max(1, banyak // SERATUS // 2), SERATUS)
    return [
        graphql("empty mutation", KOSONG % "kosongTanpaIsi", panas, _benar),
        graphql("empty unit of work", KOSONG % "kosongCatat", panas, _benar),
        graphql("booking, 1 schedule", PESAN, panas, satu),
        dengan_tangan("by hand, 1 schedule", panas, satu),
        graphql("booking, 100 schedules", PESAN, seratus, bagi),
        dengan_tangan("by hand, 100 schedules", seratus, bagi),
    ]


async def _periksa(url: str) -> None:
    """No seat is sold twice, no queue has a gap, and every invariant the server knows of holds."""
    plugins = Plugins(strict=True)
    plugins.load()
    b, p = Base.metadata.tables["paksi_bagian"], Base.metadata.tables["paksi_pemesanan"]
    db = Database(url)
    try:
        salah = await db.write(temuan, plugins)
        for bagian in await db.all(select(b.c.id, b.c.kapasitas, b.c.terisi, b.c.antre_terakhir)):
            milik = select(func.count()).where(p.c.bagian_id == bagian.id)
            duduk = await db.scalar(milik.where(p.c.keadaan.in_(KURSI)))
            nomor = await db.scalars(
                select(p.c.nomor_antre)
                .where(p.c.bagian_id == bagian.id, p.c.keadaan == "DAFTAR_TUNGGU")
                .order_by(p.c.nomor_antre)
            )
            if duduk != bagian.terisi or duduk > bagian.kapasitas:
                salah.append(f"{bagian.id}: {duduk} seats taken, {bagian.terisi} counted")
            if list(nomor) != list(range(1, bagian.antre_terakhir + 1)):
                salah.append(f"{bagian.id}: gaps in the queue")
    finally:
        await db.tutup()
    if salah:
        raise SalahHitung("; ".join(salah[:5]))


def ukur(mesin: str, folder: Path, *, putaran: int, banyak: int, klien: int) -> list[str]:
    """Measure on one engine and return the table."""
    with gudang(mesin, folder) as tempat:
        return _ukur(tempat, putaran=putaran, banyak=banyak, klien=klien)


def _ukur(tempat: Gudang, *, putaran: int, banyak: int, klien: int) -> list[str]:
    banyak -= banyak % (2 * SERATUS)
    asal = tempat.buat("pesan")
    isi = asyncio.run(_isi(asal, putaran=putaran + 1, banyak=banyak))
    salinan = tempat.salin("pesan", "pesan_tangan")
    with (
        layani("benchmarks.aplikasi:aplikasi", asal, tempat.folder) as server,
        layani("benchmarks.tangan.aplikasi:aplikasi", salinan, tempat.folder) as tangan,
    ):
        semua = putar(
            [_beban(server, tangan, isi, n, banyak=banyak) for n in range(putaran + 1)], klien=klien
        )
        rss = f"  memory: server {server.rss:.0f} MiB, by hand {tangan.rss:.0f} MiB"
    for url in (asal, salinan):
        asyncio.run(_periksa(url))
    judul = f"Booking on {tempat.mesin}: {klien} clients, {banyak} requests a round, {putaran} rounds"
    return [
        *hasil(judul, semua),
        *(
            perbandingan(semua, f"booking, {jadwal_}", lain)
            for jadwal_ in ("1 schedule", "100 schedules")
            for lain in ("empty mutation", f"by hand, {jadwal_}")
        ),
        rss,
        "  both databases checked: no seat sold twice, no gap in a queue, no invariant broken",
    ]
