"""Pools under simultaneous hands: whatever the order, nothing is lost, doubled or left in between."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.orm import Session

from forum_paksi.himpunan import alokasi, penyelesaian, service
from forum_paksi.himpunan.periksa import periksa_himpunan
from forum_paksi.pemesanan.service import batalkan, pesan_slot
from forum_paksi.periksa import periksa
from forum_paksi.permintaan.service import tarik_permintaan
from forum_server.plugin import Database, GalatDomain
from tests.paksi.bahan import SISTEM, isi, jadwal
from tests.paksi.bahan_himpunan import himpunan, tetapkan, tinjau

DUA = (("61.71", 4), ("61.01", 4))


async def sehat(db: Database) -> None:
    async with db.read() as koneksi:
        temuan = await koneksi.run_sync(
            lambda k: [*periksa(Session(bind=k)), *periksa_himpunan(Session(bind=k))]
        )
    assert temuan == []


async def bersama(*tugas: Any) -> list[Any]:
    """Results in order; refusals are results, anything else fails the test."""
    hasil = await asyncio.gather(*tugas, return_exceptions=True)
    for satu in hasil:
        if isinstance(satu, BaseException) and not isinstance(satu, GalatDomain):
            raise satu
    return hasil


async def test_locking_and_withdrawing_at_once_leave_one_of_the_two_orders(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(4,), terkunci=False)
    kunci, tarik = await bersama(
        db.write(service.kunci_himpunan, SISTEM, himpunan_id=dunia.himpunan),
        db.write(tarik_permintaan, SISTEM, permintaan_id=dunia.permintaan["61.01"]),
    )
    assert kunci == dunia.himpunan
    ((keadaan,),) = await isi(db, "paksi_permintaan", "keadaan", id=dunia.permintaan["61.01"])
    if isinstance(tarik, GalatDomain):
        assert (tarik.kode, keadaan) == ("HIMPUNAN_TERKUNCI", "DIHIMPUN")
    else:
        assert keadaan == "DITARIK"
    await sehat(db)


async def test_a_candidate_seated_elsewhere_during_the_commit_is_never_in_two_places(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(8,))
    lain = await db.write(jadwal)
    sidik = (await tinjau(db, dunia.himpunan)).sidik
    orang = dunia.calon["61.71"][0]
    tetap, pesan = await bersama(
        db.write(alokasi.tetapkan_alokasi, SISTEM, himpunan_id=dunia.himpunan, sidik_pratinjau=sidik),
        db.write(pesan_slot, SISTEM, jadwal_id=lain, orang_id=orang, wilayah="61.71", jalur="DIKLAT"),
    )
    kode = {h.kode for h in (tetap, pesan) if isinstance(h, GalatDomain)}
    assert len(kode) == 1
    assert kode <= {"BERUBAH_SEJAK_PRATINJAU", "BENTROK_JADWAL"}
    assert len(await isi(db, "paksi_orang_sesi", "tanggal", orang_id=orang)) == 6
    await sehat(db)


async def test_seats_given_up_at_once_go_to_as_many_who_wait(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(4,))
    await tetapkan(db, dunia.himpunan)
    kursi = [id_ for (id_,) in await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN")]
    await bersama(*(db.write(batalkan, SISTEM, pemesanan_id=id_) for id_ in kursi[:3]))
    assert len(await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN")) == 4
    tunggu = await isi(db, "paksi_pemesanan", "nomor_antre", keadaan="DAFTAR_TUNGGU")
    assert tunggu == [(4,)]
    await sehat(db)


async def test_seats_given_up_while_the_lsp_confirms_pass_on_before_or_after_it(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(4,))
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    ((tenggat,),) = await isi(db, "paksi_himpunan", "tenggat")
    kursi = [id_ for (id_,) in await isi(db, "paksi_pemesanan", "id", keadaan="DITAHAN")]
    hasil = await bersama(
        db.write(batalkan, SISTEM, pemesanan_id=kursi[0]),
        db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan),
        *(db.write(batalkan, SISTEM, pemesanan_id=id_) for id_ in kursi[1:3]),
    )
    assert not [h for h in hasil if isinstance(h, GalatDomain)]
    ditahan = await isi(db, "paksi_pemesanan", "ditahan_sampai", keadaan="DITAHAN")
    # who moved up before was confirmed with the others, who moved up after has a hold of their own
    assert (tenggat,) not in ditahan
    assert len(ditahan) + len(await isi(db, "paksi_pemesanan", "id", keadaan="DIKONFIRMASI")) == 4
    assert await isi(db, "paksi_himpunan", "keadaan") == [("DIKONFIRMASI",)]
    await sehat(db)
