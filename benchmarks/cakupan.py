"""Coverage of a full country: a province and the nation with all right beneath them, a trend, and gaps; by hand is 1.0."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Final

from benchmarks.bahan import PROVINSI, Gudang, gudang, masuk, nyalakan
from benchmarks.klien import permintaan
from benchmarks.kueri import Kueri, sama
from benchmarks.negara import isi_negara
from benchmarks.ukur import Beban, Server, hasil, layani, perbandingan, putar
from forum_server.database import Database

__all__ = ["ukur"]

ANGKA: Final = """kode nama pemegang { paksi api kecamatan kelurahan } duta { orang perangkatDaerah }
  perangkatDaerah { jumlah terpenuhi diBawahKuota belumAda inspektorat inspektoratLengkap }"""
TURUN: Final = f"""query ($wilayah: String!) {{ paksiCakupanWilayah(kode: $wilayah) {{ {ANGKA}
  turunan {{ edges {{ node {{ {ANGKA} }} }} }} }} }}"""
CAKUPAN: Final = (
    (PROVINSI, Kueri(nama="coverage of a province", jalur="cakupan", dokumen=TURUN)),
    ("ID", Kueri(nama="coverage of the nation", jalur="cakupan", bagian=0.1, dokumen=TURUN)),
    (
        PROVINSI,
        Kueri(
            nama="trend of a province",
            jalur="tren",
            dokumen="""query ($wilayah: String!) { paksiCakupanWilayah(kode: $wilayah) {
              tren(bulan: 12) { tanggal paksi api } } }""",
        ),
    ),
    (
        PROVINSI,
        Kueri(
            nama="gaps of a province",
            jalur="celah",
            dokumen="""query ($wilayah: String!) { paksiDaftarCakupanOpd(wilayah: $wilayah, first: 50,
              keadaan: [BELUM_ADA, DI_BAWAH_KUOTA]) { totalCount edges { node { paksi api keadaan kurangPaksi
              opd { id nama } } } } }""",
        ),
    ),
)


async def _isi(url: str) -> str:
    """The country; returns the national operator's token."""
    db = Database(url)
    try:
        await db.write(nyalakan)
        await db.write(isi_negara)
        return await masuk(db, "tolok.nasional", "paksi.operator_nasional", "ID")
    finally:
        await db.tutup()


def _beban(
    server: Server, tangan: Server, token: str, acuan: dict[str, list[object]], *, banyak: int
) -> list[Beban]:
    beban: list[Beban] = []
    for wilayah, k in CAKUPAN:
        jumlah = max(4, int(banyak * k.bagian / 20))
        periksa = sama(acuan.setdefault(k.nama, []))
        isi = {"query": k.dokumen, "variables": {"wilayah": wilayah}}
        kirim = [permintaan(f"{server.url}/graphql", isi, token)] * jumlah
        beban.append(Beban(nama=k.nama, server=server, kirim=kirim, periksa=periksa))
        kirim = [permintaan(f"{tangan.url}/{k.jalur}", {"wilayah": wilayah}, token)] * jumlah
        beban.append(Beban(nama=f"by hand: {k.nama}", server=tangan, kirim=kirim, periksa=periksa))
    return beban


def ukur(mesin: str, folder: Path, *, putaran: int, banyak: int, klien: int) -> list[str]:
    """Measure on one engine and return the table."""
    with gudang(mesin, folder) as tempat:
        return _ukur(tempat, putaran=putaran, banyak=banyak, klien=klien)


def _ukur(tempat: Gudang, *, putaran: int, banyak: int, klien: int) -> list[str]:
    url = tempat.buat("cakupan")
    token = asyncio.run(_isi(url))
    with (
        layani("benchmarks.aplikasi:aplikasi", url, tempat.folder) as server,
        layani("benchmarks.tangan.aplikasi:aplikasi", url, tempat.folder) as tangan,
    ):
        acuan: dict[str, list[object]] = {}
        semua = putar(
            [_beban(server, tangan, token, acuan, banyak=banyak) for _ in range(putaran + 1)], klien=klien
        )
    judul = f"Coverage on {tempat.mesin}: {klien} clients, {putaran} rounds"
    return [
        *hasil(judul, semua),
        *(perbandingan(semua, k.nama, f"by hand: {k.nama}") for _, k in CAKUPAN),
    ]
