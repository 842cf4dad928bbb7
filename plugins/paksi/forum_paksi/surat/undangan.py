"""The LSP's invitations to those whose seats are confirmed, a letter for each pemda."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.jadwal.models import Jadwal, JadwalSesi
from forum_paksi.jadwal.rules import KeadaanJadwal
from forum_paksi.pelaku import Pelaku, wajib_pelaku, wajib_punya
from forum_paksi.pemesanan.models import Pemesanan
from forum_paksi.pemesanan.rules import KeadaanPemesanan
from forum_paksi.skema.models import Skema
from forum_paksi.surat.rules import Undangan, nomor_rapi, surat_undangan
from forum_paksi.surat.tautan import Nama, nama_dari, orang_surat, terbitkan
from forum_paksi.tabel import PERANGKAT_DAERAH, WILAYAH
from forum_server.plugin import (
    Aktor,
    KeadaanMenolak,
    Kunci,
    Surat,
    TautanSiap,
    TidakDitemukan,
    buka_identitas,
    kop_surat,
    wajib_aktif,
)

__all__ = ["UNDANGAN", "terbitkan_undangan", "undangan_peserta"]

UNDANGAN: Final = "paksi.surat_undangan"
_LSP: Final = frozenset({Pelaku.LSP, Pelaku.SISTEM})
_DIUNDANG: Final = (KeadaanPemesanan.DIKONFIRMASI, KeadaanPemesanan.HADIR)
"""A seat that is only held is not agreed on."""


def terbitkan_undangan(
    session: Session,
    aktor: Aktor,
    *,
    jadwal_id: uuid.UUID,
    nomor: str,
    tanggal: date,
    wilayah: str | None = None,
) -> TautanSiap:
    """A link to the LSP's letters to the pemda whose people hold confirmed seats, one letter each; or to one of them.

    Raises `IsianTidakSah` NOMOR_SURAT_TIDAK_SAH, `KeadaanMenolak` JADWAL_DIBATALKAN, TANPA_PESERTA and as
    `terbitkan_permohonan`.
    """
    nomor = nomor_rapi(nomor)
    row, nama = _peserta(session, aktor, jadwal_id, wilayah)
    isi = {"wilayah": wilayah} if wilayah else {}
    return terbitkan(
        session,
        aktor,
        jenis=UNDANGAN,
        objek=("paksi_jadwal", jadwal_id),
        pemilik=row.lembaga_kode,
        penerima=row.lembaga_kode,
        orang=[n.orang for n in nama],
        lembaga=row.lembaga_kode,
        nomor=nomor,
        tanggal=tanggal.isoformat(),
        **isi,
    )


def undangan_peserta(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    jadwal_id: uuid.UUID,
    nomor: str,
    tanggal: date,
    wilayah: str | None = None,
) -> list[Surat]:
    """The letters, one for each pemda; opens the numbers of each pemda's people for that pemda on the record."""
    row, nama = _peserta(session, aktor, jadwal_id, wilayah)
    hari = session.scalars(
        select(JadwalSesi.tanggal).where(JadwalSesi.jadwal_id == jadwal_id).distinct()
    ).all()
    kop = kop_surat(session, kunci, row.lembaga_kode)
    terbuka = buka_identitas(
        session,
        aktor,
        kunci,
        orang=[n.orang for n in nama],
        penerima=wilayah or row.lembaga_kode,
        lembaga=row.lembaga_kode,
    )
    kelompok: dict[str, list[Nama]] = {}
    for satu in nama:
        kelompok.setdefault(satu.kelompok, []).append(satu)
    return [
        surat_undangan(
            kop,
            Undangan(
                nomor=nomor,
                tanggal=tanggal,
                pemda=anggota[0].pemda,
                skema=row.skema,
                jadwal=row.kode,
                hari=hari,
                tempat=None if row.tuk_nama is None else f"{row.tuk_nama}, {row.tuk}",
                peserta=[orang_surat(terbuka, n) for n in anggota],
            ),
        )
        for anggota in kelompok.values()
    ]


def _peserta(
    session: Session, aktor: Aktor, jadwal_id: uuid.UUID, wilayah: str | None
) -> tuple[Any, list[Nama]]:
    wajib_punya(aktor, _LSP)
    row = session.execute(
        select(
            Jadwal.kode,
            Jadwal.lembaga_kode,
            Jadwal.keadaan,
            Jadwal.tuk_nama,
            WILAYAH.c.nama.label("tuk"),
            Skema.nama.label("skema"),
        )
        .join(Skema, Skema.id == Jadwal.skema_id)
        .outerjoin(WILAYAH, WILAYAH.c.kode == Jadwal.tuk_wilayah)
        .where(Jadwal.id == jadwal_id)
    ).first()
    if row is None:
        raise TidakDitemukan("jadwal", letak=["jadwal"])
    wajib_pelaku(aktor, _LSP, lembaga=row.lembaga_kode, apa="jadwal")
    wajib_aktif(session, "paksi", row.lembaga_kode)
    if row.keadaan is KeadaanJadwal.DIBATALKAN:
        raise KeadaanMenolak("JADWAL_DIBATALKAN", "Jadwal ini dibatalkan; tidak ada yang diundang.")
    pilih = (
        select(
            Pemesanan.orang_id,
            Pemesanan.wilayah_kode,
            WILAYAH.c.nama,
            WILAYAH.c.tingkat,
            PERANGKAT_DAERAH.c.nama.label("opd"),
        )
        .join(WILAYAH, WILAYAH.c.kode == Pemesanan.wilayah_kode)
        .outerjoin(PERANGKAT_DAERAH, PERANGKAT_DAERAH.c.id == Pemesanan.perangkat_daerah_id)
        .where(Pemesanan.jadwal_id == jadwal_id, Pemesanan.keadaan.in_(_DIUNDANG))
        .order_by(Pemesanan.wilayah_kode, Pemesanan.dibuat_pada, Pemesanan.id)
    )
    if wilayah is not None:
        pilih = pilih.where(Pemesanan.wilayah_kode == wilayah)
    rows = session.execute(pilih).all()
    if not rows:
        raise KeadaanMenolak(
            "TANPA_PESERTA",
            "Belum ada kursi yang dikonfirmasi di sini. Undangan dibuat sesudah kursinya dikonfirmasi.",
        )
    return row, [nama_dari(r) for r in rows]
