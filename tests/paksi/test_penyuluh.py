"""Requests for a speaker: asked, assigned once per half-day, reported once, confirmed, counted. All made up."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.kegiatan.service import catat_kegiatan, hapus_kegiatan
from forum_paksi.penyuluh import service
from forum_paksi.penyuluh.periksa import periksa_penyuluh
from forum_paksi.penyuluh.surat import SURAT_TUGAS
from forum_server.plugin import Aktor, Database, GalatDomain, bebas_jejak, sekarang
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, jadwal, potret, tabel
from tests.paksi.bahan import orang as buat_orang
from tests.paksi.bahan_himpunan import opd as buat_opd
from tests.paksi.bahan_himpunan import pegawai
from tests.paksi.bahan_kegiatan import (
    ISIAN,
    LAPORAN,
    akun,
    besok,
    kabar,
    kegiatan,
    kop,
    minta,
    penyuluh,
    sertifikat,
    terlaksana,
)

GALAT = "... on Galat { kode letak }"
MINTA = f"""mutation($w: String!, $i: PaksiPermintaanPenyuluhIsian!) {{ paksiMintaPenyuluh(wilayah: $w, isian: $i) {{
    ... on PaksiPermintaanPenyuluh {{ id nomor tahun keadaan perangkatDaerah {{ id }} }} {GALAT} }} }}"""
TUGASKAN = f"""mutation($p: ID!, $o: ID!, $w: PaksiWaktuPenyuluhan) {{ paksiTugaskanPenyuluh(permintaan: $p, penyuluh: $o,
    nomorSurat: "800/1/INSP", tanggalSurat: "2030-01-02", waktu: $w) {{
    ... on PaksiPermintaanPenyuluh {{ keadaan penyuluh {{ id }} tanggal paruh nomorSurat }} {GALAT} }} }}"""
TOLAK = f"""mutation($p: ID!, $a: String!) {{ paksiTolakPermintaanPenyuluh(permintaan: $p, alasan: $a) {{
    ... on PaksiPermintaanPenyuluh {{ keadaan alasan }} {GALAT} }} }}"""
BATALKAN = f"""mutation($p: ID!, $a: String!) {{ paksiBatalkanPermintaanPenyuluh(permintaan: $p, alasan: $a) {{
    ... on PaksiPermintaanPenyuluh {{ keadaan alasan }} {GALAT} }} }}"""
LAPORKAN = f"""mutation($p: ID!, $i: PaksiLaporanPenyuluhanIsian!) {{ paksiLaporkanPenyuluhan(permintaan: $p, isian: $i) {{
    ... on PaksiKegiatan {{ id nama sasaran tempat mulai selesai jumlahPeserta keadaan permintaanPenyuluh {{ nomor dilaporkan }} }}
    {GALAT} }} }}"""
KONFIRMASI = f"""mutation($p: ID!) {{ paksiKonfirmasiPenyuluhan(permintaan: $p) {{
    ... on PaksiPermintaanPenyuluh {{ keadaan kegiatan {{ id }} }} {GALAT} }} }}"""
SURAT = f"""mutation($p: ID!) {{ paksiBuatSuratTugasPenyuluh(permintaan: $p) {{
    ... on Tautan {{ alamat }} {GALAT} }} }}"""
LIHAT = "query($p: ID!) { paksiPermintaanPenyuluh(id: $p) { id } }"
DAFTAR = "{ paksiDaftarPermintaanPenyuluh { edges { node { id } } } }"
INSPEKTORAT = aktor_uji("paksi:tugaskan", wilayah=PONTIANAK)
LAPOR = {
    "lembaga": LSP,
    "ruangLingkup": "Pendidikan",
    "tujuan": "Mengenal gratifikasi",
    "deskripsi": "Ceramah",
    "jumlahPeserta": 28,
}


async def tanya(server: ServerUji, dokumen: str, aktor: Aktor, **nilai: Any) -> Any:
    (hasil,) = (await server.ask(dokumen, aktor=aktor, variables=nilai)).hasil.values()
    return hasil


def tugas(penyuluh: uuid.UUID, **ganti: Any) -> dict[str, Any]:
    """The arguments of an assignment."""
    return {"penyuluh": penyuluh, "nomor_surat": "800/1", "tanggal_surat": ISIAN.mulai, **ganti}


async def test_an_office_asks_the_inspectorate_sends_and_the_report_grows_out_of_it(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (opd,), (siapa, ganti) = await server.db.write(kantor, PONTIANAK, 1), await server.db.write(penyuluh, 2)
    akun_peminta, akun_penyuluh = await server.db.write(akun), await server.db.write(akun, siapa)
    dinas = aktor_uji("paksi:minta_penyuluh", perangkat_daerah=opd, akun_id=akun_peminta)
    hari = await server.db.write(besok, 7)
    permintaan = await tanya(
        server,
        MINTA,
        dinas,
        w=PONTIANAK,
        i={
            "materi": "Gratifikasi",
            "sasaran": "Pegawai dinas",
            "jumlahPeserta": 30,
            "tempat": "Aula dinas",
            "tempatWilayah": PONTIANAK,
            "tanggal": hari.isoformat(),
            "perangkatDaerah": str(opd),
        },
    )
    p = permintaan["id"]
    tahun = permintaan["tahun"]
    assert permintaan == {
        "id": p,
        "nomor": f"PP-{PONTIANAK}-{tahun}-001",
        "tahun": tahun,
        "keadaan": "DIAJUKAN",
        "perangkatDaerah": {"id": str(opd)},
    }
    assert await tanya(server, SURAT, INSPEKTORAT, p=p) == {"kode": "BELUM_DITUGASKAN", "letak": []}
    dapat = await tanya(server, TUGASKAN, INSPEKTORAT, p=p, o=str(siapa))
    assert dapat == {
        "keadaan": "DITUGASKAN",
        "penyuluh": {"id": str(siapa)},
        "tanggal": hari.isoformat(),
        "paruh": None,
        "nomorSurat": "800/1/INSP",
    }
    esoknya = (hari + timedelta(1)).isoformat()
    diganti = await tanya(
        server, TUGASKAN, INSPEKTORAT, p=p, o=str(ganti), w={"tanggal": esoknya, "paruh": "PAGI"}
    )
    assert (diganti["penyuluh"], diganti["tanggal"], diganti["paruh"]) == (
        {"id": str(ganti)},
        esoknya,
        "PAGI",
    )
    await tanya(server, TUGASKAN, INSPEKTORAT, p=p, o=str(siapa), w={"tanggal": esoknya, "paruh": "SIANG"})
    sesi = await isi(server.db, "paksi_penyuluh_sesi", "orang_id", "paruh")
    assert sesi == [(siapa, Paruh.SIANG)]
    diri = kegiatan(siapa)
    terlalu_dini = await tanya(server, LAPORKAN, diri, p=p, i=LAPOR)
    assert terlalu_dini == {"kode": "TANGGAL_TIDAK_SAH", "letak": ["selesai"]}
    assert (await tanya(server, KONFIRMASI, dinas, p=p))["kode"] == "BELUM_DILAPORKAN"
    await server.db.write(terlaksana, uuid.UUID(p))
    kemarin = (await server.db.write(besok, -1)).isoformat()
    laporan = await tanya(server, LAPORKAN, diri, p=p, i=LAPOR)
    assert laporan | {"id": "x"} == {
        "id": "x",
        "nama": "Gratifikasi",
        "sasaran": "Pegawai dinas",
        "tempat": "Aula dinas",
        "mulai": kemarin,
        "selesai": kemarin,
        "jumlahPeserta": 28,
        "keadaan": "DRAF",
        "permintaanPenyuluh": {"nomor": permintaan["nomor"], "dilaporkan": True},
    }
    sebelum = await potret(server.db)
    for dokumen, siapa_lagi, nilai in (
        (LAPORKAN, diri, {"i": LAPOR}),
        (TUGASKAN, INSPEKTORAT, {"o": str(ganti), "w": {"tanggal": esoknya}}),
        (BATALKAN, INSPEKTORAT, {"a": "Sakit"}),
    ):
        assert await tanya(server, dokumen, siapa_lagi, p=p, **nilai) == {
            "kode": "SUDAH_DILAPORKAN",
            "letak": [],
        }
    assert await potret(server.db) == sebelum
    assert await tanya(server, KONFIRMASI, dinas, p=p) == {"keadaan": "SELESAI", "kegiatan": None}
    assert (await tanya(server, LIHAT, diri, p=p)) == {"id": p}
    with pytest.raises(GalatDomain) as salah:
        await server.db.write(hapus_kegiatan, diri, kegiatan_id=uuid.UUID(laporan["id"]))
    assert salah.value.kode == "KEGIATAN_TERPAKAI"
    assert await kabar(server, akun_peminta, "tindakan") == ["DILAPORKAN", *["DITUGASKAN"] * 3]
    assert await kabar(server, akun_penyuluh, "tindakan") == [
        "DIGANTI",
        "DITUGASKAN",
        "DITUGASKAN",
        "SELESAI",
    ]
    assert await server.db.write(_periksa) == []


def _periksa(session: Session) -> list[str]:
    bebas_jejak(session, "reads only")
    return periksa_penyuluh(session)


async def test_who_may_do_what_with_a_request(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (opd, opd_lain), (siapa,) = await server.db.write(kantor, PONTIANAK, 2), await server.db.write(penyuluh)
    p = await server.db.write(minta, opd=opd)
    await server.db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(siapa))
    ya, tiada, tak = "boleh", "tiada", "tolak"
    actors: list[tuple[str, Aktor, tuple[str, ...], bool]] = [
        # asking, assigning and refusing, calling off, reporting, confirming; seeing
        (
            "operator OPD itu",
            aktor_uji("paksi:minta_penyuluh", perangkat_daerah=opd),
            (ya, tak, ya, tak, ya),
            True,
        ),
        (
            "operator OPD lain",
            aktor_uji("paksi:minta_penyuluh", perangkat_daerah=opd_lain),
            (tiada, tak, tiada, tak, tiada),
            False,
        ),
        (
            "operator pemda",
            aktor_uji("paksi:minta_penyuluh", wilayah=PONTIANAK),
            (ya, tak, ya, tak, ya),
            True,
        ),
        ("inspektorat", INSPEKTORAT, (tak, ya, ya, tak, tak), True),
        (
            "inspektorat lain",
            aktor_uji("paksi:tugaskan", wilayah="61.01"),
            (tak, tiada, tiada, tak, tak),
            False,
        ),
        ("penyuluhnya", kegiatan(siapa), (tak, tak, tak, ya, tak), True),
        ("pelapor pemda", aktor_uji("paksi:kegiatan", wilayah=PONTIANAK), (tak, tak, tak, ya, tak), True),
        (
            "pelapor pemda lain",
            aktor_uji("paksi:kegiatan", wilayah="61.01"),
            (tak, tak, tak, tiada, tak),
            False,
        ),
        ("pelihat provinsi", aktor_uji("paksi:lihat", wilayah="61"), (tak, tak, tak, tak, tak), True),
        ("LSP", aktor_uji("paksi:jadwal", "paksi:lihat", lembaga=LSP), (tak, tak, tak, tak, tak), False),
        ("akun tanpa peran", replace(aktor_uji(), hibah=()), (tak, tak, tak, tak, tak), False),
        ("tanpa akun", Aktor.anonim(), (tak, tak, tak, tak, tak), False),
    ]
    kosong = {"materi": " ", "sasaran": "a", "jumlahPeserta": 1, "tempat": "a", "tanggal": "2099-01-01"}
    sebelum = await potret(server.db)
    for nama, aktor, (meminta, menugaskan, membatalkan, melapor, mengonfirmasi), melihat in actors:
        for dokumen, nilai, harap in (
            (MINTA, {"w": PONTIANAK, "i": kosong | {"perangkatDaerah": str(opd)}}, meminta),
            (TUGASKAN, {"p": str(p), "o": str(uuid.uuid4())}, menugaskan),
            (TOLAK, {"p": str(p), "a": "Penuh"}, menugaskan),
            (BATALKAN, {"p": str(p), "a": " "}, membatalkan),
            (LAPORKAN, {"p": str(p), "i": LAPOR}, melapor),
            (KONFIRMASI, {"p": str(p)}, mengonfirmasi),
        ):
            if harap == tak:
                jawab = await server.ask(dokumen, aktor=aktor, variables=nilai)
                assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"], (nama, dokumen)
                continue
            jawab = await tanya(server, dokumen, aktor, **nilai)
            if harap == tiada:
                assert jawab["kode"] == "TIDAK_DITEMUKAN", (nama, dokumen)
                assert jawab["letak"] != ["penyuluh"], (nama, dokumen)
            else:  # refused for what is asked, never for who asks
                sah = {"WAJIB_DIISI", "KEADAAN_TIDAK_SESUAI", "TANGGAL_TIDAK_SAH", "BELUM_DILAPORKAN"}
                assert jawab["kode"] in sah or jawab["letak"] == ["penyuluh"], (nama, dokumen, jawab)
        if aktor.masuk:
            assert (await tanya(server, LIHAT, aktor, p=str(p)) is not None) == melihat, nama
            daftar = (await server.ask(DAFTAR, aktor=aktor)).hasil["paksiDaftarPermintaanPenyuluh"]
            assert len(daftar["edges"]) == int(melihat), nama
    assert await potret(server.db) == sebelum


async def test_only_a_certificate_in_force_on_that_day_makes_a_penyuluh(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    await db.write(dasar, aktif=())
    p = await db.write(minta)
    hari = await db.write(besok, 7)
    siapa = await db.write(buat_orang, 7)
    (jauh,) = await db.write(lambda s: penyuluh(s, wilayah="61.01"))
    lama = hari - timedelta(400)
    await db.write(sertifikat, siapa[1], mulai=lama, berakhir=hari - timedelta(1))
    await db.write(sertifikat, siapa[2], keadaan="DICABUT", berhenti_pada=lama)
    await db.write(sertifikat, siapa[3], keadaan="DIBEKUKAN")
    await db.write(sertifikat, siapa[4], diakui=False)
    await db.write(sertifikat, siapa[5], skema="API")
    await db.write(sertifikat, siapa[6], mulai=lama, berakhir=hari)
    sebelum = await potret(db)
    for satu in siapa[:6]:
        jawab = await tanya(server, TUGASKAN, INSPEKTORAT, p=str(p), o=str(satu))
        assert jawab == {"kode": "TANPA_SERTIFIKAT", "letak": ["penyuluh"]}
    for satu in (str(jauh), str(uuid.uuid4()), "bukan"):
        jawab = await tanya(server, TUGASKAN, INSPEKTORAT, p=str(p), o=satu)
        assert jawab == {"kode": "TIDAK_DITEMUKAN", "letak": ["penyuluh"]}
    lewat = {"tanggal": (await db.write(besok, -2)).isoformat()}
    jawab = await tanya(server, TUGASKAN, INSPEKTORAT, p=str(p), o=str(siapa[6]), w=lewat)
    assert jawab == {"kode": "TANGGAL_TIDAK_SAH", "letak": ["waktu", "tanggal"]}
    assert await potret(db) == sebelum
    jawab = await tanya(server, TUGASKAN, INSPEKTORAT, p=str(p), o=str(siapa[6]))
    assert jawab["keadaan"] == "DITUGASKAN"


async def test_a_penyuluh_is_in_one_place_per_half_day(db: Database) -> None:
    await db.write(dasar)
    siapa, lain = await db.write(penyuluh, 2)
    hari = await db.write(besok, 7)
    pagi, siang, penuh, bebas = [
        await db.write(lambda s, paruh=paruh: minta(s, paruh=paruh))
        for paruh in (Paruh.PAGI, Paruh.SIANG, None, Paruh.PAGI)
    ]

    async def sibuk(permintaan: uuid.UUID, penyuluh: uuid.UUID) -> None:
        sebelum = await potret(db)
        with pytest.raises(GalatDomain) as salah:
            await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=permintaan, **tugas(penyuluh))
        assert salah.value.kode == "PENYULUH_SIBUK"
        assert await potret(db) == sebelum

    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=pagi, **tugas(siapa))
    await sibuk(penuh, siapa)
    await sibuk(bebas, siapa)
    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=siang, **tugas(siapa))
    await db.write(
        service.tugaskan_penyuluh, SISTEM, permintaan_id=pagi, **tugas(lain)
    )  # somebody else comes instead
    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=bebas, **tugas(siapa))
    await db.write(service.batalkan_permintaan, SISTEM, permintaan_id=siang, alasan="Diundur")
    ada = await isi(db, "paksi_penyuluh_sesi", "permintaan_id", "paruh")
    assert sorted(ada, key=str) == sorted([(pagi, Paruh.PAGI), (bebas, Paruh.PAGI)], key=str)
    await db.write(_duduk, siapa, hari)
    await sibuk(penuh, siapa)
    assert await db.write(_periksa) == []


def _duduk(session: Session, orang_id: uuid.UUID, hari: Any) -> None:
    """A seat at an assessment in the afternoon."""
    bebas_jejak(session, "a test's own data")
    jadwal_id = jadwal(session)
    (bagian,) = session.scalars(
        select(tabel("paksi_bagian").c.id).where(tabel("paksi_bagian").c.jadwal_id == jadwal_id)
    )
    pemesanan = uuid.uuid4()
    session.execute(
        insert(tabel("paksi_pemesanan")).values(
            id=pemesanan,
            bagian_id=bagian,
            jadwal_id=jadwal_id,
            orang_id=orang_id,
            wilayah_kode=PONTIANAK,
            keadaan="DIKONFIRMASI",
            dibuat_pada=sekarang(session),
        )
    )
    session.execute(
        insert(tabel("paksi_orang_sesi")).values(
            orang_id=orang_id, tanggal=hari, paruh="SIANG", pemesanan_id=pemesanan
        )
    )


async def test_of_many_requests_for_one_half_day_one_gets_the_penyuluh(db: Database) -> None:
    await db.write(dasar)
    (siapa,) = await db.write(penyuluh)
    semua: Sequence[uuid.UUID] = [await db.write(minta) for _ in range(5)]
    hasil = await asyncio.gather(
        *(db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(siapa)) for p in semua),
        return_exceptions=True,
    )
    assert [h.kode for h in hasil if isinstance(h, GalatDomain)] == ["PENYULUH_SIBUK"] * 4
    assert len(await isi(db, "paksi_penyuluh_sesi", "paruh", orang_id=siapa)) == 2
    assert await db.write(_periksa) == []


async def test_control_who_only_looks_first_sends_one_penyuluh_to_every_place(db: Database) -> None:
    await db.write(dasar)
    (siapa,) = await db.write(penyuluh)
    semua = [await db.write(minta) for _ in range(5)]
    bebas = await asyncio.gather(*(isi(db, "paksi_penyuluh_sesi", "paruh", orang_id=siapa) for _ in semua))
    assert bebas == [[]] * 5

    def tanpa_sesi(session: Session, p: uuid.UUID) -> None:
        bebas_jejak(session, "a test's own data")
        t = tabel("paksi_permintaan_penyuluh")
        nilai = tugas(siapa) | {"keadaan": "DITUGASKAN", "ditugaskan_pada": sekarang(session)}
        nilai["penyuluh_id"] = nilai.pop("penyuluh")
        session.execute(t.update().where(t.c.id == p).values(**nilai))

    await asyncio.gather(*(db.write(tanpa_sesi, p) for p in semua))
    assert await isi(db, "paksi_permintaan_penyuluh", "penyuluh_id") == [(siapa,)] * 5
    assert len(await db.write(_periksa)) == 5, "and the check finds each of them"


async def test_two_who_assign_the_same_request_at_once_leave_one_penyuluh(db: Database) -> None:
    await db.write(dasar)
    calon = await db.write(penyuluh, 4)
    p = await db.write(minta)
    await asyncio.gather(
        *(db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(o)) for o in calon)
    )
    ((menang,),) = await isi(db, "paksi_permintaan_penyuluh", "penyuluh_id")
    assert await isi(db, "paksi_penyuluh_sesi", "orang_id") == [(menang,)] * 2
    assert await db.write(_periksa) == []


async def test_a_request_is_reported_once_and_again_only_after_its_draft_is_deleted(db: Database) -> None:
    await db.write(dasar)
    (siapa,) = await db.write(penyuluh)
    p = await db.write(minta)
    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(siapa))
    await db.write(terlaksana, p)
    diri = kegiatan(siapa)
    hasil = await asyncio.gather(
        *(
            db.write(
                service.laporkan_penyuluhan, diri, permintaan_id=p, isian=replace(LAPORAN, tujuan=str(n))
            )
            for n in range(4)
        ),
        return_exceptions=True,
    )
    assert sorted(h.kode for h in hasil if isinstance(h, GalatDomain)) == ["SUDAH_DILAPORKAN"] * 3
    ((k,),) = await isi(db, "paksi_kegiatan", "id")
    assert await isi(db, "paksi_permintaan_penyuluh", "kegiatan_id") == [(k,)]
    await db.write(hapus_kegiatan, diri, kegiatan_id=k)
    assert await isi(db, "paksi_permintaan_penyuluh", "kegiatan_id") == [(None,)]
    lagi = await db.write(service.laporkan_penyuluhan, diri, permintaan_id=p, isian=LAPORAN)
    assert lagi != k
    await db.write(service.konfirmasi_penyuluhan, SISTEM, permintaan_id=p)
    sebelum = await potret(db)

    async def sudah_selesai(tindakan: Callable[..., uuid.UUID], **nilai: Any) -> None:
        with pytest.raises(GalatDomain) as salah:
            await db.write(tindakan, SISTEM, permintaan_id=p, **nilai)
        assert salah.value.kode == "KEADAAN_TIDAK_SESUAI"

    await sudah_selesai(service.konfirmasi_penyuluhan)
    await sudah_selesai(service.tolak_permintaan, alasan="x")
    await sudah_selesai(service.batalkan_permintaan, alasan="x")
    await sudah_selesai(service.laporkan_penyuluhan, isian=LAPORAN)
    assert await potret(db) == sebelum


async def test_bad_requests_write_nothing(db: Database) -> None:
    await db.write(dasar, aktif=(PONTIANAK,))
    opd = (await db.write(kantor, "61.01", 1))[0]
    sebelum = await potret(db)
    semua = aktor_uji("paksi:minta_penyuluh")
    for ganti, kode in (
        ({"opd": opd}, "TIDAK_DITEMUKAN"),
        ({"opd": uuid.uuid4()}, "TIDAK_DITEMUKAN"),
        ({"hari": -2}, "TANGGAL_TIDAK_SAH"),
        ({"tempat_wilayah": "99"}, "TIDAK_DITEMUKAN"),
        ({"materi": ""}, "WAJIB_DIISI"),
        ({"peminta": None}, "WAJIB_DIISI"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await db.write(lambda s, g=ganti: minta(s, oleh=semua, **g))
        assert salah.value.kode == kode, ganti
    for wilayah, kode in (
        ("61.01", "PLUGIN_TIDAK_AKTIF"),
        ("31.71", "BUKAN_PEMDA"),
        ("99", "TIDAK_DITEMUKAN"),
    ):
        with pytest.raises(GalatDomain) as salah:
            await db.write(
                lambda s, w=wilayah: service.minta_penyuluh(
                    s,
                    semua,
                    wilayah=w,
                    isian=service.IsianPermintaan(
                        materi="a", sasaran="a", jumlah_peserta=1, tempat="a", tanggal=besok(s), peminta="a"
                    ),
                )
            )
        assert salah.value.kode == kode
    assert await potret(db) == sebelum


def kantor(session: Session, wilayah: str, banyak: int) -> list[uuid.UUID]:
    bebas_jejak(session, "a test's own data")
    return buat_opd(session, wilayah, banyak)


async def test_the_letter_of_assignment_names_the_nip_and_opening_it_is_on_record(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siapa,) = await server.db.write(pegawai, PONTIANAK, 1)
    await server.db.write(sertifikat, siapa)
    p = await server.db.write(minta, paruh=Paruh.PAGI)
    await server.db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(siapa))
    buka = aktor_uji("paksi:tugaskan", "inti:buka-identitas", wilayah=PONTIANAK)
    assert (await tanya(server, SURAT, buka, p=str(p)))["kode"] == "KOP_BELUM_ADA"
    await server.db.write(kop, PONTIANAK, "PEMERINTAH KOTA")
    for aktor in (INSPEKTORAT, aktor_uji("paksi:lihat", "inti:buka-identitas", wilayah=PONTIANAK)):
        jawab = await server.ask(SURAT, aktor=aktor, p=str(p))
        assert [e["extensions"]["kode"] for e in jawab.errors] == ["DITOLAK"]
    lain = aktor_uji("paksi:tugaskan", "inti:buka-identitas", wilayah="61.01")
    assert (await tanya(server, SURAT, lain, p=str(p)))["kode"] == "TIDAK_DITEMUKAN"
    tautan = await tanya(server, SURAT, buka, p=str(p))
    assert await isi(server.db, "jejak", "objek_id", aksi="orang.buka_identitas") == []
    unduhan, berkas = await server.unduh(tautan["alamat"], aktor=buka)
    halaman = [" ".join(h.extract_text().split()) for h in PdfReader(BytesIO(berkas)).pages]
    assert unduhan.media == "application/pdf"
    assert unduhan.nama.startswith("surat tugas 800")
    (isinya,) = halaman
    for kata in (
        "PEMERINTAH KOTA",
        "Surat tugas penyuluh antikorupsi",
        "Contoh 0",
        "Gratifikasi di sekolah",
        "SMA Contoh 1, Kota Pontianak",
        "Pagi",
    ):
        assert kata in isinya, (kata, isinya)
    assert await isi(server.db, "jejak", "objek_id", aksi=SURAT_TUGAS) == [(str(p),)]
    assert await isi(server.db, "jejak", "objek_id", aksi="orang.buka_identitas") == [(str(siapa),)]


async def test_a_region_counts_its_requests_of_a_year_with_all_beneath_it(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    db = server.db
    await db.write(dasar, aktif=())
    (siapa,) = await db.write(penyuluh)
    p = [await db.write(minta) for _ in range(4)]
    tahun = (await isi(db, "paksi_permintaan_penyuluh", "tahun"))[0][0]
    await db.write(service.tolak_permintaan, SISTEM, permintaan_id=p[0], alasan="Penuh")
    await db.write(service.batalkan_permintaan, SISTEM, permintaan_id=p[1], alasan="Batal")
    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p[2], **tugas(siapa))
    await db.write(terlaksana, p[2])
    await db.write(service.laporkan_penyuluhan, SISTEM, permintaan_id=p[2], isian=LAPORAN)
    await db.write(service.konfirmasi_penyuluhan, SISTEM, permintaan_id=p[2])
    dokumen = """query($t: Int!, $k: String!) { wilayah(kode: $k) { paksiPenyuluhan(tahun: $t) {
      jumlah diajukan ditugaskan selesai ditolak dibatalkan peserta } } }"""
    aktor = aktor_uji("paksi:lihat", wilayah="61")

    async def hitung(kode: str, tahun: int = tahun) -> Any:
        return (await server.ask(dokumen, aktor=aktor, t=tahun, k=kode)).hasil["wilayah"]["paksiPenyuluhan"]

    harap = {
        "jumlah": 4,
        "diajukan": 1,
        "ditugaskan": 0,
        "selesai": 1,
        "ditolak": 1,
        "dibatalkan": 1,
        "peserta": 30,
    }
    assert await hitung(PONTIANAK) == await hitung("61") == harap
    assert await hitung("61.01") == dict.fromkeys(harap, 0) == await hitung("61", tahun - 1)
    assert await hitung("62") is None
    banyak = """query($t: Int!, $n: Int!) { daftarWilayah(induk: "61", first: $n) { edges { node {
      paksiPenyuluhan(tahun: $t) { jumlah } } } } }"""
    satu, semua = [await server.ask(banyak, aktor=aktor, t=tahun, n=n) for n in (1, 50)]
    assert len(satu.pernyataan) == len(semua.pernyataan)
    assert sum(e["node"]["paksiPenyuluhan"]["jumlah"] for e in semua.hasil["daftarWilayah"]["edges"]) == 4
    rinci = """query($n: Int!, $k: [PaksiKeadaanPenyuluhan!], $y: Int, $o: ID) { paksiDaftarPermintaanPenyuluh(first: $n, keadaan: $k,
      tahun: $y, penyuluh: $o) { edges { node { keadaan wilayah { kode } perangkatDaerah { id } tempatWilayah { kode } penyuluh { id }
      kegiatan { nama } } } } }"""
    satu, semua = [
        await server.ask(rinci, aktor=aktor, variables={"n": n, "k": ["SELESAI", "DITOLAK"]}) for n in (1, 50)
    ]
    assert (
        len(satu.pernyataan) <= len(semua.pernyataan) <= len(satu.pernyataan) + 2
    )  # nothing is read where no row has it
    assert len(semua.hasil["paksiDaftarPermintaanPenyuluh"]["edges"]) == 2
    (satu,) = (await server.ask(rinci, aktor=aktor, variables={"n": 9, "o": str(siapa), "y": tahun})).hasil[
        "paksiDaftarPermintaanPenyuluh"
    ]["edges"]
    assert satu["node"]["kegiatan"] == {"nama": "Gratifikasi di sekolah"}


async def test_a_missing_half_day_or_a_report_of_somebody_else_is_found(db: Database) -> None:
    await db.write(dasar)
    siapa, lain = await db.write(penyuluh, 2)
    p = await db.write(minta)
    await db.write(service.tugaskan_penyuluh, SISTEM, permintaan_id=p, **tugas(siapa))
    ((nomor,),) = await isi(db, "paksi_permintaan_penyuluh", "nomor")
    k = await db.write(catat_kegiatan, SISTEM, orang_id=lain, isian=ISIAN)

    def rusak(session: Session) -> None:
        bebas_jejak(session, "a test's own data")
        s, t = tabel("paksi_penyuluh_sesi"), tabel("paksi_permintaan_penyuluh")
        session.execute(delete(s).where(s.c.paruh == "PAGI"))
        session.execute(t.update().values(kegiatan_id=k))

    await db.write(rusak)
    assert await db.write(_periksa) == [
        f"Permintaan penyuluh {nomor} menempati 1 paruh hari, seharusnya 2.",
        f"Permintaan penyuluh {nomor} terhubung dengan laporan {k} milik orang lain.",
    ]
