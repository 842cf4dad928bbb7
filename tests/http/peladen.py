"""A real server on loopback around a small schema, and the answers the endpoints ask for."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID, uuid4

import strawberry
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from strawberry.schema.config import StrawberryConfig

from forum_server.akses.rules import Aktor, Hibah
from forum_server.galat import Ditolak
from forum_server.graphql.batas import Batas
from forum_server.graphql.eksekusi import Eksekutor
from forum_server.graphql.konteks import Info, Konteks
from forum_server.graphql.rahasia import SKALAR, Rahasia
from forum_server.http.app import rute_graphql
from forum_server.http.lapisan import Lapisan
from forum_server.http.pelayan import Titik
from forum_server.http.pembatas import Pembatas
from forum_server.http.soket import RuangSoket
from forum_server.http.titik import GraphQLHttp
from forum_server.http.websocket import GraphQLWebSocket
from forum_server.kunci_layanan.baca import Frontend


@dataclass
class Keran:
    """What a subscription tells, fed by the test."""

    isi: asyncio.Queue[str | None] = field(default_factory=asyncio.Queue[str | None])
    ditutup: asyncio.Event = field(default_factory=asyncio.Event)
    tertulis: list[str] = field(default_factory=list[str])


def keran(info: Info) -> Keran:
    return cast("Keran", cast("Any", info.context.settings))


@strawberry.type
class Query:
    @strawberry.field
    def halo(self, nama: str = "dunia") -> str:
        return f"Halo {nama}"

    @strawberry.field
    def siapa(self, info: Info) -> str:
        return f"{info.context.aktor.nama}@{info.context.kode}"

    @strawberry.field
    def panjang(self, sandi: Rahasia) -> int:
        return len(sandi)

    @strawberry.field
    def rusak(self) -> str | None:
        raise RuntimeError("isi dalam")

    @strawberry.field
    def rusak_wajib(self) -> str:
        raise RuntimeError("isi dalam")

    @strawberry.field
    async def lama(self, info: Info) -> str:
        await keran(info).isi.get()
        return "selesai"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def catat(self, info: Info, apa: str) -> str:
        keran(info).tertulis.append(apa)
        return apa

    @strawberry.mutation
    def masuk(self, sandi: Rahasia) -> int:
        return len(sandi)


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def aliran(self, info: Info) -> AsyncGenerator[str, None]:
        asal = keran(info)
        try:
            while (satu := await asal.isi.get()) is not None:
                yield satu
        finally:
            asal.ditutup.set()

    @strawberry.subscription
    async def hitung(self, sampai: int, panjang: int = 0) -> AsyncGenerator[str, None]:
        for n in range(sampai):
            yield f"{n}" + "x" * panjang

    @strawberry.subscription
    async def banjir(self, info: Info) -> AsyncGenerator[str, None]:
        asal = keran(info)
        try:
            while True:
                yield "x" * 100_000
        finally:
            asal.ditutup.set()

    @strawberry.subscription
    async def putus(self) -> AsyncGenerator[str, None]:
        yield "satu"
        raise RuntimeError("isi dalam")

    @strawberry.subscription
    async def ditolak(self, info: Info) -> AsyncGenerator[str, None]:
        if not info.context.aktor.punya("uji:boleh"):
            raise Ditolak("uji:boleh")
        yield "boleh"


def skema() -> strawberry.Schema:
    return strawberry.Schema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map=SKALAR),
    )


def aktor_uji(nama: str = "siti", *, akun: UUID | None = None, hibah: tuple[Hibah, ...] = ()) -> Aktor:
    return Aktor(akun_id=akun or uuid4(), orang_id=None, nama=nama, hibah=hibah)


class PelayanUji:
    """Knows the codes ID, 61 and its former code 60; tokens, limits and the schema are the test's to change."""

    def __init__(self, **batas: Any) -> None:
        self.batas = Batas(**batas)
        self.eksekutor = Eksekutor(skema(), self.batas)
        self.token: dict[str, tuple[Aktor, datetime]] = {}
        self.keran = Keran()
        self.pembatas = Pembatas(self.batas)
        self.frontend_: dict[str, Frontend] = {}
        self.dibaca = 0

    def beri(self, token: str, aktor: Aktor, *, detik: float = 900) -> None:
        self.token[token] = (aktor, datetime.now(UTC) + timedelta(seconds=detik))

    async def titik(self, kode: str | None) -> Titik | None:
        kini = {None: "ID", "ID": "ID", "61": "61", "60": "61"}.get(kode)
        return None if kini is None else Titik(kode=kini, aktif=cast("Any", None), eksekutor=self.eksekutor)

    async def aktor(self, token: str) -> tuple[Aktor, datetime] | None:
        self.dibaca += 1
        return self.token.get(token)

    async def frontend(self, kunci: str) -> Frontend | None:
        return self.frontend_.get(kunci)

    def konteks(
        self, titik: Titik, aktor: Aktor, *, segarkan: Callable[[], Awaitable[Aktor]] | None = None
    ) -> Konteks:
        kosong = cast("Any", None)
        return Konteks(
            db=kosong,
            aktor=aktor,
            aktif=titik.aktif,
            hub=kosong,
            settings=cast("Any", self.keran),
            kunci=kosong,
            gudang=kosong,
            kode=titik.kode,
            segarkan=segarkan,
        )


def aplikasi(pelayan: PelayanUji, ruang: RuangSoket | None = None) -> Starlette:
    tempat = RuangSoket() if ruang is None else ruang
    app = Starlette(
        routes=rute_graphql(GraphQLHttp(lambda: pelayan, tempat), GraphQLWebSocket(lambda: pelayan, tempat)),
        middleware=[Middleware(Lapisan)],
    )
    app.router.redirect_slashes = False
    return app


@asynccontextmanager
async def dilayani(app: ASGIApp, **pilihan: Any) -> AsyncGenerator[str, None]:
    """host:port of a uvicorn that serves `app` in this event loop; the socket listens before the server runs."""
    with socket.create_server(("127.0.0.1", 0)) as pendengar:
        config = uvicorn.Config(
            app, log_config=None, log_level="critical", access_log=False, ws="websockets-sansio", **pilihan
        )
        server = uvicorn.Server(config)
        tugas = asyncio.create_task(server.serve(sockets=[pendengar]))
        try:
            yield f"127.0.0.1:{pendengar.getsockname()[1]}"
        finally:
            server.should_exit = True
            await tugas
