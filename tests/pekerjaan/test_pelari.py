from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from forum_server.berkas.gudang import Gudang
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.pekerjaan import KonteksPekerjaan, Pekerjaan
from forum_server.pekerjaan.models import PekerjaanBaris
from forum_server.pekerjaan.pelari import Pelari
from forum_server.pekerjaan.service import daftarkan
from forum_server.settings import Settings


class Penghitung:
    def __init__(self, galat: Exception | None = None) -> None:
        self.kali = 0
        self.galat = galat
        self.terjadi = asyncio.Event()

    async def __call__(self, konteks: KonteksPekerjaan) -> None:
        self.kali += 1
        self.terjadi.set()
        if self.galat:
            raise self.galat


def _pekerjaan(kerja: Penghitung, tiap: timedelta = timedelta(hours=1)) -> Pekerjaan:
    return Pekerjaan(nama="uji.hitung", tiap=tiap, jalankan=kerja)


def _konteks(db: Database) -> KonteksPekerjaan:
    settings = Settings()
    return KonteksPekerjaan(db=db, settings=settings, gudang=Gudang(settings))


async def _pelari(db: Database, pekerjaan: Pekerjaan) -> Pelari:
    await db.write(daftarkan, [pekerjaan.nama])
    return Pelari(_konteks(db), [pekerjaan])


def _pinjam_orang_lain(session: Session, sisa: timedelta) -> None:
    bebas_jejak(session, "a lease, in a test")
    session.execute(update(PekerjaanBaris).values(peminjam="lain", dipinjam_sampai=sekarang(session) + sisa))


async def test_of_many_processes_one_runs_a_due_job(db: Database) -> None:
    kerja = Penghitung()
    pekerjaan = _pekerjaan(kerja)
    pelari = [await _pelari(db, pekerjaan) for _ in range(8)]
    hasil = await asyncio.gather(*(p.sekali(pekerjaan) for p in pelari))
    assert sorted(hasil) == [False] * 7 + [True]
    assert kerja.kali == 1


async def test_a_job_is_due_again_only_after_its_pause(db: Database) -> None:
    kerja = Penghitung()
    pekerjaan = _pekerjaan(kerja)
    pelari = await _pelari(db, pekerjaan)
    assert [await pelari.sekali(pekerjaan), await pelari.sekali(pekerjaan)] == [True, False]
    baris = await db.first(select(PekerjaanBaris).where(PekerjaanBaris.nama == "uji.hitung"))
    assert baris is not None
    assert baris.berikut - baris.terakhir_selesai == timedelta(hours=1)
    assert (baris.peminjam, baris.gagal_beruntun, baris.galat) == (None, 0, None)


@pytest.mark.parametrize(("sisa", "jalan"), [(timedelta(minutes=1), False), (timedelta(minutes=-1), True)])
async def test_a_dead_process_keeps_a_job_no_longer_than_its_lease(
    db: Database, sisa: timedelta, *, jalan: bool
) -> None:
    kerja = Penghitung()
    pekerjaan = _pekerjaan(kerja)
    pelari = await _pelari(db, pekerjaan)
    await db.write(_pinjam_orang_lain, sisa)
    assert await pelari.sekali(pekerjaan) is jalan
    assert kerja.kali == int(jalan)


async def test_a_job_that_fails_is_counted_and_tried_again(db: Database) -> None:
    kerja = Penghitung(galat=LookupError("rahasia dapur"))
    pekerjaan = _pekerjaan(kerja, tiap=timedelta(0))
    pelari = await _pelari(db, pekerjaan)
    for _ in range(2):
        assert await pelari.sekali(pekerjaan)
    baris = await db.first(select(PekerjaanBaris).where(PekerjaanBaris.nama == "uji.hitung"))
    assert baris is not None
    assert (baris.gagal_beruntun, baris.galat) == (2, "LookupError")


async def test_a_started_runner_runs_its_jobs_and_stops_when_told(db: Database) -> None:
    kerja = Penghitung()
    pelari = Pelari(_konteks(db), [_pekerjaan(kerja)])
    await pelari.mulai()
    await asyncio.wait_for(kerja.terjadi.wait(), 20)
    await pelari.tutup()
    assert kerja.kali == 1


async def test_processes_that_start_at_the_same_time_all_start(db: Database, db_url: str) -> None:
    lain = Database(db_url)
    await asyncio.gather(db.write(sekarang), lain.write(sekarang))  # both are connected
    for kali in range(5):
        nama = [f"uji.satu{kali}", f"uji.dua{kali}"]
        await asyncio.gather(*(basis.write(daftarkan, nama) for basis in (db, lain, db, lain)))
    await lain.tutup()
    tercatat = await db.scalars(select(PekerjaanBaris.nama))
    assert sorted(tercatat) == sorted(f"uji.{nama}{kali}" for kali in range(5) for nama in ("satu", "dua"))


async def test_a_job_that_hangs_is_cut_off_when_the_server_ends(db: Database) -> None:
    mulai, dipotong = asyncio.Event(), asyncio.Event()

    async def macet(konteks: KonteksPekerjaan) -> None:
        mulai.set()
        try:
            await asyncio.Event().wait()
        finally:
            dipotong.set()

    pekerjaan = Pekerjaan(nama="uji.macet", tiap=timedelta(hours=1), jalankan=macet)
    pelari = Pelari(_konteks(db), [pekerjaan], tutup_detik=0.05)
    await pelari.mulai()
    async with asyncio.timeout(20):
        await mulai.wait()
        await pelari.tutup()
    assert dipotong.is_set()
    # Its lease is still there: nobody else takes it for finished.
    assert await db.scalar(select(PekerjaanBaris.peminjam)) is not None
