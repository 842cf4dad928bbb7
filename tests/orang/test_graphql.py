"""People through GraphQL, as frontends meet them. All numbers are made up."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import select

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.jejak.models import Jejak
from forum_server.kunci import Kunci
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.testing import GraphQLWith, aktor_uji
from tests.akun.bantuan import KUNCI, SISTEM, isi, lembaga, opd

NIP = "199001012020051001"
NIK = "6171010101900001"

DAFTARKAN = """
mutation ($nama: String!, $kepegawaian: Kepegawaian!, $wilayah: String, $lembaga: String, $opd: ID,
          $nip: Rahasia, $nik: Rahasia) {
  daftarkanOrang(nama: $nama, kepegawaian: $kepegawaian, wilayah: $wilayah, lembaga: $lembaga,
                 perangkatDaerah: $opd, nip: $nip, nik: $nik) {
    __typename
    ... on Orang { id nama kepegawaian nipTersamar wilayah { kode } perangkatDaerah { nama } }
    ... on Galat { kode letak }
  }
}"""
UBAH = """
mutation ($id: ID!, $nama: String, $jabatan: String) {
  ubahOrang(id: $id, nama: $nama, jabatan: $jabatan) {
    __typename ... on Orang { nama jabatan } ... on Galat { kode }
  }
}"""
BUKA = """
mutation ($id: ID!) {
  bukaNip(orang: $id) { __typename ... on OrangNip { nip orang { nama } } ... on Galat { kode } }
}"""
SATU = "query ($id: ID!) { orang(id: $id) { nama nipTersamar } }"
DAFTAR = """
query ($wilayah: String!, $cari: String, $opd: ID, $first: Int! = 50, $after: String) {
  daftarOrang(wilayah: $wilayah, cari: $cari, perangkatDaerah: $opd, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node { nama wilayah { kode } perangkatDaerah { nama } } }
  }
}"""
OPERATOR = aktor_uji("inti:orang", wilayah="61.71")


async def orang(db: Database, nama: str, kunci: Kunci = KUNCI, **lain: Any) -> uuid.UUID:
    isian: dict[str, Any] = {"kepegawaian": Kepegawaian.PNS, "pemilik": Pemilik(wilayah="61.71"), **lain}
    return await db.write(daftarkan, SISTEM, kunci, nama=nama, **isian)


async def test_a_person_is_registered_and_shown_without_what_the_numbers_tell(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with()
    dinas = await opd(server.db)
    jawab = await server.ask(
        DAFTARKAN,
        aktor=OPERATOR,
        variables={
            "nama": "Si Tokoh Contoh",
            "kepegawaian": "PNS",
            "wilayah": "61.71",
            "opd": str(dinas),
            "nip": NIP,
            "nik": NIK,
        },
    )
    hasil = jawab.hasil["daftarkanOrang"]
    pengenal = hasil.pop("id")
    assert hasil == {
        "__typename": "Orang",
        "nama": "Si Tokoh Contoh",
        "kepegawaian": "PNS",
        "nipTersamar": "***************001",
        "wilayah": {"kode": "61.71"},
        "perangkatDaerah": {"nama": "Dinas Contoh"},
    }
    assert (await server.ask(SATU, aktor=OPERATOR, id=pengenal)).hasil["orang"]["nama"] == "Si Tokoh Contoh"


async def test_no_type_has_a_field_for_a_nik_and_only_a_reveal_has_one_for_a_nip(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with()
    jawab = await server.ask("{ __schema { types { name kind fields { name } } } }")
    bidang = {(t["name"], f["name"]) for t in jawab.hasil["__schema"]["types"] for f in t["fields"] or []}
    assert {b for b in bidang if "nik" in b[1].lower()} == set()
    assert {b for b in bidang if "nip" in b[1].lower()} == {
        ("Orang", "nipTersamar"),
        ("OrangNip", "nip"),
        ("Mutation", "bukaNip"),
    }


@pytest.mark.parametrize("argumen", [f'nip: "{NIP}"', f'nik: "{NIK}"'])
async def test_a_number_written_into_the_document_is_refused_and_not_repeated(
    graphql_with: GraphQLWith, argumen: str
) -> None:
    server = await graphql_with()
    sebelum = await isi(server.db)
    jawab = await server.ask(
        f'mutation {{ daftarkanOrang(nama: "x", kepegawaian: PNS, wilayah: "61.71", {argumen}) {{ __typename }} }}',
        aktor=OPERATOR,
    )
    assert jawab.errors[0]["extensions"]["kode"] == "PERMINTAAN_TIDAK_SAH"
    assert NIP not in str(jawab.errors)
    assert NIK not in str(jawab.errors)
    assert await isi(server.db) == sebelum


@pytest.mark.parametrize(
    ("isian", "hasil"),
    [
        (
            {"nip": "123"},
            {"__typename": "GalatIsian", "kode": "NIP_TIDAK_SAH", "letak": ["nip"]},
        ),
        (
            {"nik": "123"},
            {"__typename": "GalatIsian", "kode": "NIK_TIDAK_SAH", "letak": ["nik"]},
        ),
        (
            {"wilayah": "61.72"},
            {"__typename": "GalatTidakDitemukan", "kode": "TIDAK_DITEMUKAN", "letak": []},
        ),
        (
            {"opd": "bukan-pengenal"},
            {
                "__typename": "GalatTidakDitemukan",
                "kode": "TIDAK_DITEMUKAN",
                "letak": ["perangkatDaerah"],
            },
        ),
        (
            {"wilayah": None},
            {"__typename": "GalatIsian", "kode": "PEMILIK_TIDAK_SAH", "letak": []},
        ),
        (
            {"nip": NIP},
            {"__typename": "GalatKeadaan", "kode": "ORANG_SUDAH_TERDAFTAR", "letak": ["nip"]},
        ),
    ],
)
async def test_a_bad_person_is_a_typed_refusal(
    graphql_with: GraphQLWith, isian: dict[str, Any], hasil: dict[str, Any]
) -> None:
    server = await graphql_with()
    await orang(server.db, "Orang Pertama", kunci=server.layanan.kunci, nip=NIP)
    sebelum = await isi(server.db)
    variabel = {"nama": "Si Tokoh", "kepegawaian": "PNS", "wilayah": "61.71", **isian}
    jawab = await server.ask(DAFTARKAN, aktor=OPERATOR, variables=variabel)
    assert jawab.hasil["daftarkanOrang"] == hasil
    assert await isi(server.db) == sebelum


async def test_a_change_keeps_what_it_does_not_name_and_null_empties(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    siti = str(await orang(server.db, "Siti", jabatan="Auditor"))
    ubah = (await server.ask(UBAH, aktor=OPERATOR, id=siti, nama="Siti Baru")).hasil["ubahOrang"]
    assert ubah == {"__typename": "Orang", "nama": "Siti Baru", "jabatan": "Auditor"}
    ubah = (await server.ask(UBAH, aktor=OPERATOR, id=siti, jabatan=None)).hasil["ubahOrang"]
    assert ubah == {"__typename": "Orang", "nama": "Siti Baru", "jabatan": None}
    ubah = (await server.ask(UBAH, aktor=OPERATOR, id=siti, nama=None)).hasil["ubahOrang"]
    assert ubah == {"__typename": "GalatIsian", "kode": "NAMA_TIDAK_SAH"}


async def test_a_reveal_shows_the_nip_and_stands_in_the_audit(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    jawab = await server.ask(
        DAFTARKAN,
        aktor=OPERATOR,
        variables={"nama": "Siti", "kepegawaian": "PNS", "wilayah": "61.71", "nip": NIP},
    )
    siti = jawab.hasil["daftarkanOrang"]["id"]
    pembuka = aktor_uji("inti:buka-identitas", wilayah="61.71")
    jawab = await server.ask(BUKA, aktor=pembuka, id=siti)
    assert jawab.hasil["bukaNip"] == {"__typename": "OrangNip", "nip": NIP, "orang": {"nama": "Siti"}}
    entri = await server.db.first(
        select(Jejak.akun_id, Jejak.objek_id, Jejak.bidang).where(Jejak.aksi == "orang.buka_nip")
    )
    assert entri is not None
    assert tuple(entri) == (pembuka.akun_id, siti, ["nip"])


PELAKU: list[tuple[str, Aktor | None, str]] = [
    ("who keeps people here", OPERATOR, "terlihat"),
    ("who keeps people above", aktor_uji("inti:orang", wilayah="61"), "terlihat"),
    ("who keeps people next door", aktor_uji("inti:orang", wilayah="61.72"), "kosong"),
    ("who may reveal but not keep", aktor_uji("inti:buka-identitas", wilayah="61.71"), "ditolak"),
    ("an account without rights", aktor_uji(), "ditolak"),
    ("nobody", None, "ditolak"),
]


@pytest.mark.parametrize(("pelaku", "hasil"), [p[1:] for p in PELAKU], ids=[p[0] for p in PELAKU])
async def test_who_sees_people(graphql_with: GraphQLWith, pelaku: Aktor | None, hasil: str) -> None:
    server = await graphql_with()
    siti = str(await orang(server.db, "Siti"))
    satu = await server.ask(SATU, aktor=pelaku, id=siti)
    daftar = await server.ask(DAFTAR, aktor=pelaku, variables={"wilayah": "ID"})
    if hasil == "ditolak":
        for jawab in (satu, daftar):
            assert [g["extensions"]["kode"] for g in jawab.errors] == ["DITOLAK"]
        return
    nama = {"terlihat": ["Siti"], "kosong": []}[hasil]
    assert satu.hasil["orang"] == ({"nama": "Siti", "nipTersamar": None} if nama else None)
    assert [e["node"]["nama"] for e in daftar.hasil["daftarOrang"]["edges"]] == nama
    assert daftar.hasil["daftarOrang"]["totalCount"] == len(nama)


@pytest.mark.parametrize("dokumen", [DAFTARKAN, UBAH, BUKA])
@pytest.mark.parametrize("pelaku", [None, aktor_uji("inti:akun", wilayah="ID")], ids=["nobody", "another"])
async def test_who_holds_the_permission_nowhere_is_refused_before_anything(
    graphql_with: GraphQLWith, dokumen: str, pelaku: Aktor | None
) -> None:
    server = await graphql_with()
    siti = str(await orang(server.db, "Siti", nip=NIP))
    sebelum = await isi(server.db)
    variabel = {"id": siti, "nama": "x", "kepegawaian": "PNS", "wilayah": "61.71"}
    dipakai = {k: v for k, v in variabel.items() if f"${k}:" in dokumen}
    jawab = await server.ask(dokumen, aktor=pelaku, variables=dipakai)
    assert [g["extensions"]["kode"] for g in jawab.errors] == ["DITOLAK"]
    assert await isi(server.db) == sebelum


async def test_what_is_no_id_is_nobody(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    assert (await server.ask(SATU, aktor=OPERATOR, id="bukan-pengenal")).hasil == {"orang": None}
    jawab = await server.ask(UBAH, aktor=OPERATOR, id="bukan-pengenal", nama="x")
    assert jawab.hasil["ubahOrang"] == {"__typename": "GalatTidakDitemukan", "kode": "TIDAK_DITEMUKAN"}


async def test_people_are_listed_by_region_office_and_name(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    db = server.db
    await lembaga(db)
    dinas = await opd(db)
    await orang(db, "Ánisa Contoh", pemilik=Pemilik(wilayah="61.71", perangkat_daerah=dinas))
    await orang(db, "Budi Contoh")
    await orang(db, "Citra Contoh", pemilik=Pemilik(wilayah="61"))
    await orang(db, "Dewi Contoh", pemilik=Pemilik(wilayah="33.26"))
    await orang(db, "Eko Contoh", pemilik=Pemilik(lembaga="lsp-uji"))
    nasional = aktor_uji("inti:orang")

    async def nama(**variabel: Any) -> list[str]:
        jawab = await server.ask(DAFTAR, aktor=nasional, variables=variabel)
        return [e["node"]["nama"].split()[0] for e in jawab.hasil["daftarOrang"]["edges"]]

    assert await nama(wilayah="ID") == ["Ánisa", "Budi", "Citra", "Dewi", "Eko"]
    assert await nama(wilayah="61") == ["Ánisa", "Budi", "Citra"]
    assert await nama(wilayah="61.71") == ["Ánisa", "Budi"]
    assert await nama(wilayah="lsp-uji") == ["Eko"]
    assert await nama(wilayah="61.7") == []
    assert await nama(wilayah="61.71", opd=str(dinas)) == ["Ánisa"]
    assert await nama(wilayah="ID", cari="ANISA") == ["Ánisa"]
    assert await nama(wilayah="ID", cari="%") == []
    satu = await server.ask(DAFTAR, aktor=nasional, variables={"wilayah": "ID", "first": 2})
    halaman = satu.hasil["daftarOrang"]["pageInfo"]
    assert halaman["hasNextPage"] is True
    assert await nama(wilayah="ID", first=2, after=halaman["endCursor"]) == ["Citra", "Dewi"]


async def test_a_list_of_fifty_takes_as_many_statements_as_a_list_of_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    dinas = await opd(server.db)
    banyak = []
    for jumlah in (1, 49):
        for n in range(jumlah):
            await orang(
                server.db,
                f"Orang {jumlah} {n}",
                pemilik=Pemilik(wilayah="61.71", perangkat_daerah=dinas),
            )
        jawab = await server.ask(DAFTAR, aktor=OPERATOR, variables={"wilayah": "61.71"})
        banyak.append((len(jawab.hasil["daftarOrang"]["edges"]), len(jawab.pernyataan)))
    assert banyak == [(1, 4), (50, 4)]
