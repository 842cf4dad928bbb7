"""What the server tests put into the demo's database: seats to race for, and pools to kill a server over."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

from sqlalchemy.orm import Session

from forum_paksi.himpunan.masukan import Kebijakan
from forum_paksi.himpunan.service import buka_himpunan, cadangkan_untuk, himpun_permintaan, kunci_himpunan
from forum_paksi.jadwal.keadaan import buka
from forum_paksi.jadwal.rules import JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.jadwal.service import buat_jadwal
from forum_paksi.pemesanan.service import pesan_slot
from forum_paksi.permintaan.rules import SumberAnggaran
from forum_paksi.permintaan.service import IsianPermintaan, ajukan_permintaan, buat_permintaan
from forum_server.benih import PELAKU_BENIH, benih_orang
from forum_server.database import sekarang

LSP = "lsp-kpk"
PEMDA = ("61.71", "61.01", "61.12")


def jadwal_uji(session: Session, kode: str, kapasitas: int, *, terbuka: int, hari: int) -> uuid.UUID:
    """An open schedule of one half-day, `hari` days after the first; different days never collide."""
    mulai = sekarang(session).date() + timedelta(days=200 + hari)
    rancangan = Rancangan(
        kode=kode,
        jenis=JenisJadwal.ASESMEN,
        skema_kode="PAKSI_PERTAMA",
        jalur=("PENGALAMAN", "DIKLAT"),
        mode=Mode.JARAK_JAUH,
        sesi=(Sesi(tanggal=mulai, paruh=Paruh.PAGI),),
        batas_daftar=f"{mulai - timedelta(days=1)}T12:00",
        jumlah_asesor=30,
        batas_per_asesor=10,
        kapasitas=kapasitas,
        kapasitas_terbuka=terbuka,
    )
    return buka(
        session, PELAKU_BENIH, jadwal_id=buat_jadwal(session, PELAKU_BENIH, lembaga=LSP, rancangan=rancangan)
    )


def orang_uji(session: Session, awalan: str, banyak: int, wilayah: str = PEMDA[0]) -> list[uuid.UUID]:
    """So many made-up people without an office."""
    return [benih_orang(session, f"{awalan} Contoh {i:03}", wilayah, None) for i in range(banyak)]


def kursi_dan_antrean(session: Session, kapasitas: int, menunggu: int) -> tuple[uuid.UUID, list[uuid.UUID]]:
    """A full schedule with a queue; returns it and its seats."""
    jadwal = jadwal_uji(session, "UJI-BATAL", kapasitas, terbuka=kapasitas, hari=0)
    hasil = [
        pesan_slot(
            session, PELAKU_BENIH, jadwal_id=jadwal, orang_id=orang, wilayah=PEMDA[0], jalur="DIKLAT"
        ).pemesanan_id
        for orang in orang_uji(session, "Antre", kapasitas + menunggu)
    ]
    return jadwal, hasil[:kapasitas]


def himpunan_siap(session: Session, nomor: int) -> uuid.UUID:
    """A locked pool of three pemda with nine candidates for five seats."""
    jadwal = jadwal_uji(session, f"UJI-HIMPUN-{nomor:02}", 5, terbuka=0, hari=nomor + 1)
    himpunan = buka_himpunan(
        session,
        PELAKU_BENIH,
        wilayah="61",
        nama=f"Himpunan uji {nomor}",
        skema="PAKSI_PERTAMA",
        lembaga=LSP,
        kebijakan=Kebijakan.MERATA,
    )
    for kode in PEMDA:
        isian = IsianPermintaan(
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            jalur="DIKLAT",
            calon=orang_uji(session, f"Himpun {nomor}", 3, kode),
            sumber_anggaran=SumberAnggaran.APBD,
            pagu_rupiah="1000000",
            nomor_surat=f"UJI/{nomor}/{kode}",
            tanggal_surat=date(2026, 1, 2),
        )
        permintaan = buat_permintaan(session, PELAKU_BENIH, wilayah=kode, isian=isian)
        ajukan_permintaan(session, PELAKU_BENIH, permintaan_id=permintaan)
        himpun_permintaan(session, PELAKU_BENIH, himpunan_id=himpunan, permintaan_id=permintaan)
    cadangkan_untuk(session, PELAKU_BENIH, himpunan_id=himpunan, jadwal_id=jadwal, kapasitas=5)
    kunci_himpunan(session, PELAKU_BENIH, himpunan_id=himpunan)
    return himpunan
