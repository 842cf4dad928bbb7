"""Duta integritas: who is one where and when, who may say so, and that nobody is twice."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from forum_paksi.duta.rules import IsianDuta
from forum_paksi.duta.service import akhiri_duta, tetapkan_duta
from forum_server.plugin import Aktor, Database, Ditolak, GalatDomain, TidakDitemukan
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, orang, potret
from tests.paksi.bahan_angkatan import PENGELOLA, kantor, kecamatan, pegawai, pengelola, sendiri

KECAMATAN = "61.71.01"
MULAI = date(2026, 1, 5)
TETAPKAN = """mutation($i: PaksiDutaIsian!) { paksiTetapkanDuta(isian: $i) {
    ... on PaksiDuta { id dari sampai dasar wilayah { kode } perangkatDaerah { nama } orang { nama } }
    ... on Galat { kode letak } } }"""
AKHIRI = """mutation($d: ID!, $s: Date!) { paksiAkhiriDuta(duta: $d, sampai: $s) {
    ... on PaksiDuta { id sampai } ... on Galat { kode letak } } }"""
DAFTAR = """query($w: String, $p: Date, $n: Int!) { paksiDaftarDuta(wilayah: $w, pada: $p, first: $n) { totalCount
    edges { node { id orang { nama paksiDuta { id } } wilayah { nama } perangkatDaerah { nama } } } } }"""


def isian(siapa: uuid.UUID, **ganti: Any) -> IsianDuta:
    return replace(IsianDuta(orang=siapa, wilayah=KECAMATAN, dari=MULAI), **ganti)


@pytest.fixture
async def desa(db: Database) -> Database:
    """Pontianak has two kecamatan in these tests."""
    await db.write(dasar, aktif=("ID",))
    await db.write(kecamatan, KECAMATAN, "61.71.02")
    return db


async def test_a_place_gets_a_duta_who_is_listed_until_the_last_day(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(kecamatan, KECAMATAN)
    (dinas,) = await server.db.write(kantor, "DINAS")
    siti, budi = await server.db.write(pegawai, [dinas, None])

    async def tetapkan(**i: Any) -> Any:
        jawab = await server.ask(TETAPKAN, aktor=PENGELOLA, i={"dari": "2026-01-05"} | i)
        return jawab.hasil["paksiTetapkanDuta"]

    di_opd = await tetapkan(orang=str(siti), wilayah="61.71", perangkatDaerah=str(dinas), dasar=" SK 1 ")
    assert di_opd | {"id": ""} == {
        "id": "",
        "dari": "2026-01-05",
        "sampai": None,
        "dasar": "SK 1",
        "wilayah": {"kode": "61.71"},
        "perangkatDaerah": {"nama": "Kantor Contoh 0"},
        "orang": {"nama": "Pegawai Contoh 0"},
    }
    di_kecamatan = await tetapkan(orang=str(budi), wilayah=KECAMATAN, sampai="2026-06-30")
    assert (di_kecamatan["wilayah"], di_kecamatan["perangkatDaerah"]) == ({"kode": KECAMATAN}, None)
    jawab = await server.ask(AKHIRI, aktor=PENGELOLA, d=di_opd["id"], s="2026-03-31")
    assert jawab.hasil["paksiAkhiriDuta"] == {"id": di_opd["id"], "sampai": "2026-03-31"}

    async def pada(hari: str | None, wilayah: str | None = "61.71") -> set[str]:
        jawab = await server.ask(DAFTAR, aktor=PENGELOLA, w=wilayah, p=hari, n=50)
        return {e["node"]["id"] for e in jawab.hasil["paksiDaftarDuta"]["edges"]}

    keduanya = {di_opd["id"], di_kecamatan["id"]}
    assert await pada(None) == keduanya
    assert await pada("2026-03-31") == keduanya
    assert await pada("2026-04-01") == await pada(None, KECAMATAN) == {di_kecamatan["id"]}
    assert await pada("2026-07-01") == await pada("2026-01-04") == set()
    saya = await server.ask(
        "query($o: ID!) { orang(id: $o) { paksiDuta { id } } }",
        aktor=aktor_uji("inti:orang", orang_id=siti, wilayah="61.71"),
        o=str(siti),
    )
    assert saya.hasil["orang"] == {"paksiDuta": [{"id": di_opd["id"]}]}


async def test_what_is_refused_writes_nothing(desa: Database) -> None:
    (siti,) = await desa.write(orang, 1)
    buruk: list[tuple[dict[str, Any], str, list[str]]] = [
        ({"wilayah": "61"}, "TEMPAT_DUTA", ["wilayah"]),
        ({"wilayah": "ID"}, "TEMPAT_DUTA", ["wilayah"]),
        ({"wilayah": "61.71.99"}, "TIDAK_DITEMUKAN", ["wilayah"]),
        ({"sampai": date(2026, 1, 4)}, "TANGGAL_TIDAK_SAH", ["sampai"]),
        ({"dasar": "x" * 121}, "TERLALU_PANJANG", ["dasar"]),
        ({"perangkat_daerah": uuid.uuid4()}, "TIDAK_DITEMUKAN", ["perangkatDaerah"]),
        ({"orang": uuid.uuid4()}, "TIDAK_DITEMUKAN", ["orang"]),
        ({"wilayah": "61.01"}, "TIDAK_DITEMUKAN", ["orang"]),
    ]
    sebelum = await potret(desa)
    for ganti, kode, letak in buruk:
        with pytest.raises(GalatDomain) as salah:
            await desa.write(tetapkan_duta, SISTEM, isian=isian(siti, **ganti))
        assert (salah.value.kode, list(salah.value.letak)) == (kode, letak)
    assert await potret(desa) == sebelum


async def test_nobody_is_duta_of_a_place_twice_on_one_day(desa: Database) -> None:
    (siti,) = await desa.write(orang, 1)
    pertama = await desa.write(tetapkan_duta, SISTEM, isian=isian(siti, sampai=date(2026, 6, 30)))
    sebelum = await potret(desa)
    for ganti in (
        {"dari": date(2026, 6, 30)},
        {"dari": date(2025, 1, 1), "sampai": date(2026, 1, 5)},
        {"dari": date(2025, 1, 1)},
    ):
        with pytest.raises(GalatDomain) as salah:
            await desa.write(tetapkan_duta, SISTEM, isian=isian(siti, **ganti))
        assert salah.value.kode == "SUDAH_DUTA"
    for sampai in (date(2026, 6, 30), date(2026, 7, 1)):
        with pytest.raises(GalatDomain) as salah:
            await desa.write(akhiri_duta, SISTEM, duta_id=pertama, sampai=sampai)
        assert salah.value.kode == "SUDAH_BERAKHIR"
    with pytest.raises(GalatDomain) as salah:
        await desa.write(akhiri_duta, SISTEM, duta_id=pertama, sampai=date(2026, 1, 4))
    assert salah.value.kode == "TANGGAL_TIDAK_SAH"
    assert await potret(desa) == sebelum
    await desa.write(tetapkan_duta, SISTEM, isian=isian(siti, dari=date(2026, 7, 1)))
    await desa.write(tetapkan_duta, SISTEM, isian=isian(siti, dari=date(2025, 1, 1), wilayah="61.71.02"))
    await desa.write(akhiri_duta, SISTEM, duta_id=pertama, sampai=date(2026, 2, 1))
    assert await isi(desa, "paksi_duta", "wilayah_kode", "dari", "sampai") == [
        (KECAMATAN, MULAI, date(2026, 2, 1)),
        (KECAMATAN, date(2026, 7, 1), None),
        ("61.71.02", date(2025, 1, 1), None),
    ]


async def test_of_several_at_once_one_sets_the_duta(desa: Database) -> None:
    siti, budi = await desa.write(orang, 2)
    for siapa, ganti in ((siti, {}), (budi, {"sampai": date(2027, 1, 1)})):
        hasil = await asyncio.gather(
            *(desa.write(tetapkan_duta, SISTEM, isian=isian(siapa, **ganti)) for _ in range(4)),
            return_exceptions=True,
        )
        kode = sorted(h.kode if isinstance(h, GalatDomain) else "jadi" for h in hasil)
        assert kode == ["SUDAH_DUTA"] * 3 + ["jadi"]
    assert len(await isi(desa, "paksi_duta", "id")) == 2


SIAPA = [
    ("pengelola pemda", pengelola(PONTIANAK), None),
    ("pengelola provinsi", pengelola("61"), None),
    ("pengelola pemda lain", pengelola("61.01"), "TIDAK_DITEMUKAN"),
    ("LSP", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP), "DITOLAK"),
    ("pelihat", aktor_uji("paksi:lihat"), "DITOLAK"),
    ("akun tanpa peran", aktor_uji(), "DITOLAK"),
    ("tanpa akun", Aktor.anonim(), "DITOLAK"),
]


async def test_who_sets_and_ends_a_duta(desa: Database) -> None:
    siapa = await desa.write(orang, len(SIAPA) + 2)
    ada = await desa.write(tetapkan_duta, SISTEM, isian=isian(siapa[0]))
    semua = [*SIAPA, ("orangnya sendiri", sendiri(siapa[0]), "DITOLAK")]
    for (nama, aktor, kode), baru in zip(semua, siapa[1:], strict=True):
        sebelum = await potret(desa)
        if kode is None:
            await desa.write(tetapkan_duta, aktor, isian=isian(baru))
            continue
        galat = Ditolak if kode == "DITOLAK" else TidakDitemukan
        with pytest.raises(galat):
            await desa.write(tetapkan_duta, aktor, isian=isian(baru))
        with pytest.raises(galat):
            await desa.write(akhiri_duta, aktor, duta_id=ada, sampai=date(2027, 1, 1))
        assert await potret(desa) == sebelum, nama
    await desa.write(akhiri_duta, pengelola(PONTIANAK), duta_id=ada, sampai=date(2027, 1, 1))
    with pytest.raises(GalatDomain) as salah:
        await desa.write(akhiri_duta, SISTEM, duta_id=uuid.uuid4(), sampai=date(2027, 1, 1))
    assert salah.value.kode == "TIDAK_DITEMUKAN"


async def test_fifty_duta_cost_as_many_statements_as_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    await server.db.write(kecamatan, KECAMATAN)
    for siapa in await server.db.write(orang, 6):
        await server.db.write(tetapkan_duta, SISTEM, isian=isian(siapa))
    satu = await server.ask(DAFTAR, aktor=PENGELOLA, n=1)
    banyak = await server.ask(DAFTAR, aktor=PENGELOLA, n=50)
    assert banyak.hasil["paksiDaftarDuta"]["totalCount"] == len(banyak.hasil["paksiDaftarDuta"]["edges"]) == 6
    assert len(satu.pernyataan) == len(banyak.pernyataan)
