"""PAKSI: sertifikasi penyuluh antikorupsi, jadwal LSP, pemesanan kursi, dan himpunan permintaan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from forum_paksi.angkatan import models as _angkatan
from forum_paksi.angkatan.jenis import JENIS as JENIS_ANGKATAN
from forum_paksi.angkatan.pekerjaan import PEKERJAAN as PEKERJAAN_ANGKATAN
from forum_paksi.angkatan.pemilik import PEMILIK as PEMILIK_ANGKATAN
from forum_paksi.angkatan.periksa import periksa_angkatan
from forum_paksi.asesmen import models as _asesmen
from forum_paksi.asesor import models as _asesor
from forum_paksi.banding import models as _banding
from forum_paksi.biaya import models as _biaya
from forum_paksi.biaya.periksa import periksa_biaya
from forum_paksi.bukti import models as _bukti
from forum_paksi.bukti.baca import PEMILIK as PEMILIK_BUKTI
from forum_paksi.cakupan import models as _cakupan
from forum_paksi.cakupan.celah import UNDUH as UNDUH_CELAH
from forum_paksi.cakupan.grafik import UNDUH as UNDUH_GRAFIK
from forum_paksi.cakupan.periksa import periksa_cakupan
from forum_paksi.cerita.alur import mainkan
from forum_paksi.diklat import models as _diklat
from forum_paksi.diklat.periksa import periksa_diklat
from forum_paksi.duta import models as _duta
from forum_paksi.himpunan import models as _himpunan
from forum_paksi.himpunan.periksa import periksa_himpunan
from forum_paksi.jadwal import models as _jadwal
from forum_paksi.kegiatan import models as _kegiatan
from forum_paksi.kegiatan.acuan import isi_jenis
from forum_paksi.kegiatan.berkas import PEMILIK as PEMILIK_KEGIATAN
from forum_paksi.kegiatan.kabar import JENIS as JENIS_KEGIATAN
from forum_paksi.kelayakan.periksa import periksa_kelayakan
from forum_paksi.lampiran import models as _lampiran
from forum_paksi.lampiran.service import PEMILIK
from forum_paksi.lembar.hasil import UNDUH as UNDUH_HASIL
from forum_paksi.lembar.peserta import UNDUH as UNDUH_PESERTA
from forum_paksi.lembar.templat import UNDUH as UNDUH_TEMPLAT
from forum_paksi.organisasi import models as _organisasi
from forum_paksi.organisasi.periksa import periksa_organisasi
from forum_paksi.pemesanan import models as _pemesanan
from forum_paksi.pemesanan.pekerjaan import PEKERJAAN
from forum_paksi.pemisahan import models as _pemisahan
from forum_paksi.pemisahan.service import isi_aturan
from forum_paksi.pengingat import models as _pengingat
from forum_paksi.pengingat.jenis import JENIS
from forum_paksi.pengingat.pekerjaan import PEKERJAAN as PEKERJAAN_PENGINGAT
from forum_paksi.pengingat.sertifikat import PEKERJAAN as PEKERJAAN_SERTIFIKAT
from forum_paksi.penyuluh import models as _penyuluh
from forum_paksi.penyuluh.kabar import JENIS as JENIS_PENYULUH
from forum_paksi.penyuluh.periksa import periksa_penyuluh
from forum_paksi.penyuluh.surat import UNDUH as UNDUH_SURAT_TUGAS
from forum_paksi.peran import IZIN, PERAN
from forum_paksi.periksa import periksa
from forum_paksi.permintaan import models as _permintaan
from forum_paksi.permohonan import models as _permohonan
from forum_paksi.permohonan.dokumen import PEMILIK as PEMILIK_PERMOHONAN
from forum_paksi.permohonan.kabar import JENIS as JENIS_PERMOHONAN
from forum_paksi.permohonan.periksa import periksa_permohonan
from forum_paksi.persyaratan import models as _persyaratan
from forum_paksi.persyaratan.service import isi_dasar as isi_persyaratan
from forum_paksi.pleno import models as _pleno
from forum_paksi.pleno.berita_acara import UNDUH as UNDUH_BERITA_ACARA
from forum_paksi.pleno.periksa import periksa_asesmen
from forum_paksi.praktik import models as _praktik
from forum_paksi.seed.demo import isi_demo
from forum_paksi.sekretariat import models as _sekretariat
from forum_paksi.sertifikat import models as _sertifikat
from forum_paksi.sertifikat.kabar import JENIS as JENIS_SERTIFIKAT
from forum_paksi.sertifikat.penerbit import isi_penerbit
from forum_paksi.sertifikat.periksa import periksa_sertifikat
from forum_paksi.sertifikat.unduhan import UNDUH as UNDUH_SERTIFIKAT
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.skema import models as _skema
from forum_paksi.skema.service import isi_dasar
from forum_paksi.surat.unduhan import UNDUH as UNDUH_SURAT
from forum_paksi.susunan import GRAPHQL
from forum_paksi.undangan import models as _undangan
from forum_paksi.undangan.periksa import periksa_undangan
from forum_server.plugin import (
    Contoh,
    GraphQL,
    Izin,
    JenisPemberitahuan,
    JenisUnduhan,
    KolomTersandi,
    Pekerjaan,
    PemilikBerkas,
    Peran,
    baca_contoh,
    hookimpl,
)

__version__ = "0.1.0"

TABEL = (
    _skema,
    _sertifikat,
    _jadwal,
    _pemesanan,
    _permintaan,
    _himpunan,
    _undangan,
    _biaya,
    _pengingat,
    _lampiran,
    _persyaratan,
    _bukti,
    _kegiatan,
    _penyuluh,
    _permohonan,
    _duta,
    _angkatan,
    _praktik,
    _diklat,
    _organisasi,
    _sekretariat,
    _pemisahan,
    _asesor,
    _asesmen,
    _pleno,
    _banding,
    _cakupan,
)
"""Modules that declare this plugin's tables; imported so that its migrations can be compared with them."""


@hookimpl
def graphql() -> GraphQL:
    """The fields and types of this plugin."""
    return GRAPHQL


@hookimpl
def permissions() -> Sequence[Izin]:
    """What actors may be allowed to do."""
    return IZIN


@hookimpl
def roles() -> Sequence[Peran]:
    """Operators of pemda and LSP, and coordinators."""
    return PERAN


@hookimpl
def settings() -> type:
    """What regions may set."""
    return PaksiSetelan


@hookimpl
def migrations() -> Path:
    """Where this plugin's migration line lies."""
    return Path(__file__).parent / "migrations"


@hookimpl
def seed(kind: str, session: Session) -> None:
    """Write the schemes, jalur and requirements that ship with the plugin, or the made-up rows of the demo."""
    if kind == "dasar":
        isi_dasar(session)
        isi_persyaratan(session)
        isi_penerbit(session)
        isi_aturan(session)
        isi_jenis(session)
    elif kind == "demo":
        isi_demo(session)


@hookimpl
def jobs() -> Sequence[Pekerjaan]:
    """What happens by the clock."""
    return [*PEKERJAAN, *PEKERJAAN_PENGINGAT, *PEKERJAAN_SERTIFIKAT, *PEKERJAAN_ANGKATAN]


@hookimpl
def notifications() -> Sequence[JenisPemberitahuan]:
    """What people are told of."""
    return [
        *JENIS,
        *JENIS_KEGIATAN,
        *JENIS_SERTIFIKAT,
        *JENIS_PENYULUH,
        *JENIS_ANGKATAN,
        *JENIS_PERMOHONAN,
    ]


@hookimpl
def secrets() -> Sequence[KolomTersandi]:
    """What this plugin encrypts."""
    return _permohonan.KOLOM_TERSANDI


@hookimpl
def files() -> Sequence[PemilikBerkas]:
    """Records of this plugin that have files."""
    return [PEMILIK, PEMILIK_BUKTI, PEMILIK_KEGIATAN, PEMILIK_PERMOHONAN, *PEMILIK_ANGKATAN]


@hookimpl
def downloads() -> Sequence[JenisUnduhan]:
    """What can be downloaded."""
    return [
        UNDUH_HASIL,
        UNDUH_PESERTA,
        UNDUH_TEMPLAT,
        *UNDUH_SURAT,
        UNDUH_SURAT_TUGAS,
        UNDUH_BERITA_ACARA,
        *UNDUH_SERTIFIKAT,
        UNDUH_CELAH,
        UNDUH_GRAFIK,
    ]


@hookimpl
def examples() -> Sequence[Contoh]:
    """Queries to try on the page."""
    return baca_contoh(Path(__file__).parent / "contoh")


@hookimpl
async def demo(url: str, sandi: str) -> None:
    """Pool West Kalimantan's requests on the demo server."""
    await mainkan(url, sandi)


@hookimpl
def checks(session: Session) -> Sequence[str]:
    """Look for broken invariants."""
    return [
        *periksa(session),
        *periksa_himpunan(session),
        *periksa_undangan(session),
        *periksa_biaya(session),
        *periksa_permohonan(session),
        *periksa_kelayakan(session),
        *periksa_asesmen(session),
        *periksa_sertifikat(session),
        *periksa_penyuluh(session),
        *periksa_diklat(session),
        *periksa_angkatan(session),
        *periksa_organisasi(session),
        *periksa_cakupan(session),
    ]
