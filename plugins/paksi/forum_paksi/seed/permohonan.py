"""Applications of the demo, one in every state and more where ways differ: to it goes every step that leads there."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.bukti.service import catat_bukti
from forum_paksi.permohonan.dokumen import lampirkan_dokumen
from forum_paksi.permohonan.isian import (
    IsianPermohonan,
    JawabanUnit,
    buat_permohonan,
    isi_apl01,
    jawab_apl02,
)
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.mundur import batalkan, tarik
from forum_paksi.permohonan.pengajuan import ajukan_permohonan
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.permohonan.verifikasi import (
    PutusanVerifikasi,
    catat_temuan,
    mulai_verifikasi,
    putuskan_verifikasi,
)
from forum_paksi.persyaratan.models import Butir
from forum_paksi.persyaratan.rules import JenisButir, JenisPermohonan
from forum_paksi.seed.kegiatan import laporan_diterima
from forum_paksi.seed.pelaku import LSP, PEKALONGAN, Petugas
from forum_paksi.skema.models import Skema, Unit
from forum_paksi.skema.unit import IsianUnit, tetapkan_unit
from forum_server.plugin import Aktor, Kunci, benih_unggahan

__all__ = ["Asesi", "ajukan", "bekali", "isi_awal", "isi_unit", "memenuhi_syarat"]

K = KeadaanPermohonan
UNIT: Final = ("Menyiapkan penyuluhan", "Melaksanakan penyuluhan", "Menilai hasil penyuluhan")


@dataclass(frozen=True, kw_only=True, slots=True)
class Asesi:
    """Somebody who applies for PAKSI Pertama, through `jalur`."""

    orang: uuid.UUID
    jalur: str
    wilayah: str = PEKALONGAN


def isi_unit(session: Session, p: Petugas) -> None:
    """Made-up units for every scheme: the real lists are not known (domain notes 9)."""
    for skema_id in session.scalars(select(Skema.id).order_by(Skema.urutan)).all():
        unit = [
            IsianUnit(kode=f"CONTOH.{ke:03}", judul=f"Contoh: {judul}") for ke, judul in enumerate(UNIT, 1)
        ]
        tetapkan_unit(session, p.nasional, skema_id=skema_id, unit=unit)


def bekali(session: Session, p: Petugas, asesi: Asesi, hari_ini: date) -> None:
    """E-learning and reports, so that somebody may apply; a passed diklat comes from its wave."""
    operator = _operator(p, asesi.wilayah)
    selesai = hari_ini - timedelta(days=150)
    catat_bukti(
        session,
        operator,
        orang=asesi.orang,
        isian=IsianBukti(
            jenis=JenisBukti.ELEARNING,
            nama="Pengetahuan Dasar Antikorupsi dan Integritas",
            penyelenggara="KPK",
            nomor=f"CONTOH-EL-{asesi.orang.hex[:8]}",
            mulai=selesai,
            selesai=selesai,
        ),
        unggahan=_berkas(session, operator, asesi.wilayah, "elearning-contoh.pdf"),
    )
    for ke in range(3 if asesi.jalur == "PENGALAMAN" else 1):
        hari = hari_ini - timedelta(days=14 + 7 * ke)
        laporan_diterima(session, p, operator, asesi.orang, asesi.wilayah, hari)


def ajukan(session: Session, p: Petugas, asesi: Asesi) -> uuid.UUID:
    """An application, complete and handed in by the person's pemda."""
    operator = _operator(p, asesi.wilayah)
    id_ = buat_permohonan(
        session,
        operator,
        orang=asesi.orang,
        isian=IsianPermohonan(
            skema="PAKSI_PERTAMA", lembaga=LSP, jenis=JenisPermohonan.BARU, jalur=asesi.jalur
        ),
    )
    _lengkapi(session, operator, id_, asesi.wilayah)
    return ajukan_permohonan(session, operator, permohonan_id=id_)


def memenuhi_syarat(session: Session, p: Petugas, asesi: Asesi) -> uuid.UUID:
    """An application that the LSP found complete; it takes the seat its person has."""
    id_ = ajukan(session, p, asesi)
    _verifikasi(session, p, id_, kurang=())
    return putuskan_verifikasi(
        session, p.verifikator, permohonan_id=id_, putusan=PutusanVerifikasi.MEMENUHI_SYARAT
    )


def isi_awal(
    session: Session,
    p: Petugas,
    asesi: dict[KeadaanPermohonan, Asesi],
    *,
    penyuluh: Aktor,
    berlaku: uuid.UUID,
    kedaluwarsa: tuple[uuid.UUID, uuid.UUID],
) -> None:
    """Everything before a seat, and the ways out: a renewal the penyuluh `penyuluh` drafts (of the certificate
    `berlaku`), a certification anew (`kedaluwarsa`: whose, and from which certificate), and applications of `asesi`."""
    saya = penyuluh.orang_id
    assert saya is not None
    draf = buat_permohonan(
        session,
        penyuluh,
        orang=saya,
        isian=IsianPermohonan(
            skema="PAKSI_PERTAMA", lembaga=LSP, jenis=JenisPermohonan.PERPANJANGAN, dari_sertifikat=berlaku
        ),
    )
    isi_apl01(session, penyuluh, Kunci.baru(), permohonan_id=draf, setuju=False)
    ulang = buat_permohonan(
        session,
        p.pekalongan,
        orang=kedaluwarsa[0],
        isian=IsianPermohonan(
            skema="PAKSI_PERTAMA",
            lembaga=LSP,
            jenis=JenisPermohonan.SERTIFIKASI_ULANG,
            dari_sertifikat=kedaluwarsa[1],
        ),
    )
    _lengkapi(session, p.pekalongan, ulang, PEKALONGAN)
    ajukan_permohonan(session, p.pekalongan, permohonan_id=ulang)
    _verifikasi(session, p, ajukan(session, p, asesi[K.VERIFIKASI]), kurang=("NPWP",), hanya=("EKTP", "NPWP"))
    perbaiki = ajukan(session, p, asesi[K.PERLU_PERBAIKAN])
    _verifikasi(session, p, perbaiki, kurang=("FOTO",))
    putuskan_verifikasi(
        session, p.verifikator, permohonan_id=perbaiki, putusan=PutusanVerifikasi.PERLU_PERBAIKAN
    )
    memenuhi_syarat(session, p, asesi[K.MEMENUHI_SYARAT])
    tidak = ajukan(session, p, asesi[K.TIDAK_MEMENUHI_SYARAT])
    _verifikasi(session, p, tidak, kurang=("PENYULUHAN",))
    putuskan_verifikasi(
        session,
        p.verifikator,
        permohonan_id=tidak,
        putusan=PutusanVerifikasi.TIDAK_MEMENUHI_SYARAT,
        alasan="Kegiatan yang dilaporkan belum penyuluhan antikorupsi.",
    )
    tarik(
        session,
        p.pekalongan,
        permohonan_id=ajukan(session, p, asesi[K.MUNDUR]),
        alasan="Pindah tugas ke pemda lain.",
    )
    batalkan(
        session,
        p.lsp,
        permohonan_id=ajukan(session, p, asesi[K.DIBATALKAN]),
        alasan="Diajukan dua kali melalui surat yang sama.",
    )


# --- inside ----------------------------------------------------------------------------------------------


def _operator(p: Petugas, wilayah: str) -> Aktor:
    return p.pekalongan if wilayah == PEKALONGAN else p.pontianak


def _lengkapi(session: Session, operator: Aktor, id_: uuid.UUID, wilayah: str) -> None:
    """APL-01, APL-02 and every document that is asked for."""
    isi_apl01(
        session,
        operator,
        Kunci.baru(),  # nothing is encrypted: nobody made up has special needs
        permohonan_id=id_,
        informasi_pendukung="Sering diminta menjadi narasumber di lingkungan pemda.",
        setuju=True,
    )
    unit = session.scalars(
        select(Unit.id)
        .join(Permohonan, Permohonan.skema_id == Unit.skema_id)
        .where(Permohonan.id == id_)
        .order_by(Unit.urutan)
    ).all()
    jawaban = [JawabanUnit(unit=u, kompeten=True, bukti="Laporan kegiatan dan bahan ajar.") for u in unit]
    jawab_apl02(session, operator, permohonan_id=id_, jawaban=jawaban)
    for butir in _butir(session, id_, JenisButir.DOKUMEN):
        lampirkan_dokumen(
            session,
            operator,
            permohonan_id=id_,
            butir=butir,
            unggahan=_berkas(session, operator, wilayah, f"{butir.lower()}-contoh.pdf"),
        )


def _verifikasi(
    session: Session, p: Petugas, id_: uuid.UUID, *, kurang: Sequence[str], hanya: Sequence[str] | None = None
) -> None:
    """Findings about every item (or `hanya` these); those of `kurang` are not as they should be."""
    mulai_verifikasi(session, p.verifikator, permohonan_id=id_)
    for butir in hanya or _butir(session, id_):
        catat_temuan(
            session,
            p.verifikator,
            permohonan_id=id_,
            butir=butir,
            sesuai=butir not in kurang,
            catatan="Tidak terbaca atau tidak sesuai. Ganti berkasnya." if butir in kurang else None,
        )


def _butir(session: Session, id_: uuid.UUID, jenis: JenisButir | None = None) -> Sequence[str]:
    stmt = (
        select(Butir.kode)
        .join(Permohonan, Permohonan.persyaratan_id == Butir.persyaratan_id)
        .where(Permohonan.id == id_)
        .order_by(Butir.urutan)
    )
    return session.scalars(stmt if jenis is None else stmt.where(Butir.jenis == jenis)).all()


def _berkas(session: Session, operator: Aktor, wilayah: str, nama: str) -> uuid.UUID:
    return benih_unggahan(session, operator, wilayah=wilayah, nama=nama)
