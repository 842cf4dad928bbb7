"""Assessment in the demo: a schedule that ends today, what its asesi became, two plenos, appeals both ways."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.asesmen.rules import HasilUnit, Metode
from forum_paksi.asesmen.service import (
    catat_tidak_hadir,
    catat_unit,
    mulai_asesmen,
    rekomendasikan,
    tugaskan_asesor,
)
from forum_paksi.asesor.service import daftarkan_asesor
from forum_paksi.banding.service import ajukan_banding, putuskan_banding
from forum_paksi.jadwal.keadaan import buka, mulai, tutup
from forum_paksi.jadwal.rules import Cakupan, JenisJadwal, Mode, Paruh, Rancangan, Sesi
from forum_paksi.jadwal.service import buat_jadwal
from forum_paksi.pemesanan.pesan import pesan_slot
from forum_paksi.pemesanan.service import catat_kehadiran, konfirmasi
from forum_paksi.penerbitan.service import terbitkan
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan, Kompetensi
from forum_paksi.pleno.service import buat_pleno, masukkan_pleno, putuskan, tutup_pleno
from forum_paksi.seed.mundur import mundurkan_jadwal
from forum_paksi.seed.pelaku import LSP, PEKALONGAN, Petugas
from forum_paksi.seed.permohonan import Asesi, memenuhi_syarat
from forum_paksi.skema.models import Unit
from forum_server.plugin import Aktor

__all__ = ["ASESMEN_LALU", "ASESMEN_NANTI", "isi_asesmen"]

ASESMEN_LALU: Final = "DEMO-ASESMEN-LALU"
ASESMEN_NANTI: Final = "DEMO-ASESMEN-NANTI"
K = KeadaanPermohonan
BANDING_DITOLAK: Final = "BANDING_DITOLAK"
BANDING_DITERIMA: Final = "BANDING_DITERIMA"
"""Beside the states: an appeal that was refused, and one that was upheld and led to a certificate."""
DIUJI: Final = (
    K.TIDAK_HADIR,
    K.DIASES,
    K.DIREKOMENDASIKAN,
    K.PLENO,
    K.KOMPETEN,
    K.SERTIFIKAT_TERBIT,
    K.BELUM_KOMPETEN,
    K.BANDING,
    K.ASESMEN_ULANG,
    BANDING_DITOLAK,
    BANDING_DITERIMA,
)
"""What becomes of who sits in the schedule that ends today."""
_BK: Final = frozenset({K.BELUM_KOMPETEN, K.BANDING, K.ASESMEN_ULANG, BANDING_DITOLAK, BANDING_DITERIMA})


def isi_asesmen(
    session: Session, p: Petugas, asesi: dict[str, Asesi], hari_ini: date
) -> dict[str, uuid.UUID]:
    """Seat everybody of `asesi` (by what becomes of them) and bring them there; returns their applications."""
    asesor = _asesor(session, p, hari_ini)
    terjadwal = _jadwal(session, p, ASESMEN_NANTI, hari_ini + timedelta(days=100), "SMA Negeri Contoh")
    _duduk(session, p, terjadwal, asesi[K.TERJADWAL])
    memenuhi_syarat(session, p, asesi[K.TERJADWAL])
    lalu = _jadwal(session, p, ASESMEN_LALU, hari_ini + timedelta(days=1), "Aula Inspektorat Contoh")
    kursi = {nasib: _duduk(session, p, lalu, asesi[nasib]) for nasib in DIUJI}
    permohonan = {nasib: memenuhi_syarat(session, p, asesi[nasib]) for nasib in DIUJI}
    tutup(session, p.lsp, jadwal_id=lalu)
    mundurkan_jadwal(session, lalu, timedelta(days=3))
    for id_ in permohonan.values():
        tugaskan_asesor(session, p.lsp, permohonan_id=id_, asesor_id=asesor[0])
    mulai(session, p.lsp, jadwal_id=lalu)
    for nasib, pemesanan in kursi.items():
        catat_kehadiran(session, p.lsp, pemesanan_id=pemesanan, hadir=nasib != K.TIDAK_HADIR)
    catat_tidak_hadir(
        session, p.lsp, permohonan_id=permohonan[K.TIDAK_HADIR], alasan="Sakit, menurut surat dokter."
    )
    mulai_asesmen(session, p.asesor, permohonan_id=permohonan[K.DIASES])
    _nilai(session, p.asesor, permohonan[K.DIASES], Kompetensi.K, sebagian=True)
    for nasib in DIUJI[2:]:
        hasil = Kompetensi.BK if nasib in _BK else Kompetensi.K
        _rekomendasikan(session, p.asesor, permohonan[nasib], hasil)
    _pleno_pertama(session, p, permohonan, hari_ini)
    _banding(session, p, permohonan, asesor[1], hari_ini)
    _pleno_kedua(session, p, permohonan, hari_ini)
    return permohonan


def _asesor(session: Session, p: Petugas, hari_ini: date) -> tuple[uuid.UUID, uuid.UUID]:
    def daftar(siapa: Aktor, nomor: str) -> uuid.UUID:
        assert siapa.orang_id is not None
        return daftarkan_asesor(
            session,
            p.lsp,
            lembaga=LSP,
            orang_id=siapa.orang_id,
            no_met=nomor,
            sertifikat_berakhir=hari_ini + timedelta(days=600),
        )

    return (
        daftar(p.asesor, "MET.000.CONTOH1 2025"),
        daftar(p.asesor_kedua, "MET.000.CONTOH2 2025"),
    )


def _jadwal(session: Session, p: Petugas, kode: str, pertama: date, tuk: str) -> uuid.UUID:
    """An open schedule of three days for the people of Kabupaten Pekalongan."""
    hari = tuple(pertama + timedelta(days=n) for n in range(3))
    jadwal_id = buat_jadwal(
        session,
        p.lsp,
        lembaga=LSP,
        rancangan=Rancangan(
            kode=kode,
            jenis=JenisJadwal.ASESMEN,
            skema_kode="PAKSI_PERTAMA",
            jalur=("PENGALAMAN", "DIKLAT"),
            mode=Mode.TATAP_MUKA,
            tuk_nama=tuk,
            tuk_wilayah=PEKALONGAN,
            sesi=tuple(Sesi(tanggal=h, paruh=paruh) for h in hari for paruh in Paruh),
            batas_daftar=f"{pertama}T07:30",
            jumlah_asesor=2,
            batas_per_asesor=5,
            kapasitas=20,
            cakupan=Cakupan.PEMDA,
            wilayah_terbuka=(PEKALONGAN,),
        ),
    )
    return buka(session, p.lsp, jadwal_id=jadwal_id)


def _duduk(session: Session, p: Petugas, jadwal_id: uuid.UUID, asesi: Asesi) -> uuid.UUID:
    """A confirmed seat of the open share."""
    hasil = pesan_slot(
        session,
        p.pekalongan,
        jadwal_id=jadwal_id,
        orang_id=asesi.orang,
        wilayah=asesi.wilayah,
        jalur=asesi.jalur,
        boleh_antre=False,
    )
    return konfirmasi(session, p.pekalongan, pemesanan_id=hasil.pemesanan_id)


def _nilai(
    session: Session, asesor: Aktor, id_: uuid.UUID, hasil: Kompetensi, *, sebagian: bool = False
) -> None:
    """Results of the units: the last one is `hasil`, the others K; `sebagian`: the last is still open."""
    unit = session.scalars(
        select(Unit.id)
        .join(Permohonan, Permohonan.skema_id == Unit.skema_id)
        .where(Permohonan.id == id_)
        .order_by(Unit.urutan)
    ).all()
    nilai = [*([Kompetensi.K] * (len(unit) - 1)), hasil]
    isi = [
        HasilUnit(
            unit_id=u,
            hasil=n,
            metode=[Metode.PORTOFOLIO, Metode.LISAN],
            catatan="Penilaian hasil belum ditunjukkan." if n is Kompetensi.BK else None,
        )
        for u, n in zip(unit, nilai, strict=True)
    ]
    catat_unit(session, asesor, permohonan_id=id_, unit=isi[:-1] if sebagian else isi)


def _rekomendasikan(session: Session, asesor: Aktor, id_: uuid.UUID, hasil: Kompetensi) -> None:
    mulai_asesmen(session, asesor, permohonan_id=id_)
    _nilai(session, asesor, id_, hasil)
    catatan = "Satu unit belum kompeten." if hasil is Kompetensi.BK else None
    rekomendasikan(session, asesor, permohonan_id=id_, rekomendasi=hasil, catatan=catatan)


def _pleno(session: Session, p: Petugas, nomor: str, tanggal: date) -> uuid.UUID:
    assert p.pemutus.orang_id is not None
    return buat_pleno(
        session,
        p.pemutus,
        lembaga=LSP,
        nomor=nomor,
        tanggal=tanggal,
        tempat="Ruang rapat LSP, rekaan",
        anggota=[p.ketua, p.pemutus.orang_id],
    )


def _putuskan(session: Session, p: Petugas, id_: uuid.UUID, hasil: Kompetensi) -> None:
    alasan = "Bukti unit terakhir belum cukup." if hasil is Kompetensi.BK else None
    putuskan(session, p.pemutus, permohonan_id=id_, keputusan=hasil, alasan=alasan)


def _pleno_pertama(session: Session, p: Petugas, permohonan: dict[str, uuid.UUID], hari_ini: date) -> None:
    """Closed: everybody but who is still assessed, only recommended, or waits for the next one."""
    agenda = {n: permohonan[n] for n in DIUJI[4:]}
    pleno = _pleno(session, p, "001/BA-PLENO/CONTOH", hari_ini)
    masukkan_pleno(session, p.lsp, pleno_id=pleno, permohonan=list(agenda.values()))
    for nasib, id_ in agenda.items():
        _putuskan(session, p, id_, Kompetensi.BK if nasib in _BK else Kompetensi.K)
    tutup_pleno(session, p.pemutus, pleno_id=pleno)
    terbitkan(
        session,
        p.lsp,
        permohonan_id=permohonan[K.SERTIFIKAT_TERBIT],
        nomor="CONTOH-2001",
        terbit=hari_ini,
    )


def _banding(
    session: Session, p: Petugas, permohonan: dict[str, uuid.UUID], asesor: uuid.UUID, hari_ini: date
) -> None:
    """Three are answered, one waits; who was upheld and has an asesor was recommended in the second round."""
    for nasib in (K.BANDING, K.ASESMEN_ULANG, BANDING_DITOLAK, BANDING_DITERIMA):
        ajukan_banding(
            session,
            p.pekalongan,
            permohonan_id=permohonan[nasib],
            alasan="Bahan penilaian hasil sudah diserahkan, tetapi tidak dibahas.",
        )
    for nasib, dikabulkan in ((K.ASESMEN_ULANG, True), (BANDING_DITOLAK, False), (BANDING_DITERIMA, True)):
        putuskan_banding(
            session,
            p.banding,
            permohonan_id=permohonan[nasib],
            dikabulkan=dikabulkan,
            jawaban="Bukti itu memang belum dinilai." if dikabulkan else "Bukti itu sudah dinilai asesor.",
        )
    ulang = permohonan[BANDING_DITERIMA]
    tugaskan_asesor(session, p.lsp, permohonan_id=ulang, asesor_id=asesor, tanggal=hari_ini)
    _rekomendasikan(session, p.asesor_kedua, ulang, Kompetensi.K)


def _pleno_kedua(session: Session, p: Petugas, permohonan: dict[str, uuid.UUID], hari_ini: date) -> None:
    """Open: one on its agenda is decided and has its certificate, the other waits."""
    pleno = _pleno(session, p, "002/BA-PLENO/CONTOH", hari_ini)
    agenda = [permohonan[K.PLENO], permohonan[BANDING_DITERIMA]]
    masukkan_pleno(session, p.lsp, pleno_id=pleno, permohonan=agenda)
    _putuskan(session, p, permohonan[BANDING_DITERIMA], Kompetensi.K)
    terbitkan(
        session,
        p.lsp,
        permohonan_id=permohonan[BANDING_DITERIMA],
        nomor="CONTOH-2002",
        terbit=hari_ini,
    )
