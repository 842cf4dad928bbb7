"""Whose certificates count: recognised issuers as data, shipped with LSP KPK and kept by the national operator."""

from __future__ import annotations

import csv
import uuid
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.sertifikat.models import Penerbit, Sertifikat
from forum_paksi.sertifikat.rangkaian import kunci_orang, susun, umumkan
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import sisipkan
from forum_paksi.tabel import LEMBAGA
from forum_server.plugin import AKAR, Aktor, IsianTidakSah, TidakDitemukan, catat

__all__ = ["IsianPenerbit", "MasaPenerbit", "isi_penerbit", "masa_penerbit", "tetapkan_penerbit"]

RUANG: Final = uuid.UUID("8d1f7d55-2f0b-5a0e-8a3f-93f0c5a1d0f2")
"""Names the ids of shipped rows, so they are the same in every database."""
SUMBER_MAKS: Final = 500
MasaPenerbit = tuple[str, JenisSkema, date, date | None]
"""An issuer, a kind, and the first and last day its certificates of that kind count (None: open)."""


def masa_penerbit(session: Session) -> list[MasaPenerbit]:
    """Every recognised issuer, for `rules.diakui`; a handful of rows."""
    rows = session.execute(
        select(Penerbit.lembaga_kode, Penerbit.jenis, Penerbit.berlaku_dari, Penerbit.berlaku_sampai)
    )
    return [(r.lembaga_kode, r.jenis, r.berlaku_dari, r.berlaku_sampai) for r in rows]


def isi_penerbit(session: Session) -> None:
    """Write the shipped issuers that aren't there yet; rows somebody changed are left alone."""
    isi = files("forum_paksi.sertifikat").joinpath("data", "penerbit.csv").read_text(encoding="utf-8")
    rows = [
        {
            "id": uuid.uuid5(RUANG, f"{b['lembaga']}:{b['jenis']}:{b['berlaku_dari']}"),
            "lembaga_kode": b["lembaga"],
            "jenis": JenisSkema(b["jenis"]),
            "berlaku_dari": date.fromisoformat(b["berlaku_dari"]),
            "berlaku_sampai": date.fromisoformat(b["berlaku_sampai"]) if b["berlaku_sampai"] else None,
            "sumber": b["sumber"],
        }
        for b in csv.DictReader(isi.splitlines())
    ]
    stmt = sisipkan(session, Penerbit).values(rows).on_conflict_do_nothing().returning(Penerbit.id)
    for id_ in session.scalars(stmt).all():
        catat(
            session,
            Aktor.sistem("paksi"),
            "paksi.isi_dasar",
            objek="paksi_penerbit",
            objek_id=str(id_),
            wilayah=AKAR,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class IsianPenerbit:
    """From when to when certificates of one kind by this institution count, as the national operator writes it."""

    lembaga: str
    jenis: JenisSkema
    berlaku_dari: date
    berlaku_sampai: date | None
    sumber: str


def tetapkan_penerbit(session: Session, aktor: Aktor, *, isian: IsianPenerbit) -> tuple[uuid.UUID, int]:
    """Write a period of recognition, new or in place of the one that begins on the same day.

    Certificates on record begin or cease to count with it, and supersede one another anew; returns the period's id and
    how many did. It belongs to the whole nation, so only who holds `paksi:acuan` over all of it may.
    Raises `Ditolak`; `TidakDitemukan` (penerbit, or a lembaga that isn't registered); `IsianTidakSah` WAJIB_DIISI,
    TERLALU_PANJANG, URUTAN_TANGGAL, MASA_BERTUMPUK.
    """
    aktor.wajib(IZIN_ACUAN, apa="penerbit")
    kode = isian.lembaga.strip().lower()
    sumber = periksa_teks(isian.sumber, letak="sumber", maks=SUMBER_MAKS, wajib=True)
    if isian.berlaku_sampai is not None and isian.berlaku_sampai < isian.berlaku_dari:
        raise IsianTidakSah(
            "URUTAN_TANGGAL", "Hari terakhir tidak boleh sebelum hari pertama.", letak=["berlakuSampai"]
        )
    if session.scalar(select(LEMBAGA.c.kode).where(LEMBAGA.c.kode == kode)) is None:
        raise TidakDitemukan("lembaga", letak=["lembaga"])
    # One period at a time: that two of them don't overlap is nothing a constraint of both engines can say.
    session.execute(select(Penerbit.id).order_by(Penerbit.id).with_for_update()).all()
    _wajib_terpisah(session, kode, isian)
    nilai = {"berlaku_sampai": isian.berlaku_sampai, "sumber": sumber}
    id_ = session.scalars(
        sisipkan(session, Penerbit)
        .values(
            id=uuid.uuid4(), lembaga_kode=kode, jenis=isian.jenis, berlaku_dari=isian.berlaku_dari, **nilai
        )
        .on_conflict_do_update(index_elements=["lembaga_kode", "jenis", "berlaku_dari"], set_=nilai)
        .returning(Penerbit.id)
    ).one()
    catat(
        session,
        aktor,
        "paksi.tetapkan_penerbit",
        objek="paksi_penerbit",
        objek_id=str(id_),
        wilayah=AKAR,
        bidang=["berlaku_dari", "berlaku_sampai", "sumber"],
    )
    return id_, _hitung_ulang(session, aktor, kode, isian.jenis)


def _wajib_terpisah(session: Session, kode: str, isian: IsianPenerbit) -> None:
    for siapa, jenis, dari, sampai in masa_penerbit(session):
        lain = (siapa, jenis) == (kode, isian.jenis) and dari != isian.berlaku_dari
        sesudah = sampai is not None and sampai < isian.berlaku_dari
        sebelum = isian.berlaku_sampai is not None and isian.berlaku_sampai < dari
        if lain and not (sesudah or sebelum):
            raise IsianTidakSah(
                "MASA_BERTUMPUK",
                f"Penerbit ini sudah diakui mulai {dari.isoformat()}. Akhiri masa itu lebih dahulu, atau pilih"
                " tanggal di luarnya.",
                letak=["berlakuDari"],
            )


def _hitung_ulang(session: Session, aktor: Aktor, kode: str, jenis: JenisSkema) -> int:
    """Bring the certificates of an issuer in line with its periods; returns how many changed."""
    masuk = exists().where(
        Penerbit.lembaga_kode == Sertifikat.lembaga_kode,
        Penerbit.jenis == Sertifikat.jenis,
        Penerbit.berlaku_dari <= Sertifikat.terbit,
        or_(Penerbit.berlaku_sampai.is_(None), Penerbit.berlaku_sampai >= Sertifikat.terbit),
    )
    rows = session.execute(
        select(Sertifikat.id, Sertifikat.orang_id, Sertifikat.diakui, Sertifikat.wilayah_kode).where(
            Sertifikat.lembaga_kode == kode, Sertifikat.jenis == jenis, Sertifikat.diakui != masuk
        )
    ).all()
    if rows:
        orang = {r.orang_id for r in rows}
        kunci_orang(session, orang)
        susun(session, aktor, orang, {r.id: not r.diakui for r in rows})
        for r in rows:
            umumkan(session, aktor, "paksi.hitung_sertifikat", r.id, r.wilayah_kode, ["diakui"])
    return len(rows)
