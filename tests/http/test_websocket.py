from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from forum_server.akses.rules import Aktor, Hibah
from forum_server.galat import ServerSibuk
from forum_server.graphql.eksekusi import Eksekutor
from forum_server.http.pelayan import Titik
from forum_server.http.soket import RuangSoket
from forum_server.http.websocket import PROTOKOL
from tests.http.peladen import PelayanUji, aktor_uji, aplikasi, dilayani, skema

BOLEH = Hibah(peran="uji", izin=frozenset({"uji:boleh"}), wilayah="61")
LAIN = Hibah(peran="uji", izin=frozenset({"uji:lain"}), wilayah="61")


@asynccontextmanager
async def soket(
    alamat: str,
    *,
    init: dict[str, Any] | None = None,
    jalur: str = "/graphql",
    mulai: bool = True,
    **lain: Any,
) -> AsyncGenerator[ClientConnection, None]:
    async with connect(
        f"ws://{alamat}{jalur}", subprotocols=[Subprotocol(PROTOKOL)], proxy=None, **lain
    ) as ws:
        if mulai:
            await kirim(ws, type="connection_init", **({} if init is None else {"payload": init}))
            assert await terima(ws) == {"type": "connection_ack"}
        yield ws


async def kirim(ws: ClientConnection, **pesan: Any) -> None:
    await ws.send(json.dumps(pesan))


async def terima(ws: ClientConnection) -> dict[str, Any]:
    async with asyncio.timeout(20):
        return json.loads(await ws.recv())


async def langgan(ws: ClientConnection, query: str, *, id: str = "1", **lain: Any) -> None:
    await kirim(ws, type="subscribe", id=id, payload={"query": query, **lain})


async def penutup(ws: ClientConnection) -> tuple[int, str]:
    """Code and reason with which the server closes; anything it still sends is read away."""
    async with asyncio.timeout(20):
        async for _ in _sampai_tutup(ws):
            pass
    assert ws.protocol.close_rcvd is not None
    return ws.protocol.close_rcvd.code, ws.protocol.close_rcvd.reason


async def _sampai_tutup(ws: ClientConnection) -> AsyncGenerator[str | bytes, None]:
    while True:
        try:
            yield await ws.recv()
        except ConnectionClosed:
            return


def kode(pesan: dict[str, Any]) -> list[str]:
    assert pesan["type"] == "error"
    return [g["extensions"]["kode"] for g in pesan["payload"]]


# operations -------------------------------------------------------------------------------------------------


async def test_a_subscription_sends_its_events_and_its_end(alamat: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription ($n: Int!) { hitung(sampai: $n) }", variables={"n": 2})
        assert [await terima(ws) for _ in range(3)] == [
            {"id": "1", "type": "next", "payload": {"data": {"hitung": "0"}}},
            {"id": "1", "type": "next", "payload": {"data": {"hitung": "1"}}},
            {"id": "1", "type": "complete"},
        ]


async def test_queries_and_mutations_work_over_the_socket(alamat: str, pelayan: PelayanUji) -> None:
    async with soket(alamat) as ws:
        for query, data in (
            ("{ halo }", {"halo": "Halo dunia"}),
            ('mutation { catat(apa: "x") }', {"catat": "x"}),
        ):
            await langgan(ws, query)
            assert await terima(ws) == {"id": "1", "type": "next", "payload": {"data": data}}
            assert await terima(ws) == {"id": "1", "type": "complete"}
    assert pelayan.keran.tertulis == ["x"]


async def test_an_error_of_a_field_comes_with_its_data(alamat: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "{ rusak }")
        pesan = await terima(ws)
        assert (pesan["type"], pesan["payload"]["data"]) == ("next", {"rusak": None})
        assert [g["extensions"]["kode"] for g in pesan["payload"]["errors"]] == ["KESALAHAN_SISTEM"]
        assert await terima(ws) == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    ("query", "lain", "hasil"),
    [
        ("{", {}, "PERMINTAAN_TIDAK_SAH"),
        ("{ tidakAda }", {}, "PERMINTAAN_TIDAK_SAH"),
        ("query A { halo } query B { halo }", {}, "PERMINTAAN_TIDAK_SAH"),
        ("query A { halo }", {"operationName": "B"}, "PERMINTAAN_TIDAK_SAH"),
        ("query ($n: Int!) { halo }", {}, "PERMINTAAN_TIDAK_SAH"),
        ("subscription ($n: Int!) { hitung(sampai: $n) }", {"variables": {"n": "x"}}, "PERMINTAAN_TIDAK_SAH"),
        ('mutation { masuk(sandi: "hunter2") }', {}, "PERMINTAAN_TIDAK_SAH"),
        ("subscription { ditolak }", {}, "DITOLAK"),
        ("subscription { hitung(sampai: 1) putus }", {}, "PERMINTAAN_TIDAK_SAH"),
    ],
)
async def test_a_bad_operation_ends_itself_only(alamat: str, query: str, lain: Any, hasil: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription { aliran }", id="hidup")
        await langgan(ws, query, **lain)
        pesan = await terima(ws)
        assert (pesan["id"], set(kode(pesan))) == ("1", {hasil})
        await langgan(ws, "{ halo }")
        assert (await terima(ws))["payload"] == {"data": {"halo": "Halo dunia"}}


async def test_a_stream_that_breaks_ends_with_a_masked_error(alamat: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription { putus }")
        assert (await terima(ws))["payload"] == {"data": {"putus": "satu"}}
        pesan = await terima(ws)
        assert kode(pesan) == ["KESALAHAN_SISTEM"]
        assert "isi dalam" not in str(pesan)


async def test_a_secret_is_taken_as_a_variable(alamat: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "mutation ($s: Rahasia!) { masuk(sandi: $s) }", variables={"s": "abc"})
        assert (await terima(ws))["payload"] == {"data": {"masuk": 3}}


async def test_complete_ends_the_subscription_and_frees_its_id(alamat: str, pelayan: PelayanUji) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription { aliran }")
        await pelayan.keran.isi.put("a")
        assert (await terima(ws))["payload"] == {"data": {"aliran": "a"}}
        await kirim(ws, type="complete", id="1")
        async with asyncio.timeout(20):
            await pelayan.keran.ditutup.wait()
        await kirim(ws, type="complete", id="tidak-ada")
        await langgan(ws, "{ halo }")
        assert (await terima(ws))["payload"] == {"data": {"halo": "Halo dunia"}}


async def test_a_client_that_leaves_ends_its_subscriptions(
    alamat: str, pelayan: PelayanUji, ruang: RuangSoket
) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription { aliran }")
        await pelayan.keran.isi.put("a")
        await terima(ws)
        assert len(ruang) == 1
    async with asyncio.timeout(20):
        await pelayan.keran.ditutup.wait()


async def test_pings_are_answered_before_and_after_the_acknowledgement(alamat: str) -> None:
    async with soket(alamat, mulai=False) as ws:
        await kirim(ws, type="ping")
        assert await terima(ws) == {"type": "pong"}
        await kirim(ws, type="pong", payload={"x": 1})
        await kirim(ws, type="connection_init", payload=None)
        assert await terima(ws) == {"type": "connection_ack"}
        await kirim(ws, type="ping", payload={"n": 1})
        assert await terima(ws) == {"type": "pong", "payload": {"n": 1}}


async def test_operations_on_one_socket_are_limited() -> None:
    async with dilayani(aplikasi(PelayanUji(operasi_soket=2))) as alamat, soket(alamat) as ws:
        for id_ in ("a", "b", "c"):
            await langgan(ws, "subscription { aliran }", id=id_)
        pesan = await terima(ws)
        assert (pesan["id"], kode(pesan)) == ("c", ["TERLALU_BANYAK_OPERASI"])
        await kirim(ws, type="complete", id="a")
        await langgan(ws, "{ halo }", id="c")
        assert (await terima(ws))["payload"] == {"data": {"halo": "Halo dunia"}}


async def test_a_client_that_does_not_read_is_let_go() -> None:
    pelayan, ruang = PelayanUji(tunggu_kirim=0.2), RuangSoket()
    async with (
        dilayani(aplikasi(pelayan, ruang)) as alamat,
        soket(alamat, max_queue=1, ping_interval=None, compression=None) as ws,
    ):
        ws.transport.pause_reading()
        await langgan(ws, "subscription { banjir }")
        async with asyncio.timeout(20):
            await pelayan.keran.ditutup.wait()
        ws.transport.abort()
    assert len(ruang) == 0


# what breaks the protocol -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "pesan",
    [
        "", "x", "1", "null", '"x"', "[]", "{}", "{", '{"type": 1}', '{"type": "start"}', '{"type": "connection_ack"}',
        '{"type": "next", "id": "1"}', '{"type": "ping", "payload": 1}', '{"type": "pong", "payload": []}',
        '{"type": "subscribe"}', '{"type": "subscribe", "id": 1, "payload": {"query": "{ halo }"}}',
        '{"type": "subscribe", "id": "", "payload": {"query": "{ halo }"}}', '{"type": "subscribe", "id": "1"}',
        '{"type": "subscribe", "id": "1", "payload": []}', '{"type": "subscribe", "id": "1", "payload": {"query": 1}}',
        '{"type": "subscribe", "id": "1", "payload": {"query": "{ halo }", "variables": "x"}}',
        '{"type": "complete"}', '{"type": "complete", "id": null}', "[" * 100_000, "1" * 5000, b"\x00\x01",
    ],
    ids=lambda p: repr(p[:40]),
)  # fmt: skip
async def test_a_malformed_message_closes_with_4400(alamat: str, pesan: str | bytes) -> None:
    async with soket(alamat) as ws:
        await ws.send(pesan)
        assert (await penutup(ws))[0] == 4400


@pytest.mark.parametrize("payload", [1, "x", [], True, {"token": 1}, {"Authorization": ["Bearer t1"]}])
async def test_a_malformed_init_closes_with_4400(alamat: str, payload: Any) -> None:
    async with soket(alamat, mulai=False) as ws:
        await kirim(ws, type="connection_init", payload=payload)
        assert (await penutup(ws))[0] == 4400


async def test_a_second_init_closes_with_4429(alamat: str) -> None:
    async with soket(alamat) as ws:
        await kirim(ws, type="connection_init")
        assert await penutup(ws) == (4429, "Too many initialisation requests")


async def test_subscribing_before_the_acknowledgement_closes_with_4401(
    alamat: str, pelayan: PelayanUji
) -> None:
    async with soket(alamat, mulai=False) as ws:
        await langgan(ws, 'mutation { catat(apa: "x") }')
        assert await penutup(ws) == (4401, "Unauthorized")
    assert pelayan.keran.tertulis == []


async def test_no_init_in_time_closes_with_4408() -> None:
    async with dilayani(aplikasi(PelayanUji(tunggu_init=0.05))) as alamat, soket(alamat, mulai=False) as ws:
        assert await penutup(ws) == (4408, "Connection initialisation timeout")


async def test_an_id_in_use_closes_with_4409(alamat: str) -> None:
    async with soket(alamat) as ws:
        await langgan(ws, "subscription { aliran }")
        await langgan(ws, "subscription { aliran }")
        assert await penutup(ws) == (4409, "Subscriber for 1 already exists")


@pytest.mark.parametrize("protokol", [["graphql-ws"], ["soap"], []])
async def test_other_protocols_are_closed_with_4406(alamat: str, protokol: list[str]) -> None:
    async with connect(
        f"ws://{alamat}/graphql", subprotocols=[Subprotocol(p) for p in protokol] or None, proxy=None
    ) as ws:
        assert ws.subprotocol is None
        assert (await penutup(ws))[0] == 4406


async def test_a_client_that_offers_the_old_protocol_too_gets_ours(alamat: str) -> None:
    async with connect(
        f"ws://{alamat}/graphql", subprotocols=[Subprotocol("graphql-ws"), Subprotocol(PROTOKOL)], proxy=None
    ) as ws:
        assert ws.subprotocol == PROTOKOL


async def test_an_unknown_region_closes_with_4404(alamat: str) -> None:
    async with soket(alamat, jalur="/graphql/99", mulai=False) as ws:
        assert (await penutup(ws))[0] == 4404


async def test_a_message_beyond_the_limit_closes_with_1009() -> None:
    async with dilayani(aplikasi(PelayanUji(pesan_soket=200))) as alamat, soket(alamat) as ws:
        await langgan(ws, "{ halo }" + " " * 200)
        assert (await penutup(ws))[0] == 1009


# rights -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "init", [{"token": "t1"}, {"Authorization": "Bearer t1"}, {"authorization": "bearer t1"}]
)
async def test_the_token_of_the_init_says_who_asks(
    alamat: str, pelayan: PelayanUji, init: dict[str, Any]
) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, init=init, jalur="/graphql/60") as ws:
        await langgan(ws, "{ siapa }")
        assert (await terima(ws))["payload"] == {"data": {"siapa": "siti@61"}}


async def test_the_token_of_the_handshake_counts_when_the_init_has_none(
    alamat: str, pelayan: PelayanUji
) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, additional_headers={"authorization": "Bearer t1"}) as ws:
        await langgan(ws, "{ siapa }")
        assert (await terima(ws))["payload"] == {"data": {"siapa": "siti@ID"}}


@pytest.mark.parametrize(
    "init", [{"token": "t2"}, {"Authorization": "t1"}, {"Authorization": "Basic t1"}, {"token": ""}]
)
async def test_a_bad_token_closes_with_4403(alamat: str, pelayan: PelayanUji, init: dict[str, Any]) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, mulai=False) as ws:
        await kirim(ws, type="connection_init", payload=init)
        assert (await penutup(ws))[0] == 4403


async def test_a_token_that_ends_closes_a_quiet_socket_with_4403(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"), detik=0.2)
    async with soket(alamat, init={"token": "t1"}) as ws:
        assert await penutup(ws) == (4403, "Token berakhir")


async def test_a_revoked_token_gets_no_further_event_and_4403(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, init={"token": "t1"}) as ws:
        await langgan(ws, "subscription { aliran }")
        await pelayan.keran.isi.put("a")
        assert (await terima(ws))["payload"] == {"data": {"aliran": "a"}}
        del pelayan.token["t1"]
        await pelayan.keran.isi.put("b")
        assert await penutup(ws) == (4403, "Akses berakhir")


async def test_a_revoked_token_begins_nothing_new(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, init={"token": "t1"}) as ws:
        del pelayan.token["t1"]
        await langgan(ws, 'mutation { catat(apa: "x") }')
        assert (await penutup(ws))[0] == 4403
    assert pelayan.keran.tertulis == []


@pytest.mark.parametrize(
    ("nanti", "tetap"),
    [
        ((BOLEH, LAIN), True),
        ((BOLEH,), True),
        ((), False),
        ((LAIN,), False),
        ((replace(BOLEH, wilayah="61.71"),), False),
        ((BOLEH, replace(BOLEH, tolak=True, wilayah="61.71")), False),
    ],
)
async def test_rights_that_shrink_end_a_running_subscription(
    alamat: str, pelayan: PelayanUji, nanti: tuple[Hibah, ...], tetap: bool
) -> None:
    akun = uuid4()
    pelayan.beri("t1", aktor_uji(akun=akun, hibah=(BOLEH,)))
    async with soket(alamat, init={"token": "t1"}) as ws:
        await langgan(ws, "subscription { aliran }")
        await pelayan.keran.isi.put("a")
        await terima(ws)
        pelayan.beri("t1", aktor_uji(akun=akun, hibah=nanti))
        await pelayan.keran.isi.put("b")
        if tetap:
            assert (await terima(ws))["payload"] == {"data": {"aliran": "b"}}
        else:
            assert await penutup(ws) == (4403, "Akses berakhir")


async def test_rights_are_read_before_every_event(alamat: str, pelayan: PelayanUji) -> None:
    pelayan.beri("t1", aktor_uji("siti"))
    async with soket(alamat, init={"token": "t1"}) as ws:
        sebelum = pelayan.dibaca
        await langgan(ws, "subscription { hitung(sampai: 3) }")
        for _ in range(4):
            await terima(ws)
        assert pelayan.dibaca - sebelum == 1 + 3


async def test_the_room_closes_quiet_sockets_whose_access_ended(
    alamat: str, pelayan: PelayanUji, ruang: RuangSoket
) -> None:
    akun, lain = uuid4(), uuid4()
    pelayan.beri("t1", aktor_uji("siti", akun=akun))
    pelayan.beri("t2", aktor_uji("budi", akun=lain))
    async with soket(alamat, init={"token": "t1"}) as satu, soket(alamat, init={"token": "t2"}) as dua:
        pelayan.token.clear()
        await ruang._akses(str(akun))
        assert (await penutup(satu))[0] == 4403
        await kirim(dua, type="ping")
        assert await terima(dua) == {"type": "pong"}
        await ruang._akses(None)
        assert (await penutup(dua))[0] == 4403


async def test_the_room_closes_sockets_of_another_schema_with_1012(
    alamat: str, pelayan: PelayanUji, ruang: RuangSoket
) -> None:
    async with soket(alamat) as ws:
        await ruang._skema()
        await kirim(ws, type="ping")
        assert await terima(ws) == {"type": "pong"}
        pelayan.eksekutor = Eksekutor(skema(), pelayan.batas)
        await ruang._skema()
        assert (await penutup(ws))[0] == 1012


async def test_an_operation_on_another_schema_closes_with_1012_and_does_not_run(
    alamat: str, pelayan: PelayanUji
) -> None:
    async with soket(alamat) as ws:
        pelayan.eksekutor = Eksekutor(skema(), pelayan.batas)
        await langgan(ws, 'mutation { catat(apa: "x") }')
        assert (await penutup(ws))[0] == 1012
    assert pelayan.keran.tertulis == []


# overload ---------------------------------------------------------------------------------------------------


class PelayanSibuk(PelayanUji):
    """A server without a free connection: always, when a token is read, or once told to be."""

    def __init__(self) -> None:
        super().__init__()
        self.titik_sibuk = self.aktor_sibuk = False

    async def titik(self, kode: str | None) -> Titik | None:
        if self.titik_sibuk:
            raise ServerSibuk("Server sedang sibuk. Coba lagi.")
        return await super().titik(kode)

    async def aktor(self, token: str) -> tuple[Aktor, datetime] | None:
        if self.aktor_sibuk:
            raise ServerSibuk("Server sedang sibuk. Coba lagi.")
        return await super().aktor(token)


async def test_a_busy_server_asks_to_come_back_instead_of_breaking() -> None:
    pelayan = PelayanSibuk()
    async with dilayani(aplikasi(pelayan)) as alamat:
        async with soket(alamat) as ws:
            pelayan.titik_sibuk = True
            await langgan(ws, "{ halo }")
            assert kode(await terima(ws)) == ["SERVER_SIBUK"]
            pelayan.titik_sibuk = False
            await langgan(ws, "{ halo }")
            assert (await terima(ws))["payload"] == {"data": {"halo": "Halo dunia"}}
        pelayan.titik_sibuk = True
        async with soket(alamat, mulai=False) as ws:
            assert (await penutup(ws))[0] == 1013
        pelayan.titik_sibuk, pelayan.aktor_sibuk = False, True
        async with soket(alamat, mulai=False) as ws:
            await kirim(ws, type="connection_init", payload={"token": "rahasia"})
            assert (await penutup(ws))[0] == 1013
        async with httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien:
            jawab = await klien.post(
                "/graphql", json={"query": "{ halo }"}, headers={"authorization": "Bearer rahasia"}
            )
    assert (jawab.status_code, jawab.headers["retry-after"]) == (503, "5")
    assert jawab.json() == {
        "errors": [
            {"message": "Server sedang sibuk. Coba lagi.", "extensions": {"kode": "SERVER_SIBUK"}},
        ]
    }


async def test_a_socket_that_cannot_be_checked_now_ends_neither_the_guard_nor_the_check_of_others(
    ruang: RuangSoket,
) -> None:
    dilihat: list[str] = []

    class Sibuk:
        async def periksa_akses(self, akun: str | None = None) -> None:
            dilihat.append("akses")
            raise ServerSibuk("sibuk")

        async def periksa_skema(self) -> None:
            dilihat.append("skema")
            raise ServerSibuk("sibuk")

    for _ in range(2):
        ruang.masuk(Sibuk())
    await ruang._akses(None)
    await ruang._skema()
    assert dilihat == ["akses", "akses", "skema", "skema"]
