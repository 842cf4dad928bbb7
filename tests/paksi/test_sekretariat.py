"""Sekretariat PAKSI: in an inspectorate only, with people of its own region, kept and read by the region."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from forum_paksi.sekretariat import service
from forum_paksi.sekretariat.rules import IsianSekretariat, Staf
from forum_server.plugin import Aktor, Database, GalatDomain, IsianTidakSah, bebas_jejak
from forum_server.testing import GraphQLWith, aktor_uji
from tests.paksi.bahan import LSP, dasar, isi, orang, potret, tabel
from tests.paksi.test_himpunan_graphql import hasil

PEMDA = aktor_uji("paksi:forum", wilayah="61.71")
SK = date(2025, 1, 6)


def kantor(session: Session, wilayah: str = "61.71", jenis: str = "INSPEKTORAT") -> uuid.UUID:
    """An office of a pemda."""
    bebas_jejak(session, "a test's own data")
    id_ = uuid.uuid4()
    session.execute(
        insert(tabel("perangkat_daerah")).values(
            id=id_,
            wilayah_kode=wilayah,
            jenis=jenis,
            nama=f"{jenis} contoh",
            nama_cari=f"{jenis.lower()} contoh",
            kedalaman=0,
        )
    )
    return id_


def isian(kepala: uuid.UUID, *staf: uuid.UUID, **ganti: Any) -> IsianSekretariat:
    """A complete sekretariat."""
    awal = IsianSekretariat(
        nomor_sk="700/3/2025",
        tanggal_sk=SK,
        kepala=kepala,
        staf=[Staf(orang=s, tugas="Administrasi") for s in staf],
        alamat="Jalan Contoh 1",
        telepon="0561-123456",
        surel="paksi@contoh.go.id",
    )
    return replace(awal, **ganti)


A, B = uuid.UUID(int=1), uuid.UUID(int=2)


@pytest.mark.parametrize(
    ("ganti", "kode", "letak"),
    [
        ({"nomor_sk": " "}, "WAJIB_DIISI", ("nomorSk",)),
        ({"nomor_sk": "1" * 121}, "TERLALU_PANJANG", ("nomorSk",)),
        ({"alamat": "x" * 301}, "TERLALU_PANJANG", ("alamat",)),
        ({"telepon": "telepon saya"}, "TELEPON_TIDAK_SAH", ("telepon",)),
        ({"telepon": "0" * 41}, "TERLALU_PANJANG", ("telepon",)),
        ({"surel": "paksi@contoh"}, "SUREL_TIDAK_SAH", ("surel",)),
        ({"surel": "a b@contoh.id"}, "SUREL_TIDAK_SAH", ("surel",)),
        ({"staf": [Staf(orang=A)]}, "ORANG_GANDA", ("staf", "0")),
        ({"staf": [Staf(orang=B), Staf(orang=B)]}, "ORANG_GANDA", ("staf", "1")),
        ({"staf": [Staf(orang=B, tugas="x" * 121)]}, "TERLALU_PANJANG", ("staf", "0", "tugas")),
        ({"staf": [Staf(orang=uuid.uuid4()) for _ in range(101)]}, "TERLALU_BANYAK", ("staf",)),
    ],
)
def test_a_wrong_value_names_the_argument(ganti: dict[str, Any], kode: str, letak: tuple[str, ...]) -> None:
    with pytest.raises(IsianTidakSah) as galat:
        replace(isian(A), **ganti).periksa()
    assert (galat.value.kode, galat.value.letak) == (kode, letak)


def test_contact_may_stay_empty() -> None:
    bersih = isian(A, telepon=" ", surel="", alamat=None).periksa()
    assert (bersih.telepon, bersih.surel, bersih.alamat) == (None, None, None)


async def ditolak(db: Database, kode: str, unit: Any, *args: Any, **isian_: Any) -> GalatDomain:
    """The refusal with this kode; nothing was written."""
    sebelum = await potret(db)
    with pytest.raises(GalatDomain) as galat:
        await db.write(unit, *args, **isian_)
    assert (galat.value.kode, await potret(db)) == (kode, sebelum)
    return galat.value


async def test_a_sekretariat_is_written_anew_and_taken_away(db: Database) -> None:
    await db.write(dasar)
    a, b, c = await db.write(orang, 3)
    id_ = await db.write(kantor)
    await db.write(service.tetapkan_sekretariat, PEMDA, perangkat_daerah_id=id_, isian=isian(a, b))
    await db.write(
        service.tetapkan_sekretariat,
        PEMDA,
        perangkat_daerah_id=id_,
        isian=isian(b, a, c, telepon=None, nomor_sk="700/9/2025"),
    )
    assert await isi(db, "paksi_sekretariat", "nomor_sk", "kepala_id", "telepon", "wilayah_kode") == [
        ("700/9/2025", b, None, "61.71")
    ]
    assert {o for (o,) in await isi(db, "paksi_sekretariat_staf", "orang_id")} == {a, c}
    await db.write(service.hapus_sekretariat, PEMDA, perangkat_daerah_id=id_)
    assert await isi(db, "paksi_sekretariat", "nomor_sk") == []
    assert await isi(db, "paksi_sekretariat_staf", "orang_id") == []
    galat = await ditolak(db, "TIDAK_DITEMUKAN", service.hapus_sekretariat, PEMDA, perangkat_daerah_id=id_)
    assert galat.letak == ("perangkatDaerah",)


async def test_only_a_living_inspectorate_has_one_and_only_its_own_regions_people_work_there(
    db: Database,
) -> None:
    await db.write(dasar)
    (a,) = await db.write(orang)
    (lain,) = await db.write(lambda s: orang(s, 1, wilayah="61.01"))
    id_ = await db.write(kantor)
    dinas = await db.write(lambda s: kantor(s, jenis="DINAS"))
    tetangga = await db.write(lambda s: kantor(s, "61.01"))
    for opd, isi_, kode, letak in (
        (dinas, isian(a), "BUKAN_INSPEKTORAT", ("perangkatDaerah",)),
        (tetangga, isian(a), "TIDAK_DITEMUKAN", ("perangkatDaerah",)),
        (uuid.uuid4(), isian(a), "TIDAK_DITEMUKAN", ("perangkatDaerah",)),
        (id_, isian(lain), "TIDAK_DITEMUKAN", ("kepala",)),
        (id_, isian(a, lain), "TIDAK_DITEMUKAN", ("staf", "0")),
    ):
        galat = await ditolak(
            db, kode, service.tetapkan_sekretariat, PEMDA, perangkat_daerah_id=opd, isian=isi_
        )
        assert galat.letak == letak

    def tutup(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        session.execute(update(tabel("perangkat_daerah")).values(dinonaktifkan_pada=datetime.now(UTC)))

    await db.write(tutup)
    await ditolak(
        db,
        "PERANGKAT_DAERAH_TUTUP",
        service.tetapkan_sekretariat,
        PEMDA,
        perangkat_daerah_id=id_,
        isian=isian(a),
    )


TETAPKAN = """mutation($p: ID!, $i: PaksiSekretariatIsian!) {
  paksiTetapkanSekretariat(perangkatDaerah: $p, isian: $i) {
    ... on PaksiSekretariat { id nomorSk } ... on Galat { kode letak } } }"""
HAPUS = """mutation($p: ID!) { paksiHapusSekretariat(perangkatDaerah: $p) {
    ... on PaksiSekretariatTerhapus { id } ... on Galat { kode letak } } }"""
DAFTAR = """query { paksiDaftarSekretariat { edges { node {
  nomorSk tanggalSk alamat telepon surel wilayah { kode } perangkatDaerah { id } kepala { id }
  staf { tugas orang { id } } } } } }"""
PELAKU: dict[str, Aktor] = {
    "anonim": Aktor.anonim(),
    "pemda": PEMDA,
    "koordinator": aktor_uji("paksi:forum", "paksi:lihat", wilayah="61"),
    "pemda_lain": aktor_uji("paksi:forum", wilayah="61.01"),
    "pelihat": aktor_uji("paksi:lihat"),
    "diklat": aktor_uji("paksi:diklat", wilayah="61"),
    "lsp": aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP),
}
TANPA_IZIN = {"anonim", "pelihat", "diklat", "lsp"}


async def test_who_keeps_and_who_reads_a_sekretariat(graphql_with: GraphQLWith, db: Database) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    a, b = await db.write(orang, 2)
    id_ = str(await db.write(kantor))
    masukan = {
        "nomorSk": "700/3/2025",
        "tanggalSk": "2025-01-06",
        "kepala": str(a),
        "staf": [{"orang": str(b), "tugas": "Administrasi"}],
        "telepon": "0561-123456",
    }
    node = {
        "nomorSk": "700/3/2025",
        "tanggalSk": "2025-01-06",
        "alamat": None,
        "telepon": "0561-123456",
        "surel": None,
        "wilayah": {"kode": "61.71"},
        "perangkatDaerah": {"id": id_},
        "kepala": {"id": str(a)},
        "staf": [{"tugas": "Administrasi", "orang": {"id": str(b)}}],
    }
    for dokumen, boleh in ((TETAPKAN, "pemda"), (HAPUS, "koordinator")):
        variabel: dict[str, Any] = {"p": id_, "i": masukan} if dokumen is TETAPKAN else {"p": id_}
        sebelum = await potret(db)
        for siapa in sorted(set(PELAKU) - {"pemda", "koordinator"}):
            jawab = await server.ask(dokumen, aktor=PELAKU[siapa], variables=variabel)
            harap = "DITOLAK" if siapa in TANPA_IZIN else "TIDAK_DITEMUKAN"
            assert (siapa, hasil(jawab)) == (siapa, harap)
        assert await potret(db) == sebelum
        jawab = await server.ask(dokumen, aktor=PELAKU[boleh], variables=variabel)
        (satu,) = jawab.hasil.values()
        assert satu["id"] == id_
        ada = dokumen is TETAPKAN
        for siapa in ("pemda", "koordinator", "pelihat", "pemda_lain", "lsp"):
            jawab = await server.ask(DAFTAR, aktor=PELAKU[siapa])
            terlihat = [e["node"] for e in jawab.hasil["paksiDaftarSekretariat"]["edges"]]
            harap_baca = [node] if ada and siapa in {"pemda", "koordinator", "pelihat"} else []
            assert terlihat == harap_baca, siapa
        for siapa in ("anonim", "diklat"):
            jawab = await server.ask(DAFTAR, aktor=PELAKU[siapa])
            assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]


async def test_an_office_shows_its_sekretariat_to_who_reads_the_region(
    graphql_with: GraphQLWith, db: Database
) -> None:
    server = await graphql_with("paksi", aktif={})
    await db.write(dasar)
    (a,) = await db.write(orang)
    id_ = await db.write(kantor)
    await db.write(service.tetapkan_sekretariat, PEMDA, perangkat_daerah_id=id_, isian=isian(a))
    tanya = """query { daftarPerangkatDaerah(wilayah: "61.71") {
      edges { node { paksiSekretariat { nomorSk } } } } }"""
    for siapa, harap in (("pemda", {"nomorSk": "700/3/2025"}), ("pemda_lain", None), ("diklat", None)):
        jawab = await server.ask(tanya, aktor=PELAKU[siapa])
        assert jawab.hasil["daftarPerangkatDaerah"]["edges"] == [{"node": {"paksiSekretariat": harap}}], siapa


async def test_an_inspectorates_own_operator_names_its_own_people_only(db: Database) -> None:
    await db.write(dasar)
    p = await db.write(kantor)
    dalam, luar, lain = await db.write(orang, 3)

    def bekerja(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        o = tabel("orang")
        session.execute(update(o).where(o.c.id.in_((dalam, lain))).values(perangkat_daerah_id=p))

    await db.write(bekerja)
    sendiri = aktor_uji("paksi:forum", perangkat_daerah=p)
    for salah, letak in ((isian(luar), ("kepala",)), (isian(dalam, lain, luar), ("staf", "1"))):
        galat = await ditolak(
            db, "TIDAK_DITEMUKAN", service.tetapkan_sekretariat, sendiri, perangkat_daerah_id=p, isian=salah
        )
        assert galat.letak == letak
    await db.write(service.tetapkan_sekretariat, sendiri, perangkat_daerah_id=p, isian=isian(dalam, lain))
    assert await isi(db, "paksi_sekretariat", "kepala_id") == [(dalam,)]
