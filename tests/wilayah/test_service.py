"""Loading the tree and replacing codes, on both engines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Enum, String, column, func, insert, inspect, select, table, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Hibah
from forum_server.database import Database, bebas_jejak
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.impor import ImporDitolak
from forum_server.jejak.models import Jejak
from forum_server.wilayah import baca
from forum_server.wilayah.acuan import Acuan, acuan_bawaan, baris_wilayah
from forum_server.wilayah.impor import impor
from forum_server.wilayah.models import Wilayah, WilayahPengganti
from forum_server.wilayah.service import IZIN, HasilMuat, gantikan, muat_acuan

SISTEM = Aktor.sistem("uji")


def aktor(wilayah: str | None = "ID", izin: str = IZIN) -> Aktor:
    hibah = (Hibah(peran="uji", izin=frozenset({izin}), wilayah=wilayah),) if wilayah else ()
    return Aktor(akun_id=None, orang_id=None, nama="uji", hibah=hibah)


async def jejak(db: Database, aksi: str) -> list[Any]:
    stmt = select(Jejak.objek_id, Jejak.wilayah, Jejak.bidang).where(Jejak.aksi == aksi).order_by(Jejak.id)
    return [tuple(row) for row in await db.all(stmt)]


async def potret(db: Database) -> tuple[list[Any], list[Any]]:
    """Everything a unit could have changed."""
    wilayah = [tuple(r) for r in await db.all(select(Wilayah.__table__).order_by(Wilayah.kode))]
    ganti = [tuple(r) for r in await db.all(select(WilayahPengganti.__table__))]
    return wilayah, ganti


async def test_loading_the_reference_again_changes_nothing(db: Database) -> None:
    sebelum, entri = await potret(db), await jejak(db, "inti.muat_wilayah")
    hasil = await db.write(muat_acuan, SISTEM, acuan_bawaan())
    assert hasil == HasilMuat(baru=0, berubah=0, sama=579)
    assert await potret(db) == sebelum
    assert await jejak(db, "inti.muat_wilayah") == entri


async def test_a_region_renamed_by_a_later_decree_keeps_its_former_name_as_an_alias(db: Database) -> None:
    baru = baris_wilayah("31", "Daerah Khusus Jakarta", "Keppres uji")
    hasil = await db.write(muat_acuan, SISTEM, Acuan(wilayah=(baru,)))
    assert hasil == HasilMuat(baru=0, berubah=1, sama=0)
    row = await baca.satu(db, "31")
    assert row is not None
    assert (row.nama, row.sumber) == ("Daerah Khusus Jakarta", "Keppres uji")
    assert "Daerah Khusus Ibukota Jakarta" in (await baca.alias(db, ["31"]))["31"]
    temuan = await baca.daftar(db, cari="khusus ibukota")
    assert [r.kode for r in temuan.baris] == ["31"]
    assert (await jejak(db, "inti.muat_wilayah"))[-1][:2] == ("ID", "ID")


async def test_all_five_levels_load_whatever_their_order(db: Database) -> None:
    baris = tuple(
        baris_wilayah(kode, nama, "uji")
        for kode, nama in [
            ("91.03.01.3001", "Yoka"),
            ("61.71.01.1001", "Benua Melayu Laut"),
            ("91.03.01", "Sentani Kota"),
            ("61.71.01", "Pontianak Selatan"),
        ]
    )
    assert (await db.write(muat_acuan, SISTEM, Acuan(wilayah=baris))).baru == 4
    row = await baca.satu(db, "91.03.01.3001")
    assert row is not None
    assert (row.tingkat, row.zona, row.otonom, row.induk_kode) == ("DESA_ADAT", "WIT", False, "91.03.01")


async def test_a_region_without_its_parent_is_refused_and_nothing_written(db: Database) -> None:
    sebelum = await potret(db)
    baris = (baris_wilayah("61.71.01", "Ada", "uji"), baris_wilayah("61.72.02.1001", "Tanpa induk", "uji"))
    with pytest.raises(IsianTidakSah) as galat:
        await db.write(muat_acuan, SISTEM, Acuan(wilayah=baris))
    assert galat.value.kode == "INDUK_TIDAK_ADA"
    assert await potret(db) == sebelum


async def test_an_older_file_does_not_bring_a_former_code_back(db: Database) -> None:
    hasil = await db.write(
        muat_acuan, SISTEM, Acuan(wilayah=(baris_wilayah("91.01", "Kabupaten Merauke", "lama"),))
    )
    assert hasil == HasilMuat(baru=0, berubah=0, sama=1)
    row = await baca.satu(db, "91.01")
    assert row is not None
    assert row.kode == "93.01"


@pytest.mark.parametrize(
    ("siapa", "galat"),
    [
        (aktor(None), Ditolak),
        (aktor("ID", "inti:opd"), Ditolak),
        (aktor("61"), TidakDitemukan),
        (aktor("ID"), None),
    ],
    ids=["nobody", "another permission", "one province", "the nation"],
)
async def test_the_tree_is_changed_by_who_may_do_so_for_the_whole_nation(
    db: Database, siapa: Aktor, galat: type[Exception] | None
) -> None:
    baru = Acuan(wilayah=(baris_wilayah("61.71.01", "Pontianak Selatan", "uji"),))
    if galat is None:
        await db.write(muat_acuan, siapa, baru)
        await db.write(
            gantikan, siapa, lama="61.71.01", baru=["61.71"], tanggal=date(2025, 1, 1), sumber="uji"
        )
        return
    sebelum = await potret(db)
    with pytest.raises(galat):
        await db.write(muat_acuan, siapa, baru)
    with pytest.raises(galat):
        await db.write(gantikan, siapa, lama="61.71", baru=["61.72"], tanggal=date(2025, 1, 1), sumber="uji")
    with pytest.raises(galat):
        await db.write(impor, siapa, isi=b"kode,nama\n61.71.01,A\n", berkas="a.csv", sumber="uji")
    assert await potret(db) == sebelum


async def test_a_code_renumbered_twice_resolves_to_the_present_one(db: Database) -> None:
    await db.write(muat_acuan, SISTEM, Acuan(wilayah=(baris_wilayah("93.05", "Kabupaten Merauke", "uji"),)))
    await db.write(gantikan, SISTEM, lama="93.01", baru=["93.05"], tanggal=date(2025, 6, 1), sumber="uji")
    for kode in ("91.01", "93.01", "93.05"):
        row = await baca.satu(db, kode)
        assert row is not None
        assert row.kode == "93.05"
    lama = (await baca.banyak(db, ["93.01"]))["93.01"]
    assert (lama.berlaku_sampai, lama.otonom) == (date(2025, 5, 31), False)
    assert await jejak(db, "inti.ganti_wilayah") == [("93.01", "93.01", ["berlaku_sampai", "pengganti"])]


async def test_a_region_that_was_split_shows_itself_with_its_successors(db: Database) -> None:
    await db.write(
        gantikan, SISTEM, lama="61.12", baru=["61.10", "61.11"], tanggal=date(2025, 6, 1), sumber="u"
    )
    row = await baca.satu(db, "61.12")
    assert row is not None
    assert row.kode == "61.12"
    penerus = (await baca.pengganti(db, ["61.12"]))["61.12"]
    assert [(p.kode, p.tanggal, p.sumber_pengganti) for p in penerus] == [
        ("61.10", date(2025, 6, 1), "u"),
        ("61.11", date(2025, 6, 1), "u"),
    ]
    asal = await baca.pengganti(db, ["61.10", "61.71"], mundur=True)
    assert {k: [p.kode for p in v] for k, v in asal.items()} == {"61.10": ["61.12"]}


BESOK = datetime.now(UTC).date() + timedelta(days=2)


@pytest.mark.parametrize(
    ("isian", "kode"),
    [
        ({"lama": "ID"}, "PENGGANTI_TIDAK_SAH"),
        ({"baru": []}, "PENGGANTI_TIDAK_SAH"),
        ({"baru": ["61.71"]}, "PENGGANTI_TIDAK_SAH"),
        ({"baru": ["61.72", "61.72"]}, "PENGGANTI_TIDAK_SAH"),
        ({"tanggal": BESOK}, "TANGGAL_BELUM_TIBA"),
        ({"lama": "61.98"}, "TIDAK_DITEMUKAN"),
        ({"baru": ["61.98"]}, "TIDAK_DITEMUKAN"),
        ({"lama": "91.01"}, "SUDAH_DIGANTI"),
    ],
    ids=lambda x: str(x)[:40],
)
async def test_a_replacement_that_makes_no_sense_is_refused(
    db: Database, isian: dict[str, Any], kode: str
) -> None:
    sebelum = await potret(db)
    benar: dict[str, Any] = {"lama": "61.71", "baru": ["61.72"], "tanggal": date(2025, 1, 1), "sumber": "uji"}
    with pytest.raises(GalatDomain) as galat:
        await db.write(gantikan, SISTEM, **{**benar, **isian})
    assert galat.value.kode == kode
    assert galat.value.letak
    assert await potret(db) == sebelum
    assert await jejak(db, "inti.ganti_wilayah") == []


async def test_two_who_end_the_same_code_at_once_do_it_once(db: Database) -> None:
    await db.write(gantikan, SISTEM, lama="61.12", baru=["61.10"], tanggal=date(2025, 6, 1), sumber="u")
    with pytest.raises(KeadaanMenolak):
        await db.write(gantikan, SISTEM, lama="61.12", baru=["61.11"], tanggal=date(2025, 6, 1), sumber="u")
    assert await db.scalar(select(func.count()).where(WilayahPengganti.lama_kode == "61.12")) == 1


POLOS = table(
    "wilayah",
    *(column(c.name, String() if isinstance(c.type, Enum) else c.type) for c in inspect(Wilayah).columns),
)
"""The table as SQL alone knows it, without what Python checks before."""

RUSAK: dict[str, dict[str, Any]] = {
    "a second root": {"kode": "XX", "induk_kode": None, "tingkat": "NASIONAL"},
    "a province under a province": {"kode": "97", "induk_kode": "61", "tingkat": "PROVINSI"},
    "a code beneath another parent": {"kode": "61.50", "induk_kode": "62", "tingkat": "KABUPATEN"},
    "a parent that is not there": {"kode": "97.01", "induk_kode": "97", "tingkat": "KABUPATEN"},
    "a code too long for its level": {"kode": "61.50.01", "induk_kode": "61", "tingkat": "KABUPATEN"},
    "an unknown level": {"kode": "61.50", "induk_kode": "61", "tingkat": "DISTRIK"},
    "a village that is a pemda": {
        "kode": "61.71.01",
        "induk_kode": "61.71",
        "tingkat": "KECAMATAN",
        "otonom": True,
    },
    "a pemda that has ended": {
        "kode": "61.50",
        "induk_kode": "61",
        "tingkat": "KABUPATEN",
        "otonom": True,
        "berlaku_sampai": date(2020, 1, 1),
    },
    "an end before the beginning": {
        "kode": "61.50",
        "induk_kode": "61",
        "tingkat": "KABUPATEN",
        "berlaku_dari": date(2020, 1, 2),
        "berlaku_sampai": date(2020, 1, 1),
    },
}


@pytest.mark.parametrize("rusak", RUSAK.values(), ids=RUSAK)
async def test_the_database_itself_keeps_the_tree_whole(db: Database, rusak: dict[str, Any]) -> None:
    dasar: dict[str, Any] = {"nama": "x", "nama_cari": "x", "zona": "WIB", "otonom": False, "sumber": "uji"}

    def tulis(session: Session) -> None:
        bebas_jejak(session, "this test")
        session.execute(insert(POLOS), [{**dasar, **rusak}])

    with pytest.raises(IntegrityError):
        await db.write(tulis)


async def test_the_control_row_of_the_test_above_is_accepted(db: Database) -> None:
    def tulis(session: Session) -> None:
        bebas_jejak(session, "this test")
        nilai = {"nama": "x", "nama_cari": "x", "zona": "WIB", "otonom": True, "sumber": "uji"}
        nilai |= {"kode": "61.50", "induk_kode": "61", "tingkat": "KABUPATEN"}
        session.execute(insert(POLOS), [nilai])

    await db.write(tulis)
    assert await baca.satu(db, "61.50") is not None


async def test_villages_load_from_a_file_whose_levels_are_in_the_codes(db: Database) -> None:
    isi = b"code,district_code,name\n61.71.01.1001,61.71.01,Benua\n61.71.01,61.71,Selatan\n"
    hasil = await db.write(impor, SISTEM, isi=isi, berkas="desa.csv", sumber="uji")
    assert hasil == HasilMuat(baru=2, berubah=0, sama=0)
    row = await baca.satu(db, "61.71.01.1001")
    assert row is not None
    assert (row.nama, row.tingkat, row.sumber) == ("Benua", "KELURAHAN", "uji")


async def test_a_file_with_one_bad_row_loads_nothing_and_says_where(db: Database) -> None:
    sebelum = await potret(db)
    isi = b"kode,nama\n61.71.01,Baik\n61.7,Salah\n61.72.01.1001,Yatim\n61.71.01,Kembar\nID,Akar\n"
    with pytest.raises(ImporDitolak) as galat:
        await db.write(impor, SISTEM, isi=isi, berkas="kec.csv", sumber="uji")
    assert [(k.baris, k.kolom) for k in galat.value.laporan.kesalahan] == [
        (3, "kode"),
        (4, "kode"),
        (5, "kode"),
        (6, "kode"),
    ]
    assert await potret(db) == sebelum


async def test_reloading_a_region_from_a_file_keeps_what_the_file_does_not_say(db: Database) -> None:
    isi = b"kode,nama\n31.71,Kota Administrasi Jakarta Pusat\n93.01,Kabupaten Merauke\n"
    assert (await db.write(impor, SISTEM, isi=isi, berkas="kab.csv", sumber="baru")).berubah == 2
    rows = await baca.banyak(db, ["31.71", "93.01"])
    assert rows["31.71"].otonom is False
    assert rows["93.01"].berlaku_dari == date(2022, 11, 9)


async def test_a_planned_beginning_is_not_yet_in_the_lists(db: Database) -> None:
    baru = replace(baris_wilayah("61.13", "Kabupaten Nanti", "uji"), berlaku_dari=BESOK)
    await db.write(muat_acuan, SISTEM, Acuan(wilayah=(baru,)))
    assert [r.kode for r in (await baca.daftar(db, cari="nanti")).baris] == []

    def mulai(session: Session) -> None:
        bebas_jejak(session, "this test")
        session.execute(update(Wilayah).where(Wilayah.kode == "61.13").values(berlaku_dari=date(2025, 1, 1)))

    await db.write(mulai)
    assert [r.kode for r in (await baca.daftar(db, cari="nanti")).baris] == ["61.13"]
