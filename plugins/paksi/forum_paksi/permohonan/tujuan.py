"""What is applied for, and from which certificate: checked once, however many people apply for it."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.permohonan.asal import SertifikatAsal, SkemaTujuan, periksa_asal, periksa_baru
from forum_paksi.persyaratan.rules import JenisPermohonan, jalan
from forum_paksi.persyaratan.service import persyaratan_berlaku
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.skema.models import Skema
from forum_paksi.skema.service import jalur_skema, jalur_untuk, skema_berlaku
from forum_paksi.tabel import LEMBAGA
from forum_server.plugin import GalatDomain, IsianTidakSah, TidakDitemukan, dalam

__all__ = [
    "IsianPermohonan",
    "Tujuan",
    "asal_cocok",
    "asal_disebut",
    "baca_tujuan",
    "kolom",
    "sertifikat_orang",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPermohonan:
    """What is applied for, to whom, and from where."""

    skema: str
    lembaga: str
    jenis: JenisPermohonan
    jalur: str | None = None
    dari_sertifikat: uuid.UUID | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Tujuan:
    """What is applied for as it was looked up on a day."""

    isian: IsianPermohonan
    skema_id: uuid.UUID
    skema: SkemaTujuan
    hari_ini: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimiliki:
    """A certificate somebody has."""

    id: uuid.UUID
    asal: SertifikatAsal


def baca_tujuan(session: Session, isian: IsianPermohonan, hari_ini: date) -> Tujuan:
    """Look up scheme, LSP and jalur.

    Raises `TidakDitemukan` (skema, lembaga), `IsianTidakSah` BUKAN_LSP, JALUR_TIDAK_SESUAI or WAJIB_DIISI.
    """
    skema_id = skema_berlaku(session, isian.skema, hari_ini)
    row = session.execute(select(Skema.kode, Skema.jenis, Skema.urutan).where(Skema.id == skema_id)).one()
    _wajib_lsp(session, isian.lembaga)
    _wajib_jalur(session, skema_id, isian, hari_ini)
    return Tujuan(
        isian=isian,
        skema_id=skema_id,
        skema=SkemaTujuan(kode=row.kode, jenis=row.jenis, urutan=row.urutan),
        hari_ini=hari_ini,
    )


def _wajib_lsp(session: Session, lembaga: str) -> None:
    jenis = session.scalar(
        select(LEMBAGA.c.jenis).where(LEMBAGA.c.kode == lembaga, LEMBAGA.c.dinonaktifkan_pada.is_(None))
    )
    if jenis is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    if jenis != "LSP":
        raise IsianTidakSah(
            "BUKAN_LSP", "Permohonan ditujukan kepada lembaga sertifikasi profesi (LSP).", letak=["lembaga"]
        )


def _wajib_jalur(session: Session, skema_id: uuid.UUID, isian: IsianPermohonan, hari_ini: date) -> None:
    """A first certificate goes by one of the scheme's jalur, if it has any; everything else by none."""
    if isian.jalur is not None:
        if isian.jenis is not JenisPermohonan.BARU:
            raise IsianTidakSah(
                "JALUR_TIDAK_SESUAI",
                f"{isian.jenis.value} tidak memakai jalur. Kosongkan isian ini.",
                letak=["jalur"],
            )
        jalur_untuk(session, skema_id, [isian.jalur], hari_ini)
    elif isian.jenis is JenisPermohonan.BARU and (ada := jalur_skema(session, skema_id, hari_ini)):
        raise IsianTidakSah("WAJIB_DIISI", f"Pilih jalurnya: {', '.join(sorted(ada))}.", letak=["jalur"])


def sertifikat_orang(
    session: Session, orang: Collection[uuid.UUID]
) -> defaultdict[uuid.UUID, list[Dimiliki]]:
    """All certificates of these people, the oldest first, in one statement."""
    s = Sertifikat
    stmt = (
        select(
            s.orang_id, s.id, Skema.kode, Skema.jenis, Skema.urutan, s.terbit, s.berakhir, s.keadaan, s.diakui
        )
        .join(Skema, Skema.id == s.skema_id)
        .where(dalam(s.orang_id, orang))
        .order_by(s.terbit, s.id)
    )
    per: defaultdict[uuid.UUID, list[Dimiliki]] = defaultdict(list)
    for r in session.execute(stmt):
        asal = SertifikatAsal(
            skema=SkemaTujuan(kode=r.kode, jenis=r.jenis, urutan=r.urutan),
            terbit=r.terbit,
            berakhir=r.berakhir,
            keadaan=r.keadaan,
            diakui=r.diakui,
        )
        per[r.orang_id].append(Dimiliki(id=r.id, asal=asal))
    return per


def asal_disebut(tujuan: Tujuan, dimiliki: Sequence[Dimiliki]) -> Dimiliki | None:
    """The certificate that the form names, among the person's own; None when it names none and none is needed.

    Raises `TidakDitemukan` sertifikat, and as `periksa_asal` and `periksa_baru`.
    """
    disebut = tujuan.isian.dari_sertifikat
    asal = next((d for d in dimiliki if d.id == disebut), None)
    if disebut is not None and asal is None:
        raise TidakDitemukan("sertifikat", letak=["dariSertifikat"])
    periksa_asal(tujuan.isian.jenis, tujuan.skema, None if asal is None else asal.asal, tujuan.hari_ini)
    _periksa_baru(tujuan, dimiliki)
    return asal


def asal_cocok(tujuan: Tujuan, dimiliki: Sequence[Dimiliki]) -> Dimiliki | None:
    """The latest of a person's certificates that such an application may start from; None for a first one.

    Raises what keeps the nearest one from it, as `periksa_asal` and `periksa_baru`.
    """
    if tujuan.isian.jenis is JenisPermohonan.BARU:
        _periksa_baru(tujuan, dimiliki)
        return None
    galat: list[GalatDomain] = []
    for satu in reversed(dimiliki):
        try:
            periksa_asal(tujuan.isian.jenis, tujuan.skema, satu.asal, tujuan.hari_ini)
        except GalatDomain as salah:
            galat.append(salah)
        else:
            return satu
    # One of the right scheme that can't be used says more than one of another scheme.
    for salah in sorted(galat, key=lambda g: g.kode == "SERTIFIKAT_TIDAK_SESUAI"):
        raise salah
    raise IsianTidakSah(
        "SERTIFIKAT_TIDAK_SESUAI",
        f"Orang ini tidak mempunyai sertifikat yang dapat menjadi asal {tujuan.isian.jenis.value}. "
        "Catat dahulu sertifikatnya, atau ajukan permohonan BARU.",
        letak=["dariSertifikat"],
    )


def _periksa_baru(tujuan: Tujuan, dimiliki: Sequence[Dimiliki]) -> None:
    if tujuan.isian.jenis is JenisPermohonan.BARU:
        for satu in dimiliki:
            periksa_baru(tujuan.skema, satu.asal, tujuan.hari_ini)


def kolom(session: Session, tujuan: Tujuan, asal: Dimiliki | None) -> dict[str, Any]:
    """The columns that say what is applied for; raises `KeadaanMenolak` PERSYARATAN_BELUM_DITETAPKAN."""
    isian = tujuan.isian
    naik = asal is not None and isian.jenis is JenisPermohonan.NAIK_JENJANG
    tempuh = jalan(
        isian.skema, isian.jenis, jalur=isian.jalur, dari=asal.asal.skema.kode if asal and naik else None
    )
    return {
        "skema_id": tujuan.skema_id,
        "jenis_skema": tujuan.skema.jenis,
        "jenis": isian.jenis,
        "jalur_kode": isian.jalur,
        "dari_sertifikat_id": None if asal is None else asal.id,
        "persyaratan_id": persyaratan_berlaku(session, tempuh, tujuan.hari_ini),
        "lembaga_kode": isian.lembaga,
    }
