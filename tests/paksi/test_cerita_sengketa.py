"""What goes wrong and is put right: an appeal that is upheld, a certificate suspended and reinstated; all through GraphQL."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from forum_server.testing import GraphQLWith
from tests.paksi.bahan_cerita import KINI, geser, lalu, tolak
from tests.paksi.bahan_cerita_adegan import (
    diases,
    diputus,
    isi_permohonan,
    kursi_terbuka,
    laporkan,
    sampai_terbit,
    verifikasi,
)
from tests.paksi.bahan_cerita_langkah import Cerita, menurut_butir

DOKUMEN = ("EKTP", "NPWP", "FOTO", "RENCANA_AKSI")


async def test_an_appeal_is_upheld_and_another_asesor_finds_her_competent(graphql_with: GraphQLWith) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Dinas Pendidikan")
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    await c.catat_bukti(siti, "ELEARNING", "Pengetahuan Dasar Antikorupsi dan Integritas", lalu(90))
    laporan = await laporkan(c, siti, [lalu(60), lalu(50), lalu(40)])
    p = await c.buat_permohonan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN")
    await isi_permohonan(c, siti, p, unit=unit, dokumen=DOKUMEN)
    await c.ajukan(siti, p)
    await verifikasi(c, p)
    await kursi_terbuka(c, siti, "PAKSI_PERTAMA", "PENGALAMAN")

    # The first asesor isn't convinced of unit 2, and the pleno follows.
    assert await diases(c, p, c.asesor, {unit[0]: "K", unit[1]: "BK"}) == "DIREKOMENDASIKAN"
    assert await tolak(c.ajukan_banding(siti, p, "Terlalu dini")) == "KEADAAN_TIDAK_SESUAI"
    assert await diputus(c, p, "BA/1/2026", "BK", "Unit 2 belum terbukti.") == "BELUM_KOMPETEN"
    assert await tolak(c.terbitkan(p, "NSP-001")) == "KEADAAN_TIDAK_SESUAI"
    assert await c.sertifikatnya(siti) == []
    # What it had counted is free again.
    assert (await c.kelayakan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN"))["PENYULUHAN"] == ("TERPENUHI", 3, 3)

    assert await tolak(c.ajukan_banding(c.operator_tetangga, p, "Bukan urusannya")) == "TIDAK_DITEMUKAN"
    assert (await c.ajukan_banding(siti, p, "Bukti unit 2 terlewat."))["keadaan"] == "BANDING"
    assert (await c.kelayakan(siti, "PAKSI_PERTAMA", jalur="PENGALAMAN"))["PENYULUHAN"] == ("KURANG", 0, 3)
    assert await tolak(c.jawab_banding(p, True, "Bukan tugasnya", oleh=c.pemutus)) == "DITOLAK"
    # Who decided may not judge, whatever roles they hold.
    rangkap = c.pemutus.berperan("paksi.pemutus_banding", lembaga="lsp-kpk")
    assert await tolak(c.jawab_banding(p, True, "Benar", oleh=rangkap)) == "PEMUTUS_BANDING_BERBEDA"
    jawab = await c.jawab_banding(p, True, "Bukti unit 2 belum dilihat; diases ulang.")
    assert (jawab["keadaan"], jawab["putaran"], jawab["rekomendasi"]) == ("ASESMEN_ULANG", 2, None)

    # The second round is somebody else's, and the first asesor sees nothing of it any more.
    pertama = await c.daftarkan_asesor(c.asesor)
    assert await tolak(c.tugaskan_asesor(p, pertama, KINI + timedelta(7))) == "ASESOR_PUTARAN_LALU"
    kedua = dict.fromkeys(unit, "K")
    assert await diases(c, p, c.asesor_lain, kedua, tanggal=KINI + timedelta(7)) == "DIREKOMENDASIKAN"
    assert await c.lihat(p, c.asesor) is None
    pleno = await c.buat_pleno("BA/2/2026")
    await c.masukkan_pleno(pleno, p)
    assert (await c.putuskan(p, "K"))["keadaan"] == "KOMPETEN"
    await c.atur_kop()
    assert (
        await tolak(c.unduh(c.lsp, "paksiBuatBeritaAcara", "pleno: ID!", pleno=pleno))
        == "PLENO_BELUM_DITUTUP"
    )
    await c.lakukan(c.pemutus.aktor, "paksiTutupPleno", "pleno: ID!", "PaksiPleno { id }", pleno=pleno)
    berita_acara = await c.unduh(c.lsp, "paksiBuatBeritaAcara", "pleno: ID!", pleno=pleno)
    halaman = " ".join(h.extract_text() for h in PdfReader(BytesIO(berita_acara)).pages)
    assert all(kata in halaman for kata in ("BA/2/2026", "Siti Contoh", "Kompeten"))
    assert (await c.terbitkan(p, "NSP-001"))["keadaan"] == "SERTIFIKAT_TERBIT"

    akhir = await c.lihat(p, siti)
    assert [r["ke"] for r in akhir["riwayat"]] == [
        "DRAF",
        "DIAJUKAN",
        "VERIFIKASI",
        "MEMENUHI_SYARAT",
        "TERJADWAL",
        "DIASES",
        "DIREKOMENDASIKAN",
        "PLENO",
        "BELUM_KOMPETEN",
        "BANDING",
        "ASESMEN_ULANG",
        "DIASES",
        "DIREKOMENDASIKAN",
        "PLENO",
        "KOMPETEN",
        "SERTIFIKAT_TERBIT",
    ]
    assert [k for k in await c.kabar(siti) if "BANDING" in k or "KOMPETEN" in k] == [
        "PUTUSKAN_BELUM_KOMPETEN",
        "PUTUSKAN_KOMPETEN",
        "TERIMA_BANDING",
    ]
    assert [(a["putaran"], a["asesor"]["nama"], a["rekomendasi"]) for a in akhir["asesmen"]] == [
        (1, c.asesor.nama, "BK"),
        (2, c.asesor_lain.nama, "K"),
    ]
    assert [[u["hasil"] for u in a["unit"]] for a in akhir["asesmen"]] == [["K", "BK"], ["K", "K"]]
    assert [(k["putaran"], k["keputusan"], k["alasan"]) for k in akhir["pleno"]] == [
        (1, "BK", "Unit 2 belum terbukti."),
        (2, "K", None),
    ]
    assert akhir["banding"] == [
        {
            "alasan": "Bukti unit 2 terlewat.",
            "dikabulkan": True,
            "jawaban": "Bukti unit 2 belum dilihat; diases ulang.",
        }
    ]
    dihitung = {b["kode"]: b["kegiatan"] for b in akhir["kelayakan"]["butir"]}["PENYULUHAN"]
    assert dihitung == laporan
    (s,) = await c.sertifikatnya(siti)
    assert (s["nomor"], s["keadaan"], s["berlaku"]) == ("NSP-001", "AKTIF", True)
    assert (await c.periksa_sertifikat(s["kodePeriksa"]))["berlaku"] is True
    assert (await c.cakupan())["pemegang"] == {"paksi": 1, "api": 0}
    assert await c.periksa_data() == []


async def test_a_suspended_certificate_counts_for_nothing_until_it_is_reinstated(
    graphql_with: GraphQLWith,
) -> None:
    c = await Cerita.buka(graphql_with)
    siti = await c.daftarkan("Siti Contoh", opd="Dinas Pendidikan")
    unit = await c.tetapkan_unit("PAKSI_PERTAMA")
    await c.impor_sertifikat(siti, "PAKSI_PERTAMA", "NSP-1", geser(KINI, -1), geser(KINI, 2))
    await laporkan(c, siti, [lalu(30 * n) for n in range(6, 0, -1)])
    (s,) = await c.sertifikatnya(siti)
    penuh = await c.cakupan()
    assert penuh["pemegang"] == {"paksi": 1, "api": 0}
    assert (await c.periksa_sertifikat(s["kodePeriksa"]))["berlaku"] is True

    # Only the LSP that issued it, and only with a reason.
    ubah = c.ubah_sertifikat
    for lain, kode in ((c.operator, "DITOLAK"), (c.koordinator, "DITOLAK"), (siti, "DITOLAK")):
        assert await tolak(ubah("Bekukan", s["id"], "Mencoba", oleh=lain)) == kode
    assert await tolak(ubah("Bekukan", s["id"], " ")) == "WAJIB_DIISI"
    assert await tolak(ubah("Aktifkan", s["id"], "Belum beku")) == "KEADAAN_TIDAK_SESUAI"
    beku = await ubah("Bekukan", s["id"], "Menunggu hasil pemeriksaan etik.")
    assert (beku["keadaan"], beku["berlaku"], beku["berakhir"]) == ("DIBEKUKAN", False, s["berakhir"])
    periksa = await c.periksa_sertifikat(s["kodePeriksa"])
    assert (periksa["berlaku"], periksa["keadaan"]) == (False, "DIBEKUKAN")
    assert "etik" not in str(periksa)
    assert (await c.cakupan())["pemegang"] == {"paksi": 0, "api": 0}
    await c.atur_kop()
    surat = {"sertifikat": s["id"], "nomorSurat": "1/LSP/2026", "tanggalSurat": f"{KINI}"}
    isian = "sertifikat: ID!, nomorSurat: String!, tanggalSurat: Date!"
    assert await tolak(c.unduh(c.lsp, "paksiBuatSuratKeterangan", isian, **surat)) == (
        "SERTIFIKAT_TIDAK_BERLAKU"
    )
    perpanjangan: dict[str, Any] = {"jenis": "PERPANJANGAN", "dariSertifikat": s["id"]}
    assert await tolak(c.buat_permohonan(siti, "PAKSI_PERTAMA", **perpanjangan)) == "SERTIFIKAT_TIDAK_AKTIF"

    kembali = await ubah("Aktifkan", s["id"], "Pemeriksaan selesai tanpa temuan.")
    assert (kembali["keadaan"], kembali["berlaku"], kembali["berakhir"]) == ("AKTIF", True, s["berakhir"])
    (aktif,) = await c.sertifikatnya(siti)
    assert [(r["dari"], r["ke"], r["alasan"]) for r in aktif["riwayat"]] == [
        (None, "AKTIF", None),
        ("AKTIF", "DIBEKUKAN", "Menunggu hasil pemeriksaan etik."),
        ("DIBEKUKAN", "AKTIF", "Pemeriksaan selesai tanpa temuan."),
    ]
    assert (await c.periksa_sertifikat(s["kodePeriksa"]))["berlaku"] is True
    assert await c.cakupan() == penuh

    # Suspended again while a renewal goes on: nothing is issued beside it, or in its place, until that is decided.
    p = await c.buat_permohonan(siti, "PAKSI_PERTAMA", **perpanjangan)
    await isi_permohonan(c, siti, p, unit=unit)
    await c.ajukan(siti, p)
    assert await verifikasi(c, p) == "MEMENUHI_SYARAT"
    await kursi_terbuka(c, siti, "PAKSI_PERTAMA")
    assert menurut_butir((await c.lihat(p, siti))["kelayakan"])["SERTIFIKAT_AKTIF"] == ("TERPENUHI", 1, 1)
    await ubah("Bekukan", s["id"], "Ditinjau lagi.")
    assert menurut_butir((await c.lihat(p, c.lsp))["kelayakan"])["SERTIFIKAT_AKTIF"] == ("KURANG", 0, 1)
    assert await tolak(sampai_terbit(c, p, unit, "NSP-2")) == "SERTIFIKAT_DIBEKUKAN"
    assert [x["nomor"] for x in await c.sertifikatnya(siti)] == ["NSP-1"]
    await ubah("Aktifkan", s["id"], "Tinjauan selesai.")
    await c.terbitkan(p, "NSP-2")
    baru, lama = await c.sertifikatnya(siti)
    assert [(x["nomor"], x["keadaan"]) for x in (baru, lama)] == [("NSP-2", "AKTIF"), ("NSP-1", "DIGANTIKAN")]
    assert await tolak(ubah("Aktifkan", lama["id"], "Terlambat")) == "KEADAAN_TIDAK_SESUAI"
    assert (await c.cakupan()) == penuh
    assert await c.periksa_data() == []
