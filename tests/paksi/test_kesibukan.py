"""Nobody is in a seat, in a training wave and speaking in one half-day; whoever comes first is there."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_paksi.diklat import peserta
from forum_paksi.diklat import service as diklat
from forum_paksi.diklat.rules import Hari, IsianGelombang, JenisHari
from forum_paksi.jadwal.rules import JenisJadwal, Paruh
from forum_paksi.pemesanan import service as pemesanan
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.penyuluh import service as penyuluhan
from forum_paksi.penyuluh.service import Waktu
from forum_paksi.periksa import periksa
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import HARI, PONTIANAK, SISTEM, dasar, isi, jadwal, orang, potret, tabel
from tests.paksi.bahan_kegiatan import minta, sertifikat

Ajakan = Callable[[Database, uuid.UUID], Awaitable[Any]]


async def penyuluh(db: Database, banyak: int = 1) -> list[uuid.UUID]:
    """People whose certificates run beyond the days of these tests."""
    ids = await db.write(orang, banyak)
    for satu in ids:
        await db.write(sertifikat, satu, berakhir=date(2031, 1, 1))
    return ids


async def gelombang(db: Database, jadwal_id: uuid.UUID | None = None) -> uuid.UUID:
    """An open wave of one synchronous day, and an asynchronous one on which people may be elsewhere."""
    hari = (
        Hari(tanggal=HARI, jenis=JenisHari.SINKRON),
        Hari(tanggal=HARI + timedelta(1), jenis=JenisHari.ASINKRON),
    )
    isian = IsianGelombang(nama="Pelopor", penyelenggara="BPSDM Contoh", hari=hari, jadwal=jadwal_id)
    id_ = await db.write(diklat.buat_gelombang, SISTEM, wilayah="61", isian=isian)
    return await db.write(diklat.buka_gelombang, SISTEM, gelombang_id=id_)


async def duduk(db: Database, siapa: uuid.UUID) -> Any:
    """A seat on three days from `HARI` on."""
    id_ = await db.write(jadwal)
    return await db.write(
        pesan_slot, SISTEM, jadwal_id=id_, orang_id=siapa, wilayah=PONTIANAK, jalur="DIKLAT"
    )


async def menyuluh(db: Database, siapa: uuid.UUID, tanggal: date = HARI) -> Any:
    """Speaking in the afternoon."""
    p = await db.write(minta)
    return await db.write(
        penyuluhan.tugaskan_penyuluh,
        SISTEM,
        permintaan_id=p,
        penyuluh=siapa,
        nomor_surat="800/1",
        tanggal_surat=HARI,
        waktu=Waktu(tanggal=tanggal, paruh=Paruh.SIANG),
    )


async def belajar(db: Database, siapa: uuid.UUID) -> Any:
    """Taking part in a wave."""
    id_ = await gelombang(db)
    return await db.write(peserta.daftarkan_peserta, SISTEM, gelombang_id=id_, orang=[siapa])


async def melatih(db: Database, siapa: uuid.UUID) -> Any:
    """Teaching in a wave."""
    id_ = await gelombang(db)
    return await db.write(peserta.tetapkan_pelatih, SISTEM, gelombang_id=id_, orang=[siapa])


SEMUA: dict[Ajakan, str] = {
    duduk: "BENTROK_JADWAL",
    menyuluh: "PENYULUH_SIBUK",
    belajar: "ORANG_BENTROK",
    melatih: "ORANG_BENTROK",
}
DUDUKI = ("paksi_orang_sesi", "paksi_penyuluh_sesi", "paksi_orang_hari")


async def di_mana(db: Database) -> dict[str, int]:
    """How many half-days or days people have in each of the three tables."""
    return {nama: len(await isi(db, nama, "orang_id")) for nama in DUDUKI}


@pytest.mark.parametrize("dahulu", SEMUA, ids=lambda a: a.__name__)
async def test_who_is_in_one_place_is_asked_to_no_other(db: Database, dahulu: Ajakan) -> None:
    await db.write(dasar)
    (siapa,) = await penyuluh(db)
    await dahulu(db, siapa)
    ada = await di_mana(db)
    for kemudian, kode in SEMUA.items():
        if kemudian is dahulu is duduk:
            continue  # two schedules, tried with bookings
        with pytest.raises(GalatDomain) as galat:
            await kemudian(db, siapa)
        assert galat.value.kode == kode
        assert await di_mana(db) == ada
    assert await db.write(periksa) == []


async def test_an_asynchronous_day_leaves_people_free(db: Database) -> None:
    await db.write(dasar)
    (siapa,) = await penyuluh(db)
    await belajar(db, siapa)
    await menyuluh(db, siapa, HARI + timedelta(1))
    assert await di_mana(db) == {"paksi_orang_sesi": 0, "paksi_penyuluh_sesi": 1, "paksi_orang_hari": 1}


async def test_a_seat_in_the_schedule_of_a_wave_is_how_people_come_to_it(db: Database) -> None:
    await db.write(dasar)
    a, b = await penyuluh(db, 2)
    j = await db.write(lambda s: jadwal(s, jenis=JenisJadwal.DIKLAT))
    id_ = await gelombang(db, j)
    for urutan in ((a, True), (b, False)):
        siapa, kursi_dahulu = urutan
        langkah = [
            lambda o=siapa: db.write(
                pesan_slot, SISTEM, jadwal_id=j, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT"
            ),
            lambda o=siapa: db.write(peserta.daftarkan_peserta, SISTEM, gelombang_id=id_, orang=[o]),
        ]
        for satu in langkah if kursi_dahulu else langkah[::-1]:
            await satu()
    assert await db.write(periksa) == []
    # another schedule is no longer the wave's own: its days can't be moved onto the seats of the first
    lain = await db.write(lambda s: jadwal(s, jenis=JenisJadwal.DIKLAT))
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(
            diklat.ubah_gelombang,
            SISTEM,
            gelombang_id=id_,
            isian=IsianGelombang(
                nama="Pelopor",
                penyelenggara="BPSDM Contoh",
                hari=(Hari(tanggal=HARI, jenis=JenisHari.SINKRON),),
                jadwal=lain,
            ),
        )
    assert galat.value.kode == "ORANG_BENTROK"
    assert "2 orang" in galat.value.pesan
    assert await potret(db) == sebelum


async def test_who_waits_for_a_seat_and_is_sent_to_speak_is_passed_over(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await penyuluh(db, 3)
    j = await db.write(lambda s: jadwal(s, kapasitas=1))
    pa, _, pc = [
        await db.write(pesan_slot, SISTEM, jadwal_id=j, orang_id=o, wilayah=PONTIANAK, jalur="DIKLAT")
        for o in (a, b, c)
    ]
    await menyuluh(db, b)
    hasil = await db.write(pemesanan.batalkan, SISTEM, pemesanan_id=pa.pemesanan_id)
    assert hasil.dipromosikan == (pc.pemesanan_id,)
    assert await db.write(periksa) == []


async def test_of_several_who_ask_for_a_person_at_once_one_gets_them(db: Database) -> None:
    await db.write(dasar)
    for siapa in await penyuluh(db, 4):
        hasil = await asyncio.gather(*(ajak(db, siapa) for ajak in SEMUA), return_exceptions=True)
        gagal = [h for h in hasil if isinstance(h, BaseException)]
        assert len(gagal) == len(SEMUA) - 1
        assert all(isinstance(h, GalatDomain) and h.kode in SEMUA.values() for h in gagal)
    assert await db.write(periksa) == []


async def test_control_rows_that_nobody_looked_at_are_found(db: Database) -> None:
    await db.write(dasar)
    a, b = await penyuluh(db, 2)
    await duduk(db, a)
    await menyuluh(db, b)
    id_ = await gelombang(db)

    def tanpa_periksa(session: Session) -> None:
        bebas_jejak(session, "a hand in the data")
        for siapa in (a, b):
            session.execute(
                insert(tabel("paksi_orang_hari")).values(orang_id=siapa, tanggal=HARI, gelombang_id=id_)
            )

    await db.write(tanpa_periksa)
    assert sorted(await db.write(periksa)) == sorted(
        f"orang {siapa}: pada {HARI} {paruh} berada di dua tempat"
        for siapa, paruh in ((a, "PAGI"), (a, "SIANG"), (b, "SIANG"))
    )
