"""Seats of a pool after its allocation: who confirms them, how long they are held, whom they pass to, when they return."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from forum_paksi.himpunan import penyelesaian, service
from forum_paksi.himpunan.periksa import periksa_himpunan
from forum_paksi.jadwal import keadaan as jadwal_keadaan
from forum_paksi.pemesanan.pekerjaan import (
    kembalikan_yang_jatuh_tempo,
    lepaskan_yang_lewat,
    promosikan_yang_bebas,
)
from forum_paksi.pemesanan.rules import AlasanBatal, KeadaanPemesanan
from forum_paksi.pemesanan.service import batalkan, konfirmasi, pesan_slot
from forum_paksi.periksa import periksa
from forum_server.plugin import Database, GalatDomain, TidakDitemukan
from tests.paksi.bahan import SISTEM, isi, jadwal, orang, potret
from tests.paksi.bahan_himpunan import (
    KOORDINATOR,
    OPERATOR_LSP,
    Dunia,
    himpunan,
    kemarin,
    operator,
    tetapkan,
    ubah_baris,
)

K = KeadaanPemesanan
DUA = (("61.71", 2), ("61.01", 2))
"""Four candidates for the seats of a pool."""


async def galat(db: Database, unit: Any, *args: Any, **kwargs: Any) -> GalatDomain:
    """What a unit is refused with; it wrote nothing."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as ditolak:
        await db.write(unit, *args, **kwargs)
    assert await potret(db) == sebelum
    return ditolak.value


async def sehat(db: Database) -> None:
    assert await db.write(periksa) == []
    assert await db.write(periksa_himpunan) == []


async def kursi(db: Database, orang_id: uuid.UUID) -> tuple[uuid.UUID, K, datetime | None]:
    """The seat of one candidate."""
    (satu,) = await isi(db, "paksi_pemesanan", "id", "keadaan", "ditahan_sampai", orang_id=orang_id)
    return satu


async def kirim(db: Database, dunia: Dunia) -> None:
    await db.write(penyelesaian.kirim_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)


async def setujui(db: Database, dunia: Dunia) -> None:
    await db.write(penyelesaian.konfirmasi_himpunan, OPERATOR_LSP, himpunan_id=dunia.himpunan)


async def lewatkan(db: Database, dunia: Dunia) -> None:
    """The pool's deadline, and with it every hold, is over."""
    await db.write(ubah_baris, "paksi_himpunan", dunia.himpunan, tenggat=kemarin())
    for (id_,) in await isi(db, "paksi_pemesanan", "id", keadaan=K.DITAHAN):
        await db.write(ubah_baris, "paksi_pemesanan", id_, ditahan_sampai=kemarin())


# --- confirming -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dikirim", [False, True])
async def test_nobody_confirms_a_single_seat_of_a_pool_before_the_lsp_agreed(
    db: Database, dikirim: bool
) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    if dikirim:
        await kirim(db, dunia)
    id_, _, _ = await kursi(db, dunia.calon["61.71"][0])
    for siapa in (operator("61.71"), KOORDINATOR, SISTEM):
        assert (await galat(db, konfirmasi, siapa, pemesanan_id=id_)).kode == "HIMPUNAN_BELUM_DIKONFIRMASI"
    oleh_lsp = await galat(db, konfirmasi, OPERATOR_LSP, pemesanan_id=id_)
    assert oleh_lsp.kode == ("HIMPUNAN_BELUM_DIKONFIRMASI" if dikirim else "TIDAK_DITEMUKAN")
    if dikirim:
        await setujui(db, dunia)
        assert (await kursi(db, dunia.calon["61.71"][0]))[1] is K.DIKONFIRMASI


async def test_an_lsp_does_not_touch_seats_of_a_pool_before_it_is_sent(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    id_, _, _ = await kursi(db, dunia.calon["61.71"][0])
    assert isinstance(await galat(db, batalkan, OPERATOR_LSP, pemesanan_id=id_), TidakDitemukan)
    await kirim(db, dunia)
    await db.write(batalkan, OPERATOR_LSP, pemesanan_id=id_)
    assert (await kursi(db, dunia.calon["61.71"][0]))[1] is K.DIBATALKAN
    await sehat(db)


async def test_who_moves_up_after_the_lsp_agreed_is_confirmed_one_by_one(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    await kirim(db, dunia)
    await setujui(db, dunia)
    pertama, terakhir = dunia.calon["61.71"][0], dunia.calon["61.01"][1]
    await db.write(batalkan, operator("61.71"), pemesanan_id=(await kursi(db, pertama))[0])
    id_, keadaan, sampai = await kursi(db, terakhir)
    assert keadaan is K.DITAHAN
    ((menit,),) = await isi(db, "paksi_jadwal", "tahanan_menit")
    assert sampai is not None
    assert abs(sampai - datetime.now(UTC) - timedelta(minutes=menit)) < timedelta(minutes=5)
    await db.write(konfirmasi, operator("61.01"), pemesanan_id=id_)
    assert (await kursi(db, terakhir))[1] is K.DIKONFIRMASI
    await sehat(db)


async def test_a_lapsed_seat_of_a_pool_points_to_the_coordinator_not_to_the_open_share(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    id_, _, _ = await kursi(db, dunia.calon["61.71"][0])
    await lewatkan(db, dunia)
    for _ in range(2):  # before and after the sweep
        ditolak = await galat(db, konfirmasi, operator("61.71"), pemesanan_id=id_)
        assert ditolak.kode == "TAHANAN_LEWAT"
        assert "koordinator" in ditolak.pesan
        assert "Pesan lagi" not in ditolak.pesan
        await lepaskan_yang_lewat(db)


# --- moving up ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("dikirim", [False, True])
async def test_who_moves_up_before_the_lsp_agreed_is_held_until_the_pools_deadline(
    db: Database, dikirim: bool
) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    tenggat = datetime.now(UTC).replace(microsecond=0) + timedelta(days=300)
    await tetapkan(db, dunia.himpunan, tenggat=tenggat)
    if dikirim:
        await kirim(db, dunia)
    id_, _, _ = await kursi(db, dunia.calon["61.71"][0])
    await db.write(batalkan, operator("61.71"), pemesanan_id=id_)
    assert (await kursi(db, dunia.calon["61.01"][1]))[1:] == (K.DITAHAN, tenggat)
    if not dikirim:
        await kirim(db, dunia)
    await setujui(db, dunia)
    assert (await kursi(db, dunia.calon["61.01"][1]))[1] is K.DIKONFIRMASI
    await sehat(db)


async def test_nobody_moves_up_in_a_pool_whose_deadline_is_over(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    await lewatkan(db, dunia)
    await lepaskan_yang_lewat(db)
    await promosikan_yang_bebas(db)
    semua = await isi(db, "paksi_pemesanan", "keadaan", "alasan_batal")
    assert semua == [(K.DAFTAR_TUNGGU, None)] + [(K.DIBATALKAN, AlasanBatal.LEWAT_WAKTU)] * 3
    await sehat(db)
    await db.write(
        penyelesaian.bubarkan_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan, alasan="Tenggat lewat"
    )
    assert await isi(db, "paksi_pemesanan", "id", keadaan=K.DAFTAR_TUNGGU) == []
    assert set(await isi(db, "paksi_permintaan", "keadaan")) == {("DIAJUKAN",)}
    await sehat(db)


# --- shares ---------------------------------------------------------------------------------------------------


async def berbagi(
    db: Database, *, kapasitas: int, cadangan: int, pemda: tuple[tuple[str, int], ...]
) -> Dunia:
    """An allocated pool with `cadangan` of the `kapasitas` seats of one schedule; the rest is open to everybody."""
    dunia = await himpunan(db, pemda=pemda, kursi=(), terkunci=False)
    dunia.jadwal.append(await db.write(jadwal, kapasitas=kapasitas))
    dunia.bagian.append(
        await db.write(
            service.cadangkan_untuk,
            OPERATOR_LSP,
            himpunan_id=dunia.himpunan,
            jadwal_id=dunia.jadwal[0],
            kapasitas=cadangan,
            kembali_pada=datetime(2029, 1, 1, tzinfo=UTC),
        )
    )
    await db.write(service.kunci_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
    await tetapkan(db, dunia.himpunan)
    return dunia


async def pesan(db: Database, dunia: Dunia, orang_id: uuid.UUID) -> uuid.UUID:
    hasil = await db.write(
        pesan_slot,
        operator("61.71"),
        jadwal_id=dunia.jadwal[0],
        orang_id=orang_id,
        wilayah="61.71",
        jalur="DIKLAT",
    )
    return hasil.pemesanan_id


async def test_each_share_has_its_own_queue(db: Database) -> None:
    dunia = await berbagi(db, kapasitas=2, cadangan=1, pemda=(("61.71", 2),))
    (a, b), (c, d) = dunia.calon["61.71"], await db.write(orang, 2)
    pc = await pesan(db, dunia, c)
    await pesan(db, dunia, d)

    async def keadaan() -> list[K]:
        return [(await kursi(db, o))[1] for o in (a, b, c, d)]

    assert await keadaan() == [K.DITAHAN, K.DAFTAR_TUNGGU, K.DITAHAN, K.DAFTAR_TUNGGU]
    await db.write(batalkan, KOORDINATOR, pemesanan_id=(await kursi(db, a))[0])
    assert await keadaan() == [K.DIBATALKAN, K.DITAHAN, K.DITAHAN, K.DAFTAR_TUNGGU]
    await db.write(batalkan, KOORDINATOR, pemesanan_id=pc)
    assert await keadaan() == [K.DIBATALKAN, K.DITAHAN, K.DIBATALKAN, K.DITAHAN]
    await sehat(db)


async def test_unused_seats_return_to_the_open_share_when_their_time_comes(db: Database) -> None:
    dunia = await berbagi(db, kapasitas=4, cadangan=3, pemda=(("61.71", 1),))
    b, c = await db.write(orang, 2)
    await pesan(db, dunia, b)
    await pesan(db, dunia, c)
    await kembalikan_yang_jatuh_tempo(db)
    assert (await kursi(db, c))[1] is K.DAFTAR_TUNGGU
    tadi = datetime.now(UTC) - timedelta(seconds=1)
    await db.write(ubah_baris, "paksi_bagian", dunia.bagian[0], kembali_pada=tadi, diterima_sampai=tadi)
    await kembalikan_yang_jatuh_tempo(db)
    assert (await kursi(db, c))[1] is K.DITAHAN
    assert await isi(db, "paksi_bagian", "kapasitas", "terisi", "dikembalikan") == [(1, 1, 2), (3, 2, 0)]
    await sehat(db)
    # a seat that comes free after the return follows the others
    (calon,) = dunia.calon["61.71"]
    await db.write(batalkan, KOORDINATOR, pemesanan_id=(await kursi(db, calon))[0])
    await kembalikan_yang_jatuh_tempo(db)
    assert await isi(db, "paksi_bagian", "kapasitas", "terisi", "dikembalikan") == [(0, 0, 3), (4, 2, 0)]
    await kembalikan_yang_jatuh_tempo(db)
    assert await isi(db, "paksi_jadwal", "terbagi") == [(4,)]
    await sehat(db)


# --- a schedule that is cancelled -----------------------------------------------------------------------------


async def batalkan_jadwal(db: Database, jadwal_id: uuid.UUID) -> None:
    await db.write(jadwal_keadaan.batalkan_jadwal, OPERATOR_LSP, jadwal_id=jadwal_id, alasan="Asesor sakit")


@pytest.mark.parametrize("sampai", ["DIALOKASIKAN", "DIKIRIM", "DIKONFIRMASI"])
async def test_a_pool_whose_schedules_were_all_cancelled_goes_no_further_and_is_dissolved(
    db: Database, sampai: str
) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(2, 1))
    await tetapkan(db, dunia.himpunan)
    if sampai != "DIALOKASIKAN":
        await kirim(db, dunia)
    if sampai == "DIKONFIRMASI":
        await setujui(db, dunia)
    sebelum = len(await isi(db, "peristiwa", "id", jenis="paksi.himpunan"))
    for id_ in dunia.jadwal:
        await batalkan_jadwal(db, id_)
    assert len(await isi(db, "peristiwa", "id", jenis="paksi.himpunan")) == sebelum + 2
    await sehat(db)
    if sampai == "DIALOKASIKAN":
        ditolak = await galat(db, penyelesaian.kirim_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan)
        assert ditolak.kode == "TIDAK_ADA_KURSI"
    if sampai == "DIKIRIM":
        ditolak = await galat(db, penyelesaian.konfirmasi_himpunan, OPERATOR_LSP, himpunan_id=dunia.himpunan)
        assert ditolak.kode == "TIDAK_ADA_KURSI"
    diajukan = await isi(db, "paksi_permintaan", "id", "diajukan_pada")
    await db.write(
        penyelesaian.bubarkan_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan, alasan="Jadwal batal"
    )
    assert set(await isi(db, "paksi_permintaan", "keadaan", "himpunan_id")) == {("DIAJUKAN", None)}
    assert await isi(db, "paksi_permintaan", "id", "diajukan_pada") == diajukan
    await sehat(db)


async def test_a_pool_that_lost_one_of_its_schedules_goes_on_with_the_other(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(2, 1))
    await tetapkan(db, dunia.himpunan)
    await batalkan_jadwal(db, dunia.jadwal[0])
    await kirim(db, dunia)
    await setujui(db, dunia)
    assert await isi(db, "paksi_pemesanan", "jadwal_id", keadaan=K.DIKONFIRMASI) == [(dunia.jadwal[1],)]
    ditolak = await galat(
        db, penyelesaian.bubarkan_himpunan, KOORDINATOR, himpunan_id=dunia.himpunan, alasan="Terlambat"
    )
    assert ditolak.kode == "KEADAAN_TIDAK_SESUAI"
    await sehat(db)


async def test_a_pool_whose_only_schedule_was_cancelled_is_not_divided(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await batalkan_jadwal(db, dunia.jadwal[0])
    with pytest.raises(GalatDomain) as ditolak:
        await tetapkan(db, dunia.himpunan)
    assert ditolak.value.kode == "BELUM_ADA_JADWAL"
    await sehat(db)


async def test_who_listens_to_a_pool_is_told_of_every_seat_that_changes(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)

    async def banyak() -> int:
        return len(await isi(db, "peristiwa", "id", jenis="paksi.himpunan", kunci=str(dunia.himpunan)))

    sebelum = await banyak()
    await db.write(batalkan, KOORDINATOR, pemesanan_id=(await kursi(db, dunia.calon["61.71"][0]))[0])
    assert await banyak() == sebelum + 1
