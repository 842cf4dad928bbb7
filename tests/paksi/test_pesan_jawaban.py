"""What booking answers is made of what was written, without reading it again: it must be what reading would give."""

from __future__ import annotations

import uuid

from sqlalchemy import select

from forum_paksi.pemesanan import baca
from forum_server.plugin import dalam_parameter
from forum_server.testing import aktor_uji
from forum_server.testing.server import GraphQLWith
from tests.paksi.bahan import PONTIANAK, dasar, jadwal, orang, tabel

PEMDA = aktor_uji("paksi:minta", wilayah=PONTIANAK)
BIDANG = """id keadaan jalur ditahanSampai alasanBatal catatanBatal dibuatPada posisi
  jadwal { id } orang { id } wilayah { kode } perangkatDaerah { id }"""
PESAN = f"""mutation ($j: ID!, $o: ID!) {{
  paksiPesanSlot(jadwal: $j, orang: $o, wilayah: "{PONTIANAK}", jalur: "DIKLAT") {{
    ... on PaksiPemesanan {{ {BIDANG} }} }} }}"""
BACA = f"query ($id: ID!) {{ paksiPemesanan(id: $id) {{ {BIDANG} }} }}"


async def test_booking_answers_what_reading_the_booking_answers(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    siapa = await server.db.write(orang, 4)
    id_ = await server.db.write(jadwal, kapasitas=2)
    posisi: list[int | None] = []
    for satu in siapa:
        dipesan = (await server.ask(PESAN, aktor=PEMDA, j=str(id_), o=str(satu))).hasil["paksiPesanSlot"]
        dibaca = (await server.ask(BACA, aktor=PEMDA, id=dipesan["id"])).hasil["paksiPemesanan"]
        assert dipesan == dibaca
        posisi.append(dipesan["posisi"])
    assert posisi == [None, None, 1, 2]


async def test_positions_count_those_who_wait_for_the_same_share(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    siapa = await server.db.write(orang, 5)
    satu, dua = await server.db.write(jadwal, kapasitas=1), await server.db.write(jadwal, kapasitas=1)
    kursi: dict[uuid.UUID, list[uuid.UUID]] = {satu: [], dua: []}
    for tujuan, daftar in ((satu, siapa), (dua, siapa[1:4])):
        for orang_id in daftar:
            hasil = await server.ask(PESAN, aktor=PEMDA, j=str(tujuan), o=str(orang_id))
            kursi[tujuan].append(uuid.UUID(hasil.hasil["paksiPesanSlot"]["id"]))
    batal = "mutation ($p: ID!) { paksiBatalkanSlot(pemesanan: $p) { __typename } }"
    await server.ask(batal, aktor=PEMDA, p=str(kursi[satu][2]))
    semua = await baca.posisi(server.db, [*kursi[satu], *kursi[dua], uuid.uuid4()])
    assert [semua.get(k) for k in kursi[satu]] == [None, 1, None, 2, 3]
    assert [semua.get(k) for k in kursi[dua]] == [None, 1, 2]
    assert await baca.posisi(server.db, []) == {}


async def test_a_list_given_when_the_statement_runs_finds_ids_and_codes(graphql_with: GraphQLWith) -> None:
    db = (await graphql_with("paksi")).db
    siapa = await db.write(orang, 3)
    o, w = tabel("orang"), tabel("wilayah")
    per_id = select(o.c.id).where(dalam_parameter(o.c.id, "ids"))
    assert set(await db.scalars(per_id, {"ids": siapa[:2]})) == set(siapa[:2])
    assert await db.scalars(per_id, {"ids": []}) == []
    per_kode = select(w.c.kode).where(dalam_parameter(w.c.kode, "kode")).order_by(w.c.kode)
    assert await db.scalars(per_kode, {"kode": {"61.71", "61", "tidak ada"}}) == ["61", "61.71"]
