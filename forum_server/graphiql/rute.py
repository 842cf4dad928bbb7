"""Routes of the page: choosing an endpoint, GraphiQL for it, its examples, and the built files."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import wraps
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from forum_server.database import AKAR, Database
from forum_server.galat import ServerSibuk
from forum_server.graphiql.contoh import Contoh, contoh_untuk
from forum_server.graphiql.halaman import (
    Kelompok,
    TitikAkses,
    halaman_graphiql,
    halaman_mulai,
    kebijakan_graphiql,
    kebijakan_mulai,
)
from forum_server.http.layanan import Layanan
from forum_server.http.pelayan import Titik
from forum_server.http.statis import Aset
from forum_server.lembaga import baca as lembaga
from forum_server.wilayah import baca as wilayah

__all__ = ["rute_graphiql"]

BANYAK = 200
BELUM_DIBANGUN = (
    "Halaman ini belum dibangun pada server ini. Jalankan `make assets` lalu mulai ulang server, atau pasang "
    "forum-server dari berkas wheel. Titik akses /graphql tetap melayani klien GraphQL.\n"
)
INTI = "Inti"

Tangani = Callable[[Request], Awaitable[Response]]


def rute_graphiql(
    layanan: Callable[[], Layanan], contoh: Iterable[tuple[str, Sequence[Contoh]]], aset: Aset
) -> list[BaseRoute]:
    """`/`, `/graphiql`, `/graphiql/{kode}` with its examples, and `/aset/…`.

    `contoh`: the examples of each owner, core's subjects and plugins, as `Plugins.collect` gives them.
    """
    halaman = _Halaman(layanan, list(contoh), aset)
    return [
        Route("/", _terjaga(halaman.mulai)),
        Route("/graphiql", _terjaga(halaman.pilih)),
        Route("/graphiql/{kode}", _terjaga(halaman.graphiql)),
        Route("/graphiql/{kode}/contoh", _terjaga(halaman.contoh)),
        *aset.rute(),
    ]


def _terjaga(kerja: Tangani) -> Tangani:
    """A server without a free connection says so, in a sentence, and when to come back."""

    @wraps(kerja)
    async def tangani(permintaan: Request) -> Response:
        try:
            return await kerja(permintaan)
        except ServerSibuk as sibuk:
            return PlainTextResponse(f"{sibuk.pesan}\n", 503, headers={"retry-after": "5"})

    return tangani


class _Halaman:
    def __init__(
        self, layanan: Callable[[], Layanan], contoh: list[tuple[str, Sequence[Contoh]]], aset: Aset
    ) -> None:
        self._layanan = layanan
        self._contoh = contoh
        self._aset = aset

    async def mulai(self, _permintaan: Request) -> Response:
        """Choose an endpoint."""
        return await self._mulai()

    async def pilih(self, permintaan: Request) -> Response:
        """Where the form of the start page leads."""
        kode = permintaan.query_params.get("kode", "").strip() or AKAR
        return _alihkan(kode)

    async def graphiql(self, permintaan: Request) -> Response:
        """GraphiQL for one endpoint; a former code leads to its successor's."""
        diminta: str = permintaan.path_params["kode"]
        titik = await self._layanan().titik(diminta)
        if titik is None:
            return await self._mulai(
                f"Tidak ada wilayah atau lembaga dengan kode {diminta[:32]}.", status=404
            )
        if titik.kode != diminta:
            return _alihkan(titik.kode)
        bagian = self._aset.bagian("src/graphiql.jsx")
        if bagian is None:
            return PlainTextResponse(BELUM_DIBANGUN, 503)
        nonce = secrets.token_urlsafe(18)
        nama = await _nama(self._layanan().db, titik.kode)
        isi = halaman_graphiql(bagian, kode=titik.kode, nama=nama, nonce=nonce)
        return _html(isi, kebijakan_graphiql(nonce))

    async def contoh(self, permintaan: Request) -> Response:
        """The examples that fit the endpoint, core's first."""
        titik = await self._layanan().titik(permintaan.path_params["kode"])
        if titik is None:
            return JSONResponse({"contoh": []}, 404)
        isi = [
            {
                "pemilik": judul,
                "judul": satu.judul,
                "keterangan": satu.keterangan,
                "kueri": satu.kueri,
                "variabel": satu.variabel,
                "masuk": satu.masuk,
            }
            for judul, milik in self._milik(titik)
            for satu in contoh_untuk(titik.kode, milik, titik.eksekutor)
        ]
        return JSONResponse({"contoh": isi}, headers={"cache-control": "no-store"})

    def _milik(self, titik: Titik) -> Iterable[tuple[str, Sequence[Contoh]]]:
        plugins = self._layanan().plugins
        berjalan = titik.aktif.skema_untuk(titik.kode)
        for pemilik, contoh in self._contoh:
            if pemilik in berjalan:
                yield plugins.title(pemilik), contoh
            elif pemilik not in plugins.names:
                yield INTI, contoh

    async def _mulai(self, pesan: str | None = None, *, status: int = 200) -> Response:
        bagian = self._aset.bagian("src/gaya.css")
        if bagian is None:
            return PlainTextResponse(BELUM_DIBANGUN, 503)
        layanan = self._layanan()
        akar = await layanan.titik(None)
        assert akar is not None

        def titik(kode: str, nama: str) -> TitikAkses:
            berjalan = layanan.plugins.order(akar.aktif.skema_untuk(kode))
            return TitikAkses(kode=kode, nama=nama, plugin=tuple(map(layanan.plugins.title, berjalan)))

        provinsi = (await wilayah.anak(layanan.db, [AKAR])).get(AKAR, [])
        daerah = await wilayah.anak(layanan.db, [p.kode for p in provinsi])
        instansi = (await lembaga.daftar(layanan.db, first=BANYAK)).baris
        kelompok = (
            Kelompok(judul="Nasional", isi=[titik(AKAR, "Indonesia")]),
            Kelompok(judul="Lembaga", isi=[titik(b.kode, b.nama) for b in instansi]),
            Kelompok(judul="Provinsi", isi=[titik(b.kode, b.nama) for b in provinsi]),
        )
        pilihan = [
            TitikAkses(kode=b.kode, nama=b.nama) for p in provinsi for b in (p, *daerah.get(p.kode, []))
        ]
        return _html(halaman_mulai(bagian, kelompok, pilihan, pesan=pesan), kebijakan_mulai(), status=status)


async def _nama(db: Database, kode: str) -> str:
    baris = await wilayah.satu(db, kode) or await lembaga.satu(db, kode)
    return kode if baris is None else baris.nama


def _alihkan(kode: str) -> Response:
    return RedirectResponse(f"/graphiql/{quote(kode, safe='')}", 303)


def _html(isi: str, kebijakan: str, *, status: int = 200) -> Response:
    return HTMLResponse(
        isi,
        status,
        headers={
            "cache-control": "no-store",
            "content-security-policy": kebijakan,
            "cross-origin-opener-policy": "same-origin",
        },
    )
