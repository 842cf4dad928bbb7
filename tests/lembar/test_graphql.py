"""Imports from uploads, templates and exports of core, through GraphQL. Everything made up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from forum_server.akses.rules import Aktor
from forum_server.berkas.models import Unggahan
from forum_server.galat import TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.lembar.tulis import KolomTulis, tulis_buku
from forum_server.orang.impor import KOLOM as KOLOM_ORANG
from forum_server.orang.models import Orang
from forum_server.orang.templat import ISIAN_ORANG
from forum_server.perangkat_daerah.ekspor import ISIAN as ISIAN_OPD
from forum_server.perangkat_daerah.impor import KOLOM as KOLOM_OPD
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.akun.bantuan import isi as potret

LAPORAN = """... on LaporanImpor { berkas dibaca ditulis sama jumlahKesalahan
    kesalahan { lembar baris kolom pesan } } ... on Galat { kode }"""
OPD = f"mutation($w: String!, $u: ID!) {{ hasil: imporPerangkatDaerah(wilayah: $w, unggahan: $u) {{ {LAPORAN} }} }}"
ORANG = f"mutation($w: String!, $u: ID!) {{ hasil: imporOrang(wilayah: $w, unggahan: $u) {{ {LAPORAN} }} }}"
EKSPOR = "mutation($w: String!) { eksporPerangkatDaerah(wilayah: $w) { ... on Tautan { alamat } ... on Galat { kode } } }"
TEMPLAT = "mutation($j: JenisTemplat!) { unduhTemplat(jenis: $j) { ... on Tautan { alamat } ... on Galat { kode } } }"
BERKAS = {
    OPD: b"nama,jenis,induk\nDinas Contoh,DINAS,\nPuskesmas Contoh,UPTD,Dinas Contoh\n",
    ORANG: b"nama,kepegawaian,nip\nSi Contoh,PNS,199001012020051001\nSi Umum,NON_ASN,\n",
}
IZIN = {OPD: "inti:opd", ORANG: "inti:orang"}


async def impor(server: ServerUji, dokumen: str, aktor: Aktor, berkas: bytes, wilayah: str = "61.71") -> Any:
    unggahan = await server.unggah(aktor, berkas, nama="data.csv")
    return await server.ask(dokumen, aktor=aktor, w=wilayah, u=str(unggahan))


async def banyak(server: ServerUji, tabel: Any) -> int:
    jumlah: int = await server.db.scalar(select(func.count()).select_from(tabel))
    return jumlah


@pytest.mark.parametrize("dokumen", [OPD, ORANG])
async def test_an_upload_is_imported_once_and_used_up(graphql_with: GraphQLWith, dokumen: str) -> None:
    server = await graphql_with()
    aktor = aktor_uji(IZIN[dokumen], wilayah="61.71")
    unggahan = str(await server.unggah(aktor, BERKAS[dokumen], nama="data.csv"))
    jawab = await server.ask(dokumen, aktor=aktor, w="61.71", u=unggahan)
    assert jawab.hasil["hasil"] == {
        "berkas": "data.csv",
        "dibaca": 2,
        "ditulis": 2,
        "sama": 0,
        "jumlahKesalahan": 0,
        "kesalahan": [],
    }
    assert await banyak(server, Unggahan) == 0
    lagi = await server.ask(dokumen, aktor=aktor, w="61.71", u=unggahan)
    assert lagi.hasil["hasil"] == {"kode": "TIDAK_DITEMUKAN"}
    assert (await impor(server, dokumen, aktor, BERKAS[dokumen])).hasil["hasil"]["sama"] == 2
    entri = await server.db.all(select(Jejak.wilayah).where(Jejak.aksi == "berkas.impor"))
    assert [e.wilayah for e in entri] == ["61.71", "61.71"]


@pytest.mark.parametrize("dokumen", [OPD, ORANG])
async def test_who_may_not_and_what_is_wrong_writes_nothing(graphql_with: GraphQLWith, dokumen: str) -> None:
    server = await graphql_with()
    izin, berkas = IZIN[dokumen], BERKAS[dokumen]
    for siapa, aktor, wilayah, kode in (
        ("wilayah lain", aktor_uji(izin, wilayah="61.01"), "61.71", "TIDAK_DITEMUKAN"),
        ("provinsi lain", aktor_uji(izin, wilayah="62"), "61.71", "TIDAK_DITEMUKAN"),
        ("wilayah yang tidak ada", aktor_uji(izin), "61.98", "TIDAK_DITEMUKAN"),
        ("izin lain", aktor_uji("inti:akun", wilayah="61.71"), "61.71", "DITOLAK"),
        ("tanpa peran", aktor_uji(), "61.71", "DITOLAK"),
    ):
        unggahan = await server.unggah(aktor, berkas)
        sebelum = await potret(server.db)
        jawab = await server.ask(dokumen, aktor=aktor, w=wilayah, u=str(unggahan))
        if kode == "DITOLAK":
            assert [e["extensions"]["kode"] for e in jawab.errors] == [kode], siapa
        else:
            assert jawab.hasil["hasil"] == {"kode": kode}, siapa
        assert await potret(server.db) == sebelum, siapa
    aktor = aktor_uji(izin, wilayah="61.71")
    curian = await server.unggah(aktor_uji(izin, wilayah="61.71"), berkas)
    for id_ in (str(curian), str(uuid.uuid4()), "bukan"):
        assert (await server.ask(dokumen, aktor=aktor, w="61.71", u=id_)).hasil["hasil"] == {
            "kode": "TIDAK_DITEMUKAN"
        }
    pdf = await impor(server, dokumen, aktor, b"%PDF-1.7\nx\n%%EOF\n")
    assert pdf.hasil["hasil"] == {"kode": "JENIS_BERKAS_DITOLAK"}
    sebelum = await banyak(server, Unggahan)
    salah = (await impor(server, dokumen, aktor, berkas + b"---,APA,\n")).hasil["hasil"]
    assert salah["ditulis"] == 0
    assert {k["baris"] for k in salah["kesalahan"]} == {4}
    assert await banyak(server, Unggahan) == sebelum + 1
    assert (await banyak(server, Orang), await banyak(server, PerangkatDaerah)) == (0, 0)


@pytest.mark.parametrize("dokumen", [OPD, ORANG])
async def test_the_number_of_statements_does_not_grow_with_the_file(
    graphql_with: GraphQLWith, dokumen: str
) -> None:
    server = await graphql_with()
    aktor = aktor_uji(IZIN[dokumen], wilayah="61.71")
    pola = "Dinas {},DINAS,\n" if dokumen is OPD else "Si {},NON_ASN,\n"
    kepala = BERKAS[dokumen].splitlines(keepends=True)[0]
    hitung: list[int] = []
    for awal, n in (("Awal", 2), ("Lanjut", 60)):
        huruf = ["Contoh " + awal + " " + chr(65 + i // 26) + chr(65 + i % 26) for i in range(n)]
        jawab = await impor(server, dokumen, aktor, kepala + "".join(map(pola.format, huruf)).encode())
        assert jawab.hasil["hasil"]["ditulis"] == n
        hitung.append(len(jawab.pernyataan))
    assert hitung[0] == hitung[1]


async def test_what_is_exported_of_one_region_is_imported_into_another(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    sini, sana = aktor_uji("inti:opd", wilayah="61.71"), aktor_uji("inti:opd", wilayah="61.01")
    await impor(server, OPD, sini, BERKAS[OPD])
    tautan = (await server.ask(EKSPOR, aktor=sini, w="61.71")).hasil["eksporPerangkatDaerah"]
    unduhan, buku = await server.unduh(tautan["alamat"], aktor=sini)
    assert unduhan.nama == "perangkat-daerah-61.71.xlsx"
    assert (await impor(server, OPD, sini, buku)).hasil["hasil"]["sama"] == 2
    assert (await impor(server, OPD, sana, buku, "61.01")).hasil["hasil"]["ditulis"] == 2
    assert (await server.ask(EKSPOR, aktor=sana, w="61.71")).hasil["eksporPerangkatDaerah"] == {
        "kode": "TIDAK_DITEMUKAN"
    }
    tautan = (await server.ask(EKSPOR, aktor=sini, w="61.71")).hasil["eksporPerangkatDaerah"]
    with pytest.raises(TidakDitemukan):
        await server.unduh(tautan["alamat"], aktor=sana)


async def test_templates_have_the_columns_the_imports_read(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    for isian, kolom in ((ISIAN_OPD, KOLOM_OPD), (ISIAN_ORANG, KOLOM_ORANG)):
        assert [(i.judul, i.wajib) for i in isian] == [(k.nama, k.wajib) for k in kolom]
    aktor = aktor_uji("inti:opd", "inti:orang", wilayah="61.71")
    for jenis, dokumen in (("OPD", OPD), ("ORANG", ORANG)):
        tautan = (await server.ask(TEMPLAT, aktor=aktor, j=jenis)).hasil["unduhTemplat"]
        _, buku = await server.unduh(tautan["alamat"], aktor=aktor)
        (salah,) = (await impor(server, dokumen, aktor, buku)).hasil["hasil"]["kesalahan"]
        assert (salah["baris"], salah["pesan"]) == (2, "berkas hanya berisi judul kolom. Isi barisnya.")
    asing = await server.ask(TEMPLAT, j="OPD")
    assert [e["extensions"]["kode"] for e in asing.errors] == ["DITOLAK"]


async def test_a_workbook_tells_sheet_row_and_column(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    aktor = aktor_uji("inti:orang", wilayah="61.71")
    judul = [KolomTulis(judul=j) for j in ("nama", "kepegawaian", "nip")]
    buku = tulis_buku("Pegawai", judul, [("Si Contoh", "PNS", 199001012020051001)])
    (salah,) = (await impor(server, ORANG, aktor, buku)).hasil["hasil"]["kesalahan"]
    assert (salah["lembar"], salah["baris"], salah["kolom"]) == ("Pegawai", 2, "C (nip)")
    assert "199001" not in salah["pesan"]
