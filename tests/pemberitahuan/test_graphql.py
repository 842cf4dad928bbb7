"""One's own notifications over GraphQL: nobody else's are read, marked or heard."""

from __future__ import annotations

import types
import uuid
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor
from forum_server.database import Database, bebas_jejak
from forum_server.jejak.models import Jejak
from forum_server.pemberitahuan.jenis import JenisPemberitahuan
from forum_server.pemberitahuan.models import DaftarJenis, Pemberitahuan, PilihanPemberitahuan
from forum_server.pemberitahuan.service import beritahu
from forum_server.plugin.daftar import PluginSalah, periksa_hasil
from forum_server.plugin.hookspecs import hookimpl
from forum_server.testing import GraphQLWith
from forum_server.testing.server import ServerUji
from tests.pemberitahuan.bahan import JENIS, akun, baris, dasar, jalankan, kabari, kotak_surat
from tests.pemberitahuan.proses import BANYAK

DAFTAR = """query ($belum: Boolean! = false, $first: Int! = 50, $after: String) {
  pemberitahuan(belumDibaca: $belum, first: $first, after: $after) { totalCount pageInfo { endCursor hasNextPage }
    edges { node { id jenis judul kalimat tautan kodeWilayah data dibuatPada dibacaPada } } }
  jumlahPemberitahuan }"""
BACA = """mutation ($ids: [ID!]!) { bacaPemberitahuan(ids: $ids) {
  ... on PemberitahuanDibaca { ditandai belumDibaca } ... on Galat { kode letak } } }"""
BACA_SEMUA = """mutation ($sampai: DateTime) { bacaSemuaPemberitahuan(sampai: $sampai) {
  ... on PemberitahuanDibaca { ditandai belumDibaca } ... on Galat { kode letak } } }"""
PILIHAN = "{ pilihanPemberitahuan { jenis judul dalamAplikasi surel surelBawaan bawaan } }"
BARU = "subscription { pemberitahuanBaru { kalimat } }"


def _plugin() -> Any:
    modul = types.ModuleType("uji")

    @hookimpl
    def notifications() -> list[JenisPemberitahuan]:
        """The kinds of these tests."""
        return list(JENIS.values())

    modul.notifications = notifications  # pyright: ignore[reportAttributeAccessIssue]
    return modul


def _aktor(akun_id: uuid.UUID) -> Aktor:
    return Aktor(akun_id=akun_id, orang_id=None, nama="uji")


async def _dua(graphql_with: GraphQLWith) -> tuple[ServerUji, Aktor, Aktor]:
    """A server and two accounts that were told of occasions 1 to 3."""
    server = await graphql_with(uji=_plugin())
    await server.db.write(dasar)
    siapa = [_aktor(await server.db.write(akun, nama)) for nama in ("satu", "dua")]
    for nomor in (1, 2, 3):
        await server.db.write(kabari, nomor)
    return server, siapa[0], siapa[1]


async def _ids(server: ServerUji, aktor: Aktor) -> list[str]:
    jawab = await server.ask(DAFTAR, aktor=aktor)
    return [e["node"]["id"] for e in jawab.hasil["pemberitahuan"]["edges"]]


async def test_people_read_what_they_were_told_newest_first_and_page_through_it(
    graphql_with: GraphQLWith,
) -> None:
    server, satu, _ = await _dua(graphql_with)
    hasil = (await server.ask(DAFTAR, aktor=satu, first=2)).hasil
    assert hasil["jumlahPemberitahuan"] == 3 == hasil["pemberitahuan"]["totalCount"]
    node = [e["node"] for e in hasil["pemberitahuan"]["edges"]]
    assert {k: v for k, v in node[0].items() if k not in {"id", "dibuatPada"}} == {
        "jenis": "uji.kabar",
        "judul": "Kabar percobaan",
        "kalimat": "Ada kabar nomor 3. Bacalah sebelum pukul 16.00 — segera.",
        "tautan": "/uji/3",
        "kodeWilayah": "61.71",
        "data": {"nomor": "3"},
        "dibacaPada": None,
    }
    kursor = hasil["pemberitahuan"]["pageInfo"]["endCursor"]
    lanjut = (await server.ask(DAFTAR, aktor=satu, after=kursor)).hasil["pemberitahuan"]["edges"]
    assert [e["node"]["data"]["nomor"] for e in lanjut] == ["1"]


async def test_marking_is_for_ones_own_and_all_or_nothing(graphql_with: GraphQLWith) -> None:
    server, satu, dua = await _dua(graphql_with)
    milik, asing = await _ids(server, satu), await _ids(server, dua)
    assert not set(milik) & set(asing)
    for ids in ([milik[0], asing[0]], [asing[0]], [str(uuid.uuid4())], ["x"]):
        jawab = await server.ask(BACA, aktor=satu, ids=ids)
        assert jawab.hasil == {"bacaPemberitahuan": {"kode": "TIDAK_DITEMUKAN", "letak": ["ids"]}}
    banyak = await server.ask(BACA, aktor=satu, ids=[milik[0]] * 201)
    assert banyak.hasil["bacaPemberitahuan"]["kode"] == "TERLALU_BANYAK"
    assert {d for (d,) in await baris(server.db, Pemberitahuan, "dibaca_pada")} == {None}
    for _ in range(2):
        jawab = await server.ask(BACA, aktor=satu, ids=milik[:1])
    assert jawab.hasil == {"bacaPemberitahuan": {"ditandai": 0, "belumDibaca": 2}}
    belum = (await server.ask(DAFTAR, aktor=satu, belum=True)).hasil
    assert [e["node"]["id"] for e in belum["pemberitahuan"]["edges"]] == milik[1:]
    assert belum["jumlahPemberitahuan"] == 2
    assert (await server.ask(DAFTAR, aktor=dua)).hasil["jumlahPemberitahuan"] == 3


async def test_marking_all_leaves_what_came_later(graphql_with: GraphQLWith) -> None:
    server, satu, dua = await _dua(graphql_with)
    jawab = (await server.ask(DAFTAR, aktor=satu)).hasil
    kedua = jawab["pemberitahuan"]["edges"][1]["node"]["dibuatPada"]
    sebagian = await server.ask(BACA_SEMUA, aktor=satu, sampai=kedua)
    assert sebagian.hasil == {"bacaSemuaPemberitahuan": {"ditandai": 2, "belumDibaca": 1}}
    tanpa_zona = await server.ask(BACA_SEMUA, aktor=satu, sampai="2026-01-01T00:00:00")
    assert tanpa_zona.hasil["bacaSemuaPemberitahuan"] == {"kode": "WAKTU_TANPA_ZONA", "letak": ["sampai"]}
    semua = await server.ask(BACA_SEMUA, aktor=satu)
    assert semua.hasil == {"bacaSemuaPemberitahuan": {"ditandai": 1, "belumDibaca": 0}}
    assert (await server.ask(DAFTAR, aktor=dua)).hasil["jumlahPemberitahuan"] == 3


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_nobody_has_any_without_an_account(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(uji=_plugin())
    for dokumen in (
        DAFTAR,
        PILIHAN,
        "mutation { bacaSemuaPemberitahuan { __typename } }",
        'mutation { bacaPemberitahuan(ids: ["x"]) { __typename } }',
        'mutation { aturPemberitahuan(jenis: "uji.kabar", surel: false) { __typename } }',
    ):
        for aktor in (Aktor.anonim(), Aktor.sistem("uji")):
            jawab = await server.ask(dokumen, aktor=aktor)
            assert {e["extensions"]["kode"] for e in jawab.errors} == {"DITOLAK"}
    async with server.listen(BARU) as aliran:
        assert [e["extensions"]["kode"] for e in (await anext(aliran)).errors] == ["DITOLAK"]


def _atur(**nilai: str) -> str:
    isi = ", ".join(f"{k}: {v}" for k, v in nilai.items())
    return f"""mutation {{ aturPemberitahuan({isi}) {{
      ... on PilihanPemberitahuan {{ surel dalamAplikasi bawaan }} ... on Galat {{ kode letak }} }} }}"""


async def test_each_person_chooses_for_each_kind_and_can_go_back_to_the_default(
    graphql_with: GraphQLWith,
) -> None:
    server, satu, dua = await _dua(graphql_with)
    awal = {j["jenis"]: j for j in (await server.ask(PILIHAN, aktor=satu)).hasil["pilihanPemberitahuan"]}
    assert set(JENIS) <= set(awal)
    assert [awal[n]["surel"] for n in sorted(JENIS)] == [False, True]
    for isi, jadi in (
        ({"surel": "false"}, (False, True, False)),
        ({"dalamAplikasi": "false"}, (False, False, False)),
        ({"surel": "null"}, (True, False, False)),
        ({"dalamAplikasi": "null"}, (True, True, True)),
        ({}, (True, True, True)),
    ):
        jawab = await server.ask(_atur(jenis='"uji.kabar"', **isi), aktor=satu)
        assert tuple(jawab.hasil["aturPemberitahuan"].values()) == jadi, isi
    assert await baris(server.db, PilihanPemberitahuan, "jenis") == []
    jejak = [a for (a,) in await baris(server.db, Jejak, "aksi") if a == "akun.atur_pemberitahuan"]
    assert len(jejak) == 4
    asing = await server.ask(_atur(jenis='"uji.asing"', surel="true"), aktor=satu)
    assert asing.hasil["aturPemberitahuan"] == {"kode": "JENIS_TIDAK_DIKENAL", "letak": ["jenis"]}
    tiada = await server.ask(_atur(jenis='"uji.kabar"', surel="true"), aktor=_aktor(uuid.uuid4()))
    assert tiada.hasil["aturPemberitahuan"]["kode"] == "TIDAK_DITEMUKAN"
    assert (await server.ask(PILIHAN, aktor=dua)).hasil == (await server.ask(PILIHAN, aktor=satu)).hasil


async def test_what_another_process_tells_is_heard_by_whom_it_is_for(
    graphql_with: GraphQLWith, db_url: str, tmp_path: Path
) -> None:
    server = await graphql_with(uji=_plugin())
    await server.db.write(dasar)
    satu = _aktor(await server.db.write(akun, "satu"))
    lain = _aktor(await server.db.write(akun, "lain", hibah=False))
    async with (
        server.listen(BARU, aktor=satu) as mendengar,
        server.listen(BARU, aktor=lain) as diam,
        kotak_surat() as kotak,
    ):
        proses = await jalankan(db_url, kotak, tmp_path, "kabari")
        didengar = [(await anext(mendengar)).hasil["pemberitahuanBaru"]["kalimat"] for _ in range(BANYAK)]
        assert await proses.wait() == 0

        def khusus(session: Session) -> int:
            assert lain.akun_id is not None
            return beritahu(
                session,
                jenis="uji.kabar",
                kunci="x",
                wilayah="61",
                akun=[lain.akun_id],
                data={"nomor": "99"},
            )

        await server.db.write(khusus)
        # The first thing the other hears is the other's own: of the eight before nothing came.
        assert "nomor 99." in (await anext(diam)).hasil["pemberitahuanBaru"]["kalimat"]
    assert [k.split(".")[0] for k in didengar] == [f"Ada kabar nomor {n}" for n in range(BANYAK)]


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_kind_that_is_gone_or_fails_hides_no_other(graphql_with: GraphQLWith, db: Database) -> None:
    server, satu, _ = await _dua(graphql_with)

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.add(DaftarJenis(nama="uji.hilang", surel_bawaan=True))
        session.flush()
        p = Pemberitahuan
        session.execute(update(p).where(p.kunci == "1").values(jenis="uji.hilang"))
        session.execute(update(p).where(p.kunci == "2").values(data={}))

    await db.write(rusak)
    hasil = (await server.ask(DAFTAR, aktor=satu)).hasil["pemberitahuan"]["edges"]
    assert [e["node"]["kalimat"] for e in hasil] == [
        "Ada kabar nomor 3. Bacalah sebelum pukul 16.00 — segera.",
        "Kabar percobaan.",
        "Layanan yang mengirim pemberitahuan ini sedang tidak berjalan.",
    ]


def test_a_plugin_declares_kinds_of_its_own_name_only() -> None:
    periksa_hasil("uji", "notifications", tuple(JENIS.values()))
    with pytest.raises(PluginSalah, match=r"must start with 'lain\.'"):
        periksa_hasil("lain", "notifications", tuple(JENIS.values()))
    with pytest.raises(PluginSalah, match="JenisPemberitahuan"):
        periksa_hasil("uji", "notifications", ("uji.kabar",))
