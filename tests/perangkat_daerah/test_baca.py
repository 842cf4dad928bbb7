"""Reading offices, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.perangkat_daerah import baca
from forum_server.perangkat_daerah.impor import baca as baca_berkas
from forum_server.perangkat_daerah.impor import impor
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from tests.perangkat_daerah.bahan import PONTIANAK

ISI = "nama,jenis\nDinas Sosial,DINAS\nBadan Keuangan,BADAN\nDinas Álam,DINAS\nInspektorat,INSPEKTORAT\n"


@pytest.fixture
async def terisi(db: Database) -> Database:
    for wilayah in (PONTIANAK, "61.72", "61"):
        await db.write(
            impor, Aktor.sistem("uji"), wilayah=wilayah, terbaca=baca_berkas(ISI.encode(), "opd.csv")
        )
    return db


async def nama(db: Database, **isian: Any) -> list[str]:
    halaman = await baca.daftar(db, wilayah=PONTIANAK, **isian)
    assert await halaman.jumlah() == len(halaman.baris)
    return [row.nama for row in halaman.baris]


async def test_a_region_lists_its_own_offices_by_name(terisi: Database) -> None:
    assert await nama(terisi) == ["Badan Keuangan", "Dinas Álam", "Dinas Sosial", "Inspektorat"]
    assert await nama(terisi, jenis=JenisPerangkatDaerah.DINAS) == ["Dinas Álam", "Dinas Sosial"]
    assert await nama(terisi, cari="ALAM") == ["Dinas Álam"]
    assert await nama(terisi, cari="%") == []
    assert await (await baca.daftar(terisi, wilayah="61.01")).jumlah() == 0


async def test_pages_of_one_region_follow_each_other(terisi: Database) -> None:
    satu = await baca.daftar(terisi, wilayah=PONTIANAK, first=3)
    dua = await baca.daftar(terisi, wilayah=PONTIANAK, first=3, after=satu.kursor[-1])
    assert [len(satu.baris), len(dua.baris)] == [3, 1]
    assert (satu.ada_lagi, dua.ada_lagi) == (True, False)
    assert [r.nama for r in dua.baris] == ["Inspektorat"]


async def test_many_regions_are_read_at_once(terisi: Database) -> None:
    kode = ["61.72", "61.01", PONTIANAK]
    per = await baca.daftar_per_wilayah(terisi, kode, first=2)
    assert [[r.nama for r in h.baris] for h in per] == [
        ["Badan Keuangan", "Dinas Álam"],
        [],
        ["Badan Keuangan", "Dinas Álam"],
    ]
    assert [r.wilayah_kode for r in per[0].baris] == ["61.72", "61.72"]
    assert [await h.jumlah() for h in per] == [4, 0, 4]
