from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database, bebas_jejak, sekarang, setelah_commit
from forum_server.jejak import catat
from forum_server.jejak.models import Jejak
from tests.basis_data.model import Kotak, UjiBase

SISTEM = Aktor.sistem("uji")


def _buat_tabel(session: Session) -> None:
    bebas_jejak(session, "tables of a test")
    UjiBase.metadata.create_all(session.connection())


@pytest.fixture
async def kotak(db: Database) -> AsyncIterator[Database]:
    await db.write(_buat_tabel)
    return db  # pyright: ignore[reportReturnType]


def _taruh(session: Session, nama: str, isi: int = 0) -> str:
    catat(session, SISTEM, "uji.taruh", objek="Kotak", objek_id=nama, wilayah="61.71", bidang=["isi"])
    session.add(Kotak(nama=nama, isi=isi))
    return nama


def _tambah(session: Session, nama: str) -> int:
    catat(session, SISTEM, "uji.tambah", objek="Kotak", objek_id=nama, wilayah="61.71", bidang=["isi"])
    hasil = session.scalar(
        update(Kotak).where(Kotak.nama == nama).values(isi=Kotak.isi + 1).returning(Kotak.isi)
    )
    assert hasil is not None
    return hasil


async def test_a_unit_hands_back_its_result_after_the_commit(kotak: Database) -> None:
    assert await kotak.write(_taruh, "a", isi=3) == "a"
    assert await kotak.scalar(select(Kotak.isi)) == 3


async def test_what_a_unit_raises_takes_everything_of_it_back(kotak: Database) -> None:
    def gagal(session: Session) -> None:
        _taruh(session, "a")
        session.flush()
        raise ValueError("batal")

    with pytest.raises(ValueError, match="batal"):
        await kotak.write(gagal)
    assert await kotak.scalar(select(func.count()).select_from(Kotak)) == 0
    assert await kotak.scalar(select(func.count()).select_from(Jejak).where(Jejak.objek == "Kotak")) == 0


async def test_units_at_the_same_time_all_count_and_a_failing_one_takes_no_other_with_it(
    kotak: Database,
) -> None:
    await kotak.write(_taruh, "a")

    def rusak(session: Session) -> None:
        _tambah(session, "a")
        session.execute(update(Kotak).values(isi=-1))

    hasil = await asyncio.gather(
        *(kotak.write(rusak) if i % 5 == 0 else kotak.write(_tambah, "a") for i in range(50)),
        return_exceptions=True,
    )
    gagal = [h for h in hasil if isinstance(h, BaseException)]
    assert len(gagal) == 10
    assert all(isinstance(g, IntegrityError) for g in gagal)
    assert sorted(h for h in hasil if isinstance(h, int)) == list(range(1, 41))
    assert await kotak.scalar(select(Kotak.isi)) == 40


async def test_a_unit_that_changes_rows_without_an_audit_entry_is_refused(kotak: Database) -> None:
    await kotak.write(_taruh, "a", isi=1)

    def lupa_orm(session: Session) -> None:
        session.add(Kotak(nama="b", isi=0))

    def lupa_inti(session: Session) -> None:
        session.execute(insert(Kotak).values(nama="b", isi=0))

    for lupa in (lupa_orm, lupa_inti):
        with pytest.raises(RuntimeError, match="without an audit entry"):
            await kotak.write(lupa)
    assert (await kotak.scalars(select(Kotak.nama))) == ["a"]


async def test_reading_in_a_unit_needs_no_audit_entry(kotak: Database) -> None:
    assert await kotak.write(lambda s: s.scalar(select(func.count()).select_from(Kotak))) == 0


async def test_what_is_called_after_commit_is_not_called_when_the_unit_fails(kotak: Database) -> None:
    panggilan: list[str] = []

    def unit(session: Session, *, gagal: bool) -> None:
        _taruh(session, f"k{gagal}")
        setelah_commit(session, lambda: panggilan.append("ya"))
        if gagal:
            raise ValueError("batal")

    with pytest.raises(ValueError, match="batal"):
        await kotak.write(unit, gagal=True)
    assert panggilan == []
    await kotak.write(unit, gagal=False)
    assert panggilan == ["ya"]


async def test_a_cancelled_caller_leaves_a_whole_unit_or_nothing(kotak: Database) -> None:
    await kotak.write(_taruh, "a")
    tugas = [asyncio.create_task(kotak.write(_tambah, "a")) for _ in range(20)]
    await asyncio.sleep(0)
    for satu in tugas[::2]:
        satu.cancel()
    await asyncio.gather(*tugas, return_exceptions=True)
    akhir = await kotak.write(_tambah, "a")
    entri = await kotak.scalar(select(func.count()).select_from(Jejak).where(Jejak.aksi == "uji.tambah"))
    assert akhir == entri
    assert akhir >= 11


async def test_two_units_that_deadlock_both_end(kotak: Database) -> None:
    await kotak.write(_taruh, "a")
    await kotak.write(_taruh, "b")

    def berdua(session: Session, *urutan: str) -> None:
        for nama in urutan:
            _tambah(session, nama)
            if kotak.dialect == "postgresql":
                session.execute(text("SELECT pg_sleep(0.05)"))

    await asyncio.gather(kotak.write(berdua, "a", "b"), kotak.write(berdua, "b", "a"))
    assert sorted(await kotak.scalars(select(Kotak.isi))) == [2, 2]


async def test_the_database_tells_the_time(kotak: Database) -> None:
    satu, dua = await kotak.write(sekarang), await kotak.write(sekarang)
    assert satu.utcoffset() is not None
    assert satu <= dua


async def test_a_reader_cannot_write(kotak: Database) -> None:
    with pytest.raises(DBAPIError, match=r"readonly|query_only|read-only"):
        await kotak.scalar(insert(Kotak).values(nama="x", isi=0))
    assert await kotak.scalar(select(func.count()).select_from(Kotak)) == 0
