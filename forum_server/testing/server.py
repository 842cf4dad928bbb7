"""A server in the test's own process: real database, real schema, real executor, without a socket."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote
from uuid import UUID

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session
from starlette.datastructures import Headers
from starlette.types import Message

from forum_server.akses.rules import Aktor
from forum_server.berkas.bersih import bersihkan
from forum_server.berkas.pengaturan import PengaturanBerkas
from forum_server.berkas.rules import KelasBerkas
from forum_server.berkas.service import UnggahanSiap, siapkan_unggahan
from forum_server.berkas.terima import KEPALA_NAMA, Penerima
from forum_server.database import AKAR, Database, bebas_jejak, waktu_db
from forum_server.graphql.eksekusi import Jawaban, PermintaanDitolak
from forum_server.http.layanan import Layanan
from forum_server.http.pelayan import Titik
from forum_server.kunci import Kunci
from forum_server.pemberitahuan.service import selaraskan_jenis
from forum_server.peristiwa.hub import Hub
from forum_server.peristiwa.service import Peristiwa
from forum_server.persiapan import siapkan
from forum_server.plugin.aktif.models import PluginWilayah
from forum_server.plugin.manager import Plugins
from forum_server.settings import Settings
from forum_server.testing.pernyataan import Pernyataan
from forum_server.unduhan.jenis import Unduhan
from forum_server.unduhan.rute import siapkan as siapkan_unduhan

__all__ = ["GraphQLWith", "Jawab", "ServerUji", "graphql_with", "pengaturan_uji"]

MENUNGGU = 30.0
"""Seconds after which a test that waits for an event is told that none came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Jawab:
    """What a client would get, and the SQL statements that made it."""

    data: Any
    errors: list[dict[str, Any]]
    pernyataan: list[str]

    @property
    def hasil(self) -> Any:
        """The data of an answer without errors; fails the test otherwise."""
        assert self.errors == [], self.errors
        return self.data


class _HubUji(Hub):
    """A hub that says when somebody listens, so that a test need not wait for it by the clock."""

    def __init__(self, db: Database) -> None:
        super().__init__(db, jeda=0.02)
        self.terpasang = asyncio.Event()

    @asynccontextmanager
    async def langgan(
        self, jenis: str, kunci: str | None = None
    ) -> AsyncGenerator[AsyncIterator[Peristiwa], None]:
        """As in the product."""
        async with super().langgan(jenis, kunci) as peristiwa:
            self.terpasang.set()
            yield peristiwa


class ServerUji:
    """Asks a server that runs a few plugins; every question is one request."""

    def __init__(self, layanan: Layanan, hub: _HubUji) -> None:
        self.layanan = layanan
        self._hub = hub
        self._hub_hidup = False

    @property
    def db(self) -> Database:
        """The server's database."""
        return self.layanan.db

    @property
    def plugins(self) -> Plugins:
        """The plugins it runs."""
        return self.layanan.plugins

    async def ask(
        self,
        dokumen: str,
        /,
        *,
        aktor: Aktor | None = None,
        wilayah: str = AKAR,
        variables: Mapping[str, Any] | None = None,
        **variabel: Any,
    ) -> Jawab:
        """Run a query or mutation at the endpoint of `wilayah` as `aktor` (nobody, when left out).

        Variables are given by name; those that would be taken for another parameter go into `variables`.
        """
        titik = await self._titik(wilayah)
        konteks = self.layanan.konteks(titik, aktor or Aktor.anonim())
        with Pernyataan() as pernyataan:
            jawaban = await titik.eksekutor.jalankan(
                dokumen, variables={**variabel, **(variables or {})}, konteks=konteks
            )
        return _jawab(jawaban, pernyataan.daftar)

    @asynccontextmanager
    async def listen(
        self,
        dokumen: str,
        /,
        *,
        aktor: Aktor | None = None,
        wilayah: str = AKAR,
        segarkan: Callable[[], Awaitable[Aktor]] | None = None,
        variables: Mapping[str, Any] | None = None,
        **variabel: Any,
    ) -> AsyncGenerator[AsyncIterator[Jawab], None]:
        """Listen to a subscription inside an `async with` block, which begins once it listens (or was refused).

        `segarkan` gives the actor anew before each event, as the server reads it from the token.
        """
        if not self._hub_hidup:
            await self._hub.mulai()
            self._hub_hidup = True
        titik = await self._titik(wilayah)
        konteks = self.layanan.konteks(titik, aktor or Aktor.anonim(), segarkan=segarkan)
        antrean: asyncio.Queue[Jawab | None] = asyncio.Queue()

        async def pompa() -> None:
            try:
                siap = titik.eksekutor.siapkan(dokumen, variables={**variabel, **(variables or {})})
                async with aclosing(titik.eksekutor.langgan(siap, konteks)) as aliran:
                    async for jawaban in aliran:
                        antrean.put_nowait(_jawab(jawaban, []))
            except PermintaanDitolak as tolak:
                antrean.put_nowait(Jawab(data=None, errors=tolak.galat, pernyataan=[]))
            finally:
                antrean.put_nowait(None)

        self._hub.terpasang.clear()
        tugas = asyncio.ensure_future(pompa())
        mulai = asyncio.ensure_future(self._hub.terpasang.wait())
        try:
            await asyncio.wait({tugas, mulai}, timeout=MENUNGGU, return_when=asyncio.FIRST_COMPLETED)
            yield _keluar(antrean)
        finally:
            mulai.cancel()
            tugas.cancel()
            await asyncio.gather(tugas, mulai, return_exceptions=True)

    async def unduh(self, alamat: str, *, aktor: Aktor) -> tuple[Unduhan, bytes]:
        """Use the link at `alamat` up as `aktor`; gives what is sent and its content, or raises what it refuses with."""
        unduhan = await siapkan_unduhan(self.layanan, alamat.removeprefix("/unduh/"), aktor=aktor)
        if isinstance(unduhan.isi, bytes):
            return unduhan, unduhan.isi
        return unduhan, b"".join([potongan async for potongan in unduhan.isi])

    async def unggah(
        self, aktor: Aktor, isi: bytes, *, nama: str = "berkas", kelas: KelasBerkas = KelasBerkas.BIASA
    ) -> UUID:
        """Upload `isi` as `aktor`, in small pieces as from the network; gives the id to attach it by."""
        la = self.layanan
        siap = await la.db.write(_siapkan, aktor, la.settings.berkas, isi, nama, kelas)
        await self.kirim(siap.alamat, isi, nama=nama)
        return siap.id

    async def kirim(self, alamat: str, isi: bytes, *, nama: str = "berkas") -> None:
        """Send the body that belongs to the upload's address `alamat`, or raise what it is refused with."""
        la = self.layanan
        pesan = [
            {"type": "http.request", "body": isi[awal : awal + 10_000], "more_body": True}
            for awal in range(0, len(isi), 10_000)
        ]
        antrean = iter([*pesan, {"type": "http.request", "body": b"", "more_body": False}])

        async def receive() -> Message:
            return next(antrean)

        penerima = Penerima(la.db, la.gudang, la.kunci, la.settings.berkas)
        await penerima.terima(alamat.removeprefix("/unggah/"), Headers({KEPALA_NAMA: quote(nama)}), receive)

    async def bersihkan(self) -> None:
        """Clear the store of what is due, as the job of files does."""
        await bersihkan(self.layanan.db, self.layanan.gudang)

    async def tutup(self) -> None:
        """Stop listening to the outbox."""
        if self._hub_hidup:
            await self._hub.tutup()

    async def _titik(self, wilayah: str) -> Titik:
        titik = await self.layanan.titik(None if wilayah == AKAR else wilayah)
        assert titik is not None, f"there is no endpoint for {wilayah!r}"
        return titik


async def _keluar(antrean: asyncio.Queue[Jawab | None]) -> AsyncIterator[Jawab]:
    while (jawab := await asyncio.wait_for(antrean.get(), MENUNGGU)) is not None:
        yield jawab


def _jawab(jawaban: Jawaban, pernyataan: list[str]) -> Jawab:
    return Jawab(
        data=jawaban.isi.get("data"), errors=list(jawaban.isi.get("errors", [])), pernyataan=pernyataan
    )


def _siapkan(
    session: Session, aktor: Aktor, batas: PengaturanBerkas, isi: bytes, nama: str, kelas: KelasBerkas
) -> UnggahanSiap:
    bebas_jejak(session, "the state a test begins with")
    biasa = kelas is KelasBerkas.BIASA
    return siapkan_unggahan(
        session,
        aktor,
        batas,
        ukuran=len(isi),
        wilayah=AKAR,
        kelas=kelas,
        nama=nama if biasa else None,
        simpan_kunci=True,
    )


class GraphQLWith(Protocol):
    """Type of the fixture `graphql_with`."""

    async def __call__(
        self, *nama: str, aktif: Mapping[str, Collection[str]] | None = None, **objek: object
    ) -> ServerUji:
        """A server with these plugins: installed ones by name, others as `name=module_or_object`.

        They are enabled everywhere, or as `aktif` says: `{"61": {"paksi"}}`.
        """
        ...


def pengaturan_uji(db: Database, folder: Path) -> Settings:
    """Settings of a test server: nothing from the environment's `.env`, and passwords hashed at little cost."""
    return Settings(
        _env_file=None,  # pyright: ignore[reportCallIssue]  accepted by pydantic-settings, unknown to its type
        database_url=db.url.render_as_string(hide_password=False),
        data_dir=folder,
        strict=True,
        pekerjaan=False,
        argon2_memori_kib=8,
        argon2_putaran=1,
    )


@pytest.fixture
async def graphql_with(db: Database, tmp_path: Path) -> AsyncIterator[GraphQLWith]:
    """Make a server that runs exactly the plugins you name; it lives as long as the test."""
    async with AsyncExitStack() as tumpukan:

        async def buat(
            *nama: str, aktif: Mapping[str, Collection[str]] | None = None, **objek: object
        ) -> ServerUji:
            plugins = Plugins(strict=True)
            plugins.load(nama)
            if tiada := sorted(set(nama) - plugins.names):
                raise LookupError(f"no installed plugin is called {tiada[0]!r}")
            for satu, plugin in objek.items():
                plugins.add(satu, plugin)
            plugins.settle()
            if any(folder is not None for satu, folder in plugins.call("migrations", objek) if satu in objek):
                await asyncio.to_thread(siapkan, db.url, plugins)
            await db.write(
                selaraskan_jenis, [j for _, daftar in plugins.collect("notifications") for j in daftar]
            )
            await db.write(_aktifkan, {AKAR: plugins.names} if aktif is None else aktif)
            hub = _HubUji(db)
            server = ServerUji(Layanan(pengaturan_uji(db, tmp_path), db, plugins, hub, Kunci.baru()), hub)
            tumpukan.push_async_callback(server.tutup)
            return server

        yield buat


def _aktifkan(session: Session, aktif: Mapping[str, Collection[str]]) -> None:
    bebas_jejak(session, "the state a test begins with")
    for kode, daftar in aktif.items():
        for plugin in daftar:
            setelan: dict[str, Any] = {}
            session.execute(
                insert(PluginWilayah).values(
                    kode=kode,
                    plugin=plugin,
                    aktif=True,
                    setelan=setelan,
                    diubah_oleh=None,
                    diubah_pada=waktu_db(),
                )
            )
