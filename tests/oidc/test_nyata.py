"""Logging in at a real provider (npm oidc-provider), through its own pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from forum_server.akses.rules import Aktor, Cara
from forum_server.akun.service import atur_ulang_sandi, buat_undangan, nonaktifkan
from forum_server.akun.sesi import aktor_dari_token, segarkan
from forum_server.akun.totp.tantangan import Tantangan
from forum_server.database import Database
from forum_server.galat import Ditolak
from forum_server.oidc import service
from forum_server.oidc.models import IdentitasOidc, PermintaanOidc
from forum_server.pemberitahuan.models import Pemberitahuan
from tests.akun.bantuan import KUNCI, SANDI, SISTEM, aksi, aktor, akun, beri, geser, isi, masuk
from tests.oidc.bantuan import NAMA, galat, masuk_lewat, pintu, sesi, terhubung
from tests.oidc.nyata import KEMBALI, masuk_di_penyedia


@pytest.mark.parametrize(
    "klien",
    [
        {"client_id": "forum"},
        {"client_id": "forum-pos", "metode": "client_secret_post"},
        {"client_id": "forum-publik", "client_secret": None},
    ],
    ids=["basic", "post", "publik"],
)
async def test_a_linked_identity_logs_in(db: Database, issuer: str, klien: dict[str, Any]) -> None:
    budi = await terhubung(db, issuer)
    hasil = sesi(await masuk_lewat(pintu(db, issuer, **klien), "subjek-budi"))

    diri = await aktor_dari_token(db, hasil.akses)
    assert diri is not None
    assert (diri[0].akun_id, diri[0].cara, diri[0].dua_langkah) == (budi, Cara.OIDC, False)
    assert (await aksi(db))[-1] == "akun.masuk_oidc"
    assert await db.write(segarkan, hasil.segar) is not None
    assert await db.scalar(select(func.count()).select_from(PermintaanOidc)) == 0


async def test_the_provider_is_asked_for_a_code_with_pkce_and_gets_no_secret(
    db: Database, issuer: str
) -> None:
    mulai = await pintu(db, issuer, lingkup=("openid", "profile")).mulai(NAMA, KEMBALI)
    tanya = {k: v[0] for k, v in parse_qs(urlsplit(mulai.alamat).query).items()}
    assert {k: tanya[k] for k in ("response_type", "client_id", "redirect_uri", "scope")} == {
        "response_type": "code",
        "client_id": "forum",
        "redirect_uri": KEMBALI,
        "scope": "openid profile",
    }
    assert tanya["code_challenge_method"] == "S256"
    assert len(tanya["state"]) == len(tanya["nonce"]) == len(tanya["code_challenge"]) == 43
    assert mulai.permintaan not in mulai.alamat
    baris = await db.first(select(PermintaanOidc))
    assert baris is not None
    assert not {mulai.permintaan, tanya["state"], tanya["nonce"]} & {str(nilai) for nilai in baris}


async def test_an_identity_of_nobody_lets_nobody_in_and_makes_no_account(db: Database, issuer: str) -> None:
    # Not even one whose name is the same.
    await akun(db, "subjek-budi", sandi=SANDI)
    sebelum = await isi(db)
    assert await galat(masuk_lewat(pintu(db, issuer), "subjek-budi")) == "OIDC_BELUM_TERHUBUNG"
    assert await isi(db) == sebelum


async def test_a_deactivated_account_stays_out(db: Database, issuer: str) -> None:
    budi = await terhubung(db, issuer)
    await db.write(nonaktifkan, SISTEM, akun_id=budi)
    sebelum = await isi(db)
    assert await galat(masuk_lewat(pintu(db, issuer), "subjek-budi")) == "AKUN_NONAKTIF"
    assert await isi(db) == sebelum


async def test_what_is_not_of_this_login_is_refused_and_writes_nothing(db: Database, issuer: str) -> None:
    await terhubung(db, issuer)
    depan = pintu(db, issuer)
    satu, dua = [await depan.mulai(NAMA, KEMBALI) for _ in range(2)]
    pulang_satu = (await masuk_di_penyedia(satu.alamat, "subjek-budi")).kepulangan(satu)
    pulang_dua = (await masuk_di_penyedia(dua.alamat, "subjek-budi")).kepulangan(dua)
    sebelum = await isi(db)
    tidak_sah = "PERMINTAAN_OIDC_TIDAK_SAH"

    assert await galat(depan.selesaikan(replace(pulang_satu, state=pulang_dua.state))) == tidak_sah
    assert await galat(depan.selesaikan(replace(pulang_satu, permintaan=dua.permintaan))) == tidak_sah
    assert await galat(depan.selesaikan(replace(pulang_satu, permintaan="fpo_karangan"))) == tidak_sah
    assert await galat(depan.selesaikan(replace(pulang_satu, kode=""))) == tidak_sah
    assert await galat(depan.selesaikan_hubungkan(aktor(akun_id=uuid4()), pulang_satu)) == tidak_sah
    for iss in (None, "https://lain.contoh.go.id"):
        assert await galat(depan.selesaikan(replace(pulang_satu, iss=iss))) == "OIDC_DITOLAK"
    # The code of the other login: PKCE and nonce belong to the one it was made for.
    assert await galat(depan.selesaikan(replace(pulang_satu, kode=pulang_dua.kode))) == "OIDC_DITOLAK"
    assert await isi(db) == sebelum
    # It was used up before its code was tried.
    assert await galat(depan.selesaikan(pulang_satu)) == tidak_sah
    assert await isi(db) == sebelum


async def test_a_code_and_a_login_are_good_once(db: Database, issuer: str) -> None:
    await terhubung(db, issuer)
    depan = pintu(db, issuer)
    mulai = await depan.mulai(NAMA, KEMBALI)
    pulang = (await masuk_di_penyedia(mulai.alamat, "subjek-budi")).kepulangan(mulai)
    sesi(await depan.selesaikan(pulang))
    sebelum = await isi(db)
    assert await galat(depan.selesaikan(pulang)) == "PERMINTAAN_OIDC_TIDAK_SAH"
    lagi = await depan.mulai(NAMA, KEMBALI)
    pulang_lagi = (await masuk_di_penyedia(lagi.alamat, "subjek-budi")).kepulangan(lagi)
    assert await galat(depan.selesaikan(replace(pulang_lagi, kode=pulang.kode))) == "OIDC_DITOLAK"
    assert await isi(db) == sebelum


async def test_the_code_of_another_client_is_refused(db: Database, issuer: str) -> None:
    await terhubung(db, issuer)
    depan = pintu(db, issuer)
    mulai = await depan.mulai(NAMA, KEMBALI)
    alamat_lain = mulai.alamat.replace("client_id=forum&", "client_id=lain&")
    assert alamat_lain != mulai.alamat
    pulang = (await masuk_di_penyedia(alamat_lain, "subjek-budi")).kepulangan(mulai)
    sebelum = await isi(db)
    assert await galat(depan.selesaikan(pulang)) == "OIDC_DITOLAK"
    assert await isi(db) == sebelum


async def test_a_login_that_took_too_long_begins_anew(db: Database, issuer: str) -> None:
    await terhubung(db, issuer)
    depan = pintu(db, issuer)
    mulai = await depan.mulai(NAMA, KEMBALI)
    pulang = (await masuk_di_penyedia(mulai.alamat, "subjek-budi")).kepulangan(mulai)
    await geser(db, PermintaanOidc.berlaku_sampai, timedelta(minutes=-11))
    sebelum = await isi(db)
    assert await galat(depan.selesaikan(pulang)) == "PERMINTAAN_OIDC_TIDAK_SAH"
    assert await isi(db) == sebelum
    await db.write(service.bersihkan)
    assert await db.scalar(select(func.count()).select_from(PermintaanOidc)) == 0


async def test_one_links_the_own_account_from_a_session_with_its_password(db: Database, issuer: str) -> None:
    budi = await akun(db, sandi=SANDI)
    siti = await akun(db, "siti.uji", sandi=SANDI)
    depan, diri = pintu(db, issuer), aktor(akun_id=budi)
    sebelum = await isi(db)
    assert await galat(depan.mulai_hubungkan(diri, NAMA, KEMBALI, "sandi yang keliru")) == "MASUK_GAGAL"
    mulai = await depan.mulai_hubungkan(diri, NAMA, KEMBALI, SANDI)
    pulang = (await masuk_di_penyedia(mulai.alamat, "subjek-budi")).kepulangan(mulai)
    tidak_sah = "PERMINTAAN_OIDC_TIDAK_SAH"
    assert await galat(depan.selesaikan(pulang)) == tidak_sah
    assert await galat(depan.selesaikan_hubungkan(aktor(akun_id=siti), pulang)) == tidak_sah
    with pytest.raises(Ditolak):
        await depan.selesaikan_hubungkan(Aktor.anonim(), pulang)
    assert await isi(db) == sebelum

    assert await depan.selesaikan_hubungkan(diri, pulang) == budi

    assert (await aksi(db))[-1] == "akun.hubungkan_oidc"
    sesi(await masuk_lewat(depan, "subjek-budi"))
    for lain, subjek, kode in (
        (siti, "subjek-budi", "OIDC_SUDAH_DIPAKAI"),
        (budi, "lain", "OIDC_SUDAH_TERHUBUNG"),
    ):
        mulai = await depan.mulai_hubungkan(aktor(akun_id=lain), NAMA, KEMBALI, SANDI)
        pulang = (await masuk_di_penyedia(mulai.alamat, subjek)).kepulangan(mulai)
        sebelum = await isi(db)
        assert await galat(depan.selesaikan_hubungkan(aktor(akun_id=lain), pulang)) == kode
        assert await isi(db) == sebelum


async def test_who_is_invited_may_link_an_identity_instead_of_choosing_a_password(
    db: Database, issuer: str
) -> None:
    undangan = await db.write(buat_undangan, SISTEM, nama="siti.uji", wilayah="61.71")
    depan = pintu(db, issuer)
    assert await galat(depan.mulai(NAMA, KEMBALI, undangan="ABCD-EFGH")) == "KODE_TIDAK_SAH"
    mulai = await depan.mulai(NAMA, KEMBALI, undangan=undangan.kode)
    hasil = sesi(
        await depan.selesaikan((await masuk_di_penyedia(mulai.alamat, "subjek-siti")).kepulangan(mulai))
    )
    diri = await aktor_dari_token(db, hasil.akses)
    assert diri is not None
    assert diri[0].akun_id == undangan.akun_id
    assert await galat(depan.mulai(NAMA, KEMBALI, undangan=undangan.kode)) == "KODE_TIDAK_SAH"
    sesi(await masuk_lewat(depan, "subjek-siti"))


async def test_a_reset_accepted_with_an_identity_ends_the_old_password(db: Database, issuer: str) -> None:
    siti = await akun(db, "siti.uji", sandi=SANDI)
    lama = await masuk(db, "siti.uji", SANDI)
    kode = (await db.write(atur_ulang_sandi, SISTEM, akun_id=siti)).kode
    depan = pintu(db, issuer)
    mulai = await depan.mulai(NAMA, KEMBALI, undangan=kode)
    sesi(await depan.selesaikan((await masuk_di_penyedia(mulai.alamat, "subjek-siti")).kepulangan(mulai)))
    assert await aktor_dari_token(db, lama.akses) is None
    assert await galat(depan.gerbang.masuk("siti.uji", SANDI)) == "MASUK_GAGAL"
    sesi(await masuk_lewat(depan, "subjek-siti"))


async def test_a_code_that_was_replaced_on_the_way_links_nothing(db: Database, issuer: str) -> None:
    undangan = await db.write(buat_undangan, SISTEM, nama="siti.uji", wilayah="61.71")
    depan = pintu(db, issuer)
    mulai = await depan.mulai(NAMA, KEMBALI, undangan=undangan.kode)
    pulang = (await masuk_di_penyedia(mulai.alamat, "subjek-siti")).kepulangan(mulai)
    await db.write(atur_ulang_sandi, SISTEM, akun_id=undangan.akun_id)
    sebelum = await isi(db)
    assert await galat(depan.selesaikan(pulang)) == "KODE_TIDAK_SAH"
    assert await isi(db) == sebelum


async def test_a_provider_does_not_replace_the_second_step(db: Database, issuer: str) -> None:
    budi = await terhubung(db, issuer)
    await beri(db, budi, "inti.admin_wilayah", "61.71")
    hasil = await masuk_lewat(pintu(db, issuer, wajib=("inti.admin_wilayah",)), "subjek-budi")
    assert isinstance(hasil, Tantangan)
    assert not hasil.terpasang


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
async def test_an_administrator_of_the_place_links_and_the_owner_is_told(
    db: Database, pelaku: Aktor | None, kode: str | None
) -> None:
    budi = await akun(db)
    oleh = pelaku or aktor("inti:akun", wilayah="61", akun_id=budi)
    dikenal = pintu(db, "https://sso.contoh.go.id").dikenal(NAMA, "198609262015051001")
    sebelum = await isi(db)
    if kode is not None:
        with pytest.raises(Exception) as tertangkap:  # noqa: PT011
            await db.write(service.hubungkan, oleh, KUNCI, dikenal, akun_id=budi)
        assert getattr(tertangkap.value, "kode", "DITOLAK") == kode
        assert await isi(db) == sebelum
        return
    await db.write(service.hubungkan, oleh, KUNCI, dikenal, akun_id=budi)
    kabar = await db.all(select(Pemberitahuan.jenis, Pemberitahuan.akun_id))
    assert [tuple(k) for k in kabar] == [("inti.oidc_dihubungkan", budi)]
    # What may be a NIP stands nowhere in the clear.
    baris = await db.first(select(IdentitasOidc.subjek_sandi, IdentitasOidc.subjek_sidik))
    assert baris is not None
    assert not any("19860926" in (nilai or "") for nilai in baris)


async def test_nobody_links_an_account_that_reaches_further(db: Database) -> None:
    budi = await akun(db)
    await beri(db, budi, "inti.admin", "ID")
    dikenal = pintu(db, "https://sso.contoh.go.id").dikenal(NAMA, "subjek")
    sebelum = await isi(db)
    kerja = db.write(service.hubungkan, aktor("inti:akun", wilayah="61"), KUNCI, dikenal, akun_id=budi)
    assert await galat(kerja) == "MELEBIHI_WEWENANG"
    assert await isi(db) == sebelum


async def test_unlinking_ends_what_began_there_and_leaves_a_way_in(db: Database, issuer: str) -> None:
    budi = await terhubung(db, issuer)
    siti = await terhubung(db, issuer, "subjek-siti", "siti.uji", sandi=SANDI)
    lewat = sesi(await masuk_lewat(pintu(db, issuer), "subjek-siti"))
    sandi = await masuk(db, "siti.uji", SANDI)
    semua = await db.all(select(IdentitasOidc.id, IdentitasOidc.akun_id))
    milik = {i.akun_id: i.id for i in semua}
    sebelum = await isi(db)

    async def lepas(oleh: Aktor, akun_id: Any) -> str:
        with pytest.raises(Exception) as tertangkap:  # noqa: PT011
            await db.write(service.lepaskan, oleh, identitas_id=milik[akun_id])
        return getattr(tertangkap.value, "kode", "DITOLAK")

    assert await lepas(aktor(akun_id=budi), budi) == "CARA_MASUK_TERAKHIR"
    assert await lepas(aktor(akun_id=budi), siti) == "TIDAK_DITEMUKAN"
    assert await lepas(aktor("inti:akun", wilayah="62"), siti) == "TIDAK_DITEMUKAN"
    assert await lepas(Aktor.anonim(), siti) == "DITOLAK"
    assert await isi(db) == sebelum

    assert await db.write(service.lepaskan, aktor(akun_id=siti), identitas_id=milik[siti]) == siti
    assert await aktor_dari_token(db, lewat.akses) is None
    assert await aktor_dari_token(db, sandi.akses) is not None
    assert await galat(masuk_lewat(pintu(db, issuer), "subjek-siti")) == "OIDC_BELUM_TERHUBUNG"
    oleh = aktor("inti:akun", wilayah="61")
    assert await db.write(service.lepaskan, oleh, identitas_id=milik[budi]) == budi


async def test_only_known_providers_and_pages_are_used(db: Database, issuer: str) -> None:
    depan = pintu(db, issuer)
    assert await galat(depan.mulai("lain", KEMBALI)) == "PENYEDIA_TIDAK_DIKENAL"
    for kembali in (f"{KEMBALI}/", f"{KEMBALI}?x=1", "https://jahat.contoh.go.id", ""):
        assert await galat(depan.mulai(NAMA, kembali)) == "ALAMAT_KEMBALI_TIDAK_SAH"
    assert await db.scalar(select(func.count()).select_from(PermintaanOidc)) == 0
