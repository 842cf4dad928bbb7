from __future__ import annotations

import asyncio
import dataclasses
import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database, bebas_jejak
from forum_server.jejak import catat
from forum_server.jejak.models import Jejak, JejakSegel
from forum_server.jejak.rules import AWAL, Entri, periksa_rantai, rantai_dari, sidik
from forum_server.jejak.segel import buktikan, segel

AKTOR = dataclasses.replace(Aktor.anonim(), akun_id=uuid.UUID(int=7))


def _catat(session: Session, wilayah: str, nomor: int) -> None:
    catat(session, AKTOR, "uji.ubah", objek="Uji", objek_id=str(nomor), wilayah=wilayah, bidang=["b", "a"])


async def _isi(db: Database) -> None:
    for nomor, wilayah in enumerate(["61.71", "61.01", "33", "lsp-kpk", "ID", "61"]):
        await db.write(_catat, wilayah, nomor)


async def test_committed_entries_are_chained_per_province_and_proven(db: Database) -> None:
    await _isi(db)
    sebelum = await buktikan(db)
    assert sebelum.belum_disegel == 6
    assert sebelum.panjang == {}
    assert await db.write(segel) == 6
    laporan = await buktikan(db)
    assert laporan.panjang == {"33": 1, "61": 3, "ID": 1, "lsp-kpk": 1}
    assert laporan.utuh
    assert laporan.belum_disegel == 0
    assert await db.write(segel) == 0


async def test_a_later_run_goes_on_where_the_chain_ends(db: Database) -> None:
    await _isi(db)
    await db.write(segel)
    kepala = (await buktikan(db)).kepala["61"]
    await db.write(_catat, "61.02", 99)
    await db.write(segel)
    baris = await db.first(
        select(JejakSegel).where(JejakSegel.rantai == "61").order_by(JejakSegel.urutan.desc())
    )
    assert baris is not None
    assert (baris.urutan, baris.sebelum) == (4, kepala)


async def test_entries_hold_no_values_and_sorted_field_names(db: Database) -> None:
    await db.write(_catat, "61.71", 1)
    baris = await db.first(select(Jejak))
    assert baris is not None
    assert (baris.pelaku, baris.akun_id, baris.bidang) == ("akun", AKTOR.akun_id, ["a", "b"])


@pytest.mark.parametrize(
    "perintah", ["UPDATE jejak SET aksi = 'x'", "DELETE FROM jejak", "DELETE FROM jejak_segel"]
)
async def test_the_database_refuses_to_change_or_remove_what_is_written(db: Database, perintah: str) -> None:
    await _isi(db)
    await db.write(segel)

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a test that must fail")
        session.execute(text(perintah))

    with pytest.raises(DBAPIError, match="jejak hanya bertambah"):
        await db.write(rusak)
    assert await db.scalar(select(func.count()).select_from(Jejak)) == 6
    assert (await buktikan(db)).utuh


async def _paksa(db: Database, *perintah: str) -> None:
    """What someone with the keys of the database machine could do: take the triggers away first."""

    def kerja(connection: Connection) -> None:
        for nama in ("jejak", "jejak_segel"):
            for gerak in ("update", "delete"):
                pada = f" ON {nama}" if db.dialect == "postgresql" else ""
                connection.execute(text(f"DROP TRIGGER tg_{nama}_tanpa_{gerak}{pada}"))
        for satu in perintah:
            connection.execute(text(satu))

    def unit(session: Session) -> None:
        bebas_jejak(session, "tampering, in a test")
        kerja(session.connection())

    await db.write(unit)


async def test_an_entry_changed_behind_the_triggers_is_found(db: Database) -> None:
    await _isi(db)
    await db.write(segel)
    await _paksa(db, "UPDATE jejak SET objek_id = '77' WHERE objek_id = '1'")
    laporan = await buktikan(db)
    assert laporan.rusak == ("rantai 61: entri 2 (segel 2) telah diubah",)


async def test_a_seal_removed_behind_the_triggers_is_found(db: Database) -> None:
    await _isi(db)
    await db.write(segel)
    await _paksa(db, "DELETE FROM jejak_segel WHERE rantai = '61' AND urutan = 2")
    assert (await buktikan(db)).rusak == ("rantai 61: urutan 2 hilang",)


def _entri(nomor: int, objek: str) -> Entri:
    return Entri(
        id=nomor,
        waktu=datetime(2026, 1, 1, tzinfo=UTC),
        akun_id=None,
        pelaku="uji",
        aksi="uji.ubah",
        objek=objek,
        objek_id="1",
        wilayah="61",
        bidang=(),
    )


@given(st.lists(st.text(max_size=5), min_size=1, max_size=8), st.data())
def test_any_change_of_any_entry_breaks_its_chain(objek: list[str], data: st.DataObject) -> None:
    baris: list[tuple[int, str, str, Entri | None]] = []
    sebelum = AWAL
    for nomor, nama in enumerate(objek, 1):
        entri = _entri(nomor, nama)
        baris.append((nomor, sebelum, sidik(entri, sebelum), entri))
        sebelum = baris[-1][2]
    assert periksa_rantai("61", baris) == (len(baris), sebelum, [])
    kena = data.draw(st.integers(0, len(baris) - 1))
    urutan, lalu, tertulis, asli = baris[kena]
    assert asli is not None
    baris[kena] = (urutan, lalu, tertulis, dataclasses.replace(asli, objek=asli.objek + "x"))
    assert periksa_rantai("61", baris)[2] == [f"rantai 61: entri {urutan} (segel {urutan}) telah diubah"]


@pytest.mark.parametrize(
    ("wilayah", "rantai"), [("61.71.01", "61"), ("61", "61"), ("ID", "ID"), ("lsp-kpk", "lsp-kpk")]
)
def test_the_chain_of_an_owner_is_its_province_or_itself(wilayah: str, rantai: str) -> None:
    assert rantai_dari(wilayah) == rantai


async def test_sealers_that_begin_at_the_same_time_seal_each_entry_once(db: Database, db_url: str) -> None:
    lain = Database(db_url)
    await _isi(db)
    await db.write(_catat, "61", 100)
    banyak = await asyncio.gather(*(basis.write(segel) for basis in (db, lain) * 3))
    await lain.tutup()
    assert sorted(banyak) == [0, 0, 0, 0, 0, 7]
    assert (await buktikan(db)).utuh


@pytest.mark.parametrize("mesin", ["postgresql"])
async def test_entries_go_on_being_sealed_after_a_dump_was_restored_into_a_younger_cluster(
    db: Database,
) -> None:
    """The restored rows carry transactions that the new cluster has yet to reach."""
    await _isi(db)
    await db.write(segel)
    await db.write(_catat, "61", 50)  # not sealed when the dump was made
    mesin = create_async_engine(db.url.set(drivername="postgresql+asyncpg"))
    async with mesin.begin() as koneksi:
        for perintah in (
            "ALTER TABLE jejak DISABLE TRIGGER USER",
            "UPDATE jejak SET transaksi = transaksi + 1000",
            "ALTER TABLE jejak ENABLE TRIGGER USER",
            "UPDATE jejak_penyegel SET transaksi = transaksi + 1000",
        ):
            await koneksi.execute(text(perintah))
    await mesin.dispose()
    await db.write(_catat, "61", 51)
    assert await db.write(segel) == 2
    await db.write(_catat, "61", 52)
    assert [await db.write(segel), await db.write(segel)] == [1, 0]
    for nomor in range(1100):  # until the new cluster reaches the transactions of the old one
        await db.write(_catat, "33", nomor)
    while await db.write(segel):
        pass
    laporan = await buktikan(db)
    assert (laporan.utuh, laporan.belum_disegel, laporan.panjang["33"]) == (True, 0, 1101)
