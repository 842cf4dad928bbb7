"""Writing evidence of people down, by hand or from the record it grew from, and taking it away again."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, delete, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum_paksi.bukti.models import Bukti
from forum_paksi.bukti.rules import IsianBukti, JenisBukti
from forum_paksi.hari import hari_ini
from forum_paksi.pelaku import IZIN_MOHON, diri
from forum_paksi.permohonan.models import Permohonan, Riwayat
from forum_paksi.permohonan.rules import KeadaanPermohonan
from forum_paksi.persyaratan.models import Butir
from forum_paksi.persyaratan.rules import Jendela, JenisButir
from forum_paksi.setelan import PaksiSetelan
from forum_paksi.sql import TANPA_SINKRON
from forum_paksi.tabel import ORANG
from forum_server.plugin import (
    JPEG,
    PDF,
    PNG,
    WEBP,
    Aktor,
    Ditolak,
    KeadaanMenolak,
    TidakDitemukan,
    catat,
    lampirkan,
    lepaskan_berkas,
    setelan_untuk,
    siarkan,
    wajib_aktif,
)

__all__ = [
    "BERKAS_BUKTI",
    "catat_bukti",
    "catat_bukti_asal",
    "hapus_bukti",
    "lepas_bukti_asal",
    "tempat_orang",
]

OBJEK: Final = "paksi_bukti"
PERISTIWA_BUKTI: Final = "paksi.bukti"
BERKAS_BUKTI: Final = "paksi.bukti"
"""Kind of the record that files of evidence belong to."""
MEDIA: Final = frozenset({PDF, PNG, JPEG, WEBP})
_MIB: Final = 1024 * 1024
K = KeadaanPermohonan
_TIDAK_DIPAKAI: Final = (
    *(K.DRAF, K.PERLU_PERBAIKAN),
    *(K.TIDAK_MEMENUHI_SYARAT, K.BELUM_KOMPETEN, K.MUNDUR, K.DIBATALKAN, K.TIDAK_HADIR),
)
"""Applications that don't rest on evidence: not handed in, or ended without a certificate."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TempatOrang:
    """Where a person works: a region, perhaps one of its offices."""

    wilayah: str
    perangkat_daerah: uuid.UUID | None


def tempat_orang(
    session: Session, orang: uuid.UUID, *, letak: str = "orang", semula: TempatOrang | None = None
) -> TempatOrang:
    """Where this person works; of people who moved to a lembaga `semula`, where they worked before.

    Raises `TidakDitemukan`, and `KeadaanMenolak` ORANG_TANPA_WILAYAH for people of a lembaga without `semula`.
    """
    row = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.perangkat_daerah_id).where(ORANG.c.id == orang)
    ).first()
    if row is None:
        raise TidakDitemukan("orang", letak=[letak])
    if row.wilayah_kode is None and semula is not None:
        return semula
    if row.wilayah_kode is None:
        raise KeadaanMenolak(
            "ORANG_TANPA_WILAYAH",
            "Orang ini terdaftar pada sebuah lembaga. Pindahkan dahulu ke wilayah tempatnya bekerja atau tinggal.",
            letak=[letak],
        )
    return TempatOrang(wilayah=row.wilayah_kode, perangkat_daerah=row.perangkat_daerah_id)


def catat_bukti(
    session: Session,
    aktor: Aktor,
    *,
    orang: uuid.UUID,
    isian: IsianBukti,
    unggahan: uuid.UUID | None = None,
) -> uuid.UUID:
    """Write one evidence down, for oneself or for people of one's region, perhaps with the file that shows it.

    Raises `Ditolak`; `TidakDitemukan` (orang, unggahan); `IsianTidakSah` as `IsianBukti.periksa`,
    JENIS_BERKAS_DITOLAK or BERKAS_TERLALU_BESAR; `KeadaanMenolak` ORANG_TANPA_WILAYAH, PLUGIN_TIDAK_AKTIF,
    BUKTI_SUDAH_ADA or UNGGAHAN_BELUM_SELESAI.
    """
    tempat = _tempat_wajib(session, aktor, orang)
    wajib_aktif(session, "paksi", tempat.wilayah)
    isian = isian.periksa(hari_ini(session, tempat.wilayah))
    id_ = _sisipkan(session, aktor, orang, tempat, isian, None)
    if unggahan is not None:
        berkas = lampirkan(
            session,
            aktor,
            unggahan=unggahan,
            pemilik=BERKAS_BUKTI,
            pemilik_id=str(id_),
            wilayah=tempat.wilayah,
            media=MEDIA,
            maks=setelan_untuk(session, PaksiSetelan, "paksi", tempat.wilayah).bukti_maks_mb * _MIB,
        )
        session.execute(
            update(Bukti).where(Bukti.id == id_).values(berkas_id=berkas), execution_options=TANPA_SINKRON
        )
    _umumkan(session, aktor, "paksi.catat_bukti", id_, tempat.wilayah)
    return id_


def hapus_bukti(session: Session, aktor: Aktor, *, bukti_id: uuid.UUID) -> None:
    """Take an evidence away that was written down by hand and that no application rests on.

    Raises `Ditolak`, `TidakDitemukan` (bukti), `KeadaanMenolak` BUKTI_TURUNAN, BUKTI_DIPAKAI or PLUGIN_TIDAK_AKTIF.
    """
    b = session.execute(
        select(
            Bukti.orang_id, Bukti.jenis, Bukti.wilayah_kode, Bukti.perangkat_daerah_id, Bukti.berkas_id
        ).where(Bukti.id == bukti_id)
    ).first()
    sendiri = b is not None and diri(aktor, b.orang_id)
    if not sendiri and not aktor.punya(IZIN_MOHON):
        raise Ditolak(IZIN_MOHON)
    if b is None or not (
        sendiri or aktor.boleh(IZIN_MOHON, wilayah=b.wilayah_kode, perangkat_daerah=b.perangkat_daerah_id)
    ):
        raise TidakDitemukan("bukti", letak=["bukti"])
    wajib_aktif(session, "paksi", b.wilayah_kode)
    _tahan_permohonan(session, b.orang_id)
    terhapus = session.scalar(
        delete(Bukti)
        .where(Bukti.id == bukti_id, Bukti.asal_id.is_(None), ~exists(_pemakai()))
        .returning(Bukti.id),
        execution_options=TANPA_SINKRON,
    )
    if terhapus is None:
        raise _mengapa_tetap(session, bukti_id)
    if b.berkas_id is not None:
        lepaskan_berkas(session, b.berkas_id)
    _umumkan(session, aktor, "paksi.hapus_bukti", bukti_id, b.wilayah_kode)


def catat_bukti_asal(
    session: Session,
    aktor: Aktor,
    *,
    orang: uuid.UUID,
    jenis: JenisBukti,
    nama: str,
    penyelenggara: str | None,
    nomor: str | None,
    mulai: date,
    selesai: date,
    asal_id: uuid.UUID,
    semula: TempatOrang,
) -> uuid.UUID:
    """Evidence that grows from a record (`asal_id`): written once, brought up to date when the record changes.

    The caller has checked that the actor may. What somebody wrote down by hand before about the same thing becomes
    this record's. `semula` is where the person worked by the record, for who moved to a lembaga since. Raises
    `TidakDitemukan` (orang); `IsianTidakSah` as `IsianBukti.periksa`; `KeadaanMenolak` BUKTI_SUDAH_ADA when it grew
    from another record already.
    """
    tempat = tempat_orang(session, orang, semula=semula)
    isian = IsianBukti(
        jenis=jenis, nama=nama, mulai=mulai, selesai=selesai, penyelenggara=penyelenggara, nomor=nomor
    ).periksa(hari_ini(session, tempat.wilayah))
    lama = session.scalar(select(Bukti.id).where(Bukti.asal_id == asal_id)) or session.scalar(
        select(Bukti.id).where(
            Bukti.orang_id == orang,
            Bukti.jenis == jenis,
            Bukti.nama == isian.nama,
            Bukti.selesai == selesai,
            Bukti.asal_id.is_(None),
        )
    )
    if lama is None:
        id_ = _sisipkan(session, aktor, orang, tempat, isian, asal_id)
    else:
        id_ = _perbarui(session, lama, orang, tempat, isian, asal_id)
    _umumkan(session, aktor, "paksi.catat_bukti", id_, tempat.wilayah)
    return id_


def lepas_bukti_asal(session: Session, asal_id: uuid.UUID) -> bool:
    """Take the evidence away that grew from this record; whether there was one. The caller writes the audit entry.

    Raises `KeadaanMenolak` BUKTI_DIPAKAI while an application rests on it: the record keeps saying what it said then.
    """
    orang = session.scalar(select(Bukti.orang_id).where(Bukti.asal_id == asal_id))
    if orang is None:
        return False
    _tahan_permohonan(session, orang)
    row = session.execute(
        delete(Bukti)
        .where(Bukti.asal_id == asal_id, ~exists(_pemakai()))
        .returning(Bukti.id, Bukti.berkas_id, Bukti.wilayah_kode),
        execution_options=TANPA_SINKRON,
    ).first()
    if row is None:
        if session.scalar(select(Bukti.id).where(Bukti.asal_id == asal_id)) is None:  # gone meanwhile
            return False
        raise _dipakai()
    if row.berkas_id is not None:
        lepaskan_berkas(session, row.berkas_id)
    siarkan(session, PERISTIWA_BUKTI, kunci=str(row.id), wilayah=row.wilayah_kode)
    return True


# --- inside ----------------------------------------------------------------------------------------------


def _tempat_wajib(session: Session, aktor: Aktor, orang: uuid.UUID) -> TempatOrang:
    """Where a person works whose evidence the actor keeps: their own, or their region's people's."""
    sendiri = diri(aktor, orang)
    if not sendiri and not aktor.punya(IZIN_MOHON):
        raise Ditolak(IZIN_MOHON)
    if not sendiri:
        row = session.execute(
            select(ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
                ORANG.c.id == orang
            )
        ).first()
        if row is None or not aktor.boleh(
            IZIN_MOHON,
            wilayah=row.wilayah_kode,
            lembaga=row.lembaga_kode,
            perangkat_daerah=row.perangkat_daerah_id,
        ):
            raise TidakDitemukan("orang", letak=["orang"])
    return tempat_orang(session, orang)


def _nilai(
    orang: uuid.UUID, tempat: TempatOrang, isian: IsianBukti, asal_id: uuid.UUID | None
) -> dict[str, Any]:
    return {
        "orang_id": orang,
        "jenis": isian.jenis,
        "nama": isian.nama,
        "penyelenggara": isian.penyelenggara,
        "nomor": isian.nomor,
        "mulai": isian.mulai,
        "selesai": isian.selesai,
        "asal_id": asal_id,
        "wilayah_kode": tempat.wilayah,
        "perangkat_daerah_id": tempat.perangkat_daerah,
    }


def _sisipkan(
    session: Session,
    aktor: Aktor,
    orang: uuid.UUID,
    tempat: TempatOrang,
    isian: IsianBukti,
    asal_id: uuid.UUID | None,
) -> uuid.UUID:
    try:
        with session.begin_nested():
            return session.execute(
                insert(Bukti)
                .values(id=uuid.uuid4(), akun_id=aktor.akun_id, **_nilai(orang, tempat, isian, asal_id))
                .returning(Bukti.id)
            ).scalar_one()
    except IntegrityError as galat:
        raise _sudah_ada() from galat


def _perbarui(
    session: Session,
    lama: uuid.UUID,
    orang: uuid.UUID,
    tempat: TempatOrang,
    isian: IsianBukti,
    asal_id: uuid.UUID,
) -> uuid.UUID:
    try:
        with session.begin_nested():
            diubah = session.scalar(
                update(Bukti)
                .where(Bukti.id == lama, Bukti.asal_id.is_(None) | (Bukti.asal_id == asal_id))
                .values(_nilai(orang, tempat, isian, asal_id))
                .returning(Bukti.id),
                execution_options=TANPA_SINKRON,
            )
    except IntegrityError as galat:
        raise _sudah_ada() from galat
    if diubah is None:  # another record took it meanwhile
        raise _sudah_ada()
    return lama


def _sudah_ada() -> KeadaanMenolak:
    return KeadaanMenolak(
        "BUKTI_SUDAH_ADA",
        "Bukti dengan jenis, nama, dan tanggal selesai yang sama sudah tercatat untuk orang ini. Pakai yang sudah ada.",
        letak=["nama"],
    )


def _tahan_permohonan(session: Session, orang: uuid.UUID) -> None:
    """An application that is handed in at this moment is weighed before or after, not meanwhile: that locks its row."""
    session.execute(
        select(Permohonan.id).where(Permohonan.orang_id == orang).order_by(Permohonan.id).with_for_update()
    ).all()


def _pemakai() -> Any:
    """Applications of the evidence's person that were handed in (again) after it was written and ask for its kind.

    Reports after the diklat need the diklat, whether or not that is an item of its own.
    """
    return (
        select(Permohonan.id)
        .join(Butir, Butir.persyaratan_id == Permohonan.persyaratan_id)
        .join(Riwayat, Riwayat.permohonan_id == Permohonan.id)
        .where(
            Permohonan.orang_id == Bukti.orang_id,
            Permohonan.keadaan.not_in(_TIDAK_DIPAKAI),
            Riwayat.ke == K.DIAJUKAN,
            Riwayat.pada >= Bukti.dicatat_pada,
            or_(
                *(and_(Butir.jenis == JenisButir(j), Bukti.jenis == j) for j in JenisBukti),
                and_(Butir.jendela == Jendela.SESUDAH_DIKLAT, Bukti.jenis == JenisBukti.DIKLAT),
            ),
        )
        .correlate(Bukti)
    )


def _mengapa_tetap(session: Session, bukti_id: uuid.UUID) -> Exception:
    asal = session.execute(select(Bukti.asal_id).where(Bukti.id == bukti_id)).first()
    if asal is None:
        return TidakDitemukan("bukti", letak=["bukti"])
    if asal.asal_id is not None:
        return KeadaanMenolak(
            "BUKTI_TURUNAN",
            "Bukti ini berasal dari catatan diklat atau angkatan. Ubah catatan itu; bukti ini mengikutinya.",
        )
    return _dipakai()


def _dipakai() -> KeadaanMenolak:
    return KeadaanMenolak(
        "BUKTI_DIPAKAI",
        "Bukti ini menjadi dasar permohonan yang sudah diajukan. Tarik permohonan itu dahulu bila buktinya keliru.",
    )


def _umumkan(session: Session, aktor: Aktor, aksi: str, bukti_id: uuid.UUID, wilayah: str) -> None:
    catat(
        session,
        aktor,
        aksi,
        objek=OBJEK,
        objek_id=str(bukti_id),
        wilayah=wilayah,
        bidang=["jenis", "nama", "tanggal"],
    )
    siarkan(session, PERISTIWA_BUKTI, kunci=str(bukti_id), wilayah=wilayah)
