"""Reading, for many people at once, what their requirements are weighed against.

Takes a session: that of a unit of work, or `Session(bind=connection)` of a connection that can only read.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from forum_paksi.bukti.models import Bukti
from forum_paksi.hari import hari_di, jam_orang
from forum_paksi.kegiatan.models import Kegiatan
from forum_paksi.kegiatan.rules import BentukKomunitas, JenisKegiatan, KeadaanKegiatan
from forum_paksi.kelayakan.rules import (
    BuktiMilik,
    ButirSyarat,
    KegiatanMilik,
    Milik,
    NilaiButir,
    SertifikatMilik,
    nilai,
)
from forum_paksi.permohonan.models import Dokumen, PemakaianKegiatan, Permohonan
from forum_paksi.persyaratan.models import Butir
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.sql import Baris, Pilih
from forum_server.plugin import dalam

__all__ = ["Pasangan", "baca_butir", "nilai_banyak"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pasangan:
    """A person and the version of requirements to weigh them by; `permohonan` None: before there is an application."""

    orang: uuid.UUID
    persyaratan: uuid.UUID
    sertifikat: uuid.UUID | None = None
    """The certificate the application starts from."""
    permohonan: uuid.UUID | None = None


def nilai_banyak(session: Session, pasangan: Sequence[Pasangan]) -> list[tuple[NilaiButir, ...]]:
    """How the items of each of these stand today, where their person is; the number of statements doesn't grow with theirs."""
    if not pasangan:
        return []
    jam = jam_orang(session, {p.orang for p in pasangan})
    butir = baca_butir(session, {p.persyaratan for p in pasangan})
    milik = _baca_milik(session, pasangan, {orang: zona for orang, (_, zona) in jam.items()})
    return [
        nilai(butir.get(p.persyaratan, ()), m, hari_di(*jam[p.orang]))
        for p, m in zip(pasangan, milik, strict=True)
    ]


def baca_butir(
    session: Session, persyaratan: Collection[uuid.UUID]
) -> dict[uuid.UUID, tuple[ButirSyarat, ...]]:
    """The items of each of these versions, in order."""
    hasil: defaultdict[uuid.UUID, list[ButirSyarat]] = defaultdict(list)
    for b in session.execute(
        select(
            Butir.persyaratan_id,
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
        .where(dalam(Butir.persyaratan_id, persyaratan))
        .order_by(Butir.persyaratan_id, Butir.urutan)
    ):
        hasil[b.persyaratan_id].append(
            ButirSyarat(
                kode=b.kode,
                jenis=b.jenis,
                nama=b.nama,
                petunjuk=b.petunjuk,
                wajib=b.wajib,
                jumlah=b.jumlah,
                jenis_kegiatan=frozenset(JenisKegiatan(j) for j in b.jenis_kegiatan or ()),
                bentuk=None if b.bentuk is None else BentukKomunitas(b.bentuk),
                jendela=b.jendela,
            )
        )
    return {id_: tuple(daftar) for id_, daftar in hasil.items()}


def _baca_milik(session: Session, pasangan: Sequence[Pasangan], zona: Mapping[uuid.UUID, str]) -> list[Milik]:
    """What each of these has, in the order given; `zona` of each person."""
    orang = {p.orang for p in pasangan}
    permohonan = {p.permohonan for p in pasangan if p.permohonan is not None}
    bukti = _bukti(session, orang)
    kegiatan = _kegiatan(session, orang)
    dokumen = _dokumen(session, permohonan)
    sertifikat = _sertifikat(session, {p.sertifikat for p in pasangan if p.sertifikat is not None})
    diajukan = _diajukan(session, permohonan)
    return [
        Milik(
            bukti=bukti[p.orang],
            kegiatan=[_satu_kegiatan(k, p.permohonan) for k in kegiatan[p.orang]],
            dokumen=frozenset(dokumen[p.permohonan]) if p.permohonan is not None else frozenset(),
            sertifikat=_satu_sertifikat(sertifikat, diajukan, p, zona[p.orang]),
        )
        for p in pasangan
    ]


# --- inside ----------------------------------------------------------------------------------------------


def _bukti(session: Session, orang: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[BuktiMilik]]:
    hasil: defaultdict[uuid.UUID, list[BuktiMilik]] = defaultdict(list)
    for b in session.execute(
        select(Bukti.orang_id, Bukti.jenis, Bukti.selesai).where(dalam(Bukti.orang_id, orang))
    ):
        hasil[b.orang_id].append(BuktiMilik(jenis=b.jenis, selesai=b.selesai))
    return hasil


def _kegiatan(session: Session, orang: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, list[Baris]]:
    """The accepted reports of these people, each with the application that counts it."""
    stmt: Pilih = (
        select(
            Kegiatan.id,
            Kegiatan.orang_id,
            Kegiatan.jenis,
            Kegiatan.bentuk,
            Kegiatan.segi,
            Kegiatan.mulai,
            Kegiatan.selesai,
            PemakaianKegiatan.permohonan_id,
            PemakaianKegiatan.butir_kode,
        )
        .outerjoin(PemakaianKegiatan, PemakaianKegiatan.kegiatan_id == Kegiatan.id)
        .where(dalam(Kegiatan.orang_id, orang), Kegiatan.keadaan == KeadaanKegiatan.DITERIMA)
    )
    hasil: defaultdict[uuid.UUID, list[Baris]] = defaultdict(list)
    for k in session.execute(stmt):
        hasil[k.orang_id].append(k)
    return hasil


def _satu_kegiatan(k: Baris, permohonan: uuid.UUID | None) -> KegiatanMilik:
    return KegiatanMilik(
        id=k.id,
        jenis=k.jenis,
        bentuk=k.bentuk,
        segi=k.segi,
        mulai=k.mulai,
        selesai=k.selesai,
        terpakai=k.permohonan_id is not None and k.permohonan_id != permohonan,
        diambil=k.permohonan_id is not None and k.permohonan_id == permohonan,
        untuk=k.butir_kode if k.permohonan_id == permohonan else None,
    )


def _dokumen(session: Session, permohonan: Collection[uuid.UUID]) -> defaultdict[uuid.UUID, set[str]]:
    hasil: defaultdict[uuid.UUID, set[str]] = defaultdict(set)
    for d in session.execute(
        select(Dokumen.permohonan_id, Dokumen.butir_kode).where(dalam(Dokumen.permohonan_id, permohonan))
    ):
        hasil[d.permohonan_id].add(d.butir_kode)
    return hasil


def _sertifikat(session: Session, sertifikat: Collection[uuid.UUID]) -> dict[uuid.UUID, Baris]:
    """These certificates, each with the application its successor came from."""
    pengganti = Sertifikat.__table__.alias("pengganti")
    stmt: Pilih = (
        select(
            Sertifikat.id,
            Sertifikat.terbit,
            Sertifikat.berakhir,
            Sertifikat.keadaan,
            Sertifikat.diakui,
            pengganti.c.permohonan_id.label("pengganti_dari"),
        )
        .outerjoin(pengganti, pengganti.c.id == Sertifikat.pengganti_id)
        .where(dalam(Sertifikat.id, sertifikat))
    )
    return {s.id: s for s in session.execute(stmt)}


def _diajukan(session: Session, permohonan: Collection[uuid.UUID]) -> dict[uuid.UUID, Any]:
    rows = session.execute(
        select(Permohonan.id, Permohonan.diajukan_pada).where(dalam(Permohonan.id, permohonan))
    )
    return {p.id: p.diajukan_pada for p in rows}


def _satu_sertifikat(
    sertifikat: Mapping[uuid.UUID, Baris], diajukan: Mapping[uuid.UUID, Any], p: Pasangan, zona: str
) -> SertifikatMilik | None:
    """The certificate an application starts from.

    It must have been valid on the day the application was handed in, not still be when it is judged; and what the
    application itself led to supersedes it without making it any less active.
    """
    if p.sertifikat is None or (s := sertifikat.get(p.sertifikat)) is None:
        return None
    pada = diajukan.get(p.permohonan) if p.permohonan is not None else None
    digantikan = s.pengganti_dari is not None and s.pengganti_dari == p.permohonan
    return SertifikatMilik(
        terbit=s.terbit,
        berakhir=s.berakhir,
        aktif=s.diakui and (s.keadaan is KeadaanSertifikat.AKTIF or digantikan),
        dilihat_pada=None if pada is None else hari_di(pada, zona),
    )
