"""What certification puts into a made-up province: the same for each of its pemda."""

from __future__ import annotations

import uuid
from datetime import timedelta

from sqlalchemy.orm import Session

from forum_paksi.angkatan.elearning import IsianElearning, catat_elearning
from forum_paksi.angkatan.models import Anggota
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.service import IsianAngkatan, buat_angkatan, tambah_anggota
from forum_paksi.angkatan.tugas import tambah_tugas
from forum_paksi.kegiatan.rules import IsianKegiatan, JenisKegiatan
from forum_paksi.kegiatan.service import catat_kegiatan
from forum_paksi.organisasi.rules import IsianDasar, IsianForum, IsianOrgan, JenisDasarHukum, TingkatForum
from forum_paksi.organisasi.service import buat_forum
from forum_paksi.penyuluh.rules import IsianPermintaan
from forum_paksi.penyuluh.service import minta_penyuluh
from forum_paksi.permohonan.isian import buat_permohonan
from forum_paksi.permohonan.tujuan import IsianPermohonan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.sertifikat.service import terbitkan_sertifikat
from forum_server.benih import PELAKU_BENIH, JenisPerangkatDaerah, benih_opd, benih_orang
from forum_server.database import sekarang
from tests.paksi.bahan_kelayakan import permohonan, skema
from tests.server.bahan import LSP


def sertifikasi(session: Session, kode: str, banyak: int) -> None:
    """In each of so many kabupaten: an application, a report, a holder, a request, a cohort and a forum.

    The first one's cohort has as many members as there are kabupaten, if more than two; the others' have two.
    """
    for n in range(1, banyak + 1):
        _pemda(session, f"{kode}.{n:02}", banyak if n == 1 else 0)


def _pemda(session: Session, pemda: str, anggota: int) -> None:
    kini = sekarang(session).date()
    opd = benih_opd(session, pemda, "Inspektorat", JenisPerangkatDaerah.INSPEKTORAT)
    pemohon, pemegang = (benih_orang(session, f"{nama} {pemda}", pemda, opd) for nama in ("Mohon", "Pegang"))
    tujuan = IsianPermohonan(
        skema="PAKSI_PERTAMA", lembaga=LSP, jenis=JenisPermohonan.BARU, jalur="PENGALAMAN"
    )
    buat_permohonan(session, PELAKU_BENIH, orang=pemohon, isian=tujuan)
    _sertifikat(session, pemegang, pemda)
    laporan = IsianKegiatan(
        lembaga=LSP,
        jenis=JenisKegiatan.PENYULUHAN,
        nama="Penyuluhan uji",
        ruang_lingkup="Pemerintah daerah",
        sasaran="Pegawai",
        tujuan="Uji",
        deskripsi="Uji",
        tempat="Aula",
        mulai=kini - timedelta(days=30),
        selesai=kini - timedelta(days=30),
        jumlah_peserta=10,
        tempat_wilayah=pemda,
    )
    catat_kegiatan(session, PELAKU_BENIH, orang_id=pemegang, isian=laporan)
    minta = IsianPermintaan(
        materi="Uji",
        sasaran="Pegawai",
        jumlah_peserta=10,
        tempat="Aula",
        tanggal=kini + timedelta(days=9),
        tempat_wilayah=pemda,
    )
    minta_penyuluh(session, PELAKU_BENIH, wilayah=pemda, isian=minta, perangkat_daerah=opd)
    lain = [benih_orang(session, f"Belajar {pemda} {n}", pemda, opd) for n in range(2, anggota)]
    _angkatan(session, pemda, [pemohon, pemegang, *lain])
    buat_forum(
        session,
        PELAKU_BENIH,
        wilayah=pemda,
        isian=IsianForum(
            nama=f"Forum {pemda}",
            tingkat=TingkatForum.KABUPATEN_KOTA,
            dasar=[IsianDasar(jenis=JenisDasarHukum.LAINNYA, nomor="1")],
        ),
        organ=[IsianOrgan(nama="Pengurus")],
    )


def _sertifikat(session: Session, orang: uuid.UUID, pemda: str) -> None:
    jalan = "PAKSI_PERTAMA/BARU/PENGALAMAN"
    asal = permohonan(
        session, orang, jalan, keadaan="DIBATALKAN", alasan="uji", lembaga_kode=LSP, wilayah_kode=pemda
    )
    terbitkan_sertifikat(
        session,
        PELAKU_BENIH,
        permohonan_id=asal,
        orang_id=orang,
        skema_id=skema(session, "PAKSI_PERTAMA").id,
        lembaga=LSP,
        nomor=f"UJI-{pemda}",
        terbit=sekarang(session).date() - timedelta(days=400),
    )


def _angkatan(session: Session, pemda: str, orang: list[uuid.UUID]) -> None:
    kini = sekarang(session).date()
    id_ = buat_angkatan(
        session, PELAKU_BENIH, wilayah=pemda, isian=IsianAngkatan(nama="Angkatan uji", tahun=kini.year)
    )
    tambah_anggota(session, PELAKU_BENIH, angkatan_id=id_, orang=orang)
    tambah_tugas(
        session, PELAKU_BENIH, angkatan_id=id_, jenis=JenisTugas.SEBAR_NILAI, nama="Apel", batas=kini
    )
    for anggota in session.query(Anggota.id).where(Anggota.angkatan_id == id_):
        catat_elearning(
            session,
            PELAKU_BENIH,
            anggota_id=anggota.id,
            isian=IsianElearning(kelas="Pengetahuan Dasar", selesai=kini - timedelta(days=3)),
        )
