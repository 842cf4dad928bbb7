"""The ASGI application: routes, what surrounds them, and the life of everything behind them."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager

import structlog
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router, WebSocketRoute

from forum_server.berkas.rute import rute_berkas
from forum_server.database import BatasPostgresql, Database
from forum_server.graphiql.rute import rute_graphiql
from forum_server.graphql.penyajian import PERMINTAAN_TIDAK_SAH, galat
from forum_server.http.asal import LintasAsal
from forum_server.http.henti import saat_berhenti
from forum_server.http.lapisan import Lapisan
from forum_server.http.layanan import Layanan
from forum_server.http.soket import RuangSoket
from forum_server.http.statis import Aset
from forum_server.http.status import Migrasi, rute_status
from forum_server.http.titik import GraphQLHttp
from forum_server.http.websocket import GraphQLWebSocket
from forum_server.kunci import Kunci
from forum_server.kunci.penjaga import PenjagaKunci, pekerjaan_putar
from forum_server.pantau.contoh import ambil_contoh
from forum_server.pantau.lacak import Pelacak
from forum_server.pantau.metrik import Metrik
from forum_server.pantau.pantau import Pantau
from forum_server.pantau.rute import rute_metrik, setempat
from forum_server.pekerjaan.jenis import KonteksPekerjaan, Pekerjaan
from forum_server.pekerjaan.pelari import Pelari
from forum_server.peristiwa.hub import Hub
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.unduhan.rute import rute_unduhan

__all__ = ["BelumDimigrasi", "create_app"]

log = structlog.stdlib.get_logger("forum.http")

AMBANG_GC = (50_000, 20, 50)
"""A request makes thousands of short-lived objects; looking for cycles every 700 of them costs more than it frees."""


class BelumDimigrasi(RuntimeError):
    """The tables are not those this server needs."""


def create_app(
    settings: Settings | None = None, *, plugins: Plugins | None = None, bekukan: bool = False
) -> Starlette:
    """The application of one server process.

    `plugins`: loaded ones (default: those installed). `bekukan`: once started, take everything that lives from now on
    out of the garbage collector's sight and let it look less often, and end event streams when the process is told to
    stop; for a process that does nothing but serve.
    """
    setelan = settings or Settings()
    if plugins is None:
        plugins = Plugins(strict=setelan.strict)
        plugins.load()
    ruang, migrasi = RuangSoket(), Migrasi(plugins)
    pantau = Pantau(metrik=Metrik(lambda: plugins.resolver_failures) if setelan.metrik.nyala else None)

    def layanan() -> Layanan:
        return app.state.layanan

    async def metrik() -> bytes:
        assert pantau.metrik is not None
        satu = layanan()
        await ambil_contoh(pantau.metrik, satu.db, satu.hub, len(ruang))
        return pantau.metrik.teks()

    http = GraphQLHttp(layanan, ruang)
    app = Starlette(
        routes=[
            *rute_graphql(http, GraphQLWebSocket(layanan, ruang)),
            *rute_status(layanan, migrasi, ruang),
            *rute_metrik(setelan.metrik, metrik),
            *rute_unduhan(layanan),
            *rute_berkas(layanan),
            *_rute_halaman(setelan, layanan, plugins),
            *_rute_plugin(plugins),
        ],
        # Outermost, so that frontends can read also what `Lapisan` answers when the application failed.
        middleware=[
            Middleware(LintasAsal, asal=setelan.asal, dikenal=lambda asal: layanan().asal_dikenal(asal)),
            Middleware(Lapisan, pantau=pantau),
        ],
        exception_handlers={HTTPException: _bukan_halaman},
        lifespan=lambda app: _hidup(
            app, setelan, plugins, migrasi, ruang, http, pantau, metrik, bekukan=bekukan
        ),
    )
    app.router.redirect_slashes = False
    return app


def rute_graphql(http: GraphQLHttp, websocket: GraphQLWebSocket) -> list[BaseRoute]:
    """`/graphql` of the nation and `/graphql/{kode}` of a region or lembaga, both by HTTP and by websocket."""
    jalur = ("/graphql", "/graphql/", "/graphql/{kode}")
    return [*(Route(j, http) for j in jalur), *(WebSocketRoute(j, websocket) for j in jalur)]


def _rute_halaman(settings: Settings, layanan: Callable[[], Layanan], plugins: Plugins) -> list[BaseRoute]:
    """The page on which people try queries; it writes documents of its own, which may not be among those registered."""
    if not settings.graphiql or settings.hanya_dokumen_terdaftar:
        return []
    return rute_graphiql(layanan, plugins.collect("examples"), Aset())


def _rute_plugin(plugins: Plugins) -> list[BaseRoute]:
    """The pages of each plugin under a path of its own, where it can't take another's."""
    return [
        Mount(f"/plugin/{nama}", app=Router(routes=list(rute), redirect_slashes=False))
        for nama, rute in plugins.collect("routes")
        if rute
    ]


async def _bukan_halaman(_permintaan: Request, salah: Exception) -> Response:
    assert isinstance(salah, HTTPException)
    pesan = "Halaman tidak ada." if salah.status_code == 404 else salah.detail
    isi = {"errors": [galat(PERMINTAAN_TIDAK_SAH, pesan)]}
    return JSONResponse(isi, salah.status_code, headers=salah.headers)


@asynccontextmanager
async def _hidup(
    app: Starlette,
    settings: Settings,
    plugins: Plugins,
    migrasi: Migrasi,
    ruang: RuangSoket,
    http: GraphQLHttp,
    pantau: Pantau,
    metrik: Callable[[], Awaitable[bytes]],
    *,
    bekukan: bool,
) -> AsyncGenerator[None, None]:
    """Everything with a beginning and an end, ended in the opposite order."""
    async with AsyncExitStack() as tumpukan:
        if settings.lacak.alamat is not None:
            pantau.pelacak = await asyncio.to_thread(Pelacak.dari, settings.lacak)
            tumpukan.push_async_callback(asyncio.to_thread, pantau.pelacak.tutup)
        db = Database(
            settings.database_url,
            kumpulan_baca=settings.kumpulan_baca,
            kumpulan_tulis=settings.kumpulan_tulis,
            tunggu=settings.tunggu_kumpulan,
            batas=BatasPostgresql(
                pernyataan=settings.batas_pernyataan,
                kunci=settings.batas_kunci,
                menganggur=settings.batas_menganggur,
            ),
        )
        tumpukan.push_async_callback(db.tutup)
        if pantau.metrik is not None or pantau.pelacak is not None:
            db.pantau = pantau
        hub = Hub(db)
        kunci = await asyncio.to_thread(Kunci.muat, settings)
        layanan = Layanan(settings, db, plugins, hub, kunci, pantau)
        if tertinggal := await migrasi.tertinggal(db):
            raise BelumDimigrasi(f"Jalankan `forum migrate` dahulu; belum terbaru: {', '.join(tertinggal)}.")
        await hub.mulai()
        tumpukan.push_async_callback(hub.tutup)
        app.state.layanan = layanan
        await plugins.startup(app)
        tumpukan.push_async_callback(plugins.shutdown, app)
        penjaga_kunci = PenjagaKunci(db, hub, kunci)
        await penjaga_kunci.mulai()
        tumpukan.push_async_callback(penjaga_kunci.tutup)
        await layanan.panaskan()
        penjaga = asyncio.create_task(ruang.jaga(hub, settings.batas.periksa_akses), name="forum-soket")
        tumpukan.push_async_callback(_hentikan, penjaga)
        if settings.pekerjaan:
            pelari = Pelari(
                KonteksPekerjaan(
                    db=db,
                    settings=settings,
                    gudang=layanan.gudang,
                    jenis_pemberitahuan=layanan.jenis_pemberitahuan,
                ),
                [
                    *_pekerjaan(plugins),
                    pekerjaan_putar(
                        kunci, lambda: layanan.kolom_tersandi, lengkap=lambda: not plugins.failures
                    ),
                ],
                pantau=pantau,
            )
            await pelari.mulai()
            tumpukan.push_async_callback(pelari.tutup)
        await tumpukan.enter_async_context(setempat(settings.metrik, metrik))
        if bekukan:
            gc.collect()
            gc.freeze()
            gc.set_threshold(*AMBANG_GC)
            tumpukan.enter_context(saat_berhenti(http.hentikan))
        log.info("started", plugin=sorted(plugins.names), basis_data=db.dialect)
        yield


def _pekerjaan(plugins: Plugins) -> list[Pekerjaan]:
    return [satu for _, daftar in plugins.collect("jobs") for satu in daftar]


async def _hentikan(tugas: asyncio.Task[None]) -> None:
    tugas.cancel()
    await asyncio.gather(tugas, return_exceptions=True)
