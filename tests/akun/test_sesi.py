"""Tokens: short access, a refresh that works once, and what ends them."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from forum_server.akses.models import HibahPeran
from forum_server.akses.service import cabut_peran
from forum_server.akun.bersih import bersihkan
from forum_server.akun.models import Akun, JenisToken, PercobaanMasuk, SesiMasuk, Token, Undangan
from forum_server.akun.service import atur_ulang_sandi, nonaktifkan
from forum_server.akun.sesi import akhiri_sesi, aktor_dari_token, keluar, segarkan
from forum_server.database import Database
from forum_server.testing.pernyataan import Pernyataan
from tests.akun.bantuan import SANDI, SISTEM, aksi, akun, beri, geser, isi, kabar_akses, masuk

AKSES = Token.jenis == JenisToken.AKSES
SEGAR = Token.jenis == JenisToken.SEGAR


async def test_tokens_stand_in_the_database_only_as_hashes(db: Database) -> None:
    await akun(db, sandi=SANDI)
    pasangan = await masuk(db, "budi.uji", SANDI)
    semua = await db.scalars(select(Token.sidik))
    assert len(semua) == 2
    assert all(len(s) == 64 for s in semua)
    assert not {pasangan.akses, pasangan.segar} & set(semua)
    assert SANDI not in await db.scalar(select(Akun.sandi_hash))


async def test_a_refresh_spends_its_token_and_gives_a_new_pair(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    satu = await masuk(db, "budi.uji", SANDI)

    dua = await db.write(segarkan, satu.segar)

    assert dua is not None
    assert len({satu.akses, satu.segar, dua.akses, dua.segar}) == 4
    hasil = await aktor_dari_token(db, dua.akses)
    assert hasil is not None
    assert hasil[0].akun_id == budi
    assert await db.write(segarkan, dua.segar) is not None


async def test_a_spent_refresh_token_that_comes_again_ends_the_whole_family(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    satu = await masuk(db, "budi.uji", SANDI)
    lain = await masuk(db, "budi.uji", SANDI)
    dua = await db.write(segarkan, satu.segar)
    assert dua is not None

    assert await db.write(segarkan, satu.segar) is None

    assert await aktor_dari_token(db, satu.akses) is None
    assert await aktor_dari_token(db, dua.akses) is None
    assert await db.write(segarkan, dua.segar) is None
    assert (await aksi(db))[-1] == "akun.token_dipakai_ulang"
    assert await kabar_akses(db) == [str(budi)]
    # Another session of the same account is another family.
    assert await aktor_dari_token(db, lain.akses) is not None


async def test_of_two_refreshes_at_once_exactly_one_wins_and_the_other_ends_the_family(db: Database) -> None:
    await akun(db, sandi=SANDI)
    for _ in range(10):
        satu = await masuk(db, "budi.uji", SANDI)
        hasil = await asyncio.gather(*(db.write(segarkan, satu.segar) for _ in range(2)))
        menang = [h for h in hasil if h is not None]
        assert len(menang) == 1
        assert await aktor_dari_token(db, menang[0].akses) is None
        assert await db.write(segarkan, menang[0].segar) is None
    assert (await aksi(db)).count("akun.token_dipakai_ulang") == 10


@pytest.mark.parametrize("token", ["", "fps_", "fpa_tidakada", "x" * 5000, "fps_\ud800"])
async def test_what_is_no_token_opens_nothing_and_writes_nothing(db: Database, token: str) -> None:
    sebelum = await isi(db)
    assert await aktor_dari_token(db, token) is None
    assert await db.write(segarkan, token) is None
    assert await db.write(keluar, token) is False
    assert await isi(db) == sebelum


async def test_an_access_token_does_not_refresh_and_a_refresh_token_does_not_speak(db: Database) -> None:
    await akun(db, sandi=SANDI)
    pasangan = await masuk(db, "budi.uji", SANDI)
    assert await aktor_dari_token(db, pasangan.segar) is None
    assert await db.write(segarkan, pasangan.akses) is None
    assert await db.write(keluar, pasangan.akses) is False
    assert await aktor_dari_token(db, pasangan.akses) is not None


async def test_tokens_end_with_their_time(db: Database) -> None:
    await akun(db, sandi=SANDI)
    pasangan = await masuk(db, "budi.uji", SANDI)
    await geser(db, Token.berlaku_sampai, timedelta(minutes=-16), AKSES)
    assert await aktor_dari_token(db, pasangan.akses) is None
    await geser(db, Token.berlaku_sampai, timedelta(days=-31), SEGAR)
    assert await db.write(segarkan, pasangan.segar) is None


async def test_a_session_never_outlives_its_end_however_often_it_is_refreshed(db: Database) -> None:
    await akun(db, sandi=SANDI)
    pasangan = await masuk(db, "budi.uji", SANDI)
    await geser(db, SesiMasuk.berakhir_pada, timedelta(days=-30, minutes=5))
    dua = await db.write(segarkan, pasangan.segar)
    assert dua is not None
    akhir = await db.scalar(select(SesiMasuk.berakhir_pada))
    assert dua.berlaku_sampai == akhir
    assert set(await db.scalars(select(Token.berlaku_sampai).where(Token.dipakai_pada.is_(None), SEGAR))) == {
        akhir
    }


async def test_logging_out_ends_one_session_and_says_whether_there_was_one(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    satu, lain = [await masuk(db, "budi.uji", SANDI) for _ in range(2)]
    assert await db.write(keluar, satu.segar) is True
    assert await aktor_dari_token(db, satu.akses) is None
    assert await aktor_dari_token(db, lain.akses) is not None
    assert await db.write(keluar, satu.segar) is False
    assert await kabar_akses(db) == [str(budi)]
    assert (await aksi(db)).count("akun.keluar") == 1


async def test_ending_the_sessions_of_an_account_ends_all_of_them(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    semua = [await masuk(db, "budi.uji", SANDI) for _ in range(3)]
    assert await db.write(akhiri_sesi, SISTEM, akun_id=budi) == 3
    assert [await aktor_dari_token(db, p.akses) for p in semua] == [None, None, None]


async def test_deactivation_ends_tokens_grants_and_codes(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    await beri(db, budi, "inti.admin_wilayah", "61.71")
    await beri(db, budi, "inti.admin_wilayah", "61.71", tolak=True)
    pasangan = await masuk(db, "budi.uji", SANDI)
    await db.write(atur_ulang_sandi, SISTEM, akun_id=budi)

    await db.write(nonaktifkan, SISTEM, akun_id=budi)

    assert await aktor_dari_token(db, pasangan.akses) is None
    assert await db.write(segarkan, pasangan.segar) is None
    assert await db.scalar(select(Undangan.akun_id)) is None
    hibah = await db.all(select(HibahPeran.tolak, HibahPeran.dicabut_pada))
    assert sorted((h.tolak, h.dicabut_pada is None) for h in hibah) == [(False, False), (True, True)]
    assert str(budi) in await kabar_akses(db)


async def test_a_token_carries_the_grants_in_force_today(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    besok, kemarin, akhir = timedelta(days=1), timedelta(days=-1), date(2099, 12, 31)
    dicabut = await beri(db, budi, "inti.admin", "ID")
    await db.write(cabut_peran, SISTEM, hibah_id=dicabut)
    for wilayah in ("61.71", "61.72", "61.01"):
        await beri(db, budi, "inti.admin_wilayah", wilayah, sampai=akhir if wilayah == "61.01" else None)
    await geser(db, HibahPeran.mulai, besok, HibahPeran.wilayah_kode == "61.72")
    await geser(db, HibahPeran.mulai, 3 * kemarin, HibahPeran.wilayah_kode == "61.01")
    await beri(db, budi, "inti.admin_wilayah", "61.71", tolak=True, mulai=None, sampai=None)

    hasil = await aktor_dari_token(db, (await masuk(db, "budi.uji", SANDI)).akses)

    assert hasil is not None
    assert {(h.wilayah, h.tolak, h.sampai) for h in hasil[0].hibah} == {
        ("61.01", False, akhir),
        ("61.71", False, None),
        ("61.71", True, None),
    }
    assert not hasil[0].boleh("inti:akun", wilayah="61.71")
    assert hasil[0].boleh("inti:akun", wilayah="61.01")


async def test_an_account_without_a_grant_is_an_actor_without_rights(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    hasil = await aktor_dari_token(db, (await masuk(db, "budi.uji", SANDI)).akses)
    assert hasil is not None
    assert (hasil[0].akun_id, hasil[0].hibah) == (budi, ())


async def test_cleaning_removes_what_expired_and_nothing_else(db: Database) -> None:
    await akun(db, sandi=SANDI)
    siti = await akun(db, "siti.uji", sandi=SANDI)
    lama = await masuk(db, "budi.uji", SANDI)
    await geser(db, SesiMasuk.berakhir_pada, timedelta(days=-38))
    await geser(db, Token.berlaku_sampai, timedelta(days=-38))
    baru = await masuk(db, "siti.uji", SANDI)
    dua = await db.write(segarkan, baru.segar)
    assert dua is not None
    await db.write(atur_ulang_sandi, SISTEM, akun_id=siti)

    await db.write(bersihkan)

    assert len(await db.scalars(select(SesiMasuk.id))) == 1
    assert len(await db.scalars(select(Token.sidik))) == 4
    assert await db.scalar(select(Undangan.akun_id)) == siti
    assert await aktor_dari_token(db, dua.akses) is not None
    assert await db.write(segarkan, lama.segar) is None

    await geser(db, Token.berlaku_sampai, timedelta(hours=-1), AKSES)
    await geser(db, Undangan.berlaku_sampai, timedelta(days=-2))
    await db.write(bersihkan)
    assert await db.scalars(select(Token.jenis).distinct()) == [JenisToken.SEGAR]
    assert await db.scalar(select(Undangan.akun_id)) is None
    # The spent refresh token is still recognised.
    assert await db.write(segarkan, baru.segar) is None
    assert (await aksi(db))[-1] == "akun.token_dipakai_ulang"
    assert await db.scalar(select(PercobaanMasuk.sidik)) is None


async def test_a_token_is_read_by_one_statement(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    for wilayah in ("61.71", "61.72", "33.26"):
        await beri(db, budi, "inti.admin_wilayah", wilayah)
    pasangan = await masuk(db, "budi.uji", SANDI)
    with Pernyataan() as pernyataan:
        await db.scalar(text("SELECT 1"))
        assert await aktor_dari_token(db, pasangan.akses) is not None
    assert len(pernyataan.daftar) == 2
