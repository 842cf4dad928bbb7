"""Holders and operators are reminded before a certificate ends, once at each of the months their region sets."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.pengingat.pekerjaan import ingatkan
from forum_paksi.pengingat.sertifikat import ingatkan_sertifikat
from forum_paksi.sertifikat.kabar import JENIS, SERTIFIKAT_BERAKHIR, SERTIFIKAT_BERUBAH
from forum_paksi.sertifikat.rules import TindakanSertifikat, geser_bulan
from forum_paksi.sertifikat.service import ubah_keadaan
from forum_server.plugin import Database, bebas_jejak
from tests.paksi.bahan import PONTIANAK, SISTEM, dasar, isi, orang, tabel
from tests.paksi.bahan_kelayakan import sertifikat

TEKS = {j.nama: j for j in JENIS}
HARI_INI = datetime.now(UTC).date()
DUA_BULAN = geser_bulan(HARI_INI, 3) - timedelta(days=20)


def akun(session: Session, nama: str, **nilai: Any) -> uuid.UUID:
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    baris = {"id": id_, "nama_pengguna": nama, "wilayah_kode": PONTIANAK, "aktif": True} | nilai
    session.execute(insert(tabel("akun")).values(**baris))
    return id_


def operator(session: Session, nama: str, wilayah: str) -> None:
    session.execute(
        insert(tabel("hibah")).values(
            id=uuid.uuid4(),
            akun_id=akun(session, nama),
            peran="paksi.operator_pemda",
            wilayah_kode=wilayah,
            mulai=date(2020, 1, 1),
            tolak=False,
        )
    )


def dunia(session: Session) -> uuid.UUID:
    """Two operators, and the holder with an account that works and one that was closed."""
    dasar(session)
    (siapa,) = orang(session)
    akun(session, "pemegang", orang_id=siapa)
    akun(session, "tutup", orang_id=siapa, aktif=False)
    operator(session, "op.6171", PONTIANAK)
    operator(session, "op.6101", "61.01")
    return siapa


async def kabar(db: Database, jenis: str) -> list[tuple[str, str]]:
    """(account, sentence) of everything told of a kind."""
    p, a = tabel("pemberitahuan"), tabel("akun")
    rows = await db.all(
        select(a.c.nama_pengguna, p.c.data)
        .join(a, a.c.id == p.c.akun_id)
        .where(p.c.jenis == jenis)
        .order_by(a.c.nama_pengguna)
    )
    return [(r.nama_pengguna, TEKS[jenis].kalimat(r.data)) for r in rows]


async def siapa_tahu(db: Database) -> list[str]:
    return [nama for nama, _ in await kabar(db, SERTIFIKAT_BERAKHIR)]


async def test_the_holder_and_the_operators_are_told_once_at_each_of_the_months(db: Database) -> None:
    siapa = await db.write(dunia)
    id_ = await db.write(sertifikat, siapa, date(2024, 1, 1), geser_bulan(HARI_INI, 7))
    dua = ["op.6171", "pemegang"]

    async def kini_berakhir(sampai: date) -> list[str]:
        def unit(session: Session) -> None:
            bebas_jejak(session, "time goes by")
            t = tabel("paksi_sertifikat")
            session.execute(update(t).where(t.c.id == id_).values(berakhir=sampai))

        await db.write(unit)
        for _ in range(2):
            await ingatkan_sertifikat(db)
        await ingatkan(db)  # what is over is forgotten, what isn't is not
        return await siapa_tahu(db)

    assert await kini_berakhir(geser_bulan(HARI_INI, 7)) == []
    assert await kini_berakhir(DUA_BULAN + timedelta(days=60)) == dua
    assert await kini_berakhir(DUA_BULAN) == sorted(dua * 2)
    assert await kini_berakhir(HARI_INI + timedelta(days=20)) == sorted(dua * 3)
    assert await kini_berakhir(HARI_INI + timedelta(days=1)) == sorted(dua * 3)
    assert await kini_berakhir(HARI_INI - timedelta(days=2)) == sorted(dua * 3)
    kalimat = (await kabar(db, SERTIFIKAT_BERAKHIR))[0][1]
    assert kalimat.startswith("Satu sertifikat PAKSI_MUDA berakhir pada ")
    assert "Contoh" not in kalimat


async def test_who_keeps_the_holder_where_they_are_now_is_told(db: Database) -> None:
    siapa = await db.write(dunia)
    id_ = await db.write(sertifikat, siapa, date(2024, 1, 1), HARI_INI + timedelta(days=9))

    def pindah(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("orang")
        session.execute(update(t).where(t.c.id == siapa).values(wilayah_kode="61.01"))

    await db.write(pindah)
    await ingatkan_sertifikat(db)
    assert await siapa_tahu(db) == ["op.6101", "pemegang"]
    await db.write(
        ubah_keadaan, SISTEM, sertifikat_id=id_, tindakan=TindakanSertifikat.BEKUKAN, alasan="Dugaan."
    )
    assert [nama for nama, _ in await kabar(db, SERTIFIKAT_BERUBAH)] == ["op.6101", "pemegang"]


async def test_who_comes_late_is_told_of_the_nearest_month_only(db: Database) -> None:
    siapa = await db.write(dunia)
    await db.write(sertifikat, siapa, date(2024, 1, 1), HARI_INI + timedelta(days=9))
    await ingatkan_sertifikat(db)
    assert await siapa_tahu(db) == ["op.6171", "pemegang"]
    assert [k for (k,) in await isi(db, "paksi_pengingat", "keadaan")] == ["SERTIFIKAT_1"]


@pytest.mark.parametrize(
    "ganti",
    [
        {"keadaan": "DIBEKUKAN"},
        {"keadaan": "DICABUT", "berhenti_pada": date(2025, 1, 1)},
        {"diakui": False},
    ],
)
@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_nobody_is_reminded_of_what_does_not_count(db: Database, ganti: dict[str, Any]) -> None:
    siapa = await db.write(dunia)
    await db.write(lambda s: sertifikat(s, siapa, date(2024, 1, 1), DUA_BULAN, **ganti))
    await ingatkan_sertifikat(db)
    assert await siapa_tahu(db) == []
    assert await isi(db, "paksi_pengingat", "objek_id") == []


@pytest.mark.parametrize(
    ("setelan", "tahu"),
    [
        ({"ingatkan_sertifikat_bulan": []}, []),
        ({"ingatkan_sertifikat_bulan": [2]}, []),
        ({"ingatkan_sertifikat_bulan": [0, -3, 99]}, []),
        ({"ingatkan_sertifikat_bulan": [4]}, ["op.6171", "pemegang"]),
    ],
)
@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_region_sets_the_months(db: Database, setelan: dict[str, Any], tahu: list[str]) -> None:
    siapa = await db.write(dunia)
    await db.write(sertifikat, siapa, date(2024, 1, 1), geser_bulan(HARI_INI, 3) + timedelta(days=3))

    def atur(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("plugin_wilayah")).values(setelan=setelan))

    await db.write(atur)
    await ingatkan_sertifikat(db)
    assert await siapa_tahu(db) == tahu


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_region_without_the_plugin_is_left_in_peace(db: Database) -> None:
    siapa = await db.write(dunia)
    await db.write(sertifikat, siapa, date(2024, 1, 1), DUA_BULAN)

    def matikan(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("plugin_wilayah")).values(aktif=False))

    await db.write(matikan)
    await ingatkan_sertifikat(db)
    assert await siapa_tahu(db) == []


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_a_changed_state_is_told_to_the_holder_and_the_operators(db: Database) -> None:
    siapa = await db.write(dunia)
    id_ = await db.write(lambda s: sertifikat(s, siapa, date(2024, 1, 1), DUA_BULAN, nomor="A-1"))
    for tindakan in (TindakanSertifikat.BEKUKAN, TindakanSertifikat.AKTIFKAN, TindakanSertifikat.CABUT):
        await db.write(ubah_keadaan, SISTEM, sertifikat_id=id_, tindakan=tindakan, alasan="Sebab.")
    semua = await kabar(db, SERTIFIKAT_BERUBAH)
    assert [nama for nama, _ in semua] == ["op.6171"] * 3 + ["pemegang"] * 3
    assert sorted(k.split()[3] for nama, k in semua if nama == "pemegang") == [
        "diaktifkan",
        "dibekukan",
        "dicabut",
    ]
    assert all("Sebab" not in kalimat for _, kalimat in semua)
