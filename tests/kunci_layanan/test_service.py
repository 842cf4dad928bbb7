"""Who may make a key, what it may hold, and who it is then."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from forum_server.akses.models import DaftarPeran
from forum_server.akses.rules import Aktor, Cara
from forum_server.akses.service import hari
from forum_server.akun.rules import sidik_rahasia
from forum_server.database import Database, bebas_jejak, sekarang
from forum_server.galat import Ditolak, GalatDomain, TidakDitemukan
from forum_server.jejak.models import Jejak
from forum_server.kunci import Kunci
from forum_server.kunci_layanan.baca import aktor_dari_kunci, asal_dikenal, frontend
from forum_server.kunci_layanan.models import AsalLayanan, JenisKunciLayanan, KunciLayanan, PeranLayanan
from forum_server.kunci_layanan.service import IZIN, KunciBaru, buat, cabut, ubah
from forum_server.orang.rules import Kepegawaian
from forum_server.orang.service import Pemilik, daftarkan
from forum_server.testing import aktor_uji
from forum_server.testing.server import GraphQLWith

SISTEM = Aktor.sistem("uji")
ASAL = "https://portal.contoh.go.id"
OPERATOR = ("inti:opd", "inti:orang")


def pelaku(*izin: str, **tempat: str) -> Aktor:
    """Who holds these permissions there, without an account of their own in the database."""
    return replace(aktor_uji(*izin, **tempat), akun_id=None)  # pyright: ignore[reportArgumentType]


async def peran(db: Database, kode: str, *izin: str) -> None:
    def tulis(session: Session) -> None:
        bebas_jejak(session, "a declared role")
        session.merge(DaftarPeran(kode=kode, nama=kode, izin=list(izin)))

    await db.write(tulis)


async def kunci(db: Database, aktor: Aktor = SISTEM, **lain: Any) -> KunciBaru:
    isi: dict[str, Any] = {"nama": "portal", "jenis": "PERAMBAN", "batas_per_menit": 60, "wilayah": "61.71"}
    isi |= {"asal": [ASAL], **lain}
    jenis: Any = JenisKunciLayanan(isi.pop("jenis"))
    return await db.write(buat, aktor, jenis=jenis, **isi)


async def peladen(db: Database, aktor: Aktor = SISTEM, **lain: Any) -> KunciBaru:
    await peran(db, "uji.operator", *OPERATOR)
    return await kunci(
        db, aktor, **{"nama": "sinkron", "jenis": "PELADEN", "asal": [], "peran": ["uji.operator"], **lain}
    )


async def isi(db: Database) -> list[int]:
    tabel = (KunciLayanan, AsalLayanan, PeranLayanan, Jejak)
    return [await db.scalar(select(func.count()).select_from(t)) for t in tabel]


PELAKU: list[tuple[str, Aktor, type[Exception] | None]] = [
    ("the system", SISTEM, None),
    ("the city's administrator of keys", pelaku(IZIN, wilayah="61.71"), None),
    ("the province's", pelaku(IZIN, wilayah="61"), None),
    ("next door's", pelaku(IZIN, wilayah="61.72"), TidakDitemukan),
    ("an institution's", pelaku(IZIN, lembaga="lsp-kpk"), TidakDitemukan),
    ("who keeps accounts", pelaku("inti:akun", "inti:peran", wilayah="61.71"), Ditolak),
    ("nobody", Aktor.anonim(), Ditolak),
]


@pytest.mark.parametrize(("siapa", "aktor", "galat"), PELAKU, ids=[p[0] for p in PELAKU])
async def test_who_may_make_change_and_revoke_a_key(
    db: Database, siapa: str, aktor: Aktor, galat: type[Exception] | None
) -> None:
    ada = await kunci(db, nama="sudah-ada")
    sebelum = await isi(db)
    for kerja in (
        lambda: kunci(db, aktor),
        lambda: db.write(ubah, aktor, kunci_id=ada.id, asal=["https://lain.contoh.go.id"]),
        lambda: db.write(cabut, aktor, kunci_id=ada.id),
    ):
        if galat is None:
            await kerja()
        else:
            with pytest.raises(galat):
                await kerja()
    if galat is not None:
        assert await isi(db) == sebelum
        assert await frontend(db, ada.kunci) is not None
    else:
        assert await frontend(db, ada.kunci) is None


async def test_the_key_is_seen_once_and_kept_as_its_hash(db: Database) -> None:
    baru = await kunci(db)
    assert baru.kunci.startswith("fpf_")
    assert len(baru.kunci) > 40
    row = await db.first(select(*KunciLayanan.__table__.c))
    assert row is not None
    assert row.sidik == sidik_rahasia(baru.kunci)
    assert baru.kunci not in str(row)
    jejak = await db.all(
        select(Jejak.aksi, Jejak.objek_id, Jejak.wilayah, Jejak.bidang).where(Jejak.objek == "kunci_layanan")
    )
    assert [tuple(j) for j in jejak] == [
        ("inti.buat_kunci_layanan", str(baru.id), "61.71", ["asal", "batas_per_menit", "jenis", "nama"])
    ]


async def test_a_frontend_is_known_by_its_key_until_it_ends(db: Database) -> None:
    baru = await kunci(db, asal=[ASAL, f"{ASAL}:443", "http://localhost:5173"])
    siapa = await frontend(db, baru.kunci)
    assert siapa is not None
    assert (siapa.nama, siapa.batas_per_menit) == ("portal", 60)
    assert siapa.asal == {ASAL, "http://localhost:5173"}
    assert await asal_dikenal(db, ASAL)
    assert not await asal_dikenal(db, "https://lain.contoh.go.id")
    assert await aktor_dari_kunci(db, baru.kunci) is None
    await db.write(ubah, SISTEM, kunci_id=baru.id, asal=["https://lain.contoh.go.id"], batas_per_menit=7)
    siapa = await frontend(db, baru.kunci)
    assert siapa is not None
    assert (siapa.asal, siapa.batas_per_menit) == ({"https://lain.contoh.go.id"}, 7)
    assert not await asal_dikenal(db, ASAL)
    await db.write(cabut, SISTEM, kunci_id=baru.id)
    assert await frontend(db, baru.kunci) is None
    assert not await asal_dikenal(db, "https://lain.contoh.go.id")
    with pytest.raises(GalatDomain) as galat:
        await db.write(cabut, SISTEM, kunci_id=baru.id)
    assert galat.value.kode == "KUNCI_SUDAH_DICABUT"
    for lain in ("", "fpf_", "fpf_salah", baru.kunci[:-1], baru.kunci.upper()):
        assert await frontend(db, lain) is None


async def test_a_key_ends_with_its_last_day_and_remembers_the_day_it_was_used(db: Database) -> None:
    def kini(session: Session) -> date:
        bebas_jejak(session, "looks")
        return hari(sekarang(session))

    hari_ini = await db.write(kini)
    satu, dua = await kunci(db, berlaku_sampai=hari_ini), await peladen(db, berlaku_sampai=hari_ini)
    assert await db.scalars(select(KunciLayanan.terakhir_dipakai)) == [None, None]
    assert await frontend(db, satu.kunci) is not None
    assert await aktor_dari_kunci(db, dua.kunci) is not None
    assert await db.scalars(select(KunciLayanan.terakhir_dipakai)) == [hari_ini, hari_ini]

    def kemarin(session: Session) -> None:
        bebas_jejak(session, "time passes")
        session.execute(update(KunciLayanan).values(berlaku_sampai=hari_ini - timedelta(days=1)))

    await db.write(kemarin)
    assert await frontend(db, satu.kunci) is None
    assert await aktor_dari_kunci(db, dua.kunci) is None
    assert not await asal_dikenal(db, ASAL)
    with pytest.raises(GalatDomain) as galat:
        await kunci(db, nama="lagi", berlaku_sampai=hari_ini - timedelta(days=1))
    assert galat.value.kode == "MASA_TIDAK_SAH"


async def test_a_server_holds_its_roles_over_its_owner_and_is_no_person(db: Database) -> None:
    baru = await peladen(db)
    assert baru.kunci.startswith("fpl_")
    hasil = await aktor_dari_kunci(db, baru.kunci)
    assert hasil is not None
    aktor, _ = hasil
    assert (aktor.akun_id, aktor.orang_id, aktor.masuk, aktor.serba_boleh) == (None, None, False, False)
    assert (aktor.nama, aktor.cara) == ("layanan:sinkron", Cara.LAYANAN)
    assert aktor.boleh("inti:orang", wilayah="61.71")
    assert not aktor.boleh("inti:orang", wilayah="61.72")
    assert await frontend(db, baru.kunci) is None
    await db.write(
        daftarkan,
        aktor,
        Kunci.baru(),
        nama="Orang Satu",
        kepegawaian=Kepegawaian.NON_ASN,
        pemilik=Pemilik(wilayah="61.71"),
    )
    jejak = await db.first(select(Jejak.pelaku, Jejak.akun_id).where(Jejak.aksi == "orang.daftarkan"))
    assert tuple(jejak or ()) == ("layanan:sinkron", None)
    await db.write(cabut, SISTEM, kunci_id=baru.id)
    assert await aktor_dari_kunci(db, baru.kunci) is None


MEMBERI = (IZIN, "inti:peran")


@pytest.mark.parametrize(
    ("izin", "kode"),
    [
        ((*MEMBERI, *OPERATOR), None),
        ((*MEMBERI, "inti:opd"), "MELEBIHI_WEWENANG"),
        ((IZIN, *OPERATOR), "Ditolak"),
    ],
)
async def test_a_key_never_holds_more_than_who_made_it(
    db: Database, izin: tuple[str, ...], kode: str | None
) -> None:
    aktor = pelaku(*izin, wilayah="61.71")
    sebelum = await isi(db)
    if kode is None:
        baru = await peladen(db, pelaku(*izin, wilayah="61.71"), wilayah="61.71")
        assert await aktor_dari_kunci(db, baru.kunci) is not None
        return
    with pytest.raises((GalatDomain, Ditolak)) as galat:
        await peladen(db, aktor)
    assert getattr(galat.value, "kode", type(galat.value).__name__) == kode
    assert await isi(db) == sebelum


@pytest.mark.parametrize("izin", ["inti:buka-identitas", "inti:akun", "inti:peran", IZIN])
async def test_what_only_a_person_may_hold_is_given_to_no_key_and_kept_from_it(
    db: Database, izin: str
) -> None:
    baru = await peladen(db)
    await peran(db, "uji.pembuka", *OPERATOR, izin)
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await peladen(db, nama="lain", peran=["uji.pembuka"])
    assert galat.value.kode == "PERAN_HANYA_ORANG"
    assert izin in galat.value.pesan
    assert await isi(db) == sebelum

    def tumbuh(session: Session) -> None:
        bebas_jejak(session, "a role grows with an upgrade")
        session.execute(
            update(DaftarPeran).where(DaftarPeran.kode == "uji.operator").values(izin=[*OPERATOR, izin])
        )

    await db.write(tumbuh)
    hasil = await aktor_dari_kunci(db, baru.kunci)
    assert hasil is not None
    assert not hasil[0].punya(izin)
    assert hasil[0].punya("inti:orang")


SALAH: list[tuple[dict[str, Any], str]] = [
    ({"asal": []}, "ASAL_DIPERLUKAN"),
    ({"peran": ["uji.operator"]}, "ASAL_DIPERLUKAN"),
    ({"jenis": "PELADEN"}, "PERAN_DIPERLUKAN"),
    ({"jenis": "PELADEN", "asal": []}, "PERAN_DIPERLUKAN"),
    ({"jenis": "PELADEN", "asal": [], "peran": ["tak.ada"]}, "PERAN_TIDAK_DIKENAL"),
    ({"asal": ["https://*.contoh.go.id"]}, "ASAL_TIDAK_SAH"),
    ({"asal": [f"https://a{n}.contoh.go.id" for n in range(21)]}, "ASAL_TIDAK_SAH"),
    ({"nama": "Portal"}, "NAMA_TIDAK_SAH"),
    ({"nama": "terpakai"}, "NAMA_TERPAKAI"),
    ({"batas_per_menit": 0}, "BATAS_TIDAK_SAH"),
    ({"wilayah": None}, "PEMILIK_TIDAK_SAH"),
    ({"lembaga": "lsp-kpk"}, "PEMILIK_TIDAK_SAH"),
    ({"wilayah": "99.99"}, "TIDAK_DITEMUKAN"),
]


@pytest.mark.parametrize(("lain", "kode"), SALAH)
async def test_what_can_not_be_is_refused_and_nothing_is_written(
    db: Database, lain: dict[str, Any], kode: str
) -> None:
    await db.write(cabut, SISTEM, kunci_id=(await kunci(db, nama="terpakai")).id)
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await kunci(db, **lain)
    assert galat.value.kode == kode
    assert await isi(db) == sebelum


async def test_a_server_is_given_no_origins(db: Database) -> None:
    baru = await peladen(db)
    sebelum = await isi(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(ubah, SISTEM, kunci_id=baru.id, asal=[ASAL])
    assert galat.value.kode == "PERAN_DIPERLUKAN"
    with pytest.raises(TidakDitemukan):
        await db.write(ubah, SISTEM, kunci_id=uuid.uuid4(), batas_per_menit=5)
    assert await isi(db) == sebelum


BUAT = """mutation($nama: String!, $wilayah: String!, $asal: [String!]) {
    buatKunciLayanan(nama: $nama, jenis: PERAMBAN, wilayah: $wilayah, asal: $asal, batasPerMenit: 90) {
        __typename ... on KunciLayananBaru { kunci layanan { id nama asal peran wilayah { kode } } } ... on Galat { kode letak }
} }"""
DAFTAR = """query($n: Int!, $after: String) { daftarKunciLayanan(wilayah: "61", first: $n, after: $after) {
    edges { node { nama jenis batasPerMenit asal peran dicabutPada terakhirDipakai wilayah { kode } lembaga { kode } } }
    pageInfo { hasNextPage endCursor } } }"""


async def test_keys_are_made_listed_and_revoked_through_graphql(graphql_with: GraphQLWith) -> None:
    server = await graphql_with()
    admin = pelaku(IZIN, wilayah="61")
    id_ = ""
    for nama, kode in (("b-portal", "61.71"), ("a-portal", "61.72"), ("c-portal", "61")):
        jawab = (
            await server.ask(BUAT, aktor=admin, nama=nama, variables={"wilayah": kode}, asal=[ASAL])
        ).hasil
        baru = jawab["buatKunciLayanan"]
        assert baru["kunci"].startswith("fpf_")
        assert baru["layanan"] | {"id": ""} == {
            "id": "",
            "nama": nama,
            "asal": [ASAL],
            "peran": [],
            "wilayah": {"kode": kode},
        }
        id_ = baru["layanan"]["id"]
    salah = (await server.ask(BUAT, aktor=admin, nama="x", variables={"wilayah": "61"}, asal=["*"])).hasil
    assert salah["buatKunciLayanan"] == {
        "__typename": "GalatIsian",
        "kode": "NAMA_TIDAK_SAH",
        "letak": ["nama"],
    }
    cabut_ = (
        "mutation($id: ID!) { cabutKunciLayanan(kunci: $id) { ... on KunciLayanan { nama dicabutPada } } }"
    )
    assert (await server.ask(cabut_, aktor=admin, id=id_)).hasil["cabutKunciLayanan"][
        "dicabutPada"
    ] is not None
    satu = await server.ask(DAFTAR, aktor=admin, n=1)
    tiga = await server.ask(DAFTAR, aktor=admin, n=3)
    assert [e["node"]["nama"] for e in tiga.hasil["daftarKunciLayanan"]["edges"]] == [
        "a-portal",
        "b-portal",
        "c-portal",
    ]
    assert len(satu.pernyataan) == len(tiga.pernyataan)
    lain = await server.ask(DAFTAR, aktor=pelaku(IZIN, wilayah="61.71"), n=5)
    assert [e["node"]["nama"] for e in lain.hasil["daftarKunciLayanan"]["edges"]] == ["b-portal"]
    tanpa = await server.ask(DAFTAR, aktor=pelaku("inti:akun"), n=5)
    assert tanpa.errors[0]["extensions"]["kode"] == "DITOLAK"
