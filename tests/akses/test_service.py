"""Granting and revoking: never beyond what one holds, and in the database date's terms."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_server.akses.baca import mengapa
from forum_server.akses.models import DaftarIzin, DaftarPeran, HibahPeran
from forum_server.akses.rules import SEMUA, Aktor, Hibah, Izin, Peran
from forum_server.akses.service import Tempat, beri_peran, cabut_peran, hari, selaraskan
from forum_server.akun.service import nonaktifkan
from forum_server.database import Database, bebas_jejak, waktu_db
from forum_server.galat import Ditolak, GalatDomain, KeadaanMenolak, TidakDitemukan
from forum_server.orang.models import Orang
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik
from forum_server.orang.service import daftarkan as daftarkan_orang
from tests.akun.bantuan import (
    KUNCI,
    SISTEM,
    aksi,
    aktor,
    akun,
    beri,
    isi,
    kabar_akses,
    lembaga,
    opd,
)

ADMIN = ("inti:opd", "inti:orang", "inti:akun", "inti:peran", "inti:kunci-layanan")
PERAN = "inti.admin_wilayah"


async def hari_ini(db: Database) -> date:
    return hari(await db.scalar(select(waktu_db())))


def test_the_day_of_a_grant_is_that_of_western_indonesia() -> None:
    assert hari(datetime(2026, 8, 16, 16, 59, tzinfo=UTC)) == date(2026, 8, 16)
    assert hari(datetime(2026, 8, 16, 17, 0, tzinfo=UTC)) == date(2026, 8, 17)


AKHIR = date(2099, 12, 31)

PELAKU: list[tuple[str, Aktor, str | None]] = [
    ("the system", SISTEM, None),
    ("the city's administrator", aktor(*ADMIN, wilayah="61.71"), None),
    ("the province's administrator", aktor(*ADMIN, wilayah="61"), None),
    ("who grants but holds less", aktor("inti:peran", wilayah="61.71"), "MELEBIHI_WEWENANG"),
    ("another city's administrator", aktor(*ADMIN, wilayah="61.72"), "TIDAK_DITEMUKAN"),
    ("a lembaga's administrator", aktor(*ADMIN, lembaga="lsp-uji"), "TIDAK_DITEMUKAN"),
    ("who keeps accounts only", aktor("inti:akun", wilayah="61.71"), "DITOLAK"),
    ("nobody", Aktor.anonim(), "DITOLAK"),
    (
        "who holds the rest elsewhere",
        Aktor(
            akun_id=None,
            orang_id=None,
            nama="uji",
            hibah=(
                Hibah(peran="a", izin=frozenset({"inti:peran"}), wilayah="61.71"),
                Hibah(peran="b", izin=frozenset(ADMIN), wilayah="61.72"),
            ),
        ),
        "MELEBIHI_WEWENANG",
    ),
    (
        "who is denied a part of the place",
        Aktor(
            akun_id=None,
            orang_id=None,
            nama="uji",
            hibah=(
                Hibah(peran="a", izin=frozenset(ADMIN), wilayah="61.71"),
                Hibah(peran="b", izin=frozenset({"inti:orang"}), wilayah="61.71.01", tolak=True),
            ),
        ),
        "MELEBIHI_WEWENANG",
    ),
]


@pytest.mark.parametrize(("pelaku", "kode"), [p[1:] for p in PELAKU], ids=[p[0] for p in PELAKU])
async def test_who_may_grant(db: Database, pelaku: Aktor, kode: str | None) -> None:
    budi = await akun(db)
    sebelum = await isi(db)
    if kode is None:
        await db.write(beri_peran, pelaku, akun_id=budi, peran=PERAN, tempat=Tempat(wilayah="61.71"))
        assert (await aksi(db))[-1] == "akun.beri_peran"
        assert await kabar_akses(db) == [str(budi)]
        return
    with pytest.raises((Ditolak, GalatDomain)) as galat:
        await db.write(beri_peran, pelaku, akun_id=budi, peran=PERAN, tempat=Tempat(wilayah="61.71"))
    assert getattr(galat.value, "kode", "DITOLAK") == kode
    assert await isi(db) == sebelum


async def test_nobody_grants_above_beside_or_to_accounts_of_others(db: Database) -> None:
    budi = await akun(db)
    luar = await akun(db, "luar.uji", wilayah="61.72")
    await lembaga(db)
    kota = aktor(*ADMIN, wilayah="61.71")
    sebelum = await isi(db)
    for akun_id, tempat in (
        (budi, Tempat(wilayah="61")),
        (budi, Tempat(wilayah="ID")),
        (budi, Tempat(wilayah="61.72")),
        (budi, Tempat(lembaga="lsp-uji")),
        (budi, Tempat(perangkat_daerah=uuid.UUID(int=1))),
        (luar, Tempat(wilayah="61.71")),
        (uuid.UUID(int=1), Tempat(wilayah="61.71")),
    ):
        with pytest.raises(TidakDitemukan):
            await db.write(beri_peran, kota, akun_id=akun_id, peran=PERAN, tempat=tempat)
    assert await isi(db) == sebelum


async def test_the_all_powerful_role_is_granted_only_by_who_holds_everything(db: Database) -> None:
    budi = await akun(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(
            beri_peran,
            aktor(*ADMIN, wilayah="ID"),
            akun_id=budi,
            peran="inti.admin",
            tempat=Tempat(wilayah="61.71"),
        )
    assert galat.value.kode == "MELEBIHI_WEWENANG"
    assert "inti:buka-identitas" in galat.value.pesan
    semua = await db.scalar(select(DaftarPeran.izin).where(DaftarPeran.kode == "inti.admin"))
    assert {"inti:opd", "inti:lembaga", "inti:orang", "inti:akun", "inti:peran", "inti:plugin"} < set(semua)
    await db.write(
        beri_peran,
        aktor(*semua, wilayah="ID"),
        akun_id=budi,
        peran="inti.admin",
        tempat=Tempat(wilayah="61.71"),
    )


@pytest.mark.parametrize(
    ("tempat", "kode"),
    [
        (Tempat(), "TEMPAT_TIDAK_SAH"),
        (Tempat(wilayah="61.71", lembaga="lsp-uji"), "TEMPAT_TIDAK_SAH"),
        (Tempat(wilayah="61.70"), "TIDAK_DITEMUKAN"),
        (Tempat(lembaga="lsp-tiada"), "TIDAK_DITEMUKAN"),
        (Tempat(perangkat_daerah=uuid.UUID(int=1)), "TIDAK_DITEMUKAN"),
    ],
)
async def test_a_grant_needs_one_place_that_exists(db: Database, tempat: Tempat, kode: str) -> None:
    budi = await akun(db)
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(beri_peran, SISTEM, akun_id=budi, peran=PERAN, tempat=tempat)
    assert galat.value.kode == kode
    assert await isi(db) == sebelum


async def test_bad_grants_are_refused_and_nothing_written(db: Database) -> None:
    budi = await akun(db)
    mati = await akun(db, "mati.uji")
    await db.write(nonaktifkan, SISTEM, akun_id=mati)
    kini = await hari_ini(db)
    besok, kemarin = kini + timedelta(days=1), kini - timedelta(days=1)
    sebelum = await isi(db)
    for lain, kode in (
        ({"peran": "tidak.ada"}, "PERAN_TIDAK_DIKENAL"),
        ({"sampai": kemarin}, "MASA_TIDAK_SAH"),
        ({"mulai": besok, "sampai": kini}, "MASA_TIDAK_SAH"),
        ({"mulai": kemarin - timedelta(days=9), "sampai": kemarin}, "MASA_TIDAK_SAH"),
        ({"akun_id": mati}, "AKUN_NONAKTIF"),
        ({"alasan": "x" * 501}, "ALASAN_TERLALU_PANJANG"),
    ):
        isian = {"akun_id": budi, "peran": PERAN, "tempat": Tempat(wilayah="61.71"), **lain}
        with pytest.raises(GalatDomain) as galat:
            await db.write(beri_peran, SISTEM, **isian)  # pyright: ignore[reportArgumentType]
        assert galat.value.kode == kode
    assert await isi(db) == sebelum
    await db.write(beri_peran, SISTEM, akun_id=budi, peran=PERAN, tempat=Tempat(wilayah="61.71"), sampai=kini)


async def test_the_database_refuses_a_grant_in_no_or_in_two_places(db: Database) -> None:
    budi = await akun(db)
    await lembaga(db)

    def langsung(session: Session, **tempat: object) -> None:
        bebas_jejak(session, "a test goes around the service")
        session.execute(
            insert(HibahPeran).values(
                akun_id=budi, peran=PERAN, mulai=date(2026, 1, 1), tolak=False, **tempat
            )
        )

    for tempat in ({}, {"wilayah_kode": "61.71", "lembaga_kode": "lsp-uji"}):
        with pytest.raises(IntegrityError):
            await db.write(langsung, **tempat)
    with pytest.raises(IntegrityError):
        await db.write(langsung, wilayah_kode="61.71", sampai=date(2025, 1, 1))
    await db.write(langsung, wilayah_kode="61.71")


async def test_a_role_in_an_office_is_judged_by_the_region_of_the_office(db: Database) -> None:
    budi = await akun(db)
    dinas = await opd(db)
    for pelaku in (aktor(*ADMIN, wilayah="61.72"), aktor(*ADMIN, opd=uuid.UUID(int=4))):
        with pytest.raises(TidakDitemukan):
            await db.write(
                beri_peran, pelaku, akun_id=budi, peran=PERAN, tempat=Tempat(perangkat_daerah=dinas)
            )
    await db.write(
        beri_peran,
        aktor(*ADMIN, wilayah="61.71"),
        akun_id=budi,
        peran=PERAN,
        tempat=Tempat(perangkat_daerah=dinas),
    )


async def test_a_revoked_grant_ends_once_and_is_announced(db: Database) -> None:
    budi = await akun(db)
    hibah = await beri(db, budi, PERAN, "61.71")
    assert await db.write(cabut_peran, aktor("inti:peran", wilayah="61.71"), hibah_id=hibah) == budi
    assert (await aksi(db))[-1] == "akun.cabut_peran"
    assert await kabar_akses(db) == [str(budi), str(budi)]
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(cabut_peran, SISTEM, hibah_id=hibah)
    assert galat.value.kode == "SUDAH_DICABUT"


async def test_who_may_not_revoke(db: Database) -> None:
    budi = await akun(db)
    hibah = await beri(db, budi, PERAN, "61.71")
    sebelum = await isi(db)
    for pelaku, galat in (
        (aktor("inti:peran", wilayah="61.72"), TidakDitemukan),
        (aktor("inti:akun", wilayah="61.71"), Ditolak),
        (Aktor.anonim(), Ditolak),
    ):
        for satu in (hibah, uuid.UUID(int=2)):
            with pytest.raises(galat):
                await db.write(cabut_peran, pelaku, hibah_id=satu)
    assert await isi(db) == sebelum
    assert await db.scalar(select(HibahPeran.dicabut_pada)) is None


async def test_lifting_a_denial_is_giving(db: Database) -> None:
    budi = await akun(db)
    larangan = await beri(db, budi, PERAN, "61.71", tolak=True)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(cabut_peran, aktor("inti:peran", wilayah="61.71"), hibah_id=larangan)
    assert galat.value.kode == "MELEBIHI_WEWENANG"
    await db.write(cabut_peran, aktor(*ADMIN, wilayah="61.71"), hibah_id=larangan)


async def test_nobody_lifts_a_denial_of_their_own_before_it_begins(db: Database) -> None:
    budi = await akun(db)
    larangan = await beri(db, budi, PERAN, "61.71", tolak=True, mulai=AKHIR)
    sebelum = await isi(db)
    with pytest.raises(KeadaanMenolak) as galat:
        await db.write(cabut_peran, aktor(*ADMIN, wilayah="61.71", akun_id=budi), hibah_id=larangan)
    assert galat.value.kode == "AKUN_SENDIRI"
    assert await isi(db) == sebelum
    await db.write(cabut_peran, aktor(*ADMIN, wilayah="61.71"), hibah_id=larangan)


@pytest.mark.parametrize(
    ("sampai", "boleh"),
    [(AKHIR - timedelta(days=1), True), (AKHIR, True), (AKHIR + timedelta(days=1), False), (None, False)],
)
async def test_nobody_hands_on_a_role_for_longer_than_they_hold_it(
    db: Database, sampai: date | None, boleh: bool
) -> None:
    budi = await akun(db)
    dua = tuple(
        Hibah(peran=str(hari), izin=frozenset(ADMIN), wilayah="61.71", sampai=hari)
        for hari in (AKHIR, AKHIR - timedelta(days=7))
    )
    # What is held without end elsewhere does not help.
    lain = Hibah(peran="lain", izin=frozenset(ADMIN), wilayah="61.72")
    pelaku = Aktor(akun_id=budi, orang_id=None, nama="uji", hibah=(*dua, lain))
    sebelum = await isi(db)
    kerja = db.write(
        beri_peran, pelaku, akun_id=budi, peran=PERAN, tempat=Tempat(wilayah="61.71"), sampai=sampai
    )
    if boleh:
        await kerja
        return
    with pytest.raises(KeadaanMenolak) as galat:
        await kerja
    assert (galat.value.kode, galat.value.letak) == ("MASA_MELEBIHI_WEWENANG", ("sampai",))
    assert "31 Desember 2099" in galat.value.pesan
    assert await isi(db) == sebelum


async def test_a_denial_needs_no_more_than_the_right_to_grant_there(db: Database) -> None:
    budi = await akun(db)
    await db.write(
        beri_peran,
        aktor("inti:peran", wilayah="61.71"),
        akun_id=budi,
        peran=PERAN,
        tempat=Tempat(wilayah="61.71"),
        tolak=True,
    )
    assert (await aksi(db))[-1] == "akun.larang_peran"


async def test_why_tells_from_the_books(db: Database) -> None:
    budi = await akun(db)
    await beri(db, budi, PERAN, "61")
    ya = await mengapa(db, akun_id=budi, izin="inti:orang", kode="61.71")
    assert ya is not None
    assert ya.boleh
    assert ya.langkah[-1] == "Kesimpulan: BOLEH."
    await beri(db, budi, PERAN, "61.71", tolak=True)
    tidak = await mengapa(db, akun_id=budi, izin="inti:orang", kode="61.71")
    assert tidak is not None
    assert not tidak.boleh
    assert tidak.langkah[-2] == "Larangan selalu mengalahkan pemberian."
    await db.write(nonaktifkan, SISTEM, akun_id=budi)
    mati = await mengapa(db, akun_id=budi, izin="inti:orang", kode="33")
    assert mati is not None
    assert mati.langkah[1] == "Akun ini nonaktif, sehingga tidak memegang hak apa pun."
    assert await mengapa(db, akun_id=uuid.UUID(int=1), izin="inti:orang", kode="61") is None


async def test_the_clause_of_a_scope_keeps_exactly_what_the_actor_may(db: Database) -> None:
    await lembaga(db)
    dinas, badan = await opd(db), await opd(db, nama="Badan Contoh")
    letak = {
        "provinsi": Pemilik(wilayah="61"),
        "kota": Pemilik(wilayah="61.71"),
        "dinas": Pemilik(wilayah="61.71", perangkat_daerah=dinas),
        "badan": Pemilik(wilayah="61.71", perangkat_daerah=badan),
        "tetangga": Pemilik(wilayah="61.72"),
        "jauh": Pemilik(wilayah="33.26"),
        "lsp": Pemilik(lembaga="lsp-uji"),
    }
    for nama, pemilik in letak.items():
        await db.write(
            daftarkan_orang,
            SISTEM,
            KUNCI,
            nama=nama,
            kepegawaian=Kepegawaian.NON_ASN,
            pemilik=pemilik,
        )

    def hibah(tolak: bool = False, **tempat: object) -> Hibah:
        return Hibah(peran="uji", izin=frozenset({"inti:orang"}), tolak=tolak, **tempat)  # pyright: ignore[reportArgumentType]

    tempat = [
        {"wilayah": "ID"},
        {"wilayah": "61"},
        {"wilayah": "61.71"},
        {"perangkat_daerah": dinas},
        {"lembaga": "lsp-uji"},
    ]
    banyak = [(), *(((t, False),) for t in tempat)]
    banyak += [((a, False), (b, tolak)) for a in tempat for b in tempat for tolak in (False, True)]
    banyak += [(({"wilayah": "ID"}, False), (a, True), (b, True)) for a in tempat[1:] for b in tempat[1:]]
    for susunan in banyak:
        pemegang = Aktor(
            akun_id=None, orang_id=None, nama="uji", hibah=tuple(hibah(tolak, **t) for t, tolak in susunan)
        )
        klausa = pemegang.lingkup("inti:orang").klausa(
            Orang.wilayah_kode,
            kolom_lembaga=Orang.lembaga_kode,
            kolom_perangkat_daerah=Orang.perangkat_daerah_id,
        )
        terlihat = set(await db.scalars(select(Orang.nama).where(klausa)))
        boleh = {
            nama
            for nama, p in letak.items()
            if pemegang.boleh(
                "inti:orang", wilayah=p.wilayah, lembaga=p.lembaga, perangkat_daerah=p.perangkat_daerah
            )
        }
        assert terlihat == boleh, susunan


async def test_declared_roles_follow_their_declaration_and_gone_ones_stay(db: Database) -> None:
    izin = [Izin(kode="uji:a", keterangan="A."), Izin(kode="uji:b", keterangan="B.")]
    peran = [
        Peran(kode="uji.satu", nama="Satu", izin=frozenset({"uji:a"})),
        Peran(kode="uji.semua", nama="Semua", izin=frozenset({SEMUA})),
        Peran(kode="uji.asing", nama="Asing", izin=frozenset({"uji:a", "tiada:x"})),
    ]

    async def baca() -> dict[str, tuple[str, list[str]]]:
        stmt = select(DaftarPeran.kode, DaftarPeran.nama, DaftarPeran.izin)
        return {r.kode: (r.nama, r.izin) for r in await db.all(stmt) if r.kode.startswith("uji.")}

    def buang(session: Session) -> None:
        bebas_jejak(session, "a test begins without declarations")
        session.execute(delete(DaftarIzin))

    await db.write(buang)
    await db.write(selaraskan, izin=izin, peran=peran)
    assert await baca() == {
        "uji.satu": ("Satu", ["uji:a"]),
        "uji.semua": ("Semua", ["uji:a", "uji:b"]),
        "uji.asing": ("Asing", ["tiada:x", "uji:a"]),
    }
    baru = [Peran(kode="uji.satu", nama="Satu saja", izin=frozenset({"uji:b"}))]
    for _ in range(2):
        await db.write(selaraskan, izin=[Izin(kode="uji:b", keterangan="B baru."), izin[0]], peran=baru)
    assert (await baca())["uji.satu"] == ("Satu saja", ["uji:b"])
    assert (await baca())["uji.asing"] == ("Asing", ["tiada:x", "uji:a"])
    assert await db.scalar(select(DaftarIzin.keterangan).where(DaftarIzin.kode == "uji:b")) == "B baru."
