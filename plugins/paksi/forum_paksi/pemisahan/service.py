"""Setting the rules that separate duties, and asking them about somebody."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from forum_paksi.asesmen.models import Asesmen
from forum_paksi.banding.models import Banding
from forum_paksi.diklat.models import Gelombang, PelatihGelombang, PesertaGelombang
from forum_paksi.diklat.rules import KeadaanGelombang
from forum_paksi.hari import hari_nasional
from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.pemisahan.models import AturanPemisahan
from forum_paksi.pemisahan.rules import (
    BAWAAN,
    Aturan,
    KodePemisahan,
    Perkara,
    Tugas,
    aturan_berlaku,
    periksa_aturan,
    periksa_pemisahan,
    tolak_pemisahan,
)
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.models import Permohonan, VerifikatorPermohonan
from forum_paksi.pleno.models import Keputusan
from forum_paksi.sql import sisipkan
from forum_paksi.tabel import ORANG, PERANGKAT_DAERAH
from forum_server.plugin import AKAR, Aktor, IsianTidakSah, KeadaanMenolak, catat, dalam, siarkan

__all__ = ["isi_aturan", "tetapkan_pemisahan", "wajib_terpisah"]

SUMBER_MAKS = 1000


def isi_aturan(session: Session) -> None:
    """Write the rules that ship; what is there stays."""
    baru = session.scalars(
        sisipkan(session, AturanPemisahan)
        .values(
            [
                {
                    "kode": a.kode,
                    "berlaku_dari": a.berlaku_dari,
                    "aktif": a.aktif,
                    "nilai": a.nilai,
                    "sumber": a.sumber,
                    "akun_id": None,
                }
                for a in BAWAAN
            ]
        )
        .on_conflict_do_nothing()
        .returning(AturanPemisahan.kode)
    ).all()
    if baru:
        catat(
            session,
            Aktor.sistem("paksi"),
            "paksi.isi_dasar",
            objek="paksi_aturan_pemisahan",
            objek_id="dasar",
            wilayah=AKAR,
        )


def tetapkan_pemisahan(
    session: Session,
    aktor: Aktor,
    *,
    kode: KodePemisahan,
    aktif: bool,
    nilai: int | None,
    berlaku_dari: date,
    sumber: str,
) -> KodePemisahan:
    """Have a rule stand so from a day on, today at the earliest; what it said before stays on record.

    Raises `Ditolak`, `TidakDitemukan` (the permission doesn't reach the nation); `IsianTidakSah` ATURAN_TETAP, NILAI_ATURAN_TIDAK_SAH, TANGGAL_TIDAK_SAH, WAJIB_DIISI;
    `KeadaanMenolak` VERSI_SUDAH_ADA (for that day).
    """
    aktor.wajib(IZIN_ACUAN, apa="aturan")
    periksa_aturan(kode, aktif=aktif, nilai=nilai)
    dasar = periksa_teks(sumber, letak="sumber", maks=SUMBER_MAKS, wajib=True)
    if berlaku_dari < hari_nasional(session):
        raise IsianTidakSah(
            "TANGGAL_TIDAK_SAH",
            "Aturan tidak dapat berlaku surut. Isi hari ini atau sesudahnya.",
            letak=["berlakuDari"],
        )
    baru = session.scalar(
        sisipkan(session, AturanPemisahan)
        .values(
            kode=kode,
            berlaku_dari=berlaku_dari,
            aktif=aktif,
            nilai=nilai,
            sumber=dasar,
            akun_id=aktor.akun_id,
        )
        .on_conflict_do_nothing()
        .returning(AturanPemisahan.kode)
    )
    if baru is None:
        raise KeadaanMenolak(
            "VERSI_SUDAH_ADA",
            f"{kode.value} sudah ditetapkan mulai {berlaku_dari.isoformat()}. Pilih hari lain.",
            letak=["berlakuDari"],
        )
    catat(
        session,
        aktor,
        "paksi.tetapkan_pemisahan",
        objek="paksi_aturan_pemisahan",
        objek_id=f"{kode.value}/{berlaku_dari.isoformat()}",
        wilayah=AKAR,
        bidang=["aktif", "nilai", "sumber"],
    )
    siarkan(session, "paksi.pemisahan", kunci=kode.value, wilayah=AKAR)
    return kode


def baca_aturan(session: Session, hari: date) -> dict[KodePemisahan, Aturan]:
    """The rules in force on a day."""
    rows = session.execute(
        select(
            AturanPemisahan.kode,
            AturanPemisahan.aktif,
            AturanPemisahan.nilai,
            AturanPemisahan.berlaku_dari,
            AturanPemisahan.sumber,
        ).where(AturanPemisahan.berlaku_dari <= hari)
    )
    return aturan_berlaku(
        (
            Aturan(
                kode=r.kode,
                aktif=r.aktif,
                nilai=r.nilai,
                berlaku_dari=r.berlaku_dari,
                sumber=r.sumber,
            )
            for r in rows
        ),
        hari,
    )


def wajib_terpisah(
    session: Session, tugas: Tugas, orang: uuid.UUID, *, permohonan_id: uuid.UUID, hari: date
) -> None:
    """Refuse a duty for an application to somebody whom a rule in force on `hari` keeps from it.

    Raises `KeadaanMenolak` with the code of the first rule broken.
    """
    opd, perkara = baca_perkara(session, tugas, orang, permohonan_id, hari)
    if dilanggar := periksa_pemisahan(baca_aturan(session, hari), tugas, orang, opd, perkara):
        raise tolak_pemisahan(dilanggar[0])


def baca_perkara(
    session: Session, tugas: Tugas, orang: uuid.UUID, permohonan_id: uuid.UUID, hari: date
) -> tuple[uuid.UUID | None, Perkara]:
    """The candidate's own perangkat daerah, and who did what for an application so far."""
    row = session.execute(
        select(
            Permohonan.orang_id,
            Permohonan.verifikator_orang_id,
            Permohonan.perangkat_daerah_id,
            ORANG.c.perangkat_daerah_id.label("opd_kini"),
        )
        .join(ORANG, ORANG.c.id == Permohonan.orang_id)
        .where(Permohonan.id == permohonan_id)
    ).one()
    opd = session.scalar(select(ORANG.c.perangkat_daerah_id).where(ORANG.c.id == orang))
    pokok = _pokok(session, {opd, row.perangkat_daerah_id, row.opd_kini} - {None})

    def siapa(kolom: InstrumentedAttribute[Any], milik: InstrumentedAttribute[uuid.UUID]) -> set[uuid.UUID]:
        return set(session.scalars(select(kolom).where(milik == permohonan_id, kolom.is_not(None))))

    return (
        pokok.get(opd),
        Perkara(
            asesi=row.orang_id,
            hari=hari,
            verifikator=frozenset(
                siapa(VerifikatorPermohonan.orang_id, VerifikatorPermohonan.permohonan_id)
                | ({row.verifikator_orang_id} - {None})
            ),
            asesor=frozenset(siapa(Asesmen.asesor_orang_id, Asesmen.permohonan_id)),
            pemutus=frozenset(siapa(Keputusan.pemutus_orang_id, Keputusan.permohonan_id)),
            hakim=frozenset(siapa(Banding.hakim_orang_id, Banding.permohonan_id)),
            opd=frozenset(
                pokok[satu] for satu in (row.perangkat_daerah_id, row.opd_kini) if satu is not None
            ),
            dilatih=_dilatih(session, orang, row.orang_id) if tugas is Tugas.ASESOR else None,
        ),
    )


def _pokok(session: Session, opd: Collection[uuid.UUID | None]) -> dict[uuid.UUID | None, uuid.UUID]:
    """The perangkat daerah each of these offices is: a UPTD or kelurahan is part of the one it stands under."""
    if not opd:
        return {}
    p = PERANGKAT_DAERAH
    naik = select(p.c.id.label("dari"), p.c.id, p.c.induk_id).where(dalam(p.c.id, opd)).cte(recursive=True)
    naik = naik.union_all(
        select(naik.c.dari, p.c.id, p.c.induk_id).select_from(naik).join(p, p.c.id == naik.c.induk_id)
    )
    rows = session.execute(select(naik.c.dari, naik.c.id).where(naik.c.induk_id.is_(None)))
    return {row[0]: row[1] for row in rows}


def _dilatih(session: Session, pelatih: uuid.UUID, peserta: uuid.UUID) -> date | None:
    """The last day of the latest wave in which one taught and the other took part."""
    return session.scalar(
        select(func.max(Gelombang.selesai))
        .join(PelatihGelombang, PelatihGelombang.gelombang_id == Gelombang.id)
        .join(PesertaGelombang, PesertaGelombang.gelombang_id == Gelombang.id)
        .where(
            PelatihGelombang.orang_id == pelatih,
            PesertaGelombang.orang_id == peserta,
            Gelombang.keadaan != KeadaanGelombang.DIBATALKAN,
        )
    )
