"""Event streams over real connections: what is sent, in which bytes, and how a stream ends."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette

from forum_server.akses.rules import Hibah
from forum_server.graphql.eksekusi import Eksekutor
from forum_server.http.app import rute_graphql
from forum_server.http.henti import saat_berhenti
from forum_server.http.soket import RuangSoket, Soket
from forum_server.http.titik import GraphQLHttp
from forum_server.http.websocket import GraphQLWebSocket
from tests.http.peladen import PelayanUji, aktor_uji, aplikasi, dilayani, skema

ALIRAN = {"accept": "text/event-stream"}
BOLEH = Hibah(
    izin=frozenset({"uji:boleh"}), wilayah="61", perangkat_daerah=None, lembaga=None, peran="uji.peran"
)
SELESAI = ("complete", "")


class Pendengar:
    """Reads the events of one stream; comments are counted."""

    def __init__(self, jawab: httpx.Response) -> None:
        self.jawab = jawab
        self.komentar = 0
        self._baris = jawab.aiter_lines()

    async def terima(self) -> tuple[str, Any]:
        """The next event: its name and its data, parsed when there is any."""
        nama, data = "", ""
        async with asyncio.timeout(20):
            async for baris in self._baris:
                match baris.partition(": "):
                    case ("event", _, nilai):
                        nama = nilai
                    case ("data", _, nilai):
                        data = nilai
                    case (":", _, _):
                        self.komentar += 1
                    case ("", _, _) if nama:
                        return nama, json.loads(data) if data else ""
                    case _:
                        continue
        raise AssertionError("the stream ended")

    async def isi(self, bidang: str) -> Any:
        nama, data = await self.terima()
        assert nama == "next"
        return data["data"][bidang]

    async def galat(self) -> str:
        """The code of a last event with errors; then nothing but the end."""
        nama, data = await self.terima()
        assert (nama, list(data)) == ("next", ["errors"])
        assert await self.terima() == SELESAI
        assert [b async for b in self._baris] == []
        return data["errors"][0]["extensions"]["kode"]


class RuangUji(RuangSoket):
    """Says when somebody left."""

    def __init__(self) -> None:
        super().__init__()
        self.pergi = asyncio.Event()

    def keluar(self, soket: Soket) -> None:
        super().keluar(soket)
        self.pergi.set()


@pytest.fixture
def ruang() -> RuangUji:
    return RuangUji()


@asynccontextmanager
async def aliran(
    alamat: str, query: str, *, token: str | None = None, jalur: str = "/graphql", **isi: Any
) -> AsyncGenerator[Pendengar, None]:
    kepala = ALIRAN if token is None else {**ALIRAN, "authorization": f"Bearer {token}"}
    async with (
        httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien,
        klien.stream("POST", jalur, json={"query": query, **isi}, headers=kepala) as jawab,
    ):
        assert jawab.status_code == 200
        yield Pendengar(jawab)


# what is sent -----------------------------------------------------------------------------------------------


async def test_a_subscription_streams_its_events_and_completes(klien: httpx.AsyncClient) -> None:
    jawab = await klien.post("/graphql", json={"query": "subscription { hitung(sampai: 2) }"}, headers=ALIRAN)
    assert (jawab.status_code, jawab.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
    assert jawab.headers["cache-control"] == "no-store"
    assert jawab.content == (
        b'event: next\ndata: {"data":{"hitung":"0"}}\n\n'
        b'event: next\ndata: {"data":{"hitung":"1"}}\n\n'
        b"event: complete\ndata:\n\n"
    )


@pytest.mark.parametrize(
    ("query", "data"),
    [("{ halo }", {"halo": "Halo dunia"}), ('mutation { catat(apa: "x") }', {"catat": "x"})],
)
async def test_other_operations_are_streams_of_one_answer(
    alamat: str, query: str, data: dict[str, Any]
) -> None:
    async with aliran(alamat, query) as dengar:
        assert await dengar.terima() == ("next", {"data": data})
        assert await dengar.terima() == SELESAI


async def test_a_stream_by_get_asks_and_listens(klien: httpx.AsyncClient) -> None:
    for query in ("{ halo }", "subscription { hitung(sampai: 1) }"):
        jawab = await klien.get("/graphql", params={"query": query}, headers=ALIRAN)
        assert (jawab.status_code, jawab.content.count(b"event: next\n")) == (200, 1)
        assert jawab.content.endswith(b"event: complete\ndata:\n\n")


async def test_a_mutation_by_get_is_refused_by_http(klien: httpx.AsyncClient, pelayan: PelayanUji) -> None:
    params = {"query": 'mutation { catat(apa: "x") }'}
    jawab = await klien.get("/graphql", params=params, headers=ALIRAN)
    assert (jawab.status_code, jawab.headers["allow"]) == (405, "POST")
    assert jawab.json()["errors"][0]["extensions"]["kode"] == "PERMINTAAN_TIDAK_SAH"
    assert pelayan.keran.tertulis == []


async def test_a_secret_by_get_is_refused(klien: httpx.AsyncClient) -> None:
    params = {"query": "query ($s: Rahasia!) { panjang(sandi: $s) }", "variables": '{"s": "abc"}'}
    jawab = await klien.get("/graphql", params=params, headers=ALIRAN)
    assert b"hanya diterima dengan metode POST" in jawab.content
    assert b'"data"' not in jawab.content


@pytest.mark.parametrize("query", ["{", "{ tidakAda }", "query A { halo } query B { halo }"])
async def test_a_document_that_is_wrong_is_told_in_the_stream(alamat: str, query: str) -> None:
    async with aliran(alamat, query) as dengar:
        assert await dengar.galat() == "PERMINTAAN_TIDAK_SAH"


async def test_a_body_that_is_wrong_is_refused_before_the_stream(klien: httpx.AsyncClient) -> None:
    jawab = await klien.post("/graphql", content=b"{", headers={**ALIRAN, "content-type": "application/json"})
    assert (jawab.status_code, jawab.headers["content-type"]) == (400, "application/json; charset=utf-8")


async def test_a_refused_subscription_says_why_and_completes(alamat: str) -> None:
    async with aliran(alamat, "subscription { ditolak }") as dengar:
        assert await dengar.galat() == "DITOLAK"


async def test_a_fault_in_the_middle_is_masked_and_the_last(alamat: str) -> None:
    async with aliran(alamat, "subscription { putus }") as dengar:
        assert await dengar.isi("putus") == "satu"
        assert await dengar.galat() == "KESALAHAN_SISTEM"


async def test_a_client_that_names_streams_last_gets_json(klien: httpx.AsyncClient) -> None:
    accept = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"
    jawab = await klien.post("/graphql", json={"query": "{ halo }"}, headers={"accept": accept})
    assert jawab.json() == {"data": {"halo": "Halo dunia"}}


async def test_a_quiet_stream_carries_comments() -> None:
    pelayan = PelayanUji(denyut=0.01)
    async with dilayani(aplikasi(pelayan)) as alamat, aliran(alamat, "subscription { aliran }") as dengar:
        baris = dengar.jawab.aiter_raw()
        async with asyncio.timeout(20):
            assert (await anext(baris)).startswith(b":\n\n")


# how it ends ------------------------------------------------------------------------------------------------


async def test_a_client_that_leaves_ends_its_generator(
    alamat: str, pelayan: PelayanUji, ruang: RuangUji
) -> None:
    async with aliran(alamat, "subscription { aliran }") as dengar:
        await pelayan.keran.isi.put("a")
        assert await dengar.isi("aliran") == "a"
        assert len(ruang) == 1
    async with asyncio.timeout(20):
        await pelayan.keran.ditutup.wait()
        await ruang.pergi.wait()
    assert len(ruang) == 0


async def test_a_client_that_does_not_read_is_let_go() -> None:
    pelayan, ruang = PelayanUji(tunggu_kirim=0.2), RuangUji()
    async with dilayani(aplikasi(pelayan, ruang)) as alamat:
        host, port = alamat.split(":")
        _, tulis = await asyncio.open_connection(host, int(port), limit=1024)
        tulis.transport.pause_reading()  # pyright: ignore[reportAttributeAccessIssue]
        isi = json.dumps({"query": "subscription { banjir }"}).encode()
        tulis.write(
            b"POST /graphql HTTP/1.1\r\nhost: x\r\naccept: text/event-stream\r\ncontent-type: application/json\r\n"
            + f"content-length: {len(isi)}\r\n\r\n".encode()
            + isi
        )
        async with asyncio.timeout(20):
            await pelayan.keran.ditutup.wait()
            await ruang.pergi.wait()
        tulis.transport.abort()


async def test_a_revoked_token_gets_no_further_event(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with aliran(alamat, "subscription { aliran }", token="t1") as dengar:
        await pelayan.keran.isi.put("a")
        assert await dengar.isi("aliran") == "a"
        del pelayan.token["t1"]
        await pelayan.keran.isi.put("b")
        assert await dengar.galat() == "AKSES_BERAKHIR"
    assert pelayan.keran.ditutup.is_set()


async def test_a_token_that_ends_ends_a_quiet_stream(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"), detik=0.2)
    async with aliran(alamat, "subscription { aliran }", token="t1") as dengar:
        assert await dengar.galat() == "AKSES_BERAKHIR"


async def test_a_bad_token_opens_no_stream(klien: httpx.AsyncClient) -> None:
    isi = {"query": "subscription { aliran }"}
    jawab = await klien.post("/graphql", json=isi, headers={**ALIRAN, "authorization": "Bearer t9"})
    assert (jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]) == (401, "TOKEN_TIDAK_SAH")


@pytest.mark.parametrize(
    ("nanti", "tetap"),
    [((BOLEH,), True), ((), False), ((BOLEH, replace(BOLEH, tolak=True, wilayah="61.71")), False)],
)
async def test_rights_that_shrink_end_a_quiet_stream(
    alamat: str, pelayan: PelayanUji, ruang: RuangSoket, nanti: tuple[Hibah, ...], tetap: bool
) -> None:
    akun = uuid4()
    pelayan.beri("t1", aktor_uji(akun=akun, hibah=(BOLEH,)))
    async with aliran(alamat, "subscription { aliran }", token="t1") as dengar:
        await pelayan.keran.isi.put("a")
        await dengar.terima()
        pelayan.beri("t1", aktor_uji(akun=akun, hibah=nanti))
        await ruang._akses(str(uuid4()))
        await ruang._akses(str(akun))
        if tetap:
            await pelayan.keran.isi.put("b")
            assert await dengar.isi("aliran") == "b"
        else:
            assert await dengar.galat() == "AKSES_BERAKHIR"


async def test_another_schema_ends_the_stream(alamat: str, pelayan: PelayanUji, ruang: RuangSoket) -> None:
    async with aliran(alamat, "subscription { aliran }") as dengar:
        await ruang._skema()
        await pelayan.keran.isi.put("a")
        assert await dengar.isi("aliran") == "a"
        pelayan.eksekutor = Eksekutor(skema(), pelayan.batas)
        await ruang._skema()
        assert await dengar.galat() == "SKEMA_BERUBAH"


async def test_streams_of_a_process_are_limited() -> None:
    pelayan, ruang = PelayanUji(aliran=1), RuangUji()
    async with dilayani(aplikasi(pelayan, ruang)) as alamat:
        async with aliran(alamat, "subscription { aliran }") as dengar:
            await pelayan.keran.isi.put("a")
            await dengar.terima()
            async with httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien:
                jawab = await klien.post("/graphql", json={"query": "{ halo }"}, headers=ALIRAN)
            assert (jawab.status_code, jawab.headers["retry-after"]) == (503, "5")
            assert jawab.json()["errors"][0]["extensions"]["kode"] == "SERVER_SIBUK"
        async with asyncio.timeout(20):
            await ruang.pergi.wait()
        async with aliran(alamat, "{ halo }") as dengar:
            assert await dengar.isi("halo") == "Halo dunia"


async def test_a_server_that_stops_ends_its_streams() -> None:
    pelayan, ruang = PelayanUji(), RuangUji()
    http = GraphQLHttp(lambda: pelayan, ruang)
    app = Starlette(routes=rute_graphql(http, GraphQLWebSocket(lambda: pelayan, ruang)))
    async with dilayani(app) as alamat, aliran(alamat, "subscription { aliran }") as dengar:
        await pelayan.keran.isi.put("a")
        await dengar.terima()
        http.hentikan()
        assert await dengar.galat() == "SERVER_BERHENTI"
    assert pelayan.keran.ditutup.is_set()


async def test_a_stream_that_begins_while_the_server_stops_ends_at_once() -> None:
    pelayan, ruang = PelayanUji(), RuangUji()
    http = GraphQLHttp(lambda: pelayan, ruang)
    app = Starlette(routes=rute_graphql(http, GraphQLWebSocket(lambda: pelayan, ruang)))
    async with dilayani(app) as alamat:
        http.hentikan()
        async with aliran(alamat, "subscription { aliran }") as dengar:
            assert await dengar.galat() == "SERVER_BERHENTI"


async def test_a_process_that_is_told_to_stop_hears_it_and_stops_as_before() -> None:
    urutan: list[str] = []
    terdengar = asyncio.Event()
    semula = signal.signal(signal.SIGTERM, lambda *_: urutan.append("server"))
    try:
        with saat_berhenti(terdengar.set):
            os.kill(os.getpid(), signal.SIGTERM)
            async with asyncio.timeout(20):
                await terdengar.wait()
        os.kill(os.getpid(), signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, semula)
    assert urutan == ["server", "server"]
