"""People from spreadsheets: everybody or nobody, recognised by their numbers, which no message repeats. All made up."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.galat import Ditolak, TidakDitemukan
from forum_server.impor import ImporDitolak, LaporanImpor
from forum_server.jejak.models import Jejak
from forum_server.lembar.tulis import KolomTulis, tulis_buku
from forum_server.orang.impor import baca_orang, impor
from forum_server.orang.models import Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.testing.pernyataan import Pernyataan
from tests.akun.bantuan import KUNCI, SISTEM, aktor, opd

NIP = "199001012020051001"
NIP_LAIN = "199202022020051002"
NIK = "6171010101900001"
KOTA = "61.71"
JUDUL = "nama,kepegawaian,nip,nik,jabatan,perangkat daerah"


def csv(*baris: str) -> bytes:
    return "\n".join([JUDUL, *baris]).encode()


async def masukkan(db: Database, isi: bytes, pelaku: Aktor = SISTEM, wilayah: str = KOTA) -> LaporanImpor:
    return await db.write(impor, pelaku, KUNCI, wilayah=wilayah, terbaca=baca_orang(isi, "orang.csv"))


async def kesalahan(db: Database, isi: bytes, pelaku: Aktor = SISTEM) -> list[tuple[int, str | None, str]]:
    sebelum = await keadaan(db)
    with pytest.raises(ImporDitolak) as galat:
        await masukkan(db, isi, pelaku)
    assert await keadaan(db) == sebelum
    return [(k.baris, k.kolom, k.pesan) for k in galat.value.laporan.kesalahan]


async def keadaan(db: Database) -> tuple[int, int]:
    return (
        await db.scalar(select(func.count()).select_from(Orang)),
        await db.scalar(select(func.count()).select_from(Jejak)),
    )


async def test_everybody_is_registered_and_the_numbers_are_encrypted(db: Database) -> None:
    dinas = await opd(db, KOTA, "Inspektorat")
    laporan = await masukkan(db, csv(f"Si Contoh,PNS,{NIP},{NIK},Auditor,inspektorat", "Si Umum,Non ASN,,,,"))
    assert (laporan.dibaca, laporan.ditulis, laporan.sama) == (2, 2, 0)
    satu, umum = await db.all(select(Orang.__table__).order_by(Orang.nama))
    assert (satu.nama, satu.kepegawaian, satu.jabatan, satu.perangkat_daerah_id, satu.nip_akhir) == (
        "Si Contoh",
        "PNS",
        "Auditor",
        dinas,
        "001",
    )
    assert KUNCI.bukakan(satu.nip_sandi, tempat=f"orang.nip:{satu.id}") == NIP
    assert KUNCI.bukakan(satu.nik_sandi, tempat=f"orang.nik:{satu.id}") == NIK
    assert (umum.nip_sandi, umum.nik_sandi, umum.perangkat_daerah_id) == (None, None, None)
    entri = await db.all(select(Jejak.aksi, Jejak.wilayah, Jejak.bidang).where(Jejak.aksi == "orang.impor"))
    assert sorted(len(e.bidang) for e in entri) == [2, 6]


async def test_the_same_file_again_registers_nobody(db: Database) -> None:
    isi = csv(f"Si Contoh,PNS,{NIP},,,", "Si Umum,NON_ASN,,,,")
    await masukkan(db, isi)
    sebelum = await keadaan(db)
    laporan = await masukkan(db, isi)
    assert (laporan.ditulis, laporan.sama) == (0, 2)
    assert await keadaan(db) == sebelum


async def test_a_workbook_does_as_well(db: Database) -> None:
    kolom = [KolomTulis(judul=j) for j in JUDUL.split(",")]
    isi = tulis_buku("Pegawai", kolom, [["Si Contoh", "PNS", NIP, NIK, None, None]])
    assert (await masukkan(db, isi)).ditulis == 1


async def test_a_number_that_became_a_figure_is_told_with_sheet_row_and_column(db: Database) -> None:
    kolom = [KolomTulis(judul=j) for j in JUDUL.split(",")]
    isi = tulis_buku("Pegawai", kolom, [["Si Contoh", "PNS", int(NIP), None, None, None]])
    with pytest.raises(ImporDitolak) as galat:
        await masukkan(db, isi)
    assert "lembar Pegawai, baris 2, kolom C (nip): angka lebih dari 15 digit" in galat.value.pesan
    assert NIP[:15] not in galat.value.pesan


@pytest.mark.parametrize(
    ("baris", "kolom", "pesan"),
    [
        (f"A B,PNS,{NIP[:-1]},,,", "nip", "18 angka"),
        (f"A B,NON_ASN,{NIP},,,", "nip", "bukan ASN"),
        ("A B,PNS,,123,,", "nik", "NIK"),
        ("A B,PNS,,,,Dinas Tiada", "perangkat daerah", "bukan perangkat daerah wilayah ini"),
        ("--,PNS,,,,", "nama", "bukan nama yang sah"),
        ("A B,DOSEN,,,,", "kepegawaian", "tidak dikenal"),
    ],
)
async def test_a_fault_is_told_with_its_place_and_without_the_number(
    db: Database, baris: str, kolom: str, pesan: str
) -> None:
    ((nomor, letak, teks),) = await kesalahan(db, csv("Si Umum,NON_ASN,,,,", baris))
    assert (nomor, letak) == (3, kolom)
    assert pesan in teks
    assert NIP[:-1] not in teks


async def test_a_number_twice_in_a_file_is_a_fault(db: Database) -> None:
    salah = await kesalahan(
        db, csv(f"A B,PNS,{NIP},,,", f"C D,PNS,{NIP},,,", "E F,NON_ASN,,,,", "e f,NON_ASN,,,,")
    )
    assert [(n, k) for n, k, _ in salah] == [(3, "nip"), (5, "nama")]


async def test_a_person_in_two_rows_by_different_numbers_is_a_fault(db: Database) -> None:
    await masukkan(db, csv(f"Si Contoh,PNS,{NIP},{NIK},,"))
    (satu,) = await kesalahan(db, csv(f"Si Contoh,PNS,{NIP},,,", f"Si Contoh,PNS,,{NIK},,"))
    assert satu == (3, "nik", "orang yang sama dengan baris 2. Hapus salah satunya.")


async def test_who_is_known_otherwise_than_the_file_says_is_a_fault(db: Database) -> None:
    await masukkan(db, csv(f"Si Contoh,PNS,{NIP},,Auditor,", f"Si Lain,PNS,{NIP_LAIN},{NIK},,"))
    salah = await kesalahan(
        db,
        csv(
            f"Si Contoh Baru,PNS,{NIP},,Auditor,",
            f"Si Lain,PNS,{NIP_LAIN},6171010101900002,,",
        ),
    )
    assert [(n, k) for n, k, _ in salah] == [(2, "nama"), (3, "nik")]
    silang = await kesalahan(db, csv(f"Si Contoh,PNS,{NIP},{NIK},,"))
    assert [(k, p) for _, k, p in silang] == [
        ("nik", "NIP dan NIK milik dua orang yang berbeda. Periksa keduanya.")
    ]


@pytest.mark.parametrize("tempat", ["61.72", "11.01"])
async def test_a_person_of_another_region_is_not_shown(db: Database, tempat: str) -> None:
    await db.write(
        daftarkan,
        SISTEM,
        KUNCI,
        nama="Rahasia Sekali",
        kepegawaian=Kepegawaian.PNS,
        pemilik=Pemilik(wilayah=tempat),
        nip=NIP,
    )
    ((_, kolom, pesan),) = await kesalahan(
        db, csv(f"Si Contoh,PNS,{NIP},,,"), aktor("inti:orang", wilayah="61")
    )
    assert kolom == "nip"
    assert pesan.startswith("sudah terdaftar.")
    assert "Rahasia" not in pesan


@pytest.mark.parametrize(
    ("pelaku", "galat"),
    [
        (Aktor.anonim(), Ditolak),
        (aktor("inti:opd", wilayah=KOTA), Ditolak),
        (aktor("inti:orang", wilayah="61.72"), TidakDitemukan),
        (aktor("inti:orang", wilayah="61"), None),
        (aktor("inti:orang", wilayah=KOTA), None),
        (SISTEM, None),
    ],
)
async def test_who_may_import(db: Database, pelaku: Aktor, galat: type[Exception] | None) -> None:
    sebelum = await keadaan(db)
    if galat is None:
        assert (await masukkan(db, csv("Si Umum,NON_ASN,,,,"), pelaku)).ditulis == 1
        return
    with pytest.raises(galat):
        await masukkan(db, csv("Si Umum,NON_ASN,,,,"), pelaku)
    assert await keadaan(db) == sebelum


async def test_statements_do_not_grow_with_the_rows(db: Database) -> None:
    def berkas(awal: int, banyak: int) -> bytes:
        return csv(*(f"Contoh {n:04},PNS,19900101202005{n:04},,," for n in range(awal, awal + banyak)))

    jumlah: list[int] = []
    for awal, banyak in ((1001, 1), (1101, 60)):
        with Pernyataan() as pernyataan:
            assert (await masukkan(db, berkas(awal, banyak))).ditulis == banyak
        jumlah.append(len(pernyataan.daftar))
    assert jumlah[0] == jumlah[1]


async def test_an_unknown_region_is_refused(db: Database) -> None:
    with pytest.raises(TidakDitemukan):
        await masukkan(db, csv("Si Umum,NON_ASN,,,,"), wilayah="61.99")


def test_reading_is_apart_from_writing() -> None:
    terbaca: Any = baca_orang(b"x", "a.csv")
    assert terbaca.kesalahan
