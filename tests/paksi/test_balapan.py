"""Many at once: seats are never sold twice, queues have no gaps, and the clock and people never both win."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, func, insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.jadwal import keadaan
from forum_paksi.pemesanan import service
from forum_paksi.pemesanan.pekerjaan import lepaskan_yang_lewat
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.periksa import periksa
from forum_server.plugin import Aktor, Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import OPERATOR, PONTIANAK, dasar, isi, jadwal, orang, tabel

K = KeadaanPemesanan
LSP_SISTEM = Aktor.sistem("uji")


async def pesan(db: Database, jadwal_id: uuid.UUID, orang_id: uuid.UUID) -> service.HasilKursi | str:
    try:
        return await db.write(
            service.pesan_slot,
            OPERATOR,
            jadwal_id=jadwal_id,
            orang_id=orang_id,
            wilayah=PONTIANAK,
            jalur="DIKLAT",
        )
    except GalatDomain as galat:
        return galat.kode


async def batal(db: Database, pemesanan_id: uuid.UUID) -> str:
    try:
        await db.write(service.batalkan, OPERATOR, pemesanan_id=pemesanan_id)
    except GalatDomain as galat:
        return galat.kode
    return "DIBATALKAN"


@pytest.mark.lama
async def test_200_people_book_26_seats_at_once(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 200)
    id_ = await db.write(jadwal)
    hasil = await asyncio.gather(*(pesan(db, id_, o) for o in siapa))
    kursi = [h for h in hasil if isinstance(h, service.HasilKursi)]
    assert Counter(k.keadaan for k in kursi) == {K.DITAHAN: 26, K.DAFTAR_TUNGGU: 174}
    assert sorted(k.nomor_antre for k in kursi if k.nomor_antre) == list(range(1, 175))
    # numbers follow the order of commits, which is the order of the outbox within this schedule
    assert await isi(db, "paksi_bagian", "terisi", "antre_terakhir") == [(26, 174)]
    t = tabel("jejak")
    urut = [
        row[0]
        for row in await db.all(select(t.c.objek_id).where(t.c.aksi == "paksi.pesan_slot").order_by(t.c.id))
    ]
    nomor = {str(k.pemesanan_id): k.nomor_antre for k in kursi}
    antre = [n for n in (nomor[i] for i in urut) if n is not None]
    assert antre == sorted(antre)
    assert [nomor[i] for i in urut[:26]] == [None] * 26
    assert await db.write(periksa) == []


async def test_without_the_guards_the_same_people_oversell(db: Database) -> None:
    """The control: it looks at the seats before its unit of work, on a table without the CHECK."""
    naif = Table("naif", MetaData(), Column("id", Integer, primary_key=True), Column("terisi", Integer))

    def siapkan(session: Session) -> None:
        bebas_jejak(session, "a test's own table")
        naif.create(session.connection())
        session.execute(insert(naif).values(id=1, terisi=0))

    def duduk(session: Session) -> None:
        bebas_jejak(session, "a test's own table")
        session.execute(update(naif).where(naif.c.id == 1).values(terisi=naif.c.terisi + 1))

    await db.write(siapkan)
    bersama = asyncio.Barrier(40)

    async def pesan_naif() -> bool:
        terisi = await db.scalar(select(naif.c.terisi).where(naif.c.id == 1))
        await bersama.wait()
        if terisi >= 26:
            return False
        await db.write(duduk)
        return True

    assert sum(await asyncio.gather(*(pesan_naif() for _ in range(40)))) == 40
    assert await db.scalar(select(naif.c.terisi)) == 40


async def test_one_person_asked_for_twenty_times_at_once_gets_one_seat(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(jadwal)
    hasil = Counter(
        h if isinstance(h, str) else h.keadaan
        for h in await asyncio.gather(*(pesan(db, id_, siti) for _ in range(20)))
    )
    assert hasil == {K.DITAHAN: 1, "SUDAH_TERDAFTAR": 19}
    assert await isi(db, "paksi_bagian", "terisi", "antre_terakhir") == [(1, 0)]
    assert await db.write(periksa) == []


async def test_one_person_in_twenty_schedules_of_the_same_days_gets_one_seat(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    banyak = [await db.write(jadwal) for _ in range(20)]
    hasil = Counter(
        h if isinstance(h, str) else h.keadaan
        for h in await asyncio.gather(*(pesan(db, j, siti) for j in banyak))
    )
    assert hasil == {K.DITAHAN: 1, "BENTROK_JADWAL": 19}
    assert sum(t for (t,) in await isi(db, "paksi_bagian", "terisi")) == 1
    assert await db.write(periksa) == []


@pytest.mark.lama
async def test_cancelling_while_others_book_never_loses_or_doubles_a_seat(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 60)
    id_ = await db.write(jadwal, kapasitas=10)
    awal = [
        h for h in await asyncio.gather(*(pesan(db, id_, o) for o in siapa[:30])) if not isinstance(h, str)
    ]
    kursi = [h.pemesanan_id for h in awal]
    random.Random(4).shuffle(kursi)
    hasil = await asyncio.gather(
        *(batal(db, p) for p in kursi[:20]),
        *(batal(db, p) for p in kursi[:5]),
        *(pesan(db, id_, o) for o in siapa[30:]),
    )
    assert Counter(h for h in hasil[:25]) == {"DIBATALKAN": 20, "KEADAAN_TIDAK_SESUAI": 5}
    keadaan_ = Counter(k for (k,) in await isi(db, "paksi_pemesanan", "keadaan"))
    assert keadaan_ == {K.DIBATALKAN: 20, K.DITAHAN: 10, K.DAFTAR_TUNGGU: 30}
    assert await db.write(periksa) == []
    # promotion follows the queue: nobody waits with a smaller number than someone promoted
    naik = [n for (n,) in await isi(db, "paksi_pemesanan", "nomor_antre", keadaan=K.DITAHAN) if n is not None]
    tunggu = [n for (n,) in await isi(db, "paksi_pemesanan", "nomor_antre", keadaan=K.DAFTAR_TUNGGU)]
    assert not naik or max(naik) < min(tunggu)


@pytest.mark.lama
async def test_people_crossing_between_two_schedules_end_without_deadlock(db: Database) -> None:
    """Promotions in two schedules of the same days compete for the same people."""
    await db.write(dasar)
    siapa = await db.write(orang, 24)
    satu, dua = [await db.write(jadwal, kapasitas=6) for _ in range(2)]
    await asyncio.gather(*(pesan(db, satu if n < 6 else dua, o) for n, o in enumerate(siapa[:12])))
    await asyncio.gather(*(pesan(db, j, o) for o in siapa[12:] for j in (satu, dua)))
    duduk = [p for (p,) in await isi(db, "paksi_pemesanan", "id", keadaan=K.DITAHAN)]
    assert len(duduk) == 12
    assert Counter(await asyncio.gather(*(batal(db, p) for p in duduk))) == {"DIBATALKAN": 12}
    assert await isi(db, "paksi_bagian", "terisi") == [(6,), (6,)]
    assert await db.write(periksa) == []


async def test_a_lapsing_hold_is_either_confirmed_or_passed_on_never_both(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 40)
    id_ = await db.write(jadwal, kapasitas=20)
    hasil = [h for h in await asyncio.gather(*(pesan(db, id_, o) for o in siapa)) if not isinstance(h, str)]
    ditahan = [h.pemesanan_id for h in hasil if h.keadaan is K.DITAHAN]
    segera = datetime.now(UTC) + timedelta(milliseconds=100)

    def dekatkan(session: Session) -> None:
        bebas_jejak(session, "a test moves the clock")
        t = tabel("paksi_pemesanan")
        session.execute(update(t).where(t.c.keadaan == K.DITAHAN.value).values(ditahan_sampai=segera))

    await db.write(dekatkan)

    async def konfirmasi(p: uuid.UUID) -> str:
        try:
            await db.write(service.konfirmasi, OPERATOR, pemesanan_id=p)
        except GalatDomain as galat:
            return galat.kode
        return "DIKONFIRMASI"

    async def semua_konfirmasi() -> list[str]:
        return [await konfirmasi(p) for p in ditahan]

    async def sapu() -> None:
        while datetime.now(UTC) < segera:
            await lepaskan_yang_lewat(db)

    hasil_konfirmasi, _ = await asyncio.gather(semua_konfirmasi(), sapu())
    await lepaskan_yang_lewat(db)
    ya = {p for p, h in zip(ditahan, hasil_konfirmasi, strict=True) if h == "DIKONFIRMASI"}
    assert set(hasil_konfirmasi) <= {"DIKONFIRMASI", "TAHANAN_LEWAT"}
    akhir = dict(await isi(db, "paksi_pemesanan", "id", "keadaan"))
    assert {p for p in ditahan if akhir[p] is K.DIKONFIRMASI} == ya
    assert {p for p in ditahan if akhir[p] is K.DIBATALKAN} == set(ditahan) - ya
    assert sum(k in {K.DITAHAN, K.DIKONFIRMASI} for k in akhir.values()) == 20
    assert await db.write(periksa) == []


@pytest.mark.lama
async def test_closing_and_cancelling_a_schedule_under_fire_leaves_no_seat_behind(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 60)
    id_ = await db.write(jadwal, kapasitas=20)

    async def tutup_batal() -> None:
        await db.write(keadaan.tutup, LSP_SISTEM, jadwal_id=id_)
        await db.write(keadaan.batalkan_jadwal, LSP_SISTEM, jadwal_id=id_, alasan="uji")

    semua: list[Any] = [pesan(db, id_, o) for o in siapa]
    hasil = await asyncio.gather(*semua[:30], tutup_batal(), *semua[30:])
    assert {h for h in hasil if isinstance(h, str)} <= {"DITUTUP"}
    t = tabel("paksi_pemesanan")
    assert await db.scalar(select(func.count()).select_from(t).where(t.c.keadaan != K.DIBATALKAN.value)) == 0
    assert await isi(db, "paksi_bagian", "terisi") == [(0,)]
    assert await isi(db, "paksi_orang_sesi", "orang_id") == []
    assert await db.write(periksa) == []
