"""The letter that sends a penyuluh: its words, the link that leads to it, and making it when the link is used."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.rules import Paruh
from forum_paksi.pelaku import IZIN_TUGASKAN
from forum_paksi.penyuluh.kunci import OBJEK
from forum_paksi.penyuluh.models import PermintaanPenyuluh
from forum_paksi.penyuluh.rules import BERTUGAS
from forum_paksi.surat.tautan import terbitkan
from forum_paksi.tabel import ORANG, PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    SURAT,
    Aktor,
    Alinea,
    Identitas,
    JenisUnduhan,
    KeadaanMenolak,
    KonteksUnduhan,
    Kop,
    Kunci,
    Rincian,
    Surat,
    TautanSiap,
    TidakDitemukan,
    Unduhan,
    buka_identitas,
    data_surat,
    hari_tanggal,
    kop_surat,
    wajib_aktif,
)

__all__ = ["SURAT_TUGAS", "UNDUH", "Tugas", "surat_penugasan", "surat_tugas", "terbitkan_surat_tugas"]

SURAT_TUGAS: Final = "paksi.surat_tugas"
_WAKTU: Final = {None: "Sehari penuh", Paruh.PAGI: "Pagi", Paruh.SIANG: "Siang"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Tugas:
    """What a letter of assignment says besides who is sent."""

    nomor: str
    tanggal_surat: date
    permintaan: str
    peminta: str
    materi: str
    sasaran: str
    jumlah_peserta: int
    tanggal: date
    paruh: Paruh | None
    tempat: str


def terbitkan_surat_tugas(session: Session, aktor: Aktor, *, permintaan_id: uuid.UUID) -> TautanSiap:
    """A link to the letter of assignment, under the pemda's letterhead; who makes it is put on record.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` BELUM_DITUGASKAN, KOP_BELUM_ADA, DI_LUAR_WEWENANG,
    PLUGIN_TIDAK_AKTIF.
    """
    row = _baca(session, aktor, permintaan_id)
    return terbitkan(
        session,
        aktor,
        jenis=SURAT_TUGAS,
        objek=(OBJEK, permintaan_id),
        pemilik=row.wilayah_kode,
        penerima=row.wilayah_kode,
        orang=[row.penyuluh_id],
    )


def surat_tugas(session: Session, aktor: Aktor, kunci: Kunci, *, permintaan_id: uuid.UUID) -> Surat:
    """The letter; opens the penyuluh's NIP on the record, never a NIK."""
    row = _baca(session, aktor, permintaan_id)
    orang = buka_identitas(
        session, aktor, kunci, orang=[row.penyuluh_id], penerima=row.wilayah_kode, nik=False
    )[row.penyuluh_id]
    opd: str | None = session.scalar(
        select(PERANGKAT_DAERAH.c.nama)
        .join(ORANG, ORANG.c.perangkat_daerah_id == PERANGKAT_DAERAH.c.id)
        .where(ORANG.c.id == row.penyuluh_id)
    )
    tempat = row.tempat if row.tempat_nama is None else f"{row.tempat}, {row.tempat_nama}"
    return surat_penugasan(
        kop_surat(session, kunci, row.wilayah_kode),
        orang,
        opd,
        Tugas(
            nomor=row.nomor_surat,
            tanggal_surat=row.tanggal_surat,
            permintaan=row.nomor,
            peminta=row.peminta or row.opd_peminta,
            materi=row.materi,
            sasaran=row.sasaran,
            jumlah_peserta=row.jumlah_peserta,
            tanggal=row.tanggal,
            paruh=row.paruh,
            tempat=tempat,
        ),
    )


def surat_penugasan(kop: Kop, orang: Identitas, opd: str | None, tugas: Tugas) -> Surat:
    """The words of the letter; no database here."""
    siapa = [("Nama", orang.nama)]
    siapa += [
        (label, nilai)
        for label, nilai in (("NIP", orang.nip), ("Jabatan", orang.jabatan), ("Perangkat daerah", opd))
        if nilai
    ]
    return Surat(
        kop=kop,
        nomor=tugas.nomor,
        tanggal=tugas.tanggal_surat,
        hal="Surat tugas penyuluh antikorupsi",
        kepada=[orang.nama],
        isi=[
            Alinea("Dengan surat ini kami menugaskan:"),
            Rincian(siapa),
            Alinea("untuk memberikan penyuluhan antikorupsi dengan rincian:"),
            Rincian(
                [
                    ("Nomor permintaan", tugas.permintaan),
                    ("Peminta", tugas.peminta),
                    ("Materi", tugas.materi),
                    ("Sasaran", f"{tugas.sasaran}, {tugas.jumlah_peserta} orang"),
                    ("Hari, tanggal", hari_tanggal(tugas.tanggal)),
                    ("Waktu", _WAKTU[tugas.paruh]),
                    ("Tempat", tugas.tempat),
                ]
            ),
            Alinea(
                "Sesudah melaksanakan tugas, harap Saudara melaporkan kegiatan beserta dokumentasinya. "
                "Demikian surat tugas ini dibuat untuk dilaksanakan."
            ),
        ],
        tembusan=[tugas.peminta],
    )


def _baca(session: Session, aktor: Aktor, permintaan_id: uuid.UUID) -> Any:
    p = PermintaanPenyuluh
    row = session.execute(
        select(
            p.nomor,
            p.wilayah_kode,
            p.keadaan,
            p.penyuluh_id,
            p.nomor_surat,
            p.tanggal_surat,
            p.peminta,
            p.materi,
            p.sasaran,
            p.jumlah_peserta,
            p.tempat,
            p.tanggal,
            p.paruh,
            PERANGKAT_DAERAH.c.nama.label("opd_peminta"),
            WILAYAH.c.nama.label("tempat_nama"),
        )
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == p.perangkat_daerah_id)
        .outerjoin(WILAYAH, WILAYAH.c.kode == p.tempat_wilayah)
        .where(p.id == permintaan_id)
    ).first()
    aktor.wajib(
        IZIN_TUGASKAN, wilayah=row.wilayah_kode if row is not None else None, apa="permintaan penyuluh"
    )
    if row is None:
        raise TidakDitemukan("permintaan penyuluh", letak=["permintaan"])
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if row.keadaan not in BERTUGAS:
        raise KeadaanMenolak(
            "BELUM_DITUGASKAN",
            "Belum ada penyuluh yang ditugaskan. Tugaskan penyuluhnya dahulu, lalu buat surat tugasnya.",
        )
    return row


async def _unduh(konteks: KonteksUnduhan, isi: Mapping[str, str]) -> Unduhan:
    surat = await konteks.db.write(
        surat_tugas, konteks.aktor, konteks.kunci, permintaan_id=uuid.UUID(isi["id"])
    )
    pdf = await konteks.pencetak.pdf(SURAT, data_surat(surat.hal, [surat]))
    return Unduhan(nama=f"surat tugas {surat.nomor}.pdf", media="application/pdf", isi=pdf)


UNDUH: Final = JenisUnduhan(nama=SURAT_TUGAS, buat=_unduh)
