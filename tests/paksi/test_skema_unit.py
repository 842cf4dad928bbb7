"""Units of competence: the national operator's list, until an application has answered it."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_paksi.skema.unit import IsianUnit, tetapkan_unit
from forum_server.plugin import Aktor, Database, GalatDomain, KeadaanMenolak, bebas_jejak
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import SISTEM, dasar, isi, orang, potret, tabel
from tests.paksi.bahan_kelayakan import permohonan

NASIONAL = aktor_uji("paksi:acuan")
TETAPKAN = """mutation($s: ID!, $u: [PaksiUnitIsian!]!) { paksiTetapkanUnit(skema: $s, unit: $u) {
    ... on PaksiSkema { kode masaBulan unit { kode judul } } ... on Galat { kode letak } } }"""
UNIT = [{"kode": "uji.002", "judul": " Unit  dua "}, {"kode": "UJI.001", "judul": "Unit satu"}]


async def skema(db: Database, kode: str = "PAKSI_PERTAMA") -> uuid.UUID:
    ((id_,),) = await isi(db, "paksi_skema", "id", kode=kode)
    return id_


def unit(*kode: str) -> list[IsianUnit]:
    return [IsianUnit(kode=k, judul=f"Unit {k}") for k in kode]


def jawaban(session: Session, siapa: uuid.UUID, unit_id: uuid.UUID) -> None:
    """Somebody answers one unit in their self-assessment."""
    id_ = permohonan(session, siapa, "PAKSI_PERTAMA/BARU/DIKLAT")
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(tabel("paksi_permohonan_apl02")).values(
            permohonan_id=id_, unit_id=unit_id, kompeten=True, bukti="Contoh"
        )
    )


async def test_lists_ship_empty_and_the_national_operator_fills_them(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    tanya = "{ paksiDaftarSkema { kode masaBulan unit { kode } } }"
    kosong = (await server.ask(tanya)).hasil["paksiDaftarSkema"]
    assert [(s["kode"], s["masaBulan"], s["unit"]) for s in kosong] == [
        (kode, 36, []) for kode in ("PAKSI_PERTAMA", "PAKSI_MUDA", "PAKSI_MADYA", "PAKSI_UTAMA", "API")
    ]
    id_ = str(await skema(server.db))
    sebelum = await potret(server.db)
    for aktor, harap in (
        (aktor_uji("paksi:acuan", wilayah="61"), "TIDAK_DITEMUKAN"),
        (aktor_uji("paksi:jadwal", lembaga="lsp-kpk"), "DITOLAK"),
        (Aktor.anonim(), "DITOLAK"),
    ):
        jawab = await server.ask(TETAPKAN, aktor=aktor, s=id_, u=UNIT)
        kode = (
            jawab.errors[0]["extensions"]["kode"] if jawab.errors else jawab.data["paksiTetapkanUnit"]["kode"]
        )
        assert kode == harap
    assert await potret(server.db) == sebelum
    jawab = await server.ask(TETAPKAN, aktor=NASIONAL, s=id_, u=UNIT)
    assert jawab.hasil["paksiTetapkanUnit"] == {
        "kode": "PAKSI_PERTAMA",
        "masaBulan": 36,
        "unit": [{"kode": "UJI.002", "judul": "Unit dua"}, {"kode": "UJI.001", "judul": "Unit satu"}],
    }
    assert await isi(server.db, "jejak", "objek_id", "wilayah", aksi="paksi.tetapkan_unit") == [(id_, "ID")]
    satu = await server.ask(tanya)
    assert [len(s["unit"]) for s in satu.hasil["paksiDaftarSkema"]] == [2, 0, 0, 0, 0]
    assert len(satu.pernyataan) == 2


@pytest.mark.parametrize(
    ("daftar", "kode", "letak"),
    [
        ([], "WAJIB_DIISI", ("unit",)),
        (unit(*(f"U{n}" for n in range(61))), "TERLALU_BANYAK", ("unit",)),
        (unit("U1", "u1"), "KODE_GANDA", ("unit", "1", "kode")),
        (unit("U 1"), "KODE_TIDAK_SAH", ("unit", "0", "kode")),
        ([IsianUnit(kode="U1", judul=" ")], "WAJIB_DIISI", ("unit", "0", "judul")),
        ([IsianUnit(kode="U1", judul="x" * 301)], "TERLALU_PANJANG", ("unit", "0", "judul")),
    ],
)
async def test_a_bad_list_leaves_the_old_one(
    db: Database, daftar: list[IsianUnit], kode: str, letak: tuple[str, ...]
) -> None:
    id_ = await skema(db)
    await db.write(tetapkan_unit, NASIONAL, skema_id=id_, unit=unit("LAMA"))
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as salah:
        await db.write(tetapkan_unit, NASIONAL, skema_id=id_, unit=daftar)
    assert (salah.value.kode, salah.value.letak) == (kode, letak)
    with pytest.raises(GalatDomain) as salah:
        await db.write(tetapkan_unit, NASIONAL, skema_id=uuid.uuid4(), unit=unit("U1"))
    assert salah.value.kode == "TIDAK_DITEMUKAN"
    assert await potret(db) == sebelum


async def test_a_list_that_was_answered_stays(db: Database) -> None:
    await db.write(dasar)
    id_ = await skema(db)
    await db.write(tetapkan_unit, NASIONAL, skema_id=id_, unit=unit("U1", "U2"))
    await db.write(tetapkan_unit, NASIONAL, skema_id=id_, unit=unit("U2", "U3"))
    (dua,) = await isi(db, "paksi_unit", "id", "urutan", kode="U2")
    assert dua[1] == 1
    (siti,) = await db.write(orang)
    await db.write(jawaban, siti, dua[0])
    sebelum = await potret(db)
    with pytest.raises(KeadaanMenolak) as salah:
        await db.write(tetapkan_unit, NASIONAL, skema_id=id_, unit=unit("U2", "U3", "U4"))
    assert salah.value.kode == "UNIT_SUDAH_DIPAKAI"
    assert await potret(db) == sebelum
    # Another version of another scheme is not concerned.
    await db.write(tetapkan_unit, NASIONAL, skema_id=await skema(db, "API"), unit=unit("U1"))


async def test_of_two_lists_set_at_once_one_stands_whole(db: Database) -> None:
    id_ = await skema(db)
    daftar = [unit("A1", "A2"), unit("B1", "B2", "B3"), unit("C1")]
    await asyncio.gather(*(db.write(tetapkan_unit, SISTEM, skema_id=id_, unit=d) for d in daftar))
    ada: Any = [k for (k,) in await isi(db, "paksi_unit", "kode", skema_id=id_)]
    assert ada in [[u.kode for u in d] for d in daftar]
    assert len(await isi(db, "jejak", "id", aksi="paksi.tetapkan_unit")) == 3
