"""Accounts: who may make, reset and deactivate which, and one-time codes."""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from forum_server.akses.rules import Aktor, Izin, Peran
from forum_server.akses.service import cabut_peran, hari, selaraskan
from forum_server.akun.models import Akun, PercobaanMasuk, Undangan
from forum_server.akun.rules import (
    PERCOBAAN_MAKS,
    kode_baru,
    kode_ringkas,
    nama_pengguna,
    nama_pengguna_ringkas,
    periksa_sandi,
)
from forum_server.akun.service import atur_ulang_sandi, buat_akun, buat_undangan, nonaktifkan
from forum_server.akun.sesi import aktor_dari_token
from forum_server.database import Database, waktu_db
from forum_server.galat import Ditolak, GalatDomain, IsianTidakSah, KeadaanMenolak, TidakDitemukan
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik
from forum_server.orang.service import daftarkan as daftarkan_orang
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
    lembaga,
    masuk,
    opd,
)

ADMIN_WILAYAH = ("inti:opd", "inti:orang", "inti:akun", "inti:peran", "inti:kunci-layanan")


@pytest.mark.parametrize("nama", ["budi", "budi.uji-2", "a_b", "admin61.71", "x" * 64, "123456789012345"])
def test_a_user_name_is_short_plain_and_lower_case(nama: str) -> None:
    assert nama_pengguna(f"  {nama.upper()} ") == nama


@pytest.mark.parametrize(
    "nama",
    [
        "",
        "ab",
        "x" * 65,
        ".budi",
        "budi-",
        "budi uji",
        "budi@uji",
        "büdi",
        "6171012609860001",
        "198609262015051001",
        "19860926.201505.1.001",
        "nip-198609262015051001",
        "6171-0126-0986-0001",
        "٦١٧١٠١٢٦٠٩٨٦٠٠٠١",
    ],
)
def test_neither_a_nip_nor_a_nik_nor_anything_odd_is_a_user_name(nama: str) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        nama_pengguna(nama)
    assert galat.value.kode == "NAMA_PENGGUNA_TIDAK_SAH"


@given(st.text(max_size=80))
def test_a_stored_user_name_is_found_by_whatever_made_it(nama: str) -> None:
    try:
        tersimpan = nama_pengguna(nama)
    except IsianTidakSah:
        return
    assert nama_pengguna_ringkas(nama) == tersimpan
    assert nama_pengguna(tersimpan) == tersimpan


@given(st.text(max_size=40))
def test_a_password_is_kept_as_it_is_or_refused(sandi: str) -> None:
    try:
        ringkas = periksa_sandi(sandi, nama="budi.uji")
    except IsianTidakSah:
        return
    assert len(ringkas) >= 12
    assert periksa_sandi(ringkas, nama="budi.uji") == ringkas


def test_a_code_may_be_typed_in_any_grouping() -> None:
    kode = kode_baru()
    assert len(kode_ringkas(kode)) == 32
    assert kode_ringkas(f"  {kode.lower().replace('-', ' ')}\n") == kode_ringkas(kode)


async def test_an_invitation_lets_its_owner_choose_a_password_once(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="Budi.Uji", surel="budi@contoh.go.id", wilayah="61.71")

    assert await gerbang(db).terima_undangan(f" {kode.kode.lower()} ", SANDI) == "budi.uji"

    pasangan = await masuk(db, "budi.uji", SANDI)
    assert await aktor_dari_token(db, pasangan.akses) is not None
    assert (await aksi(db))[-3:] == ["akun.buat", "akun.ganti_sandi", "akun.masuk"]
    sebelum = await isi(db)
    with pytest.raises(IsianTidakSah) as galat:
        await gerbang(db).terima_undangan(kode.kode, "sandi lain yang baru")
    assert galat.value.kode == "KODE_TIDAK_SAH"
    assert await isi(db) == sebelum
    await masuk(db, "budi.uji", SANDI)


async def test_a_code_used_twice_at_once_works_once(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="budi.uji", wilayah="61.71")
    pintu = gerbang(db)
    hasil = await asyncio.gather(
        *(pintu.terima_undangan(kode.kode, f"{SANDI} {n}") for n in range(4)), return_exceptions=True
    )
    assert hasil.count("budi.uji") == 1
    assert [g.kode for g in hasil if isinstance(g, GalatDomain)] == ["KODE_TIDAK_SAH"] * 3


async def test_a_code_stands_in_the_database_only_as_a_hash(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="budi.uji", wilayah="61.71")
    sidik = await db.scalar(select(Undangan.sidik))
    assert len(sidik) == 64
    assert kode_ringkas(kode.kode) not in sidik


async def test_a_weak_password_leaves_the_code_good(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="budi.uji", wilayah="61.71")
    sebelum = await isi(db)
    for sandi in ("pendek", "budi.uji budi.uji"):
        with pytest.raises(IsianTidakSah) as galat:
            await gerbang(db).terima_undangan(kode.kode, sandi)
        assert galat.value.kode == "SANDI_LEMAH"
    assert await isi(db) == sebelum
    assert await gerbang(db).terima_undangan(kode.kode, SANDI) == "budi.uji"


async def test_a_code_expires_and_an_unknown_one_opens_nothing(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="budi.uji", wilayah="61.71")
    await geser(db, Undangan.berlaku_sampai, timedelta(days=-8))
    for satu in (kode.kode, kode_baru(), "", "\ud800"):
        with pytest.raises(IsianTidakSah) as galat:
            await gerbang(db).terima_undangan(satu, SANDI)
        assert galat.value.kode == "KODE_TIDAK_SAH"
    assert await db.scalar(select(Akun.sandi_hash)) is None


async def test_a_reset_replaces_older_codes_ends_sessions_and_clears_attempts(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    sesi = await masuk(db, "budi.uji", SANDI)
    lama = await db.write(atur_ulang_sandi, SISTEM, akun_id=budi)
    baru = await db.write(atur_ulang_sandi, SISTEM, akun_id=budi)
    assert await aktor_dari_token(db, sesi.akses) is not None  # until the code is used
    for _ in range(PERCOBAAN_MAKS + 1):
        with pytest.raises(GalatDomain):
            await masuk(db, "budi.uji", "sandi yang keliru")

    with pytest.raises(IsianTidakSah):
        await gerbang(db).terima_undangan(lama.kode, "sandi lain yang baru")
    await gerbang(db).terima_undangan(baru.kode, "sandi lain yang baru")

    assert await aktor_dari_token(db, sesi.akses) is None
    assert await db.scalar(select(PercobaanMasuk.jumlah)) is None
    assert (await masuk(db, "budi.uji", "sandi lain yang baru")).akses
    assert str(budi) in await kabar_akses(db)


async def test_a_code_of_a_deactivated_account_opens_nothing(db: Database) -> None:
    kode = await db.write(buat_undangan, SISTEM, nama="budi.uji", wilayah="61.71")
    await db.write(nonaktifkan, SISTEM, akun_id=kode.akun_id)
    with pytest.raises(IsianTidakSah):
        await gerbang(db).terima_undangan(kode.kode, SANDI)


PELAKU: list[tuple[str, Aktor, type[Exception] | None]] = [
    ("the system", SISTEM, None),
    ("the city's administrator", aktor(*ADMIN_WILAYAH, wilayah="61.71"), None),
    ("the province's administrator", aktor(*ADMIN_WILAYAH, wilayah="61"), None),
    ("the nation's administrator", aktor(*ADMIN_WILAYAH, wilayah="ID"), None),
    ("another city's administrator", aktor(*ADMIN_WILAYAH, wilayah="61.72"), TidakDitemukan),
    ("a lembaga's administrator", aktor(*ADMIN_WILAYAH, lembaga="lsp-uji"), TidakDitemukan),
    ("an office's administrator", aktor(*ADMIN_WILAYAH, opd=uuid.UUID(int=5)), TidakDitemukan),
    ("who keeps people only", aktor("inti:orang", wilayah="61.71"), Ditolak),
    ("nobody", Aktor.anonim(), Ditolak),
]


@pytest.mark.parametrize(("pelaku", "galat"), [p[1:] for p in PELAKU], ids=[p[0] for p in PELAKU])
async def test_who_may_make_reset_and_deactivate_accounts(
    db: Database, pelaku: Aktor, galat: type[Exception] | None
) -> None:
    await lembaga(db)
    budi = await akun(db, sandi=SANDI)
    sebelum = await isi(db)
    if galat is None:
        await db.write(buat_akun, pelaku, nama="siti.uji", wilayah="61.71")
        await db.write(buat_undangan, pelaku, nama="tono.uji", wilayah="61.71")
        await db.write(atur_ulang_sandi, pelaku, akun_id=budi)
        await db.write(nonaktifkan, pelaku, akun_id=budi)
        assert (await aksi(db))[-4:] == [
            "akun.buat",
            "akun.buat",
            "akun.atur_ulang_sandi",
            "akun.nonaktifkan",
        ]
        return
    with pytest.raises(galat):
        await db.write(buat_akun, pelaku, nama="siti.uji", wilayah="61.71")
    with pytest.raises(galat):
        await db.write(buat_undangan, pelaku, nama="tono.uji", wilayah="61.71")
    with pytest.raises(galat):
        await db.write(atur_ulang_sandi, pelaku, akun_id=budi)
    with pytest.raises(galat):
        await db.write(nonaktifkan, pelaku, akun_id=budi)
    assert await isi(db) == sebelum
    assert await db.scalar(select(Akun.aktif).where(Akun.id == budi)) is True


async def test_a_lembaga_keeps_its_own_accounts(db: Database) -> None:
    await lembaga(db)
    await lembaga(db, "lsp-lain")
    admin = aktor("inti:akun", lembaga="lsp-uji")
    siti = await db.write(buat_akun, admin, nama="siti.uji", lembaga="lsp-uji")
    await db.write(atur_ulang_sandi, admin, akun_id=siti)
    with pytest.raises(TidakDitemukan):
        await db.write(buat_akun, admin, nama="tono.uji", lembaga="lsp-lain")
    with pytest.raises(TidakDitemukan):
        await db.write(buat_akun, admin, nama="tono.uji", lembaga="lsp-tiada")


@pytest.mark.parametrize(
    ("isian", "kode"),
    [
        ({"nama": "budi.uji", "wilayah": "61.71"}, "NAMA_PENGGUNA_TERPAKAI"),
        ({"nama": " BUDI.UJI", "wilayah": "33.26"}, "NAMA_PENGGUNA_TERPAKAI"),
        ({"nama": "siti.uji"}, "PEMILIK_TIDAK_SAH"),
        ({"nama": "siti.uji", "wilayah": "61.71", "lembaga": "lsp-uji"}, "PEMILIK_TIDAK_SAH"),
        ({"nama": "siti.uji", "wilayah": "61.70"}, "TIDAK_DITEMUKAN"),
        ({"nama": "siti.uji", "lembaga": "lsp-tiada"}, "TIDAK_DITEMUKAN"),
        ({"nama": "siti.uji", "wilayah": "61.71", "orang_id": uuid.UUID(int=9)}, "TIDAK_DITEMUKAN"),
        ({"nama": "siti.uji", "wilayah": "61.71", "surel": "bukan surel"}, "SUREL_TIDAK_SAH"),
        ({"nama": "s", "wilayah": "61.71"}, "NAMA_PENGGUNA_TIDAK_SAH"),
    ],
)
async def test_a_bad_account_is_refused_and_nothing_written(
    db: Database, isian: dict[str, object], kode: str
) -> None:
    await akun(db)
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(buat_undangan, SISTEM, **isian)  # pyright: ignore[reportArgumentType]
    assert galat.value.kode == kode
    assert await isi(db) == sebelum


async def test_an_account_is_tied_only_to_a_person_of_ones_own_scope(db: Database) -> None:
    orang = await db.write(
        daftarkan_orang,
        SISTEM,
        KUNCI,
        nama="Si Tokoh Contoh",
        kepegawaian=Kepegawaian.NON_ASN,
        pemilik=Pemilik(wilayah="61.72"),
    )
    with pytest.raises(TidakDitemukan):
        await db.write(
            buat_akun, aktor("inti:akun", wilayah="61.71"), nama="a.uji", wilayah="61.71", orang_id=orang
        )
    await db.write(buat_akun, aktor("inti:akun", wilayah="61"), nama="a.uji", wilayah="61.71", orang_id=orang)
    assert await db.scalar(select(Akun.orang_id)) == orang


async def test_who_holds_less_neither_takes_over_nor_shuts_out_who_holds_more(db: Database) -> None:
    budi = await akun(db, sandi=SANDI)
    dinas = await opd(db)
    kota = aktor(*ADMIN_WILAYAH, wilayah="61.71")
    await beri(db, budi, "inti.admin_wilayah", "61.71")
    await beri(db, budi, "inti.admin_wilayah", opd=dinas)
    await db.write(atur_ulang_sandi, kota, akun_id=budi)

    await beri(db, budi, "inti.admin_wilayah", "61")
    sebelum = await isi(db)
    for unit in (atur_ulang_sandi, nonaktifkan):
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, kota, akun_id=budi)
        assert galat.value.kode == "MELEBIHI_WEWENANG"
    assert await isi(db) == sebelum
    await db.write(nonaktifkan, aktor(*ADMIN_WILAYAH, wilayah="61"), akun_id=budi)


async def test_an_administrator_of_the_same_scope_looks_after_who_works_there_for_a_plugin(
    db: Database,
) -> None:
    peran = Peran(kode="uji.operator", nama="Operator", izin=frozenset({"uji:kerja"}))
    await db.write(selaraskan, izin=[Izin(kode="uji:kerja", keterangan="Bekerja.")], peran=[peran])
    budi = await akun(db, sandi=SANDI)
    kota = aktor(*ADMIN_WILAYAH, wilayah="61.71")
    await beri(db, budi, "uji.operator", "61.71")
    await db.write(atur_ulang_sandi, kota, akun_id=budi)

    luas = await beri(db, budi, "uji.operator", "61")
    for unit in (atur_ulang_sandi, nonaktifkan):
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, kota, akun_id=budi)
        assert galat.value.kode == "MELEBIHI_WEWENANG"
    await db.write(cabut_peran, SISTEM, hibah_id=luas)
    await db.write(nonaktifkan, kota, akun_id=budi)


async def test_a_role_that_is_yet_to_begin_protects_its_account_too(db: Database) -> None:
    budi = await akun(db)
    await beri(
        db, budi, "inti.admin", "ID", mulai=hari(await db.scalar(select(waktu_db()))) + timedelta(days=30)
    )
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(atur_ulang_sandi, aktor(*ADMIN_WILAYAH, wilayah="61"), akun_id=budi)
    assert galat.value.kode == "MELEBIHI_WEWENANG"


async def test_nobody_deactivates_themselves_or_anyone_twice(db: Database) -> None:
    budi = await akun(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(nonaktifkan, aktor("inti:akun", wilayah="61", akun_id=budi), akun_id=budi)
    assert galat.value.kode == "AKUN_SENDIRI"
    await db.write(nonaktifkan, SISTEM, akun_id=budi)
    for unit in (nonaktifkan, atur_ulang_sandi):
        with pytest.raises(KeadaanMenolak) as galat:
            await db.write(unit, SISTEM, akun_id=budi)
        assert galat.value.kode == "AKUN_NONAKTIF"
    with pytest.raises(TidakDitemukan):
        await db.write(nonaktifkan, SISTEM, akun_id=uuid.UUID(int=3))
