"""The signed letter of a request: who attaches it, when, and who reads it."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from typing import Any

import pytest

from forum_paksi.lampiran.service import lampirkan_surat
from forum_paksi.permintaan.service import buat_permintaan, tarik_permintaan
from forum_server.plugin import Aktor, Database, GalatDomain, TidakDitemukan
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, SISTEM, dasar, isi, potret
from tests.paksi.bahan_himpunan import isian, minta, pegawai

SURAT = b"%PDF-1.7\n" + b"surat permohonan contoh\n" * 500 + b"%%EOF\n"
LAMPIRKAN = """mutation($p: ID!, $u: ID!) { paksiLampirkanSurat(permintaan: $p, unggahan: $u) {
    ... on PaksiPermintaan { suratDitandatangani { id nama media ukuran kelas } } ... on Galat { kode letak } } }"""
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"
LIHAT = "query($p: ID!) { paksiPermintaan(id: $p) { suratDitandatangani { id } } }"


def operator(wilayah: str) -> Aktor:
    return aktor_uji("paksi:minta", "paksi:lihat", wilayah=wilayah)


PONTIANAK = operator("61.71")
SEMUA = [
    ("operator pemda", PONTIANAK, True),
    ("rekan sepemda", operator("61.71"), True),
    ("koordinator", aktor_uji("paksi:himpun", "paksi:lihat", wilayah="61"), True),
    ("pelihat nasional", aktor_uji("paksi:lihat"), True),
    ("LSP yang dituju", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP), True),
    ("LSP lain", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga="lsp-lain"), False),
    ("operator pemda lain", operator("61.01"), False),
    ("koordinator provinsi lain", aktor_uji("paksi:himpun", "paksi:lihat", wilayah="62"), False),
    ("administrator tanpa paksi", aktor_uji("inti:akun", wilayah="61.71"), False),
    ("akun tanpa peran", aktor_uji(), False),
    ("tanpa akun", Aktor.anonim(), False),
]
MELAMPIRKAN = {"operator pemda", "rekan sepemda"}


async def mulai(server: ServerUji, *, ajukan: bool = True) -> uuid.UUID:
    await server.db.write(dasar, aktif=())
    calon = await server.db.write(pegawai, "61.71", 1)
    if ajukan:
        return await server.db.write(minta, "61.71", calon)
    return await server.db.write(buat_permintaan, SISTEM, wilayah="61.71", isian=isian(calon))


async def lampirkan(
    server: ServerUji, permintaan: uuid.UUID, surat: bytes = SURAT, aktor: Aktor = PONTIANAK
) -> Any:
    unggahan = await server.unggah(aktor, surat, nama="Surat Permohonan.PDF")
    jawab = await server.ask(LAMPIRKAN, aktor=aktor, p=str(permintaan), u=str(unggahan))
    return jawab.hasil["paksiLampirkanSurat"]


async def test_the_letter_is_read_by_whoever_sees_the_request_and_attached_by_its_pemda(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    surat = (await lampirkan(server, permintaan))["suratDitandatangani"]
    assert surat | {"id": "x"} == {
        "id": "x",
        "nama": "Surat Permohonan.PDF",
        "media": "application/pdf",
        "ukuran": len(SURAT),
        "kelas": "BIASA",
    }
    for siapa, aktor, boleh in SEMUA:
        lihat = (await server.ask(LIHAT, aktor=aktor, p=str(permintaan))).data["paksiPermintaan"]
        assert lihat == ({"suratDitandatangani": {"id": surat["id"]}} if boleh else None), siapa
        tautan = (await server.ask(TAUTAN, aktor=aktor, id=surat["id"])).hasil["tautanBerkas"]
        if boleh:
            unduhan, isi_berkas = await server.unduh(tautan["alamat"], aktor=aktor)
            assert (unduhan.nama, isi_berkas) == ("Surat Permohonan.PDF", SURAT), siapa
        else:
            assert tautan == {"kode": "TIDAK_DITEMUKAN"}, siapa
    sebelum = await isi(server.db, "paksi_surat_ditandatangani", "berkas_id")
    for siapa, aktor, _ in SEMUA:
        if siapa in MELAMPIRKAN or not aktor.masuk:
            continue
        unggahan = await server.unggah(aktor, SURAT)
        jawab = await server.ask(LAMPIRKAN, aktor=aktor, p=str(permintaan), u=str(unggahan))
        if aktor.punya("paksi:minta"):
            assert jawab.hasil["paksiLampirkanSurat"] == {"kode": "TIDAK_DITEMUKAN", "letak": []}, siapa
        else:
            assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], siapa
    assert await isi(server.db, "paksi_surat_ditandatangani", "berkas_id") == sebelum


async def test_an_lsp_sees_no_letter_of_a_draft_and_a_right_that_ended_ends_the_link(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server, ajukan=False)
    surat = (await lampirkan(server, permintaan))["suratDitandatangani"]
    lsp = aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP)
    assert (await server.ask(TAUTAN, aktor=lsp, id=surat["id"])).hasil["tautanBerkas"] == {
        "kode": "TIDAK_DITEMUKAN"
    }
    tautan = (await server.ask(TAUTAN, aktor=PONTIANAK, id=surat["id"])).hasil["tautanBerkas"]
    with pytest.raises(TidakDitemukan):
        await server.unduh(tautan["alamat"], aktor=replace(PONTIANAK, hibah=()))


async def test_a_newer_letter_takes_the_place_of_the_older_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    lama = (await lampirkan(server, permintaan))["suratDitandatangani"]
    baru = (await lampirkan(server, permintaan, SURAT.replace(b"contoh", b"kedua!")))["suratDitandatangani"]
    assert baru["id"] != lama["id"]
    assert len(await isi(server.db, "berkas", "id")) == 1
    assert (await server.ask(TAUTAN, aktor=PONTIANAK, id=lama["id"])).hasil["tautanBerkas"] == {
        "kode": "TIDAK_DITEMUKAN"
    }
    unggahan = [await server.unggah(PONTIANAK, SURAT + b"%%EOF\n" * n) for n in range(4)]
    hasil = await asyncio.gather(
        *(server.db.write(lampirkan_surat, PONTIANAK, permintaan_id=permintaan, unggahan=u) for u in unggahan)
    )
    assert hasil == [permintaan] * 4
    (surat,) = await isi(server.db, "paksi_surat_ditandatangani", "berkas_id")
    assert await isi(server.db, "berkas", "id") == [surat]


async def test_what_is_refused_attaches_nothing_and_the_upload_stays_for_another_try(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar, aktif=("61.71", "61.01"))
    setelan = 'mutation { aturPlugin(wilayah: "61.71", plugin: "paksi", setelan: {surat_maks_mb: 1}) { __typename } }'
    assert (await server.ask(setelan, aktor=aktor_uji("inti:plugin"))).errors == []
    calon, lain = await db.write(pegawai, "61.71", 1), await db.write(pegawai, "61.01", 1)
    permintaan = await db.write(minta, "61.71", calon)
    ditarik = await db.write(minta, "61.71", calon)
    await db.write(tarik_permintaan, SISTEM, permintaan_id=ditarik)
    tetangga = await db.write(minta, "61.01", lain)
    surat = await server.unggah(PONTIANAK, SURAT)
    teks = await server.unggah(PONTIANAK, b"bukan surat yang ditandatangani\n")
    besar = await server.unggah(PONTIANAK, b"%PDF-1.7\n" + b"x" * 1024 * 1024 + b"\n%%EOF\n")
    milik_lain = await server.unggah(operator("61.71"), SURAT)
    sebelum = await potret(db)
    for p, u, kode in (
        (permintaan, teks, "JENIS_BERKAS_DITOLAK"),
        (permintaan, besar, "BERKAS_TERLALU_BESAR"),
        (permintaan, milik_lain, "TIDAK_DITEMUKAN"),
        (permintaan, uuid.uuid4(), "TIDAK_DITEMUKAN"),
        (uuid.uuid4(), surat, "TIDAK_DITEMUKAN"),
        (tetangga, surat, "TIDAK_DITEMUKAN"),
        (ditarik, surat, "KEADAAN_TIDAK_SESUAI"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await db.write(lampirkan_surat, PONTIANAK, permintaan_id=p, unggahan=u)
        assert salah.value.kode == kode
    assert await potret(db) == sebelum
    for buruk in (("bukan", str(surat)), (str(permintaan), "bukan")):
        jawab = await server.ask(LAMPIRKAN, aktor=PONTIANAK, p=buruk[0], u=buruk[1])
        assert jawab.hasil["paksiLampirkanSurat"]["kode"] == "TIDAK_DITEMUKAN"
    assert await db.write(lampirkan_surat, PONTIANAK, permintaan_id=permintaan, unggahan=surat) == permintaan


async def test_where_the_plugin_is_off_nothing_is_attached_and_nothing_read(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={"61.71": {"paksi"}})
    permintaan = await mulai(server)
    surat = (await lampirkan(server, permintaan))["suratDitandatangani"]
    matikan = """mutation { aturPlugin(wilayah: "61.71", plugin: "paksi", aktif: false) { ... on Galat { kode } } }"""
    assert (await server.ask(matikan, aktor=aktor_uji("inti:plugin"))).hasil == {"aturPlugin": {}}
    unggahan = await server.unggah(PONTIANAK, SURAT)
    with pytest.raises(GalatDomain) as salah:
        await db.write(lampirkan_surat, PONTIANAK, permintaan_id=permintaan, unggahan=unggahan)
    assert salah.value.kode == "PLUGIN_TIDAK_AKTIF"
    assert (await server.ask(TAUTAN, aktor=PONTIANAK, id=surat["id"])).hasil["tautanBerkas"] == {
        "kode": "TIDAK_DITEMUKAN"
    }


async def test_fifty_requests_show_their_letters_in_as_many_statements_as_one(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    calon = await server.db.write(pegawai, "61.71", 1)
    for ke in range(6):
        permintaan = await server.db.write(minta, "61.71", calon)
        unggahan = await server.unggah(PONTIANAK, SURAT + b"%%EOF\n" * ke)
        await server.db.write(lampirkan_surat, PONTIANAK, permintaan_id=permintaan, unggahan=unggahan)
    daftar = "query($n: Int!) { paksiDaftarPermintaan(first: $n) { edges { node { suratDitandatangani { id } } } } }"
    satu = await server.ask(daftar, aktor=PONTIANAK, n=1)
    banyak = await server.ask(daftar, aktor=PONTIANAK, n=50)
    edges = banyak.hasil["paksiDaftarPermintaan"]["edges"]
    assert len({e["node"]["suratDitandatangani"]["id"] for e in edges}) == 6
    assert len(satu.pernyataan) == len(banyak.pernyataan) == 3
