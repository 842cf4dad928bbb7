"""What a running server tells of itself, asked as an operator's tools ask: real metrics, a real collector of traces."""

from __future__ import annotations

import asyncio
import gzip
import json
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import format_trace_id
from prometheus_client.parser import text_string_to_metric_families
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from structlog.testing import LogCapture

from forum_server.akses.rules import Aktor
from forum_server.database import Database, bebas_jejak
from forum_server.galat import KeadaanMenolak, ServerSibuk
from forum_server.http.app import create_app
from forum_server.jejak import catat
from forum_server.jejak.segel import ekor, segel
from forum_server.pantau.lacak import Pelacak
from forum_server.pantau.metrik import Metrik
from forum_server.pantau.pantau import Pantau
from forum_server.pantau.pengaturan import PengaturanLacak, PengaturanMetrik
from forum_server.pantau.rute import rute_metrik, setempat
from forum_server.plugin.aktif.service import atur
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.server import pengaturan_uji
from tests.http.peladen import dilayani

SISTEM = Aktor.sistem("uji")
TOKEN = "token-metrik-uji"
POHON = '{ wilayah(kode: "61") { anak { kode induk { nama } } } paksiDaftarJadwal(first: 5) { totalCount } }'
RAHASIA = "kata-yang-tak-boleh-terbawa"

Contoh = dict[tuple[str, tuple[tuple[str, str], ...]], float]


@pytest.fixture
def settings(db: Database, tmp_path: Path) -> Settings:
    return pengaturan_uji(db, tmp_path)


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    semua = Plugins(strict=True)
    semua.load()
    return semua


@asynccontextmanager
async def server(settings: Settings) -> AsyncGenerator[tuple[httpx.AsyncClient, Starlette]]:
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        dilayani(app, lifespan="off") as alamat,
        httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien,
    ):
        yield klien, app


async def tanya(klien: httpx.AsyncClient, query: str, **variabel: Any) -> dict[str, Any]:
    return (await klien.post("/graphql", json={"query": query, "variables": variabel})).json()


def contoh(teks: str) -> Contoh:
    return {
        (s.name, tuple(sorted(s.labels.items()))): s.value
        for keluarga in text_string_to_metric_families(teks)
        for s in keluarga.samples
    }


def nilai(hasil: Contoh, nama: str, **label: str) -> float | None:
    return hasil.get((nama, tuple(sorted(label.items()))))


async def metrik(klien: httpx.AsyncClient, token: str = TOKEN) -> Contoh:
    jawab = await klien.get("/metrics", headers={"authorization": f"Bearer {token}"})
    assert jawab.status_code == 200
    return contoh(jawab.text)


# metrics ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_metrics_count_what_happens_and_no_label_is_a_clients_choice(
    db: Database, settings: Settings
) -> None:
    await db.write(segel)
    awal, _ = await ekor(db)

    def entri(session: Session) -> None:
        catat(session, SISTEM, "uji.ubah", objek="uji", objek_id="1", wilayah="61")

    await db.write(entri)
    settings = settings.model_copy(update={"metrik": PengaturanMetrik(token=SecretStr(TOKEN))})
    async with server(settings) as (klien, app):
        for kode in ("11", "12", "61.71"):
            await klien.post(f"/graphql/{kode}", json={"query": "{ __typename }"})
        await klien.get(f"/tidak-ada/{RAHASIA}")
        await klien.request(RAHASIA.upper(), "/healthz")
        assert "errors" in await tanya(klien, f"query {RAHASIA.replace('-', '_')} {{ tidakAda }}")
        app.state.layanan.plugins.catat_kegagalan("paksi")
        hasil = await metrik(klien)
        sekali_lagi = await metrik(klien)
    rute = {"route": "/graphql/{kode}", "method": "POST", "status": "200"}
    assert nilai(hasil, "forum_requests_total", **rute) == 3
    assert nilai(hasil, "forum_requests_total", route="-", method="GET", status="404") == 1
    assert nilai(hasil, "forum_requests_total", route="/healthz", method="OTHER", status="405") == 1
    assert nilai(hasil, "forum_request_seconds_count", route="/graphql/{kode}") == 3
    assert nilai(hasil, "forum_operations_total", kind="query", outcome="ok") == 3
    assert nilai(hasil, "forum_operations_total", kind="none", outcome="refused") == 1
    assert nilai(hasil, "forum_resolver_failures_total", plugin="paksi") == 1
    assert nilai(hasil, "forum_connections") == 0
    assert nilai(hasil, "forum_outbox_lag_events") == 0
    assert nilai(hasil, "forum_audit_unsealed") == awal + 1
    assert nilai(hasil, "forum_database_up") == 1
    assert nilai(hasil, "forum_database_busy_total", side="write") == 0
    assert (nilai(hasil, "forum_database_read_seconds_count") or 0) > 0
    assert (nilai(hasil, "process_resident_memory_bytes") or 0) > 0
    tak_boleh = (RAHASIA, RAHASIA.upper(), RAHASIA.replace("-", "_"), "61.71", "tidak-ada")
    assert [v for _, label in hasil for _, v in label if any(satu in v for satu in tak_boleh)] == []
    assert len(sekali_lagi) - len(hasil) <= 20  # the route of the metrics itself


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_metrics_are_nowhere_by_default(settings: Settings) -> None:
    async with server(settings) as (klien, app):
        assert (await klien.get("/metrics")).status_code == 404
        assert app.state.layanan.db.pantau is None


async def test_metrics_ask_for_the_token_that_is_set() -> None:
    async def teks() -> bytes:
        return b"forum_info 1\n"

    assert rute_metrik(PengaturanMetrik(), teks) == []
    app = Starlette(routes=rute_metrik(PengaturanMetrik(token=SecretStr(TOKEN)), teks))
    async with dilayani(app, lifespan="off") as alamat, httpx.AsyncClient(trust_env=False) as klien:
        url = f"http://{alamat}/metrics"
        for kepala in ({}, {"authorization": f"Bearer {TOKEN}x"}, {"authorization": TOKEN}):
            jawab = await klien.get(url, headers=kepala)
            assert (jawab.status_code, jawab.text) == (401, "Token metrik diperlukan.")
        assert (await klien.get(url, headers={"authorization": f"Bearer {TOKEN}"})).text == "forum_info 1\n"


async def test_processes_take_ports_of_this_machine_one_after_the_other() -> None:
    async def teks(proses: int) -> bytes:
        return f"forum_info {proses}\n".encode()

    with socket.create_server(("127.0.0.1", 0)) as terpakai, structlog.testing.capture_logs() as catatan:
        porta = terpakai.getsockname()[1]
        pengaturan = PengaturanMetrik(porta=porta)
        async with (
            setempat(pengaturan, partial(teks, 1)),
            setempat(pengaturan, partial(teks, 2)),
            httpx.AsyncClient(trust_env=False) as klien,
        ):
            kami = [satu["porta"] for satu in catatan]
            assert porta < kami[0] < kami[1]
            jawab = [(await klien.get(f"http://127.0.0.1:{satu}/metrics")).text for satu in kami]
            assert jawab == ["forum_info 1\n", "forum_info 2\n"]
        for satu in kami:
            with pytest.raises(ConnectionRefusedError):
                await asyncio.open_connection("127.0.0.1", satu)


async def test_reads_and_writes_are_measured_with_how_they_ended(db: Database) -> None:
    ukur = Metrik(dict)
    db.pantau = Pantau(metrik=ukur)

    def tolak(_: Session) -> None:
        raise KeadaanMenolak("UJI", "uji")

    def rusak(_: Session) -> None:
        raise RuntimeError

    def sibuk(_: Session) -> None:
        raise ServerSibuk("uji")

    def baik(session: Session) -> None:
        bebas_jejak(session, "uji")

    for unit in (baik, tolak, rusak, sibuk):
        with suppress(KeadaanMenolak, RuntimeError, ServerSibuk):
            await db.write(unit)
    assert await db.scalar(text("SELECT 1")) == 1
    hasil = contoh(ukur.teks().decode())
    for outcome in ("ok", "refused", "error", "busy"):
        assert nilai(hasil, "forum_database_write_seconds_count", outcome=outcome) == 1
    assert nilai(hasil, "forum_database_write_wait_seconds_count") == 4
    assert nilai(hasil, "forum_database_busy_total", side="write") == 1
    assert nilai(hasil, "forum_database_read_seconds_count") == 1


async def test_the_tail_without_seals_is_counted_and_aged(db: Database) -> None:
    while await db.write(segel):
        pass
    assert await ekor(db) == (0, 0.0)
    await db.write(lambda s: catat(s, SISTEM, "uji.ubah", objek="uji", objek_id="1", wilayah="61"))
    banyak, detik = await ekor(db)
    assert banyak == 1
    assert 0 <= detik < 600
    await db.write(segel)
    assert await ekor(db) == (0, 0.0)


# traces -------------------------------------------------------------------------------------------------------


class Pengumpul:
    """A collector of traces: takes OTLP over HTTP."""

    def __init__(self) -> None:
        self.mentah: list[bytes] = []
        self.spans: list[Any] = []
        self.app = Starlette(routes=[Route("/v1/traces", self._terima, methods=["POST"])])

    async def _terima(self, permintaan: Request) -> Response:
        isi = await permintaan.body()
        if permintaan.headers.get("content-encoding") == "gzip":
            isi = gzip.decompress(isi)
        self.mentah.append(isi)
        pesan = ExportTraceServiceRequest.FromString(isi)
        self.spans += [s for r in pesan.resource_spans for k in r.scope_spans for s in k.spans]
        return Response(b"", media_type="application/x-protobuf")

    def bernama(self, awalan: str) -> list[Any]:
        return [s for s in self.spans if s.name.startswith(awalan)]


def atribut(span: Any) -> dict[str, Any]:
    return {a.key: getattr(a.value, a.value.WhichOneof("value")) for a in span.attributes}


@pytest.fixture
async def terlacak(db: Database, settings: Settings, plugins: Plugins) -> Callable[..., Awaitable[Pengumpul]]:
    """Serve with traces while `kerja` asks; then what the collector got."""
    await db.write(atur, SISTEM, katalog=plugins, kode="61", plugin="paksi", aktif=True)

    async def jalankan(kerja: Callable[[httpx.AsyncClient], Awaitable[Any]], **pilihan: Any) -> Pengumpul:
        pengumpul = Pengumpul()
        async with dilayani(pengumpul.app, lifespan="off") as alamat:
            lacak = PengaturanLacak(alamat=f"http://{alamat}")
            async with server(settings.model_copy(update={"lacak": lacak})) as (klien, _):
                await kerja(klien)
        return pengumpul

    return jalankan


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_request_is_a_trace_of_operation_plugins_and_database_with_nothing_that_was_sent(
    terlacak: Callable[..., Awaitable[Pengumpul]],
) -> None:
    catatan = LogCapture()
    semula = structlog.get_config()["processors"]
    structlog.configure(processors=[structlog.contextvars.merge_contextvars, catatan])

    async def kerja(klien: httpx.AsyncClient) -> None:
        kepala = {"x-request-id": "permintaan-uji-1", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
        query = f"query {RAHASIA.replace('-', '_')} {POHON}"
        jawab = await klien.post("/graphql/61", json={"query": query}, headers=kepala)
        assert "errors" not in jawab.json(), jawab.text
        masuk = "mutation ($n: String!, $s: Rahasia!) { masuk(namaPengguna: $n, sandi: $s) { __typename } }"
        jawab = await klien.post(
            f"/graphql?a={RAHASIA}", json={"query": masuk, "variables": {"n": RAHASIA, "s": RAHASIA}}
        )
        assert jawab.json()["data"]["masuk"]["__typename"] != "TokenMasuk"

    try:
        hasil = await terlacak(kerja)
    finally:
        structlog.configure(processors=semula)
    (permintaan,) = hasil.bernama("POST /graphql/{kode}")
    assert atribut(permintaan) == {
        "forum.request": "permintaan-uji-1",
        "http.request.method": "POST",
        "http.route": "/graphql/{kode}",
        "http.response.status_code": 200,
    }
    jejak = [s for s in hasil.spans if s.trace_id == permintaan.trace_id]
    (operasi,) = [s for s in jejak if s.name == "graphql query"]
    assert operasi.parent_span_id == permintaan.span_id
    assert len(atribut(operasi)["graphql.document.hash"]) == 64
    assert atribut(operasi)["forum.outcome"] == "ok"
    bidang = {atribut(s)["forum.plugin"]: atribut(s) for s in jejak if s.name.startswith("plugin ")}
    assert bidang.keys() == {"core", "paksi"}
    assert bidang["core"]["forum.resolver.calls"] > 28  # 14 regions, and as many parents, in one span
    assert all(s.parent_span_id == operasi.span_id for s in jejak if s.name.startswith("plugin "))
    assert 2 <= len([s for s in jejak if s.name == "database read"]) <= 12
    assert len(jejak) < 20
    (mutasi,) = hasil.bernama("graphql mutation")
    assert atribut(mutasi)["graphql.document.hash"] == ""
    # Nobody asked for what the server does of its own accord, so every span belongs to a request.
    assert {s.trace_id for s in hasil.spans} == {s.trace_id for s in hasil.bernama("POST ")}
    # A trace of the client's choice is not gone on with, and nothing it sent is in any span.
    assert permintaan.trace_id.hex() != "a" * 32
    kata = [RAHASIA.encode(), RAHASIA.replace("-", "_").encode(), b"127.0.0.1", b"python-httpx"]
    assert [k for k in kata if any(k in satu for satu in hasil.mentah)] == []
    # The log names the same request and the same trace.
    (baris,) = [s for s in catatan.entries if s.get("permintaan") == "permintaan-uji-1" and "rute" in s]
    assert baris["lacak"] == permintaan.trace_id.hex()
    assert not any(RAHASIA in json.dumps(s, default=str) for s in catatan.entries)


def test_a_trace_that_is_brought_along_goes_on_where_that_is_allowed() -> None:
    kepala = {"traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    for teruskan, bagian, dibawa in ((True, 1.0, [True]), (False, 1.0, [False]), (False, 0.0, [])):
        penampung = InMemorySpanExporter()
        pelacak = Pelacak.dari(
            PengaturanLacak(teruskan=teruskan, bagian=bagian), pengolah=SimpleSpanProcessor(penampung)
        )
        with Pantau(pelacak=pelacak).permintaan("uji", kepala) as satu:
            satu.selesai(metode="GET", rute="/healthz", status=200, aliran=False)
        pelacak.tutup()
        spans = [s.get_span_context() for s in penampung.get_finished_spans()]
        jejak = [s is not None and format_trace_id(s.trace_id) == "a" * 32 for s in spans]
        assert jejak == dibawa
