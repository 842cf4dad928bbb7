"""Good practice: written by a member, published with the region's consent, read by all from then on. All made up."""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.angkatan import service as angkatan_service
from forum_paksi.praktik import service
from forum_paksi.praktik.rules import IsianPraktik
from forum_server.plugin import Aktor, Database, Hibah, TidakDitemukan, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, isi, potret, tabel
from tests.paksi.bahan_angkatan import BUKTI, PENGELOLA, kantor, kode, pengelola, sendiri, siapkan

ISIAN = IsianPraktik(judul="Apel integritas", ringkasan="Setiap Senin.", isi="Mulai pukul 7.")
PRAKTIK = """fragment P on PaksiPraktikBaik { id judul keadaan alasan disetujuiPada wilayah { kode }
    perangkatDaerah { nama } penulis { nama } berkas { id nama } }"""
SATU = "query($p: ID!) { paksiPraktikBaik(id: $p) { ...P } }" + PRAKTIK
DAFTAR = (
    """query($n: Int!, $k: [PaksiKeadaanPraktikBaik!]) { paksiDaftarPraktikBaik(first: $n, keadaan: $k) {
    totalCount edges { node { ...P } } } }"""
    + PRAKTIK
)
TULIS = (
    """mutation($a: ID!, $i: PaksiPraktikBaikIsian!) { paksiTulisPraktikBaik(anggota: $a, isian: $i) {
    ... on PaksiPraktikBaik { ...P } ... on Galat { kode letak } } }"""
    + PRAKTIK
)
UBAH = (
    """mutation($p: ID!, $i: PaksiPraktikBaikIsian!) { paksiUbahPraktikBaik(praktik: $p, isian: $i) {
    ... on PaksiPraktikBaik { ...P } ... on Galat { kode letak } } }"""
    + PRAKTIK
)
TAUTAN = "mutation($id: ID!) { tautanBerkas(id: $id) { ... on Tautan { alamat } ... on Galat { kode } } }"


def langkah(nama: str, *, alasan: bool = False) -> str:
    """The document of one of the mutations that move a good practice on."""
    argumen = ", alasan: $x" if alasan else ""
    return (
        f"mutation($p: ID!, $x: String = null) {{ {nama}(praktik: $p{argumen}) {{"
        " ... on PaksiPraktikBaik { ...P } ... on Galat { kode letak } } }" + PRAKTIK
    ).replace(", $x: String = null", ", $x: String!" if alasan else "")


AJUKAN = langkah("paksiAjukanPraktikBaik")
TERBITKAN = langkah("paksiTerbitkanPraktikBaik")
KEMBALIKAN = langkah("paksiKembalikanPraktikBaik", alasan=True)
TARIK = langkah("paksiTarikPraktikBaik", alasan=True)


async def tanya(server: ServerUji, dokumen: str, aktor: Aktor, **nilai: Any) -> Any:
    (hasil,) = (await server.ask(dokumen, aktor=aktor, **nilai)).hasil.values()
    return hasil


async def test_a_practice_is_read_by_all_from_consent_until_it_is_taken_back(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    _, (anggota, _), (siti, budi) = await siapkan(server.db, 2, aktif=())
    saya, orang_lain = sendiri(siti), aktor_uji("paksi:lihat", wilayah="11")
    unggahan = await server.unggah(saya, BUKTI, nama="apel.pdf")
    isian = {"judul": " Apel ", "ringkasan": "Setiap Senin.", "isi": "Pukul 7.", "unggahan": [str(unggahan)]}
    draf = await tanya(server, TULIS, saya, a=str(anggota), i=isian)
    p, berkas = draf["id"], draf["berkas"][0]["id"]
    assert draf | {"id": "", "berkas": []} == {
        "id": "",
        "judul": "Apel",
        "keadaan": "DRAF",
        "alasan": None,
        "disetujuiPada": None,
        "wilayah": {"kode": PONTIANAK},
        "perangkatDaerah": None,
        "penulis": {"nama": "Contoh 0"},
        "berkas": [],
    }

    async def terbaca() -> list[bool]:
        """By its author, its region, another member, another region, somebody who is not logged in."""
        hasil: list[bool] = []
        for aktor in (saya, PENGELOLA, sendiri(budi), orang_lain):
            lihat = await tanya(server, SATU, aktor, p=p)
            daftar = await tanya(server, DAFTAR, aktor, n=50)
            tautan = await tanya(server, TAUTAN, aktor, id=berkas)
            assert (lihat is not None) is ("alamat" in tautan) is (daftar["totalCount"] == 1)
            hasil.append(lihat is not None)
        jawab = await server.ask(DAFTAR, aktor=Aktor.anonim(), n=1)
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
        return hasil

    assert await terbaca() == [True, True, False, False]
    assert (await tanya(server, AJUKAN, saya, p=p))["keadaan"] == "DIAJUKAN"
    dikembalikan = await tanya(server, KEMBALIKAN, PENGELOLA, p=p, x="Lengkapi hasilnya.")
    assert (dikembalikan["keadaan"], dikembalikan["alasan"]) == ("DRAF", "Lengkapi hasilnya.")
    ubah = await tanya(server, UBAH, saya, p=p, i={k: v for k, v in isian.items() if k != "unggahan"})
    assert ubah["berkas"] == [{"id": berkas, "nama": "apel.pdf"}]
    await tanya(server, AJUKAN, saya, p=p)
    assert await terbaca() == [True, True, False, False]
    terbit = await tanya(server, TERBITKAN, PENGELOLA, p=p)
    assert (terbit["keadaan"], terbit["alasan"]) == ("TERBIT", None)
    assert terbit["disetujuiPada"] is not None
    assert await terbaca() == [True] * 4
    asing = await tanya(server, SATU, orang_lain, p=p)
    assert (asing["penulis"], asing["wilayah"], asing["judul"]) == (None, {"kode": PONTIANAK}, "Apel")
    ((akun,),) = await isi(server.db, "paksi_praktik_baik", "penyetuju_akun_id")
    assert akun == PENGELOLA.akun_id
    assert (await tanya(server, TARIK, PENGELOLA, p=p, x="Keliru."))["keadaan"] == "DITARIK"
    assert await terbaca() == [True, True, False, False]
    assert (await tanya(server, UBAH, saya, p=p, i=isian | {"unggahan": []}))["keadaan"] == "DRAF"


TINDAKAN = {
    "ubah": (service.ubah_praktik, {"isian": ISIAN}),
    "ajukan": (service.ajukan_praktik, {}),
    "kembalikan": (service.kembalikan_praktik, {"alasan": "x"}),
    "terbitkan": (service.terbitkan_praktik, {}),
    "tarik": (service.tarik_praktik, {"alasan": "x"}),
}
URUTAN = {
    "DRAF": (),
    "DIAJUKAN": ("ajukan",),
    "TERBIT": ("ajukan", "terbitkan"),
    "DITARIK": ("ajukan", "terbitkan", "tarik"),
}
BOLEH = {
    "DRAF": {"ubah", "ajukan"},
    "DIAJUKAN": {"kembalikan", "terbitkan"},
    "TERBIT": {"tarik"},
    "DITARIK": {"ubah"},
}


async def lakukan(db: Database, nama: str, praktik: uuid.UUID, aktor: Aktor = SISTEM) -> str:
    """Do it; the code of its refusal, or "jadi"."""
    unit, nilai = TINDAKAN[nama]
    kerja: Any = db.write(unit, aktor, praktik_id=praktik, **nilai)  # pyright: ignore[reportArgumentType]
    return (await kode(kerja))[0]


async def test_each_state_allows_its_actions_and_no_other(db: Database) -> None:
    _, (anggota,), _ = await siapkan(db)
    for keadaan, jalan in URUTAN.items():
        praktik = await db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=ISIAN)
        for nama in jalan:
            assert await lakukan(db, nama, praktik) == "jadi"
        sebelum = await potret(db)
        for nama in TINDAKAN.keys() - BOLEH[keadaan]:
            assert await lakukan(db, nama, praktik) == "KEADAAN_TIDAK_SESUAI", (keadaan, nama)
        assert await potret(db) == sebelum


async def test_who_may_write_and_who_may_publish(db: Database) -> None:
    _, (anggota, _), (siti, budi) = await siapkan(db, 2)
    praktik = await db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=ISIAN)
    for siapa, aktor, menulis, menerbitkan in (
        ("penulis", sendiri(siti), "jadi", "DITOLAK"),
        ("anggota lain", sendiri(budi), "DITOLAK", "DITOLAK"),
        ("pemda lain", pengelola("61.01"), "TIDAK_DITEMUKAN", "TIDAK_DITEMUKAN"),
        ("pelihat", aktor_uji("paksi:lihat"), "DITOLAK", "DITOLAK"),
        ("LSP", aktor_uji("paksi:jadwal", lembaga=LSP), "DITOLAK", "DITOLAK"),
        ("tanpa akun", Aktor.anonim(), "DITOLAK", "DITOLAK"),
        ("pemda", pengelola(PONTIANAK), "jadi", "jadi"),
    ):
        sebelum = await potret(db)
        tulis = db.write(service.tulis_praktik, aktor, anggota_id=anggota, isian=ISIAN)
        assert (await kode(tulis))[0] == menulis, siapa
        for nama in ("ubah", "ajukan"):
            assert await lakukan(db, nama, praktik, aktor) == menulis, siapa
        if menulis != "jadi":
            assert await potret(db) == sebelum, siapa
        diajukan = await potret(db)
        if menerbitkan != "jadi":
            for nama in ("kembalikan", "terbitkan", "tarik"):
                assert await lakukan(db, nama, praktik, aktor) == menerbitkan, siapa
            assert await potret(db) == diajukan, siapa
            if menulis == "jadi":
                assert await lakukan(db, "kembalikan", praktik) == "jadi"
    assert await lakukan(db, "terbitkan", praktik, pengelola(PONTIANAK)) == "jadi"
    assert await lakukan(db, "ubah", uuid.uuid4(), PENGELOLA) == "TIDAK_DITEMUKAN"


async def test_who_is_denied_an_office_consents_to_nothing_of_it(db: Database) -> None:
    _, (anggota,), _ = await siapkan(db)
    praktik = await db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=ISIAN)
    (dinas,) = await db.write(kantor, "DINAS")

    def di_dinas(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("paksi_praktik_baik")).values(perangkat_daerah_id=dinas))

    await db.write(di_dinas)
    await lakukan(db, "ajukan", praktik)
    izin = frozenset({"paksi:angkatan"})
    boleh = Hibah(peran="uji", izin=izin, wilayah=PONTIANAK)
    tolak = Hibah(peran="uji", izin=izin, perangkat_daerah=dinas, tolak=True)
    sendiri_saja = Hibah(peran="uji", izin=izin, perangkat_daerah=dinas)
    sebelum = await potret(db)
    for hibah in ((boleh, tolak), (sendiri_saja,)):
        aktor = replace(aktor_uji("paksi:angkatan"), hibah=hibah)
        for nama in ("kembalikan", "terbitkan"):
            assert await lakukan(db, nama, praktik, aktor) == "TIDAK_DITEMUKAN"
    assert await potret(db) == sebelum
    aktor = replace(aktor_uji("paksi:angkatan"), hibah=(boleh,))
    assert await lakukan(db, "terbitkan", praktik, aktor) == "jadi"


async def test_an_empty_or_endless_text_and_who_left_write_nothing(db: Database) -> None:
    _, (anggota,), (siti,) = await siapkan(db)
    praktik = await db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=ISIAN)
    await db.write(service.ajukan_praktik, SISTEM, praktik_id=praktik)
    sebelum = await potret(db)
    for judul, ringkasan, teks, harap in (
        (" ", "x", "x", ("WAJIB_DIISI", ["judul"])),
        ("x" * 201, "x", "x", ("TERLALU_PANJANG", ["judul"])),
        ("x", "", "x", ("WAJIB_DIISI", ["ringkasan"])),
        ("x", "x" * 1001, "x", ("TERLALU_PANJANG", ["ringkasan"])),
        ("x", "x", "\n", ("WAJIB_DIISI", ["isi"])),
        ("x", "x", "x" * 20_001, ("TERLALU_PANJANG", ["isi"])),
    ):
        isian = IsianPraktik(judul=judul, ringkasan=ringkasan, isi=teks)
        tulis = db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=isian)
        assert await kode(tulis) == harap
    kembali = db.write(service.kembalikan_praktik, SISTEM, praktik_id=praktik, alasan=" ")
    assert await kode(kembali) == ("WAJIB_DIISI", ["alasan"])
    assert await potret(db) == sebelum
    await db.write(angkatan_service.keluarkan_anggota, SISTEM, anggota_id=anggota, alasan="Mutasi")
    tulis = db.write(service.tulis_praktik, sendiri(siti), anggota_id=anggota, isian=ISIAN)
    assert await kode(tulis) == ("ANGGOTA_KELUAR", ["anggota"])
    with pytest.raises(TidakDitemukan):
        await db.write(service.tulis_praktik, SISTEM, anggota_id=uuid.uuid4(), isian=ISIAN)


async def test_of_two_decisions_at_once_one_counts(db: Database) -> None:
    _, (anggota,), _ = await siapkan(db)
    praktik = await db.write(service.tulis_praktik, SISTEM, anggota_id=anggota, isian=ISIAN)
    await db.write(service.ajukan_praktik, SISTEM, praktik_id=praktik)
    hasil = await asyncio.gather(
        *(lakukan(db, nama, praktik) for nama in ("terbitkan", "kembalikan", "terbitkan", "kembalikan"))
    )
    assert sorted(hasil) == ["KEADAAN_TIDAK_SESUAI"] * 3 + ["jadi"]


async def test_many_practices_cost_as_many_statements_as_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    _, (anggota,), (siti,) = await siapkan(server.db, aktif=())
    saya = sendiri(siti)
    for ke in range(5):
        unggahan = await server.unggah(saya, BUKTI + b"%%EOF\n" * ke)
        await server.db.write(
            service.tulis_praktik, saya, anggota_id=anggota, isian=ISIAN, unggahan=[unggahan]
        )
    satu = await server.ask(DAFTAR, aktor=PENGELOLA, n=1, k=["DRAF"])
    banyak = await server.ask(DAFTAR, aktor=PENGELOLA, n=50, k=["DRAF"])
    assert len(banyak.hasil["paksiDaftarPraktikBaik"]["edges"]) == 5
    assert len(satu.pernyataan) == len(banyak.pernyataan)
    kosong = await tanya(server, DAFTAR, PENGELOLA, n=50, k=["TERBIT"])
    assert kosong["totalCount"] == 0
