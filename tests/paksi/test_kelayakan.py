"""How people and applications stand, read from the database: item by item, for many at once."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.bukti.service import catat_bukti
from forum_paksi.kelayakan.bahan import Pasangan, nilai_banyak
from forum_paksi.kelayakan.periksa import periksa_kelayakan
from forum_paksi.kelayakan.rules import NilaiButir, StatusButir
from forum_server.plugin import Aktor, Database
from forum_server.testing import GraphQLWith, ServerUji, aktor_uji
from tests.paksi.bahan import LSP, PONTIANAK, SISTEM, dasar, isi, orang
from tests.paksi.bahan_himpunan import ubah_baris
from tests.paksi.bahan_kelayakan import kegiatan, pakai, permohonan, sertifikat

HARI_INI = datetime.now(UTC).date()
S = StatusButir
KELAYAKAN = """query($o: ID!, $s: String!, $j: PaksiJenisPermohonan!, $jalur: String) {
    paksiKelayakan(orang: $o, skema: $s, jenis: $j, jalur: $jalur) {
        ... on PaksiKelayakan { lengkap persyaratan { skema berlakuDari }
            butir { kode jenis status punya perlu wajib petunjuk kegiatan } }
        ... on Galat { kode letak } } }"""


def lalu(hari: int) -> date:
    return HARI_INI - timedelta(hari)


def bukti(jenis: JenisBukti, selesai: date) -> IsianBukti:
    return IsianBukti(jenis=jenis, nama="Uji", mulai=selesai, selesai=selesai)


async def tanya(server: ServerUji, aktor: Aktor, siapa: object, *jalan: str | None) -> Any:
    skema, jenis, jalur = jalan
    jawab = await server.ask(
        KELAYAKAN, aktor=aktor, variables={"o": str(siapa), "s": skema, "j": jenis, "jalur": jalur}
    )
    if jawab.errors:
        return {"kode": jawab.errors[0]["extensions"]["kode"]}
    return jawab.data["paksiKelayakan"]


def ringkas(jawab: Any) -> dict[str, tuple[str, int, int | None]]:
    return {b["kode"]: (b["status"], b["punya"], b["perlu"]) for b in jawab["butir"]}


async def test_who_may_ask_how_a_person_stands(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    siti, lain = await server.db.write(orang, 2)
    jalan = ("PAKSI_PERTAMA", "BARU", "DIKLAT")
    for siapa, aktor, harap in (
        ("sendiri", aktor_uji(orang_id=siti), None),
        ("pengurus", aktor_uji("paksi:mohon", wilayah=PONTIANAK), None),
        ("pelihat provinsi", aktor_uji("paksi:lihat", wilayah="61"), None),
        ("orang lain", aktor_uji(orang_id=lain), "DITOLAK"),
        ("pengurus pemda lain", aktor_uji("paksi:mohon", wilayah="61.01"), "TIDAK_DITEMUKAN"),
        ("LSP", aktor_uji("paksi:verifikasi", lembaga=LSP), "DITOLAK"),
        ("tanpa akun", Aktor.anonim(), "DITOLAK"),
    ):
        assert (await tanya(server, aktor, siti, *jalan)).get("kode") == harap, siapa
    pengurus = aktor_uji("paksi:mohon", wilayah=PONTIANAK)
    for siapa in (uuid.uuid4(), "bukan"):
        assert (await tanya(server, pengurus, siapa, *jalan))["kode"] == "TIDAK_DITEMUKAN"
    for salah, kode in (
        (("PAKSI_AGUNG", "BARU", None), "TIDAK_DITEMUKAN"),
        (("PAKSI_PERTAMA", "BARU", "TITIPAN"), "JALUR_TIDAK_SESUAI"),
        (("PAKSI_PERTAMA", "PERPANJANGAN", "DIKLAT"), "JALUR_TIDAK_SESUAI"),
        (("PAKSI_PERTAMA", "BARU", None), "PERSYARATAN_BELUM_DITETAPKAN"),
        (("PAKSI_PERTAMA", "PERPANJANGAN", None), "SERTIFIKAT_ASAL_TIDAK_ADA"),
        (("PAKSI_UTAMA", "NAIK_JENJANG", None), "SERTIFIKAT_ASAL_TIDAK_ADA"),
    ):
        assert (await tanya(server, pengurus, siti, *salah))["kode"] == kode


async def test_a_candidate_by_diklat_sees_item_by_item_what_is_there(graphql_with: GraphQLWith) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siti,) = await server.db.write(orang)
    sendiri = aktor_uji(orang_id=siti)
    await server.db.write(kegiatan, siti, lalu(40))
    sesudah = await server.db.write(kegiatan, siti, lalu(20))
    await server.db.write(kegiatan, siti, lalu(19), keadaan="BELUM", diputus_pada=None)
    jalan = ("PAKSI_PERTAMA", "BARU", "DIKLAT")
    awal = await tanya(server, sendiri, siti, *jalan)
    assert ringkas(awal)["PENYULUHAN"] == ("PERLU_DINILAI", 0, None)
    assert ringkas(awal)["DIKLAT"] == ("KURANG", 0, 1)
    await server.db.write(catat_bukti, SISTEM, orang=siti, isian=bukti(JenisBukti.DIKLAT, lalu(30)))
    await server.db.write(catat_bukti, SISTEM, orang=siti, isian=bukti(JenisBukti.ELEARNING, lalu(50)))
    jawab = await tanya(server, sendiri, siti, *jalan)
    assert ringkas(jawab) == {
        "EKTP": ("KURANG", 0, 1),
        "NPWP": ("KURANG", 0, 1),
        "FOTO": ("KURANG", 0, 1),
        "ELEARNING": ("TERPENUHI", 1, 1),
        "DIKLAT": ("TERPENUHI", 1, 1),
        "PENYULUHAN": ("PERLU_DINILAI", 1, None),
        "RENCANA_AKSI": ("KURANG", 0, 1),
    }
    per = {b["kode"]: b for b in jawab["butir"]}
    assert per["PENYULUHAN"]["kegiatan"] == [str(sesudah)]
    assert per["ELEARNING"]["petunjuk"] is None
    assert per["EKTP"]["petunjuk"] == "Lampirkan salinan e-KTP pada permohonan."
    assert (jawab["lengkap"], jawab["persyaratan"]) == (
        False,
        {"skema": "PAKSI_PERTAMA", "berlakuDari": "2021-01-01"},
    )


@pytest.mark.parametrize(
    ("berakhir", "ganti", "naik", "panjang", "ulang"),
    [
        (300, {}, True, True, False),
        (0, {}, True, True, False),
        (-1, {}, False, False, True),
        (300, {"keadaan": "DIBEKUKAN"}, False, False, False),
        (300, {"diakui": False}, False, False, False),
        (300, {"keadaan": "DICABUT", "berhenti_pada": lalu(1)}, False, False, False),
    ],
)
async def test_the_certificate_to_start_from_is_found(
    graphql_with: GraphQLWith, berakhir: int, ganti: dict[str, Any], naik: bool, panjang: bool, ulang: bool
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siti,) = await server.db.write(orang)
    await server.db.write(sertifikat, siti, lalu(500), lalu(-berakhir), **ganti)
    for jalan, ada in (
        (("PAKSI_UTAMA", "NAIK_JENJANG", None), naik),
        (("PAKSI_MUDA", "PERPANJANGAN", None), panjang),
        (("PAKSI_MUDA", "SERTIFIKASI_ULANG", None), ulang),
        (("PAKSI_PERTAMA", "NAIK_JENJANG", None), False),
        (("PAKSI_UTAMA", "PERPANJANGAN", None), False),
    ):
        jawab = await tanya(server, aktor_uji(orang_id=siti), siti, *jalan)
        assert jawab.get("kode") == (None if ada else "SERTIFIKAT_ASAL_TIDAK_ADA"), jalan


async def test_an_upgrade_from_muda_to_utama_needs_ten_reports_and_two_of_pendampingan(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    (siti,) = await server.db.write(orang)
    await server.db.write(sertifikat, siti, lalu(500), lalu(-300))
    jalan = ("PAKSI_UTAMA", "NAIK_JENJANG", None)
    for n in range(9):
        await server.db.write(kegiatan, siti, lalu(100 + n))
    for n in range(2):
        await server.db.write(
            kegiatan, siti, lalu(50 + n), jenis="PENGEMBANGAN_KOMUNITAS", bentuk="PENDAMPINGAN"
        )
    kurang = await tanya(server, aktor_uji(orang_id=siti), siti, *jalan)
    assert ringkas(kurang)["PENYULUHAN"] == ("KURANG", 9, 10)
    await server.db.write(kegiatan, siti, lalu(90))
    cukup = ringkas(await tanya(server, aktor_uji(orang_id=siti), siti, *jalan))
    assert cukup["PENYULUHAN"] == ("TERPENUHI", 10, 10)
    assert cukup["PENDAMPINGAN"] == ("TERPENUHI", 2, 2)
    assert cukup["SERTIFIKAT_AKTIF"] == ("TERPENUHI", 1, 1)


def _nilai(session: Session, pasangan: Sequence[Pasangan]) -> list[tuple[NilaiButir, ...]]:
    return nilai_banyak(session, pasangan)


async def _pasangan(db: Database, permohonan_id: uuid.UUID) -> Pasangan:
    ((siapa, syarat, dari),) = await isi(
        db, "paksi_permohonan", "orang_id", "persyaratan_id", "dari_sertifikat_id", id=permohonan_id
    )
    return Pasangan(orang=siapa, persyaratan=syarat, sertifikat=dari, permohonan=permohonan_id)


async def _status(db: Database, permohonan_id: uuid.UUID) -> dict[str, StatusButir]:
    ((*hasil,),) = await db.write(_nilai, [await _pasangan(db, permohonan_id)])
    return {n.kode: n.status for n in hasil}


async def test_what_one_application_counts_another_does_not(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    lama = await db.write(sertifikat, siti, lalu(900), lalu(-10))
    laporan = [await db.write(kegiatan, siti, lalu(100 + n)) for n in range(7)]
    panjang = await db.write(permohonan, siti, "PAKSI_MUDA/PERPANJANGAN", dari_sertifikat_id=lama)
    naik = await db.write(
        permohonan,
        siti,
        "PAKSI_UTAMA/NAIK_JENJANG/PAKSI_MUDA",
        dari_sertifikat_id=lama,
        keadaan="MUNDUR",
    )
    dua = [await _pasangan(db, panjang), await _pasangan(db, naik)]
    pertama, kedua = await db.write(_nilai, dua)
    assert pertama[1].kegiatan == tuple(reversed(laporan[1:]))
    assert kedua[5].punya == 7
    await db.write(pakai, panjang, *laporan[1:])
    pertama, kedua = await db.write(_nilai, dua)
    assert (pertama[1].status, set(pertama[1].kegiatan)) == (S.TERPENUHI, set(laporan[1:]))
    assert (kedua[5].status, kedua[5].kegiatan) == (S.KURANG, (laporan[0],))


async def test_renewal_counts_reports_of_the_certificates_own_period_only(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    lama = await db.write(sertifikat, siti, lalu(900), lalu(-10))
    for hari in (901, 900, 800, 700, 600, 500):
        await db.write(kegiatan, siti, lalu(hari))
    id_ = await db.write(permohonan, siti, "PAKSI_MUDA/PERPANJANGAN", dari_sertifikat_id=lama)
    assert (await _status(db, id_))["PENYULUHAN"] is S.KURANG
    await db.write(kegiatan, siti, HARI_INI)
    assert (await _status(db, id_))["PENYULUHAN"] is S.TERPENUHI


async def test_a_certificate_is_judged_by_the_day_the_application_was_handed_in(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    lama = await db.write(sertifikat, siti, lalu(900), lalu(5))
    id_ = await db.write(permohonan, siti, "PAKSI_MUDA/PERPANJANGAN", dari_sertifikat_id=lama)
    assert (await _status(db, id_))["SERTIFIKAT_AKTIF"] is S.KURANG
    tepat = datetime.now(UTC) - timedelta(5)
    await db.write(ubah_baris, "paksi_permohonan", id_, keadaan="DIAJUKAN", diajukan_pada=tepat)
    assert (await _status(db, id_))["SERTIFIKAT_AKTIF"] is S.TERPENUHI
    await db.write(ubah_baris, "paksi_sertifikat", lama, keadaan="DIBEKUKAN")
    assert (await _status(db, id_))["SERTIFIKAT_AKTIF"] is S.KURANG


async def test_the_certificate_an_application_led_to_takes_nothing_from_it(db: Database) -> None:
    await db.write(dasar)
    (siti,) = await db.write(orang)
    lama = await db.write(sertifikat, siti, lalu(900), lalu(-10))
    id_ = await db.write(permohonan, siti, "PAKSI_MUDA/PERPANJANGAN", dari_sertifikat_id=lama)
    await db.write(ubah_baris, "paksi_sertifikat", lama, keadaan="DIGANTIKAN", berhenti_pada=HARI_INI)
    assert (await _status(db, id_))["SERTIFIKAT_AKTIF"] is S.KURANG
    baru = await db.write(sertifikat, siti, HARI_INI, lalu(-1000), permohonan_id=id_)
    await db.write(ubah_baris, "paksi_sertifikat", lama, pengganti_id=baru)
    assert (await _status(db, id_))["SERTIFIKAT_AKTIF"] is S.TERPENUHI


async def test_applications_of_six_people_are_weighed_in_as_many_statements_as_one(
    graphql_with: GraphQLWith,
) -> None:
    server = await graphql_with("paksi")
    await server.db.write(dasar, aktif=())
    for siapa in await server.db.write(orang, 6):
        lama = await server.db.write(sertifikat, siapa, lalu(900), lalu(-10))
        await server.db.write(permohonan, siapa, "PAKSI_MUDA/PERPANJANGAN", dari_sertifikat_id=lama)
        await server.db.write(kegiatan, siapa, lalu(10))
    daftar = """query($n: Int!) { paksiDaftarPermohonan(first: $n) { edges { node {
        kelayakan { lengkap persyaratan { id } butir { kode status punya } } } } } }"""
    pengurus = aktor_uji("paksi:mohon", wilayah=PONTIANAK)
    satu = await server.ask(daftar, aktor=pengurus, n=1)
    banyak = await server.ask(daftar, aktor=pengurus, n=6)
    edges = banyak.hasil["paksiDaftarPermohonan"]["edges"]
    assert [e["node"]["kelayakan"]["butir"] for e in edges] == [
        [
            {"kode": "SERTIFIKAT_AKTIF", "status": "TERPENUHI", "punya": 1},
            {"kode": "PENYULUHAN", "status": "KURANG", "punya": 1},
        ]
    ] * 6
    assert len(satu.hasil["paksiDaftarPermohonan"]["edges"]) == 1
    assert len(satu.pernyataan) == len(banyak.pernyataan) == 9


async def test_a_counted_report_that_cannot_count_is_found(db: Database) -> None:
    await db.write(dasar)
    siti, lain = await db.write(orang, 2)
    id_ = await db.write(permohonan, siti, "PAKSI_PERTAMA/BARU/PENGALAMAN")
    laporan = await db.write(kegiatan, siti, lalu(10))
    await db.write(pakai, id_, laporan)
    assert await db.write(periksa_kelayakan) == []
    temuan = [f"permohonan {id_}: menghitung laporan {laporan} yang tidak dapat dihitungnya"]
    for rusak, utuh in (
        ({"orang_id": lain}, {"orang_id": siti}),
        (
            {"keadaan": "BELUM", "diputus_pada": None},
            {"keadaan": "DITERIMA", "diputus_pada": datetime.now(UTC)},
        ),
    ):
        await db.write(ubah_baris, "paksi_kegiatan", laporan, **rusak)
        assert await db.write(periksa_kelayakan) == temuan
        await db.write(ubah_baris, "paksi_kegiatan", laporan, **utuh)
    await db.write(ubah_baris, "paksi_permohonan", id_, persyaratan_id=await _versi(db, "API/BARU"))
    assert await db.write(periksa_kelayakan) == temuan


async def _versi(db: Database, jalan: str) -> uuid.UUID:
    ((id_,),) = await isi(db, "paksi_persyaratan", "id", jalan=jalan)
    return id_
