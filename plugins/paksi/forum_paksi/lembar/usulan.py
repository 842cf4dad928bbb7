"""Applications from a spreadsheet: everybody in it gets a draft of one kind, or every fault is told and nobody does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.kegiatan.service import wajib_wilayah
from forum_paksi.pelaku import IZIN_MOHON
from forum_paksi.permohonan.massal import rencanakan, tulis
from forum_paksi.permohonan.tujuan import IsianPermohonan, baca_tujuan
from forum_paksi.tabel import WILAYAH
from forum_paksi.warga import warga_pemda
from forum_server.plugin import (
    Aktor,
    BarisCsv,
    BerkasCsv,
    Ditolak,
    IsianTidakSah,
    Kesalahan,
    Kunci,
    LaporanImpor,
    TidakDitemukan,
    catat,
    impor_orang,
    wajib_aktif,
)

__all__ = ["USULAN_MAKS", "PermohonanTerimpor", "impor_permohonan"]

USULAN_MAKS: Final = 500
"""Applications of one workbook."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PermohonanTerimpor:
    """What importing did: `laporan` counts applications, `orang_baru` people who were registered for it."""

    laporan: LaporanImpor
    orang_baru: int
    permohonan: tuple[uuid.UUID, ...]
    """The drafts that were written, in the order of the file."""


def impor_permohonan(
    session: Session,
    aktor: Aktor,
    kunci: Kunci,
    *,
    wilayah: str,
    isian: IsianPermohonan,
    terbaca: BerkasCsv,
) -> PermohonanTerimpor:
    """Write a draft for each person of a file that `baca_orang` read; who is not registered yet is.

    Each starts from their own latest certificate that fits. Who has this very application open keeps it.

    Raises `Ditolak`; `TidakDitemukan` (wilayah, skema, lembaga); `ImporDitolak` with every fault of the file;
    `IsianTidakSah` TERLALU_BANYAK and as `baca_tujuan`; `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or BERUBAH_SAAT_IMPOR. A
    fixed number of statements.
    """
    if not aktor.punya(IZIN_MOHON):
        raise Ditolak(IZIN_MOHON)
    aktor.wajib(IZIN_MOHON, wilayah=wilayah, apa="wilayah")
    if session.scalar(select(WILAYAH.c.kode).where(WILAYAH.c.kode == wilayah)) is None:
        raise TidakDitemukan("wilayah", letak=["wilayah"])
    wajib_wilayah(session, wilayah, "wilayah")
    wajib_aktif(session, "paksi", wilayah)
    tujuan = baca_tujuan(session, isian, hari_ini(session, wilayah))
    if terbaca.dibaca > USULAN_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK",
            f"Paling banyak {USULAN_MAKS} orang sekali impor; berkas ini memuat {terbaca.dibaca}. "
            "Bagi menjadi beberapa berkas.",
            letak=["unggahan"],
        )
    hasil = impor_orang(session, aktor, kunci, wilayah=wilayah, terbaca=terbaca)
    baris = dict(zip(hasil.orang, terbaca.baris, strict=True))
    warga = warga_pemda(session, aktor, IZIN_MOHON, pemda=wilayah, orang=baris)
    orang = {siapa: warga[siapa] for siapa in baris if siapa in warga}
    rencana = rencanakan(session, tujuan, orang)
    terbaca.tolak(
        [
            *(
                _salah(b, "bukan orang dalam wewenang Anda.")
                for siapa, b in baris.items()
                if siapa not in warga
            ),
            *(_salah(baris[siapa], galat.pesan) for siapa, galat in rencana.tolak.items()),
        ]
    )
    permohonan = tulis(session, aktor, wilayah=wilayah, orang=orang, rencana=rencana)
    if permohonan:
        catat(
            session,
            aktor,
            "paksi.impor_permohonan",
            objek="wilayah",
            objek_id=wilayah,
            wilayah=wilayah,
            bidang=["permohonan"],
        )
    laporan = LaporanImpor(
        berkas=terbaca.berkas,
        dibaca=terbaca.dibaca,
        ditulis=len(permohonan),
        sama=len(rencana.sama),
    )
    return PermohonanTerimpor(laporan=laporan, orang_baru=hasil.laporan.ditulis, permohonan=tuple(permohonan))


def _salah(baris: BarisCsv, pesan: str) -> Kesalahan:
    kolom = next(k for k in ("nip", "nik", "nama") if baris[k])
    return Kesalahan(baris=baris.nomor, kolom=kolom, pesan=pesan)
