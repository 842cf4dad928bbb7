"""Pages against a plain sort, on both engines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, delete, func, insert, select
from sqlalchemy.orm import Session

from forum_server.database import Database, bebas_jejak
from forum_server.database.halaman import (
    BAWAAN,
    PALING_BANYAK,
    Halaman,
    Urut,
    Urutan,
    ambil_halaman,
    ambil_halaman_per,
    turun,
)
from forum_server.galat import PermintaanTidakSah
from forum_server.testing.pernyataan import Pernyataan

TABEL = Table(
    "uji_halaman",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("kelompok", Integer, nullable=False),
    Column("nama", String(20).with_variant(String(20, collation="C"), "postgresql"), nullable=False),
    Column("angka", Integer, nullable=True),
)
t = TABEL.c
Baris = tuple[int, int, str, int | None]


def besar(nilai: int | None) -> tuple[bool, int]:
    """NULL is the largest value."""
    return (nilai is None, nilai or 0)


def balik(teks: str) -> tuple[int, ...]:
    return (*(-ord(h) for h in teks), 1)


URUTAN: dict[str, tuple[Urutan, Callable[[Baris], Any]]] = {
    "kunci saja": (Urutan("a", pemutus=t.id), lambda b: b[0]),
    "naik": (Urutan("b", t.nama, pemutus=t.id), lambda b: (b[2], b[0])),
    "turun": (Urutan("c", turun(t.nama), pemutus=turun(t.id)), lambda b: (balik(b[2]), -b[0])),
    "campur": (Urutan("d", t.kelompok, turun(t.nama), pemutus=t.id), lambda b: (b[1], balik(b[2]), b[0])),
    "kosong": (Urutan("e", Urut(kolom=t.angka, kosong=True), pemutus=t.id), lambda b: (besar(b[3]), b[0])),
    "kosong turun": (
        Urutan("f", turun(t.angka, kosong=True), t.nama, pemutus=turun(t.id)),
        lambda b: (not besar(b[3])[0], -besar(b[3])[1], b[2], -b[0]),
    ),
    "ekspresi": (Urutan("g", func.length(t.nama, type_=Integer), pemutus=t.id), lambda b: (len(b[2]), b[0])),
}

isi_tabel = st.lists(
    st.tuples(
        st.integers(0, 2),
        st.text("abB é😀", max_size=3),
        st.none() | st.integers(-2, 2),
    ),
    max_size=25,
)


@pytest.fixture
async def tabel(db: Database) -> Database:
    def buat(session: Session) -> None:
        TABEL.create(session.connection())

    await db.write(buat)
    return db


async def isi(db: Database, baris: list[Any]) -> list[Baris]:
    lengkap = [(nomor, *satu) for nomor, satu in enumerate(baris, start=1)]

    def tulis(session: Session) -> None:
        bebas_jejak(session, "a table of this test")
        session.execute(delete(TABEL))
        if lengkap:
            nama = ("id", "kelompok", "nama", "angka")
            session.execute(insert(TABEL), [dict(zip(nama, satu, strict=True)) for satu in lengkap])

    await db.write(tulis)
    return lengkap


def id_baris(halaman: Halaman) -> list[int]:
    return [row.id for row in halaman.baris]


async def jelajah(ambil: Callable[[str | None], Any]) -> list[int]:
    """Follow a list from page to page."""
    semua: list[int] = []
    kursor: str | None = None
    while True:
        halaman = await ambil(kursor)
        assert halaman.ada_sebelum == (kursor is not None)
        semua += id_baris(halaman)
        if not halaman.ada_lagi:
            return semua
        kursor = halaman.kursor[-1]


BANYAK = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.mark.parametrize("nama", URUTAN)
@BANYAK
@given(baris=isi_tabel, first=st.integers(1, 7))
async def test_pages_in_a_row_are_the_sorted_list(
    tabel: Database, nama: str, baris: list[Any], first: int
) -> None:
    urutan, kunci = URUTAN[nama]
    harap = [b[0] for b in sorted(await isi(tabel, baris), key=kunci)]
    stmt = select(TABEL)
    assert harap == await jelajah(lambda k: ambil_halaman(tabel, stmt, urutan, first=first, after=k))


@pytest.mark.parametrize("nama", URUTAN)
@BANYAK
@given(baris=isi_tabel, first=st.integers(1, 7))
async def test_pages_of_many_parents_are_each_the_sorted_list_of_that_parent(
    tabel: Database, nama: str, baris: list[Any], first: int
) -> None:
    urutan, kunci = URUTAN[nama]
    semua = await isi(tabel, baris)
    stmt = select(TABEL)
    per = await ambil_halaman_per(tabel, stmt, urutan, kunci=t.kelompok, nilai=[2, 0, 9, 1], first=first)
    for kelompok, halaman in zip([2, 0, 9, 1], per, strict=True):
        harap = [b[0] for b in sorted((b for b in semua if b[1] == kelompok), key=kunci)]
        assert id_baris(halaman) == harap[:first]
        assert halaman.ada_lagi == (len(harap) > first)
        assert await halaman.jumlah() == len(harap)
        if halaman.ada_lagi:
            lanjut = await ambil_halaman_per(
                tabel, stmt, urutan, kunci=t.kelompok, nilai=[kelompok], first=200, after=halaman.kursor[-1]
            )
            assert id_baris(lanjut[0]) == harap[first:]


CONTOH: list[Any] = [(n % 2, "abc"[n % 3], None) for n in range(7)]


async def test_a_page_is_one_statement_and_the_total_another_only_when_called(tabel: Database) -> None:
    await isi(tabel, CONTOH)
    with Pernyataan() as pernyataan:
        halaman = await ambil_halaman(tabel, select(TABEL).where(t.kelompok == 0), URUTAN["naik"][0], first=2)
        assert len(halaman.baris) == 2
        assert len(pernyataan.daftar) == 1
        assert await halaman.jumlah() == 4
        assert len(pernyataan.daftar) == 2


async def test_pages_of_many_parents_share_one_statement_and_one_count(tabel: Database) -> None:
    await isi(tabel, CONTOH)
    with Pernyataan() as pernyataan:
        per = await ambil_halaman_per(
            tabel, select(TABEL), URUTAN["naik"][0], kunci=t.kelompok, nilai=[0, 1, 2], first=2
        )
        assert [len(h.baris) for h in per] == [2, 2, 0]
        assert len(pernyataan.daftar) == 1
        assert [await h.jumlah() for h in per] == [4, 3, 0]
        assert len(pernyataan.daftar) == 2


async def test_rows_that_come_and_go_between_two_pages_shift_nothing(tabel: Database) -> None:
    await isi(tabel, CONTOH)
    urutan = URUTAN["kunci saja"][0]
    pertama = await ambil_halaman(tabel, select(TABEL), urutan, first=3)

    def ubah(session: Session) -> None:
        bebas_jejak(session, "a table of this test")
        session.execute(delete(TABEL).where(t.id.in_([2, 3])))
        session.execute(insert(TABEL), [{"id": 0, "kelompok": 0, "nama": "x"}])

    await tabel.write(ubah)
    kedua = await ambil_halaman(tabel, select(TABEL), urutan, first=3, after=pertama.kursor[-1])
    assert id_baris(kedua) == [4, 5, 6], "also though the row of the cursor is gone"


async def test_no_rows_are_a_page_too(tabel: Database) -> None:
    await isi(tabel, CONTOH)
    nol = await ambil_halaman(tabel, select(TABEL), URUTAN["naik"][0], first=0)
    assert (nol.baris, nol.kursor, nol.ada_lagi) == ([], [], True)
    assert await nol.jumlah() == 7


@pytest.mark.parametrize("first", [-1, PALING_BANYAK + 1, 2**40])
async def test_a_page_size_out_of_bounds_is_refused_before_any_statement(tabel: Database, first: int) -> None:
    with Pernyataan() as pernyataan, pytest.raises(PermintaanTidakSah, match="antara 0 dan 1000"):
        await ambil_halaman(tabel, select(TABEL), URUTAN["naik"][0], first=first)
    assert pernyataan.daftar == []
    assert BAWAAN == 50


async def test_a_forged_cursor_is_refused_before_any_statement(tabel: Database) -> None:
    with Pernyataan() as pernyataan:
        lain = Urutan("lain", pemutus=t.id).kursor((1,))
        for kursor in ("x", lain, json.dumps(["a", 1])):
            with pytest.raises(PermintaanTidakSah):
                await ambil_halaman(tabel, select(TABEL), URUTAN["naik"][0], after=kursor)
    assert pernyataan.daftar == []


async def test_a_statement_whose_pages_would_lie_is_refused(tabel: Database) -> None:
    urutan = URUTAN["kunci saja"][0]
    for stmt in (select(TABEL).limit(3), select(TABEL).distinct(), select(t.id).group_by(t.id)):
        with pytest.raises(ValueError, match="page a subquery"):
            await ambil_halaman(tabel, stmt, urutan)


async def test_an_order_of_the_statement_itself_is_replaced(tabel: Database) -> None:
    await isi(tabel, CONTOH)
    halaman = await ambil_halaman(
        tabel, select(TABEL).order_by(t.id.desc()), URUTAN["kunci saja"][0], first=2
    )
    assert id_baris(halaman) == [1, 2]
