"""Logging in: one answer for every failure, the same work, and few attempts."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from forum_server.akun.masuk import Gerbang
from forum_server.akun.models import Akun, PercobaanMasuk
from forum_server.akun.rules import PERCOBAAN_MAKS
from forum_server.akun.sandi import ANTRE_MAKS, Penyandi
from forum_server.akun.service import ganti_sandi, nonaktifkan
from forum_server.akun.sesi import aktor_dari_token, mulai_sesi, segarkan
from forum_server.database import Database
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak
from tests.akun.bantuan import (
    SANDI,
    SISTEM,
    aksi,
    aktor,
    akun,
    beri,
    gerbang,
    geser,
    isi,
    kabar_akses,
    masuk,
    penyandi_uji,
)


class PenyandiHitung(Penyandi):
    """Counts how often the slow hash runs."""

    def __init__(self) -> None:
        super().__init__(memori_kib=8, putaran=1)
        self.kali = 0

    def _periksa(self, sandi_hash: str, sandi: str) -> bool:
        self.kali += 1
        return super()._periksa(sandi_hash, sandi)


async def gagal(gerbang: Gerbang, nama: str, sandi: str) -> GalatDomain:
    with pytest.raises(GalatDomain) as galat:
        await gerbang.masuk(nama, sandi)
    return galat.value


async def test_name_and_password_give_a_token_that_speaks_for_the_account(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    await beri(db, budi, "inti.admin_wilayah", "61.71")

    pasangan = await masuk(db, "  Budi.UJI ", SANDI)

    hasil = await aktor_dari_token(db, pasangan.akses)
    assert hasil is not None
    pemegang, sampai = hasil
    assert (pemegang.akun_id, pemegang.nama) == (budi, "budi.uji")
    assert pemegang.boleh("inti:akun", wilayah="61.71.01")
    assert not pemegang.boleh("inti:akun", wilayah="61")
    assert sampai == pasangan.berlaku_sampai
    sisa = sampai - datetime.now(UTC)
    assert timedelta(minutes=14) < sisa <= timedelta(minutes=15)
    assert (await aksi(db))[-1] == "akun.masuk"


@pytest.mark.parametrize("keadaan", ["tak dikenal", "sandi salah", "tanpa sandi", "nonaktif"])
async def test_every_failure_costs_the_same_work_gets_the_same_answer_and_writes_nothing(
    db: Database, keadaan: str
) -> None:
    budi = await akun(db, sandi=None if keadaan == "tanpa sandi" else SANDI)
    if keadaan == "nonaktif":
        await db.write(nonaktifkan, SISTEM, akun_id=budi)
    sebelum = await isi(db)
    penyandi = PenyandiHitung()

    galat = await gagal(
        gerbang(db, penyandi),
        "siti.uji" if keadaan == "tak dikenal" else "budi.uji",
        "sandi yang keliru" if keadaan == "sandi salah" else SANDI,
    )

    assert (galat.kode, galat.letak) == ("MASUK_GAGAL", ())
    assert galat.pesan == (
        "Nama pengguna atau sandi salah. Periksa keduanya; bila lupa sandi, hubungi administrator wilayah Anda."
    )
    assert penyandi.kali == 1
    assert await isi(db) == sebelum


@pytest.mark.parametrize("nama", ["budi.uji", "siti.uji"])
async def test_the_attempt_after_the_last_is_refused_even_with_the_right_password(
    db: Database, nama: str
) -> None:
    await akun(db, sandi=SANDI)
    penyandi = PenyandiHitung()
    for _ in range(PERCOBAAN_MAKS):
        assert (await gagal(gerbang(db, penyandi), nama, "sandi yang keliru")).kode == "MASUK_GAGAL"

    galat = await gagal(gerbang(db, penyandi), nama.upper(), SANDI)

    assert isinstance(galat, KeadaanMenolak)
    assert galat.kode == "TERLALU_SERING"
    assert penyandi.kali == PERCOBAAN_MAKS


async def test_attempts_at_once_all_count(db: Database) -> None:
    await akun(db, sandi=SANDI)
    penyandi = PenyandiHitung()
    pintu = gerbang(db, penyandi)

    hasil = await asyncio.gather(*(gagal(pintu, "budi.uji", "sandi yang keliru") for _ in range(30)))

    assert sorted(g.kode for g in hasil) == ["MASUK_GAGAL"] * PERCOBAAN_MAKS + ["TERLALU_SERING"] * 20
    assert penyandi.kali == PERCOBAAN_MAKS


async def test_one_name_does_not_use_up_the_attempts_of_another(db: Database) -> None:
    await akun(db, sandi=SANDI)
    for _ in range(PERCOBAAN_MAKS + 1):
        await gagal(gerbang(db), "siti.uji", "sandi yang keliru")
    assert (await masuk(db, "budi.uji", SANDI)).akses


async def test_success_clears_the_attempts(db: Database) -> None:
    await akun(db, sandi=SANDI)
    for _ in range(2):
        for _ in range(PERCOBAAN_MAKS - 1):
            await gagal(gerbang(db), "budi.uji", "sandi yang keliru")
        await masuk(db, "budi.uji", SANDI)
    assert await db.scalar(select(PercobaanMasuk.sidik)) is None


async def test_after_the_window_attempts_begin_anew(db: Database) -> None:
    await akun(db, sandi=SANDI)
    for _ in range(PERCOBAAN_MAKS):
        await gagal(gerbang(db), "budi.uji", "sandi yang keliru")
    await geser(db, PercobaanMasuk.sejak, timedelta(minutes=-16))
    assert (await gagal(gerbang(db), "budi.uji", "sandi yang keliru")).kode == "MASUK_GAGAL"
    assert await db.scalar(select(PercobaanMasuk.jumlah)) == 1


async def test_the_counter_holds_no_name(db: Database) -> None:
    await gagal(gerbang(db), "siti.uji", "sandi yang keliru")
    sidik = await db.scalar(select(PercobaanMasuk.sidik))
    assert "siti" not in sidik


async def test_a_password_that_changed_meanwhile_begins_no_session(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    dilihat = await db.scalar(select(Akun.sandi_hash).where(Akun.id == budi))
    baru = await penyandi_uji().sandikan("sandi lain yang baru")
    await db.write(ganti_sandi, akun_id=budi, hash_lama=dilihat, hash_baru=baru)
    sebelum = await isi(db)
    with pytest.raises(IsianTidakSah) as galat:
        await db.write(mulai_sesi, akun_id=budi, sandi_hash=dilihat)
    assert galat.value.kode == "MASUK_GAGAL"
    assert await isi(db) == sebelum


async def test_a_hash_of_another_cost_is_renewed_at_the_next_login(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    mahal = Penyandi(memori_kib=16, putaran=2)
    assert (await masuk(db, "budi.uji", SANDI, penyandi=mahal)).akses
    sandi_hash = await db.scalar(select(Akun.sandi_hash).where(Akun.id == budi))
    assert "m=16,t=2,p=1" in sandi_hash
    assert (await masuk(db, "budi.uji", SANDI, penyandi=mahal)).akses


async def test_a_flood_of_logins_is_refused_instead_of_queued() -> None:
    penyandi = penyandi_uji()
    hasil = await asyncio.gather(
        *(penyandi.cocok(None, "x") for _ in range(ANTRE_MAKS + 5)), return_exceptions=True
    )
    assert hasil.count(False) == ANTRE_MAKS
    assert [g.kode for g in hasil if isinstance(g, KeadaanMenolak)] == ["SERVER_SIBUK"] * 5
    assert await penyandi.cocok(None, "x") is False


async def test_a_new_password_ends_every_session_and_begins_one(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    lama = [await masuk(db, "budi.uji", SANDI) for _ in range(2)]

    baru = await gerbang(db).ganti_sandi(aktor(akun_id=budi), SANDI, "sandi lain yang baru")

    assert [await aktor_dari_token(db, p.akses) for p in lama] == [None, None]
    assert [await db.write(segarkan, p.segar) for p in lama] == [None, None]
    assert await aktor_dari_token(db, baru.akses) is not None
    assert (await gagal(gerbang(db), "budi.uji", SANDI)).kode == "MASUK_GAGAL"
    assert (await masuk(db, "budi.uji", "sandi lain yang baru")).akses
    assert str(budi) in await kabar_akses(db)


@pytest.mark.parametrize(
    ("lama", "baru", "kode"),
    [
        ("sandi yang keliru", "sandi lain yang baru", "MASUK_GAGAL"),
        (SANDI, "pendek", "SANDI_LEMAH"),
        (SANDI, "aaaaaaaaaaaaaaaa", "SANDI_LEMAH"),
        (SANDI, "Budi.Uji bersepeda", "SANDI_LEMAH"),
        (SANDI, "x" * 257, "SANDI_LEMAH"),
    ],
)
async def test_a_refused_password_change_writes_nothing(
    db: Database, lama: str, baru: str, kode: str
) -> None:
    budi = await akun(db, sandi=SANDI)
    await masuk(db, "budi.uji", SANDI)
    sebelum = await isi(db)
    with pytest.raises(IsianTidakSah) as galat:
        await gerbang(db).ganti_sandi(aktor(akun_id=budi), lama, baru)
    assert galat.value.kode == kode
    assert baru not in galat.value.pesan
    assert await isi(db) == sebelum
    assert (await masuk(db, "budi.uji", SANDI)).akses


async def test_guessing_the_old_password_is_limited_too(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    for _ in range(PERCOBAAN_MAKS):
        with pytest.raises(IsianTidakSah):
            await gerbang(db).ganti_sandi(aktor(akun_id=budi), "keliru sekali", "sandi lain yang baru")
    with pytest.raises(KeadaanMenolak) as galat:
        await gerbang(db).ganti_sandi(aktor(akun_id=budi), SANDI, "sandi lain yang baru")
    assert galat.value.kode == "TERLALU_SERING"


async def test_who_is_not_logged_in_changes_no_password(db: Database) -> None:
    with pytest.raises(Ditolak):
        await gerbang(db).ganti_sandi(aktor(), SANDI, "sandi lain yang baru")
