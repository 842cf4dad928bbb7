"""Registering, renaming and closing institutions, on both engines."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Hibah
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, KeadaanMenolak, TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.lembaga import baca
from forum_server.lembaga.models import Lembaga
from forum_server.lembaga.rules import JenisLembaga
from forum_server.lembaga.service import IZIN, daftarkan, ganti_nama, nonaktifkan, pastikan
from forum_server.peristiwa.models import PeristiwaBaris

SISTEM = Aktor.sistem("uji")
LSP = JenisLembaga.LSP


async def potret(db: Database) -> list[Any]:
    return [tuple(r) for r in await db.all(select(Lembaga.__table__).order_by(Lembaga.kode))]


async def jejak(db: Database) -> list[tuple[str, str, list[str]]]:
    stmt = (
        select(Jejak.aksi, Jejak.wilayah, Jejak.bidang).where(Jejak.objek_id == "lsp-uji").order_by(Jejak.id)
    )
    return [(r.aksi, r.wilayah, r.bidang) for r in await db.all(stmt)]


async def daftar_uji(db: Database, siapa: Aktor = SISTEM, **isian: Any) -> str:
    lengkap: dict[str, Any] = {"kode": "lsp-uji", "nama": "LSP Uji", "jenis": LSP, **isian}
    return await db.write(daftarkan, siapa, **lengkap)


async def test_an_institution_is_registered_audited_and_announced(db: Database) -> None:
    assert await daftar_uji(db, nama="  LSP   Uji ") == "lsp-uji"
    row = await baca.satu(db, "lsp-uji")
    assert row is not None
    assert (row.nama, row.jenis, row.dinonaktifkan_pada) == ("LSP Uji", LSP, None)
    assert await jejak(db) == [("inti.daftarkan_lembaga", "lsp-uji", ["jenis", "nama"])]
    kabar = select(PeristiwaBaris.kunci).where(PeristiwaBaris.jenis == "inti.lembaga")
    assert list(await db.scalars(kabar.order_by(PeristiwaBaris.id))) == ["lsp-kpk", "lsp-uji"]


async def test_the_certification_body_is_there_from_the_start_and_only_once(db: Database) -> None:
    assert [k[0] for k in await potret(db)] == ["lsp-kpk"]
    await db.write(pastikan, SISTEM, kode="lsp-kpk", nama="Lain", jenis=LSP)
    row = await baca.satu(db, "lsp-kpk")
    assert row is not None
    assert row.nama == "Lembaga Sertifikasi Profesi KPK"


@pytest.mark.parametrize(
    ("isian", "kode", "letak"),
    [
        ({"kode": "61.71"}, "KODE_TIDAK_SAH", "kode"),
        ({"nama": ""}, "NAMA_TIDAK_SAH", "nama"),
        ({"kode": "lsp-kpk"}, "SUDAH_ADA", "kode"),
        ({"nama": "LEMBAGA sertifikasi profesi kpk"}, "SUDAH_ADA", "kode"),
    ],
)
async def test_what_can_not_be_is_refused_and_nothing_written(
    db: Database, isian: dict[str, Any], kode: str, letak: str
) -> None:
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await daftar_uji(db, **isian)
    assert (galat.value.kode, galat.value.letak) == (kode, (letak,))
    assert await potret(db) == sebelum
    assert await jejak(db) == []


async def test_one_code_registered_by_many_at_once_is_there_once(db: Database) -> None:
    hasil = await asyncio.gather(*(daftar_uji(db) for _ in range(6)), return_exceptions=True)
    assert sum(h == "lsp-uji" for h in hasil) == 1
    assert sum(isinstance(h, KeadaanMenolak) for h in hasil) == 5
    assert len(await jejak(db)) == 1


async def test_a_closed_institution_keeps_its_code_and_frees_its_name(db: Database) -> None:
    await daftar_uji(db)
    await db.write(ganti_nama, SISTEM, kode="lsp-uji", nama="LSP Uji Baru")
    await db.write(nonaktifkan, SISTEM, kode="lsp-uji")
    assert [r.kode for r in (await baca.daftar(db)).baris] == ["lsp-kpk"]
    assert [r.kode for r in (await baca.daftar(db, termasuk_nonaktif=True)).baris] == ["lsp-kpk", "lsp-uji"]
    for kerja in (
        lambda: db.write(nonaktifkan, SISTEM, kode="lsp-uji"),
        lambda: db.write(ganti_nama, SISTEM, kode="lsp-uji", nama="LSP Lagi"),
    ):
        with pytest.raises(KeadaanMenolak, match="TIDAK_AKTIF"):
            await kerja()
    with pytest.raises(KeadaanMenolak, match="SUDAH_ADA"):
        await daftar_uji(db, nama="LSP Lain Sekali")
    await daftar_uji(db, kode="lsp-baru", nama="LSP Uji Baru")
    assert [a for a, _, _ in await jejak(db)] == [
        "inti.daftarkan_lembaga",
        "inti.ganti_nama_lembaga",
        "inti.nonaktifkan_lembaga",
    ]


async def test_a_rename_to_a_name_that_is_taken_or_of_nobody_is_refused(db: Database) -> None:
    await daftar_uji(db)
    sebelum = await potret(db)
    for isian, kode in (
        ({"kode": "lsp-uji", "nama": "lembaga sertifikasi profesi KPK"}, "SUDAH_ADA"),
        ({"kode": "lsp-uji", "nama": "x"}, "NAMA_TIDAK_SAH"),
        ({"kode": "tiada", "nama": "LSP Lain"}, "TIDAK_DITEMUKAN"),
    ):
        with pytest.raises(GalatDomain) as galat:
            await db.write(ganti_nama, SISTEM, **isian)
        assert galat.value.kode == kode
    with pytest.raises(TidakDitemukan):
        await db.write(nonaktifkan, SISTEM, kode="tiada")
    assert await potret(db) == sebelum


def aktor(izin: str = IZIN, **tempat: Any) -> Aktor:
    hibah = (Hibah(peran="uji", izin=frozenset({izin}), **tempat),)
    return Aktor(akun_id=None, orang_id=None, nama="uji", hibah=hibah)


AKTOR: dict[str, tuple[Aktor, type[Exception] | None]] = {
    "nobody": (Aktor.anonim(), Ditolak),
    "another permission": (aktor("inti:opd", wilayah="ID"), Ditolak),
    "a province": (aktor(wilayah="61"), TidakDitemukan),
    "the lembaga itself": (aktor(lembaga="lsp-kpk"), TidakDitemukan),
    "the nation": (aktor(wilayah="ID"), None),
    "the server": (SISTEM, None),
}


@pytest.mark.parametrize(("siapa", "galat"), AKTOR.values(), ids=AKTOR)
async def test_who_may_keep_the_list(db: Database, siapa: Aktor, galat: type[Exception] | None) -> None:
    if galat is None:
        await daftar_uji(db, siapa)
        await db.write(ganti_nama, siapa, kode="lsp-uji", nama="LSP Uji Baru")
        await db.write(nonaktifkan, siapa, kode="lsp-uji")
        assert len(await jejak(db)) == 3
        return
    sebelum = await potret(db)
    for kerja in (
        lambda: daftar_uji(db, siapa),
        lambda: db.write(ganti_nama, siapa, kode="lsp-kpk", nama="LSP Lain"),
        lambda: db.write(nonaktifkan, siapa, kode="lsp-kpk"),
    ):
        with pytest.raises(galat):
            await kerja()
    assert await potret(db) == sebelum


@pytest.mark.parametrize("kode", ["61.71", "ID", "id", "LSP-KPK", "ab"])
async def test_the_database_itself_keeps_codes_apart_from_those_of_regions(db: Database, kode: str) -> None:
    def tulis(session: Session, kode: str) -> None:
        bebas_jejak(session, "this test")
        session.execute(insert(Lembaga).values(kode=kode, nama="x", nama_cari=f"x {kode}", jenis=LSP))

    with pytest.raises(IntegrityError):
        await db.write(tulis, kode)
    await db.write(tulis, "kontrol")
    assert await baca.satu(db, "kontrol") is not None


@pytest.mark.parametrize(
    ("cari", "harap"),
    [
        ("sertifikasi", ["lsp-kpk"]),
        ("LSP-K", ["lsp-kpk"]),
        ("%", []),
        ("\0", []),
        ("tiada", []),
        ("", ["lsp-kpk"]),
    ],
)
async def test_search_looks_in_names_and_codes(db: Database, cari: str, harap: list[str]) -> None:
    assert [r.kode for r in (await baca.daftar(db, cari=cari)).baris] == harap
    assert [r.kode for r in (await baca.daftar(db, cari=cari, jenis=JenisLembaga.KEMENTERIAN)).baris] == []


async def test_a_text_longer_than_any_name_or_code_finds_nothing(db: Database) -> None:
    halaman = await baca.daftar(db, cari="lsp" * 20_000)
    assert list(halaman.baris) == []


async def test_a_name_that_does_not_fit_in_its_form_for_search_is_refused(db: Database) -> None:
    with pytest.raises(GalatDomain) as galat:
        await db.write(daftarkan, SISTEM, kode="lsp-panjang", nama="\ufdfa" * 60, jenis=JenisLembaga.LSP)
    assert galat.value.kode == "NAMA_TIDAK_SAH"
    assert await db.scalar(select(Lembaga.kode).where(Lembaga.kode == "lsp-panjang")) is None
