"""Reading an application to act on it, and the only way its state changes: `ambil`, then `pindah`."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.kabar import kabari
from forum_paksi.permohonan.models import Permohonan, Riwayat
from forum_paksi.permohonan.pemakaian import lepas, pakai_lagi
from forum_paksi.permohonan.pihak import wajib_pihak
from forum_paksi.permohonan.rules import (
    ALASAN_MAKS,
    PERALIHAN,
    SELESAI,
    KeadaanPermohonan,
    Kompetensi,
    TindakanPermohonan,
    tolak_tindakan,
)
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import TANPA_SINKRON
from forum_server.plugin import Aktor, KeadaanMenolak, catat, siarkan, wajib_aktif

__all__ = ["BarisPermohonan", "ambil", "pindah", "umumkan"]

OBJEK: Final = "paksi_permohonan"
PERISTIWA_PERMOHONAN: Final = "paksi.permohonan"
"""Told with an application's id whenever its state or content changed."""
K = KeadaanPermohonan
T = TindakanPermohonan


class BarisPermohonan(NamedTuple):
    """An application as it was read."""

    id: uuid.UUID
    nomor: str
    orang_id: uuid.UUID
    skema_id: uuid.UUID
    jenis_skema: JenisSkema
    jenis: JenisPermohonan
    jalur_kode: str | None
    dari_sertifikat_id: uuid.UUID | None
    persyaratan_id: uuid.UUID
    lembaga_kode: str
    wilayah_kode: str
    perangkat_daerah_id: uuid.UUID | None
    keadaan: KeadaanPermohonan
    putaran: int
    pemesanan_id: uuid.UUID | None
    disetujui_pada: datetime | None
    diajukan_pada: datetime | None
    verifikator_orang_id: uuid.UUID | None
    asesor_orang_id: uuid.UUID | None
    rekomendasi: Kompetensi | None

    @property
    def diajukan(self) -> bool:
        """Whether it was ever handed in: before that the LSP doesn't know of it."""
        return self.diajukan_pada is not None


_KOLOM: Final[tuple[ColumnElement[Any], ...]] = tuple(
    getattr(Permohonan, kolom) for kolom in BarisPermohonan._fields
)
_BACA: Final = select(*_KOLOM)


def baca_baris(session: Session, permohonan_id: uuid.UUID) -> BarisPermohonan | None:
    """An application, whoever asks; None where there is none."""
    row = session.execute(_BACA.where(Permohonan.id == permohonan_id)).first()
    return None if row is None else BarisPermohonan(*row)


def ambil(
    session: Session, aktor: Aktor, permohonan_id: uuid.UUID, tindakan: TindakanPermohonan
) -> BarisPermohonan:
    """An application the actor may do `tindakan` to, in a state that allows it; nothing is locked yet.

    Raises `Ditolak`, `TidakDitemukan` permohonan, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF or KEADAAN_TIDAK_SESUAI.
    """
    peralihan = PERALIHAN[tindakan]
    row = baca_baris(session, permohonan_id)
    wajib_pihak(aktor, peralihan.oleh, row)
    assert row is not None
    wajib_aktif(session, "paksi", row.wilayah_kode)
    if row.keadaan not in peralihan.dari:
        raise tolak_tindakan(row.keadaan, tindakan)
    return row


def pindah(
    session: Session,
    aktor: Aktor,
    *,
    permohonan: BarisPermohonan,
    tindakan: TindakanPermohonan,
    alasan: str | None = None,
    syarat: Sequence[ColumnElement[bool]] = (),
    bidang: Sequence[str] = (),
    **nilai: Any,
) -> BarisPermohonan:
    """Do `tindakan` to an application that is still as it was read, by one conditional statement; gives it as it is now.

    Writes `nilai` into its columns; the history, when the action leads somewhere, and news of it to whom it concerns;
    audit entry (`bidang`: what changes besides) and event. What an application had counted is free again when it ends without a certificate, and counted
    again when an appeal reopens it. The capacity is `ambil`'s affair; who moves an application as a consequence of
    something else (a seat, a certificate) has checked that already.
    Raises `IsianTidakSah` WAJIB_DIISI for an action that needs a reason, `KeadaanMenolak` KEADAAN_TIDAK_SESUAI,
    SEDANG_BERUBAH, PERMOHONAN_BERJALAN or KEGIATAN_TERPAKAI (both only when it is reopened).
    """
    peralihan = PERALIHAN[tindakan]
    sebab = periksa_teks(alasan, letak="alasan", maks=ALASAN_MAKS, wajib=peralihan.beralasan)
    if permohonan.keadaan not in peralihan.dari:
        raise tolak_tindakan(permohonan.keadaan, tindakan)
    ke = peralihan.ke or permohonan.keadaan
    isi: dict[str, Any] = {"keadaan": ke}
    if peralihan.ke is not None:
        isi["alasan"] = sebab
    if peralihan.ulang:
        isi |= {"putaran": permohonan.putaran + 1, "asesor_orang_id": None, "rekomendasi": None}
    isi |= nilai
    jadi = _tulis(
        session, permohonan, syarat, isi, dibuka=permohonan.keadaan in SELESAI and ke not in SELESAI
    )
    if jadi is None:
        raise _sebab(session, permohonan, tindakan)
    if peralihan.ke is not None:
        langkah = catat_langkah(session, aktor, jadi, dari=permohonan.keadaan, alasan=sebab)
        kabari(session, jadi, tindakan, langkah=langkah)
    if permohonan.keadaan in SELESAI and ke not in SELESAI:
        pakai_lagi(session, permohonan.id)
    elif ke in SELESAI and ke is not K.SERTIFIKAT_TERBIT:
        lepas(session, permohonan.id, ingat=ke is K.BELUM_KOMPETEN)
    berubah = [*(["keadaan"] if peralihan.ke else []), *nilai, *bidang]
    umumkan(session, aktor, jadi, tindakan.value, berubah)
    return jadi


def _tulis(
    session: Session,
    permohonan: BarisPermohonan,
    syarat: Sequence[ColumnElement[bool]],
    isi: dict[str, Any],
    *,
    dibuka: bool,
) -> BarisPermohonan | None:
    pernyataan = (
        update(Permohonan)
        .where(
            Permohonan.id == permohonan.id,
            Permohonan.keadaan == permohonan.keadaan,
            Permohonan.putaran == permohonan.putaran,
            *syarat,
        )
        .values(**isi)
        .returning(*_KOLOM)
    )
    if not dibuka:
        row = session.execute(pernyataan, execution_options=TANPA_SINKRON).first()
    else:
        # Only the unique index knows whether another one was begun meanwhile.
        try:
            with session.begin_nested():
                row = session.execute(pernyataan, execution_options=TANPA_SINKRON).first()
        except IntegrityError:
            raise tolak_berjalan() from None
    return None if row is None else BarisPermohonan(*row)


def catat_langkah(
    session: Session,
    aktor: Aktor,
    jadi: BarisPermohonan,
    *,
    dari: KeadaanPermohonan | None,
    alasan: str | None = None,
) -> int:
    """Write the step that brought an application where it is now, and give its number in the history.

    Whoever writes it holds the application's row.
    """
    r = Riwayat
    terakhir = (
        select(func.coalesce(func.max(r.urutan), 0)).where(r.permohonan_id == jadi.id).scalar_subquery()
    )
    return session.scalars(
        insert(r)
        .values(
            permohonan_id=jadi.id,
            urutan=terakhir + 1,
            dari=dari,
            ke=jadi.keadaan,
            putaran=jadi.putaran,
            alasan=alasan,
            akun_id=aktor.akun_id,
        )
        .returning(r.urutan)
    ).one()


def tolak_berjalan() -> KeadaanMenolak:
    """The refusal of a second open application of one person for the same kind of scheme."""
    return KeadaanMenolak(
        "PERMOHONAN_BERJALAN",
        "Orang ini masih mempunyai permohonan yang berjalan untuk jenis sertifikasi ini. "
        "Lanjutkan permohonan itu, atau tarik dahulu.",
    )


def _sebab(session: Session, permohonan: BarisPermohonan, tindakan: TindakanPermohonan) -> KeadaanMenolak:
    kini = session.scalar(select(Permohonan.keadaan).where(Permohonan.id == permohonan.id))
    if kini is not None and kini not in PERALIHAN[tindakan].dari:
        return tolak_tindakan(kini, tindakan)
    return KeadaanMenolak(
        "SEDANG_BERUBAH",
        "Permohonan ini baru saja diubah orang lain. Muat ulang permohonan, periksa isinya, lalu coba lagi.",
    )


def umumkan(
    session: Session, aktor: Aktor, permohonan: BarisPermohonan, apa: str, bidang: Sequence[str]
) -> None:
    """Put on the record what was done to an application, and tell who listens."""
    catat(
        session,
        aktor,
        f"paksi.permohonan_{apa.lower()}",
        objek=OBJEK,
        objek_id=str(permohonan.id),
        wilayah=permohonan.wilayah_kode,
        bidang=bidang,
    )
    siarkan(session, PERISTIWA_PERMOHONAN, kunci=str(permohonan.id), wilayah=permohonan.wilayah_kode)
