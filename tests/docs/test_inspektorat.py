"""The inspectorate's guide tells the truth: its documents run in its order on a server, from candidate to renewal."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Final

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from forum_server.akses.service import Tempat, beri_peran
from forum_server.benih import (
    PELAKU_BENIH,
    JenisPerangkatDaerah,
    benih_akun,
    benih_opd,
    benih_orang,
)
from forum_server.database import Database, bebas_jejak
from forum_server.testing.basis_data import Templat
from forum_server.testing.proses import ServerProses
from forum_server.wilayah.models import Wilayah
from tests.berkas.bahan import png
from tests.docs.halaman import Kisah, Pemakai, isian, node
from tests.paksi.bahan import dasar
from tests.paksi.test_surat import kop
from tests.server.bahan import LSP, jadwal_uji

HALAMAN: Final = "inspektorat.md"
PEMDA: Final = "33.26"
KECAMATAN: Final = "33.26.01"
HARI_INI: Final = datetime.now(timezone(timedelta(hours=7))).date()
"""The day in the guide's region; what happens there happens today or before."""
KEMARIN: Final = HARI_INI - timedelta(days=1)
JAUH: Final = HARI_INI + timedelta(days=365)
PETUGAS: Final = {
    "verifikator": "paksi.verifikator",
    "asesor": "paksi.asesor",
    "asesor2": "paksi.asesor",
    "pemutus": "paksi.pemutus",
    "hakim": "paksi.pemutus_banding",
    "lsp": "paksi.operator_lsp",
}
JENIS: Final = JenisPerangkatDaerah
PNG: Final = png()


def _isi(session: Session) -> dict[str, uuid.UUID]:
    """The people and offices of the guide, their accounts, an open schedule, and letterheads; returns them by name."""
    dasar(session, aktif=("ID", LSP))
    bebas_jejak(session, "a test's own data")
    session.execute(
        insert(Wilayah).values(
            kode=KECAMATAN,
            nama="Kecamatan Uji",
            nama_cari="kecamatan uji",
            tingkat="KECAMATAN",
            induk_kode=PEMDA,
            zona="WIB",
            otonom=False,
            sumber="uji",
        )
    )
    hasil = {
        "inspektorat": benih_opd(session, PEMDA, "Inspektorat", JENIS.INSPEKTORAT),
        "dinas": benih_opd(session, PEMDA, "Dinas Contoh", JENIS.DINAS),
        "kantor": benih_opd(session, PEMDA, "Kecamatan Uji", JENIS.KECAMATAN),
    }
    for nama in ("anggrek", "melati", "kenanga"):
        hasil[nama] = benih_orang(session, f"{nama.title()} Contoh", PEMDA, hasil["inspektorat"])
    for nama in PETUGAS:
        hasil[nama] = benih_orang(session, f"{nama.title()} Contoh", "31.71")
        benih_akun(session, f"uji.{nama}", PETUGAS[nama], lembaga=LSP, orang=hasil[nama])
    benih_akun(
        session,
        "uji.nasional",
        "paksi.operator_nasional",
        wilayah="ID",
        orang=benih_orang(session, "Nasional Contoh", "31.71"),
    )
    benih_akun(session, "uji.pemda", "paksi.operator_pemda", wilayah=PEMDA, orang=hasil["kenanga"])
    benih_akun(session, "uji.admin", "inti.admin", wilayah=PEMDA)
    benih_akun(session, "uji.anggrek", None, wilayah=PEMDA, orang=hasil["anggrek"])
    opd = benih_akun(session, "uji.opd", None, wilayah=PEMDA)
    beri_peran(
        session,
        PELAKU_BENIH,
        akun_id=opd,
        peran="paksi.operator_opd",
        tempat=Tempat(perangkat_daerah=hasil["dinas"]),
    )
    hasil["jadwal"] = jadwal_uji(session, "UJI-PANDUAN", 4, terbuka=4, hari=0)
    kop(session, LSP, "LSP UJI")
    kop(session, PEMDA, "PEMERINTAH KABUPATEN CONTOH")
    return hasil


class Panduan:
    """The guide's people at work, and who and what they speak of by name."""

    def __init__(self, kisah: Kisah, milik: dict[str, str]) -> None:
        self.kisah = kisah
        self.milik = milik

    def __call__(self, siapa: str, dokumen: str, /, **variabel: Any) -> Any:
        return self.kisah.lakukan(siapa, dokumen, **variabel)

    def unggah(self, siapa: str, isi: bytes = PNG, nama: str = "foto.png", *, rahasia: bool = False) -> str:
        """Upload a small picture, or this; the id to attach it by."""
        siap = self(
            siapa,
            "SiapkanUnggahan",
            ukuran=len(isi),
            nama=None if rahasia else nama,
            kelas="RAHASIA" if rahasia else "BIASA",
        )
        self.kisah.orang[siapa].kirim(siap["alamat"], isi, nama)
        return str(siap["id"])

    def unduh(self, siapa: str, dokumen: str, awal: bytes, **variabel: Any) -> None:
        """Ask for a link and use it: what comes begins like its kind of file."""
        alamat = self(siapa, dokumen, **variabel)["alamat"]
        _, isi = self.kisah.orang[siapa].unduh(alamat)
        assert isi.startswith(awal), (dokumen, isi[:20])


@pytest.fixture
def panduan(templat: Templat, tmp_path: Path) -> Iterator[Panduan]:
    url = templat.salin("sqlite")

    async def siapkan() -> dict[str, uuid.UUID]:
        db = Database(url)
        try:
            return await db.write(_isi)
        finally:
            await db.tutup()

    milik = asyncio.run(siapkan())
    with ServerProses(url, tmp_path) as server:
        orang = {nama: Pemakai(server.url, LSP, f"uji.{nama}") for nama in PETUGAS}
        orang |= {
            nama: Pemakai(server.url, PEMDA, f"uji.{nama}") for nama in ("admin", "pemda", "anggrek", "opd")
        }
        orang |= {
            "nasional": Pemakai(server.url, "ID", "uji.nasional"),
            "umum": Pemakai(server.url, PEMDA),
        }
        kisah = Kisah(HALAMAN, orang)
        yield Panduan(kisah, {nama: str(id_) for nama, id_ in milik.items()})
        kisah.tutup()
    templat.buang(url)


@pytest.mark.lama
def test_every_document_of_the_guide_does_what_the_guide_says(panduan: Panduan) -> None:
    contoh = iter(isian(HALAMAN))
    unit = yang_ditetapkan(panduan, next(contoh)["isian"])
    persiapan(panduan, next(contoh)["isian"])
    permohonan = permohonan_diajukan(panduan, next(contoh)["isian"], unit)
    verifikasi(panduan, permohonan)
    kursi(panduan, permohonan)
    asesmen(panduan, permohonan, unit, "asesor", "BK")
    pleno(panduan, permohonan, "BA/1", "BK")
    banding(panduan, permohonan)
    asesmen(panduan, permohonan, unit, "asesor2", "K")
    pleno(panduan, permohonan, "BA/2", "K")
    sertifikat = terbit(panduan, permohonan)
    impor(panduan)
    penyuluhan(panduan, next(contoh))
    angkatan(panduan, next(contoh))
    diklat(panduan, next(contoh), unit)
    cakupan(panduan)
    forum(panduan, next(contoh))
    cabut = panduan("lsp", "CabutSertifikat", sertifikat=sertifikat, alasan="Melanggar kode etik")
    assert [r["ke"] for r in cabut["riwayat"]][-1] == "DICABUT"
    assert next(contoh, None) is None
    assert panduan.kisah.tersisa() == set()


def yang_ditetapkan(p: Panduan, persyaratan: dict[str, Any]) -> list[str]:
    """1: what the national operator and the LSP set first; returns the units."""
    skema = {s["kode"]: s for s in p("umum", "DaftarSkema")}
    assert skema["PAKSI_PERTAMA"]["unit"] == [], "the list ships empty"
    unit = p(
        "nasional",
        "TetapkanUnit",
        skema=skema["PAKSI_PERTAMA"]["id"],
        unit=[{"kode": f"O.84{n}", "judul": f"Unit {n}"} for n in (1, 2)],
    )["unit"]
    mulai = f"{HARI_INI + timedelta(days=30)}"
    baru = p("nasional", "TetapkanPersyaratan", isian={**persyaratan, "berlakuDari": mulai})
    assert [b["jumlah"] for b in baru["butir"]] == [1, 1, 3, None]
    versi = node(p("umum", "Persyaratan", skema="PAKSI_PERTAMA", jenis="BARU"))
    assert mulai in {v["berlakuDari"] for v in versi}
    assert len(p("pemda", "PemisahanTugas")) == 7
    aturan = p(
        "nasional",
        "TetapkanPemisahan",
        aturan="ASESOR_BUKAN_PELATIH",
        aktif=True,
        nilai=3,
        berlakuDari=mulai,
        sumber="Contoh",
    )
    assert (aturan["nilai"], aturan["berlakuDari"]) == (3, mulai)
    penerbit = {"lembaga": "lsp-lain", "jenis": "API", "dari": mulai, "sampai": None, "sumber": "Contoh"}
    assert p("nasional", "TetapkanPenerbit", **penerbit) == {"berubah": 0}
    assert "lsp-lain" in {x["lembaga"] for x in p("pemda", "Penerbit")}
    sasaran = {"ruangLingkup": "Sekolah", "sasaran": ["Guru", "Siswa"]}
    assert p("nasional", "TetapkanSasaran", **sasaran, sumber="Contoh") == sasaran
    jenis = {"jenis": "API", "skema": "API", "hanyaPemegang": True}
    assert p("nasional", "TetapkanJenisKegiatan", **jenis, sumber="Contoh") == jenis
    for nama in ("asesor", "asesor2"):
        terdaftar = p(
            "lsp",
            "DaftarkanAsesor",
            lembaga=LSP,
            orang=p.milik[nama],
            noMet=f"MET.{nama}",
            berakhir=f"{JAUH}",
        )
        p.milik[f"{nama}.id"] = terdaftar["id"]
    assert len(node(p("lsp", "Asesor", lembaga=LSP))) == 2
    return [u["id"] for u in unit]


def persiapan(p: Panduan, kegiatan: dict[str, Any]) -> None:
    """2: what is missing, and how it comes to be there."""
    tujuan = {"orang": p.milik["anggrek"], "skema": "PAKSI_PERTAMA", "jenis": "BARU", "jalur": "PENGALAMAN"}

    def status() -> dict[str, str]:
        return {b["kode"]: b["status"] for b in p("anggrek", "Kelayakan", **tujuan)["butir"]}

    kurang = status()
    assert {kurang[k] for k in ("EKTP", "NPWP", "FOTO", "ELEARNING", "PENYULUHAN")} == {"KURANG"}
    bukti = {
        "jenis": "ELEARNING",
        "nama": "Pengetahuan Dasar Antikorupsi dan Integritas",
        "mulai": f"{KEMARIN}",
        "selesai": f"{KEMARIN}",
    }
    anggrek = p.milik["anggrek"]
    p("anggrek", "CatatBukti", orang=anggrek, isian=bukti, unggahan=p.unggah("anggrek"))
    lain = p("anggrek", "CatatBukti", orang=anggrek, isian={**bukti, "nama": "Kelas lain"}, unggahan=None)
    p("anggrek", "HapusBukti", bukti=lain["id"])
    for ke in range(3):
        isi = {**kegiatan, "mulai": f"{KEMARIN}", "selesai": f"{KEMARIN}", "nama": f"{kegiatan['nama']} {ke}"}
        laporan = p("anggrek", "CatatKegiatan", orang=anggrek, isian=isi)["id"]
        p("anggrek", "LampirkanBuktiKegiatan", kegiatan=laporan, unggahan=p.unggah("anggrek"))
        assert p("anggrek", "AjukanKegiatan", kegiatan=laporan)["keadaan"] == "BELUM"
        (masuk,) = node(p("verifikator", "LaporanMasuk", lembaga=LSP))
        assert masuk["id"] == laporan
        if ke == 0:
            periksa = {"kegiatan": laporan, "putusan": "PERLU_REVISI", "catatan": "Sebut pesertanya."}
            assert p("verifikator", "PeriksaKegiatan", **periksa)["catatan"] == "Sebut pesertanya."
            p("anggrek", "UbahKegiatan", kegiatan=laporan, isian={**isi, "jumlahPeserta": 41})
            assert p("anggrek", "AjukanKegiatan", kegiatan=laporan)["keadaan"] == "SUDAH_REVISI"
        putus = p("verifikator", "PeriksaKegiatan", kegiatan=laporan, putusan="DITERIMA", catatan=None)
        assert putus["keadaan"] == "DITERIMA"
    kini = status()
    assert (kini["ELEARNING"], kini["PENYULUHAN"], kini["EKTP"]) == ("TERPENUHI", "TERPENUHI", "KURANG")
    portofolio = p("pemda", "Portofolio", orang=anggrek)
    assert (len(node(portofolio["paksiBukti"])), len(node(portofolio["paksiKegiatan"]))) == (1, 3)


def permohonan_diajukan(p: Panduan, tujuan: dict[str, Any], unit: list[str]) -> str:
    """3: the application, by the person; one by the pemda for somebody else is withdrawn."""
    baru = p("anggrek", "BuatPermohonan", orang=p.milik["anggrek"], isian=tujuan)
    p(
        "anggrek",
        "IsiApl01",
        permohonan=baru["id"],
        informasiPendukung="Narasumber di lima sekolah",
        kebutuhanKhusus="Juru bahasa isyarat",
        setuju=True,
    )
    jawab_semua(p, "anggrek", baru["id"], unit)
    for butir in baru["persyaratan"]["butir"]:
        if butir["jenis"] == "DOKUMEN":
            berkas = p.unggah("anggrek", rahasia=True)
            p("anggrek", "LampirkanDokumen", permohonan=baru["id"], butir=butir["kode"], unggahan=berkas)
    assert node(p("verifikator", "PermohonanMasuk", lembaga=LSP)) == [], "drafts are not the LSP's business"
    assert p("anggrek", "AjukanPermohonan", permohonan=baru["id"])["keadaan"] == "DIAJUKAN"
    draf = p("pemda", "BuatPermohonan", orang=p.milik["melati"], isian=tujuan)["id"]
    assert p("pemda", "TarikPermohonan", permohonan=draf, alasan="Pindah tugas")["keadaan"] == "MUNDUR"
    return str(baru["id"])


def jawab_semua(p: Panduan, siapa: str, permohonan: str, unit: list[str]) -> None:
    jawaban = [{"unit": u, "kompeten": True, "bukti": "Laporan kegiatan"} for u in unit]
    assert len(p(siapa, "JawabApl02", permohonan=permohonan, jawaban=jawaban)["apl02"]) == 2


def verifikasi(p: Panduan, permohonan: str) -> None:
    """4: sent back once, then found to meet the requirements."""
    (masuk,) = node(p("verifikator", "PermohonanMasuk", lembaga=LSP))
    assert masuk["id"] == permohonan
    butir = [
        b["kode"] for b in p("verifikator", "MulaiVerifikasi", permohonan=permohonan)["kelayakan"]["butir"]
    ]
    satu = {"permohonan": permohonan, "butir": butir[0], "sesuai": False, "catatan": "Tidak terbaca."}
    assert p("verifikator", "CatatTemuan", **satu)["temuan"] == [
        {"butir": butir[0], "sesuai": False, "catatan": "Tidak terbaca."}
    ]
    putusan = {"permohonan": permohonan, "alasan": None}
    kembali = p("verifikator", "PutuskanVerifikasi", putusan="PERLU_PERBAIKAN", **putusan)
    assert kembali["keadaan"] == "PERLU_PERBAIKAN"
    p("anggrek", "AjukanPermohonan", permohonan=permohonan)
    p("verifikator", "MulaiVerifikasi", permohonan=permohonan)
    for kode in butir:
        p("verifikator", "CatatTemuan", permohonan=permohonan, butir=kode, sesuai=True, catatan=None)
    jadi = p("verifikator", "PutuskanVerifikasi", putusan="MEMENUHI_SYARAT", **putusan)
    assert jadi["keadaan"] == "MEMENUHI_SYARAT"


def kursi(p: Panduan, permohonan: str) -> None:
    """5: the confirmed seat and the application find each other."""
    pesan = {
        "jadwal": p.milik["jadwal"],
        "orang": p.milik["anggrek"],
        "wilayah": PEMDA,
        "jalur": "PENGALAMAN",
    }
    pemesanan = p("pemda", "PesanKursi", **pesan)
    assert p("pemda", "KonfirmasiKursi", pemesanan=pemesanan["id"])["keadaan"] == "DIKONFIRMASI"
    dilihat = p("anggrek", "LihatPermohonan", permohonan=permohonan)
    assert (dilihat["keadaan"], dilihat["kelayakan"]["lengkap"]) == ("TERJADWAL", True)


def asesmen(p: Panduan, permohonan: str, unit: list[str], asesor: str, nilai: str) -> None:
    """6: one round of assessment."""
    tanggal = None if asesor == "asesor" else f"{HARI_INI + timedelta(days=1)}"
    tugas = {"permohonan": permohonan, "asesor": p.milik[f"{asesor}.id"], "tanggal": tanggal}
    putaran = p("lsp", "TugaskanAsesor", **tugas)["asesmen"][-1]["putaran"]
    (milik,) = node(p(asesor, "TugasAsesmen"))
    assert (milik["putaran"], milik["permohonan"]["kebutuhanKhusus"]) == (putaran, "Juru bahasa isyarat")
    assert p(asesor, "MulaiAsesmen", permohonan=permohonan)["keadaan"] == "DIASES"
    hasil = [
        {"unit": u, "hasil": h, "metode": ["PORTOFOLIO", "LISAN"]}
        for u, h in zip(unit, ("K", nilai), strict=True)
    ]
    tercatat = p(asesor, "CatatHasilUnit", permohonan=permohonan, unit=hasil)["asesmen"][-1]["unit"]
    assert [u["hasil"] for u in tercatat] == ["K", nilai]
    saran = {"permohonan": permohonan, "rekomendasi": nilai, "catatan": "Unit kedua belum" * (nilai == "BK")}
    assert p(asesor, "Rekomendasikan", **saran)["keadaan"] == "DIREKOMENDASIKAN"


def pleno(p: Panduan, permohonan: str, nomor: str, nilai: str) -> None:
    """7: what the asesor recommended is decided, by somebody else."""
    isi = {
        "lembaga": LSP,
        "nomor": nomor,
        "tanggal": f"{KEMARIN}",
        "tempat": "Ruang sidang",
        "anggota": [p.milik["lsp"], p.milik["pemutus"]],
    }
    id_ = p("pemutus", "BuatPleno", isian=isi)["id"]
    (agenda,) = p("lsp", "MasukkanPleno", pleno=id_, permohonan=[permohonan])["agenda"]
    assert agenda["permohonan"]["keadaan"] == "PLENO"
    alasan = "Unit kedua belum terbukti" if nilai == "BK" else None
    putus = p("pemutus", "PutuskanPleno", permohonan=permohonan, keputusan=nilai, alasan=alasan)
    assert putus["keadaan"] == ("KOMPETEN" if nilai == "K" else "BELUM_KOMPETEN")
    assert p("pemutus", "TutupPleno", pleno=id_)["ditutupPada"]
    p.unduh("lsp", "BeritaAcara", b"%PDF", pleno=id_)


def banding(p: Panduan, permohonan: str) -> None:
    """8: an appeal that is upheld."""
    ajukan = p("anggrek", "AjukanBanding", permohonan=permohonan, alasan="Bukti unit kedua terlewat")
    assert ajukan["keadaan"] == "BANDING"
    jawab = p("hakim", "PutuskanBanding", permohonan=permohonan, dikabulkan=True, jawaban="Bukti memang ada")
    assert (jawab["keadaan"], jawab["putaran"]) == ("ASESMEN_ULANG", 2)


def terbit(p: Panduan, permohonan: str) -> str:
    """9 and 10: the certificate, its check by anybody, suspended and back, and what its renewal asks."""
    hari = datetime.now(UTC).date()
    nilai = {"permohonan": permohonan, "nomor": "PAKSI/1", "terbit": f"{hari}"}
    baru = p("lsp", "TerbitkanSertifikat", **nilai)["sertifikat"]
    assert date.fromisoformat(baru["berakhir"]) > hari + timedelta(days=3 * 365 - 2)
    periksa = p("umum", "PeriksaSertifikat", kode=baru["kodePeriksa"])
    assert (periksa["berlaku"], periksa["nama"]) == (True, "Anggrek Contoh")
    id_: str = baru["id"]
    p.unduh("anggrek", "QrSertifikat", b"\x89PNG", sertifikat=id_, bentuk="PNG")
    p.unduh("lsp", "SuratKeterangan", b"%PDF", sertifikat=id_, nomorSurat="S/1", tanggalSurat=f"{hari}")
    beku = p("lsp", "BekukanSertifikat", sertifikat=id_, alasan="Diperiksa")
    assert (beku["keadaan"], beku["berlaku"]) == ("DIBEKUKAN", False)
    assert p("umum", "PeriksaSertifikat", kode=baru["kodePeriksa"])["berlaku"] is False
    aktif = p("lsp", "AktifkanSertifikat", sertifikat=id_, alasan="Selesai diperiksa")
    assert (aktif["keadaan"], aktif["berlaku"]) == ("AKTIF", True)
    siap = p("anggrek", "KesiapanPembaruan", sertifikat=id_)["kesiapanPembaruan"]
    (bagian,) = siap["bagian"]
    assert (siap["terpenuhi"], bagian["punya"], bagian["perlu"], len(bagian["tenggat"])) == (False, 0, 6, 6)
    akhir = p("pemda", "LihatPermohonan", permohonan=permohonan)
    assert (akhir["keadaan"], [b["dikabulkan"] for b in akhir["banding"]]) == ("SERTIFIKAT_TERBIT", [True])
    return id_


def impor(p: Panduan) -> None:
    """11: a draft for everybody in a file."""
    isi = "nama,kepegawaian,nip,nik,jabatan,perangkat daerah\nMawar Contoh,NON_ASN,,,Guru,\n"
    tujuan = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "BARU", "jalur": "DIKLAT"}
    berkas = p.unggah("pemda", isi.encode(), "usulan.csv")
    hasil = p("pemda", "ImporPermohonan", wilayah=PEMDA, isian=tujuan, unggahan=berkas)
    assert hasil["laporan"]["kesalahan"] == []
    assert hasil["orangBaru"] == 1
    assert [(x["keadaan"], x["orang"]["nama"]) for x in hasil["permohonan"]] == [("DRAF", "Mawar Contoh")]


def penyuluhan(p: Panduan, contoh: dict[str, Any]) -> None:
    """12: an office asks, the inspectorate sends the penyuluh, the report grows out of it."""
    isi = {**contoh["isian"], "perangkatDaerah": p.milik["dinas"], "tanggal": f"{HARI_INI}"}
    minta = p("opd", "MintaPenyuluh", wilayah=contoh["wilayah"], isian=isi)
    tugas = {"permintaan": minta["id"], "penyuluh": p.milik["anggrek"], "nomorSurat": "ST/1", "waktu": None}
    tugaskan = p("pemda", "TugaskanPenyuluh", **tugas, tanggalSurat=f"{HARI_INI}")
    assert (tugaskan["keadaan"], tugaskan["paruh"]) == ("DITUGASKAN", "PAGI")
    p.unduh("admin", "SuratTugas", b"%PDF", permintaan=minta["id"])
    laporan = {
        "lembaga": LSP,
        "ruangLingkup": "Pemerintah daerah",
        "tujuan": "Mengenali gratifikasi",
        "deskripsi": "Paparan dan tanya jawab",
        "jumlahPeserta": 33,
    }
    kegiatan = p("anggrek", "LaporkanPenyuluhan", permintaan=minta["id"], isian=laporan)
    assert (kegiatan["keadaan"], kegiatan["permintaanPenyuluh"]["nomor"]) == ("DRAF", minta["nomor"])
    assert p("opd", "KonfirmasiPenyuluhan", permintaan=minta["id"])["keadaan"] == "SELESAI"
    setahun = p.kisah.semua("pemda", "PermintaanSetahun", wilayah=PEMDA, tahun=HARI_INI.year)
    hitungan = setahun["wilayah"]["paksiPenyuluhan"]
    assert (hitungan["jumlah"], hitungan["selesai"]) == (1, 1)
    (satu,) = node(setahun["paksiDaftarPermintaanPenyuluh"])
    assert (satu["penyuluh"]["nama"], satu["kegiatan"]["keadaan"]) == ("Anggrek Contoh", "DRAF")


def angkatan(p: Panduan, contoh: dict[str, Any]) -> None:
    """13: a cohort, its tasks, and a good practice that other regions read."""
    id_ = p("pemda", "BuatAngkatan", **contoh)["id"]
    anggota = p("pemda", "TambahAnggota", angkatan=id_, orang=[p.milik["anggrek"], p.milik["melati"]])
    assert {o["nama"] for o in anggota["opdTanpaAnggota"]} == {"Dinas Contoh", "Kecamatan Uji"}
    milik = {a["orang"]["nama"]: a["id"] for a in node(anggota["anggota"])}
    kelas = {"kelas": "Pengetahuan Dasar", "selesai": f"{KEMARIN}", "nomor": "E/1"}
    lulus = p("pemda", "CatatElearning", anggota=milik["Melati Contoh"], isian=kelas)
    assert [e["nomor"] for e in lulus["elearning"]] == ["E/1"]
    tugas = {"angkatan": id_, "jenis": "SEBAR_NILAI", "nama": "Apel pagi", "batas": f"{KEMARIN}"}
    (sebar,) = p("pemda", "TambahTugas", **tugas)["tugas"]
    berkala = {"mulai": f"{KEMARIN}", "banyak": 3, "tiapBulan": 3, "tenggatHari": 14}
    assert len(p("pemda", "JadwalkanLaporan", angkatan=id_, **berkala)["tugas"]) == 4
    isi = {"uraian": "Diikuti 60 pegawai", "dilaksanakan": f"{KEMARIN}", "unggahan": [p.unggah("anggrek")]}
    anggrek = milik["Anggrek Contoh"]
    serah = p("anggrek", "SerahkanTugas", tugas=sebar["id"], anggota=anggrek, isian=isi)
    assert [t["status"] for t in serah["tugas"] if t["hasil"] is not None] == ["SELESAI"]
    maju = p("pemda", "Kemajuan", angkatan=id_)["kemajuan"]
    assert (maju["anggota"], maju["lulusElearning"]) == (2, 1)
    assert p("pemda", "Tunggakan", angkatan=id_)["totalCount"] == 0, "nobody is asked for what was due before"
    isi = {"judul": "Kotak titip", "ringkasan": "Singkat", "isi": "Panjang", "unggahan": []}
    praktik = p("anggrek", "TulisPraktikBaik", anggota=anggrek, isian=isi)["id"]
    assert p("anggrek", "AjukanPraktikBaik", praktik=praktik)["keadaan"] == "DIAJUKAN"
    assert node(p("opd", "PraktikBaikTerbit")) == []
    assert p("pemda", "TerbitkanPraktikBaik", praktik=praktik)["keadaan"] == "TERBIT"
    assert [x["judul"] for x in node(p("hakim", "PraktikBaikTerbit"))] == ["Kotak titip"]


def diklat(p: Panduan, contoh: dict[str, Any], unit: list[str]) -> None:
    """14: a wave of one day; who passed applies by it, and the LSP ends that application."""
    isi = {**contoh["isian"], "hari": [{"tanggal": f"{HARI_INI}", "jenis": "SINKRON"}]}
    id_ = p("pemda", "BuatGelombang", wilayah=contoh["wilayah"], isian=isi)["id"]
    gelombang = {"gelombang": id_}
    assert p("pemda", "TetapkanPelatih", **gelombang, orang=[p.milik["kenanga"]])["pelatih"]
    assert p("pemda", "BukaGelombang", **gelombang)["keadaan"] == "DIBUKA"
    terdaftar = p("pemda", "DaftarkanPeserta", **gelombang, orang=[p.milik["melati"]])
    (peserta,) = node(terdaftar["peserta"])
    assert p("pemda", "MulaiGelombang", **gelombang)["keadaan"] == "BERJALAN"
    hadir = [{"peserta": peserta["id"], "hadir": True}]
    p("pemda", "CatatKehadiran", **gelombang, tanggal=f"{HARI_INI}", hadir=hadir)
    p("pemda", "NilaiPeserta", peserta=peserta["id"], hasil="LULUS", nomorSertifikat="D/1")
    assert p("pemda", "SelesaikanGelombang", **gelombang)["keadaan"] == "SELESAI"
    bukti = node(p("pemda", "Portofolio", orang=p.milik["melati"])["paksiBukti"])
    assert {(b["jenis"], b["turunan"]) for b in bukti} == {("DIKLAT", True), ("ELEARNING", True)}
    tujuan = {"skema": "PAKSI_PERTAMA", "lembaga": LSP, "jenis": "BARU", "jalur": "DIKLAT"}
    baru = p("pemda", "BuatPermohonan", orang=p.milik["melati"], isian=tujuan)
    p("pemda", "IsiApl01", permohonan=baru["id"], setuju=True)
    jawab_semua(p, "pemda", baru["id"], unit)
    for butir in baru["persyaratan"]["butir"]:
        if butir["jenis"] == "DOKUMEN":
            berkas = p.unggah("pemda", rahasia=True)
            p("pemda", "LampirkanDokumen", permohonan=baru["id"], butir=butir["kode"], unggahan=berkas)
    assert p("pemda", "AjukanPermohonan", permohonan=baru["id"])["keadaan"] == "DIAJUKAN"
    batal = p("lsp", "BatalkanPermohonan", permohonan=baru["id"], alasan="Diajukan dua kali")
    assert (batal["keadaan"], batal["alasan"]) == ("DIBATALKAN", "Diajukan dua kali")


def cakupan(p: Panduan) -> None:
    """15: duta, heads and the offices they head, what is covered and what is not, as tables and charts."""
    isi = {"orang": p.milik["melati"], "wilayah": KECAMATAN, "dari": f"{KEMARIN}"}
    duta = p("pemda", "TetapkanDuta", isian=isi)["id"]
    kepala = {"perangkatDaerah": p.milik["inspektorat"], "orang": p.milik["anggrek"], "dari": f"{KEMARIN}"}
    assert p("pemda", "TetapkanKepala", **kepala)["perangkatDaerah"]["paksiKepala"]["orang"]["nama"]
    kerja = p("pemda", "TetapkanWilayahKerja", perangkatDaerah=p.milik["kantor"], wilayah=KECAMATAN)
    assert kerja["perangkatDaerah"]["paksiWilayahKerja"]["kode"] == KECAMATAN
    jawab = p("pemda", "Cakupan", kode=PEMDA)
    assert (jawab["pemegang"]["paksi"], jawab["duta"]["kecamatan"], len(jawab["tren"])) == (1, 1, 12)
    opd = jawab["perangkatDaerah"]
    assert (opd["jumlah"], opd["terpenuhi"], opd["diBawahKuota"], opd["belumAda"]) == (3, 0, 1, 2)
    celah = {
        c["opd"]["nama"]: (c["kurangPaksi"], c["kurangApi"])
        for c in node(p("pemda", "CelahOpd", wilayah=PEMDA))
    }
    assert celah == {"Inspektorat": (0, 1), "Dinas Contoh": (1, 0), "Kecamatan Uji": (1, 0)}
    assert p("pemda", "CelahKecamatan", wilayah=PEMDA)["totalCount"] == 0
    p.unduh("pemda", "UnduhCelah", b"PK", wilayah=PEMDA)
    p.unduh("pemda", "UnduhGrafik", b"\x89PNG", wilayah=PEMDA, grafik="OPD", bentuk="PNG")
    assert p("pemda", "AkhiriDuta", duta=duta, sampai=f"{HARI_INI}")["sampai"] == f"{HARI_INI}"


def forum(p: Panduan, contoh: dict[str, Any]) -> None:
    """16: a forum with its organs and members, and the inspectorate's desk."""
    baru = p("pemda", "BuatForum", **contoh)
    jabatan = {"organ": baru["organ"][1]["id"], "orang": p.milik["anggrek"], "jabatan": "Ketua II"}
    anggota = p("pemda", "AngkatAnggota", **jabatan, mulai=f"{KEMARIN}", sampai=None)
    (profil,) = node(p("umum", "ProfilForum", wilayah=PEMDA))
    assert (profil["singkatan"], profil["jumlahAnggota"]) == ("FCA", 1)
    henti = p("pemda", "BerhentikanAnggota", anggota=anggota["id"], pada=f"{HARI_INI}")
    assert henti["berhentiPada"] == f"{HARI_INI}"
    isi = {
        "nomorSk": "SK/1",
        "tanggalSk": f"{KEMARIN}",
        "kepala": p.milik["kenanga"],
        "staf": [{"orang": p.milik["melati"], "tugas": "Tata usaha"}],
    }
    meja = p("pemda", "TetapkanSekretariat", perangkatDaerah=p.milik["inspektorat"], isian=isi)
    assert (meja["kepala"]["nama"], len(meja["staf"])) == ("Kenanga Contoh", 1)
