"""Seats: one unit of work each, on both engines."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.jadwal import keadaan
from forum_paksi.jadwal.rules import Cakupan, Mode, Paruh, Sesi
from forum_paksi.pemesanan import service
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import (
    HARI,
    LSP,
    OPERATOR,
    PONTIANAK,
    SISTEM,
    dasar,
    isi,
    jadwal,
    orang,
    potret,
    tabel,
)

K = KeadaanPemesanan


async def pesan(db: Database, jadwal_id: uuid.UUID, orang_id: uuid.UUID, **lain: Any) -> service.HasilKursi:
    semua: dict[str, Any] = {"wilayah": PONTIANAK, "jalur": "DIKLAT", **lain}
    siapa = semua.pop("aktor", OPERATOR)
    return await db.write(service.pesan_slot, siapa, jadwal_id=jadwal_id, orang_id=orang_id, **semua)


async def test_a_free_seat_is_held_for_a_person_and_its_half_days(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(jadwal)
    sebelum = datetime.now(UTC)
    hasil = await pesan(db, id_, siti)
    assert hasil.keadaan is K.DITAHAN
    assert hasil.nomor_antre is None
    assert hasil.ditahan_sampai is not None
    assert timedelta(days=3, minutes=-1) < hasil.ditahan_sampai - sebelum < timedelta(days=3, minutes=1)
    assert await isi(db, "paksi_bagian", "kapasitas", "terisi", "antre_terakhir") == [(26, 1, 0)]
    assert await isi(db, "paksi_orang_sesi", "orang_id", "tanggal", "paruh") == [
        (siti, HARI + timedelta(n), p) for n in range(3) for p in Paruh
    ]
    assert await isi(db, "paksi_pemesanan", "id", "wilayah_kode", "jalur_kode", "keadaan") == [
        (hasil.pemesanan_id, PONTIANAK, "DIKLAT", K.DITAHAN)
    ]
    assert await isi(db, "jejak", "aksi", "objek_id", "wilayah", aksi="paksi.pesan_slot") == [
        ("paksi.pesan_slot", str(hasil.pemesanan_id), PONTIANAK)
    ]
    assert len(await isi(db, "peristiwa", "id", jenis="paksi.slot", kunci=str(id_))) == 2  # opened, booked


async def test_a_full_share_queues_in_the_order_of_booking(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 4)
    id_ = await db.write(jadwal, kapasitas=2)
    hasil = [await pesan(db, id_, o) for o in siapa]
    assert [(h.keadaan, h.nomor_antre) for h in hasil] == [
        (K.DITAHAN, None),
        (K.DITAHAN, None),
        (K.DAFTAR_TUNGGU, 1),
        (K.DAFTAR_TUNGGU, 2),
    ]
    assert await isi(db, "paksi_bagian", "terisi", "antre_terakhir") == [(2, 2)]
    assert len(await isi(db, "paksi_orang_sesi", "orang_id")) == 12


async def test_who_does_not_want_to_queue_is_told_it_is_full(db: Database) -> None:
    await db.write(dasar)
    a, b = await db.write(orang, 2)
    id_ = await db.write(jadwal, kapasitas=1)
    await pesan(db, id_, a)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await pesan(db, id_, b, boleh_antre=False)
    assert galat.value.kode == "PENUH"
    assert await potret(db) == sebelum


async def siapkan_penolakan(db: Database) -> dict[str, Any]:
    """One world in which everything can go wrong."""
    await db.write(dasar, aktif=("61", LSP))
    siti, budi = await db.write(orang, 2)
    (jauh,) = await db.write(orang, wilayah="62.71")
    buka = await db.write(jadwal, kapasitas=2)
    bersama = await db.write(
        jadwal,
        mode=Mode.JARAK_JAUH,
        tuk_nama=None,
        tuk_wilayah=None,
        sesi=(Sesi(tanggal=HARI, paruh=Paruh.SIANG),),
        kapasitas=2,
    )
    ditutup = await db.write(jadwal)
    await db.write(keadaan.tutup, SISTEM, jadwal_id=ditutup)
    lewat = await db.write(jadwal)

    def lewatkan(session: Session) -> None:
        bebas_jejak(session, "the clock moved on")
        kemarin = datetime.now(UTC) - timedelta(days=1)
        session.execute(
            update(tabel("paksi_jadwal"))
            .where(tabel("paksi_jadwal").c.id == lewat)
            .values(batas_daftar=kemarin)
        )
        session.execute(
            update(tabel("paksi_bagian"))
            .where(tabel("paksi_bagian").c.jadwal_id == lewat)
            .values(diterima_sampai=kemarin)
        )

    await db.write(lewatkan)
    await pesan(db, buka, budi)
    return {
        "siti": siti,
        "budi": budi,
        "jauh": jauh,
        "buka": buka,
        "bersama": bersama,
        "ditutup": ditutup,
        "lewat": lewat,
        "draf": await db.write(jadwal, dibuka=False),
        "papua": await db.write(jadwal, cakupan=Cakupan.PROVINSI, wilayah_terbuka=("91",)),
        "pemprov": await db.write(jadwal, cakupan=Cakupan.PEMDA, wilayah_terbuka=("61",)),
        "api": await db.write(jadwal, skema_kode="API", jalur=()),
        "entah": uuid.uuid4(),
    }


PENOLAKAN: list[tuple[str, str, dict[str, Any], str, tuple[str, ...]]] = [
    ("entah", "siti", {}, "TIDAK_DITEMUKAN", ("jadwal",)),
    ("draf", "siti", {}, "TIDAK_DITEMUKAN", ("jadwal",)),
    ("ditutup", "siti", {}, "DITUTUP", ()),
    ("lewat", "siti", {}, "LEWAT_BATAS_DAFTAR", ()),
    ("papua", "siti", {}, "DI_LUAR_CAKUPAN", ("jadwal",)),
    ("pemprov", "siti", {}, "DI_LUAR_CAKUPAN", ("jadwal",)),
    ("buka", "siti", {"jalur": "MATA_KULIAH"}, "JALUR_TIDAK_DITERIMA", ("jalur",)),
    ("buka", "siti", {"jalur": None}, "JALUR_TIDAK_DITERIMA", ("jalur",)),
    ("api", "siti", {"jalur": "DIKLAT"}, "JALUR_TIDAK_DITERIMA", ("jalur",)),
    ("buka", "budi", {}, "SUDAH_TERDAFTAR", ("orang",)),
    ("bersama", "budi", {}, "BENTROK_JADWAL", ("orang",)),
    ("buka", "entah", {}, "TIDAK_DITEMUKAN", ("orang",)),
    ("buka", "jauh", {}, "TIDAK_DITEMUKAN", ("orang",)),
    ("buka", "siti", {"wilayah": "61.72"}, "TIDAK_DITEMUKAN", ()),
    ("buka", "siti", {"wilayah": "61.72", "aktor": SISTEM}, "TIDAK_DITEMUKAN", ("orang",)),
    ("buka", "jauh", {"wilayah": "62.71", "aktor": SISTEM}, "PLUGIN_TIDAK_AKTIF", ()),
    ("buka", "siti", {"wilayah": "61.71.01", "aktor": SISTEM}, "TIDAK_DITEMUKAN", ("wilayah",)),
]
"""Schedule and person of the world, what else is said, and the refusal's code and place."""


async def test_what_cannot_be_booked_is_refused_and_nothing_is_written(db: Database) -> None:
    dunia = await siapkan_penolakan(db)
    sebelum = await potret(db)
    for jadwal_, siapa, lain, kode, letak in PENOLAKAN:
        with pytest.raises(GalatDomain) as galat:
            await pesan(db, dunia[jadwal_], dunia[siapa], **lain)
        assert (galat.value.kode, galat.value.letak) == (kode, letak), (jadwal_, siapa, lain)
    assert await potret(db) == sebelum
