"""What may be reported: kinds by scheme and audiences by field. Data of the national operator, shipped where known."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from forum_paksi.kegiatan.models import JenisDiterima, Sasaran
from forum_paksi.kegiatan.rules import (
    JENIS_BAWAAN,
    RUANG_LINGKUP_MAKS,
    SASARAN_MAKS,
    SUMBER_JENIS,
    SUMBER_MAKS,
    JenisKegiatan,
    bentuk_banding,
)
from forum_paksi.pelaku import IZIN_ACUAN
from forum_paksi.permintaan.rules import periksa_teks
from forum_paksi.permohonan.models import Permohonan
from forum_paksi.permohonan.rules import SELESAI
from forum_paksi.sertifikat.models import Sertifikat
from forum_paksi.sertifikat.rules import KeadaanSertifikat
from forum_paksi.skema.rules import JenisSkema
from forum_paksi.sql import TANPA_SINKRON, sisipkan
from forum_server.plugin import AKAR, Aktor, IsianTidakSah, KeadaanMenolak, catat, wajib_aktif

__all__ = ["isi_jenis", "periksa_jenis", "periksa_sasaran", "tetapkan_jenis", "tetapkan_sasaran"]

_RUANG: Final = uuid.UUID("7c1f5f0e-6f0b-4a55-9d3e-2a8f3c1d9b61")
"""Names the fields in the audit by id."""
SASARAN_BANYAK_MAKS: Final = 200
"""Audiences in one list, a limit of the software."""


def isi_jenis(session: Session) -> None:
    """Write the kinds that ship with the plugin where the national operator has said nothing else."""
    session.execute(
        sisipkan(session, JenisDiterima)
        .values(
            [
                {"jenis": j, "jenis_skema": s, "hanya_pemegang": False, "sumber": SUMBER_JENIS}
                for j, s in JENIS_BAWAAN.items()
            ]
        )
        .on_conflict_do_nothing()
    )


def tetapkan_jenis(
    session: Session,
    aktor: Aktor,
    *,
    jenis: JenisKegiatan,
    skema: JenisSkema,
    hanya_pemegang: bool,
    sumber: str,
) -> JenisKegiatan:
    """Say to which scheme a kind belongs and whether only its holders and candidates report it.

    Raises `Ditolak`, `TidakDitemukan` (not over the nation), `IsianTidakSah`, `KeadaanMenolak` PLUGIN_TIDAK_AKTIF.
    """
    _wajib_nasional(session, aktor)
    nilai = {
        "jenis_skema": skema,
        "hanya_pemegang": hanya_pemegang,
        "sumber": periksa_teks(sumber, letak="sumber", maks=SUMBER_MAKS, wajib=True),
    }
    session.execute(
        sisipkan(session, JenisDiterima)
        .values(jenis=jenis, **nilai)
        .on_conflict_do_update(index_elements=["jenis"], set_=nilai)
    )
    catat(
        session,
        aktor,
        "paksi.tetapkan_jenis_kegiatan",
        objek="paksi_kegiatan_jenis",
        objek_id=jenis.value,
        wilayah=AKAR,
        bidang=[*nilai],
    )
    return jenis


def tetapkan_sasaran(
    session: Session, aktor: Aktor, *, ruang_lingkup: str, sasaran: Sequence[str], sumber: str
) -> str:
    """Replace the audiences of one field, in this order; an empty list leaves the field open to any audience.

    Reports that are there keep what they say. Raises as `tetapkan_jenis`, and `IsianTidakSah` TERLALU_BANYAK or
    SASARAN_GANDA.
    """
    _wajib_nasional(session, aktor)
    ruang = periksa_teks(ruang_lingkup, letak="ruangLingkup", maks=RUANG_LINGKUP_MAKS, wajib=True) or ""
    asal = periksa_teks(sumber, letak="sumber", maks=SUMBER_MAKS, wajib=True)
    if len(sasaran) > SASARAN_BANYAK_MAKS:
        raise IsianTidakSah(
            "TERLALU_BANYAK", f"Paling banyak {SASARAN_BANYAK_MAKS} sasaran.", letak=["sasaran"]
        )
    cari = bentuk_banding(ruang)[:RUANG_LINGKUP_MAKS]
    baris: dict[str, dict[str, object]] = {}
    for ke, satu in enumerate(sasaran):
        try:
            nama = periksa_teks(satu, letak="sasaran", maks=SASARAN_MAKS, wajib=True) or ""
        except IsianTidakSah as galat:
            raise IsianTidakSah(galat.kode, galat.pesan, letak=["sasaran", str(ke)]) from None
        kunci = bentuk_banding(nama)[:SASARAN_MAKS]
        if kunci in baris:
            raise IsianTidakSah(
                "SASARAN_GANDA",
                "Sasaran ini sudah ada dalam daftar. Hapus salah satunya.",
                letak=["sasaran", str(ke)],
            )
        baris[kunci] = {
            "ruang_lingkup_cari": cari,
            "sasaran_cari": kunci,
            "ruang_lingkup": ruang,
            "sasaran": nama,
            "urutan": ke + 1,
            "sumber": asal,
        }
    session.execute(
        delete(Sasaran).where(Sasaran.ruang_lingkup_cari == cari), execution_options=TANPA_SINKRON
    )
    if baris:
        session.execute(insert(Sasaran), list(baris.values()))
    catat(
        session,
        aktor,
        "paksi.tetapkan_sasaran",
        objek="paksi_kegiatan_sasaran",
        objek_id=str(uuid.uuid5(_RUANG, cari)),
        wilayah=AKAR,
        bidang=["sasaran", "sumber"],
    )
    return cari


def _wajib_nasional(session: Session, aktor: Aktor) -> None:
    aktor.wajib(IZIN_ACUAN, wilayah=AKAR, apa="acuan")
    wajib_aktif(session, "paksi", AKAR)


def periksa_jenis(session: Session, orang_id: uuid.UUID, jenis: JenisKegiatan, hari_ini: date) -> None:
    """Raise `KeadaanMenolak` JENIS_BUKAN_SKEMANYA where only holders and candidates of its scheme report this kind."""
    skema = session.scalar(
        select(JenisDiterima.jenis_skema).where(JenisDiterima.jenis == jenis, JenisDiterima.hanya_pemegang)
    )
    if skema is None:
        return
    s, p = Sertifikat, Permohonan
    memegang = select(s.id).where(
        s.orang_id == orang_id,
        s.jenis == skema,
        s.diakui,
        s.keadaan == KeadaanSertifikat.AKTIF,
        s.terbit <= hari_ini,
        s.berakhir >= hari_ini,
    )
    memohon = select(p.id).where(
        p.orang_id == orang_id, p.jenis_skema == skema, p.keadaan.not_in(sorted(SELESAI))
    )
    if not session.scalar(select(or_(memegang.exists(), memohon.exists()))):
        raise KeadaanMenolak(
            "JENIS_BUKAN_SKEMANYA",
            f"Kegiatan {jenis.value} hanya dilaporkan oleh pemegang sertifikat {skema.value} yang berlaku atau yang "
            "sedang memohonnya. Pilih jenis lain.",
            letak=["jenis"],
        )


def periksa_sasaran(session: Session, ruang_lingkup: str, sasaran: str) -> str:
    """The audience as its list spells it, or as written where the field has no list; raises SASARAN_TIDAK_ADA."""
    ruang = bentuk_banding(ruang_lingkup)[:RUANG_LINGKUP_MAKS]
    daftar = {
        row.sasaran_cari: row.sasaran
        for row in session.execute(
            select(Sasaran.sasaran_cari, Sasaran.sasaran)
            .where(Sasaran.ruang_lingkup_cari == ruang)
            .order_by(Sasaran.urutan)
        )
    }
    cari = bentuk_banding(sasaran)[:SASARAN_MAKS]
    if daftar and cari not in daftar:
        raise IsianTidakSah(
            "SASARAN_TIDAK_ADA",
            f"Sasaran ini tidak ada dalam daftar ruang lingkupnya. Pilih salah satu: {', '.join(daftar.values())}.",
            letak=["sasaran"],
        )
    return daftar.get(cari, sasaran)
