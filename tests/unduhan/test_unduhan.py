"""One-time links: issued, used up, made, sent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Cara
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak, ServerSibuk
from forum_server.jejak.service import catat
from forum_server.plugin import JenisUnduhan, KonteksUnduhan, Unduhan, hookimpl, terbitkan_unduhan
from forum_server.plugin.kegagalan import PluginGagal
from forum_server.plugin.manager import Plugins
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from forum_server.unduhan.models import TautanUnduhan
from forum_server.unduhan.rules import disposisi, nama_aman
from forum_server.unduhan.service import bersihkan, pakai
from tests.berkas.test_http import klien

SITI = aktor_uji("laporan:baca", wilayah="61.71")


def terbit(session: Session, aktor: Aktor, jenis: str, wilayah: str = "61.71", **isi: str) -> str:
    catat(session, aktor, "laporan.unduh", objek="laporan", objek_id="satu", wilayah=wilayah)
    return terbitkan_unduhan(session, aktor, jenis=jenis, isi=isi, wilayah=wilayah).alamat


async def _aliran(*potongan: bytes, lalu: Exception | None = None) -> AsyncIterator[bytes]:
    for satu in potongan:
        yield satu
    if lalu is not None:
        raise lalu


class Laporan:
    """A plugin with downloads of every sort."""

    terlihat: Aktor | None = None

    @hookimpl
    def downloads(self) -> Sequence[JenisUnduhan]:
        return [
            JenisUnduhan(nama="laporan.utuh", buat=self._utuh),
            JenisUnduhan(nama="laporan.alir", buat=self._alir),
            JenisUnduhan(nama="laporan.tolak", buat=self._tolak),
        ]

    async def _utuh(self, konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
        self.terlihat = konteks.aktor
        return Unduhan(nama=isi["nama"], media="text/html", isi=b"<script>alert(1)</script>")

    async def _alir(self, konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
        putus = RuntimeError("half way") if "putus" in isi else None
        panjang = 7 if putus is None else 9
        return Unduhan(
            nama="a.txt", media="text/plain", isi=_aliran(b"satu", b"dua", lalu=putus), panjang=panjang
        )

    async def _tolak(self, konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
        raise {
            "isian": IsianTidakSah("X", "Perbaiki."),
            "keadaan": KeadaanMenolak("Y", "Tunggu."),
            "izin": Ditolak("laporan:baca"),
            "sibuk": ServerSibuk("Coba lagi."),
            "rusak": RuntimeError("inside"),
        }[isi["apa"]]


@pytest.fixture
def laporan() -> Laporan:
    return Laporan()


@pytest.fixture
async def server(graphql_with: GraphQLWith, laporan: Laporan) -> ServerUji:
    return await graphql_with(laporan=laporan, aktif={"61": {"laporan"}})


@pytest.fixture
def kenal(monkeypatch: pytest.MonkeyPatch) -> None:
    async def baca(_db: Database, _akun: Any) -> Aktor:
        return SITI

    monkeypatch.setattr("forum_server.unduhan.rute.aktor_akun", baca)


async def test_of_many_who_come_with_a_link_one_gets_through(db: Database) -> None:
    alamat = await db.write(terbit, SITI, "laporan.utuh", nama="x")
    token = alamat.removeprefix("/unduh/")
    hasil = await asyncio.gather(*(db.write(pakai, token) for _ in range(6)), return_exceptions=True)
    assert [getattr(h, "kode", "jadi") for h in hasil].count("jadi") == 1
    assert await db.scalar(select(func.count()).select_from(TautanUnduhan)) == 0


async def test_a_link_ends_and_is_cleared_and_the_database_never_knew_it(db: Database) -> None:
    alamat = await db.write(terbit, SITI, "laporan.utuh", nama="x")
    token = alamat.removeprefix("/unduh/")
    assert token not in str([tuple(r) for r in await db.all(select(TautanUnduhan.__table__))])
    await db.write(bersihkan)
    await db.write(_lewat)
    with pytest.raises(GalatDomain) as salah:
        await db.write(pakai, token)
    assert salah.value.kode == "TAUTAN_TIDAK_BERLAKU"
    assert await db.scalar(select(func.count()).select_from(TautanUnduhan)) == 1
    await db.write(bersihkan)
    assert await db.scalar(select(func.count()).select_from(TautanUnduhan)) == 0


def _lewat(session: Session) -> None:
    bebas_jejak(session, "time, in a test")
    kini = session.scalar(select(TautanUnduhan.berlaku_sampai))
    assert kini is not None
    session.execute(update(TautanUnduhan).values(berlaku_sampai=kini - timedelta(minutes=6)))


async def test_a_link_without_an_audit_entry_is_not_issued(db: Database) -> None:
    with pytest.raises(RuntimeError, match="audit"):
        await db.write(terbitkan_unduhan, SITI, jenis="laporan.utuh", isi={}, wilayah="61.71")
    for aktor, isi in ((Aktor.sistem("uji"), {}), (SITI, {"isi": "x" * 201})):
        with pytest.raises(ValueError, match=r"downloads nothing|not content"):
            await db.write(terbit, aktor, "laporan.utuh", **isi)
    layanan = replace(Aktor.anonim(), nama="layanan:uji", cara=Cara.LAYANAN)
    with pytest.raises(KeadaanMenolak, match="PERLU_AKUN"):
        await db.write(terbit, layanan, "laporan.utuh", nama="x")
    assert await db.scalar(select(func.count()).select_from(TautanUnduhan)) == 0


@pytest.mark.usefixtures("kenal")
async def test_whatever_it_is_a_browser_saves_it_and_runs_nothing(
    server: ServerUji, laporan: Laporan
) -> None:
    aktor = replace(aktor_uji("laporan:baca", wilayah="61.71"), cara=Cara.OIDC, dua_langkah=True)
    async with klien(server) as k:
        jawab = await k.get(await server.db.write(terbit, aktor, "laporan.utuh", nama='../a"\r\n<b>.html'))
        assert jawab.status_code == 200
        assert jawab.headers["content-disposition"] == (
            "attachment; filename=\"a____b_.html\"; filename*=UTF-8''a____b_.html"
        )
        assert jawab.headers["content-security-policy"].startswith("default-src 'none'; sandbox")
        assert jawab.headers["x-content-type-options"] == "nosniff"
        assert laporan.terlihat is not None
        assert (laporan.terlihat.cara, laporan.terlihat.dua_langkah) == (Cara.OIDC, True)
        jawab = await k.get(await server.db.write(terbit, SITI, "laporan.alir"))
        assert (jawab.content, jawab.headers["content-length"]) == (b"satudua", "7")
        with pytest.raises(httpx.RemoteProtocolError):
            await k.get(await server.db.write(terbit, SITI, "laporan.alir", putus="ya"))


@pytest.mark.usefixtures("kenal")
async def test_refusals_have_a_code_and_faults_say_nothing(server: ServerUji) -> None:
    async with klien(server) as k:
        for apa, status, kode in (
            ("isian", 400, "X"),
            ("keadaan", 409, "Y"),
            ("izin", 403, "DITOLAK"),
            ("sibuk", 503, "SERVER_SIBUK"),
            ("rusak", 500, "KESALAHAN_SISTEM"),
        ):
            jawab = await k.get(await server.db.write(terbit, SITI, "laporan.tolak", apa=apa))
            (galat,) = jawab.json()["errors"]
            assert (jawab.status_code, galat["extensions"]["kode"]) == (status, kode)
            assert "inside" not in jawab.text
        for jenis, wilayah in (("laporan.tiada", "61.71"), ("laporan.utuh", "62.71")):
            alamat = await server.db.write(terbit, SITI, jenis, wilayah, nama="x")
            assert (await k.get(alamat)).json()["errors"][0]["extensions"]["kode"] == "PLUGIN_TIDAK_AKTIF"


async def test_nobody_gets_what_everybody_may_have(server: ServerUji, laporan: Laporan) -> None:
    async with klien(server) as k:
        jawab = await k.get(await server.db.write(terbit, Aktor.anonim(), "laporan.utuh", nama="x"))
    assert jawab.status_code == 200
    assert laporan.terlihat == Aktor.anonim()


def test_a_kind_is_named_after_its_plugin() -> None:
    async def buat(_k: KonteksUnduhan, _i: Mapping[str, str]) -> Unduhan:
        raise AssertionError

    for nama in ("laporan", "Laporan.x", "x." + "y" * 70, ""):
        with pytest.raises(ValueError, match="owner"):
            JenisUnduhan(nama=nama, buat=buat)
    with pytest.raises(ValueError, match="media type"):
        Unduhan(nama="x", media="text/html\r\nx: y", isi=b"")

    class Pencuri:
        @hookimpl
        def downloads(self) -> Sequence[JenisUnduhan]:
            return [JenisUnduhan(nama="laporan.utuh", buat=buat)]

    with pytest.raises(PluginGagal, match=r"must start with 'pencuri\.'"):
        Plugins.of({"pencuri": Pencuri()}).collect("downloads")


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_is_safe_in_a_header_and_a_folder(nama: str) -> None:
    aman = nama_aman(nama)
    assert 0 < len(aman) <= 150
    assert not aman.startswith(".")
    assert not set(aman) & set('/\\:*?"<>|\0\r\n\t\u202e')
    assert nama_aman(aman) == aman
    kepala = disposisi(nama)
    assert kepala.isascii()
    assert kepala.isprintable()
    assert kepala.count('"') == 2
