"""The cohort of Kabupaten Pekalongan: e-learning, tasks in every state, good practices, and duta integritas."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.angkatan.elearning import IsianElearning, catat_elearning
from forum_paksi.angkatan.models import Anggota, HasilTugas, Tugas
from forum_paksi.angkatan.rules import JenisTugas
from forum_paksi.angkatan.service import (
    IsianAngkatan,
    buat_angkatan,
    keluarkan_anggota,
    selesaikan_angkatan,
    tambah_anggota,
)
from forum_paksi.angkatan.tugas import (
    IsianHasil,
    jadwalkan_laporan,
    kembalikan_hasil,
    serahkan_tugas,
    tambah_tugas,
)
from forum_paksi.duta.rules import IsianDuta
from forum_paksi.duta.service import akhiri_duta, tetapkan_duta
from forum_paksi.praktik.rules import IsianPraktik
from forum_paksi.praktik.service import ajukan_praktik, tarik_praktik, terbitkan_praktik, tulis_praktik
from forum_paksi.seed.pelaku import PEKALONGAN, Petugas
from forum_paksi.tabel import ORANG
from forum_server.plugin import Aktor, benih_unggahan

__all__ = ["isi_angkatan", "isi_duta"]


def isi_angkatan(session: Session, p: Petugas, anggota: Sequence[uuid.UUID], hari_ini: date) -> None:
    """A running cohort of these people, and one of last year that is over."""
    operator = p.pekalongan
    lalu = buat_angkatan(
        session,
        operator,
        wilayah=PEKALONGAN,
        isian=IsianAngkatan(nama="Angkatan pertama", tahun=hari_ini.year - 1),
    )
    tambah_anggota(session, operator, angkatan_id=lalu, orang=anggota[:6])
    selesaikan_angkatan(session, operator, angkatan_id=lalu)
    id_ = buat_angkatan(
        session,
        operator,
        wilayah=PEKALONGAN,
        isian=IsianAngkatan(
            nama="Angkatan kedua",
            tahun=hari_ini.year,
            pendorong="Aksi contoh: menambah agen integritas di setiap perangkat daerah",
            rujukan_pendorong="RAPI contoh, aksi 4",
        ),
    )
    tambah_anggota(session, operator, angkatan_id=id_, orang=anggota)
    baris = {
        r.orang_id: r.id
        for r in session.execute(select(Anggota.orang_id, Anggota.id).where(Anggota.angkatan_id == id_))
    }
    urut = [baris[o] for o in anggota]
    for ke, satu in enumerate(urut[:12]):
        catat_elearning(
            session,
            operator,
            anggota_id=satu,
            isian=IsianElearning(
                kelas="Pengetahuan Dasar Antikorupsi dan Integritas",
                penyelenggara="KPK",
                nomor=f"CONTOH-EL-{ke + 1:03}",
                selesai=hari_ini - timedelta(days=90 - ke),
            ),
        )
    _tugas(session, operator, id_, urut, hari_ini)
    keluarkan_anggota(session, operator, anggota_id=urut[-1], alasan="Pindah ke pemda lain.")
    _praktik(session, operator, urut)


def _tugas(
    session: Session, operator: Aktor, angkatan: uuid.UUID, anggota: Sequence[uuid.UUID], hari_ini: date
) -> None:
    for jenis, nama, dalam_hari in (
        (JenisTugas.SEBAR_NILAI, "Menyebarkan nilai integritas kepada rekan kerja", -20),
        (JenisTugas.JARINGAN_OPD, "Membangun jaringan integritas di perangkat daerah", 30),
        (JenisTugas.PRAKTIK_BAIK, "Mendokumentasikan praktik baik", 60),
    ):
        batas = hari_ini + timedelta(days=dalam_hari)
        tambah_tugas(session, operator, angkatan_id=angkatan, jenis=jenis, nama=nama, batas=batas)
    # The first report is due by now, the second has begun.
    mulai = hari_ini - timedelta(days=120)
    jadwalkan_laporan(session, operator, angkatan_id=angkatan, mulai=mulai, banyak=4, tiap_bulan=3)
    tugas = session.execute(
        select(Tugas.id, Tugas.jenis, Tugas.mulai)
        .where(Tugas.angkatan_id == angkatan)
        .order_by(Tugas.batas, Tugas.id)
    ).all()
    for t in tugas:
        if t.mulai is not None and t.mulai > hari_ini - timedelta(days=10):
            continue
        for satu in anggota[: 8 if t.jenis is JenisTugas.SEBAR_NILAI else 4]:
            serahkan_tugas(
                session,
                operator,
                tugas_id=t.id,
                anggota_id=satu,
                isian=IsianHasil(
                    uraian="Apel pagi dan diskusi kecil tentang sembilan nilai integritas.",
                    dilaksanakan=hari_ini - timedelta(days=5),
                    unggahan=[_berkas(session, operator)],
                ),
            )
    dikembalikan = session.scalars(
        select(HasilTugas.id)
        .where(HasilTugas.angkatan_id == angkatan, HasilTugas.anggota_id == anggota[0])
        .order_by(HasilTugas.tugas_id)
    ).first()
    assert dikembalikan is not None
    kembalikan_hasil(
        session, operator, hasil_id=dikembalikan, catatan="Tambahkan daftar hadir dan tanggalnya."
    )


def _praktik(session: Session, operator: Aktor, anggota: Sequence[uuid.UUID]) -> None:
    """One in every state."""
    tulisan = [
        tulis_praktik(
            session,
            operator,
            anggota_id=satu,
            isian=IsianPraktik(
                judul=judul,
                ringkasan=f"Contoh: {judul.lower()} dan hasilnya.",
                isi="Latar belakang, langkah, hasil, dan pelajaran dari contoh ini.",
            ),
            unggahan=[_berkas(session, operator)],
        )
        for satu, judul in zip(
            anggota,
            ("Kotak gratifikasi", "Loket tanpa pungutan", "Kelas integritas Jumat", "Papan biaya layanan"),
            strict=False,
        )
    ]
    _, *diajukan = tulisan
    for id_ in diajukan:
        ajukan_praktik(session, operator, praktik_id=id_)
    _, *terbit = diajukan
    for id_ in terbit:
        terbitkan_praktik(session, operator, praktik_id=id_)
    tarik_praktik(session, operator, praktik_id=terbit[-1], alasan="Datanya sedang diperbarui.")


def isi_duta(session: Session, p: Petugas, orang: Sequence[uuid.UUID], hari_ini: date) -> None:
    """Duta of three perangkat daerah and of the kabupaten; one was duta until some months ago."""
    opd = {
        r.id: r.perangkat_daerah_id
        for r in session.execute(select(ORANG.c.id, ORANG.c.perangkat_daerah_id).where(ORANG.c.id.in_(orang)))
    }
    duta = [
        tetapkan_duta(
            session,
            p.pekalongan,
            isian=IsianDuta(
                orang=satu,
                wilayah=PEKALONGAN,
                perangkat_daerah=None if ke == 0 else opd[satu],
                dari=hari_ini - timedelta(days=300),
                dasar="SK Bupati rekaan nomor 700/CONTOH",
            ),
        )
        for ke, satu in enumerate(orang)
    ]
    akhiri_duta(session, p.pekalongan, duta_id=duta[-1], sampai=hari_ini - timedelta(days=60))


def _berkas(session: Session, operator: Aktor) -> uuid.UUID:
    return benih_unggahan(session, operator, wilayah=PEKALONGAN, nama="bukti-contoh.pdf")
