"""Reading the tree, on both engines."""

from __future__ import annotations

from typing import Any

import pytest

from forum_server.database import Database
from forum_server.wilayah import baca
from forum_server.wilayah.rules import TingkatWilayah


async def kode(db: Database, **isian: Any) -> list[str]:
    halaman = await baca.daftar(db, first=200, **isian)
    assert not halaman.ada_lagi
    assert await halaman.jumlah() == len(halaman.baris)
    return [row.kode for row in halaman.baris]


@pytest.mark.parametrize("teks", ["", "xx", "61.7", "61.71\0", "99.99", "lsp-kpk", "6" * 100_000])
async def test_an_unknown_code_is_nothing(db: Database, teks: str) -> None:
    assert await baca.satu(db, teks) is None


async def test_children_stand_right_beneath(db: Database) -> None:
    assert len(await kode(db, induk="ID")) == 38
    assert len(await kode(db, induk="61")) == 14
    assert await kode(db, induk="61.71") == []
    assert await kode(db, induk="salah") == []
    assert await kode(db, induk="91") == [
        "91.03",
        "91.05",
        "91.06",
        "91.10",
        "91.11",
        "91.15",
        "91.19",
        "91.20",
        "91.71",
    ]


async def test_a_level_is_looked_for_anywhere_beneath(db: Database) -> None:
    assert len(await kode(db, induk="ID", tingkat=TingkatWilayah.KOTA)) == 98
    assert await kode(db, induk="61", tingkat=TingkatWilayah.KOTA) == ["61.71", "61.72"]
    assert await kode(db, induk="61", tingkat=TingkatWilayah.PROVINSI) == []
    assert len(await kode(db, tingkat=TingkatWilayah.PROVINSI)) == 38


async def test_the_whole_list_counts_the_nation_and_every_region_in_force(db: Database) -> None:
    assert await (await baca.daftar(db)).jumlah() == 553
    assert await (await baca.daftar(db, tingkat=TingkatWilayah.KABUPATEN)).jumlah() == 416
    assert await (await baca.daftar(db, termasuk_lama=True)).jumlah() == 579


@pytest.mark.parametrize(
    ("cari", "harap"),
    [
        ("pekalongan", ["33.26", "33.75"]),
        ("PEKALONGAN", ["33.26", "33.75"]),
        ("Kota  Pekalongan", ["33.75"]),
        ("pekalóngan", ["33.26", "33.75"]),
        ("toli-toli", ["72.04"]),
        ("TOLI TOLI", ["72.04"]),
        ("dki jakarta", ["31"]),
        ("Daerah Khusus Jakarta", ["31"]),
        ("%", []),
        ("_", []),
        ("pekal%", ["33.26", "33.75"]),
        ("pe%gan", []),
        ("tiada begitu", []),
        ("\0", []),
    ],
)
async def test_search_is_blind_to_case_diacritics_and_signs(
    db: Database, cari: str, harap: list[str]
) -> None:
    assert await kode(db, cari=cari) == harap


@pytest.mark.parametrize("cari", [None, "", "  "])
async def test_no_text_searches_for_nothing(db: Database, cari: str | None) -> None:
    assert len(await kode(db, induk="61", cari=cari)) == 14


async def test_former_codes_show_only_where_they_are_asked_for(db: Database) -> None:
    assert await kode(db, cari="merauke") == ["93.01"]
    assert await kode(db, cari="merauke", termasuk_lama=True) == ["91.01", "93.01"]
    anak = await baca.anak(db, ["92", "96"])
    assert (len(anak["92"]), len(anak["96"])) == (7, 6)
    assert len((await baca.anak(db, ["92"], termasuk_lama=True))["92"]) == 13


@pytest.mark.parametrize(("lama", "kini"), [("91.01", "93.01"), ("92.71", "96.71"), ("91.71", "91.71")])
async def test_a_former_code_resolves_to_its_successor(db: Database, lama: str, kini: str) -> None:
    row = await baca.satu(db, lama)
    assert row is not None
    assert (row.kode, row.berlaku_sampai) == (kini, None)


async def test_a_text_longer_than_any_name_finds_nothing(db: Database) -> None:
    for cari in ("z" * 60_000, "a" * 501, "\ufdfa" * 400):
        halaman = await baca.daftar(db, cari=cari)
        assert (list(halaman.baris), await halaman.jumlah()) == ([], 0)
