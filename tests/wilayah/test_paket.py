"""The whole tree from the four files of a package."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from forum_server.akses.rules import Aktor
from forum_server.database import Database
from forum_server.galat import IsianTidakSah, TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.testing import aktor_uji
from forum_server.wilayah.models import Wilayah, WilayahAlias
from forum_server.wilayah.paket import BERKAS, Paket, PaketDitolak, baca_paket, impor_paket

SISTEM = Aktor.sistem("uji")
ISI = {
    "provinces.csv": "code,name\n61,Kalimantan Barat\n",
    "regencies.csv": "code,province_code,name\n61.71,61,Kota Pontianak\n61.98,61,Kota Contoh\n",
    "districts.csv": "code,regency_code,name\n61.98.01,61.98,Contoh Utara\n",
    "villages.csv": 'code,district_code,name\n61.98.01.1001,61.98.01,"Contoh, Hulu"\n61.98.01.2001,61.98.01,Contoh Hilir\n',
}


def tulis(folder: Path, **ganti: str) -> Path:
    for nama, isi in ISI.items():
        (folder / nama).write_text(ganti.get(nama.removesuffix(".csv"), isi), encoding="utf-8")
    return folder


async def banyak(db: Database) -> int:
    return await db.scalar(select(func.count()).select_from(Wilayah))


async def impor(db: Database, paket: Paket, sumber: str = "Keputusan Uji") -> tuple[int, int, int]:
    hasil = (await db.write(impor_paket, SISTEM, paket, sumber=sumber)).muat
    return hasil.baru, hasil.berubah, hasil.sama


async def test_all_levels_are_loaded_at_once_and_only_once(db: Database, tmp_path: Path) -> None:
    paket = baca_paket(tulis(tmp_path))
    assert await impor(db, paket) == (4, 0, 2)
    desa = await db.first(select(Wilayah).where(Wilayah.kode == "61.98.01.1001"))
    assert desa is not None
    assert (desa.nama, desa.tingkat, desa.induk_kode, desa.otonom) == (
        "Contoh, Hulu",
        "KELURAHAN",
        "61.98.01",
        False,
    )
    sebelum = await banyak(db)
    assert await impor(db, paket) == (0, 0, 6)
    assert await banyak(db) == sebelum


async def test_what_is_known_of_a_region_stays(db: Database, tmp_path: Path) -> None:
    lama = await db.first(select(Wilayah).where(Wilayah.kode == "61.71"))
    await impor(db, baca_paket(tulis(tmp_path)), "Keputusan Lain")
    assert await db.first(select(Wilayah).where(Wilayah.kode == "61.71")) == lama


async def test_a_new_name_keeps_the_old_one_as_an_alias(db: Database, tmp_path: Path) -> None:
    regencies = "code,province_code,name\n61.71,61,Kota Pontianak Baru\n61.98,61,Kota Contoh\n"
    assert await impor(db, baca_paket(tulis(tmp_path, regencies=regencies))) == (4, 1, 1)
    baru = await db.first(select(Wilayah).where(Wilayah.kode == "61.71"))
    assert baru is not None
    assert (baru.nama, baru.otonom, baru.sumber) == ("Kota Pontianak Baru", True, "Keputusan Uji")
    alias = await db.scalars(select(WilayahAlias.nama).where(WilayahAlias.wilayah_kode == "61.71"))
    assert "Kota Pontianak" in alias


async def test_codes_the_package_does_not_hold_are_named_and_left_alone(db: Database, tmp_path: Path) -> None:
    hasil = await db.write(impor_paket, SISTEM, baca_paket(tulis(tmp_path)), sumber="Keputusan Uji")
    assert "61.72" in hasil.tidak_ada
    assert "61.71" not in hasil.tidak_ada
    assert "ID" not in hasil.tidak_ada
    assert await db.scalar(select(Wilayah.berlaku_sampai).where(Wilayah.kode == "61.72")) is None


async def test_progress_reaches_the_number_of_rows(db: Database, tmp_path: Path) -> None:
    berkas: list[None] = []
    paket = baca_paket(tulis(tmp_path), maju=lambda: berkas.append(None))
    baris: list[int] = []
    await db.write(impor_paket, SISTEM, paket, sumber="Keputusan Uji", maju=baris.append)
    assert (len(berkas), sum(baris)) == (len(BERKAS), len(paket.baris))


@pytest.mark.parametrize(
    ("berkas", "isi", "pesan"),
    [
        ("districts", "code,regency_code,name\n61.97.01,61.97,A\n", "districts.csv, baris 2, kolom kode: wilayah di atasnya (61.97)"),
        ("districts", "code,regency_code,name\n61.98.01,61.71,A\n", 'districts.csv, baris 2, kolom induk: "61.71" bukan induk dari 61.98.01'),
        ("districts", "code,regency_code,name\n61.98,61,A\n", "districts.csv, baris 2, kolom kode: kode ini bukan dari tingkat berkas ini"),
        ("villages", "code,district_code,name\n61.98.01.4001,61.98.01,A\n", 'kolom kode: "61.98.01.4001" bukan kode wilayah'),
        ("villages", "code,district_code,name\n61.98.01.1001,61.98.01,A\n61.98.01.1001,61.98.01,B\n", "villages.csv, baris 3, kolom kode: sama dengan baris 2"),
        ("provinces", "kode\n61\n", "provinces.csv, baris 1: tidak ada kolom nama"),
    ],
)  # fmt: skip
def test_a_package_with_a_fault_is_refused_with_its_place(
    tmp_path: Path, berkas: str, isi: str, pesan: str
) -> None:
    with pytest.raises(PaketDitolak) as galat:
        baca_paket(tulis(tmp_path, **{berkas: isi}))
    assert pesan in galat.value.pesan


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PaketDitolak) as galat:
        baca_paket(tulis(tmp_path, provinces="code,name\n6,A\n", villages="code,district_code,name\nx,y,A\n"))
    assert "provinces.csv, baris 2" in galat.value.pesan
    assert "villages.csv, baris 2" in galat.value.pesan


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    (tulis(tmp_path) / "villages.csv").unlink()
    with pytest.raises(FileNotFoundError):
        baca_paket(tmp_path)


@pytest.mark.parametrize(
    ("aktor", "sumber", "galat"),
    [
        (aktor_uji("inti:wilayah", wilayah="61"), "Keputusan", TidakDitemukan),
        (SISTEM, "  ", IsianTidakSah),
    ],
)
async def test_without_the_right_or_the_decree_nothing_is_written(
    db: Database, tmp_path: Path, aktor: Aktor, sumber: str, galat: type[Exception]
) -> None:
    paket = baca_paket(tulis(tmp_path))
    sebelum = await banyak(db), await db.scalar(select(func.count()).select_from(Jejak))
    with pytest.raises(galat):
        await db.write(impor_paket, aktor, paket, sumber=sumber)
    assert (await banyak(db), await db.scalar(select(func.count()).select_from(Jejak))) == sebelum
