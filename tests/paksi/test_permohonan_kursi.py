"""An application and its seat: joined when both are there, parted when either ends; and who a pool seats first."""

from __future__ import annotations

import asyncio
import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.himpunan import penyelesaian
from forum_paksi.himpunan.alokasi import tetapkan_alokasi
from forum_paksi.himpunan.masukan import AlasanKode, Hasil, Kebijakan
from forum_paksi.himpunan.sidik import BerubahSejakPratinjau
from forum_paksi.jadwal import keadaan as jadwal_keadaan
from forum_paksi.pemesanan.service import batalkan, catat_kehadiran, konfirmasi, pesan_slot
from forum_paksi.permohonan import mundur
from forum_paksi.permohonan.kursi import dudukkan, jadwalkan
from forum_paksi.permohonan.periksa import periksa_permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.service import ambil, pindah
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, bebas_jejak
from forum_server.testing import GraphQLWith
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, aktor, dasar, hibah, isi, jadwal, orang, potret, tabel
from tests.paksi.bahan_asesmen import ditugaskan, dunia
from tests.paksi.bahan_himpunan import KOORDINATOR, himpunan, tetapkan, tinjau, ubah_baris

K = KeadaanPermohonan
PEMDA = aktor(hibah("paksi:mohon", wilayah=PONTIANAK))
VERIFIKATOR = Aktor(
    akun_id=None, orang_id=uuid.uuid4(), nama="v", hibah=(hibah("paksi:verifikasi", lembaga=LSP),)
)


def permohonan(session: Session, orang_id: uuid.UUID, /, **ganti: Any) -> uuid.UUID:
    """An application for PAKSI Pertama that meets the requirements, unless said otherwise."""
    bebas_jejak(session, "a test's own data")
    skema, syarat = tabel("paksi_skema"), tabel("paksi_persyaratan")
    id_ = uuid.uuid4()
    nilai = {
        "id": id_,
        "nomor": f"PS-{id_.hex[:12]}",
        "orang_id": orang_id,
        "skema_id": session.scalars(select(skema.c.id).where(skema.c.kode == "PAKSI_PERTAMA")).one(),
        "jenis_skema": "PAKSI",
        "jenis": "BARU",
        "jalur_kode": "DIKLAT",
        "persyaratan_id": session.scalars(
            select(syarat.c.id).where(syarat.c.jalan == "PAKSI_PERTAMA/BARU/DIKLAT").limit(1)
        ).one(),
        "lembaga_kode": LSP,
        "wilayah_kode": PONTIANAK,
        "keadaan": K.MEMENUHI_SYARAT,
        "putaran": 1,
        "diajukan_pada": datetime.now(UTC),
    }
    session.execute(insert(tabel("paksi_permohonan")).values(nilai | ganti))
    return id_


async def keadaan(db: Database, id_: uuid.UUID) -> tuple[K, uuid.UUID | None]:
    (satu,) = await isi(db, "paksi_permohonan", "keadaan", "pemesanan_id", id=id_)
    return satu


async def kursi(
    db: Database, jadwal_id: uuid.UUID, orang_id: uuid.UUID, *, jalur: str = "DIKLAT"
) -> uuid.UUID:
    """A held seat."""
    hasil = await db.write(
        pesan_slot, SISTEM, jadwal_id=jadwal_id, orang_id=orang_id, wilayah=PONTIANAK, jalur=jalur
    )
    return hasil.pemesanan_id


async def test_confirming_a_seat_schedules_the_application_that_waits_for_one(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(permohonan, siti)
    pemesanan = await kursi(db, await db.write(jadwal), siti)
    assert await keadaan(db, id_) == (K.MEMENUHI_SYARAT, None)
    await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    assert await keadaan(db, id_) == (K.TERJADWAL, pemesanan)
    assert await isi(db, "paksi_permohonan_riwayat", "dari", "ke", permohonan_id=id_) == [
        (K.MEMENUHI_SYARAT, K.TERJADWAL)
    ]
    assert await isi(db, "peristiwa", "kunci", jenis="paksi.permohonan") == [(str(id_),)]


async def test_an_application_that_meets_the_requirements_takes_the_seat_that_is_there(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(permohonan, siti, keadaan=K.VERIFIKASI)
    pemesanan = await kursi(db, await db.write(jadwal), siti)
    await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    assert await keadaan(db, id_) == (K.VERIFIKASI, None)

    def nyatakan(session: Session) -> None:
        row = ambil(session, VERIFIKATOR, id_, TindakanPermohonan.NYATAKAN_MEMENUHI)
        dudukkan(
            session,
            pindah(session, VERIFIKATOR, permohonan=row, tindakan=TindakanPermohonan.NYATAKAN_MEMENUHI),
        )

    await db.write(nyatakan)
    assert await keadaan(db, id_) == (K.TERJADWAL, pemesanan)


@pytest.mark.parametrize(
    "beda",
    [
        {"jalur_kode": "PENGALAMAN"},
        {"lembaga_kode": "lsp-lain"},
        {"keadaan": K.DIAJUKAN},
        {"keadaan": K.MUNDUR},
    ],
)
async def test_a_seat_of_another_kind_schedules_nothing(db: Database, beda: dict[str, Any]) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(permohonan, siti, **beda)
    await db.write(konfirmasi, SISTEM, pemesanan_id=await kursi(db, await db.write(jadwal), siti))
    assert await keadaan(db, id_) == (beda.get("keadaan", K.MEMENUHI_SYARAT), None)


async def test_a_seat_that_served_one_application_serves_no_second_one(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    lama = await db.write(permohonan, siti)
    pemesanan = await kursi(db, await db.write(jadwal), siti)
    await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    await db.write(ubah_baris, "paksi_permohonan", lama, keadaan=K.MUNDUR)
    baru = await db.write(permohonan, siti)
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(jadwalkan, PEMDA, permohonan_id=baru)
    assert galat.value.kode == "BELUM_BERKURSI"
    assert await potret(db) == sebelum
    await db.write(ubah_baris, "paksi_permohonan", baru, keadaan=K.VERIFIKASI)

    def nyatakan(session: Session) -> None:
        row = ambil(session, VERIFIKATOR, baru, TindakanPermohonan.NYATAKAN_MEMENUHI)
        dudukkan(
            session,
            pindah(session, VERIFIKATOR, permohonan=row, tindakan=TindakanPermohonan.NYATAKAN_MEMENUHI),
        )

    await db.write(nyatakan)
    assert await keadaan(db, baru) == (K.MEMENUHI_SYARAT, None)
    assert await keadaan(db, lama) == (K.MUNDUR, pemesanan)


async def test_joining_by_hand_needs_a_confirmed_seat_and_the_right_person(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    jadwal_id = await db.write(jadwal)
    pemesanan = await kursi(db, jadwal_id, siti)
    id_ = await db.write(permohonan, siti, keadaan=K.DIAJUKAN)
    await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    await db.write(ubah_baris, "paksi_permohonan", id_, keadaan=K.MEMENUHI_SYARAT, jalur_kode="PENGALAMAN")
    sebelum = await potret(db)
    for siapa, kode in (
        (PEMDA, "BELUM_BERKURSI"),
        (aktor(hibah("paksi:mohon", wilayah="61.01")), "TIDAK_DITEMUKAN"),
    ):
        with pytest.raises(GalatDomain) as galat:
            await db.write(jadwalkan, siapa, permohonan_id=id_)
        assert galat.value.kode == kode
    for siapa in (aktor(hibah("paksi:lihat", wilayah="ID")), aktor()):
        with pytest.raises(Ditolak):
            await db.write(jadwalkan, siapa, permohonan_id=id_)
    assert await potret(db) == sebelum
    await db.write(ubah_baris, "paksi_permohonan", id_, jalur_kode="DIKLAT")
    await db.write(jadwalkan, PEMDA, permohonan_id=id_)
    assert await keadaan(db, id_) == (K.TERJADWAL, pemesanan)


async def test_an_application_waits_again_when_its_seat_ends(db: Database) -> None:
    await db.write(dasar)
    siti, budi = await db.write(orang, 2)
    jadwal_id = await db.write(jadwal)
    ids = [await db.write(permohonan, siapa) for siapa in (siti, budi)]
    for siapa in (siti, budi):
        await db.write(konfirmasi, SISTEM, pemesanan_id=await kursi(db, jadwal_id, siapa))
    (pertama,) = await isi(db, "paksi_pemesanan", "id", orang_id=siti)
    await db.write(batalkan, SISTEM, pemesanan_id=pertama[0])
    assert await keadaan(db, ids[0]) == (K.MEMENUHI_SYARAT, None)
    assert (await keadaan(db, ids[1]))[0] is K.TERJADWAL
    await db.write(jadwal_keadaan.batalkan_jadwal, SISTEM, jadwal_id=jadwal_id, alasan="banjir")
    assert await keadaan(db, ids[1]) == (K.MEMENUHI_SYARAT, None)


async def test_the_asesor_of_a_seat_that_ended_has_room_again(db: Database) -> None:
    d = await dunia(db, batas=1, hari=1, banyak=2)
    await ditugaskan(db, d, 0)
    with pytest.raises(GalatDomain) as penuh:
        await ditugaskan(db, d, 1)
    assert penuh.value.kode == "ASESOR_PENUH"
    ((pemesanan,),) = await isi(db, "paksi_permohonan", "pemesanan_id", id=d.permohonan[0])
    await db.write(batalkan, SISTEM, pemesanan_id=pemesanan)
    assert await isi(db, "paksi_permohonan", "keadaan", "asesor_orang_id", id=d.permohonan[0]) == [
        (K.MEMENUHI_SYARAT, None)
    ]
    await ditugaskan(db, d, 1)
    assert await isi(db, "paksi_asesmen", "permohonan_id") == [(d.permohonan[1],)]


@pytest.mark.parametrize("oleh", ["pemda", "lsp"])
async def test_an_application_that_ends_gives_its_seat_to_the_next(db: Database, oleh: str) -> None:
    await db.write(dasar)
    siti, budi = await db.write(orang, 2)
    jadwal_id = await db.write(jadwal, kapasitas=1)
    id_ = await db.write(permohonan, siti)
    await db.write(konfirmasi, SISTEM, pemesanan_id=await kursi(db, jadwal_id, siti))
    menunggu = await kursi(db, jadwal_id, budi)
    if oleh == "pemda":
        await db.write(mundur.tarik, PEMDA, permohonan_id=id_)
    else:
        lsp = aktor(hibah("paksi:jadwal", lembaga=LSP))
        await db.write(mundur.batalkan, lsp, permohonan_id=id_, alasan="dokumen palsu")
    assert await keadaan(db, id_) == (K.MUNDUR if oleh == "pemda" else K.DIBATALKAN, None)
    assert await isi(db, "paksi_pemesanan", "keadaan", id=menunggu) == [("DITAHAN",)]
    assert await isi(db, "paksi_pemesanan", "alasan_batal", orang_id=siti) == [
        (f"PERMINTAAN_{oleh.upper()}",)
    ]


async def test_who_never_came_is_noted_when_the_schedule_is_over(db: Database) -> None:
    await db.write(dasar)
    siti, budi = await db.write(orang, 2)
    jadwal_id = await db.write(jadwal)
    ids = [await db.write(permohonan, siapa) for siapa in (siti, budi)]
    pemesanan = [await kursi(db, jadwal_id, siapa) for siapa in (siti, budi)]
    for satu in pemesanan:
        await db.write(konfirmasi, SISTEM, pemesanan_id=satu)
    await db.write(jadwal_keadaan.tutup, SISTEM, jadwal_id=jadwal_id)
    await db.write(jadwal_keadaan.mulai, SISTEM, jadwal_id=jadwal_id)
    for satu, hadir in zip(pemesanan, (False, True), strict=True):
        await db.write(catat_kehadiran, SISTEM, pemesanan_id=satu, hadir=hadir)
    assert [(await keadaan(db, i))[0] for i in ids] == [K.TERJADWAL, K.TERJADWAL]
    await db.write(jadwal_keadaan.selesai, SISTEM, jadwal_id=jadwal_id)
    assert [(await keadaan(db, i))[0] for i in ids] == [K.TIDAK_HADIR, K.TERJADWAL]


async def test_a_seat_confirmed_while_the_application_is_verified_is_not_missed(db: Database) -> None:
    """Whichever commits second joins them, however the two units lie to each other."""
    await db.write(dasar)
    siapa = await db.write(orang, 6)
    jadwal_id = await db.write(jadwal)
    pasangan = [
        (await db.write(permohonan, s, keadaan=K.VERIFIKASI), await kursi(db, jadwal_id, s)) for s in siapa
    ]

    def nyatakan(session: Session, id_: uuid.UUID) -> None:
        row = ambil(session, VERIFIKATOR, id_, TindakanPermohonan.NYATAKAN_MEMENUHI)
        dudukkan(
            session,
            pindah(session, VERIFIKATOR, permohonan=row, tindakan=TindakanPermohonan.NYATAKAN_MEMENUHI),
        )

    await asyncio.gather(
        *(
            tugas
            for id_, pemesanan in pasangan
            for tugas in (
                db.write(nyatakan, id_),
                db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan),
            )
        )
    )
    assert [await keadaan(db, id_) for id_, _ in pasangan] == [(K.TERJADWAL, p) for _, p in pasangan]


async def test_a_confirmed_pool_schedules_the_applications_of_all_its_seats(db: Database) -> None:
    dunia = await himpunan(db, pemda=((PONTIANAK, 2), ("61.01", 1)), kursi=(3,))
    ids = {
        siapa: await db.write(permohonan, siapa, wilayah_kode=wilayah)
        for wilayah, calon in dunia.calon.items()
        for siapa in calon
    }
    await tetapkan(db, dunia.himpunan)
    await db.write(penyelesaian.kirim_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    await db.write(penyelesaian.konfirmasi_himpunan, SISTEM, himpunan_id=dunia.himpunan)
    for siapa, id_ in ids.items():
        ((pemesanan,),) = await isi(db, "paksi_pemesanan", "id", orang_id=siapa)
        assert await keadaan(db, id_) == (K.TERJADWAL, pemesanan)


async def test_a_seat_that_ends_while_the_application_is_verified_is_nobodys(db: Database) -> None:
    """Whichever commits second, no application is left with a seat that is gone."""
    await db.write(dasar)
    siapa = await db.write(orang, 6)
    jadwal_id = await db.write(jadwal)
    pasangan = [
        (await db.write(permohonan, s, keadaan=K.VERIFIKASI), await kursi(db, jadwal_id, s)) for s in siapa
    ]
    for _, pemesanan in pasangan:
        await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    sudah = [id_ for id_, _ in pasangan[:3]]
    for id_ in sudah:
        await db.write(ubah_baris, "paksi_permohonan", id_, keadaan=K.MEMENUHI_SYARAT)

    def duduk(session: Session, id_: uuid.UUID) -> None:
        if id_ in sudah:
            jadwalkan(session, PEMDA, permohonan_id=id_)
            return
        row = ambil(session, VERIFIKATOR, id_, TindakanPermohonan.NYATAKAN_MEMENUHI)
        dudukkan(
            session,
            pindah(session, VERIFIKATOR, permohonan=row, tindakan=TindakanPermohonan.NYATAKAN_MEMENUHI),
        )

    hasil = await asyncio.gather(
        *(
            tugas
            for id_, pemesanan in pasangan
            for tugas in (db.write(duduk, id_), db.write(batalkan, SISTEM, pemesanan_id=pemesanan))
        ),
        return_exceptions=True,
    )
    gagal = [galat for galat in hasil if isinstance(galat, BaseException)]
    assert all(isinstance(g, GalatDomain) and g.kode == "BELUM_BERKURSI" for g in gagal)
    for id_, _ in pasangan:
        assert await keadaan(db, id_) == (K.MEMENUHI_SYARAT, None)


async def test_the_check_finds_an_application_whose_seat_is_gone(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    id_ = await db.write(permohonan, siti, keadaan=K.VERIFIKASI)
    pemesanan = await kursi(db, await db.write(jadwal), siti)
    await db.write(konfirmasi, SISTEM, pemesanan_id=pemesanan)
    await db.write(batalkan, SISTEM, pemesanan_id=pemesanan)

    def periksa(session: Session) -> list[str]:
        bebas_jejak(session, "nothing is written")
        return [t for t in periksa_permohonan(session) if "kursi" in t]

    assert await db.write(periksa) == []
    await db.write(ubah_baris, "paksi_permohonan", id_, keadaan=K.TERJADWAL, pemesanan_id=pemesanan)
    assert await db.write(periksa) == [
        f"Permohonan {id_} TERJADWAL pada kursi {pemesanan} yang sudah DIBATALKAN atau milik orang lain."
    ]


# --- which candidates a pool seats ------------------------------------------------------------------------


def sertifikat(session: Session, orang_id: uuid.UUID, berakhir: date, **ganti: Any) -> None:
    """A certificate of PAKSI Pertama that counts, unless said otherwise."""
    bebas_jejak(session, "a test's own data")
    skema = tabel("paksi_skema")
    kode = ganti.pop("skema", "PAKSI_PERTAMA")
    nilai = {
        "id": uuid.uuid4(),
        "orang_id": orang_id,
        "skema_id": session.scalars(select(skema.c.id).where(skema.c.kode == kode)).one(),
        "jenis": "PAKSI",
        "lembaga_kode": LSP,
        "nomor": uuid.uuid4().hex,
        "kode_periksa": uuid.uuid4().hex,
        "terbit": date(2020, 1, 1),
        "berakhir": berakhir,
        "keadaan": "AKTIF",
        "diakui": True,
        "wilayah_kode": PONTIANAK,
    }
    session.execute(insert(tabel("paksi_sertifikat")).values(nilai | ganti))


async def test_renewals_that_end_soonest_are_seated_first_and_other_certificates_are_none(
    db: Database,
) -> None:
    dunia = await himpunan(db, kebijakan=Kebijakan.PRIORITAS_KEDALUWARSA, pemda=((PONTIANAK, 6),), kursi=(2,))
    a, b, c, d, e, f = dunia.calon[PONTIANAK]
    await db.write(sertifikat, f, date(2031, 1, 1))
    await db.write(sertifikat, e, date(2030, 6, 1))
    await db.write(sertifikat, a, date(2021, 1, 1))
    await db.write(sertifikat, b, date(2030, 1, 1), keadaan="DIBEKUKAN")
    await db.write(sertifikat, c, date(2030, 1, 1), skema="PAKSI_MUDA")
    await db.write(sertifikat, d, date(2030, 1, 1), diakui=False)
    hasil = (await tinjau(db, dunia.himpunan)).hasil
    assert [(k.orang, k.alasan_kode) for k in hasil.keputusan[:2]] == [
        (e, AlasanKode.SERTIFIKAT_BERAKHIR),
        (f, AlasanKode.SERTIFIKAT_BERAKHIR),
    ]
    assert {k.orang for k in hasil.keputusan[2:]} == {a, b, c, d}
    assert {k.hasil for k in hasil.keputusan[2:]} == {Hasil.DAFTAR_TUNGGU}


async def test_a_pool_that_asks_for_eligibility_weighs_each_application(db: Database) -> None:
    dunia = await himpunan(db, pemda=((PONTIANAK, 5),), kursi=(5,))
    await db.write(ubah_baris, "paksi_himpunan", dunia.himpunan, wajib_kelayakan=True)
    layak, kurang, lain, tanpa, jalur = dunia.calon[PONTIANAK]
    await db.write(permohonan, layak)
    id_ = await db.write(permohonan, kurang, keadaan=K.DRAF, diajukan_pada=None)
    await db.write(permohonan, lain, lembaga_kode="lsp-lain")
    await db.write(permohonan, jalur, jalur_kode="PENGALAMAN")
    keputusan = {k.orang: k for k in (await tinjau(db, dunia.himpunan)).hasil.keputusan}
    assert keputusan[layak].hasil is Hasil.KURSI
    for siapa in (kurang, lain, tanpa, jalur):
        assert (keputusan[siapa].hasil, keputusan[siapa].alasan_kode) == (
            Hasil.TIDAK_DAPAT,
            AlasanKode.BELUM_LAYAK,
        )
    assert "butir persyaratan" in keputusan[kurang].alasan
    assert "belum mempunyai permohonan" in keputusan[lain].alasan
    assert "belum mempunyai permohonan" in keputusan[tanpa].alasan
    assert "belum mempunyai permohonan" in keputusan[jalur].alasan

    lama = await tinjau(db, dunia.himpunan)
    await db.write(
        ubah_baris, "paksi_permohonan", id_, keadaan=K.MEMENUHI_SYARAT, diajukan_pada=datetime.now(UTC)
    )
    sebelum = await potret(db)
    with pytest.raises(BerubahSejakPratinjau) as berubah:
        await db.write(tetapkan_alokasi, SISTEM, himpunan_id=dunia.himpunan, sidik_pratinjau=lama.sidik)
    assert await potret(db) == sebelum
    ((nomor,),) = await isi(db, "paksi_permintaan", "nomor")
    assert berubah.value.perubahan == (f"Kelayakan atau masa sertifikat calon permintaan {nomor} berubah.",)
    await tetapkan(db, dunia.himpunan)
    assert {o for (o,) in await isi(db, "paksi_pemesanan", "orang_id")} == {layak, kurang}


async def test_a_pool_says_whether_it_asks_for_eligibility(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi", aktif={})
    await server.db.write(dasar)
    buka = """mutation($wajib: Boolean!) {
        paksiBukaHimpunan(wilayah: "61", nama: "Uji", skema: "PAKSI_PERTAMA", lembaga: "lsp-uji",
            kebijakan: PRIORITAS_KEDALUWARSA, wajibKelayakan: $wajib) {
        ... on PaksiHimpunan { kebijakan wajibKelayakan } ... on Galat { kode } } }"""
    for wajib in (True, False):
        jawab = await server.ask(buka, aktor=KOORDINATOR, variables={"wajib": wajib})
        assert jawab.hasil == {
            "paksiBukaHimpunan": {"kebijakan": "PRIORITAS_KEDALUWARSA", "wajibKelayakan": wajib}
        }
    assert await isi(server.db, "paksi_himpunan", "wajib_kelayakan") == [(False,), (True,)]
