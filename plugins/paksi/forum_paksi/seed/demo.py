"""Made-up data for trying the plugin: Kalimantan Barat pools its requests, Kabupaten Pekalongan trains a cohort.

The numbers follow real events (domain notes 1.5 and S1): a three-day assessment with 26 seats and 6 asesor as at
Tarakan in April 2022, asked for by 45 candidates of all 14 pemda; 40 candidates of 40 OPDs in Pekalongan. The people
do not exist and are named so that one sees it.
"""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Rentang
from forum_paksi.jadwal.keadaan import buka
from forum_paksi.jadwal.models import Jadwal
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.jadwal.service import buat_jadwal
from forum_paksi.permintaan.models import Permintaan
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.permintaan.service import IsianPermintaan, ajukan_permintaan, buat_permintaan
from forum_paksi.seed.pelaku import LSP, PEKALONGAN, PONTIANAK, PROVINSI, siapkan_petugas
from forum_paksi.seed.sertifikasi import isi_sertifikasi
from forum_server.plugin import (
    PELAKU_BENIH,
    JenisPerangkatDaerah,
    benih_akun,
    benih_opd,
    benih_orang,
    sekarang,
)

__all__ = ["isi_demo"]

JADWAL_PONTIANAK: Final = "DEMO-PONTIANAK"
JADWAL_JARAK_JAUH: Final = "DEMO-JARAK-JAUH"
DIKLAT_PEKALONGAN: Final = "DEMO-DIKLAT"

CALON_PER_PEMDA: Final = {
    "61.71": 5,
    "61.01": 5,
    "61.12": 4,
    "61.03": 4,
    "61.72": 4,
    "61.04": 3,
    "61.05": 3,
    "61.06": 3,
    "61.07": 3,
    "61.02": 3,
    "61.08": 2,
    "61.09": 2,
    "61.10": 2,
    "61.11": 2,
}
"""45 candidates of 14 pemda, in the order in which their letters arrive."""

BUNGA: Final = (
    "Anggrek",
    "Bakung",
    "Cempaka",
    "Dahlia",
    "Edelwis",
    "Flamboyan",
    "Gardenia",
    "Kamboja",
    "Kenanga",
    "Melati",
)
JENIS: Final = JenisPerangkatDaerah
OPD_UMUM: Final = (
    ("Inspektorat", JENIS.INSPEKTORAT),
    ("Dinas Pendidikan", JENIS.DINAS),
    ("Dinas Kesehatan", JENIS.DINAS),
    ("Badan Kepegawaian", JENIS.BADAN),
    ("Sekretariat Daerah", JENIS.SEKRETARIAT_DAERAH),
)
OPD_PEKALONGAN: Final = (
    *OPD_UMUM,
    ("Sekretariat DPRD", JENIS.SEKRETARIAT_DPRD),
    *(
        (f"Dinas {urusan}", JENIS.DINAS)
        for urusan in (
            "Pekerjaan Umum",
            "Perumahan",
            "Sosial",
            "Tenaga Kerja",
            "Pangan",
            "Lingkungan Hidup",
            "Kependudukan",
            "Perhubungan",
            "Komunikasi dan Informatika",
            "Koperasi",
            "Penanaman Modal",
            "Pemuda dan Olahraga",
            "Kebudayaan",
            "Arsip dan Perpustakaan",
            "Pariwisata",
            "Pertanian",
            "Perikanan",
        )
    ),
    *(
        (f"Badan {urusan}", JENIS.BADAN)
        for urusan in ("Perencanaan", "Keuangan Daerah", "Penanggulangan Bencana")
    ),
    *((f"Kecamatan Contoh {nomor:02}", JENIS.KECAMATAN) for nomor in range(1, 15)),
)


def isi_demo(session: Session) -> None:
    """Write the demo's rows unless they are there; core has enabled the plugin for its regions before."""
    if session.scalar(select(Jadwal.id).where(Jadwal.kode == JADWAL_PONTIANAK)) is not None:
        return
    mulai = _senin(sekarang(session).date() + timedelta(days=45))
    petugas = siapkan_petugas(session)
    for kode in CALON_PER_PEMDA.keys() - {PONTIANAK}:
        orang = benih_orang(session, f"Pandan Contoh Operator {kode}", kode)
        benih_akun(session, f"demo.operator.{kode}", "paksi.operator_pemda", wilayah=kode, orang=orang)
    _jadwal(session, mulai)
    kalbar = _kalimantan_barat(session, mulai)
    calon = _pekalongan(session, mulai + timedelta(days=14))
    isi_sertifikasi(session, petugas, calon=calon, kalbar=kalbar)


def _senin(hari: date) -> date:
    """The first Monday from `hari` on: schedules are on working days."""
    return hari + timedelta(days=-hari.weekday() % 7)


def _jadwal(session: Session, mulai: date) -> None:
    tiga_hari = tuple(
        Sesi(tanggal=mulai + timedelta(days=hari), paruh=paruh) for hari in range(3) for paruh in Paruh
    )
    tatap_muka = Rancangan(
        kode=JADWAL_PONTIANAK,
        jenis=JenisJadwal.ASESMEN,
        skema_kode="PAKSI_PERTAMA",
        jalur=("PENGALAMAN", "DIKLAT"),
        mode=Mode.TATAP_MUKA,
        tuk_nama="BPSDM Provinsi Kalimantan Barat",
        tuk_wilayah="61.71",
        sesi=tiga_hari,
        batas_daftar=f"{mulai - timedelta(days=14)}T16:00",
        jumlah_asesor=6,
        batas_per_asesor=5,
        kapasitas=26,
        kapasitas_terbuka=0,
        cakupan=Cakupan.PROVINSI,
        wilayah_terbuka=(PROVINSI,),
    )
    jarak_jauh = Rancangan(
        kode=JADWAL_JARAK_JAUH,
        jenis=JenisJadwal.ASESMEN,
        skema_kode="PAKSI_PERTAMA",
        jalur=("PENGALAMAN", "DIKLAT"),
        mode=Mode.JARAK_JAUH,
        sesi=(Sesi(tanggal=mulai + timedelta(days=8), paruh=Paruh.PAGI),),
        batas_daftar=f"{mulai}T12:00",
        jumlah_asesor=2,
        batas_per_asesor=5,
        kapasitas=10,
    )
    diklat = Rancangan(
        kode=DIKLAT_PEKALONGAN,
        jenis=JenisJadwal.DIKLAT,
        skema_kode="PAKSI_PERTAMA",
        jalur=("DIKLAT",),
        mode=Mode.TATAP_MUKA,
        tuk_nama="Aula Setda Kabupaten Pekalongan",
        tuk_wilayah=PEKALONGAN,
        sesi=tuple(
            Sesi(tanggal=mulai + timedelta(days=14 + hari), paruh=paruh)
            for hari in range(3)
            for paruh in Paruh
        ),
        batas_daftar=f"{mulai}T16:00",
        jumlah_asesor=4,
        batas_per_asesor=10,
        kapasitas=40,
        cakupan=Cakupan.PEMDA,
        wilayah_terbuka=(PEKALONGAN,),
    )
    for rancangan in (tatap_muka, jarak_jauh, diklat):
        buka(
            session,
            PELAKU_BENIH,
            jadwal_id=buat_jadwal(session, PELAKU_BENIH, lembaga=LSP, rancangan=rancangan),
        )


def _kalimantan_barat(session: Session, mulai: date) -> list[uuid.UUID]:
    """The requests of all pemda; returns one person of each."""
    wakil: list[uuid.UUID] = []
    for nomor, (kode, jumlah) in enumerate(CALON_PER_PEMDA.items(), 1):
        calon = [
            benih_orang(
                session,
                f"{BUNGA[(nomor + ke) % len(BUNGA)]} Contoh {kode.replace('.', '')}-{ke + 1:02}",
                kode,
                benih_opd(session, kode, *OPD_UMUM[ke]),
            )
            for ke in range(jumlah)
        ]
        _ajukan(
            session,
            kode,
            calon,
            jalur="PENGALAMAN" if nomor % 3 else "DIKLAT",
            surat=f"700.1/{nomor:03}/CONTOH",
            mulai=mulai,
        )
        wakil.append(calon[0])
    return wakil


def _pekalongan(session: Session, mulai: date) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The request of 40 people for a diklat; returns them with their perangkat daerah."""
    calon: list[tuple[uuid.UUID, uuid.UUID]] = []
    for ke, (nama, jenis) in enumerate(OPD_PEKALONGAN):
        opd = benih_opd(session, PEKALONGAN, nama, jenis)
        orang = benih_orang(session, f"{BUNGA[ke % len(BUNGA)]} Contoh 3326-{ke + 1:02}", PEKALONGAN, opd)
        calon.append((orang, opd))
    orang_saja = [orang for orang, _ in calon]
    _ajukan(session, PEKALONGAN, orang_saja, jalur="DIKLAT", surat="700.1/040/CONTOH", mulai=mulai)
    return calon


def _ajukan(
    session: Session, kode: str, calon: list[uuid.UUID], *, jalur: str, surat: str, mulai: date
) -> None:
    if session.scalar(select(Permintaan.id).where(Permintaan.wilayah_kode == kode)) is not None:
        return
    isian = IsianPermintaan(
        skema="PAKSI_PERTAMA",
        lembaga=LSP,
        jalur=jalur,
        calon=calon,
        tanggal=(Rentang(mulai=mulai, sampai=mulai + timedelta(days=4)),),
        sumber_anggaran=SumberAnggaran.APBD,
        pagu_rupiah=str(len(calon) * 2_500_000),
        nomor_surat=surat,
        tanggal_surat=sekarang(session).date(),
    )
    permintaan = buat_permintaan(session, PELAKU_BENIH, wilayah=kode, isian=isian)
    ajukan_permintaan(session, PELAKU_BENIH, permintaan_id=permintaan)
