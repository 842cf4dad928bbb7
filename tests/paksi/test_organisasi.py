"""Forums as organisations: profile, organs, members, and who reads and writes them."""

from __future__ import annotations

import asyncio
import itertools
import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.organisasi import anggota, service
from forum_paksi.organisasi.periksa import periksa_organisasi
from forum_paksi.organisasi.rules import (
    IsianDasar,
    IsianForum,
    IsianOrgan,
    JenisDasarHukum,
    TingkatForum,
    cocok_tingkat,
    masa_sah,
    periksa_organ,
)
from forum_server.plugin import Aktor, Database, GalatDomain, IsianTidakSah, KeadaanMenolak, bebas_jejak
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import LSP, dasar, isi, orang, potret, tabel
from tests.paksi.test_himpunan_graphql import hasil

MULAI = date(2022, 3, 23)
PROVINSI = aktor_uji("paksi:forum", wilayah="61")
DASAR = IsianDasar(jenis=JenisDasarHukum.KEPUTUSAN_KEPALA_DAERAH, nomor="188/1/2022", tanggal=MULAI)
ISIAN = IsianForum(
    nama="Forum Penyuluh Contoh",
    tingkat=TingkatForum.PROVINSI,
    singkatan="FPC",
    mulai=MULAI,
    selesai=date(2035, 12, 31),
    dasar=(DASAR, IsianDasar(jenis=JenisDasarHukum.BADAN_HUKUM, nomor="AHU-1")),
)
ORGAN = (IsianOrgan(nama="Dewan Pengawas"), IsianOrgan(nama="Dewan Pengurus"))


# --- rules -----------------------------------------------------------------------------------------------


def test_a_forum_of_a_region_lies_in_a_region_of_its_level_and_others_anywhere() -> None:
    tingkat = ("NASIONAL", "PROVINSI", "KABUPATEN", "KOTA", "KECAMATAN", "KELURAHAN", "DESA", "DESA_ADAT")
    cocok = {(t, w) for t, w in itertools.product(TingkatForum, tingkat) if cocok_tingkat(t, w)}
    assert cocok == {
        (TingkatForum.NASIONAL, "NASIONAL"),
        (TingkatForum.PROVINSI, "PROVINSI"),
        (TingkatForum.KABUPATEN_KOTA, "KABUPATEN"),
        (TingkatForum.KABUPATEN_KOTA, "KOTA"),
        *((TingkatForum.INSTANSI, w) for w in tingkat),
        *((TingkatForum.PROFESI, w) for w in tingkat),
    }


HARI = st.none() | st.dates(min_value=date(2020, 1, 1), max_value=date(2020, 1, 9))


@given(HARI, HARI)
def test_a_term_never_runs_backwards(mulai: date | None, selesai: date | None) -> None:
    if selesai is None:
        assert masa_sah(mulai, selesai)
    else:
        assert masa_sah(mulai, selesai) == (mulai is not None and mulai <= selesai)


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"nama": " \t"}, "WAJIB_DIISI", ("nama",)),
        ({"nama": "x" * 201}, "TERLALU_PANJANG", ("nama",)),
        ({"singkatan": "x" * 61}, "TERLALU_PANJANG", ("singkatan",)),
        ({"selesai": MULAI - timedelta(1)}, "MASA_BAKTI_TIDAK_SAH", ("selesai",)),
        ({"mulai": None}, "MASA_BAKTI_TIDAK_SAH", ("mulai",)),
        ({"dasar": (DASAR, replace(DASAR, nomor=" 188/1/2022 "))}, "DASAR_GANDA", ("dasarHukum", "1")),
        ({"dasar": (DASAR, replace(DASAR, nomor=" "))}, "WAJIB_DIISI", ("dasarHukum", "1", "nomor")),
        ({"dasar": (replace(DASAR, nomor="1" * 121),)}, "TERLALU_PANJANG", ("dasarHukum", "0", "nomor")),
        ({"dasar": (DASAR,) * 21}, "TERLALU_BANYAK", ("dasarHukum",)),
    ],
)
def test_a_profile_with_a_wrong_value_names_the_argument(
    ganti: dict[str, Any], kode: str, letak: tuple[str, ...]
) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        replace(ISIAN, **ganti).periksa()
    assert (galat.value.kode, galat.value.letak) == (kode, letak)


def test_no_two_organs_of_a_forum_have_one_name() -> None:
    assert [o.nama for o in periksa_organ([IsianOrgan(nama="  Dewan  Pengurus ")])] == ["Dewan Pengurus"]
    id_ = uuid.uuid4()
    for organ, kode, letak in (
        ([*ORGAN, IsianOrgan(nama="dewan pengawas")], "ORGAN_GANDA", ("organ", "2")),
        ([IsianOrgan(nama="A", id=id_), IsianOrgan(nama="B", id=id_)], "ORGAN_GANDA", ("organ", "1")),
        ([IsianOrgan(nama=" ")], "WAJIB_DIISI", ("organ", "0", "nama")),
        ([IsianOrgan(nama="x" * 121)], "TERLALU_PANJANG", ("organ", "0", "nama")),
        ([IsianOrgan(nama=f"O{n}") for n in range(41)], "TERLALU_BANYAK", ("organ",)),
    ):
        with pytest.raises(IsianTidakSah) as galat:
            periksa_organ(organ)
        assert (galat.value.kode, galat.value.letak) == (kode, letak)


# --- service ---------------------------------------------------------------------------------------------


async def forum(db: Database, **ganti: Any) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A forum of the province, and its organs in order."""
    id_ = await db.write(
        service.buat_forum, PROVINSI, wilayah="61", isian=replace(ISIAN, **ganti), organ=ORGAN
    )
    return id_, [o for _, o in await isi(db, "paksi_forum_organ", "urutan", "id", forum_id=id_)]


async def ditolak(db: Database, kode: str, unit: Any, *args: Any, **isian: Any) -> GalatDomain:
    """The refusal with this kode; nothing was written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(unit, *args, **isian)
    assert (galat.value.kode, await potret(db)) == (kode, sebelum)
    return galat.value


async def angkat(
    db: Database, organ: uuid.UUID, orang_id: uuid.UUID, jabatan: str = "Anggota", mulai: date = MULAI
) -> uuid.UUID:
    """Somebody in an organ, since the forum's first day unless said otherwise."""
    return await db.write(
        anggota.angkat_anggota, PROVINSI, organ_id=organ, orang_id=orang_id, jabatan=jabatan, mulai=mulai
    )


async def test_a_name_stands_once_among_the_forums_a_region_still_has(db: Database) -> None:
    await db.write(dasar)
    satu, _ = await forum(db)
    lain, _ = await forum(db, nama="Forum Lain")
    sama = replace(ISIAN, nama=" forum  penyuluh CONTOH")
    galat = await ditolak(db, "FORUM_SUDAH_ADA", service.buat_forum, PROVINSI, wilayah="61", isian=sama)
    assert galat.letak == ("nama",)
    await ditolak(db, "FORUM_SUDAH_ADA", service.ubah_forum, PROVINSI, forum_id=lain, isian=sama)
    await db.write(service.ubah_forum, PROVINSI, forum_id=satu, isian=replace(sama, dasar=()))
    assert await isi(db, "paksi_forum_dasar", "nomor", forum_id=satu) == []
    await ditolak(db, "TINGKAT_TIDAK_SESUAI", service.buat_forum, PROVINSI, wilayah="61.71", isian=sama)
    await db.write(service.bubarkan_forum, PROVINSI, forum_id=satu, alasan="Bergabung")
    await db.write(service.ubah_forum, PROVINSI, forum_id=lain, isian=sama)
    for unit, isian in (
        (service.ubah_forum, {"isian": ISIAN}),
        (service.bubarkan_forum, {"alasan": "Lagi"}),
        (service.tetapkan_organ, {"organ": ORGAN}),
    ):
        await ditolak(db, "FORUM_BUBAR", unit, PROVINSI, forum_id=satu, **isian)


async def test_organs_change_names_and_places_but_one_with_members_does_not_go(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    id_, (pengawas, pengurus) = await forum(db)
    m = await angkat(db, pengawas, a)
    tukar = [IsianOrgan(nama="Dewan Pengawas", id=pengurus), IsianOrgan(nama="Dewan Pengurus", id=pengawas)]
    await db.write(service.tetapkan_organ, PROVINSI, forum_id=id_, organ=[*tukar, IsianOrgan(nama="Pembina")])
    rows = await isi(db, "paksi_forum_organ", "urutan", "nama", "nama_cari", "id", forum_id=id_)
    assert [r[:3] for r in rows] == [
        (1, "Dewan Pengawas", "dewan pengawas"),
        (2, "Dewan Pengurus", "dewan pengurus"),
        (3, "Pembina", "pembina"),
    ]
    assert [r[3] for r in rows[:2]] == [pengurus, pengawas]
    await db.write(anggota.berhentikan_anggota, PROVINSI, anggota_id=m, pada=MULAI)
    galat = await ditolak(
        db, "ORGAN_BERANGGOTA", service.tetapkan_organ, PROVINSI, forum_id=id_, organ=tukar[:1]
    )
    assert "Dewan Pengurus" in galat.pesan
    await db.write(service.tetapkan_organ, PROVINSI, forum_id=id_, organ=tukar[1:])
    assert await isi(db, "paksi_forum_organ", "urutan", "id", forum_id=id_) == [(1, pengawas)]
    lain, (organ_lain, _) = await forum(db, nama="Forum Lain")
    await ditolak(
        db,
        "TIDAK_DITEMUKAN",
        service.tetapkan_organ,
        PROVINSI,
        forum_id=id_,
        organ=[IsianOrgan(nama="X", id=organ_lain)],
    )
    assert len(await isi(db, "paksi_forum_organ", "id", forum_id=lain)) == 2


async def test_a_person_sits_in_an_organ_once_until_they_leave_and_may_come_back(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    (tetangga,) = await db.write(lambda s: orang(s, 1, wilayah="61.01"))
    (jauh,) = await db.write(lambda s: orang(s, 1, wilayah="62.71"))
    _, (pengawas, pengurus) = await forum(db)
    m = await angkat(db, pengurus, a, "  Ketua  II ")
    await angkat(db, pengawas, a)
    await angkat(db, pengurus, tetangga)
    isian = {"organ_id": pengurus, "jabatan": "Ketua", "mulai": MULAI}
    await ditolak(db, "SUDAH_ANGGOTA", anggota.angkat_anggota, PROVINSI, orang_id=a, **isian)
    await ditolak(db, "TIDAK_DITEMUKAN", anggota.angkat_anggota, PROVINSI, orang_id=jauh, **isian)
    await ditolak(
        db,
        "MASA_BAKTI_TIDAK_SAH",
        anggota.angkat_anggota,
        PROVINSI,
        orang_id=tetangga,
        sampai=MULAI - timedelta(1),
        **isian,
    )
    await ditolak(
        db,
        "MASA_BAKTI_TIDAK_SAH",
        anggota.berhentikan_anggota,
        PROVINSI,
        anggota_id=m,
        pada=MULAI - timedelta(1),
    )
    await db.write(anggota.berhentikan_anggota, PROVINSI, anggota_id=m, pada=date(2024, 1, 1))
    await ditolak(
        db, "SUDAH_BERHENTI", anggota.berhentikan_anggota, PROVINSI, anggota_id=m, pada=date(2024, 1, 1)
    )
    await ditolak(
        db, "SUDAH_BERHENTI", anggota.ubah_anggota, PROVINSI, anggota_id=m, jabatan="X", mulai=MULAI
    )
    baru = await angkat(db, pengurus, a, "Ketua", mulai=date(2024, 1, 1))
    await db.write(
        anggota.ubah_anggota,
        PROVINSI,
        anggota_id=baru,
        jabatan="Ketua Umum",
        mulai=date(2024, 1, 1),
        sampai=date(2030, 1, 1),
    )
    rows = await isi(
        db, "paksi_forum_anggota", "jabatan", "sampai", "berhenti_pada", orang_id=a, organ_id=pengurus
    )
    assert rows == [("Ketua II", None, date(2024, 1, 1)), ("Ketua Umum", date(2030, 1, 1), None)]


async def test_two_who_appoint_one_person_at_once_appoint_them_once(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    _, (organ, _) = await forum(db)

    async def coba() -> str:
        try:
            await angkat(db, organ, a)
        except KeadaanMenolak as galat:
            return galat.kode
        return "DIANGKAT"

    assert sorted(await asyncio.gather(*(coba() for _ in range(5)))) == ["DIANGKAT"] + ["SUDAH_ANGGOTA"] * 4

    def dua_kali(session: Session) -> None:
        bebas_jejak(session, "a test of constraints")
        t = tabel("paksi_forum_anggota")
        ((forum_id,),) = session.execute(t.select().with_only_columns(t.c.forum_id)).all()
        session.execute(
            insert(t).values(
                id=uuid.uuid4(), forum_id=forum_id, organ_id=organ, orang_id=a, jabatan="X", mulai=MULAI
            )
        )

    with pytest.raises(IntegrityError):
        await db.write(dua_kali)

    def organ_lain(session: Session) -> None:
        bebas_jejak(session, "a test of constraints")
        session.execute(update(tabel("paksi_forum_anggota")).values(forum_id=uuid.uuid4()))

    with pytest.raises(IntegrityError):
        await db.write(organ_lain)


# --- GraphQL ---------------------------------------------------------------------------------------------

POKOK = "... on PaksiForum { id nama } ... on Galat { kode pesan letak }"
SEBAGAI = "... on PaksiForumKeanggotaan { id jabatan organ { nama } berhentiPada } ... on Galat { kode pesan letak }"
BUAT = (
    "mutation($i: PaksiForumIsian!, $r: [PaksiForumOrganIsian!]!) "
    f'{{ paksiBuatForum(wilayah: "61", isian: $i, organ: $r) {{ {POKOK} }} }}'
)
UBAH = f"mutation($f: ID!, $i: PaksiForumIsian!) {{ paksiUbahForum(forum: $f, isian: $i) {{ {POKOK} }} }}"
TETAPKAN = (
    "mutation($f: ID!, $s: [PaksiForumOrganIsian!]!) "
    f"{{ paksiTetapkanOrganForum(forum: $f, organ: $s) {{ {POKOK} }} }}"
)
BUBARKAN = f'mutation($f: ID!) {{ paksiBubarkanForum(forum: $f, alasan: "Selesai") {{ {POKOK} }} }}'
ANGKAT = (
    'mutation($g: ID!, $o: ID!) { paksiAngkatAnggotaForum(organ: $g, orang: $o, jabatan: "Ketua II", '
    f'mulai: "2022-03-23") {{ {SEBAGAI} }} }}'
)
UBAH_ANGGOTA = (
    'mutation($m: ID!) { paksiUbahAnggotaForum(anggota: $m, jabatan: "Ketua", mulai: "2022-03-23") '
    f"{{ {SEBAGAI} }} }}"
)
BERHENTIKAN = (
    f'mutation($m: ID!) {{ paksiBerhentikanAnggotaForum(anggota: $m, pada: "2024-01-01") {{ {SEBAGAI} }} }}'
)
PROFIL = """query($f: ID!) { paksiForum(id: $f) {
  nama singkatan tingkat mulai selesai wilayah { kode } dasarHukum { jenis nomor tanggal }
  organ { nama } jumlahAnggota dibubarkanPada } }"""
DAFTAR = "query($b: Boolean!) { paksiDaftarForum(termasukBubar: $b) { totalCount edges { node { nama } } } }"
ANGGOTA = """query($f: ID!, $l: Boolean!) { paksiDaftarAnggotaForum(forum: $f, termasukLalu: $l) {
  edges { node { jabatan organ { nama } orang { id } forum { nama } } } } }"""
PELAKU: dict[str, Aktor] = {
    "anonim": Aktor.anonim(),
    "koordinator": aktor_uji("paksi:forum", "paksi:lihat", wilayah="61"),
    "pemda": aktor_uji("paksi:forum", wilayah="61.71"),
    "luar": aktor_uji("paksi:forum", "paksi:lihat", wilayah="62"),
    "pelihat": aktor_uji("paksi:lihat"),
    "diklat": aktor_uji("paksi:diklat", wilayah="61"),
    "lsp": aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP),
}
TANPA_IZIN = {"anonim", "pelihat", "diklat", "lsp"}
GQL_ISIAN = {
    "nama": ISIAN.nama,
    "tingkat": "PROVINSI",
    "singkatan": "FPC",
    "mulai": "2022-03-23",
    "selesai": "2035-12-31",
    "dasarHukum": [{"jenis": "KEPUTUSAN_KEPALA_DAERAH", "nomor": "188/1/2022", "tanggal": "2022-03-23"}],
}


async def test_the_life_of_a_forum_and_who_may_not_touch_it(graphql_with: GraphQLWith, db: Database) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    (a,) = await db.write(orang)
    v: dict[str, Any] = {
        "i": GQL_ISIAN,
        "r": [{"nama": "Dewan Pengawas"}, {"nama": "Dewan Pengurus"}],
        "o": str(a),
    }

    async def langkah(dokumen: str) -> dict[str, Any]:
        dipakai = {k: n for k, n in v.items() if f"${k}:" in dokumen}
        sebelum = await potret(db)
        for lain in sorted(set(PELAKU) - {"koordinator"}):
            jawab = await server.ask(dokumen, aktor=PELAKU[lain], variables=dipakai)
            harap = "DITOLAK" if lain in TANPA_IZIN else "TIDAK_DITEMUKAN"
            assert (dokumen, lain, hasil(jawab)) == (dokumen, lain, harap)
        assert await potret(db) == sebelum
        jawab = await server.ask(dokumen, aktor=PELAKU["koordinator"], variables=dipakai)
        (satu,) = jawab.hasil.values()
        assert "kode" not in satu, satu
        return satu

    v["f"] = (await langkah(BUAT))["id"]
    await langkah(UBAH)
    organ = {n: str(i) for n, i in await isi(db, "paksi_forum_organ", "nama", "id")}
    v["s"] = [{"id": organ["Dewan Pengurus"], "nama": "Pengurus"}, {"nama": "Pembina"}]
    await langkah(TETAPKAN)
    v["g"] = organ["Dewan Pengurus"]
    satu = await langkah(ANGKAT)
    assert satu == {
        "id": satu["id"],
        "jabatan": "Ketua II",
        "organ": {"nama": "Pengurus"},
        "berhentiPada": None,
    }
    v["m"] = satu["id"]
    assert (await langkah(UBAH_ANGGOTA))["jabatan"] == "Ketua"
    # the profile is anybody's, the members are not
    profil = {
        "nama": ISIAN.nama,
        "singkatan": "FPC",
        "tingkat": "PROVINSI",
        "mulai": "2022-03-23",
        "selesai": "2035-12-31",
        "wilayah": {"kode": "61"},
        "dasarHukum": GQL_ISIAN["dasarHukum"],
        "organ": [{"nama": "Pengurus"}, {"nama": "Pembina"}],
        "jumlahAnggota": 1,
        "dibubarkanPada": None,
    }
    anggota_ = [
        {
            "node": {
                "jabatan": "Ketua",
                "organ": {"nama": "Pengurus"},
                "orang": {"id": str(a)},
                "forum": {"nama": ISIAN.nama},
            }
        }
    ]
    terlihat = {"koordinator": anggota_, "pelihat": anggota_, "pemda": [], "luar": [], "lsp": []}
    for siapa, aktor in PELAKU.items():
        assert (await server.ask(PROFIL, aktor=aktor, f=v["f"])).hasil == {"paksiForum": profil}, siapa
        jawab = await server.ask(ANGGOTA, aktor=aktor, f=v["f"], l=False)
        if siapa in terlihat:
            assert jawab.hasil["paksiDaftarAnggotaForum"]["edges"] == terlihat[siapa], siapa
        else:
            assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], siapa
    assert (await langkah(BERHENTIKAN))["berhentiPada"] == "2024-01-01"
    sesudah = (await server.ask(PROFIL, f=v["f"])).hasil["paksiForum"]
    assert sesudah["jumlahAnggota"] == 0
    for lalu, banyak in ((False, 0), (True, 1)):
        jawab = await server.ask(ANGGOTA, aktor=PELAKU["koordinator"], f=v["f"], l=lalu)
        assert len(jawab.hasil["paksiDaftarAnggotaForum"]["edges"]) == banyak
    await langkah(BUBARKAN)
    for bubar, banyak in ((False, 0), (True, 1)):
        jawab = await server.ask(DAFTAR, b=bubar)
        assert jawab.hasil["paksiDaftarForum"]["totalCount"] == banyak


async def test_a_person_in_two_organs_is_one_member_and_a_term_that_is_over_is_none(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    id_, (pengawas, pengurus) = await forum(db)
    await angkat(db, pengawas, a)
    await angkat(db, pengurus, a)
    await db.write(
        anggota.angkat_anggota,
        PROVINSI,
        organ_id=pengurus,
        orang_id=b,
        jabatan="Anggota",
        mulai=MULAI,
        sampai=MULAI,
    )
    await db.write(
        anggota.angkat_anggota,
        PROVINSI,
        organ_id=pengurus,
        orang_id=c,
        jabatan="Anggota",
        mulai=date(2035, 1, 1),
    )
    jawab = await server.ask(PROFIL, f=str(id_))
    assert jawab.hasil["paksiForum"]["jumlahAnggota"] == 1


async def test_people_read_their_own_seats(graphql_with: GraphQLWith, db: Database) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    a, b = await db.write(orang, 2)
    _, (organ, _) = await forum(db)
    await angkat(db, organ, a, "Pembina")
    await angkat(db, organ, b)
    jawab = await server.ask(
        "query($o: ID!) { orang(id: $o) { paksiForum { edges { node { jabatan orang { id } } } } } }",
        aktor=aktor_uji("inti:orang", wilayah="61.71", orang_id=a),
        o=str(a),
    )
    assert jawab.hasil["orang"]["paksiForum"] == {
        "edges": [{"node": {"jabatan": "Pembina", "orang": {"id": str(a)}}}]
    }
    jawab = await server.ask(
        "query($o: ID!) { orang(id: $o) { paksiForum { edges { node { jabatan } } } } }",
        aktor=aktor_uji("inti:orang", wilayah="61.71", orang_id=a),
        o=str(b),
    )
    assert jawab.hasil["orang"]["paksiForum"] is None


BANYAK = """query($n: Int!) { paksiDaftarForum(first: $n) { edges { node {
  wilayah { kode } dasarHukum { nomor } organ { nama } jumlahAnggota } } } }"""


async def test_a_list_of_forums_costs_the_same_statements_whatever_its_length(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    (a,) = await db.write(orang)
    for ke in range(4):
        _, (organ, _) = await forum(db, nama=f"Forum {ke}")
        await angkat(db, organ, a)
    hitung = [len((await server.ask(BANYAK, n=n)).pernyataan) for n in (1, 1, 4)]
    assert hitung[1] == hitung[2] > 0


async def test_who_leaves_on_a_day_ahead_sits_there_until_then_and_only_once(db: Database) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    _, (organ, _) = await forum(db)
    lama = await angkat(db, organ, a, "Ketua")
    pergi = date(2034, 5, 1)
    await db.write(anggota.berhentikan_anggota, PROVINSI, anggota_id=lama, pada=pergi)
    baru: dict[str, Any] = {"organ_id": organ, "orang_id": a, "jabatan": "Anggota"}
    for mulai, sampai in ((date(2030, 1, 1), None), (pergi - timedelta(1), None), (MULAI, pergi)):
        galat = await ditolak(
            db, "SUDAH_ANGGOTA", anggota.angkat_anggota, PROVINSI, mulai=mulai, sampai=sampai, **baru
        )
        assert galat.letak == ("orang",)
    kini = await db.write(anggota.angkat_anggota, PROVINSI, mulai=pergi, **baru)
    isian: dict[str, Any] = {"anggota_id": kini, "jabatan": "Anggota"}
    galat = await ditolak(
        db, "SUDAH_ANGGOTA", anggota.ubah_anggota, PROVINSI, mulai=pergi - timedelta(1), **isian
    )
    assert galat.letak == ("mulai",)
    await db.write(anggota.ubah_anggota, PROVINSI, mulai=pergi + timedelta(1), **isian)
    assert await db.write(periksa_organisasi) == []

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a hand in the data")
        a = tabel("paksi_forum_anggota")
        session.execute(update(a).where(a.c.id == kini).values(mulai=pergi - timedelta(1)))

    await db.write(rusak)
    pertama, kedua = sorted((lama, kini))
    assert await db.write(periksa_organisasi) == [
        f"orang {a}: keanggotaan {pertama} dan {kedua} dalam satu organ beririsan"
    ]


async def test_names_that_grow_when_case_is_folded_still_fit(db: Database) -> None:
    await db.write(dasar)
    id_, organ = await forum(db, nama="ß" * 200)
    nama = [IsianOrgan(nama="ß" * 120, id=organ[0]), IsianOrgan(nama="Dewan Pengurus", id=organ[1])]
    await db.write(service.tetapkan_organ, PROVINSI, forum_id=id_, organ=nama)
    assert await isi(db, "paksi_forum", "nama_cari") == [("s" * 200,)]
