"""Institutions through GraphQL."""

from __future__ import annotations

import pytest

from forum_server.akses.rules import Aktor, Hibah
from forum_server.lembaga import baca
from forum_server.testing import GraphQLWith

DAFTARKAN = """mutation($kode: String!, $nama: String! = "LSP Uji") {
  lembagaDaftarkan(kode: $kode, nama: $nama, jenis: LSP) {
    __typename ... on Lembaga { kode nama jenis aktif } ... on Galat { kode pesan letak }
  }
}"""


def aktor(wilayah: str, izin: str = "inti:lembaga") -> Aktor:
    hibah = (Hibah(peran="uji", izin=frozenset({izin}), wilayah=wilayah),)
    return Aktor(akun_id=None, orang_id=None, nama="uji", hibah=hibah)


async def test_an_institution_is_registered_and_found(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    jawab = await server.ask(DAFTARKAN, aktor=aktor("ID"), kode="lsp-uji")
    assert jawab.hasil["lembagaDaftarkan"] == {
        "__typename": "Lembaga",
        "kode": "lsp-uji",
        "nama": "LSP Uji",
        "jenis": "LSP",
        "aktif": True,
    }
    tanya = '{ lembaga(kode: "lsp-uji") { nama } daftarLembaga(jenis: LSP) { totalCount edges { node { kode } } } }'
    assert (await server.ask(tanya)).hasil == {
        "lembaga": {"nama": "LSP Uji"},
        "daftarLembaga": {
            "totalCount": 2,
            "edges": [{"node": {"kode": "lsp-kpk"}}, {"node": {"kode": "lsp-uji"}}],
        },
    }


async def test_a_lembaga_has_an_endpoint_of_its_own(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    jawab = await server.ask('{ lembaga(kode: "lsp-kpk") { jenis } }', wilayah="lsp-kpk")
    assert jawab.hasil == {"lembaga": {"jenis": "LSP"}}


async def test_an_unknown_code_is_null(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    for kode in ("tiada", "61.71", "", "LSP-KPK"):
        jawab = await server.ask("query($kode: String!) { lembaga(kode: $kode) { nama } }", kode=kode)
        assert jawab.hasil == {"lembaga": None}


@pytest.mark.parametrize(
    ("kode", "jenis", "galat"),
    [("61.71", "GalatIsian", "KODE_TIDAK_SAH"), ("lsp-kpk", "GalatKeadaan", "SUDAH_ADA")],
)
async def test_a_refusal_is_data(graphql_with: GraphQLWith, kode: str, jenis: str, galat: str) -> None:
    server = await graphql_with()
    data = (await server.ask(DAFTARKAN, aktor=aktor("ID"), kode=kode)).hasil["lembagaDaftarkan"]
    assert (data["__typename"], data["kode"], data["letak"]) == (jenis, galat, ["kode"])


async def test_a_province_can_not_register_and_nobody_is_denied(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    data = (await server.ask(DAFTARKAN, aktor=aktor("61"), kode="lsp-uji")).hasil["lembagaDaftarkan"]
    assert data["kode"] == "TIDAK_DITEMUKAN"
    for siapa in (Aktor.anonim(), aktor("ID", "inti:opd")):
        jawab = await server.ask(DAFTARKAN, aktor=siapa, kode="lsp-uji")
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    assert await baca.satu(server.db, "lsp-uji") is None


async def test_an_institution_is_renamed_and_closed(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    dokumen = """mutation { lembagaGantiNama(kode: "lsp-kpk", nama: "LSP KPK") { ... on Lembaga { nama } }
      lembagaNonaktifkan(kode: "lsp-kpk") { ... on Lembaga { aktif } } }"""
    assert (await server.ask(dokumen, aktor=aktor("ID"))).hasil == {
        "lembagaGantiNama": {"nama": "LSP KPK"},
        "lembagaNonaktifkan": {"aktif": False},
    }
