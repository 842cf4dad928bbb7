"""Letters to the LSP and from it: under whose letterhead, who may make them, and what is put on record. All made up."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.service import buka_himpunan, himpun_permintaan
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.permintaan.service import ajukan_permintaan, buat_permintaan
from forum_paksi.surat.permohonan import HIMPUNAN, PERMINTAAN
from forum_paksi.surat.rules import Undangan, nomor_rapi, surat_undangan
from forum_paksi.surat.undangan import UNDANGAN
from forum_server.plugin import Aktor, Ditolak, GalatDomain, Hibah, IsianTidakSah, Kop, Penanda, bebas_jejak
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, SISTEM, dasar, isi, jadwal, potret, tabel
from tests.paksi.bahan import orang as buat_orang
from tests.paksi.bahan_himpunan import isian, pegawai
from tests.paksi.test_lembar import NIP, buku, impor, orang

BUKA = "inti:buka-identitas"
KOTA = "61.71"
TAUTAN = "{ ... on Tautan { alamat } ... on Galat { kode } }"
PERMOHONAN = f"mutation($p: ID!) {{ paksiBuatSuratPermohonan(permintaan: $p) {TAUTAN} }}"
BERSAMA = f"""mutation($h: ID!, $n: String!) {{ paksiBuatSuratPermohonanHimpunan(
    himpunan: $h, nomorSurat: $n, tanggalSurat: "2030-02-03") {TAUTAN} }}"""
UNDANG = f"""mutation($j: ID!, $w: String) {{ paksiBuatSuratUndangan(
    jadwal: $j, nomorSurat: "UND/7/2030", tanggalSurat: "2030-03-04", wilayah: $w) {TAUTAN} }}"""


def operator(wilayah: str = KOTA, *lain: str) -> Aktor:
    return aktor_uji("paksi:minta", "paksi:lihat", "inti:orang", *lain, wilayah=wilayah)


PEMDA = operator(KOTA, BUKA)
KOORDINATOR = aktor_uji("paksi:himpun", "paksi:lihat", BUKA, wilayah="61")
DI_LSP = aktor_uji("paksi:jadwal", "paksi:lihat", BUKA, lembaga=LSP)


def kop(session: Session, kode: str, instansi: str) -> None:
    """A letterhead of `kode`, signed by somebody of it."""
    bebas_jejak(session, "a test's own data")
    lembaga = kode if not kode[:1].isdigit() else None
    siapa = uuid.uuid4()
    session.execute(
        insert(tabel("orang")).values(
            id=siapa,
            nama=f"Pejabat {kode}",
            nama_cari=f"pejabat {kode}",
            kepegawaian="NON_ASN",
            wilayah_kode=None if lembaga else kode,
            lembaga_kode=lembaga,
        )
    )
    session.execute(
        insert(tabel("kop_surat")).values(
            id=uuid.uuid4(),
            wilayah_kode=None if lembaga else kode,
            lembaga_kode=lembaga,
            instansi=instansi,
            alamat="Jalan Contoh 1",
            kota="Contoh",
            jabatan="Pimpinan",
            pejabat_id=siapa,
            diubah_pada=datetime.now(UTC),
        )
    )


async def mulai(server: ServerUji, *, berkop: bool = True) -> uuid.UUID:
    """A draft of the city with two candidates who have a NIP, and the letterheads."""
    await server.db.write(dasar, aktif=())
    permintaan = await server.db.write(buat_permintaan, SISTEM, wilayah=KOTA, isian=isian())
    await impor(server, permintaan, buku(orang(0), orang(1)), PEMDA)
    if berkop:
        for kode, instansi in ((KOTA, "PEMERINTAH KOTA"), ("61", "PEMERINTAH PROVINSI"), (LSP, "LSP UJI")):
            await server.db.write(kop, kode, instansi)
    return permintaan


async def minta(server: ServerUji, dokumen: str, aktor: Aktor, **nilai: Any) -> Any:
    (hasil,) = (await server.ask(dokumen, aktor=aktor, variables=nilai)).hasil.values()
    return hasil


async def teks(server: ServerUji, alamat: str, aktor: Aktor) -> tuple[str, list[str]]:
    """The file's name, and the text of each page in one line."""
    unduhan, isi = await server.unduh(alamat, aktor=aktor)
    assert unduhan.media == "application/pdf"
    halaman = PdfReader(BytesIO(isi)).pages
    return unduhan.nama, [" ".join(h.extract_text().replace("\u200b", "").split()) for h in halaman]


async def terbuka(server: ServerUji) -> list[tuple[Any, ...]]:
    """Who was opened, for whom: owner and fields of each audit entry."""
    return await jejak(server, "orang.buka_identitas", "wilayah")


async def jejak(server: ServerUji, aksi: str, kolom: str) -> list[tuple[Any, ...]]:
    """A column and the fields of every audit entry of an action."""
    j = tabel("jejak")
    rows = await server.db.all(select(j.c[kolom], j.c.bidang).where(j.c.aksi == aksi).order_by(j.c[kolom]))
    return [tuple(row) for row in rows]


async def test_a_pemda_gets_its_letter_with_the_numbers_and_each_is_on_record(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    hasil = await minta(server, PERMOHONAN, PEMDA, p=str(permintaan))
    assert await terbuka(server) == []
    nama, (surat, lampiran) = await teks(server, hasil["alamat"], PEMDA)
    assert nama.endswith(".pdf")
    for kata in (
        "PEMERINTAH KOTA",
        "Nomor : 700/12/INSP",
        "8 Januari 2030",
        "Pimpinan LSP Uji",
        "2 (dua) orang",
    ):
        assert kata in surat, (kata, surat)
    assert NIP[0] not in surat
    for ke in (0, 1):
        assert f"Orang Contoh {'AB'[ke]} {NIP[ke]} Guru" in lampiran
    assert await terbuka(server) == [(KOTA, ["nama", "nip", f"untuk:{LSP}"])] * 2
    entri = await jejak(server, PERMINTAAN, "objek_id")
    assert entri == [(str(permintaan), ["nama", "nik", "nip", f"untuk:{LSP}"])]


async def test_a_pool_writes_one_letter_with_an_annex_by_pemda(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    satu = await mulai(server)
    await server.db.write(ajukan_permintaan, SISTEM, permintaan_id=satu)

    def lain(session: Session) -> uuid.UUID:
        calon = pegawai(session, "61.12", 1)
        id_ = buat_permintaan(session, SISTEM, wilayah="61.12", isian=isian(calon))
        return ajukan_permintaan(session, SISTEM, permintaan_id=id_)

    dua = await server.db.write(lain)
    himpunan = await _himpunan(server, satu, dua)
    hasil = await minta(server, BERSAMA, KOORDINATOR, h=str(himpunan), n=" 005/  12 ")
    _, (surat, lampiran) = await teks(server, hasil["alamat"], KOORDINATOR)
    for kata in ("PEMERINTAH PROVINSI", "Nomor : 005/ 12", "3 Februari 2030", "3 (tiga) orang", "2 (dua)"):
        assert kata in surat, (kata, surat)
    urut = [lampiran.index(k) for k in ("Pemerintah Kabupaten Kubu Raya", "Pemerintah Kota Pontianak")]
    assert urut == sorted(urut)
    assert [w for w, _ in await terbuka(server)] == ["61.12", KOTA, KOTA]
    assert [o for (o,) in await isi(server.db, "jejak", "objek_id", aksi=HIMPUNAN)] == [str(himpunan)]


async def _himpunan(server: ServerUji, *permintaan: uuid.UUID) -> uuid.UUID:
    def unit(session: Session) -> uuid.UUID:
        id_ = buka_himpunan(
            session,
            SISTEM,
            wilayah="61",
            nama="Uji",
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            kebijakan=Kebijakan.URUT_WAKTU,
        )
        for satu in permintaan:
            himpun_permintaan(session, SISTEM, himpunan_id=id_, permintaan_id=satu)
        return id_

    return await server.db.write(unit)


async def _duduk(server: ServerUji) -> uuid.UUID:
    """A schedule with confirmed seats of two pemda and one that is only held."""

    def unit(session: Session) -> uuid.UUID:
        id_ = jadwal(session)
        for wilayah, banyak in ((KOTA, 2), ("61.12", 1)):
            for siapa in buat_orang(session, banyak, wilayah=wilayah):
                pesan_slot(session, SISTEM, jadwal_id=id_, orang_id=siapa, wilayah=wilayah, jalur="DIKLAT")
        p = tabel("paksi_pemesanan")
        session.execute(update(p).values(keadaan="DIKONFIRMASI", ditahan_sampai=None))
        (ditahan,) = buat_orang(session, 1, wilayah=KOTA)
        pesan_slot(session, SISTEM, jadwal_id=id_, orang_id=ditahan, wilayah=KOTA, jalur="DIKLAT")
        return id_

    return await server.db.write(unit)


async def test_those_with_a_confirmed_seat_are_invited_a_letter_for_each_pemda(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await mulai(server)
    tujuan = await _duduk(server)
    hasil = await minta(server, UNDANG, DI_LSP, j=str(tujuan))
    _, halaman = await teks(server, hasil["alamat"], DI_LSP)
    assert len(halaman) == 4
    kubu, lampiran_kubu, kota, lampiran_kota = halaman
    assert "Yth. Pemerintah Kabupaten Kubu Raya" in kubu
    assert "1 (satu) orang" in kubu
    assert "SMA Contoh 1, Kota Pontianak" in kubu
    assert "2 s.d. 4 April 2030" in kubu
    assert "Yth. Pemerintah Kota Pontianak" in kota
    assert "2 (dua) orang" in kota
    assert (lampiran_kubu.count("Contoh 0"), lampiran_kota.count("Contoh 1")) == (1, 1)
    assert len(await terbuka(server)) == 3
    satu = await minta(server, UNDANG, DI_LSP, j=str(tujuan), w="61.12")
    assert len((await teks(server, satu["alamat"], DI_LSP))[1]) == 2
    assert len(await isi(server.db, "jejak", "objek_id", aksi=UNDANGAN)) == 2


async def test_the_letter_shows_what_is_so_when_its_link_is_used(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    hasil = await minta(server, PERMOHONAN, PEMDA, p=str(permintaan))
    await impor(server, permintaan, buku(orang(2)), PEMDA)
    _, (_, lampiran) = await teks(server, hasil["alamat"], PEMDA)
    assert NIP[2] in lampiran
    assert len(await terbuka(server)) == 3


@pytest.mark.parametrize(
    ("aktor", "harap"),
    [
        (Aktor.anonim(), "DITOLAK"),
        (aktor_uji("paksi:lihat", BUKA, wilayah=KOTA), "DITOLAK"),
        (operator(KOTA), "DITOLAK"),
        (DI_LSP, "DITOLAK"),
        (KOORDINATOR, "DITOLAK"),
        (operator("61.72", BUKA), "TIDAK_DITEMUKAN"),
        (
            aktor_uji(
                "paksi:minta",
                wilayah=KOTA,
                tambahan=(Hibah(peran="uji", izin=frozenset({BUKA}), wilayah="61.72"),),
            ),
            "DI_LUAR_WEWENANG",
        ),
        (PEMDA, None),
        (operator("61", BUKA), None),
    ],
)
async def test_who_may_make_the_letter_of_a_request(
    graphql_with: GraphQLWith, aktor: Aktor, harap: str | None
) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    sebelum = await potret(server.db)
    jawab = await server.ask(PERMOHONAN, aktor=aktor, p=str(permintaan))
    if harap is None:
        assert jawab.hasil["paksiBuatSuratPermohonan"]["alamat"].startswith("/unduh/")
        return
    kode = (
        jawab.errors[0]["extensions"]["kode"]
        if jawab.errors
        else jawab.hasil["paksiBuatSuratPermohonan"]["kode"]
    )
    assert kode == harap
    assert await potret(server.db) == sebelum


async def test_a_right_that_ended_ends_the_link(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    for tanpa, galat in ((operator(KOTA), Ditolak), (operator("61.72", BUKA), GalatDomain)):
        hasil = await minta(server, PERMOHONAN, PEMDA, p=str(permintaan))
        with pytest.raises(galat):
            await server.unduh(hasil["alamat"], aktor=tanpa)
    assert await terbuka(server) == []


async def test_the_lsp_opens_only_those_seated_with_it(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await mulai(server)
    tujuan = await _duduk(server)
    for aktor, harap in (
        (aktor_uji("paksi:jadwal", BUKA, lembaga="lsp-lain"), "TIDAK_DITEMUKAN"),
        (KOORDINATOR, "DITOLAK"),
        (PEMDA, "DITOLAK"),
        (aktor_uji("paksi:jadwal", lembaga=LSP), "DITOLAK"),
    ):
        jawab = await server.ask(UNDANG, aktor=aktor, j=str(tujuan))
        kode = (
            jawab.errors[0]["extensions"]["kode"]
            if jawab.errors
            else jawab.hasil["paksiBuatSuratUndangan"]["kode"]
        )
        assert kode == harap
    assert await terbuka(server) == []


async def test_what_a_letter_needs_is_said(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server, berkop=False)
    assert (await minta(server, PERMOHONAN, PEMDA, p=str(permintaan)))["kode"] == "KOP_BELUM_ADA"
    for isian_, harap in (
        (isian(nomor_surat=None, tanggal_surat=None), "SURAT_BELUM_BERNOMOR"),
        (isian(), "TANPA_CALON"),
    ):
        lain = await server.db.write(buat_permintaan, SISTEM, wilayah=KOTA, isian=isian_)
        assert (await minta(server, PERMOHONAN, PEMDA, p=str(lain)))["kode"] == harap
    kosong = await server.db.write(jadwal)
    assert (await minta(server, UNDANG, DI_LSP, j=str(kosong)))["kode"] == "TANPA_PESERTA"
    asing = str(uuid.uuid4())
    assert (await minta(server, PERMOHONAN, PEMDA, p=asing))["kode"] == "TIDAK_DITEMUKAN"
    assert (await minta(server, BERSAMA, KOORDINATOR, h=asing, n="1"))["kode"] == "TIDAK_DITEMUKAN"
    assert (await minta(server, BERSAMA, KOORDINATOR, h=asing, n=" "))["kode"] == "NOMOR_SURAT_TIDAK_SAH"
    assert await isi(server.db, "tautan_unduhan", "jenis") == []


async def test_statements_do_not_grow_with_the_candidates(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    permintaan = await mulai(server)
    sedikit = len((await server.ask(PERMOHONAN, aktor=PEMDA, p=str(permintaan))).pernyataan)

    def banyak(session: Session) -> uuid.UUID:
        calon = pegawai(session, KOTA, 40)
        return buat_permintaan(session, SISTEM, wilayah=KOTA, isian=isian(calon))

    besar = await server.db.write(banyak)
    jawab = await server.ask(PERMOHONAN, aktor=PEMDA, p=str(besar))
    assert len(jawab.pernyataan) == sedikit
    _, halaman = await teks(server, jawab.hasil["paksiBuatSuratPermohonan"]["alamat"], PEMDA)
    assert "40 (empat puluh) orang" in halaman[0]


@pytest.mark.parametrize("nomor", ["", "   ", "x" * 121, "a\x07"])
def test_a_number_that_can_not_be_printed_is_refused(nomor: str) -> None:
    with pytest.raises(IsianTidakSah):
        nomor_rapi(nomor)


def test_an_assessment_from_afar_has_no_place() -> None:
    kop_ = Kop(instansi="A", alamat="B", kota="C", penanda=Penanda(jabatan="D", nama="E"))
    surat = surat_undangan(
        kop_,
        Undangan(
            nomor="1",
            tanggal=date(2030, 1, 1),
            pemda="P",
            skema="S",
            jadwal="J",
            hari=[date(2030, 1, 2)],
            tempat=None,
            peserta=[],
        ),
    )
    assert any("Jarak jauh" in str(bagian) for bagian in surat.isi)
