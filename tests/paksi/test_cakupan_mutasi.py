"""Heads of offices, the regions that offices serve, gaps as a workbook, and charts; nobody here exists."""

from __future__ import annotations

import uuid
import zlib
from datetime import date
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.cakupan import baca
from forum_paksi.cakupan.celah import NAMA as AKSI_CELAH
from forum_paksi.cakupan.grafik import NAMA as AKSI_GRAFIK
from forum_paksi.cakupan.periksa import periksa_cakupan
from forum_paksi.cakupan.service import tetapkan_kepala, tetapkan_wilayah_kerja
from forum_server.plugin import (
    MEDIA_XLSX,
    Aktor,
    Database,
    Ditolak,
    GalatDomain,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    bebas_jejak,
    sekarang,
)
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi import bahan_cakupan as bahan
from tests.paksi.bahan import PONTIANAK, aktor, dasar, hibah, isi, potret, tabel
from tests.paksi.test_cakupan import KEC, KEC_LAIN, KEL, KEL_LAIN, kota

OPERATOR = aktor_uji("paksi:angkatan", "paksi:lihat", "inti:orang", wilayah=PONTIANAK)
PELIHAT = aktor_uji("paksi:lihat", wilayah="61")
KEPALA = """mutation($p: ID!, $o: ID, $d: Date!) { paksiTetapkanKepala(perangkatDaerah: $p, orang: $o, dari: $d) {
  ... on PaksiOpdDitetapkan { perangkatDaerah { paksiKepala { dari orang { id } } } }
  ... on Galat { kode letak } } }"""
KERJA = """mutation($p: ID!, $w: String) { paksiTetapkanWilayahKerja(perangkatDaerah: $p, wilayah: $w) {
  ... on PaksiOpdDitetapkan { perangkatDaerah { paksiWilayahKerja { kode } } } ... on Galat { kode letak } } }"""
CELAH = "mutation($w: String!) { paksiUnduhCelah(wilayah: $w) { ... on Tautan { alamat } ... on Galat { kode } } }"
GRAFIK = """mutation($w: String!, $g: PaksiJenisGrafik!, $b: PaksiBentukGrafik!) {
  paksiUnduhGrafik(wilayah: $w, grafik: $g, bentuk: $b) { ... on Tautan { alamat } ... on Galat { kode } } }"""


async def tetap(server: ServerUji, dokumen: str, aktor: Aktor = OPERATOR, **isian: Any) -> Any:
    jawab = await server.ask(dokumen, aktor=aktor, variables=isian)
    if jawab.errors:
        return jawab.errors[0]["extensions"]["kode"]
    (satu,) = jawab.data.values()
    return satu.get("perangkatDaerah", satu)


async def test_a_head_follows_another_and_coverage_knows(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    k = await db.write(kota)
    satu, dua = [str(await db.write(bahan.pemegang, k.dinas)) for _ in range(2)]
    hasil = await tetap(server, KEPALA, p=str(k.dinas), o=satu, d="2024-02-01")
    assert hasil == {"paksiKepala": {"dari": "2024-02-01", "orang": {"id": satu}}}
    hasil = await tetap(server, KEPALA, p=str(k.dinas), o=dua, d="2025-03-01")
    assert hasil == {"paksiKepala": {"dari": "2025-03-01", "orang": {"id": dua}}}
    assert await tetap(server, KEPALA, p=str(k.dinas), d="2026-01-01") == {"paksiKepala": None}
    assert await isi(db, "paksi_kepala_opd", "dari", "sampai") == [
        (date(2024, 2, 1), date(2025, 2, 28)),
        (date(2025, 3, 1), date(2025, 12, 31)),
    ]
    assert len(await isi(db, "jejak", "id", aksi="paksi.tetapkan_kepala")) == 3
    assert len(await isi(db, "peristiwa", "id", jenis="paksi.cakupan")) == 3


async def test_a_head_that_cannot_be_is_refused_and_nothing_is_written(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    k = await db.write(kota)
    siapa, jauh = str(await db.write(bahan.orang, k.dinas)), str(await db.write(bahan.orang, di="61.01"))
    tutup = str(await db.write(bahan.opd, "Tutup", tutup=True))
    await db.write(bahan.kepala, k.dinas, uuid.UUID(siapa), dari=date(2024, 2, 1))
    await db.write(bahan.kepala, k.kosong, uuid.UUID(siapa), dari=date(2024, 2, 1), sampai=date(2024, 12, 31))
    sebelum = await potret(db)
    dinas, kosong = str(k.dinas), str(k.kosong)
    tanggal = {"kode": "TANGGAL_KEPALA", "letak": ["dari"]}
    orang = {"kode": "TIDAK_DITEMUKAN", "letak": ["orang"]}
    opd = {"kode": "TIDAK_DITEMUKAN", "letak": ["perangkatDaerah"]}
    kasus: tuple[tuple[dict[str, Any], Any], ...] = (
        ({"p": dinas, "o": siapa, "d": "2024-02-01"}, tanggal),
        ({"p": dinas, "o": siapa, "d": "2023-01-01"}, tanggal),
        ({"p": dinas, "o": siapa, "d": "0001-01-01"}, tanggal),
        ({"p": kosong, "o": siapa, "d": "2024-12-31"}, tanggal),
        ({"p": kosong, "d": "2025-01-01"}, {"kode": "KEPALA_BERUBAH", "letak": []}),
        ({"p": dinas, "o": jauh, "d": "2025-01-01"}, orang),
        ({"p": dinas, "o": str(uuid.uuid4()), "d": "2025-01-01"}, orang),
        ({"p": dinas, "o": "bukan", "d": "2025-01-01"}, orang),
        ({"p": str(uuid.uuid4()), "o": siapa, "d": "2025-01-01"}, opd),
        ({"p": tutup, "o": siapa, "d": "2025-01-01"}, opd),
        ({"p": "bukan", "o": siapa, "d": "2025-01-01"}, opd),
    )
    for isian, harap in kasus:
        assert await tetap(server, KEPALA, **isian) == harap, isian
    assert await potret(db) == sebelum


PENJAGA = (
    ("operator pemda", aktor(hibah("paksi:angkatan", wilayah=PONTIANAK)), None),
    ("operator provinsi", aktor(hibah("paksi:angkatan", wilayah="61")), None),
    ("operator pemda lain", aktor(hibah("paksi:angkatan", wilayah="61.01")), TidakDitemukan),
    ("pelihat", aktor(hibah("paksi:lihat", wilayah=PONTIANAK)), Ditolak),
    ("operator permohonan", aktor(hibah("paksi:mohon", wilayah=PONTIANAK)), Ditolak),
    ("tanpa peran", aktor(), Ditolak),
    ("bukan siapa-siapa", Aktor.anonim(), Ditolak),
)


async def test_only_who_keeps_cohorts_of_that_pemda_sets_a_head(db: Database) -> None:
    k = await db.write(_dunia)
    siapa = await db.write(bahan.orang, k)
    sebelum = await potret(db)
    for nama, pelaku, galat in PENJAGA:
        isian: dict[str, Any] = {"opd": k, "orang": siapa, "dari": date(2025, 1, 1)}
        if galat is None:
            assert await db.write(tetapkan_kepala, pelaku, **isian) == k, nama
            await db.write(_hapus_kepala)
        else:
            with pytest.raises(galat):
                await db.write(tetapkan_kepala, pelaku, **isian)
    assert (await potret(db))["paksi_kepala_opd"] == sebelum["paksi_kepala_opd"] == []
    await db.write(_padamkan)
    with pytest.raises(KeadaanMenolak, match="tidak aktif"):
        await db.write(tetapkan_kepala, PENJAGA[0][1], opd=k, orang=siapa, dari=date(2025, 1, 1))


def _dunia(session: Session) -> uuid.UUID:
    dasar(session)
    return bahan.opd(session, "Dinas A")


def _hapus_kepala(session: Session) -> None:
    bahan.hapus(session, "paksi_kepala_opd")


def _padamkan(session: Session) -> None:
    bahan.hapus(session, "plugin_wilayah")


async def test_two_heads_at_once_and_one_of_them_is_told(db: Database) -> None:
    """The second comes when the first is written: the day, or the one open place, refuses it."""
    k = await db.write(_dunia)
    siapa = [await db.write(bahan.orang, k) for _ in range(2)]
    pelaku = PENJAGA[0][1]
    await db.write(tetapkan_kepala, pelaku, opd=k, orang=siapa[0], dari=date(2025, 1, 1))
    with pytest.raises(IsianTidakSah) as tolak:
        await db.write(tetapkan_kepala, pelaku, opd=k, orang=siapa[1], dari=date(2025, 1, 1))
    assert tolak.value.kode == "TANGGAL_KEPALA"
    assert await isi(db, "paksi_kepala_opd", "orang_id") == [(siapa[0],)]


async def test_the_check_finds_two_heads_of_one_office(db: Database) -> None:
    k = await db.write(_dunia)
    siapa = [await db.write(bahan.orang, k) for _ in range(2)]
    batas = date(2025, 1, 1)
    lama = await db.write(lambda s: bahan.kepala(s, k, siapa[0], sampai=bahan.kemarin(batas)))
    await db.write(lambda s: bahan.kepala(s, k, siapa[1], dari=batas))
    assert await db.write(periksa_cakupan) == []

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a hand in the data")
        t = tabel("paksi_kepala_opd")
        session.execute(update(t).where(t.c.id == lama).values(sampai=batas))

    await db.write(rusak)
    pertama, kedua = sorted(i for (i,) in await isi(db, "paksi_kepala_opd", "id"))
    assert await db.write(periksa_cakupan) == [
        f"perangkat daerah {k}: masa kepala {pertama} dan {kedua} beririsan"
    ]


async def test_an_office_serves_one_region_and_a_region_has_one_office(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    k = await db.write(kota)
    lain = await db.write(bahan.opd, "Kecamatan Lain", jenis="KECAMATAN")
    kecamatan = str(k.kecamatan)
    hasil = await tetap(server, KERJA, p=kecamatan, w=KEC_LAIN)
    assert hasil == {"paksiWilayahKerja": {"kode": KEC_LAIN}}
    assert await tetap(server, KERJA, p=kecamatan) == {"paksiWilayahKerja": None}
    assert await tetap(server, KERJA, p=kecamatan, w=KEC) == {"paksiWilayahKerja": {"kode": KEC}}
    jejak = len(await isi(db, "jejak", "id", aksi="paksi.tetapkan_wilayah_kerja"))
    assert jejak == 3
    assert await tetap(server, KERJA, p=kecamatan, w=KEC) == {"paksiWilayahKerja": {"kode": KEC}}
    sebelum = await potret(db)
    assert len(await isi(db, "jejak", "id", aksi="paksi.tetapkan_wilayah_kerja")) == jejak
    jauh = aktor_uji("paksi:angkatan", wilayah="61.01")
    for pelaku, opd, wilayah, kode in (
        (OPERATOR, lain, KEC, "WILAYAH_KERJA_TERPAKAI"),
        (OPERATOR, lain, KEL_LAIN, "WILAYAH_KERJA_TIDAK_SESUAI"),
        (OPERATOR, k.dinas, KEC_LAIN, "WILAYAH_KERJA_TIDAK_SESUAI"),
        (OPERATOR, k.kecamatan, PONTIANAK, "WILAYAH_KERJA_TIDAK_SESUAI"),
        (OPERATOR, k.kecamatan, "61.01.01", "TIDAK_DITEMUKAN"),
        (OPERATOR, k.kecamatan, "62.71", "TIDAK_DITEMUKAN"),
        (jauh, k.kecamatan, KEC_LAIN, "TIDAK_DITEMUKAN"),
    ):
        assert (await tetap(server, KERJA, pelaku, p=str(opd), w=wilayah))["kode"] == kode
    assert await tetap(server, KERJA, PELIHAT, p=kecamatan, w=KEC_LAIN) == "DITOLAK"
    assert await potret(db) == sebelum
    assert KEL != KEL_LAIN


async def test_what_a_closed_office_served_can_be_given_to_another(db: Database) -> None:
    def isi_dunia(session: Session) -> tuple[uuid.UUID, uuid.UUID]:
        dasar(session)
        bahan.wilayah(session, KEC)
        lama, baru = (bahan.opd(session, nama, jenis="KECAMATAN") for nama in ("Lama", "Baru"))
        bahan.melayani(session, lama, KEC)
        bahan.duta(session, bahan.orang(session, lama), PONTIANAK, lama)
        p = tabel("perangkat_daerah")
        session.execute(update(p).where(p.c.id == lama).values(dinonaktifkan_pada=sekarang(session)))
        return lama, baru

    lama, baru = await db.write(isi_dunia)
    pelaku = PENJAGA[0][1]
    for opd, wilayah in ((lama, "61.71.02"), (baru, KEC)):
        with pytest.raises(GalatDomain):
            await db.write(tetapkan_wilayah_kerja, pelaku, opd=opd, wilayah=wilayah)
    angka = await baca.angka_duta(db, [PONTIANAK], baca.hari_ini())
    assert angka[PONTIANAK] is None, "a duta of an office that is no more is none"
    await db.write(tetapkan_wilayah_kerja, pelaku, opd=lama, wilayah=None)
    await db.write(tetapkan_wilayah_kerja, pelaku, opd=baru, wilayah=KEC)
    assert await isi(db, "paksi_wilayah_kerja", "perangkat_daerah_id", "wilayah_kode") == [(baru, KEC)]


async def unduh(server: ServerUji, dokumen: str, aktor: Aktor, **isian: Any) -> Any:
    hasil = await tetap(server, dokumen, aktor, **isian)
    return hasil if "alamat" not in hasil else await server.unduh(hasil["alamat"], aktor=aktor)


async def test_the_gaps_of_a_region_as_a_workbook(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    await server.db.write(bahan.atur, "61.71", kuota_opd=2)
    await server.db.write(bahan.opd, "=Dinas 1+1", di="61.01")
    berkas, isinya = await unduh(server, CELAH, PELIHAT, w="61")
    assert (berkas.nama, berkas.media) == ("celah-cakupan-61.xlsx", MEDIA_XLSX)
    judul, *baris = CalamineWorkbook.from_filelike(BytesIO(isinya)).get_sheet_by_name("Celah").to_python()
    assert judul[:5] == ["kode wilayah", "pemda", "perangkat daerah", "jenis", "keadaan"]
    assert [b[:1] + b[2:] for b in baris] == [
        ["61.01", "=Dinas 1+1", "DINAS", "BELUM_ADA", 0.0, 0.0, "tidak", 1.0, 0.0, "tidak"],
        ["61.71", "Dinas B", "DINAS", "BELUM_ADA", 0.0, 0.0, "tidak", 2.0, 0.0, "tidak"],
        ["61.71", "Inspektorat", "INSPEKTORAT", "DI_BAWAH_KUOTA", 1.0, 1.0, "tidak", 1.0, 0.0, "tidak"],
        ["61.71", "Kecamatan Contoh", "KECAMATAN", "DI_BAWAH_KUOTA", 1.0, 0.0, "tidak", 1.0, 0.0, "tidak"],
    ]
    assert {b[1] for b in baris} == {"Kabupaten Sambas", "Kota Pontianak"}
    assert await isi(server.db, "jejak", "objek_id", "wilayah", aksi=AKSI_CELAH) == [("61", "61")]


async def test_who_may_not_see_a_region_gets_neither_its_gaps_nor_its_charts(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    k = await server.db.write(kota)
    sebelum = await potret(server.db)
    jauh, tanpa = aktor_uji("paksi:lihat", wilayah="62"), aktor_uji("paksi:minta", wilayah="61")
    opd = aktor_uji("paksi:lihat", perangkat_daerah=k.dinas)
    for dokumen, isian in ((CELAH, {"w": "61"}), (GRAFIK, {"w": "61", "g": "OPD", "b": "PNG"})):
        for pelaku in (jauh, opd):
            assert await tetap(server, dokumen, pelaku, **isian) == {"kode": "TIDAK_DITEMUKAN"}
        assert await tetap(server, dokumen, tanpa, **isian) == "DITOLAK"
    assert await potret(server.db) == sebelum
    # A right that ended between the link and its use.
    for dokumen, isian in ((CELAH, {"w": "61"}), (GRAFIK, {"w": "61", "g": "OPD", "b": "PNG"})):
        tautan = await tetap(server, dokumen, PELIHAT, **isian)
        with pytest.raises(TidakDitemukan):
            await server.unduh(tautan["alamat"], aktor=jauh)


ANGKA_OPD = "Kota Pontianak: Terpenuhi 3, Di bawah kuota 0, Belum ada 1"
LANGSUNG = (
    "Kota Pontianak (langsung): Terpenuhi 2, Di bawah kuota 0, Belum ada 1; Contoh 61.71.01: Terpenuhi 1"
)


async def test_charts_say_in_words_what_they_show(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(kota)
    for grafik, wilayah, judul, kata in (
        ("OPD", "61", "Cakupan OPD di Kalimantan Barat", ANGKA_OPD),
        ("PEMEGANG", "61.71", "Pemegang sertifikat aktif per wilayah di Kota Pontianak", "PAKSI 2, API 0"),
        ("TREN", "61", "Pemegang sertifikat aktif di Kalimantan Barat", "PAKSI 7, API 2"),
    ):
        berkas, isinya = await unduh(server, GRAFIK, PELIHAT, w=wilayah, g=grafik, b="SVG")
        assert (berkas.nama, berkas.media) == (f"{grafik.lower()}-{wilayah}.svg", "image/svg+xml")
        akar = ET.fromstring(isinya)
        ns = "{http://www.w3.org/2000/svg}"
        assert (akar.tag, akar.get("role")) == (f"{ns}svg", "img")
        assert akar.findtext(f"{ns}title") == judul
        assert kata in (akar.findtext(f"{ns}desc") or "")
        jahat = {f"{ns}{t}" for t in ("script", "foreignObject", "image", "a")}
        assert not any(e.tag in jahat for e in akar.iter())
    berkas, png = await unduh(server, GRAFIK, PELIHAT, w="61.71", g="OPD", b="PNG")
    assert (berkas.nama, berkas.media) == ("opd-61.71.png", "image/png")
    bagian = potongan(png)
    assert [jenis for jenis, _ in bagian][:3] == [b"IHDR", b"iTXt", b"iTXt"]
    assert bagian[-1] == (b"IEND", b"")
    teks = [isinya.decode() for jenis, isinya in bagian if jenis == b"iTXt"]
    assert teks[0] == "Title\0\0\0\0\0Cakupan OPD di Kota Pontianak"
    assert LANGSUNG in teks[1]
    assert len(await isi(server.db, "jejak", "id", aksi=AKSI_GRAFIK)) == 4


def potongan(png: bytes) -> list[tuple[bytes, bytes]]:
    """The chunks of a PNG, each with a checksum that fits."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    hasil: list[tuple[bytes, bytes]] = []
    letak = 8
    while letak < len(png):
        panjang = int.from_bytes(png[letak : letak + 4])
        jenis, isinya = png[letak + 4 : letak + 8], png[letak + 8 : letak + 8 + panjang]
        assert zlib.crc32(jenis + isinya) == int.from_bytes(png[letak + 8 + panjang : letak + 12 + panjang])
        hasil.append((jenis, isinya))
        letak += panjang + 12
    return hasil
