"""Certificates through GraphQL: who sees what, what anybody may check, and what is printed."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from pypdf import PdfReader
from sqlalchemy import update
from sqlalchemy.orm import Session

from forum_paksi.sertifikat.rules import geser_bulan
from forum_server.plugin import GalatDomain, bebas_jejak, qr_png, qr_svg
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, isi, potret, tabel
from tests.paksi.bahan import orang as buat_orang
from tests.paksi.bahan_kelayakan import kegiatan, permohonan
from tests.paksi.bahan_kelayakan import sertifikat as baris_sertifikat
from tests.paksi.bahan_sertifikat import KINI, satu_orang, terbit
from tests.paksi.test_surat import kop

DI_LSP = aktor_uji("paksi:terbitkan", "inti:orang", lembaga=LSP)
DI_KOTA = aktor_uji("paksi:lihat", "inti:orang", wilayah=PONTIANAK)
BARU = KINI - timedelta(days=30)
PERIKSA = """query($k: String!) { paksiPeriksaSertifikat(kode: $k) { berlaku keadaan nama skema wilayah } }"""
SATU = """query($s: ID!) { paksiSertifikat(sertifikat: $s) { nomor jenis keadaan berlaku diakui berhentiPada
    kodePeriksa pengganti { nomor } riwayat { dari ke alasan } } }"""
UBAH = """mutation($s: ID!, $a: String!) { paksi%sSertifikat(sertifikat: $s, alasan: $a) {
    ... on PaksiSertifikat { keadaan berlaku riwayat { ke alasan } } ... on Galat { kode } } }"""
QR = """mutation($s: ID!, $b: PaksiBentukQr!) { paksiUnduhQrSertifikat(sertifikat: $s, bentuk: $b) {
    ... on Tautan { alamat } ... on Galat { kode } } }"""
SURAT = """mutation($s: ID!) { paksiBuatSuratKeterangan(sertifikat: $s, nomorSurat: "KET/1/2030",
    tanggalSurat: "2030-02-03") { ... on Tautan { alamat } ... on Galat { kode } } }"""


async def mulai(server: ServerUji) -> tuple[uuid.UUID, uuid.UUID, str]:
    """Somebody with a certificate of a month ago: the person, the certificate, its code."""
    siapa = await server.db.write(satu_orang, aktif=())
    ada = await server.db.write(terbit, siapa, BARU, "PAKSI_MUDA", nomor="A-1")
    ((kode,),) = await isi(server.db, "paksi_sertifikat", "kode_periksa", id=ada)
    return siapa, ada, kode


async def satu(server: ServerUji, dokumen: str, aktor: Any = None, **nilai: Any) -> Any:
    jawab = await server.ask(dokumen, aktor=aktor, variables=nilai)
    (hasil,) = jawab.hasil.values()
    return hasil


async def test_anybody_checks_a_certificate_by_its_code_and_learns_five_things(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    _, ada, kode = await mulai(server)
    benar = {
        "berlaku": True,
        "keadaan": "AKTIF",
        "nama": "Contoh 0",
        "skema": "Penyuluh Antikorupsi Muda",
        "wilayah": "Kota Pontianak",
    }
    hasil = await satu(server, PERIKSA, k=kode)
    assert hasil | {"wilayah": benar["wilayah"]} == benar
    assert "Pontianak" in hasil["wilayah"]
    assert await satu(server, PERIKSA, k=f" {kode[:16].lower()} {kode[16:]}") == hasil
    await satu(server, UBAH % "Bekukan", DI_LSP, s=str(ada), a="Dugaan.")
    assert await satu(server, PERIKSA, k=kode) == hasil | {"berlaku": False, "keadaan": "DIBEKUKAN"}
    tipe = await server.ask('{ __type(name: "PaksiPemeriksaanSertifikat") { fields { name } } }')
    assert {f["name"] for f in tipe.hasil["__type"]["fields"]} == set(benar)


async def test_a_code_that_leads_nowhere_says_nothing(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, ada, kode = await mulai(server)
    asing = await server.db.write(terbit, siapa, KINI, lembaga="lsp-lain")
    ((tak_dihitung,),) = await isi(server.db, "paksi_sertifikat", "kode_periksa", id=asing)
    lain = kode[:-1] + ("A" if kode[-1] != "A" else "B")
    for tebakan in (
        lain,
        tak_dihitung,
        str(ada),
        "A-1",
        "",
        "%",
        kode[:-1],
        kode + "A",
        kode * 100,
        "\u0131" * 32,
    ):
        assert await satu(server, PERIKSA, k=tebakan) is None, tebakan


async def test_who_sees_one_certificate(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, ada, kode = await mulai(server)
    await server.db.write(terbit, siapa, KINI, "PAKSI_UTAMA", nomor="A-2")
    lihat = {
        "nomor": "A-1",
        "jenis": "PAKSI",
        "keadaan": "DIGANTIKAN",
        "berlaku": False,
        "diakui": True,
        "berhentiPada": KINI.isoformat(),
        "kodePeriksa": kode,
        "pengganti": {"nomor": "A-2"},
        "riwayat": [
            {"dari": None, "ke": "AKTIF", "alasan": None},
            {"dari": "AKTIF", "ke": "DIGANTIKAN", "alasan": None},
        ],
    }
    pemegang = aktor_uji(wilayah=PONTIANAK, akun_id=uuid.uuid4(), orang_id=siapa)
    for boleh in (DI_LSP, DI_KOTA, pemegang, aktor_uji("paksi:sertifikat", wilayah="61")):
        assert await satu(server, SATU, boleh, s=str(ada)) == lihat
    orang_lain = aktor_uji(wilayah=PONTIANAK, akun_id=uuid.uuid4(), orang_id=uuid.uuid4())
    for tidak in (
        orang_lain,
        aktor_uji("paksi:lihat", wilayah="62"),
        aktor_uji("paksi:terbitkan", lembaga="lsp-lain"),
        aktor_uji("paksi:mohon", wilayah=PONTIANAK),
    ):
        assert await satu(server, SATU, tidak, s=str(ada)) is None
    assert await satu(server, SATU, DI_LSP, s="bukan-id") is None
    anonim = await server.ask(SATU, s=str(ada))
    assert [e["extensions"]["kode"] for e in anonim.errors] == ["DITOLAK"]


async def test_a_certificate_follows_its_holder_and_what_replaced_it_stays_behind(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, lama, _ = await mulai(server)

    def pindah(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("orang")
        session.execute(update(t).where(t.c.id == siapa).values(wilayah_kode="62.71"))

    orang = "query($o: ID!) { orang(id: $o) { paksiSertifikat { edges { node { nomor } } } } }"
    tujuan = aktor_uji("paksi:lihat", "inti:orang", wilayah="62.71")
    assert await satu(server, SATU, tujuan, s=str(lama)) is None
    await server.db.write(pindah)
    assert (await satu(server, SATU, tujuan, s=str(lama)))["nomor"] == "A-1"
    assert await satu(server, orang, tujuan, o=str(siapa)) == {
        "paksiSertifikat": {"edges": [{"node": {"nomor": "A-1"}}]}
    }
    baru = await server.db.write(terbit, siapa, KINI, nomor="A-2")

    def di_tujuan(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_sertifikat")
        session.execute(update(t).where(t.c.id == baru).values(wilayah_kode="62.71"))

    await server.db.write(di_tujuan)
    for aktor, harap in ((DI_KOTA, None), (tujuan, {"nomor": "A-2"}), (DI_LSP, {"nomor": "A-2"})):
        hasil = await satu(server, SATU, aktor, s=str(lama))
        assert (hasil["keadaan"], hasil["pengganti"]) == ("DIGANTIKAN", harap)
    assert await satu(server, SATU, DI_KOTA, s=str(baru)) is None


async def test_why_a_certificate_was_suspended_is_for_those_it_concerns(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, ada, _ = await mulai(server)
    await satu(server, UBAH % "Bekukan", DI_LSP, s=str(ada), a="Dugaan.")
    pengelola = aktor_uji("paksi:lihat", "paksi:mohon", wilayah=PONTIANAK)
    pemegang = aktor_uji(wilayah=PONTIANAK, akun_id=uuid.uuid4(), orang_id=siapa)
    for aktor, harap in (
        (pemegang, "Dugaan."),
        (DI_LSP, "Dugaan."),
        (pengelola, "Dugaan."),
        (DI_KOTA, None),
        (aktor_uji("paksi:sertifikat", wilayah="61"), None),
        (aktor_uji("paksi:lihat", lembaga=LSP), None),
    ):
        hasil = await satu(server, SATU, aktor, s=str(ada))
        assert hasil["riwayat"][-1] == {"dari": "AKTIF", "ke": "DIBEKUKAN", "alasan": harap}


async def test_a_person_sees_the_own_certificates_without_any_permission_of_paksi(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await mulai(server)
    (lain,) = await server.db.write(buat_orang)
    pemegang = aktor_uji("inti:orang", wilayah=PONTIANAK, orang_id=siapa)
    daftar = "{ paksiDaftarSertifikat { totalCount } }"
    tolak = await server.ask(daftar, aktor=pemegang)
    assert [e["extensions"]["kode"] for e in tolak.errors] == ["DITOLAK"]
    assert (await server.ask(daftar, aktor=DI_LSP)).hasil["paksiDaftarSertifikat"]["totalCount"] == 1
    orang = "query($o: ID!) { orang(id: $o) { paksiSertifikat { edges { node { nomor } } } } }"
    assert await satu(server, orang, pemegang, o=str(siapa)) == {
        "paksiSertifikat": {"edges": [{"node": {"nomor": "A-1"}}]}
    }
    assert await satu(server, orang, pemegang, o=str(lain)) == {"paksiSertifikat": None}


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_the_list_is_narrowed_by_issuer_and_by_the_day_it_ends(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await mulai(server)
    await server.db.write(terbit, siapa, KINI, lembaga="lsp-lain", nomor="L-1")
    dokumen = """query($l: String, $b: Date, $p: Date) { paksiDaftarSertifikat(lembaga: $l, berakhirSampai: $b,
        berlakuPada: $p) { edges { node { nomor } } } }"""

    async def nomor(**nilai: Any) -> list[str]:
        hasil = await satu(server, dokumen, DI_KOTA, **nilai)
        return [e["node"]["nomor"] for e in hasil["edges"]]

    akhir = geser_bulan(BARU, 36) - timedelta(days=1)
    assert await nomor() == ["L-1", "A-1"]
    assert await nomor(l=LSP) == ["A-1"]
    assert await nomor(b=akhir.isoformat()) == ["A-1"]
    assert await nomor(b=(akhir - timedelta(days=1)).isoformat()) == []
    assert await nomor(p=BARU.isoformat()) == ["A-1"]
    await server.db.write(terbit, siapa, KINI, nomor="A-2")
    assert await nomor(p=(KINI - timedelta(days=1)).isoformat(), l=LSP) == ["A-1"]
    assert await nomor(p=KINI.isoformat(), l=LSP) == ["A-2"]


async def test_an_lsp_suspends_reinstates_and_revokes(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    _, ada, _ = await mulai(server)
    for nama, alasan, keadaan, berlaku in (
        ("Bekukan", "Dugaan.", "DIBEKUKAN", False),
        ("Aktifkan", "Tidak terbukti.", "AKTIF", True),
        ("Cabut", "Kode etik.", "DICABUT", False),
    ):
        hasil = await satu(server, UBAH % nama, DI_LSP, s=str(ada), a=alasan)
        assert (hasil["keadaan"], hasil["berlaku"]) == (keadaan, berlaku)
        assert hasil["riwayat"][-1] == {"ke": keadaan, "alasan": alasan}
    sebelum = await potret(server.db)
    assert await satu(server, UBAH % "Cabut", DI_LSP, s=str(ada), a="Lagi.") == {
        "kode": "KEADAAN_TIDAK_SESUAI"
    }
    assert await satu(server, UBAH % "Cabut", DI_LSP, s="x", a="Lagi.") == {"kode": "TIDAK_DITEMUKAN"}
    assert await potret(server.db) == sebelum


async def test_the_code_is_printed_as_an_image(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, ada, kode = await mulai(server)
    pemegang = aktor_uji(wilayah=PONTIANAK, orang_id=siapa)
    tolak = aktor_uji("paksi:lihat", wilayah="62")
    assert await satu(server, QR, tolak, s=str(ada), b="PNG") == {"kode": "TIDAK_DITEMUKAN"}
    png = (await satu(server, QR, pemegang, s=str(ada), b="PNG"))["alamat"]
    svg = (await satu(server, QR, DI_KOTA, s=str(ada), b="SVG"))["alamat"]
    assert len(await isi(server.db, "jejak", "id", aksi="paksi.qr_sertifikat", objek_id=str(ada))) == 2
    unduhan, gambar = await server.unduh(png, aktor=pemegang)
    assert (unduhan.nama, unduhan.media) == ("qr A-1.png", "image/png")
    assert gambar == qr_png(kode)
    unduhan, teks = await server.unduh(svg, aktor=DI_KOTA)
    assert (unduhan.nama, unduhan.media) == ("qr A-1.svg", "image/svg+xml")
    ns = "{http://www.w3.org/2000/svg}"
    akar = ET.fromstring(teks)
    assert [e.tag for e in akar.iter()] == [f"{ns}svg", f"{ns}path"]
    assert akar[0].attrib["d"] == ET.fromstring(qr_svg(kode))[0].attrib["d"]


async def test_a_letter_says_that_a_certificate_is_valid_and_carries_its_code(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    _, ada, kode = await mulai(server)
    assert await satu(server, SURAT, DI_LSP, s=str(ada)) == {"kode": "KOP_BELUM_ADA"}
    await server.db.write(kop, LSP, "LSP UJI")
    lain = aktor_uji("paksi:terbitkan", lembaga="lsp-lain")
    assert await satu(server, SURAT, lain, s=str(ada)) == {"kode": "TIDAK_DITEMUKAN"}
    alamat = (await satu(server, SURAT, DI_LSP, s=str(ada)))["alamat"]
    unduhan, pdf = await server.unduh(alamat, aktor=DI_LSP)
    assert (unduhan.nama, unduhan.media) == ("keterangan KET/1/2030.pdf", "application/pdf")
    (halaman,) = PdfReader(BytesIO(pdf)).pages
    teks = " ".join(halaman.extract_text().replace("\u200b", "").split())
    for kata in (
        "LSP UJI",
        "Nomor : KET/1/2030",
        "3 Februari 2030",
        "Contoh 0",
        "Penyuluh Antikorupsi Muda",
        "A-1",
        kode,
    ):
        assert kata in teks, (kata, teks)
    assert len(halaman.images) == 1
    dua = (await satu(server, SURAT, DI_LSP, s=str(ada)))["alamat"]
    await satu(server, UBAH % "Bekukan", DI_LSP, s=str(ada), a="Dugaan.")
    with pytest.raises(GalatDomain) as tolak:
        await server.unduh(dua, aktor=DI_LSP)
    assert tolak.value.kode == "SERTIFIKAT_TIDAK_BERLAKU"
    assert await satu(server, SURAT, DI_LSP, s=str(ada)) == {"kode": "SERTIFIKAT_TIDAK_BERLAKU"}


async def test_who_counts_is_set_by_the_nation_and_read_by_all(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await mulai(server)
    await server.db.write(terbit, siapa, KINI, lembaga="lsp-lain")
    tetapkan = """mutation($s: Date) { paksiTetapkanPenerbit(lembaga: "lsp-lain", jenis: PAKSI,
        berlakuDari: "2020-01-01", berlakuSampai: $s, sumber: "Keputusan uji") {
        ... on PaksiPenerbitDitetapkan { berubah } ... on Galat { kode } } }"""
    nasional = aktor_uji("paksi:acuan")
    assert await satu(server, tetapkan, nasional, s="2019-01-01") == {"kode": "URUTAN_TANGGAL"}
    assert await satu(server, tetapkan, nasional, s=None) == {"berubah": 1}
    daftar = await satu(
        server, "{ paksiDaftarPenerbit { lembaga jenis berlakuDari berlakuSampai sumber } }", DI_KOTA
    )
    assert {
        "lembaga": "lsp-lain",
        "jenis": "PAKSI",
        "berlakuDari": "2020-01-01",
        "berlakuSampai": None,
        "sumber": "Keputusan uji",
    } in daftar
    assert {d["lembaga"] for d in daftar} == {"lsp-kpk", LSP, "lsp-lain"}
    tolak = await server.ask(tetapkan, aktor=DI_LSP)
    assert [e["extensions"]["kode"] for e in tolak.errors] == ["DITOLAK"]


SIAP = """query { paksiDaftarSertifikat(first: 50) { edges { node { nomor keadaan penerbit { kode } riwayat { ke }
    pengganti { nomor } kesiapanPembaruan { terpenuhi persyaratanDari
      bagian { kode tahun segi mulai sampai punya perlu kurang tenggat } } } } } }"""


async def test_readiness_counts_this_period_only_and_says_by_when(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa = await server.db.write(satu_orang, aktif=())
    awal = geser_bulan(KINI, -35)
    akhir = geser_bulan(awal, 36) - timedelta(days=1)
    await server.db.write(terbit, siapa, awal, nomor="A-1")

    def isi_kegiatan(session: Session) -> None:
        for n in range(5):
            kegiatan(session, siapa, awal + timedelta(days=n))
        kegiatan(session, siapa, awal - timedelta(days=1))
        kegiatan(session, siapa, awal + timedelta(days=9), keadaan="BELUM", diputus_pada=None)

    await server.db.write(isi_kegiatan)
    (simpul,) = (await satu(server, SIAP, DI_KOTA))["edges"]
    siap = simpul["node"]["kesiapanPembaruan"]
    assert siap["terpenuhi"] is False
    assert siap["bagian"] == [
        {
            "kode": "PENYULUHAN",
            "tahun": None,
            "segi": None,
            "mulai": awal.isoformat(),
            "sampai": akhir.isoformat(),
            "punya": 5,
            "perlu": 6,
            "kurang": 1,
            "tenggat": [akhir.isoformat()],
        }
    ]
    await server.db.write(lambda s: kegiatan(s, siapa, awal + timedelta(days=20)) and None)
    (simpul,) = (await satu(server, SIAP, DI_KOTA))["edges"]
    assert simpul["node"]["kesiapanPembaruan"]["terpenuhi"] is True


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_readiness_of_fifty_costs_the_statements_of_one(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa = await server.db.write(satu_orang, aktif=())
    await server.db.write(terbit, siapa, BARU, nomor="A-0")
    sendiri = len((await server.ask(SIAP, aktor=DI_KOTA)).pernyataan)

    def banyak(session: Session) -> None:
        for satu_ in buat_orang(session, 49):
            baris_sertifikat(session, satu_, BARU, BARU + timedelta(days=900), "API")

    await server.db.write(banyak)
    jawab = await server.ask(SIAP, aktor=DI_KOTA)
    simpul = [e["node"] for e in jawab.hasil["paksiDaftarSertifikat"]["edges"]]
    assert len(simpul) == 50
    assert len(jawab.pernyataan) == sendiri
    api = next(s["kesiapanPembaruan"] for s in simpul if s["nomor"] != "A-0")
    assert [(b["tahun"], b["segi"], b["perlu"]) for b in api["bagian"]] == [
        (tahun, segi, 1) for tahun in (1, 2, 3) for segi in ("PELAKSANAAN", "MONEV")
    ]


async def test_what_no_longer_lives_needs_no_renewal(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, ada, _ = await mulai(server)
    await satu(server, UBAH % "Cabut", DI_LSP, s=str(ada), a="Kode etik.")
    await server.db.write(terbit, siapa, KINI, lembaga="lsp-lain")

    def usang(session: Session) -> None:
        for satu_ in buat_orang(session, 1):
            baris_sertifikat(session, satu_, date(2019, 1, 1), date(2021, 12, 31))

    await server.db.write(usang)
    hasil = await satu(server, SIAP, DI_KOTA)
    assert [e["node"]["kesiapanPembaruan"] for e in hasil["edges"]] == [None] * 3


@pytest.mark.parametrize("mesin", ["sqlite"])
async def test_an_application_shows_the_certificate_it_led_to(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    siapa, _, _ = await mulai(server)
    await server.db.write(permohonan, siapa, "PAKSI_PERTAMA/BARU/PENGALAMAN")
    dokumen = "{ paksiDaftarPermohonan(first: 10) { edges { node { keadaan sertifikat { nomor } } } } }"
    hasil = await satu(server, dokumen, aktor_uji("paksi:lihat", "paksi:mohon", wilayah=PONTIANAK))
    assert sorted((e["node"]["keadaan"], str(e["node"]["sertifikat"])) for e in hasil["edges"]) == [
        ("DIBATALKAN", "{'nomor': 'A-1'}"),
        ("DRAF", "None"),
    ]


async def test_a_region_sets_how_early_a_certificate_counts_as_ending(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    _, ada, _ = await mulai(server)
    assert (await satu(server, SATU, DI_KOTA, s=str(ada)))["keadaan"] == "AKTIF"

    def hampir(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_sertifikat")
        session.execute(update(t).where(t.c.id == ada).values(berakhir=geser_bulan(KINI, 5)))

    await server.db.write(hampir)
    assert (await satu(server, SATU, DI_KOTA, s=str(ada)))["keadaan"] == "AKAN_BERAKHIR"
