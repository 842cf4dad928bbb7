"""Reading from a full country: a point, 50 nested, 1,000 rows of ten fields, the tree of a province; by hand is 1.0."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select

from benchmarks.bahan import PROVINSI, Gudang, gudang, jadwal, masuk, nyalakan, orang
from benchmarks.klien import permintaan
from benchmarks.negara import isi_negara
from benchmarks.ukur import Beban, Server, hasil, layani, perbandingan, putar
from forum_paksi.pemesanan.service import pesan_slot
from forum_server.benih import PELAKU_BENIH
from forum_server.database import Database
from forum_server.wilayah.models import Wilayah

__all__ = ["Kueri", "sama", "ukur"]

ORANG: Final = 4
"""Bookings of each of the 35 pemda."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kueri:
    """A document, the path of the same by hand, and how many of the round's requests it gets."""

    nama: str
    jalur: str
    dokumen: str
    bagian: float = 1.0
    masuk: bool = False


KUERI: Final = (
    Kueri(
        nama="point",
        jalur="titik",
        dokumen="query ($wilayah: String!) { wilayah(kode: $wilayah) { kode nama tingkat otonom } }",
    ),
    Kueri(
        nama="list of 50, nested",
        jalur="daftar",
        bagian=0.2,
        dokumen="""query { paksiDaftarJadwal(first: 50) { edges { node { id kode mode mulaiPada kapasitas
          lembaga { kode nama } skema { kode nama } bagian { kapasitas terisi menunggu } } } } }""",
    ),
    Kueri(
        nama="list of 1,000 x 10, nested",
        jalur="panjang",
        bagian=0.05,
        masuk=True,
        dokumen="""query ($wilayah: String!) { paksiDaftarSertifikat(wilayah: $wilayah, first: 1000) { edges { node {
          id nomor terbit berakhir orang { id nama } skema { kode nama } penerbit { kode nama } } } } }""",
    ),
    Kueri(
        nama="province tree, 35 x 40",
        jalur="pohon",
        bagian=0.05,
        masuk=True,
        dokumen="""query ($wilayah: String!) { wilayah(kode: $wilayah) { kode nama anak { kode nama
          paksiRingkasan { permintaanTerbuka calon kursi menunggu }
          perangkatDaerah(first: 40) { totalCount edges { node { id nama jenis } } } } } }""",
    ),
)


async def _isi(url: str) -> str:
    """The country, and bookings of one province in 60 schedules; returns the coordinator's token."""
    db = Database(url)
    try:
        await db.write(nyalakan)
        await db.write(isi_negara)
        token = await masuk(db, "tolok.koordinator", "paksi.koordinator", PROVINSI)
        tujuan = [await db.write(jadwal, 8, minggu=n) for n in range(60)]
        pemda = await db.scalars(
            select(Wilayah.kode).where(Wilayah.induk_kode == PROVINSI).order_by(Wilayah.kode)
        )
        for i, kode in enumerate(pemda):
            for n, siapa in enumerate(await db.write(orang, ORANG, wilayah=kode)):
                await db.write(
                    pesan_slot,
                    PELAKU_BENIH,
                    jadwal_id=tujuan[(i * ORANG + n) % len(tujuan)],
                    orang_id=siapa,
                    wilayah=kode,
                    jalur="DIKLAT",
                )
        return token
    finally:
        await db.tutup()


def sama(acuan: list[Any]) -> Callable[[Sequence[Any]], None]:
    """Checks that every answer, of either server, is the same; what comes first is the reference."""

    def periksa(badan: Sequence[Any]) -> None:
        if not acuan:
            acuan.append(badan[0]["data"])
        if salah := next((b for b in badan if b != {"data": acuan[0]}), None):
            raise AssertionError(f"two answers differ:\n{acuan[0]}\n{salah}"[:4000])

    return periksa


def _beban(
    server: Server, tangan: Server, token: str, acuan: dict[str, list[Any]], *, banyak: int
) -> list[Beban]:
    beban: list[Beban] = []
    for k in KUERI:
        jumlah = max(64, int(banyak * k.bagian))
        periksa = sama(acuan.setdefault(k.nama, []))
        bearer = token if k.masuk else None
        isi = {"query": k.dokumen, "variables": {"wilayah": PROVINSI}}
        kirim = [permintaan(f"{server.url}/graphql", isi, bearer)] * jumlah
        beban.append(Beban(nama=k.nama, server=server, kirim=kirim, periksa=periksa))
        kirim = [permintaan(f"{tangan.url}/{k.jalur}", {"wilayah": PROVINSI}, bearer)] * jumlah
        beban.append(Beban(nama=f"by hand: {k.nama}", server=tangan, kirim=kirim, periksa=periksa))
    return beban


def ukur(mesin: str, folder: Path, *, putaran: int, banyak: int, klien: int) -> list[str]:
    """Measure on one engine and return the table."""
    with gudang(mesin, folder) as tempat:
        return _ukur(tempat, putaran=putaran, banyak=banyak, klien=klien)


def _ukur(tempat: Gudang, *, putaran: int, banyak: int, klien: int) -> list[str]:
    url = tempat.buat("kueri")
    token = asyncio.run(_isi(url))
    with (
        layani("benchmarks.aplikasi:aplikasi", url, tempat.folder) as server,
        layani("benchmarks.tangan.aplikasi:aplikasi", url, tempat.folder) as tangan,
    ):
        awal = f"server {server.rss:.0f} MiB, by hand {tangan.rss:.0f} MiB"
        acuan: dict[str, list[Any]] = {}
        semua = putar(
            [_beban(server, tangan, token, acuan, banyak=banyak) for _ in range(putaran + 1)], klien=klien
        )
        akhir = f"server {server.rss:.0f} MiB, by hand {tangan.rss:.0f} MiB"
    judul = f"Reading on {tempat.mesin}: {klien} clients, {putaran} rounds"
    return [
        *hasil(judul, semua),
        *(perbandingan(semua, k.nama, f"by hand: {k.nama}") for k in KUERI),
        f"  memory: at start {awal}; after the load {akhir}",
    ]
