"""Candidates from workbooks, templates that can be filled in, and the participants of a schedule. All made up."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

import pytest

from forum_paksi.lembar.peserta import NAMA as AKSI_EKSPOR
from forum_paksi.lembar.templat import ISIAN_SERTIFIKAT
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.permintaan.service import ajukan_permintaan, buat_permintaan
from forum_paksi.sertifikat.impor import KOLOM as KOLOM_SERTIFIKAT
from forum_server.plugin import (
    MEDIA_XLSX,
    Aktor,
    Ditolak,
    Kolom,
    KolomTulis,
    baca_orang,
    baca_tabel,
    tulis_buku,
)
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, SISTEM, dasar, isi, jadwal, potret
from tests.paksi.bahan_himpunan import isian, pegawai

JUDUL = ("nama", "kepegawaian", "nip", "nik", "jabatan", "perangkat daerah")
PESERTA = (
    "nama",
    "nip",
    "jabatan",
    "perangkat daerah",
    "pemda",
    "jalur",
    "keadaan",
    "urutan tunggu",
)
NIP = ("199001012020051001", "199202022020051002", "199303032020051003")
IMPOR = """mutation($p: ID!, $u: ID!) { paksiImporCalon(permintaan: $p, unggahan: $u) {
    ... on PaksiCalonDiimpor { orangBaru permintaan { calon { urutan orang { nama } } }
      laporan { berkas dibaca ditulis sama jumlahKesalahan kesalahan { lembar baris kolom pesan } } }
    ... on Galat { kode } } }"""
EKSPOR = """mutation($j: ID!, $b: Boolean!) { paksiEksporPeserta(jadwal: $j, bukaNip: $b) {
    ... on Tautan { alamat } ... on Galat { kode } } }"""
TEMPLAT = "mutation($j: PaksiJenisTemplat!) { paksiUnduhTemplat(jenis: $j) { ... on Tautan { alamat } } }"


def operator(wilayah: str, *lain: str) -> Aktor:
    return aktor_uji("paksi:minta", "paksi:lihat", "inti:orang", *lain, wilayah=wilayah)


PONTIANAK = operator("61.71")


def buku(*baris: tuple[Any, ...]) -> bytes:
    return tulis_buku("Calon", [KolomTulis(judul=j) for j in JUDUL], baris)


def orang(ke: int) -> tuple[Any, ...]:
    return (f"Orang Contoh {'ABC'[ke]}", "PNS", NIP[ke], None, "Guru", None)


async def mulai(server: ServerUji, wilayah: str = "61.71") -> uuid.UUID:
    await server.db.write(dasar, aktif=())
    return await server.db.write(buat_permintaan, SISTEM, wilayah=wilayah, isian=isian())


async def impor(server: ServerUji, p: uuid.UUID, berkas: bytes, aktor: Aktor = PONTIANAK) -> Any:
    unggahan = await server.unggah(aktor, berkas, nama="calon.xlsx")
    return (await server.ask(IMPOR, aktor=aktor, p=str(p), u=str(unggahan))).hasil["paksiImporCalon"]


async def test_candidates_are_registered_and_added_in_the_order_of_the_file(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    hasil = await impor(server, permintaan, buku(orang(1), orang(0)))
    assert (hasil["orangBaru"], hasil["laporan"]["ditulis"], hasil["laporan"]["sama"]) == (2, 2, 0)
    assert hasil["laporan"]["berkas"] == "calon.xlsx"
    lagi = await impor(server, permintaan, buku(orang(0), orang(2), orang(1)))
    assert (lagi["orangBaru"], lagi["laporan"]["ditulis"], lagi["laporan"]["sama"]) == (1, 1, 2)
    assert [(c["urutan"], c["orang"]["nama"][-1]) for c in lagi["permintaan"]["calon"]] == [
        (1, "B"),
        (2, "A"),
        (3, "C"),
    ]
    assert await isi(server.db, "unggahan", "id") == []
    assert len(await isi(server.db, "jejak", "id", aksi="paksi.impor_calon")) == 2


async def test_one_fault_and_nothing_is_written_and_the_upload_stays(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    unggahan = await server.unggah(PONTIANAK, buku(orang(0), ("Salah", "PNS", "123", None, None, None)))
    sebelum = await potret(server.db)
    for _ in range(2):
        jawab = await server.ask(IMPOR, aktor=PONTIANAK, p=str(permintaan), u=str(unggahan))
        laporan = jawab.hasil["paksiImporCalon"]["laporan"]
        assert (laporan["dibaca"], laporan["ditulis"], laporan["jumlahKesalahan"]) == (2, 0, 1)
        (salah,) = laporan["kesalahan"]
        assert (salah["lembar"], salah["baris"], salah["kolom"]) == ("Calon", 3, "C (nip)")
        assert await potret(server.db) == sebelum


async def test_who_may_not_changes_nothing(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    for siapa, aktor, kode in (
        ("operator pemda lain", operator("61.01"), "TIDAK_DITEMUKAN"),
        ("operator provinsi lain", operator("62"), "TIDAK_DITEMUKAN"),
        ("koordinator", aktor_uji("paksi:himpun", "paksi:lihat", wilayah="61"), "DITOLAK"),
        ("LSP", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP), "DITOLAK"),
        ("akun tanpa peran", aktor_uji(), "DITOLAK"),
    ):
        unggahan = await server.unggah(aktor, buku(orang(0)))
        sebelum = await potret(server.db)
        jawab = await server.ask(IMPOR, aktor=aktor, p=str(permintaan), u=str(unggahan))
        if kode == "DITOLAK":
            assert [e["extensions"]["kode"] for e in jawab.errors] == [kode], siapa
        else:
            assert jawab.hasil["paksiImporCalon"] == {"kode": kode}, siapa
        assert await potret(server.db) == sebelum, siapa
    curian = await server.unggah(operator("61.71"), buku(orang(0)))
    jawab = await server.ask(IMPOR, aktor=PONTIANAK, p=str(permintaan), u=str(curian))
    assert jawab.hasil["paksiImporCalon"] == {"kode": "TIDAK_DITEMUKAN"}
    tanpa = aktor_uji("paksi:minta", "paksi:lihat", wilayah="61.71")
    hasil = await impor(server, permintaan, buku(orang(0)), tanpa)
    assert "tidak berwenang mendaftarkannya" in hasil["laporan"]["kesalahan"][0]["pesan"]
    assert await isi(server.db, "paksi_calon", "orang_id") == []


async def test_a_request_that_was_handed_in_takes_no_more_candidates(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    calon = await server.db.write(pegawai, "61.71", 1)
    permintaan = await server.db.write(buat_permintaan, SISTEM, wilayah="61.71", isian=isian(calon))
    await server.db.write(ajukan_permintaan, SISTEM, permintaan_id=permintaan)
    assert await impor(server, permintaan, buku(orang(0))) == {"kode": "KEADAAN_TIDAK_SESUAI"}
    assert len(await isi(server.db, "paksi_calon", "orang_id")) == 1


async def test_templates_have_the_columns_the_imports_read(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await mulai(server)
    assert [(i.judul, i.wajib) for i in ISIAN_SERTIFIKAT] == [(k.nama, k.wajib) for k in KOLOM_SERTIFIKAT]
    for jenis, nama in (("CALON", "templat-calon.xlsx"), ("SERTIFIKAT", "templat-sertifikat.xlsx")):
        tautan = (await server.ask(TEMPLAT, aktor=PONTIANAK, j=jenis)).hasil["paksiUnduhTemplat"]
        unduhan, isi_berkas = await server.unduh(tautan["alamat"], aktor=PONTIANAK)
        assert (unduhan.nama, unduhan.media) == (nama, MEDIA_XLSX)
        if jenis == "CALON":
            (salah,) = baca_orang(isi_berkas, nama).kesalahan
            assert "hanya berisi judul kolom" in salah.pesan
    asing = await server.ask(TEMPLAT, aktor=aktor_uji(), j="CALON")
    assert [e["extensions"]["kode"] for e in asing.errors] == ["DITOLAK"]


async def peserta(server: ServerUji, n: int, wilayah: str = "61.71", **ganti: Any) -> uuid.UUID:
    """A schedule on which the first `n` people of the file are, as far as there are seats."""
    permintaan = await mulai(server, wilayah)
    await impor(server, permintaan, buku(*(orang(i) for i in range(n))), operator(wilayah))
    jadwal_id = await server.db.write(jadwal, **ganti)
    for _, orang_id in await isi(server.db, "paksi_calon", "urutan", "orang_id"):
        await server.db.write(
            pesan_slot, SISTEM, jadwal_id=jadwal_id, orang_id=orang_id, jalur="DIKLAT", wilayah=wilayah
        )
    return jadwal_id


async def ekspor(server: ServerUji, j: uuid.UUID, aktor: Aktor, *, buka: bool = False) -> Any:
    return (await server.ask(EKSPOR, aktor=aktor, j=str(j), b=buka)).hasil["paksiEksporPeserta"]


async def unduh(server: ServerUji, j: uuid.UUID, aktor: Aktor, *, buka: bool = False) -> list[list[str]]:
    tautan = await ekspor(server, j, aktor, buka=buka)
    unduhan, berkas = await server.unduh(tautan["alamat"], aktor=aktor)
    assert unduhan.nama.startswith("peserta-")
    kolom = [Kolom(nama=nama, wajib=False, rahasia=True) for nama in PESERTA]
    terbaca = baca_tabel(berkas, berkas="peserta.xlsx", kolom=kolom)
    # of an empty list only the header is there, which is told as a fault
    assert [k.pesan[:24] for k in terbaca.kesalahan] in ([], ["berkas hanya berisi judu"])
    return [[b[nama] for nama in PESERTA] for b in terbaca.baris]


async def test_participants_are_masked_unless_somebody_who_may_asks_for_their_numbers(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    jadwal_id = await peserta(server, 3, kapasitas=2)
    pembuka = operator("61.71", "inti:buka-identitas")
    for aktor in (PONTIANAK, pembuka):
        baris = await unduh(server, jadwal_id, aktor)
        assert [b[1] for b in baris] == ["*" * 15 + n[-3:] for n in NIP]
        assert [(b[6], b[7]) for b in baris] == [("DITAHAN", None), ("DITAHAN", None), ("DAFTAR_TUNGGU", "1")]
    assert await isi(server.db, "jejak", "id", aksi="orang.buka_identitas") == []
    baris = await unduh(server, jadwal_id, pembuka, buka=True)
    assert [b[1] for b in baris] == list(NIP)
    dibuka = await isi(server.db, "jejak", "objek_id", aksi="orang.buka_identitas")
    assert sorted(i for (i,) in dibuka) == sorted(
        str(i) for (i,) in await isi(server.db, "paksi_calon", "orang_id")
    )
    assert len(await isi(server.db, "jejak", "id", aksi=AKSI_EKSPOR)) == 3


async def test_numbers_are_not_opened_without_the_right_nor_after_it_ended(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    jadwal_id = await peserta(server, 1)
    tolak = await server.ask(EKSPOR, aktor=PONTIANAK, j=str(jadwal_id), b=True)
    assert [e["extensions"]["kode"] for e in tolak.errors] == ["DITOLAK"]
    lihat = aktor_uji("paksi:lihat")
    jauh = replace(lihat, hibah=(*lihat.hibah, *operator("62", "inti:buka-identitas").hibah))
    assert await ekspor(server, jadwal_id, jauh, buka=True) == {"kode": "DI_LUAR_WEWENANG"}
    pembuka = operator("61.71", "inti:buka-identitas")
    tautan = await ekspor(server, jadwal_id, pembuka, buka=True)
    with pytest.raises(Ditolak):
        await server.unduh(tautan["alamat"], aktor=replace(pembuka, hibah=PONTIANAK.hibah))
    assert await isi(server.db, "jejak", "id", aksi="orang.buka_identitas") == []


async def test_everybody_exports_whom_they_may_see(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    jadwal_id = await peserta(server, 2)
    for siapa, aktor, banyak in (
        ("operator pemda", PONTIANAK, 2),
        ("koordinator", aktor_uji("paksi:himpun", "paksi:lihat", wilayah="61"), 2),
        ("LSP", aktor_uji("paksi:jadwal", lembaga=LSP), 2),
        ("operator pemda lain", operator("61.01"), 0),
        ("LSP lain", aktor_uji("paksi:jadwal", lembaga="lsp-lain"), 0),
    ):
        assert len(await unduh(server, jadwal_id, aktor)) == banyak, siapa
    for aktor in (aktor_uji(), aktor_uji("inti:akun"), Aktor.anonim()):
        jawab = await server.ask(EKSPOR, aktor=aktor, j=str(jadwal_id), b=False)
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    draf = await server.db.write(jadwal, dibuka=False)
    assert await ekspor(server, draf, PONTIANAK) == {"kode": "TIDAK_DITEMUKAN"}
    assert await ekspor(server, uuid.uuid4(), PONTIANAK) == {"kode": "TIDAK_DITEMUKAN"}
