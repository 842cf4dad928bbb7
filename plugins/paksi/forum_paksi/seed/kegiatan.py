"""Activity reports and speaker requests of the demo: one in every state, and reports that count for applications."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.kegiatan.berkas import lampirkan_bukti
from forum_paksi.kegiatan.rules import (
    BentukKomunitas,
    BidangApi,
    IsianKegiatan,
    JenisKegiatan,
    Putusan,
    SegiApi,
)
from forum_paksi.kegiatan.service import ajukan_kegiatan, catat_kegiatan, periksa_kegiatan, ubah_kegiatan
from forum_paksi.penyuluh.rules import IsianPermintaan
from forum_paksi.penyuluh.service import (
    IsianLaporan,
    batalkan_permintaan,
    konfirmasi_penyuluhan,
    laporkan_penyuluhan,
    minta_penyuluh,
    tolak_permintaan,
    tugaskan_penyuluh,
)
from forum_paksi.seed.pelaku import LSP, PEKALONGAN, Petugas
from forum_server.plugin import Aktor, benih_unggahan

__all__ = ["isi_kegiatan", "isi_permintaan_penyuluh", "laporan_diterima"]

SASARAN: Final = ("Siswa SMA", "Perangkat desa", "Pegawai baru", "Pelaku usaha", "Guru")
_PERBAIKI: Final = "Foto belum memperlihatkan pesertanya. Lampirkan foto lain."


def laporan_diterima(
    session: Session, p: Petugas, siapa: Aktor, orang: uuid.UUID, wilayah: str, hari: date, **ganti: Any
) -> uuid.UUID:
    """A report of somebody's activity on that day, written and handed in by `siapa`, accepted at the LSP."""
    return _diperiksa(session, p, siapa, orang, wilayah, hari, Putusan.DITERIMA, **ganti)


def isi_kegiatan(
    session: Session, p: Petugas, penyuluh: Aktor, madya: uuid.UUID, api: uuid.UUID, hari_ini: date
) -> None:
    """Reports in every state, of every kind: `penyuluh`'s own, and those the operator writes for two others."""
    saya = penyuluh.orang_id
    assert saya is not None
    operator = p.pekalongan

    def hari(lalu: int) -> date:
        return hari_ini - timedelta(days=lalu)

    def laporan(lalu: int, **ganti: Any) -> uuid.UUID:
        return _draf(session, penyuluh, saya, PEKALONGAN, hari(lalu), **ganti)

    laporan(2)
    _ajukan(session, penyuluh, PEKALONGAN, laporan(6))
    _diperiksa(session, p, penyuluh, saya, PEKALONGAN, hari(9), Putusan.PERLU_REVISI)
    direvisi = _diperiksa(session, p, penyuluh, saya, PEKALONGAN, hari(13), Putusan.PERLU_REVISI)
    ubah_kegiatan(
        session,
        penyuluh,
        kegiatan_id=direvisi,
        isian=_isian(hari(13), hasil="Daftar hadir dan foto peserta dilampirkan."),
    )
    _ajukan(session, penyuluh, PEKALONGAN, direvisi)
    _diperiksa(session, p, penyuluh, saya, PEKALONGAN, hari(20), Putusan.DITOLAK)
    for lalu in (40, 200, 420):
        laporan_diterima(session, p, penyuluh, saya, PEKALONGAN, hari(lalu))
    for lalu, jenis in enumerate((J.PENGEMBANGAN_MEDIA, J.PEMBENTUKAN_KOMUNITAS_FORUM, J.MONEV, J.LAINNYA)):
        laporan_diterima(session, p, operator, madya, PEKALONGAN, hari(30 + 25 * lalu), jenis=jenis)
    laporan_diterima(
        session,
        p,
        operator,
        madya,
        PEKALONGAN,
        hari(140),
        jenis=J.PENGEMBANGAN_KOMUNITAS,
        bentuk=BentukKomunitas.PENDAMPINGAN,
    )
    for lalu, segi in enumerate(SegiApi):
        laporan_diterima(
            session,
            p,
            operator,
            api,
            PEKALONGAN,
            hari(60 + 30 * lalu),
            jenis=J.API,
            bidang=BidangApi.KEPATUHAN,
            segi=segi,
        )


def isi_permintaan_penyuluh(
    session: Session,
    p: Petugas,
    penyuluh: Aktor,
    opd: tuple[uuid.UUID, ...],
    hari_ini: date,
) -> None:
    """Requests of four perangkat daerah and a school, in every state; one is held, reported and confirmed today."""
    saya = penyuluh.orang_id
    assert saya is not None
    operator = p.pekalongan

    def minta(ke: int, materi: str, dalam_hari: int, paruh: Paruh | None = None, **lain: Any) -> uuid.UUID:
        isian = IsianPermintaan(
            materi=materi,
            sasaran=SASARAN[ke % len(SASARAN)],
            jumlah_peserta=30 + 5 * ke,
            tempat="Aula Contoh",
            tempat_wilayah=PEKALONGAN,
            tanggal=hari_ini + timedelta(days=dalam_hari),
            paruh=paruh,
            **lain,
        )
        milik = None if isian.peminta else opd[ke]
        return minta_penyuluh(session, operator, wilayah=PEKALONGAN, perangkat_daerah=milik, isian=isian)

    def tugaskan(permintaan: uuid.UUID, ke: int) -> uuid.UUID:
        return tugaskan_penyuluh(
            session,
            operator,
            permintaan_id=permintaan,
            penyuluh=saya,
            nomor_surat=f"800.1.11.1/{ke:03}/CONTOH",
            tanggal_surat=hari_ini,
        )

    minta(0, "Gratifikasi dan konflik kepentingan", 21, Paruh.PAGI)
    minta(3, "Sembilan nilai integritas", 28, peminta="SMA Negeri Contoh")
    tugaskan(minta(1, "Integritas dalam pengadaan", 12, Paruh.SIANG), 1)
    diselesaikan = tugaskan(minta(2, "Pengenalan antikorupsi bagi pegawai baru", 0, Paruh.PAGI), 2)
    laporan = laporkan_penyuluhan(
        session,
        penyuluh,
        permintaan_id=diselesaikan,
        isian=IsianLaporan(
            lembaga=LSP,
            ruang_lingkup="Pemerintahan",
            tujuan="Pegawai baru mengenal nilai antikorupsi.",
            deskripsi="Paparan, lalu diskusi kasus rekaan.",
            jumlah_peserta=38,
            hasil="Peserta menulis janji integritasnya.",
        ),
    )
    _ajukan(session, penyuluh, PEKALONGAN, laporan)
    konfirmasi_penyuluhan(session, operator, permintaan_id=diselesaikan)
    tolak_permintaan(
        session,
        operator,
        permintaan_id=minta(3, "Materi kepemimpinan", 14),
        alasan="Materi ini di luar penyuluhan antikorupsi. Mintalah kepada BKD.",
    )
    batalkan_permintaan(
        session,
        operator,
        permintaan_id=tugaskan(minta(4, "Pencegahan pungutan liar", 16, Paruh.PAGI), 3),
        alasan="Acara dinas diundur tanpa tanggal baru.",
    )


J = JenisKegiatan


def _isian(hari: date, **ganti: Any) -> IsianKegiatan:
    jenis = ganti.get("jenis", J.PENYULUHAN)
    nilai: dict[str, Any] = {
        "lembaga": LSP,
        "jenis": jenis,
        "nama": f"{jenis.value.replace('_', ' ').capitalize()} contoh {hari.isoformat()}",
        "ruang_lingkup": "Pendidikan",
        "sasaran": SASARAN[hari.toordinal() % len(SASARAN)],
        "tujuan": "Peserta mengenal sembilan nilai integritas.",
        "deskripsi": "Paparan, diskusi, dan permainan.",
        "tempat": "Balai Contoh",
        "mulai": hari,
        "selesai": hari,
        "jumlah_peserta": 25 + hari.day,
        "hasil": "Peserta menyusun rencana aksi.",
    }
    return IsianKegiatan(**(nilai | ganti))


def _draf(
    session: Session, siapa: Aktor, orang: uuid.UUID, wilayah: str, hari: date, **ganti: Any
) -> uuid.UUID:
    """A draft with one file of evidence."""
    id_ = catat_kegiatan(session, siapa, orang_id=orang, isian=_isian(hari, **ganti))
    lampirkan_bukti(session, siapa, kegiatan_id=id_, unggahan=_berkas(session, siapa, wilayah))
    return id_


def _ajukan(session: Session, siapa: Aktor, wilayah: str, id_: uuid.UUID) -> None:
    lampirkan_bukti(session, siapa, kegiatan_id=id_, unggahan=_berkas(session, siapa, wilayah))
    ajukan_kegiatan(session, siapa, kegiatan_id=id_)


def _diperiksa(
    session: Session,
    p: Petugas,
    siapa: Aktor,
    orang: uuid.UUID,
    wilayah: str,
    hari: date,
    putusan: Putusan,
    **ganti: Any,
) -> uuid.UUID:
    id_ = _draf(session, siapa, orang, wilayah, hari, **ganti)
    ajukan_kegiatan(session, siapa, kegiatan_id=id_)
    catatan = {Putusan.PERLU_REVISI: _PERBAIKI, Putusan.DITOLAK: "Ini rapat rutin, bukan penyuluhan."}
    periksa_kegiatan(session, p.verifikator, kegiatan_id=id_, putusan=putusan, catatan=catatan.get(putusan))
    return id_


def _berkas(session: Session, siapa: Aktor, wilayah: str) -> uuid.UUID:
    return benih_unggahan(session, siapa, wilayah=wilayah, nama="dokumentasi-contoh.pdf")
