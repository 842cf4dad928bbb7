"""Verification at the LSP: begun by one person, item by item, and decided by the same (domain notes 1.3.4)."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.pemisahan.rules import Tugas
from forum_paksi.pemisahan.service import wajib_terpisah
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.kursi import dudukkan
from forum_paksi.permohonan.models import Permohonan, Temuan, VerifikatorPermohonan
from forum_paksi.permohonan.pihak import wajib_orang
from forum_paksi.permohonan.rules import ALASAN_MAKS, KeadaanPermohonan, TindakanPermohonan
from forum_paksi.permohonan.sandaran import sandarkan
from forum_paksi.permohonan.service import BarisPermohonan, ambil, pindah
from forum_paksi.persyaratan.models import Butir
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import Aktor, KeadaanMenolak, TidakDitemukan, waktu_db

__all__ = ["PutusanVerifikasi", "catat_temuan", "mulai_verifikasi", "putuskan_verifikasi"]

K = KeadaanPermohonan
T = TindakanPermohonan


class PutusanVerifikasi(StrEnum):
    """What a verifier decides."""

    MEMENUHI_SYARAT = "MEMENUHI_SYARAT"
    PERLU_PERBAIKAN = "PERLU_PERBAIKAN"
    TIDAK_MEMENUHI_SYARAT = "TIDAK_MEMENUHI_SYARAT"


_TINDAKAN: Final = {
    PutusanVerifikasi.MEMENUHI_SYARAT: T.NYATAKAN_MEMENUHI,
    PutusanVerifikasi.PERLU_PERBAIKAN: T.MINTA_PERBAIKAN,
    PutusanVerifikasi.TIDAK_MEMENUHI_SYARAT: T.NYATAKAN_TIDAK_MEMENUHI,
}


def mulai_verifikasi(session: Session, aktor: Aktor, *, permohonan_id: uuid.UUID) -> uuid.UUID:
    """Begin to verify, with a clean sheet, or take over from a colleague, with what they found.

    Raises `Ditolak`, `TidakDitemukan`, `KeadaanMenolak` AKUN_TANPA_ORANG, SUDAH_VERIFIKATOR, the rule of separation
    it breaks, and as `ambil`.
    """
    row = ambil(session, aktor, permohonan_id, T.MULAI_VERIFIKASI)
    orang = wajib_orang(aktor)
    if row.keadaan is K.VERIFIKASI and row.verifikator_orang_id == orang:
        raise KeadaanMenolak(
            "SUDAH_VERIFIKATOR", "Anda sudah memverifikasi permohonan ini. Catat temuannya, lalu putuskan."
        )
    hari = hari_ini(session, row.wilayah_kode)
    wajib_terpisah(session, Tugas.VERIFIKATOR, orang, permohonan_id=row.id, hari=hari)
    pindah(
        session,
        aktor,
        permohonan=row,
        tindakan=T.MULAI_VERIFIKASI,
        syarat=[_oleh(row.verifikator_orang_id)],
        verifikator_akun_id=aktor.akun_id,
        verifikator_orang_id=orang,
    )
    session.execute(
        sisipkan(session, VerifikatorPermohonan)
        .values(permohonan_id=permohonan_id, orang_id=orang)
        .on_conflict_do_nothing()
    )
    if row.keadaan is K.DIAJUKAN:
        session.execute(
            delete(Temuan).where(Temuan.permohonan_id == permohonan_id), execution_options=TANPA_SINKRON
        )
    return permohonan_id


def catat_temuan(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    butir: str,
    sesuai: bool,
    catatan: str | None = None,
    kegiatan: Collection[uuid.UUID] | None = None,
) -> uuid.UUID:
    """Write what was found about an item, or write it anew; what is missing is told with a note.

    `kegiatan`: the reports it relies on, where no number is known. Raises `Ditolak`, `TidakDitemukan` (permohonan,
    butir), `IsianTidakSah` WAJIB_DIISI or TERLALU_PANJANG, `KeadaanMenolak` AKUN_TANPA_ORANG, BUKAN_VERIFIKATOR, as
    `ambil` and as `sandarkan`.
    """
    row = _milik_verifikator(session, aktor, permohonan_id, T.CATAT_TEMUAN)
    teks = periksa_teks(catatan, letak="catatan", maks=ALASAN_MAKS, wajib=not sesuai)
    ada = session.scalar(
        select(Butir.kode).where(Butir.persyaratan_id == row.persyaratan_id, Butir.kode == butir)
    )
    if ada is None:
        raise TidakDitemukan("butir", letak=["butir"])
    _pindah(session, aktor, row, T.CATAT_TEMUAN, bidang=["temuan"])
    sandarkan(session, row, butir, sesuai=sesuai, kegiatan=kegiatan)
    nilai: dict[str, Any] = {
        "sesuai": sesuai,
        "catatan": teks,
        "akun_id": aktor.akun_id,
        "pada": waktu_db(),
    }
    session.execute(
        sisipkan(session, Temuan)
        .values(permohonan_id=permohonan_id, butir_kode=butir, **nilai)
        .on_conflict_do_update(index_elements=["permohonan_id", "butir_kode"], set_=nilai)
    )
    return permohonan_id


def putuskan_verifikasi(
    session: Session,
    aktor: Aktor,
    *,
    permohonan_id: uuid.UUID,
    putusan: PutusanVerifikasi,
    alasan: str | None = None,
) -> uuid.UUID:
    """Decide on the findings; an application that meets the requirements takes the seat its person already has.

    MEMENUHI_SYARAT only with every obligatory item found SESUAI, PERLU_PERBAIKAN only with one that is not,
    TIDAK_MEMENUHI_SYARAT only with a reason. Raises `Ditolak`, `TidakDitemukan`, `IsianTidakSah` WAJIB_DIISI,
    `KeadaanMenolak` AKUN_TANPA_ORANG, BUKAN_VERIFIKATOR, TEMUAN_BELUM_LENGKAP, TANPA_TEMUAN and as `ambil`.
    """
    tindakan = _TINDAKAN[putusan]
    row = _milik_verifikator(session, aktor, permohonan_id, tindakan)
    jadi = _pindah(session, aktor, row, tindakan, alasan=alasan)
    if putusan is PutusanVerifikasi.MEMENUHI_SYARAT:
        _wajib_sesuai(session, row)
        dudukkan(session, jadi)
    elif putusan is PutusanVerifikasi.PERLU_PERBAIKAN:
        _wajib_kurang(session, permohonan_id)
    return permohonan_id


# --- inside ----------------------------------------------------------------------------------------------


def _oleh(orang: uuid.UUID | None) -> Any:
    return Permohonan.verifikator_orang_id.is_not_distinct_from(orang)


def _milik_verifikator(
    session: Session, aktor: Aktor, permohonan_id: uuid.UUID, tindakan: TindakanPermohonan
) -> BarisPermohonan:
    """An application the actor is verifying at this moment."""
    row = ambil(session, aktor, permohonan_id, tindakan)
    if wajib_orang(aktor) != row.verifikator_orang_id:
        raise KeadaanMenolak(
            "BUKAN_VERIFIKATOR",
            "Permohonan ini sedang diverifikasi orang lain. Ambil alih dahulu dengan paksiMulaiVerifikasi.",
        )
    return row


def _pindah(
    session: Session, aktor: Aktor, row: BarisPermohonan, tindakan: TindakanPermohonan, **lain: Any
) -> BarisPermohonan:
    """`pindah` as long as nobody took over."""
    syarat = [_oleh(row.verifikator_orang_id)]
    return pindah(session, aktor, permohonan=row, tindakan=tindakan, syarat=syarat, **lain)


def _wajib_sesuai(session: Session, row: BarisPermohonan) -> None:
    belum = session.scalars(
        select(Butir.nama)
        .outerjoin(
            Temuan, (Temuan.permohonan_id == row.id) & (Temuan.butir_kode == Butir.kode) & Temuan.sesuai
        )
        .where(Butir.persyaratan_id == row.persyaratan_id, Butir.wajib, Temuan.butir_kode.is_(None))
        .order_by(Butir.urutan)
    ).all()
    if belum:
        raise KeadaanMenolak(
            "TEMUAN_BELUM_LENGKAP",
            f"Butir wajib ini belum dinyatakan sesuai: {'; '.join(belum)}. "
            "Catat temuannya, atau minta perbaikan.",
        )


def _wajib_kurang(session: Session, permohonan_id: uuid.UUID) -> None:
    if (
        session.scalar(
            select(Temuan.butir_kode).where(Temuan.permohonan_id == permohonan_id, ~Temuan.sesuai).limit(1)
        )
        is None
    ):
        raise KeadaanMenolak(
            "TANPA_TEMUAN",
            "Belum ada butir yang dinyatakan kurang. Catat dahulu apa yang harus diperbaiki pemohon.",
        )
