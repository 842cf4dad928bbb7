"""Reading what renewal readiness looks at, for many certificates in a constant number of statements."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, select

from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan, KeadaanKegiatan
from forum_paksi.kelayakan.rules import ButirSyarat, KegiatanMilik
from forum_paksi.pembaruan.rules import Kesiapan, kesiapan
from forum_paksi.permohonan.models import PemakaianKegiatan, Permohonan
from forum_paksi.persyaratan.models import Butir, Persyaratan
from forum_paksi.persyaratan.rules import JenisPermohonan
from forum_paksi.skema.models import Skema
from forum_server.plugin import Database, dalam

__all__ = ["Pembaruan", "SertifikatDibaca", "baca_kesiapan"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SertifikatDibaca:
    """A certificate as far as its renewal goes."""

    id: uuid.UUID
    orang_id: uuid.UUID
    skema_id: uuid.UUID
    terbit: date
    berakhir: date
    hari_ini: date
    """The day it is where it was issued for."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pembaruan:
    """How ready a certificate is, by the version of requirements of that id."""

    persyaratan_id: uuid.UUID
    berlaku_dari: date
    sumber: str
    kesiapan: Kesiapan


async def baca_kesiapan(db: Database, sertifikat: Sequence[SertifikatDibaca]) -> dict[uuid.UUID, Pembaruan]:
    """How ready each of these is for renewal by the version in force today; none where no version is.

    Two statements, however many they are.
    """
    if not sertifikat:
        return {}
    versi = await _persyaratan(db, {s.skema_id for s in sertifikat}, max(s.hari_ini for s in sertifikat))
    kegiatan = await _kegiatan(db, sertifikat)
    return {
        s.id: Pembaruan(
            persyaratan_id=kepala.id,
            berlaku_dari=kepala.berlaku_dari,
            sumber=kepala.sumber,
            kesiapan=kesiapan(
                butir, kegiatan.get(s.id, ()), terbit=s.terbit, berakhir=s.berakhir, hari_ini=s.hari_ini
            ),
        )
        for s in sertifikat
        if (ada := versi.get(s.skema_id)) is not None
        for kepala, butir in [ada]
    }


async def _persyaratan(
    db: Database, skema: Collection[uuid.UUID], hari_ini: date
) -> dict[uuid.UUID, tuple[Any, list[ButirSyarat]]]:
    """The renewal requirements of each scheme in force today: their head and their items in order."""
    rows = await db.all(
        select(
            Skema.id.label("skema_id"),
            Persyaratan.id,
            Persyaratan.berlaku_dari,
            Persyaratan.sumber,
            Butir.kode,
            Butir.jenis,
            Butir.nama,
            Butir.petunjuk,
            Butir.wajib,
            Butir.jumlah,
            Butir.jenis_kegiatan,
            Butir.bentuk,
            Butir.jendela,
        )
        .join(Persyaratan, Persyaratan.skema_kode == Skema.kode)
        .join(Butir, Butir.persyaratan_id == Persyaratan.id)
        .where(
            dalam(Skema.id, skema),
            Persyaratan.jenis == JenisPermohonan.PERPANJANGAN,
            Persyaratan.berlaku_dari <= hari_ini,
        )
        .order_by(Skema.id, Persyaratan.berlaku_dari.desc(), Butir.urutan)
    )
    hasil: dict[uuid.UUID, tuple[Any, list[ButirSyarat]]] = {}
    for r in rows:
        kepala, butir = hasil.setdefault(r.skema_id, (r, []))
        if kepala.id == r.id:
            butir.append(
                ButirSyarat(
                    kode=r.kode,
                    jenis=r.jenis,
                    nama=r.nama,
                    petunjuk=r.petunjuk,
                    wajib=r.wajib,
                    jumlah=r.jumlah,
                    jenis_kegiatan=frozenset(JenisKegiatan(k) for k in r.jenis_kegiatan or ()),
                    bentuk=None if r.bentuk is None else BentukKomunitas(r.bentuk),
                    jendela=r.jendela,
                )
            )
    return hasil


async def _kegiatan(
    db: Database, sertifikat: Sequence[SertifikatDibaca]
) -> dict[uuid.UUID, list[KegiatanMilik]]:
    """The accepted reports of each holder inside the certificate's period; whose application counted them is said."""
    rows = await db.all(
        select(
            Kegiatan.id,
            Kegiatan.orang_id,
            Kegiatan.jenis,
            Kegiatan.bentuk,
            Kegiatan.segi,
            Kegiatan.mulai,
            Kegiatan.selesai,
            PemakaianKegiatan.permohonan_id,
            case(
                (Permohonan.jenis == JenisPermohonan.PERPANJANGAN, Permohonan.dari_sertifikat_id), else_=None
            ).label("dari_sertifikat_id"),
        )
        .outerjoin(PemakaianKegiatan, PemakaianKegiatan.kegiatan_id == Kegiatan.id)
        .outerjoin(Permohonan, Permohonan.id == PemakaianKegiatan.permohonan_id)
        .where(
            dalam(Kegiatan.orang_id, {s.orang_id for s in sertifikat}),
            Kegiatan.keadaan == KeadaanKegiatan.DITERIMA,
            Kegiatan.mulai >= min(s.terbit for s in sertifikat),
            Kegiatan.selesai <= max(s.berakhir for s in sertifikat),
        )
    )
    per: defaultdict[uuid.UUID, list[Any]] = defaultdict(list)
    for r in rows:
        per[r.orang_id].append(r)
    return {
        s.id: [
            KegiatanMilik(
                id=r.id,
                jenis=r.jenis,
                mulai=r.mulai,
                selesai=r.selesai,
                bentuk=r.bentuk,
                segi=r.segi,
                terpakai=r.permohonan_id is not None and r.dari_sertifikat_id != s.id,
                diambil=r.dari_sertifikat_id == s.id,
            )
            for r in per.get(s.orang_id, ())
            if s.terbit <= r.mulai and r.selesai <= s.berakhir
        ]
        for s in sertifikat
    }
