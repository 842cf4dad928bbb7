"""The public surface: all that a plugin may import, and nothing that it may not.

Names are loaded on first use (PEP 562), so core's own subjects can import `forum_server.plugin.fields` without
importing each other. Core imports from the modules themselves; plugins import from here only.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from strawberry import Parent as Parent

    from forum_server.akses.pemegang import Pemegang as Pemegang
    from forum_server.akses.rules import Aktor as Aktor
    from forum_server.akses.rules import Cara as Cara
    from forum_server.akses.rules import Hibah as Hibah
    from forum_server.akses.rules import Izin as Izin
    from forum_server.akses.rules import Lingkup as Lingkup
    from forum_server.akses.rules import Peran as Peran
    from forum_server.benih import PELAKU_BENIH as PELAKU_BENIH
    from forum_server.benih import JenisPerangkatDaerah as JenisPerangkatDaerah
    from forum_server.benih import benih_akun as benih_akun
    from forum_server.benih import benih_opd as benih_opd
    from forum_server.benih import benih_orang as benih_orang
    from forum_server.benih import benih_unggahan as benih_unggahan
    from forum_server.berkas.baca import baca_unggahan as baca_unggahan
    from forum_server.berkas.baca import buka_berkas as buka_berkas
    from forum_server.berkas.graphql import Berkas as Berkas
    from forum_server.berkas.graphql import Unggahan as Unggahan
    from forum_server.berkas.gudang import Gudang as Gudang
    from forum_server.berkas.jenis import CSV as CSV
    from forum_server.berkas.jenis import DOCX as DOCX
    from forum_server.berkas.jenis import JPEG as JPEG
    from forum_server.berkas.jenis import ODS as ODS
    from forum_server.berkas.jenis import ODT as ODT
    from forum_server.berkas.jenis import PDF as PDF
    from forum_server.berkas.jenis import PNG as PNG
    from forum_server.berkas.jenis import TEKS as TEKS
    from forum_server.berkas.jenis import WEBP as WEBP
    from forum_server.berkas.jenis import XLSX as XLSX
    from forum_server.berkas.lampiran import lampirkan as lampirkan
    from forum_server.berkas.lampiran import lepaskan_berkas as lepaskan_berkas
    from forum_server.berkas.lampiran import pakai_unggahan as pakai_unggahan
    from forum_server.berkas.pemilik import KonteksBerkas as KonteksBerkas
    from forum_server.berkas.pemilik import PemilikBerkas as PemilikBerkas
    from forum_server.berkas.rules import KelasBerkas as KelasBerkas
    from forum_server.berkas.service import UnggahanSiap as UnggahanSiap
    from forum_server.berkas.service import siapkan_unggahan as siapkan_unggahan
    from forum_server.database import AKAR as AKAR
    from forum_server.database import Base as Base
    from forum_server.database import Database as Database
    from forum_server.database import Instan as Instan
    from forum_server.database import KodeTipe as KodeTipe
    from forum_server.database import bebas_jejak as bebas_jejak
    from forum_server.database import dalam as dalam
    from forum_server.database import dalam_parameter as dalam_parameter
    from forum_server.database import di_bawah as di_bawah
    from forum_server.database import leluhur as leluhur
    from forum_server.database import pemicu as pemicu
    from forum_server.database import pilihan as pilihan
    from forum_server.database import sekarang as sekarang
    from forum_server.database import waktu_db as waktu_db
    from forum_server.dokumen.gambar import BentukGambar as BentukGambar
    from forum_server.dokumen.qr import qr_png as qr_png
    from forum_server.dokumen.qr import qr_svg as qr_svg
    from forum_server.dokumen.service import kop_surat as kop_surat
    from forum_server.dokumen.service import wajib_kop as wajib_kop
    from forum_server.dokumen.surat import Alinea as Alinea
    from forum_server.dokumen.surat import Butir as Butir
    from forum_server.dokumen.surat import Gambar as Gambar
    from forum_server.dokumen.surat import Kelompok as Kelompok
    from forum_server.dokumen.surat import KolomSurat as KolomSurat
    from forum_server.dokumen.surat import Kop as Kop
    from forum_server.dokumen.surat import Lampiran as Lampiran
    from forum_server.dokumen.surat import Penanda as Penanda
    from forum_server.dokumen.surat import Rincian as Rincian
    from forum_server.dokumen.surat import Surat as Surat
    from forum_server.dokumen.surat import data_surat as data_surat
    from forum_server.dokumen.tanggal import hari_tanggal as hari_tanggal
    from forum_server.dokumen.tanggal import rangkai_tanggal as rangkai_tanggal
    from forum_server.dokumen.tanggal import tanggal_panjang as tanggal_panjang
    from forum_server.dokumen.tanggal import terbilang as terbilang
    from forum_server.dokumen.templat import SURAT as SURAT
    from forum_server.dokumen.templat import Templat as Templat
    from forum_server.galat import Ditolak as Ditolak
    from forum_server.galat import GalatDomain as GalatDomain
    from forum_server.galat import IsianTidakSah as IsianTidakSah
    from forum_server.galat import KeadaanMenolak as KeadaanMenolak
    from forum_server.galat import PermintaanTidakSah as PermintaanTidakSah
    from forum_server.galat import TidakDitemukan as TidakDitemukan
    from forum_server.graphiql.contoh import Contoh as Contoh
    from forum_server.graphiql.contoh import baca_contoh as baca_contoh
    from forum_server.graphql.galat import Galat as Galat
    from forum_server.graphql.galat import GalatIsian as GalatIsian
    from forum_server.graphql.galat import GalatKeadaan as GalatKeadaan
    from forum_server.graphql.galat import GalatTidakDitemukan as GalatTidakDitemukan
    from forum_server.graphql.halaman import BAWAAN as BAWAAN
    from forum_server.graphql.halaman import After as After
    from forum_server.graphql.halaman import Connection as Connection
    from forum_server.graphql.halaman import First as First
    from forum_server.graphql.halaman import Halaman as Halaman
    from forum_server.graphql.halaman import Urutan as Urutan
    from forum_server.graphql.halaman import ambil_halaman as ambil_halaman
    from forum_server.graphql.halaman import ambil_halaman_per as ambil_halaman_per
    from forum_server.graphql.halaman import sambungan as sambungan
    from forum_server.graphql.halaman import turun as turun
    from forum_server.graphql.konteks import Info as Info
    from forum_server.graphql.konteks import Konteks as Konteks
    from forum_server.graphql.rahasia import Rahasia as Rahasia
    from forum_server.impor import BarisCsv as BarisCsv
    from forum_server.impor import BerkasCsv as BerkasCsv
    from forum_server.impor import ImporDitolak as ImporDitolak
    from forum_server.impor import Kesalahan as Kesalahan
    from forum_server.impor import Kolom as Kolom
    from forum_server.impor import LaporanImpor as LaporanImpor
    from forum_server.impor import baca_csv as baca_csv
    from forum_server.impor import baca_tabel as baca_tabel
    from forum_server.impor import tolak_bila_salah as tolak_bila_salah
    from forum_server.jejak.service import catat as catat
    from forum_server.kunci import KolomSidik as KolomSidik
    from forum_server.kunci import KolomTersandi as KolomTersandi
    from forum_server.kunci import Kunci as Kunci
    from forum_server.lembaga.graphql import Lembaga as Lembaga
    from forum_server.lembar.graphql import IdUnggahan as IdUnggahan
    from forum_server.lembar.graphql import LaporanUnggahan as LaporanUnggahan
    from forum_server.lembar.tulis import MEDIA_XLSX as MEDIA_XLSX
    from forum_server.lembar.tulis import IsianTemplat as IsianTemplat
    from forum_server.lembar.tulis import KolomTulis as KolomTulis
    from forum_server.lembar.tulis import tulis_buku as tulis_buku
    from forum_server.lembar.tulis import tulis_templat as tulis_templat
    from forum_server.lembar.unggahan import impor_unggahan as impor_unggahan
    from forum_server.orang.graphql import Orang as Orang
    from forum_server.orang.identitas import Identitas as Identitas
    from forum_server.orang.identitas import buka_identitas as buka_identitas
    from forum_server.orang.identitas import wajib_buka_identitas as wajib_buka_identitas
    from forum_server.orang.impor import OrangTerimpor as OrangTerimpor
    from forum_server.orang.impor import baca_orang as baca_orang
    from forum_server.orang.impor import impor_orang as impor_orang
    from forum_server.orang.templat import ISIAN_ORANG as ISIAN_ORANG
    from forum_server.orang.templat import PETUNJUK_ORANG as PETUNJUK_ORANG
    from forum_server.orang.temukan import OrangDitemukan as OrangDitemukan
    from forum_server.orang.temukan import temukan_orang as temukan_orang
    from forum_server.pekerjaan.jenis import KonteksPekerjaan as KonteksPekerjaan
    from forum_server.pekerjaan.jenis import Pekerjaan as Pekerjaan
    from forum_server.pemberitahuan.jenis import JenisPemberitahuan as JenisPemberitahuan
    from forum_server.pemberitahuan.jenis import JenisTidakDinyatakan as JenisTidakDinyatakan
    from forum_server.pemberitahuan.jenis import Kabar as Kabar
    from forum_server.pemberitahuan.service import beritahu as beritahu
    from forum_server.pemberitahuan.service import beritahu_semua as beritahu_semua
    from forum_server.perangkat_daerah.graphql import PerangkatDaerah as PerangkatDaerah
    from forum_server.peristiwa.service import Peristiwa as Peristiwa
    from forum_server.peristiwa.service import siarkan as siarkan
    from forum_server.plugin.aktif.service import setelan_untuk as setelan_untuk
    from forum_server.plugin.aktif.service import wajib_aktif as wajib_aktif
    from forum_server.plugin.fields import Fields as Fields
    from forum_server.plugin.fields import GraphQL as GraphQL
    from forum_server.plugin.guards import AksesBerakhir as AksesBerakhir
    from forum_server.plugin.guards import Masuk as Masuk
    from forum_server.plugin.guards import Public as Public
    from forum_server.plugin.guards import Requires as Requires
    from forum_server.plugin.hookspecs import hookimpl as hookimpl
    from forum_server.teks import rapikan as rapikan
    from forum_server.unduhan.graphql import Tautan as Tautan
    from forum_server.unduhan.jenis import JenisUnduhan as JenisUnduhan
    from forum_server.unduhan.jenis import KonteksUnduhan as KonteksUnduhan
    from forum_server.unduhan.jenis import Unduhan as Unduhan
    from forum_server.unduhan.service import TautanSiap as TautanSiap
    from forum_server.unduhan.service import terbitkan_unduhan as terbitkan_unduhan
    from forum_server.wilayah.graphql import Wilayah as Wilayah

_ASAL = {
    "strawberry": ("Parent",),
    "forum_server.akses.pemegang": ("Pemegang",),
    "forum_server.akses.rules": ("Aktor", "Cara", "Hibah", "Izin", "Lingkup", "Peran"),
    "forum_server.benih": (
        "PELAKU_BENIH",
        "JenisPerangkatDaerah",
        "benih_akun",
        "benih_opd",
        "benih_orang",
        "benih_unggahan",
    ),
    "forum_server.database": (
        "AKAR",
        "Base",
        "Database",
        "Instan",
        "KodeTipe",
        "bebas_jejak",
        "dalam",
        "dalam_parameter",
        "di_bawah",
        "leluhur",
        "pemicu",
        "pilihan",
        "sekarang",
        "waktu_db",
    ),
    "forum_server.dokumen.surat": (
        "Alinea",
        "Butir",
        "Gambar",
        "Kelompok",
        "KolomSurat",
        "Kop",
        "Lampiran",
        "Penanda",
        "Rincian",
        "Surat",
        "data_surat",
    ),
    "forum_server.dokumen.templat": (
        "SURAT",
        "Templat",
    ),
    "forum_server.dokumen.tanggal": (
        "hari_tanggal",
        "rangkai_tanggal",
        "tanggal_panjang",
        "terbilang",
    ),
    "forum_server.dokumen.gambar": ("BentukGambar",),
    "forum_server.dokumen.qr": (
        "qr_png",
        "qr_svg",
    ),
    "forum_server.dokumen.service": (
        "kop_surat",
        "wajib_kop",
    ),
    "forum_server.teks": ("rapikan",),
    "forum_server.galat": (
        "Ditolak",
        "GalatDomain",
        "IsianTidakSah",
        "KeadaanMenolak",
        "PermintaanTidakSah",
        "TidakDitemukan",
    ),
    "forum_server.graphiql.contoh": ("Contoh", "baca_contoh"),
    "forum_server.graphql.galat": ("Galat", "GalatIsian", "GalatKeadaan", "GalatTidakDitemukan"),
    "forum_server.graphql.konteks": ("Info", "Konteks"),
    "forum_server.graphql.rahasia": ("Rahasia",),
    "forum_server.jejak.service": ("catat",),
    "forum_server.lembaga.graphql": ("Lembaga",),
    "forum_server.lembar.graphql": ("IdUnggahan", "LaporanUnggahan"),
    "forum_server.lembar.tulis": ("IsianTemplat", "KolomTulis", "MEDIA_XLSX", "tulis_buku", "tulis_templat"),
    "forum_server.lembar.unggahan": ("impor_unggahan",),
    "forum_server.orang.graphql": ("Orang",),
    "forum_server.orang.identitas": ("Identitas", "buka_identitas", "wajib_buka_identitas"),
    "forum_server.orang.impor": ("OrangTerimpor", "baca_orang", "impor_orang"),
    "forum_server.orang.templat": ("ISIAN_ORANG", "PETUNJUK_ORANG"),
    "forum_server.kunci": ("KolomSidik", "KolomTersandi", "Kunci"),
    "forum_server.orang.temukan": ("OrangDitemukan", "temukan_orang"),
    "forum_server.pemberitahuan.jenis": ("JenisPemberitahuan", "JenisTidakDinyatakan", "Kabar"),
    "forum_server.pemberitahuan.service": ("beritahu", "beritahu_semua"),
    "forum_server.perangkat_daerah.graphql": ("PerangkatDaerah",),
    "forum_server.peristiwa.service": ("Peristiwa", "siarkan"),
    "forum_server.plugin.aktif.service": ("setelan_untuk", "wajib_aktif"),
    "forum_server.plugin.fields": ("Fields", "GraphQL"),
    "forum_server.plugin.guards": ("AksesBerakhir", "Masuk", "Public", "Requires"),
    "forum_server.plugin.hookspecs": ("hookimpl",),
    "forum_server.berkas.baca": ("baca_unggahan", "buka_berkas"),
    "forum_server.berkas.graphql": ("Berkas", "Unggahan"),
    "forum_server.berkas.gudang": ("Gudang",),
    "forum_server.berkas.jenis": (
        "CSV",
        "DOCX",
        "JPEG",
        "ODS",
        "ODT",
        "PDF",
        "PNG",
        "TEKS",
        "WEBP",
        "XLSX",
    ),
    "forum_server.berkas.pemilik": ("KonteksBerkas", "PemilikBerkas"),
    "forum_server.berkas.rules": ("KelasBerkas",),
    "forum_server.berkas.lampiran": ("lampirkan", "lepaskan_berkas", "pakai_unggahan"),
    "forum_server.berkas.service": ("UnggahanSiap", "siapkan_unggahan"),
    "forum_server.unduhan.graphql": ("Tautan",),
    "forum_server.unduhan.jenis": ("JenisUnduhan", "KonteksUnduhan", "Unduhan"),
    "forum_server.unduhan.service": ("TautanSiap", "terbitkan_unduhan"),
    "forum_server.wilayah.graphql": ("Wilayah",),
    "forum_server.graphql.halaman": (
        "After",
        "BAWAAN",
        "Connection",
        "First",
        "Halaman",
        "Urutan",
        "ambil_halaman",
        "ambil_halaman_per",
        "sambungan",
        "turun",
    ),
    "forum_server.impor": (
        "BarisCsv",
        "BerkasCsv",
        "ImporDitolak",
        "Kesalahan",
        "Kolom",
        "LaporanImpor",
        "baca_csv",
        "baca_tabel",
        "tolak_bila_salah",
    ),
    "forum_server.pekerjaan.jenis": ("KonteksPekerjaan", "Pekerjaan"),
}
_MODUL = {nama: modul for modul, daftar in _ASAL.items() for nama in daftar}


def __getattr__(nama: str) -> object:
    if (modul := _MODUL.get(nama)) is None:
        raise AttributeError(f"module {__name__!r} has no attribute {nama!r}")
    nilai: object = getattr(import_module(modul), nama)
    globals()[nama] = nilai
    return nilai


def __dir__() -> list[str]:
    return sorted(_MODUL)
