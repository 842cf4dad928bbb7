"""Certificates from a spreadsheet, on both engines."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forum_paksi.sertifikat import impor as layanan
from forum_server.plugin import (
    Database,
    Ditolak,
    ImporDitolak,
    KolomTulis,
    Kunci,
    LaporanImpor,
    bebas_jejak,
    tulis_buku,
)
from forum_server.testing import aktor_uji
from forum_server.testing.server import GraphQLWith
from tests.paksi.bahan import LSP, PONTIANAK, aktor, dasar, hibah, isi, potret, tabel
from tests.paksi.bahan_sertifikat import diakui

KUNCI = Kunci.baru()
NIP = "198609262015051001"
NIK = "6171016609860001"
NIP_JAUH = "198001012005011002"
PENGELOLA = aktor(hibah("paksi:sertifikat", wilayah=PONTIANAK))
JUDUL = "nip,nik,skema,lembaga,nomor,terbit,berakhir"


def orang(session: Session, kunci: Kunci = KUNCI) -> None:
    """One person with both numbers here, one elsewhere, one of an institution."""
    bebas_jejak(session, "a test's own data")
    umum = {"nama": "Contoh", "nama_cari": "contoh", "kepegawaian": "PNS"}
    session.execute(
        insert(tabel("orang")).values(
            id=uuid.uuid4(),
            **umum,
            wilayah_kode=PONTIANAK,
            nip_sandi="x",
            nip_sidik=kunci.sidik("nip", NIP),
            nip_akhir="001",
            nik_sandi="x",
            nik_sidik=kunci.sidik("nik", NIK),
        )
    )
    session.execute(
        insert(tabel("orang")).values(
            id=uuid.uuid4(),
            **umum,
            wilayah_kode="62.71",
            nip_sandi="x",
            nip_sidik=kunci.sidik("nip", NIP_JAUH),
            nip_akhir="002",
        )
    )


async def impor(db: Database, *baris: str, aktor_: Any = PENGELOLA) -> LaporanImpor:
    return await db.write(
        layanan.impor,
        aktor_,
        KUNCI,
        terbaca=layanan.baca("\n".join([JUDUL, *baris]).encode(), "uji.csv"),
    )


async def test_certificates_are_written_once_however_often_the_file_is_imported(db: Database) -> None:
    await db.write(dasar)
    await db.write(orang)
    baris = (
        f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-1,2024-10-05,2027-10-04",
        f",{NIK},api,{LSP.upper()},UJI-2,5/10/2024,4/10/2027",
    )
    assert await impor(db, *baris) == LaporanImpor(berkas="uji.csv", dibaca=2, ditulis=2, sama=0)
    assert await isi(
        db, "paksi_sertifikat", "nomor", "terbit", "berakhir", "wilayah_kode", "lembaga_kode"
    ) == [
        ("UJI-1", date(2024, 10, 5), date(2027, 10, 4), PONTIANAK, LSP),
        ("UJI-2", date(2024, 10, 5), date(2027, 10, 4), PONTIANAK, LSP),
    ]
    assert len(await isi(db, "jejak", "id", aksi="paksi.impor_sertifikat")) == 2
    assert await impor(db, *baris) == LaporanImpor(berkas="uji.csv", dibaca=2, ditulis=0, sama=2)


async def test_the_history_of_a_person_is_kept_in_the_order_of_its_days(db: Database) -> None:
    await db.write(dasar)
    await db.write(diakui)
    await db.write(orang)
    await impor(
        db,
        f"{NIP},,PAKSI_MADYA,{LSP},UJI-3,2026-01-10,2029-01-09",
        f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-1,2019-03-01,2022-02-28",
        f"{NIP},,PAKSI_UTAMA,lsp-lain,LAIN,2026-05-01,2029-04-30",
        f"{NIP},,API,{LSP},API-1,2025-01-01,2027-12-31",
    )
    await impor(db, f"{NIP},,PAKSI_MUDA,{LSP},UJI-2,2022-01-10,2025-01-09")
    t = tabel("paksi_sertifikat")
    baru = t.alias()
    rows = await db.all(
        select(t.c.nomor, t.c.keadaan, t.c.diakui, t.c.berhenti_pada, baru.c.nomor)
        .outerjoin(baru, baru.c.id == t.c.pengganti_id)
        .order_by(t.c.nomor)
    )
    assert [tuple(r) for r in rows] == [
        ("API-1", "AKTIF", True, None, None),
        ("LAIN", "AKTIF", False, None, None),
        ("UJI-1", "DIGANTIKAN", True, date(2026, 1, 10), "UJI-3"),
        ("UJI-2", "DIGANTIKAN", True, date(2026, 1, 10), "UJI-3"),
        ("UJI-3", "AKTIF", True, None, None),
    ]


async def test_every_fault_is_told_with_its_row_and_nothing_is_written(db: Database) -> None:
    await db.write(dasar)
    await db.write(orang)
    await impor(db, f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-0,2024-10-05,2027-10-04")
    sebelum = await potret(db)
    with pytest.raises(ImporDitolak) as ditolak:
        await impor(
            db,
            f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-1,2024-10-05,2027-10-04",
            f",,PAKSI_PERTAMA,{LSP},UJI-2,2024-10-05,2027-10-04",
            f"{NIP_JAUH},,PAKSI_PERTAMA,{LSP},UJI-3,2024-10-05,2027-10-04",
            f"{NIP},,PAKSI_ENTAH,{LSP},UJI-4,2024-10-05,2027-10-04",
            f"{NIP},,PAKSI_PERTAMA,lsp-entah,UJI-5,2024-10-05,2027-10-04",
            f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-6,2024-10-05,2024-10-05",
            f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-7,2024-13-05,2027-10-04",
            f"12345,,PAKSI_PERTAMA,{LSP},UJI-8,2024-10-05,2027-10-04",
            f"{NIP},,PAKSI_MUDA,{LSP},UJI-0,2024-10-05,2027-10-04",
            f"{NIP},1111111111111111,PAKSI_MUDA,{LSP},UJI-9,2024-10-05,2027-10-04",
            f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-10,2090-01-01,2093-01-01",
        )
    kesalahan = ditolak.value.laporan.kesalahan
    assert [(k.baris, k.kolom) for k in kesalahan] == [
        (3, "nip"),
        (4, "nip"),
        (5, "skema"),
        (6, "lembaga"),
        (7, "berakhir"),
        (8, "terbit"),
        (9, "nip"),
        (10, "nomor"),
        (11, "nip"),
        (12, "terbit"),
    ]
    assert not any(NIP in k.pesan or NIP_JAUH in k.pesan or "12345" in k.pesan for k in kesalahan)
    assert await potret(db) == sebelum


async def test_nothing_is_imported_for_people_of_a_region_without_the_plugin(db: Database) -> None:
    await db.write(dasar, aktif=())
    await db.write(orang)
    sebelum = await potret(db)
    with pytest.raises(ImporDitolak) as ditolak:
        await impor(db, f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-0,2024-10-05,2027-10-04")
    (kesalahan,) = ditolak.value.laporan.kesalahan
    assert (kesalahan.baris, kesalahan.kolom) == (2, "nip")
    assert kesalahan.pesan.startswith("layanan paksi tidak aktif di wilayah orang ini.")
    assert await potret(db) == sebelum


async def test_without_the_permission_nobody_imports(db: Database) -> None:
    await db.write(dasar)
    with pytest.raises(Ditolak):
        await impor(db, f"{NIP},,PAKSI_PERTAMA,{LSP},UJI-1,2024-10-05,2027-10-04", aktor_=aktor())


async def test_an_import_reports_and_the_certificates_are_listed(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(orang, server.layanan.kunci)
    mutasi = """mutation($isi: Rahasia!) { paksiImporSertifikat(isi: $isi, berkas: "a.csv") {
      ... on PaksiLaporanImpor { berkas dibaca ditulis sama kesalahan { baris kolom } } } }"""
    pengelola = aktor_uji("paksi:sertifikat", "inti:orang", wilayah=PONTIANAK)
    salah = await server.ask(
        mutasi, aktor=pengelola, variables={"isi": f"{JUDUL}\n,,API,{LSP},A,2024-01-01,2027-01-01"}
    )
    assert salah.hasil == {
        "paksiImporSertifikat": {
            "berkas": "a.csv",
            "dibaca": 1,
            "ditulis": 0,
            "sama": 0,
            "kesalahan": [{"baris": 2, "kolom": "nip"}],
        }
    }
    benar = await server.ask(
        mutasi, aktor=pengelola, variables={"isi": f"{JUDUL}\n{NIP},,API,{LSP},A,2024-01-01,2027-01-01"}
    )
    assert benar.hasil["paksiImporSertifikat"]["ditulis"] == 1
    daftar = """{ paksiDaftarSertifikat(berlakuPada: "2027-01-01") { totalCount edges { node {
      nomor skema { kode } penerbit { kode } orang { nama paksiSertifikat { totalCount } } } } } }"""
    assert (await server.ask(daftar, aktor=pengelola)).hasil == {
        "paksiDaftarSertifikat": {
            "totalCount": 1,
            "edges": [
                {
                    "node": {
                        "nomor": "A",
                        "skema": {"kode": "API"},
                        "penerbit": {"kode": LSP},
                        "orang": {"nama": "Contoh", "paksiSertifikat": {"totalCount": 1}},
                    }
                }
            ],
        }
    }
    jauh = aktor_uji("paksi:sertifikat", wilayah="62")
    assert (await server.ask(daftar, aktor=jauh)).hasil["paksiDaftarSertifikat"]["totalCount"] == 0
    lewat = await server.ask(daftar.replace("2027-01-01", "2027-01-02"), aktor=pengelola)
    assert lewat.hasil["paksiDaftarSertifikat"]["totalCount"] == 0


UNGGAH = """mutation($u: ID, $i: Rahasia) { paksiImporSertifikat(unggahan: $u, isi: $i) {
    ... on PaksiLaporanImpor { berkas ditulis kesalahan { lembar baris kolom } } ... on Galat { kode } } }"""


async def test_certificates_come_from_an_upload_as_from_text(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(orang, server.layanan.kunci)
    pengelola = aktor_uji("paksi:sertifikat", wilayah=PONTIANAK)
    kolom = [KolomTulis(judul=j) for j in JUDUL.split(",")]
    baris = [NIP, None, "PAKSI_PERTAMA", LSP, "UJI-1", date(2024, 10, 5), date(2027, 10, 4)]
    salah = tulis_buku("Sertifikat", kolom, [baris, [*baris[:4], "UJI-2", "kemarin", baris[6]]])
    unggahan = await server.unggah(pengelola, salah, nama="a.xlsx")
    sebelum = await potret(server.db)
    jawab = await server.ask(UNGGAH, aktor=pengelola, u=str(unggahan))
    assert jawab.hasil["paksiImporSertifikat"] == {
        "berkas": "a.xlsx",
        "ditulis": 0,
        "kesalahan": [{"lembar": "Sertifikat", "baris": 3, "kolom": "F (terbit)"}],
    }
    for isian in ({}, {"u": str(unggahan), "i": JUDUL}):
        tolak = await server.ask(UNGGAH, aktor=pengelola, variables=isian)
        assert tolak.hasil["paksiImporSertifikat"] == {"kode": "SALAH_SATU"}
    assert await potret(server.db) == sebelum
    baik = await server.unggah(pengelola, tulis_buku("Sertifikat", kolom, [baris]))
    assert (await server.ask(UNGGAH, aktor=pengelola, u=str(baik))).hasil["paksiImporSertifikat"][
        "ditulis"
    ] == 1
    assert len(await isi(server.db, "paksi_sertifikat", "nomor")) == 1
