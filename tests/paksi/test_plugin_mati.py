"""Where the plugin was turned off, nothing of it changes any more, whatever was begun before."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.biaya import service as biaya
from forum_paksi.biaya.rules import JenisBiaya
from forum_paksi.himpunan import alokasi, penyelesaian, service
from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.jadwal import keadaan
from forum_paksi.jadwal.service import ubah_jadwal
from forum_paksi.pemesanan.service import batalkan, konfirmasi
from forum_paksi.permintaan import service as permintaan
from forum_paksi.undangan import jawaban
from forum_paksi.undangan import service as undangan
from forum_server.plugin import Database, KeadaanMenolak, bebas_jejak
from tests.paksi.bahan import RANCANGAN, SISTEM, isi, jadwal, orang, potret, tabel
from tests.paksi.bahan_himpunan import himpunan, isian, minta, tetapkan
from tests.paksi.bahan_undangan import ISIAN, JAWABAN, SANGGUP, undang

DUA = (("61.71", 2), ("61.01", 2))


def matikan(session: Session) -> None:
    """The administrator turns the plugin off everywhere."""
    bebas_jejak(session, "a test's own data")
    session.execute(update(tabel("plugin_wilayah")).values(aktif=False))


async def test_where_the_plugin_is_off_every_change_is_refused(db: Database) -> None:
    terbuka = await himpunan(db, pemda=DUA, kursi=(3,), terkunci=False)
    h, p = terbuka.himpunan, terbuka.permintaan["61.71"]
    (siapa,) = await db.write(orang, 1)
    diajukan = await db.write(minta, "61.71", [siapa])
    draf = await db.write(permintaan.buat_permintaan, SISTEM, wilayah="61.71", isian=isian([siapa]))
    jadwal_id = await db.write(jadwal)
    jadwal_draf = await db.write(jadwal, dibuka=False)
    diundang = await undang(db, h)
    tercatat = await db.write(biaya.catat_biaya, SISTEM, himpunan_id=h, jenis=JenisBiaya.TUK, rupiah="1")
    await db.write(matikan)
    sebelum = await potret(db)
    semua: list[tuple[Any, dict[str, Any]]] = [
        (service.himpun_permintaan, {"himpunan_id": h, "permintaan_id": diajukan}),
        (service.lepas_permintaan, {"himpunan_id": h, "permintaan_id": p}),
        (service.ubah_kebijakan, {"himpunan_id": h, "kebijakan": Kebijakan.URUT_WAKTU, "alasan": "Rapat"}),
        (service.cadangkan_untuk, {"himpunan_id": h, "jadwal_id": jadwal_id, "kapasitas": 1}),
        (service.kunci_himpunan, {"himpunan_id": h}),
        (alokasi.bahan_tinjauan, {"himpunan_id": h}),
        (alokasi.tetapkan_alokasi, {"himpunan_id": h, "sidik_pratinjau": "-"}),
        (penyelesaian.bubarkan_himpunan, {"himpunan_id": h, "alasan": "Batal"}),
        (undangan.buat_undangan, {"himpunan_id": h, "isian": ISIAN}),
        (undangan.tarik_undangan, {"undangan_id": diundang}),
        (jawaban.terima_undangan, {"undangan_id": diundang, "versi": 1, "pilihan": 1, "sanggup": SANGGUP}),
        (jawaban.jawab_undangan, {"undangan_id": diundang, "versi": 1, "isian": JAWABAN}),
        (jawaban.tolak_undangan, {"undangan_id": diundang, "versi": 1, "alasan": "Penuh"}),
        (biaya.catat_biaya, {"himpunan_id": h, "jenis": JenisBiaya.TUK, "rupiah": "1"}),
        (biaya.hapus_biaya, {"biaya_id": tercatat}),
        (permintaan.ubah_permintaan, {"permintaan_id": draf, "isian": isian([siapa])}),
        (permintaan.ajukan_permintaan, {"permintaan_id": draf}),
        (permintaan.tarik_permintaan, {"permintaan_id": diajukan}),
        (permintaan.tolak_permintaan, {"permintaan_id": diajukan, "alasan": "Penuh"}),
        (permintaan.kirim_konsultasi, {"permintaan_id": diajukan, "isi": "Halo"}),
        (ubah_jadwal, {"jadwal_id": jadwal_draf, "rancangan": RANCANGAN}),
        (keadaan.buka, {"jadwal_id": jadwal_draf}),
        (keadaan.tutup, {"jadwal_id": jadwal_id}),
        (keadaan.batalkan_jadwal, {"jadwal_id": jadwal_id, "alasan": "Sakit"}),
        (keadaan.ubah_batas_daftar, {"jadwal_id": jadwal_id, "batas_daftar": "2030-03-20T16:00"}),
    ]
    for unit, apa in semua:
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, SISTEM, **apa)
        assert galat.value.kode == "PLUGIN_TIDAK_AKTIF", unit
    assert await potret(db) == sebelum


async def test_where_the_plugin_is_off_no_seat_is_confirmed_or_given_up(db: Database) -> None:
    dunia = await himpunan(db, pemda=DUA, kursi=(3,))
    await tetapkan(db, dunia.himpunan)
    await db.write(matikan)
    ((kursi,),) = await isi(db, "paksi_pemesanan", "id", orang_id=dunia.calon["61.71"][0])
    sebelum = await potret(db)
    for unit in (konfirmasi, batalkan):
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, SISTEM, pemesanan_id=kursi)
        assert galat.value.kode == "PLUGIN_TIDAK_AKTIF"
    assert await potret(db) == sebelum
