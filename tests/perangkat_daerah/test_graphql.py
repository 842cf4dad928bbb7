"""Offices through GraphQL."""

from __future__ import annotations

from typing import Any

import pytest

from forum_server.akses.rules import Aktor
from forum_server.perangkat_daerah.impor import baca as baca_berkas
from forum_server.perangkat_daerah.impor import impor
from forum_server.testing import GraphQLWith, ServerUji
from tests.perangkat_daerah.bahan import PONTIANAK, aktor, potret

TAMBAH = """mutation($wilayah: String! = "61.71", $nama: String!, $jenis: JenisPerangkatDaerah! = DINAS, $induk: ID) {
  perangkatDaerahTambah(wilayah: $wilayah, nama: $nama, jenis: $jenis, induk: $induk) {
    __typename
    ... on PerangkatDaerah { id nama jenis aktif wilayah { kode } induk { nama } anak { nama } }
    ... on Galat { kode pesan letak }
  }
}"""


async def tambah(server: ServerUji, siapa: Aktor | None = None, **isian: Any) -> dict[str, Any]:
    return (await server.ask(TAMBAH, aktor=siapa or aktor(), variables=isian)).hasil["perangkatDaerahTambah"]


async def test_an_office_is_added_renamed_and_closed(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    dinas = await tambah(server, nama="Dinas Kesehatan")
    assert dinas == {
        "__typename": "PerangkatDaerah",
        "id": dinas["id"],
        "nama": "Dinas Kesehatan",
        "jenis": "DINAS",
        "aktif": True,
        "wilayah": {"kode": PONTIANAK},
        "induk": None,
        "anak": [],
    }
    unit = await tambah(server, nama="Puskesmas A", jenis="UPTD", induk=dinas["id"])
    assert unit["induk"] == {"nama": "Dinas Kesehatan"}
    ganti = """mutation($id: ID!, $nama: String!) { perangkatDaerahGantiNama(id: $id, nama: $nama) {
      ... on PerangkatDaerah { nama } ... on Galat { kode } } }"""
    jawab = await server.ask(ganti, aktor=aktor(), id=unit["id"], nama="Puskesmas B")
    assert jawab.hasil == {"perangkatDaerahGantiNama": {"nama": "Puskesmas B"}}
    tutup = """mutation($id: ID!) { perangkatDaerahNonaktifkan(id: $id) {
      ... on PerangkatDaerah { aktif } ... on Galat { kode } } }"""
    assert (await server.ask(tutup, aktor=aktor(), id=dinas["id"])).hasil == {
        "perangkatDaerahNonaktifkan": {"kode": "MASIH_BERANAK"}
    }
    assert (await server.ask(tutup, aktor=aktor(), id=unit["id"])).hasil == {
        "perangkatDaerahNonaktifkan": {"aktif": False}
    }


@pytest.mark.parametrize(
    ("isian", "jenis", "kode", "letak"),
    [
        ({"nama": "x"}, "GalatIsian", "NAMA_TIDAK_SAH", ["nama"]),
        ({"nama": "Unit A", "jenis": "UPTD"}, "GalatIsian", "INDUK_TIDAK_SESUAI", ["induk"]),
        (
            {"nama": "Unit A", "jenis": "UPTD", "induk": "bukan-id"},
            "GalatTidakDitemukan",
            "TIDAK_DITEMUKAN",
            ["induk"],
        ),
        ({"nama": "Dinas A", "wilayah": "61.72"}, "GalatTidakDitemukan", "TIDAK_DITEMUKAN", []),
    ],
    ids=["name", "parent missing", "parent no id", "another region"],
)
async def test_a_refusal_is_data_and_nothing_is_written(
    graphql_with: GraphQLWith, isian: dict[str, Any], jenis: str, kode: str, letak: list[str]
) -> None:
    server = await graphql_with()
    galat = await tambah(server, **isian)
    assert (galat["__typename"], galat["kode"], galat["letak"]) == (jenis, kode, letak)
    assert galat["pesan"].endswith(".")
    assert await potret(server.db) == []


@pytest.mark.parametrize(
    "siapa", [Aktor.anonim(), aktor(PONTIANAK, "inti:lembaga")], ids=["nobody", "another"]
)
async def test_without_the_permission_anywhere_a_mutation_is_denied(
    graphql_with: GraphQLWith, siapa: Aktor
) -> None:
    server = await graphql_with()
    jawab = await server.ask(TAMBAH, aktor=siapa, nama="Dinas A")
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    assert await potret(server.db) == []


ISI = "nama,jenis,induk\n" + "".join(
    f"Dinas {n:03},DINAS,\nUnit {n:03},UPTD,Dinas {n:03}\n" for n in range(30)
)


async def terisi(graphql_with: GraphQLWith) -> ServerUji:
    server = await graphql_with()
    for wilayah in ("61", PONTIANAK, "61.72"):
        await server.db.write(
            impor, Aktor.sistem("uji"), wilayah=wilayah, terbaca=baca_berkas(ISI.encode(), "a.csv")
        )
    return server


DAFTAR = """query($jenis: JenisPerangkatDaerah, $cari: String, $first: Int! = 50, $after: String) {
  daftarPerangkatDaerah(wilayah: "61.71", jenis: $jenis, cari: $cari, first: $first, after: $after) {
    totalCount edges { node { id nama wilayah { nama } induk { nama } anak { nama } } } pageInfo { hasNextPage endCursor }
  }
}"""


async def test_a_region_lists_its_offices_to_anyone(graphql_with: GraphQLWith) -> None:
    server = await terisi(graphql_with)
    satu = (await server.ask(DAFTAR, jenis="UPTD", first=20)).hasil["daftarPerangkatDaerah"]
    assert (satu["totalCount"], len(satu["edges"]), satu["pageInfo"]["hasNextPage"]) == (30, 20, True)
    node = satu["edges"][0]["node"]
    assert (node["nama"], node["wilayah"], node["induk"]) == (
        "Unit 000",
        {"nama": "Kota Pontianak"},
        {"nama": "Dinas 000"},
    )
    dua = (await server.ask(DAFTAR, jenis="UPTD", first=20, after=satu["pageInfo"]["endCursor"])).hasil
    assert [e["node"]["nama"] for e in dua["daftarPerangkatDaerah"]["edges"]] == [
        f"Unit {n:03}" for n in range(20, 30)
    ]
    ada = (await server.ask("query($id: ID!) { perangkatDaerah(id: $id) { nama } }", id=node["id"])).hasil
    assert ada == {"perangkatDaerah": {"nama": "Unit 000"}}
    for tiada in ("x", "00000000-0000-0000-0000-000000000000"):
        kosong = await server.ask("query($id: ID!) { perangkatDaerah(id: $id) { nama } }", id=tiada)
        assert kosong.hasil == {"perangkatDaerah": None}


async def test_a_list_of_any_length_costs_the_same_statements(graphql_with: GraphQLWith) -> None:
    server = await terisi(graphql_with)
    banyak = [len((await server.ask(DAFTAR, first=n)).pernyataan) for n in (1, 5, 50)]
    assert len(set(banyak)) == 1
    assert banyak[0] <= 6


async def test_every_region_of_a_province_shows_a_page_of_its_offices(graphql_with: GraphQLWith) -> None:
    server = await terisi(graphql_with)
    tanya = """query($induk: String!, $first: Int!) { daftarWilayah(induk: $induk, first: $first) { edges { node { kode
      perangkatDaerah(jenis: DINAS, first: 2) { totalCount pageInfo { endCursor } edges { node { nama } } } } } } }"""
    jawab = await server.ask(tanya, induk="61", first=14)
    per = {e["node"]["kode"]: e["node"]["perangkatDaerah"] for e in jawab.hasil["daftarWilayah"]["edges"]}
    assert len(per) == 14
    assert {k: v["totalCount"] for k, v in per.items() if v["totalCount"]} == {PONTIANAK: 30, "61.72": 30}
    assert [e["node"]["nama"] for e in per[PONTIANAK]["edges"]] == ["Dinas 000", "Dinas 001"]
    assert per["61.01"]["edges"] == []
    assert len(jawab.pernyataan) == len((await server.ask(tanya, induk="61", first=1)).pernyataan)
    lanjut = """query($after: String) { wilayah(kode: "61.71") {
      perangkatDaerah(jenis: DINAS, first: 1, after: $after) { edges { node { nama } } } } }"""
    jawab = await server.ask(lanjut, after=per[PONTIANAK]["pageInfo"]["endCursor"])
    assert jawab.hasil["wilayah"]["perangkatDaerah"]["edges"] == [{"node": {"nama": "Dinas 002"}}]
