"""Who is told what, and how often: on both engines."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from forum_server.akses.pemegang import Pemegang, pemegang
from forum_server.akun.models import Akun
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.lembaga.models import Lembaga
from forum_server.pemberitahuan.bersih import hapus_lama
from forum_server.pemberitahuan.jenis import JenisTidakDinyatakan, Kabar
from forum_server.pemberitahuan.models import Pemberitahuan, PilihanPemberitahuan, SurelKeluar
from forum_server.pemberitahuan.service import beritahu, beritahu_semua
from forum_server.perangkat_daerah.models import PerangkatDaerah
from forum_server.testing.pernyataan import Pernyataan
from tests.pemberitahuan.bahan import (
    IZIN,
    KABAR,
    PONTIANAK,
    akun,
    baris,
    beri,
    dasar,
    hari,
    kabar_baru,
    kabari,
)


async def kosong(db: Database) -> bool:
    """Whether nobody was told of anything, by any way."""
    return not (
        await baris(db, Pemberitahuan, "id")
        or await baris(db, SurelKeluar, "pemberitahuan_id")
        or await kabar_baru(db)
    )


async def test_an_account_is_told_once_whoever_repeats_it(db: Database) -> None:
    await db.write(dasar)
    satu = await db.write(akun, "satu")
    assert [await db.write(kabari), await db.write(kabari), await db.write(kabari, 2)] == [1, 0, 1]
    dua = await db.write(akun, "dua")
    assert await db.write(kabari) == 1  # who came later is told too, the other not again
    assert await baris(db, Pemberitahuan, "jenis", "kunci", "akun_id", "wilayah", "data") == sorted(
        [
            (KABAR.nama, "1", satu, PONTIANAK, {"nomor": "1"}),
            (KABAR.nama, "1", dua, PONTIANAK, {"nomor": "1"}),
            (KABAR.nama, "2", satu, PONTIANAK, {"nomor": "2"}),
        ],
        key=lambda b: (b[1], b[2].hex),
    )
    assert len(await baris(db, SurelKeluar, "keadaan")) == 3
    assert await kabar_baru(db) == [str(a) for a in (satu, satu, dua)]


def _semua_pemegang(session: Session) -> tuple[dict[str, uuid.UUID], uuid.UUID]:
    """Accounts by what makes them hold the permission in Pontianak, at its office or at the LSP, or not."""
    bebas_jejak(session, "a test's own data")
    kantor = uuid.uuid4()
    session.execute(
        insert(PerangkatDaerah).values(
            id=kantor, wilayah_kode=PONTIANAK, jenis="DINAS", nama="Dinas", nama_cari="dinas", kedalaman=0
        )
    )
    session.execute(insert(Lembaga).values(kode="lsp-uji", nama="LSP", nama_cari="lsp", jenis="LSP"))
    siapa = {
        "di sini": akun(session, "a.sini"),
        "di atas": akun(session, "a.atas", wilayah_kode="61"),
        "nasional": akun(session, "a.nasional", wilayah_kode="ID"),
        "di bawah": akun(session, "a.bawah", wilayah_kode="61.01"),
        "lembaga": akun(session, "a.lembaga", lembaga_kode="lsp-uji"),
        "kantor": akun(session, "a.kantor", perangkat_daerah_id=kantor),
        "tanpa hibah": akun(session, "a.tanpa", hibah=False),
        "nonaktif": akun(session, "a.nonaktif", aktif=False),
        "belum": akun(session, "a.belum", wilayah_kode=PONTIANAK, mulai=hari(session, 5)),
        "sudah": akun(
            session, "a.sudah", wilayah_kode=PONTIANAK, mulai=hari(session, -9), sampai=hari(session, -3)
        ),
        "dicabut": akun(session, "a.dicabut", hibah=False),
        "dilarang": akun(session, "a.dilarang", wilayah_kode="61"),
    }
    beri(session, siapa["dicabut"], wilayah_kode=PONTIANAK, dicabut_pada=_kini(session))
    beri(session, siapa["dilarang"], wilayah_kode=PONTIANAK, tolak=True)
    return siapa, kantor


def _kini(session: Session) -> datetime:

    return sekarang(session)


async def test_the_holders_of_a_permission_are_those_who_may(db: Database) -> None:
    await db.write(dasar)
    siapa, kantor = await db.write(_semua_pemegang)
    tujuan = [
        Pemegang(izin=IZIN, wilayah=PONTIANAK),
        Pemegang(izin=IZIN, wilayah=PONTIANAK, perangkat_daerah=kantor),
        Pemegang(izin=IZIN, lembaga="lsp-uji"),
        Pemegang(izin=IZIN, wilayah="61"),
        Pemegang(izin="uji:lain", wilayah=PONTIANAK),
    ]
    with Pernyataan() as pernyataan:
        hasil = await db.write(pemegang, tujuan)
    nama = {id_: n for n, id_ in siapa.items()}
    assert [sorted(nama[a] for a in h) for h in hasil] == [
        ["di atas", "di sini", "nasional"],
        ["di atas", "di sini", "kantor", "nasional"],
        ["lembaga", "nasional"],
        ["di atas", "dilarang", "nasional"],
        [],
    ]
    assert len(pernyataan.daftar) == 2


async def test_somebody_inactive_or_unknown_gets_nothing_even_by_name(db: Database) -> None:
    await db.write(dasar)
    mati = await db.write(akun, "mati", aktif=False)

    def kepada(session: Session) -> int:
        return beritahu(session, jenis=KABAR.nama, kunci="1", wilayah=PONTIANAK, akun=[mati, uuid.uuid4()])

    assert await db.write(kepada) == 0
    assert await kosong(db)


@pytest.mark.parametrize(
    ("pilihan", "aplikasi", "surel"),
    [
        ({"surel": None, "dalam_aplikasi": None}, [(True,)], 1),
        ({"surel": False, "dalam_aplikasi": None}, [(True,)], 0),
        ({"surel": True, "dalam_aplikasi": False}, [(False,)], 1),
        ({"surel": False, "dalam_aplikasi": False}, [], 0),
    ],
)
async def test_people_are_told_by_the_ways_they_chose(
    db: Database, pilihan: dict[str, bool | None], aplikasi: list[tuple[bool]], surel: int
) -> None:
    await db.write(dasar)
    id_ = await db.write(akun, "satu")

    def pilih(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(insert(PilihanPemberitahuan).values(akun_id=id_, jenis=KABAR.nama, **pilihan))

    await db.write(pilih)
    await db.write(kabari)
    assert await baris(db, Pemberitahuan, "dalam_aplikasi") == aplikasi
    assert len(await baris(db, SurelKeluar, "keadaan")) == surel
    assert len(await kabar_baru(db)) == sum(a for (a,) in aplikasi)


async def test_no_mail_without_an_address_or_against_the_kinds_default(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "tanpa.alamat", surel=None)
    await db.write(kabari)
    await db.write(akun, "beralamat")
    await db.write(kabari, jenis="uji.diam")
    assert [j for (j,) in await baris(db, Pemberitahuan, "jenis")] == ["uji.diam"] * 2 + ["uji.kabar"]
    assert await baris(db, SurelKeluar, "keadaan") == []


async def test_an_undeclared_kind_and_personal_data_are_faults_of_the_program(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "satu")

    def dengan_nama(session: Session) -> int:
        return beritahu(
            session,
            jenis=KABAR.nama,
            kunci="1",
            wilayah=PONTIANAK,
            penerima=[Pemegang(izin=IZIN, wilayah=PONTIANAK)],
            data={"nama": "Siti Contoh"},
        )

    with pytest.raises(JenisTidakDinyatakan, match=r"uji\.asing"):
        await db.write(kabari, jenis="uji.asing")
    with pytest.raises(ValueError, match="ids, codes"):
        await db.write(dengan_nama)
    assert await kosong(db)


async def test_what_is_rolled_back_is_never_told(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "satu")

    def gagal(session: Session) -> None:
        assert kabari(session) == 1
        raise LookupError

    with pytest.raises(LookupError):
        await db.write(gagal)
    assert await kosong(db)


async def test_telling_does_not_stand_in_for_the_audit_entry_of_a_change(db: Database) -> None:
    await db.write(dasar)
    id_ = await db.write(akun, "satu")

    def ubah(session: Session) -> None:
        session.execute(update(Akun).where(Akun.id == id_).values(surel=None))
        kabari(session)

    with pytest.raises(RuntimeError, match="audit"):
        await db.write(ubah)
    assert await kosong(db)


async def test_telling_fifty_takes_the_statements_of_telling_one(db: Database) -> None:
    await db.write(dasar)
    hitung: list[int] = []
    for banyak in (1, 50):
        for n in range(banyak):
            await db.write(akun, f"akun.{banyak}.{n}")
        with Pernyataan() as pernyataan:
            assert await db.write(kabari, banyak) == (1 if banyak == 1 else 51)
        hitung.append(len(pernyataan.daftar))
    assert hitung == [7, 7]


async def test_much_is_told_at_once_and_what_is_alike_counts_once(db: Database) -> None:
    await db.write(dasar)
    satu, dua = await db.write(akun, "satu"), await db.write(akun, "dua", hibah=False)

    def banyak(session: Session) -> int:
        kabar = [
            Kabar(jenis=KABAR.nama, kunci="k", wilayah="61", akun=[satu], data={"nomor": "1"}),
            Kabar(jenis=KABAR.nama, kunci="k", wilayah="62", akun=[satu, dua], data={"nomor": "2"}),
            *(Kabar(jenis=KABAR.nama, kunci=str(n), wilayah="63", akun=[dua]) for n in range(30)),
        ]
        return beritahu_semua(session, kabar)

    with Pernyataan() as pernyataan:
        assert await db.write(banyak) == 32
    assert len(pernyataan.daftar) == 5
    assert [
        b for b in await baris(db, Pemberitahuan, "kunci", "akun_id", "wilayah") if b[0] == "k"
    ] == sorted([("k", satu, "61"), ("k", dua, "62")], key=lambda b: b[1].hex)


async def test_old_notifications_go_with_their_mail_and_new_ones_stay(db: Database) -> None:
    await db.write(dasar)
    await db.write(akun, "satu")
    for nomor in (1, 2):
        await db.write(kabari, nomor)

    def tua(session: Session) -> None:
        bebas_jejak(session, "a test moves the clock")
        p = Pemberitahuan
        session.execute(
            update(p).where(p.kunci == "1").values(dibuat_pada=_kini(session) - timedelta(days=200))
        )

    await db.write(tua)
    assert await db.write(hapus_lama, timedelta(days=180)) == 1
    assert await baris(db, Pemberitahuan, "kunci") == [("2",)]
    assert len(await baris(db, SurelKeluar, "keadaan")) == 1
