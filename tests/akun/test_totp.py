"""The second step: what it takes to get in, and that every code is good once."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from pyotp.totp import TOTP
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum_server.akses.rules import Aktor, Cara
from forum_server.akun.masuk import Gerbang
from forum_server.akun.models import Akun, PercobaanMasuk, TantanganMasuk
from forum_server.akun.rules import PERCOBAAN_MAKS, masuk_gagal
from forum_server.akun.service import atur_ulang_sandi, nonaktifkan
from forum_server.akun.sesi import PasanganToken, aktor_dari_token, segarkan
from forum_server.akun.totp import service as totp
from forum_server.akun.totp.models import KodePemulihan, Totp
from forum_server.akun.totp.rules import KODE_BANYAK
from forum_server.akun.totp.tantangan import Tantangan
from forum_server.database import Database, bebas_jejak, waktu_db
from forum_server.galat import Ditolak, GalatDomain
from forum_server.pemberitahuan.models import Pemberitahuan
from tests.akun.bantuan import (
    KUNCI,
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
)


@dataclass(frozen=True)
class Autentikator:
    """What the owner of an account has in hand."""

    db: Database
    akun_id: uuid.UUID
    rahasia: str
    pemulihan: tuple[str, ...]
    sesi: PasanganToken

    async def kode(self, geser: int = 0) -> str:
        """The code of the step `geser` steps from now; the clock is the database's."""
        kini = await self.db.scalar(select(waktu_db()))
        return TOTP(self.rahasia).at(kini, counter_offset=geser)


async def pasang(db: Database, nama: str = "budi.uji") -> Autentikator:
    """An account with an authenticator whose present code has not been used."""
    akun_id = await akun(db, nama, sandi=SANDI)
    pelaku = aktor(akun_id=akun_id)
    baru = await gerbang(db).pasang_totp(pelaku, sandi=SANDI, tantangan=None)
    kini = await db.scalar(select(waktu_db()))
    pemulihan, sesi = await gerbang(db).konfirmasi_totp(pelaku, TOTP(baru.rahasia).at(kini), tantangan=None)
    punya = Autentikator(db=db, akun_id=akun_id, rahasia=baru.rahasia, pemulihan=pemulihan, sesi=sesi)
    # As if the confirmation were long ago: its code would be the present one.
    await db.write(_lupakan_langkah, akun_id)
    return punya


def _lupakan_langkah(session: Session, akun_id: uuid.UUID) -> None:
    bebas_jejak(session, "a test moves the clock")
    session.execute(update(Totp).where(Totp.akun_id == akun_id).values(langkah_terakhir=1))


async def tantangan(db: Database, nama: str = "budi.uji", *, wajib: tuple[str, ...] = ()) -> Tantangan:
    hasil = await gerbang(db, wajib=wajib).masuk(nama, SANDI)
    assert isinstance(hasil, Tantangan)
    return hasil


async def galat(kerja: Awaitable[object]) -> str:
    with pytest.raises(GalatDomain) as tertangkap:
        await kerja
    return tertangkap.value.kode


async def test_the_password_alone_gives_a_challenge_and_the_code_the_tokens(db: Database) -> None:
    punya = await pasang(db)
    satu = await tantangan(db)
    assert satu.terpasang
    assert await aktor_dari_token(db, satu.tantangan) is None

    pasangan = await gerbang(db).masuk_totp(satu.tantangan, await punya.kode())

    hasil = await aktor_dari_token(db, pasangan.akses)
    assert hasil is not None
    assert (hasil[0].akun_id, hasil[0].cara, hasil[0].dua_langkah) == (punya.akun_id, Cara.SANDI, True)
    segar = await db.write(segarkan, pasangan.segar)
    assert segar is not None
    lagi = await aktor_dari_token(db, segar.akses)
    assert lagi is not None
    assert lagi[0].dua_langkah


async def test_without_an_authenticator_the_actor_says_so(db: Database) -> None:
    await akun(db, sandi=SANDI)
    hasil = await aktor_dari_token(db, (await masuk(db, "budi.uji", SANDI)).akses)
    assert hasil is not None
    assert (hasil[0].cara, hasil[0].dua_langkah) == (Cara.SANDI, False)


async def test_before_the_password_is_right_nothing_tells_of_an_authenticator(db: Database) -> None:
    await pasang(db)
    await akun(db, "siti.uji", sandi=SANDI)
    sebelum = await isi(db)
    for nama in ("budi.uji", "siti.uji", "tono.uji"):
        with pytest.raises(GalatDomain) as tertangkap:
            await gerbang(db).masuk(nama, "sandi yang keliru")
        assert (tertangkap.value.kode, tertangkap.value.pesan) == ("MASUK_GAGAL", masuk_gagal().pesan)
    assert await isi(db) == sebelum


async def test_a_code_lets_in_once_whoever_brings_it(db: Database) -> None:
    punya = await pasang(db)
    kode = await punya.kode()
    semua = [await tantangan(db) for _ in range(5)]

    hasil = await asyncio.gather(
        *(gerbang(db).masuk_totp(t.tantangan, kode) for t in semua), return_exceptions=True
    )

    assert len([h for h in hasil if isinstance(h, PasanganToken)]) == 1
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["KODE_TOTP_SALAH"] * 4


async def test_after_a_code_neither_it_nor_an_earlier_one_counts(db: Database) -> None:
    punya = await pasang(db)
    lama, kini, nanti = [await punya.kode(g) for g in (-1, 0, 1)]
    await gerbang(db).masuk_totp((await tantangan(db)).tantangan, kini)
    satu = await tantangan(db)
    for kode in (kini, lama):
        assert await galat(gerbang(db).masuk_totp(satu.tantangan, kode)) == "KODE_TOTP_SALAH"
    assert (await gerbang(db).masuk_totp(satu.tantangan, nanti)).akses


async def test_the_code_that_confirmed_does_not_let_in(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    baru = await gerbang(db).pasang_totp(aktor(akun_id=budi), sandi=SANDI, tantangan=None)
    kode = TOTP(baru.rahasia).at(await db.scalar(select(waktu_db())))
    await gerbang(db).konfirmasi_totp(aktor(akun_id=budi), kode, tantangan=None)
    assert await galat(gerbang(db).masuk_totp((await tantangan(db)).tantangan, kode)) == "KODE_TOTP_SALAH"


async def test_a_challenge_is_good_once_and_survives_a_wrong_code(db: Database) -> None:
    punya = await pasang(db)
    satu = await tantangan(db)
    sebelum = await isi(db)
    assert await galat(gerbang(db).masuk_totp(satu.tantangan, await punya.kode(5))) == "KODE_TOTP_SALAH"
    assert await isi(db) == sebelum
    await gerbang(db).masuk_totp(satu.tantangan, await punya.kode())
    sebelum = await isi(db)
    assert await galat(gerbang(db).masuk_totp(satu.tantangan, await punya.kode(1))) == "TANTANGAN_TIDAK_SAH"
    assert await galat(gerbang(db).masuk_totp("fpt_karangan", await punya.kode(1))) == "TANTANGAN_TIDAK_SAH"
    assert await isi(db) == sebelum


async def test_an_old_challenge_is_worth_nothing(db: Database) -> None:
    punya = await pasang(db)
    satu = await tantangan(db)
    await geser(db, TantanganMasuk.berlaku_sampai, timedelta(minutes=-11))
    assert await galat(gerbang(db).masuk_totp(satu.tantangan, await punya.kode())) == "TANTANGAN_TIDAK_SAH"


@pytest.mark.parametrize("sebab", ["sandi diganti", "nonaktif"])
async def test_a_challenge_ends_with_what_it_was_given_for(db: Database, sebab: str) -> None:
    punya = await pasang(db)
    satu = await tantangan(db)
    if sebab == "nonaktif":
        await db.write(nonaktifkan, SISTEM, akun_id=punya.akun_id)
    else:
        await gerbang(db).ganti_sandi(aktor(akun_id=punya.akun_id), SANDI, "sandi lain yang baru")
    assert await galat(gerbang(db).masuk_totp(satu.tantangan, await punya.kode())) == "TANTANGAN_TIDAK_SAH"


async def test_codes_are_limited_like_passwords_and_success_clears_them(db: Database) -> None:
    punya = await pasang(db)
    satu = await tantangan(db)
    pintu: Gerbang = gerbang(db)
    for _ in range(PERCOBAAN_MAKS - 1):
        assert await galat(pintu.masuk_totp(satu.tantangan, "000-000")) == "KODE_TOTP_SALAH"
    await pintu.masuk_totp(satu.tantangan, await punya.kode())
    assert await db.scalar(select(PercobaanMasuk.sidik)) is None

    satu = await tantangan(db)
    for _ in range(PERCOBAAN_MAKS):
        assert await galat(pintu.masuk_totp(satu.tantangan, "000-000")) == "KODE_TOTP_SALAH"
    assert await galat(pintu.masuk_totp(satu.tantangan, await punya.kode(1))) == "TERLALU_SERING"
    baru = await tantangan(db)  # the password still counts for itself, and another challenge helps nobody
    assert await galat(pintu.masuk_totp(baru.tantangan, await punya.kode(1))) == "TERLALU_SERING"


async def test_each_recovery_code_lets_in_once_and_only_its_owner(db: Database) -> None:
    punya = await pasang(db)
    await pasang(db, "siti.uji")
    kode = punya.pemulihan[3]
    siti = await tantangan(db, "siti.uji")
    assert await galat(gerbang(db).masuk_totp(siti.tantangan, kode)) == "KODE_TOTP_SALAH"
    ketikan = kode.replace("-", " ").lower()
    assert (await gerbang(db).masuk_totp((await tantangan(db)).tantangan, ketikan)).akses
    assert await galat(gerbang(db).masuk_totp((await tantangan(db)).tantangan, kode)) == "KODE_TOTP_SALAH"
    assert len(punya.pemulihan) == KODE_BANYAK
    tersisa = select(func.count()).where(KodePemulihan.akun_id == punya.akun_id)
    assert await db.scalar(tersisa) == KODE_BANYAK - 1


async def test_neither_secret_nor_codes_can_be_read_from_the_database(db: Database) -> None:
    punya = await pasang(db)
    tersimpan = await db.scalar(select(Totp.rahasia_sandi))
    assert punya.rahasia not in tersimpan
    assert KUNCI.bukakan(tersimpan, tempat=f"totp.rahasia:{punya.akun_id}") == punya.rahasia
    sidik = list(await db.scalars(select(KodePemulihan.sidik)))
    assert len(sidik) == KODE_BANYAK
    assert set(sidik).isdisjoint({k.replace("-", "") for k in punya.pemulihan})


async def test_setting_up_takes_the_password_and_a_code_and_ends_every_other_session(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    lama = await masuk(db, "budi.uji", SANDI)
    pelaku = aktor(akun_id=budi)
    assert (
        await galat(gerbang(db).pasang_totp(pelaku, sandi="sandi yang keliru", tantangan=None))
        == "MASUK_GAGAL"
    )
    assert (
        await galat(gerbang(db).konfirmasi_totp(pelaku, "000000", tantangan=None)) == "TOTP_BELUM_TERPASANG"
    )

    pertama = await gerbang(db).pasang_totp(pelaku, sandi=SANDI, tantangan=None)
    kedua = await gerbang(db).pasang_totp(pelaku, sandi=SANDI, tantangan=None)
    assert (await masuk(db, "budi.uji", SANDI)).akses  # not in force yet
    kini = await db.scalar(select(waktu_db()))
    kode = TOTP(pertama.rahasia).at(kini)
    assert await galat(gerbang(db).konfirmasi_totp(pelaku, kode, tantangan=None)) == "KODE_TOTP_SALAH"
    _, sesi = await gerbang(db).konfirmasi_totp(pelaku, TOTP(kedua.rahasia).at(kini), tantangan=None)

    assert await aktor_dari_token(db, lama.akses) is None
    hasil = await aktor_dari_token(db, sesi.akses)
    assert hasil is not None
    assert hasil[0].dua_langkah
    assert "akun.pasang_totp" in await aksi(db)
    assert str(budi) in await kabar_akses(db)
    assert await galat(gerbang(db).pasang_totp(pelaku, sandi=SANDI, tantangan=None)) == "TOTP_SUDAH_TERPASANG"
    assert await galat(gerbang(db).konfirmasi_totp(pelaku, kode, tantangan=None)) == "TOTP_SUDAH_TERPASANG"


async def test_a_secret_shown_long_ago_is_not_put_in_force(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    baru = await gerbang(db).pasang_totp(aktor(akun_id=budi), sandi=SANDI, tantangan=None)
    await geser(db, Totp.dibuat_pada, timedelta(minutes=-16))
    kode = TOTP(baru.rahasia).at(await db.scalar(select(waktu_db())))
    assert await galat(gerbang(db).konfirmasi_totp(aktor(akun_id=budi), kode, tantangan=None)) == (
        "TOTP_BELUM_TERPASANG"
    )


async def test_taking_it_off_takes_password_and_code_and_ends_every_session(db: Database) -> None:
    punya = await pasang(db)
    pelaku = aktor(akun_id=punya.akun_id)
    sebelum = await isi(db)
    assert (
        await galat(gerbang(db).copot_totp(pelaku, "sandi yang keliru", await punya.kode())) == "MASUK_GAGAL"
    )
    assert await galat(gerbang(db).copot_totp(pelaku, SANDI, await punya.kode(5))) == "KODE_TOTP_SALAH"
    assert await isi(db) == sebelum

    await gerbang(db).copot_totp(pelaku, SANDI, await punya.kode())

    assert await aktor_dari_token(db, punya.sesi.akses) is None
    assert await db.scalar(select(func.count()).select_from(KodePemulihan)) == 0
    assert (await masuk(db, "budi.uji", SANDI)).akses
    assert "akun.copot_totp" in await aksi(db)


async def test_new_recovery_codes_take_the_place_of_the_old(db: Database) -> None:
    punya = await pasang(db)
    pelaku = aktor(akun_id=punya.akun_id)
    assert await galat(gerbang(db).ganti_pemulihan(pelaku, SANDI, "000-000")) == "KODE_TOTP_SALAH"
    baru = await gerbang(db).ganti_pemulihan(pelaku, SANDI, await punya.kode())
    assert set(baru).isdisjoint(punya.pemulihan)
    satu = await tantangan(db)
    assert await galat(gerbang(db).masuk_totp(satu.tantangan, punya.pemulihan[0])) == "KODE_TOTP_SALAH"
    assert (await gerbang(db).masuk_totp(satu.tantangan, baru[0])).akses


@pytest.mark.parametrize("pelaku", [aktor(), Aktor.anonim()])
async def test_who_is_not_logged_in_sets_nothing_up_and_takes_nothing_off(
    db: Database, pelaku: Aktor
) -> None:
    for kerja in (
        gerbang(db).pasang_totp(pelaku, sandi=SANDI, tantangan=None),
        gerbang(db).konfirmasi_totp(pelaku, "000000", tantangan=None),
        gerbang(db).copot_totp(pelaku, SANDI, "000000"),
        gerbang(db).ganti_pemulihan(pelaku, SANDI, "000000"),
    ):
        with pytest.raises(Ditolak):
            await kerja


WAJIB = [
    (("*",), None, True),
    (("inti.admin_wilayah",), "inti.admin_wilayah", True),
    (("inti:orang",), "inti.admin_wilayah", True),
    (("inti.admin", "inti:plugin"), "inti.admin_wilayah", False),
    (("inti.admin",), None, False),
    ((), "inti.admin_wilayah", False),
]


@pytest.mark.parametrize(("kebijakan", "peran", "wajib"), WAJIB)
async def test_whom_the_policy_binds_sets_up_an_authenticator_before_anything_else(
    db: Database, kebijakan: tuple[str, ...], peran: str | None, wajib: bool
) -> None:
    budi = await akun(db, sandi=SANDI)
    if peran:
        await beri(db, budi, peran, "61.71")
    lama = await masuk(db, "budi.uji", SANDI)
    pintu = gerbang(db, wajib=kebijakan)
    hasil = await pintu.masuk("budi.uji", SANDI)
    assert isinstance(hasil, Tantangan) is wajib
    # A session from before the policy lasts no longer than its access token.
    segar = await db.write(segarkan, lama.segar, kebijakan=kebijakan)
    assert (segar is None) is wajib
    # Nor does a changed password give it a successor.
    ganti = pintu.ganti_sandi(aktor(akun_id=budi), SANDI, "sandi lain yang baru")
    if not isinstance(hasil, Tantangan):
        assert isinstance(await ganti, PasanganToken)
        return
    sebelum = await isi(db)
    assert await galat(ganti) == "TOTP_DIPERLUKAN"
    assert await isi(db) == sebelum
    assert await aktor_dari_token(db, lama.akses) is not None

    assert not hasil.terpasang
    assert await galat(pintu.masuk_totp(hasil.tantangan, "000000")) == "KODE_TOTP_SALAH"
    baru = await pintu.pasang_totp(Aktor.anonim(), sandi=None, tantangan=hasil.tantangan)
    kode = TOTP(baru.rahasia).at(await db.scalar(select(waktu_db())))
    pemulihan, sesi = await pintu.konfirmasi_totp(Aktor.anonim(), kode, tantangan=hasil.tantangan)
    assert len(pemulihan) == KODE_BANYAK
    diri = await aktor_dari_token(db, sesi.akses)
    assert diri is not None
    assert (diri[0].akun_id, diri[0].dua_langkah) == (budi, True)
    assert await db.write(segarkan, sesi.segar, kebijakan=kebijakan) is not None


async def test_a_challenge_for_a_code_does_not_replace_the_authenticator(db: Database) -> None:
    await pasang(db)
    satu = await tantangan(db)
    sebelum = await db.scalar(select(Totp.rahasia_sandi))
    kerja = gerbang(db).pasang_totp(Aktor.anonim(), sandi=None, tantangan=satu.tantangan)
    assert await galat(kerja) == "TOTP_SUDAH_TERPASANG"
    assert await db.scalar(select(Totp.rahasia_sandi)) == sebelum


@pytest.mark.parametrize(
    ("pelaku", "kode"),
    [
        (aktor("inti:akun", wilayah="61"), None),
        (aktor("inti:akun", wilayah="62"), "TIDAK_DITEMUKAN"),
        (aktor("inti:orang", wilayah="61"), "DITOLAK"),
        (Aktor.anonim(), "DITOLAK"),
        (None, "AKUN_SENDIRI"),
    ],
)
async def test_an_administrator_of_the_place_takes_a_lost_authenticator_off(
    db: Database, pelaku: Aktor | None, kode: str | None
) -> None:
    punya = await pasang(db)
    oleh = pelaku or aktor("inti:akun", wilayah="61", akun_id=punya.akun_id)
    sebelum = await isi(db)
    if kode is not None:
        with pytest.raises((GalatDomain, Ditolak)) as tertangkap:
            await db.write(totp.atur_ulang, oleh, akun_id=punya.akun_id)
        assert getattr(tertangkap.value, "kode", "DITOLAK") == kode
        assert await isi(db) == sebelum
        return
    await db.write(totp.atur_ulang, oleh, akun_id=punya.akun_id)
    assert await aktor_dari_token(db, punya.sesi.akses) is None
    assert (await masuk(db, "budi.uji", SANDI)).akses
    assert "akun.atur_ulang_totp" in await aksi(db)
    kabar = await db.all(select(Pemberitahuan.jenis, Pemberitahuan.akun_id))
    assert [tuple(k) for k in kabar] == [("inti.totp_diatur_ulang", punya.akun_id)]
    assert await galat(db.write(totp.atur_ulang, oleh, akun_id=punya.akun_id)) == "TOTP_BELUM_TERPASANG"


async def test_nobody_takes_it_off_an_account_that_reaches_further(db: Database) -> None:
    punya = await pasang(db)
    await beri(db, punya.akun_id, "inti.admin", "ID")
    sebelum = await isi(db)
    kerja = db.write(totp.atur_ulang, aktor("inti:akun", wilayah="61"), akun_id=punya.akun_id)
    assert await galat(kerja) == "MELEBIHI_WEWENANG"
    assert await isi(db) == sebelum


async def test_a_reset_password_does_not_reset_the_authenticator(db: Database) -> None:
    punya = await pasang(db)
    kode = await db.write(atur_ulang_sandi, SISTEM, akun_id=punya.akun_id)
    await gerbang(db).terima_undangan(kode.kode, "sandi lain yang baru")
    assert isinstance(await gerbang(db).masuk("budi.uji", "sandi lain yang baru"), Tantangan)
    assert await db.scalar(select(Akun.aktif).where(Akun.id == punya.akun_id))
