"""Drafts of applications for many people at once, in a number of statements that doesn't grow with them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, select, text
from sqlalchemy.orm import Session

from forum_paksi.hari import hari_ini
from forum_paksi.permohonan.isian import nomor_baru
from forum_paksi.permohonan.models import TERBUKA, Permohonan, Riwayat
from forum_paksi.permohonan.rules import SELESAI, KeadaanPermohonan
from forum_paksi.permohonan.service import BarisPermohonan, tolak_berjalan, umumkan
from forum_paksi.permohonan.tujuan import Dimiliki, Tujuan, asal_cocok, kolom, sertifikat_orang
from forum_paksi.sql import sisipkan
from forum_server.plugin import Aktor, GalatDomain, KeadaanMenolak, dalam

__all__ = ["Rencana", "rencanakan", "tulis"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rencana:
    """What applying would do for each of many people: refused with a reason, there already, or to be written."""

    tolak: Mapping[uuid.UUID, GalatDomain]
    sama: frozenset[uuid.UUID]
    baru: Mapping[uuid.UUID, Mapping[str, Any]]
    """Person → the columns that say what is applied for."""


def rencanakan(session: Session, tujuan: Tujuan, orang: Mapping[uuid.UUID, uuid.UUID | None]) -> Rencana:
    """Weigh one kind of application for these people (person → OPD), each from their own latest fitting certificate.

    Somebody whose open application asks the same of the same LSP has it already. Nothing is written.
    """
    berjalan = _berjalan(session, tujuan, orang)
    dimiliki = sertifikat_orang(session, orang)
    per_asal: dict[str | None, dict[str, Any]] = {}
    tolak: dict[uuid.UUID, GalatDomain] = {}
    baru: dict[uuid.UUID, Mapping[str, Any]] = {}
    for siapa in orang:
        try:
            if siapa in berjalan:
                if not berjalan[siapa]:
                    raise tolak_berjalan()
                continue
            asal = asal_cocok(tujuan, dimiliki[siapa])
            baru[siapa] = _nilai(session, tujuan, asal, per_asal)
        except GalatDomain as galat:
            tolak[siapa] = galat
    sama = frozenset(siapa for siapa, tepat in berjalan.items() if tepat)
    return Rencana(tolak=tolak, sama=sama, baru=baru)


def _nilai(
    session: Session, tujuan: Tujuan, asal: Dimiliki | None, per_asal: dict[str | None, dict[str, Any]]
) -> dict[str, Any]:
    """`kolom`, whose requirements are looked up once per scheme one starts from."""
    dari = None if asal is None else asal.asal.skema.kode
    if dari not in per_asal:
        per_asal[dari] = kolom(session, tujuan, asal)
    return per_asal[dari] | {"dari_sertifikat_id": None if asal is None else asal.id}


def _berjalan(
    session: Session, tujuan: Tujuan, orang: Mapping[uuid.UUID, uuid.UUID | None]
) -> dict[uuid.UUID, bool]:
    """Who has an open application for such a scheme, and whether it is this very one."""
    p, isian = Permohonan, tujuan.isian
    rows = session.execute(
        select(p.orang_id, p.skema_id, p.lembaga_kode, p.jenis, p.jalur_kode).where(
            dalam(p.orang_id, orang), p.jenis_skema == tujuan.skema.jenis, p.keadaan.not_in(SELESAI)
        )
    )
    dicari = (tujuan.skema_id, isian.lembaga, isian.jenis, isian.jalur)
    return {r.orang_id: (r.skema_id, r.lembaga_kode, r.jenis, r.jalur_kode) == dicari for r in rows}


def tulis(
    session: Session,
    aktor: Aktor,
    *,
    wilayah: str,
    orang: Mapping[uuid.UUID, uuid.UUID | None],
    rencana: Rencana,
) -> list[uuid.UUID]:
    """Write the drafts that are planned, in the order of `orang`, as `buat_permohonan` writes one; gives their ids.

    Raises `KeadaanMenolak` BERUBAH_SAAT_IMPOR when one of these people was given another application meanwhile.
    """
    siapa = [o for o in orang if o in rencana.baru]
    if not siapa:
        return []
    nomor = nomor_baru(session, wilayah, hari_ini(session, wilayah).year, len(siapa))
    rows: list[dict[str, Any]] = [
        {
            "id": uuid.uuid4(),
            "nomor": satu,
            "orang_id": o,
            "wilayah_kode": wilayah,
            "perangkat_daerah_id": orang[o],
            "keadaan": KeadaanPermohonan.DRAF,
            "putaran": 1,
            **rencana.baru[o],
        }
        for o, satu in zip(siapa, nomor, strict=True)
    ]
    kembali: list[ColumnElement[Any]] = [getattr(Permohonan, k) for k in BarisPermohonan._fields]
    jadi = session.execute(
        sisipkan(session, Permohonan)
        .values(rows)
        .on_conflict_do_nothing(index_elements=["orang_id", "jenis_skema"], index_where=text(TERBUKA))
        .returning(*kembali)
    ).all()
    if len(jadi) < len(rows):
        raise KeadaanMenolak(
            "BERUBAH_SAAT_IMPOR",
            "Permohonan salah seorang berubah selama impor. Tidak ada yang ditulis; impor lagi.",
        )
    session.execute(
        insert(Riwayat),
        [
            {
                "permohonan_id": r["id"],
                "urutan": 1,
                "dari": None,
                "ke": KeadaanPermohonan.DRAF,
                "putaran": 1,
                "alasan": None,
                "akun_id": aktor.akun_id,
            }
            for r in rows
        ],
    )
    for row in map(BarisPermohonan._make, jadi):
        umumkan(session, aktor, row, "buat", ["keadaan", *rencana.baru[row.orang_id]])
    return [r["id"] for r in rows]
