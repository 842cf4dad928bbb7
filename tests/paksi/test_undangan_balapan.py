"""Invitations under two hands at once: one of them wins, and nothing is left in between."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian
from forum_paksi.himpunan.service import cadangkan_untuk
from forum_paksi.jadwal.keadaan import batalkan_jadwal, buka
from forum_paksi.jadwal.service import buat_jadwal
from forum_paksi.undangan import jawaban, service
from forum_paksi.undangan.kunci import UndanganTerkunci, baca_isi, kunci_undangan
from forum_paksi.undangan.periksa import periksa_undangan
from forum_paksi.undangan.rules import Isi, TindakanUndangan, pilihan_tanggal, rancangan
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import SISTEM, isi
from tests.paksi.bahan_himpunan import himpunan
from tests.paksi.bahan_undangan import DUA, ISIAN, JAWABAN, SANGGUP, keadaan, sepakat, terjawab, undang
from tests.paksi.test_himpunan_balapan import bersama

Langkah = Callable[[Database, uuid.UUID], Coroutine[Any, Any, Any]]


def terima(db: Database, id_: uuid.UUID) -> Coroutine[Any, Any, Any]:
    return db.write(jawaban.terima_undangan, SISTEM, undangan_id=id_, versi=1, pilihan=1, sanggup=SANGGUP)


def jawab(db: Database, id_: uuid.UUID) -> Coroutine[Any, Any, Any]:
    return db.write(jawaban.jawab_undangan, SISTEM, undangan_id=id_, versi=1, isian=JAWABAN)


def tarik(db: Database, id_: uuid.UUID) -> Coroutine[Any, Any, Any]:
    return db.write(service.tarik_undangan, SISTEM, undangan_id=id_)


def setujui(db: Database, id_: uuid.UUID) -> Coroutine[Any, Any, Any]:
    return db.write(jawaban.setujui_jawaban, SISTEM, undangan_id=id_, versi=2, pilihan=1)


def cabut(db: Database, id_: uuid.UUID) -> Coroutine[Any, Any, Any]:
    return db.write(jawaban.tolak_undangan, SISTEM, undangan_id=id_, versi=2, alasan="Tidak jadi")


PASANGAN: tuple[tuple[Langkah, Langkah, Langkah, set[str]], ...] = (
    (undang, terima, tarik, {"DISEPAKATI", "DITARIK"}),
    (undang, terima, terima, {"DISEPAKATI"}),
    (undang, jawab, jawab, {"DIJAWAB"}),
    (undang, terima, jawab, {"DISEPAKATI", "DIJAWAB"}),
    (terjawab, setujui, cabut, {"DISEPAKATI", "DITOLAK"}),
)


async def test_of_two_at_once_one_wins(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=())
    sepakat_semua = 0
    for awal, satu, dua, akhir in PASANGAN:
        id_ = await awal(db, dunia.himpunan)
        hasil = await bersama(satu(db, id_), dua(db, id_))
        kode = [h.kode for h in hasil if isinstance(h, GalatDomain)]
        assert kode == ["KEADAAN_TIDAK_SESUAI"], (satu, dua)
        kini, _ = await keadaan(db, id_)
        assert kini in akhir
        sepakat_semua += kini == "DISEPAKATI"
        jadwal_ada = await isi(db, "paksi_jadwal", "id", keadaan="DIBUKA")
        assert len(jadwal_ada) == (kini == "DISEPAKATI")
        async with db.read() as koneksi:
            assert await koneksi.run_sync(lambda k: periksa_undangan(Session(bind=k))) == []
        for (jadwal_id,) in jadwal_ada:  # make room for the next
            await db.write(batalkan_jadwal, SISTEM, jadwal_id=jadwal_id, alasan="Uji")
        if kini == "DIJAWAB":
            await tarik(db, id_)
    assert len(await isi(db, "paksi_jadwal", "id")) == sepakat_semua


async def test_without_the_guards_two_acceptances_make_two_schedules(db: Database) -> None:
    """The control: the same steps, but the invitation is looked at before their unit of work and not claimed in it."""
    dunia = await himpunan(db, pemda=DUA, kursi=())
    id_ = await undang(db, dunia.himpunan)
    berdua = asyncio.Barrier(2)

    def lihat(session: Session) -> tuple[UndanganTerkunci, Isi]:
        bebas_jejak(session, "only looks")
        undangan = kunci_undangan(session, SISTEM, id_, TindakanUndangan.TERIMA, versi=1)
        return undangan, baca_isi(session, id_, 1)[0]

    def langkah(session: Session, undangan: UndanganTerkunci, teks: Isi) -> None:
        pool = undangan.himpunan
        rencana = rancangan(
            teks, pilihan_tanggal(teks, 1), SANGGUP, skema=pool.skema_kode, provinsi=pool.wilayah
        )
        jadwal_id = buat_jadwal(session, SISTEM, lembaga=pool.lembaga, rancangan=rencana)
        buka(session, SISTEM, jadwal_id=jadwal_id)
        cadangkan_untuk(session, SISTEM, himpunan_id=pool.id, jadwal_id=jadwal_id, kapasitas=teks.peserta)

    async def terima_naif() -> None:
        dilihat = await db.write(lihat)
        await berdua.wait()
        await db.write(langkah, *dilihat)

    await asyncio.gather(terima_naif(), terima_naif())
    assert len(await isi(db, "paksi_jadwal", "id", keadaan="DIBUKA")) == 2
    assert len(await isi(db, "paksi_bagian", "id", himpunan_id=dunia.himpunan)) == 2


async def test_a_pool_invites_once_however_many_write(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=())
    hasil = await bersama(
        *(db.write(service.buat_undangan, SISTEM, himpunan_id=dunia.himpunan, isian=ISIAN) for _ in range(4))
    )
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["SUDAH_DIUNDANG"] * 3


async def test_pool_and_schedule_ending_at_once_end_the_agreement_once(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=())
    hasil = await sepakat(db, dunia.himpunan)
    await bersama(
        db.write(penyelesaian.bubarkan_himpunan, SISTEM, himpunan_id=dunia.himpunan, alasan="Batal"),
        db.write(batalkan_jadwal, SISTEM, jadwal_id=hasil.jadwal_id, alasan="Batal"),
    )
    assert await keadaan(db, hasil.undangan_id) == ("GUGUR", 1)
    assert len(await isi(db, "jejak", "id", aksi="paksi.undangan_gugur")) == 1
