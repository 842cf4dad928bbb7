"""Regions through GraphQL."""

from __future__ import annotations

from typing import Any

import pytest

from forum_server.testing import GraphQLWith

SATU = """query($kode: String!) { wilayah(kode: $kode) {
  kode nama tingkat zona otonom berlakuDari berlakuSampai sumber alias
  induk { kode } leluhur { kode } anak { kode }
  pengganti { wilayah { kode } tanggal sumber }
  menggantikan { wilayah { kode nama berlakuSampai } tanggal sumber }
} }"""


async def test_one_region_with_all_around_it(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    data = (await server.ask(SATU, kode="61.71")).hasil["wilayah"]
    assert data == {
        "kode": "61.71",
        "nama": "Kota Pontianak",
        "tingkat": "KOTA",
        "zona": "WIB",
        "otonom": True,
        "berlakuDari": None,
        "berlakuSampai": None,
        "sumber": "Kepmendagri 300.2.2-2138/2025 jo. 300.2.2-2430/2025",
        "alias": [],
        "induk": {"kode": "61"},
        "leluhur": [{"kode": "ID"}, {"kode": "61"}],
        "anak": [],
        "pengganti": [],
        "menggantikan": [],
    }


async def test_the_nation_has_no_parent_and_thirty_eight_provinces(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    data = (await server.ask(SATU, kode="ID")).hasil["wilayah"]
    assert (data["induk"], data["leluhur"], data["tingkat"]) == (None, [], "NASIONAL")
    assert len(data["anak"]) == 38


async def test_a_former_code_answers_with_its_successor_which_tells_whom_it_replaced(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with()
    data = (await server.ask(SATU, kode="91.01")).hasil["wilayah"]
    assert (data["kode"], data["nama"], data["berlakuDari"]) == ("93.01", "Kabupaten Merauke", "2022-11-09")
    assert data["menggantikan"] == [
        {
            "wilayah": {"kode": "91.01", "nama": "Kabupaten Merauke", "berlakuSampai": "2022-11-08"},
            "tanggal": "2022-11-09",
            "sumber": "Kepmendagri 100.1.1-6117/2022",
        }
    ]


async def test_an_unknown_code_is_null(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    for kode in ("99", "salah", "61.7", ""):
        assert (await server.ask(SATU, kode=kode)).hasil == {"wilayah": None}


DAFTAR = """query($induk: String, $tingkat: TingkatWilayah, $cari: String, $first: Int! = 50, $after: String) {
  daftarWilayah(induk: $induk, tingkat: $tingkat, cari: $cari, first: $first, after: $after) {
    totalCount edges { cursor node { kode } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}"""


async def test_a_list_is_followed_page_by_page(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    kode: list[str] = []
    after: str | None = None
    lagi: list[bool] = []
    for _ in range(3):
        data = (await server.ask(DAFTAR, induk="ID", first=15, after=after)).hasil["daftarWilayah"]
        assert data["totalCount"] == 38
        assert data["pageInfo"]["hasPreviousPage"] == (after is not None)
        kode += [e["node"]["kode"] for e in data["edges"]]
        assert data["pageInfo"]["startCursor"] == data["edges"][0]["cursor"]
        after = data["pageInfo"]["endCursor"]
        lagi.append(data["pageInfo"]["hasNextPage"])
        assert after == data["edges"][-1]["cursor"]
    assert lagi == [True, True, False]
    assert (len(kode), kode, kode[0], kode[-1]) == (38, sorted(kode), "11", "96")


@pytest.mark.parametrize(
    ("isian", "jumlah"),
    [
        ({"tingkat": "PROVINSI"}, 38),
        ({"tingkat": "KABUPATEN"}, 416),
        ({"tingkat": "KOTA"}, 98),
        ({"induk": "61"}, 14),
        ({"induk": "ID", "tingkat": "KOTA"}, 98),
        ({"cari": "pekalongan"}, 2),
        ({"cari": "PÉKALONGAN"}, 2),
        ({"cari": "%"}, 0),
        ({"induk": None, "tingkat": None, "cari": None, "after": None}, 553),
    ],
    ids=str,
)
async def test_lists_count_what_they_hold(
    graphql_with: GraphQLWith, isian: dict[str, Any], jumlah: int
) -> None:
    server = await graphql_with()
    assert (await server.ask(DAFTAR, **isian)).hasil["daftarWilayah"]["totalCount"] == jumlah


async def test_the_total_costs_a_statement_only_when_selected(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    tanpa = await server.ask('{ daftarWilayah(induk: "ID") { edges { node { kode } } } }')
    dengan = await server.ask('{ daftarWilayah(induk: "ID") { totalCount edges { node { kode } } } }')
    assert len(tanpa.hasil["daftarWilayah"]["edges"]) == 38
    assert len(dengan.pernyataan) == len(tanpa.pernyataan) + 1


@pytest.mark.parametrize(
    "isian",
    [{"after": "x"}, {"after": "eyJhIjoxfQ"}, {"first": 1001}, {"first": -1}],
    ids=str,
)
async def test_a_bad_cursor_or_page_size_is_refused_without_parser_talk(
    graphql_with: GraphQLWith, isian: dict[str, Any]
) -> None:
    server = await graphql_with()
    jawab = await server.ask(DAFTAR, induk="ID", **isian)
    assert jawab.data is None
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["PERMINTAAN_TIDAK_SAH"]
    assert "`after`" in jawab.errors[0]["message"]
    assert jawab.pernyataan == []


async def test_a_cursor_of_another_list_is_refused(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    lain = (await server.ask("{ daftarLembaga { pageInfo { endCursor } } }")).hasil["daftarLembaga"]
    jawab = await server.ask(DAFTAR, after=lain["pageInfo"]["endCursor"])
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["PERMINTAAN_TIDAK_SAH"]


POHON = """query($induk: String!, $first: Int!) { daftarWilayah(induk: $induk, first: $first) { edges { node {
  nama alias induk { nama induk { nama } } leluhur { nama } anak { nama zona anak { nama } } pengganti { sumber }
} } } }"""


async def test_a_tree_of_any_width_costs_the_same_statements(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    lebar = {n: len((await server.ask(POHON, induk="ID", first=n)).pernyataan) for n in (1, 5, 35)}
    assert set(lebar.values()) == {lebar[1]}
    assert lebar[1] <= 8
