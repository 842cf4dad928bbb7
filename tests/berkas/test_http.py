"""Files over HTTP, from the mutation that gives an address to the download: a real server, both engines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from starlette.applications import Starlette
from starlette.middleware import Middleware

from forum_server.akses.rules import Aktor, Hibah
from forum_server.akun.models import Akun
from forum_server.berkas.models import ObjekBerkas
from forum_server.berkas.rules import KelasBerkas
from forum_server.berkas.rute import rute_berkas
from forum_server.database import bebas_jejak
from forum_server.galat import TidakDitemukan
from forum_server.http.lapisan import Lapisan
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from forum_server.unduhan import rute as rute_modul
from forum_server.unduhan.rute import rute_unduhan
from tests.berkas.bahan import PDF_ISI, Catatan, buat_akun, pasang
from tests.http.peladen import dilayani

SIAPKAN = """mutation($ukuran: Int!, $nama: String, $kelas: KelasBerkas! = BIASA, $wilayah: String) {
    siapkanUnggahan(ukuran: $ukuran, nama: $nama, kelas: $kelas, wilayah: $wilayah) {
        __typename ... on Unggahan { id alamat } ... on Galat { kode }
    }
}"""
TAUTAN = """mutation($id: ID!) {
    tautanBerkas(id: $id) { __typename ... on Tautan { alamat berlakuSampai } ... on Galat { kode letak } }
}"""
DI_SINI = {"wilayah": "61.71"}
SITI = aktor_uji("catatan:baca", wilayah="61.71")


@asynccontextmanager
async def klien(server: ServerUji) -> AsyncGenerator[httpx.AsyncClient]:
    app = Starlette(
        routes=[*rute_berkas(lambda: server.layanan), *rute_unduhan(lambda: server.layanan)],
        middleware=[Middleware(Lapisan)],
    )
    async with (
        dilayani(app) as alamat,
        httpx.AsyncClient(base_url=f"http://{alamat}", trust_env=False) as satu,
    ):
        yield satu


@pytest.fixture
async def server(graphql_with: GraphQLWith) -> ServerUji:
    return await graphql_with(catatan=Catatan())


async def berkas(server: ServerUji, aktor: Aktor = SITI, wilayah: str = "61.71", **lain: Any) -> UUID:
    unggahan = await server.unggah(aktor, PDF_ISI, nama="surat.pdf", **lain)
    return await server.db.write(pasang, aktor, unggahan, pemilik_id=wilayah, wilayah=wilayah)


async def tautan(server: ServerUji, id_: UUID, aktor: Aktor = SITI) -> str:
    jawab = await server.ask(TAUTAN, aktor=aktor, id=str(id_))
    return jawab.hasil["tautanBerkas"]["alamat"]


def sebagai(aktor: Aktor) -> Any:
    """Whoever the account of a link is: tests' actors have no rows."""

    async def baca(_db: Any, akun_id: UUID) -> Aktor | None:
        return aktor if akun_id == aktor.akun_id else None

    return baca


@pytest.mark.parametrize("kelas", KelasBerkas)
async def test_a_file_goes_up_and_comes_down_again_once(
    server: ServerUji, monkeypatch: pytest.MonkeyPatch, kelas: KelasBerkas
) -> None:
    monkeypatch.setattr(rute_modul, "aktor_akun", sebagai(SITI))
    nama = "Surat Permohonan é.exe"
    biasa = kelas is KelasBerkas.BIASA
    siap = await server.ask(
        SIAPKAN,
        aktor=SITI,
        ukuran=len(PDF_ISI),
        nama=nama if biasa else None,
        kelas=kelas.value,
        variables=DI_SINI,
    )
    unggahan = siap.hasil["siapkanUnggahan"]
    async with klien(server) as k:
        assert (await k.get(unggahan["alamat"])).status_code == 405
        kepala = {} if biasa else {"x-nama-berkas": "Surat%20Permohonan%20%C3%A9.exe"}
        naik = await k.put(unggahan["alamat"], content=PDF_ISI, headers=kepala)
        assert (naik.status_code, list(naik.json())) == (201, ["berlakuSampai"])
        lagi = await k.put(unggahan["alamat"], content=PDF_ISI)
        assert (lagi.status_code, lagi.json()["errors"][0]["extensions"]["kode"]) == (
            409,
            "ALAMAT_TIDAK_BERLAKU",
        )
        id_ = await server.db.write(pasang, SITI, UUID(unggahan["id"]), pemilik_id="61.71")
        alamat = await tautan(server, id_)
        for metode in ("HEAD", "POST"):
            assert (await k.request(metode, alamat)).status_code == 405
        turun = await k.get(alamat)
        assert (turun.status_code, turun.content) == (200, PDF_ISI)
        kini = turun.headers
        assert kini["content-type"] == "application/pdf"
        assert kini["content-length"] == str(len(PDF_ISI))
        assert kini["content-disposition"] == (
            "attachment; filename=\"Surat Permohonan e.exe.pdf\"; filename*=UTF-8''Surat%20Permohonan%20%C3%A9.exe.pdf"
        )
        assert kini["x-content-type-options"] == "nosniff"
        assert kini["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert kini["cache-control"] == "no-store"
        habis = await k.get(alamat)
        assert (habis.status_code, habis.json()["errors"][0]["extensions"]["kode"]) == (
            409,
            "TAUTAN_TIDAK_BERLAKU",
        )


async def test_a_body_that_is_refused_says_why_and_leaves_nothing(server: ServerUji) -> None:
    async with klien(server) as k:
        for isi, ukuran, status, kode in (
            (b"<svg onload='x'/>", 17, 400, "JENIS_BERKAS_DITOLAK"),
            (PDF_ISI, 100, 400, "UKURAN_TIDAK_SESUAI"),
        ):
            siap = await server.ask(SIAPKAN, aktor=SITI, ukuran=ukuran, nama="x", variables=DI_SINI)
            jawab = await k.put(siap.hasil["siapkanUnggahan"]["alamat"], content=isi)
            assert (jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]) == (status, kode)
        assert (await k.put("/unggah/fpg_asal", content=b"x")).status_code == 409
    assert server.layanan.gudang.isi() == {}


async def test_addresses_are_given_to_accounts_only(server: ServerUji) -> None:
    jawab = await server.ask(SIAPKAN, ukuran=10, nama="x", variables=DI_SINI)
    assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    for aktor in (aktor_uji("catatan:baca", wilayah="62.71"), aktor_uji(), aktor_uji("x:y", lembaga="lsp-x")):
        jawab = await server.ask(SIAPKAN, aktor=aktor, ukuran=10, nama="x", variables=DI_SINI)
        assert jawab.hasil["siapkanUnggahan"] == {
            "__typename": "GalatTidakDitemukan",
            "kode": "TIDAK_DITEMUKAN",
        }
    jawab = await server.ask(SIAPKAN, aktor=SITI, ukuran=10, nama="x", kelas="RAHASIA", variables=DI_SINI)
    assert jawab.hasil["siapkanUnggahan"] == {"__typename": "GalatIsian", "kode": "NAMA_TIDAK_SAH"}


PELAKU = [
    (SITI, True),
    (aktor_uji("catatan:baca", wilayah="61"), True),
    (aktor_uji("catatan:baca"), True),
    (aktor_uji("catatan:baca", wilayah="61.72"), False),
    (aktor_uji("catatan:baca", wilayah="62"), False),
    (aktor_uji("catatan:baca", lembaga="lsp-x"), False),
    (
        aktor_uji(
            "catatan:baca",
            tambahan=(Hibah(peran="uji", izin=frozenset({"catatan:baca"}), wilayah="61.71", tolak=True),),
        ),
        False,
    ),
    (aktor_uji("inti:akun"), False),
    (aktor_uji(), False),
    (Aktor.anonim(), False),
]


async def test_access_follows_the_record(server: ServerUji) -> None:
    id_ = await berkas(server)
    for aktor, boleh in PELAKU:
        jawab = (await server.ask(TAUTAN, aktor=aktor, id=str(id_))).hasil["tautanBerkas"]
        alamat = await tautan(server, id_)  # Siti's, in somebody else's hands: it opens what those may open
        if boleh:
            assert (await server.unduh(jawab["alamat"], aktor=aktor))[1] == PDF_ISI
            assert (await server.unduh(alamat, aktor=aktor))[1] == PDF_ISI
        else:
            assert jawab == {"__typename": "GalatTidakDitemukan", "kode": "TIDAK_DITEMUKAN", "letak": ["id"]}
            with pytest.raises(TidakDitemukan):
                await server.unduh(alamat, aktor=aktor)


async def test_what_names_no_file_is_not_found(server: ServerUji) -> None:
    for id_ in (str(uuid4()), "bukan-uuid", ""):
        jawab = await server.ask(TAUTAN, aktor=SITI, id=id_)
        assert jawab.hasil["tautanBerkas"]["kode"] == "TIDAK_DITEMUKAN"


async def test_a_file_of_a_plugin_that_is_off_there_is_out_of_reach(graphql_with: GraphQLWith) -> None:
    server = await graphql_with(catatan=Catatan(), aktif={"61.71": {"catatan"}})
    semua = aktor_uji("catatan:baca")
    dekat, jauh = await berkas(server), await berkas(server, wilayah="62.71")
    assert await tautan(server, dekat, semua)
    jawab = await server.ask(TAUTAN, aktor=semua, id=str(jauh))
    assert jawab.hasil["tautanBerkas"]["kode"] == "TIDAK_DITEMUKAN"


async def test_a_link_is_used_with_the_rights_of_its_account_at_that_moment(
    server: ServerUji, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = await berkas(server)
    async with klien(server) as k:
        alamat = await tautan(server, id_)  # whose account does not exist
        jawab = await k.get(alamat)
        assert (jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]) == (
            409,
            "TAUTAN_TIDAK_BERLAKU",
        )
        alamat = await tautan(server, id_)
        monkeypatch.setattr(rute_modul, "aktor_akun", sebagai(replace(SITI, hibah=())))
        jawab = await k.get(alamat)
        assert (jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]) == (
            404,
            "TIDAK_DITEMUKAN",
        )


async def test_a_real_account_downloads_until_it_is_deactivated(server: ServerUji) -> None:
    assert SITI.akun_id is not None
    id_ = SITI.akun_id
    await server.db.write(buat_akun, id_, "siti", "61.71")
    berkas_id = await berkas(server)
    async with klien(server) as k:
        jawab = await k.get(await tautan(server, berkas_id))
        assert jawab.status_code == 404  # the account is there, and holds nothing in the database
        alamat = await tautan(server, berkas_id)
        await server.db.write(_nonaktif, id_)
        assert (await k.get(alamat)).json()["errors"][0]["extensions"]["kode"] == "TAUTAN_TIDAK_BERLAKU"


def _nonaktif(session: Session, id_: UUID) -> None:
    bebas_jejak(session, "a test's own data")
    session.execute(update(Akun).where(Akun.id == id_).values(aktif=False))


async def test_a_file_the_store_lost_or_cannot_give_is_told_with_a_code(
    server: ServerUji, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rute_modul, "aktor_akun", sebagai(SITI))
    berkas_id = [await berkas(server, kelas=kelas) for kelas in KelasBerkas]
    for nama in server.layanan.gudang.isi():
        await server.layanan.gudang.hapus(nama)
    async with klien(server) as k:
        for id_ in berkas_id:
            jawab = await k.get(await tautan(server, id_))
            (galat,) = jawab.json()["errors"]
            assert (jawab.status_code, galat["extensions"]) == (500, {"kode": "BERKAS_RUSAK"})
            assert "biasa/" not in jawab.text
            assert "rahasia/" not in jawab.text
        for nama in await server.db.scalars(select(ObjekBerkas.nama)):
            folder = server.layanan.settings.data_dir / "berkas" / nama
            folder.write_bytes(b"")  # what stands there can't be looked into
        for id_ in berkas_id:
            jawab = await k.get(await tautan(server, id_))
            assert (jawab.status_code, jawab.json()["errors"][0]["extensions"]["kode"]) == (
                503,
                "SERVER_SIBUK",
            )


async def test_a_secret_file_that_was_changed_breaks_off_or_is_never_begun(
    server: ServerUji, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rute_modul, "aktor_akun", sebagai(SITI))
    panjang = b"%PDF-1.7\n" + b"x" * 200_000 + b"%%EOF\n"
    unggahan = await server.unggah(SITI, panjang, kelas=KelasBerkas.RAHASIA)
    id_ = await server.db.write(pasang, SITI, unggahan, pemilik_id="61.71")
    (nama,) = server.layanan.gudang.isi()
    potongan = server.layanan.settings.data_dir / "berkas" / nama / "000000"
    isi = bytearray(await asyncio.to_thread(potongan.read_bytes))
    async with klien(server) as k:
        isi[-1] ^= 1
        await asyncio.to_thread(potongan.write_bytes, isi)
        with pytest.raises(httpx.RemoteProtocolError):
            await k.get(await tautan(server, id_))
        isi[30] ^= 1
        await asyncio.to_thread(potongan.write_bytes, isi)
        jawab = await k.get(await tautan(server, id_))
        (galat,) = jawab.json()["errors"]
        assert (jawab.status_code, galat["extensions"]) == (500, {"kode": "BERKAS_RUSAK"})
