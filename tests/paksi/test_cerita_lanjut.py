"""Later certificates: renewed with six activities, a higher jenjang, and one that had expired; all through GraphQL."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from forum_server.testing import GraphQLWith
from tests.paksi.bahan_cerita import KINI, PEMDA, TETANGGA, Tertolak, geser, lalu, tolak
from tests.paksi.bahan_cerita_adegan import (
    diminta_menyuluh,
    himpun,
    isi_permohonan,
    keputusan,
    kursi_terbuka,
    laporkan,
    minta_kursi,
    sampai_terbit,
    verifikasi,
)
from tests.paksi.bahan_cerita_langkah import Cerita, menurut_butir

DOKUMEN = ("EKTP", "NPWP", "FOTO")
BERAKHIR = KINI + timedelta(85)
TERBIT = geser(BERAKHIR, -3) + timedelta(1)
"""A certificate in its last three months."""


def dalam_masa(banyak: int) -> list[date]:
    """That many days inside the period of that certificate."""
    return [TERBIT + timedelta(100 * n) for n in range(1, banyak + 1)]


async def test_renewed_with_six_activities_of_its_own_period_by_a_seat_for_who_ends_first(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Dinas Pendidikan")
    tetangga = c.operator_tetangga.aktor
    budi = await c.daftarkan("Budi Contoh", opd="Dinas Kesehatan", wilayah=TETANGGA, oleh=tetangga)
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    assert await c.impor_sertifikat(siti, "PAKSI_PERTAMA", "NSP-1", TERBIT, BERAKHIR) == {
        "ditulis": 1,
        "kesalahan": [],
    }
    await c.impor_sertifikat(budi, "PAKSI_PERTAMA", "NSP-2", TERBIT, BERAKHIR + timedelta(60))
    sebelum = await c.cakupan()
    assert sebelum["pemegang"] == {"paksi": 1, "api": 0}

    # Five reports of its period and one from before it: one is missing, and by when is told.
    (lama,) = await c.sertifikatnya(siti)
    assert (lama["keadaan"], lama["berlaku"]) == ("AKAN_BERAKHIR", True)
    (bagian,) = lama["kesiapanPembaruan"]["bagian"]
    assert (lama["kesiapanPembaruan"]["terpenuhi"], bagian["punya"], bagian["perlu"]) == (False, 0, 6)
    assert (len(bagian["tenggat"]), bagian["tenggat"][-1]) == (6, f"{BERAKHIR}")
    await laporkan(c, siti, [TERBIT - timedelta(5), *dalam_masa(5)])
    (bagian,) = (await c.sertifikatnya(siti))[0]["kesiapanPembaruan"]["bagian"]
    assert bagian == {
        "kode": "PENYULUHAN",
        "punya": 5,
        "perlu": 6,
        "kurang": 1,
        "tenggat": [f"{BERAKHIR}"],
    }
    assert await c.kelayakan(siti, "PAKSI_PERTAMA", "PERPANJANGAN") == {
        "SERTIFIKAT_AKTIF": ("TERPENUHI", 1, 1),
        "PENYULUHAN": ("KURANG", 5, 6),
    }
    p = await c.buat_permohonan(siti, "PAKSI_PERTAMA", "PERPANJANGAN", dariSertifikat=lama["id"])
    await isi_permohonan(c, siti, p, unit=unit)
    with pytest.raises(Tertolak, match=r"BELUM_LENGKAP: .*: Laporan penyuluhan selama masa sertifikat\."):
        await c.ajukan(siti, p)
    # The sixth grows out of what an OPD asked her for.
    keenam = await diminta_menyuluh(c, siti, "Inspektorat")
    siap = (await c.sertifikatnya(siti))[0]["kesiapanPembaruan"]
    assert (siap["terpenuhi"], siap["bagian"][0]["tenggat"]) == (True, [])
    milik = (await c.lihat(p, siti))["kelayakan"]
    assert menurut_butir(milik) == {
        "SERTIFIKAT_AKTIF": ("TERPENUHI", 1, 1),
        "PENYULUHAN": ("TERPENUHI", 6, 6),
    }
    assert milik["butir"][1]["kegiatan"][-1] == keenam
    await c.ajukan(siti, p)
    # What one application counts, no other does.
    assert await c.kelayakan(siti, "PAKSI_PERTAMA", "PERPANJANGAN") == {
        "SERTIFIKAT_AKTIF": ("TERPENUHI", 1, 1),
        "PENYULUHAN": ("KURANG", 0, 6),
    }
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"

    # One seat for two renewals: hers ends first, though Budi's pemda asked first.
    permintaan = [
        await minta_kursi(c, c.operator_tetangga, TETANGGA, [budi], "PAKSI_PERTAMA"),
        await minta_kursi(c, c.operator, PEMDA, [siti], "PAKSI_PERTAMA"),
    ]
    himpunan = await himpun(c, permintaan, "PAKSI_PERTAMA", kebijakan="PRIORITAS_KEDALUWARSA")
    assert {x[:2] for x in await keputusan(c, c.koordinator, himpunan)} == {
        (PEMDA, "KURSI"),
        (TETANGGA, "DAFTAR_TUNGGU"),
    }
    assert (await c.lihat(p, siti))["keadaan"] == "TERJADWAL"
    await sampai_terbit(c, p, unit, "NSP-3")

    baru, lama = await c.sertifikatnya(siti)
    assert (baru["nomor"], baru["keadaan"], baru["terbit"]) == ("NSP-3", "AKTIF", f"{KINI}")
    assert baru["kesiapanPembaruan"]["bagian"][0]["punya"] == 0
    assert (lama["keadaan"], lama["berhentiPada"], lama["pengganti"], lama["kesiapanPembaruan"]) == (
        "DIGANTIKAN",
        f"{KINI}",
        {"nomor": "NSP-3"},
        None,
    )
    assert (await c.periksa_sertifikat(lama["kodePeriksa"]))["berlaku"] is False
    assert (await c.periksa_sertifikat(baru["kodePeriksa"]))["berlaku"] is True
    assert await c.cakupan() == sebelum
    assert await c.periksa_data() == []


@pytest.mark.parametrize(("dari", "perlu"), [("PAKSI_MADYA", 6), ("PAKSI_MUDA", 10)])
async def test_up_to_utama_with_reports_by_where_one_comes_from_and_two_pendampingan(
    graphql_with: GraphQLWith, dari: str, perlu: int
) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Dinas Pendidikan")
    unit = await c.tetapkan_unit("PAKSI_UTAMA", 20)
    await c.impor_sertifikat(siti, dari, "NSP-1", geser(KINI, -1), geser(KINI, 2))
    (asal,) = await c.sertifikatnya(siti)
    syarat = {**dict.fromkeys(DOKUMEN, ("KURANG", 0, 1)), "SERTIFIKAT_AKTIF": ("TERPENUHI", 1, 1)}
    assert await c.kelayakan(siti, "PAKSI_UTAMA", "NAIK_JENJANG") == {
        **syarat,
        "ELEARNING": ("KURANG", 0, 1),
        "PENYULUHAN": ("KURANG", 0, perlu),
        "PENDAMPINGAN": ("KURANG", 0, 2),
    }
    await c.catat_bukti(siti, "ELEARNING", "PELITA", lalu(200))
    await laporkan(c, siti, [lalu(10 * n) for n in range(perlu, 0, -1)])
    # Another kind of community work is no pendampingan.
    komunitas: dict[str, Any] = {"jenis": "PENGEMBANGAN_KOMUNITAS"}
    await laporkan(c, siti, [lalu(9)], bentuk="KOLABORASI", **komunitas)
    await laporkan(c, siti, [lalu(8)], bentuk="PENDAMPINGAN", **komunitas)
    assert await c.kelayakan(siti, "PAKSI_UTAMA", "NAIK_JENJANG") == {
        **syarat,
        "ELEARNING": ("TERPENUHI", 1, 1),
        "PENYULUHAN": ("TERPENUHI", perlu, perlu),
        "PENDAMPINGAN": ("KURANG", 1, 2),
    }
    p = await c.buat_permohonan(siti, "PAKSI_UTAMA", "NAIK_JENJANG", dariSertifikat=asal["id"])
    await isi_permohonan(c, siti, p, unit=unit, dokumen=DOKUMEN)
    with pytest.raises(Tertolak, match=r"BELUM_LENGKAP: .*: Laporan pendampingan yang diterima\."):
        await c.ajukan(siti, p)
    await laporkan(c, siti, [lalu(7)], bentuk="PENDAMPINGAN", **komunitas)
    assert (await c.lihat(p, siti))["kelayakan"]["lengkap"] is True
    await c.ajukan(siti, p)
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"
    await kursi_terbuka(c, siti, "PAKSI_UTAMA")
    await sampai_terbit(c, p, unit, "NSP-2")

    baru, lama = await c.sertifikatnya(siti)
    assert [(s["nomor"], s["skema"]["kode"], s["keadaan"]) for s in (baru, lama)] == [
        ("NSP-2", "PAKSI_UTAMA", "AKTIF"),
        ("NSP-1", dari, "DIGANTIKAN"),
    ]
    assert (lama["pengganti"], lama["berhentiPada"]) == ({"nomor": "NSP-2"}, f"{KINI}")
    assert [(r["dari"], r["ke"]) for r in lama["riwayat"]] == [(None, "AKTIF"), ("AKTIF", "DIGANTIKAN")]
    assert (await c.periksa_sertifikat(baru["kodePeriksa"]))["skema"] == "Penyuluh Antikorupsi Utama"
    assert (await c.cakupan())["pemegang"] == {"paksi": 1, "api": 0}
    # Nothing is above Utama, and beneath it nothing is left to gain.
    assert await tolak(c.buat_permohonan(siti, dari, "NAIK_JENJANG", dariSertifikat=baru["id"])) == (
        "SERTIFIKAT_TIDAK_SESUAI"
    )
    assert await c.periksa_data() == []


async def test_an_expired_certificate_leads_no_higher_and_no_longer_but_to_a_certification_anew(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Dinas Pendidikan")
    unit = await c.tetapkan_unit("PAKSI_MUDA")
    await c.impor_sertifikat(siti, "PAKSI_MUDA", "NSP-1", geser(KINI, -4), geser(KINI, -1))
    (lama,) = await c.sertifikatnya(siti)
    assert (lama["keadaan"], lama["berlaku"], lama["kesiapanPembaruan"]) == ("KEDALUWARSA", False, None)
    assert (await c.periksa_sertifikat(lama["kodePeriksa"]))["keadaan"] == "KEDALUWARSA"
    assert (await c.cakupan())["pemegang"] == {"paksi": 0, "api": 0}
    asal: dict[str, Any] = {"dariSertifikat": lama["id"]}
    for skema, jenis in (("PAKSI_MUDA", "PERPANJANGAN"), ("PAKSI_MADYA", "NAIK_JENJANG")):
        assert await tolak(c.buat_permohonan(siti, skema, jenis, **asal)) == "SERTIFIKAT_TIDAK_AKTIF"
    assert await c.kelayakan(siti, "PAKSI_MUDA", "SERTIFIKASI_ULANG") == {
        "PORTOFOLIO": ("PERLU_DINILAI", 0, None)
    }
    await laporkan(c, siti, [lalu(60), lalu(30)])
    p = await c.buat_permohonan(siti, "PAKSI_MUDA", "SERTIFIKASI_ULANG", **asal)
    await isi_permohonan(c, siti, p, unit=unit)
    assert menurut_butir((await c.lihat(p, siti))["kelayakan"]) == {"PORTOFOLIO": ("PERLU_DINILAI", 2, None)}
    await c.ajukan(siti, p)
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"
    await kursi_terbuka(c, siti, "PAKSI_MUDA")
    await sampai_terbit(c, p, unit, "NSP-2")

    baru, lama = await c.sertifikatnya(siti)
    assert [(s["nomor"], s["keadaan"], s["berlaku"]) for s in (baru, lama)] == [
        ("NSP-2", "AKTIF", True),
        ("NSP-1", "DIGANTIKAN", False),
    ]
    assert (await c.periksa_sertifikat(baru["kodePeriksa"]))["berlaku"] is True
    assert (await c.cakupan())["pemegang"] == {"paksi": 1, "api": 0}
    assert await tolak(c.buat_permohonan(siti, "PAKSI_MUDA", "SERTIFIKASI_ULANG", **asal)) == (
        "SERTIFIKAT_TIDAK_AKTIF"
    )
    assert await c.periksa_data() == []
