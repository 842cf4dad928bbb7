"""Applications from workbooks: drafts of one kind for everybody in it, or every fault and nothing. All made up."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from forum_paksi.lembar import usulan
from forum_paksi.permohonan.isian import buat_permohonan
from forum_paksi.permohonan.tujuan import IsianPermohonan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_server.plugin import Aktor, BerkasCsv, GalatDomain, baca_orang, impor_orang
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, potret
from tests.paksi.bahan_permohonan import HARI_INI, sertifikat, syarat
from tests.paksi.test_lembar import TEMPLAT, buku, orang

IMPOR = """mutation($w: String!, $i: PaksiImporPermohonanIsian!, $u: ID!) {
  paksiImporPermohonan(wilayah: $w, isian: $i, unggahan: $u) {
    ... on PaksiPermohonanDiimpor { orangBaru
      permohonan { id nomor keadaan jenis jalur orang { nama } riwayat { ke } }
      laporan { dibaca ditulis sama kesalahan { lembar baris kolom pesan } } }
    ... on Galat { kode letak } } }"""
BARU = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "BARU", "jalur": "PENGALAMAN"}


def pemda(wilayah: str = PONTIANAK, *lain: str) -> Aktor:
    return aktor_uji("paksi:mohon", "inti:orang", *lain, wilayah=wilayah)


def terdaftar(session: Session, kunci: Any, berkas: bytes) -> list[uuid.UUID]:
    """The people of a workbook, registered."""
    terbaca = baca_orang(berkas, "orang.xlsx")
    return list(impor_orang(session, SISTEM, kunci, wilayah=PONTIANAK, terbaca=terbaca).orang)


async def mulai(graphql_with: GraphQLWith) -> ServerUji:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(syarat)
    return server


async def impor(
    server: ServerUji,
    berkas: bytes,
    aktor: Aktor | None = None,
    wilayah: str = PONTIANAK,
    **isian: Any,
) -> Any:
    siapa = aktor or pemda()
    u = await server.unggah(siapa, berkas, nama="permohonan.xlsx")
    jawab = await server.ask(IMPOR, aktor=siapa, w=wilayah, i={**BARU, **isian}, u=str(u))
    return jawab.hasil["paksiImporPermohonan"]


async def test_everybody_gets_a_draft_and_who_has_it_keeps_it(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    hasil = await impor(server, buku(orang(1), orang(0)))
    assert (hasil["orangBaru"], hasil["laporan"]["ditulis"], hasil["laporan"]["sama"]) == (2, 2, 0)
    assert [(p["orang"]["nama"][-1], p["nomor"][-3:], p["keadaan"]) for p in hasil["permohonan"]] == [
        ("B", "001", "DRAF"),
        ("A", "002", "DRAF"),
    ]
    assert [p["riwayat"] for p in hasil["permohonan"]] == [[{"ke": "DRAF"}]] * 2
    lagi = await impor(server, buku(orang(0), orang(2), orang(1)))
    assert (lagi["orangBaru"], lagi["laporan"]["ditulis"], lagi["laporan"]["sama"]) == (1, 1, 2)
    assert [(p["orang"]["nama"][-1], p["nomor"][-3:]) for p in lagi["permohonan"]] == [("C", "003")]
    assert await isi(server.db, "unggahan", "id") == []
    assert len(await isi(server.db, "jejak", "id", aksi="paksi.impor_permohonan")) == 2
    assert len(await isi(server.db, "jejak", "id", aksi="paksi.permohonan_buat")) == 3


async def test_each_starts_from_their_own_latest_certificate_that_fits(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    berkas = buku(orang(0), orang(1))
    siapa = await server.db.write(terdaftar, server.layanan.kunci, berkas)
    lalu: dict[str, Any] = {
        "terbit": HARI_INI - timedelta(3000),
        "berakhir": HARI_INI - timedelta(2000),
        "berhenti_pada": HARI_INI - timedelta(365),
    }
    asal: list[tuple[uuid.UUID]] = []
    for o in siapa:
        await server.db.write(sertifikat, o, keadaan="DIGANTIKAN", nomor=f"LAMA-{o}", **lalu)
        asal.append((await server.db.write(sertifikat, o),))
    await server.db.write(sertifikat, siapa[0], kode="API", nomor="API-1")
    hasil = await impor(server, berkas, jenis="PERPANJANGAN", jalur=None)
    assert (hasil["orangBaru"], hasil["laporan"]["ditulis"]) == (0, 2)
    assert await isi(server.db, "paksi_permohonan", "dari_sertifikat_id") == sorted(asal)


async def test_every_fault_is_told_with_its_place_and_nothing_is_written(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    berkas = buku(orang(0), orang(1), orang(2))
    a, b, _ = await server.db.write(terdaftar, server.layanan.kunci, berkas)
    await server.db.write(sertifikat, a)
    await server.db.write(syarat, kode="PAKSI_MUDA")
    muda = IsianPermohonan(skema="PAKSI_MUDA", lembaga=LSP, jenis=JenisPermohonan.BARU, jalur="PENGALAMAN")
    await server.db.write(buat_permohonan, SISTEM, orang=b, isian=muda)
    sebelum = await potret(server.db)
    hasil = await impor(server, berkas)
    assert (hasil["permohonan"], hasil["orangBaru"], hasil["laporan"]["ditulis"]) == ([], 0, 0)
    letak = [(k["lembar"], k["baris"], k["kolom"], k["pesan"][:44]) for k in hasil["laporan"]["kesalahan"]]
    assert letak == [
        ("Calon", 2, "C (nip)", "Orang ini memegang sertifikat PAKSI_PERTAMA "),
        ("Calon", 3, "C (nip)", "Orang ini masih mempunyai permohonan yang be"),
    ]
    hasil = await impor(server, berkas, jenis="PERPANJANGAN", jalur=None)
    letak = [(k["baris"], k["kolom"], k["pesan"][:44]) for k in hasil["laporan"]["kesalahan"]]
    assert letak == [
        (3, "C (nip)", "Orang ini masih mempunyai permohonan yang be"),
        (4, "C (nip)", "Orang ini tidak mempunyai sertifikat yang da"),
    ]
    hasil = await impor(server, berkas, jenis="SERTIFIKASI_ULANG", jalur=None)
    assert hasil["laporan"]["kesalahan"][0]["pesan"].startswith("Sertifikat ini masih berlaku sampai ")
    assert await potret(server.db) == sebelum


async def test_what_is_asked_for_is_checked_before_anybody_is_registered(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    sebelum = (await potret(server.db), await isi(server.db, "orang", "id"))
    tabel: list[tuple[dict[str, Any], str, list[str]]] = [
        ({"skema": "PAKSI_LAIN"}, "TIDAK_DITEMUKAN", ["skema"]),
        ({"lembaga": "lsp-tiada"}, "TIDAK_DITEMUKAN", ["lembaga"]),
        ({"lembaga": "badan-uji"}, "BUKAN_LSP", ["lembaga"]),
        ({"jalur": None}, "WAJIB_DIISI", ["jalur"]),
        ({"jalur": "SAMPING"}, "JALUR_TIDAK_SESUAI", ["jalur"]),
        ({"jenis": "PERPANJANGAN"}, "JALUR_TIDAK_SESUAI", ["jalur"]),
    ]
    for isian, kode, letak in tabel:
        assert await impor(server, buku(orang(0)), **isian) == {"kode": kode, "letak": letak}, isian
    assert (await potret(server.db), await isi(server.db, "orang", "id")) == sebelum


async def test_who_may_not_changes_nothing(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    u = await server.unggah(pemda(), buku(orang(0)))
    sebelum = (await potret(server.db), await isi(server.db, "orang", "id"))
    for nama, aktor, wilayah, kode in (
        ("operator pemda lain", pemda("61.01"), PONTIANAK, "TIDAK_DITEMUKAN"),
        ("wilayah yang tidak ada", pemda("61"), "61.99", "TIDAK_DITEMUKAN"),
        ("unggahan orang lain", pemda("61"), PONTIANAK, "TIDAK_DITEMUKAN"),
        ("koordinator", aktor_uji("paksi:himpun", "paksi:lihat", wilayah="61"), PONTIANAK, "DITOLAK"),
        ("verifikator", aktor_uji("paksi:verifikasi", lembaga=LSP), PONTIANAK, "DITOLAK"),
        ("akun tanpa peran", aktor_uji(), PONTIANAK, "DITOLAK"),
        ("tanpa akun", Aktor.anonim(), PONTIANAK, "DITOLAK"),
    ):
        unggahan = u
        if nama == "wilayah yang tidak ada":
            unggahan = await server.unggah(aktor, buku(orang(0)))
        jawab = await server.ask(IMPOR, aktor=aktor, w=wilayah, i=BARU, u=str(unggahan))
        if kode == "DITOLAK":
            assert [e["extensions"]["kode"] for e in jawab.errors] == [kode], nama
        else:
            assert jawab.hasil["paksiImporPermohonan"]["kode"] == kode, nama
    tanpa = aktor_uji("paksi:mohon", wilayah=PONTIANAK)
    hasil = await impor(server, buku(orang(0)), tanpa)
    assert "tidak berwenang mendaftarkannya" in hasil["laporan"]["kesalahan"][0]["pesan"]
    assert (await potret(server.db), await isi(server.db, "orang", "id")) == sebelum
    mati = (
        f'mutation {{ aturPlugin(wilayah: "{PONTIANAK}", plugin: "paksi", aktif: false) {{ __typename }} }}'
    )
    assert (await server.ask(mati, aktor=aktor_uji("inti:plugin"))).errors == []
    sebelum = (await potret(server.db), await isi(server.db, "orang", "id"))
    assert (await impor(server, buku(orang(0))))["kode"] == "PLUGIN_TIDAK_AKTIF"
    assert (await potret(server.db), await isi(server.db, "orang", "id")) == sebelum


async def test_a_workbook_has_so_many_people_and_no_more(
    graphql_with: GraphQLWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = await mulai(graphql_with)
    monkeypatch.setattr(usulan, "USULAN_MAKS", 1)
    sebelum = (await potret(server.db), await isi(server.db, "orang", "id"))
    assert await impor(server, buku(orang(0), orang(1))) == {"kode": "TERLALU_BANYAK", "letak": ["unggahan"]}
    assert (await potret(server.db), await isi(server.db, "orang", "id")) == sebelum
    assert (await impor(server, buku(orang(0))))["laporan"]["ditulis"] == 1


async def test_of_two_imports_at_once_everybody_has_one_draft(graphql_with: GraphQLWith) -> None:
    server = await mulai(graphql_with)
    berkas = buku(*(orang(n) for n in range(3)))
    await server.db.write(terdaftar, server.layanan.kunci, berkas)
    isian = IsianPermohonan(
        skema="PAKSI_PERTAMA", lembaga=LSP, jenis=JenisPermohonan.BARU, jalur="PENGALAMAN"
    )

    def unit(session: Session, terbaca: BerkasCsv) -> int:
        hasil = usulan.impor_permohonan(
            session, pemda(), server.layanan.kunci, wilayah=PONTIANAK, isian=isian, terbaca=terbaca
        )
        return len(hasil.permohonan)

    hasil = await asyncio.gather(
        *(server.db.write(unit, baca_orang(berkas, "p.xlsx")) for _ in range(3)), return_exceptions=True
    )
    assert [h for h in hasil if isinstance(h, int) and h] == [3]
    assert {h.kode for h in hasil if isinstance(h, GalatDomain)} <= {"BERUBAH_SAAT_IMPOR"}
    assert [n[-3:] for (n,) in await isi(server.db, "paksi_permohonan", "nomor")] == ["001", "002", "003"]


async def test_the_template_can_be_filled_in_and_costs_as_many_statements_for_many(
    graphql_with: GraphQLWith,
) -> None:
    server = await mulai(graphql_with)
    tautan = (await server.ask(TEMPLAT, aktor=pemda(), j="PERMOHONAN")).hasil["paksiUnduhTemplat"]
    unduhan, berkas = await server.unduh(tautan["alamat"], aktor=pemda())
    assert unduhan.nama == "templat-permohonan.xlsx"
    (salah,) = baca_orang(berkas, "t.xlsx").kesalahan
    assert "hanya berisi judul kolom" in salah.pesan
    banyak: list[int] = []
    for berkas in (buku(orang(0)), buku(orang(1), orang(2))):
        siapa = pemda()
        await server.db.write(terdaftar, server.layanan.kunci, berkas)
        u = await server.unggah(siapa, berkas)
        jawab = await server.ask(IMPOR, aktor=siapa, w=PONTIANAK, i=BARU, u=str(u))
        assert jawab.hasil["paksiImporPermohonan"]["laporan"]["sama"] == 0
        banyak.append(len(jawab.pernyataan))
    assert banyak[0] == banyak[1]
