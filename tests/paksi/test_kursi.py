"""Seats changing hands: confirmed, cancelled, lapsed, promoted, returned, attended; on both engines."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.jadwal import keadaan
from forum_paksi.jadwal.bagian import cadangkan_bagian, kembalikan_sisa
from forum_paksi.jadwal.rules import Mode, Paruh, Sesi
from forum_paksi.pemesanan import service
from forum_paksi.pemesanan.pekerjaan import (
    lepaskan_yang_lewat,
    promosikan_yang_bebas,
)
from forum_paksi.pemesanan.rules import AlasanBatal, KeadaanPemesanan
from forum_paksi.periksa import periksa
from forum_server.plugin import Database, GalatDomain, bebas_jejak
from tests.paksi.bahan import (
    HARI,
    LSP,
    OPERATOR,
    OPERATOR_LSP,
    PONTIANAK,
    dasar,
    isi,
    jadwal,
    orang,
    potret,
    tabel,
)

K = KeadaanPemesanan
ESOK = datetime(2029, 1, 1, tzinfo=UTC)


async def pesan(db: Database, jadwal_id: uuid.UUID, orang_id: uuid.UUID, **lain: Any) -> service.HasilKursi:
    semua: dict[str, Any] = {"wilayah": PONTIANAK, "jalur": "DIKLAT", **lain}
    return await db.write(service.pesan_slot, OPERATOR, jadwal_id=jadwal_id, orang_id=orang_id, **semua)


def _ubah(session: Session, nama: str, id_: uuid.UUID, nilai: dict[str, Any]) -> None:
    bebas_jejak(session, "a test moves the clock")
    t = tabel(nama)
    session.execute(update(t).where(t.c.id == id_).values(**nilai))


async def lewatkan(db: Database, pemesanan_id: uuid.UUID) -> None:
    await db.write(
        _ubah, "paksi_pemesanan", pemesanan_id, {"ditahan_sampai": datetime.now(UTC) - timedelta(seconds=1)}
    )


async def keadaan_semua(db: Database) -> dict[uuid.UUID, tuple[K, int | None]]:
    return {o: (k, n) for o, k, n in await isi(db, "paksi_pemesanan", "orang_id", "keadaan", "nomor_antre")}


async def galat(db: Database, unit: Any, *args: Any, **kwargs: Any) -> str:
    """The code a unit is refused with; it wrote nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as ditolak:
        await db.write(unit, *args, **kwargs)
    assert await potret(db) == sebelum
    return ditolak.value.kode


async def sehat(db: Database) -> None:
    assert await db.write(periksa) == []


async def test_a_held_seat_is_confirmed_once(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    p = await pesan(db, await db.write(jadwal), siti)
    await db.write(service.konfirmasi, OPERATOR, pemesanan_id=p.pemesanan_id)
    assert await isi(db, "paksi_pemesanan", "keadaan", "ditahan_sampai") == [(K.DIKONFIRMASI, None)]
    assert (
        await galat(db, service.konfirmasi, OPERATOR, pemesanan_id=p.pemesanan_id) == "KEADAAN_TIDAK_SESUAI"
    )
    await sehat(db)


async def test_a_lapsed_hold_is_never_confirmed(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    p = await pesan(db, await db.write(jadwal), siti)
    await lewatkan(db, p.pemesanan_id)
    assert await galat(db, service.konfirmasi, OPERATOR, pemesanan_id=p.pemesanan_id) == "TAHANAN_LEWAT"
    await lepaskan_yang_lewat(db)
    assert await galat(db, service.konfirmasi, OPERATOR, pemesanan_id=p.pemesanan_id) == "TAHANAN_LEWAT"
    assert await isi(db, "paksi_pemesanan", "keadaan", "alasan_batal") == [
        (K.DIBATALKAN, AlasanBatal.LEWAT_WAKTU)
    ]
    assert await isi(db, "paksi_bagian", "terisi") == [(0,)]
    assert await isi(db, "paksi_orang_sesi", "orang_id") == []
    await sehat(db)


async def test_one_shares_fault_keeps_no_other_waiting(db: Database) -> None:
    await db.write(dasar)
    siti, budi = await db.write(orang, 2)
    rusak = await db.write(jadwal)
    utuh = await db.write(jadwal, sesi=(Sesi(tanggal=HARI + timedelta(days=30), paruh=Paruh.PAGI),))
    for id_, siapa in ((rusak, siti), (utuh, budi)):
        await lewatkan(db, (await pesan(db, id_, siapa)).pemesanan_id)

    def terisi(session: Session, jumlah: int) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_bagian")
        session.execute(update(t).where(t.c.jadwal_id == rusak).values(terisi=jumlah))

    await db.write(terisi, 0)
    with pytest.raises(ExceptionGroup) as salah:
        await lepaskan_yang_lewat(db)
    assert [type(g) for g in salah.value.exceptions] == [IntegrityError]
    assert await keadaan_semua(db) == {siti: (K.DITAHAN, None), budi: (K.DIBATALKAN, None)}
    await db.write(terisi, 1)
    await lepaskan_yang_lewat(db)
    assert await keadaan_semua(db) == {siti: (K.DIBATALKAN, None), budi: (K.DIBATALKAN, None)}
    await sehat(db)


async def test_who_lapsed_may_book_again(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(jadwal)
    await lewatkan(db, (await pesan(db, id_, siti)).pemesanan_id)
    await lepaskan_yang_lewat(db)
    assert (await pesan(db, id_, siti)).keadaan is K.DITAHAN
    await sehat(db)


async def test_a_cancelled_seat_goes_to_the_first_who_waits(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    id_ = await db.write(jadwal, kapasitas=1)
    pa, pb, pc = [await pesan(db, id_, o) for o in (a, b, c)]
    hasil = await db.write(service.batalkan, OPERATOR, pemesanan_id=pa.pemesanan_id, catatan="sakit")
    assert hasil.dipromosikan == (pb.pemesanan_id,)
    assert await keadaan_semua(db) == {a: (K.DIBATALKAN, None), b: (K.DITAHAN, 1), c: (K.DAFTAR_TUNGGU, 2)}
    assert await isi(db, "paksi_pemesanan", "alasan_batal", "catatan_batal", id=pa.pemesanan_id) == [
        (AlasanBatal.PERMINTAAN_PEMDA, "sakit")
    ]
    assert {o for (o,) in await isi(db, "paksi_orang_sesi", "orang_id")} == {b}
    assert await isi(db, "jejak", "aksi", "pelaku", aksi="paksi.promosikan") == [
        ("paksi.promosikan", "paksi")
    ]
    assert await isi(db, "peristiwa", "kunci", jenis="paksi.promosi") == [(str(pb.pemesanan_id),)]
    assert await galat(db, service.batalkan, OPERATOR, pemesanan_id=pa.pemesanan_id) == "KEADAAN_TIDAK_SESUAI"
    await sehat(db)
    await db.write(service.batalkan, OPERATOR_LSP, pemesanan_id=pc.pemesanan_id)
    assert await isi(db, "paksi_pemesanan", "alasan_batal", id=pc.pemesanan_id) == [
        (AlasanBatal.PERMINTAAN_LSP,)
    ]
    assert await isi(db, "paksi_bagian", "terisi") == [(1,)]
    await sehat(db)


async def test_who_sits_elsewhere_is_passed_over_and_keeps_the_place(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    id_ = await db.write(jadwal, kapasitas=1)
    lain = await db.write(jadwal)
    pa, pb, pc = [await pesan(db, id_, o) for o in (a, b, c)]
    tempat_lain = await pesan(db, lain, b)
    hasil = await db.write(service.batalkan, OPERATOR, pemesanan_id=pa.pemesanan_id)
    assert hasil.dipromosikan == (pc.pemesanan_id,)
    assert (await keadaan_semua(db))[c] == (K.DITAHAN, 2)
    await sehat(db)
    hasil = await db.write(service.batalkan, OPERATOR, pemesanan_id=pc.pemesanan_id)
    assert hasil.dipromosikan == ()
    assert await isi(db, "paksi_bagian", "terisi", jadwal_id=id_) == [(0,)]
    await db.write(service.batalkan, OPERATOR, pemesanan_id=tempat_lain.pemesanan_id)
    await promosikan_yang_bebas(db)
    assert await isi(db, "paksi_pemesanan", "keadaan", "nomor_antre", id=pb.pemesanan_id) == [(K.DITAHAN, 1)]
    await sehat(db)


async def test_half_days_that_do_not_meet_do_not_clash(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    jarak: dict[str, Any] = {"mode": Mode.JARAK_JAUH, "tuk_nama": None, "tuk_wilayah": None, "kapasitas": 3}
    pagi = await db.write(jadwal, sesi=(Sesi(tanggal=HARI, paruh=Paruh.PAGI),), **jarak)
    siang = await db.write(jadwal, sesi=(Sesi(tanggal=HARI, paruh=Paruh.SIANG),), **jarak)
    penuh = await db.write(jadwal)
    assert (await pesan(db, pagi, siti)).keadaan is K.DITAHAN
    assert (await pesan(db, siang, siti)).keadaan is K.DITAHAN
    assert (
        await galat(
            db,
            service.pesan_slot,
            OPERATOR,
            jadwal_id=penuh,
            orang_id=siti,
            wilayah=PONTIANAK,
            jalur="DIKLAT",
        )
        == "BENTROK_JADWAL"
    )
    await sehat(db)


# --- shares ------------------------------------------------------------------------------------------------


def himpunan(session: Session) -> uuid.UUID:
    """A pool of Kalimantan Barat, as a row."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    skema = (
        session.connection()
        .execute(tabel("paksi_skema").select().where(tabel("paksi_skema").c.kode == "PAKSI_PERTAMA"))
        .one()
    )
    session.execute(
        insert(tabel("paksi_himpunan")).values(
            id=id_,
            wilayah_kode="61",
            lembaga_kode=LSP,
            skema_id=skema.id,
            nama="Himpunan Uji",
            kebijakan=Kebijakan.MERATA,
            keadaan="TERBUKA",
        )
    )
    return id_


async def cadangkan(
    db: Database, jadwal_id: uuid.UUID, banyak: int, *, kembali: datetime | None = None
) -> uuid.UUID:
    pool = await db.write(himpunan)
    return await db.write(
        cadangkan_bagian,
        OPERATOR_LSP,
        jadwal_id=jadwal_id,
        himpunan_id=pool,
        kapasitas=banyak,
        kembali_pada=kembali,
        kebijakan=Kebijakan.MERATA,
    )


async def test_reserved_seats_come_from_those_held_back_first_then_from_free_open_ones(db: Database) -> None:
    await db.write(dasar)
    siapa = await db.write(orang, 3)
    id_ = await db.write(jadwal, kapasitas=10, kapasitas_terbuka=6)
    for o in siapa:
        await pesan(db, id_, o)
    await cadangkan(db, id_, 3)
    assert await isi(db, "paksi_jadwal", "kapasitas", "terbagi") == [(10, 9)]
    await cadangkan(db, id_, 3)
    assert await isi(db, "paksi_jadwal", "kapasitas", "terbagi") == [(10, 10)]
    assert await isi(db, "paksi_bagian", "kapasitas", "terisi") == [(3, 0), (3, 0), (4, 3)]
    pool = await db.write(himpunan)
    kurang: dict[str, Any] = {
        "jadwal_id": id_,
        "himpunan_id": pool,
        "kembali_pada": None,
        "kebijakan": Kebijakan.MERATA,
    }
    assert await galat(db, cadangkan_bagian, OPERATOR_LSP, kapasitas=2, **kurang) == "KURSI_TIDAK_CUKUP"
    assert await galat(db, cadangkan_bagian, OPERATOR_LSP, kapasitas=0, **kurang) == "ANGKA_DI_LUAR_BATAS"
    kurang["kembali_pada"] = datetime(2020, 1, 1, tzinfo=UTC)
    assert await galat(db, cadangkan_bagian, OPERATOR_LSP, kapasitas=1, **kurang) == "KEMBALI_TIDAK_SAH"
    kurang["kembali_pada"] = ESOK
    await db.write(cadangkan_bagian, OPERATOR_LSP, kapasitas=1, **kurang)
    assert await galat(db, cadangkan_bagian, OPERATOR_LSP, kapasitas=1, **kurang) == "SUDAH_DICADANGKAN"
    await sehat(db)


async def test_a_dissolved_pools_seats_return_at_once(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(jadwal, kapasitas=2)
    cadangan = await cadangkan(db, id_, 2)
    assert (await pesan(db, id_, siti)).keadaan is K.DAFTAR_TUNGGU
    assert await db.write(kembalikan_sisa, cadangan, segera=True) == 2
    assert (await keadaan_semua(db))[siti] == (K.DITAHAN, 1)
    assert await db.write(kembalikan_sisa, cadangan, segera=True) == 0
    await sehat(db)


# --- the schedule's own life ----------------------------------------------------------------------------------


async def test_a_cancelled_schedule_ends_every_seat_and_says_why(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    id_ = await db.write(jadwal, kapasitas=2)
    pa = await pesan(db, id_, a)
    await pesan(db, id_, b)
    await pesan(db, id_, c)
    await db.write(service.konfirmasi, OPERATOR, pemesanan_id=pa.pemesanan_id)
    assert (
        await galat(db, keadaan.batalkan_jadwal, OPERATOR_LSP, jadwal_id=id_, alasan="  ") == "ALASAN_KOSONG"
    )
    await db.write(keadaan.batalkan_jadwal, OPERATOR_LSP, jadwal_id=id_, alasan="asesor sakit")
    assert (
        await isi(db, "paksi_pemesanan", "keadaan", "alasan_batal")
        == [(K.DIBATALKAN, AlasanBatal.JADWAL_DIBATALKAN)] * 3
    )
    assert await isi(db, "paksi_jadwal", "keadaan", "alasan_batal") == [("DIBATALKAN", "asesor sakit")]
    assert await isi(db, "paksi_bagian", "terisi", "diterima_sampai") == [(0, None)]
    assert await isi(db, "paksi_orang_sesi", "orang_id") == []
    assert len(await isi(db, "jejak", "id", aksi="paksi.batalkan")) == 3
    await sehat(db)
    assert (await pesan(db, await db.write(jadwal), a)).keadaan is K.DITAHAN


async def test_from_booking_to_attendance(db: Database) -> None:
    await db.write(dasar)
    a, b, c, d = await db.write(orang, 4)
    id_ = await db.write(jadwal, kapasitas=3)
    pa, pb, pc, pd = [await pesan(db, id_, o) for o in (a, b, c, d)]
    for p in (pa, pb):
        await db.write(service.konfirmasi, OPERATOR, pemesanan_id=p.pemesanan_id)
    hadir: dict[str, Any] = {"pemesanan_id": pa.pemesanan_id, "hadir": True}
    assert await galat(db, service.catat_kehadiran, OPERATOR_LSP, **hadir) == "KEADAAN_TIDAK_SESUAI"
    await db.write(keadaan.tutup, OPERATOR_LSP, jadwal_id=id_)
    await db.write(keadaan.mulai, OPERATOR_LSP, jadwal_id=id_)
    assert await keadaan_semua(db) == {
        a: (K.DIKONFIRMASI, None),
        b: (K.DIKONFIRMASI, None),
        c: (K.DIBATALKAN, None),
        d: (K.DIBATALKAN, 1),
    }
    assert await galat(db, keadaan.selesai, OPERATOR_LSP, jadwal_id=id_) == "KEHADIRAN_BELUM_LENGKAP"
    assert await galat(db, service.batalkan, OPERATOR, pemesanan_id=pa.pemesanan_id) == "KEADAAN_TIDAK_SESUAI"
    await db.write(service.catat_kehadiran, OPERATOR_LSP, **hadir)
    await db.write(service.catat_kehadiran, OPERATOR_LSP, pemesanan_id=pb.pemesanan_id, hadir=False)
    assert {o for (o,) in await isi(db, "paksi_orang_sesi", "orang_id")} == {a}
    await sehat(db)
    await db.write(service.catat_kehadiran, OPERATOR_LSP, pemesanan_id=pb.pemesanan_id, hadir=True)
    assert {o for (o,) in await isi(db, "paksi_orang_sesi", "orang_id")} == {a, b}
    await db.write(keadaan.selesai, OPERATOR_LSP, jadwal_id=id_)
    assert await galat(db, service.catat_kehadiran, OPERATOR_LSP, **hadir) == "KEADAAN_TIDAK_SESUAI"
    await sehat(db)
    assert pc.keadaan is K.DITAHAN
    assert pd.keadaan is K.DAFTAR_TUNGGU


async def test_the_deadline_of_an_open_schedule_moves_and_its_shares_follow(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(jadwal)
    ubah: dict[str, Any] = {"jadwal_id": id_}
    assert (
        await galat(db, keadaan.ubah_batas_daftar, OPERATOR_LSP, batas_daftar="2020-01-01T00:00", **ubah)
        == "WAKTU_TIDAK_SAH"
    )
    assert (
        await galat(db, keadaan.ubah_batas_daftar, OPERATOR_LSP, batas_daftar="2030-04-02T08:01", **ubah)
        == "BATAS_DAFTAR_SETELAH_MULAI"
    )
    await db.write(keadaan.ubah_batas_daftar, OPERATOR_LSP, batas_daftar="2030-04-02T08:00", **ubah)
    assert await isi(db, "paksi_bagian", "diterima_sampai") == [(datetime(2030, 4, 2, 1, tzinfo=UTC),)]
    assert (await pesan(db, id_, siti)).keadaan is K.DITAHAN
    await sehat(db)


async def test_what_no_lsp_is_may_not_offer_schedules(db: Database) -> None:
    await db.write(dasar)
    assert await galat(db, jadwal, lembaga="badan-uji") == "BUKAN_LSP"
    assert await galat(db, jadwal, lembaga="lsp-entah") == "TIDAK_DITEMUKAN"
    assert await galat(db, jadwal, skema_kode="ENTAH") == "TIDAK_DITEMUKAN"
    assert await galat(db, jadwal, skema_kode="PAKSI_UTAMA") == "JALUR_TIDAK_SESUAI"
    assert await galat(db, jadwal, tuk_wilayah="61.99") == "TIDAK_DITEMUKAN"
    await db.write(jadwal, kode="ASM-UJI-1")
    assert await galat(db, jadwal, kode="asm-uji-1") == "KODE_SUDAH_DIPAKAI"
    assert (
        await galat(
            db,
            jadwal,
            sesi=(Sesi(tanggal=date(2020, 1, 1), paruh=Paruh.PAGI),),
            batas_daftar="2019-12-01T00:00",
        )
        == "LEWAT_BATAS_DAFTAR"
    )
