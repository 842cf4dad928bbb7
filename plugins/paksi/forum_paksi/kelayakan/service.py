"""Weighing a person before there is an application: for the person, and for who keeps the region's applications."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.kelayakan.bahan import Pasangan, nilai_banyak
from forum_paksi.kelayakan.rules import NilaiButir
from forum_paksi.pelaku import IZIN_LIHAT, IZIN_MOHON, diri
from forum_paksi.permohonan.asal import SertifikatAsal, SkemaTujuan, periksa_asal
from forum_paksi.persyaratan.rules import JenisPermohonan, jalan
from forum_paksi.persyaratan.service import persyaratan_berlaku
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.skema.models import Skema
from forum_paksi.skema.service import jalur_untuk, skema_berlaku
from forum_paksi.sql import Pilih
from forum_paksi.tabel import ORANG
from forum_server.plugin import (
    AKAR,
    Aktor,
    Ditolak,
    GalatDomain,
    IsianTidakSah,
    KeadaanMenolak,
    TidakDitemukan,
    wajib_aktif,
)

__all__ = ["Tinjauan", "tinjau_kelayakan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tinjauan:
    """How a person stands: by which version, from which certificate, item by item."""

    persyaratan: uuid.UUID
    sertifikat: uuid.UUID | None
    butir: tuple[NilaiButir, ...]


def tinjau_kelayakan(
    session: Session,
    aktor: Aktor,
    *,
    orang: uuid.UUID,
    skema: str,
    jenis: JenisPermohonan,
    jalur: str | None,
) -> Tinjauan:
    """How a person would stand if they applied today; the session may be one that can only read.

    The certificate to start from is found: the latest of theirs that this kind of application may start from.
    Raises `Ditolak`; `TidakDitemukan` (orang, skema); `IsianTidakSah` JALUR_TIDAK_SESUAI; `KeadaanMenolak`
    SERTIFIKAT_ASAL_TIDAK_ADA, PERSYARATAN_BELUM_DITETAPKAN or PLUGIN_TIDAK_AKTIF.
    """
    kini = _wajib_terlihat(session, aktor, orang)
    skema_id = skema_berlaku(session, skema, kini)
    if jalur is not None:
        if jenis is not JenisPermohonan.BARU:
            raise IsianTidakSah(
                "JALUR_TIDAK_SESUAI",
                "Jalur hanya ada bagi permohonan BARU; kosongkan jalurnya.",
                letak=["jalur"],
            )
        jalur_untuk(session, skema_id, [jalur], kini)
    dari, sertifikat = None, None
    if jenis is not JenisPermohonan.BARU:
        dari, sertifikat = _asal(session, orang, skema_id, jenis, kini)
    tempuh = jalan(skema, jenis, jalur=jalur, dari=dari if jenis is JenisPermohonan.NAIK_JENJANG else None)
    persyaratan = persyaratan_berlaku(session, tempuh, kini)
    pasangan = Pasangan(orang=orang, persyaratan=persyaratan, sertifikat=sertifikat)
    (butir,) = nilai_banyak(session, [pasangan])
    return Tinjauan(persyaratan=persyaratan, sertifikat=sertifikat, butir=butir)


def _wajib_terlihat(session: Session, aktor: Aktor, orang: uuid.UUID) -> date:
    """Today where this person is: oneself, or somebody of a region whose applications one keeps or may see."""
    sendiri = diri(aktor, orang)
    izin = (IZIN_MOHON, IZIN_LIHAT)
    if not sendiri and not any(aktor.punya(i) for i in izin):
        raise Ditolak(" / ".join(izin))
    row = session.execute(
        select(ORANG.c.wilayah_kode, ORANG.c.lembaga_kode, ORANG.c.perangkat_daerah_id).where(
            ORANG.c.id == orang
        )
    ).first()
    if row is None or not (
        sendiri
        or any(
            aktor.boleh(
                i,
                wilayah=row.wilayah_kode,
                lembaga=row.lembaga_kode,
                perangkat_daerah=row.perangkat_daerah_id,
            )
            for i in izin
        )
    ):
        raise TidakDitemukan("orang", letak=["orang"])
    wajib_aktif(session, "paksi", row.wilayah_kode or row.lembaga_kode)
    return hari_ini(session, row.wilayah_kode or AKAR)


def _asal(
    session: Session, orang: uuid.UUID, skema_id: uuid.UUID, jenis: JenisPermohonan, kini: date
) -> tuple[str, uuid.UUID]:
    """Scheme and id of the latest certificate that may be started from."""
    row = session.execute(select(Skema.kode, Skema.jenis, Skema.urutan).where(Skema.id == skema_id)).one()
    tujuan = SkemaTujuan(kode=row.kode, jenis=row.jenis, urutan=row.urutan)
    stmt: Pilih = (
        select(
            Sertifikat.id,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.keadaan,
            Sertifikat.diakui,
            Skema.kode,
            Skema.jenis,
            Skema.urutan,
        )
        .join(Skema, Skema.id == Sertifikat.skema_id)
        .where(Sertifikat.orang_id == orang)
        .order_by(Sertifikat.terbit.desc(), Sertifikat.id)
    )
    for s in session.execute(stmt):
        asal = SertifikatAsal(
            skema=SkemaTujuan(kode=s.kode, jenis=s.jenis, urutan=s.urutan),
            terbit=s.terbit,
            berakhir=s.berakhir,
            keadaan=s.keadaan,
            diakui=s.diakui,
        )
        try:
            periksa_asal(jenis, tujuan, asal, kini)
        except GalatDomain:
            continue
        return s.kode, s.id
    raise KeadaanMenolak(
        "SERTIFIKAT_ASAL_TIDAK_ADA",
        f"Orang ini tidak memegang sertifikat yang dapat menjadi asal permohonan {jenis.value}."
        " Periksa sertifikatnya, atau pilih jenis permohonan lain.",
        letak=["jenis"],
    )
