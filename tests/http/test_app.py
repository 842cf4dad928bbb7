from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
import strawberry
from sqlalchemy import text, update
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from forum_server.akses.rules import Aktor
from forum_server.akses.service import Tempat, beri_peran, cabut_peran
from forum_server.akun.models import Akun
from forum_server.akun.service import buat_akun, nonaktifkan
from forum_server.akun.sesi import akhiri_sesi, mulai_sesi
from forum_server.database import Database, bebas_jejak
from forum_server.graphql.konteks import Info
from forum_server.http.app import BelumDimigrasi, create_app
from forum_server.jejak.service import catat
from forum_server.lembaga.rules import JenisLembaga
from forum_server.lembaga.service import daftarkan
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.peristiwa.service import siarkan
from forum_server.plugin.aktif.service import atur
from forum_server.plugin.fields import GraphQL
from forum_server.plugin.guards import Public, Requires
from forum_server.plugin.hookspecs import hookimpl
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.server import pengaturan_uji
from forum_server.wilayah.service import gantikan
from tests.http.peladen import dilayani
from tests.http.test_websocket import kirim, langgan, penutup, soket, terima

SISTEM = Aktor.sistem("uji")


@strawberry.type
class Query:
    @strawberry.field(extensions=[Public()])
    def uji_halo(self, info: Info) -> str:
        return f"{info.context.aktor.nama}@{info.context.kode}"

    @strawberry.field(extensions=[Public()])
    def uji_rusak(self) -> str | None:
        raise RuntimeError("isi dalam")


@strawberry.type
class Subscription:
    @strawberry.subscription(extensions=[Requires("inti:akun")])
    async def uji_berubah(self, info: Info, kunci: str) -> AsyncGenerator[str, None]:
        async with info.context.hub.langgan("uji.berubah", kunci) as peristiwa:
            yield "siap"
            async for satu in peristiwa:
                yield satu.isi["apa"]


class _Aplikasi:
    """An ASGI application, which a route runs as it is."""

    def __init__(self, jalankan: ASGIApp) -> None:
        self._jalankan = jalankan

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._jalankan(scope, receive, send)


class Uji:
    """Plugin untuk uji."""

    def __init__(self) -> None:
        self.berjalan = asyncio.Event()
        self.hidup: list[str] = []

    @hookimpl
    def graphql(self) -> GraphQL:
        return GraphQL(query=Query, subscription=Subscription)

    @hookimpl
    def routes(self) -> list[Route]:
        async def halaman(permintaan: Request) -> PlainTextResponse:
            return PlainTextResponse("halaman", headers={"content-security-policy": "default-src 'self'"})

        async def rusak(permintaan: Request) -> PlainTextResponse:
            raise RuntimeError("isi dalam")

        async def polos(scope: Scope, receive: Receive, send: Send) -> None:
            await send({"type": "http.response.start", "status": 204})
            await send({"type": "http.response.body"})

        return [Route("/halaman", halaman), Route("/rusak", rusak), Route("/polos", _Aplikasi(polos))]

    @hookimpl
    def jobs(self) -> list[Pekerjaan]:
        async def kerja(konteks: KonteksPekerjaan) -> None:
            self.berjalan.set()

        return [Pekerjaan(nama="uji.kerja", tiap=timedelta(hours=1), jalankan=kerja)]

    @hookimpl
    async def startup(self, app: Starlette) -> None:
        self.hidup.append("mulai")

    @hookimpl
    async def shutdown(self, app: Starlette) -> None:
        self.hidup.append("selesai")


def berubah(session: Session, kunci: str, apa: str) -> None:
    catat(session, SISTEM, "uji.ubah", objek="uji", objek_id=kunci, wilayah="61")
    siarkan(session, "uji.berubah", kunci=kunci, wilayah="61", isi={"apa": apa})


def akun_baru(session: Session, nama: str, peran: str | None = None) -> tuple[UUID, str, UUID | None]:
    """An account of Kalimantan Barat that is logged in: its id, its access token and its grant."""
    akun = buat_akun(session, SISTEM, nama=nama, wilayah="61", sandi_hash="x")
    hibah = None
    if peran is not None:
        hibah = beri_peran(session, SISTEM, akun_id=akun, peran=peran, tempat=Tempat(wilayah="61"))
    return akun, mulai_sesi(session, akun_id=akun, sandi_hash="x").akses, hibah


@pytest.fixture
def settings(db: Database, tmp_path: Path) -> Settings:
    return pengaturan_uji(db, tmp_path)


@pytest.fixture
def uji() -> Uji:
    return Uji()


@asynccontextmanager
async def server(
    settings: Settings, *, strict: bool = True, penulis: Database | None = None, **plugin: Any
) -> AsyncGenerator[httpx.AsyncClient, None]:
    """A client of a real server that runs the installed plugins and these; it hears at once what `penulis` commits."""
    plugins = Plugins(strict=strict)
    plugins.load()
    for nama, satu in plugin.items():
        plugins.add(nama, satu)
    plugins.settle()
    app = create_app(settings, plugins=plugins)
    async with (
        app.router.lifespan_context(app),  # here and not in uvicorn, so that what fails is seen
        dilayani(app, lifespan="off") as alamat,
        httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as klien,
    ):
        if penulis is not None:
            loop, hub = asyncio.get_running_loop(), app.state.layanan.hub

            def dengar() -> None:
                loop.call_soon_threadsafe(hub._setelah_commit)

            penulis.pendengar.add(dengar)
        yield klien


def alamat(klien: httpx.AsyncClient) -> str:
    return f"{klien.base_url.host}:{klien.base_url.port}"


async def tanya(
    klien: httpx.AsyncClient, query: str, jalur: str = "/graphql", token: str | None = None
) -> httpx.Response:
    kepala = {} if token is None else {"authorization": f"Bearer {token}"}
    return await klien.post(jalur, json={"query": query}, headers=kepala)


async def nyalakan(db: Database, uji: Uji, kode: str, *, aktif: bool = True) -> None:
    katalog = Plugins(strict=True)
    katalog.load()
    katalog.add("uji", uji)
    katalog.settle()
    await db.write(atur, SISTEM, katalog=katalog, kode=kode, plugin="uji", aktif=aktif)


# life ---------------------------------------------------------------------------------------------------------


async def test_the_pages_for_operators(db: Database, settings: Settings, uji: Uji) -> None:
    async with server(settings, uji=uji) as klien:
        assert ((await klien.get("/healthz")).json()) == {"hidup": True}
        assert ((await klien.get("/readyz")).json()) == {"siap": True}
        status = (await klien.get("/status")).json()
        assert status["basis_data"] == db.dialect
        assert status["plugin"] == {"aktif": ["paksi", "uji"], "disisihkan": [], "kegagalan_resolver": {}}
        assert status["peristiwa"] == {"tertinggal": 0}
        assert status["soket"] == 0
        assert status["versi"].keys() == {
            "forum-server", "python", "graphql-core", "sqlalchemy", "starlette", "strawberry-graphql",
        }  # fmt: skip


async def test_a_database_that_moved_on_is_not_ready(db: Database, settings: Settings) -> None:
    async with server(settings) as klien:

        def ubah(session: Session) -> None:
            bebas_jejak(session, "uji")
            session.execute(text("UPDATE alembic_version_paksi SET version_num = '0000'"))

        await db.write(ubah)
        jawab = await klien.get("/readyz")
        assert (jawab.status_code, jawab.json()["siap"]) == (503, False)
        assert jawab.json()["alasan"] == "Basis data belum dimigrasi: paksi. Jalankan forum migrate."


async def test_a_server_does_not_start_on_an_empty_database(db_kosong_url: str, tmp_path: Path) -> None:
    app = create_app(Settings(database_url=db_kosong_url, data_dir=tmp_path))
    with pytest.raises(BelumDimigrasi, match="forum migrate"):
        async with app.router.lifespan_context(app):
            raise AssertionError("unreachable")


async def test_plugins_live_with_the_server(settings: Settings, uji: Uji) -> None:
    async with server(settings.model_copy(update={"pekerjaan": True}), uji=uji) as klien:
        assert uji.hidup == ["mulai"]
        async with asyncio.timeout(20):
            await uji.berjalan.wait()
        halaman = await klien.get("/plugin/uji/halaman")
        assert (halaman.status_code, halaman.text) == (200, "halaman")
        assert halaman.headers["content-security-policy"] == "default-src 'self'"
        assert halaman.headers["x-content-type-options"] == "nosniff"
    assert uji.hidup == ["mulai", "selesai"]


class _Gagal:
    def __init__(self, kait: str) -> None:
        async def startup(app: Starlette) -> None:
            raise RuntimeError("rahasia dapur")

        def lain() -> list[Any]:
            raise RuntimeError("rahasia dapur")

        setattr(self, kait, hookimpl(startup if kait == "startup" else lain))


@pytest.mark.parametrize(("kait", "tahap"), [("startup", "startup"), ("routes", "hooks"), ("jobs", "hooks")])
async def test_a_plugin_that_fails_is_set_aside_while_the_rest_serves(
    settings: Settings, uji: Uji, kait: str, tahap: str
) -> None:
    async with server(
        settings.model_copy(update={"pekerjaan": True}), strict=False, uji=uji, rusak=_Gagal(kait)
    ) as klien:
        assert (await tanya(klien, "{ __typename }")).json() == {"data": {"__typename": "Query"}}
        status = (await klien.get("/status")).json()["plugin"]
        assert status["aktif"] == ["paksi", "uji"]
        ((satu),) = status["disisihkan"]
        assert (satu["plugin"], satu["tahap"]) == ("rusak", tahap)
        assert "rahasia dapur" not in json.dumps(status)


def _pekerjaan(nama: str = "rusak.kerja", **lain: Any) -> list[Pekerjaan]:
    async def kerja(konteks: KonteksPekerjaan) -> None:
        raise AssertionError("runs")

    return [Pekerjaan(nama=nama, **{"tiap": timedelta(hours=1), **lain}, jalankan=kerja)]


@pytest.mark.parametrize(
    ("kait", "isi"),
    [
        ("jobs", lambda: ["bukan pekerjaan"]),
        ("jobs", lambda: None),
        ("jobs", lambda: _pekerjaan("rusak." + "x" * 64)),
        ("jobs", lambda: _pekerjaan("uji.kerja")),
        ("jobs", lambda: _pekerjaan(tiap=-timedelta(seconds=1))),
        ("routes", lambda: ["bukan rute"]),
        ("routes", lambda: 5),
    ],
)
async def test_what_a_hook_is_not_for_sets_its_plugin_aside(
    settings: Settings, uji: Uji, kait: str, isi: Callable[[], Any]
) -> None:
    class Rusak:
        pass

    rusak = Rusak()
    setattr(rusak, kait, hookimpl(isi))
    lain = settings.model_copy(update={"pekerjaan": True})
    async with server(lain, strict=False, uji=uji, rusak=rusak) as klien:
        async with asyncio.timeout(20):
            await uji.berjalan.wait()
        status = (await klien.get("/status")).json()["plugin"]
    assert (status["aktif"], [s["plugin"] for s in status["disisihkan"]]) == (["paksi", "uji"], ["rusak"])
    assert [s["tahap"] for s in status["disisihkan"]] == ["hooks"]


async def test_unknown_pages_are_json_too(settings: Settings) -> None:
    async with server(settings) as klien:
        for jalur, status in (("/tidak-ada", 404), ("/plugin/uji/halaman", 404), ("/graphql/61/x", 404)):
            jawab = await klien.get(jalur)
            assert (jawab.status_code, jawab.json().keys()) == (status, {"errors"})
        jawab = await klien.post("/healthz")
        assert (jawab.status_code, jawab.json().keys()) == (405, {"errors"})
        assert set(jawab.headers["allow"].split(", ")) == {"GET", "HEAD"}


async def test_an_answer_without_headers_gets_ours(settings: Settings, uji: Uji) -> None:
    async with server(settings, uji=uji) as klien:
        jawab = await klien.get("/plugin/uji/polos")
    assert (jawab.status_code, jawab.headers["x-content-type-options"]) == (204, "nosniff")


async def test_only_named_origins_may_read_answers(settings: Settings, uji: Uji) -> None:
    boleh = settings.model_copy(update={"asal": ("https://forum.contoh.go.id",)})
    async with server(boleh, uji=uji) as klien:
        for asal, izin in (
            ("https://forum.contoh.go.id", "https://forum.contoh.go.id"),
            ("https://lain.contoh", None),
        ):
            jawab = await klien.post("/graphql", json={"query": "{ __typename }"}, headers={"origin": asal})
            assert jawab.headers.get("access-control-allow-origin") == izin
            gagal = await klien.get("/plugin/uji/rusak", headers={"origin": asal})
            assert (gagal.status_code, gagal.headers.get("access-control-allow-origin")) == (500, izin)
            assert gagal.json()["errors"][0]["extensions"]["kode"] == "KESALAHAN_SISTEM"
        awal = await klien.options(
            "/graphql",
            headers={
                "origin": "https://forum.contoh.go.id",
                "access-control-request-method": "POST",
                "access-control-request-headers": "authorization,content-type",
            },
        )
        assert awal.status_code == 200


# endpoints ----------------------------------------------------------------------------------------------------


async def test_an_endpoint_shows_what_its_region_runs_without_a_restart(
    db: Database, settings: Settings, uji: Uji
) -> None:
    async with server(settings, uji=uji) as klien:

        async def ada() -> dict[str, bool]:
            jalur = {"ID": "/graphql", "61": "/graphql/61", "61.71": "/graphql/61.71", "62": "/graphql/62"}
            return {k: "data" in (await tanya(klien, "{ ujiHalo }", j)).json() for k, j in jalur.items()}

        assert await ada() == {"ID": False, "61": False, "61.71": False, "62": False}
        await nyalakan(db, uji, "61.71")
        assert await ada() == {"ID": True, "61": True, "61.71": True, "62": False}
        await nyalakan(db, uji, "61.71", aktif=False)
        assert await ada() == {"ID": False, "61": False, "61.71": False, "62": False}


async def test_a_former_code_leads_to_its_successor_and_a_lembaga_has_an_endpoint(
    db: Database, settings: Settings, uji: Uji
) -> None:
    await nyalakan(db, uji, "ID")
    await db.write(daftarkan, SISTEM, kode="lsp-uji", nama="LSP Uji", jenis=JenisLembaga.LSP)
    await nyalakan(db, uji, "lsp-uji")

    await db.write(gantikan, SISTEM, lama="61.12", baru=["61.71"], tanggal=date(2020, 1, 2), sumber="uji")
    async with server(settings, uji=uji) as klien:
        for jalur, kode in (("61.12", "61.71"), ("lsp-uji", "lsp-uji"), ("ID", "ID")):
            jawab = await tanya(klien, "{ ujiHalo }", f"/graphql/{jalur}")
            assert jawab.json() == {"data": {"ujiHalo": f"anonim@{kode}"}}
        for jalur in ("99", "61.99", "lsp-lain", "x'; DROP TABLE wilayah; --", "%00", "a" * 300):
            assert (await tanya(klien, "{ __typename }", f"/graphql/{jalur}")).status_code == 404


async def test_resolver_failures_are_counted_for_their_plugin(
    db: Database, settings: Settings, uji: Uji
) -> None:
    await nyalakan(db, uji, "ID")
    async with server(settings, uji=uji) as klien:
        assert (await tanya(klien, "{ ujiRusak }")).json()["data"] == {"ujiRusak": None}
        assert (await klien.get("/status")).json()["plugin"]["kegagalan_resolver"] == {"uji": 1}


async def test_a_token_counts_until_its_session_ends(db: Database, settings: Settings, uji: Uji) -> None:
    await nyalakan(db, uji, "ID")
    akun, token, _ = await db.write(akun_baru, "siti.a")
    async with server(settings, uji=uji) as klien:
        assert (await tanya(klien, "{ ujiHalo }", token=token)).json() == {"data": {"ujiHalo": "siti.a@ID"}}
        await db.write(akhiri_sesi, SISTEM, akun_id=akun)
        assert (await tanya(klien, "{ ujiHalo }", token=token)).status_code == 401


# sockets ------------------------------------------------------------------------------------------------------


async def test_events_reach_a_socket_and_enabling_that_changes_its_schema_closes_it(
    db: Database, settings: Settings, uji: Uji
) -> None:
    await nyalakan(db, uji, "61")
    _, token, _ = await db.write(akun_baru, "siti.a", "inti.admin_wilayah")
    async with (
        server(settings, penulis=db, uji=uji) as klien,
        soket(alamat(klien), init={"token": token}, jalur="/graphql/61") as ws,
        soket(alamat(klien), jalur="/graphql/62") as lain,
    ):
        await langgan(ws, 'subscription { ujiBerubah(kunci: "a") }')
        assert (await terima(ws))["payload"] == {"data": {"ujiBerubah": "siap"}}
        await db.write(berubah, "b", "bukan ini")
        await db.write(berubah, "a", "penuh")
        assert (await terima(ws))["payload"] == {"data": {"ujiBerubah": "penuh"}}
        assert (await klien.get("/status")).json()["soket"] == 2
        await nyalakan(db, uji, "61", aktif=False)
        assert (await penutup(ws))[0] == 1012
        await kirim(lain, type="ping")
        assert await terima(lain) == {"type": "pong"}


def sesi_berakhir(session: Session, akun: UUID, hibah: UUID) -> None:
    akhiri_sesi(session, SISTEM, akun_id=akun)


def akun_nonaktif(session: Session, akun: UUID, hibah: UUID) -> None:
    nonaktifkan(session, SISTEM, akun_id=akun)


def peran_dicabut(session: Session, akun: UUID, hibah: UUID) -> None:
    cabut_peran(session, SISTEM, hibah_id=hibah)


@pytest.mark.parametrize("berakhir", [sesi_berakhir, akun_nonaktif, peran_dicabut])
async def test_access_that_ends_closes_a_quiet_socket_that_listens(
    db: Database, settings: Settings, uji: Uji, berakhir: Callable[[Session, UUID, UUID], None]
) -> None:
    await nyalakan(db, uji, "61")
    akun, token, hibah = await db.write(akun_baru, "siti.a", "inti.admin_wilayah")
    _, token_lain, _ = await db.write(akun_baru, "budi.b", "inti.admin_wilayah")
    assert hibah is not None
    async with (
        server(settings, penulis=db, uji=uji) as klien,
        soket(alamat(klien), init={"token": token}, jalur="/graphql/61") as ws,
        soket(alamat(klien), init={"token": token_lain}, jalur="/graphql/61") as lain,
    ):
        for satu in (ws, lain):
            await langgan(satu, 'subscription { ujiBerubah(kunci: "a") }')
            await terima(satu)
        await db.write(berakhir, akun, hibah)
        assert await penutup(ws) == (4403, "Akses berakhir")
        await db.write(berubah, "a", "terus")
        assert (await terima(lain))["payload"] == {"data": {"ujiBerubah": "terus"}}


async def test_access_that_ended_without_an_event_gets_no_further_data(
    db: Database, settings: Settings, uji: Uji
) -> None:
    await nyalakan(db, uji, "61")
    akun, token, _ = await db.write(akun_baru, "siti.a", "inti.admin_wilayah")
    async with (
        server(settings, penulis=db, uji=uji) as klien,
        soket(alamat(klien), init={"token": token}, jalur="/graphql/61") as ws,
    ):
        await langgan(ws, 'subscription { ujiBerubah(kunci: "a") }')
        await terima(ws)

        def diam(session: Session) -> None:
            bebas_jejak(session, "uji")
            session.execute(update(Akun).where(Akun.id == akun).values(aktif=False))

        await db.write(diam)
        await db.write(berubah, "a", "rahasia")
        assert await penutup(ws) == (4403, "Akses berakhir")


async def test_the_clock_finds_sockets_whose_access_ended(db: Database, settings: Settings, uji: Uji) -> None:
    batas = settings.batas.model_copy(update={"periksa_akses": 0.1})
    _, token, _ = await db.write(akun_baru, "siti.a")
    async with (
        server(settings.model_copy(update={"batas": batas}), uji=uji) as klien,
        soket(alamat(klien), init={"token": token}) as ws,
    ):

        def diam(session: Session) -> None:
            bebas_jejak(session, "uji")
            session.execute(update(Akun).values(aktif=False))

        await db.write(diam)
        assert await penutup(ws) == (4403, "Akses berakhir")


async def test_who_may_not_listen_is_told(db: Database, settings: Settings, uji: Uji) -> None:
    await nyalakan(db, uji, "61")
    async with (
        server(settings, penulis=db, uji=uji) as klien,
        soket(alamat(klien), jalur="/graphql/61") as ws,
    ):
        await langgan(ws, 'subscription { ujiBerubah(kunci: "a") }')
        pesan = await terima(ws)
        assert [g["extensions"]["kode"] for g in pesan["payload"]] == ["DITOLAK"]
