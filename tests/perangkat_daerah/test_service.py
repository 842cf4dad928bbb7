"""Adding, renaming and closing offices, on both engines."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import column, insert, table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Hibah
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, KeadaanMenolak, TidakDitemukan
from forum_server.perangkat_daerah import baca
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.perangkat_daerah.rules import JenisPerangkatDaerah
from forum_server.perangkat_daerah.service import IZIN, ganti_nama, nonaktifkan, tambah
from tests.perangkat_daerah.bahan import PONTIANAK, aktor, jejak, kabar, potret

J = JenisPerangkatDaerah
SISTEM = Aktor.sistem("uji")


async def buat(db: Database, nama: str = "Dinas Kesehatan", jenis: J = J.DINAS, **lain: Any) -> uuid.UUID:
    isian: dict[str, Any] = {"wilayah": PONTIANAK, "nama": nama, "jenis": jenis, **lain}
    return await db.write(tambah, SISTEM, **isian)


async def test_an_office_and_a_unit_under_it_are_added_audited_and_announced(db: Database) -> None:
    dinas = await buat(db, "  Dinas   Kesehatan ")
    puskesmas = await buat(db, "Puskesmas Siantan Hilir", J.UPTD, induk_id=dinas)
    row = await baca.satu(db, puskesmas)
    assert row is not None
    assert (row.nama, row.jenis, row.wilayah_kode, row.induk_id, row.dinonaktifkan_pada) == (
        "Puskesmas Siantan Hilir",
        J.UPTD,
        PONTIANAK,
        dinas,
        None,
    )
    induk = await baca.satu(db, dinas)
    assert induk is not None
    assert induk.nama == "Dinas Kesehatan"
    assert [r.id for r in (await baca.anak(db, [dinas]))[dinas]] == [puskesmas]
    assert await jejak(db) == [("inti.tambah_opd", PONTIANAK, ["induk", "jenis", "nama"])] * 2
    assert await kabar(db) == [PONTIANAK] * 2


async def test_a_name_is_unique_in_its_region_however_it_is_typed(db: Database) -> None:
    await buat(db)
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await buat(db, "DINAS  kesehatan.")
    assert (galat.value.kode, galat.value.letak) == ("SUDAH_ADA", ("nama",))
    assert await potret(db) == sebelum
    assert len(await jejak(db)) == 1
    await buat(db, wilayah="61.72")


ISIAN: dict[str, tuple[dict[str, Any], str, str]] = {
    "no name": ({"nama": " "}, "NAMA_TIDAK_SAH", "nama"),
    "an unknown region": ({"wilayah": "61.98"}, "TIDAK_DITEMUKAN", "wilayah"),
    "a former region": ({"wilayah": "91.01"}, "WILAYAH_TIDAK_BERLAKU", "wilayah"),
    "the nation": ({"wilayah": "ID"}, "WILAYAH_TIDAK_SESUAI", "wilayah"),
    "a kecamatan of a province": ({"wilayah": "61", "jenis": J.KECAMATAN}, "WILAYAH_TIDAK_SESUAI", "wilayah"),
    "a unit without a parent": ({"jenis": J.UPTD}, "INDUK_TIDAK_SESUAI", "induk"),
    "an unknown parent": ({"jenis": J.UPTD, "induk_id": uuid.UUID(int=5)}, "TIDAK_DITEMUKAN", "induk"),
}


@pytest.mark.parametrize(("isian", "kode", "letak"), ISIAN.values(), ids=ISIAN)
async def test_what_can_not_be_is_refused_and_nothing_written(
    db: Database, isian: dict[str, Any], kode: str, letak: str
) -> None:
    with pytest.raises(GalatDomain) as galat:
        await buat(db, **isian)
    assert (galat.value.kode, galat.value.letak) == (kode, (letak,))
    assert await potret(db) == []
    assert await jejak(db) == []
    assert await kabar(db) == []


async def test_a_parent_is_of_the_same_region_open_and_of_the_right_kind(db: Database) -> None:
    jauh = await buat(db, wilayah="61.72")
    tutup = await buat(db, "Dinas Lama")
    await db.write(nonaktifkan, SISTEM, id=tutup)
    kantor = await buat(db, "Inspektorat", J.INSPEKTORAT)
    for induk, kode in (
        (jauh, "TIDAK_DITEMUKAN"),
        (tutup, "TIDAK_DITEMUKAN"),
        (kantor, "INDUK_TIDAK_SESUAI"),
    ):
        with pytest.raises(GalatDomain) as galat:
            await buat(db, "Puskesmas A", J.UPTD, induk_id=induk)
        assert galat.value.kode == kode
    assert len(await potret(db)) == 3


async def test_offices_above_one_another_end_somewhere(db: Database) -> None:
    induk = None
    for n in range(4):
        induk = await buat(db, f"Unit {n}", J.LAINNYA, induk_id=induk)
    with pytest.raises(KeadaanMenolak, match="TERLALU_DALAM"):
        await buat(db, "Unit 4", J.LAINNYA, induk_id=induk)
    assert len(await potret(db)) == 4


async def test_a_renamed_office_is_found_by_its_new_name(db: Database) -> None:
    dinas = await buat(db)
    assert await db.write(ganti_nama, SISTEM, id=dinas, nama="Dinas Kesehatan dan KB") == dinas
    halaman = await baca.daftar(db, wilayah=PONTIANAK, cari="dan kb")
    assert [r.id for r in halaman.baris] == [dinas]
    assert (await jejak(db))[-1] == ("inti.ganti_nama_opd", PONTIANAK, ["nama"])
    await db.write(ganti_nama, SISTEM, id=dinas, nama="Dinas Kesehatan dan KB")


async def test_a_rename_to_a_name_that_is_taken_is_refused(db: Database) -> None:
    dinas = await buat(db)
    await buat(db, "Dinas Sosial")
    sebelum = await potret(db)
    for nama, kode in (("dinas sosial", "SUDAH_ADA"), ("x", "NAMA_TIDAK_SAH")):
        with pytest.raises(GalatDomain) as galat:
            await db.write(ganti_nama, SISTEM, id=dinas, nama=nama)
        assert galat.value.kode == kode
    assert await potret(db) == sebelum


async def test_a_closed_office_stays_but_leaves_the_lists_and_frees_its_name(db: Database) -> None:
    dinas = await buat(db)
    await db.write(nonaktifkan, SISTEM, id=dinas)
    row = await baca.satu(db, dinas)
    assert row is not None
    assert row.dinonaktifkan_pada is not None
    assert (await baca.daftar(db, wilayah=PONTIANAK)).baris == []
    semua = await baca.daftar(db, wilayah=PONTIANAK, termasuk_nonaktif=True)
    assert [r.id for r in semua.baris] == [dinas]
    baru = await buat(db)
    assert baru != dinas
    with pytest.raises(KeadaanMenolak, match="TIDAK_AKTIF"):
        await db.write(nonaktifkan, SISTEM, id=dinas)
    with pytest.raises(KeadaanMenolak, match="TIDAK_AKTIF"):
        await db.write(ganti_nama, SISTEM, id=dinas, nama="Dinas Baru")


async def test_an_office_with_open_units_is_not_closed(db: Database) -> None:
    dinas = await buat(db)
    unit = await buat(db, "Puskesmas A", J.UPTD, induk_id=dinas)
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak, match="MASIH_BERANAK"):
        await db.write(nonaktifkan, SISTEM, id=dinas)
    assert await potret(db) == sebelum
    await db.write(nonaktifkan, SISTEM, id=unit)
    await db.write(nonaktifkan, SISTEM, id=dinas)
    assert (await jejak(db))[-1] == ("inti.nonaktifkan_opd", PONTIANAK, ["dinonaktifkan_pada"])


async def test_closing_an_office_while_units_are_added_never_leaves_one_under_a_closed_office(
    db: Database,
) -> None:
    for putaran in range(5):
        dinas = await buat(db, f"Dinas {putaran}")
        await asyncio.gather(
            buat(db, f"Unit {putaran}", J.UPTD, induk_id=dinas),
            db.write(nonaktifkan, SISTEM, id=dinas),
            return_exceptions=True,
        )
        row = await baca.satu(db, dinas)
        assert row is not None
        anak = (await baca.anak(db, [dinas])).get(dinas, [])
        assert (row.dinonaktifkan_pada is None) == bool(anak)


async def test_one_name_added_by_many_at_once_is_there_once(db: Database) -> None:
    hasil = await asyncio.gather(*(buat(db) for _ in range(8)), return_exceptions=True)
    assert sum(isinstance(h, uuid.UUID) for h in hasil) == 1
    assert sum(isinstance(h, KeadaanMenolak) for h in hasil) == 7
    assert len(await potret(db)) == 1
    assert len(await jejak(db)) == 1


TANPA = aktor(None)
TOLAK = Aktor(
    akun_id=None,
    orang_id=None,
    nama="uji",
    hibah=(
        Hibah(peran="a", izin=frozenset({IZIN}), wilayah="61"),
        Hibah(peran="b", izin=frozenset({IZIN}), wilayah=PONTIANAK, tolak=True),
    ),
)

AKTOR: dict[str, tuple[Aktor, type[Exception] | None]] = {
    "nobody": (Aktor.anonim(), Ditolak),
    "an account without grants": (TANPA, Ditolak),
    "another permission": (aktor(PONTIANAK, "inti:lembaga"), Ditolak),
    "another region": (aktor("61.72"), TidakDitemukan),
    "another province": (aktor("62"), TidakDitemukan),
    "a region beneath": (aktor("61.71.01"), TidakDitemukan),
    "a lembaga": (aktor(None, lembaga="lsp-kpk"), TidakDitemukan),
    "denied here": (TOLAK, TidakDitemukan),
    "the region": (aktor(PONTIANAK), None),
    "its province": (aktor("61"), None),
    "the nation": (aktor("ID"), None),
    "the server": (SISTEM, None),
}


@pytest.mark.parametrize(("siapa", "galat"), AKTOR.values(), ids=AKTOR)
async def test_who_may_keep_the_list(db: Database, siapa: Aktor, galat: type[Exception] | None) -> None:
    ada = await buat(db)
    sebelum = await potret(db)

    async def semua() -> None:
        baru = await db.write(tambah, siapa, wilayah=PONTIANAK, nama="Dinas Sosial", jenis=J.DINAS)
        await db.write(ganti_nama, siapa, id=baru, nama="Dinas Sosial dan Tenaga Kerja")
        await db.write(nonaktifkan, siapa, id=baru)

    if galat is None:
        await semua()
        assert len(await jejak(db)) == 4
        return
    for kerja in (
        lambda: db.write(tambah, siapa, wilayah=PONTIANAK, nama="Dinas Sosial", jenis=J.DINAS),
        lambda: db.write(ganti_nama, siapa, id=ada, nama="Dinas Sosial"),
        lambda: db.write(nonaktifkan, siapa, id=ada),
    ):
        with pytest.raises(galat):
            await kerja()
    assert await potret(db) == sebelum
    assert len(await jejak(db)) == 1


async def test_who_looks_after_one_office_may_rename_that_one_only(db: Database) -> None:
    satu, dua = await buat(db), await buat(db, "Dinas Sosial")
    siapa = aktor(None, perangkat_daerah=satu)
    await db.write(ganti_nama, siapa, id=satu, nama="Dinas Kesehatan Kota")
    with pytest.raises(TidakDitemukan):
        await db.write(ganti_nama, siapa, id=dua, nama="Dinas Lain")
    with pytest.raises(TidakDitemukan):
        await db.write(tambah, siapa, wilayah=PONTIANAK, nama="Dinas Baru", jenis=J.DINAS)


@pytest.mark.parametrize(("siapa", "galat"), [(aktor("ID"), TidakDitemukan), (TANPA, Ditolak)])
async def test_an_unknown_office_looks_like_one_out_of_scope(
    db: Database, siapa: Aktor, galat: type[Exception]
) -> None:
    with pytest.raises(galat):
        await db.write(nonaktifkan, siapa, id=uuid.UUID(int=1))


POLOS = table(
    "perangkat_daerah",
    *(column(c.name, None if c.name == "jenis" else c.type) for c in PerangkatDaerah.__table__.columns),
)
"""The table without what Python checks before the database does."""

A, B = uuid.UUID(int=1), uuid.UUID(int=2)
DASAR: dict[str, Any] = {
    "id": A,
    "wilayah_kode": PONTIANAK,
    "jenis": "LAINNYA",
    "nama": "Unit",
    "nama_cari": "unit",
    "induk_id": None,
    "induk_kedalaman": None,
    "kedalaman": 0,
    "dinonaktifkan_pada": None,
}
LAIN = {**DASAR, "id": B, "nama_cari": "lain", "wilayah_kode": "61.72"}
DI_BAWAH = {"induk_id": A, "induk_kedalaman": 0, "kedalaman": 1}

RUSAK: dict[str, list[dict[str, Any]]] = {
    "itself as parent": [{**DASAR, **DI_BAWAH}],
    "itself as parent by a false depth": [{**DASAR, "induk_id": A, "induk_kedalaman": 1, "kedalaman": 1}],
    "a parent of another region": [DASAR, {**LAIN, **DI_BAWAH}],
    "a parent that is not there": [{**LAIN, "wilayah_kode": PONTIANAK, **DI_BAWAH}],
    "a parent without depth": [
        DASAR,
        {**LAIN, "wilayah_kode": PONTIANAK, "induk_id": A, "induk_kedalaman": None},
    ],
    "a depth without parent": [{**DASAR, "kedalaman": 1}],
    "a unit without parent": [{**DASAR, "jenis": "UPTD"}],
    "a dinas with parent": [DASAR, {**LAIN, "wilayah_kode": PONTIANAK, "jenis": "DINAS", **DI_BAWAH}],
    "an unknown kind": [{**DASAR, "jenis": "KANTOR"}],
    "an unknown region": [{**DASAR, "wilayah_kode": "61.98"}],
    "the same name twice": [DASAR, {**DASAR, "id": B}],
}


def tulis(session: Session, baris: list[dict[str, Any]]) -> None:
    bebas_jejak(session, "this test")
    for satu in baris:
        session.execute(insert(POLOS).values(satu))


@pytest.mark.parametrize("baris", RUSAK.values(), ids=RUSAK)
async def test_the_database_itself_keeps_offices_in_their_region_and_without_circles(
    db: Database, baris: list[dict[str, Any]]
) -> None:
    with pytest.raises(IntegrityError):
        await db.write(tulis, baris)
    assert await potret(db) == []


async def test_the_control_rows_of_the_test_above_are_accepted(db: Database) -> None:
    await db.write(tulis, [DASAR, {**LAIN, "wilayah_kode": PONTIANAK, **DI_BAWAH}])
    assert len(await potret(db)) == 2
